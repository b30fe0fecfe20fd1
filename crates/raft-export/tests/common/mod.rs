//! Runs to be written down.
#![allow(dead_code)] // each test uses some of it

use std::path::Path;

use raft_export::Take;
use raft_scenario::{ActionModel, Link, LinkScenario, PlacedAction, Problem, Run, Scenario};

/// The scenarios of the gallery by name.
pub(crate) fn gallery() -> Vec<(String, Scenario)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let mut scenarios: Vec<_> = std::fs::read_dir(folder)
        .expect("the gallery")
        .map(|file| file.expect("a file").path())
        .filter(|path| path.is_file())
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("text");
            let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
            (name, Scenario::from_toml(&text).expect("a scenario"))
        })
        .collect();
    scenarios.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(scenarios.len() > 2);
    scenarios
}

/// Clusters in which a lot happens: faults of all sorts, and everything beyond the paper's Figure 2.
pub(crate) fn busy() -> Vec<(String, Scenario)> {
    let plain = r#"{
      "format": 1, "title": "Busy; <b>#1</b>", "seed": 5, "until": "900ms",
      "cluster": { "servers": 3 }, "network": { "loss": "3%", "faults": { "twice": "5%" } },
      "clients": { "count": 2, "workload": { "pause": "20ms..90ms", "keys": 2, "reads": "30%" } },
      "steps": [
        { "id": "start", "at": "0ms", "say": "It begins." },
        { "id": "crash", "at": "300ms", "do": [{ "crash": "n1" }], "say": "n1 crashes." },
        { "id": "silent", "after": "0ms" },
        { "id": "cut", "after": "20ms", "do": [{ "partition": ["n1", "rest"] }] },
        { "id": "back", "at": "400ms", "do": [{ "restart": "n1" }, "heal_all"], "say": "Back." },
        { "id": "again", "when": { "committed": { "server": "any", "index": 6 } },
          "do": [{ "crash": "leader" }] },
        { "id": "late", "after": "90ms", "do": [{ "restart": "all" }] }
      ]
    }"#;
    let extended = r#"{
      "format": 1, "title": "Extended", "seed": 6, "until": "900ms",
      "cluster": { "servers": 5, "voters": ["n1", "n2", "n3"], "pre_vote": true,
        "check_quorum": true, "leader_stickiness": true, "lease_reads": true,
        "reads": "read_index", "proposals": "forward", "append_window": 3,
        "entries_per_append": 2, "uncommitted_bytes": 64, "snapshot_after": 5,
        "snapshot_keep": 2, "snapshot_chunk": 16 },
      "network": { "loss": "3%" },
      "clients": { "count": 2, "sessions": true,
        "workload": { "pause": "20ms..90ms", "keys": 2, "reads": "30%" } },
      "steps": [
        { "id": "start", "at": "0ms", "say": "It begins." },
        { "id": "grow", "when": { "elected": "any" }, "say": "Somebody leads." },
        { "id": "more", "after": "50ms", "do": [{ "change": { "add": ["n4", "n5"] } }] },
        { "id": "wipe", "after": "150ms", "do": [{ "wipe": "n2" }] },
        { "id": "rejoin", "after": "50ms", "do": [{ "restart": "n2" }] }
      ]
    }"#;
    [("busy", plain), ("extended", extended)]
        .into_iter()
        .map(|(name, json)| (name.to_owned(), Scenario::from_json(json).expect("a scenario")))
        .collect()
}

/// All of them.
pub(crate) fn scenarios() -> Vec<(String, Scenario)> {
    gallery().into_iter().chain(busy()).collect()
}

/// A trace for etcd's specification, if it is of something that etcd does as well.
pub(crate) fn told(name: &str, trace: Result<String, Problem>) -> Option<String> {
    match trace {
        Ok(trace) => Some(trace),
        Err(problem) => {
            let told = problem.to_string();
            assert!(told.contains("etcd's trace cannot tell this"), "{name}: {told}");
            None
        }
    }
}

pub(crate) fn take(scenario: &Scenario) -> Take {
    Take::of_scenario(scenario.clone()).expect("a scenario that works")
}

/// Numbers that look random and are the same in every run.
pub(crate) struct Steps(pub(crate) u64);

impl Steps {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// A link to somewhere in a scenario, with what a hand has done on the way there; and its run.
pub(crate) fn walk(scenario: &Scenario, steps: &mut Steps) -> (Link, Run) {
    let script = scenario.clone().compile().expect("a scenario that works");
    let mut run = Run::new(&script).expect("a run");
    let mut actions = Vec::new();
    for _ in 0..12 {
        for _ in 0..steps.below(60) {
            run.advance(&mut ());
        }
        for _ in 0..=steps.below(3) {
            let json = hand(&run, steps, u64::from(script.setup.servers));
            let action = ActionModel::from_json(&json).expect(&json);
            let at = run.position();
            let acted = run.act(&action.to_action().expect(&json), &mut ());
            if acted.is_ok() {
                actions.push(PlacedAction { at: (at.time.0, at.processed), action });
            }
        }
    }
    let at = run.position();
    let link = Link {
        scenario: LinkScenario::Inline(Box::new(scenario.clone())),
        seed: None,
        servers: None,
        actions,
        at: (at.time.0, at.processed),
        step: None,
        digest: Some(run.digest().to_string()),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
    };
    (link, run)
}

/// Something that a hand can do, sensible or not.
fn hand(run: &Run, steps: &mut Steps, servers: u64) -> String {
    let (one, other) = (steps.below(servers) + 1, steps.below(servers) + 1);
    let flights: Vec<_> = run.world().flights().map(|flight| flight.id.to_string()).collect();
    let message = |steps: &mut Steps| {
        let at = usize::try_from(steps.below(flights.len().max(1) as u64)).unwrap_or(0);
        flights.get(at).cloned().unwrap_or_else(|| "n1>n2:Forward:999".to_owned())
    };
    match steps.below(16) {
        0 => format!(r#"{{"crash":"n{one}"}}"#),
        1 | 2 => format!(r#"{{"restart":"n{other}"}}"#),
        3 => format!(r#"{{"time_out":"n{one}"}}"#),
        4 => format!(r#"{{"set_timer":{{"servers":"n{one}","remaining":"3ms"}}}}"#),
        5 => format!(r#"{{"drop":"{}"}}"#, message(steps)),
        6 | 7 => format!(r#"{{"deliver":"{}"}}"#, message(steps)),
        8 => format!(r#"{{"duplicate":"{}"}}"#, message(steps)),
        9 => format!(r#"{{"cut":{{"from":"n{one}","to":"n{other}"}}}}"#),
        10 => r#""heal_all""#.to_owned(),
        11 => format!(r#"{{"put":{{"key":"x","value":"{one}"}}}}"#),
        12 => format!(r#"{{"partition":["n{one}","rest"]}}"#),
        13 => format!(r#"{{"pause":"n{one}"}}"#),
        14 => r#"{"resume":"all"}"#.to_owned(),
        _ if steps.below(8) == 0 => r#""release""#.to_owned(),
        _ => format!(r#"{{"put":{{"client":"c2","key":"y","value":"{other}"}}}}"#),
    }
}
