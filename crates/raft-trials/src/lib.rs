//! Runs whose digests are written down.
//!
//! The promise that a link replays the same everywhere is only as good as the proof of it: here are
//! runs, two long ones and a thousand short ones, all full of faults, and their digests in `golden/`.
//! The same runs are made natively, with and without the feature `deviations`, under Node and in a
//! browser, and each must come to the digests that are written there.
//!
//! A digest that has changed means that old links no longer replay. If that is intended,
//! `UPDATE_GOLDEN=1 cargo test --package raft-trials --features deviations --test native` writes the new ones down.

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

/// How each of the [`SCENARIOS`] ends, as it is written down.
pub const SCENARIOS_GOLDEN: &str = include_str!("../golden/scenarios.txt");

/// All scenarios, by name.
pub const SCENARIOS: &[Trial] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));

/// A scenario.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trial {
    /// Its name: that of its file, with its folder below `scenarios/`.
    pub name: &'static str,
    /// What stands in its file.
    pub toml: &'static str,
}

impl Trial {
    /// The scenario as the page gets it.
    ///
    /// # Errors
    /// If the file cannot be read as a scenario.
    pub fn json(&self) -> Result<String, Problem> {
        Scenario::from_toml(self.toml).map(|scenario| scenario.to_json())
    }

    fn scenario(&self) -> Result<Scenario, Problem> {
        Scenario::from_json(&self.json()?)
    }

    /// Whether it, its fork or the solution of its exercise breaks rules on purpose: then it needs the feature `deviations`.
    ///
    /// # Errors
    /// If the file cannot be read as a scenario.
    pub fn deviates(&self) -> Result<bool, Problem> {
        let scenario = self.scenario()?;
        let other = scenario.forked();
        let breaks = |one: &Scenario| !one.cluster.deviations.is_empty();
        let solves = scenario.exercise.as_ref().is_some_and(|exercise| exercise.broken_rules > 0);
        Ok(solves || breaks(&scenario) || other.as_ref().is_some_and(breaks))
    }

    /// Plays it to its end: its name, the number of events, and the digest of everything.
    ///
    /// # Errors
    /// What does not go as the scenario says, or the same story with its other rules.
    pub fn end(&self) -> Result<String, String> {
        let scenario = self.scenario().map_err(|problem| format!("{}: {problem}", self.name))?;
        let other = scenario.forked();
        let run = self.played(scenario, true)?;
        if let Some(other) = other {
            self.played(other, false)?;
        }
        Ok(format!("{} {}", self.name, line(run.world().events().0, run.digest())))
    }

    /// `is_story`: its steps must come, and be as they say.
    fn played(&self, scenario: Scenario, is_story: bool) -> Result<Run, String> {
        let told = |why: String| format!("{}: {why}", self.name);
        let script = scenario.compile().map_err(|problem| told(problem.to_string()))?;
        if is_story {
            let troubles = script.exercise_troubles();
            let troubles = troubles.map_err(|problem| told(problem.to_string()))?;
            troubles.first().map_or(Ok(()), |trouble| Err(told(trouble.clone())))?;
        }
        let mut run = Run::new(&script).map_err(|problem| told(problem.to_string()))?;
        run.advance_to(script.until, &mut ());
        run.test(&script.scenario.expect).map_err(|wrong| told(wrong.join(", ")))?;
        if is_story {
            if let Some(trouble) = run.troubles().first() {
                return Err(told(format!("{}: {}", trouble.id, trouble.message)));
            }
            if run.fired().len() < script.steps.len() {
                return Err(told(format!("only {} steps come", run.fired().len())));
            }
        }
        Ok(run)
    }
}

/// Plays all scenarios: how each of them ends. Those that break rules only where rules can be broken.
///
/// # Errors
/// What does not go as the scenarios say, each on a line of its own.
pub fn scenario_ends() -> Result<Vec<String>, String> {
    let (mut ends, mut wrong) = (Vec::new(), String::new());
    for trial in SCENARIOS {
        let is_refused = !cfg!(feature = "deviations") && trial.deviates() != Ok(false);
        match trial.end() {
            Ok(end) => ends.push(end),
            Err(_) if is_refused => {}
            Err(why) => wrong += &format!("{why}\n"),
        }
    }
    if wrong.is_empty() { Ok(ends) } else { Err(wrong) }
}

/// Compares the ends of scenarios with how they are written down. Scenarios that have not been played are
/// not missed where they cannot be.
///
/// # Errors
/// Those that end differently.
pub fn different_ends(ends: &[String], golden: &str) -> Result<(), String> {
    let golden: Vec<&str> = golden.lines().collect();
    let wrong: Vec<String> = ends
        .iter()
        .filter(|end| !golden.contains(&end.as_str()))
        .map(|end| {
            let name = end.split(' ').next().unwrap_or_default();
            let written = golden.iter().find(|line| line.split(' ').next() == Some(name));
            format!("{end}, written down is {}", written.unwrap_or(&"nothing"))
        })
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

pub(crate) fn line(events: u32, digest: &Digest) -> String {
    format!("{events} {digest}")
}
