//! Which of a server's writes are still on their way to disk, and what must wait for them.

use alloc::collections::VecDeque;

use crate::{Index, Log, LogId, WriteId};

/// The writes that have been asked for and not been reported durable.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct Writes {
    in_flight: VecDeque<InFlight>,
    durable: Index,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct InFlight {
    id: WriteId,
    /// Whether it carries a term or a vote.
    hard_state: bool,
    /// The last entry that will be durable with it, as far as that entry is still in the log.
    through: LogId,
}

impl Writes {
    /// Nothing in flight, everything up to `durable` on disk.
    pub(crate) fn settled(durable: Index) -> Self {
        Self { in_flight: VecDeque::new(), durable }
    }

    /// The last index of the present log that is on disk.
    pub(crate) fn durable(&self) -> Index {
        self.durable
    }

    pub(crate) fn started(&mut self, id: WriteId, hard_state: bool, through: LogId) {
        self.in_flight.push_back(InFlight { id, hard_state, through });
    }

    /// The log was cut: what is on its way for the removed entries says nothing about whatever
    /// will stand at their indices. Without this, a late notice for an old entry would make a new
    /// entry at the same index look durable.
    pub(crate) fn truncated(&mut self, log: &Log) {
        let last = log.last();
        self.durable = self.durable.min(last.index);
        for write in &mut self.in_flight {
            if write.through.index > last.index {
                write.through = last;
            }
        }
    }

    /// The log was replaced as a whole: nothing that is on disk or on its way there is part of the
    /// present one, until the snapshot's own write is done. Without this, a server would acknowledge
    /// a snapshot that it loses in a crash, because its *old* log was long enough.
    pub(crate) fn replaced(&mut self) {
        self.durable = Index::ZERO;
        for write in &mut self.in_flight {
            write.through = LogId::ZERO;
        }
    }

    /// A write and all earlier ones are durable. False if no such write is in flight.
    pub(crate) fn persisted(&mut self, id: WriteId, log: &Log) -> bool {
        if !self.in_flight.iter().any(|write| write.id == id) {
            return false;
        }
        while let Some(write) = self.in_flight.front().copied().filter(|write| write.id <= id) {
            self.in_flight.pop_front();
            // What has been compacted away since was committed, and so is the same.
            if write.through.index <= log.base().index || log.contains(write.through) {
                self.durable = self.durable.max(write.through.index);
            }
        }
        true
    }

    /// The write after which the present term and vote are durable; `None` if they are.
    pub(crate) fn gate_of_hard_state(&self) -> Option<WriteId> {
        self.in_flight.iter().rev().find(|write| write.hard_state).map(|write| write.id)
    }

    /// The write after which term, vote and the log up to `index` are durable; `None` if they are.
    pub(crate) fn gate_of_log(&self, index: Index) -> Option<WriteId> {
        let log = if self.durable >= index {
            None
        } else {
            self.in_flight.iter().find(|write| write.through.index >= index).map(|write| write.id)
        };
        log.max(self.gate_of_hard_state())
    }

    /// The same writes with the first one numbered 0: states that differ only in how many writes
    /// came before are the same state.
    pub(crate) fn renumbered(&self) -> Self {
        let first = self.in_flight.front().map_or(0, |write| write.id.0);
        let mut writes = self.clone();
        for write in &mut writes.in_flight {
            write.id.0 -= first;
        }
        writes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entry, Payload};

    fn log(ids: &[(u64, u64)]) -> Log {
        let mut log = Log::new();
        for &(index, term) in ids {
            log.append(Entry { id: LogId::new(index, term), payload: Payload::Noop });
        }
        log
    }

    #[test]
    fn a_late_notice_for_a_replaced_entry_does_not_make_the_new_entry_durable() {
        let mut writes = Writes::settled(Index(0));
        writes.started(WriteId(1), false, LogId::new(3, 1));
        let mut now = log(&[(1, 1), (2, 1), (3, 1)]);
        now.truncate_from(Index(3));
        writes.truncated(&now);
        now.append(Entry { id: LogId::new(3, 2), payload: Payload::Noop });
        writes.started(WriteId(2), true, LogId::new(3, 2));

        assert!(writes.persisted(WriteId(1), &now));
        assert_eq!(writes.durable(), Index(2), "entries 1 and 2 are still the ones written");
        assert_eq!(writes.gate_of_log(Index(3)), Some(WriteId(2)));
        assert!(writes.persisted(WriteId(2), &now));
        assert_eq!(writes.durable(), Index(3));
        assert_eq!(writes.gate_of_log(Index(3)), None);
    }

    #[test]
    fn a_snapshot_in_the_place_of_a_longer_log_is_durable_with_its_own_write_and_not_before() {
        let mut writes = Writes::settled(Index(7));
        writes.started(WriteId(1), true, LogId::new(7, 1));
        let mut now = log(&[]);
        now.reset(LogId::new(2, 3));
        writes.replaced();
        writes.started(WriteId(2), false, LogId::new(2, 3));
        assert_eq!(writes.gate_of_log(Index(2)), Some(WriteId(2)));
        assert!(writes.persisted(WriteId(1), &now));
        assert_eq!(writes.gate_of_log(Index(2)), Some(WriteId(2)), "the term is not the log");
        assert!(writes.persisted(WriteId(2), &now));
        assert_eq!((writes.durable(), writes.gate_of_log(Index(2))), (Index(2), None));
    }

    #[test]
    fn an_acknowledgement_waits_for_the_term_as_well_as_for_the_entry() {
        let mut writes = Writes::settled(Index(0));
        writes.started(WriteId(1), false, LogId::new(1, 1));
        writes.started(WriteId(2), true, LogId::new(1, 1));
        assert_eq!(writes.gate_of_log(Index(1)), Some(WriteId(2)));
    }

    #[test]
    fn a_notice_for_no_write_is_recognised() {
        let mut writes = Writes::settled(Index(0));
        assert!(!writes.persisted(WriteId(7), &Log::new()));

        writes.started(WriteId(1), true, LogId::ZERO);
        assert!(!writes.persisted(WriteId(7), &Log::new()));
        assert_eq!(writes.gate_of_hard_state(), Some(WriteId(1)), "write 1 is still under way");
    }
}
