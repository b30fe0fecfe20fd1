//! Once in a term: within a term a server gives one vote and follows one leader, and who leads goes on
//! leading or is nothing more in that term (LogCabin).
//!
//! A leader leaves office within its term where CheckQuorum asks for it, or when its configuration
//! leaves it out; even then it neither follows anybody nor leads again before the next term. A server
//! that was restarted may have forgotten a vote that nobody was told of; that it does not forget any
//! other is for [`super::promises_are_durable`] to say.

use std::collections::BTreeMap;

use raft_core::{NodeId, Term};
use raft_sim::EventNo;

use super::Invariant;
use super::moment::Moment;
use super::sighting::Sighting;
use crate::Finding;

/// Remembers whom each server has known to lead in its term.
#[derive(Clone, Debug, Default)]
pub(crate) struct OnceInATerm {
    leaders: BTreeMap<NodeId, Known>,
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
        let now = moment.now?;
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

impl OnceInATerm {
    fn leader(&mut self, moment: &Moment<'_>, now: &Sighting) -> Option<Finding> {
        let leader = now.leader?;
        let known = self.leaders.get(&moment.server).filter(|known| known.term == now.term);
        match known {
            Some(known) if known.leader != leader || known.has_left => {
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

    fn left_office(&mut self, moment: &Moment<'_>, before: &Sighting) -> Option<Finding> {
        if let Some(known) = self.leaders.get_mut(&moment.server) {
            known.has_left = known.term == before.term;
        }
        let is_left_out = moment.configurations().any(|one| !one.is_voter(moment.server));
        let may_leave = moment.cluster.options().check_quorum || is_left_out;
        (!may_leave).then(|| moment.finding(moment.since.role, Vec::new()))
    }
}
