//! Broken rules, hunted by chance: after how many seeds does a judge see that a rule is missing, and after how many
//! is a promise broken?
//!
//! Each rule has a *profile*, a scenario with `[chaos]`: a cluster and how often which family of faults strikes.
//! Profiles are shared, and none tells chance what to do when. A seed takes the place of the scenario's own;
//! nothing else differs between two runs of a profile, but for the rule that is broken.

mod hardship;
mod list;
mod pursuit;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use clap::Args;
use raft_core::Deviation;
use raft_scenario::{Problem, ProblemKind};
use serde_json::{Value, json};

use crate::output::say;
use crate::soak::{self, Seeds};
use crate::stopwatch::Stopwatch;
use hardship::Hardship;
use list::{Profile, Quarry};
use pursuit::{Catch, Report, pursue};

/// What a hunt is asked for.
#[derive(Args, Clone, Debug)]
pub(crate) struct Hunt {
    /// The list of what can be broken: docs/deviations.toml.
    #[arg(value_name = "LIST")]
    list: PathBuf,
    /// The folder with the profiles that it names: scenarios/chaos.
    #[arg(value_name = "PROFILES")]
    profiles: PathBuf,
    /// The seeds that each rule gets, from A up to, but not including, B.
    #[arg(long, value_name = "A..B")]
    seeds: Seeds,
    /// Hunt this rule only; may be said more than once.
    #[arg(long = "break", value_name = "RULE", value_parser = soak::rule)]
    broken: Vec<Deviation>,
    /// Break nothing: run all seeds of each profile with all rules; exit code 1 if anything is reported.
    #[arg(long, conflicts_with = "broken")]
    unbroken: bool,
    /// Take this out of the profiles.
    #[arg(long, value_enum, value_name = "HARDSHIP")]
    without: Option<Hardship>,
    /// How many threads; as many as there are processors if nobody says.
    #[arg(long, value_parser = soak::jobs)]
    jobs: Option<NonZeroUsize>,
    /// Print JSON, one line for each rule or profile.
    #[arg(long)]
    json: bool,
}

/// One row of the result: a profile, and the rule that is broken in it.
struct Row<'a> {
    profile: &'a Profile,
    rule: Option<Deviation>,
}

/// Hunts, and says what was caught.
///
/// # Errors
/// If the list or a profile cannot be read, or a profile cannot run.
pub(crate) fn hunt(hunt: &Hunt) -> Result<ExitCode, Problem> {
    soak::say_seed_on_panic();
    let begun = Stopwatch::start();
    let (quarries, mut profiles) = list::read(&hunt.list, &hunt.profiles)?;
    if let Some(hardship) = hunt.without {
        profiles.iter_mut().for_each(|profile| hardship.spare(&mut profile.scenario));
    }
    let rows = rows(hunt, &quarries, &profiles)?;
    let catches = hunt.catches(&rows)?;
    let (mut events, mut code) = (0, ExitCode::SUCCESS);
    for (row, catch) in rows.iter().zip(&catches) {
        let line = if hunt.json { row.json(hunt, catch).to_string() } else { row.words(catch) };
        say!("{line}");
        events += catch.events;
        if row.rule.is_none() && catch.reported.is_some() {
            code = ExitCode::FAILURE;
        }
    }
    eprintln!("raft-cli: {events} events in {:.1} s", begun.seconds());
    Ok(code)
}

/// What is to be hunted, in the order of the list.
fn rows<'a>(
    hunt: &Hunt,
    quarries: &[Quarry],
    profiles: &'a [Profile],
) -> Result<Vec<Row<'a>>, Problem> {
    if hunt.unbroken {
        return Ok(profiles.iter().map(|profile| Row { profile, rule: None }).collect());
    }
    let is_listed = |rule: &&Deviation| quarries.iter().any(|quarry| quarry.rule == **rule);
    if let Some(unknown) = hunt.broken.iter().find(|rule| !is_listed(rule)) {
        let message = format!("{}: it has no profile for {}", hunt.list.display(), unknown.name());
        return Err(Problem::new(ProblemKind::Scenario, message));
    }
    let is_meant = |rule| hunt.broken.is_empty() || hunt.broken.contains(&rule);
    let meant = quarries.iter().filter(|quarry| is_meant(quarry.rule));
    let row = |quarry: &Quarry| Row { profile: &profiles[quarry.profile], rule: Some(quarry.rule) };
    Ok(meant.map(row).collect())
}

impl Hunt {
    /// What came of each row. Rows are shared out over threads; a row's result depends on its seeds alone.
    fn catches(&self, rows: &[Row<'_>]) -> Result<Vec<Catch>, Problem> {
        let jobs = self.jobs.or_else(|| thread::available_parallelism().ok());
        let next = AtomicUsize::new(0);
        let catches = Mutex::new(vec![None; rows.len()]);
        let work = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(row) = rows.get(at) else { return Ok(()) };
                let catch = pursue(&row.profile.scenario, row.rule, self.seeds.range())?;
                if let Ok(mut catches) = catches.lock() {
                    catches[at] = Some(catch);
                }
            }
        };
        thread::scope(|scope| {
            let jobs = jobs.map_or(1, NonZeroUsize::get);
            let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
            workers.into_iter().try_for_each(|worker| {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
        })?;
        let catches = catches.into_inner().unwrap_or_default();
        Ok(catches.into_iter().map(Option::unwrap_or_default).collect())
    }
}

impl Row<'_> {
    fn json(&self, hunt: &Hunt, catch: &Catch) -> Value {
        let told = |report: &Option<Report>| match report {
            Some(Report { seed, violation }) => json!({
                "seed": seed, "property": violation.property.name(),
                "at_us": violation.position.time.0, "event": violation.event.0,
            }),
            None => Value::Null,
        };
        let seeds = hunt.seeds.range();
        json!({
            "rule": self.rule.map(Deviation::name), "profile": self.profile.name,
            "without": hunt.without.map(Hardship::name), "seeds": seeds.end - seeds.start,
            "reported": told(&catch.reported), "broken": told(&catch.broken),
            "events": catch.events,
        })
    }

    fn words(&self, catch: &Catch) -> String {
        let told = |report: &Option<Report>| match report {
            Some(Report { seed, violation }) => {
                format!("{} in seed {seed}", violation.property.name())
            }
            None => "nothing".to_owned(),
        };
        let (name, profile) = (self.rule.map_or("all rules", Deviation::name), &self.profile.name);
        let (reported, broken) = (told(&catch.reported), told(&catch.broken));
        format!("{name:32} {profile:12} reported first: {reported}; promise broken: {broken}")
    }
}
