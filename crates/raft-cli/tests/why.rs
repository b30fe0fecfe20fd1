//! `raft-cli why`, from outside.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Runs the program where a reader of the README would: at the root of the repository.
fn why(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_raft-cli"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .arg("why")
        .args(arguments)
        .output()
        .expect("the program was built for this test")
}

fn told(arguments: &[&str]) -> String {
    let output = why(arguments);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), error.as_str()), (Some(0), ""), "{arguments:?}");
    String::from_utf8(output.stdout).expect("the program speaks UTF-8")
}

fn refused(arguments: &[&str]) -> String {
    let output = why(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const STORY: &str = "scenarios/default.toml";

#[test]
fn a_leader_is_told_in_golden_lines_and_sentences() {
    let told = told(&[STORY, "--at", "200ms", "--server", "n1"]);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(
        lines[..4],
        [
            "    10  80ms n2 → n1 RequestVoteReply t1 yes · n1 leader",
            "        n1 has 2 of 3 votes, a majority: it leads term 1. [§5.2]",
            "        +      5  45ms n1 on disk: write 1",
            "     8  65ms n2 on disk: write 1",
        ]
    );
    assert_eq!(lines.last(), Some(&"Here the chain begins."));
    assert!(lines.iter().any(|line| line.contains("n1 times out at 40ms")), "{told}");
}

#[test]
fn sentences_are_printed_in_the_language_that_is_asked_for() {
    let told = told(&[STORY, "--at", "200ms", "--server", "n1", "--lang", "de"]);
    assert!(told.contains("n1 hat 2 von 3 Stimmen, eine Mehrheit"), "{told}");
    assert!(told.ends_with("Hier beginnt die Kette.\n"), "{told}");
}

#[test]
fn every_kind_of_question_has_an_answer() {
    for (question, line) in [
        (["--event", "8"], "65ms n2 on disk: write 1"),
        (["--entry", "1@n3"], "n3 log=1@1"),
        (["--server", "n2:term"], "n2 election timeout"),
        (["--server", "n3:leader"], "AppendEntries t2"),
        (["--message", "n1>n3:RequestVote:1"], "45ms n1 on disk: write 1"),
        (["--operation", "c1#2"], "c1#2 ok"),
    ] {
        let told = told(&[&[STORY][..], &question].concat());
        assert!(told.lines().next().is_some_and(|first| first.contains(line)), "{told}");
    }
}

#[test]
fn what_is_missing_is_told_with_what_stands_in_the_way() {
    let story = "scenarios/minority-leader.toml";
    let nobody = told(&[story, "--at", "10ms", "--not", "leader"]);
    assert!(nobody.starts_with("n1 waits: its election timer runs out at 30ms."), "{nobody}");
    assert!(nobody.ends_with("It comes by itself, if nothing more goes wrong.\n"), "{nobody}");
    let entry = told(&[story, "--at", "300ms", "--not", "commit:2@n1"]);
    assert!(entry.contains("different sides of the partition"), "{entry}");
    assert!(entry.contains("← ") && entry.contains("on side"), "{entry}");
    assert!(
        entry.ends_with("It does not come by itself: something must change first.\n"),
        "{entry}"
    );
    let so = told(&[STORY, "--not", "commit:1"]);
    assert_eq!(so, "Nothing stands in the way: it is so.\n");
}

#[test]
fn json_is_what_the_page_gets() {
    let json = told(&[STORY, "--at", "200ms", "--server", "n1", "--json"]);
    let why: Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(why["chain"][0]["section"], "§5.2");
    assert_eq!(why["chain"][0]["about"][0]["id"], "n2>n1:RequestVoteReply:1");
    let json = told(&[STORY, "--at", "10ms", "--not", "leader", "--json"]);
    let why_not: Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(why_not["passes"], true);
    assert_eq!(why_not["obstacles"][0]["key"], "not-timed-out");
}

#[test]
fn a_link_is_a_run_and_a_moment() {
    // The default story at 240 ms, as the page copies it.
    let link = link_at_240();
    let here = told(&[&link, "--server", "n1:commit"]);
    assert!(here.contains("230ms n2 → n1 AppendEntriesReply"), "{here}");
    let address = format!("https://example.org/playground/{link}");
    assert_eq!(
        told(&[&address, "--server", "n1:commit"]),
        here,
        "a whole address is a link as well"
    );
    let earlier = told(&[&link, "--at", "30ms", "--server", "n1"]);
    assert_eq!(earlier, "So it was from the start.\n");
}

fn link_at_240() -> String {
    use std::sync::Arc;
    let keys = raft_explain::KEYS.iter().map(|(key, _)| ((*key).to_owned(), String::new()));
    let catalogue = raft_explain::Catalogue::new(keys.collect()).expect("every key has words");
    let story = include_str!("../../../scenarios/default.toml");
    let scenario = raft_scenario::Scenario::from_toml(story).expect("the story can be read");
    let name = Some("default".to_owned());
    let mut session =
        raft_session::Session::open(scenario, name, None, None, Arc::new(catalogue), "en")
            .expect("it opens");
    session.seek(240.0).expect("a moment");
    session.share_link()
}

#[test]
fn a_bad_question_is_refused_and_says_what_was_expected() {
    for (arguments, said) in [
        (&[STORY][..], "required"),
        (&[STORY, "--event", "3", "--not", "leader"], "cannot be used with"),
        (&[STORY, "--event", "99999"], "there is no event 99999"),
        (&[STORY, "--entry", "4"], "INDEX@SERVER"),
        (&[STORY, "--entry", "x@n1"], "no index"),
        (&[STORY, "--entry", "9@n1"], "n1 has no entry 9"),
        (&[STORY, "--server", "n7"], "there is no server \"n7\""),
        (&[STORY, "--server", "n1:mood"], "\"mood\" is no fact"),
        (&[STORY, "--message", "n1"], "not the name of a message"),
        (&[STORY, "--operation", "c1#77"], "has not begun"),
        (&[STORY, "--not", "rain"], "leader, commit:4"),
        (&[STORY, "--not", "leader:n1"], "leader, commit:4"),
        (&[STORY, "--not", "commit:99"], "99"),
        (&[STORY, "--at", "soon", "--not", "leader"], "--at"),
        (&[STORY, "--at", "9999s", "--not", "leader"], "too late"),
        (&["nowhere.toml", "--not", "leader"], "nowhere.toml"),
        (&["#garbage", "--not", "leader"], "link"),
        (&["1.../../etc", "--not", "leader"], "raft-cli:"),
    ] {
        let error = refused(arguments);
        assert!(error.contains(said), "{arguments:?}: {error}");
    }
}

#[test]
fn a_violation_leads_to_its_causes_and_to_what_it_contradicts() {
    let told = told(&["scenarios/deviations/half-elects.toml", "--violated", "Election Safety"]);
    let mut lines = told.lines();
    let guilty = lines.next().expect("a line");
    assert!(guilty.ends_with("60ms n4 → n3 RequestVoteReply t1 yes · n3 leader"), "{guilty}");
    assert!(told.contains("n2 → n1 RequestVoteReply t1 yes · n1 leader"), "{told}");
    let refused = refused(&[STORY, "--violated", "Election Safety"]);
    assert!(refused.contains("\"Election Safety\" has not been violated here"), "{refused}");
}
