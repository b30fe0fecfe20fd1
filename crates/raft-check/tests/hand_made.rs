//! What no server does, be its rules broken or not: the judges are shown it all the same.

mod told;

use raft_check::{Judges, Property, Violation};
use raft_core::{Entry, Index, LogId, NodeId, Payload, Term, Verdict};
use raft_sim::{Action, EventNo, Fact, RoleKind, Server, Target, World};

use told::{
    about, appended, snapshot_of, started_from, tell, tell_all, tell_applied, tell_with, world,
    world_of,
};

fn the_one(judges: &Judges) -> &Violation {
    assert_eq!(judges.violations().len(), 1, "{:?}", judges.violations());
    &judges.violations()[0]
}

#[test]
fn who_applies_another_entry_is_told_with_the_first_who_came_so_far() {
    let world = world([&[1, 1, 1], &[1, 1, 1], &[1, 2, 2]]);
    let mut judges = Judges::default();
    tell_applied(&mut judges, &world, 4, 1, 1..=1, &[]);
    tell_applied(&mut judges, &world, 5, 2, 1..=3, &[]);
    tell_applied(&mut judges, &world, 6, 1, 2..=3, &[]);
    assert_eq!(judges.violations(), []);
    tell_applied(&mut judges, &world, 7, 3, 1..=3, &[]);
    let violation = the_one(&judges);
    assert_eq!(violation.property, Property::StateMachineSafety);
    assert_eq!((violation.event, violation.contradicts), (EventNo(7), Some(EventNo(5))));
    assert_eq!(violation.servers, [NodeId(3), NodeId(2)]);
    assert_eq!(violation.entries, [LogId::new(2, 2), LogId::new(2, 1)]);
}

#[test]
fn who_claims_to_have_applied_what_is_not_in_its_log_is_told() {
    let world = world([&[1, 1], &[1], &[]]);
    let mut judges = Judges::default();
    tell_applied(&mut judges, &world, 1, 1, 1..=2, &[]);
    assert_eq!(judges.violations(), []);
    tell_applied(&mut judges, &world, 2, 2, 1..=2, &[]);
    let violation = the_one(&judges);
    assert_eq!(violation.property, Property::StateMachineSafety);
    assert_eq!(violation.contradicts, Some(EventNo(1)));
    assert_eq!(violation.entries, [LogId::new(1, 1), LogId::new(2, 1)]);

    let mut judges = Judges::default();
    tell_applied(&mut judges, &world, 1, 3, 1..=5, &[]);
    let violation = the_one(&judges);
    assert_eq!(violation.contradicts, None, "nobody has applied it before");
    assert_eq!(violation.entries, [LogId::ZERO, LogId { index: Index(5), term: Term(0) }]);
}

#[test]
fn a_state_machine_that_starts_anew_is_compared_anew() {
    let before = world([&[1, 1], &[1, 1], &[]]);
    let after = world([&[1, 1], &[1, 2], &[]]);
    let restarted = Fact::Restarted { server: NodeId(2), incarnation: 2 };
    let mut judges = Judges::default();
    tell_applied(&mut judges, &before, 1, 1, 1..=2, &[]);
    tell_applied(&mut judges, &before, 2, 2, 1..=2, &[]);
    tell_applied(&mut judges, &after, 3, 2, 1..=2, &[restarted]);
    let violation = the_one(&judges);
    assert_eq!(violation.property, Property::StateMachineSafety);
    assert_eq!((violation.event, violation.contradicts), (EventNo(3), Some(EventNo(1))));
}

/// The logs that are left after the event do not have it any more.
#[test]
fn what_was_discarded_by_the_event_that_applied_it_is_compared() {
    let world = world([&[], &[], &[]]);
    let mut judges = Judges::default();
    for (no, server, terms) in [(1, 1, [1, 1, 1]), (2, 2, [1, 1, 1]), (3, 3, [1, 2, 2])] {
        let entry = |(term, index)| Entry { id: LogId::new(index, term), payload: Payload::Noop };
        let applied = terms.into_iter().zip(1..).map(|one| (NodeId(server), entry(one)));
        assert_eq!(judges.violations(), []);
        let changed = Fact::Commit { server: NodeId(server), index: Index(3) };
        tell_all(&mut judges, &world, no, &[changed], &[], &applied.collect::<Vec<_>>());
    }
    let violation = the_one(&judges);
    assert_eq!(violation.property, Property::StateMachineSafety);
    assert_eq!((violation.event, violation.contradicts), (EventNo(3), Some(EventNo(1))));
    assert_eq!(violation.entries, [LogId::new(2, 2), LogId::new(2, 1)]);
}

