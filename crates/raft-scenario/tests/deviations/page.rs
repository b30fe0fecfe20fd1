//! `docs/deviations.md`, written from what can be broken (`docs/deviations.toml`), from the runs of the scenarios
//! that show it, and from what chance has found (`docs/deviations-under-chaos.ndjson`).
//!
//! `UPDATE_GENERATED=1 cargo test -p raft-scenario --features deviations,toml --test deviations` writes it anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use raft_check::Property;
use raft_core::Deviation;
use raft_scenario::Run;
use serde::Deserialize;
use serde_json::Value;

use crate::chaos::Hunted;
use crate::harms::{Harm, harm};
use crate::uses::{Use, Uses};
use crate::{Watched, played, reports, script, shown, texts};

/// What can be broken: the rules, in the order of the core's own list, and what is none.
#[derive(Deserialize)]
struct List {
    deviation: Vec<Listed>,
    fault: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    id: String,
    /// What it is that is no rule: an option, a disk's doing, a client's choice.
    #[serde(default)]
    kind: String,
    /// Where the paper says it; empty if it does not.
    paper: String,
    dissertation: String,
}

fn docs(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(file)
}

fn list() -> List {
    let text = std::fs::read_to_string(docs("deviations.toml")).expect("the list can be read");
    toml::from_str(&text).expect("the list is TOML")
}

#[test]
fn the_list_and_the_core_know_the_same_rules() {
    let listed: Vec<String> = list().deviation.into_iter().map(|row| row.id).collect();
    let known: Vec<&str> = Deviation::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(listed, known, "in the order of the core's list");
    let others: Vec<String> = list().fault.into_iter().map(|row| row.id).collect();
    let no_rules: Vec<&str> = crate::harms::NO_RULES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(others, no_rules);
}

#[test]
fn the_page_says_what_the_runs_show() {
    let (path, page) = (docs("deviations.md"), page());
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, page, "run it with UPDATE_GENERATED=1");
}

const HEAD: &str = include_str!("head.md");

fn page() -> String {
    let (list, hunted) = (list(), Hunted::read());
    let mut page = HEAD.to_owned();
    page += &hunted.summary();
    page += "\n## Broken rules\n\n\
             | rule | paper; thesis | breaks | shortest known run | that run makes use of \
             | reported by | under chaos | needs there |\n\
             |---|---|---|---|---|---|---|---|\n";
    for row in &list.deviation {
        let shown = Shown::of(&row.id);
        let (chaos, needs) = (hunted.found(&row.id), hunted.needs(&row.id));
        let _ = writeln!(page, "{} {chaos} | {needs} |", shown.cells(row, ""));
    }
    page += "\n## What is no rule\n\n\
             Disks, clients and options: a cluster that goes without them is Raft all the same, and wears no \
             mark. Their scenarios show what for.\n\n\
             | what | paper; thesis | breaks | shortest known run | that run makes use of | reported by |\n\
             |---|---|---|---|---|---|\n";
    for row in &list.fault {
        let _ = writeln!(page, "{}", Shown::of(&row.id).cells(row, &row.kind));
    }
    page
}

/// What a scenario shows.
struct Shown {
    title: String,
    run: Run,
    uses: Uses,
}

impl Shown {
    fn of(name: &str) -> Self {
        let script = script(name, &texts()[name]);
        let (run, Watched { uses, .. }) = played(&script);
        Self { title: script.scenario.title.in_language("en").to_owned(), run, uses }
    }

    /// The cells of what its scenario shows.
    fn cells(&self, row: &Listed, kind: &str) -> String {
        let Listed { id, paper, dissertation, .. } = row;
        let kind = if kind.is_empty() { String::new() } else { format!(" ({kind})") };
        let link = format!("[{}](../scenarios/deviations/{id}.toml)", self.title);
        let thesis = format!("thesis {dissertation}");
        let place = if paper.is_empty() { thesis } else { format!("{paper}; {thesis}") };
        let (breaks, judges) = (breaks(id), self.judges());
        let (length, uses) = (self.length(), self.uses());
        format!("| {link} `{id}`{kind} | {place} | {breaks} | {length} | {uses} | {judges} |")
    }

