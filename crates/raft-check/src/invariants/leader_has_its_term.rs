//! A leader has its whole term: nobody's log reaches further than the leader's in the entries of the
//! leader's own term (etcd's `ElectionSafetyInv`), since all of those are its own.

use raft_core::LogId;

use super::Invariant;
use super::moment::Moment;
use crate::Finding;

/// Nothing to remember: all logs are there to be looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeaderHasItsTerm;

impl Invariant for LeaderHasItsTerm {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let now = moment.now?;
        let role_changed = moment.before.is_none_or(|before| before.leads() != now.leads());
        if !moment.log_changed && !role_changed {
            return None;
        }
        moment.all.iter().filter(|other| other.id != moment.server).find_map(|other| {
            let seen = other.seen.as_ref()?;
            let is_ahead = |mine: LogId, of: LogId| mine.term == of.term && mine.index > of.index;
            let outgrown = seen.leads() && now.last.term == seen.term;
            let behind = now.leads() && seen.last.term == now.term;
            // A leader that has nothing of its term yet has its last entry from an earlier one.
            let outgrown =
                outgrown && (seen.last.term != seen.term || is_ahead(now.last, seen.last));
            let behind = behind && (now.last.term != now.term || is_ahead(seen.last, now.last));
            if !outgrown && !behind {
                return None;
            }
            let mut finding = moment.finding(other.since.log, vec![now.last, seen.last]);
            finding.servers.push(other.id);
            finding.term = if outgrown { seen.term } else { now.term };
            Some(finding)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::stage::{Stage, about, named};
    use crate::Property;

    const IT: Property = Property::LeaderHasItsTerm;

    #[test]
    fn a_follower_that_outgrows_its_leader_is_told() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| {
            it.lead(2, 1);
            it.append(&[1, 2]);
        });
        let leader = stage.now().0;
        assert_eq!(about(&stage.happens(2, |it| it.append(&[1, 2])), IT), None);
        assert_eq!(about(&stage.happens(3, |it| it.append(&[1, 1, 1])), IT), None, "an older term");
        let found = stage.happens(2, |it| it.append(&[2]));
        let finding = about(&found, IT).expect("n2 has more of term 2");
        assert_eq!(named(finding), (Some(leader), vec![2, 1], vec![(3, 2), (2, 2)]));
    }

    #[test]
    fn who_takes_office_in_a_term_of_which_others_have_more_is_told() {
        let mut stage = Stage::of(3);
        stage.happens(2, |it| it.append(&[1, 2, 2]));
        let found = stage.happens(1, |it| {
            it.append(&[1, 2]);
            it.lead(2, 1);
        });
        let finding = about(&found, IT).expect("n2 has more of term 2");
        assert_eq!(named(finding), (Some(4), vec![1, 2], vec![(2, 2), (3, 2)]));
        assert_eq!(finding.term.0, 2);
    }

    #[test]
    fn so_is_who_had_its_log_before() {
        let mut stage = Stage::of(3);
        stage.happens(2, |it| it.append(&[1, 2, 2]));
        stage.happens(1, |it| it.append(&[1, 2]));
        assert!(about(&stage.happens(1, |it| it.lead(2, 1)), IT).is_some());
    }

    #[test]
    fn so_is_one_that_has_nothing_of_its_term() {
        let mut stage = Stage::of(3);
        stage.happens(2, |it| it.append(&[2]));
        let found = stage.happens(1, |it| {
            it.append(&[1, 1, 1]);
            it.lead(2, 1);
        });
        assert!(about(&found, IT).is_some());
        let mut stage = Stage::of(3);
        stage.happens(1, |it| {
            it.append(&[1, 1, 1]);
            it.lead(2, 1);
        });
        assert!(about(&stage.happens(2, |it| it.append(&[2])), IT).is_some());
    }

    #[test]
    fn who_leads_no_more_can_be_outgrown() {
        let mut stage = Stage::of(3);
        stage.happens(2, |it| it.append(&[2, 2]));
        assert_eq!(about(&stage.happens(1, |it| it.append(&[2])), IT), None);
        stage.happens(2, super::super::stage::Actor::crash);
        let found = stage.happens(1, |it| it.lead(2, 1));
        assert_eq!(about(&found, IT), None, "what a server that is down has lost or kept is open");
    }
}
