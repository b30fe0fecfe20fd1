//! The soak on a small, fixed slice of seeds: it is clean, it has seen what is dangerous, it does
//! not depend on the number of threads, and its judges bite.

use std::process::{Command, Output};

/// The seeds of the everyday slice.
const SLICE: &str = "0..60";
/// Within these seeds, a forgotten vote is caught.
const BROKEN_SLICE: &str = "0..200";

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

/// The counts of a report, with what they count.
fn counts(stdout: &str) -> Vec<(u64, &str)> {
    let counts = stdout.lines().map(|line| {
        let (count, words) = line.trim_start().split_once(' ').expect("a count and words");
        (count.parse().expect("a count"), words)
    });
    counts.collect()
}

#[test]
fn a_slice_is_clean_and_has_seen_everything_whatever_the_number_of_threads() {
    let two = soak(&["--seeds", SLICE, "--jobs", "2"]);
    assert_eq!(two.status.code(), Some(0), "{}", text(&two.stderr));
    let report = text(&two.stdout);
    for (count, words) in counts(&report) {
        let expected_zero = words == "seeds with a violation";
        assert_eq!(count == 0, expected_zero, "{count} {words}");
    }
    let one = soak(&["--seeds", SLICE, "--jobs", "1"]);
    assert_eq!(text(&one.stdout), report);
}

#[test]
fn a_vote_that_is_forgotten_in_a_crash_is_caught() {
    let broken = soak(&["--seeds", BROKEN_SLICE, "--break", "vote-not-persisted"]);
    assert_eq!(broken.status.code(), Some(1));
    let stderr = text(&broken.stderr);
    // The first sentence tells of the first guilty seed.
    let sentence = stderr.lines().find_map(|line| line.strip_prefix("raft-cli: seed "));
    let sentence = sentence.unwrap_or_else(|| panic!("no seed was caught:\n{stderr}"));
    let (seed, rest) = sentence.split_once(": ").expect("a seed and what happened in it");
    assert!(rest.starts_with("Election Safety violated at "), "{rest}");
    let seed: u64 = seed.parse().expect("a seed");

    let (_, command) = sentence.split_once("raft-cli soak ").expect("a command to replay it");
    let replay: Vec<&str> = command.trim_end_matches(')').split(' ').collect();
    assert_eq!(replay[..2], ["--seeds", &format!("{seed}..{}", seed + 1)]);
    let alone = soak(&replay);
    assert_eq!(alone.status.code(), Some(1));
    assert!(text(&alone.stderr).contains(sentence), "the same seed tells the same");
    let report = text(&alone.stdout);
    let lines: Vec<&str> = report.lines().rev().take(20).collect();
    assert!(lines[0].contains(" leader"), "the last line is the second election: {}", lines[0]);
    assert!(lines.iter().all(|line| line.contains("ms ")), "twenty golden lines:\n{report}");

    let honest = soak(&replay[..2]);
    assert_eq!(honest.status.code(), Some(0), "with all rules on, the same seed is clean");
}

#[test]
fn bad_arguments_are_refused_with_a_sentence() {
    let cases: [(&[&str], &str); 7] = [
        (&[], "--seeds"),
        (&["--seeds", "7"], "expected two numbers, the smaller one first"),
        (&["--seeds", "9..9"], "expected two numbers, the smaller one first"),
        (&["--seeds", "0..99999999999"], "expected at most 1000000000 seeds"),
        (&["--seeds", "0..2", "--seconds", "0"], "expected a whole number from 1 to 3600"),
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
    let short = soak(&["--seeds", "0..100", "--seconds", "1"]);
    assert_eq!(short.status.code(), Some(1));
    let stderr = text(&short.stderr);
    assert!(stderr.contains("too little was seen to prove anything: "), "{stderr}");
}
