//! From text to data, with errors that say where.

use serde::de::DeserializeOwned;

#[cfg(feature = "toml")]
use crate::places::{self, Places};
use crate::{Problem, ProblemKind, Scenario, json};

/// The longest scenario, in bytes, before anything else is looked at.
const LONGEST_SCENARIO: usize = 256 * 1024;

impl Scenario {
    /// What whoever writes one begins with: a story that keeps its word, and shows where everything stands.
    pub const BEGINNING: &str = include_str!("beginning.toml");

    /// Reads a scenario from JSON.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn from_json(text: &str) -> Result<Self, Problem> {
        check_length(text)?;
        from_json(text, ProblemKind::Scenario)
    }

    /// Reads a scenario from TOML.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    #[cfg(feature = "toml")]
    pub fn from_toml(text: &str) -> Result<Self, Problem> {
        Self::read_toml(text).map_err(|misread| {
            let Misread { mut problem, line } = misread;
            problem.path = match (problem.path, line) {
                (Some(path), Some(line)) => Some(format!("{path} (line {line})")),
                (path, None) => path,
                (None, line) => line.map(|line| format!("line {line}")),
            };
            problem
        })
    }

    /// Reads a scenario from TOML, for whoever shows the line itself.
    ///
    /// # Errors
    /// What is wrong with it, and in which line.
    #[cfg(feature = "toml")]
    pub fn read_toml(text: &str) -> Result<Self, Misread> {
        check_length(text).map_err(|problem| Misread { problem, line: None })?;
        let json = places::to_json(text)?;
        json::read_plain(&json, ProblemKind::Scenario).map_err(|problem| {
            let line = problem.path.as_deref().and_then(|path| Places::of(text).line(path));
            Misread { problem, line }
        })
    }

    /// The canonical spelling: the same content gives the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }
}

/// What is wrong with a text, and the line in which it stands, counted from 1, where there is one.
#[cfg(feature = "toml")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Misread {
    /// What is wrong; its path names no line.
    pub problem: Problem,
    /// The line.
    pub line: Option<usize>,
}

fn check_length(text: &str) -> Result<(), Problem> {
    if text.len() > LONGEST_SCENARIO {
        return Err(Problem::new(
            ProblemKind::Limit,
            format!("the scenario has {} bytes", text.len()),
        )
        .expecting(format!("at most {LONGEST_SCENARIO} bytes")));
    }
    Ok(())
}

/// Reads anything from JSON.
///
/// # Errors
/// What is wrong with it, and where.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str, kind: ProblemKind) -> Result<T, Problem> {
    json::read(text).map_err(|error| error.problem(kind, error.sentence(text), text))
}
