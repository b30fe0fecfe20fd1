//! A verdict on a recording, for people: which lines, in words of the recording.

use core::fmt::Display;

use super::Recorded;
use crate::linearizability::{
    Refutation, Register, RegisterInput, RegisterOutput, Specification, Strings, StringsInput,
    Verdict, search,
};

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// How many operations were begun.
    pub operations: usize,
    /// What is said of them.
    pub conclusion: Conclusion,
}

/// A verdict without what only a machine needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Conclusion {
    /// The history is linearizable.
    Linearizable,
    /// It is not.
    NotLinearizable(Stuck),
    /// The search was given up.
    Undecided {
        /// After so many steps.
        steps: u64,
    },
}

/// The operation that cannot be placed, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stuck {
    /// How many operations on the same key the longest order has that comes up to its answer.
    pub longest: usize,
    /// Who asked.
    pub process: u64,
    /// The line of the question.
    pub invoked: usize,
    /// The line of the answer.
    pub returned: usize,
    /// The question.
    pub asked: String,
    /// The answer.
    pub answered: String,
    /// What there is after the longest order.
    pub holds: String,
    /// What there would have to be.
    pub needs: String,
}

/// A specification whose states and answers can be put into words.
pub(super) trait Told: Specification {
    fn answer(output: &Self::Output) -> String;
    fn holds(state: &Self::State) -> String;
    /// What an operation must find to answer this.
    fn needs(input: &Self::Input, output: &Self::Output) -> String;
}

/// Judges a recorded history by a search.
pub(super) fn judge<S>(recorded: &Recorded<S>, specification: &S, steps: u64) -> Judgement
where
    S: Told<Input: Display>,
{
    let operations = recorded.history.operations().len();
    let conclusion = match search(specification, &recorded.history, steps) {
        Verdict::Linearizable { .. } => Conclusion::Linearizable,
        Verdict::Undecided { steps } => Conclusion::Undecided { steps },
        Verdict::NotLinearizable(why) => Conclusion::NotLinearizable(stuck(recorded, &why)),
    };
    Judgement { operations, conclusion }
}

fn stuck<S>(recorded: &Recorded<S>, why: &Refutation<S::State>) -> Stuck
where
    S: Told<Input: Display>,
{
    let at = why.stuck.0 as usize;
    let operation = &recorded.history.operations()[at];
    let (invoked, returned) = recorded.lines[at];
    let output = operation.output();
    Stuck {
        longest: why.longest.len(),
        process: operation.process,
        invoked,
        returned: returned.unwrap_or(invoked),
        asked: operation.input.to_string(),
        answered: output.map(S::answer).unwrap_or_default(),
        holds: S::holds(&why.state),
        needs: output.map(|output| S::needs(&operation.input, output)).unwrap_or_default(),
    }
}

impl Told for Register {
    fn answer(output: &RegisterOutput) -> String {
        output.to_string()
    }

    fn holds(state: &Option<i64>) -> String {
        RegisterOutput::Holds(*state).to_string()
    }

    fn needs(input: &RegisterInput, output: &RegisterOutput) -> String {
        match (input, output) {
            (RegisterInput::CompareAndSet { from, .. }, RegisterOutput::Swapped(false)) => {
                format!("anything but {from}")
            }
            (RegisterInput::CompareAndSet { from, .. }, _) => from.to_string(),
            (RegisterInput::Read, output) => output.to_string(),
            (RegisterInput::Write(_), _) => "anything".to_owned(),
        }
    }
}

impl Told for Strings {
    fn answer(output: &Option<Box<str>>) -> String {
        output.as_ref().map_or_else(|| "ok".to_owned(), |text| format!("{text:?}"))
    }

    fn holds(state: &Box<str>) -> String {
        format!("{state:?}")
    }

    fn needs(input: &StringsInput, output: &Option<Box<str>>) -> String {
        match input {
            StringsInput::Get { .. } => Self::answer(output),
            StringsInput::Put { .. } | StringsInput::Append { .. } => "anything".to_owned(),
        }
    }
}
