//! The rules behind the verdicts, each with its place in the literature.

use crate::{
    AppendRefusal, ChangeFault, CommitHold, ElectionCause, ElectionRefusal, ProgressState,
    ProposalRefusal, ReadBasis, ReadHold, Verdict, VoteRefusal,
};

/// Writes the list of rules down once: variant, name, section of the paper, of the dissertation.
macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $rule:ident = $id:literal, $paper:literal, $thesis:literal;)+) => {
        /// The rules behind the verdicts, each with its place in the literature.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Rule {
            $($(#[doc = $doc])+ $rule,)+
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$rule),+];

            /// The name by which catalogues and documents refer to the rule.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$rule => $id,)+
                }
            }

            /// Where the Raft paper (extended version) states it; empty where it does not.
            #[must_use]
            pub fn paper(self) -> &'static str {
                match self {
                    $(Self::$rule => $paper,)+
                }
            }

            /// Where to read about it: in the paper if it is there, else in the dissertation; nowhere if
            /// neither has it.
            #[must_use]
            pub fn section(self) -> Option<&'static str> {
                match self {
                    $(Self::$rule if !$paper.is_empty() => Some($paper),)+
                    $(Self::$rule if !$thesis.is_empty() => Some(concat!("dissertation ", $thesis)),)+
                    _ => None,
                }
            }

            /// Where Ongaro's dissertation states it; empty where it does not.
            #[must_use]
            pub fn dissertation(self) -> &'static str {
                match self {
                    $(Self::$rule => $thesis,)+
                }
            }

            /// What the rule says, in a sentence or two.
            #[must_use]
            pub fn statement(self) -> &'static str {
                match self {
                    $(Self::$rule => concat!($($doc),+).trim_ascii(),)+
                }
            }
        }
    };
}

