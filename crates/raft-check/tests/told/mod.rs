//! What never happened, told to the judges by hand.
#![allow(dead_code)] // each test uses some of it

use std::ops::RangeInclusive;

use raft_check::{Judges, Property, Violation};
use raft_core::{
    Configuration, Durable, Entry, Index, Log, LogId, NodeId, Payload, Sessions, Snapshot, Term,
    Verdict,
};
use raft_sim::{
    Event, EventKind, EventNo, Fact, Happening, KeyValue, Position, Seeded, Setup, Sink,
    StateMachine, World,
};

/// Three servers whose disks hold logs of these terms, and who have just started.
pub(crate) fn world(logs: [&[u64]; 3]) -> World {
    let entries = |terms: &[u64]| terms.iter().map(|term| (*term, Payload::Noop)).collect();
    world_of(logs.map(entries))
}

/// The same, with entries that say something.
pub(crate) fn world_of(logs: [Vec<(u64, Payload)>; 3]) -> World {
    started_from(logs.map(disk))
}

/// A disk with these entries, and with the latest of their terms.
pub(crate) fn disk(entries: Vec<(u64, Payload)>) -> Durable {
    let mut disk = Durable::fresh(Configuration::new([1, 2, 3].map(NodeId)));
    let mut log = Log::new();
    for (term, payload) in entries {
        let id = LogId { index: log.last().index.next(), term: Term(term) };
        disk.hard_state.current_term = id.term.max(disk.hard_state.current_term);
        log.append(Entry { id, payload });
    }
    disk.log = log;
    disk
}

/// A disk with nothing but a snapshot.
pub(crate) fn snapshot_of(last: LogId) -> Durable {
    let mut disk = disk(Vec::new());
    let (configuration, sessions) = (disk.configuration.clone(), Sessions::default());
    let state = KeyValue::default().save();
    disk.snapshot = Some(Snapshot { last, configuration, sessions, state }.into());
    let mut log = Log::new();
    log.reset(last);
    disk.log = log;
    disk.hard_state.current_term = last.term;
    disk
}

/// Three servers that have just started from these disks.
pub(crate) fn started_from(disks: [Durable; 3]) -> World {
    let setup = Setup { servers: 3, disks: disks.to_vec(), ..Setup::default() };
    World::new(setup, Seeded::new(1)).expect("three servers")
}

/// Tells the judges that these facts came of the event with this number.
pub(crate) fn tell(judges: &mut Judges, world: &World, no: u32, facts: &[Fact]) {
    tell_with(judges, world, no, facts, &[]);
}

/// The same, with what servers decided.
pub(crate) fn tell_with(
    judges: &mut Judges,
    world: &World,
    no: u32,
    facts: &[Fact],
    verdicts: &[(NodeId, Verdict)],
) {
    tell_all(judges, world, no, facts, verdicts, &[]);
}

/// Tells the judges that a server has applied these of its entries, as far as it has them, and that these
/// facts came of it.
pub(crate) fn tell_applied(
    judges: &mut Judges,
    world: &World,
    no: u32,
    server: u32,
    entries: RangeInclusive<u64>,
    facts: &[Fact],
) {
    let (id, through) = (NodeId(server), Index(*entries.end()));
    let log = world.server(id).expect("one of three").log();
    let entries = entries.filter_map(|index| log.get(Index(index)).cloned());
    let applied: Vec<(NodeId, Entry)> = entries.map(|entry| (id, entry)).collect();
    let facts = [facts, &[Fact::Applied { server: id, index: through }]].concat();
    tell_all(judges, world, no, &facts, &[], &applied);
}

/// Everything at once.
pub(crate) fn tell_all(
    judges: &mut Judges,
    world: &World,
    no: u32,
    facts: &[Fact],
    verdicts: &[(NodeId, Verdict)],
    applied: &[(NodeId, Entry)],
) {
    let position = Position::START;
    let (no, cause, kind) = (EventNo(no), EventNo::START, EventKind::HeartbeatDue(NodeId(1)));
    let event = Event { no, position, cause, kind };
    let (arrived, written) = (None, None);
    judges.see(world, Happening { event: &event, facts, verdicts, arrived, written, applied });
}

pub(crate) fn appended(server: u32, index: u64, term: u64) -> Fact {
    Fact::Appended { server: NodeId(server), last: LogId::new(index, term) }
}

pub(crate) fn about(judges: &Judges, property: Property) -> Option<&Violation> {
    let mut all = judges.violations().iter().chain(judges.client_violations());
    all.find(|violation| violation.property == property)
}
