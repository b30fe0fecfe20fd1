//! What is told: sentences, and the story with its steps and questions.

use serde::Serialize;

#[cfg(feature = "typescript")]
use ts_rs::TS;

use super::{Exercise, Position, SubjectFrame};

/// What is happening, in words.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Sentence {
    /// What it is about.
    pub kind: SentenceKind,
    /// The sentence.
    pub text: String,
    /// The golden line of the event.
    pub detail: Option<String>,
    /// The rule behind it.
    pub rule: Option<String>,
    /// The section of the Raft paper that states the rule.
    pub section: Option<String>,
}

/// What a sentence is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum SentenceKind {
    /// The story says it.
    Story,
    /// A property is violated.
    Violation,
    /// Who leads.
    Leader,
    /// What is committed.
    Commit,
    /// What a client learns.
    Answer,
    /// What breaks or is mended.
    Fault,
    /// Who says no.
    Refusal,
    /// Who asks for votes or gives one.
    Vote,
    /// Anything else.
    Rest,
}

/// A violated property.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct ViolationFrame {
    /// Its name.
    pub property: String,
    /// What happened, in a sentence.
    pub text: String,
    /// The guilty event's place.
    pub at: Position,
    /// The guilty event's number.
    pub event: u32,
    /// The number of the earlier event that it contradicts, if there is one.
    pub contradicts: Option<u32>,
    /// The servers and entries involved, and the clients whose operations are, the guilty one first.
    pub about: Vec<SubjectFrame>,
    /// The operations involved, the guilty one first.
    pub operations: Vec<String>,
    /// Whether it had been promised: what clients see is, as far as they have asked for it.
    pub promised: bool,
}

/// Whether the cluster can go on.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct OutlookFrame {
    /// Whether it can, and whether it does.
    pub kind: OutlookKind,
    /// What holds of the whole in a sentence, and then what is missing, one by one.
    pub said: Vec<String>,
}

/// Whether the cluster can go on, and whether it does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum OutlookKind {
    /// Nothing waits.
    Quiet,
    /// It can, and there is time.
    Possible,
    /// It cannot.
    Impossible,
    /// It can, and has not for longer than it may take.
    Stalled,
}

/// A story.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Story {
    /// Its name in the gallery.
    pub name: Option<String>,
    /// Its title.
    pub title: String,
    /// What it shows.
    pub summary: String,
    /// Where it ends.
    pub until: f64,
    /// The steps that say something, in order.
    pub steps: Vec<StoryStep>,
    /// Settings that cannot work, or hardly, in a sentence each.
    pub warnings: Vec<String>,
    /// What the reader shall bring about by hand.
    pub exercise: Option<Exercise>,
}

/// A step of a story.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct StoryStep {
    /// Its name in links.
    pub id: String,
    /// What it says.
    pub say: Option<String>,
    /// Where it comes in the unchanged run.
    pub at: Option<Position>,
    /// Seconds to watch from here to the next step.
    pub pace: Option<f64>,
    /// A question at which the story stops.
    pub question: Option<Question>,
}

/// A question.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Question {
    /// The question.
    pub text: String,
    /// What one may answer.
    pub answers: Vec<String>,
    /// What is right, and why.
    pub reveal: String,
    /// Whether it can be seen happening: `showAnswer` does what it takes.
    pub shows: bool,
}
