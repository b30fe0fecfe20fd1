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

#[cfg(test)]
mod tests {
    use super::super::stage::{Stage, about, named};
    use crate::Property;
    use raft_core::{Index, LogId};

    const IT: Property = Property::IndicesInOrder;

    fn three() -> Stage {
        let mut stage = Stage::of(1);
        stage.happens(1, |it| it.append(&[1, 1, 1]));
        let found = stage.happens(1, |it| (it.seen.commit, it.seen.applied) = (Index(2), Index(2)));
        assert_eq!(about(&found, IT), None);
        stage
    }

    #[test]
    fn what_is_committed_is_in_the_log() {
        let mut stage = three();
        let found = stage.happens(1, |it| it.seen.commit = Index(4));
        let finding = about(&found, IT).expect("there is no entry 4");
        assert_eq!(named(finding), (Some(2), vec![1], vec![(4, 0), (3, 1)]));
        let mut stage = three();
        let found = stage.cuts(1, 2, |_| {});
        assert_eq!(named(about(&found, IT).expect("2 was committed")).0, Some(3));
    }

    #[test]
    fn what_is_applied_is_committed() {
        let mut stage = three();
        let found = stage.happens(1, |it| it.seen.applied = Index(3));
        let finding = about(&found, IT).expect("3 is not committed");
        assert_eq!(named(finding), (Some(3), vec![1], vec![(3, 1), (2, 1)]));
        let mut stage = three();
        stage.happens(1, |it| it.seen.vote = None);
        let found = stage.happens(1, |it| it.seen.commit = Index(1));
        assert_eq!(named(about(&found, IT).expect("2 is applied")).0, Some(3));
    }

    #[test]
    fn what_a_snapshot_stands_for_is_committed() {
        let mut stage = three();
        let found = stage.happens(1, |it| it.seen.snapshot = LogId::new(3, 1));
        let finding = about(&found, IT).expect("3 is not committed");
        assert_eq!(named(finding), (Some(3), vec![1], vec![(3, 1), (2, 1)]));
        assert_eq!(about(&three().happens(1, |it| it.seen.snapshot = LogId::new(2, 1)), IT), None);
        let mut stage = three();
        let found = stage.happens(1, |it| it.log.compact_to(LogId::new(3, 1)));
        assert!(about(&found, IT).is_some(), "3 is discarded");
    }
}
