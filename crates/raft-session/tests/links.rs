//! Links that have been sent: every later version replays them to the same digest, or says why it cannot.
//!
//! `links/v1.txt` holds links as versions of the playground have made them, one on a line, with what it is about
//! in a line before it. Lines are added (`ADD_LINKS=1 cargo test -p raft-session --all-features --test links`
//! adds those of this version), and never changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use raft_explain::Catalogue;
use raft_scenario::{ActionModel, Link, LinkScenario, Scenario};
use raft_session::Session;

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn corpus() -> PathBuf {
    here().join("tests/links/v1.txt")
}

fn catalogue() -> Arc<Catalogue> {
    let text = include_str!("../../../locales/en.json");
    let mut all: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let narration: BTreeMap<String, String> =
        serde_json::from_value(all["narration"].take()).expect("sentences");
    Arc::new(Catalogue::new(narration).expect("a catalogue"))
}

/// A scenario of the gallery, by the name that links use.
fn named(name: &str) -> Scenario {
    let folder = here().join("../../scenarios");
    let paths = ["", "deviations", "incidents"]
        .map(|inner| folder.join(inner).join(format!("{name}.toml")));
    let path = paths.into_iter().find(|path| path.is_file()).expect(name);
    Scenario::from_toml(&std::fs::read_to_string(path).expect("text")).expect("a scenario")
}

fn open(name: &str, seed: Option<u64>, servers: Option<u8>) -> Session {
    let scenario = named(name);
    Session::open(scenario, Some(name.to_owned()), seed, servers, catalogue(), "en")
        .expect("it opens")
}

fn opened(fragment: &str) -> Result<Session, raft_scenario::Problem> {
    let link = Link::decode(fragment)?;
    let scenario = match &link.scenario {
        LinkScenario::Name(name) => Some(named(name)),
        LinkScenario::Inline(_) => None,
    };
    Session::open_link(&link, scenario, catalogue(), "en")
}

fn act(session: &mut Session, at: f64, action: &str) {
    session.seek(at).expect("a moment");
    let action = ActionModel::from_json(action).expect("an action");
    session.act(action).unwrap_or_else(|problem| panic!("{problem}"));
}

