//! Once in a term: within a term a server gives one vote and follows one leader, and who leads goes on
//! leading or is nothing more in that term (LogCabin).
//!
//! A leader leaves office within its term where CheckQuorum asks for it, or when its configuration
//! leaves it out; even then it neither follows anybody nor leads again before the next term. Nor does one
//! that has crashed in office: its disk knows whom it voted for. A server that was restarted may have
//! forgotten a vote that nobody was told of; that it does not forget any other is for
//! [`super::promises_are_durable`] to say.

use raft_core::{FlatMap, NodeId, Term};
use raft_sim::EventNo;

use super::Invariant;
use super::moment::Moment;
use super::sighting::Sighting;
use crate::Finding;

/// Remembers whom each server has known to lead in its term.
#[derive(Clone, Debug, Default)]
pub(crate) struct OnceInATerm {
    leaders: FlatMap<NodeId, Known>,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    term: Term,
    leader: NodeId,
    event: EventNo,
    /// Whether it was the server itself, and is in office no more.
    has_left: bool,
}

impl Invariant for OnceInATerm {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let Some(now) = moment.now else {
            self.went_down(moment);
            return None;
        };
        let alive = moment.alive().filter(|(before, _)| before.term == now.term);
        let again = alive.and_then(|(before, _)| vote(moment, before, now));
        again.or_else(|| self.leader(moment, now)).or_else(|| {
            let (before, _) = alive.filter(|(before, _)| before.leads() && !now.leads())?;
            self.left_office(moment, before)
        })
    }
}

fn vote(moment: &Moment<'_>, before: &Sighting, now: &Sighting) -> Option<Finding> {
    let first = before.vote.filter(|_| before.vote != now.vote)?;
    let mut finding = moment.finding(moment.since.vote, Vec::new());
    finding.servers.extend(now.vote);
    finding.servers.push(first);
    Some(finding)
}

/// Whether the server's disk may have lost what it knew of a term.
fn forgets(moment: &Moment<'_>) -> bool {
    moment.record(moment.server).is_some_and(|record| record.is_faithless)
}

impl OnceInATerm {
    fn leader(&mut self, moment: &Moment<'_>, now: &Sighting) -> Option<Finding> {
        let leader = now.leader?;
        let known = self.leaders.get(&moment.server).filter(|known| known.term == now.term);
        match known {
            Some(known) if known.leader != leader || known.has_left && !forgets(moment) => {
                let mut finding = moment.finding(known.event, Vec::new());
                finding.servers.extend([leader, known.leader]);
                Some(finding)
            }
            Some(_) => None,
            None => {
                let (term, event) = (now.term, moment.event);
                let known = Known { term, leader, event, has_left: false };
                self.leaders.insert(moment.server, known);
                None
            }
        }
    }

    /// Whoever leads and goes down leads no more: its disk knows that it has voted in this term.
    fn went_down(&mut self, moment: &Moment<'_>) {
        if let Some(known) = self.leaders.get_mut(&moment.server) {
            known.has_left |= known.leader == moment.server;
        }
    }

