//! What is said of a history.

use super::OperationNo;

/// Whether a history is linearizable. `T` is what one key can hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict<T> {
    /// It is.
    Linearizable {
        /// An order that all agree to: every operation that was answered, and those of unknown
        /// outcome that must have happened.
        order: Vec<OperationNo>,
    },
    /// It is not: there is no such order.
    NotLinearizable(Refutation<T>),
    /// The search was given up.
    Undecided {
        /// After so many steps.
        steps: u64,
    },
}

/// What a person needs to see that a history is not linearizable.
///
/// The operation that cannot be placed is the first in time: what was answered before its answer can
/// be put in order (together with what was under way, which may come or not), and with it no more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refutation<T> {
    /// The longest order that comes up to that answer, of the operations on the same key.
    pub longest: Vec<OperationNo>,
    /// The operation that cannot be placed: neither after these nor anywhere among them.
    pub stuck: OperationNo,
    /// What the key holds after the longest order, where the operation's answer needs something
    /// else.
    pub state: T,
}

impl<T> Verdict<T> {
    /// Whether the history is linearizable; `None` if that is undecided.
    #[must_use]
    pub fn holds(&self) -> Option<bool> {
        match self {
            Self::Linearizable { .. } => Some(true),
            Self::NotLinearizable(_) => Some(false),
            Self::Undecided { .. } => None,
        }
    }
}
