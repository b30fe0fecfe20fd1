//! Two runs beside each other.

use serde::Serialize;

#[cfg(feature = "typescript")]
use ts_rs::TS;

use super::Position;

/// In what two runs differ: this one, which comes first in every pair, and the other one.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Comparison {
    /// Up to here they were compared.
    pub until: f64,
    /// Whether that is as far as was asked for: more events than one comparison looks at end it
    /// early.
    pub complete: bool,
    /// How many events are the same in both: by name, time and golden line.
    pub same: u32,
    /// How many events of each are not.
    pub differing: [u32; 2],
    /// The last event before the first difference that both have. None: there is no such event, or
    /// no difference.
    pub last: Option<ComparedEvent>,
    /// The first event of each that the other has not, or not so. Both none: it is the same run.
    pub first: [Option<ComparedEvent>; 2],
    /// What came out differently, the most important first.
    pub differences: Vec<Difference>,
    /// How many more there are.
    pub more_differences: u32,
    /// The first events that are not the same, in order.
    pub events: Vec<EventPair>,
    /// How many more there are.
    pub more_events: u32,
}

/// An event of one of two runs.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct ComparedEvent {
    /// What it is about, by a name that means the same in both runs: a message, a write, a server
    /// or a client whose timer ran out. Empty for what a hand did.
    pub id: String,
    /// Its number in its run.
    pub ordinal: u32,
    /// The place just after it.
    pub position: Position,
    /// The golden line.
    pub line: String,
}

/// An event of one run, of the other, or of both with something else in it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct EventPair {
    /// In this run and in the other one.
    pub sides: [Option<ComparedEvent>; 2],
}

/// Something that came out differently.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Difference {
    /// What kind of thing.
    pub kind: DifferenceKind,
    /// Which one: a term, an entry, an operation, a property, a server.
    pub what: String,
    /// How it came out in this run and in the other one; none where there is no such thing.
    pub sides: [Option<Outcome>; 2],
    /// Whether it came out the same, only at another moment.
    pub only_when: bool,
}

/// What kind of thing came out differently.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum DifferenceKind {
    /// A property is violated.
    Violation,
    /// Who leads in a term.
    Leader,
    /// An entry.
    Entry,
    /// A client's operation.
    Answer,
    /// How a server is in the end.
    End,
}

/// How something came out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It happened; there is nothing else to say.
    So,
    /// The entry is committed.
    Committed,
    /// The entry is in logs, and neither committed nor lost yet.
    Open,
    /// The entry is in no log any more, or another one is committed in its place.
    Lost,
    /// The operation is done.
    Done,
    /// The operation is certainly not done.
    Failed,
    /// The operation may be done: nobody knows.
    Unknown,
    /// The operation has no answer yet.
    Waiting,
}

/// How something came out in one of two runs.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Outcome {
    /// When; none for how a server is in the end.
    pub at: Option<Position>,
    /// What became of it.
    pub fate: Fate,
    /// More of it, in golden words: the leader, the entry's command, the value that was read.
    pub text: String,
}
