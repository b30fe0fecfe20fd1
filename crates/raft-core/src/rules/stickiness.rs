//! §6, last paragraph; dissertation §4.2.3: who has a leader does not help to depose it.

use crate::rules::vote::Voter;
use crate::{Micros, NodeId, VoteRefusal};

/// What a server knows of its leader when somebody asks for its vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heard {
    /// It leads itself.
    Leads,
    /// It has heard from a leader, or has started, this long ago. A server that has just started
    /// cannot know what it has heard before, and a leader may count on its patience.
    Ago {
        /// The leader, if it still knows.
        leader: Option<NodeId>,
        /// How long ago.
        elapsed: Micros,
        /// The shortest election timeout.
        minimum: Micros,
    },
    /// Nothing that it remembers.
    Nothing,
}

/// Has the voter no leader, as far as it can tell? A leader is there as long as its heartbeats are
/// less than the shortest election timeout apart.
///
/// # Errors
/// What speaks for a leader.
pub fn has_no_leader(voter: Voter) -> Result<(), VoteRefusal> {
    match voter.heard {
        Heard::Leads => Err(VoteRefusal::IsLeader),
        Heard::Ago { leader, elapsed, minimum } if elapsed < minimum => {
            Err(VoteRefusal::LeaderHeardRecently { leader, elapsed, minimum })
        }
        Heard::Ago { .. } | Heard::Nothing => Ok(()),
    }
}

/// May a request for a vote be listened to at all? If not, not even its term is adopted. A candidate
/// that was sent by the leader itself ([`crate::Body::TimeoutNow`]) is always listened to.
///
/// # Errors
/// What speaks for a leader.
pub fn may_listen(wanted: bool, by_transfer: bool, voter: Voter) -> Result<(), VoteRefusal> {
    if !wanted || by_transfer { Ok(()) } else { has_no_leader(voter) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LogId, Term};

    fn voter(elapsed: u64) -> Voter {
        let heard =
            Heard::Ago { leader: Some(NodeId(1)), elapsed: Micros(elapsed), minimum: Micros(150) };
        Voter { current_term: Term(3), voted_for: None, last_log: LogId::ZERO, heard }
    }

    #[test]
    fn a_leader_is_there_for_the_shortest_election_timeout() {
        assert!(has_no_leader(voter(149)).is_err());
        assert_eq!(has_no_leader(voter(150)), Ok(()));
        let leads = Voter { heard: Heard::Leads, ..voter(900) };
        assert_eq!(has_no_leader(leads), Err(VoteRefusal::IsLeader));
    }

    #[test]
    fn the_switch_and_a_transfer_pass_the_door() {
        assert!(may_listen(true, false, voter(0)).is_err());
        assert_eq!(may_listen(false, false, voter(0)), Ok(()));
        assert_eq!(may_listen(true, true, voter(0)), Ok(()));
    }
}
