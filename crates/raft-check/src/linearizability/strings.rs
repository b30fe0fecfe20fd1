//! Strings by key, which can be replaced and lengthened: the store of the MIT's distributed systems
//! course, whose logs porcupine has.

use core::fmt;

use super::{Specification, Step};

/// Strings by key, all empty at first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Strings;

/// What is asked of the strings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StringsInput {
    /// What a key holds. Answered with the string; the others are answered with nothing.
    Get {
        /// The key.
        key: Box<str>,
    },
    /// To hold this.
    Put {
        /// The key.
        key: Box<str>,
        /// The string.
        value: Box<str>,
    },
    /// To hold this after what it holds already.
    Append {
        /// The key.
        key: Box<str>,
        /// What is added.
        value: Box<str>,
    },
}

impl Specification for Strings {
    type Input = StringsInput;
    type Output = Option<Box<str>>;
    type State = Box<str>;
    type Key = str;

    fn key<'a>(&self, input: &'a StringsInput) -> &'a str {
        match input {
            StringsInput::Get { key }
            | StringsInput::Put { key, .. }
            | StringsInput::Append { key, .. } => key,
        }
    }

    fn initial(&self) -> Box<str> {
        Box::default()
    }

    fn apply(
        &self,
        state: &Box<str>,
        input: &StringsInput,
        output: Option<&Option<Box<str>>>,
    ) -> Step<Box<str>> {
        match (input, output) {
            (StringsInput::Get { .. }, None) => Step::Stays,
            (StringsInput::Get { .. }, Some(value)) => match value {
                Some(value) if value == state => Step::Stays,
                _ => Step::Refused,
            },
            (StringsInput::Put { value, .. }, None | Some(None)) => Step::Becomes(value.clone()),
            (StringsInput::Append { value, .. }, None | Some(None)) => {
                Step::Becomes([&**state, value].concat().into())
            }
            (StringsInput::Put { .. } | StringsInput::Append { .. }, Some(Some(_))) => {
                Step::Refused
            }
        }
    }

    fn only_looks(&self, input: &StringsInput, _: Option<&Option<Box<str>>>) -> bool {
        matches!(input, StringsInput::Get { .. })
    }
}

impl fmt::Display for StringsInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Get { key } => write!(f, "get {key:?}"),
            Self::Put { key, value } => write!(f, "put {key:?} {value:?}"),
            Self::Append { key, value } => write!(f, "append {key:?} {value:?}"),
        }
    }
}
