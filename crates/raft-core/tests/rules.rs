//! `docs/rules.toml` lists every rule, and `docs/protocol.md` is written from it.
//!
//! `UPDATE_GENERATED=1 cargo test -p raft-core --test rules` writes the page anew. Without it, the
//! tests fail where list, page, scripts and core have parted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use raft_core::{Deviation, Rule};

type Listed = BTreeMap<String, String>;

fn docs(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(file)
}

/// The rules of the list: tables of strings, which is all that the file may contain.
fn listed() -> Vec<Listed> {
    let text = std::fs::read_to_string(docs("rules.toml")).expect("the list can be read");
    let mut rules: Vec<Listed> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line == "[[rule]]" {
            rules.push(Listed::new());
            continue;
        }
        let (key, value) = line.split_once(" = ").expect("a line is `key = \"value\"`");
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let rule = rules.last_mut().expect("a rule begins with [[rule]]");
        rule.insert(key.to_owned(), value.expect("a value is a string").to_owned());
    }
    rules
}

#[test]
fn the_list_and_the_core_know_the_same_rules() {
    let listed: Vec<(String, String, String)> = listed()
        .iter()
        .map(|rule| (rule["id"].clone(), rule["paper"].clone(), rule["dissertation"].clone()))
        .collect();
    let known: Vec<(String, String, String)> = Rule::ALL
        .iter()
        .map(|rule| (rule.id().into(), rule.paper().into(), rule.dissertation().into()))
        .collect();
    assert_eq!(listed, known, "id, paper and dissertation, in the order of the core's list");
}

#[test]
fn every_rule_has_a_name_a_place_and_a_script_that_shows_it() {
    for rule in listed() {
        let id = &rule["id"];
        assert!(!rule["name"].is_empty(), "{id} has no name");
        let places = ["paper", "dissertation", "elsewhere"];
        let cited = places.iter().any(|place| rule.get(*place).is_some_and(|at| !at.is_empty()));
        assert!(cited, "{id} is to be found nowhere");
        let script = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/scripts")
            .join(&rule["test"])
            .with_extension("txt");
        assert!(script.exists(), "{id}: there is no script {}", rule["test"]);
    }
}

/// The page about the protocol: what each rule says, where it comes from, what shows it.
fn page() -> String {
    let mut page = String::from(
        "# The protocol\n\n\
         <!-- Written by `UPDATE_GENERATED=1 cargo test -p raft-core --test rules` from rules.toml \
         and the core. Do not edit. -->\n\n\
         Every decision of a server is a small function in `crates/raft-core/src/rules`. It answers \
         with a verdict, which names the rule that was applied and the values that were compared. \
         These are the rules. “Paper” is *In Search of an Understandable Consensus Algorithm \
         (Extended Version)*, “thesis” is *Consensus: Bridging Theory and Practice*; each rule has a \
         golden script that shows it at work.\n",
    );
    for (rule, listed) in Rule::ALL.iter().zip(listed()) {
        let or_dash =
            |section: &str| if section.is_empty() { "–".into() } else { section.to_owned() };
        let (name, script) = (&listed["name"], &listed["test"]);
        let _ = write!(
            page,
            "\n## {name}\n\n{statement}\n\n\
             `{id}` · paper {paper} · thesis {thesis}{elsewhere} · shown by \
             [{script}](../crates/raft-core/tests/scripts/{script}.txt)\n",
            statement = rule.statement().split_whitespace().collect::<Vec<_>>().join(" "),
            id = rule.id(),
            paper = or_dash(rule.paper()),
            thesis = or_dash(rule.dissertation()),
            elsewhere =
                listed.get("elsewhere").map(|place| format!(" · {place}")).unwrap_or_default(),
        );
    }
    page += "\n## Deviations\n\n\
             Rules that can be broken on purpose, to see what they are good for. None of them is \
             Raft; without the feature `deviations` they are not even compiled. What a disk does (writes \
             out of order, lying syncs, lost disks), how a host starts its state machine, and whether a \
             client uses a session are no decisions of a server, and not in this list; elections without \
             PreVote, CheckQuorum or stickiness are options. [What comes of each](deviations.md), and \
             who notices, has a page of its own.\n\n";
    for deviation in Deviation::ALL {
        let _ = writeln!(page, "* `{}` – {}", deviation.name(), deviation.statement());
    }
    page
}

#[test]
fn the_page_says_what_the_list_and_the_core_say() {
    let (path, page) = (docs("protocol.md"), page());
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, page, "run it with UPDATE_GENERATED=1");
}
