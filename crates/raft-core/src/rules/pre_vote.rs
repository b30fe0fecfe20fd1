//! Dissertation §9.6: who is told that it would get a vote.

use crate::rules::{stickiness, vote};
use crate::{Deviation, Deviations, LogId, NodeId, Term, VoteRefusal, rules::vote::Voter};

/// Would `voter` vote for `candidate` in the term `asked`, if it asked in earnest? Only if the vote
/// could be given, and the voter itself has no leader to lose.
///
/// # Errors
/// The reason to say no, with the compared values.
pub fn may_grant(
    voter: Voter,
    candidate: NodeId,
    asked: Term,
    last_log: LogId,
    deviations: Deviations,
) -> Result<(), VoteRefusal> {
    stickiness::has_no_leader(voter)?;
    // In a term that is still to come the voter has its vote.
    let then = if asked > voter.current_term { Voter { voted_for: None, ..voter } } else { voter };
    vote::may_grant(then, candidate, asked, last_log, deviations)
}

/// Does a granted pre-vote restart the election timer? It promises nothing, so it changes nothing.
#[must_use]
pub fn restarts_timer(granted: bool, deviations: Deviations) -> bool {
    granted && deviations.has(Deviation::PreVoteRestartsTimer)
}

/// Does a promise of a vote in the term `asked` count as a vote, once that term is open? No: whoever
/// gave it may have voted for somebody else since.
#[must_use]
pub fn counts_as_vote(asked: Term, mine: Term, deviations: Deviations) -> bool {
    asked == mine && deviations.has(Deviation::PreVotesElect)
}

/// Does a yes from a server of this term count in term `mine`? Whatever its term is: the yes is
/// bound to the term that it is for.
#[must_use]
pub fn counts_from(sender: Term, mine: Term, deviations: Deviations) -> bool {
    sender >= mine || !deviations.has(Deviation::PreVoteBoundToSendersTerm)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::stickiness::Heard;

    #[test]
    fn a_vote_that_is_given_is_promised_to_nobody_else_in_its_own_term() {
        let last_log = LogId::new(5, 3);
        let (n2, n3) = (NodeId(2), NodeId(3));
        let voter =
            Voter { current_term: Term(3), voted_for: Some(n2), last_log, heard: Heard::Nothing };
        let asks =
            |candidate, asked| may_grant(voter, candidate, asked, last_log, Deviations::NONE);
        assert_eq!(asks(n3, Term(3)), Err(VoteRefusal::AlreadyVoted { voted_for: n2 }));
        assert_eq!(asks(n2, Term(3)), Ok(()));
        assert_eq!(asks(n3, Term(4)), Ok(()), "in the next term it has its vote again");
    }
}
