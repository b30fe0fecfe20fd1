//! JSON, in little code.
//!
//! This is most of what a page has to load before it can read a scenario, so it counts in bytes and
//! not in nanoseconds: whatever does not depend on the type that is read or written is a function of
//! its own, called and never inlined. `serde_json` is three times as large here; the tests compare
//! with it what is read, what is refused, and in which words.

mod error;
mod path;
mod read;
mod text;
mod write;

use serde::de::DeserializeOwned;

use crate::{Problem, ProblemKind};

pub(crate) use read::read;
pub use write::{spell, write};

/// Reads what a program has sent, of which nobody knows lines and columns.
///
/// # Errors
/// What is wrong with it, and where.
pub fn read_plain<T: DeserializeOwned>(text: &str, kind: ProblemKind) -> Result<T, Problem> {
    read(text).map_err(|error| error.problem(kind, error.to_string(), text))
}

#[cfg(test)]
mod tests;
