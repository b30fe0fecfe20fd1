//! §5.3 and §5.4.2: when a leader may call an entry committed.

use crate::{CommitHold, Deviation, Deviations, Index, LogId, Term};

/// May a leader of `current_term` commit up to the entry `id`, the last one that a majority has on
/// disk? Only an entry of its own term: an older one could still be overwritten by a leader that
/// the majority would prefer (Figure 8); it becomes committed with the first one of this term.
///
/// # Errors
/// Why not.
pub fn may_commit(id: LogId, current_term: Term, deviations: Deviations) -> Result<(), CommitHold> {
    if id.term != current_term && !deviations.has(Deviation::OldTermsCommitByCounting) {
        return Err(CommitHold::OldTermEntry { id, current_term });
    }
    Ok(())
}

/// Up to where may a state machine go that has an agreed log up to `held`? As far as is committed: what
/// it has executed cannot be taken back (Figure 2, "rules for servers").
#[must_use]
pub fn may_apply(commit: Index, held: Index, deviations: Deviations) -> Index {
    if deviations.has(Deviation::UncommittedApplied) { held.max(commit) } else { commit }
}

/// Up to where does a new leader keep its log? All of it: what it does not know to be committed may be
/// committed all the same, and a leader only appends (§5.3).
#[must_use]
pub fn kept_in_office(last: Index, commit: Index, deviations: Deviations) -> Index {
    if deviations.has(Deviation::LeaderDiscardsUncommitted) { commit } else { last }
}
