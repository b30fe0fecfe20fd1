//! Journeys read from arbitrary bytes: the body of the fuzz target in `fuzz/`, here with a fixed supply of
//! bytes, so that it is run by every test run and cannot rot.

#[path = "harness/bytes.rs"]
mod bytes;

use std::collections::BTreeSet;

use bytes::{Acted, KINDS};
use raft_session::ActionModel;

#[test]
fn no_bytes_make_a_session_panic_or_lose_what_was_done() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut acted = Acted::new();
    for length in (0..120).map(|run| 40 + run * 2) {
        let journey: Vec<u8> = (0..length)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 32) as u8
            })
            .collect();
        bytes::travel(&journey, &mut acted);
    }
    println!("{acted:?}");
    for kind in KINDS {
        assert!(acted.contains_key(kind), "no {kind} has acted: {acted:?}");
    }
}

/// Whoever adds a kind of action finds out here that readers do not come by it.
#[test]
fn every_kind_of_action_is_done() {
    let refused = ActionModel::from_json("\"nothing\"").map(|_| ()).expect_err("no action");
    let known: BTreeSet<&str> = refused.message.split('`').skip(3).step_by(2).collect();
    assert!(known.contains("crash") && known.len() > 30, "{known:?}");
    assert_eq!(known, KINDS.into_iter().collect());
}