rules! {
    /// A newer term always wins; messages of older terms are refused.
    NewestTermWins = "newest-term-wins", "§5.1", "§3.3";
    /// A follower that hears from no leader for an election timeout starts an election.
    ElectionTimeout = "election-timeout", "§5.2", "§3.4";
    /// At most one vote per server and term.
    OneVotePerTerm = "one-vote-per-term", "§5.2", "§3.4";
    /// Only a candidate whose log is at least as up to date may win.
    LogUpToDate = "log-up-to-date", "§5.4.1", "§3.6.1";
    /// A majority of votes makes a leader.
    MajorityElects = "majority-elects", "§5.2", "§3.4";
    /// A server opens a new term only after a majority said that it would vote for it.
    PreVote = "pre-vote", "", "§9.6";
    /// A leader that does not hear from a majority for an election timeout steps down.
    CheckQuorum = "check-quorum", "", "§6.2";
    /// Whoever has just heard from a leader does not help to depose it.
    LeaderStickiness = "leader-stickiness", "§6", "§4.2.3";
    /// A leader brings a server up to date, tells it to stand for election, and takes no commands
    /// meanwhile.
    LeadershipTransfer = "leadership-transfer", "", "§3.10";
    /// New entries are accepted only if the entry before them agrees.
    ConsistencyCheck = "consistency-check", "§5.3", "§3.5";
    /// Conflicting entries of a follower are replaced by the leader's.
    LeaderOverwritesConflicts = "leader-overwrites-conflicts", "§5.3", "§3.5";
    /// A follower that is known to agree is sent more before it has answered; any other gets one
    /// message at a time.
    Pipelining = "pipelining", "", "§10.2.2";
    /// A leader takes no more commands than it can hold uncommitted.
    Backpressure = "backpressure", "", "";
    /// An entry is committed when a majority has it.
    MajorityCommits = "majority-commits", "§5.3", "§3.5";
    /// Only entries of the leader's own term are committed by counting.
    CurrentTermCommits = "current-term-commits", "§5.4.2", "§3.6.2";
    /// Followers learn from the leader what is committed.
    CommitIndexTravels = "commit-index-travels", "§5.3", "§3.5";
    /// Only the leader takes commands.
    LeaderTakesCommands = "leader-takes-commands", "§8", "§6.2";
    /// One voter more or less at a time, so that any two majorities overlap; anything else goes
    /// through a joint configuration.
    MembershipChange = "membership-change", "", "§4.1";
    /// A change begins only when the one before is committed, and something of the leader's term: that
    /// is not in the dissertation, but in Ongaro's correction on raft-dev of July 2015.
    OneChangeAtATime = "one-change-at-a-time", "", "§4.1";
    /// In a joint configuration every decision needs both majorities; it is left once it is
    /// committed.
    JointConsensus = "joint-consensus", "§6", "§4.3";
    /// A server uses the latest configuration in its log, committed or not.
    LatestConfiguration = "latest-configuration", "§6", "§4.1";
    /// A new server receives the log before it votes.
    LearnersCatchUp = "learners-catch-up", "§6", "§4.2.1";
    /// A leader that is removed goes once that is committed.
    RemovedLeaderStepsDown = "removed-leader-steps-down", "§6", "§4.2.2";
    /// What is asked twice is done once: a session's commands are numbered, and answers are kept.
    ExactlyOnce = "exactly-once", "§8", "§6.3";
    /// Sessions end by an entry of the log, so that all servers end the same ones.
    SessionsExpireByLog = "sessions-expire-by-log", "", "§6.3";
    /// A snapshot of the state machine takes the place of the entries that led to it.
    Compaction = "compaction", "§7", "§5.1";
    /// Whoever misses what the leader has discarded gets its snapshot; what follows it in the log is
    /// kept if it fits.
    SnapshotReplacesLog = "snapshot-replaces-log", "§7", "§5.1";
    /// A snapshot never takes a server back to an earlier state.
    StateNeverGoesBack = "state-never-goes-back", "§7", "§5.1";
    /// A leader knows what is committed only after a commit in its own term.
    ReadAfterOwnCommit = "read-after-own-commit", "§8", "§6.4";
    /// Before it answers a read, a leader hears from a majority that it still leads.
    ReadIndex = "read-index", "§8", "§6.4";
    /// While its lease lasts, a leader answers reads without asking.
    LeaseRead = "lease-read", "§8", "§6.4.1";
    /// A read is answered once everything that was committed when it arrived is applied.
    ReadAfterApply = "read-after-apply", "§8", "§6.4";
    /// Late, repeated or impossible messages change nothing.
    MessagesAreUntrusted = "messages-are-untrusted", "§5.5", "§3.7";
}

