//! Runs whose digests are written down.
//!
//! The promise that a link replays the same everywhere is only as good as the proof of it: here are
//! runs, two long ones and a thousand short ones, all full of faults, and their digests in `golden/`.
//! The same runs are made natively, with and without the feature `deviations`, under Node and in a
//! browser, and each must come to the digests that are written there.
//!
//! A digest that has changed means that old links no longer replay. If that is intended,
//! `UPDATE_GOLDEN=1 cargo test --package raft-trials --test native` writes the new ones down.

mod chaos;
mod difference;
mod extensions;
mod seeds;
mod storm;

use raft_scenario::{Problem, Run, Scenario};
use raft_sim::Digest;

pub use chaos::{CHAOS_EVENTS, chaos_run};
pub use difference::first_difference;
pub use extensions::{EXTENSIONS_EVENTS, extensions_run};
pub use seeds::{CHAOS_SEEDS, chaos_seeds, different_seeds, preset_of};

/// A digest is written down after every so many events.
pub const EVERY: u32 = 1_000;

/// The digests of [`chaos_run`] as they are written down.
pub const CHAOS_GOLDEN: &str = include_str!("../golden/chaos.txt");

/// The digests of [`extensions_run`] as they are written down.
pub const EXTENSIONS_GOLDEN: &str = include_str!("../golden/extensions.txt");

/// The digests of [`chaos_seeds`] as they are written down.
pub const CHAOS_SEEDS_GOLDEN: &str = include_str!("../golden/chaos-seeds.txt");

/// All scenarios of the gallery, by name.
pub const SCENARIOS: &[Trial] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));

/// A scenario of the gallery.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trial {
    /// Its name: that of its file.
    pub name: &'static str,
    /// What stands in its file.
    pub toml: &'static str,
    /// Its digests as they are written down, if they are.
    pub golden: Option<&'static str>,
}

impl Trial {
    /// The scenario as the page gets it.
    ///
    /// # Errors
    /// If the file cannot be read as a scenario.
    pub fn json(&self) -> Result<String, Problem> {
        Scenario::from_toml(self.toml).map(|scenario| scenario.to_json())
    }

    /// Whether the scenario breaks rules on purpose: then it needs the feature `deviations`.
    ///
    /// # Errors
    /// If the file cannot be read as a scenario.
    pub fn deviates(&self) -> Result<bool, Problem> {
        Scenario::from_toml(self.toml).map(|scenario| !scenario.cluster.deviations.is_empty())
    }
}

/// Runs a scenario to its end. One line after every [`EVERY`] events and one at the end: the number
/// of events, and the digest of everything up to there.
///
/// # Errors
/// If the scenario cannot be read, or cannot run.
pub fn scenario_digests(json: &str) -> Result<Vec<String>, Problem> {
    let script = Scenario::from_json(json)?.compile()?;
    let mut run = Run::new(&script)?;
    let mut lines = Vec::new();
    let mut noted = 0;
    while run.peek().is_some_and(|at| at <= script.until) && run.advance(&mut ()) {
        // One advance can be several events: an event and the steps that it sets off.
        let events = run.world().events().0;
        if events / EVERY > noted / EVERY {
            lines.push(line(events, run.digest()));
            noted = events;
        }
    }
    if noted != run.world().events().0 {
        lines.push(line(run.world().events().0, run.digest()));
    }
    Ok(lines)
}

pub(crate) fn line(events: u32, digest: &Digest) -> String {
    format!("{events} {digest}")
}
