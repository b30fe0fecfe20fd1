//! Why nobody leads.

use super::{
    Do::{Act, Go},
    Situation, three,
};
use crate::asking::{PUT, cluster, leader};

pub(super) fn situations() -> Vec<Situation> {
    vec![
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
    ]
}
