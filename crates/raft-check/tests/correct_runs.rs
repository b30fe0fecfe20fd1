//! With all rules on no judge reports anything, whatever happens and whichever options are chosen.

mod harness;

use harness::{Trial, violated};
use raft_core::{Activation, Backtracking, Options, Proposals};

/// Each family of options by itself, and all together.
fn families() -> Vec<(&'static str, Options, bool)> {
    let plain = Options::default();
    let elections =
        Options { pre_vote: true, check_quorum: true, leader_stickiness: true, ..plain };
    let replication = Options {
        append_window: 8,
        entries_per_append: 2,
        uncommitted_bytes: 64,
        proposals: Proposals::Forward,
        ..plain
    };
    let slow = Options {
        noop_on_election: false,
        entries_per_append: 1,
        backtracking: Backtracking::OneByOne,
        ..plain
    };
    let snapshots = Options { snapshot_after: 1, snapshot_chunk: 16, ..plain };
    let kept = Options { snapshot_after: 5, snapshot_keep: 3, append_window: 2, ..plain };
    let staying = Options { step_down_on_removal: false, ..plain };
    let all = Options { lease_reads: true, snapshot_after: 3, append_window: 4, ..elections };
    vec![
        ("none", plain, false),
        ("elections", elections, false),
        ("replication", replication, false),
        ("the slowest replication", slow, false),
        ("snapshots", snapshots, false),
        ("snapshots that keep a tail", kept, false),
        ("changes of members", plain, true),
        ("changes of members with snapshots", snapshots, true),
        ("leaders that stay when removed", staying, true),
        ("all", all, true),
    ]
}

fn is_silent(name: &str, trial: &Trial, seeds: core::ops::Range<u64>) {
    for seed in seeds {
        let judges = trial.run(seed);
        assert_eq!(judges.violations(), [], "{name}, seed {seed}");
    }
}

#[test]
fn nothing_is_reported_whatever_happens() {
    for (name, options, members) in families() {
        for servers in [3, 5] {
            let trial = Trial::new(servers, options);
            let trial = if members { trial.with_outsiders(&[3]) } else { trial };
            is_silent(name, &trial, 0..25);
        }
    }
}

#[test]
fn clusters_of_one_and_of_four_are_fine_as_well() {
    for servers in [1, 2, 4] {
        is_silent("none", &Trial::new(servers, Options::default()), 0..25);
    }
}

/// Where configurations wait to be applied two halves of a cluster can part; as long as only one server
/// comes or goes they do not.
#[test]
fn configurations_that_wait_to_be_applied_are_judged_by_what_is_applied() {
    let options =
        Options { activation: Activation::OnApply, snapshot_after: 5, ..Options::default() };
    let trial = Trial::new(5, options);
    for seed in 0..25 {
        assert_eq!(violated(&trial.run(seed)), [], "seed {seed}");
    }
}

/// Whoever acknowledges what its disk calls durable has kept the rules.
#[test]
fn a_disk_that_lies_is_not_its_servers_fault() {
    let mut trial = Trial::new(3, Options::default());
    trial.setup.disk_faults.lying_ppm = 1_000_000;
    is_silent("lying disks", &Trial { seconds: 2, ..trial }, 0..1);
}

#[test]
fn snapshots_bring_members_that_their_receivers_have_not_heard_of() {
    let options = Options { snapshot_after: 1, entries_per_append: 1, ..Options::default() };
    is_silent("members", &Trial::new(5, options).with_outsiders(&[3, 4, 5]), 0..60);
}
