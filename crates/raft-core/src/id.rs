//! The small types that must never be mixed up: a term is not an index, a local time is not a span.

use core::fmt;

/// The name of a server. Printed as `n1`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u32);

/// A term (§5.1): a period with at most one leader. 0 is the time before the first election.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Term(pub u64);

/// A position in the log. The first entry has index 1; 0 means "before the first entry".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Index(pub u64);

/// Which entry: its term and index. Printed as `index@term`.
///
/// Two log ids are ordered as §5.4.1 orders logs by their last entry: by term first, then by index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct LogId {
    /// The term of the leader that created the entry.
    pub term: Term,
    /// The entry's place in the log.
    pub index: Index,
}

/// A moment on one server's own clock, in microseconds. Clocks of two servers must not be compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct LocalTime(pub u64);

/// A span of time in microseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Micros(pub u64);

/// The name of a write, unique and increasing within one life of a server (from start to crash).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct WriteId(pub u64);

/// The host's name for a client's request; the core hands it back unchanged with the answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RequestId(pub u64);

/// The name of a client's session: the index of the entry that opened it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SessionId(pub u64);

/// A round of questions by which a leader finds out whether it still leads: numbered within its
/// term. Whoever answers a message of a round has heard from the leader after the round began.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Round(pub u64);

/// Terms and indices stay below this bound, so that they are exact in a JavaScript number and can
/// be incremented without overflow. A message beyond it is refused.
pub(crate) const LIMIT: u64 = 1 << 53;

impl Term {
    /// The term that a new election opens.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Index {
    /// "Before the first entry".
    pub const ZERO: Self = Self(0);

    /// The index after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The index before this one; 0 stays 0.
    #[must_use]
    pub fn prev(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

impl LogId {
    /// The id "before the first entry", `0@0`.
    pub const ZERO: Self = Self { term: Term(0), index: Index(0) };

    /// The id of the entry at `index` that was created in `term`.
    #[must_use]
    pub fn new(index: u64, term: u64) -> Self {
        Self { term: Term(term), index: Index(index) }
    }
}

impl Micros {
    /// A span of whole milliseconds.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1000))
    }
}

impl LocalTime {
    /// The moment `span` later.
    #[must_use]
    pub fn after(self, span: Micros) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// How long ago `earlier` was; zero if it is not in the past.
    #[must_use]
    pub fn since(self, earlier: Self) -> Micros {
        Micros(self.0.saturating_sub(earlier.0))
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "n{}", self.0)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Round {
    /// The round after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.index, self.term)
    }
}

impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (millis, rest) = (self.0 / 1000, self.0 % 1000);
        if rest == 0 { write!(f, "{millis}ms") } else { write!(f, "{millis}.{rest:03}ms") }
    }
}
