//! Up to date is complete: a log that is at least as up to date as one in which a leader has committed an
//! entry has that entry (etcd's `MoreUpToDateCorrectInv`). This is what the comparison of logs in
//! elections is good for (§5.4.1), and it can be wrong before anybody is elected.
//!
//! etcd states it for everything that any server knows to be committed. That holds only while messages
//! carry one entry each or commits are few: a follower that was told of a commit and has not got the
//! entry of the leader's own term that made it can have an older log than one that lost in an earlier
//! term (Figure 8). So only what leaders commit counts here.

use raft_core::{LogId, NodeId};
use raft_sim::EventNo;

use super::Invariant;
use super::moment::{Moment, covers};
use crate::Finding;

/// Remembers the last entry that was committed of each term, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct UpToDateIsComplete {
    committed: Vec<Commitment>,
}

#[derive(Clone, Copy, Debug)]
struct Commitment {
    last: LogId,
    leader: NodeId,
    event: EventNo,
}

/// How many terms are remembered; bounds the memory.
const REMEMBERED: usize = 256;

impl Invariant for UpToDateIsComplete {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let grown = moment.log_changed.then(|| self.grown(moment)).flatten();
        grown.or_else(|| self.committed(moment, moment.commits()?))
    }
}

impl UpToDateIsComplete {
    /// A log has changed: the last commitment that it ranks above must be in it.
    fn grown(&self, moment: &Moment<'_>) -> Option<Finding> {
        let log = moment.log()?;
        let below = self.committed.partition_point(|one| one.last <= log.last());
        let Commitment { last, leader, event } = self.committed[..below].last()?;
        if covers(log, *last) {
            return None;
        }
        let mut finding = moment.finding(*event, vec![log.last(), *last]);
        finding.servers.push(*leader);
        Some(finding)
    }

    /// A leader commits: no log that ranks above may lack the entry.
    fn committed(&mut self, moment: &Moment<'_>, last: LogId) -> Option<Finding> {
        self.remember(Commitment { last, leader: moment.server, event: moment.event });
        moment.all.iter().find_map(|other| {
            let log = moment.cluster.log(other.id)?;
            if log.last() < last || covers(log, last) {
                return None;
            }
            let mut finding = moment.finding(other.since.log, vec![last, log.last()]);
            finding.servers.push(other.id);
            Some(finding)
        })
    }

    fn remember(&mut self, commitment: Commitment) {
        let term = commitment.last.term;
        let at = self.committed.partition_point(|known| known.last.term < term);
        match self.committed.get_mut(at).filter(|known| known.last.term == term) {
            Some(known) if known.last < commitment.last => *known = commitment,
            Some(_) => {}
            None => self.committed.insert(at, commitment),
        }
        if self.committed.len() > REMEMBERED {
            self.committed.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::stage::{Stage, about, named};
    use super::{Commitment, UpToDateIsComplete};
    use crate::Property;
    use raft_core::Index;

    const IT: Property = Property::UpToDateIsComplete;

    /// Figure 8: n1 commits an entry of an older term while n5 has a later one in its place.
    #[test]
    fn a_premature_commit_is_told_before_anybody_is_elected() {
        let mut stage = Stage::of(5);
        stage.happens(5, |it| it.append(&[1, 3]));
        let rival = stage.now().0;
        for follower in [2, 3] {
            stage.happens(follower, |it| it.append(&[1, 2]));
        }
        stage.happens(1, |it| {
            it.lead(4, 1);
            it.append(&[1, 2]);
        });
        let found = stage.happens(1, |it| it.seen.commit = Index(2));
        let finding = about(&found, IT).expect("n5 could be elected");
        assert_eq!(named(finding), (Some(rival), vec![1, 5], vec![(2, 2), (2, 3)]));
    }

    #[test]
    fn who_comes_to_rank_above_without_having_it_is_told_with_the_commit() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| {
            it.lead(2, 1);
            it.append(&[1, 2]);
        });
        stage.happens(1, |it| it.seen.commit = Index(2));
        let commit = stage.now().0;
        assert_eq!(about(&stage.happens(2, |it| it.append(&[1, 1, 1])), IT), None, "it is older");
        let found = stage.happens(2, |it| it.append(&[3]));
        let finding = about(&found, IT).expect("it is newer now");
        assert_eq!(named(finding), (Some(commit), vec![2, 1], vec![(4, 3), (2, 2)]));
    }

