//! A long run of a cluster to which everything happens, and random places to go to in it.

use raft_session::Session;

use crate::scenarios;
use crate::work::open;

/// A run that is known, in which a reader goes from place to place.
pub struct Scrub {
    session: Session,
    end: f64,
    random: u64,
}

impl Scrub {
    /// Records a run of at least this many events.
    #[must_use]
    pub fn new(events: u32) -> Self {
        let mut session = open(&scenarios::chaos());
        let mut end = 0.0;
        while session.event_count() < events {
            end += 500.0;
            session.advance(end).expect("a run is an hour long");
        }
        let violations = session.state().violations;
        assert!(violations.is_empty(), "Raft keeps its promises: {violations:?}");
        Self { session, end, random: 1 }
    }

    /// How many events are known.
    #[must_use]
    pub fn events(&self) -> u32 {
        self.session.event_count()
    }

    /// How many simulated seconds they take.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.end / 1000.0
    }

    /// Goes to a random moment.
    pub fn seek(&mut self) {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let share = (self.random >> 11) as f64 / (1_u64 << 53) as f64;
        self.session.seek(self.end * share).expect("a moment of this run");
    }
}
