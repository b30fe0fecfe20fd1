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
        let all = judges.all_violations();
        assert!(all.is_sorted_by_key(|violation| violation.event), "seed {seed}");
        assert_eq!(all.len(), judges.violations().len() + judges.client_violations().len());
        // These clients have sessions and do not ask for stale reads: all of it was promised.
        assert_eq!((&judges.broken_promises(), judges.broken()), (&all, all.len()));
        all.iter().map(|violation| violation.property).collect::<Vec<_>>()
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
    assert!(found.iter().all(|property| property.is_of_clients()), "{found:?}");
}
