//! `raft-cli hunt`, from outside: what is checked in of what it has found is found again, in the same seed, and
//! with all rules on that seed is clean.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const LIST: &str = "docs/deviations.toml";
const PROFILES: &str = "scenarios/chaos";

fn hunt(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_raft-cli"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .arg("hunt")
        .args(arguments)
        .output()
        .expect("the program was built for this test")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program speaks UTF-8")
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

/// What is checked in: what was found under the whole profiles.
fn found() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let file = std::fs::read_to_string(folder.join("deviations-under-chaos.ndjson"));
    let mut lines = lines(&file.expect("what was found can be read"));
    lines.retain(|line| !line["rule"].is_null() && line["without"].is_null());
    lines
}

/// Hunts in one seed.
fn again(seed: u64, rule: &str) -> Value {
    let seeds = format!("{seed}..{}", seed + 1);
    let output = hunt(&[LIST, PROFILES, "--json", "--seeds", &seeds, "--break", rule]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    lines(&text(&output.stdout)).remove(0)
}

#[test]
fn every_broken_rule_is_caught_again_in_its_seed_and_by_that_property() {
    let found = found();
    assert_eq!(found.len(), 48, "every rule is hunted");
    for line in &found {
        let rule = line["rule"].as_str().expect("a rule");
        for what in ["reported", "broken"] {
            if let Some(seed) = line[what]["seed"].as_u64() {
                assert_eq!(again(seed, rule)[what], line[what], "{rule}, {what}");
            }
        }
    }
}

#[test]
fn with_all_rules_on_the_same_seeds_are_clean() {
    let mut seeds: Vec<u64> =
        found().iter().filter_map(|line| line["broken"]["seed"].as_u64()).collect();
    seeds.sort_unstable();
    seeds.dedup();
    assert!(seeds.len() > 10, "something was caught");
    for seed in seeds {
        let range = format!("{seed}..{}", seed + 1);
        let output = hunt(&[LIST, PROFILES, "--unbroken", "--seeds", &range]);
        assert_eq!(output.status.code(), Some(0), "seed {seed}: {}", text(&output.stdout));
    }
}

#[test]
fn neither_threads_nor_what_else_is_hunted_make_a_difference() {
    let rules = ["--break", "vote-twice", "--break", "half-elects"];
    let hunted = |more: &[&str]| {
        let seeds = ["--seeds", "0..3", "--json"];
        text(&hunt(&[&[LIST, PROFILES][..], &seeds, more].concat()).stdout)
    };
    let both = hunted(&[&rules[..], &["--jobs", "1"]].concat());
    assert_eq!(hunted(&[&rules[..], &["--jobs", "2"]].concat()), both);
    let each = [hunted(&rules[..2]), hunted(&rules[2..])].concat();
    assert_eq!(each, both, "in the order of the list");
}

#[test]
fn a_leader_that_refuses_a_vote_does_not_wait_for_a_leader() {
    // Its timer was set, nobody looked at it, and it was due for ever: the run stood still at one moment.
    for rule in ["refusal-restarts-timer", "pre-vote-restarts-timer"] {
        let seeds = ["--seeds", "0..4", "--json", "--break", rule];
        let output = hunt(&[&[LIST, PROFILES][..], &seeds].concat());
        let events = lines(&text(&output.stdout))[0]["events"].as_u64().expect("a count");
        assert!(events < 200_000, "{rule}: {events} events");
    }
}

#[test]
fn what_is_taken_out_of_a_profile_does_not_happen() {
    // An answer that counts twice has to come twice.
    let rule = ["--break", "repeated-votes-count", "--seeds", "0..40", "--json"];
    let with = hunt(&[&[LIST, PROFILES][..], &rule].concat());
    assert_ne!(lines(&text(&with.stdout))[0]["broken"], Value::Null);
    let without = hunt(&[&[LIST, PROFILES][..], &rule, &["--without", "duplicates"]].concat());
    let line = &lines(&text(&without.stdout))[0];
    assert_eq!((&line["reported"], &line["broken"]), (&Value::Null, &Value::Null));
    assert_eq!(line["without"], "duplicates");
}

#[test]
fn bad_arguments_are_refused_with_a_sentence() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hunt-lists");
    std::fs::create_dir_all(&folder).expect("a folder");
    let list = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_str().expect("a path").to_owned()
    };
    let unknown = list("unknown.toml", "[[deviation]]\nid = \"gravity\"\nchaos = \"disks\"\n");
    let nowhere = list("nowhere.toml", "[[deviation]]\nid = \"vote-twice\"\nchaos = \"tuesday\"\n");
    let none = list("none.toml", "[[deviation]]\nid = \"vote-twice\"\n");
    let cases: [(&[&str], &str); 7] = [
        (&[LIST, PROFILES], "--seeds"),
        (&["docs/nothing.toml", PROFILES, "--seeds", "0..1"], "docs/nothing.toml: "),
        (&[&unknown, PROFILES, "--seeds", "0..1"], "there is no rule \"gravity\""),
        (&[&nowhere, PROFILES, "--seeds", "0..1"], "tuesday.toml"),
        (
            &[&none, PROFILES, "--seeds", "0..1", "--break", "vote-twice"],
            "no profile for vote-twice",
        ),
        (&[LIST, PROFILES, "--seeds", "0..1", "--without", "gravity"], "crashes"),
        (
            &[LIST, PROFILES, "--seeds", "0..1", "--unbroken", "--break", "vote-twice"],
            "cannot be used with",
        ),
    ];
    for (arguments, expected) in cases {
        let output = hunt(arguments);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}
