//! Scenarios for the page.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use raft_scenario::{Problem, ProblemKind};

use crate::file;
use crate::output::say;

/// Prints the scenarios as one JSON object. Each is compiled first: the page gets none that cannot
/// run.
pub(crate) fn print(files: &[PathBuf]) -> Result<ExitCode, Problem> {
    let mut scenarios = BTreeMap::new();
    for path in files {
        let scenario = file::read(path)?;
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let json = scenario.to_json();
        scenario.compile()?;
        scenarios.insert(name, json);
    }
    let json = serde_json::to_string_pretty(&scenarios)
        .map_err(|error| Problem::new(ProblemKind::Scenario, error.to_string()))?;
    say!("{json}");
    Ok(ExitCode::SUCCESS)
}
