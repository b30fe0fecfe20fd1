//! §7 and Figure 13: when a log is shortened, and when a snapshot takes the place of one.

use crate::{
    Deviation, Deviations, Entries, Index, Log, LogId, NodeId, Sessions, SnapshotFault, Term,
};

/// Is a snapshot due? After so many applied entries since the last one; never, if `every` is 0.
#[must_use]
pub fn is_due(applied: Index, last_snapshot: Index, every: u64) -> bool {
    every > 0 && applied.0.saturating_sub(last_snapshot.0) >= every
}

/// May the state of the state machine after entry `through` become this server's snapshot?
///
/// # Errors
/// It is no step forward, or nobody can have that state yet.
pub fn may_take(through: Index, applied: Index, last_snapshot: Index) -> Result<(), SnapshotFault> {
    if through > applied {
        return Err(SnapshotFault::NotApplied { through, applied });
    }
    if through <= last_snapshot {
        return Err(SnapshotFault::Older { last: through, have: last_snapshot });
    }
    Ok(())
}

/// May a leader's snapshot take the place of what this server has? Never if it knows as much to be
/// committed: its state would move backwards.
///
/// # Errors
/// What it knows to be committed.
pub fn may_install(
    last: LogId,
    commit: Index,
    deviations: Deviations,
) -> Result<(), SnapshotFault> {
    if last.index <= commit && !deviations.has(Deviation::OldSnapshotsInstalled) {
        return Err(SnapshotFault::Older { last: last.index, have: commit });
    }
    Ok(())
}

/// Figure 13, steps 6 and 7: if the log holds the snapshot's last entry, what follows it is kept,
/// for it may have been acknowledged; otherwise the whole log is in doubt, and is discarded.
#[must_use]
pub fn keeps_tail(log: &Log, last: LogId, deviations: Deviations) -> bool {
    log.contains(last) && !deviations.has(Deviation::SnapshotDiscardsTail)
}

/// What is kept of a log that does not hold the snapshot's last entry: nothing (Figure 13, step 7).
#[must_use]
pub fn kept_misfits(log: &Log, last: LogId, deviations: Deviations) -> Entries {
    if deviations.has(Deviation::SnapshotKeepsConflict) && !log.contains(last) {
        return log.slice(last.index.next(), usize::MAX);
    }
    Entries::NONE
}

/// In which term is a server that has installed a snapshot? In its own: the snapshot's last entry may
/// be much older (§5.1).
#[must_use]
pub fn term_after_installing(mine: Term, last: LogId, deviations: Deviations) -> Term {
    if deviations.has(Deviation::SnapshotSetsTerm) { last.term } else { mine }
}

/// Which is the last entry that a snapshot replaces, if its state is that after `applied`? That one,
/// with its own term (§7): the consistency check asks for both.
#[must_use]
pub fn last_included(
    applied: LogId,
    end_of_log: LogId,
    current_term: Term,
    deviations: Deviations,
) -> LogId {
    let last = if deviations.has(Deviation::SnapshotAheadOfState) { end_of_log } else { applied };
    if deviations.has(Deviation::SnapshotWithoutTerm) {
        return LogId { term: current_term, ..last };
    }
    last
}

/// As of which entry a snapshot brings the members, if it replaces those from behind `base` through
/// `through`: as of its last one (§7).
#[must_use]
pub fn members_as_of(through: Index, base: Index, deviations: Deviations) -> Index {
    if deviations.has(Deviation::SnapshotWithoutMembers) { base } else { through }
}

/// What a snapshot keeps of the client sessions: all of it (dissertation §6.3).
#[must_use]
pub fn kept_of_sessions(sessions: Sessions, deviations: Deviations) -> Sessions {
    if deviations.has(Deviation::SnapshotForgetsAnswers) {
        return sessions.without_answers();
    }
    sessions
}

/// Where a chunk belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// It is the first one: whatever was received before is of no use.
    First,
    /// It continues what was received.
    Next,
    /// Something is missing before it, or it is there already: the sender must go on here.
    Elsewhere(u64),
}

/// Figure 13, steps 2 to 4: where does a chunk at `offset` belong, if so many bytes have been
/// received of this snapshot from this sender? (`None`: of another one, or nothing.)
#[must_use]
pub fn place(received: Option<u64>, offset: u64) -> Place {
    match received {
        _ if offset == 0 => Place::First,
        Some(received) if received == offset => Place::Next,
        Some(received) => Place::Elsewhere(received),
        None => Place::Elsewhere(0),
    }
}

/// A follower says that so much has arrived, and the leader has got to `offset`: does it send the part after
/// what has arrived? Word of more than that is new. Word of less may be old, and is believed only if the
/// present part had to be sent again: the follower may have lost what it had. Else every message that
/// comes twice would begin a transfer of its own, and those would double again: the Sorcerer's Apprentice
/// Syndrome of TFTP (RFC 1123, §4.2.3.1).
#[must_use]
pub fn sends_on(received: u64, offset: u64, was_repeated: bool) -> bool {
    received > offset || received < offset && was_repeated
}

/// Is it still the same transfer? A new sender or a newer snapshot begins again.
#[must_use]
pub fn is_same_transfer(one: (NodeId, LogId), other: (NodeId, LogId)) -> bool {
    one == other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_is_due_after_so_many_entries() {
        assert!(!is_due(Index(9), Index(0), 10));
        assert!(is_due(Index(10), Index(0), 10));
        assert!(!is_due(Index(19), Index(10), 10));
        assert!(!is_due(Index(99), Index(0), 0));
    }

    #[test]
    fn state_never_moves_backwards() {
        assert_eq!(may_install(LogId::new(5, 2), Index(4), Deviations::NONE), Ok(()));
        assert!(may_install(LogId::new(5, 2), Index(5), Deviations::NONE).is_err());
        assert_eq!(may_take(Index(5), Index(5), Index(4)), Ok(()));
        assert!(may_take(Index(5), Index(4), Index(0)).is_err());
        assert!(may_take(Index(5), Index(9), Index(5)).is_err());
    }

    #[test]
    fn old_word_of_what_has_arrived_sends_nothing() {
        assert!(sends_on(8, 4, false) && sends_on(8, 4, true), "new word");
        assert!(!sends_on(4, 4, false) && !sends_on(4, 4, true), "the same again");
        assert!(!sends_on(0, 4, false), "an old answer, or one that came twice");
        assert!(sends_on(0, 4, true), "the follower has begun again");
    }

    #[test]
    fn chunks_come_in_order_or_from_the_beginning() {
        assert_eq!(place(None, 0), Place::First);
        assert_eq!(place(Some(8), 0), Place::First);
        assert_eq!(place(Some(8), 8), Place::Next);
        assert_eq!(place(Some(8), 4), Place::Elsewhere(8));
        assert_eq!(place(None, 8), Place::Elsewhere(0));
    }
}
