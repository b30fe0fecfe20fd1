//! Every line of a trace is a step of etcd's TLA+ specification. TLC says so of the specification
//! itself; here its steps are written down once more (`specification/`).

mod common;
mod specification;

use std::collections::BTreeMap;

use common::{Steps, gallery, take, told, walk};
use raft_export::{Format, Take, export};
use raft_scenario::Scenario;
use serde_json::Value;
use specification::{Model, text};

fn lines(trace: &str) -> Vec<Value> {
    trace.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// A cluster as etcd would have it: configurations count when they are applied.
fn applying(seed: u64, servers: u8) -> Scenario {
    let json = format!(
        r#"{{ "format": 1, "title": "Applying", "seed": {seed}, "until": "1500ms",
          "cluster": {{ "servers": {servers}, "activation": "apply" }},
          "network": {{ "latency": "2ms..12ms", "loss": "2%" }},
          "clients": {{ "count": 2,
            "workload": {{ "pause": "10ms..60ms", "keys": 2, "reads": "20%" }} }} }}"#
    );
    Scenario::from_json(&json).expect("a scenario")
}

#[test]
fn every_step_of_a_trace_is_one_of_the_specification() {
    let mut followed = 0;
    for (name, scenario) in gallery() {
        let Some(trace) = told(&name, export(&take(&scenario), Format::Etcd, None)) else {
            continue;
        };
        let trace = lines(&trace);
        followed += trace.len();
        if let Err(why) = Model::follow(&trace) {
            panic!("{name}: {why}");
        }
    }
    let mut refused = Vec::new();
    for seed in 1..=60 {
        let servers = [1, 3, 5][seed as usize % 3];
        let trace = match export(&take(&applying(seed, servers)), Format::Etcd, None) {
            Ok(trace) => lines(&trace),
            // A lost answer can make a leader begin before what a follower knows to be committed.
            Err(problem) => {
                refused.push((seed, problem.to_string()));
                continue;
            }
        };
        followed += trace.len();
        if let Err(why) = Model::follow(&trace) {
            panic!("seed {seed}: {why}");
        }
    }
    println!("{followed} lines, refused: {refused:#?}");
    assert!(followed > 10_000, "{followed} lines");
    assert!(refused.len() < 20, "{refused:#?}");
}

#[test]
fn what_a_hand_does_is_followed_or_refused() {
    let (mut followed, mut refused) = (0, BTreeMap::<String, u32>::new());
    let mut steps = Steps(11);
    for seed in 0..60 {
        let (link, _) = walk(&applying(seed, 3), &mut steps);
        let take = Take::of_link(&link, None).expect("a good link");
        match export(&take, Format::Etcd, None) {
            Ok(trace) => {
                followed += 1;
                if let Err(why) = Model::follow(&lines(&trace)) {
                    panic!("walk {seed}: {why}");
                }
            }
            Err(problem) => {
                let why = problem.expected.unwrap_or(problem.message);
                *refused.entry(why).or_default() += 1;
            }
        }
    }
    println!("{followed} followed, refused: {refused:#?}");
    assert!(followed >= 10, "{followed} followed, refused: {refused:#?}");
}

#[test]
fn members_come_and_go_one_at_a_time() {
    let json = r#"{ "format": 1, "title": "Members", "seed": 3, "until": "1400ms",
      "cluster": { "servers": 4, "voters": ["n1", "n2", "n3"], "activation": "apply" },
      "network": { "latency": "5ms" },
      "steps": [
        { "id": "learn", "when": { "elected": "any" } },
        { "id": "learner", "after": "100ms", "do": [{ "change": { "learner": "n4" } }] },
        { "id": "promote", "after": "300ms", "do": [{ "change": { "promote": "n4" } }] },
        { "id": "write", "after": "300ms", "do": [{ "put": { "key": "x", "value": "1" } }] },
        { "id": "remove", "after": "300ms", "do": [{ "change": { "remove": "n4" } }] }
      ] }"#;
    let scenario = Scenario::from_json(json).expect("a scenario");
    let trace = export(&take(&scenario), Format::Etcd, None).expect("a trace");
    let trace = lines(&trace);
    let actions: Vec<String> = trace
        .iter()
        .filter_map(|line| line.pointer("/event/prop/cc/changes/0/action").map(text))
        .collect();
    assert_eq!(actions, ["AddLearner", "AddNewServer", "RemoveServer"]);
    if let Err(why) = Model::follow(&trace) {
        panic!("{why}");
    }
}

/// A model that follows anything proves nothing.
#[test]
fn a_forged_trace_is_not_followed() {
    let trace = export(&take(&applying(4, 3)), Format::Etcd, None).expect("a trace");
    let trace = lines(&trace);
    let first = |name: &str| {
        let at = trace.iter().position(|line| line["event"]["name"] == name);
        at.unwrap_or_else(|| panic!("no {name}"))
    };
    let forge = |at: usize, place: &str, value: Value| {
        let mut forged = trace.clone();
        *forged[at].pointer_mut(place).expect(place) = value;
        forged
    };
    let mut forged = vec![
        forge(first("Commit"), "/event/state/commit", 99.into()),
        forge(first("BecomeLeader"), "/event/state/vote", "9".into()),
        forge(first("BecomeLeader"), "/event/role", "StateFollower".into()),
        forge(first("BecomeCandidate"), "/event/state/term", 7.into()),
        forge(first("SendAppendEntriesRequest"), "/event/msg/logTerm", 9.into()),
        forge(first("ReceiveAppendEntriesRequest"), "/event/msg/entries", 9.into()),
        forge(first("ReceiveRequestVoteResponse"), "/event/msg/reject", true.into()),
    ];
    for name in ["BecomeCandidate", "SendRequestVoteRequest", "Replicate", "BecomeLeader"] {
        let mut without = trace.clone();
        without.remove(first(name));
        forged.push(without);
    }
    let receipts = trace.iter().rposition(|line| line["event"]["name"] == "Ready");
    let mut without = trace.clone();
    without.drain(..receipts.expect("a Ready")).for_each(drop);
    forged.push(without);
    for (at, trace) in forged.iter().enumerate() {
        assert!(Model::follow(trace).is_err(), "forgery {at} is followed");
    }
}
