//! `raft-cli linearizable`, from outside.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Writes files of these names and texts and judges them: output, complaints, exit code.
fn judged(test: &str, files: &[(&str, &str)], more: &[&str]) -> (String, String, Option<i32>) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).expect("a folder for tests");
    for (name, text) in files {
        std::fs::write(folder.join(name), text).expect("a file for tests");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_raft-cli"))
        .current_dir(&folder)
        .arg("linearizable")
        .args(files.iter().map(|(name, _)| Path::new(name)))
        .args(more)
        .output()
        .expect("the program was built for this test");
    let text = |bytes| String::from_utf8(bytes).expect("the program speaks UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code())
}

/// What was printed, without the time that it took.
fn timeless(text: &str) -> String {
    let cut = |line: &str| match line.split_once(" operations, ") {
        Some((before, after)) => {
            let (time, rest) = after.split_once(" ms)").expect("a time");
            time.parse::<f64>().expect("a time");
            format!("{before} operations){rest}\n")
        }
        None => format!("{line}\n"),
    };
    text.lines().map(cut).collect()
}

const GOOD: &str = "\
INFO  jepsen.util - 0\t:invoke\t:write\t1
INFO  jepsen.util - 1\t:invoke\t:read\tnil
INFO  jepsen.util - 1\t:ok\t:read\t1
INFO  jepsen.util - 0\t:info\t:write\t:timed-out
";

const STALE: &str = r#"{:process 0, :type :invoke, :f :put, :key "x", :value "a"}
{:process 0, :type :ok, :f :put, :key "x", :value "a"}
{:process 1, :type :invoke, :f :get, :key "x", :value nil}
{:process 1, :type :ok, :f :get, :key "x", :value ""}
"#;

#[test]
fn a_history_that_is_linearizable_is_said_to_be() {
    let (text, complaints, code) = judged("good", &[("good.log", GOOD)], &[]);
    assert_eq!(timeless(&text), "good.log: linearizable (2 operations)\n");
    assert_eq!((complaints.as_str(), code), ("", Some(0)));
}

#[test]
fn what_cannot_be_placed_is_said_with_its_line() {
    let files = [("stale.txt", STALE), ("good.log", GOOD)];
    let (text, complaints, code) = judged("stale", &files, &[]);
    let expected = r#"stale.txt: not linearizable (2 operations)
  longest partial linearization: 1, after which there is "a"
  stale.txt:4: process 1, get "x" → "" (asked in line 3) cannot be placed: there would have to be ""
good.log: linearizable (2 operations)
"#;
    assert_eq!(timeless(&text), expected);
    assert_eq!((complaints.as_str(), code), ("", Some(1)));
}

#[test]
fn a_search_that_is_given_up_proves_nothing() {
    let (text, _, code) = judged("given-up", &[("good.log", GOOD)], &["--steps", "0"]);
    assert!(text.starts_with("good.log: undecided after "), "{text}");
    assert_eq!(code, Some(1));
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_judged() {
    let broken = GOOD.replace("1\t:ok", "7\t:ok");
    let files = [("broken.log", broken.as_str()), ("stale.txt", STALE)];
    let (text, complaints, code) = judged("broken", &files, &["missing.log"]);
    assert!(text.starts_with("stale.txt: not linearizable"), "{text}");
    let lines: Vec<&str> = complaints.lines().collect();
    assert_eq!(
        lines[0],
        "raft-cli: broken.log:3: process 7 has no operation under way that could end"
    );
    assert!(lines[1].starts_with("raft-cli: missing.log: "), "{complaints}");
    assert_eq!(code, Some(2));
}
