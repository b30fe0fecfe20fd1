//! What stands in the way, in one situation after another; and that it is the truth, in runs in which
//! everything goes wrong.

mod world;

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_explain::{Catalogue, KEYS};
use raft_session::dto::{PublicRole, WhyNot, WhyNotQuestion, WhyQuestion};
use raft_session::{Scenario, Session};
use world::act;

/// Words that show every operand, so that a test sees what was compared.
fn open(json: &str) -> Session {
    let words = |operands: &[&str]| {
        let operands = operands.iter().map(|name| format!(" {name}={{{name}}}"));
        operands.collect::<String>()
    };
    let templates: BTreeMap<String, String> =
        KEYS.iter().map(|(key, operands)| ((*key).to_owned(), words(operands))).collect();
    let catalogue = Arc::new(Catalogue::new(templates).expect("every key has words"));
    let scenario = Scenario::from_json(json).unwrap_or_else(|problem| panic!("{problem}"));
    Session::open(scenario, Some("known".into()), None, None, catalogue, "en").expect("it opens")
}

/// So many servers; n1 leads at 65 ms, and nobody else's timer runs out in the first seconds.
fn cluster(servers: u8, more: &str) -> String {
    format!(
        r#"{{ "format": 1, "title": "Calm", "seed": 1, "until": "20s",
          "cluster": {{ "servers": {servers}, "heartbeat": "50ms", "election_timeout": "900ms..1s" {more} }},
          "network": {{ "latency": "10ms" }}, "disk": {{ "write": "5ms" }},
          "clients": {{ "count": 1, "latency": "5ms", "timeout": "5s" }},
          "steps": [ {{ "id": "a", "at": "0ms", "do": [ {{ "set_timer": {{ "servers": "n1", "remaining": "30ms" }} }} ] }} ] }}"#
    )
}

fn leader() -> WhyNotQuestion {
    WhyNotQuestion { not: "leader".into(), ..WhyNotQuestion::default() }
}

fn commit(index: f64) -> WhyNotQuestion {
    WhyNotQuestion { not: "commit".into(), entry: Some(index), ..WhyNotQuestion::default() }
}

fn commit_at(server: &str, index: f64) -> WhyNotQuestion {
    WhyNotQuestion { server: Some(server.into()), ..commit(index) }
}

fn answer(operation: &str) -> WhyNotQuestion {
    WhyNotQuestion {
        not: "answer".into(),
        operation: Some(operation.into()),
        ..WhyNotQuestion::default()
    }
}

fn current(server: &str) -> WhyNotQuestion {
    WhyNotQuestion {
        not: "current".into(),
        server: Some(server.into()),
        ..WhyNotQuestion::default()
    }
}

/// One line for each obstacle: `…` where it passes by itself, indented where it is a part, and behind
/// the arrow the event that set it up.
fn told(why_not: &WhyNot) -> Vec<String> {
    let line = |obstacle: &raft_session::dto::ObstacleFrame| {
        let indent = if obstacle.part { "  " } else { "" };
        let passes = if obstacle.passes { " …" } else { "" };
        let origin = obstacle.origin.as_ref().map(|origin| format!(" ← {}", origin.line));
        let section = obstacle.section.as_ref().map(|section| format!(" [{section}]"));
        format!(
            "{indent}{}{}{passes}{}{}",
            obstacle.key,
            obstacle.text,
            section.unwrap_or_default(),
            origin.unwrap_or_default()
        )
    };
    why_not.obstacles.iter().map(line).collect()
}

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

const PUT: &str = r#"{"put":{"key":"x","value":"1","via":"n1"}}"#;
const READ: &str = r#"{"get":{"key":"x","via":"n1","reads":"read_index"}}"#;

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

