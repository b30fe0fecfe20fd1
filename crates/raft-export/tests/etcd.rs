//! The names and fields of etcd's trace, its order, and what is refused.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{gallery, take, told};
use raft_export::{Format, export};
use raft_scenario::Scenario;
use serde_json::Value;

/// From etcd-io/raft, `state_trace.go`: `stateMachineEventType.String`.
const NAMES: [&str; 19] = [
    "InitState",
    "BecomeCandidate",
    "BecomeFollower",
    "BecomeLeader",
    "Commit",
    "Replicate",
    "ChangeConf",
    "ApplyConfChange",
    "Ready",
    "SendAppendEntriesRequest",
    "ReceiveAppendEntriesRequest",
    "SendAppendEntriesResponse",
    "ReceiveAppendEntriesResponse",
    "SendRequestVoteRequest",
    "ReceiveRequestVoteRequest",
    "SendRequestVoteResponse",
    "ReceiveRequestVoteResponse",
    "SendSnapshot",
    "ReceiveSnapshot",
];

/// The JSON tags of `TracingEvent`, and of what it holds; those with `omitempty` are in the last list.
const EVENT: [&str; 6] = ["name", "nid", "state", "role", "log", "conf"];
const STATE: [&str; 3] = ["term", "vote", "commit"];
const MESSAGE: [&str; 11] = [
    "type",
    "term",
    "from",
    "to",
    "entries",
    "logTerm",
    "index",
    "commit",
    "vote",
    "reject",
    "rejectHint",
];
const OPTIONAL: [&str; 3] = ["msg", "cc", "prop"];

/// From `traceSendMessage` and `traceReceiveMessage`, without what our servers never send.
const MESSAGES: [(&str, &str); 4] = [
    ("MsgApp", "AppendEntriesRequest"),
    ("MsgAppResp", "AppendEntriesResponse"),
    ("MsgVote", "RequestVoteRequest"),
    ("MsgVoteResp", "RequestVoteResponse"),
];

