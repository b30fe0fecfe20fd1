//! What is promised to clients: judged while a run goes on, and once more when it is over.

mod watched;

use std::collections::BTreeSet;

use raft_check::Property;
use raft_check::linearizability::{STEPS, Store, search};
use raft_core::{
    Configuration, Deviations, Durable, Entry, Log, LogId, Micros, NodeId, Payload, ReadMode,
    Sessions, Snapshot, Term,
};
use raft_sim::{
    Action, ClientId, ClientOptions, KeyValue, Kind, Kinds, LinkFaults, OperationId, Reading,
    Setup, SimTime, StateMachine,
};

use watched::{Cluster, Watched, on, setup, stormy};

fn operation(client: u8, ordinal: u32) -> OperationId {
    OperationId { client: ClientId(client), ordinal }
}

/// Three servers that n1 leads, without anything that comes by itself.
fn led_by_n1(client: ClientOptions) -> Watched {
    begun_with(Vec::new(), client)
}

/// The same, with these disks.
fn begun_with(disks: Vec<Durable>, client: ClientOptions) -> Watched {
    let setup = Setup { servers: 3, clients: 2, client, disks, ..Setup::default() };
    let mut watched = Watched::new(setup, 1);
    watched.act(&Action::TimeOut(on(&[1])));
    watched.run(140);
    assert_eq!(watched.world.leader(), Some(NodeId(1)));
    watched
}

#[test]
fn a_stale_read_is_told_with_the_write_that_it_does_not_see() {
    let mut watched = led_by_n1(ClientOptions::default());
    watched.ask(1, "x=1", None, 1);
    watched.run(400);
    watched.act(&Action::Partition(vec![on(&[1]), on(&[2, 3])]));
    watched.act(&Action::TimeOut(on(&[2])));
    watched.run(600);
    watched.ask(1, "x=2", None, 2);
    watched.run(900);
    assert_eq!(watched.sinks.0.client_violations(), []);
    watched.ask(2, "get x", Some(Reading::Directly(ReadMode::Stale)), 1);
    watched.run(1_000);
    let (write, read) = (operation(1, 2), operation(2, 1));
    let found = watched.found(Property::Linearizability).expect("it has read what was overwritten");
    assert_eq!(found.operations, [read, write]);
    assert_eq!(found.servers, [NodeId(1)]);
    assert_eq!(found.event, watched.event(read, true));
    assert_eq!(found.contradicts, Some(watched.event(write, true)));
    assert_eq!(watched.sinks.0.violations(), [], "no server has broken a rule");
    assert_eq!(watched.found(Property::ExactlyOnce), None);
}

#[test]
fn a_follower_that_is_behind_may_answer_what_was_true_when_it_was_asked() {
    let mut watched = led_by_n1(ClientOptions::default());
    watched.ask(1, "x=1", None, 1);
    watched.run(400);
    // The read is under way while the key changes; it may come before or after that.
    watched.act(&Action::Cut { from: on(&[1]), to: on(&[3]), one_way: true });
    watched.ask(2, "get x", Some(Reading::Directly(ReadMode::Stale)), 3);
    watched.ask(1, "x=2", None, 1);
    watched.run(480);
    assert_eq!(watched.sinks.0.client_violations(), []);
    assert_eq!(watched.sinks.1.history.operations().len(), 3);
}

/// A disk on which `x` is 5, as an entry of its log or in a snapshot.
fn where_x_is_5(snapshot: bool) -> Durable {
    let configuration = Configuration::new([1, 2, 3].map(NodeId));
    let mut disk = Durable::fresh(configuration.clone());
    disk.hard_state.current_term = Term(1);
    let (last, payload) = (LogId::new(1, 1), Payload::command(*b"x=5"));
    let mut log = Log::new();
    if snapshot {
        let mut machine = KeyValue::default();
        machine.apply(&payload);
        let (sessions, state) = (Sessions::default(), machine.save());
        disk.snapshot = Some(Snapshot { last, configuration, sessions, state }.into());
        log.reset(last);
    } else {
        log.append(Entry { id: last, payload });
    }
    disk.log = log;
    disk
}

#[test]
fn what_was_there_from_the_start_may_be_read() {
    for snapshot in [false, true] {
        let disks = vec![where_x_is_5(snapshot); 3];
        let mut watched = begun_with(disks, ClientOptions::default());
        watched.ask(1, "get x", None, 1);
        watched.ask(1, "x=6", None, 1);
        watched.run(600);
        watched.ask(2, "get x", None, 1);
        watched.run(900);
        let operations = watched.sinks.1.history.operations();
        let told: Vec<_> = operations.iter().map(|one| one.output().cloned().flatten()).collect();
        assert_eq!(told, [Some("5".into()), None, Some("6".into())]);
        assert_eq!(watched.sinks.0.client_violations(), [], "in a snapshot: {snapshot}");
    }
}

