//! The canonical spelling of scenarios.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use raft_scenario::{Problem, ProblemKind, Scenario};

use crate::file;
use crate::output;

/// What is to be spelled anew.
#[derive(Args, Debug)]
pub(crate) struct Spelling {
    /// Scenarios, TOML or JSON.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write it into the files instead of printing it. Comments before the first line are kept; a file with
    /// others is left alone.
    #[arg(long, conflicts_with = "check")]
    write: bool,
    /// Only say which files are spelled differently; exit code 1 if one is.
    #[arg(long)]
    check: bool,
}

/// Prints scenarios as a machine would spell them: the same content has the same bytes.
///
/// # Errors
/// If a file cannot be read or written, or if a comment would be lost.
pub(crate) fn fmt(asked: &Spelling) -> Result<ExitCode, Problem> {
    let mut code = ExitCode::SUCCESS;
    for path in &asked.files {
        let scenario = file::read(path)?;
        let before = std::fs::read_to_string(path).map_err(|error| unusable(path, &error))?;
        let after = spelled(path, &scenario, &before);
        if asked.check {
            if before != after {
                output::line(format_args!("{}", path.display()));
                code = ExitCode::FAILURE;
            }
        } else if asked.write {
            if let Some(line) = lost_comment(path, &before) {
                let path = path.display();
                return Err(Problem::new(
                    ProblemKind::Scenario,
                    format!("{path}: the comment in line {line} would be lost"),
                )
                .expecting("comments only before the first line, or no --write"));
            }
            if before != after {
                std::fs::write(path, after).map_err(|error| unusable(path, &error))?;
            }
        } else {
            output::text(&after);
        }
    }
    Ok(code)
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "json")
}

fn spelled(path: &Path, scenario: &Scenario, before: &str) -> String {
    if is_json(path) {
        return scenario.to_json() + "\n";
    }
    let head = before.lines().take_while(|line| line.starts_with('#'));
    let head: String = head.map(|line| format!("{line}\n")).collect();
    head + &scenario.to_toml()
}

/// The first line with a comment that no canonical spelling has. What looks like one within a text is one to
/// be careful about.
fn lost_comment(path: &Path, text: &str) -> Option<usize> {
    if is_json(path) {
        return None;
    }
    let mut lines = text.lines().enumerate().skip_while(|(_, line)| line.starts_with('#'));
    let lost = lines.find(|(_, line)| {
        let line = line.trim_start();
        line.starts_with('#') || line.rsplit_once(" #").is_some_and(|(_, end)| !end.contains('"'))
    });
    lost.map(|(at, _)| at + 1)
}

fn unusable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(ProblemKind::Scenario, format!("{}: {error}", path.display()))
}
