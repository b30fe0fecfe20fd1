// Recorded with version 0.1.0 of the Raft playground. Needs raft-scenario with `toml`, and raft-sim.

/// A "hand" in it
#[test]
fn the_recorded_run_replays() {
    let scenario = raft_scenario::Scenario::from_toml(SCENARIO).expect("a scenario");
    let script = scenario.compile().expect("a scenario that works");
    let mut run = raft_scenario::Run::new(&script).expect("a run");
    let time = raft_sim::SimTime(1339979);
    let end = raft_sim::Position { time, processed: 1 };
    run.advance_to_position(end, &mut ()).expect("the place where it was recorded");

    assert_eq!(run.digest().to_string(), "e7c5181a5c7477e6b18c2a4f22bf40c0");
    let leader = run.world().leader().map(|id| id.to_string());
    assert_eq!(leader.as_deref(), Some("n2"));
    // By server; none for one that is down.
    let commit = |server: usize| {
        let node = run.world().servers()[server - 1].node();
        node.map(|node| node.commit_index().0)
    };
    assert_eq!(commit(1), Some(11));
    assert_eq!(commit(2), Some(11));
    assert_eq!(commit(3), None);
    assert_eq!(run.judges().violations(), []);
}

const SCENARIO: &str = r##"format = 1
title = 'A "hand" in it'
seed = 5
until = "1339979us"

[cluster]
election_timeout = "150ms..300ms"
entries_per_append = 64
heartbeat = "50ms"
noop = true
proposals = "redirect"
reads = "log"
servers = 3

[network]
faults = { twice = "5%" }
latency = "5ms..15ms"
loss = "3%"

[clients]
attempts = 10
backoff = "50ms"
count = 2
latency = "5ms..15ms"
timeout = "200ms"
workload = { keys = 2, pause = "20ms..90ms", reads = "30%" }

[[steps]]
id = "start"
at = "0ms"
say = "It begins."

[[steps]]
id = "crash"
at = "300ms"
do = [{ crash = "n1" }]
say = "n1 crashes."

[[steps]]
id = "silent"
after = "0ms"

[[steps]]
id = "cut"
after = "20ms"
do = [{ partition = ["n1", "rest"] }]

[[steps]]
id = "hand-1"
at = "320ms"
processed = 1
do = [{ crash = "n2" }, { put = { key = "x", value = '"#1' } }]

[[steps]]
id = "back"
at = "400ms"
do = [{ restart = "n1" }, "heal_all"]

[[steps]]
id = "hand-2"
at = "602917us"
processed = 1
do = [{ restart = "n2" }]

[[steps]]
id = "again"
when = { committed = { index = 6, server = "any" } }
do = [{ crash = "leader" }]

[[steps]]
id = "late"
after = "90ms"
"##;
