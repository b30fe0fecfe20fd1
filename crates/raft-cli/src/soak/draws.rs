//! Draws of whoever makes up faults: one sequence per family.

use raft_core::{Micros, NodeId};
use raft_sim::{Chooser, Key, Seeded, Span};

/// What is made up. The numbers are part of every seed's meaning: "seed 4711 fails" must stay true.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    Cluster = 1,
    Network = 2,
    Timing = 3,
    Clients = 4,
    // 5 to 10 and 18 were faults, which chaos draws now.
    SlowDisks = 11,
    Elections = 12,
    Replication = 13,
    Snapshots = 14,
    Sessions = 15,
    Reads = 16,
    Members = 17,
    Chaos = 19,
    Survivors = 20,
    Pinned = 21,
}

/// The draws of one family, in order. Each family counts for itself, so one more fault of one kind
/// leaves the faults of all other kinds as they were.
#[derive(Clone, Debug)]
pub(crate) struct Draws {
    chooser: Seeded,
    family: Family,
    nth: u64,
}

impl Draws {
    /// The first draw of this family is the next one.
    pub(crate) fn new(seed: u64, family: Family) -> Self {
        Self { chooser: Seeded::new(seed), family, nth: 0 }
    }

    /// The draws of a family of faults, or nothing in every other seed. A run that has all faults at
    /// once hides what only a few of them can show ("swarm testing": Groce et al., ISSTA 2012).
    pub(crate) fn of_swarm(seed: u64, family: Family) -> Option<Self> {
        let mut draws = Self::new(seed, family);
        draws.one_in(2).then_some(draws)
    }

    /// Goes on with the draw of this number.
    pub(crate) fn after(self, nth: u64) -> Self {
        Self { nth, ..self }
    }

    /// From 0 up to, but not including, `bound`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        let drawn = self.chooser.choose(Key::chaos(self.family as u32, self.nth), bound);
        self.nth += 1;
        drawn
    }

    /// From `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// True once in `many` times.
    pub(crate) fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    /// A length of time; both ends in microseconds.
    pub(crate) fn micros(&mut self, low: u64, high: u64) -> Micros {
        Micros(self.between(low, high))
    }

    /// A span that begins at `low` to `high` microseconds and is up to `width` wide.
    pub(crate) fn span(&mut self, low: u64, high: u64, width: u64) -> Span {
        let low = self.between(low, high);
        Span { low: Micros(low), high: Micros(low + self.below(width + 1)) }
    }

    /// One of these.
    pub(crate) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }

    /// One of `servers` servers.
    pub(crate) fn server(&mut self, servers: u8) -> NodeId {
        NodeId(self.between(1, u64::from(servers)) as u32)
    }
}