/// Five servers to which everything happens, chance and hands.
fn chaos(seed: u32) -> String {
    let step =
        |at: u32, what: &str| format!(r#"{{ "id": "s{at}", "at": "{at}ms", "do": [ {what} ] }}"#);
    let who = |nth: u32| (seed / 7 + nth) % 5 + 1;
    let (a, b, c) = (who(0), who(2), who(3));
    let steps = [
        step(600, &format!(r#"{{"pause":"n{a}"}}"#)),
        step(900, &format!(r#"{{"resume":"n{a}"}}, {{"crash":"n{b}"}}"#)),
        step(1200, &format!(r#"{{"partition":[["n{a}","n{c}"],"rest"]}}"#)),
        step(1700, &format!(r#""heal_all", {{"restart":"n{b}"}}"#)),
        step(
            1900,
            &format!(r#"{{"disk":{{"servers":["n{a}","n{c}"],"faults":{{"stalled":true}}}}}}"#),
        ),
        step(
            2300,
            r#"{"disk":{"servers":"all","faults":{"stall":"20%","stall_for":"10ms..80ms"}}}"#,
        ),
        step(
            2500,
            &format!(
                r#"{{"network":{{"links":{{"from":"n{a}","to":["n{b}","n{c}"]}},"faults":{{"jam":true}}}}}}"#
            ),
        ),
        step(2900, r#""heal_all""#),
        step(3100, &format!(r#"{{"cut":{{"from":"n{b}","to":["n{a}","n{c}"],"one_way":true}}}}"#)),
        step(3600, r#""heal_all""#),
        step(3700, &format!(r#"{{"crash":["n{a}","n{b}","n{c}"]}}"#)),
        step(4200, &format!(r#"{{"restart":["n{a}","n{b}","n{c}"]}}"#)),
    ];
    format!(
        r#"{{ "format": 1, "title": "Chaos", "seed": {seed}, "until": "20s",
          "cluster": {{ "servers": 5, "noop": {} }},
          "network": {{ "latency": "2ms..30ms", "loss": "4%" }}, "disk": {{ "write": "1ms..9ms" }},
          "clients": {{ "count": 3, "workload": {{ "pause": "5ms..40ms", "keys": 3, "reads": "20%" }} }},
          "steps": [ {} ] }}"#,
        seed.is_multiple_of(2),
        steps.join(", ")
    )
}

/// The term of the server's entry at this index, and whether the server knows it to be committed.
fn entry_of(session: &Session, server: &str, index: u64) -> Option<(u64, bool)> {
    let state = session.state();
    let server = &state.servers[server];
    let entry = server.log.iter().find(|entry| entry.index == index)?;
    Some((entry.term, server.commit_index.is_some_and(|commit| commit >= index)))
}

/// Who leads the highest term, and which.
fn leader_of(session: &Session) -> Option<(u64, String)> {
    let servers = session.state().servers;
    let leads = servers.into_iter().filter(|(_, one)| one.state == PublicRole::Leader);
    leads.map(|(name, one)| (one.term, name)).max()
}

#[test]
fn what_is_not_so_has_an_obstacle_and_what_is_has_none() {
    let (mut open_entries, mut leaderless, mut waiting) = (0, 0, 0);
    for seed in [7, 22, 43] {
        let mut session = open(&chaos(seed));
        for moment in (1..4600).step_by(61) {
            session.advance(f64::from(moment)).expect("a moment");
            let state = session.state();
            let none = session.why_not(&leader()).expect("an answer").obstacles.is_empty();
            assert_eq!(none, leader_of(&session).is_some(), "seed {seed} at {moment}");
            leaderless += usize::from(!none);
            for (name, server) in &state.servers {
                for entry in server.log.iter().rev().take(6) {
                    #[allow(clippy::cast_precision_loss)]
                    let question = commit_at(name, entry.index as f64);
                    let why_not = session.why_not(&question).expect("an answer");
                    let committed = server.commit_index.is_some_and(|to| to >= entry.index);
                    let at = format!("seed {seed} at {moment}, {name}, {}", entry.index);
                    assert_eq!(why_not.obstacles.is_empty(), committed, "{at}");
                    open_entries += usize::from(!committed);
                }
            }
            let frame = session.frame(None);
            for operation in frame.clients.iter().filter_map(|client| client.operation.as_ref()) {
                let why_not = session.why_not(&answer(&operation.id)).expect("an answer");
                let at = format!("seed {seed} at {moment}, {}", operation.id);
                assert!(!why_not.obstacles.is_empty(), "{at}: it has no answer yet");
                waiting += 1;
            }
        }
    }
    assert!(
        open_entries > 500 && leaderless > 10 && waiting > 200,
        "{open_entries} {leaderless} {waiting}"
    );
}

#[test]
fn what_comes_by_itself_comes_once_nothing_more_goes_wrong() {
    let (mut came, mut deposed) = (0, 0);
    for seed in [7, 22, 43] {
        let mut session = open(&chaos(seed));
        for moment in (200..4600).step_by(47) {
            session.advance(f64::from(moment)).expect("a moment");
            let Some(office) = leader_of(&session) else { continue };
            let state = session.state();
            let last = state.servers[&office.1].log.last().map_or(0, |entry| entry.index);
            #[allow(clippy::cast_precision_loss)]
            let Ok(why_not) = session.why_not(&commit(last as f64)) else { continue };
            if why_not.obstacles.is_empty() || !why_not.passes {
                continue;
            }
            let Some((term, _)) = entry_of(&session, &office.1, last) else { continue };
            let mut later = session.clone();
            act(&mut later, "\"release\"");
            act(&mut later, r#"{"set_loss":"0%"}"#);
            for wait in (5..600).step_by(5) {
                later.advance(f64::from(moment + wait)).expect("a moment");
                if entry_of(&later, &office.1, last) == Some((term, true)) {
                    came += 1;
                    break;
                }
                if leader_of(&later).as_ref() != Some(&office) {
                    deposed += 1;
                    break;
                }
                assert!(wait < 595, "seed {seed} at {moment}: {:#?}", told(&why_not));
            }
        }
    }
    assert!(came > 60 && deposed * 10 < came, "{came} came, {deposed} leaders were deposed before");
}

#[test]
fn a_question_that_is_none_is_refused_and_says_which_field() {
    let mut session = open(&cluster(3, ""));
    session.advance(200.0).expect("a moment");
    let refused = |question: &WhyNotQuestion| session.why_not(question).expect_err("no");
    for (question, path) in [
        (commit(9.0), "entry"),
        (commit(-1.0), "entry"),
        (commit(f64::NAN), "entry"),
        (commit_at("n9", 1.0), "server"),
        (commit_at("n2", 7.0), "entry"),
        (answer("c1#1"), "operation"),
        (answer("nonsense"), "operation"),
        (current("c1"), "server"),
        (WhyNotQuestion { not: "rain".into(), ..WhyNotQuestion::default() }, "not"),
    ] {
        let problem = refused(&question);
        assert_eq!(problem.path.as_deref(), Some(path), "{question:?}: {problem}");
        assert!(problem.expected.is_some(), "{problem}");
    }
    for question in [
        WhyNotQuestion { entry: None, ..commit(1.0) },
        WhyNotQuestion { entry: Some(1.0), ..leader() },
        WhyNotQuestion { server: None, ..current("n1") },
    ] {
        assert!(refused(&question).expected.is_some());
    }
    assert!(session.why_not(&current("n1")).expect("an answer").obstacles.is_empty());
    assert!(session.why_not(&commit(1.0)).expect("an answer").passes, "nothing is in the way");
}

#[test]
fn an_obstacle_leads_on_to_why() {
    let mut session = open(&cluster(3, ""));
    session.advance(200.0).expect("a moment");
    act(&mut session, r#"{"crash":["n2","n3"]}"#);
    act(&mut session, PUT);
    session.advance(300.0).expect("a moment");
    let why_not = session.why_not(&commit(2.0)).expect("an answer");
    let origin = why_not.obstacles[1].origin.as_ref().expect("somebody crashed it");
    let question = WhyQuestion { event: Some(f64::from(origin.ordinal)), ..WhyQuestion::default() };
    let why = session.why(&question).expect("an answer");
    assert_eq!((&why.chain[0].line, why.chain[0].position), (&origin.line, origin.position));
}
