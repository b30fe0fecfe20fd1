//! Hostile scenarios and links: real ones, changed in many ways, and what somebody could make up to do harm.
//! `cargo +nightly fuzz run json` (or `toml`, `link`) in this crate's folder goes on looking.

#[path = "harness/hostile.rs"]
mod hostile;

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use raft_core::Deviations;
use raft_scenario::{Link, LinkScenario, Scenario};

/// Numbers that look random and are the same in every run.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

/// What parsers stumble over.
const PIECES: [&str; 28] = [
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "[[",
    "]]",
    "=",
    ",",
    ".",
    "\n",
    "\\",
    "\\u0000",
    "\u{202e}",
    "\u{7}",
    "-1",
    "9007199254740993",
    "1e400",
    "NaN",
    "null",
    "true",
    "0ms",
    "1s..0s",
    "101%",
    "n10",
    "any",
    "<script>",
];

/// A copy of `text` with a few changes: characters lost, doubled and swapped, and pieces put in.
fn changed(text: &str, draws: &mut Draws) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=draws.below(4) {
        let at = draws.below(bytes.len());
        let end = (at + draws.below(24)).min(bytes.len());
        match draws.below(5) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            2 => {
                let other = draws.below(bytes.len());
                bytes.swap(at, other);
            }
            3 => bytes[at] = bytes[at].wrapping_add(1) & 0x7f,
            _ => drop(bytes.splice(at..at, PIECES[draws.below(PIECES.len())].bytes())),
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

/// Some scenarios that together use all of the format.
fn scenarios() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let names = [
        "default",
        "split-vote",
        "figure-7",
        "membership-change",
        "lease-reads",
        "chaos/membership",
    ];
    let read = |name| std::fs::read_to_string(folder.join(format!("{name}.toml")));
    names.map(|name| read(name).expect(name)).to_vec()
}

/// How many changed copies of each are tried.
const COPIES: u64 = 400;

#[test]
fn what_is_almost_a_scenario_is_refused_with_a_sentence_or_is_what_it_says() {
    let (mut taken, mut refused) = (0, 0);
    for text in scenarios() {
        assert!(hostile::toml(text.as_bytes()), "as it is, it can be read");
        let json = Scenario::from_toml(&text).expect("a scenario").to_json();
        for seed in 0..COPIES {
            let mut draws = Draws(seed);
            for good in [
                hostile::toml(&changed(&text, &mut draws)),
                hostile::json(&changed(&json, &mut draws)),
            ] {
                *(if good { &mut taken } else { &mut refused }) += 1;
            }
        }
    }
    assert!(taken > 500 && refused > 500, "{taken} taken, {refused} refused");
}

#[test]
fn what_is_almost_a_link_is_refused_with_a_sentence_or_is_what_it_says() {
    let (mut taken, mut refused) = (0, 0);
    for text in scenarios() {
        let scenario = Scenario::from_toml(&text).expect("a scenario");
        let mut link = Link::to_scenario("default");
        link.scenario = LinkScenario::Inline(Box::new(scenario));
        link.at = (5, 0);
        let fragment = link.encode(Deviations::NONE);
        assert!(hostile::link(fragment.as_bytes()));
        // What is packed is changed as well as the packet.
        let json = raft_scenario::json::write(&link);
        for seed in 0..COPIES {
            let mut draws = Draws(seed);
            let inner = changed(&json, &mut draws);
            let packed = miniz_oxide::deflate::compress_to_vec(&inner, 6);
            let packed = format!("#v1.d.{}", URL_SAFE_NO_PAD.encode(packed));
            for good in
                [hostile::link(packed.as_bytes()), hostile::link(&changed(&fragment, &mut draws))]
            {
                *(if good { &mut taken } else { &mut refused }) += 1;
            }
        }
    }
    assert!(taken > 200 && refused > 500, "{taken} taken, {refused} refused");
}

fn refused(text: &str) -> String {
    let json = Scenario::from_json(text).and_then(Scenario::compile).map(|_| ());
    json.expect_err("it is refused").to_string()
}

#[test]
fn nesting_as_deep_as_memory_is_refused() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(50_000), close.repeat(50_000));
    for text in [deep("[", "]"), deep("{\"a\":", "}"), deep("{\"expect\":[{\"never\":", "}]}")] {
        assert!(Scenario::from_json(&text).is_err());
        assert!(Scenario::from_toml(&format!("a = {text}")).is_err());
    }
    let nested = format!("{{\"never\":{}}}", deep("{\"never\":", "}"));
    let text = format!(r#"{{"format":1,"title":"t","expect":[{nested}]}}"#);
    assert!(Scenario::from_json(&text).is_err());
    let dotted = format!("{} = 1", "a.".repeat(50_000) + "a");
    assert!(Scenario::from_toml(&dotted).is_err());
}

