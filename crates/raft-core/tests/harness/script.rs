//! Reading a script, running it, and comparing what it printed with what it says it prints.
//!
//! ```text
//! # A comment: why the next lines matter.
//! > command arguments
//! a line that the command prints
//!   a line that says what a server did about it
//! ```
//!
//! With `UPDATE_GOLDEN=1` the printed lines replace the expected ones. Read the difference before
//! you keep it: a golden line is a claim about Raft.

use std::fs;
use std::path::PathBuf;

use super::commands::Stage;

/// Runs the script of this name and compares.
pub(crate) fn check(fact: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/scripts")
        .join(fact)
        .with_extension("txt");
    let expected = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("the script {} cannot be read: {error}", path.display()));
    let actual = replay(fact, &expected);
    let is_broken_on_purpose = expected.contains("deviation=");
    for violation in actual.lines().filter(|line| line.starts_with("!!")) {
        assert!(is_broken_on_purpose, "{fact} violates a safety property: {violation}");
    }
    if actual == expected {
        return;
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, actual).expect("the script can be written where it was read");
        return;
    }
    panic!("{fact} went differently:\n{}", difference(&expected, &actual));
}

/// The same script with the lines that its commands really print.
fn replay(fact: &str, text: &str) -> String {
    let mut stage = Stage::default();
    let mut replayed = String::new();
    for (at, line) in text.lines().enumerate() {
        let is_output = !line.is_empty() && !line.starts_with(['#', '>']);
        if is_output {
            continue;
        }
        replayed += line;
        replayed.push('\n');
        if let Some(command) = line.strip_prefix('>') {
            for printed in stage.run(command).unwrap_or_else(|error| {
                panic!("{fact}, line {}: {error}", at + 1);
            }) {
                replayed += &printed;
                replayed.push('\n');
            }
        }
    }
    replayed
}

/// The first place where two texts part, with some lines before it.
fn difference(expected: &str, actual: &str) -> String {
    let (expected, actual): (Vec<_>, Vec<_>) =
        (expected.lines().collect(), actual.lines().collect());
    let same = expected.iter().zip(&actual).take_while(|(e, a)| e == a).count();
    let rest = |mark: &str, lines: &[&str]| -> String {
        lines.iter().skip(same).take(6).map(|line| format!("{mark} {line}\n")).collect()
    };
    let before: String =
        expected[same.saturating_sub(4)..same].iter().map(|line| format!("  {line}\n")).collect();
    format!(
        "line {}\n{before}{}{}",
        same + 1,
        rest("expected:", &expected),
        rest("printed: ", &actual)
    )
}
