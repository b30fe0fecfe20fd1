//! What breaks without a rule: each broken rule has a scenario of its own that shows it.
//!
//! Every file of `scenarios/deviations/` is run twice: as it stands, where it must violate exactly what the table
//! below says, by exactly that event; and mended, which is a matter of one line, where nothing may be violated.

mod chaos;
mod harms;
mod page;
mod uses;

use std::collections::BTreeMap;
use std::path::Path;

use raft_check::{Property, Violation};
use raft_core::Deviation;
use raft_scenario::{Run, Scenario, Script};
use raft_sim::{EventLine, EventNo, Happening, Sink, World};

use harms::{FIGURE_3, HARMS, Harm, NO_RULES, harm};
use uses::{Use, Uses};

/// The scenarios as they are written, by their names.
fn texts() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/deviations");
    let files = std::fs::read_dir(folder).expect("the broken rules have a folder");
    let named = files.map(|file| {
        let path = file.expect("a readable folder").path();
        let name = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".toml"));
        let name = name.unwrap_or_else(|| panic!("{} is no scenario", path.display())).to_owned();
        (name, std::fs::read_to_string(&path).expect("a readable file"))
    });
    named.collect()
}

fn script(name: &str, text: &str) -> Script {
    let scenario = Scenario::from_toml(text).unwrap_or_else(|problem| panic!("{name}: {problem}"));
    scenario.compile().unwrap_or_else(|problem| panic!("{name}: {problem}"))
}

fn no_rule(name: &str) -> Option<(&'static str, &'static str)> {
    NO_RULES.iter().find(|(known, ..)| *known == name).map(|(_, line, mended)| (*line, *mended))
}

/// The scenario with the rule: without the line that breaks it.
fn mended(name: &str, text: &str) -> Script {
    let breaking = format!("deviations = [\"{name}\"]");
    let (line, instead) = no_rule(name).unwrap_or((&breaking, ""));
    let found = text.lines().filter(|other| *other == line).count();
    assert_eq!(found, 1, "{name}: \"{line}\" is one line of its own");
    let swap = |other| if other == line { instead } else { other };
    let script = script(name, &text.lines().map(swap).collect::<Vec<_>>().join("\n"));
    assert!(script.scenario.cluster.deviations.is_empty(), "{name}: no other rule is broken");
    script
}

/// What was seen of a run besides its end.
#[derive(Default)]
struct Watched {
    /// What the terminal prints of each event.
    lines: BTreeMap<EventNo, String>,
    uses: Uses,
}

impl Sink for Watched {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        self.lines.insert(happening.event.no, EventLine { world, happening }.to_string());
        self.uses.see(world, happening);
    }
}

fn played(script: &Script) -> (Run, Watched) {
    let mut run = Run::new(script).expect("a compiled script can run");
    let mut watched = Watched::default();
    run.advance_to(script.until, &mut watched);
    (run, watched)
}

/// The first violation of what is promised: by the paper, or else to clients. Invariants that follow from the
/// rules are often broken before: they see the broken rule itself, a scenario shows what comes of it.
fn first_broken_promise(run: &Run) -> Option<&Violation> {
    let judges = run.judges();
    let of_figure_3 = |violation: &&Violation| FIGURE_3.contains(&violation.property);
    judges.violations().iter().find(of_figure_3).or_else(|| judges.client_violations().first())
}

