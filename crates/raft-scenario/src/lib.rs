//! Stories about Raft clusters.
//!
//! * [`Scenario`] is the data model: what stands in a scenario file, in TOML for people and in JSON
//!   for machines and links (`model.rs`, `action.rs`, `condition.rs`, `expectation.rs`, `units.rs`).
//! * [`Script`] is a scenario that has been checked and can run (`compile.rs`).
//! * [`ChaosModel`] is what chance does to a cluster (`chaos.rs`): faults at a rate, within a budget.
//! * [`Run`] is a world with its judges, its digest and its director, who carries the steps out
//!   when their moment has come (`run.rs`, `director.rs`).
//! * [`Link`] is a run and a moment in it, small enough for an address (`link.rs`).
//! * [`json`] reads and writes JSON in little code.
//!
//! Everything that comes in is treated as hostile: unknown fields, impossible values and broken
//! links are a [`Problem`] that says what, where and what was expected.
//!
//! # Example
//!
//! ```
//! use raft_scenario::{Run, Scenario};
//!
//! let story = r#"{
//!     "format": 1, "title": "A crash", "until": "900ms",
//!     "cluster": { "servers": 3 },
//!     "steps": [
//!         { "id": "first", "at": "0ms", "do": [{ "time_out": "n1" }] },
//!         { "id": "crash", "when": { "elected": "n1" }, "do": [{ "crash": "n1" }] },
//!         { "id": "nobody", "after": "10ms", "expect": [{ "leader": "none" }] }
//!     ]
//! }"#;
//! let script = Scenario::from_json(story)?.compile()?;
//! let mut run = Run::new(&script)?;
//! run.advance_to(script.until, &mut ());
//! assert!(run.troubles().is_empty(), "everything goes as the story says");
//! assert!(run.judges().broken_promises().is_empty());
//! # Ok::<(), raft_scenario::Problem>(())
//! ```

mod action;
mod action_kind;
mod action_line;
mod chaos;
mod choice;
mod compile;
mod condition;
mod director;
mod examiner;
mod exercise;
mod expectation;
mod faults;
mod fork;
mod initial;
pub mod json;
mod link;
mod model;
mod names;
mod one_or_many;
mod parse;
#[cfg(feature = "toml")]
mod places;
#[cfg(feature = "toml")]
mod print;
mod problem;
mod record;
mod run;
#[cfg(feature = "schema")]
mod schema;
mod solution;
mod text;
mod units;
mod vigil;
mod warning;

pub use action::ActionModel;
pub use chaos::{ChaosModel, Family, Preset, RateModel};
pub use compile::{Script, ScriptQuestion, ScriptStep, Trigger};
pub use condition::Condition;
pub use director::Fired;
pub use examiner::{Failure, Standing};
pub use exercise::{AvoidModel, DeedModel, ExerciseModel, GoalModel, SolutionModel};
pub use expectation::Expectation;
pub use faults::{
    ClientLinksModel, ClockActionModel, ClockModel, CrashPointModel, DelayModel, DiskActionModel,
    DiskFaultsModel, LinkFaultsModel, NetworkActionModel, ServerActionModel, ServerFaultsModel,
    ShapeModel, TrapModel,
};
pub use fork::ForkModel;
pub use initial::InitialModel;
pub use link::{Link, LinkScenario, PlacedAction};
pub use model::{
    ActivationModel, BacktrackingModel, Choice, ClientsModel, ClusterModel, DiskModel, FORMAT,
    LevelModel, LinkModel, NetworkModel, ProposalsModel, QuestionModel, ReadsModel, Scenario,
    StepModel, WorkloadModel,
};
pub use names::message_id;
#[cfg(feature = "toml")]
pub use parse::Misread;
#[cfg(feature = "toml")]
pub use places::Places;
pub use problem::{Problem, ProblemKind};
pub use run::{EVENT_LIMIT, FLIGHT_LIMIT, Run, Trouble, WORK_LIMIT};
pub use text::Text;
pub use units::{Duration, Percent, SpanText};
pub use warning::Warning;