    /// How long its run is up to the guilty event.
    fn length(&self) -> String {
        shown(&self.run).map_or_else(
            || "–".to_owned(),
            |guilty| format!("{} events, {}", guilty.event.0, guilty.position.time),
        )
    }

    /// What its run makes use of up to the guilty event, or to its end.
    fn uses(&self) -> String {
        let end = shown(&self.run).map_or(self.run.world().events(), |guilty| guilty.event);
        let words: Vec<&str> = self.uses.until(end).into_iter().map(Use::word).collect();
        if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
    }

    /// Who reports it, in the order of the events: the judge that must, and those that would without it.
    fn judges(&self) -> String {
        let Some(guilty) = shown(&self.run) else { return "nobody".to_owned() };
        let name = |property: Property| {
            let name = property.name();
            if property == guilty.property { format!("**{name}**") } else { name.to_owned() }
        };
        let all: Vec<String> =
            reports(&self.run).into_iter().map(|report| name(report.property)).collect();
        if all.len() == 1 { format!("{}, nothing else", all[0]) } else { all.join(", ") }
    }
}

/// What its absence breaks, in words.
fn breaks(name: &str) -> String {
    match harm(name) {
        Harm::Violates(property, ..) => property.name().to_owned(),
        Harm::Invariant(property, ..) => format!("no promise; {}", property.name()),
        Harm::Liveness => "liveness".to_owned(),
        Harm::Slower => "only performance".to_owned(),
        Harm::Nothing => "nothing".to_owned(),
    }
}

impl Hunted {
    /// What chance was given.
    fn summary(&self) -> String {
        let mut text = String::new();
        for line in self.unbroken() {
            let (profile, seeds) = (text_of(&line["profile"]), &line["seeds"]);
            assert!(line["reported"].is_null(), "{profile} reports something with all rules on");
            let _ = writeln!(
                text,
                "* [{profile}](../scenarios/chaos/{profile}.toml): with all rules on nothing is reported in \
                 {seeds} seeds",
            );
        }
        text
    }

    /// After how many seeds this rule was missed, and after how many a promise was broken.
    fn found(&self, name: &str) -> String {
        let line = self.rule(name);
        let profile = text_of(&line["profile"]);
        let (reported, broken) = (&line["reported"], &line["broken"]);
        let found = match (reported.is_null(), broken.is_null()) {
            (true, _) => format!("nothing in {} seeds", line["seeds"]),
            (false, true) => format!("{}; no promise broken in {}", after(reported), line["seeds"]),
            (false, false) if reported == broken => after(broken),
            (false, false) => format!("{}; {}", after(reported), after(broken)),
        };
        format!("{profile}: {found}")
    }

    /// Without what no promise is broken any more, as far as that was tried for long enough to say.
    fn needs(&self, name: &str) -> String {
        let with = &self.rule(name)["broken"]["seed"];
        let Some(with) = with.as_u64() else { return "–".to_owned() };
        let mut needed = Vec::new();
        let mut tried = false;
        for line in self.without(name) {
            let seeds = line["seeds"].as_u64().expect("a number of seeds");
            // Ten times as long as it took with it.
            let is_long = seeds >= 10 * (with + 1);
            tried |= is_long;
            if is_long && line["broken"].is_null() {
                needed.push(text_of(&line["without"]));
            }
        }
        match (tried, needed.is_empty()) {
            (false, _) => "too rare to say".to_owned(),
            (true, true) => "none of them".to_owned(),
            (true, false) => needed.join(", "),
        }
    }
}

/// "This property after so many seeds".
fn after(report: &Value) -> String {
    let seed = report["seed"].as_u64().expect("a seed");
    format!("{} after {}", text_of(&report["property"]), seed + 1)
}

fn text_of(value: &Value) -> &str {
    value.as_str().expect("a text")
}
