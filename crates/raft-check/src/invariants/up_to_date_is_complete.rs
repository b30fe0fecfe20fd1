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
        let grown = moment.log_changed().then(|| self.grown(moment)).flatten();
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
