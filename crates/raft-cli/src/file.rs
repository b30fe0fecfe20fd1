//! Scenario files.

use std::path::Path;

use raft_scenario::{Problem, ProblemKind, Scenario};

/// Reads a scenario file; the ending says how it is spelled.
///
/// # Errors
/// If it cannot be read, with the file's name in front.
pub(crate) fn read(path: &Path) -> Result<Scenario, Problem> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Problem::new(ProblemKind::Scenario, format!("{shown}: {error}")))?;
    let scenario =
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("toml") => Scenario::from_toml(&text),
            Some("json") => Scenario::from_json(&text),
            _ => Err(Problem::new(ProblemKind::Scenario, "unknown kind of file")
                .expecting(".toml or .json")),
        };
    scenario.map_err(|mut problem| {
        problem.message = format!("{shown}: {}", problem.message);
        problem
    })
}
