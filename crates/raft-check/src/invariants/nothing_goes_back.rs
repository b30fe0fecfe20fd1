//! Nothing goes back: as long as a server lives its term, its commit index and what it has applied do not
//! decrease (LogCabin). A restart legitimately takes back what was not on disk.

use raft_core::{Index, LogId};

use super::Invariant;
use super::moment::Moment;
use crate::Finding;

/// Nothing to remember.
#[derive(Clone, Debug, Default)]
pub(crate) struct NothingGoesBack;

impl Invariant for NothingGoesBack {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let ((before, now), since) = (moment.alive()?, moment.since);
        if now.term < before.term {
            let finding = moment.finding(since.term, Vec::new());
            return Some(Finding { term: before.term, ..finding });
        }
        let entry = |index: Index| {
            let term = moment.log().and_then(|log| log.term_at(index)).unwrap_or_default();
            LogId { term, index }
        };
        let back = if now.commit < before.commit {
            (since.commit, now.commit, before.commit)
        } else if now.applied < before.applied {
            (since.applied, now.applied, before.applied)
        } else {
            return None;
        };
        let (earlier, now, before) = back;
        Some(moment.finding(earlier, vec![entry(now), entry(before)]))
    }
}
