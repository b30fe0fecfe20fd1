//! Exactly-once, told by hand: what a state machine executes at two places, and what only looks so.

mod told;

use raft_check::{Judges, Property};
use raft_core::{Index, LogId, NodeId, Payload, SessionCommand, SessionId, Verdict};
use raft_sim::{ClientId, EventNo, Fact, OperationId, World};

use told::{about, tell_applied, tell_with, world_of};

/// The `sequence`th command of a session, as an entry of term 1.
fn command(text: &str, sequence: u64) -> (u64, Payload) {
    let session = SessionCommand { session: SessionId(1), sequence, first_open: 1 };
    (1, Payload::of_client(text.as_bytes().into(), Some(session)))
}

/// A command without a session.
fn bare(text: &str) -> (u64, Payload) {
    (1, Payload::command(text.as_bytes()))
}

/// All three servers have these entries.
fn all_have(entries: &[(u64, Payload)]) -> World {
    world_of([(); 3].map(|()| entries.to_vec()))
}

fn repeated(server: u32, index: u64) -> Fact {
    Fact::Repeated { server: NodeId(server), index: Index(index) }
}

fn operation(ordinal: u32) -> OperationId {
    OperationId { client: ClientId(1), ordinal }
}

/// A leader says whose the entry with this index is.
fn accepted(ordinal: u32, index: u64) -> (NodeId, Verdict) {
    let request = operation(ordinal).request();
    (NodeId(1), Verdict::ProposalAccepted { request, id: LogId::new(index, 1) })
}

#[test]
fn a_command_that_takes_effect_at_two_places_is_told_with_the_first() {
    let world = all_have(&[command("x+=1", 1), command("x+=2", 2), command("x+=1", 1)]);
    let mut judges = Judges::default();
    tell_with(&mut judges, &world, 1, &[], &[accepted(7, 1)]);
    tell_applied(&mut judges, &world, 2, 2, 1..=2, &[]);
    assert_eq!(about(&judges, Property::ExactlyOnce), None);
    tell_applied(&mut judges, &world, 3, 1, 1..=3, &[]);
    let found = about(&judges, Property::ExactlyOnce).expect("x is 4");
    assert_eq!((found.event, found.contradicts), (EventNo(3), Some(EventNo(2))));
    assert_eq!(found.servers, [NodeId(1)]);
    assert_eq!(found.entries, [LogId::new(3, 1), LogId::new(1, 1)]);
    assert_eq!(found.operations, [operation(7)]);
    assert_eq!(found.term.0, 1);
}

#[test]
fn every_state_machine_executes_it_and_that_is_once() {
    let world = all_have(&[command("x+=1", 1), command("x+=2", 2)]);
    let mut judges = Judges::default();
    for (no, server) in [(1, 2), (2, 1), (3, 3)] {
        tell_applied(&mut judges, &world, no, server, 1..=2, &[]);
    }
    assert_eq!(about(&judges, Property::ExactlyOnce), None);
}

#[test]
fn what_a_session_has_seen_before_or_is_too_late_for_takes_no_effect() {
    let world = all_have(&[command("x+=1", 1), command("x+=1", 1), command("x+=1", 1)]);
    let mut judges = Judges::default();
    let expired = Fact::SessionExpired { server: NodeId(1), index: Index(3) };
    tell_applied(&mut judges, &world, 1, 1, 1..=3, &[repeated(1, 2), expired]);
    assert_eq!(about(&judges, Property::ExactlyOnce), None);
    // That n1 has skipped it is no excuse for n2, nor is another entry that was skipped.
    tell_applied(&mut judges, &world, 2, 2, 1..=2, &[repeated(1, 2), repeated(2, 1)]);
    let found = about(&judges, Property::ExactlyOnce).expect("n2 has done it again");
    assert_eq!(found.servers, [NodeId(2)]);
}

#[test]
fn a_state_machine_that_starts_anew_executes_everything_again() {
    let world = all_have(&[command("x+=1", 1), command("x+=1", 1)]);
    let restarted = |server| Fact::Restarted { server: NodeId(server), incarnation: 2 };
    let mut judges = Judges::default();
    tell_applied(&mut judges, &world, 1, 1, 1..=2, &[repeated(1, 2)]);
    tell_applied(&mut judges, &world, 2, 1, 1..=2, &[restarted(1), repeated(1, 2)]);
    assert_eq!(about(&judges, Property::ExactlyOnce), None, "it is at the same places");
    tell_applied(&mut judges, &world, 3, 1, 1..=2, &[restarted(1)]);
    let found = about(&judges, Property::ExactlyOnce).expect("its session has forgotten");
    assert_eq!(found.entries, [LogId::new(2, 1), LogId::new(1, 1)]);
}

#[test]
fn without_a_session_it_is_known_by_whom_the_leader_has_taken_it_from() {
    let world = all_have(&[bare("x+=1"), bare("x+=1"), bare("x+=1")]);
    let mut judges = Judges::default();
    let taken = [accepted(1, 1), accepted(2, 2), accepted(2, 3)];
    tell_with(&mut judges, &world, 1, &[], &taken);
    tell_applied(&mut judges, &world, 2, 1, 1..=2, &[]);
    assert_eq!(about(&judges, Property::ExactlyOnce), None, "two operations that say the same");
    tell_applied(&mut judges, &world, 3, 1, 3..=3, &[]);
    let found = about(&judges, Property::ExactlyOnce).expect("the second was done twice");
    assert_eq!(found.entries, [LogId::new(3, 1), LogId::new(2, 1)]);
}

#[test]
fn who_reads_twice_has_changed_nothing_twice() {
    let world = all_have(&[bare("get x"), bare("get x")]);
    let mut judges = Judges::default();
    tell_with(&mut judges, &world, 1, &[], &[accepted(1, 1), accepted(1, 2)]);
    tell_applied(&mut judges, &world, 2, 1, 1..=2, &[]);
    assert_eq!(about(&judges, Property::ExactlyOnce), None);
}

#[test]
fn what_was_there_from_the_start_is_nobodys() {
    let world = all_have(&[bare("x+=1"), bare("x+=1")]);
    let mut judges = Judges::default();
    tell_applied(&mut judges, &world, 1, 1, 1..=2, &[]);
    assert_eq!(about(&judges, Property::ExactlyOnce), None);
}
