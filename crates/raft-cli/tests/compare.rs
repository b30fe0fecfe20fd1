//! `raft-cli compare`, from outside.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Runs the program where a reader of the README would: at the root of the repository.
fn compare(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_raft-cli"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .arg("compare")
        .args(arguments)
        .output()
        .expect("the program was built for this test")
}

/// What it prints, and its exit code.
fn said(arguments: &[&str]) -> (String, Option<i32>) {
    let output = compare(arguments);
    let text = String::from_utf8(output.stdout).expect("the program speaks UTF-8");
    (text, output.status.code())
}

const STORY: &str = "scenarios/default.toml";

/// The default story: at 205 ms the reader crashes n2.
fn crashed() -> String {
    let mut link = raft_scenario::Link::to_scenario("default");
    let json = r#"[{"at":[205000,0],"do":{"crash":"n2"}}]"#;
    link.actions = raft_scenario::PlacedAction::list_from_json(json).expect("actions");
    link.at = (205_000, 0);
    format!("https://example.org/raft/{}", link.encode(raft_core::Deviations::NONE))
}

#[test]
fn a_run_is_the_same_as_itself() {
    let (text, code) = said(&[STORY, STORY]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.starts_with("the same: ") && text.ends_with("events up to 720ms\n"), "{text}");
    assert_eq!(said(&[STORY, "#default"]), (text, Some(0)), "a file and a link");
}

#[test]
fn a_link_is_compared_with_the_story_that_it_left() {
    let (text, code) = said(&[STORY, &crashed()]);
    assert_eq!(code, Some(1), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("the same until event "), "{text}");
    assert_eq!(lines[2], "  B 205ms action · n2 crashes");
    assert!(lines[3].starts_with("events up to 720ms: "), "{text}");
    assert!(lines.iter().any(|line| line.starts_with("leader t2: A n2 at 470ms, B ")), "{text}");
    assert!(lines.iter().any(|line| line.starts_with("end n2: A leader t2 ")), "{text}");
    assert_eq!(said(&[STORY, &crashed()]).0, text, "it is the same every time");
}

#[test]
fn json_says_the_same() {
    let (text, code) = said(&[STORY, &crashed(), "--json"]);
    assert_eq!(code, Some(1));
    let whole: Value = serde_json::from_str(&text).expect("one object");
    let compared = &whole["comparison"];
    assert_eq!(compared["first"][1]["line"], "205ms action · n2 crashes");
    assert_eq!(compared["complete"], true);
    assert!(compared["differences"].as_array().is_some_and(|all| !all.is_empty()));
}

#[test]
fn an_option_on_is_compared_with_the_same_option_off() {
    let (text, code) = said(&[STORY, "--with", "cluster.pre_vote=true"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("40ms n1 election timeout"), "{text}");
    let (text, code) = said(&[STORY, "--with", "cluster.pre_vote=false"]);
    assert_eq!(code, Some(0), "{text}");
    // What was done in a link and makes no sense any more is said.
    let alone = ["cluster.servers=1", "network.links=[]", "choices=[]", "steps=[]", "expect=[]"];
    let crashed = crashed();
    let mut arguments = vec![crashed.as_str()];
    arguments.extend(alone.iter().flat_map(|setting| ["--with", *setting]));
    let output = compare(&arguments);
    let stderr = String::from_utf8(output.stderr).expect("text");
    assert!(stderr.contains("not done: crash n2 at 205ms: there is no server n2"), "{stderr}");
}

#[test]
fn until_ends_the_comparison_before_they_part() {
    let (text, code) = said(&[STORY, &crashed(), "--until", "200ms"]);
    assert_eq!((code, text.ends_with("events up to 200ms\n")), (Some(0), true), "{text}");
}

#[test]
fn bad_input_is_refused_with_what_was_expected() {
    for (arguments, why) in [
        (vec![STORY], "<TWO>"),
        (vec![STORY, "#v1.d.!!!"], "characters that no link has"),
        (vec![STORY, "#no-such-story"], "no-such-story.toml"),
        (vec![STORY, STORY, "--until", "soon"], "cannot read \"soon\""),
        (vec![STORY, "--with", "cluster.pre_vote"], "expected a field and its value"),
        (vec![STORY, "--with", "cluster.colour=red"], "colour"),
        (vec![STORY, "--with", "seed.more=1"], "expected a field and its value"),
    ] {
        let output = compare(&arguments);
        let stderr = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(output.stdout.is_empty() && stderr.contains(why), "{arguments:?}: {stderr}");
    }
}