#[test]
fn a_run_that_begins_with_snapshots_is_compared_behind_the_shortest() {
    let behind = |index, terms: &[u64]| {
        let mut disk = snapshot_of(LogId::new(index, 1));
        for term in terms {
            let id = LogId { index: disk.log.last().index.next(), term: Term(*term) };
            disk.log.append(Entry { id, payload: Payload::Noop });
            disk.hard_state.current_term = id.term;
        }
        disk
    };
    let world = started_from([behind(6, &[1]), behind(4, &[1, 1, 1]), behind(4, &[1, 2, 2])]);
    let mut judges = Judges::default();
    tell_applied(&mut judges, &world, 1, 1, 7..=7, &[]);
    tell_applied(&mut judges, &world, 2, 2, 5..=7, &[]);
    assert_eq!(judges.violations(), []);
    tell_applied(&mut judges, &world, 3, 3, 5..=6, &[]);
    let violation = the_one(&judges);
    assert_eq!((violation.event, violation.contradicts), (EventNo(3), Some(EventNo(2))));
    assert_eq!(violation.entries, [LogId::new(6, 2), LogId::new(6, 1)]);
}

#[test]
fn logs_that_part_are_told_with_the_event_that_brought_the_other_entry() {
    // 2@2 follows 1@1 in one log and 1@2 in the other.
    let world = world([&[1, 2, 2], &[2, 2], &[1]]);
    let mut judges = Judges::default();
    tell(&mut judges, &world, 1, &[appended(2, 1, 2)]);
    tell(&mut judges, &world, 2, &[appended(2, 2, 2)]);
    let violation = the_one(&judges);
    assert_eq!(violation.property, Property::LogMatching);
    assert_eq!(violation.servers, [NodeId(2), NodeId(1)]);
    assert_eq!(violation.contradicts, None, "it was there from the start");

    let mut judges = Judges::default();
    tell(&mut judges, &world, 1, &[appended(3, 1, 1)]);
    tell(&mut judges, &world, 2, &[Fact::Truncated { server: NodeId(1), from: Index(1) }]);
    assert_eq!(judges.violations(), []);
    tell(&mut judges, &world, 3, &[appended(1, 3, 2)]);
    let violation = the_one(&judges);
    assert_eq!(violation.entries, [LogId::new(2, 2); 2]);
    assert_eq!((violation.event, violation.servers[0]), (EventNo(3), NodeId(1)));
}

#[test]
fn what_a_log_began_with_was_brought_by_no_event() {
    let before = world([&[1, 2, 2], &[], &[]]);
    let after = world([&[1, 2, 2], &[2, 2], &[]]);
    let cut = Fact::Truncated { server: NodeId(1), from: Index(3) };
    for facts in [&[appended(1, 1, 1)][..], &[cut, appended(1, 3, 2)]] {
        let mut judges = Judges::default();
        tell(&mut judges, &before, 1, facts);
        assert_eq!(judges.violations(), []);
        tell(&mut judges, &after, 2, &[appended(2, 2, 2)]);
        let violation = the_one(&judges);
        assert_eq!((violation.event, violation.contradicts), (EventNo(2), None), "{facts:?}");
        assert_eq!(violation.servers, [NodeId(2), NodeId(1)]);
    }
}

#[test]
fn what_comes_after_a_cut_is_compared() {
    let before = world([&[1, 1, 1], &[2, 2], &[]]);
    let after = world([&[1, 2, 2], &[2, 2], &[]]);
    let mut judges = Judges::default();
    tell(&mut judges, &before, 1, &[appended(1, 3, 1)]);
    assert_eq!(judges.violations(), []);
    let cut = Fact::Truncated { server: NodeId(1), from: Index(2) };
    tell(&mut judges, &after, 2, &[cut, appended(1, 3, 2)]);
    let violation = the_one(&judges);
    assert_eq!(violation.property, Property::LogMatching);
    assert_eq!(violation.entries, [LogId::new(2, 2); 2]);
}