/// What somebody does who plays with five servers for a while: 25 commands.
fn by_hand() -> Session {
    let mut session = open("default", Some(0x2a), Some(5));
    let commands = [
        (300.0, r#"{"put":{"key":"x","value":"1"}}"#),
        (420.0, r#"{"crash":"n1"}"#),
        (700.0, r#"{"put":{"key":"x","value":"2"}}"#),
        (900.0, r#"{"restart":"n1"}"#),
        (1_100.0, r#"{"partition":[["n1","n2"],"rest"]}"#),
        (1_300.0, r#"{"put":{"key":"y","value":"3"}}"#),
        (1_500.0, r#""heal_all""#),
        (1_700.0, r#"{"pause":"n3"}"#),
        (1_900.0, r#"{"resume":"n3"}"#),
        (2_100.0, r#"{"cut":{"from":"n1","to":"n4"}}"#),
        (2_300.0, r#"{"heal":{"from":"n1","to":"n4"}}"#),
        (2_500.0, r#"{"time_out":"n4"}"#),
        (2_700.0, r#"{"get":{"key":"x"}}"#),
        (2_900.0, r#"{"set_loss":"10%"}"#),
        (3_100.0, r#"{"set_loss":"0%"}"#),
        (3_300.0, r#"{"crash":"n2"}"#),
        (3_500.0, r#"{"restart":"n2"}"#),
        (3_700.0, r#"{"take_snapshot":"leader"}"#),
        (3_900.0, r#"{"put":{"key":"z","value":"4"}}"#),
        (4_100.0, r#"{"crash":["n1","n3"]}"#),
        (4_300.0, r#"{"put":{"key":"z","value":"5"}}"#),
        (4_500.0, r#"{"restart":["n1","n3"]}"#),
        (4_700.0, r#"{"transfer":{"to":"n4"}}"#),
        (4_900.0, r#"{"add":{"key":"z","amount":1}}"#),
        (5_100.0, r#"{"get":{"key":"z"}}"#),
    ];
    assert_eq!(commands.len(), 25);
    for (at, action) in commands {
        act(&mut session, at, action);
    }
    session.advance(5_400.0).expect("a moment");
    session
}

/// The links that this version adds, each with what it is about.
fn of_this_version() -> Vec<(&'static str, String)> {
    let at = |name: &str, ms: f64| {
        let mut session = open(name, None, None);
        session.seek(ms).expect("a moment");
        session.share_link()
    };
    let inline = |name: &str, ms: f64| {
        let mut session =
            Session::open(named(name), None, None, None, catalogue(), "en").expect("it opens");
        session.seek(ms).expect("a moment");
        session.share_link()
    };
    vec![
        ("the story that the page opens with", "#default".to_owned()),
        ("one of its steps", "#default/committed".to_owned()),
        ("a step of a story with a broken rule", "#figure-8/your-turn.not-raft".to_owned()),
        ("a moment between two sentences", at("default", 333.333)),
        ("another seed and another number of servers, 25 commands", by_hand().share_link()),
        ("a whole scenario with a broken rule", inline("half-elects", 300.0)),
        ("a whole scenario with disks that hold something", inline("figure-7", 400.0)),
        ("members that change", inline("membership-change", 1_000.0)),
        ("snapshots in parts", inline("snapshots", 500.0)),
        ("leases and a clock that is wrong", inline("drifting-clock", 400.0)),
        ("sessions", inline("exactly-once", 400.0)),
        ("disks that stall", inline("disk-stalled-leader", 500.0)),
    ]
}

#[test]
fn what_was_sent_replays_the_same() {
    let path = corpus();
    if std::env::var_os("ADD_LINKS").is_some() {
        let mut text = std::fs::read_to_string(&path).unwrap_or_default();
        for (about, link) in of_this_version() {
            text += &format!("# {} {about}\n{link}\n", env!("CARGO_PKG_VERSION"));
        }
        std::fs::write(&path, text).expect("it can be written");
    }
    let text = std::fs::read_to_string(&path).expect("links that were sent");
    let links: Vec<&str> = text.lines().filter(|line| !line.starts_with("# ")).collect();
    assert!(links.len() >= 12, "{}", links.len());
    let mut replayed = 0;
    for link in links {
        match opened(link) {
            // A full link holds its digest: it would not have been opened with another one.
            Ok(session) => {
                replayed += 1;
                let again = session.share_link();
                assert_eq!(
                    opened(&again).map(|same| same.digest()),
                    Ok(session.digest()),
                    "{link}"
                );
            }
            Err(problem) => {
                let why = "does not replay the same in this one";
                assert!(problem.message.contains(why), "{link}: {problem}");
            }
        }
    }
    assert!(replayed >= 12, "those of this version do replay: {replayed}");
}

#[test]
fn a_link_to_a_run_by_hand_fits_into_a_message() {
    let session = by_hand();
    let link = session.share_link();
    assert!(link.len() < 600, "{} characters: {link}", link.len());
    let same = opened(&link).expect("it opens");
    assert_eq!((same.digest(), same.state()), (session.digest(), session.state()));
}

#[test]
fn the_common_links_can_be_read_by_people() {
    let mut session = open("default", None, None);
    assert_eq!(session.share_link(), "#default");
    // It leads to the first sentence, and not to before it.
    assert_eq!(opened("#default").map(|same| same.digest()), Ok(session.digest()));
    let story = session.story();
    let step = story.steps.iter().find(|step| step.id == "committed").expect("a step");
    session.seek_to(step.at.expect("it comes")).expect("its moment");
    assert_eq!(session.share_link(), "#default/committed");
    let there = opened("#default/committed").expect("it opens");
    assert_eq!(there.digest(), session.digest());
    // Whoever has done something, or has another seed, needs more than a name.
    act(&mut session, 400.0, r#"{"restart":"n1"}"#);
    assert!(session.share_link().starts_with("#v1.d."));
    let seeded = open("default", Some(99), None);
    assert!(seeded.share_link().starts_with("#v1.d."));
    let broken = open("half-elects", None, None);
    assert_eq!(broken.share_link(), "#half-elects.not-raft");
    let missing = opened("#default/nowhere").map(|_| ()).expect_err("no such step");
    let told = missing.to_string();
    assert!(
        told.contains("the story does not come by \"nowhere\" (expected one of nobody-in"),
        "{told}"
    );
}
