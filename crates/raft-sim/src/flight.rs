//! Messages on their way.

use std::sync::Arc;

use raft_core::{Message, NodeId, SessionCommand, SessionId};

use crate::{Command, EventNo, MessageId, OperationId, SimTime};

/// A message on its way. Everything is fixed when it is sent, unless a hand reaches in: then it can
/// be doomed, held, late, or due at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flight {
    /// Its name.
    pub id: MessageId,
    /// What it carries.
    pub packet: Packet,
    /// When it left.
    pub sent_at: SimTime,
    /// When it arrives, or is lost.
    pub due_at: SimTime,
    /// The event that sent it.
    pub cause: EventNo,
    /// Why it will not arrive, if that is certain already. It travels on all the same: what is
    /// lost can be seen.
    pub doomed: Option<LossReason>,
    /// Whether a hand holds it: then it does not arrive, and is not lost either.
    pub held: bool,
    /// How many copies of it there have been.
    pub copies: u8,
}

/// What a message carries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Packet {
    /// One server speaks to another.
    Raft(Message),
    /// A client asks a server.
    Request {
        /// The operation.
        operation: OperationId,
        /// What it asks for.
        command: Command,
        /// Which command of which session it is.
        session: Option<SessionCommand>,
    },
    /// A server answers a client.
    Reply {
        /// The operation.
        operation: OperationId,
        /// The answer.
        answer: Answer,
    },
}

/// A server's answer to a client.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Answer {
    /// It is done, committed and applied; for a read, with the value if the key has one.
    Done(Option<Arc<str>>),
    /// "Not me"; and who leads, if the server knows.
    NotLeader(Option<NodeId>),
    /// A session is open.
    Opened(SessionId),
    /// The session is closed. The command was not executed now; whether it was before, nobody knows.
    Expired,
}

/// Why a message does not arrive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LossReason {
    /// Chance: drawn when it was sent.
    Chance,
    /// The link was cut when it was sent.
    CutWhenSent,
    /// The link was cut when it should have arrived.
    CutOnArrival,
    /// The receiver was down when it should have arrived.
    ReceiverDown,
    /// Somebody dropped it.
    Dropped,
    /// The link had as many on their way as it can hold.
    Overflow,
}

impl LossReason {
    /// All reasons.
    pub const ALL: [Self; 6] = [
        Self::Chance,
        Self::CutWhenSent,
        Self::CutOnArrival,
        Self::ReceiverDown,
        Self::Dropped,
        Self::Overflow,
    ];

    /// The reason's name in the golden notation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chance => "lost by chance",
            Self::CutWhenSent => "link cut when sent",
            Self::CutOnArrival => "link cut on arrival",
            Self::ReceiverDown => "receiver down",
            Self::Dropped => "dropped by hand",
            Self::Overflow => "link full",
        }
    }
}
