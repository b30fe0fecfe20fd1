//! A run, written down for others.
//!
//! ```text
//!   Scenario or Link ──▶ Take ──play──▶ events ──▶ ndjson, etcd, mermaid
//!                                  └──▶ steps  ──▶ scenario, test
//! ```
//!
//! A [`Take`] is what is exported: a scenario, what the reader did in it, and where it ends
//! (`take.rs`). Each [`Format`] is a file of its own; [`export`] writes it as text. Everything is made
//! by running the take again: nothing has to be recorded, and a link is enough.
//!
//! # Example
//!
//! ```
//! use raft_export::{Format, Take, export};
//! use raft_scenario::Scenario;
//!
//! let story = r#"{ "format": 1, "title": "Nobody leads", "until": "900ms", "cluster": { "servers": 3 } }"#;
//! let take = Take::of_scenario(Scenario::from_json(story)?)?;
//! let drawn = export(&take, Format::Mermaid, None)?;
//! assert!(drawn.contains("sequenceDiagram"));
//! # Ok::<(), raft_scenario::Problem>(())
//! ```

mod etcd;
mod lines;
mod mermaid;
mod ndjson;
mod rust_test;
mod steps;
mod take;

use raft_scenario::{Problem, ProblemKind};
use raft_sim::SimTime;

pub use take::{Player, Take};

/// What a run can be written down as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Every event as a JSON object: `docs/events.md`.
    Ndjson,
    /// What etcd's raft traces for its TLA+ specification: `docs/events.md`.
    Etcd,
    /// A Mermaid sequence diagram.
    Mermaid,
    /// A Rust test that plays the run again.
    Test,
    /// A scenario in TOML in which the reader's actions are steps.
    Scenario,
    /// The same in JSON.
    ScenarioJson,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 6] =
        [Self::Ndjson, Self::Etcd, Self::Mermaid, Self::Test, Self::Scenario, Self::ScenarioJson];

    /// The name by which people ask for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Etcd => "etcd",
            Self::Mermaid => "mermaid",
            Self::Test => "test",
            Self::Scenario => "scenario",
            Self::ScenarioJson => "scenario-json",
        }
    }

    /// The format of this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn named(name: &str) -> Result<Self, Problem> {
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            Problem::new(ProblemKind::Name, format!("there is no format \"{name}\""))
                .expecting(format!("one of {names}"))
        })
    }
}

/// Writes a take down. Only lists of events can begin later than the run does: `from`.
///
/// # Errors
/// If the take cannot be played, or the format has no words for what happens in it.
pub fn export(take: &Take, format: Format, from: Option<SimTime>) -> Result<String, Problem> {
    match format {
        Format::Ndjson => return ndjson::write(take, from.unwrap_or_default()),
        Format::Mermaid => return mermaid::write(take, from.unwrap_or_default()),
        Format::Etcd | Format::Test | Format::Scenario | Format::ScenarioJson => {}
    }
    if let Some(from) = from {
        return Err(Problem::new(
            ProblemKind::Name,
            format!("{} cannot begin at {from}", format.name()),
        )
        .at("from")
        .expecting("the beginning; ndjson and mermaid can begin anywhere"));
    }
    match format {
        Format::Etcd => etcd::write(take),
        Format::Test => rust_test::write(take),
        Format::Scenario => Ok(steps::scenario(take)?.to_toml()),
        Format::ScenarioJson | Format::Ndjson | Format::Mermaid => {
            Ok(steps::scenario(take)?.to_json())
        }
    }
}
