//! Links: from a file to an address, and back.

use std::path::Path;
use std::process::ExitCode;

use raft_export::{Format, export};
use raft_scenario::Problem;

use crate::output::{self, say};
use crate::source::{self, Source, millis};
use crate::words::{Language, Words};

/// Prints the fragment of an address that leads to a scenario, at its beginning or at a moment. It holds the
/// whole scenario, and at a moment the digest of its run up to there.
///
/// # Errors
/// If the scenario cannot be read, or cannot run up to there.
pub(crate) fn link(file: &str, at: Option<&str>) -> Result<ExitCode, Problem> {
    let at = at.map(|at| source::time(at, "--at")).transpose()?;
    let mut session = Source::read(file)?.session(&Words::of(Language::default())?)?;
    if let Some(at) = at {
        session.seek(millis(at))?;
    }
    say!("{}", session.share_link());
    Ok(ExitCode::SUCCESS)
}

/// Prints what a link leads to, as a scenario in TOML: its story, with what the reader did as steps.
///
/// # Errors
/// If the link cannot be read, or does not lead to what it promises.
pub(crate) fn open(link: &str) -> Result<ExitCode, Problem> {
    if Path::new(link).is_file() {
        return Err(Problem::new(raft_scenario::ProblemKind::Link, format!("{link} is a file"))
            .expecting("an address of the playground, or what follows its #"));
    }
    let take = Source::read_link(link)?.take()?;
    output::text(&export(&take, Format::Scenario, None)?);
    Ok(ExitCode::SUCCESS)
}
