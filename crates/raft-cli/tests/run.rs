//! `raft-cli run`, from outside.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs the program where a reader of the README would: at the root of the repository.
fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_raft-cli"))
        .current_dir(repository())
        .arg("run")
        .args(arguments)
        .output()
        .expect("the program was built for this test")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program speaks UTF-8")
}

fn run_well(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    text(&output.stdout)
}

/// Where tests may write.
fn directory() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

const STORY: &str = "scenarios/default.toml";

#[test]
fn the_story_is_told_in_golden_lines_and_ends_with_its_digest() {
    let told = run_well(&[STORY]);
    let lines: Vec<&str> = told.lines().collect();
    let (last, events) = lines.split_last().expect("lines");
    assert!(last.starts_with("digest ") && last.ends_with(" at 720ms"), "{last}");
    assert!(events.iter().any(|line| line.contains(" leader")), "somebody is elected");
    assert!(events.iter().any(|line| line.contains(" → ")), "messages are sent");
    for line in events {
        let (time, _) = line.split_once(' ').expect("a time and what happened");
        assert!(time.ends_with("ms"), "{line}");
    }
    assert_eq!(run_well(&[STORY]), told, "it is the same every time");
}

#[test]
fn ndjson_is_one_object_a_line_with_the_same_story() {
    let told = run_well(&[STORY]);
    let ndjson = run_well(&[STORY, "--events", "ndjson"]);
    let objects: Vec<Value> = ndjson
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}")))
        .collect();
    assert_eq!(objects.len(), told.lines().count());
    let (last, events) = objects.split_last().expect("objects");
    for (object, line) in events.iter().zip(told.lines()) {
        assert_eq!(object["line"], line);
    }
    for (nth, object) in events.iter().enumerate() {
        assert_eq!(object["event"], nth + 1);
    }
    assert_eq!(last["time"], 720_000);
    let digest = last["digest"].as_str().expect("a digest");
    assert!(told.ends_with(&format!("digest {digest} at 720ms\n")));
}

#[test]
fn another_seed_is_another_run() {
    // In the story every draw that matters is fixed; here nothing is.
    let scenario = "format = 1\ntitle = \"Left to chance\"\nseed = 7\nuntil = \"1s\"\n\
                    [network]\nlatency = \"5ms..15ms\"\n";
    let file = directory().join("left-to-chance.toml");
    std::fs::write(&file, scenario).expect("a place for files");
    let shown = file.to_str().expect("a name in UTF-8");
    let seven = run_well(&[shown]);
    assert_eq!(run_well(&[shown, "--seed", "7"]), seven);
    assert_ne!(run_well(&[shown, "--seed", "8"]), seven);
}

#[test]
fn until_cuts_a_run_short_and_changes_nothing_before() {
    let told = run_well(&[STORY]);
    let short = run_well(&[STORY, "--until", "300ms"]);
    let lines: Vec<&str> = short.lines().collect();
    let (last, events) = lines.split_last().expect("lines");
    assert!(last.ends_with(" at 300ms"), "{last}");
    assert!(!events.is_empty());
    let same = told.lines().take(events.len());
    assert!(same.eq(events.iter().copied()));
}

/// What is said about bad input: exit code 2, nothing on standard output, one line.
fn complaint(arguments: &[&str]) -> String {
    let output = run(arguments);
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    stderr
}

#[test]
fn bad_input_is_refused_with_file_place_and_what_was_expected() {
    let file = directory().join("unknown-field.toml");
    let story = std::fs::read_to_string(repository().join(STORY)).expect("the story");
    std::fs::write(&file, format!("colour = \"red\"\n{story}")).expect("a place for files");
    let shown = file.to_str().expect("a name in UTF-8");
    let said = complaint(&[shown]);
    assert!(said.contains(shown), "{said}");
    assert!(said.contains("colour"), "{said}");
    assert!(said.contains("expected"), "{said}");

    let said = complaint(&["scenarios/no-such-file.toml"]);
    assert!(said.contains("scenarios/no-such-file.toml"), "{said}");

    let said = complaint(&["README.md"]);
    assert!(said.contains("README.md") && said.contains("expected .toml or .json"), "{said}");

    let said = complaint(&[STORY, "--until", "soon"]);
    assert!(said.contains("--until") && said.contains("soon"), "{said}");
    assert!(said.contains("expected"), "{said}");
}
