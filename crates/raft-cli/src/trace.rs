//! A run, written down for others.

use std::process::ExitCode;

use raft_export::{Format, export};
use raft_scenario::{Problem, ProblemKind};

use crate::output;
use crate::source::{self, Source};

/// The formats, for the help.
pub(crate) fn formats() -> String {
    format!("One of {}", Format::ALL.map(Format::name).join(", "))
}

/// Writes a run to standard output. Nothing is written if something is wrong.
pub(crate) fn trace(
    source: &str,
    format: &str,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<ExitCode, Problem> {
    let format = Format::named(format).map_err(|problem| problem.at("--format"))?;
    let from = from.map(|from| source::time(from, "--from")).transpose()?;
    let to = to.map(|to| source::time(to, "--to")).transpose()?;
    if from > to && to.is_some() {
        return Err(Problem::new(ProblemKind::Name, "that is after the end")
            .at("--from")
            .expecting("a time before --to"));
    }
    let mut take = Source::read(source)?.take()?;
    if let Some(to) = to {
        take = take.until(to);
    }
    let text = export(&take, format, from).map_err(|problem| in_source(source, problem))?;
    output::text(&text);
    Ok(ExitCode::SUCCESS)
}

/// A problem with the file in front that it is about. A link is too long for that.
fn in_source(source: &str, mut problem: Problem) -> Problem {
    if !source.contains('#') && !source.starts_with("v1.") {
        problem.message = format!("{source}: {}", problem.message);
    }
    problem
}
