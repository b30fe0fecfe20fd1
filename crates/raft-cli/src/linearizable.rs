//! Histories that somebody recorded: are they linearizable?

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use raft_check::linearizability::STEPS;
use raft_check::linearizability::recording::{Conclusion, Judgement, Recording, Stuck};
use raft_scenario::{Problem, ProblemKind};

use crate::BAD_INPUT;
use crate::output::say;
use crate::stopwatch::Stopwatch;

/// What to judge.
#[derive(Args, Debug)]
pub(crate) struct Linearizable {
    /// Recorded histories: Jepsen's log of a register, or EDN about strings by key as porcupine has
    /// it.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// After how many steps for each key a search is given up.
    #[arg(long, value_name = "N", default_value_t = STEPS)]
    steps: u64,
}

/// Prints a verdict for each file, with the number of operations and the time that it took. A file
/// that cannot be read keeps none of the others from being judged.
pub(crate) fn judge(asked: &Linearizable) -> Result<ExitCode, Problem> {
    let (mut unreadable, mut proved) = (false, true);
    for path in &asked.files {
        let shown = path.display().to_string();
        match judge_file(path, &shown, asked.steps) {
            Ok(holds) => proved &= holds,
            Err(problem) => {
                eprintln!("raft-cli: {problem}");
                unreadable = true;
            }
        }
    }
    Ok(match (unreadable, proved) {
        (true, _) => ExitCode::from(BAD_INPUT),
        (false, false) => ExitCode::FAILURE,
        (false, true) => ExitCode::SUCCESS,
    })
}

/// Whether the history of this file is certainly linearizable.
fn judge_file(path: &PathBuf, shown: &str, steps: u64) -> Result<bool, Problem> {
    let problem = |why: String| Problem::new(ProblemKind::Scenario, why);
    let text = std::fs::read_to_string(path).map_err(|why| problem(format!("{shown}: {why}")))?;
    let recording = Recording::read(&text).map_err(|why| problem(format!("{shown}:{why}")))?;
    let watch = Stopwatch::start();
    let Judgement { operations, conclusion } = recording.judge(steps);
    let took = format!("{operations} operations, {:.2} ms", watch.seconds() * 1_000.0);
    match conclusion {
        Conclusion::Linearizable => say!("{shown}: linearizable ({took})"),
        Conclusion::NotLinearizable(ref stuck) => {
            say!("{shown}: not linearizable ({took})\n{}", told(shown, stuck));
        }
        Conclusion::Undecided { steps } => {
            say!("{shown}: undecided after {steps} steps ({took})");
        }
    }
    Ok(conclusion == Conclusion::Linearizable)
}

/// What a person needs to see it.
fn told(shown: &str, stuck: &Stuck) -> String {
    let Stuck { longest, process, invoked, returned, asked, answered, holds, needs } = stuck;
    format!(
        "  longest partial linearization: {longest}, after which there is {holds}\n  \
         {shown}:{returned}: process {process}, {asked} → {answered} (asked in line {invoked}) \
         cannot be placed: there would have to be {needs}"
    )
}