fn traces() -> Vec<(String, Vec<Value>)> {
    let traced = |(name, scenario): (String, Scenario)| {
        let trace = told(&name, export(&take(&scenario), Format::Etcd, None))?;
        let lines = trace.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
        Some((name, lines))
    };
    let traces: Vec<_> = gallery().into_iter().filter_map(traced).collect();
    assert!(traces.len() > 10, "most of it can be told: {}", traces.len());
    traces
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn names_and_fields_are_those_of_the_reference() {
    for (name, lines) in traces() {
        assert!(lines.len() > 50, "{name}");
        for line in lines {
            assert_eq!(keys(&line), BTreeSet::from(["tag", "event"]), "{line}");
            assert_eq!(line["tag"], "trace");
            let event = &line["event"];
            assert!(NAMES.contains(&event["name"].as_str().expect("a name")), "{line}");
            let found: BTreeSet<&str> =
                keys(event).into_iter().filter(|key| !OPTIONAL.contains(key)).collect();
            assert_eq!(found, BTreeSet::from(EVENT), "{line}");
            assert_eq!(keys(&event["state"]), BTreeSet::from(STATE), "{line}");
            // Numbers are numbers, and names of servers are text.
            assert!(event["log"].is_u64() && event["nid"].is_string(), "{line}");
            assert!(
                event["state"]["term"].is_u64() && event["state"]["vote"].is_string(),
                "{line}"
            );
            assert!(event["conf"][0].is_array() && event["conf"][1].is_array(), "{line}");
            let role = event["role"].as_str().expect("a role");
            assert!(["StateFollower", "StateCandidate", "StateLeader"].contains(&role), "{line}");
            if let Some(message) = event.get("msg") {
                check_message(event["name"].as_str().expect("a name"), message);
            }
        }
    }
}

fn check_message(name: &str, message: &Value) {
    assert_eq!(keys(message), BTreeSet::from(MESSAGE), "{message}");
    let kind = message["type"].as_str().expect("a type");
    let (_, event) = MESSAGES.iter().find(|(known, _)| *known == kind).expect(kind);
    assert!(name == format!("Send{event}") || name == format!("Receive{event}"), "{name}: {kind}");
    for number in ["term", "entries", "logTerm", "index", "commit", "rejectHint"] {
        assert!(message[number].is_u64(), "{number}: {message}");
    }
    for text in ["from", "to", "vote"] {
        assert!(message[text].is_string(), "{text}: {message}");
    }
    assert!(message["reject"].is_boolean());
}

#[test]
fn nothing_is_received_before_it_is_sent_and_commits_never_decrease() {
    for (name, lines) in traces() {
        let mut sent: BTreeMap<String, u32> = BTreeMap::new();
        let mut commits: BTreeMap<String, u64> = BTreeMap::new();
        for line in &lines {
            let event = &line["event"];
            let id = event["nid"].as_str().expect("a server").to_owned();
            let commit = event["state"]["commit"].as_u64().expect("a commit index");
            let before = commits.insert(id, commit).unwrap_or(0);
            // The lines of the set-up begin at 0, and then it is what the first entries make it.
            assert!(commit >= before, "{name}: {line}");
            assert!(commit <= event["log"].as_u64().expect("a length"), "{name}: {line}");
            let what = event["name"].as_str().expect("a name");
            if what.starts_with("Send") {
                *sent.entry(event["msg"].to_string()).or_default() += 1;
            } else if what.starts_with("Receive") {
                let left = sent.entry(event["msg"].to_string()).or_default();
                assert!(*left > 0, "{name}: received and not sent: {line}");
                *left -= 1;
            }
        }
    }
}

#[test]
fn every_server_is_set_up_before_anything_happens() {
    for (name, lines) in traces() {
        let mut seen: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in &lines {
            let event = &line["event"];
            let id = event["nid"].as_str().expect("a server");
            seen.entry(id).or_default().push(event["name"].as_str().expect("a name"));
        }
        for (id, names) in seen {
            let ready = names.iter().position(|name| *name == "Ready").expect("a Ready");
            assert_eq!(
                names[..3],
                ["InitState", "BecomeFollower", "BecomeFollower"],
                "{name} {id}"
            );
            assert!(names[3..ready].iter().all(|name| *name == "ApplyConfChange"), "{name} {id}");
            assert!(ready > 3, "{name} {id}");
        }
    }
}

fn refusal(cluster: &str, steps: &str) -> String {
    let json = format!(
        r#"{{ "format": 1, "title": "Refused", "seed": 3, "until": "2s",
          "cluster": {{ "servers": 4, "voters": ["n1", "n2", "n3"]{cluster} }},
          "network": {{ "latency": "5ms" }},
          "steps": [{{ "id": "led", "when": {{ "elected": "any" }} }}, {steps}] }}"#
    );
    let scenario = Scenario::from_json(&json).expect("a scenario");
    let Err(problem) = export(&take(&scenario), Format::Etcd, None) else {
        panic!("not refused: {cluster} {steps}");
    };
    assert!(problem.path.as_ref().is_some_and(|path| path.ends_with("ms")), "{problem}");
    problem.to_string()
}

#[test]
fn what_the_specification_cannot_tell_is_refused_with_what_to_change() {
    let add = r#"{ "id": "add", "after": "100ms", "do": [{ "change": { "add": "n4" } }] }"#;
    let joint = r#"{ "id": "add", "after": "100ms",
        "do": [{ "change": { "add": "n4", "transition": "implicit" } }] }"#;
    let demote =
        r#"{ "id": "demote", "after": "100ms", "do": [{ "change": { "demote": "n3" } }] }"#;
    let wipe = r#"{ "id": "write", "after": "100ms", "do": [{ "put": { "key": "x", "value": "1" } }] },
        { "id": "wipe", "after": "200ms", "do": [{ "wipe": "n3" }] },
        { "id": "back", "after": "10ms", "do": [{ "restart": "n3" }] }"#;
    let twice = r#"{ "id": "twice", "after": "0ms", "do": [{ "network": { "faults": { "twice": "100%" } } }] }"#;
    let apply = r#", "activation": "apply""#;
    let cases = [
        (refusal("", add), "cluster.activation = \"apply\""),
        (refusal(apply, joint), "joint"),
        (refusal(apply, demote), "voter into a learner"),
        (refusal(r#", "pre_vote": true"#, add), "cluster.pre_vote = false"),
        (refusal("", wipe), "lost"),
        (refusal("", twice), "arrives twice"),
    ];
    for (said, expected) in cases {
        assert!(said.contains(expected), "{said}");
    }
}
