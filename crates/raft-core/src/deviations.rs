//! Deliberately broken rules: what happens to Raft without one of them?
//!
//! A set that is empty by default, consulted only inside [`crate::rules`]. Without the feature
//! `deviations` the set cannot hold anything, and the compiler removes every question about it.

/// One rule, broken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Deviation {
    /// The vote is not part of what is written to disk (Figure 2 demands it: a server that forgets
    /// its vote in a crash can vote twice in one term). Breaks Election Safety.
    VoteNotPersisted,
    /// A leader begins a change of members while the one before is not committed (dissertation
    /// §4.1). Breaks Election Safety.
    ChangesOverlap,
    /// A leader begins a change of members before it has committed anything in its own term (the bug
    /// of the single-server algorithm found in 2015). Breaks Leader Completeness.
    ChangeBeforeOwnCommit,
    /// A leader leaves a joint configuration before it is committed (§6). Breaks Leader
    /// Completeness.
    JointLeftEarly,
}

/// A set of broken rules.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Deviations {
    #[cfg(feature = "deviations")]
    bits: u64,
}

impl Deviation {
    /// All there are.
    pub const ALL: &'static [Self] = &[
        Self::VoteNotPersisted,
        Self::ChangesOverlap,
        Self::ChangeBeforeOwnCommit,
        Self::JointLeftEarly,
    ];

    /// The name used in scenarios, links and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::VoteNotPersisted => "vote-not-persisted",
            Self::ChangesOverlap => "changes-overlap",
            Self::ChangeBeforeOwnCommit => "change-before-own-commit",
            Self::JointLeftEarly => "joint-left-early",
        }
    }

    /// The deviation of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|deviation| deviation.name() == name)
    }
}

impl Deviations {
    /// Raft as it is.
    #[cfg(feature = "deviations")]
    pub const NONE: Self = Self { bits: 0 };
    /// Raft as it is.
    #[cfg(not(feature = "deviations"))]
    pub const NONE: Self = Self {};

    /// The same set with one more rule broken.
    #[cfg(feature = "deviations")]
    #[must_use]
    pub const fn with(self, deviation: Deviation) -> Self {
        Self { bits: self.bits | 1 << deviation as u64 }
    }

    /// Whether this rule is broken.
    #[must_use]
    pub const fn has(self, deviation: Deviation) -> bool {
        #[cfg(feature = "deviations")]
        return self.bits & (1 << deviation as u64) != 0;
        #[cfg(not(feature = "deviations"))]
        {
            let _ = deviation;
            false
        }
    }

    /// The broken rules, in the order of [`Deviation::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Deviation> {
        Deviation::ALL.iter().copied().filter(move |deviation| self.has(*deviation))
    }
}
