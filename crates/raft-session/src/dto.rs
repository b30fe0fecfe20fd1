//! Everything that crosses to the screen. Times are milliseconds of simulated time.
//!
//! The TypeScript types are generated from these (feature `typescript`).

use serde::{Deserialize, Serialize};

#[cfg(feature = "typescript")]
use ts_rs::TS;

mod client;
mod compare;
mod exercise;
mod faults;
mod kept;
mod linearization;
mod members;
mod network;
mod past;
mod public_state;
mod server;
mod spacetime;
mod story;
mod why;

pub use client::{AnsweredFrame, ClientFrame, OperationFrame, OutcomeFrame};
pub use compare::{
    ComparedEvent, Comparison, Difference, DifferenceKind, EventPair, Fate, Outcome,
};
pub use exercise::{Exercise, ExerciseFailure, ExerciseFailureKind, ExerciseFrame};
#[cfg(feature = "typescript")]
pub use faults::SPELLED_FAULTS;
pub use faults::{ClockFrame, FaultyLinkFrame, FlapFrame, ServerFaultsFrame};
pub use kept::{Kept, LostAction};
pub use linearization::{Linearization, LinearizationPoint, Misfit};
pub use members::{
    AnswerFrame, ConfigurationFrame, MembershipFrame, QuorumFrame, QuorumHalfFrame, QuorumKind,
    VoterFrame,
};
pub use network::{
    DoomFrame, LinkFrame, MessageFrame, MessageKind, MessagesFrame, SideFrame, SideVotersFrame,
};
pub use past::{
    Branch, EntryKind, EventRow, LedgerEntry, MarkKind, TermBand, Timeline, TimelineMark,
};
pub use public_state::{PublicMessage, PublicRole, PublicServer, PublicState, PublicViolation};
pub use server::{
    AgreementFrame, EntryFrame, LogFrame, ProgressFrame, ProgressState, RoleFrame, ServerFrame,
    TimerFrame,
};
pub use spacetime::{
    FateFrame, Lane, LaneMoment, LaneSpan, MomentKind, OperationSpan, Spacetime, Voyage, Wall,
};
pub use story::{
    OutlookFrame, OutlookKind, Question, Sentence, SentenceKind, Story, StoryStep, ViolationFrame,
};
#[cfg(feature = "typescript")]
pub use why::WHY_QUESTION;
pub use why::{
    FactKind, Found, ObstacleFrame, SubjectFrame, Why, WhyAlso, WhyLink, WhyNot, WhyNotQuestion,
    WhyQuestion,
};

/// A place in a run: a moment, and how many events have happened at that moment.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Milliseconds.
    pub time: f64,
    /// Events that have happened at that moment.
    pub processed: u32,
}

/// Everything that is on the screen now, as far as it has changed.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    /// Pass it back to get only what has changed since.
    pub version: u32,
    /// The branch.
    pub branch: u32,
    /// The place in the run.
    pub position: Position,
    /// How many events have happened.
    pub events: u32,
    /// How many marks the whole branch has on the time line: when it has changed, so has the line.
    pub marks: u32,
    /// Until then nothing changes but the positions of messages and timer arcs.
    pub next_event_at: Option<f64>,
    /// The furthest simulated moment of this branch.
    pub end: f64,
    /// The servers that have changed.
    pub servers: Vec<ServerFrame>,
    /// The clients that have changed.
    pub clients: Vec<ClientFrame>,
    /// The messages on their way, as far as they have changed.
    pub messages: MessagesFrame,
    /// What is happening, in a sentence.
    pub sentence: Sentence,
    /// The step of the story in force; -1 before the first.
    pub step: i32,
    /// Whether the reader has acted in this branch.
    pub free_play: bool,
    /// Whether the story stands at a question.
    pub waiting_for_answer: bool,
    /// How far each log agrees with the leader's, in the order of the servers; empty while nobody
    /// leads. None: as before.
    pub agreements: Option<Vec<AgreementFrame>>,
    /// How the exercise stands. None: as before, or there is none.
    pub exercise: Option<ExerciseFrame>,
    /// What seldom changes. None: as before.
    pub setting: Option<Setting>,
}

/// What stays as it is for most of a run.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Setting {
    /// The names of all servers.
    pub server_ids: Vec<String>,
    /// Links that are cut by themselves, in one direction each.
    pub cuts: Vec<LinkFrame>,
    /// The sides of a partition.
    pub sides: Option<Vec<SideFrame>>,
    /// How likely a message is lost, in percent.
    pub loss: f64,
    /// Links with something wrong, in one direction each.
    pub faulty: Vec<FaultyLinkFrame>,
    /// The longest election timeout that can be drawn, in milliseconds: the scale of timer arcs.
    pub longest_timeout: f64,
    /// Whether steps of the story can still come in this branch.
    pub script_armed: bool,
    /// Properties that have been violated.
    pub violations: Vec<ViolationFrame>,
    /// Rules that are broken on purpose. If there are any, this is not Raft.
    pub deviations: Vec<String>,
    /// What did not go as the scenario says.
    pub troubles: Vec<String>,
    /// The members as the leader has them; with no leader, as the newest configuration that a
    /// running server uses has them.
    pub configuration: Option<ConfigurationFrame>,
}
