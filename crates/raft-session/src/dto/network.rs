//! What is on its way, and what is in its way.

use serde::Serialize;

#[cfg(feature = "typescript")]
use ts_rs::TS;

use super::EntryFrame;

/// Messages on their way, as far as they have changed. Of very many those that arrive first.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct MessagesFrame {
    /// New or changed messages; all of them if `all` is set.
    pub added: Vec<MessageFrame>,
    /// The names of messages that are no longer on their way.
    pub removed: Vec<String>,
    /// Whether `added` is the whole set.
    pub all: bool,
    /// How many more are on their way.
    pub beyond: u32,
}

/// A message on its way. Its place on the link is (now − sentAt) / (dueAt − sentAt).
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct MessageFrame {
    /// Its name, the same in all branches.
    pub id: String,
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// Its kind.
    pub kind: MessageKind,
    /// The sender's term; clients have none.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub term: Option<u64>,
    /// When it left.
    pub sent_at: f64,
    /// When it arrives, or is lost.
    pub due_at: f64,
    /// Why it will not arrive, if that is certain.
    pub doomed: Option<DoomFrame>,
    /// Whether a hand holds it.
    pub held: bool,
    /// Whether it is a copy of another message.
    pub copy: bool,
    /// A reply's yes or no.
    pub accepted: Option<bool>,
    /// The entries it carries.
    pub entries: Vec<EntryFrame>,
    /// The golden line.
    pub line: String,
    /// A label of a few characters.
    pub short: String,
}

/// What kind of message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub enum MessageKind {
    /// A candidate asks for a vote.
    RequestVote,
    /// The answer to it.
    RequestVoteReply,
    /// A leader replicates entries, or shows that it is there.
    AppendEntries,
    /// The answer to it.
    AppendEntriesReply,
    /// A server asks whether it would be elected.
    RequestPreVote,
    /// The answer to it.
    RequestPreVoteReply,
    /// The leader tells a follower to stand for election.
    TimeoutNow,
    /// A server asks its leader what a read must see.
    ReadIndex,
    /// The answer to it.
    ReadIndexReply,
    /// A leader sends its snapshot.
    InstallSnapshot,
    /// The answer to it.
    InstallSnapshotReply,
    /// A server passes a client's request on.
    Forward,
    /// A client asks.
    ClientRequest,
    /// The answer to it.
    ClientReply,
}

/// Why a message will not arrive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum DoomFrame {
    /// Chance.
    Loss,
    /// The link was cut.
    Cut,
    /// Somebody dropped it.
    Dropped,
}

/// A link, in one direction.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct LinkFrame {
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
}

/// A side of a partition.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct SideFrame {
    /// Its servers.
    pub servers: Vec<String>,
    /// How many of the voters they are; of a joint configuration, of each half, the incoming one
    /// first. Empty while no server runs that could say who votes.
    pub voters: Vec<SideVotersFrame>,
    /// Whether they are a majority of all voters, and so can elect and commit.
    pub majority: bool,
}

/// How many of a set of voters are on one side of a partition.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct SideVotersFrame {
    /// The voters on this side.
    pub here: u32,
    /// All voters.
    pub all: u32,
}
