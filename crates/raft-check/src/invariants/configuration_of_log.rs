//! The configuration is the log's: a server uses the latest configuration in its log, committed or not
//! (§6; LogCabin), or the latest that it has applied where that is wanted; and a snapshot brings the
//! latest one up to its end.
//!
//! Configurations are rare. Each is looked up once, when its entry comes into a log; after that only
//! whether its entry is still there.

use raft_core::{Activation, Configuration, FlatMap, Index, Log, LogId, NodeId, Payload};
use raft_sim::EventNo;

use super::Invariant;
use super::moment::Moment;
use super::sighting::Sighting;
use crate::Finding;

/// Remembers which configurations came into which log.
#[derive(Clone, Debug, Default)]
pub(crate) struct ConfigurationOfLog {
    servers: FlatMap<NodeId, Known>,
}

/// What one server's log holds of configurations.
#[derive(Clone, Debug, Default)]
struct Known {
    /// What the log builds on: of the set-up, or of a snapshot.
    first: Option<Configuration>,
    entries: Vec<Entry>,
    /// Up to here entries have been forgotten, because a snapshot took their place. Until that is on
    /// disk a crash brings them back.
    forgotten: Index,
}

#[derive(Clone, Debug)]
struct Entry {
    id: LogId,
    configuration: Configuration,
    event: EventNo,
    /// Whether it is in the log now. One that was cut in memory only comes back with a crash.
    is_present: bool,
}

impl Invariant for ConfigurationOfLog {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let (now, log) = (moment.now?, moment.log()?);
        let before = moment.alive().map(|(before, _)| before);
        let members_changed = before.is_none_or(|it| it.configuration != now.configuration);
        let waits = moment.cluster.options().activation == Activation::OnApply;
        let other_snapshot = before.is_some_and(|it| it.snapshot != now.snapshot);
        let has_applied = before.is_none_or(|it| waits && it.applied != now.applied);
        if !moment.log_changed && !members_changed && !has_applied && !other_snapshot {
            return None;
        }
        let known = self.servers.get_or_insert(moment.server, Known::default());
        if before.is_none() {
            known.begin(moment, log);
        }
        known.follow(moment, log);
        let untrue = other_snapshot.then(|| known.snapshot(moment, now)).flatten();
        known.build_on(log);
        untrue.or_else(|| known.in_force(moment, now, waits))
    }
}

impl Known {
    /// A server begins: its disk says what its log builds on.
    fn begin(&mut self, moment: &Moment<'_>, log: &Log) {
        let Some(disk) = moment.cluster.disk(moment.server) else { return };
        // What is in the log was seen when it came there, but for what was there from the start.
        if self.first.is_none() || log.base().index < self.forgotten {
            self.take(log, log.first_index(), moment.event);
        }
        self.forgotten = log.base().index;
        let of_snapshot = disk.snapshot.as_ref().map(|snapshot| &snapshot.configuration);
        self.first = Some(of_snapshot.unwrap_or(&disk.configuration).clone());
    }

    /// Looks for configurations from this index on.
    fn take(&mut self, log: &Log, from: Index, event: EventNo) {
        for entry in log.iter_from(from) {
            let Payload::Configuration(configuration) = &entry.payload else { continue };
            let (id, configuration) = (entry.id, configuration.clone());
            self.entries.retain(|known| known.id != id);
            self.entries.push(Entry { id, configuration, event, is_present: true });
        }
    }

    /// The log has changed: entries have come, and others are gone.
    fn follow(&mut self, moment: &Moment<'_>, log: &Log) {
        let is_one = |entry: &&raft_core::Entry| matches!(entry.payload, Payload::Configuration(_));
        if let Some(first) = moment.new_entries().find(is_one) {
            self.take(log, first.id.index, moment.event);
        }
        let base = log.base().index;
        for entry in &mut self.entries {
            entry.is_present = log.contains(entry.id) || entry.id.index <= base && entry.is_present;
        }
    }

