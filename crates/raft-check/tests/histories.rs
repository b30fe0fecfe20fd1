//! Histories that nobody here recorded: every verdict must be the one that is known.
//!
//! ```text
//! RAFT_CONFORMANCE_DIR=/path/to/histories cargo test -p raft-check --test histories
//! ```
//!
//! The histories are not part of this repository. The folder that the variable names (or
//! `../shared/conformance` beside the checkout) has `jepsen-etcd`, Jepsen's logs of an etcd register
//! with their verdicts in `VERDICTS.txt`, and `porcupine-kv`, logs of a key-value store whose names
//! end in `-ok` or `-bad`. Where there is no such folder the tests say that they were skipped; a
//! folder without histories fails.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{Write as _, stderr};
use std::path::{Path, PathBuf};

use raft_check::linearizability::recording::{Conclusion, Recorded, Recording};
use raft_check::linearizability::{
    Refutation, Register, STEPS, Specification, Strings, Verdict, search, verify,
};

const VARIABLE: &str = "RAFT_CONFORMANCE_DIR";

#[test]
fn jepsen_etcd() {
    let Some(folder) = folder("jepsen-etcd") else { return };
    let verdicts = fs::read_to_string(folder.join("VERDICTS.txt")).expect("VERDICTS.txt");
    let known: BTreeMap<String, bool> = verdicts.lines().map(verdict_of).collect();
    compare("jepsen-etcd", &folder, "log", |name| known.get(name).copied());
}

#[test]
fn porcupine_kv() {
    let Some(folder) = folder("porcupine-kv") else { return };
    compare("porcupine-kv", &folder, "txt", |name| {
        let stem = name.strip_suffix(".txt")?;
        match stem.rsplit_once('-') {
            Some((_, "ok")) => Some(true),
            Some((_, "bad")) => Some(false),
            _ => None,
        }
    });
}

/// A line of `VERDICTS.txt`: a file and what is said of it.
fn verdict_of(line: &str) -> (String, bool) {
    match line.split_whitespace().collect::<Vec<_>>()[..] {
        [name, "linearizable"] => (name.to_owned(), true),
        [name, "not-linearizable"] => (name.to_owned(), false),
        _ => panic!("VERDICTS.txt: {line:?} is no verdict"),
    }
}

/// Judges every file of a folder with this ending, and fails with all that come out otherwise.
fn compare(name: &str, folder: &Path, ending: &str, known: impl Fn(&str) -> Option<bool>) {
    let (mut files, mut wrong) = ([0, 0], Vec::new());
    for path in files_of(folder, ending) {
        let file = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let text = fs::read_to_string(&path).expect("a readable file");
        let recording = Recording::read(&text).unwrap_or_else(|why| panic!("{file}:{why}"));
        let expected = known(&file).unwrap_or_else(|| panic!("nobody says what {file} is"));
        let found = holds(&recording);
        files[usize::from(expected)] += 1;
        if found != Some(expected) {
            wrong.push(format!("{file}: found {found:?}, known to be {expected}"));
        }
    }
    let [bad, good] = files;
    tell(&format!(
        "{name}: {} of {} histories agree ({good} linearizable, {bad} not)",
        good + bad - wrong.len(),
        good + bad
    ));
    assert!(good > 0 && bad > 0, "{name}: {} has too few histories", folder.display());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The verdict, with everything in it that can be proved without the search.
fn holds(recording: &Recording) -> Option<bool> {
    let said = match recording.judge(STEPS).conclusion {
        Conclusion::Linearizable => Some(true),
        Conclusion::NotLinearizable(_) => Some(false),
        Conclusion::Undecided { .. } => None,
    };
    let proved = match recording {
        Recording::Register(of) => prove(&Register::default(), of),
        Recording::Strings(of) => prove(&Strings, of),
    };
    assert_eq!(said, proved);
    proved
}

/// An order must pass the verification, and the longest order of a refutation must not leave out
/// that which cannot be placed by accident: it has to be refused by the state that it leaves.
fn prove<S>(specification: &S, recorded: &Recorded<S>) -> Option<bool>
where
    S: Specification<State: core::fmt::Debug>,
{
    let history = &recorded.history;
    let verdict = search(specification, history, STEPS);
    match &verdict {
        Verdict::Linearizable { order } => {
            assert_eq!(verify(specification, history, order), Ok(()));
        }
        Verdict::NotLinearizable(Refutation { longest, stuck, state }) => {
            assert!(!longest.contains(stuck));
            let operation = history.operation(*stuck).expect("an operation of the history");
            let step = specification.apply(state, &operation.input, operation.output());
            assert!(matches!(step, raft_check::linearizability::Step::Refused), "{state:?}");
        }
        Verdict::Undecided { .. } => {}
    }
    verdict.holds()
}

fn files_of(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a readable folder");
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|found| found == ending)).collect();
    files.sort();
    files
}

/// The folder of this name. It never is absent in silence.
fn folder(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let said = env::var_os(VARIABLE).filter(|folder| !folder.is_empty());
    let histories = root.join(said.unwrap_or_else(|| "../shared/conformance".into()));
    let folder = histories.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    tell(&format!(
        "{name}: SKIPPED, no history was judged. Set {VARIABLE} to the folder that has {name}"
    ));
    None
}

/// To standard error itself, because what a passing test prints by macro is not shown; in one piece
/// and on a line of its own, because the tests run side by side.
fn tell(line: &str) {
    let line = format!("\nhistories: {line}\n");
    stderr().write_all(line.as_bytes()).expect("standard error is open");
}
