//! Deliberately broken rules: what happens to Raft without one of them?
//!
//! A set that is empty by default, consulted only inside [`crate::rules`]. Without the feature
//! `deviations` the set cannot hold anything, and the compiler removes every question about it.
//!
//! Three kinds of broken rules are not in it, because no server of Raft decides them:
//!
//! * What a disk does: writes that arrive out of order or in part, syncs that lie, disks that come
//!   back empty. The core says what must be on disk before what ([`crate::Effect`]); it cannot see
//!   whether that is true.
//! * How a process starts: state machine and session table are volatile here and begin with the
//!   disk's snapshot. A host that keeps them elsewhere could fall out of step with the index up to
//!   which they are applied; this core tells it that index only together with them.
//! * What a client does: asking twice without a session is its choice. So are, on the servers'
//!   side, elections without PreVote, CheckQuorum or stickiness ([`crate::Options`]).

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
                // One table for all crates: a match would be copied into each that asks.
                static NAMES: [&str; Deviation::ALL.len()] = [$($name),+];
                NAMES[self as usize]
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
    /// An answer that arrives twice is taken for two answers: a candidate does not look at who sends
    /// them (§5.2, §5.5). Breaks Election Safety.
    RepeatedVotesCount = "repeated-votes-count";
    /// A vote of an older term elects in a newer one (§5.1). Breaks Election Safety.
    OldVotesCount = "old-votes-count";
    /// A pre-vote that arrives after the term was opened counts as a vote in it, although its sender
    /// has promised nothing (dissertation §9.6). Breaks Election Safety.
    PreVotesElect = "pre-votes-elect";
    /// Whoever comes to follow the leader of its own term forgets its vote (§5.2). Breaks Election
    /// Safety: another candidate of that term may still ask.
    VoteForgottenByFollowing = "vote-forgotten-by-following";
    /// Half of the voters are enough to elect a leader (§5.2). Breaks Election Safety.
    HalfElects = "half-elects";
    /// A vote is given whatever the candidate's log lacks (§5.4.1). Breaks Leader Completeness.
    LogNotCompared = "log-not-compared";
    /// Who has stood for election in its term stands in the same one again, instead of opening the
    /// next (§5.2). Split votes never end; and a leader that comes back from a crash without the end
    /// of its log gives other entries the same indices in the same term. Breaks Log Matching and
    /// liveness.
    TermReused = "term-reused";
    /// A refused vote restarts the election timer, so that whoever cannot win keeps those waiting who
    /// could (§5.2). Breaks liveness.
    RefusalRestartsTimer = "refusal-restarts-timer";
    /// All election timeouts are the same (§5.2). Breaks liveness.
    TimeoutsNotRandom = "timeouts-not-random";
    /// A leader does not step down when it hears of a newer term (§5.1). Breaks liveness; safety holds.
    LeaderIgnoresNewerTerms = "leader-ignores-newer-terms";
    /// Entries and snapshots of a leader of an older term are taken (§5.1; Figure 2, AppendEntries,
    /// step 1). Breaks Leader Completeness.
    OldLeadersFollowed = "old-leaders-followed";
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
    /// A follower keeps its own entries where the leader's conflict with them (§5.3; Figure 2,
    /// AppendEntries, step 3). Breaks Log Matching and State Machine Safety.
    ConflictsKept = "conflicts-kept";
    /// A new leader discards what it does not know to be committed (§5.3). Breaks Leader Append-Only
    /// and Leader Completeness.
    LeaderDiscardsUncommitted = "leader-discards-uncommitted";
    /// A follower commits as far as its leader, verified or not (§5.3). Breaks State Machine Safety.
    CommitNotVerified = "commit-not-verified";
    /// A follower's commit index goes back to where a message says (Figure 2, AppendEntries, step 5).
    /// Breaks no property of Figure 3, as long as nothing is applied again.
    CommitGoesBack = "commit-goes-back";
    /// A follower applies entries as soon as it has them, committed or not (Figure 2, "rules for
    /// servers"). Breaks State Machine Safety.
    UncommittedApplied = "uncommitted-applied";
    /// A follower acknowledges its whole log, not what the message covered (§5.3). Breaks Leader
    /// Completeness.
    AcknowledgeOwnLog = "acknowledge-own-log";
    /// An acknowledgement of an older term counts, although its sender may have replaced the entry
    /// since (§5.1). Breaks Leader Completeness.
    OldAcknowledgementsCount = "old-acknowledgements-count";
    /// An acknowledgement that was overtaken takes the later one back (Figure 2, "volatile state on
    /// leaders"). Delays what could be committed; safety holds.
    MatchGoesBack = "match-goes-back";
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
    /// The latest members that are known to be committed decide an election, not the latest in the log
    /// (§6). Breaks Election Safety.
    CommittedMembersElect = "committed-members-elect";
    /// A configuration stays in force although its entry was replaced (§6; dissertation §4.1). Breaks
    /// Leader Completeness.
    TruncatedMembersKept = "truncated-members-kept";
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
    /// A snapshot keeps what follows it even where the log holds another entry in its place (Figure 13,
    /// step 7). Breaks Log Matching.
    SnapshotKeepsConflict = "snapshot-keeps-conflict";
    /// Whoever installs a snapshot goes back to the term of its last entry (§5.1, Figure 13). Breaks
    /// Election Safety: a server can vote twice in a term that it comes back to.
    SnapshotSetsTerm = "snapshot-sets-term";
    /// A snapshot claims to replace the whole log, applied or not (§7). Breaks Log Matching and State
    /// Machine Safety.
    SnapshotAheadOfState = "snapshot-ahead-of-state";
    /// A snapshot does not keep the term of its last entry; its maker's term stands for it (§7). The
    /// log then seems to be newer than it is. Breaks Leader Completeness and liveness.
    SnapshotWithoutTerm = "snapshot-without-term";
    /// A snapshot brings the members of the one before it (§7). Breaks Election Safety.
    SnapshotWithoutMembers = "snapshot-without-members";
    /// A snapshot keeps the sessions without their answers (dissertation §6.3): what was done before it
    /// is done again. Breaks exactly-once execution and State Machine Safety.
    SnapshotForgetsAnswers = "snapshot-forgets-answers";
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