    /// A server has another snapshot: its own, which its log must bear out, or its leader's.
    fn snapshot(&mut self, moment: &Moment<'_>, now: &Sighting) -> Option<Finding> {
        let brought = moment.cluster.members_of_snapshot(moment.server)?;
        if moment.installs || moment.has_missed_entries() {
            self.first = Some(brought.clone());
            self.forget(now.snapshot.index);
            return None;
        }
        let (expected, event, entries) = self.latest(now.snapshot.index);
        let entries = [vec![now.snapshot], entries].concat();
        (expected != Some(brought)).then(|| moment.finding(event, entries))
    }

    /// What the log has discarded is what it builds on now.
    fn build_on(&mut self, log: &Log) {
        let base = log.base().index;
        if let Some(last) = self.entry(base) {
            self.first = Some(last.configuration.clone());
        }
        self.forget(base);
    }

    fn forget(&mut self, through: Index) {
        self.entries.retain(|one| one.id.index > through);
        self.forgotten = self.forgotten.max(through);
    }

    /// The latest entry of the log up to this index that is a configuration.
    fn entry(&self, through: Index) -> Option<&Entry> {
        let present = self.entries.iter().filter(|one| one.is_present && one.id.index <= through);
        present.max_by_key(|one| one.id.index)
    }

    /// The latest configuration up to this index, since when, and its entry if it has one.
    fn latest(&self, through: Index) -> (Option<&Configuration>, EventNo, Vec<LogId>) {
        match self.entry(through) {
            Some(entry) => (Some(&entry.configuration), entry.event, vec![entry.id]),
            None => (self.first.as_ref(), EventNo::START, Vec::new()),
        }
    }

    fn in_force(&self, moment: &Moment<'_>, now: &Sighting, waits: bool) -> Option<Finding> {
        let through = if waits { now.applied } else { now.last.index };
        let (expected, event, entries) = self.latest(through);
        let differs = expected.is_some_and(|expected| *expected != now.configuration);
        differs.then(|| moment.finding(event, entries))
    }
}

#[cfg(test)]
mod tests {
    use super::super::stage::{Stage, about, named};
    use crate::Property;
    use raft_core::{Activation, Configuration, Index, LogId, NodeId, Payload, Snapshot, Term};

    use super::super::stage::Actor;

    const IT: Property = Property::ConfigurationOfLog;

    fn members(ids: &[u32]) -> Configuration {
        Configuration::new(ids.iter().copied().map(NodeId))
    }

    fn append(it: &mut Actor, ids: &[u32]) {
        it.push(1, Payload::Configuration(members(ids)));
    }

    /// n1 has `1@1`, and at `2@1` a configuration that it uses.
    fn changed() -> (Stage, u32) {
        let mut stage = Stage::of(3);
        let found = stage.happens(1, |it| {
            it.append(&[1]);
            append(it, &[1, 2]);
            it.seen.configuration = members(&[1, 2]);
        });
        assert_eq!(about(&found, IT), None);
        let event = stage.now().0;
        (stage, event)
    }

    #[test]
    fn the_latest_in_the_log_is_used_at_once() {
        let (mut stage, _) = changed();
        let found = stage.happens(1, |it| append(it, &[1]));
        let finding = about(&found, IT).expect("3@1 is the latest");
        assert_eq!(named(finding), (Some(stage.now().0), vec![1], vec![(3, 1)]));
        let found = stage.happens(1, |it| it.seen.configuration = members(&[1]));
        assert_eq!(about(&found, IT), None);
    }

    #[test]
    fn one_that_is_cut_is_used_no_more() {
        let (mut stage, _) = changed();
        let found = stage.cuts(1, 2, |_| {});
        assert_eq!(named(about(&found, IT).expect("it is gone")), (Some(0), vec![1], vec![]));
        let (mut stage, _) = changed();
        let found = stage.cuts(1, 2, |it| it.seen.configuration = members(&[1, 2, 3]));
        assert_eq!(about(&found, IT), None);
    }

    #[test]
    fn one_that_was_cut_in_memory_only_comes_back_with_a_crash() {
        let (mut stage, _) = changed();
        stage.happens(1, Actor::sync);
        stage.cuts(1, 2, |it| it.seen.configuration = members(&[1, 2, 3]));
        stage.happens(1, Actor::crash);
        let found = stage.happens(1, Actor::restart);
        assert!(about(&found, IT).is_some(), "2@1 is back");
        let found = stage.happens(1, |it| it.seen.configuration = members(&[1, 2]));
        assert_eq!(about(&found, IT), None);
    }

