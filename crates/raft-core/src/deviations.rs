//! Deliberately broken rules: what happens to Raft without one of them?
//!
//! A set that is empty by default, consulted only inside [`crate::rules`]. Without the feature
//! `deviations` the set cannot hold anything, and the compiler removes every question about it.

/// Writes the list down once: variant, name, what is broken.
macro_rules! deviations {
    ($($(#[doc = $doc:literal])+ $deviation:ident = $name:literal;)+) => {
        /// One rule, broken.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Deviation {
            $($(#[doc = $doc])+ $deviation,)+
        }

        impl Deviation {
            /// All there are.
            pub const ALL: &'static [Self] = &[$(Self::$deviation),+];

            /// The name used in scenarios, links and tables.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$deviation => $name,)+
                }
            }

            /// What is broken, and what breaks with it.
            #[must_use]
            pub fn statement(self) -> &'static str {
                match self {
                    $(Self::$deviation => concat!($($doc),+).trim_ascii(),)+
                }
            }
        }
    };
}

deviations! {
    /// The vote is not part of what is written to disk (Figure 2 demands it: a server that forgets
    /// its vote in a crash can vote twice in one term). Breaks Election Safety.
    VoteNotPersisted = "vote-not-persisted";
    /// Neither is the term: after a crash a server listens to leaders that it has abandoned. Breaks
    /// Election Safety and Leader Completeness.
    TermNotPersisted = "term-not-persisted";
    /// A vote is given whether or not it has been given before (§5.2). Breaks Election Safety.
    VoteTwice = "vote-twice";
    /// A candidate that follows the leader of its own term forgets its vote. Breaks Election Safety.
    VoteForgottenByFollowing = "vote-forgotten-by-following";
    /// Half of the voters are enough to elect a leader (§5.2). Breaks Election Safety.
    HalfElects = "half-elects";
    /// A vote is given whatever the candidate's log lacks (§5.4.1). Breaks Leader Completeness.
    LogNotCompared = "log-not-compared";
    /// A refused vote restarts the election timer, so that whoever cannot win keeps those waiting who
    /// could (§5.2). Breaks liveness.
    RefusalRestartsTimer = "refusal-restarts-timer";
    /// All election timeouts are the same (§5.2). Breaks liveness.
    TimeoutsNotRandom = "timeouts-not-random";
    /// A leader does not step down when it hears of a newer term (§5.1). Breaks liveness; safety holds.
    LeaderIgnoresNewerTerms = "leader-ignores-newer-terms";
    /// A candidate does not follow the leader of its own term (§5.2). Breaks liveness.
    CandidateIgnoresLeader = "candidate-ignores-leader";
    /// A pre-vote that is granted restarts the election timer (dissertation §9.6). Breaks liveness.
    PreVoteRestartsTimer = "pre-vote-restarts-timer";
    /// A pre-vote from a server of an older term does not count (dissertation §9.6): servers of
    /// different terms lock each other out. Breaks liveness.
    PreVoteBoundToSendersTerm = "pre-vote-bound-to-senders-term";
    /// The consistency check looks at the index only (§5.3). Breaks Log Matching.
    PreviousTermNotChecked = "previous-term-not-checked";
    /// Every AppendEntries cuts off what follows it, not only a conflict (§5.3). Breaks Leader
    /// Completeness when messages overtake each other.
    TruncateAlways = "truncate-always";
    /// A follower commits as far as its leader, verified or not (§5.3). Breaks State Machine Safety.
    CommitNotVerified = "commit-not-verified";
    /// A follower acknowledges its whole log, not what the message covered (§5.3). Breaks Leader
    /// Completeness.
    AcknowledgeOwnLog = "acknowledge-own-log";
    /// Votes and acknowledgements leave before they are on disk (dissertation §3.8). Breaks Election
    /// Safety and Leader Completeness.
    AnswerBeforeDurable = "answer-before-durable";
    /// A leader counts itself before its own entries are on disk (dissertation §10.2.1). Breaks Leader
    /// Completeness.
    CountSelfBeforeDurable = "count-self-before-durable";
    /// Entries of older terms commit by counting (§5.4.2, Figure 8). Breaks Leader Completeness.
    OldTermsCommitByCounting = "old-terms-commit-by-counting";
    /// A leader begins a change of members while the one before is not committed (dissertation §4.1).
    /// Breaks Election Safety.
    ChangesOverlap = "changes-overlap";
    /// A leader begins a change of members before it has committed anything in its own term (the bug
    /// of the single-server algorithm found in 2015). Breaks Leader Completeness.
    ChangeBeforeOwnCommit = "change-before-own-commit";
    /// Any change of members is made in one step, without a joint configuration (§6, Figure 10). Breaks
    /// Election Safety.
    SwapAtOnce = "swap-at-once";
    /// A leader leaves a joint configuration before it is committed (§6). Breaks Leader Completeness.
    JointLeftEarly = "joint-left-early";
    /// A leader answers reads without asking whether it still leads (dissertation §6.4). Breaks
    /// linearizability.
    ReadWithoutQuorum = "read-without-quorum";
    /// A leader answers reads before it has committed anything in its own term (dissertation §6.4).
    /// Breaks linearizability.
    ReadBeforeOwnCommit = "read-before-own-commit";
    /// A lease is as long as the election timeout, however clocks drift (dissertation §6.4.1). Breaks
    /// linearizability.
    LeaseIgnoresDrift = "lease-ignores-drift";
    /// A lease outlives the order to another server to stand for election. Breaks linearizability.
    LeaseSurvivesTransfer = "lease-survives-transfer";
    /// A snapshot discards what follows it, even where it fits (Figure 13, step 6). Breaks Leader
    /// Completeness.
    SnapshotDiscardsTail = "snapshot-discards-tail";
    /// A snapshot is installed although more is committed (§7). Breaks State Machine Safety.
    OldSnapshotsInstalled = "old-snapshots-installed";
}

/// A set of broken rules.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Deviations {
    #[cfg(feature = "deviations")]
    bits: u64,
}

impl Deviation {
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
