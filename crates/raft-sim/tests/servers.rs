//! Each fault of a server and of its clock does what it says.

mod harness;

use harness::{Record, act, on, run};
use raft_core::{Micros, NodeId, Options, ReadMode};
use raft_sim::{
    Action, ActionError, ClientId, ClientOptions, ClockChange, ClockFaults, Command, CrashPoint,
    Event, EventKind, EventNo, Fact, Kind, Seeded, Server, ServerFaults, Setup, SimTime, Span,
    World,
};

impl Record {
    /// The moments at which this server did something.
    fn moments(&self, server: u32) -> Vec<SimTime> {
        let at = |event: &&Event| event.kind.server() == Some(NodeId(server));
        self.events.iter().filter(at).map(|event| event.position.time).collect()
    }

    fn crashed(&self) -> Vec<(NodeId, u32)> {
        let crash = |fact: &Fact| match fact {
            Fact::Crashed { server, lost_writes } => Some((*server, *lost_writes)),
            _ => None,
        };
        self.facts.iter().filter_map(crash).collect()
    }
}

fn put() -> Action {
    let command = Command::put("x", "1").expect("a command");
    Action::Client { client: ClientId(1), command, reading: None, via: None }
}

fn server(world: &World, id: u32) -> &Server {
    world.server(NodeId(id)).expect("it exists")
}

/// n1 leads since 100 ms.
fn led(setup: Setup) -> (World, Record) {
    let mut world = World::new(setup, Seeded::new(5)).expect("a setup that works");
    let mut record = Record::default();
    act(&mut world, &Action::TimeOut(on(1)), &mut record);
    run(&mut world, &mut record, 100);
    assert_eq!(world.leader(), Some(NodeId(1)));
    (world, record)
}

#[test]
fn who_is_paused_does_nothing_and_loses_nothing() {
    let (mut world, mut record) = led(Setup::default());
    act(&mut world, &Action::Pause(on(2)), &mut record);
    let paused_at = world.position().time;
    let term = server(&world, 2).node().expect("it runs").current_term();
    act(&mut world, &put(), &mut record);
    run(&mut world, &mut record, 1_500);
    assert!(record.moments(2).iter().all(|at| *at <= paused_at), "nothing happens at n2");
    assert_eq!(world.leader(), Some(NodeId(1)), "its timer does not run out");
    let waiting = world.flights().filter(|flight| flight.id.to.server() == Some(NodeId(2)));
    let waiting = waiting.count();
    assert!(waiting > 10, "{waiting} messages wait");
    for refused in [Action::TimeOut(on(2)), Action::Pause(on(2)), Action::TakeSnapshot(on(2))] {
        let refused = world.act(&refused, EventNo::START, &mut record);
        assert_eq!(refused, Err(ActionError::Paused(NodeId(2))));
    }
    let lost = |record: &Record| {
        record.events.iter().filter(|event| matches!(event.kind, EventKind::Lost(..))).count()
    };
    assert_eq!(lost(&record), 0);
    act(&mut world, &Action::Resume(on(2)), &mut record);
    run(&mut world, &mut record, 1_500);
    let at_once = record.moments(2).iter().filter(|at| **at == SimTime::from_millis(1_500)).count();
    // What has waited arrives before the timer runs out that is long overdue.
    assert!(at_once >= waiting, "{at_once} events at once");
    assert_eq!(lost(&record), 0);
    run(&mut world, &mut record, 2_000);
    let node = server(&world, 2).node().expect("it runs");
    assert_eq!((node.current_term(), node.commit_index().0), (term, 2), "as if nothing had been");
    let again = world.act(&Action::Resume(on(2)), EventNo::START, &mut record);
    assert_eq!(again, Err(ActionError::NotPaused(NodeId(2))));
}

#[test]
fn a_paused_leader_is_replaced_and_does_not_know() {
    let (mut world, mut record) = led(Setup::default());
    act(&mut world, &Action::Pause(on(1)), &mut record);
    run(&mut world, &mut record, 2_000);
    assert_ne!(world.leader(), Some(NodeId(1)), "somebody else leads a later term");
    assert!(server(&world, 1).node().is_some_and(raft_core::Node::is_leader));
    act(&mut world, &Action::Crash(on(1)), &mut record);
    assert!(!server(&world, 1).is_paused(), "a process that is gone does not stand still");
    run(&mut world, &mut record, 2_100);
    act(&mut world, &Action::Restart(on(1)), &mut record);
    run(&mut world, &mut record, 2_500);
    assert!(record.moments(1).iter().any(|at| at.0 > 2_100_000), "it is back");
}

