//! Why something is as it is: the question and the answer. And what a search finds.

use serde::{Deserialize, Serialize};
#[cfg(feature = "typescript")]
use ts_rs::TS;

use super::{EventRow, Position};

/// A question about the present moment, in one of six forms: a server's fact, an entry of its log,
/// a message, an operation, an event, or a violated property.
///
/// One type with optional fields instead of an alternative of six, so that whoever asks badly can
/// be told which field is wrong.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhyQuestion {
    /// The server that `fact` or `entry` is about.
    #[serde(default)]
    pub server: Option<String>,
    /// A fact of that server.
    #[serde(default)]
    pub fact: Option<String>,
    /// The index of an entry in that server's log.
    #[serde(default)]
    pub entry: Option<f64>,
    /// A message.
    #[serde(default)]
    pub message: Option<String>,
    /// A client's operation.
    #[serde(default)]
    pub operation: Option<String>,
    /// An event, by its number.
    #[serde(default)]
    pub event: Option<f64>,
    /// A property that has been violated.
    #[serde(default)]
    pub violated: Option<String>,
}

/// A fact of a server that one can ask about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum FactKind {
    /// Its role, or that it is down.
    Role,
    /// Its term.
    Term,
    /// Its vote.
    Vote,
    /// Its commit index.
    Commit,
    /// The last entry that its state machine has applied.
    Applied,
    /// The last entry on its disk.
    Durable,
    /// Its log.
    Log,
    /// Whom it believes to lead.
    Leader,
    /// When its timer runs out.
    Timer,
}

/// The answer: the event that made it so, what made that happen, and so on. Empty if it was so from
/// the start.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Why {
    /// First the event that made it so.
    pub chain: Vec<WhyLink>,
    /// Whether the chain goes on.
    pub more: bool,
}

/// One event of a chain of causes.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct WhyLink {
    /// Its number.
    pub ordinal: u32,
    /// Whether it is no trigger but the beginning of a wait: a timer that had run since then ran out
    /// in the link before this one.
    pub waited: bool,
    /// The place just after it.
    pub position: Position,
    /// The golden line.
    pub line: String,
    /// Whether it tells something, or is routine.
    pub telling: bool,
    /// The servers it concerns.
    pub servers: Vec<String>,
    /// The message and the entries it concerns.
    pub about: Vec<SubjectFrame>,
    /// The event in a sentence, if it tells something.
    pub sentence: Option<String>,
    /// The rule behind it.
    pub rule: Option<String>,
    /// The section of the Raft paper that states the rule.
    pub section: Option<String>,
    /// Other events without which it would not be so.
    pub also: Vec<WhyAlso>,
}

/// Another event that was needed: a further vote, a further acknowledgement, what held up or kept
/// away a message. Or the event that set an obstacle up.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct WhyAlso {
    /// Its number.
    pub ordinal: u32,
    /// The place just after it.
    pub position: Position,
    /// The golden line.
    pub line: String,
    /// The event in a sentence, if it tells something.
    pub sentence: Option<String>,
}

/// A question about what is not so at the present moment. `not` says which: `leader`, `commit` (of
/// an entry, as a server or the leader sees it), `answer` (to an operation) or `current` (a server's
/// log).
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhyNotQuestion {
    /// What is not so.
    pub not: String,
    /// The index of the entry that is not committed.
    #[serde(default)]
    pub entry: Option<f64>,
    /// The server whose log is meant; without it the leader's.
    #[serde(default)]
    pub server: Option<String>,
    /// The operation that is not answered.
    #[serde(default)]
    pub operation: Option<String>,
}

/// The answer: what stands in the way. Empty if nothing does, because it is so.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct WhyNot {
    /// First what alone would have to change.
    pub obstacles: Vec<ObstacleFrame>,
    /// Whether it comes by itself, if nothing more goes wrong.
    pub passes: bool,
}

/// One thing that stands in the way.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct ObstacleFrame {
    /// Its key in the catalogue.
    pub key: String,
    /// The obstacle in a sentence.
    pub text: String,
    /// The rule that makes it one.
    pub rule: Option<String>,
    /// The section of the Raft paper that states the rule.
    pub section: Option<String>,
    /// What it concerns, the most important first.
    pub about: Vec<SubjectFrame>,
    /// Whether it only says more of an earlier one: who is missing for which reason.
    pub part: bool,
    /// Whether it passes by itself, if nothing more goes wrong.
    pub passes: bool,
    /// The event that set it up, where one did.
    pub origin: Option<WhyAlso>,
}

/// Something that can be pointed at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum SubjectFrame {
    /// A server.
    Server {
        /// Its name.
        id: String,
    },
    /// A client.
    Client {
        /// Its name.
        id: String,
    },
    /// A message.
    Message {
        /// Its name.
        id: String,
    },
    /// The link between two servers.
    Link {
        /// The one with the lower number.
        a: String,
        /// The other one.
        b: String,
    },
    /// An entry.
    Entry {
        /// Its index.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        index: u64,
        /// Its term.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        term: u64,
    },
}

/// What a search found.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Found {
    /// Events whose lines contain the text.
    pub rows: Vec<EventRow>,
    /// The number of the event at which to go on; none at the end.
    pub next: Option<u32>,
}

/// How the question is spelled for the page: six forms instead of optional fields.
#[cfg(feature = "typescript")]
pub const WHY_QUESTION: &str = "/**
 * A question about the present moment.
 */
export type WhyQuestion =
  | { server: string, fact: FactKind }
  | { server: string, entry: number }
  | { message: string }
  | { operation: string }
  | { event: number }
  | { violated: string };

/**
 * A question about what is not so at the present moment.
 */
export type WhyNotQuestion =
  | { not: \"leader\" }
  | { not: \"commit\", entry: number, server?: string }
  | { not: \"answer\", operation: string }
  | { not: \"current\", server: string };
";
