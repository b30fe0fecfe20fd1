//! Figure 2, "persistent state": what must be on disk before a server answers.

use crate::{Deviation, Deviations, HardState};

/// What is written to disk of a server's term and vote.
///
/// Both: a server that forgot its term would listen to leaders it has abandoned, one that forgot
/// its vote could give it twice.
#[must_use]
pub fn what_must_survive(state: HardState, deviations: Deviations) -> HardState {
    if deviations.has(Deviation::VoteNotPersisted) {
        return HardState { voted_for: None, ..state };
    }
    state
}
