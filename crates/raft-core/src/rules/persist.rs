//! Figure 2, "persistent state": what must be on disk before a server answers.

use crate::{Deviation, Deviations, HardState, Index, WriteId};

/// What is written to disk of a server's term and vote.
///
/// Both: a server that forgot its term would listen to leaders it has abandoned, one that forgot
/// its vote could give it twice.
#[must_use]
pub fn what_must_survive(state: HardState, deviations: Deviations) -> HardState {
    if deviations.has(Deviation::TermNotPersisted) {
        return HardState::default();
    }
    if deviations.has(Deviation::VoteNotPersisted) {
        return HardState { voted_for: None, ..state };
    }
    state
}

/// Which write a vote or an acknowledgement waits for: what it says must be true after a crash.
#[must_use]
pub fn gate(write: Option<WriteId>, deviations: Deviations) -> Option<WriteId> {
    if deviations.has(Deviation::AnswerBeforeDurable) { None } else { write }
}

/// Up to where a leader counts itself: like any other server, only what is on its disk
/// (dissertation §10.2.1).
#[must_use]
pub fn own_index(durable: Index, last: Index, deviations: Deviations) -> Index {
    if deviations.has(Deviation::CountSelfBeforeDurable) { last } else { durable }
}