#[test]
fn a_slow_server_does_one_thing_after_the_other() {
    let busy = Span::fixed(Micros::from_millis(7));
    let faults = ServerFaults { busy, ..ServerFaults::default() };
    let (mut world, mut record) = led(Setup::default());
    act(&mut world, &Action::Server { servers: on(1), faults }, &mut record);
    let since = world.position().time;
    run(&mut world, &mut record, 2_000);
    let moments: Vec<_> = record.moments(1).into_iter().filter(|at| *at > since).collect();
    assert!(moments.len() > 100);
    assert!(moments.windows(2).all(|two| two[1].0 - two[0].0 >= 7_000), "{moments:?}");
    assert_eq!(server(&world, 1).faults(), &faults);
}

#[test]
fn a_server_stalls_by_chance() {
    let stall = Span::fixed(Micros::from_millis(400));
    let server_faults = ServerFaults { stall_ppm: 5_000, stall, ..ServerFaults::default() };
    let setup = Setup { server_faults, ..Setup::default() };
    let mut world = World::new(setup, Seeded::new(5)).expect("a setup that works");
    let mut record = Record::default();
    run(&mut world, &mut record, 20_000);
    let stalls: Vec<usize> = (1..=5)
        .map(|id| {
            record.moments(id).windows(2).filter(|two| two[1].0 - two[0].0 >= 400_000).count()
        })
        .collect();
    assert!(stalls.iter().all(|count| (1..40).contains(count)), "{stalls:?}");
}

#[test]
fn a_server_crashes_between_two_steps_of_what_it_does() {
    // n2 receives one command.
    for (point, on_disk, lost) in [
        // The entry is neither on its way to the disk nor acknowledged.
        (CrashPoint::BeforeOutput, false, 0),
        (CrashPoint::BeforePersist, false, 1),
        // The entry is there, and the leader does not know.
        (CrashPoint::AfterPersist, true, 0),
    ] {
        let (mut world, mut record) = led(Setup::default());
        run(&mut world, &mut record, 140);
        act(&mut world, &put(), &mut record);
        // The answers to heartbeats are output as well: only what comes with the entry is meant.
        while server(&world, 1).log().last().index.0 < 2 {
            world.advance(&mut record);
        }
        if point == CrashPoint::BeforeOutput {
            let with_entry = |world: &World| {
                let (_, next) = world.upcoming().expect("the cluster lives");
                matches!(next, raft_sim::Upcoming::Arrival(id) if id.to.server() == Some(NodeId(2)))
            };
            while !with_entry(&world) {
                world.advance(&mut record);
            }
        }
        act(&mut world, &Action::Trap { servers: on(2), point: Some(point) }, &mut record);
        assert_eq!(server(&world, 2).trap(), Some(point));
        run(&mut world, &mut record, 400);
        assert_eq!(record.crashed(), [(NodeId(2), lost)], "{point:?}");
        let has_it = server(&world, 2).disk().durable().log.last().index.0 >= 2;
        assert_eq!(has_it, on_disk, "{point:?}");
        assert_eq!(server(&world, 2).trap(), None, "once");
        act(&mut world, &Action::Restart(on(2)), &mut record);
        run(&mut world, &mut record, 1_500);
        assert!(server(&world, 2).log().last().index.0 >= 2, "{point:?}");
    }
}

#[test]
fn a_crash_point_can_be_disarmed() {
    let (mut world, mut record) = led(Setup::default());
    for point in [Some(CrashPoint::AfterPersist), None] {
        act(&mut world, &Action::Trap { servers: on(2), point }, &mut record);
        assert_eq!(server(&world, 2).trap(), point);
    }
    act(&mut world, &put(), &mut record);
    run(&mut world, &mut record, 400);
    assert_eq!(record.crashed(), []);
    assert!(server(&world, 2).disk().durable().log.last().index.0 >= 2, "it has passed the point");
}

#[test]
fn a_leader_crashes_when_its_client_should_be_told() {
    let client = ClientOptions { attempts: 3, ..ClientOptions::default() };
    let (mut world, mut record) = led(Setup { client, ..Setup::default() });
    act(&mut world, &put(), &mut record);
    let point = Some(CrashPoint::BeforeAnswer);
    act(&mut world, &Action::Trap { servers: on(1), point }, &mut record);
    run(&mut world, &mut record, 300);
    assert_eq!(record.crashed().len(), 1);
    let told = record.facts.iter().any(|fact| matches!(fact, Fact::Succeeded(_)));
    let applied =
        |fact: &Fact| matches!(fact, Fact::Applied { server: NodeId(1), index } if index.0 == 2);
    assert!(record.facts.iter().any(applied) && !told, "done, and nobody knows");
}

