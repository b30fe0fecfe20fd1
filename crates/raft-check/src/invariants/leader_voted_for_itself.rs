//! A leader has voted for itself, in the term that it leads (LogCabin).

use super::Invariant;
use super::moment::Moment;
use crate::Finding;

/// Nothing to remember.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeaderVotedForItself;

impl Invariant for LeaderVotedForItself {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let now = moment.now.filter(|now| now.leads() && now.vote != Some(moment.server))?;
        let vote_changed = moment.before.is_some_and(|before| before.vote != now.vote);
        let earlier = if vote_changed { moment.since.role } else { moment.since.vote };
        let mut finding = moment.finding(earlier, Vec::new());
        finding.servers.extend(now.vote);
        Some(finding)
    }
}

#[cfg(test)]
mod tests {
    use super::super::stage::{Stage, about, named};
    use crate::Property;
    use raft_core::NodeId;

    const IT: Property = Property::LeaderVotedForItself;

    #[test]
    fn whoever_leads_without_its_own_vote_is_told() {
        let mut stage = Stage::of(3);
        assert_eq!(about(&stage.happens(1, |it| it.lead(2, 1)), IT), None);
        let elected = stage.now().0;
        let found = stage.happens(1, |it| it.seen.vote = Some(NodeId(2)));
        let finding = about(&found, IT).expect("its vote is n2's");
        assert_eq!(named(finding), (Some(elected), vec![1, 2], vec![]));
        stage.happens(3, |it| it.seen.vote = Some(NodeId(2)));
        let voted = stage.now().0;
        let found = stage.happens(3, |it| {
            it.lead(1, 3);
            it.seen.vote = Some(NodeId(2));
        });
        let finding = about(&found, IT).expect("its vote is n2's");
        assert_eq!(named(finding), (Some(voted), vec![3, 2], vec![]));
        let mut stage = Stage::of(1);
        let found = stage.happens(1, |it| {
            it.lead(2, 1);
            it.seen.vote = None;
        });
        assert_eq!(named(about(&found, IT).expect("it has not voted")).1, [1]);
    }

    #[test]
    fn others_may_vote_for_anybody() {
        let mut stage = Stage::of(3);
        assert_eq!(about(&stage.happens(1, |it| it.seen.vote = Some(NodeId(2))), IT), None);
    }
}
