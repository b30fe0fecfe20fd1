//! One server at the moment at which something has changed in it.

use raft_core::{Configuration, Entry, Index, Log, LogId, NodeId};
use raft_sim::EventNo;

use super::sighting::{Cluster, Record, Sighting, Since};
use crate::Finding;

/// What an invariant is shown: a server before and after an event that has changed it, and the others.
pub(crate) struct Moment<'a> {
    pub(crate) event: EventNo,
    pub(crate) server: NodeId,
    /// `None` if it was down, or was never seen before.
    pub(crate) before: Option<&'a Sighting>,
    /// `None` if it is down.
    pub(crate) now: Option<&'a Sighting>,
    /// Since when it had been as it was before.
    pub(crate) since: Since,
    /// Whether its log is another one than before.
    pub(crate) log_changed: bool,
    /// From where on its log was cut.
    pub(crate) truncated: Option<Index>,
    /// The follower whose answer has arrived.
    pub(crate) heard: Option<NodeId>,
    /// Whether a part of a leader's snapshot has arrived.
    pub(crate) installs: bool,
    /// What state machines were given.
    pub(crate) applied: &'a [(NodeId, Entry)],
    /// All servers as they are now.
    pub(crate) all: &'a [Record],
    pub(crate) cluster: &'a dyn Cluster,
}

/// How many entries at its end are looked at of a log that was not seen growing: after a start.
const WINDOW: u64 = 64;

impl<'a> Moment<'a> {
    pub(crate) fn record(&self, server: NodeId) -> Option<&'a Record> {
        self.all.get(place(server))
    }

    /// Before and after, if the server has gone on living.
    pub(crate) fn alive(&self) -> Option<(&'a Sighting, &'a Sighting)> {
        let (before, now) = (self.before?, self.now?);
        (before.life == now.life).then_some((before, now))
    }

    /// The server's log.
    pub(crate) fn log(&self) -> Option<&'a Log> {
        self.cluster.log(self.server)
    }

    /// Where the log goes on that was there before.
    fn next(&self) -> Option<Index> {
        let next = self.alive()?.0.last.index.next();
        Some(self.truncated.map_or(next, |cut| cut.min(next)))
    }

    /// The entries that its state machine was given.
    pub(crate) fn applied(&self) -> impl Iterator<Item = LogId> + use<'a> {
        let server = self.server;
        let mine = self.applied.iter().filter(move |(whose, _)| *whose == server);
        mine.map(|(_, entry)| entry.id)
    }

    /// The entries that were not there before; of a log that was not seen growing, the last ones.
    pub(crate) fn new_entries(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        let log = self.log().filter(|_| self.log_changed);
        let from = log.map(|log| {
            let last = log.last().index.0.saturating_sub(WINDOW);
            self.next().unwrap_or(Index(last).next())
        });
        log.zip(from).into_iter().flat_map(|(log, from)| log.iter_from(from))
    }

    /// Whether entries have come and are discarded again, so that nobody can have seen them.
    pub(crate) fn has_missed_entries(&self) -> bool {
        self.next().zip(self.now).is_some_and(|(next, now)| next <= now.base.index)
    }

    /// What a leader has just declared to be committed. A leader that commits its own removal leaves
    /// office in the same breath.
    pub(crate) fn commits(&self) -> Option<LogId> {
        let (before, now) = self.alive()?;
        let leads = now.leads() || before.leads() && before.term == now.term;
        let index = now.commit;
        if !leads || index <= before.commit {
            return None;
        }
        Some(LogId { term: self.log()?.term_at(index)?, index })
    }

    /// The configurations of which one decided what this event decided: some events put another one in
    /// force with the same breath.
    pub(crate) fn configurations(&self) -> impl Iterator<Item = &'a Configuration> {
        let now = self.now.map(|now| &now.configuration);
        let before = self.before.map(|before| &before.configuration);
        before.into_iter().chain(now.filter(|now| Some(*now) != before))
    }

    /// A finding about this server alone. Hardly ever made, in many places: out of line they stay small.
    #[cold]
    #[inline(never)]
    pub(crate) fn finding(&self, contradicts: EventNo, entries: Vec<LogId>) -> Finding {
        let seen = self.now.or(self.before);
        Finding {
            contradicts: Some(contradicts),
            servers: vec![self.server],
            entries,
            term: seen.map(|seen| seen.term).unwrap_or_default(),
        }
    }
}

/// A server's place among the records: they are in the order of the servers' names.
pub(crate) fn place(server: NodeId) -> usize {
    (server.0 as usize).wrapping_sub(1)
}

pub(crate) fn log_changed(
    before: Option<&Sighting>,
    now: Option<&Sighting>,
    truncated: Option<Index>,
) -> bool {
    let ends = |seen: Option<&Sighting>| seen.map(|seen| (seen.life, seen.base, seen.last));
    truncated.is_some() || ends(before) != ends(now)
}

/// Whether more than half of the voters have it, of each half where the configuration is joint. Counted
/// here, and not by the core: a judge that counts as the accused does would believe it.
pub(crate) fn has_majority(configuration: &Configuration, has: impl Fn(NodeId) -> bool) -> bool {
    [configuration.incoming(), configuration.outgoing()].into_iter().all(|half| {
        let count = half.iter().filter(|voter| has(**voter)).count();
        half.is_empty() || count * 2 > half.len()
    })
}

/// Whether a log has an entry, or a snapshot in its place. What a snapshot has made of an entry is for State
/// Machine Safety to judge.
pub(crate) fn covers(log: &Log, id: LogId) -> bool {
    id.index < log.base().index || log.contains(id)
}

#[cfg(test)]
mod tests {
    use raft_core::{ConfigurationDraft, Payload};

    use super::*;

    fn set(ids: core::ops::RangeInclusive<u32>) -> raft_core::FlatSet<NodeId> {
        ids.map(NodeId).collect()
    }

    #[test]
    fn a_majority_is_more_than_half_of_each_half() {
        for voters in 1..=9 {
            let configuration = Configuration::new((1..=voters).map(NodeId));
            let smallest = (0..=voters).find(|n| has_majority(&configuration, |id| id.0 <= *n));
            assert_eq!(smallest, Some(voters / 2 + 1), "of {voters}");
        }
        let (outgoing, incoming) = (set(1..=3), set(3..=7));
        let draft = ConfigurationDraft { outgoing, incoming, ..ConfigurationDraft::default() };
        let joint = draft.build().expect("a configuration");
        assert!(has_majority(&joint, |id| [2, 3, 4, 5].contains(&id.0)));
        assert!(!has_majority(&joint, |id| [3, 4, 5].contains(&id.0)), "one of the old three");
        assert!(!has_majority(&joint, |id| [1, 2, 3, 4].contains(&id.0)), "two of the new five");
    }

    #[test]
    fn a_snapshot_covers_what_is_before_its_end() {
        let mut log = Log::new();
        log.reset(LogId::new(2, 2));
        log.append(Entry { id: LogId::new(3, 2), payload: Payload::Noop });
        let covered = [(1, 1), (2, 2), (3, 2)].map(|(index, term)| LogId::new(index, term));
        assert!(covered.iter().all(|id| covers(&log, *id)));
        let others = [(2, 1), (3, 1), (4, 2)].map(|(index, term)| LogId::new(index, term));
        assert!(others.iter().all(|id| !covers(&log, *id)));
    }
}
