//! What was decided, and why: the compared values of every decision.
//!
//! Verdicts are the one source of narration, tooltips, tests and documentation. They are small and
//! `Copy`; nobody ever parses a string to find out what a server thought.

use crate::{Index, LogId, MessageKind, NodeId, RequestId, Term, WriteId};

/// One decision of a server.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Verdict {
    /// A message carried a newer term: the server adopts it and follows (§5.1).
    TermAdopted {
        /// Who sent it.
        from: NodeId,
        /// In what kind of message.
        kind: MessageKind,
        /// The server's term until now.
        old: Term,
        /// The message's term.
        new: Term,
    },
    /// A leader gave up its office because of a newer term (§5.1).
    LeaderSteppedDown {
        /// The term it led.
        led: Term,
        /// The newer term.
        new: Term,
        /// Clients' requests whose outcome it can no longer tell.
        abandoned: u32,
    },
    /// A candidate found that another server leads its term (§5.2).
    CandidateSteppedDown {
        /// The leader.
        leader: NodeId,
        /// The term of both.
        term: Term,
    },
    /// A server opened a new term and asks for votes (§5.2).
    ElectionStarted {
        /// The new term.
        term: Term,
        /// Why.
        cause: ElectionCause,
    },
    /// A server gave its vote (§5.2, §5.4.1).
    VoteGranted {
        /// To whom.
        candidate: NodeId,
        /// In which term.
        term: Term,
    },
    /// A server refused its vote.
    VoteDenied {
        /// To whom.
        candidate: NodeId,
        /// Why.
        why: VoteRefusal,
    },
    /// A candidate counted an answer (§5.2).
    VoteCounted {
        /// Whose.
        voter: NodeId,
        /// Yes or no.
        granted: bool,
        /// How many have said yes.
        yes: u32,
        /// How many are needed.
        needed: u32,
    },
    /// A majority elected this server (§5.2).
    ElectionWon {
        /// The term it leads.
        term: Term,
        /// How many said yes.
        yes: u32,
        /// How many were needed.
        needed: u32,
    },
    /// A follower heard for the first time who leads its term (§5.2).
    LeaderRecognised {
        /// The leader.
        leader: NodeId,
        /// The term.
        term: Term,
    },
    /// An AppendEntries passed the consistency check (§5.3).
    AppendAccepted {
        /// The leader.
        leader: NodeId,
        /// The two logs agree up to here.
        match_index: Index,
        /// How many entries were new; 0 for a heartbeat or a repetition.
        appended: u32,
    },
    /// An AppendEntries was refused.
    AppendRefused {
        /// Who sent it.
        leader: NodeId,
        /// Why.
        why: AppendRefusal,
    },
    /// A follower removed entries that conflict with the leader's (§5.3).
    Truncated {
        /// The first removed entry.
        from: LogId,
        /// How many were removed.
        lost: u32,
        /// The term of the leader's entry at that index.
        theirs: Term,
    },
    /// A leader learned that a follower has more of its log (§5.3).
    MatchAdvanced {
        /// The follower.
        follower: NodeId,
        /// Its match index until now.
        from: Index,
        /// Its match index now.
        to: Index,
    },
    /// A leader goes back in its log to find where a follower's agrees (§5.3).
    Backtracked {
        /// The follower.
        follower: NodeId,
        /// The next index until now.
        from: Index,
        /// The next index now.
        to: Index,
    },
    /// More entries are committed (§5.3, §5.4.2).
    CommitAdvanced {
        /// The commit index until now.
        from: Index,
        /// The commit index now.
        to: Index,
        /// For a leader: how many voters have entry `to` on disk. `None` on a follower, who was
        /// told by its leader.
        have: Option<u32>,
    },
    /// A leader holds an entry that cannot be committed yet.
    CommitHeld(CommitHold),
    /// A leader took a command into its log (§5.3).
    ProposalAccepted {
        /// The request.
        request: RequestId,
        /// The new entry.
        id: LogId,
    },
    /// A server that does not lead passed a request on (dissertation §6.2).
    ProposalForwarded {
        /// The request.
        request: RequestId,
        /// The leader.
        to: NodeId,
    },
    /// A server that does not lead refused a request (§8).
    ProposalRefused {
        /// The request.
        request: RequestId,
        /// Who leads, if known.
        leader: Option<NodeId>,
    },
    /// An answer came too late or twice and changes nothing.
    ReplyIgnored {
        /// Who sent it.
        from: NodeId,
        /// Why.
        why: ReplyFault,
    },
    /// A message that no correct server could have sent.
    MessageRefused {
        /// Who sent it, as it says.
        from: NodeId,
        /// What is wrong.
        why: MessageFault,
    },
    /// A notice about a write that is not in flight.
    UnknownWrite(WriteId),
    /// An election timeout on a server that leads, does not vote, or has no term left to open.
    ElectionRefused,
}

/// Why a server started an election.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ElectionCause {
    /// Its election timer ran out.
    TimedOut,
    /// It was told to, by whoever directs the run.
    Told,
}

/// Why a vote was refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum VoteRefusal {
    /// The candidate's term is over (§5.1).
    StaleTerm {
        /// The voter's term.
        mine: Term,
        /// The candidate's term.
        theirs: Term,
    },
    /// The vote of this term is given (§5.2).
    AlreadyVoted {
        /// To this server.
        voted_for: NodeId,
    },
    /// The candidate's log misses something that the voter's log has (§5.4.1).
    LogBehind {
        /// The voter's last entry.
        mine: LogId,
        /// The candidate's last entry.
        theirs: LogId,
    },
}

