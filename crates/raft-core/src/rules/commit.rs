//! §5.3 and §5.4.2: when a leader may call an entry committed.

use crate::{CommitHold, Deviation, Deviations, LogId, Term};

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
