//! Dissertation §9.6: who is told that it would get a vote.

use crate::rules::{stickiness, vote};
use crate::{LogId, NodeId, Term, VoteRefusal, rules::vote::Voter};

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
) -> Result<(), VoteRefusal> {
    stickiness::has_no_leader(voter)?;
    // In a term that is still to come the voter has its vote.
    let then = if asked > voter.current_term { Voter { voted_for: None, ..voter } } else { voter };
    vote::may_grant(then, candidate, asked, last_log)
}