    /// So many entries behind `2@1` that a server's next start does not look so far back.
    fn changed_long_ago() -> (Stage, u32) {
        let (mut stage, event) = changed();
        stage.happens(1, |it| {
            it.append(&[1; 100]);
            it.sync();
        });
        (stage, event)
    }

    #[test]
    fn a_crash_before_a_snapshot_is_on_disk_brings_back_what_it_covered() {
        let (mut stage, _) = changed_long_ago();
        let found = stage.installs(1, |it| {
            it.seen.snapshot = LogId::new(200, 2);
            it.members_of_snapshot = Some(members(&[1, 2, 3]));
            it.log.reset(LogId::new(200, 2));
            it.seen.configuration = members(&[1, 2, 3]);
        });
        assert_eq!(about(&found, IT), None);
        stage.happens(1, Actor::crash);
        let found = stage.happens(1, |it| {
            it.restart();
            it.seen.snapshot = LogId::ZERO;
            it.seen.configuration = members(&[1, 2]);
        });
        assert_eq!(about(&found, IT), None, "2@1 is back");
        let found = stage.happens(1, |it| it.seen.configuration = members(&[1, 2, 3]));
        assert_eq!(named(about(&found, IT).expect("it counts")).2, [(2, 1)]);
    }

    #[test]
    fn what_a_crash_did_not_take_away_is_known_since_it_came() {
        let (mut stage, change) = changed_long_ago();
        for _ in 0..2 {
            stage.happens(1, Actor::crash);
            assert_eq!(about(&stage.happens(1, Actor::restart), IT), None);
        }
        let found = stage.happens(1, |it| it.seen.configuration = members(&[1, 2, 3]));
        assert_eq!(named(about(&found, IT).expect("2@1 counts")).0, Some(change));
    }

    #[test]
    fn where_it_waits_to_be_applied_it_is_used_then() {
        let mut stage = Stage::of(3);
        stage.options.activation = Activation::OnApply;
        assert_eq!(about(&stage.happens(1, |it| append(it, &[1, 2])), IT), None);
        let found = stage.happens(1, |it| it.seen.applied = Index(1));
        assert!(about(&found, IT).is_some());
        let found = stage.happens(1, |it| it.seen.configuration = members(&[1, 2]));
        assert_eq!(about(&found, IT), None);
    }