/// The read waits for the leader's first commit: both would be answered in the same step.
#[test]
fn a_leader_that_crashes_before_an_answer_answers_no_read_either() {
    let options = Options { noop_on_election: false, ..Options::default() };
    let (mut world, mut record) =
        led(Setup { servers: 1, clients: 2, options, ..Setup::default() });
    let read = Action::Client {
        client: ClientId(2),
        command: Command::get("k").expect("a key").read_as(ReadMode::ReadIndex),
        reading: None,
        via: None,
    };
    act(&mut world, &put(), &mut record);
    act(&mut world, &read, &mut record);
    let point = Some(CrashPoint::BeforeAnswer);
    act(&mut world, &Action::Trap { servers: on(1), point }, &mut record);
    run(&mut world, &mut record, 300);
    assert_eq!(record.crashed().len(), 1);
    let replies = record.events.iter().filter(
        |event| matches!(event.kind, EventKind::Delivered(id) if id.kind == Kind::ClientReply),
    );
    assert_eq!(replies.count(), 0);
}

#[test]
fn clocks_differ_drift_and_jump() {
    let clock =
        ClockFaults { offset: Span::millis(0, 60_000), drift_ppm: 500, ..ClockFaults::default() };
    let (mut world, mut record) = led(Setup { clock, ..Setup::default() });
    let rates: Vec<i32> = world.servers().iter().map(|server| server.clock().rate_ppm).collect();
    assert!(rates.iter().all(|rate| rate.unsigned_abs() <= 500) && !rates.is_sorted(), "{rates:?}");
    assert!(world.servers().iter().any(|server| server.clock().shows.0 > 1_000_000));
    let timer = |world: &World, id| {
        let (_, node) = (world, server(world, id).node().expect("it runs"));
        server(world, id).clock().world(node.next_deadline().expect("a timer"))
    };
    let before = timer(&world, 2);
    let now = world.position().time;
    // Twice as fast: half of the time is left.
    let faster = ClockChange { rate_ppm: Some(900_000), ..ClockChange::default() };
    act(&mut world, &Action::Clock { servers: on(2), change: faster }, &mut record);
    let (left, was) = (timer(&world, 2).0 - now.0, before.0 - now.0);
    assert!((was * 50 / 100..was * 54 / 100).contains(&left), "{left} of {was}");
    // A jump forwards makes every timer run out.
    let forward = ClockChange { forward: Micros::from_millis(1_000), ..ClockChange::default() };
    act(&mut world, &Action::Clock { servers: on(3), change: forward }, &mut record);
    world.advance(&mut record);
    let last = record.events.last().map(|event| (event.kind, event.position.time));
    assert_eq!(last, Some((EventKind::ElectionTimeout(NodeId(3)), now)));
    // A jump back lets a timer wait.
    let before = timer(&world, 4);
    let back = ClockChange { back: Micros::from_millis(300), ..ClockChange::default() };
    act(&mut world, &Action::Clock { servers: on(4), change: back }, &mut record);
    assert!(timer(&world, 4).0.abs_diff(before.0 + 300_000) < 200);
}

#[test]
fn a_clock_jumps_by_chance_when_a_timer_runs_out() {
    let jump = Span::fixed(Micros::from_millis(900));
    let clock = ClockFaults { jump_ppm: 200_000, jump, ..ClockFaults::default() };
    let mut world = World::new(Setup { clock, ..Setup::default() }, Seeded::new(5))
        .expect("a setup that works");
    let mut record = Record::default();
    run(&mut world, &mut record, 10_000);
    let jumps = record
        .facts
        .iter()
        .filter(|fact| matches!(fact, Fact::Fault { what: raft_sim::FaultKind::Clock, .. }))
        .count();
    assert!((10..120).contains(&jumps), "{jumps}");
}

#[test]
fn what_no_server_and_no_clock_can_be_is_refused() {
    let (mut world, mut record) = led(Setup::default());
    let mut refused = |action: &Action| match world.act(action, EventNo::START, &mut record) {
        Err(ActionError::Impossible(why)) => why.to_string(),
        other => panic!("{other:?}"),
    };
    let faults = ServerFaults { stall_ppm: 1_000_001, ..ServerFaults::default() };
    assert!(refused(&Action::Server { servers: on(1), faults }).contains("at most 100%"));
    let change = ClockChange { rate_ppm: Some(-900_001), ..ClockChange::default() };
    let why = refused(&Action::Clock { servers: on(1), change });
    assert!(why.contains("clock.rate_ppm: expected from -900000 to 900000"), "{why}");
    let clock = ClockFaults { drift_ppm: 900_001, ..ClockFaults::default() };
    assert!(Setup { clock, ..Setup::default() }.validate().is_err());
}
