//! The beginning of a scenario.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use raft_scenario::{Problem, ProblemKind, Scenario};

use crate::output::say;

/// Writes the beginning of a scenario into a file that is not there yet.
///
/// # Errors
/// If the file is there, does not end in .toml, or cannot be written.
pub(crate) fn new(path: &Path) -> Result<ExitCode, Problem> {
    let wrong =
        |why: String| Problem::new(ProblemKind::Scenario, format!("{}: {why}", path.display()));
    if path.extension().is_none_or(|ending| ending != "toml") {
        let expected: PathBuf = path.with_extension("toml");
        return Err(
            wrong("a new scenario is TOML".to_owned()).expecting(expected.display().to_string())
        );
    }
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create_new(true).open(path);
    file.and_then(|mut file| std::io::Write::write_all(&mut file, Scenario::BEGINNING.as_bytes()))
        .map_err(|error| wrong(error.to_string()))?;
    let path = path.display();
    say!("{path}: change it, and see whether it keeps its word: raft-cli check {path}");
    Ok(ExitCode::SUCCESS)
}
