//! Rules without which what is promised to clients does not hold, and who notices.
#![cfg(feature = "deviations")]

mod watched;

use std::collections::BTreeSet;

use raft_check::Property;
use raft_core::{Deviation, Deviations, ReadMode};

use watched::{Cluster, stormy};

/// What is violated in any of these seeds, if this rule is broken or none is.
fn violated(broken: Option<Deviation>, reads: Option<ReadMode>, seeds: u64) -> BTreeSet<Property> {
    let deviations = broken.map_or(Deviations::NONE, |broken| Deviations::NONE.with(broken));
    let cluster = Cluster { sessions: true, reads, deviations };
    let found = (0..seeds).flat_map(|seed| {
        let watched = stormy(cluster, seed);
        let judges = &watched.sinks.0;
        let all = judges.violations().iter().chain(judges.client_violations());
        all.map(|violation| violation.property).collect::<Vec<_>>()
    });
    found.collect()
}

#[test]
fn with_every_rule_kept_nothing_is_violated() {
    for reads in [None, Some(ReadMode::ReadIndex)] {
        assert_eq!(violated(None, reads, 400), BTreeSet::new());
    }
}

#[test]
fn a_broken_rule_about_reads_breaks_linearizability_and_nothing_else() {
    for broken in [Deviation::ReadWithoutQuorum, Deviation::ReadBeforeOwnCommit] {
        let found = violated(Some(broken), Some(ReadMode::ReadIndex), 400);
        assert_eq!(found, BTreeSet::from([Property::Linearizability]), "{broken:?}");
    }
}

#[test]
fn a_snapshot_that_forgets_answers_lets_commands_take_effect_twice() {
    let found = violated(Some(Deviation::SnapshotForgetsAnswers), None, 400);
    assert!(found.contains(&Property::ExactlyOnce), "{found:?}");
    let of_servers = found
        .iter()
        .filter(|property| !matches!(property, Property::ExactlyOnce | Property::Linearizability));
    assert_eq!(of_servers.count(), 0, "{found:?}");
}
