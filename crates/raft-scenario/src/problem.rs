//! Bad input, said clearly.

use core::fmt;

/// What is wrong with something that came in: what, where, and what was expected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// What kind of input it is.
    pub kind: ProblemKind,
    /// What is wrong, as a sentence.
    pub message: String,
    /// Where: a path like `steps[3].do[0].crash`, or a line.
    pub path: Option<String>,
    /// What was expected instead.
    pub expected: Option<String>,
}

/// What kind of input is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProblemKind {
    /// A scenario.
    Scenario,
    /// A link.
    Link,
    /// An action.
    Action,
    /// A name of something that does not exist.
    Name,
    /// Something is larger than this program takes.
    Limit,
}

impl Problem {
    /// A problem of this kind.
    #[must_use]
    pub fn new(kind: ProblemKind, message: impl Into<String>) -> Self {
        Self { kind, message: shortened(message.into()), path: None, expected: None }
    }

    /// The same problem, with the place where it is.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = Some(shortened(path.into()));
        self
    }

    /// The same problem, with what was expected.
    #[must_use]
    pub fn expecting(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }
}

/// More than this nobody reads, in bytes. Problems quote what they refuse, and a stranger may have sent anything.
const LONGEST: usize = 2_000;

fn shortened(mut text: String) -> String {
    if text.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
        text.push('…');
    }
    text
}

impl ProblemKind {
    /// The kind's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::Link => "link",
            Self::Action => "action",
            Self::Name => "name",
            Self::Limit => "limit",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{path}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(expected) = &self.expected {
            write!(f, " (expected {expected})")?;
        }
        Ok(())
    }
}

impl core::error::Error for Problem {}
