//! `raft-cli trace`, and `raft-cli run` of links, from outside.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use raft_scenario::{ActionModel, Link, PlacedAction, Run, Scenario};
use serde_json::Value;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn call(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_raft-cli"))
        .current_dir(repository())
        .args(arguments)
        .output()
        .expect("the program was built for this test")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program speaks UTF-8")
}

fn call_well(arguments: &[&str]) -> String {
    let output = call(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    text(&output.stdout)
}

const STORY: &str = "scenarios/default.toml";

/// A link to the story with a hand in it, and the digest of its moment.
fn link() -> (String, String) {
    let story = std::fs::read_to_string(repository().join(STORY)).expect("the story");
    let script = Scenario::from_toml(&story).expect("a scenario").compile().expect("it works");
    let mut run = Run::new(&script).expect("a run");
    for _ in 0..30 {
        run.advance(&mut ());
    }
    let action = ActionModel::from_json(r#"{"crash":"n1"}"#).expect("an action");
    let at = (run.position().time.0, run.position().processed);
    run.act(&action.to_action().expect("an action"), &mut ()).expect("n1 is up");
    for _ in 0..15 {
        run.advance(&mut ());
    }
    let mut link = Link::to_scenario("default");
    link.actions.push(PlacedAction { at, action });
    link.at = (run.position().time.0, run.position().processed);
    link.digest = Some(run.digest().to_string());
    (link.encode(raft_core::Deviations::NONE), run.digest().to_string())
}

fn last_line(text: &str) -> &str {
    text.lines().last().expect("a line")
}

#[test]
fn a_link_runs_to_its_moment_and_its_digest() {
    let (fragment, digest) = link();
    let told = call_well(&["run", &fragment]);
    assert!(last_line(&told).starts_with(&format!("digest {digest} at ")), "{told}");
    assert!(told.contains("n1 crashes"), "{told}");
    let address = format!("https://example.org/raft/?theme=dark{fragment}");
    assert_eq!(call_well(&["run", &address]), told);
    assert_eq!(call_well(&["run", fragment.trim_start_matches('#')]), told);
    // A bare name is the whole story.
    assert_eq!(call_well(&["run", "#default"]), call_well(&["run", STORY]));
}

#[test]
fn every_format_is_written_of_files_and_links() {
    let (fragment, digest) = link();
    let trace = |source: &str, format: &str| call_well(&["trace", source, "--format", format]);
    for source in [STORY, &fragment] {
        let ndjson = trace(source, "ndjson");
        let end: Value = serde_json::from_str(last_line(&ndjson)).expect("JSON");
        let told = call_well(&["run", source]);
        let shown = last_line(&told).split(' ').nth(1).expect("a digest");
        assert_eq!(end["digest"], shown);
        assert!(trace(source, "mermaid").starts_with("sequenceDiagram\n"));
        assert!(trace(source, "etcd").starts_with(r#"{"event":{"#));
        assert!(trace(source, "test").contains(&format!("\"{shown}\"")));
    }
    // What was exported is a file like any other, and the same run.
    let scenario = trace(&fragment, "scenario");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("exported.toml");
    std::fs::write(&file, scenario).expect("a place for files");
    let shown = file.to_str().expect("a name in UTF-8");
    let events = |source: &str, end: &str| {
        let told = call_well(&["run", source, "--until", end]);
        told.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(events(shown, "500ms"), events(&fragment, "500ms"));
    assert_ne!(events(shown, "500ms"), events(STORY, "500ms"));
    let json: Value = serde_json::from_str(&trace(&fragment, "scenario-json")).expect("JSON");
    assert_eq!(json["format"], 1);
    assert_eq!(digest.len(), 32);
}

#[test]
fn a_part_can_be_written() {
    let part =
        call_well(&["trace", STORY, "--format", "ndjson", "--from", "200ms", "--to", "300ms"]);
    let times: Vec<u64> = part
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .filter(|line| line["type"] == "event")
        .map(|line| line["time"].as_u64().expect("a time"))
        .collect();
    assert!(times.len() > 3, "{part}");
    assert!(times.iter().all(|time| (200_000..=300_000).contains(time)), "{times:?}");
}

/// What is said about bad input: exit code 2, nothing on standard output.
fn complaint(arguments: &[&str]) -> String {
    let output = call(arguments);
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    stderr
}

#[test]
fn bad_input_is_refused_with_what_was_expected() {
    let (fragment, _) = link();
    let cut = &fragment[..fragment.len() - 9];
    let cases: [(&[&str], &str); 8] = [
        (
            &["trace", STORY, "--format", "morse"],
            "--format: there is no format \"morse\" (expected",
        ),
        (&["trace", "scenarios/none.toml", "--format", "ndjson"], "scenarios/none.toml"),
        (&["trace", cut, "--format", "ndjson"], "the link is damaged"),
        (&["trace", "#no-such-scenario", "--format", "test"], "no-such-scenario"),
        (&["trace", STORY, "--format", "etcd", "--from", "5ms"], "etcd cannot begin at 5ms"),
        (&["trace", STORY, "--format", "ndjson", "--to", "soon"], "--to: cannot read \"soon\""),
        (&["trace", STORY, "--format", "ndjson", "--from", "9ms", "--to", "5ms"], "after the end"),
        (&["run", &fragment, "--seed", "7"], "--seed: a link has its own seed"),
    ];
    for (arguments, expected) in cases {
        let said = complaint(arguments);
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
}

#[test]
fn a_link_that_does_not_replay_says_so() {
    let mut link = Link::to_scenario("default");
    link.at = (101_000, 0);
    link.digest = Some("0".repeat(32));
    let said =
        complaint(&["trace", &link.encode(raft_core::Deviations::NONE), "--format", "ndjson"]);
    assert!(said.contains("does not replay the same"), "{said}");
    // A run is shown while it goes: only its end can tell.
    let output = call(&["run", &link.encode(raft_core::Deviations::NONE)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("does not replay the same"));
}

#[test]
fn what_cannot_be_traced_is_refused_with_the_file_and_the_option() {
    let scenario = r#"format = 1
title = "Members"
[cluster]
servers = 4
voters = ["n1", "n2", "n3"]
[[steps]]
id = "led"
when = { elected = "any" }
[[steps]]
id = "add"
after = "100ms"
do = [{ change = { add = "n4" } }]
"#;
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("members.toml");
    std::fs::write(&file, scenario).expect("a place for files");
    let shown = file.to_str().expect("a name in UTF-8");
    let said = complaint(&["trace", shown, "--format", "etcd"]);
    assert!(
        said.contains("members.toml") && said.contains("cluster.activation = \"apply\""),
        "{said}"
    );
}
