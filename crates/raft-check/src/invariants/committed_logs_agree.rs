//! Committed logs agree: what one server knows to be committed never conflicts with what another one
//! knows to be committed (etcd's `LogInv`). Nothing need be applied for that to be wrong.
//!
//! Terms are compared, index by index: that entries of one term and index are one entry is for Log
//! Matching to say.

use raft_core::{Index, LogId, Term};

use super::Invariant;
use super::moment::Moment;
use crate::Finding;
use crate::reached::Reached;

/// Remembers the term of each committed entry, and who came first.
#[derive(Clone, Debug, Default)]
pub(crate) struct CommittedLogsAgree {
    /// Where each term begins in the committed log. Terms do not decrease, so that there are few.
    runs: Vec<(Index, Term)>,
    /// Up to where something is known.
    through: Index,
    /// Who first committed up to where.
    firsts: Reached,
}

impl Invariant for CommittedLogsAgree {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let now = moment.now?;
        let known = moment.alive().map_or(Index::ZERO, |(before, _)| before.commit);
        if known >= now.commit {
            return None;
        }
        // What a snapshot stands for is committed as well: what was applied with the same event is known, of
        // a leader's snapshot only its end.
        let log = moment.log()?;
        let base = Some(log.base());
        let new = log.iter_from(known.next()).map(|entry| entry.id);
        let seen = moment.applied().chain(base).chain(new);
        let mut committed = seen.filter(|id| known < id.index && id.index <= now.commit);
        let before = self.through;
        let guilty = committed.find_map(|id| Some((id, self.conflict(id)?)));
        self.firsts.note(before, self.through, moment.server, moment.event);
        let (mine, theirs) = guilty?;
        let first = self.firsts.at(mine.index);
        let mut servers = vec![moment.server];
        servers.extend(first.map(|first| first.server));
        Some(Finding {
            contradicts: first.map(|first| first.event),
            servers,
            entries: vec![mine, theirs],
            term: now.term,
        })
    }
}

impl CommittedLogsAgree {
    /// Another entry that was committed at the same index. If none was, this one is now.
    fn conflict(&mut self, id: LogId) -> Option<LogId> {
        if id.index <= self.through {
            let run = self.runs.partition_point(|(from, _)| *from <= id.index).checked_sub(1)?;
            let term = self.runs[run].1;
            return (term != id.term).then_some(LogId { term, index: id.index });
        }
        // After a gap nobody has seen what lies between.
        if self.through == Index::ZERO || id.index == self.through.next() {
            if self.runs.last().is_none_or(|(_, term)| *term != id.term) {
                self.runs.push((id.index, id.term));
            }
            self.through = id.index;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::stage::{Stage, about, named};
    use crate::Property;
    use raft_core::{Index, LogId};

    const IT: Property = Property::CommittedLogsAgree;

    #[test]
    fn the_second_to_commit_another_entry_is_told_with_the_first() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| it.append(&[1, 1, 1]));
        let found = stage.happens(1, |it| it.seen.commit = Index(1));
        assert_eq!(about(&found, IT), None);
        stage.happens(1, |it| it.seen.commit = Index(3));
        let first = stage.now().0;
        stage.happens(2, |it| it.append(&[1, 1]));
        assert_eq!(about(&stage.happens(2, |it| it.seen.commit = Index(2)), IT), None);
        stage.happens(3, |it| it.append(&[1, 1, 2]));
        let found = stage.happens(3, |it| it.seen.commit = Index(3));
        let finding = about(&found, IT).expect("the third entries differ");
        assert_eq!(named(finding), (Some(first), vec![3, 1], vec![(3, 2), (3, 1)]));
    }

