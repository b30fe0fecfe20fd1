//! What was decided, and why: the compared values of every decision.
//!
//! Verdicts are the one source of narration, tooltips, tests and documentation. They are small and
//! `Copy`; nobody ever parses a string to find out what a server thought.

use crate::{
    AppendRefusal, ChangeFault, CommitHold, ElectionCause, ElectionRefusal, Index, LogId,
    MessageFault, MessageKind, Micros, NodeId, ProgressCause, ProgressState, ProposalRefusal,
    ReadBasis, ReadHold, ReplyFault, RequestId, SnapshotFault, Term, TransferAbort,
    TransferRefusal, VoteRefusal, WriteId,
};

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
    /// A leader has heard nothing from this follower for the shortest election timeout, and this is
    /// one of those that it misses for a majority (§6.2 and §4.2.3 of the dissertation).
    FollowerSilent {
        /// The follower.
        follower: NodeId,
        /// For how long.
        silent: Micros,
    },
    /// A leader gave up its office because it no longer hears from a majority: it could not commit
    /// anything, and its clients had better ask somebody else (dissertation §6.2).
    QuorumLost {
        /// The term it led.
        term: Term,
        /// How many servers it hears from, itself included.
        heard: u32,
        /// How many are needed.
        needed: u32,
        /// Clients' requests whose outcome it can no longer tell.
        abandoned: u32,
    },
    /// A server was told to forget its leader.
    LeaderForgotten {
        /// The leader.
        leader: NodeId,
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
    /// A server asks whether others would vote for it before it opens a new term (dissertation
    /// §9.6).
    PreVoteStarted {
        /// The term that it would open.
        term: Term,
        /// Why.
        cause: ElectionCause,
    },
    /// A server would vote for another one. It promises nothing and remembers nothing.
    PreVoteGranted {
        /// For whom.
        candidate: NodeId,
        /// In which term.
        term: Term,
    },
    /// A server would not vote for another one.
    PreVoteDenied {
        /// For whom.
        candidate: NodeId,
        /// Why not.
        why: VoteRefusal,
    },
    /// A server that thinks of standing for election counted an answer.
    PreVoteCounted {
        /// Whose.
        voter: NodeId,
        /// Yes or no.
        granted: bool,
        /// How many have said yes.
        yes: u32,
        /// How many are needed.
        needed: u32,
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
    /// A leader sends to a follower in another way than before (dissertation §10.2.2).
    ProgressChanged {
        /// The follower.
        follower: NodeId,
        /// How it sent.
        from: ProgressState,
        /// How it sends.
        to: ProgressState,
        /// Why.
        why: ProgressCause,
    },
    /// A leader has more to send, but enough is on its way to this follower.
    SendingPaused {
        /// The follower.
        follower: NodeId,
        /// How many AppendEntries are on their way.
        in_flight: u32,
    },
    /// A leader takes a change of members into its log (§6).
    ChangeAccepted {
        /// The request.
        request: RequestId,
        /// The new configuration's entry.
        id: LogId,
    },
    /// A change of members is not begun.
    ChangeRefused {
        /// The request.
        request: RequestId,
        /// Why.
        why: ChangeFault,
    },
    /// A leader leaves a joint configuration, because it is committed (§6).
    JointLeft {
        /// The entry of the joint configuration.
        joint: Index,
        /// The entry of the one that follows.
        id: LogId,
    },
    /// A server uses another configuration from now on.
    ConfigurationUsed {
        /// Its entry; 0 for what the server was set up with.
        index: Index,
        /// How many voters it has: those of C_new, if it is joint.
        incoming: u32,
        /// How many voters C_old has; 0 if it is not joint.
        outgoing: u32,
        /// How many learners it has.
        learners: u32,
    },
    /// A leader goes, because a committed configuration does without it (dissertation §4.2.2).
    LeaderRemoved {
        /// The term it led.
        term: Term,
        /// The configuration's entry.
        index: Index,
        /// Clients' requests whose outcome it can no longer tell.
        abandoned: u32,
    },
    /// A learner has got what the leader had when the round began (dissertation §4.2.1).
    CaughtUp {
        /// The learner.
        learner: NodeId,
        /// Which round.
        round: u32,
        /// How long it took.
        took: Micros,
        /// Whether that is fast enough to be promoted.
        caught_up: bool,
    },
    /// A server has taken a snapshot of its state machine and shortened its log (§7).
    SnapshotTaken {
        /// The last entry that it replaces.
        last: LogId,
        /// How many entries were discarded.
        discarded: u64,
    },
    /// A leader sends its snapshot, because it has discarded what a follower needs (§7).
    SnapshotSent {
        /// The follower.
        follower: NodeId,
        /// The last entry that it replaces.
        last: LogId,
    },
    /// A part of a snapshot has arrived (Figure 13).
    SnapshotReceived {
        /// The leader.
        leader: NodeId,
        /// The last entry that it replaces.
        last: LogId,
        /// How many bytes of it have arrived.
        received: u64,
        /// Whether that is all.
        done: bool,
    },
    /// A snapshot has taken the place of a log, or of its beginning (Figure 13).
    SnapshotInstalled {
        /// The last entry that it replaces.
        last: LogId,
        /// How many entries follow it and were kept.
        kept: u64,
        /// How many were discarded.
        discarded: u64,
    },
    /// A snapshot was of no use.
    SnapshotRefused {
        /// The leader who sent it; `None` if it came from this server's own host.
        leader: Option<NodeId>,
        /// Why.
        why: SnapshotFault,
    },
    /// A read cannot be answered yet (dissertation §6.4).
    ReadHeld {
        /// The read.
        request: RequestId,
        /// Why.
        why: ReadHold,
    },
    /// What must be applied before the read is answered is known for certain.
    ReadConfirmed {
        /// The read.
        request: RequestId,
        /// What must be applied.
        index: Index,
        /// How it is known.
        basis: ReadBasis,
    },
    /// The state machine may answer the read.
    ReadServed {
        /// The read.
        request: RequestId,
        /// It has applied everything up to here.
        index: Index,
    },
    /// A server that does not lead asks the leader on behalf of a read.
    ReadForwarded {
        /// The read.
        request: RequestId,
        /// The leader.
        to: NodeId,
    },
    /// A read is refused: this server does not lead, or does so no more.
    ReadRefused {
        /// The read.
        request: RequestId,
        /// Who leads, if known.
        leader: Option<NodeId>,
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
    /// A leader did not take a proposal now. Nothing was done.
    ProposalTurnedAway {
        /// The request.
        request: RequestId,
        /// Why.
        why: ProposalRefusal,
    },
    /// A leader begins to hand its office over: first the other server must have its whole log
    /// (dissertation §3.10).
    TransferStarted {
        /// To this server.
        to: NodeId,
        /// What it has of the log.
        match_index: Index,
        /// What it must have.
        last: Index,
    },
    /// The other server has the whole log: it is told to stand for election at once.
    TransferReady {
        /// The server.
        to: NodeId,
    },
    /// A leader gave up handing its office over.
    TransferAborted {
        /// To this server.
        to: NodeId,
        /// Why.
        why: TransferAbort,
    },
    /// A leader, or a server that does not lead, does not hand the office over.
    TransferRefused {
        /// To this server.
        to: NodeId,
        /// Why.
        why: TransferRefusal,
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
    /// An election timeout on a server that does not stand for election.
    ElectionRefused(ElectionRefusal),
}

/// A count as verdicts carry it.
pub(crate) fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
