//! Each fault of a disk does what it says.

mod harness;

use harness::{act, on, run};
use raft_core::{Micros, NodeId};
use raft_sim::{
    Action, ActionError, ClientId, Command, DiskFaults, EventKind, EventNo, Fact, FaultKind,
    Happening, Seeded, Server, Setup, SimTime, Sink, Span, World,
};

#[derive(Default)]
struct Record {
    facts: Vec<Fact>,
    persisted: Vec<SimTime>,
}

impl Sink for Record {
    fn see(&mut self, _: &World, happening: Happening<'_>) {
        self.facts.extend(happening.facts);
        if let EventKind::Persisted(key) = happening.event.kind
            && key.server == NodeId(2)
        {
            self.persisted.push(happening.event.position.time);
        }
    }
}

fn n2(world: &World) -> &Server {
    world.server(NodeId(2)).expect("it exists")
}

fn last(server: &Server) -> u64 {
    server.disk().durable().log.last().index.0
}

fn put(world: &mut World, record: &mut Record) {
    let command = Command::put("x", "1").expect("a command");
    act(world, &Action::Client { client: ClientId(1), command, reading: None, via: None }, record);
}

/// n1 leads, and n2's disk has these faults.
fn led(seed: u64, faults: DiskFaults) -> (World, Record) {
    let setup = Setup { disk_write: Span::millis(2, 2), ..Setup::default() };
    let mut world = World::new(setup, Seeded::new(seed)).expect("a setup that works");
    let mut record = Record::default();
    act(&mut world, &Action::TimeOut(on(1)), &mut record);
    run(&mut world, &mut record, 120);
    assert_eq!(world.leader(), Some(NodeId(1)));
    act(&mut world, &Action::Disk { servers: on(2), faults }, &mut record);
    (world, record)
}

/// n2 is writing entry 2: it is written in two milliseconds and durable after the sync.
fn writing(seed: u64, faults: DiskFaults) -> (World, Record) {
    let (mut world, mut record) = led(seed, faults);
    put(&mut world, &mut record);
    while n2(&world).log().last().index.0 < 2 {
        world.advance(&mut record);
    }
    (world, record)
}

#[test]
fn a_sync_takes_its_time_after_the_write() {
    let sync = Span::fixed(Micros::from_millis(30));
    let (mut world, mut record) = writing(1, DiskFaults { sync, ..DiskFaults::default() });
    let begun = world.position().time;
    let pending = n2(&world).disk().pending().next().map(|one| (one.written_at, one.done_at));
    let written = begun.after(Micros::from_millis(2));
    assert_eq!(pending, Some((written, written.after(Micros::from_millis(30)))));
    record.persisted.clear();
    let until = begun.0 / 1_000 + 60;
    run(&mut world, &mut record, until);
    assert_eq!(record.persisted.first(), Some(&begun.after(Micros::from_millis(32))));
}

#[test]
fn a_disk_stalls_by_chance_and_by_hand() {
    let stall = Span::fixed(Micros::from_millis(500));
    let by_chance = DiskFaults { stall_ppm: 1_000_000, stall, ..DiskFaults::default() };
    let (world, _) = writing(1, by_chance);
    let done = n2(&world).disk().next_done().expect("it writes");
    assert_eq!(done.0 - world.position().time.0, 502_000);
    let (mut world, mut record) = writing(1, DiskFaults { stalled: true, ..DiskFaults::default() });
    run(&mut world, &mut record, 900);
    assert_eq!((last(n2(&world)), n2(&world).disk().next_done()), (1, None), "nothing moves");
    let faults = DiskFaults::default();
    act(&mut world, &Action::Disk { servers: on(2), faults }, &mut record);
    run(&mut world, &mut record, 950);
    assert_eq!(last(n2(&world)), 2);
}

/// What n2's disk holds after a crash three milliseconds into a write of thirty.
fn after_a_crash(seed: u64, faults: DiskFaults) -> u64 {
    let sync = Span::fixed(Micros::from_millis(28));
    let (mut world, mut record) = writing(seed, DiskFaults { sync, ..faults });
    let at = world.position().time.0 / 1_000 + 4;
    run(&mut world, &mut record, at);
    act(&mut world, &Action::Crash(on(2)), &mut record);
    let found = last(n2(&world));
    act(&mut world, &Action::Restart(on(2)), &mut record);
    run(&mut world, &mut record, 1_500);
    assert!(last(n2(&world)) >= 2, "it catches up");
    found
}