/// Why an AppendEntries was refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AppendRefusal {
    /// The sender's term is over (§5.1).
    StaleTerm {
        /// The follower's term.
        mine: Term,
        /// The sender's term.
        theirs: Term,
    },
    /// The follower's log ends before `prev_log` (§5.3).
    PrevMissing {
        /// The leader's previous entry.
        prev: LogId,
        /// The follower's last entry.
        last: LogId,
    },
    /// The follower has another entry at `prev_log` (§5.3).
    PrevTermMismatch {
        /// The leader's previous entry.
        prev: LogId,
        /// The term of the follower's entry at that index.
        mine: Term,
    },
}

/// Why an entry is not committed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CommitHold {
    /// Too few voters have it on disk (§5.3).
    NoQuorum {
        /// The first entry that is not committed.
        index: Index,
        /// How many have it.
        have: u32,
        /// How many are needed.
        need: u32,
    },
    /// Enough voters have it, but an older term's leader created it: counting copies of it would
    /// not make it safe (§5.4.2, Figure 8).
    OldTermEntry {
        /// The last such entry.
        id: LogId,
        /// The leader's term.
        current_term: Term,
    },
}

/// Why an answer was ignored.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ReplyFault {
    /// It answers a question of an earlier term.
    OldTerm {
        /// The answer's term.
        theirs: Term,
        /// This server's term.
        mine: Term,
    },
    /// The server is no longer in the role in which it asked.
    RoleHasChanged,
    /// It has been counted already.
    Repeated,
    /// It refuses a message that a later answer has overtaken.
    Overtaken {
        /// The refused previous index.
        prev_index: Index,
    },
}

/// What is wrong with a message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MessageFault {
    /// It is addressed to another server.
    NotForMe {
        /// To this one.
        to: NodeId,
    },
    /// It claims to come from the receiver.
    FromMyself,
    /// The sender is not in the configuration.
    UnknownSender,
    /// No server can be in this term.
    ImpossibleTerm {
        /// The term.
        term: Term,
    },
    /// No log can have this entry.
    ImpossibleEntry {
        /// Its id.
        id: LogId,
    },
    /// The entries are not consecutive or their terms decrease.
    EntriesOutOfOrder {
        /// An entry.
        before: LogId,
        /// The entry that is sent after it.
        then: LogId,
    },
    /// It comes from a second leader of this server's own term, which elections rule out.
    SecondLeader,
    /// It would remove an entry that this server knows to be committed.
    ConflictsWithCommitted {
        /// The committed entry's index.
        index: Index,
    },
    /// It acknowledges an entry that this leader does not have.
    MatchBeyondLog {
        /// The acknowledged index.
        index: Index,
    },
}

/// The rules behind the verdicts, each with its place in the literature.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rule {
    /// A newer term always wins; messages of older terms are refused.
    NewestTermWins,
    /// A follower that hears from no leader for an election timeout starts an election.
    ElectionTimeout,
    /// At most one vote per server and term.
    OneVotePerTerm,
    /// Only a candidate whose log is at least as up to date may win.
    LogUpToDate,
    /// A majority of votes makes a leader.
    MajorityElects,
    /// New entries are accepted only if the entry before them agrees.
    ConsistencyCheck,
    /// Conflicting entries of a follower are replaced by the leader's.
    LeaderOverwritesConflicts,
    /// An entry is committed when a majority has it.
    MajorityCommits,
    /// Only entries of the leader's own term are committed by counting.
    CurrentTermCommits,
    /// Followers learn from the leader what is committed.
    CommitIndexTravels,
    /// Only the leader takes commands.
    LeaderTakesCommands,
    /// Late, repeated or impossible messages change nothing.
    MessagesAreUntrusted,
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
            Self::ElectionStarted { .. } | Self::ElectionRefused => Rule::ElectionTimeout,
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

impl Rule {
    /// All rules.
    pub const ALL: &'static [Self] = &[
        Self::NewestTermWins,
        Self::ElectionTimeout,
        Self::OneVotePerTerm,
        Self::LogUpToDate,
        Self::MajorityElects,
        Self::ConsistencyCheck,
        Self::LeaderOverwritesConflicts,
        Self::MajorityCommits,
        Self::CurrentTermCommits,
        Self::CommitIndexTravels,
        Self::LeaderTakesCommands,
        Self::MessagesAreUntrusted,
    ];

    /// The name by which catalogues and documents refer to the rule.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::NewestTermWins => "newest-term-wins",
            Self::ElectionTimeout => "election-timeout",
            Self::OneVotePerTerm => "one-vote-per-term",
            Self::LogUpToDate => "log-up-to-date",
            Self::MajorityElects => "majority-elects",
            Self::ConsistencyCheck => "consistency-check",
            Self::LeaderOverwritesConflicts => "leader-overwrites-conflicts",
            Self::MajorityCommits => "majority-commits",
            Self::CurrentTermCommits => "current-term-commits",
            Self::CommitIndexTravels => "commit-index-travels",
            Self::LeaderTakesCommands => "leader-takes-commands",
            Self::MessagesAreUntrusted => "messages-are-untrusted",
        }
    }

    /// Where the Raft paper (extended version) states it.
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Self::NewestTermWins => "§5.1",
            Self::ElectionTimeout | Self::OneVotePerTerm | Self::MajorityElects => "§5.2",
            Self::ConsistencyCheck
            | Self::LeaderOverwritesConflicts
            | Self::MajorityCommits
            | Self::CommitIndexTravels => "§5.3",
            Self::LogUpToDate => "§5.4.1",
            Self::CurrentTermCommits => "§5.4.2",
            Self::LeaderTakesCommands => "§8",
            Self::MessagesAreUntrusted => "§5.5",
        }
    }
}
