//! Indices are in order: what a snapshot stands for is committed, what is applied is committed, and
//! what is committed is in the log (LogCabin: commit ≥ snapshot index, commit ≤ last).

use raft_core::{Index, LogId};

use super::Invariant;
use super::moment::Moment;
use crate::Finding;

/// Nothing to remember.
#[derive(Clone, Debug, Default)]
pub(crate) struct IndicesInOrder;

impl Invariant for IndicesInOrder {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let (now, since) = (moment.now?, moment.since);
        let known = |index: Index| {
            let term = moment.log().and_then(|log| log.term_at(index)).unwrap_or_default();
            LogId { term, index }
        };
        let commit_changed = moment.before.is_none_or(|before| before.commit != now.commit);
        if now.commit > now.last.index {
            let earlier = if commit_changed { since.log } else { since.commit };
            return Some(moment.finding(earlier, vec![known(now.commit), now.last]));
        }
        if now.snapshot.index > now.commit || now.base.index > now.commit {
            let claimed = now.snapshot.max(now.base);
            let earlier = if commit_changed { since.log } else { since.commit };
            return Some(moment.finding(earlier, vec![claimed, known(now.commit)]));
        }
        if now.applied > now.commit {
            let earlier = if commit_changed { since.applied } else { since.commit };
            return Some(moment.finding(earlier, vec![known(now.applied), known(now.commit)]));
        }
        None
    }
}
