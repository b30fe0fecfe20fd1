//! What no server does, be its rules broken or not: the judges are shown it all the same.

use raft_check::{Judges, Property, Violation};
use raft_core::{Configuration, Durable, Entry, Index, Log, LogId, NodeId, Payload, Term};
use raft_sim::{
    Event, EventKind, EventNo, Fact, Happening, Position, RoleKind, Seeded, Setup, Sink, World,
};

/// Three servers whose disks hold logs of these terms, and who have just started.
fn world(logs: [&[u64]; 3]) -> World {
    let disk = |terms: &[u64]| {
        let mut disk = Durable::fresh(Configuration::new([1, 2, 3].map(NodeId)));
        let mut log = Log::new();
        for term in terms {
            let id = LogId { index: log.last().index.next(), term: Term(*term) };
            log.append(Entry { id, payload: Payload::Noop });
        }
        disk.hard_state.current_term = terms.iter().max().map_or(Term(0), |term| Term(*term));
        disk.log = log;
        disk
    };
    let setup = Setup { servers: 3, disks: logs.map(disk).to_vec(), ..Setup::default() };
    World::new(setup, Seeded::new(1)).expect("three servers")
}

/// Tells the judges that these facts came of the event with this number.
fn tell(judges: &mut Judges, world: &World, no: u32, facts: &[Fact]) {
    let position = Position::START;
    let (no, cause, kind) = (EventNo(no), EventNo::START, EventKind::HeartbeatDue(NodeId(1)));
    let event = Event { no, position, cause, kind };
    let happening = Happening { event: &event, facts, verdicts: &[], arrived: None, written: None };
    judges.see(world, happening);
}

fn applied(server: u32, index: u64) -> Fact {
    Fact::Applied { server: NodeId(server), index: Index(index) }
}

fn appended(server: u32, index: u64, term: u64) -> Fact {
    Fact::Appended { server: NodeId(server), last: LogId::new(index, term) }
}

fn the_one(judges: &Judges) -> &Violation {
    assert_eq!(judges.violations().len(), 1, "{:?}", judges.violations());
    &judges.violations()[0]
}

#[test]
fn who_applies_another_entry_is_told_with_the_first_who_came_so_far() {
    let world = world([&[1, 1, 1], &[1, 1, 1], &[1, 2, 2]]);
    let mut judges = Judges::default();
    tell(&mut judges, &world, 4, &[applied(1, 1)]);
    tell(&mut judges, &world, 5, &[applied(2, 3)]);
    tell(&mut judges, &world, 6, &[applied(1, 3)]);
    assert_eq!(judges.violations(), []);
    tell(&mut judges, &world, 7, &[applied(3, 3)]);
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
    tell(&mut judges, &world, 1, &[applied(1, 2)]);
    assert_eq!(judges.violations(), []);
    tell(&mut judges, &world, 2, &[applied(2, 2)]);
    let violation = the_one(&judges);
    assert_eq!(violation.property, Property::StateMachineSafety);
    assert_eq!(violation.contradicts, Some(EventNo(1)));
    assert_eq!(violation.entries, [LogId::new(1, 1), LogId::new(2, 1)]);

    let mut judges = Judges::default();
    tell(&mut judges, &world, 1, &[applied(3, 5)]);
    let violation = the_one(&judges);
    assert_eq!(violation.contradicts, None, "nobody has applied it before");
    assert_eq!(violation.entries, [LogId::ZERO, LogId { index: Index(5), term: Term(0) }]);
}

#[test]
fn a_state_machine_that_starts_anew_is_compared_anew() {
    let world = world([&[1, 1], &[1, 2], &[]]);
    let restarted = Fact::Restarted { server: NodeId(2), incarnation: 2 };
    let mut judges = Judges::default();
    tell(&mut judges, &world, 1, &[applied(2, 1)]);
    tell(&mut judges, &world, 2, &[applied(1, 2), restarted]);
    tell(&mut judges, &world, 3, &[applied(2, 2)]);
    assert_eq!(the_one(&judges).contradicts, Some(EventNo(2)));
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
fn each_property_is_reported_once() {
    let world = world([&[1], &[2], &[3]]);
    let mut judges = Judges::default();
    for no in 1..=3 {
        tell(&mut judges, &world, no, &[applied(no, 1)]);
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