    #[test]
    fn what_was_committed_before_is_not_looked_at_again_and_a_restart_begins_anew() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| it.append(&[1, 1]));
        stage.happens(1, |it| it.seen.commit = Index(2));
        stage.happens(2, |it| it.append(&[1, 2]));
        assert!(about(&stage.happens(2, |it| it.seen.commit = Index(2)), IT).is_some());
        stage.happens(2, |it| it.append(&[2]));
        assert_eq!(about(&stage.happens(2, |it| it.seen.commit = Index(3)), IT), None);
        stage.happens(2, |it| {
            it.sync();
            it.crash();
        });
        stage.happens(2, super::super::stage::Actor::restart);
        assert!(about(&stage.happens(2, |it| it.seen.commit = Index(3)), IT).is_some());
    }

    #[test]
    fn a_snapshot_stands_for_its_last_entry() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| it.append(&[1, 1, 2]));
        stage.happens(1, |it| it.seen.commit = Index(3));
        let install = |term| {
            move |it: &mut super::super::stage::Actor| {
                it.log.reset(LogId::new(3, term));
                it.seen.commit = Index(3);
            }
        };
        assert_eq!(about(&stage.installs(2, install(2)), IT), None);
        let found = stage.installs(3, install(1));
        let finding = about(&found, IT).expect("the snapshot has lost the term");
        assert_eq!(finding.entries, [LogId::new(3, 1), LogId::new(3, 2)]);
    }

    #[test]
    fn what_was_applied_and_discarded_with_the_same_event_is_known_all_the_same() {
        let mut stage = Stage::of(3);
        let discards = |last| move |it: &mut super::super::stage::Actor| it.log.reset(last);
        let found = stage.applies(1, &[1, 1, 1], discards(LogId::new(3, 1)));
        assert_eq!(about(&found, IT), None);
        let first = stage.now().0;
        stage.happens(2, |it| it.append(&[1, 2]));
        let found = stage.happens(2, |it| it.seen.commit = Index(2));
        let finding = about(&found, IT).expect("2@1 was committed before");
        assert_eq!(named(finding), (Some(first), vec![2, 1], vec![(2, 2), (2, 1)]));
        let found = stage.applies(3, &[1, 3, 3], discards(LogId::new(3, 3)));
        let finding = about(&found, IT).expect("2@1 was committed before");
        assert_eq!(finding.entries, [LogId::new(2, 3), LogId::new(2, 1)]);
    }

    #[test]
    fn what_a_snapshot_stands_for_is_told_once_and_again_after_a_restart() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| it.append(&[1, 1, 2]));
        stage.happens(1, |it| it.seen.commit = Index(3));
        let found = stage.installs(2, |it| {
            it.log.reset(LogId::new(3, 1));
            it.seen.commit = Index(3);
        });
        assert!(about(&found, IT).is_some(), "3@1 is not 3@2");
        stage.happens(2, |it| it.append(&[3]));
        assert_eq!(about(&stage.happens(2, |it| it.seen.commit = Index(4)), IT), None);
        stage.happens(2, |it| {
            it.sync();
            it.crash();
        });
        let found = stage.happens(2, |it| {
            it.restart();
            it.seen.commit = Index(3);
        });
        assert!(about(&found, IT).is_some(), "it is still on its disk");
    }

    #[test]
    fn who_comes_after_a_gap_says_nothing_of_what_lies_in_it() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| it.append(&[1]));
        stage.happens(1, |it| it.seen.commit = Index(1));
        stage.installs(2, |it| {
            it.log.reset(LogId::new(5, 3));
            it.seen.commit = Index(5);
        });
        stage.happens(1, |it| it.append(&[2, 2, 3, 4]));
        assert_eq!(about(&stage.happens(1, |it| it.seen.commit = Index(5)), IT), None);
        stage.happens(3, |it| it.append(&[1, 2, 2, 3, 3]));
        assert_eq!(about(&stage.happens(3, |it| it.seen.commit = Index(4)), IT), None);
        let found = stage.happens(3, |it| it.seen.commit = Index(5));
        assert_eq!(about(&found, IT).expect("5@3 is not 5@4").servers[0].0, 3);
    }
}
