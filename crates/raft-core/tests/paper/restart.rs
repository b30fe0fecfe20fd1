//! §5.5, crashes; §5.6, timing; Figure 2, persistent and volatile state.

use raft_core::{Input, LocalTime, Micros, Options, Output, Verdict, WriteId};

use crate::server::{
    Server, accepted, append, candidate, follower, leader, request_vote, server_of,
};

/// §5.5: RPCs are idempotent. A follower that receives AppendEntries with entries that it has
/// already ignores them.
#[test]
fn hearing_the_same_append_again_changes_nothing() {
    let mut server = follower(4, None, &[1]);
    server.hears(2, 4, append((1, 1), &[2, 4], 2));
    let (before, said) = (server.node.canonical(), server.says());
    server.hears(2, 4, append((1, 1), &[2, 4], 2));
    assert_eq!(server.node.canonical(), before);
    assert_eq!(server.says(), said, "it is answered again, for the answer may have been lost");
    assert_eq!(server.applied, [2]);
}

/// §5.5: the same for RequestVote.
#[test]
fn hearing_the_same_request_again_changes_nothing() {
    let mut server = follower(4, None, &[1]);
    server.hears(2, 5, request_vote((1, 1)));
    let (before, said) = (server.node.canonical(), server.says());
    server.hears(2, 5, request_vote((1, 1)));
    assert_eq!(server.node.canonical(), before);
    assert_eq!(server.says(), said);
}

/// §5.5: the same for answers: twice acknowledged is acknowledged once.
#[test]
fn hearing_the_same_acknowledgement_again_changes_nothing() {
    let mut server = leader(4, &[1]);
    server.is_asked(1).hears(2, 4, accepted(2)).says();
    let before = server.node.canonical();
    server.hears(2, 4, accepted(2)).hears(2, 4, accepted(1));
    assert_eq!(server.node.canonical(), before);
    assert_eq!(server.says(), [""; 0]);
}

/// Figure 2: a server starts from currentTerm, votedFor and the log. What was committed and applied
/// starts again from the beginning, and the server is nobody's leader.
#[test]
fn a_restart_finds_what_is_persistent_and_nothing_else() {
    let table = [
        (follower(0, None, &[]), "follower t0 voted=- log=[] commit=0"),
        (follower(4, Some(3), &[1, 4]), "follower t4 voted=n3 log=[1, 4] commit=0"),
    ];
    for (server, state) in table {
        assert_eq!(server.is(), state);
        assert_eq!(server.node.durable_index(), server.node.log().last().index);
        assert_eq!(server.node.leader(), None);
    }
}

/// §5.6: a follower waits for an election timeout, a leader for less: the heartbeat interval.
#[test]
fn a_server_knows_when_it_wants_to_be_woken() {
    let options = Options::default();
    let deadline = |server: &Server| server.node.next_deadline();
    assert_eq!(deadline(&follower(1, None, &[])), Some(LocalTime(options.election_timeout.0.0)));
    assert_eq!(deadline(&candidate(1, &[])), Some(LocalTime(options.election_timeout.0.0)));
    assert_eq!(deadline(&leader(1, &[])), Some(LocalTime(options.heartbeat_interval.0)));
}

/// Being woken early, often, or by a clock that runs backwards does no harm.
#[test]
fn being_woken_too_early_does_nothing() {
    let mut server = follower(1, None, &[]);
    for millis in [0, 149, 3, 149, 0] {
        server.at_millis(millis).takes(Input::Wake);
    }
    assert_eq!(server.is(), "follower t1 voted=- log=[] commit=0");
    assert_eq!(server.verdicts, []);
}

/// Once a clock has shown a moment, that moment has come, even if the clock is set back.
#[test]
fn a_clock_that_is_set_back_does_not_undo_a_timeout() {
    let mut server = follower(1, None, &[]);
    server.at_millis(200).takes(Input::SetElectionTimer(Micros(0)));
    server.at_millis(10);
    let announced = server.node.wants_draw(LocalTime(10_000), &Input::Wake);
    assert!(announced.is_some(), "the step is going to draw a timeout");
    server.takes(Input::Wake);
    assert_eq!(server.is(), "candidate t2 voted=n1 log=[] commit=0");
}

/// A notice about a write that was never asked for is not believed, and does not spoil the one that
/// comes later.
#[test]
fn a_notice_about_an_unknown_write_changes_nothing() {
    let mut node = server_of(1, 0, None, &[], Options::default()).node;
    let mut out = Output::default();
    node.step(LocalTime(0), 0, Input::ElectionTimeout, &mut out);
    let before = node.canonical();
    for write in [0, 7, u64::MAX] {
        out.clear();
        node.step(LocalTime(0), 0, Input::Persisted(WriteId(write)), &mut out);
        assert_eq!(out.verdicts, [Verdict::UnknownWrite(WriteId(write))]);
        assert_eq!(node.canonical(), before);
    }
    node.step(LocalTime(0), 0, Input::Persisted(WriteId(1)), &mut out);
    assert!(node.is_leader(), "its own vote is the only one that it needs");
}
