//! Committed entries are on a majority: of every majority of the voters somebody has each committed
//! entry in its log (etcd's `QuorumLogInv`), when it is committed and ever after.
//!
//! Looked at whenever a leader commits, and whenever a log loses something: with the last entry that was
//! committed, which covers those before it, and the configuration that committed it. That is all there
//! is to look at: a later configuration comes into force by a commit of its own.

use raft_core::{Configuration, LogId, NodeId};
use raft_sim::EventNo;

use super::Invariant;
use super::moment::{Moment, covers, has_majority};
use crate::Finding;

/// Remembers what was committed last.
#[derive(Clone, Debug, Default)]
pub(crate) struct CommittedOnMajority {
    latest: Option<Commitment>,
}

#[derive(Clone, Debug)]
struct Commitment {
    last: LogId,
    configuration: Configuration,
    event: EventNo,
}

impl Invariant for CommittedOnMajority {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        if let Some(last) = moment.commits() {
            return self.committed(moment, last);
        }
        let lost = moment.truncated.is_some() || moment.alive().is_none();
        let Commitment { last, configuration, event } = self.latest.as_ref().filter(|_| lost)?;
        let is_held = has_majority(configuration, |voter| has(moment, voter, *last));
        (!is_held && !has(moment, moment.server, *last))
            .then(|| moment.finding(*event, vec![*last]))
    }
}

impl CommittedOnMajority {
    fn committed(&mut self, moment: &Moment<'_>, last: LogId) -> Option<Finding> {
        let mut configurations = moment.configurations();
        let holding =
            configurations.find(|one| has_majority(one, |voter| has(moment, voter, last)));
        let configuration = holding.or_else(|| moment.configurations().last())?;
        if self.latest.as_ref().is_none_or(|latest| latest.last < last) {
            let configuration = configuration.clone();
            self.latest = Some(Commitment { last, configuration, event: moment.event });
        }
        if holding.is_some() {
            return None;
        }
        let without = configuration.voters().iter().filter(|voter| !has(moment, **voter, last));
        Some(missing(moment, last, without.copied()))
    }
}

/// A commitment that these servers lack: the first of them has lacked it since its log last changed.
#[cold]
#[inline(never)]
pub(super) fn missing(
    moment: &Moment<'_>,
    last: LogId,
    without: impl Iterator<Item = NodeId>,
) -> Finding {
    let mut finding = moment.finding(EventNo::START, vec![last]);
    finding.servers.extend(without.filter(|id| *id != moment.server));
    let lacking = finding.servers.get(1).and_then(|id| moment.record(*id));
    finding.contradicts = lacking.map(|lacking| lacking.since.log);
    finding
}

fn has(moment: &Moment<'_>, server: NodeId, id: LogId) -> bool {
    let faithless = moment.record(server).is_some_and(|record| record.is_faithless);
    faithless || moment.cluster.log(server).is_some_and(|log| covers(log, id))
}

#[cfg(test)]
mod tests {
    use super::super::stage::{Stage, about, named};
    use crate::Property;
    use raft_core::{Configuration, Index, NodeId};

    const IT: Property = Property::CommittedOnMajority;

