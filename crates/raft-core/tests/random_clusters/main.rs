//! Whatever happens between honest servers: what a cluster never does.
//!
//! Clusters of random options live through random runs: messages are lost, doubled, delayed across
//! terms and delivered in any order; disks and state machines take their time; servers crash between
//! a write and its end; members change, leadership is handed over, logs are shortened, clients read
//! and ask twice. After every step the invariants are checked: those of Figure 3 ([`Judge`]) and
//! those of a single server and of its disk.
//!
//! The runs are the same every time. `RAFT_CLUSTERS=n` runs n clusters instead of the usual number,
//! `RAFT_CLUSTER=seed` that one only.
//!
//! With a rule broken, the same runs must find out.

#[cfg(feature = "deviations")]
mod broken;
mod dice;
#[path = "../harness/disk.rs"]
mod disk;
#[path = "../harness/judge.rs"]
mod judge;
mod promises;
mod server;
mod world;

use raft_core::{Activation, Options};

use crate::world::{Story, World};

fn clusters(usual: u64) -> std::ops::Range<u64> {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match number("RAFT_CLUSTER") {
        Some(seed) => seed..seed + 1,
        None => 0..number("RAFT_CLUSTERS").unwrap_or(usual),
    }
}

fn keeps_all_promises(
    story: Story,
    clusters: std::ops::Range<u64>,
    steps: u32,
    set: fn(&mut Options),
) {
    let mut committed = 0;
    let runs = clusters.end - clusters.start;
    for seed in clusters {
        let mut world = World::new(seed, story, set);
        if let Err(broken) = world.run(steps) {
            panic!("{story:?}, RAFT_CLUSTER={seed}, {:?}:\n{broken}", world.options);
        }
        committed += world.committed.0;
    }
    // Runs in which nothing gets done would prove nothing.
    assert!(committed > runs * u64::from(steps) / 200, "only {committed} entries in {runs} runs");
}

#[test]
fn clusters_keep_all_promises_whatever_happens() {
    keeps_all_promises(Story::Everything, clusters(300), 600, |_| {});
}

#[test]
fn clusters_keep_all_promises_while_members_change() {
    keeps_all_promises(Story::Members, clusters(120), 400, |_| {});
}

#[test]
fn clusters_keep_all_promises_while_leaders_change() {
    keeps_all_promises(Story::Elections, clusters(60), 400, |_| {});
}

/// A gap that these runs have found, and nobody has closed: two majorities that miss each other. A
/// server that is started again uses the configuration of its snapshot until it has applied its log
/// anew, and may be several changes behind then. That is not all of it: more rarely it happens
/// without crashes, too.
#[test]
#[ignore = "fails: where configurations count when applied, majorities can miss each other"]
fn clusters_keep_all_promises_where_configurations_count_when_applied() {
    let set = |options: &mut Options| options.activation = Activation::OnApply;
    keeps_all_promises(Story::Members, clusters(1_000), 400, set);
}
