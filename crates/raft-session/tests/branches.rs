//! Branches have names, and what was done in one run can be done in another.

mod world;

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_session::{Catalogue, PlacedAction, ProblemKind, Scenario, Session};
use world::{DEFAULT, act, catalogue, default_story};

const ENGLISH: &str = include_str!("../../../locales/en.json");
const GERMAN: &str = include_str!("../../../locales/de.json");

/// The sentences that people read.
fn sentences(text: &str) -> Arc<Catalogue> {
    let all: serde_json::Value = serde_json::from_str(text).expect("a catalogue");
    let narration: BTreeMap<String, String> =
        serde_json::from_value(all["narration"].clone()).expect("sentences");
    Arc::new(Catalogue::new(narration).expect("every key has words"))
}

fn story_in_english() -> Session {
    let scenario = Scenario::from_toml(DEFAULT).expect("the story can be read");
    Session::open(scenario, Some("default".into()), None, None, sentences(ENGLISH), "en")
        .expect("it opens")
}

#[test]
fn a_branch_is_called_after_what_was_done_first() {
    let mut session = story_in_english();
    let mut names = Vec::new();
    for (at, json) in [
        (310.0, r#"{"crash":["n2","n3"]}"#),
        (48.0, r#"{"drop":"n1>n2:RequestVote:1"}"#),
        (100.0, r#"{"cut":{"from":"n1","to":"n3","one_way":true}}"#),
        (100.0, r#"{"partition":[["n1"],"rest"]}"#),
    ] {
        session.back_to_story().expect("the way back");
        session.seek(at).expect("a moment");
        act(&mut session, json);
        names.extend(session.branches().pop().map(|branch| branch.name));
    }
    assert_eq!(
        names,
        [
            "n2 n3 crashed at 310ms",
            "n1>n2:RequestVote:1 dropped at 48ms",
            "n1 → n3 cut at 100ms",
            "partition n1 | rest at 100ms",
        ]
    );
    let branches = session.branches();
    assert!(branches[1..].iter().all(|branch| branch.parent == Some(0) && branch.actions == 1));
    assert_eq!(branches[0].name, session.story().title, "the story has its title");
    assert_eq!((branches[0].parent, branches[0].actions), (None, 0));
}

#[test]
fn a_run_goes_on_in_another_language_with_all_its_branches() {
    let mut session = story_in_english();
    session.seek(310.0).expect("a moment");
    act(&mut session, r#"{"crash":"n2"}"#);
    let (digest, position) = (session.digest(), session.frame(None).position);
    session.speak(sentences(GERMAN), "de");
    let names: Vec<String> = session.branches().into_iter().map(|branch| branch.name).collect();
    assert_eq!(names, ["Drei Server, eine Liste", "n2 abgestürzt bei 310ms"]);
    assert_eq!(session.story().title, "Drei Server, eine Liste");
    let frame = session.frame(None);
    assert_eq!(
        frame.sentence.text,
        "n2 stürzt ab. Sein Speicher ist verloren, seine Platte nicht."
    );
    assert_eq!((session.digest(), frame.position), (digest, position), "nothing else has changed");
}

#[test]
fn a_reader_can_call_it_something_else() {
    let mut session = story_in_english();
    session.seek(310.0).expect("a moment");
    act(&mut session, r#"{"crash":"n2"}"#);
    let name = |session: &Session| session.branches()[1].name.clone();
    session.rename_branch(1, "  my <b>idea</b>\nhere ").expect("a branch");
    assert_eq!(name(&session), "my <b>idea</b> here", "plain text on one line");
    session.rename_branch(1, &"ä".repeat(10_000)).expect("a branch");
    assert_eq!(name(&session), "ä".repeat(80));
    session.rename_branch(1, " \t").expect("a branch");
    assert_eq!(name(&session), "n2 crashed at 310ms", "no name: the first one again");
    assert_eq!(session.rename_branch(2, "x").expect_err("none").kind, ProblemKind::Name);
}

#[test]
fn a_branch_leaves_the_one_that_had_begun_by_then() {
    let mut session = default_story();
    for at in [300.0, 400.0, 350.0, 200.0, 300.0] {
        session.seek(at).expect("a moment");
        act(&mut session, r#"{"put":{"key":"x","value":"1"}}"#);
        session.advance(500.0).expect("a moment");
    }
    let tree: Vec<(Option<u32>, f64)> = session.branches()[1..]
        .iter()
        .map(|branch| (branch.parent, branch.at.expect("it leaves another").time))
        .collect();
    assert_eq!(
        tree,
        [(Some(0), 300.0), (Some(1), 400.0), (Some(1), 350.0), (Some(0), 200.0), (Some(4), 300.0)],
    );
}

#[test]
fn any_branch_can_be_linked_to_without_going_there() {
    let mut session = default_story();
    session.seek(300.0).expect("a moment");
    act(&mut session, r#"{"crash":"n2"}"#);
    session.advance(400.0).expect("a moment");
    act(&mut session, r#"{"restart":"n2"}"#);
    session.seek(350.0).expect("a moment");
    act(&mut session, r#"{"crash":"n3"}"#);
    let scenario = Scenario::from_toml(DEFAULT).expect("the story can be read");
    for id in 0..3 {
        let link = session.branch_link(id).expect("a branch");
        let link = raft_session::Link::decode(&link).expect("a good link");
        let mut opened = Session::open_link(&link, Some(scenario.clone()), catalogue(), "en")
            .unwrap_or_else(|problem| panic!("branch {id}: {problem}"));
        opened.seek(700.0).expect("a moment");
        session.switch_branch(id).expect("a branch");
        session.seek(700.0).expect("a moment");
        assert_eq!(opened.state(), session.state(), "branch {id}");
    }
    assert_eq!(session.branch_link(3).expect_err("none").kind, ProblemKind::Name);
}

fn recorded(session: &Session) -> Vec<PlacedAction> {
    PlacedAction::list_from_json(&session.actions_json()).expect("it reads what it writes")
}

fn open_with(seed: Option<u64>, servers: Option<u8>, actions: &[PlacedAction]) -> Session {
    let scenario = Scenario::from_toml(DEFAULT).expect("the story can be read");
    let mut session =
        Session::open(scenario, Some("default".into()), seed, servers, catalogue(), "en")
            .expect("it opens");
    session.keep(actions);
    session
}

#[test]
fn in_the_same_run_every_action_is_kept() {
    let mut session = default_story();
    session.seek(100.0).expect("a moment");
    act(&mut session, r#"{"crash":"n3"}"#);
    act(&mut session, r#"{"put":{"key":"x","value":"1"}}"#);
    session.advance(240.0).expect("a moment");
    act(&mut session, r#"{"restart":"n3"}"#);
    let mut again = open_with(None, None, &recorded(&session));
    let kept = again.kept().expect("actions were taken along");
    assert_eq!((kept.kept, kept.lost.len(), kept.json.as_str()), (3, 0, "[]"));
    again.seek(700.0).expect("a moment");
    session.seek(700.0).expect("a moment");
    assert_eq!(again.state(), session.state());
    assert_eq!(again.actions_json(), session.actions_json());
    assert_eq!(again.digest(), session.digest());
}

#[test]
fn what_makes_no_sense_elsewhere_is_said_and_not_lost() {
    let mut session = default_story();
    session.seek(48.0).expect("a moment");
    let id = session.frame(None).messages.added[0].id.clone();
    act(&mut session, &format!(r#"{{"drop":"{id}"}}"#));
    session.advance(300.0).expect("a moment");
    act(&mut session, r#"{"crash":"n3"}"#);
    session.advance(400.0).expect("a moment");
    act(&mut session, r#"{"restart":"n3"}"#);
    // What lies ahead of the reader is kept as well.
    session.seek(310.0).expect("a moment");
    let actions = recorded(&session);
    assert_eq!(actions.len(), 3);

    let mut fewer = open_with(None, Some(2), &actions);
    let kept = fewer.kept().expect("actions were taken along").clone();
    let lost: Vec<(f64, &str, &str)> = kept
        .lost
        .iter()
        .map(|lost| (lost.time, lost.action.as_str(), lost.reason.as_str()))
        .collect();
    assert_eq!(kept.kept as usize + lost.len(), 3, "nothing is lost in silence");
    assert!(lost.contains(&(300.0, "crash n3", "there is no server n3")), "{lost:?}");
    assert!(lost.contains(&(400.0, "restart n3", "there is no server n3")), "{lost:?}");
    let exported = PlacedAction::list_from_json(&kept.json).expect("it can be opened again");
    assert_eq!(exported.len(), lost.len());
    assert!(exported.iter().all(|placed| actions.contains(placed)));
    fewer.seek(720.0).expect("the run goes on");

    // With another seed the crash and the restart still make sense, at the same times.
    let mut other = open_with(Some(77), None, &actions);
    let kept = other.kept().expect("actions were taken along");
    assert!(kept.kept >= 2, "{kept:?}");
    other.seek(350.0).expect("a moment");
    assert!(!other.frame(None).servers[2].up);
    other.seek(450.0).expect("a moment");
    assert!(other.frame(None).servers[2].up);
    let link = raft_session::Link::decode(&other.share_link()).expect("a good link");
    let scenario = Scenario::from_toml(DEFAULT).expect("the story can be read");
    let opened = Session::open_link(&link, Some(scenario), catalogue(), "en").expect("it opens");
    assert_eq!(opened.state(), other.state(), "what was kept is an ordinary branch");
}

#[test]
fn a_list_of_actions_is_hostile_input() {
    let mut many = String::from("[");
    for _ in 0..5_001 {
        many.push_str(r#"{"at":[0,0],"do":"heal_all"},"#);
    }
    many.pop();
    many.push(']');
    for (json, why) in [
        ("{", "expected a sequence"),
        ("[", "EOF"),
        (r#"[{"at":[5,0],"do":"heal_all"},{"at":[4,0],"do":"heal_all"}]"#, "not in order"),
        (r#"[{"at":[3600000001,0],"do":"heal_all"}]"#, "impossible moment"),
        (r#"[{"at":[0,0],"do":{"explode":"n1"}}]"#, "explode"),
        (many.as_str(), "too many"),
        (&"[".repeat(600 * 1024), "too long"),
    ] {
        let problem = PlacedAction::list_from_json(json).expect_err(why).to_string();
        assert!(problem.contains(why), "{problem}");
    }
}
