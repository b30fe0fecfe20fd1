//! Dissertation chapter 4 and §6: when a leader may begin, end, and trust a change of members.

use crate::rules::membership;
use crate::{
    Change, ChangeFault, ChangeRefusal, Configuration, Deviation, Deviations, Index, LogId, Micros,
    NodeId, Progress, Term, Transition,
};

/// May a leader begin a change now? `latest` is the entry of the latest configuration, `settled`
/// the last entry that is committed (or applied, where configurations wait for that).
///
/// Two conditions keep majorities from missing each other. The change before must be committed:
/// otherwise two changes are in flight, and majorities of the first and the last configuration need
/// not overlap. And something of the leader's own term must be committed: otherwise an earlier
/// leader's change may still be in flight on servers that this one has not heard from (the bug of
/// the single-server algorithm that was found in 2015).
///
/// # Errors
/// What stands in the way.
pub fn may_begin(
    transfer: Option<NodeId>,
    (latest, settled): (Index, Index),
    committed: LogId,
    current_term: Term,
    deviations: Deviations,
) -> Result<(), ChangeFault> {
    if let Some(to) = transfer {
        return Err(ChangeFault::TransferInProgress { to });
    }
    if latest > settled && !deviations.has(Deviation::ChangesOverlap) {
        return Err(ChangeFault::Pending { latest, settled });
    }
    if committed.term != current_term && !deviations.has(Deviation::ChangeBeforeOwnCommit) {
        return Err(ChangeFault::NoCurrentTermCommit { committed, current_term });
    }
    Ok(())
}

/// By which way the members change: as it was asked for.
///
/// # Errors
/// Why there is no such configuration.
pub fn next(
    before: &Configuration,
    changes: &[Change],
    transition: Transition,
    deviations: Deviations,
) -> Result<Configuration, ChangeRefusal> {
    if deviations.has(Deviation::SwapAtOnce) {
        return membership::enter_joint(before, changes, false)
            .and_then(|joint| membership::leave_joint(&joint));
    }
    membership::change(before, changes, transition)
}

/// May a learner be promoted? Only one that follows closely: a voter that is far behind could keep
/// a majority from forming for long (dissertation §4.2.1).
///
/// # Errors
/// How far it is.
pub fn may_promote(progress: &Progress, caught_up: bool, last: Index) -> Result<(), ChangeFault> {
    if caught_up || progress.match_index == last {
        return Ok(());
    }
    let (learner, match_index) = (progress.follower, progress.match_index);
    Err(ChangeFault::NotCaughtUp { learner, match_index, last })
}

/// Was a round of catching up fast enough? What has come in meanwhile can then be copied within an
/// election timeout (dissertation §4.2.1).
#[must_use]
pub fn is_caught_up(took: Micros, election_timeout: Micros) -> bool {
    took < election_timeout
}

/// May a leader leave the joint configuration of entry `joint` by itself? Only once that is
/// committed: before, C_old could still decide alone (§6).
#[must_use]
pub fn may_leave_joint(
    configuration: &Configuration,
    joint: Index,
    settled: Index,
    deviations: Deviations,
) -> bool {
    let committed = joint <= settled || deviations.has(Deviation::JointLeftEarly);
    configuration.is_joint() && configuration.auto_leave() && committed
}

/// Do the latest members decide an election, committed or not? Yes: those before them may be several
/// changes behind, and their majorities need not overlap (§6).
#[must_use]
pub fn latest_members_elect(deviations: Deviations) -> bool {
    !deviations.has(Deviation::CommittedMembersElect)
}

/// Does a configuration end with its entry? Where a leader replaces the entry, that change is not made
/// (§6; dissertation §4.1).
#[must_use]
pub fn ends_with_its_entry(deviations: Deviations) -> bool {
    !deviations.has(Deviation::TruncatedMembersKept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(
        latest: u64,
        settled: u64,
        committed: (u64, u64),
        term: u64,
    ) -> Result<(), ChangeFault> {
        let committed = LogId::new(committed.0, committed.1);
        may_begin(None, (Index(latest), Index(settled)), committed, Term(term), Deviations::NONE)
    }

    #[test]
    fn one_change_at_a_time_and_only_after_an_own_commit() {
        assert_eq!(begin(3, 3, (3, 2), 2), Ok(()));
        let pending = ChangeFault::Pending { latest: Index(4), settled: Index(3) };
        assert_eq!(begin(4, 3, (3, 2), 2), Err(pending));
        let committed = LogId::new(3, 1);
        let early = ChangeFault::NoCurrentTermCommit { committed, current_term: Term(2) };
        assert_eq!(begin(3, 3, (3, 1), 2), Err(early));
    }

    #[test]
    fn a_learner_far_behind_is_not_promoted() {
        let mut progress = Progress::unknown(NodeId(4), Index(1));
        assert!(may_promote(&progress, false, Index(9)).is_err());
        assert_eq!(may_promote(&progress, true, Index(9)), Ok(()));
        progress.match_index = Index(9);
        assert_eq!(may_promote(&progress, false, Index(9)), Ok(()));
        assert!(is_caught_up(Micros(149), Micros(150)));
        assert!(!is_caught_up(Micros(150), Micros(150)));
    }
}
