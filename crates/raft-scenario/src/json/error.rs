//! What is wrong with a JSON text, and where.

use core::fmt;

use serde::de::{Expected, Unexpected};

use super::path::path_at;
use crate::{Problem, ProblemKind};

/// What is wrong with a JSON text. Small, because every function of a reader passes it on.
#[derive(Debug)]
pub(crate) struct Error(Box<Fault>);

#[derive(Debug)]
struct Fault {
    message: String,
    /// How many bytes had been read. None: whoever reads knows it and has not said it yet.
    at: Option<usize>,
}

impl Error {
    #[cold]
    #[inline(never)]
    pub(super) fn new(message: &str, at: Option<usize>) -> Self {
        Self(Box::new(Fault { message: message.to_owned(), at }))
    }

    /// The same error at this place, unless it has one.
    #[cold]
    #[inline(never)]
    pub(super) fn or_at(mut self, at: usize) -> Self {
        self.0.at.get_or_insert(at);
        self
    }

    /// The error as a problem with this text.
    pub(crate) fn problem(&self, kind: ProblemKind, sentence: String, text: &str) -> Problem {
        let problem = Problem::new(kind, sentence);
        let path = self.0.at.map(|at| path_at(text, at)).unwrap_or_default();
        if path.is_empty() { problem } else { problem.at(path) }
    }

    /// The error as a sentence, with line and column in the text that was read.
    pub(crate) fn sentence(&self, text: &str) -> String {
        let Some(at) = self.0.at else { return self.0.message.clone() };
        let before = &text.as_bytes()[..at];
        let line_starts = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let lines = before.iter().filter(|byte| **byte == b'\n').count();
        format!("{} at line {} column {}", self.0.message, lines + 1, at - line_starts)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl core::error::Error for Error {}

impl serde::de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(&message.to_string(), None)
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid type: {}, expected {expected}", Found(found)))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid value: {}, expected {expected}", Found(found)))
    }
}

/// What was found, in the words of JSON. Serde's own words can print any floating point number, and
/// the code for that is larger than this whole reader.
struct Found<'a>(Unexpected<'a>);

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Unexpected::Unit => f.write_str("null"),
            Unexpected::Bool(truth) => write!(f, "boolean `{truth}`"),
            Unexpected::Unsigned(number) => write!(f, "integer `{number}`"),
            Unexpected::Signed(number) => write!(f, "integer `{number}`"),
            Unexpected::Str(text) => write!(f, "string {text:?}"),
            Unexpected::Seq => f.write_str("sequence"),
            Unexpected::Map => f.write_str("map"),
            Unexpected::UnitVariant => f.write_str("unit variant"),
            Unexpected::Float(number) => {
                let digits = super::spell(number);
                let point = if digits.contains(['.', 'e', 'N', 'i']) { "" } else { ".0" };
                write!(f, "floating point `{digits}{point}`")
            }
            _ => f.write_str("something else"),
        }
    }
}