fn servers(violation: &Violation) -> String {
    violation.servers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Everything that judges have reported, in the order of the events.
fn reports(run: &Run) -> Vec<&Violation> {
    let judges = run.judges();
    let all = judges.violations().iter().chain(judges.client_violations());
    let mut all: Vec<&Violation> = all.collect();
    all.sort_by_key(|violation| violation.event);
    all
}

/// What a scenario is there to show, if anything reports it: the promise that is broken first, else the first
/// invariant.
fn shown(run: &Run) -> Option<&Violation> {
    first_broken_promise(run).or_else(|| reports(run).first().copied())
}

#[test]
fn every_broken_rule_has_a_scenario() {
    let texts = texts();
    for name in Deviation::ALL.iter().map(|deviation| deviation.name()) {
        assert!(texts.contains_key(name), "{name} is shown by no scenario");
    }
    for (name, _) in HARMS {
        assert!(texts.contains_key(*name), "{name} is in the table and has no scenario");
    }
    assert!(HARMS.is_sorted_by(|one, other| one.0 < other.0), "the table is in alphabetical order");
}

#[test]
fn every_scenario_breaks_its_own_rule_and_no_other() {
    for (name, text) in texts() {
        let broken = script(&name, &text).scenario.cluster.deviations;
        match no_rule(&name) {
            Some(_) => assert!(broken.is_empty(), "{name}"),
            None => assert_eq!(broken, [name], "the name of the file"),
        }
    }
}

#[test]
fn every_scenario_keeps_its_word() {
    for (name, text) in texts() {
        let script = script(&name, &text);
        let (run, _) = played(&script);
        assert_eq!(run.troubles(), [], "{name}: a step does not find what it says");
        assert_eq!(run.test(&script.scenario.expect), Ok(()), "{name}: the end is not as it says");
        assert_eq!(run.fired().len(), script.steps.len(), "{name}: a step never comes");
        assert!(!script.scenario.expect.is_empty(), "{name} claims nothing about its end");
    }
}

#[test]
fn a_broken_rule_violates_what_it_is_said_to_violate_and_by_that_event() {
    let mut wrong = Vec::new();
    for (name, text) in texts() {
        let (run, watched) = played(&script(&name, &text));
        let found = shown(&run)
            .map(|first| (first.property, servers(first), watched.lines[&first.event].clone()));
        let expected = match harm(&name) {
            Harm::Violates(property, servers, guilty)
            | Harm::Invariant(property, servers, guilty) => {
                Some((property, servers.to_owned(), guilty.to_owned()))
            }
            Harm::Liveness | Harm::Slower | Harm::Nothing => None,
        };
        if found != expected {
            wrong.push(format!("{name}:\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_breaks_no_safety_is_reported_by_no_judge_of_safety() {
    for (name, harm) in HARMS {
        if matches!(harm, Harm::Liveness | Harm::Slower | Harm::Nothing) {
            let (run, _) = played(&script(name, &texts()[*name]));
            assert_eq!(reports(&run), Vec::<&Violation>::new(), "{name}");
        }
    }
}

#[test]
fn a_run_makes_use_of_what_its_scenario_is_about() {
    let used = |name: &str, what: Use| {
        let (run, watched) = played(&script(name, &texts()[name]));
        let guilty = shown(&run).expect("something is violated");
        watched.uses.until(guilty.event).contains(&what)
    };
    for (name, what) in [
        ("vote-not-persisted", Use::Crash),
        ("vote-not-persisted", Use::Restart),
        ("truncate-always", Use::Overtaking),
        ("repeated-votes-count", Use::Duplicate),
        ("changes-overlap", Use::Loss),
        ("lease-ignores-drift", Use::Clock),
        ("lying-sync", Use::Disk),
    ] {
        assert!(used(name, what), "{name}: {}", what.word());
        assert!(!used("half-elects", what) || what == Use::Loss, "{}", what.word());
    }
}

#[test]
fn what_is_said_of_a_broken_rule_is_what_its_scenario_shows() {
    let mut wrong = Vec::new();
    for deviation in Deviation::ALL {
        let (name, statement) = (deviation.name(), deviation.statement());
        let (run, _) = played(&script(name, &texts()[name]));
        let violated = run.judges().violations().iter().map(|violation| violation.property);
        let shown: Vec<&str> = match harm(name) {
            Harm::Violates(Property::ExactlyOnce, ..) => vec!["exactly-once"],
            Harm::Violates(Property::Linearizability, ..) => vec!["linearizability"],
            Harm::Violates(..) => {
                violated.filter(|one| FIGURE_3.contains(one)).map(Property::name).collect()
            }
            Harm::Invariant(..) | Harm::Nothing => vec!["Breaks no property"],
            Harm::Liveness => vec!["liveness"],
            Harm::Slower => vec!["Delays"],
        };
        if !shown.iter().any(|word| statement.contains(word)) {
            wrong
                .push(format!("{name} shows {}, and is said to be: {statement}", shown.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn with_the_rule_nothing_is_violated_and_something_is_not_as_told() {
    for (name, text) in texts() {
        let script = mended(&name, &text);
        let (run, _) = played(&script);
        assert_eq!(run.judges().violations(), [], "{name}");
        assert_eq!(run.judges().client_violations(), [], "{name}");
        let is_as_told = run.troubles().is_empty()
            && run.fired().len() == script.steps.len()
            && run.test(&script.scenario.expect).is_ok();
        assert!(!is_as_told, "{name}: nothing of what it claims depends on the rule");
    }
}

#[test]
fn every_sentence_has_time_to_be_read_and_something_to_be_about() {
    for (name, text) in texts() {
        let script = script(&name, &text);
        let told: Vec<_> = script.steps.iter().filter(|step| step.say.is_some()).collect();
        let (last, before) = told.split_last().expect("a story");
        assert!(before.len() > 2, "{name} is a story");
        assert_eq!(last.id, "what-was-broken", "{name}: the end says which rule that was");
        for step in &told {
            assert!(!step.expect.is_empty(), "{name}: \"{}\" claims nothing", step.id);
        }
        for step in before {
            let pace = step.pace.unwrap_or_default().0;
            assert!(pace >= 2_400_000, "{name}: \"{}\" is gone after {pace} µs", step.id);
        }
        let (run, _) = played(&script);
        let said = run.fired().iter().filter(|fired| script.steps[fired.step].say.is_some());
        let moments: Vec<_> = said.map(|fired| fired.position).collect();
        assert!(moments.is_sorted_by(|a, b| a < b), "{name}: two sentences at one moment");
    }
}
