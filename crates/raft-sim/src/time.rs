//! The world's time, and places in a run.

use core::fmt;

use raft_core::Micros;

/// A moment of the world, in microseconds since its beginning. No server can see it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SimTime(pub u64);

/// A place in a run: a moment, and how many events have happened at that very moment.
///
/// Cursor, recorded action, fork and link all use it. An action at a position happens after exactly
/// these events and before the next one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Position {
    /// The moment.
    pub time: SimTime,
    /// Events that have happened at this moment.
    pub processed: u32,
}

impl SimTime {
    /// The moment `millis` milliseconds after the beginning.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1000))
    }

    /// The moment `span` later.
    #[must_use]
    pub const fn after(self, span: Micros) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Position {
    /// The beginning of a run.
    pub const START: Self = Self { time: SimTime(0), processed: 0 };
}

/// Milliseconds with as many decimals as are needed: `12.5ms`.
impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Micros(self.0).fmt(f)
    }
}
