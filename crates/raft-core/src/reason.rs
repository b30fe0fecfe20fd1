//! Why: the reasons that verdicts carry, with the values that were compared.

use crate::rules::quorum::Half;
use crate::{ChangeRefusal, Index, LocalTime, LogId, Micros, NodeId, Round, Term};

/// Why a server started an election.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ElectionCause {
    /// Its election timer ran out.
    TimedOut,
    /// It was told to, by whoever directs the run.
    Told,
    /// A majority would vote for it (dissertation §9.6).
    PreVoteWon {
        /// How many would.
        yes: u32,
        /// How many were needed.
        needed: u32,
    },
    /// The leader hands its office over (dissertation §3.10).
    TimeoutNow {
        /// The leader.
        from: NodeId,
    },
}

/// Why a server does not stand for election, although its timer has run out or somebody wants it to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ElectionRefusal {
    /// It leads.
    IsLeader,
    /// It has no vote (§6).
    NotVoter,
    /// There is no term left that it could open.
    NoTermLeft,
    /// Leases are in use, and it has heard from a leader, or has started, less than the shortest
    /// election timeout ago: somebody has told it to stand, or set its timer ahead (dissertation
    /// §6.4.1).
    LeaderHeardRecently {
        /// The leader; `None` if the server has only just started.
        leader: Option<NodeId>,
        /// How long ago.
        elapsed: Micros,
        /// How long it must have been.
        minimum: Micros,
    },
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
    /// The voter has a leader, or cannot know that it has none: it has heard from one, or has
    /// started, less than the shortest election timeout ago (§6; dissertation §4.2.3 and §9.6).
    LeaderHeardRecently {
        /// The leader; `None` if the voter has only just started, or no longer knows.
        leader: Option<NodeId>,
        /// How long ago.
        elapsed: Micros,
        /// How long it must have been.
        minimum: Micros,
    },
    /// The voter leads the term, and sees no reason not to (dissertation §4.2.3 and §9.6).
    IsLeader,
}

/// Why a leader did not take a proposal, although it leads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ProposalRefusal {
    /// It is handing its office over (dissertation §3.10).
    TransferInProgress {
        /// To this server.
        to: NodeId,
    },
    /// Too much waits to be committed.
    Backpressure {
        /// So many bytes.
        uncommitted: u64,
        /// It would be so many more.
        bytes: u64,
        /// This is the limit.
        limit: u64,
    },
}

/// Why a read cannot be answered yet (dissertation §6.4).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ReadHold {
    /// The leader has committed nothing in its own term, so it cannot know what is committed.
    NoCurrentTermCommit {
        /// The last entry that it knows to be committed.
        committed: LogId,
        /// Its term.
        current_term: Term,
    },
    /// The leader must hear from a majority that it still leads.
    AwaitingQuorum {
        /// The round of questions.
        round: Round,
        /// How many have answered it, the leader included.
        have: u32,
        /// How many must.
        need: u32,
    },
    /// The state machine is behind.
    AwaitingApply {
        /// What must be applied.
        index: Index,
        /// What is applied.
        applied: Index,
    },
    /// The lease has run out, or there has been none: the leader must ask.
    LeaseExpired {
        /// When it ran out.
        until: Option<LocalTime>,
        /// What the clock says.
        now: LocalTime,
    },
    /// The leader has told somebody to stand for election: it cannot trust its lease any more.
    LeaseGivenUp,
}

/// What an answer to a read stands on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ReadBasis {
    /// A majority has confirmed that the leader still led after the read had arrived.
    Quorum {
        /// In this round.
        round: Round,
    },
    /// No other leader can have been elected before the lease runs out.
    Lease {
        /// When it does, on the leader's clock.
        until: LocalTime,
    },
    /// The leader has said what must be applied.
    Leader {
        /// Who.
        leader: NodeId,
    },
    /// Nothing: whoever wants a stale answer gets one.
    Stale,
}

/// Why a leader changed its way of sending to a follower.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ProgressCause {
    /// An append was accepted.
    Accepted,
    /// An append was refused.
    Refused,
    /// A later message was answered, and this one was not.
    Lost,
    /// The leader has discarded what the follower needs.
    Compacted,
    /// The follower has installed a snapshot.
    Installed,
}

/// Why a snapshot is of no use (§7).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SnapshotFault {
    /// The server has as much already: its state would move backwards.
    Older {
        /// The last entry that the snapshot replaces.
        last: Index,
        /// What the server has.
        have: Index,
    },
    /// The host cannot have that state yet.
    NotApplied {
        /// The entry.
        through: Index,
        /// What is applied.
        applied: Index,
    },
}

/// Why a leader does not hand its office over.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TransferRefusal {
    /// This server does not lead.
    NotLeader {
        /// Who leads, if known.
        leader: Option<NodeId>,
    },
    /// It leads already.
    ToMyself,
    /// The configuration has no such server, or it does not vote.
    NotVoter,
    /// It is on its way there.
    UnderWay,
}

/// Why a transfer of leadership ended without a new leader.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TransferAbort {
    /// It took longer than an election timeout: the leader goes on (dissertation §3.10).
    TimedOut,
    /// Somebody else shall lead instead.
    Replaced {
        /// This server.
        by: NodeId,
    },
    /// The other server has no vote any more.
    Removed,
}

/// Why a leader does not begin a change of members (dissertation chapter 4).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ChangeFault {
    /// This server does not lead.
    NotLeader {
        /// Who leads, if known.
        leader: Option<NodeId>,
    },
    /// It is handing its office over.
    TransferInProgress {
        /// To this server.
        to: NodeId,
    },
    /// The change before is not finished.
    Pending {
        /// Its entry.
        latest: Index,
        /// The last entry that is committed (or applied, where configurations wait for that).
        settled: Index,
    },
    /// The leader has committed nothing in its own term.
    NoCurrentTermCommit {
        /// The last entry that it knows to be committed.
        committed: LogId,
        /// Its term.
        current_term: Term,
    },
    /// The learner is too far behind to vote.
    NotCaughtUp {
        /// The learner.
        learner: NodeId,
        /// What it has.
        match_index: Index,
        /// What the leader has.
        last: Index,
    },
    /// No configuration can follow the present one in this way.
    Impossible(ChangeRefusal),
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
        /// Who has it not: C_new (or everybody, where there is only one set of voters), or C_old.
        half: Half,
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
    /// The sender is no member of this server's configuration, or has no vote in it.
    NotMember,
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
    /// It passes something on that no client can ask for.
    ImpossibleForward,
    /// It acknowledges an entry that this leader does not have.
    MatchBeyondLog {
        /// The acknowledged index.
        index: Index,
    },
}
