//! §5.3 and dissertation §10.2.2: where a leader goes on after a refusal, and how much it may send.

use crate::{
    Backtracking, Deviation, Deviations, Index, Log, LogId, Options, Payload, Progress,
    ProgressState, ProposalRefusal,
};

/// Where a leader tries next after a follower has refused `refused` as the previous index, hinting
/// at the last place where its log could still agree.
///
/// By term, both sides step over a whole term of conflicting entries at once: the follower has
/// nothing of a later term than the hint's up to there, so the logs can only agree where the leader
/// has nothing later either. One by one, the hint is not looked at. What is known to match is never
/// tried again.
#[must_use]
pub fn next_try(
    log: &Log,
    refused: Index,
    hint: LogId,
    matched: Index,
    backtracking: Backtracking,
) -> Index {
    let below = refused.prev();
    let agree = match backtracking {
        // What lies before the log has been discarded: only a snapshot can help there.
        Backtracking::ByTerm if hint.index.min(below) < log.base().index => hint.index.min(below),
        Backtracking::ByTerm => log.last_at_or_below(hint.index.min(below), hint.term).index,
        Backtracking::OneByOne => below,
    };
    agree.max(matched).next()
}

/// Up to where a follower's log is known to agree, once `acknowledged` has arrived: answers can overtake
/// each other, and an old one must not take anything back.
#[must_use]
pub fn matched(before: Index, acknowledged: Index, deviations: Deviations) -> Index {
    if deviations.has(Deviation::MatchGoesBack) { acknowledged } else { before.max(acknowledged) }
}

/// May a leader send entries to this follower now? One message at a time while it probes, as many
/// as the window holds while it replicates.
#[must_use]
pub fn may_send(progress: &Progress, window: u32) -> bool {
    let most = match progress.state {
        ProgressState::Probe => 1,
        ProgressState::Replicate => window,
        ProgressState::Snapshot => 0,
    };
    progress.in_flight.len() < most as usize
}

/// How many entries from `from` on go into one AppendEntries: at most as many, and at most as many
/// bytes, as the options say; but one in any case.
#[must_use]
pub fn batch(log: &Log, from: Index, options: &Options) -> usize {
    let most = options.entries_per_append as usize;
    if options.bytes_per_append == u64::MAX {
        return most;
    }
    let mut bytes = 0_u64;
    let fits = |entry: &&crate::Entry| {
        bytes = bytes.saturating_add(size(&entry.payload));
        bytes <= options.bytes_per_append
    };
    log.iter_from(from).take(most).take_while(fits).count().max(1)
}

/// How many bytes of commands an entry holds.
#[must_use]
pub fn size(payload: &Payload) -> u64 {
    payload.as_command().map_or(0, |command| command.len() as u64)
}

/// May a leader take `bytes` more while `uncommitted` wait to be committed? A command that is too
/// large by itself is taken when nothing else waits: otherwise it could never be.
///
/// # Errors
/// What was compared.
pub fn has_room(uncommitted: u64, bytes: u64, limit: u64) -> Result<(), ProposalRefusal> {
    if uncommitted > 0 && uncommitted.saturating_add(bytes) > limit {
        return Err(ProposalRefusal::Backpressure { uncommitted, bytes, limit });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entry, NodeId};

    fn log(terms: &[u64]) -> Log {
        let mut log = Log::new();
        for (at, term) in terms.iter().enumerate() {
            let payload = Payload::command([0; 10]);
            log.append(Entry { id: LogId::new(at as u64 + 1, *term), payload });
        }
        log
    }

    #[test]
    fn a_term_at_once_or_an_entry_at_a_time() {
        // The leader and follower (f) of Figure 7.
        let mine = log(&[1, 1, 1, 4, 4, 5, 5, 6, 6, 6]);
        let hint = LogId::new(10, 3);
        let next = |how| next_try(&mine, Index(10), hint, Index(0), how).0;
        assert_eq!(next(Backtracking::ByTerm), 4);
        assert_eq!(next(Backtracking::OneByOne), 10);
    }

    #[test]
    fn what_was_discarded_is_not_tried() {
        let mut mine = log(&[1, 1, 2, 2]);
        mine.compact_to(LogId::new(2, 1));
        let next =
            |refused, hint| next_try(&mine, Index(refused), hint, Index(0), Backtracking::ByTerm).0;
        assert_eq!(next(4, LogId::new(1, 1)), 2, "the follower ends before the log begins");
        assert_eq!(next(2, LogId::new(2, 1)), 2, "not even the last discarded entry agrees");
    }

    #[test]
    fn nothing_that_matches_is_tried_again() {
        let mine = log(&[1, 1, 1, 1]);
        let next = next_try(&mine, Index(4), LogId::ZERO, Index(2), Backtracking::ByTerm);
        assert_eq!(next, Index(3));
    }

    #[test]
    fn a_batch_is_bounded_by_bytes_and_never_empty() {
        let options = |bytes_per_append| Options { bytes_per_append, ..Options::default() };
        let log = log(&[1; 5]);
        assert_eq!(batch(&log, Index(1), &options(30)), 3);
        assert_eq!(batch(&log, Index(1), &options(5)), 1);
        assert_eq!(batch(&log, Index(4), &options(100)), 2);
    }

    #[test]
    fn one_message_while_probing_a_window_while_replicating() {
        let mut progress = Progress::unknown(NodeId(2), Index(1));
        assert!(may_send(&progress, 4));
        progress
            .in_flight
            .push_back(crate::InFlight { through: Index(1), round: Default::default() });
        assert!(!may_send(&progress, 4));
        progress.state = ProgressState::Replicate;
        assert!(may_send(&progress, 4));
        assert!(!may_send(&progress, 1));
    }

    #[test]
    fn a_large_command_is_taken_when_nothing_waits() {
        assert_eq!(has_room(0, 900, 100), Ok(()));
        assert_eq!(has_room(60, 40, 100), Ok(()));
        assert!(has_room(60, 41, 100).is_err());
    }
}
