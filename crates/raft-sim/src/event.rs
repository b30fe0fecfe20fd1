//! What happens in the world, and what changes by it.

use raft_core::{Entry, Index, LogId, NodeId, Role, SessionId, Term, Verdict, Write};

use crate::{
    Address, Flight, LossReason, MessageId, OperationId, Position, SimTime, World, WriteKey,
};

/// The number of an event within one run, counted from 1. Good for "the event that caused this one"
/// inside a run; never a name that actions or links use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct EventNo(pub u32);

impl EventNo {
    /// Before the first event: what was there from the start.
    pub const START: Self = Self(0);
}

/// Something that happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Event {
    /// Its number.
    pub no: EventNo,
    /// The place in the run just after it.
    pub position: Position,
    /// The event that made it happen: the sending of the message, the setting of the timer, the
    /// start of the write. [`EventNo::START`] if it comes from the beginning or from outside.
    pub cause: EventNo,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EventKind {
    /// A message arrived.
    Delivered(MessageId),
    /// A message did not arrive.
    Lost(MessageId, LossReason),
    /// A server's election timer ran out.
    ElectionTimeout(NodeId),
    /// A leader's heartbeats were due.
    HeartbeatDue(NodeId),
    /// A write became durable.
    Persisted(WriteKey),
    /// A client's timer ran out: it begins an operation, or loses patience.
    ClientTimer(Address),
    /// A hand reached in: the reader, or a step of the scenario. The facts say what it did.
    Acted,
}

/// What changed by an event.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Fact {
    /// A message was sent; [`World::flight`] shows it.
    Sent {
        /// Its place among the messages on their way.
        slot: u32,
    },
    /// A server asked for something to be written.
    WriteStarted(WriteKey),
    /// A server's role changed.
    Role {
        /// The server.
        server: NodeId,
        /// Its role now.
        role: RoleKind,
    },
    /// A server's term changed.
    Term {
        /// The server.
        server: NodeId,
        /// Its term now.
        term: Term,
    },
    /// A server's log was cut.
    Truncated {
        /// The server.
        server: NodeId,
        /// The index of the first entry that was removed.
        from: Index,
    },
    /// A server's log grew.
    Appended {
        /// The server.
        server: NodeId,
        /// Its last entry now.
        last: LogId,
    },
    /// A server's commit index changed.
    Commit {
        /// The server.
        server: NodeId,
        /// Its commit index now.
        index: Index,
    },
    /// A server's state machine applied entries.
    Applied {
        /// The server.
        server: NodeId,
        /// The last applied entry now.
        index: Index,
    },
    /// A command of a session had been executed before: it was not executed again.
    Repeated {
        /// The server.
        server: NodeId,
        /// The entry.
        index: Index,
    },
    /// A command of a session that is closed was not executed.
    SessionExpired {
        /// The server.
        server: NodeId,
        /// The entry.
        index: Index,
    },
    /// A server's session table has one more.
    SessionOpened {
        /// The server.
        server: NodeId,
        /// The session.
        session: SessionId,
    },
    /// A server's session table has some less.
    SessionsClosed {
        /// The server.
        server: NodeId,
        /// How many.
        count: u32,
    },
    /// A client began an operation.
    Invoked(OperationId),
    /// An operation ended well.
    Succeeded(OperationId),
    /// An operation ended without effect.
    Failed(OperationId),
    /// A client gave an operation up and cannot know what became of it.
    GivenUp(OperationId),
    /// A server crashed.
    Crashed {
        /// The server.
        server: NodeId,
        /// How many writes were not durable yet and are lost.
        lost_writes: u32,
    },
    /// A server's disk lost everything.
    Wiped(NodeId),
    /// A server started again from its disk.
    Restarted {
        /// The server.
        server: NodeId,
        /// Which life this is; 1 was the first.
        incarnation: u32,
    },
    /// A server's election timer was set by hand.
    TimerSet {
        /// The server.
        server: NodeId,
        /// When it will run out.
        at: SimTime,
    },
    /// A link was cut, in one direction.
    Cut {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
    /// A link was healed, in one direction.
    Healed {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
    /// A server was put on a side of a partition.
    Side {
        /// The server.
        server: NodeId,
        /// The side.
        side: u8,
    },
    /// Partition and cut links are gone.
    AllHealed,
    /// A message on its way was dropped.
    Dropped(MessageId),
    /// A message on its way is due now.
    DueNow(MessageId),
    /// A message on its way is held.
    Held(MessageId),
    /// A message on its way is late, or was let go of.
    Delayed(MessageId),
    /// A copy of this message is on its way as well.
    Copied(MessageId),
    /// Something else is wrong now, or is not any more.
    Fault {
        /// What.
        what: FaultKind,
        /// With which server.
        server: NodeId,
        /// More of it: see [`FaultKind`].
        value: u64,
    },
    /// The chance of losing a message was changed.
    Loss {
        /// In millionths.
        ppm: u32,
    },
    /// A name was given to a server.
    Bound {
        /// The server.
        server: NodeId,
    },
    /// The scenario's remaining steps were let go of.
    Released,
}

/// What is wrong, or is not any more. The numbers are part of digests: they never change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FaultKind {
    /// The link from this server to the server of the value is as [`crate::Network::faults`] says.
    Link = 1,
    /// The server stands still.
    Paused = 2,
    /// The server goes on.
    Resumed = 3,
    /// The server will crash at the [`crate::CrashPoint`] with this number; 0: at none any more.
    Trapped = 4,
    /// The server is as [`crate::Server::faults`] says.
    Server = 5,
    /// The server's clock was changed and shows this now, in microseconds.
    Clock = 6,
    /// The server's disk is as [`crate::Disk::faults`] says.
    Disk = 7,
    /// What the server's disk holds is damaged.
    Damaged = 8,
    /// The server's disk has said that the write of this number is durable, and it is not.
    Lied = 9,
    /// The links between the server and the client with the number of the value are as
    /// [`crate::Network::faults`] says.
    ClientLink = 10,
}

