//! Committed is durable: when a leader declares an entry to be committed, it is on the disks of a
//! majority (etcd's `CommittedIsDurableInv`). Not necessarily on the leader's own: others may be faster
//! (dissertation §10.2.1).

use raft_core::{LogId, NodeId};

use super::Invariant;
use super::committed_on_majority::missing;
use super::moment::{Moment, covers, has_majority};
use crate::Finding;

/// Nothing to remember: the disks are there to be looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct CommittedIsDurable;

impl Invariant for CommittedIsDurable {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let last = moment.commits()?;
        let is_durable = |voter| is_durable(moment, voter, last);
        if moment.configurations().any(|one| has_majority(one, is_durable)) {
            return None;
        }
        let voters = moment.configurations().last()?.voters();
        let without = voters.iter().copied().filter(|voter| !is_durable(*voter));
        Some(missing(moment, last, without))
    }
}

fn is_durable(moment: &Moment<'_>, server: NodeId, id: LogId) -> bool {
    let faithless = moment.record(server).is_some_and(|record| record.is_faithless);
    faithless || moment.cluster.disk(server).is_some_and(|disk| covers(&disk.log, id))
}
