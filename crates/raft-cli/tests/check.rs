//! `raft-cli check`, from outside.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn check(paths: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_raft-cli"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .arg("check")
        .args(paths)
        .output()
        .expect("the program was built for this test")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program speaks UTF-8")
}

/// A folder of this test's own with one scenario.
fn folder(name: &str, scenario: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name).join("inner");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("one.toml"), scenario).expect("a file");
    std::fs::write(folder.join("notes.md"), "no scenario").expect("a file");
    folder.parent().expect("it has one").to_owned()
}

#[test]
fn the_gallery_keeps_its_word_and_has_a_line_for_each_scenario() {
    let output = check(&["scenarios"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines = text(&output.stdout);
    let line = "ok scenarios/default.toml: 67 events, everything holds, 47 of 47 claims met";
    assert!(lines.lines().any(|other| other == line), "{lines}");
    assert!(lines.lines().count() >= 3 && lines.lines().all(|line| line.starts_with("ok ")));
}

#[test]
fn an_exercise_that_its_author_cannot_solve_is_found_out() {
    let scenario = |solution: &str| {
        format!(
            "format = 1\ntitle = \"t\"\nuntil = \"300ms\"\n[exercise]\ntask = \"Crash n1.\"\n\
             because = \"It is down.\"\nsolution = {{ steps = [{solution}] }}\n[[exercise.goals]]\n\
             say = \"n1 is down.\"\nthat = {{ role = {{ server = \"n1\", is = \"down\" }} }}\n"
        )
    };
    let good = folder("exercise", &scenario("{ at = \"10ms\", do = [{ crash = \"n1\" }] }"));
    let output = check(&[good.to_str().expect("a path")]);
    let line = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{line}");
    assert!(line.contains("; exercise: solved by its solution"), "{line}");

    let bad = folder("bad-exercise", &scenario("{ at = \"10ms\", do = [{ crash = \"n2\" }] }"));
    let output = check(&[bad.to_str().expect("a path")]);
    let (line, wrong) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{line}");
    assert!(line.contains("; exercise: not as it says"), "{line}");
    assert!(wrong.contains("not reached: goals[0], n1 is down."), "{wrong}");
}

#[test]
fn the_same_story_with_other_rules_is_on_the_same_line() {
    let scenario = |holds: &str| {
        format!(
            "format = 1\ntitle = \"t\"\nuntil = \"300ms\"\n[fork]\nname = \"With PreVote\"\n\
             pre_vote = true\n[[fork.expect]]\n{holds} = \"all\"\n[[expect]]\nholds = \"all\"\n"
        )
    };
    let good = folder("fork", &scenario("holds"));
    let output = check(&[good.to_str().expect("a path")]);
    let line = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{line}");
    assert!(line.contains("1 of 1 claims met; With PreVote: "), "{line}");
    assert_eq!(line.matches("1 of 1 claims met").count(), 2, "{line}");

    let bad = folder(
        "bad-fork",
        &scenario("holds").replace("holds = \"all\"\n[[e", "leader = \"none\"\n[[e"),
    );
    let output = check(&[bad.to_str().expect("a path")]);
    let (line, wrong) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{line}");
    assert!(line.starts_with("WRONG ") && line.contains("0 of 1 claims met"), "{line}");
    assert!(wrong.contains("With PreVote: expect[0]: the leader: expected none"), "{wrong}");
}

const BROKEN: &str = r#"
format = 1
title = "half elects"
until = "2s"
[cluster]
servers = 2
deviations = ["half-elects"]
[[steps]]
id = "apart"
at = "0ms"
do = [{ partition = [["n1"], ["n2"]] }]
"#;

#[test]
fn what_is_broken_on_purpose_may_break_and_must_keep_its_claims() {
    let claims = format!("{BROKEN}[[expect]]\nviolated = \"Election Safety\"\n");
    let kept = folder("check-kept", &claims);
    let output = check(&[kept.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let line = text(&output.stdout);
    assert!(line.contains("Election Safety violated at "), "{line}");
    assert!(line.contains(" against event "), "{line}");
    assert!(line.trim_end().ends_with("1 of 1 claims met (not Raft: half-elects)"), "{line}");

    let claims = format!("{BROKEN}[[expect]]\nholds = \"all\"\n");
    let unkept = folder("check-unkept", &claims);
    let output = check(&[kept.to_str().expect("a path"), unkept.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(1));
    let lines = text(&output.stdout);
    assert_eq!(lines.lines().count(), 2);
    let last = lines.lines().last().expect("two lines");
    assert!(last.starts_with("WRONG ") && last.contains("0 of 1 claims met"), "{last}");
    assert!(text(&output.stderr).contains("expect[0]"));
}

#[test]
fn what_clients_see_is_told_and_is_wrong_only_where_it_was_promised() {
    let stale = check(&["scenarios/deviations/stale-reads.toml"]);
    assert_eq!(stale.status.code(), Some(0), "{}", text(&stale.stderr));
    let line = text(&stale.stdout);
    assert!(line.starts_with("ok ") && line.contains("Linearizability violated at "), "{line}");
    let drift = check(&["scenarios/deviations/lease-ignores-drift.toml"]);
    assert!(text(&drift.stdout).contains("Linearizability violated at "));
}

#[test]
fn where_there_is_no_scenario_that_is_said() {
    let empty = Path::new(env!("CARGO_TARGET_TMPDIR")).join("check-empty");
    std::fs::create_dir_all(&empty).expect("a folder");
    for path in [empty.to_str().expect("a path"), "no/such/place.toml"] {
        let output = check(&[path]);
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""));
        assert!(text(&output.stderr).starts_with("raft-cli: "));
    }
}
