//! §5.2 and §5.4.1: who gets a vote, and who has won.

use crate::rules::stickiness::Heard;
use crate::{LogId, NodeId, Term, VoteRefusal};

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
) -> Result<(), VoteRefusal> {
    if term < voter.current_term {
        return Err(VoteRefusal::StaleTerm { mine: voter.current_term, theirs: term });
    }
    if let Some(voted_for) = voter.voted_for.filter(|voted_for| *voted_for != candidate) {
        return Err(VoteRefusal::AlreadyVoted { voted_for });
    }
    if !log_is_up_to_date(last_log, voter.last_log) {
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
    fn asking_again_is_answered_again() {
        let voter = Voter {
            current_term: Term(2),
            voted_for: Some(NodeId(1)),
            last_log: LogId::ZERO,
            heard: Heard::Nothing,
        };
        assert_eq!(may_grant(voter, NodeId(1), Term(2), LogId::ZERO), Ok(()));
        assert_eq!(
            may_grant(voter, NodeId(3), Term(2), LogId::ZERO),
            Err(VoteRefusal::AlreadyVoted { voted_for: NodeId(1) })
        );
    }
}