    fn left_office(&mut self, moment: &Moment<'_>, before: &Sighting) -> Option<Finding> {
        if let Some(known) = self.leaders.get_mut(&moment.server) {
            known.has_left = known.term == before.term;
        }
        let is_left_out = moment.configurations().any(|one| !one.is_voter(moment.server));
        let may_leave = moment.cluster.options().check_quorum || is_left_out;
        (!may_leave).then(|| moment.finding(moment.since.role, Vec::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::stage::{Stage, about, named};
    use crate::Property;
    use raft_core::{Configuration, NodeId, Term};
    use raft_sim::RoleKind;

    const IT: Property = Property::OnceInATerm;

    #[test]
    fn a_second_vote_is_told_with_the_first() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| it.seen.vote = Some(NodeId(2)));
        let first = stage.now().0;
        let found = stage.happens(1, |it| it.seen.vote = Some(NodeId(3)));
        let finding = about(&found, IT).expect("two votes");
        assert_eq!(named(finding), (Some(first), vec![1, 3, 2], vec![]));
        let found = stage.happens(1, |it| it.seen.vote = None);
        assert!(about(&found, IT).is_some(), "a vote is not forgotten");
        let found = stage.happens(1, |it| {
            (it.seen.term, it.seen.vote) = (Term(2), Some(NodeId(1)));
        });
        assert_eq!(about(&found, IT), None, "a new term, a new vote");
    }

    #[test]
    fn a_restart_may_forget_a_vote_that_nobody_was_told_of() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| it.seen.vote = Some(NodeId(2)));
        stage.happens(1, super::super::stage::Actor::crash);
        let found = stage.happens(1, |it| {
            it.restart();
            it.seen.vote = None;
        });
        assert_eq!(about(&found, IT), None);
    }

    #[test]
    fn a_second_leader_is_told_with_the_first_even_if_that_was_forgotten() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| it.seen.leader = Some(NodeId(2)));
        let first = stage.now().0;
        assert_eq!(about(&stage.happens(1, |it| it.seen.leader = None), IT), None);
        assert_eq!(about(&stage.happens(1, |it| it.seen.leader = Some(NodeId(2))), IT), None);
        let found = stage.happens(1, |it| it.seen.leader = Some(NodeId(3)));
        let finding = about(&found, IT).expect("two leaders");
        assert_eq!(named(finding), (Some(first), vec![1, 3, 2], vec![]));
        let found = stage.happens(1, |it| {
            (it.seen.term, it.seen.leader) = (Term(2), Some(NodeId(3)));
        });
        assert_eq!(about(&found, IT), None, "a new term, a new leader");
    }

    fn leaves(it: &mut super::super::stage::Actor) {
        (it.seen.role, it.seen.leader) = (RoleKind::Follower, None);
    }

    #[test]
    fn a_leader_that_stops_within_its_term_is_told() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| it.lead(1, 1));
        let elected = stage.now().0;
        let found = stage.happens(1, leaves);
        assert_eq!(named(about(&found, IT).expect("it led")), (Some(elected), vec![1], vec![]));
    }

    #[test]
    fn unless_it_checks_its_quorum_or_is_left_out_and_then_it_does_not_come_back() {
        let mut stage = Stage::of(3);
        stage.options.check_quorum = true;
        stage.happens(1, |it| it.lead(1, 1));
        assert_eq!(about(&stage.happens(1, leaves), IT), None);
        assert!(about(&stage.happens(1, |it| it.lead(1, 1)), IT).is_some());
        let mut stage = Stage::of(3);
        stage.happens(2, |it| {
            it.lead(1, 2);
            it.seen.configuration = Configuration::new([NodeId(1), NodeId(3)]);
        });
        assert_eq!(about(&stage.happens(2, leaves), IT), None);
        assert_eq!(about(&stage.happens(2, |it| it.lead(2, 2)), IT), None, "another term");
    }

    #[test]
    fn nor_does_one_that_has_crashed_unless_its_disk_has_lost_the_term() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| it.lead(1, 1));
        let elected = stage.now().0;
        stage.happens(1, super::super::stage::Actor::crash);
        assert_eq!(about(&stage.happens(1, super::super::stage::Actor::restart), IT), None);
        let found = stage.happens(1, |it| it.lead(1, 1));
        assert_eq!(
            named(about(&found, IT).expect("again")),
            (Some(elected), vec![1, 1, 1], vec![])
        );
        let mut stage = Stage::of(3);
        stage.happens(1, |it| it.lead(1, 1));
        stage.happens(1, super::super::stage::Actor::crash);
        stage.distrusts(1);
        stage.happens(1, super::super::stage::Actor::restart);
        assert_eq!(about(&stage.happens(1, |it| it.lead(1, 1)), IT), None);
    }

    #[test]
    fn a_leader_may_leave_for_a_newer_term() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| it.lead(1, 1));
        let found = stage.happens(1, |it| {
            leaves(it);
            it.seen.term = Term(2);
        });
        assert_eq!(about(&found, IT), None);
    }
}
