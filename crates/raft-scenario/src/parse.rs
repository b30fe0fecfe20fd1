//! From text to data, with errors that say where.

use serde::de::DeserializeOwned;

use crate::{Problem, ProblemKind, Scenario, json};

/// The longest scenario, in bytes, before anything else is looked at.
const LONGEST_SCENARIO: usize = 256 * 1024;

impl Scenario {
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
        check_length(text)?;
        let syntax = |error: &toml::de::Error, path: Option<String>| {
            let line_of =
                |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            let line = error.span().map(|span| line_of(span.start));
            let place = match (path, line) {
                (Some(path), Some(line)) => Some(format!("{path} (line {line})")),
                (Some(path), None) => Some(path),
                (None, line) => line.map(|line| format!("line {line}")),
            };
            let problem = Problem::new(ProblemKind::Scenario, first_line(error.message()));
            match place {
                Some(place) => problem.at(place),
                None => problem,
            }
        };
        let deserializer = toml::Deserializer::parse(text).map_err(|error| syntax(&error, None))?;
        serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let path = known_path(error.path());
            syntax(error.inner(), path)
        })
    }

    /// The canonical spelling: the same content gives the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }
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

/// The path, unless there is nothing to say: `.` is the whole document.
#[cfg(feature = "toml")]
fn known_path(path: &serde_path_to_error::Path) -> Option<String> {
    let path = path.to_string();
    (path != ".").then_some(path)
}

#[cfg(feature = "toml")]
fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}
