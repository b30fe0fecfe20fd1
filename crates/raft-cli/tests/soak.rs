//! The soak on a small, fixed slice of seeds: it is clean, it has seen what is dangerous, clusters
//! recover, it depends neither on the number of threads nor on how it is divided, and its judges bite.

use std::process::{Command, Output};

use serde_json::Value;

/// The seeds of the everyday slice: enough to owe every count.
const SLICE: [&str; 4] = ["--seeds", "0..300", "--seconds", "10"];
/// Within these seeds, a forgotten vote is caught.
const BROKEN_SLICE: &str = "0..300";

fn soak(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_raft-cli"))
        .arg("soak")
        .args(arguments)
        .output()
        .expect("the program was built for this test")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program speaks UTF-8")
}

/// The lines of a report for machines; the last one is the summary.
fn lines(output: &Output) -> Vec<Value> {
    let text = text(&output.stdout);
    text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[test]
fn a_slice_is_clean_and_recovers_and_has_seen_everything() {
    let slice = soak(&[&SLICE[..], &["--json"]].concat());
    assert_eq!(slice.status.code(), Some(0), "{}", text(&slice.stdout));
    let lines = lines(&slice);
    let [summary] = &lines[..] else { panic!("nothing is found: {lines:?}") };
    assert_eq!((&summary["type"], &summary["seeds"]), (&"summary".into(), &300.into()));
    for (words, count) in summary["counts"].as_object().expect("counts") {
        assert_ne!(count, &Value::from(0), "{words}");
    }
    let number = |name: &str| summary[name].as_u64().expect(name);
    let judged = number("recovered") + number("hopeless") + number("excused");
    assert_eq!((judged, number("guilty_seeds")), (300, 0));
    assert!(number("recovered") > 270, "{summary}");
}

#[test]
fn neither_threads_nor_shards_make_a_difference() {
    let slice = ["--seeds", "0..60", "--seconds", "5"];
    let report = |more: &[&str]| text(&soak(&[&slice[..], more].concat()).stdout);
    let two = report(&["--jobs", "2"]);
    assert_eq!(report(&["--jobs", "1"]), two);
    let events = |report: &str| -> u64 {
        let line = report.lines().find_map(|line| line.trim().strip_suffix(" events"));
        line.and_then(|count| count.parse().ok()).expect("a count of events")
    };
    let shards = ["0/3", "1/3", "2/3"].map(|shard| events(&report(&["--shard", shard])));
    assert_eq!(shards.iter().sum::<u64>(), events(&two));
}

#[test]
fn a_preset_suffers_only_what_it_has() {
    let calm = soak(&["--seeds", "0..20", "--seconds", "5", "--preset", "calm", "--json"]);
    assert_eq!(calm.status.code(), Some(0), "{}", text(&calm.stderr));
    let counts = &lines(&calm)[0]["counts"];
    for quiet in ["crashes", "pauses", "partitions", "links cut", "disks damaged", "clock jumps"] {
        assert_eq!(counts[quiet], Value::from(0), "{quiet}");
    }
    assert_ne!(counts["entries committed"], Value::from(0));
}

#[test]
fn what_is_found_is_a_line_with_the_command_that_finds_it_again() {
    let broken = ["--break", "vote-not-persisted", "--preset", "disk-from-hell", "--seconds", "10"];
    let found = soak(&[&broken[..], &["--seeds", BROKEN_SLICE, "--json"]].concat());
    assert_eq!(found.status.code(), Some(1));
    let lines = lines(&found);
    let first = &lines[0];
    assert_eq!((&first["type"], &first["preset"]), (&"violation".into(), &"disk-from-hell".into()));
    let replay = first["replay"].as_str().expect("a command");
    let replay: Vec<&str> = replay.split(' ').skip(2).collect();
    let again = soak(&[&replay[..], &["--json"]].concat());
    let again: Vec<Value> = self::lines(&again);
    assert_eq!(&again[0], first);
}

#[test]
fn a_vote_that_is_forgotten_in_a_crash_is_caught() {
    let rule = ["--seconds", "10", "--break", "vote-not-persisted"];
    let rule = [&rule[..], &["--preset", "disk-from-hell"]].concat();
    let broken = soak(&[&["--seeds", BROKEN_SLICE], &rule[..]].concat());
    assert_eq!(broken.status.code(), Some(1));
    let stderr = text(&broken.stderr);
    // The first sentence tells of the first guilty seed.
    let sentence = stderr.lines().find_map(|line| line.strip_prefix("raft-cli: seed "));
    let sentence = sentence.unwrap_or_else(|| panic!("no seed was caught:\n{stderr}"));
    let (seed, rest) = sentence.split_once(": ").expect("a seed and what happened in it");
    assert!(rest.starts_with("Promises Are Durable violated at "), "{rest}");
    let seed: u64 = seed.parse().expect("a seed");

    let (_, command) = sentence.split_once("raft-cli soak ").expect("a command to replay it");
    let replay: Vec<&str> = command.trim_end_matches(')').split(' ').collect();
    assert_eq!(replay[..2], ["--seeds", &format!("{seed}..{}", seed + 1)]);
    let alone = soak(&replay);
    assert_eq!(alone.status.code(), Some(1));
    assert!(text(&alone.stderr).contains(sentence), "the same seed tells the same");
    let report = text(&alone.stdout);
    let lines: Vec<&str> = report.lines().rev().take(20).collect();
    assert!(
        lines[0].contains(" on disk: "),
        "the last line is the write without the vote: {}",
        lines[0]
    );
    assert!(lines.iter().all(|line| line.contains("ms ")), "twenty golden lines:\n{report}");

    let honest = soak(&[&replay[..2], &["--preset", "disk-from-hell"]].concat());
    assert_eq!(honest.status.code(), Some(0), "with all rules on, the same seed is clean");
}

#[test]
fn bad_arguments_are_refused_with_a_sentence() {
    let cases: [(&[&str], &str); 10] = [
        (&[], "--seeds"),
        (&["--seeds", "7"], "expected two numbers, the smaller one first"),
        (&["--seeds", "9..9"], "expected two numbers, the smaller one first"),
        (&["--seeds", "0..99999999999"], "expected at most 1000000000 seeds"),
        (&["--seeds", "0..2", "--seconds", "0"], "expected a whole number from 1 to 3600"),
        (&["--seeds", "0..2", "--shard", "2/2"], "expected i/n with i from 0 to n-1"),
        (&["--seeds", "0..2", "--shard", "0"], "expected i/n with i from 0 to n-1"),
        (&["--seeds", "0..2", "--preset", "tuesday"], "expected one of: calm, flaky-network"),
        (&["--seeds", "0..2", "--jobs", "0"], "expected a whole number from 1 to 256"),
        (&["--seeds", "0..2", "--break", "gravity"], "expected one of: vote-not-persisted"),
    ];
    for (arguments, expected) in cases {
        let output = soak(arguments);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_soak_that_has_seen_too_little_proves_nothing_and_says_so() {
    let short = soak(&["--seeds", "0..300", "--seconds", "1", "--preset", "bad-day"]);
    assert_eq!(short.status.code(), Some(1));
    let stderr = text(&short.stderr);
    assert!(stderr.contains("too little was seen to prove anything: "), "{stderr}");
}
