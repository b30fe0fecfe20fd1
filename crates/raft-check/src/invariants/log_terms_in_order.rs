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

#[cfg(test)]
mod tests {
    use super::super::stage::{Stage, about, named};
    use crate::Property;

    const IT: Property = Property::LogTermsInOrder;

    #[test]
    fn a_term_that_falls_is_told_with_the_entry_before() {
        let mut stage = Stage::of(1);
        let found = stage.happens(1, |it| {
            it.seen.term = raft_core::Term(3);
            it.append(&[1, 2, 2]);
        });
        assert_eq!(about(&found, IT), None);
        let before = stage.now().0;
        let found = stage.happens(1, |it| it.append(&[2, 1]));
        let finding = about(&found, IT).expect("1 after 2");
        assert_eq!(named(finding), (Some(before), vec![1], vec![(5, 1), (4, 2)]));
        assert_eq!(about(&stage.happens(1, |it| it.append(&[1])), IT), None, "it was told");
        let found = stage.cuts(1, 4, |it| it.append(&[1, 2, 3]));
        assert_eq!(about(&found, IT).map(|finding| finding.entries.len()), Some(2));
    }

    #[test]
    fn an_entry_from_the_future_is_told_whichever_came_last() {
        let mut stage = Stage::of(1);
        let term_since = Some(stage.now().0);
        assert_eq!(about(&stage.happens(1, |it| it.append(&[1])), IT), None);
        let found = stage.happens(1, |it| it.append(&[2]));
        assert_eq!(named(about(&found, IT).expect("term 1")), (term_since, vec![1], vec![(2, 2)]));
        let mut stage = Stage::of(1);
        stage.happens(1, |it| {
            it.seen.term = raft_core::Term(2);
            it.append(&[2]);
        });
        let log_since = Some(stage.now().0);
        stage.happens(1, |it| it.seen.vote = None);
        let found = stage.happens(1, |it| it.seen.term = raft_core::Term(1));
        assert_eq!(named(about(&found, IT).expect("term 1")), (log_since, vec![1], vec![(1, 2)]));
    }

    #[test]
    fn a_log_that_comes_back_from_the_disk_is_looked_at() {
        let mut stage = Stage::of(1);
        stage.happens(1, |it| it.seen.term = raft_core::Term(2));
        stage.happens(1, super::super::stage::Actor::crash);
        let found = stage.happens(1, |it| {
            it.append(&[2, 1, 1]);
            it.restart();
        });
        assert!(about(&found, IT).is_some());
    }
}