#[test]
fn a_write_that_is_not_synced_is_lost_or_survives() {
    assert_eq!(after_a_crash(1, DiskFaults::default()), 1);
    let survive = DiskFaults { survive_ppm: 1_000_000, ..DiskFaults::default() };
    assert_eq!(after_a_crash(1, survive), 2);
    // A torn write of one entry has none of it; one that came in another order has all.
    let torn = DiskFaults { torn_ppm: 1_000_000, ..DiskFaults::default() };
    assert_eq!(after_a_crash(1, torn), 1);
    let reordered = DiskFaults { reordered_ppm: 1_000_000, ..DiskFaults::default() };
    assert_eq!(after_a_crash(1, reordered), 2);
}

#[test]
fn entries_of_a_later_term_bring_their_term_with_them() {
    // The first AppendEntries of a term brings term and entry in one write.
    let faults = DiskFaults { reordered_ppm: 1_000_000, ..DiskFaults::default() };
    let disk_faults = faults;
    let setup = Setup { disk_faults, disk_write: Span::millis(40, 40), ..Setup::default() };
    let mut world = World::new(setup, Seeded::new(3)).expect("a setup that works");
    let mut record = Record::default();
    let (from, to) = (on(1), on(2));
    // n2 is not asked for its vote: it hears of the term with the leader's first entry.
    act(
        &mut world,
        &Action::Cut { from: from.clone(), to: to.clone(), one_way: false },
        &mut record,
    );
    act(&mut world, &Action::TimeOut(on(1)), &mut record);
    run(&mut world, &mut record, 150);
    act(&mut world, &Action::Heal { from, to, one_way: false }, &mut record);
    while n2(&world).log().last().index.0 < 1 {
        assert!(world.advance(&mut record));
    }
    act(&mut world, &Action::Crash(on(2)), &mut record);
    let durable = n2(&world).disk().durable();
    assert_eq!(durable.log.last().index.0, 1, "the entry is there");
    assert_eq!(durable.hard_state.current_term, durable.log.last().term);
    assert_eq!(durable.hard_state.voted_for, None);
}

#[test]
fn a_lying_disk_forgets_what_it_has_promised() {
    let faults = DiskFaults { lying_ppm: 1_000_000, ..DiskFaults::default() };
    let (mut world, mut record) = writing(1, faults);
    run(&mut world, &mut record, 300);
    let lied = |fact: &Fact| matches!(fact, Fact::Fault { what: FaultKind::Lied, .. });
    assert!(record.facts.iter().any(lied));
    let leader = world.server(NodeId(1)).and_then(Server::node).expect("it runs");
    assert!(leader.commit_index().0 >= 2);
    assert_eq!(last(n2(&world)), 1, "nothing is on its platter");
    act(&mut world, &Action::Crash(on(2)), &mut record);
    assert!(
        matches!(record.facts.last(), Some(Fact::Crashed { lost_writes, .. }) if *lost_writes > 0)
    );
    // With an honest sync, everything before it is safe.
    let (mut world, mut record) = writing(1, faults);
    run(&mut world, &mut record, 300);
    act(&mut world, &Action::Disk { servers: on(2), faults: DiskFaults::default() }, &mut record);
    put(&mut world, &mut record);
    run(&mut world, &mut record, 400);
    assert_eq!(last(n2(&world)), 3);
}

#[test]
fn a_server_does_not_start_from_a_damaged_disk() {
    let faults = DiskFaults { damage_ppm: 1_000_000, ..DiskFaults::default() };
    let (mut world, mut record) = led(1, faults);
    act(&mut world, &Action::Crash(on(2)), &mut record);
    assert!(n2(&world).disk().is_damaged());
    let refused = world.act(&Action::Restart(on(2)), EventNo::START, &mut record);
    assert_eq!(refused, Err(ActionError::Damaged(NodeId(2))));
    act(&mut world, &Action::Wipe(on(2)), &mut record);
    act(&mut world, &Action::Restart(on(2)), &mut record);
    // By hand; who runs does not notice.
    act(&mut world, &Action::Damage(on(3)), &mut record);
    run(&mut world, &mut record, 1_000);
    assert!(world.server(NodeId(3)).and_then(Server::node).is_some());
}
