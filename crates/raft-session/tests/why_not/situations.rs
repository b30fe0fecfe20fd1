//! One situation after another, each with exactly what stands in the way.

use raft_session::dto::{WhyNot, WhyNotQuestion};

use crate::asking::{PUT, READ, answer, cluster, commit, commit_at, current, leader, open, told};
use crate::world::act;

/// Something to do, or a moment to go to.
enum Do {
    Go(f64),
    Act(&'static str),
    /// To the last message of this kind that is on its way.
    To(&'static str, &'static str),
}
use Do::{Act, Go, To};

struct Situation {
    name: &'static str,
    scenario: String,
    first: Vec<Do>,
    question: WhyNotQuestion,
    told: &'static [&'static str],
}

fn situations() -> Vec<Situation> {
    let three = || cluster(3, "");
    vec![
        Situation {
            name: "on its way to both followers",
            scenario: three(),
            first: vec![Go(200.0), Act(PUT), Go(212.0)],
            question: commit(2.0),
            told: &[
                "not-commit-needs entry=2@1 index=2 have=1 needed=2 count=1 servers=n2, n3 … [§5.3]",
                "  not-arrived message=AppendEntries from=n1 to=n2 time=215ms … ← 205ms c1 → n1 ClientRequest c1#1 x=1 · n1 log=2@1",
                "  not-arrived message=AppendEntries from=n1 to=n3 time=215ms … ← 205ms c1 → n1 ClientRequest c1#1 x=1 · n1 log=2@1",
            ],
        },
        Situation {
            name: "one follower is down and the other paused",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(r#"{"crash":"n2"}"#),
                Act(r#"{"pause":"n3"}"#),
                Act(PUT),
                Go(400.0),
            ],
            question: commit(2.0),
            told: &[
                "not-commit-needs entry=2@1 index=2 have=1 needed=2 count=1 servers=n2, n3 [§5.3]",
                "  not-down server=n2 ← 200ms action · n2 crashes",
                "  not-paused server=n3 ← 200ms action · n3 paused 0",
            ],
        },
        Situation {
            name: "the leader is cut off from one, and the other's message is held",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(r#"{"cut":{"from":"n1","to":"n2","one_way":true}}"#),
                Act(PUT),
                Go(206.0),
                To("hold", "n1>n3:AppendEntries:"),
                Go(250.0),
            ],
            question: commit(2.0),
            told: &[
                "not-commit-needs entry=2@1 index=2 have=1 needed=2 count=1 servers=n2, n3 [§5.3]",
                "  not-cut from=n1 to=n2 ← 200ms action · cut n1 → n2",
                "  not-held message=AppendEntries from=n1 to=n3 ← 206ms action · held n1>n3:AppendEntries:4",
            ],
        },
        Situation {
            name: "a partition, and a jam on the way back",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(r#"{"partition":[["n2"],"rest"]}"#),
                Act(
                    r#"{"network":{"links":{"from":"n3","to":"n1","one_way":true},"faults":{"jam":true}}}"#,
                ),
                Act(PUT),
                Go(400.0),
            ],
            question: commit(2.0),
            told: &[
                "not-commit-needs entry=2@1 index=2 have=1 needed=2 count=1 servers=n2, n3 [§5.3]",
                "  not-apart from=n1 to=n2 ← 200ms action · n1 on side 2 · n2 on side 1 · n3 on side 2",
                "  not-jammed from=n3 to=n1 ← 200ms action · n3 link to 1",
            ],
        },
        Situation {
            name: "stalled disks",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(r#"{"disk":{"servers":["n1","n3"],"faults":{"stalled":true}}}"#),
                Act(PUT),
                Go(240.0),
            ],
            question: commit(2.0),
            told: &[
                "not-commit-needs entry=2@1 index=2 have=1 needed=2 count=1 servers=n1, n3 [§5.3]",
                "  not-written-stalled server=n1 ← 200ms action · n1 disk faults 0 · n3 disk faults 0",
                "  not-written-stalled server=n3 ← 200ms action · n1 disk faults 0 · n3 disk faults 0",
            ],
        },
        Situation {
            name: "the leader is paused and cannot count the answers",
            scenario: three(),
            first: vec![Go(200.0), Act(PUT), Go(216.0), Act(r#"{"pause":"n1"}"#), Go(300.0)],
            question: commit(2.0),
            told: &[
                "not-paused server=n1 ← 216ms action · n1 paused 0",
                "not-commit-needs entry=2@1 index=2 have=1 needed=2 count=1 servers=n2, n3 [§5.3]",
            ],
        },
        Situation {
            name: "committed, and the follower has not been told",
            scenario: three(),
            first: vec![Go(200.0), Act(PUT), Go(236.0)],
            question: commit_at("n2", 2.0),
            told: &[
                "not-told entry=2@1 server=n2 leader=n1 … [§5.3]",
                "  not-told-yet server=n2 leader=n1 time=255ms … ← 60ms n2 → n1 RequestVoteReply t1 yes · n1 leader · n1 log=1@1",
            ],
        },
        Situation {
            name: "an entry of an older term, and no entry of the new one",
            scenario: cluster(3, r#", "noop": false"#),
            first: vec![
                Go(200.0),
                Act(PUT),
                Go(217.0),
                Act(r#"{"crash":"n1"}"#),
                Go(230.0),
                Act(r#"{"time_out":"n2"}"#),
                Go(400.0),
            ],
            question: commit(1.0),
            told: &[
                "not-commit-old-term entry=1@1 server=n2 term=2 [§5.4.2] ← 260ms n3 → n2 RequestVoteReply t2 yes · n2 leader",
            ],
        },
        Situation {
            name: "a deposed leader does not know it yet",
            scenario: cluster(5, ""),
            first: vec![
                Go(200.0),
                Act(r#"{"partition":[["n1","n2"],"rest"]}"#),
                Act(PUT),
                Go(230.0),
                Act(r#"{"time_out":"n3"}"#),
                Go(300.0),
            ],
            question: commit_at("n1", 2.0),
            told: &[
                "not-commit-deposed entry=2@1 server=n1 leader=n3 term=2 [§5.1] ← 260ms n5 → n3 RequestVoteReply t2 yes · n3 leader · n3 log=2@2",
                "not-commit-needs entry=2@1 index=2 have=2 needed=3 count=1 servers=n3, n4, n5 [§5.3]",
                "  not-newer-term server=n3 leader=n1 term=2 mine=1 [§5.1] ← 230ms action · n3 t2 · n3 candidate",
                "  not-newer-term server=n4 leader=n1 term=2 mine=1 [§5.1] ← 245ms n3 → n4 RequestVote t2 last=1@1 · n4 t2",
                "  not-newer-term server=n5 leader=n1 term=2 mine=1 [§5.1] ← 245ms n3 → n5 RequestVote t2 last=1@1 · n5 t2",
            ],
        },
        Situation {
            name: "a deposed leader, and an answer of its own term that arrives late",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(r#"{"cut":{"from":"n1","to":"n3"}}"#),
                Act(PUT),
                Go(222.0),
                To("hold", "n2>n1:AppendEntriesReply"),
                Act(r#"{"time_out":"n2"}"#),
                Go(228.0),
                To("drop", "n2>n1:RequestVote"),
                Go(260.0),
            ],
            question: commit_at("n1", 2.0),
            told: &[
                "not-commit-deposed entry=2@1 server=n1 leader=n2 term=2 [§5.1] ← 252ms n3 → n2 RequestVoteReply t2 yes · n2 leader · n2 log=3@2",
                "not-commit-needs entry=2@1 index=2 have=1 needed=2 count=1 servers=n2, n3 [§5.3]",
                "  not-held message=AppendEntriesReply from=n2 to=n1 ← 222ms action · held n2>n1:AppendEntriesReply:4",
                "  not-newer-term server=n3 leader=n1 term=2 mine=1 [§5.1] ← 237ms n2 → n3 RequestVote t2 last=2@1 · n3 t2",
            ],
        },
        Situation {
            name: "a follower with an entry that the new leader does not have",
            scenario: cluster(5, ""),
            first: vec![
                Go(200.0),
                Act(r#"{"partition":[["n1","n2"],"rest"]}"#),
                Act(PUT),
                Go(230.0),
                Act(r#"{"crash":"n1"}"#),
                Act(r#"{"time_out":"n3"}"#),
                Go(300.0),
            ],
            question: commit_at("n2", 2.0),
            told: &[
                "not-commit-superseded entry=2@1 server=n2 leader=n3 term=2 [§5.3] ← 260ms n5 → n3 RequestVoteReply t2 yes · n3 leader · n3 log=2@2",
            ],
        },
        Situation {
            name: "a single server needs its own disk",
            scenario: cluster(1, ""),
            first: vec![
                Go(200.0),
                Act(r#"{"disk":{"servers":"n1","faults":{"stalled":true}}}"#),
                Act(PUT),
                Go(300.0),
            ],
            question: commit(2.0),
            told: &[
                "not-commit-needs entry=2@1 index=2 have=0 needed=1 count=1 servers=n1 [§5.3]",
                "  not-written-stalled server=n1 ← 200ms action · n1 disk faults 0",
            ],
        },
        Situation {
            name: "a joint configuration lacks its new half",
            scenario: cluster(5, r#", "voters": ["n1", "n2", "n3"]"#),
            first: vec![
                Go(200.0),
                Act(r#"{"crash":["n4","n5"]}"#),
                Act(r#"{"change":{"add":["n4","n5"],"remove":["n2"],"transition":"explicit"}}"#),
                Go(300.0),
            ],
            question: commit(2.0),
            told: &[
                "not-commit-needs-new entry=2@1 index=2 have=2 needed=3 count=1 servers=n4, n5 [§6]",
                "  not-down server=n4 ← 200ms action · n4 crashes · n5 crashes",
                "  not-down server=n5 ← 200ms action · n4 crashes · n5 crashes",
            ],
        },
        Situation {
            name: "a learner does not count",
            scenario: cluster(4, r#", "voters": ["n1", "n2", "n3"]"#),
            first: vec![
                Go(200.0),
                Act(r#"{"change":{"learner":"n4"}}"#),
                Go(400.0),
                Act(r#"{"crash":["n2","n3"]}"#),
                Act(PUT),
                Go(500.0),
            ],
            question: commit(3.0),
            told: &[
                "not-commit-needs entry=3@1 index=3 have=1 needed=2 count=1 servers=n2, n3 [§5.3]",
                "  not-down server=n2 ← 400ms action · n2 crashes · n3 crashes",
                "  not-down server=n3 ← 400ms action · n2 crashes · n3 crashes",
                "  not-commit-learner server=n4 [§6]",
            ],
        },
        Situation {
            name: "nobody's timer has run out",
            scenario: three(),
            first: vec![Go(200.0), Act(r#"{"crash":"n1"}"#), Go(300.0)],
            question: leader(),
            told: &[
                "not-doubting server=n2 leader=n1 time=1139.372ms … [§5.2]",
                "not-doubting server=n3 leader=n1 time=1155.252ms … [§5.2]",
                "not-down server=n1 ← 200ms action · n1 crashes",
            ],
        },
        Situation {
            name: "too few are up",
            scenario: three(),
            first: vec![Go(200.0), Act(r#"{"crash":"n1"}"#), Act(r#"{"pause":"n3"}"#), Go(1500.0)],
            question: leader(),
            told: &[
                "not-majority-up have=1 needed=2 servers=n1, n3 [§5.2]",
                "not-elected-needs server=n2 term=2 yes=1 needed=2 servers=n1, n3 time=2095.231ms [§5.2] ← 1139.372ms n2 election timeout · n2 t2 · n2 candidate",
                "  not-down server=n1 ← 200ms action · n1 crashes",
                "  not-paused server=n3 ← 200ms action · n3 paused 0",
            ],
        },
        Situation {
            name: "votes are on their way",
            scenario: three(),
            first: vec![Go(42.0)],
            question: leader(),
            told: &[
                "not-elected-needs server=n1 term=1 yes=1 needed=2 servers=n2, n3 time=949.367ms … [§5.2] ← 30ms n1 election timeout · n1 t1 · n1 candidate",
                "  not-arrived message=RequestVote from=n1 to=n2 time=45ms … ← 35ms n1 on disk: write 1",
                "  not-arrived message=RequestVote from=n1 to=n3 time=45ms … ← 35ms n1 on disk: write 1",
                "not-timed-out server=n2 time=923.441ms … [§5.2]",
                "not-timed-out server=n3 time=913.548ms … [§5.2]",
            ],
        },
        Situation {
            name: "a split vote",
            scenario: cluster(4, ""),
            first: vec![
                Go(10.0),
                Act(r#"{"cut":{"from":"n1","to":"n4","one_way":true}}"#),
                Act(r#"{"cut":{"from":"n2","to":"n3","one_way":true}}"#),
                Act(r#"{"time_out":["n1","n2"]}"#),
                Go(60.0),
            ],
            question: leader(),
            told: &[
                "not-elected-needs server=n1 term=1 yes=2 needed=3 servers=n4 time=929.367ms [§5.2] ← 10ms action · n1 t1 · n1 candidate · n2 t1 · n2 candidate",
                "  vote-denied-voted server=n2 candidate=n1 voted_for=n2 [§5.2] ← 25ms n1 → n2 RequestVote t1 last=0@0",
                "  not-cut from=n1 to=n4 ← 10ms action · cut n1 → n4",
                "not-elected-needs server=n2 term=1 yes=2 needed=3 servers=n3 time=979.372ms [§5.2] ← 10ms action · n1 t1 · n1 candidate · n2 t1 · n2 candidate",
                "  vote-denied-voted server=n1 candidate=n2 voted_for=n1 [§5.2] ← 25ms n2 → n1 RequestVote t1 last=0@0",
                "  not-cut from=n2 to=n3 ← 10ms action · cut n2 → n3",
                "not-timed-out server=n3 time=1010.252ms … [§5.2]",
                "not-timed-out server=n4 time=975.623ms … [§5.2]",
            ],
        },
        Situation {
            name: "the only one that is asked has the longer log",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(r#"{"crash":"n3"}"#),
                Act(PUT),
                Go(260.0),
                Act(r#"{"crash":"n1"}"#),
                Act(r#"{"restart":"n3"}"#),
                Act(r#"{"time_out":"n3"}"#),
                Go(300.0),
            ],
            question: leader(),
            told: &[
                "not-elected-needs server=n3 term=2 yes=1 needed=2 servers=n1 time=1228.370ms [§5.2] ← 260ms action · n3 t2 · n3 candidate",
                "  not-down server=n1 ← 260ms action · n1 crashes",
                "  vote-denied-log server=n2 candidate=n3 mine=2@1 theirs=1@1 [§5.4.1] ← 275ms n3 → n2 RequestVote t2 last=1@1 · n2 t2",
                "not-timed-out server=n2 time=1234.372ms … [§5.2]",
            ],
        },
        Situation {
            name: "a learner, and a server that reaches nobody",
            scenario: cluster(4, r#", "voters": ["n1", "n2", "n3"]"#),
            first: vec![
                Go(200.0),
                Act(r#"{"change":{"learner":"n4"}}"#),
                Go(400.0),
                Act(r#"{"crash":"n1"}"#),
                Act(r#"{"cut":{"from":"n2","to":"n3"}}"#),
                Go(500.0),
            ],
            question: leader(),
            told: &[
                "not-reaching server=n2 have=1 needed=2 [§5.2]",
                "  not-down server=n1 ← 400ms action · n1 crashes",
                "  not-cut from=n2 to=n3 ← 400ms action · cut n2 → n3 · cut n3 → n2",
                "not-reaching server=n3 have=1 needed=2 [§5.2]",
                "  not-cut from=n3 to=n2 ← 400ms action · cut n2 → n3 · cut n3 → n2",
                "not-learner server=n4 [§6]",
            ],
        },
        Situation {
            name: "PreVote: the others have a leader",
            scenario: cluster(3, r#", "pre_vote": true"#),
            first: vec![
                Go(200.0),
                Act(r#"{"crash":"n1"}"#),
                Act(r#"{"time_out":"n2"}"#),
                Go(222.0),
            ],
            question: leader(),
            told: &[
                "not-pre-elected-needs server=n2 term=1 yes=1 needed=2 servers=n1 time=1153.405ms [dissertation §9.6] ← 200ms action · n2 precandidate",
                "  not-down server=n1 ← 200ms action · n1 crashes",
                "  vote-denied-heard server=n3 candidate=n2 elapsed=20ms [dissertation §9.6] ← 210ms n2 → n3 RequestPreVote t1 last=1@1",
                "not-doubting server=n3 leader=n1 time=1175.252ms … [§5.2]",
            ],
        },
        Situation {
            name: "PreVote: nobody is asked, since no such question gets through",
            scenario: cluster(3, r#", "pre_vote": true"#),
            first: vec![
                Go(200.0),
                Act(r#"{"crash":"n1"}"#),
                Act(
                    r#"{"network":{"links":{"from":"n2","to":"n3","one_way":true},"faults":{"blocked":["RequestPreVote"]}}}"#,
                ),
                Go(222.0),
            ],
            question: leader(),
            told: &[
                "not-reaching server=n2 have=1 needed=2 [dissertation §9.6]",
                "  not-down server=n1 ← 200ms action · n1 crashes",
                "  not-blocked from=n2 to=n3 message=RequestPreVote ← 200ms action · n2 link to 3",
                "not-doubting server=n3 leader=n1 time=1175.252ms … [§5.2]",
            ],
        },
        Situation {
            name: "a request on its way",
            scenario: three(),
            first: vec![Go(200.0), Act(PUT), Go(202.0)],
            question: answer("c1#1"),
            told: &[
                "not-arrived message=ClientRequest from=c1 to=n1 time=205ms … ← 200ms action · c1#1 x=1",
            ],
        },
        Situation {
            name: "a command that is not committed",
            scenario: three(),
            first: vec![Go(200.0), Act(r#"{"crash":["n2","n3"]}"#), Act(PUT), Go(300.0)],
            question: answer("c1#1"),
            told: &[
                "not-committed client=c1 server=n1 index=2 [§5.3] ← 200ms action · c1#1 x=1",
                "  not-commit-needs entry=2@1 index=2 have=1 needed=2 count=1 servers=n2, n3 [§5.3]",
                "  not-down server=n2 ← 200ms action · n2 crashes · n3 crashes",
                "  not-down server=n3 ← 200ms action · n2 crashes · n3 crashes",
            ],
        },
        Situation {
            name: "the server that was asked is down",
            scenario: three(),
            first: vec![Go(200.0), Act(PUT), Go(207.0), Act(r#"{"crash":"n1"}"#), Go(300.0)],
            question: answer("c1#1"),
            told: &[
                "not-down server=n1 ← 207ms action · n1 crashes, unfinished writes lost: 1",
                "  not-heard client=c1 server=n1 time=5200ms ← 200ms action · c1#1 x=1",
            ],
        },
        Situation {
            name: "nobody knows of a leader",
            scenario: three(),
            first: vec![Go(5.0), Act(r#"{"put":{"key":"x","value":"1","via":"n2"}}"#), Go(18.0)],
            question: answer("c1#1"),
            told: &[
                "not-asking client=c1 server=n3 time=65ms … [§8] ← 5ms action · c1#1 x=1",
                "  not-timed-out server=n1 time=30ms … [§5.2]",
                "  not-timed-out server=n2 time=923.441ms … [§5.2]",
                "  not-timed-out server=n3 time=913.548ms … [§5.2]",
            ],
        },
        Situation {
            name: "a read that waits for its round",
            scenario: three(),
            first: vec![Go(200.0), Act(r#"{"crash":"n2"}"#), Act(READ), Go(210.0)],
            question: answer("c1#1"),
            told: &[
                "not-read-confirmed server=n1 have=1 needed=2 servers=n2, n3 … [§8]",
                "  not-down server=n2 ← 200ms action · n2 crashes",
                "  not-arrived message=AppendEntries from=n1 to=n3 time=215ms … ← 205ms c1 → n1 ClientRequest c1#1 read x",
            ],
        },
        Situation {
            name: "a read, and an answer to a round of the same number in an earlier term",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(READ),
                Go(216.0),
                To("hold", "n3>n1:AppendEntriesReply:"),
                Go(300.0),
                Act(r#"{"crash":"n1"}"#),
                Act(r#"{"restart":"n1"}"#),
                Act(r#"{"set_timer":{"servers":"n1","remaining":"30ms"}}"#),
                Go(500.0),
                Act(r#"{"crash":"n2"}"#),
                Act(READ),
                Go(510.0),
            ],
            question: answer("c1#2"),
            told: &[
                "not-read-confirmed server=n1 have=1 needed=2 servers=n2, n3 … [§8]",
                "  not-down server=n2 ← 500ms action · n2 crashes",
                "  not-arrived message=AppendEntries from=n1 to=n3 time=515ms … ← 505ms c1 → n1 ClientRequest c1#2 read x",
            ],
        },
        Situation {
            name: "a read before the first commit of the term",
            scenario: three(),
            first: vec![Go(68.0), Act(r#"{"crash":["n2","n3"]}"#), Act(READ), Go(100.0)],
            question: answer("c1#1"),
            told: &[
                "not-read-own-commit server=n1 term=1 [§8] ← 60ms n2 → n1 RequestVoteReply t1 yes · n1 leader · n1 log=1@1",
                "  not-commit-needs entry=1@1 index=1 have=1 needed=2 count=1 servers=n2, n3 [§5.3]",
                "  not-down server=n2 ← 68ms action · n2 crashes · n3 crashes",
                "  not-down server=n3 ← 68ms action · n2 crashes · n3 crashes",
            ],
        },
        Situation {
            name: "a lease that has run out",
            scenario: cluster(3, r#", "leader_stickiness": true, "lease_reads": true"#),
            first: vec![
                Go(1.0),
                Act(r#"{"set_timer":{"servers":"n1","remaining":"950ms"}}"#),
                Act(r#"{"set_timer":{"servers":["n2","n3"],"remaining":"2s"}}"#),
                Go(1200.0),
                Act(r#"{"crash":["n2","n3"]}"#),
                Go(2150.0),
                Act(r#"{"get":{"key":"x","via":"n1","reads":"lease"}}"#),
                Go(2160.0),
            ],
            question: answer("c1#1"),
            told: &[
                "not-read-confirmed server=n1 have=1 needed=2 servers=n2, n3 [§8]",
                "  not-down server=n2 ← 1200ms action · n2 crashes · n3 crashes",
                "  not-down server=n3 ← 1200ms action · n2 crashes · n3 crashes",
                "  not-leased server=n1 [§8]",
            ],
        },
        Situation {
            name: "a follower that is behind, behind a blocked link",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(
                    r#"{"network":{"links":{"from":"n1","to":"n3","one_way":true},"faults":{"blocked":["AppendEntries"]}}}"#,
                ),
                Act(PUT),
                Go(400.0),
            ],
            question: current("n3"),
            told: &[
                "not-blocked from=n1 to=n3 message=AppendEntries ← 200ms action · n1 link to 3",
            ],
        },
        Situation {
            name: "each follower has a heartbeat of its own",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(PUT),
                Go(206.0),
                To("drop", "n1>n2:AppendEntries:"),
                Go(232.0),
                Act(PUT),
                Go(241.0),
                To("drop", "n1>n3:AppendEntries:"),
                Go(252.0),
            ],
            question: commit(3.0),
            told: &[
                "not-commit-needs entry=3@1 index=3 have=1 needed=2 count=1 servers=n2, n3 … [§5.3]",
                "  not-repeated server=n2 leader=n1 time=255ms … ← 60ms n2 → n1 RequestVoteReply t1 yes · n1 leader · n1 log=1@1",
                "  not-repeated server=n3 leader=n1 time=290ms … ← 60ms n2 → n1 RequestVoteReply t1 yes · n1 leader · n1 log=1@1",
            ],
        },
        Situation {
            name: "left out before it was told: no heartbeat tells it any more",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(PUT),
                Go(226.0),
                Act(r#"{"change":{"from":"n1","remove":"n3"}}"#),
                Go(400.0),
            ],
            question: commit_at("n3", 2.0),
            told: &["not-told entry=2@1 server=n3 leader=n1 [§5.3]", "  not-member server=n3 [§6]"],
        },
        Situation {
            name: "left out: it does not come to have what the leader has",
            scenario: three(),
            first: vec![Go(200.0), Act(r#"{"change":{"from":"n1","remove":"n3"}}"#), Go(400.0)],
            question: current("n3"),
            told: &["not-member server=n3 [§6]"],
        },
        Situation {
            name: "left out by an entry that may not be committed: it stands all the same",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(r#"{"change":{"from":"n1","remove":"n1"}}"#),
                Go(206.0),
                Act(r#"{"crash":"n1"}"#),
                Act(r#"{"restart":"n1"}"#),
                Go(300.0),
            ],
            question: leader(),
            told: &[
                "not-timed-out server=n1 time=1164.109ms … [§5.2] ← 206ms action · n1 restarts",
                "not-doubting server=n2 leader=n1 time=1179.372ms … [§5.2]",
                "not-doubting server=n3 leader=n1 time=1195.252ms … [§5.2]",
            ],
        },
        Situation {
            name: "dropped: the next heartbeat brings it again",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(r#"{"crash":"n2"}"#),
                Act(PUT),
                Go(206.0),
                To("drop", "n1>n3:AppendEntries:"),
                Go(210.0),
            ],
            question: commit(2.0),
            told: &[
                "not-commit-needs entry=2@1 index=2 have=1 needed=2 count=1 servers=n2, n3 … [§5.3]",
                "  not-down server=n2 ← 200ms action · n2 crashes",
                "  not-lost message=AppendEntries from=n1 to=n3 … ← 206ms action · dropped n1>n3:AppendEntries:4",
            ],
        },
        Situation {
            name: "the answer is held",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(r#"{"crash":"n2"}"#),
                Act(PUT),
                Go(222.0),
                To("hold", "n3>n1:AppendEntriesReply:"),
                Go(233.0),
            ],
            question: commit(2.0),
            told: &[
                "not-commit-needs entry=2@1 index=2 have=1 needed=2 count=1 servers=n2, n3 [§5.3]",
                "  not-down server=n2 ← 200ms action · n2 crashes",
                "  not-held message=AppendEntriesReply from=n3 to=n1 ← 222ms action · held n3>n1:AppendEntriesReply:4",
            ],
        },
        Situation {
            name: "a follower in a newer term",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(r#"{"crash":"n2"}"#),
                Act(r#"{"cut":{"from":"n3","to":"n1","one_way":true}}"#),
                Act(r#"{"time_out":"n3"}"#),
                Act(PUT),
                Go(300.0),
            ],
            question: commit(2.0),
            told: &[
                "not-commit-needs entry=2@1 index=2 have=1 needed=2 count=1 servers=n2, n3 [§5.3]",
                "  not-down server=n2 ← 200ms action · n2 crashes",
                "  not-newer-term server=n3 leader=n1 term=2 mine=1 [§5.1] ← 200ms action · n3 t2 · n3 candidate",
            ],
        },
        Situation {
            name: "other entries in its place",
            scenario: cluster(5, ""),
            first: vec![
                Go(200.0),
                Act(r#"{"partition":[["n1","n2"],"rest"]}"#),
                Act(PUT),
                Go(230.0),
                Act(r#"{"time_out":"n3"}"#),
                Go(290.0),
                Act("\"heal_all\""),
                Act(r#"{"crash":["n4","n5"]}"#),
                Act(r#"{"put":{"key":"y","value":"2","via":"n3"}}"#),
                Go(291.0),
            ],
            question: current("n2"),
            told: &[
                "not-conflict server=n2 entry=2@1 other=2@2 … [§5.3] ← 215ms n1 → n2 AppendEntries t1 prev=1@1 [2@1] commit=1 · n2 log=2@1",
            ],
        },
        Situation {
            name: "a snapshot first",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(r#"{"crash":"n3"}"#),
                Act(PUT),
                Go(300.0),
                Act(r#"{"take_snapshot":"n1"}"#),
                Act(r#"{"wipe":"n3"}"#),
                Act(r#"{"restart":"n3"}"#),
                Go(328.0),
            ],
            question: current("n3"),
            told: &[
                "not-arrived message=InstallSnapshotReply from=n3 to=n1 time=330ms … ← 320ms n3 on disk: write 2",
            ],
        },
        Situation {
            name: "a read through a follower that is cut off from the leader",
            scenario: three(),
            first: vec![
                Go(200.0),
                Act(r#"{"cut":{"from":"n2","to":"n1","one_way":true}}"#),
                Act(r#"{"get":{"key":"x","via":"n2","reads":"read_index"}}"#),
                Go(210.0),
            ],
            question: answer("c1#1"),
            told: &[
                "not-lost message=ReadIndex from=n2 to=n1 ← 200ms action · cut n2 → n1",
                "  not-heard client=c1 server=n2 time=5200ms ← 200ms action · c1#1 read x",
            ],
        },
        Situation {
            name: "given up, and nobody knows",
            scenario: three()
                .replace("\"timeout\": \"5s\"", "\"timeout\": \"50ms\", \"attempts\": 1"),
            first: vec![Go(200.0), Act(r#"{"crash":["n2","n3"]}"#), Act(PUT), Go(300.0)],
            question: answer("c1#1"),
            told: &["not-known client=c1 command=x=1 [§8] ← 250ms c1 timer · c1#1 unknown"],
        },
    ]
}

fn ask(situation: &Situation) -> WhyNot {
    let mut session = open(&situation.scenario);
    for step in &situation.first {
        match step {
            Go(ms) => session.advance(*ms).expect("a moment"),
            Act(json) => act(&mut session, json),
            To(what, kind) => {
                let mut flying = session.state().messages.into_iter().map(|message| message.id);
                let id = flying.rfind(|id| id.starts_with(kind)).expect("one is on its way");
                act(&mut session, &format!(r#"{{"{what}":"{id}"}}"#));
            }
        }
    }
    session
        .why_not(&situation.question)
        .unwrap_or_else(|problem| panic!("{}: {problem}", situation.name))
}

#[test]
fn every_situation_has_its_obstacles_and_no_others() {
    let mut wrong = Vec::new();
    for situation in situations() {
        let found = told(&ask(&situation));
        if found != situation.told {
            let lines: Vec<String> =
                found.iter().map(|line| format!("                {line:?},")).collect();
            wrong.push(format!("## {}\n{}", situation.name, lines.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