    /// n1 leads and has committed what n2 has as well.
    fn committed() -> (Stage, u32) {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| {
            it.lead(1, 1);
            it.append(&[1, 1]);
            it.sync();
        });
        stage.happens(2, |it| {
            it.append(&[1, 1]);
            it.sync();
        });
        assert_eq!(about(&stage.happens(1, |it| it.seen.commit = Index(2)), IT), None);
        let event = stage.now().0;
        (stage, event)
    }

    #[test]
    fn whoever_loses_a_committed_entry_is_told_with_its_commit() {
        let (mut stage, commit) = committed();
        let found = stage.cuts(2, 2, |_| {});
        let finding = about(&found, IT).expect("only n1 has it now");
        assert_eq!(named(finding), (Some(commit), vec![2], vec![(2, 1)]));
    }

    #[test]
    fn only_the_latest_commit_is_looked_for_and_it_covers_the_others() {
        let (mut stage, _) = committed();
        stage.happens(1, |it| it.append(&[1]));
        stage.happens(3, |it| it.append(&[1, 1, 1]));
        assert_eq!(about(&stage.happens(1, |it| it.seen.commit = Index(3)), IT), None);
        let commit = stage.now().0;
        let found = stage.cuts(3, 3, |_| {});
        let finding = about(&found, IT).expect("only n1 has the third");
        assert_eq!(named(finding), (Some(commit), vec![3], vec![(3, 1)]));
    }

    #[test]
    fn a_crash_that_loses_nothing_and_a_cut_behind_it_are_fine() {
        let (mut stage, _) = committed();
        assert_eq!(about(&stage.happens(2, super::super::stage::Actor::crash), IT), None);
        assert_eq!(about(&stage.cuts(3, 1, |it| it.append(&[1])), IT), None);
    }

    #[test]
    fn a_crash_that_loses_it_is_told() {
        let (mut stage, _) = committed();
        stage.happens(3, |it| it.append(&[1, 1]));
        let lost = |it: &mut super::super::stage::Actor| {
            it.disk.log.truncate_from(Index(2));
            it.crash();
        };
        assert_eq!(about(&stage.happens(2, lost), IT), None, "n3 has it as well");
        assert!(about(&stage.happens(3, super::super::stage::Actor::crash), IT).is_some());
    }

    #[test]
    fn a_commit_without_a_majority_names_who_lacks_it() {
        let mut stage = Stage::of(4);
        stage.happens(1, |it| {
            it.lead(1, 1);
            it.append(&[1]);
        });
        stage.happens(2, |it| it.append(&[1]));
        let found = stage.happens(1, |it| it.seen.commit = Index(1));
        let finding = about(&found, IT).expect("two of four are no majority");
        assert_eq!(named(finding), (Some(3), vec![1, 3, 4], vec![(1, 1)]));
    }

    #[test]
    fn who_has_never_had_it_loses_nothing() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| {
            it.lead(1, 1);
            it.append(&[1]);
        });
        assert!(about(&stage.happens(1, |it| it.seen.commit = Index(1)), IT).is_some());
        assert_eq!(about(&stage.happens(2, |it| it.append(&[2])), IT), None, "n1 was told");
    }

    #[test]
    fn of_two_leaders_that_commit_it_the_first_is_told() {
        let (mut stage, commit) = committed();
        stage.happens(2, |it| it.lead(2, 2));
        assert_eq!(about(&stage.happens(2, |it| it.seen.commit = Index(2)), IT), None);
        let found = stage.cuts(2, 2, |_| {});
        assert_eq!(named(about(&found, IT).expect("only n1 has it now")).0, Some(commit));
    }

    #[test]
    fn a_leader_that_goes_as_it_commits_has_committed() {
        let goes = |term| {
            let mut stage = Stage::of(3);
            stage.happens(1, |it| {
                it.lead(1, 1);
                it.append(&[1]);
            });
            let found = stage.happens(1, |it| {
                it.seen.commit = Index(1);
                it.seen.role = raft_sim::RoleKind::Follower;
                it.seen.term = raft_core::Term(term);
            });
            about(&found, IT).is_some()
        };
        assert!(goes(1), "its removal, perhaps");
        assert!(!goes(2), "a later leader has told it");
    }

    #[test]
    fn members_that_come_into_force_with_a_commit_may_have_made_it() {
        let with = |ids: &[u32]| {
            let mut stage = Stage::of(3);
            stage.happens(1, |it| {
                it.lead(1, 1);
                it.append(&[1]);
            });
            let found = stage.happens(1, |it| {
                it.seen.commit = Index(1);
                it.seen.configuration = Configuration::new(ids.iter().copied().map(NodeId));
            });
            about(&found, IT).is_some()
        };
        assert!(!with(&[1]), "n1 alone is a majority of itself");
        assert!(with(&[1, 2]));
    }

    #[test]
    fn of_a_faithless_disk_nothing_is_asked() {
        let (mut stage, _) = committed();
        stage.distrusts(2);
        assert_eq!(about(&stage.cuts(2, 1, |_| {}), IT), None);
    }

    #[test]
    fn a_follower_that_learns_of_a_commit_commits_nothing() {
        let mut stage = Stage::of(3);
        stage.happens(2, |it| it.append(&[1]));
        assert_eq!(about(&stage.happens(2, |it| it.seen.commit = Index(1)), IT), None);
    }
}
