//! What goes into a server and what comes out of it.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::{
    Change, ChangeFault, Index, LogId, Message, Micros, NodeId, RequestId, SessionCommand,
    Sessions, Snapshot, Term, Transition, Verdict, Write, WriteId,
};

/// Something that happens to a server.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Input {
    /// A message has arrived.
    Receive(Message),
    /// Time has passed: do what is due. The host calls at [`crate::Node::next_deadline`]; calling
    /// earlier or more often does no harm.
    Wake,
    /// The election timer runs out now, whatever the clock says. Where leaders read by lease the server
    /// refuses as long as its leader may count on it. A free choice for whoever
    /// explores or directs a run; a leader refuses it.
    ElectionTimeout,
    /// The election timer shall run out after this span, from now.
    SetElectionTimer(Micros),
    /// This leader shall hand its office over to `to` (dissertation §3.10).
    TransferLeadership {
        /// Who shall lead.
        to: NodeId,
    },
    /// The server shall forget who leads, because somebody knows that the leader is gone: then it
    /// no longer waits before it gives a vote or a pre-vote away. Does nothing where leases are in
    /// use, which count on that patience.
    ForgetLeader,
    /// A client wants `command` in the log.
    Propose {
        /// The host's name for the request, handed back with the answer.
        request: RequestId,
        /// The command, opaque to Raft.
        command: Arc<[u8]>,
        /// Which command of the client's session it is, if it has one.
        session: Option<SessionCommand>,
    },
    /// A client wants a session (dissertation §6.3). The answer names the entry that opens it.
    OpenSession {
        /// The host's name for the request.
        request: RequestId,
    },
    /// Sessions shall end that were not used in or after the entry `unused_since`.
    ExpireSessions {
        /// The host's name for the request.
        request: RequestId,
        /// The first entry in which a session that goes on was used.
        unused_since: Index,
    },
    /// The cluster shall have other members (§6).
    ChangeMembership {
        /// The host's name for the request.
        request: RequestId,
        /// Which ones.
        change: MembershipChange,
    },
    /// The log shall be shortened now, whatever the options say (§7).
    TakeSnapshot,
    /// The host's answer to [`Effect::TakeSnapshot`].
    SnapshotTaken {
        /// The last entry that the state includes.
        through: Index,
        /// The state machine's state, opaque to Raft.
        state: Arc<[u8]>,
        /// The client sessions after that entry.
        sessions: Sessions,
    },
    /// A client wants to read the state machine, without going through the log (dissertation §6.4).
    Read {
        /// The host's name for the read, handed back with the answer.
        request: RequestId,
        /// What the answer must be worth.
        mode: ReadMode,
    },
    /// This write and all earlier ones are on disk.
    Persisted(WriteId),
    /// The state machine has applied everything up to this index.
    Applied(Index),
}

/// A change of a cluster's members.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum MembershipChange {
    /// These changes, as one step.
    Change {
        /// What shall become of whom, in order.
        changes: Vec<Change>,
        /// By which way.
        transition: Transition,
    },
    /// The joint configuration that is in force shall be left.
    LeaveJoint,
}

/// What an answer to a read must be worth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ReadMode {
    /// Linearizable: the leader asks a majority whether it still leads.
    ReadIndex,
    /// Linearizable as long as clocks keep their bound: the leader's lease is enough. Without a
    /// valid one the same as `ReadIndex`.
    Lease,
    /// Whatever this server has applied, which may be long out of date.
    Stale,
}

/// Something a server wants done. The host carries effects out in order.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Effect {
    /// Put this on disk, after all earlier writes, and report [`Input::Persisted`].
    Write(Write),
    /// Send a message.
    Send {
        /// The message.
        message: Message,
        /// `None`: it may leave now. `Some(id)`: not before write `id` and all earlier writes are
        /// durable. If the server crashes first, the message must never leave.
        after: Option<WriteId>,
    },
    /// Everything up to this index is committed: apply it in order and report [`Input::Applied`].
    Apply {
        /// The last committed index.
        through: Index,
    },
    /// Hand over the state machine's state as it is after this entry, which is the last that was
    /// applied, with [`Input::SnapshotTaken`] (§7).
    TakeSnapshot {
        /// The last applied entry.
        through: Index,
    },
    /// Replace the state machine and the sessions by this: everything up to `snapshot.last` is
    /// applied with it (Figure 13, step 8).
    Restore {
        /// The leader's snapshot.
        snapshot: Arc<Snapshot>,
    },
    /// Answer a request, after the effects before this one have been carried out.
    Answer {
        /// The request.
        request: RequestId,
        /// The answer.
        reply: Reply,
    },
}

/// The core's answer to a request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reply {
    /// The request's entry is committed; the state machine's answer is the result of applying it.
    Committed(LogId),
    /// This server does not lead. Nothing was done.
    NotLeader {
        /// Who leads, if this server knows.
        leader: Option<NodeId>,
    },
    /// The state machine may be read now: it has applied everything up to here.
    Readable {
        /// At least this is applied.
        index: Index,
    },
    /// This server leads, but does not change the members now, or not in this way.
    ChangeRefused(ChangeFault),
    /// This server leads, but too much waits to be committed. Nothing was done.
    Overloaded,
    /// This server leads, but is handing its office over. Nothing was done.
    TransferInProgress {
        /// Who is going to lead.
        to: NodeId,
    },
}

/// What comes out of one step. The buffers belong to the caller, who clears them, so that a step
/// in the steady state allocates nothing.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Output {
    /// What to do, in order.
    pub effects: Vec<Effect>,
    /// What was decided and why, in order.
    pub verdicts: Vec<Verdict>,
    /// Nobody asks why: verdicts are not kept.
    unexplained: bool,
}

impl Output {
    /// Buffers of a caller who wants effects and no reasons, such as a measurement: `verdicts`
    /// stays empty. What the server does is the same.
    #[must_use]
    pub fn without_verdicts() -> Self {
        Self { unexplained: true, ..Self::default() }
    }

    pub(crate) fn decided(&mut self, verdict: Verdict) {
        if !self.unexplained {
            self.verdicts.push(verdict);
        }
    }

    /// Empties the buffers and keeps their memory.
    pub fn clear(&mut self) {
        self.effects.clear();
        self.verdicts.clear();
    }
}

/// Which random number a step wants: the election timeout of this server in `term`.
///
/// The host draws it as a function of this key, of the server and of the server's incarnation, and
/// of nothing else. Then a change somewhere in a run leaves every draw that it did not cause alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DrawKey {
    /// The term in which the timeout will be used.
    pub term: Term,
    /// How many timeouts this server has drawn in that term before.
    pub attempt: u32,
}
