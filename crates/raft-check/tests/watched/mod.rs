//! A world with the judges and somebody who takes down what clients ask and are told.
#![allow(dead_code)] // each test uses some of it

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_check::linearizability::{History, OperationNo, Specification, Store};
use raft_check::{Judges, Property, Violation};
use raft_core::{Deviations, Micros, NodeId, ReadMode};
use raft_sim::{
    Action, Chooser, ClientId, ClientOptions, Command, EventNo, Fact, Happening, Key, LinkFaults,
    OperationId, Outcome, Reading, Seeded, Selector, Setup, SimTime, Sink, Span, Target, Workload,
    World,
};

/// Everything that clients asked and were told, for a judgement afterwards.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) history: History<Command, Option<Arc<str>>>,
    processes: BTreeMap<OperationId, u64>,
    events: BTreeMap<(OperationId, bool), EventNo>,
}

impl Sink for Recorder {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        let client = |id: ClientId| &world.clients()[usize::from(id.0) - 1];
        for fact in happening.facts {
            match *fact {
                Fact::Invoked(id) => {
                    let current = client(id.client).current().expect("it has begun");
                    self.events.insert((id, false), happening.event.no);
                    if current.command != Command::OpenSession {
                        // A process of its own: a client goes on after it has given up.
                        let process = self.history.operations().len() as u64;
                        self.history.invoke(process, current.command.clone()).expect("a new one");
                        self.processes.insert(id, process);
                    }
                }
                Fact::Succeeded(id) => {
                    self.events.insert((id, true), happening.event.no);
                    let answered = client(id.client).answered().find(|answered| answered.id == id);
                    let Some(Outcome::Ok(value)) = answered.map(|it| &it.outcome) else {
                        panic!("it is ok")
                    };
                    if let Some(process) = self.processes.get(&id) {
                        self.history.returned(*process, value.clone()).expect("under way");
                    }
                }
                // A copy of the request may still be on its way: nobody knows.
                _ => {}
            }
        }
    }
}

/// A world with its judges and somebody who records.
pub(crate) struct Watched {
    pub(crate) world: World,
    pub(crate) sinks: (Judges, Recorder),
}

impl Watched {
    pub(crate) fn new(setup: Setup, seed: u64) -> Self {
        let world = World::new(setup, Seeded::new(seed)).expect("a setup that works");
        Self { world, sinks: Default::default() }
    }

    pub(crate) fn act(&mut self, action: &Action) {
        self.world.act(action, EventNo::START, &mut self.sinks).expect("it can be done");
    }

    pub(crate) fn run(&mut self, until_ms: u64) {
        let until = SimTime::from_millis(until_ms);
        while self.world.peek().is_some_and(|at| at <= until) {
            self.world.advance(&mut self.sinks);
        }
        self.world.idle_until(until);
    }

    pub(crate) fn ask(&mut self, client: u8, command: &str, reading: Option<Reading>, via: u32) {
        self.act(&Action::Client {
            client: ClientId(client),
            command: Command::parse(command.as_bytes()).expect("a command"),
            reading,
            via: Some(Selector::Server(NodeId(via))),
        });
    }

    pub(crate) fn found(&self, property: Property) -> Option<&Violation> {
        self.sinks.0.client_violations().iter().find(|found| found.property == property)
    }

    pub(crate) fn event(&self, id: OperationId, answered: bool) -> EventNo {
        self.sinks.1.events[&(id, answered)]
    }

    /// When it was answered, if it was.
    pub(crate) fn answered(&self, id: OperationId) -> Option<EventNo> {
        self.sinks.1.events.get(&(id, true)).copied()
    }