impl Verdict {
    /// The rule that the decision applied.
    #[must_use]
    pub fn rule(&self) -> Rule {
        match self {
            Self::TermAdopted { .. }
            | Self::LeaderSteppedDown { .. }
            | Self::VoteDenied { why: VoteRefusal::StaleTerm { .. }, .. }
            | Self::AppendRefused { why: AppendRefusal::StaleTerm { .. }, .. } => {
                Rule::NewestTermWins
            }
            Self::ElectionStarted { cause: ElectionCause::PreVoteWon { .. }, .. }
            | Self::PreVoteStarted { .. }
            | Self::PreVoteGranted { .. }
            | Self::PreVoteDenied { .. }
            | Self::PreVoteCounted { .. } => Rule::PreVote,
            Self::ElectionStarted { cause: ElectionCause::TimeoutNow { .. }, .. }
            | Self::ProposalTurnedAway {
                why: ProposalRefusal::TransferInProgress { .. }, ..
            }
            | Self::TransferStarted { .. }
            | Self::TransferReady { .. }
            | Self::TransferAborted { .. }
            | Self::TransferRefused { .. } => Rule::LeadershipTransfer,
            Self::VoteDenied {
                why: VoteRefusal::LeaderHeardRecently { .. } | VoteRefusal::IsLeader,
                ..
            }
            | Self::ElectionRefused(ElectionRefusal::LeaderHeardRecently { .. })
            | Self::LeaderForgotten { .. } => Rule::LeaderStickiness,
            Self::ChangeRefused {
                why: ChangeFault::Pending { .. } | ChangeFault::NoCurrentTermCommit { .. },
                ..
            } => Rule::OneChangeAtATime,
            Self::ChangeRefused { why: ChangeFault::NotCaughtUp { .. }, .. }
            | Self::CaughtUp { .. } => Rule::LearnersCatchUp,
            Self::JointLeft { .. } => Rule::JointConsensus,
            Self::ChangeAccepted { .. } | Self::ChangeRefused { .. } => Rule::MembershipChange,
            Self::ConfigurationUsed { .. } => Rule::LatestConfiguration,
            Self::LeaderRemoved { .. } => Rule::RemovedLeaderStepsDown,
            Self::SnapshotTaken { .. } => Rule::Compaction,
            Self::ProgressChanged { to: ProgressState::Snapshot, .. }
            | Self::SnapshotSent { .. }
            | Self::SnapshotReceived { .. }
            | Self::SnapshotInstalled { .. } => Rule::SnapshotReplacesLog,
            Self::SnapshotRefused { .. } => Rule::StateNeverGoesBack,
            Self::ProgressChanged { .. } | Self::SendingPaused { .. } => Rule::Pipelining,
            Self::ProposalTurnedAway { why: ProposalRefusal::Backpressure { .. }, .. } => {
                Rule::Backpressure
            }
            Self::ReadHeld { why: ReadHold::NoCurrentTermCommit { .. }, .. } => {
                Rule::ReadAfterOwnCommit
            }
            Self::ReadHeld {
                why: ReadHold::LeaseExpired { .. } | ReadHold::LeaseGivenUp, ..
            }
            | Self::ReadConfirmed { basis: ReadBasis::Lease { .. }, .. } => Rule::LeaseRead,
            Self::ReadHeld { why: ReadHold::AwaitingApply { .. }, .. }
            | Self::ReadServed { .. } => Rule::ReadAfterApply,
            Self::ReadHeld { .. }
            | Self::ReadConfirmed { .. }
            | Self::ReadForwarded { .. }
            | Self::ReadRefused { .. } => Rule::ReadIndex,
            Self::FollowerSilent { .. } | Self::QuorumLost { .. } => Rule::CheckQuorum,
            Self::ElectionStarted { .. } | Self::ElectionRefused(_) => Rule::ElectionTimeout,
            Self::VoteGranted { .. }
            | Self::VoteDenied { why: VoteRefusal::AlreadyVoted { .. }, .. } => {
                Rule::OneVotePerTerm
            }
            Self::VoteDenied { why: VoteRefusal::LogBehind { .. }, .. } => Rule::LogUpToDate,
            Self::VoteCounted { .. }
            | Self::ElectionWon { .. }
            | Self::CandidateSteppedDown { .. }
            | Self::LeaderRecognised { .. } => Rule::MajorityElects,
            Self::AppendAccepted { .. } | Self::AppendRefused { .. } | Self::Backtracked { .. } => {
                Rule::ConsistencyCheck
            }
            Self::Truncated { .. } => Rule::LeaderOverwritesConflicts,
            Self::MatchAdvanced { .. }
            | Self::CommitAdvanced { have: Some(_), .. }
            | Self::CommitHeld(CommitHold::NoQuorum { .. }) => Rule::MajorityCommits,
            Self::CommitHeld(CommitHold::OldTermEntry { .. }) => Rule::CurrentTermCommits,
            Self::CommitAdvanced { have: None, .. } => Rule::CommitIndexTravels,
            Self::ProposalAccepted { .. }
            | Self::ProposalForwarded { .. }
            | Self::ProposalRefused { .. } => Rule::LeaderTakesCommands,
            Self::ReplyIgnored { .. } | Self::MessageRefused { .. } | Self::UnknownWrite(_) => {
                Rule::MessagesAreUntrusted
            }
        }
    }
}
