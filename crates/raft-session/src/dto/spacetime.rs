//! What a space-time diagram shows of a stretch of time: servers as lanes, messages between them.

use serde::Serialize;
#[cfg(feature = "typescript")]
use ts_rs::TS;

use super::{EntryFrame, MessageKind, OutcomeFrame, RoleFrame};

/// What happened in a stretch of time, as far as it is known.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Spacetime {
    /// From this moment.
    pub from: f64,
    /// To this moment, both included.
    pub to: f64,
    /// The servers, in the order of their names.
    pub lanes: Vec<Lane>,
    /// Messages on their way at some time in the stretch, in the order of sending, as many as can
    /// be shown.
    pub voyages: Vec<Voyage>,
    /// How many more messages there were.
    pub omitted: u32,
    /// Clients' operations that overlap the stretch.
    pub operations: Vec<OperationSpan>,
    /// When a partition stood.
    pub walls: Vec<Wall>,
}

/// A server over time.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Lane {
    /// The server.
    pub server: String,
    /// What it was when, without holes up to the end of what is known.
    pub spans: Vec<LaneSpan>,
    /// What happened to it. Where there is too much of it, writes and commits are left out.
    pub moments: Vec<LaneMoment>,
}

/// A stretch in which a server did not change.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct LaneSpan {
    /// From.
    pub from: f64,
    /// To.
    pub to: f64,
    /// Whether it ran. If not, the term is the one on its disk.
    pub up: bool,
    /// Its role; none while it was down.
    pub role: Option<RoleFrame>,
    /// Its term.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub term: u64,
}

/// Something that happened to a server.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct LaneMoment {
    /// When.
    pub at: f64,
    /// The event's number.
    pub ordinal: u32,
    /// What it was.
    pub kind: MomentKind,
    /// Signs, names and numbers only: a term (`t2`), an entry (`3`), entries (`4–6`).
    pub text: String,
}

/// What can happen to a server.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum MomentKind {
    /// It begins an election.
    Timeout,
    /// A write reaches its disk.
    Persisted,
    /// It learns that entries are committed.
    Committed,
    /// It removes entries from its log.
    Truncated,
    /// It crashes.
    Crashed,
    /// It starts again.
    Restarted,
    /// It begins to lead.
    Won,
}

/// A message from its sending to its end.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Voyage {
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
    /// When it arrived or was lost; when it is due, if it is still on its way.
    pub ended_at: f64,
    /// What became of it.
    pub fate: FateFrame,
    /// A reply's yes or no.
    pub accepted: Option<bool>,
    /// The entries it carries.
    pub entries: Vec<EntryFrame>,
    /// A label of a few characters.
    pub short: String,
    /// The number of the event that sent it.
    pub sent_by: u32,
    /// The number of the event in which it arrived or was lost; none while it is on its way.
    pub ended_by: Option<u32>,
}

/// What became of a message.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum FateFrame {
    /// It arrived.
    Delivered,
    /// It is still on its way at the end of what is known.
    Flying,
    /// Chance lost it.
    Loss,
    /// The link was cut.
    Cut,
    /// Somebody dropped it.
    Dropped,
    /// The receiver was down.
    Down,
}

/// A client's operation from its beginning to its end.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct OperationSpan {
    /// The client.
    pub client: String,
    /// The operation's name.
    pub id: String,
    /// What was asked for.
    pub text: String,
    /// When it began.
    pub from: f64,
    /// When it ended; none if that is not known yet.
    pub to: Option<f64>,
    /// What came of it.
    pub outcome: Option<OutcomeFrame>,
    /// The value that a read returned.
    pub value: Option<String>,
}

/// A partition, as long as it stood.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Wall {
    /// From.
    pub from: f64,
    /// To; the end of the stretch, or of what is known, if it stood longer.
    pub to: f64,
    /// The sides: `n1 n2 | n3 n4 n5`.
    pub text: String,
}
