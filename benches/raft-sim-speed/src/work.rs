//! What is measured, without a clock.

use raft_scenario::{Run, Scenario, Script};
use raft_session::Session;
use raft_sim::{Seeded, SimTime, World};

use crate::Queue;
use crate::scenarios;

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Work {
    /// The event queue alone.
    Queue,
    /// The world, and nobody who looks.
    Bare,
    /// The world with its digest and its judges.
    Judged,
    /// What a reader has: digest, judges, keyframes, and everything that can be asked later.
    Recorded,
    /// One election after another, each of another cluster.
    Elections,
}

/// What was done.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Done {
    /// Events that happened.
    pub events: u64,
    /// Simulated seconds, or elections.
    pub units: u64,
}

/// Simulated seconds of a measurement: under a tenth of a second of ours.
const SECONDS: u64 = 300;
/// Elections of a measurement.
const ELECTIONS: u64 = 2_000;
/// Events of a measurement of the queue alone.
const QUEUED: u64 = 1_000_000;
/// How many events are due at any time at the load that is simulated.
const PENDING: u32 = 12;

impl Work {
    /// All that is measured, the peer first.
    pub const ALL: [Self; 5] =
        [Self::Queue, Self::Bare, Self::Judged, Self::Recorded, Self::Elections];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Bare => "bare",
            Self::Judged => "judged",
            Self::Recorded => "recorded",
            Self::Elections => "elections",
        }
    }

    /// Does it.
    #[must_use]
    pub fn run(self) -> Done {
        match self {
            Self::Queue => {
                std::hint::black_box(Queue::new(PENDING).run(QUEUED));
                Done { events: QUEUED, units: 0 }
            }
            Self::Bare => bare(),
            Self::Judged => judged(),
            Self::Recorded => recorded(),
            Self::Elections => elections(),
        }
    }
}

fn script(json: &str) -> Script {
    Scenario::from_json(json).and_then(Scenario::compile).expect("our own scenario")
}

fn bare() -> Done {
    let script = script(scenarios::LOAD);
    let mut world = World::new(script.setup, Seeded::new(1)).expect("a setup that works");
    let end = SimTime::from_millis(SECONDS * 1000);
    while world.peek().is_some_and(|next| next <= end) {
        world.advance(&mut ());
    }
    Done { events: world.events().0.into(), units: SECONDS }
}

fn judged() -> Done {
    let mut run = Run::new(&script(scenarios::LOAD)).expect("a run");
    run.advance_to(SimTime::from_millis(SECONDS * 1000), &mut ());
    assert!(run.judges().violations().is_empty(), "Raft keeps its promises");
    Done { events: run.world().events().0.into(), units: SECONDS }
}

fn recorded() -> Done {
    let mut session = open(scenarios::LOAD);
    session.advance(SECONDS as f64 * 1000.0).expect("a moment");
    Done { events: session.event_count().into(), units: SECONDS }
}

fn elections() -> Done {
    let script = script(scenarios::ELECTION);
    let mut events = 0;
    for seed in 0..ELECTIONS {
        let mut world =
            World::new(script.setup.clone(), Seeded::new(seed)).expect("a setup that works");
        while world.leader().is_none() && world.advance(&mut ()) {}
        events += u64::from(world.events().0);
    }
    Done { events, units: ELECTIONS }
}

/// Opens a scenario as the page does.
pub(crate) fn open(json: &str) -> Session {
    let scenario = Scenario::from_json(json).expect("our own scenario");
    // Nobody reads along: no words are needed.
    let catalogue = raft_explain::Catalogue::default();
    Session::open(scenario, None, None, None, catalogue.into(), "en").expect("our own scenario")
}
