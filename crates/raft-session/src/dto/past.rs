//! What has happened: entries, events, the time line, branches.

use serde::Serialize;

#[cfg(feature = "typescript")]
use ts_rs::TS;

use super::Position;

/// An entry of a log.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct LedgerEntry {
    /// Its index.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub index: u64,
    /// Its term.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub term: u64,
    /// What kind of entry.
    pub kind: EntryKind,
    /// The command; a no-op has none.
    pub command: Option<String>,
}

/// What kind of entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A client's command.
    Command,
    /// A leader's empty entry.
    Noop,
    /// The members of the cluster change.
    Configuration,
    /// A client session begins.
    OpenSession,
    /// Client sessions end.
    ExpireSessions,
}

/// An event in the list.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct EventRow {
    /// Its number, counted from 1.
    pub ordinal: u32,
    /// The place just after it.
    pub position: Position,
    /// The golden line.
    pub line: String,
    /// Whether it tells something, or is routine.
    pub telling: bool,
    /// The servers it concerns.
    pub servers: Vec<String>,
    /// The event that caused it; 0 if it came from outside.
    pub cause: u32,
}

/// What is painted on the time line.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Timeline {
    /// The furthest simulated moment.
    pub end: f64,
    /// Who led when.
    pub terms: Vec<TermBand>,
    /// What happened when.
    pub marks: Vec<TimelineMark>,
}

/// A term, from its first candidate to the next term's.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct TermBand {
    /// The term.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub term: u64,
    /// From.
    pub from: f64,
    /// To.
    pub to: f64,
    /// Its leader, if it had one.
    pub leader: Option<String>,
}

/// Something that happened.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct TimelineMark {
    /// Its place.
    pub at: Position,
    /// What it was.
    pub kind: MarkKind,
    /// The golden words for it.
    pub text: String,
}

/// What is marked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// An election begins.
    Election,
    /// Somebody begins to lead.
    Leader,
    /// A leader commits.
    Commit,
    /// A server crashes.
    Crash,
    /// A server starts again.
    Restart,
    /// The network changes.
    Fault,
    /// The reader acts.
    Action,
    /// A client's operation ends.
    Answer,
    /// A property is violated.
    Violation,
    /// A step of the story comes.
    Step,
}

/// A branch.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Branch {
    /// Its number; 0 is the story.
    pub id: u32,
    /// The branch it grew from.
    pub parent: Option<u32>,
    /// Where it grew from.
    pub at: Option<Position>,
    /// What the reader calls it; before that, the first thing that is different in it.
    pub name: String,
    /// How many actions are its own.
    pub actions: u32,
    /// How far it has been followed.
    pub end: f64,
    /// Whether it is on the screen.
    pub current: bool,
}
