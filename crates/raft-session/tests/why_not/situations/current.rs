//! Why a server does not have what the leader has.

use super::{
    Do::{Act, Go},
    Situation, three,
};
use crate::asking::{PUT, cluster, current};

pub(super) fn situations() -> Vec<Situation> {
    vec![
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
            name: "left out: it does not come to have what the leader has",
            scenario: three(),
            first: vec![Go(200.0), Act(r#"{"change":{"from":"n1","remove":"n3"}}"#), Go(400.0)],
            question: current("n3"),
            told: &["not-member server=n3 [§6]"],
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
    ]
}
