//! A register with compare-and-set, as Jepsen tests have it.

use core::fmt;

use super::{Specification, Step};

/// One register that holds a number, or nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Register {
    /// What it holds at first.
    pub initial: Option<i64>,
}

/// What a register is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegisterInput {
    /// What it holds.
    Read,
    /// To hold this.
    Write(i64),
    /// To hold another number if it holds this one.
    CompareAndSet {
        /// What it must hold.
        from: i64,
        /// What it shall hold then.
        to: i64,
    },
}

/// What a register answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegisterOutput {
    /// To a read.
    Holds(Option<i64>),
    /// To a write.
    Written,
    /// To a compare-and-set: whether it held the number.
    Swapped(bool),
}

impl Specification for Register {
    type Input = RegisterInput;
    type Output = RegisterOutput;
    type State = Option<i64>;
    type Key = ();

    fn key<'a>(&self, _: &'a RegisterInput) -> &'a () {
        &()
    }

    fn initial(&self) -> Option<i64> {
        self.initial
    }

    #[inline]
    fn apply(
        &self,
        state: &Option<i64>,
        input: &RegisterInput,
        output: Option<&RegisterOutput>,
    ) -> Step<Option<i64>> {
        use {RegisterInput as In, RegisterOutput as Out};
        let is = |holds: bool, step| if holds { step } else { Step::Refused };
        match (*input, output.copied()) {
            (In::Read, None) => Step::Stays,
            (In::Read, Some(Out::Holds(value))) => is(value == *state, Step::Stays),
            (In::Write(value), None | Some(Out::Written)) => Step::Becomes(Some(value)),
            (In::CompareAndSet { from, to }, None | Some(Out::Swapped(true))) => {
                is(*state == Some(from), Step::Becomes(Some(to)))
            }
            (In::CompareAndSet { from, .. }, Some(Out::Swapped(false))) => {
                is(*state != Some(from), Step::Stays)
            }
            // An answer to another question.
            _ => Step::Refused,
        }
    }

    fn only_looks(&self, input: &RegisterInput, output: Option<&RegisterOutput>) -> bool {
        matches!(
            (input, output),
            (RegisterInput::Read, _)
                | (RegisterInput::CompareAndSet { .. }, Some(RegisterOutput::Swapped(false)))
        )
    }
}

impl fmt::Display for RegisterInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read => f.write_str("read"),
            Self::Write(value) => write!(f, "write {value}"),
            Self::CompareAndSet { from, to } => write!(f, "cas {from} {to}"),
        }
    }
}

impl fmt::Display for RegisterOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holds(Some(value)) => value.fmt(f),
            Self::Holds(None) => f.write_str("nil"),
            Self::Written | Self::Swapped(true) => f.write_str("ok"),
            Self::Swapped(false) => f.write_str("fail"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What holds of every specification: an operation that only looks changes nothing anywhere.
    #[test]
    fn what_only_looks_changes_no_state() {
        let inputs = [
            RegisterInput::Read,
            RegisterInput::Write(1),
            RegisterInput::CompareAndSet { from: 1, to: 2 },
        ];
        let outputs = [
            None,
            Some(RegisterOutput::Holds(Some(1))),
            Some(RegisterOutput::Holds(None)),
            Some(RegisterOutput::Written),
            Some(RegisterOutput::Swapped(true)),
            Some(RegisterOutput::Swapped(false)),
        ];
        let register = Register::default();
        let mut looking = 0;
        for input in inputs {
            for output in outputs {
                if register.only_looks(&input, output.as_ref()) {
                    looking += 1;
                    for state in [None, Some(1), Some(2)] {
                        let step = register.apply(&state, &input, output.as_ref());
                        assert!(!matches!(step, Step::Becomes(_)), "{input} {output:?} {state:?}");
                    }
                }
            }
        }
        assert_eq!(looking, 7, "reads with every output, and one compare-and-set");
    }

    #[test]
    fn a_compare_and_set_compares() {
        let cas = RegisterInput::CompareAndSet { from: 1, to: 2 };
        let apply = |state, output| Register::default().apply(&state, &cas, output);
        let [yes, no] = [true, false].map(RegisterOutput::Swapped);
        assert_eq!(apply(Some(1), Some(&yes)), Step::Becomes(Some(2)));
        assert_eq!(apply(Some(1), None), Step::Becomes(Some(2)));
        assert_eq!(apply(Some(1), Some(&no)), Step::Refused);
        assert_eq!(apply(Some(3), Some(&no)), Step::Stays);
        assert_eq!(apply(None, Some(&yes)), Step::Refused);
    }
}
