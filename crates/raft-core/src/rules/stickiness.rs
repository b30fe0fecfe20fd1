//! §6, last paragraph; dissertation §4.2.3: who has a leader does not help to depose it.

use crate::rules::vote::Voter;
use crate::{ElectionRefusal, Micros, NodeId, Term, VoteRefusal};

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

/// May the server stand for election itself, whoever wants that? Where leaders read by lease its own
/// patience counts as well: a lease rests on the answers of a majority, it may be one of those, and its
/// own vote would be the first against the leader (dissertation §6.4.1). Who has never been in a term
/// has answered nobody.
///
/// # Errors
/// What speaks for a leader.
pub fn may_stand(leases: bool, voter: Voter) -> Result<(), ElectionRefusal> {
    match voter.heard {
        Heard::Ago { leader, elapsed, minimum }
            if leases && elapsed < minimum && voter.current_term != Term(0) =>
        {
            Err(ElectionRefusal::LeaderHeardRecently { leader, elapsed, minimum })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LogId;

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
    fn a_lease_counts_on_the_patience_of_whoever_wants_to_stand() {
        assert!(may_stand(true, voter(149)).is_err());
        assert_eq!(may_stand(true, voter(150)), Ok(()));
        assert_eq!(may_stand(false, voter(0)), Ok(()));
        let new = Voter { current_term: Term(0), ..voter(0) };
        assert_eq!(may_stand(true, new), Ok(()));
    }

    #[test]
    fn the_switch_and_a_transfer_pass_the_door() {
        assert!(may_listen(true, false, voter(0)).is_err());
        assert_eq!(may_listen(false, false, voter(0)), Ok(()));
        assert_eq!(may_listen(true, true, voter(0)), Ok(()));
    }
}
