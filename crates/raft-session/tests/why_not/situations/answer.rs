//! Why a client has no answer.

use super::{
    Do::{Act, Go, To},
    Situation, three,
};
use crate::asking::{PUT, READ, answer, cluster};

pub(super) fn situations() -> Vec<Situation> {
    vec![
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
