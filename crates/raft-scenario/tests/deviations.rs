//! What breaks without a rule: each broken rule has a scenario of its own that shows it.
//!
//! Every file of `scenarios/deviations/` is run twice: as it stands, where it must violate exactly what the table
//! below says, by exactly that event; and mended, which is a matter of one line, where nothing may be violated.

use std::collections::BTreeMap;
use std::path::Path;

use raft_check::{Property, Violation};
use raft_core::Deviation;
use raft_scenario::{Run, Scenario, Script};
use raft_sim::{EventLine, EventNo, Happening, Sink, World};

use Harm::{Other, Violates};
use Property::{
    ElectionSafety, ExactlyOnce, LeaderAppendOnly, LeaderCompleteness, Linearizability,
    LogMatching, StateMachineSafety,
};

/// What a broken rule does in its scenario.
#[derive(Clone, Copy, Debug)]
enum Harm {
    /// Of what is promised it first violates this, by these servers (the guilty one first) and this event.
    Violates(Property, &'static str, &'static str),
    /// It violates no promise. What it does instead, in a word of its statement.
    Other(&'static str),
}

/// The properties of the paper's Figure 3.
const FIGURE_3: [Property; 5] =
    [ElectionSafety, LeaderAppendOnly, LogMatching, LeaderCompleteness, StateMachineSafety];

/// What each scenario shows.
const HARMS: &[(&str, Harm)] = &[
    (
        "acknowledge-own-log",
        Violates(LeaderCompleteness, "n1", "235ms n3 → n1 RequestVoteReply t3 yes · n1 leader"),
    ),
    (
        "answer-before-durable",
        Violates(LeaderCompleteness, "n2", "165ms n3 → n2 RequestVoteReply t2 yes · n2 leader"),
    ),
    ("candidate-ignores-leader", Other("liveness")),
    (
        "change-before-own-commit",
        Violates(LeaderCompleteness, "n1", "560ms n5 → n1 RequestVoteReply t3 yes · n1 leader"),
    ),
    (
        "changes-overlap",
        Violates(
            ElectionSafety,
            "n2 n1",
            "360ms n3 → n2 RequestVoteReply t2 yes · n2 leader · n2 log=2@2",
        ),
    ),
    ("check-quorum-off", Other("liveness")),
    ("commit-goes-back", Other("Breaks no property")),
    (
        "commit-not-verified",
        Violates(
            StateMachineSafety,
            "n1 n2",
            "325ms n2 → n1 AppendEntries t2 prev=1@1 [] commit=2 round=2 · n1 commit=2",
        ),
    ),
    (
        "committed-members-elect",
        Violates(
            ElectionSafety,
            "n2 n4",
            "485ms n3 → n2 RequestVoteReply t2 yes · n2 leader · n2 log=3@2",
        ),
    ),
    (
        "conflicts-kept",
        Violates(
            StateMachineSafety,
            "n1 n2",
            "205ms n2 → n1 AppendEntries t2 prev=0@0 [1@2] commit=1 · n1 commit=1",
        ),
    ),
    (
        "count-self-before-durable",
        Violates(LeaderCompleteness, "n1", "180ms n3 → n1 RequestVoteReply t2 yes · n1 leader"),
    ),
    (
        "half-elects",
        Violates(ElectionSafety, "n3 n1", "60ms n4 → n3 RequestVoteReply t1 yes · n3 leader"),
    ),
    (
        "joint-left-early",
        Violates(LeaderCompleteness, "n1", "540ms n2 → n1 RequestVoteReply t3 yes · n1 leader"),
    ),
    (
        "leader-discards-uncommitted",
        Violates(
            LeaderCompleteness,
            "n2",
            "180ms n3 → n2 RequestVoteReply t2 yes · n2 leader · n2 cuts its log from 1",
        ),
    ),
    ("leader-ignores-newer-terms", Other("liveness")),
    (
        "lease-ignores-drift",
        Violates(Linearizability, "n1", "519ms n1 → c1 ClientReply c1#2 ok 1 · c1#2 ok"),
    ),
    (
        "lease-survives-transfer",
        Violates(Linearizability, "n1", "388ms n1 → c1 ClientReply c1#2 ok 1 · c1#2 ok"),
    ),
    (
        "log-not-compared",
        Violates(LeaderCompleteness, "n3", "170ms n2 → n3 RequestVoteReply t2 yes · n3 leader"),
    ),
    (
        "lying-sync",
        Violates(LeaderCompleteness, "n3", "400ms n2 → n3 RequestVoteReply t2 yes · n3 leader"),
    ),
    ("match-goes-back", Other("Delays")),
    (
        "old-acknowledgements-count",
        Violates(LeaderCompleteness, "n2", "230ms n3 → n2 RequestVoteReply t3 yes · n2 leader"),
    ),
    (
        "old-leaders-followed",
        Violates(LeaderCompleteness, "n1", "260ms n3 → n1 RequestVoteReply t3 yes · n1 leader"),
    ),
    (
        "old-snapshots-installed",
        Violates(LeaderCompleteness, "n2", "640ms n3 → n2 RequestVoteReply t2 yes · n2 leader"),
    ),
    (
        "old-terms-commit-by-counting",
        Violates(LeaderCompleteness, "n3", "415ms n2 → n3 RequestVoteReply t4 yes · n3 leader"),
    ),
    (
        "old-votes-count",
        Violates(ElectionSafety, "n1 n3", "102ms n2 → n1 RequestVoteReply t1 yes · n1 leader"),
    ),
    ("pre-vote-bound-to-senders-term", Other("liveness")),
    ("pre-vote-off", Other("liveness")),
    ("pre-vote-restarts-timer", Other("liveness")),
    (
        "pre-votes-elect",
        Violates(
            ElectionSafety,
            "n1 n2",
            "92ms n2 → n1 RequestPreVoteReply t0 yes for t1 · n1 leader",
        ),
    ),
    (
        "previous-term-not-checked",
        Violates(
            LogMatching,
            "n1 n3",
            "245ms n3 → n1 AppendEntries t3 prev=1@2 [2@3] commit=0 · n1 log=2@3",
        ),
    ),
    (
        "read-before-own-commit",
        Violates(Linearizability, "n2", "390ms n2 → c2 ClientReply c2#1 ok 1 · c2#1 ok"),
    ),
    (
        "read-without-quorum",
        Violates(Linearizability, "n1", "420ms n1 → c1 ClientReply c1#2 ok 1 · c1#2 ok"),
    ),
    ("refusal-restarts-timer", Other("liveness")),
    (
        "repeated-votes-count",
        Violates(ElectionSafety, "n1 n3", "120ms n2 → n1 RequestVoteReply t1 yes · n1 leader"),
    ),
    (
        "sessions-off",
        Violates(ExactlyOnce, "n2", "555ms n3 → n2 AppendEntriesReply t2 match=5 · n2 commit=5"),
    ),
    (
        "snapshot-ahead-of-state",
        Violates(
            LogMatching,
            "n3 n2",
            "520ms n2 → n3 AppendEntries t2 prev=1@1 [2@2 3@2] commit=3 · n3 t2 · n3 commit=3 · n3 log=3@2",
        ),
    ),
    (
        "snapshot-discards-tail",
        Violates(LeaderCompleteness, "n2", "570ms n3 → n2 RequestVoteReply t2 yes · n2 leader"),
    ),
    (
        "snapshot-forgets-answers",
        Violates(
            ExactlyOnce,
            "n3",
            "475ms n1 → n3 AppendEntries t1 prev=4@1 [] commit=4 · n3 commit=4",
        ),
    ),
    ("snapshot-keeps-conflict", Violates(LogMatching, "n1 n2", "520ms action · n1 crashes")),
    (
        "snapshot-sets-term",
        Violates(ElectionSafety, "n1 n2", "356ms n3 → n1 RequestVoteReply t2 yes · n1 leader"),
    ),
    (
        "snapshot-without-members",
        Violates(
            ElectionSafety,
            "n4 n3",
            "600ms n5 → n4 RequestVoteReply t2 yes · n4 leader · n4 log=4@2",
        ),
    ),
    (
        "snapshot-without-term",
        Violates(LeaderCompleteness, "n3", "440ms n1 → n3 RequestVoteReply t3 yes · n3 leader"),
    ),
    (
        "stale-reads",
        Violates(Linearizability, "n3", "295ms n3 → c2 ClientReply c2#1 ok 1 · c2#1 ok"),
    ),
    ("stickiness-off", Other("liveness")),
    (
        "swap-at-once",
        Violates(
            ElectionSafety,
            "n1 n3",
            "370ms n2 → n1 RequestVoteReply t2 yes · n1 leader · n1 log=2@2",
        ),
    ),
    (
        "term-not-persisted",
        Violates(
            LeaderCompleteness,
            "n1 n2",
            "210ms n3 → n1 AppendEntriesReply t1 match=1 · n1 commit=1",
        ),
    ),
    (
        "term-reused",
        Violates(LogMatching, "n1 n2", "160ms c2 → n1 ClientRequest c2#1 x=2 · n1 log=1@1"),
    ),
    ("timeouts-not-random", Other("liveness")),
    (
        "truncate-always",
        Violates(LeaderCompleteness, "n2", "265ms n3 → n2 RequestVoteReply t2 yes · n2 leader"),
    ),
    (
        "truncated-members-kept",
        Violates(LeaderCompleteness, "n1", "700ms n5 → n1 RequestVoteReply t3 yes · n1 leader"),
    ),
    (
        "uncommitted-applied",
        Violates(
            StateMachineSafety,
            "n2 n4",
            "185ms n1 → n2 AppendEntries t1 prev=0@0 [1@1] commit=0 · n2 log=1@1",
        ),
    ),
    (
        "vote-forgotten-by-following",
        Violates(ElectionSafety, "n2 n1", "120ms n3 → n2 RequestVoteReply t1 yes · n2 leader"),
    ),
    (
        "vote-not-persisted",
        Violates(ElectionSafety, "n2 n1", "90ms n3 → n2 RequestVoteReply t1 yes · n2 leader"),
    ),
    (
        "vote-twice",
        Violates(ElectionSafety, "n2 n1", "57ms n3 → n2 RequestVoteReply t1 yes · n2 leader"),
    ),
    ("write-order", Other("nothing")),
];

/// What no server of Raft decides: what clients do, what disks do, and which of its options a cluster goes
/// without. Which line does it, and what mends it in its place.
const NO_RULES: &[(&str, &str, &str)] = &[
    ("check-quorum-off", "check_quorum = false", "check_quorum = true"),
    ("lying-sync", r#"do = [{ disk = { servers = "n2", faults = { lying = "100%" } } }]"#, ""),
    ("pre-vote-off", "pre_vote = false", "pre_vote = true"),
    ("sessions-off", "sessions = false", "sessions = true"),
    ("stale-reads", r#"reads = "stale""#, ""),
    ("stickiness-off", "leader_stickiness = false", "leader_stickiness = true"),
    ("write-order", r#"faults = { reordered = "100%" }"#, ""),
];

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

/// What the terminal prints of each event.
#[derive(Default)]
struct Lines(BTreeMap<EventNo, String>);

impl Sink for Lines {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        self.0.insert(happening.event.no, EventLine { world, happening }.to_string());
    }
}

fn played(script: &Script) -> (Run, Lines) {
    let (mut run, mut lines) =
        (Run::new(script).expect("a compiled script can run"), Lines::default());
    run.advance_to(script.until, &mut lines);
    (run, lines)
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

fn harm(name: &str) -> Harm {
    let row = HARMS.iter().find(|(known, _)| *known == name);
    row.unwrap_or_else(|| panic!("what does {name} do? It is not in the table")).1
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
        let (run, lines) = played(&script(&name, &text));
        let found = first_broken_promise(&run)
            .map(|first| (first.property, servers(first), lines.0[&first.event].clone()));
        let expected = match harm(&name) {
            Violates(property, servers, guilty) => {
                Some((property, servers.to_owned(), guilty.to_owned()))
            }
            Other(_) => None,
        };
        if found != expected {
            wrong.push(format!("{name}:\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_said_of_a_broken_rule_is_what_its_scenario_shows() {
    let mut wrong = Vec::new();
    for deviation in Deviation::ALL {
        let (name, statement) = (deviation.name(), deviation.statement());
        let (run, _) = played(&script(name, &texts()[name]));
        let violated = run.judges().violations().iter().map(|violation| violation.property);
        let shown: Vec<&str> = match harm(name) {
            Violates(ExactlyOnce, ..) => vec!["exactly-once"],
            Violates(Linearizability, ..) => vec!["linearizability"],
            Violates(..) => {
                violated.filter(|one| FIGURE_3.contains(one)).map(Property::name).collect()
            }
            Other(word) => vec![word],
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