#[test]
fn more_than_anybody_writes_is_refused_before_it_costs_anything() {
    let steps = |many: usize| {
        let steps: Vec<String> = (0..many).map(|n| format!(r#"{{"id":"s{n}"}}"#)).collect();
        format!(r#"{{"format":1,"title":"t","steps":[{}]}}"#, steps.join(","))
    };
    assert!(refused(&steps(501)).contains("at most 500 steps"));
    let claims = format!(
        r#"{{"format":1,"title":"t","expect":[{}]}}"#,
        vec![r#"{"leader":"n1"}"#; 201].join(",")
    );
    assert!(refused(&claims).contains("too many claims"));
    let text = format!(r#"{{"format":1,"title":"{}"}}"#, "x".repeat(5_000));
    assert!(refused(&text).contains("at most 4096 bytes"));
    let long = format!(r#"{{"format":1,"title":"t","sources":["{}"]}}"#, "x".repeat(300_000));
    assert!(refused(&long).contains("at most 262144 bytes"));
    assert!(refused(r#"{"format":1,"title":"t","until":"999999s"}"#).contains("at most 3600s"));
}

#[test]
fn what_is_refused_is_quoted_only_as_far_as_anybody_reads() {
    let long = "ß".repeat(20_000);
    assert!(!hostile::link(long.as_bytes()));
    assert!(!hostile::json(format!("{{\"{long}\": 1}}").as_bytes()));
    assert!(!hostile::toml(format!("\"{long}\" = 1").as_bytes()));
    let problem = Link::decode(&format!("#{long}")).expect_err("no name").to_string();
    assert!(problem.contains("ß…") && problem.len() < 3_000, "{}", problem.len());
}

/// A cluster that is as busy as one can be, for as long as it can be: the events have a limit, and nothing is
/// made of the rest.
#[test]
fn a_run_without_end_ends() {
    let text = r#"{"format":1,"title":"t","until":"3600s",
      "cluster":{"servers":9,"heartbeat":"100us","election_timeout":"1ms..2ms"},
      "clients":{"count":9,"workload":{"pause":"1us","keys":1}}}"#;
    let script = Scenario::from_json(text).and_then(Scenario::compile);
    let Ok(script) = script else { return };
    let mut run = raft_scenario::Run::new(&script).expect("it can begin");
    // Not to its end, which takes a while: only that the end is counted in events, and near.
    for _ in 0..50_000 {
        run.advance(&mut ());
    }
    let (events, time) = (run.world().events().0, run.position().time);
    assert!(events < raft_scenario::EVENT_LIMIT && time.0 < 3_600_000_000, "{events} at {time}");
}

/// A network on which nothing ever arrives, and servers that go on asking: messages have a limit of their own.
#[test]
fn messages_that_never_arrive_fill_no_memory() {
    let text = r#"{"format":1,"title":"t","until":"3600s",
      "cluster":{"servers":9,"heartbeat":"50ms","election_timeout":"100us..100us"},
      "network":{"latency":"3600s","faults":{"twice":"100%","twice_after":"3600s"}}}"#;
    let script = Scenario::from_json(text).and_then(Scenario::compile).expect("it is allowed");
    let mut run = raft_scenario::Run::new(&script).expect("it can begin");
    let mut most = 0;
    while run.advance(&mut ()) {
        most = most.max(run.world().in_flight());
    }
    assert!(run.at_limit() && run.peek().is_none());
    assert_eq!(run.world().in_flight(), run.world().flights().count());
    // What one event sends can go over it, and no more.
    assert!((most..most + 100).contains(&raft_scenario::FLIGHT_LIMIT), "{most}");
}

/// A run of a busy cluster with these parts in its scenario, as far as it goes.
fn busy(parts: &str) -> raft_scenario::Run {
    let text = format!(
        r#"{{"format":1,"title":"t","until":"3600s","network":{{"latency":"1us"}},"disk":{{"write":"1us"}},
          "clients":{{"count":9,"latency":"1us","workload":{{"pause":"1us","keys":1000000}}}},{parts}}}"#
    );
    let script = Scenario::from_json(&text).and_then(Scenario::compile).expect("it is allowed");
    let mut run = raft_scenario::Run::new(&script).expect("it can begin");
    while run.advance(&mut ()) {}
    assert!(run.at_limit());
    run
}

/// Each claim is looked at after each event: many of them, or one about all of a log, are more work than the run.
#[test]
fn claims_that_are_much_work_do_not_keep_anybody_busy_for_ever() {
    let claims = vec![r#"{"never":{"log":{"server":"n1","is":"1@9"}}}"#; 200].join(",");
    let run = busy(&format!(r#""steps":[{{"id":"a","at":"1ms","expect":[{claims}]}}]"#));
    let events = run.world().events().0;
    assert!(events < raft_scenario::EVENT_LIMIT / 10, "it ends after {events} events");
    let told: usize = run.troubles().iter().map(|trouble| trouble.message.len()).sum();
    assert!(told < 200 * 200, "{told} bytes about 200 claims");
}

/// A snapshot is as large as the store: one after every entry is more work than the run.
#[test]
fn snapshots_after_every_entry_do_not_keep_anybody_busy_for_ever() {
    let run = busy(r#""cluster":{"snapshot_after":1}"#);
    let events = run.world().events().0;
    assert!(events < raft_scenario::EVENT_LIMIT / 10, "it ends after {events} events");
}

/// What is claimed of a log and is wrong says what the log is: not all of a long one.
#[test]
fn what_is_wrong_with_a_log_is_told_in_few_words() {
    let claim = r#"{"log":{"server":"n1","is":"1@9"}}"#;
    let text = format!(
        r#"{{"format":1,"title":"t","until":"1s","clients":{{"count":9,"workload":{{"pause":"1us","keys":1}}}},
          "steps":[{{"id":"a","at":"900ms","expect":[{claim}]}}]}}"#
    );
    let script = Scenario::from_json(&text).and_then(Scenario::compile).expect("it is allowed");
    let mut run = raft_scenario::Run::new(&script).expect("it can begin");
    run.advance_to(script.until, &mut ());
    let [trouble] = run.troubles() else { panic!("{:?}", run.troubles()) };
    let entries = run.world().servers()[0].log().len();
    assert!(entries > 50 && trouble.message.len() < 200, "{entries}: {}", trouble.message);
}