    /// The operations on one key.
    pub(crate) fn history_of(&self, key: &str) -> OfOneKey {
        let Recorder { history, processes, .. } = &self.sinks.1;
        let mut of_key = OfOneKey::default();
        // Invocations and answers in their order: an operation is the process of its number.
        let mut moments: BTreeMap<u32, (OperationNo, bool)> = BTreeMap::new();
        for (no, operation) in (0..).map(OperationNo).zip(history.operations()) {
            if Store.key(&operation.input) == key {
                moments.insert(operation.invoked, (no, false));
                moments.extend(operation.returned().map(|at| (at, (no, true))));
            }
        }
        for (OperationNo(no), is_answer) in moments.into_values() {
            let operation = &history.operations()[no as usize];
            match operation.output().filter(|_| is_answer) {
                Some(output) => {
                    let answered = of_key.history.returned(u64::from(no), output.clone());
                    answered.expect("under way");
                }
                None => {
                    let begun = of_key.history.invoke(u64::from(no), operation.input.clone());
                    let named = processes.iter().find(|(_, process)| **process == u64::from(no));
                    let (id, _) = named.expect("every operation has a name");
                    of_key.numbers.insert(*id, begun.expect("a process of its own"));
                }
            }
        }
        of_key
    }
}

/// A history of one key, and the numbers of its operations.
#[derive(Default)]
pub(crate) struct OfOneKey {
    pub(crate) history: History<Command, Option<Arc<str>>>,
    numbers: BTreeMap<OperationId, OperationNo>,
}

impl OfOneKey {
    pub(crate) fn number(&self, id: OperationId) -> OperationNo {
        self.numbers[&id]
    }
}

pub(crate) fn on(ids: &[u32]) -> Target {
    Target(ids.iter().map(|id| Selector::Server(NodeId(*id))).collect())
}

/// How the clusters of a soak differ.
#[derive(Clone, Copy)]
pub(crate) struct Cluster {
    pub(crate) sessions: bool,
    pub(crate) reads: Option<ReadMode>,
    /// What rule is broken.
    pub(crate) deviations: Deviations,
}

/// Links that lose, double and delay, and clients that soon lose patience.
pub(crate) fn setup(cluster: Cluster, seed: u64) -> Setup {
    let Cluster { sessions, reads, deviations } = cluster;
    let mut setup = Setup { servers: 3, clients: 3, ..Setup::default() };
    setup.options.deviations = deviations;
    setup.options.snapshot_after = if seed.is_multiple_of(2) { 5 } else { 0 };
    let faults = LinkFaults {
        twice_ppm: 100_000,
        twice_after: Span::millis(0, 300),
        ..LinkFaults::default()
    };
    setup.network.loss_ppm = 50_000;
    setup.network.client_latency = Span::millis(1, 60);
    setup.network.faults = faults;
    setup.network.client_faults = faults;
    setup.client = ClientOptions {
        sessions,
        reads,
        timeout: Micros::from_millis(120),
        attempts: 1 + (seed % 5) as u32,
        workload: Some(Workload { pause: Span::millis(1, 40), keys: 2, reads_ppm: 500_000 }),
        ..ClientOptions::default()
    };
    setup
}

/// A cluster in which servers crash as well and partitions come and go, for a while.
pub(crate) fn stormy(cluster: Cluster, seed: u64) -> Watched {
    let mut watched = Watched::new(setup(cluster, seed), seed);
    let mut chooser = Seeded::new(seed);
    let mut draw = |nth, bound| chooser.choose(Key::chaos(1, nth), bound);
    for nth in 0..20 {
        watched.run(200 * (nth + 1));
        let who = 1 + draw(nth * 2, 3) as u32;
        let action = match draw(nth * 2 + 1, 6) {
            0 => Action::Crash(on(&[who])),
            1 => Action::Restart(on(&[who])),
            2 => Action::Partition(vec![on(&[who])]),
            3 => Action::Crash(Target(vec![Selector::Leader])),
            4 => Action::HealAll,
            _ => Action::TimeOut(on(&[who])),
        };
        // What cannot be done now is not done.
        let _ = watched.world.act(&action, EventNo::START, &mut watched.sinks);
    }
    watched
}
