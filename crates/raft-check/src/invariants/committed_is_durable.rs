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

#[cfg(test)]
mod tests {
    use super::super::stage::{Stage, about, named};
    use crate::Property;
    use raft_core::{ConfigurationDraft, Index, NodeId};

    const IT: Property = Property::CommittedIsDurable;

    #[test]
    fn a_majority_of_disks_is_needed_and_the_leaders_need_not_be_one_of_them() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| {
            it.lead(1, 1);
            it.append(&[1, 1]);
        });
        for follower in [2, 3] {
            stage.happens(follower, |it| {
                it.append(&[1]);
                it.sync();
                it.append(&[1]);
            });
        }
        assert_eq!(about(&stage.happens(1, |it| it.seen.commit = Index(1)), IT), None);
        let found = stage.happens(1, |it| it.seen.commit = Index(2));
        let finding = about(&found, IT).expect("nobody has it on disk");
        assert_eq!(named(finding), (Some(5), vec![1, 2, 3], vec![(2, 1)]));
    }

    #[test]
    fn of_a_faithless_disk_nothing_is_asked() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| {
            it.lead(1, 1);
            it.append(&[1]);
            it.sync();
        });
        stage.distrusts(3);
        assert_eq!(about(&stage.happens(1, |it| it.seen.commit = Index(1)), IT), None);
    }

    #[test]
    fn a_joint_configuration_needs_both_majorities() {
        let set = |ids: &[u32]| ids.iter().copied().map(NodeId).collect();
        let draft = ConfigurationDraft {
            outgoing: set(&[1, 2, 3]),
            incoming: set(&[1, 4, 5]),
            ..ConfigurationDraft::default()
        };
        let joint = draft.build().expect("a configuration");
        let mut stage = Stage::of(5);
        for id in [1, 2] {
            stage.happens(id, |it| {
                it.append(&[1]);
                it.sync();
            });
        }
        stage.happens(1, |it| {
            it.lead(1, 1);
            it.seen.configuration = joint;
        });
        let found = stage.happens(1, |it| it.seen.commit = Index(1));
        assert!(about(&found, IT).is_some(), "n4 and n5 lack it");
    }
}
