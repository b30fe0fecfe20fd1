//! What the documents ask of `raft-cli`, as `scripts/snippets/commands.test.mjs` has gathered it: each command is
//! carried out, with seeds fewer than are named there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const HANDED_OVER: &str = include_str!("documents.json");
/// What the README calls a recorded history.
const HISTORY: &str = "\
INFO  jepsen.util - 0\t:invoke\t:write\t1
INFO  jepsen.util - 0\t:ok\t:write\t1
";

/// A folder that looks like a checkout to whoever reads scenarios and lists in it. What a command writes stays there.
fn checkout(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    copy(&root.join("scenarios"), &folder.join("scenarios"));
    std::fs::create_dir(folder.join("docs")).expect("a folder");
    let list = "docs/deviations.toml";
    std::fs::copy(root.join(list), folder.join(list)).expect("the list of what can be broken");
    std::fs::write(folder.join("history.log"), HISTORY).expect("a file");
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a file");
        }
    }
}

/// The command for as few seeds as there can be: one, or one for each part of the range.
fn shortened(words: &[String]) -> Vec<String> {
    let behind = |option: &str| words.iter().position(|word| word == option).map(|at| at + 1);
    let parts = behind("--shard").map_or("1", |at| words[at].split_once('/').expect("i/n").1);
    let mut words = words.to_vec();
    if let Some(at) = words.iter().position(|word| word == "--seeds") {
        assert!(words[at + 1].starts_with("0.."), "{words:?}");
        words[at + 1] = format!("0..{parts}");
    }
    words
}

/// What is wrong with how a command ended, in one line.
fn complaint(words: &[String], output: &Output) -> Option<String> {
    // The two of the README's comparison differ, which is why they are compared.
    let wanted = i32::from(words[0] == "compare");
    let silent = output.stdout.is_empty() && words[0] != "new";
    if output.status.code() == Some(wanted) && !silent {
        return None;
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or("it prints nothing");
    Some(format!("raft-cli {}: {}: {said}", words.join(" "), output.status))
}

#[test]
fn what_the_documents_ask_of_it_it_does() {
    let documents: BTreeMap<String, Vec<Vec<String>>> =
        serde_json::from_str(HANDED_OVER).expect("lists of words by document");
    let mut wrong = Vec::new();
    for (document, commands) in &documents {
        let folder = checkout(&document.replace(['/', '.'], "-"));
        // In their order: what one writes, the next one reads.
        for words in commands {
            let output = Command::new(env!("CARGO_BIN_EXE_raft-cli"))
                .current_dir(&folder)
                .args(shortened(words))
                .output()
                .expect("the program was built for this test");
            wrong.extend(complaint(words, &output).map(|why| format!("{document}: {why}")));
        }
    }
    assert!(documents.len() >= 4, "{:?}", documents.keys());
    assert_eq!(wrong, [""; 0]);
}
