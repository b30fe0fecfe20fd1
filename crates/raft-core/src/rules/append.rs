//! §5.3: when new entries fit, and what to do where they do not.

use crate::{AppendRefusal, Deviation, Deviations, Entry, Index, Log, LogId};

/// The consistency check: does `log` hold the entry that the leader's new entries follow?
/// (Figure 2, AppendEntries RPC, step 2.)
///
/// # Errors
/// What the log has instead.
pub fn check_previous(log: &Log, prev: LogId, deviations: Deviations) -> Result<(), AppendRefusal> {
    if prev.index < log.base().index {
        // What a server has discarded was committed, so whoever leads has the same.
        return Ok(());
    }
    match log.term_at(prev.index) {
        Some(mine) if mine == prev.term => Ok(()),
        Some(_) if deviations.has(Deviation::PreviousTermNotChecked) => Ok(()),
        Some(mine) => Err(AppendRefusal::PrevTermMismatch { prev, mine }),
        None => Err(AppendRefusal::PrevMissing { prev, last: log.last() }),
    }
}

/// What a log makes of entries that passed the consistency check.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Merge {
    /// How many of the entries it has already.
    pub known: usize,
    /// Its own first entry that conflicts with the leader's.
    pub conflict: Option<LogId>,
}

/// Compares entries with the log (Figure 2, AppendEntries RPC, steps 3 and 4).
///
/// Only a *conflict* may cut the log: an old message that arrives late carries entries that the
/// log has and says nothing about those behind them, some of which may be committed.
#[must_use]
pub fn merge(log: &Log, prev: Index, entries: &[Entry], deviations: Deviations) -> Merge {
    let base = log.base().index;
    let has = |entry: &&Entry| entry.id.index <= base || log.contains(entry.id);
    let known = entries.iter().take_while(has).count();
    let conflict = entries.get(known).and_then(|entry| log.get(entry.id.index)).map(|mine| mine.id);
    if conflict.is_some() && deviations.has(Deviation::ConflictsKept) {
        let last = log.last().index;
        let known = entries.iter().take_while(|entry| entry.id.index <= last).count();
        return Merge { known, conflict: None };
    }
    if conflict.is_none() && deviations.has(Deviation::TruncateAlways) {
        let behind = Index(prev.0 + entries.len() as u64).next();
        return Merge { known, conflict: log.get(behind).map(|mine| mine.id) };
    }
    Merge { known, conflict }
}

/// Up to where a follower acknowledges: what the message has covered, not what else the log may
/// hold behind it (§5.3).
#[must_use]
pub fn acknowledged(covered: Index, last: Index, deviations: Deviations) -> Index {
    if deviations.has(Deviation::AcknowledgeOwnLog) { last } else { covered }
}

/// How far a follower may move its commit index (Figure 2, AppendEntries RPC, step 5): never
/// beyond what the message has shown to agree, for behind that its log may still be wrong.
#[must_use]
pub fn follower_commit(
    leader_commit: Index,
    verified: Index,
    last: Index,
    deviations: Deviations,
) -> Index {
    if deviations.has(Deviation::CommitNotVerified) {
        return leader_commit.min(last);
    }
    leader_commit.min(verified)
}

/// Does a follower's commit index move from `from` to `to`? Only forward: what is committed stays so,
/// whatever an old message says.
#[must_use]
pub fn commit_moves(from: Index, to: Index, deviations: Deviations) -> bool {
    to > from || (to < from && deviations.has(Deviation::CommitGoesBack))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Payload, Term};

    fn log(terms: &[u64]) -> Log {
        let mut log = Log::new();
        for (at, term) in terms.iter().enumerate() {
            log.append(Entry { id: LogId::new(at as u64 + 1, *term), payload: Payload::Noop });
        }
        log
    }

    #[test]
    fn an_old_message_cuts_nothing_off() {
        let mine = log(&[1, 1, 2, 2]);
        let old: Vec<Entry> = log(&[1, 1]).iter_from(Index(1)).cloned().collect();
        assert_eq!(
            merge(&mine, Index(0), &old, Deviations::NONE),
            Merge { known: 2, conflict: None }
        );
    }

    #[test]
    fn what_was_discarded_is_known() {
        let mut mine = log(&[1, 1, 2, 2]);
        let all: Vec<Entry> = mine.iter_from(Index(1)).cloned().collect();
        mine.compact_to(LogId::new(3, 2));
        assert_eq!(check_previous(&mine, LogId::ZERO, Deviations::NONE), Ok(()));
        assert_eq!(check_previous(&mine, LogId::new(3, 2), Deviations::NONE), Ok(()));
        // Of the last discarded entry the term is still known, and compared.
        assert_eq!(
            check_previous(&mine, LogId::new(3, 3), Deviations::NONE),
            Err(AppendRefusal::PrevTermMismatch { prev: LogId::new(3, 3), mine: Term(2) })
        );
        assert_eq!(
            merge(&mine, Index(0), &all, Deviations::NONE),
            Merge { known: 4, conflict: None }
        );
    }

    #[test]
    fn the_first_conflict_is_found() {
        let mine = log(&[1, 2, 2]);
        let theirs: Vec<Entry> = log(&[1, 3, 3]).iter_from(Index(1)).cloned().collect();
        assert_eq!(
            merge(&mine, Index(0), &theirs, Deviations::NONE),
            Merge { known: 1, conflict: Some(LogId::new(2, 2)) }
        );
    }

    #[test]
    fn the_previous_entry_must_agree_in_index_and_term() {
        let mine = log(&[1, 2]);
        assert_eq!(check_previous(&mine, LogId::new(2, 2), Deviations::NONE), Ok(()));
        assert_eq!(check_previous(&mine, LogId::ZERO, Deviations::NONE), Ok(()));
        assert_eq!(
            check_previous(&mine, LogId::new(2, 3), Deviations::NONE),
            Err(AppendRefusal::PrevTermMismatch { prev: LogId::new(2, 3), mine: Term(2) })
        );
        assert_eq!(
            check_previous(&mine, LogId::new(3, 2), Deviations::NONE),
            Err(AppendRefusal::PrevMissing { prev: LogId::new(3, 2), last: LogId::new(2, 2) })
        );
    }
}
