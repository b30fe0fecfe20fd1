//! Many scenarios, each run to its end with every judge: one line each.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use raft_check::Violation;
use raft_core::Deviation;
use raft_export::Take;
use raft_scenario::{Expectation, Problem, ProblemKind, Run, Script};

use crate::file;
use crate::promises::broken_promises;

/// Runs the scenarios in these files and folders, and says of each whether it keeps its word.
///
/// # Errors
/// If there is no scenario at all, or a file cannot be read.
pub(crate) fn check(paths: &[PathBuf]) -> Result<ExitCode, Problem> {
    let mut files = Vec::new();
    for path in paths {
        gather(path, &mut files)?;
    }
    if files.is_empty() {
        return Err(Problem::new(ProblemKind::Scenario, "there is no scenario here")
            .expecting("files, or folders with files, that end in .toml or .json"));
    }
    let mut code = ExitCode::SUCCESS;
    for path in &files {
        let take = Take::of_scenario(file::read(path)?)?;
        let run = take.play(&mut ())?;
        let result = Outcome::of(take.script(), &run);
        println!("{}", result.line(path, &run));
        for wrong in &result.wrong {
            eprintln!("raft-cli: {}: {wrong}", path.display());
        }
        if !result.wrong.is_empty() {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

/// The scenarios at a path: itself, or what lies in it, in the order of the names.
fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Problem> {
    let unreadable = |error: std::io::Error| {
        Problem::new(ProblemKind::Scenario, format!("{}: {error}", path.display()))
    };
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let mut inside = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        inside.push(entry.map_err(unreadable)?.path());
    }
    inside.sort();
    for path in inside {
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() || matches!(ending, Some("toml" | "json")) {
            gather(&path, files)?;
        }
    }
    Ok(())
}

/// What became of one scenario.
struct Outcome {
    /// What is broken on purpose.
    broken: Vec<Deviation>,
    claims: usize,
    unmet: usize,
    /// What should not be, as sentences.
    wrong: Vec<String>,
}

impl Outcome {
    fn of(script: &Script, run: &Run) -> Self {
        let broken: Vec<Deviation> = script.setup.options.deviations.iter().collect();
        let at_end = &script.scenario.expect;
        let in_steps = || script.steps.iter().flat_map(|step| &step.expect);
        let mut wrong: Vec<String> = Vec::new();
        for trouble in run.troubles() {
            let at = trouble.position.time;
            wrong.push(format!("step {} at {at}: {}", trouble.id, trouble.message));
        }
        let failed = run.test(at_end).err().unwrap_or_default();
        let unmet = run.troubles().iter().filter(|trouble| trouble.action.is_none()).count();
        let unmet = unmet + failed.len();
        wrong.extend(failed);
        let missed = script.steps.len() - run.fired().len();
        if missed > 0 {
            wrong.push(format!("{missed} of its steps never come"));
        }
        // What is broken on purpose, or claimed, may break more than what is claimed.
        let is_claimed =
            in_steps().chain(at_end).any(|claim| matches!(claim, Expectation::Violated(_)));
        if broken.is_empty() && !is_claimed {
            wrong.extend(broken_promises(run).map(told));
        }
        Self { broken, claims: in_steps().count() + at_end.len(), unmet, wrong }
    }

    fn line(&self, path: &Path, run: &Run) -> String {
        let verdict = if self.wrong.is_empty() { "ok" } else { "WRONG" };
        let events = run.world().events().0;
        let mut line = format!("{verdict} {}: {events} events, ", path.display());
        let told: Vec<String> = run.judges().all_violations().into_iter().map(told).collect();
        line.push_str(if told.is_empty() { "everything holds" } else { "" });
        line.push_str(&told.join(", "));
        let (met, claims) = (self.claims - self.unmet, self.claims);
        // Writing into a string cannot fail.
        let _ = write!(line, ", {met} of {claims} claims met");
        if let Some(stall) = run.judges().liveness().first_stall() {
            let _ = write!(line, ", no progress from {} on although it was possible", stall.since);
        }
        if !self.broken.is_empty() {
            let names: Vec<&str> = self.broken.iter().map(|one| one.name()).collect();
            let _ = write!(line, " (not Raft: {})", names.join(", "));
        }
        line
    }
}

/// A violation with the two events that contradict each other.
fn told(violation: &Violation) -> String {
    let (property, at, event) =
        (violation.property.name(), violation.position.time, violation.event.0);
    let against = violation.contradicts.map(|earlier| format!(" against event {}", earlier.0));
    format!("{property} violated at {at} by event {event}{}", against.unwrap_or_default())
}