    #[test]
    fn a_servers_own_snapshot_brings_the_latest_up_to_its_end() {
        let take = |ids: &'static [u32]| {
            move |it: &mut Actor| {
                it.seen.snapshot = LogId::new(2, 1);
                it.members_of_snapshot = Some(members(ids));
                it.log.compact_to(LogId::new(2, 1));
            }
        };
        let (mut stage, event) = changed();
        let found = stage.happens(1, take(&[1, 2, 3]));
        let finding = about(&found, IT).expect("2@1 is the latest");
        assert_eq!(named(finding), (Some(event), vec![1], vec![(2, 1), (2, 1)]));
        let (mut stage, _) = changed();
        assert_eq!(about(&stage.happens(1, take(&[1, 2])), IT), None);
        let found = stage.happens(1, |it| it.seen.configuration = members(&[1]));
        assert!(about(&found, IT).is_some(), "what is discarded still counts");
    }

    #[test]
    fn one_that_was_cut_does_not_come_back_with_what_is_discarded() {
        let (mut stage, _) = changed();
        let everybody = members(&[1, 2, 3]);
        let found = stage.cuts(1, 2, |it| {
            it.append(&[2, 2]);
            it.seen.configuration = everybody;
        });
        assert_eq!(about(&found, IT), None, "another entry has its place");
        let found = stage.happens(1, |it| it.log.compact_to(LogId::new(3, 2)));
        assert_eq!(about(&found, IT), None);
    }

    #[test]
    fn a_snapshot_that_says_something_else_than_the_log_is_told_before_anything_is_discarded() {
        let (mut stage, change) = changed();
        stage.happens(1, |it| it.seen.vote = Some(NodeId(1)));
        let found = stage.happens(1, |it| {
            it.seen.snapshot = LogId::new(2, 1);
            it.members_of_snapshot = Some(members(&[1, 2, 3]));
        });
        let finding = about(&found, IT).expect("2@1 says n1 and n2");
        assert_eq!(named(finding), (Some(change), vec![1], vec![(2, 1), (2, 1)]));
    }

    #[test]
    fn of_what_is_discarded_only_the_last_is_remembered() {
        let (mut stage, _) = changed();
        let known = |stage: &Stage| {
            let known = stage.invariants.configuration_of_log.servers.get(&NodeId(1));
            known.map(|known| (known.first.clone(), known.entries.len()))
        };
        stage.happens(1, |it| append(it, &[1, 3]));
        assert_eq!(known(&stage), Some((Some(members(&[1, 2, 3])), 2)));
        stage.happens(1, |it| it.log.compact_to(LogId::new(2, 1)));
        assert_eq!(known(&stage), Some((Some(members(&[1, 2])), 1)));
        stage.happens(1, |it| it.log.compact_to(LogId::new(3, 1)));
        assert_eq!(known(&stage), Some((Some(members(&[1, 3])), 0)));
    }

    #[test]
    fn a_leaders_snapshot_brings_its_own() {
        let mut stage = Stage::of(3);
        let found = stage.installs(1, |it| {
            it.seen.snapshot = LogId::new(5, 1);
            it.members_of_snapshot = Some(members(&[1, 2]));
            it.log.reset(LogId::new(5, 1));
            it.seen.configuration = members(&[1, 2]);
        });
        assert_eq!(about(&found, IT), None);
        let found = stage.happens(1, |it| it.seen.configuration = members(&[1, 2, 3]));
        assert!(about(&found, IT).is_some());
    }

    #[test]
    fn a_leaders_snapshot_takes_the_place_of_what_it_covers_and_of_nothing_else() {
        let install = |last: LogId, ids: &'static [u32], keeps: bool| {
            move |it: &mut Actor| {
                it.seen.snapshot = last;
                it.members_of_snapshot = Some(members(ids));
                if keeps {
                    it.log.compact_to(last);
                } else {
                    it.log.reset(last);
                    it.seen.configuration = members(ids);
                }
            }
        };
        // It ends behind 2@1, or at another entry in its place.
        for last in [LogId::new(5, 2), LogId::new(2, 2)] {
            let (mut stage, _) = changed();
            let found = stage.installs(1, install(last, &[1, 2, 3], false));
            assert_eq!(about(&found, IT), None, "{last:?}");
        }
        // It ends before 2@1, which goes on counting.
        let (mut stage, _) = changed();
        let found = stage.installs(1, install(LogId::new(1, 1), &[1, 2, 3], true));
        assert_eq!(about(&found, IT), None);
        let found = stage.happens(1, |it| it.seen.configuration = members(&[1, 2, 3]));
        assert_eq!(named(about(&found, IT).expect("2@1 is the latest")).2, [(2, 1)]);
    }

    #[test]
    fn what_came_and_was_discarded_with_one_event_is_taken_from_the_snapshot() {
        let mut stage = Stage::of(3);
        let found = stage.happens(1, |it| {
            append(it, &[1, 2]);
            it.log.compact_to(LogId::new(1, 1));
            it.seen.snapshot = LogId::new(1, 1);
            it.members_of_snapshot = Some(members(&[1, 2]));
            it.seen.configuration = members(&[1, 2]);
        });
        assert_eq!(about(&found, IT), None);
    }

    #[test]
    fn who_starts_from_a_disk_uses_what_it_says() {
        let mut stage = Stage::of(3);
        stage.happens(1, |it| {
            it.seen.term = Term(1);
            let snapshot = Snapshot {
                last: LogId::new(4, 1),
                configuration: members(&[1, 3]),
                sessions: raft_core::Sessions::default(),
                state: [].into(),
            };
            it.disk.snapshot = Some(snapshot.into());
            it.disk.log.reset(LogId::new(4, 1));
            it.crash();
        });
        let found = stage.happens(1, |it| {
            it.restart();
            it.seen.snapshot = LogId::new(4, 1);
            it.seen.configuration = members(&[1, 3]);
        });
        assert_eq!(about(&found, IT), None);
        assert!(about(&stage.happens(1, |it| append(it, &[1])), IT).is_some());
    }
}