impl FaultKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Link,
        Self::Paused,
        Self::Resumed,
        Self::Trapped,
        Self::Server,
        Self::Clock,
        Self::Disk,
        Self::Damaged,
        Self::Lied,
        Self::ClientLink,
    ];

    /// The kind's name in the golden notation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "link to",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Trapped => "trapped",
            Self::Server => "server faults",
            Self::Clock => "clock",
            Self::Disk => "disk faults",
            Self::Damaged => "disk damaged",
            Self::Lied => "disk lies about write",
            Self::ClientLink => "link to client",
        }
    }
}

/// What a server is, without what it knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RoleKind {
    /// See [`Role::Follower`].
    Follower,
    /// See [`Role::PreCandidate`].
    PreCandidate,
    /// See [`Role::Candidate`].
    Candidate,
    /// See [`Role::Leader`].
    Leader,
}

impl RoleKind {
    /// The kind of a role.
    #[must_use]
    pub fn of(role: &Role) -> Self {
        match role {
            Role::Follower(_) => Self::Follower,
            Role::PreCandidate(_) => Self::PreCandidate,
            Role::Candidate(_) => Self::Candidate,
            Role::Leader(_) => Self::Leader,
        }
    }
}

/// An event with everything that belongs to it, as sinks see it, just after it happened.
#[derive(Clone, Copy, Debug)]
pub struct Happening<'a> {
    /// The event.
    pub event: &'a Event,
    /// What changed, in order.
    pub facts: &'a [Fact],
    /// What servers decided, in order.
    pub verdicts: &'a [(NodeId, Verdict)],
    /// The message that arrived or was lost.
    pub arrived: Option<&'a Flight>,
    /// The write that became durable.
    pub written: Option<&'a Write>,
    /// What state machines were given, in order. A log need not hold it any more when the event is over: a
    /// snapshot may have been taken with the same event.
    pub applied: &'a [(NodeId, Entry)],
}

impl Happening<'_> {
    /// The messages that this event sent.
    pub fn sent<'w>(&'w self, world: &'w World) -> impl Iterator<Item = &'w Flight> {
        self.facts.iter().filter_map(|fact| match fact {
            Fact::Sent { slot } => world.flight(*slot),
            _ => None,
        })
    }
}

impl EventKind {
    /// The server or client at which it happened: the only one that it can have changed. None if a hand did it.
    pub(crate) fn place(&self) -> Option<Address> {
        match self {
            Self::Delivered(id) | Self::Lost(id, _) => Some(id.to),
            Self::ElectionTimeout(server) | Self::HeartbeatDue(server) => {
                Some(Address::Server(*server))
            }
            Self::Persisted(key) => Some(Address::Server(key.server)),
            Self::ClientTimer(client) => Some(*client),
            Self::Acted => None,
        }
    }

    /// The server at which it happened, if it was one.
    #[must_use]
    pub fn server(&self) -> Option<NodeId> {
        self.place()?.server()
    }
}
