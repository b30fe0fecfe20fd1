//! What operations would answer if they came one after another.

use core::hash::Hash;

/// A sequential specification, split by key: the operations on one key know nothing of the others.
pub trait Specification {
    /// What is asked for.
    type Input;
    /// What is answered.
    type Output;
    /// What one key holds.
    type State: Clone + Eq + Hash;
    /// What operations are split by.
    type Key: Ord + ?Sized;

    /// The key that an operation is about.
    fn key<'a>(&self, input: &'a Self::Input) -> &'a Self::Key;

    /// What a key holds at first.
    fn initial(&self) -> Self::State;

    /// What an operation does, given what was answered. Without an output nobody knows what would
    /// have been answered, and anything may have been.
    fn apply(
        &self,
        state: &Self::State,
        input: &Self::Input,
        output: Option<&Self::Output>,
    ) -> Step<Self::State>;

    /// Whether an operation with this output leaves every state as it is in which it is possible.
    /// Such an operation may take effect as soon as it can: nothing that comes later misses it.
    fn only_looks(&self, input: &Self::Input, output: Option<&Self::Output>) -> bool;
}

/// What an operation does to what a key holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step<T> {
    /// It cannot have answered this here.
    Refused,
    /// It leaves things as they are.
    Stays,
    /// It makes this of it.
    Becomes(T),
}