    #[test]
    fn each_log_is_compared_with_the_last_commit_that_it_ranks_above() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| {
            it.lead(1, 1);
            it.append(&[1]);
        });
        stage.happens(1, |it| it.seen.commit = Index(1));
        stage.happens(1, |it| {
            it.lead(5, 1);
            it.append(&[5]);
        });
        stage.happens(1, |it| it.seen.commit = Index(2));
        assert_eq!(about(&stage.happens(2, |it| it.append(&[1, 1])), IT), None);
        assert!(about(&stage.happens(3, |it| it.append(&[2])), IT).is_some(), "1@1 is committed");
    }

    /// Leaders commit entries one after the other; then n9 has this log: the commit and the leader that it
    /// contradicts.
    fn told(commits: &[&[u64]], log: &[u64]) -> Option<(u32, u32)> {
        let mut stage = Stage::of(9);
        let mut events = Vec::new();
        for (leader, terms) in (1..).zip(commits) {
            stage.happens(leader, |it| {
                it.append(terms);
                it.lead(8, leader);
            });
            stage.happens(leader, |it| it.seen.commit = Index(terms.len() as u64));
            events.push(stage.now().0);
        }
        let found = stage.happens(9, |it| {
            it.seen.term = raft_core::Term(9);
            it.append(log);
        });
        let (event, servers, _) = named(about(&found, IT)?);
        assert!(events.contains(&event.expect("a commit")));
        Some((events.iter().position(|at| Some(*at) == event)? as u32 + 1, servers[1]))
    }

    #[test]
    fn of_each_term_the_last_commit_counts_in_whichever_order_they_come() {
        let (one, two, three): (&[u64], &[u64], &[u64]) = (&[1], &[1, 1, 2], &[1, 1, 2, 3]);
        for commits in [[one, two, three], [three, one, two], [two, three, one]] {
            let whose = |log: &[u64]| told(&commits, log).map(|(nth, _)| commits[nth as usize - 1]);
            assert_eq!(whose(&[2]), Some(one), "{commits:?}");
            assert_eq!(whose(&[1, 3]), Some(two), "{commits:?}");
            assert_eq!(whose(&[1, 1, 2, 4]), Some(three), "{commits:?}");
            assert_eq!(whose(&[1, 1, 2, 3, 4]), None, "{commits:?}");
        }
    }

    #[test]
    fn of_two_commits_of_a_term_the_one_that_covers_the_other_counts() {
        let (short, long): (&[u64], &[u64]) = (&[1], &[1, 1]);
        assert_eq!(told(&[short, long], &[1, 2]), Some((2, 2)));
        assert_eq!(told(&[long, short], &[1, 2]), Some((1, 1)));
        assert_eq!(told(&[long, long], &[1, 2]), Some((1, 1)), "the first leader to commit it");
    }

    #[test]
    fn what_was_committed_of_the_last_256_terms_is_remembered() {
        for (terms, remembered) in [(256, true), (257, false)] {
            let mut judge = UpToDateIsComplete::default();
            for term in 1..=terms {
                let last = raft_core::LogId::new(1, term);
                let (leader, event) = (raft_core::NodeId(1), raft_sim::EventNo(1));
                judge.remember(Commitment { last, leader, event });
            }
            assert_eq!(judge.committed[0].last.term.0 == 1, remembered, "{terms} terms");
        }
    }

    #[test]
    fn what_a_follower_knows_to_be_committed_is_no_measure() {
        let mut stage = Stage::of(5);
        stage.happens(5, |it| it.append(&[1, 3]));
        stage.happens(4, |it| it.append(&[1, 2]));
        assert_eq!(about(&stage.happens(4, |it| it.seen.commit = Index(2)), IT), None);
    }
}
