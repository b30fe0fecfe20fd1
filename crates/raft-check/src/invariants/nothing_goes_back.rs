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

#[cfg(test)]
mod tests {
    use super::super::stage::{Stage, about, named};
    use crate::Property;
    use raft_core::{Index, Term};

    const IT: Property = Property::NothingGoesBack;

    #[test]
    fn term_commit_and_state_machine_do_not_go_back() {
        let mut stage = Stage::of(1);
        stage.happens(1, |it| {
            it.append(&[1, 1]);
            it.seen.term = Term(3);
        });
        let term = stage.now().0;
        stage.happens(1, |it| it.seen.commit = Index(2));
        let commit = stage.now().0;
        stage.happens(1, |it| it.seen.applied = Index(2));
        let applied = stage.now().0;
        let told = |found| named(about(&found, IT).expect("it goes back")).clone();
        assert_eq!(
            told(stage.happens(1, |it| it.seen.applied = Index(1))),
            (Some(applied), vec![1], vec![(1, 1), (2, 1)])
        );
        assert_eq!(
            told(stage.happens(1, |it| it.seen.commit = Index(1))),
            (Some(commit), vec![1], vec![(1, 1), (2, 1)])
        );
        let found = stage.happens(1, |it| it.seen.term = Term(2));
        let finding = about(&found, IT).expect("it goes back");
        assert_eq!((named(finding), finding.term), ((Some(term), vec![1], vec![]), Term(3)));
        assert_eq!(about(&stage.happens(1, |it| it.seen.term = Term(4)), IT), None);
    }

    #[test]
    fn a_restart_takes_back_what_was_volatile() {
        let mut stage = Stage::of(1);
        stage.happens(1, |it| {
            it.append(&[1]);
            (it.seen.term, it.seen.commit, it.seen.applied) = (Term(2), Index(1), Index(1));
        });
        stage.happens(1, super::super::stage::Actor::crash);
        let found = stage.happens(1, |it| {
            it.restart();
            it.seen.term = Term(1);
        });
        assert_eq!(about(&found, IT), None);
    }
}
