//! §5.1: terms are a logical clock.

use core::cmp::Ordering;

use crate::{Deviation, Deviations, Term};

/// How a message's term relates to the receiver's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TermOrder {
    /// The sender lives in the past: refuse, and let the answer's term tell it so.
    Stale,
    /// Both are in the same term.
    Current,
    /// The receiver lives in the past: it adopts the term and follows, whatever it was.
    Newer,
}

/// Compares a message's term with the receiver's (Figure 2, "rules for servers").
#[must_use]
pub fn compare(message: Term, mine: Term, leads: bool, deviations: Deviations) -> TermOrder {
    match message.cmp(&mine) {
        Ordering::Greater if leads && deviations.has(Deviation::LeaderIgnoresNewerTerms) => {
            TermOrder::Stale
        }
        Ordering::Less => TermOrder::Stale,
        Ordering::Equal => TermOrder::Current,
        Ordering::Greater => TermOrder::Newer,
    }
}
