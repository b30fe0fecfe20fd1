//! Log terms are in order: from one entry of a log to the next the term does not decrease, and no entry
//! is from a term that its server has not reached (LogCabin).

use super::Invariant;
use super::moment::Moment;
use crate::Finding;

/// Nothing to remember: each new entry is compared with the one before it.
#[derive(Clone, Debug, Default)]
pub(crate) struct LogTermsInOrder;

impl Invariant for LogTermsInOrder {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let now = moment.now?;
        if now.last.term > now.term {
            let term_came_later = moment.before.is_some_and(|before| before.last == now.last);
            let earlier = if term_came_later { moment.since.log } else { moment.since.term };
            return Some(moment.finding(earlier, vec![now.last]));
        }
        let log = moment.log()?;
        moment.new_entries().find_map(|entry| {
            let before = entry.id.index.prev();
            let term = log.term_at(before).filter(|term| *term > entry.id.term)?;
            let before = raft_core::LogId { term, index: before };
            Some(moment.finding(moment.since.log, vec![entry.id, before]))
        })
    }
}