/// The entries that come then are not those that were compared at their indices before.
#[test]
fn what_comes_into_a_log_that_was_lost_or_replaced_is_compared() {
    let before = world([&[1, 2, 2], &[1, 2], &[]]);
    let wiped = world([&[1, 2, 2], &[2, 2], &[]]);
    let mut judges = Judges::default();
    tell(&mut judges, &before, 1, &[appended(1, 3, 2)]);
    tell(&mut judges, &before, 2, &[appended(2, 2, 2)]);
    tell(&mut judges, &wiped, 3, &[Fact::Wiped(NodeId(2))]);
    assert_eq!(judges.violations(), []);
    tell(&mut judges, &wiped, 4, &[appended(2, 2, 2)]);
    let violation = the_one(&judges);
    assert_eq!(violation.property, Property::LogMatching);
    assert_eq!(violation.entries, [LogId::new(2, 2); 2]);

    let replaced = world([&[1, 2, 2], &[1, 1, 2], &[]]);
    let last = LogId::new(1, 1);
    let installed = Verdict::SnapshotInstalled { last, kept: 0, discarded: 3 };
    let mut judges = Judges::default();
    tell(&mut judges, &world([&[1, 2, 2], &[1, 1, 1], &[]]), 1, &[appended(2, 3, 1)]);
    let commit = Fact::Commit { server: NodeId(2), index: Index(1) };
    tell_with(&mut judges, &before, 2, &[commit], &[(NodeId(2), installed)]);
    assert_eq!(judges.violations(), []);
    tell(&mut judges, &replaced, 3, &[appended(2, 3, 2)]);
    assert!(about(&judges, Property::LogMatching).is_some(), "3@2 follows another entry");
}

#[test]
fn what_a_crash_brings_back_is_compared_again() {
    let world = world([&[1, 2, 2], &[2, 2], &[1]]);
    let mut judges = Judges::default();
    let crashed = |server| Fact::Crashed { server: NodeId(server), lost_writes: 1 };
    tell(&mut judges, &world, 1, &[crashed(3)]);
    assert_eq!(judges.violations(), []);
    tell(&mut judges, &world, 2, &[crashed(2)]);
    let violation = the_one(&judges);
    assert_eq!(violation.property, Property::LogMatching);
    assert_eq!((violation.event, &*violation.servers), (EventNo(2), &[NodeId(2), NodeId(1)][..]));
    assert_eq!(violation.entries, [LogId::new(2, 2); 2]);
}

#[test]
fn logs_that_part_in_what_an_entry_says_are_told() {
    let says = |text: &str| (1, Payload::command(text.as_bytes()));
    let world = world_of([vec![says("x=1")], vec![says("x=2")], vec![]]);
    let mut judges = Judges::default();
    tell(&mut judges, &world, 1, &[appended(1, 1, 1)]);
    assert!(about(&judges, Property::LogMatching).is_some());
}

#[test]
fn a_log_that_was_cut_is_looked_at_even_if_it_ends_as_before() {
    let before = world([&[1, 3, 3], &[], &[]]);
    let after = world([&[3, 1, 3], &[], &[]]);
    let mut judges = Judges::default();
    tell(&mut judges, &before, 1, &[]);
    let cut = Fact::Truncated { server: NodeId(1), from: Index(1) };
    tell(&mut judges, &after, 2, &[cut]);
    let violation = about(&judges, Property::LogTermsInOrder).expect("2@1 comes after 1@3");
    assert_eq!(violation.entries, [LogId::new(2, 1), LogId::new(1, 3)]);
}

/// Three servers that this one leads in term 1, as all of them know.
fn led_by(leader: u32) -> World {
    let mut world = world([&[], &[], &[]]);
    let times_out = Action::TimeOut(Target::server(NodeId(leader)));
    world.act(&times_out, EventNo::START, &mut ()).expect("it stands for election");
    let knows =
        |server: &Server| server.node().is_some_and(|node| node.leader() == Some(NodeId(leader)));
    while !world.servers().iter().all(knows) {
        world.advance(&mut ());
    }
    world
}

/// A follower learns who leads from a heartbeat, of which nothing else comes.
#[test]
fn whom_a_server_follows_is_looked_at_although_nothing_else_has_changed() {
    let mut judges = Judges::default();
    tell(&mut judges, &led_by(2), 1, &[]);
    assert_eq!(judges.violations(), []);
    tell(&mut judges, &led_by(3), 2, &[]);
    let violation = about(&judges, Property::OnceInATerm).expect("n1 follows two in a term");
    assert_eq!(violation.servers, [NodeId(1), NodeId(3), NodeId(2)]);
}

#[test]
fn each_property_is_reported_once() {
    let world = world([&[1], &[2], &[3]]);
    let mut judges = Judges::default();
    for no in 1..=3 {
        tell_applied(&mut judges, &world, no, no, 1..=1, &[]);
    }
    assert_eq!(the_one(&judges).event, EventNo(2));
}

#[test]
fn who_is_said_to_lead_and_does_not_is_no_leader() {
    let world = world([&[1], &[1], &[1]]);
    let mut judges = Judges::default();
    for server in [1, 2] {
        let leader = Fact::Role { server: NodeId(server), role: RoleKind::Leader };
        tell(&mut judges, &world, server, &[leader]);
    }
    assert_eq!(judges.violations(), []);
}

#[test]
fn every_property_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<&str> =
        Property::ALL.iter().map(|property| property.name()).collect();
    assert_eq!(names.len(), Property::ALL.len());
}
