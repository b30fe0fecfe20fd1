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

    #[test]
    fn what_a_follower_knows_to_be_committed_is_no_measure() {
        let mut stage = Stage::of(5);
        stage.happens(5, |it| it.append(&[1, 3]));
        stage.happens(4, |it| it.append(&[1, 2]));
        assert_eq!(about(&stage.happens(4, |it| it.seen.commit = Index(2)), IT), None);
    }
}
