//! What an exploration chooses among.

use core::fmt;

use raft_core::NodeId;
use raft_sim::MessageId;

/// One thing that happens next. Nothing happens in a [`Moment`](crate::Moment) that is not chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// A message arrives.
    Arrives(MessageId),
    /// A message arrives, and the network has a copy of it.
    ArrivesAndStays(MessageId),
    /// A server's election timer runs out.
    TimesOut(NodeId),
    /// A leader's heartbeats fall due.
    Beats(NodeId),
    /// A client asks this leader for a command.
    Asked(NodeId),
    /// A server's oldest write is done.
    Written(NodeId),
    /// A server crashes.
    Crashes(NodeId),
    /// A server starts again from its disk.
    Restarts(NodeId),
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Arrives(id) => write!(f, "{id} arrives"),
            Self::ArrivesAndStays(id) => write!(f, "{id} arrives, and there is a copy of it"),
            Self::TimesOut(id) => write!(f, "{id}'s election timer runs out"),
            Self::Beats(id) => write!(f, "{id}'s heartbeats fall due"),
            Self::Asked(id) => write!(f, "{id} is asked for a command"),
            Self::Written(id) => write!(f, "{id}'s oldest write is done"),
            Self::Crashes(id) => write!(f, "{id} crashes"),
            Self::Restarts(id) => write!(f, "{id} starts again"),
        }
    }
}
