//! Many scenarios, each run to its end with every judge: one line each.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use raft_check::Violation;
use raft_export::Take;
use raft_scenario::{Expectation, Problem, ProblemKind, Run, Script};

use crate::file;
use crate::output::say;
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
        let scenario = file::read(path)?;
        let fork = scenario.fork.as_ref().map(|fork| fork.name.in_language("en").to_owned());
        let other = scenario.forked();
        let take = Take::of_scenario(scenario)?;
        let Outcome { mut line, mut wrong } = Outcome::of(&take, false)?;
        let exercise = exercise(take.script(), &mut wrong)?;
        // The same story with other rules: what its steps claim is about these, and need not come.
        if let (Some(name), Some(other)) = (fork, other) {
            let other = Outcome::of(&Take::of_scenario(other)?, true)?;
            let _ = write!(line, "; {name}: {}", other.line);
            wrong.extend(other.wrong.iter().map(|wrong| format!("{name}: {wrong}")));
        }
        if let Some(exercise) = &exercise {
            let _ = write!(line, "; exercise: {exercise}");
        }
        let verdict = if wrong.is_empty() { "ok" } else { "WRONG" };
        say!("{verdict} {}: {line}", path.display());
        for wrong in &wrong {
            eprintln!("raft-cli: {}: {wrong}", path.display());
        }
        if !wrong.is_empty() {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

/// How its exercise does, if it has one: it has to be solved by its solution, and by nothing less.
fn exercise(script: &Script, wrong: &mut Vec<String>) -> Result<Option<&'static str>, Problem> {
    if script.scenario.exercise.is_none() {
        return Ok(None);
    }
    let troubles = script.exercise_troubles()?;
    let told = if troubles.is_empty() { "solved by its solution" } else { "not as it says" };
    wrong.extend(troubles);
    Ok(Some(told))
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

/// What became of one run.
struct Outcome {
    /// What there is to say of it.
    line: String,
    /// What should not be, as sentences.
    wrong: Vec<String>,
}

impl Outcome {
    fn of(take: &Take, is_fork: bool) -> Result<Self, Problem> {
        let (script, run) = (take.script(), take.play(&mut ())?);
        let at_end = &script.scenario.expect;
        let in_steps = || script.steps.iter().flat_map(|step| &step.expect);
        let mut wrong: Vec<String> = Vec::new();
        let mut unmet = 0;
        if !is_fork {
            for trouble in run.troubles() {
                let at = trouble.position.time;
                wrong.push(format!("step {} at {at}: {}", trouble.id, trouble.message));
            }
            unmet = run.troubles().iter().filter(|trouble| trouble.action.is_none()).count();
            let missed = script.steps.len() - run.fired().len();
            if missed > 0 {
                wrong.push(format!("{missed} of its steps never come"));
            }
        }
        let failed = run.test(at_end).err().unwrap_or_default();
        unmet += failed.len();
        wrong.extend(failed);
        // What is broken on purpose, or claimed, may break more than what is claimed.
        let is_broken = script.setup.options.deviations.iter().next().is_some();
        let is_claimed =
            in_steps().chain(at_end).any(|claim| matches!(claim, Expectation::Violated(_)));
        if !is_broken && !is_claimed {
            wrong.extend(broken_promises(&run).map(told));
        }
        let claims = in_steps().count() + at_end.len();
        Ok(Self { line: line(script, &run, (claims - unmet, claims)), wrong })
    }
}

fn line(script: &Script, run: &Run, (met, claims): (usize, usize)) -> String {
    let told: Vec<String> = run.judges().all_violations().into_iter().map(told).collect();
    let verdicts = if told.is_empty() { "everything holds".to_owned() } else { told.join(", ") };
    let events = run.world().events().0;
    let mut line = format!("{events} events, {verdicts}, {met} of {claims} claims met");
    // Writing into a string cannot fail.
    if let Some(stall) = run.judges().liveness().first_stall() {
        let _ = write!(line, ", no progress from {} on although it was possible", stall.since);
    }
    let broken = script.setup.options.deviations.iter();
    let names: Vec<&str> = broken.map(|deviation| deviation.name()).collect();
    if !names.is_empty() {
        let _ = write!(line, " (not Raft: {})", names.join(", "));
    }
    line
}

/// A violation with the two events that contradict each other.
fn told(violation: &Violation) -> String {
    let (property, at, event) =
        (violation.property.name(), violation.position.time, violation.event.0);
    let against = violation.contradicts.map(|earlier| format!(" against event {}", earlier.0));
    format!("{property} violated at {at} by event {event}{}", against.unwrap_or_default())
}