/// A client whose answers are lost for a while asks again.
fn asked_twice(sessions: bool) -> Watched {
    let timeout = Micros::from_millis(200);
    let mut watched = led_by_n1(ClientOptions { sessions, timeout, ..ClientOptions::default() });
    watched.ask(1, "x+=1", None, 1);
    watched.run(400);
    let mute = Kinds::default().with(Kind::ClientReply);
    let links = |blocked| Action::ClientLinks {
        client: Some(ClientId(1)),
        servers: on(&[1]),
        latency: None,
        faults: Box::new(LinkFaults { blocked, ..LinkFaults::default() }),
    };
    watched.act(&links(mute));
    watched.ask(1, "x+=10", None, 1);
    watched.run(550);
    watched.act(&links(Kinds::NONE));
    watched.run(1_500);
    watched
}

#[test]
fn what_is_asked_twice_without_a_session_is_done_twice() {
    let watched = asked_twice(false);
    let again = operation(1, 2);
    let found = watched.found(Property::ExactlyOnce).expect("it was done twice");
    assert_eq!(found.operations, [again]);
    let [second, first] = found.entries[..] else { panic!("{found:?}") };
    assert!(first.index < second.index, "{found:?}");
    assert_eq!(found.servers, [NodeId(1)], "who leads applies it first");
    let contradicts = found.contradicts.expect("when it was done first");
    assert!(watched.event(again, false) < contradicts && contradicts < found.event);
    // And its client can see that: 1 + 10 is not 21.
    let found = watched.found(Property::Linearizability).expect("the sum is wrong");
    assert_eq!(found.operations, [again, operation(1, 1)]);
    assert_eq!(found.event, watched.event(again, true));
    assert_eq!(watched.sinks.0.violations(), []);
    // Nobody promised anything else to clients without sessions.
    let judges = &watched.sinks.0;
    let all: Vec<_> = judges.all_violations().iter().map(|found| found.property).collect();
    assert_eq!(all, [Property::ExactlyOnce, Property::Linearizability], "in their order");
    assert_eq!((judges.broken_promises(), judges.broken()), (Vec::new(), 0));
}

#[test]
fn what_is_asked_twice_in_a_session_is_done_once() {
    let watched = asked_twice(true);
    assert_eq!(watched.sinks.0.client_violations(), []);
    let value = |id| {
        let process = watched.world.server(NodeId(id)).and_then(|server| server.process());
        process.and_then(|process| process.machine.get("x").cloned())
    };
    assert_eq!([1, 2, 3].map(value), [(); 3].map(|()| Some("11".into())));
}

/// Clients without sessions.
const CARELESS: Cluster = Cluster { sessions: false, reads: None, deviations: Deviations::NONE };

/// The judge of the run says what a search among everything says afterwards.
fn agrees(watched: &Watched, seed: u64) -> bool {
    let Watched { sinks: (_, recorder), .. } = watched;
    let afterwards = search(&Store, &recorder.history, STEPS).holds();
    let meanwhile = watched.found(Property::Linearizability);
    assert_eq!(afterwards, Some(meanwhile.is_none()), "seed {seed}: {meanwhile:?}");
    meanwhile.is_none()
}

#[test]
fn the_judge_of_a_run_says_what_a_search_says_afterwards() {
    let mut count = [0; 2];
    for seed in 0..200 {
        for reads in [None, Some(ReadMode::Stale)] {
            let cluster = Cluster { reads, ..CARELESS };
            count[usize::from(agrees(&stormy(cluster, seed), seed))] += 1;
        }
    }
    assert!(count.iter().all(|count| *count > 20), "{count:?}");
}

#[test]
fn with_sessions_and_reads_that_are_not_stale_everything_is_as_promised() {
    let mut answered = 0;
    for seed in 0..200 {
        for reads in [None, Some(ReadMode::ReadIndex)] {
            let watched = stormy(Cluster { sessions: true, reads, ..CARELESS }, seed);
            assert_eq!(watched.sinks.0.client_violations(), [], "seed {seed}, {reads:?}");
            assert!(agrees(&watched, seed));
            let operations = watched.sinks.1.history.operations().iter();
            answered += operations.filter(|operation| operation.output().is_some()).count();
        }
    }
    assert!(answered > 400 * 10, "{answered}: too few to prove anything");
}

#[test]
fn without_sessions_something_is_done_twice_and_told_once() {
    let mut seen = BTreeSet::new();
    for seed in 0..50 {
        let watched = stormy(CARELESS, seed);
        let found = watched.sinks.0.client_violations();
        let once: BTreeSet<Property> = found.iter().map(|found| found.property).collect();
        assert_eq!(once.len(), found.len(), "each property is told once");
        assert_eq!(watched.sinks.0.violations(), []);
        seen.extend(once);
    }
    assert!(seen.contains(&Property::ExactlyOnce), "{seen:?}");
}

#[test]
fn a_clone_judges_on_as_the_original_does() {
    let mut found = 0;
    for seed in 0..10 {
        let mut watched = Watched::new(setup(CARELESS, seed), seed);
        watched.run(700);
        let (mut world, mut judges) = (watched.world.clone(), watched.sinks.0.clone());
        watched.run(3_000);
        while world.peek().is_some_and(|at| at <= SimTime::from_millis(3_000)) {
            world.advance(&mut judges);
        }
        assert_eq!(judges.client_violations(), watched.sinks.0.client_violations());
        found += judges.client_violations().len();
    }
    assert!(found > 0, "nothing happened that could have been judged otherwise");
}
