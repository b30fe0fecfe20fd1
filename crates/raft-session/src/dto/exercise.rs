//! An exercise: what it asks for, and how it stands.

use serde::Serialize;

#[cfg(feature = "typescript")]
use ts_rs::TS;

use super::Position;

/// What a reader shall bring about by hand.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Exercise {
    /// What is to be done, in Markdown.
    pub task: String,
    /// What has to be true, all of it at one moment.
    pub goals: Vec<String>,
    /// What must not happen on the way.
    pub avoid: Vec<String>,
    /// The last moment that counts.
    pub until: f64,
    /// At most so many actions; none: as many as one likes.
    pub actions: Option<u32>,
    /// The kinds of actions that may be used, as scenarios spell them; empty: all but those of `without`.
    pub only: Vec<String>,
    /// The kinds of actions that may not be used.
    pub without: Vec<String>,
    /// So many rules have to be broken on purpose.
    pub broken_rules: u32,
    /// Help, from the first to the last.
    pub hints: Vec<String>,
    /// Why it is so: what the reader is told once it is solved.
    pub because: String,
}

/// How an exercise stands at a moment of a branch.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct ExerciseFrame {
    /// Whether each goal is reached; once it is solved: all.
    pub reached: Vec<bool>,
    /// How many actions the hand has made.
    pub actions: u32,
    /// How many rules are broken on purpose.
    pub broken_rules: u32,
    /// Where it was solved.
    pub solved: Option<Position>,
    /// Why it can no longer be solved in this branch.
    pub failed: Option<ExerciseFailure>,
}

/// Why an exercise can no longer be solved in a branch.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct ExerciseFailure {
    /// Where.
    pub at: Position,
    /// What kind of failure.
    pub why: ExerciseFailureKind,
    /// The kind of action that is not allowed.
    pub action: Option<String>,
    /// Which of the things to avoid has happened.
    pub avoided: Option<u32>,
}

/// What kind of failure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum ExerciseFailureKind {
    /// Its time is over.
    Late,
    /// There were too many actions.
    Many,
    /// There was an action of a kind that is not allowed.
    Action,
    /// Something to avoid has happened.
    Avoided,
}
