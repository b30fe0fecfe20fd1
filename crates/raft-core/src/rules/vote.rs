//! §5.2 and §5.4.1: who gets a vote, and who has won.

use crate::rules::quorum::{self, Count, Outcome};
use crate::rules::stickiness::Heard;
use crate::{
    Configuration, Deviation, Deviations, FlatMap, HardState, LogId, Micros, NodeId, ReplyFault,
    Term, VoteRefusal,
};

/// What a voter looks at before it answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Voter {
    /// Its term.
    pub current_term: Term,
    /// Its vote in that term.
    pub voted_for: Option<NodeId>,
    /// Its last entry.
    pub last_log: LogId,
    /// What it knows of a leader. Raft itself does not ask (Figure 2); see
    /// [`crate::rules::stickiness`].
    pub heard: Heard,
}

/// May `voter` vote for `candidate`, who asks in `term` and whose last entry is `last_log`?
/// (Figure 2, RequestVote RPC, "receiver implementation".)
///
/// # Errors
/// The reason to refuse, with the compared values.
pub fn may_grant(
    voter: Voter,
    candidate: NodeId,
    term: Term,
    last_log: LogId,
    deviations: Deviations,
) -> Result<(), VoteRefusal> {
    if term < voter.current_term {
        return Err(VoteRefusal::StaleTerm { mine: voter.current_term, theirs: term });
    }
    let given = voter.voted_for.filter(|voted_for| *voted_for != candidate);
    if let Some(voted_for) = given
        && !deviations.has(Deviation::VoteTwice)
    {
        return Err(VoteRefusal::AlreadyVoted { voted_for });
    }
    let compared = !deviations.has(Deviation::LogNotCompared);
    if compared && !log_is_up_to_date(last_log, voter.last_log) {
        return Err(VoteRefusal::LogBehind { mine: voter.last_log, theirs: last_log });
    }
    Ok(())
}

/// Is a log that ends with `theirs` at least as up to date as one that ends with `mine`? The later
/// term wins; in the same term the longer log does (§5.4.1, last paragraph).
#[must_use]
pub fn log_is_up_to_date(theirs: LogId, mine: LogId) -> bool {
    theirs >= mine
}

/// Counts an answer, to a candidate or to the question before an election: a voter's only, and each
/// voter's once, for an answer may arrive twice (§5.2). Says where the question stands.
///
/// # Errors
/// Why it does not count.
pub fn count_answer(
    answers: &mut FlatMap<NodeId, bool>,
    configuration: &Configuration,
    (voter, granted): (NodeId, bool),
    deviations: Deviations,
) -> Result<Count, ReplyFault> {
    if !configuration.is_voter(voter) {
        return Err(ReplyFault::NotMember);
    }
    let is_open = |id: &NodeId| !answers.contains_key(id);
    let counted_for = if deviations.has(Deviation::RepeatedVotesCount) {
        // Who does not look at senders has one open answer less.
        let mut open = configuration.voters().iter().copied().rev().filter(is_open);
        Some(voter).filter(is_open).or_else(|| open.next())
    } else {
        Some(voter).filter(is_open)
    };
    answers.insert(counted_for.ok_or(ReplyFault::Repeated)?, granted);
    Ok(quorum::count(configuration, |id| answers.get(&id).copied()))
}

/// In which term does a server `me` stand for election? In a new one, always: in its own it may have
/// led already, and have lost some of what it wrote then (§5.2).
#[must_use]
pub fn term_to_open(state: HardState, me: NodeId, deviations: Deviations) -> Term {
    if state.voted_for == Some(me) && deviations.has(Deviation::TermReused) {
        return state.current_term;
    }
    state.current_term.next()
}

/// Do these votes elect a leader? (§5.2)
#[must_use]
pub fn has_won(count: Count, deviations: Deviations) -> bool {
    let half = count.incoming.yes.saturating_mul(2) >= count.incoming.voters;
    count.outcome() == Outcome::Won || (half && deviations.has(Deviation::HalfElects))
}

/// Whom a server has voted for once it follows the leader of its own term: whomever it had voted
/// for before. A vote belongs to its term, not to a role.
#[must_use]
pub fn vote_after_following(voted_for: Option<NodeId>, deviations: Deviations) -> Option<NodeId> {
    if deviations.has(Deviation::VoteForgottenByFollowing) { None } else { voted_for }
}

/// Does a candidate follow somebody who sends AppendEntries in its own term? Always: that is the
/// leader (§5.2).
#[must_use]
pub fn candidate_follows(deviations: Deviations) -> bool {
    !deviations.has(Deviation::CandidateIgnoresLeader)
}

/// Does the answer to a request for a vote restart the election timer? Only if the vote is given
/// (Figure 2, "rules for servers").
#[must_use]
pub fn restarts_timer(granted: bool, deviations: Deviations) -> bool {
    granted || deviations.has(Deviation::RefusalRestartsTimer)
}

/// The election timeout that a uniform 64-bit `draw` stands for, from `low` to `high` (§5.2).
#[must_use]
pub fn election_timeout(
    (low, high): (Micros, Micros),
    draw: u64,
    deviations: Deviations,
) -> Micros {
    if deviations.has(Deviation::TimeoutsNotRandom) {
        return low;
    }
    let width = u128::from(high.0.saturating_sub(low.0)) + 1;
    // Multiply-shift maps the draw onto the range without the bias or the cost of a modulo.
    let offset = (u128::from(draw) * width) >> 64;
    Micros(low.0.saturating_add(u64::try_from(offset).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_last_term_beats_a_longer_log() {
        assert!(log_is_up_to_date(LogId::new(1, 3), LogId::new(9, 2)));
        assert!(!log_is_up_to_date(LogId::new(9, 2), LogId::new(1, 3)));
        assert!(log_is_up_to_date(LogId::new(4, 2), LogId::new(4, 2)));
        assert!(!log_is_up_to_date(LogId::new(3, 2), LogId::new(4, 2)));
    }

    #[test]
    fn each_voter_is_counted_once_and_nobody_else_is() {
        let three = Configuration::new((1..=3).map(NodeId));
        let mut answers = FlatMap::new();
        let mut count = |id, yes| {
            count_answer(&mut answers, &three, (NodeId(id), yes), Deviations::NONE)
                .map(Count::standing)
        };
        assert_eq!(count(1, true), Ok((1, 2)));
        assert_eq!(count(1, true), Err(ReplyFault::Repeated));
        assert_eq!(count(4, true), Err(ReplyFault::NotMember));
        assert_eq!(count(2, false), Ok((1, 2)));
        assert_eq!(count(3, true), Ok((2, 2)));
    }

    #[test]
    fn asking_again_is_answered_again() {
        let voter = Voter {
            current_term: Term(2),
            voted_for: Some(NodeId(1)),
            last_log: LogId::ZERO,
            heard: Heard::Nothing,
        };
        assert_eq!(may_grant(voter, NodeId(1), Term(2), LogId::ZERO, Deviations::NONE), Ok(()));
        assert_eq!(
            may_grant(voter, NodeId(3), Term(2), LogId::ZERO, Deviations::NONE),
            Err(VoteRefusal::AlreadyVoted { voted_for: NodeId(1) })
        );
    }
}
