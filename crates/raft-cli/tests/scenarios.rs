//! `raft-cli new`, `fmt`, `schema`, `link` and `open`, from outside.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn cli(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_raft-cli"))
        .current_dir(root())
        .args(arguments)
        .output()
        .expect("the program was built for this test")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program speaks UTF-8")
}

fn good(arguments: &[&str]) -> String {
    let output = cli(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

fn refused(arguments: &[&str]) -> String {
    let output = cli(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stdout));
    assert_eq!(text(&output.stdout), "", "nothing is printed");
    text(&output.stderr)
}

/// A file of this test's own that is not there.
fn absent(name: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&path);
    path.to_str().expect("a path").to_owned()
}

fn written(name: &str, content: &str) -> String {
    let path = absent(name);
    std::fs::write(&path, content).expect("a file");
    path
}

#[test]
fn a_new_scenario_keeps_its_word_and_overwrites_nothing() {
    let path = absent("new-one.toml");
    good(&["new", &path]);
    let line = good(&["check", &path]);
    assert!(line.starts_with("ok "), "{line}");
    assert!(refused(&["new", &path]).contains("exists"));
    let json = refused(&["new", "story.json"]);
    assert!(json.contains("story.json: a new scenario is TOML (expected story.toml)"), "{json}");
}

#[test]
fn what_is_spelled_canonically_stays_as_it_is() {
    let path = written("fmt.toml", "# About.\ntitle = 't'\nformat=1\nuntil = \"1000ms\"\n");
    assert_eq!(text(&cli(&["fmt", "--check", &path]).stdout), format!("{path}\n"));
    let printed = good(&["fmt", &path]);
    assert_eq!(printed, "# About.\nformat = 1\ntitle = \"t\"\nseed = 0\nuntil = \"1s\"\n");
    good(&["fmt", "--write", &path]);
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), printed);
    assert_eq!(good(&["fmt", "--check", &path]), "");
    good(&["fmt", "--write", &path]);
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), printed);
}

#[test]
fn a_comment_that_would_be_lost_is_not() {
    for comment in ["# Why.\n", "seed = 3 # why\n"] {
        let before = format!("format = 1\ntitle = \"a # b\"\n{comment}");
        let path = written("comment.toml", &before);
        let refused = refused(&["fmt", "--write", &path]);
        assert!(refused.contains("the comment in line 3 would be lost"), "{refused}");
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), before);
    }
}

#[test]
fn the_schema_is_the_one_that_is_published() {
    let published = std::fs::read_to_string(root().join("docs/scenario.schema.json"));
    assert_eq!(good(&["schema"]), published.expect("it is in docs/"));
}

/// The scenario in a link is the one in the file, and at a moment the link holds the digest of the run.
#[test]
fn a_link_leads_back_to_the_scenario() {
    let file = "scenarios/split-vote.toml";
    let link = good(&["link", file]);
    let link = link.trim();
    assert!(link.starts_with("#v1.d."), "{link}");
    assert_eq!(
        good(&["open", link]),
        good(&["fmt", &written("opened.toml", &good(&["open", link]))])
    );
    let digest = |source: &str| good(&["run", source]).lines().last().map(str::to_owned);
    let later = good(&["link", file, "--at", "440ms"]);
    assert_eq!(digest(later.trim()), digest(file), "the story ends at 440 ms");
    let open = good(&["open", later.trim().trim_start_matches('#')]);
    let opened = written("split-vote-opened.toml", &open);
    assert_eq!(digest(&opened), digest(file));
}

#[test]
fn what_is_no_link_is_refused() {
    assert!(refused(&["open", "#v1.d.AAAA"]).contains("the link"));
    let file = refused(&["open", "scenarios/default.toml"]);
    assert!(file.contains("is a file (expected an address of the playground"), "{file}");
    assert!(refused(&["link", "scenarios/default.toml", "--at", "soon"]).contains("--at"));
}

/// Whoever reads only the beginning is no reason to panic.
#[cfg(unix)]
#[test]
fn nobody_has_to_read_to_the_end() {
    use std::io::{BufRead as _, BufReader};
    let mut child = Command::new(env!("CARGO_BIN_EXE_raft-cli"))
        .current_dir(root())
        .args(["check", "scenarios"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped"));
    lines.read_line(&mut String::new()).expect("a line");
    drop(lines);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}
