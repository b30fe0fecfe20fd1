//! A promise is broken: playing stops there, and what is guilty is named.
#![cfg(feature = "deviations")]

mod world;

use raft_session::dto::{
    MarkKind, OutlookKind, SentenceKind, SubjectFrame, ViolationFrame, WhyQuestion,
};
use raft_session::{Direction, Goal, ProblemKind, Scenario, Session, Stride};
use world::{act, default_story, open};

/// Two servers that hear nothing of each other, and a rule by which either is a majority.
const TWO_LEADERS: &str = r#"{
  "format": 1, "title": "Two leaders", "until": "2s",
  "cluster": { "servers": 2, "deviations": ["half-elects"] },
  "steps": [{ "id": "apart", "at": "0ms", "do": [{ "partition": [["n1"], ["n2"]] }] }]
}"#;

/// Reads that were never promised to be fresh.
const STALE: &str = include_str!("../../../scenarios/deviations/stale-reads.toml");

fn two_leaders() -> Session {
    open(Scenario::from_json(TWO_LEADERS).expect("it can be read"))
}

fn violations(session: &mut Session) -> Vec<ViolationFrame> {
    session.frame(None).setting.expect("all of it").violations
}

fn server(id: &str) -> SubjectFrame {
    SubjectFrame::Server { id: id.to_owned() }
}

#[test]
fn playing_stops_just_after_the_guilty_event_and_goes_on_from_there() {
    let mut session = two_leaders();
    assert_eq!(session.play(2_000.0).as_ref(), Ok(&false));
    let frame = session.frame(None);
    let [found] = &violations(&mut session)[..] else { panic!("one, at once") };
    assert_eq!(found.property, "Election Safety");
    assert_eq!(found.event, frame.events);
    assert_eq!(found.at, frame.position);
    assert_eq!(frame.sentence.kind, SentenceKind::Violation);
    assert_eq!(session.play(2_000.0).as_ref(), Ok(&true), "the same is not reported again");
    assert!((session.frame(None).position.time - 2_000.0).abs() < f64::EPSILON);
    assert_eq!(violations(&mut session).len(), 1);
}

#[test]
fn whoever_only_passes_by_is_not_stopped() {
    let mut session = two_leaders();
    session.advance(2_000.0).expect("a moment");
    assert!((session.frame(None).position.time - 2_000.0).abs() < f64::EPSILON);
    assert_ne!(session.frame(None).sentence.kind, SentenceKind::Violation, "others came since");
    session.seek(0.0).expect("the beginning");
    assert_eq!(violations(&mut session), []);
    assert_eq!(session.play(2_000.0).as_ref(), Ok(&false), "nobody has seen it play");
}

#[test]
fn a_step_and_a_goal_stop_there_too_and_the_time_line_names_it() {
    let mut session = two_leaders();
    assert_eq!(session.run_until(&Goal::Violation), Ok(true));
    let there = session.frame(None).position;
    session.reset().expect("the beginning");
    while violations(&mut session).is_empty() {
        assert_eq!(session.step(Direction::Forward, Stride::Telling), Ok(true));
    }
    assert_eq!(session.frame(None).position, there);
    let marks = session.timeline(None).marks;
    let marks: Vec<_> = marks.iter().filter(|mark| mark.kind == MarkKind::Violation).collect();
    assert_eq!(marks.len(), 1);
    assert_eq!((marks[0].text.as_str(), marks[0].at), ("Election Safety", there));
}

#[test]
fn the_guilty_are_named_and_the_earlier_event_too() {
    let mut session = two_leaders();
    session.advance(2_000.0).expect("a moment");
    let [found] = &violations(&mut session)[..] else { panic!("one") };
    assert!(found.promised && found.operations.is_empty());
    let [guilty, earlier] = &found.about[..2] else { panic!("{:?}", found.about) };
    let mut both = vec![guilty.clone(), earlier.clone()];
    both.sort_by_key(|subject| format!("{subject:?}"));
    assert_eq!(both, [server("n1"), server("n2")]);
    assert!(found.contradicts.is_some_and(|earlier| earlier < found.event));
}

#[test]
fn why_goes_from_the_violation_to_the_guilty_event_and_to_what_it_contradicts() {
    let mut session = two_leaders();
    session.advance(2_000.0).expect("a moment");
    let [found] = &violations(&mut session)[..] else { panic!("one") };
    let question =
        WhyQuestion { violated: Some("Election Safety".to_owned()), ..WhyQuestion::default() };
    let why = session.why(&question).expect("an answer");
    assert_eq!(why.chain[0].ordinal, found.event);
    let also: Vec<u32> = why.chain[0].also.iter().map(|also| also.ordinal).collect();
    assert!(also.contains(&found.contradicts.expect("another leader")), "{also:?}");
    assert!(why.chain.len() > 1, "a timer ran out before");

    let odd = WhyQuestion { event: Some(1.0), ..question.clone() };
    assert_eq!(session.why(&odd).expect_err("two questions").kind, ProblemKind::Action);
    session.seek(0.0).expect("the beginning");
    let early = session.why(&question).expect_err("not yet");
    assert_eq!((early.kind, early.path.as_deref()), (ProblemKind::Name, Some("violated")));
}

#[test]
fn what_nobody_promised_is_told_and_stops_nobody() {
    let mut session = open(Scenario::from_toml(STALE).expect("it can be read"));
    assert_eq!(session.play(560.0).as_ref(), Ok(&true));
    let [found] = &violations(&mut session)[..] else { panic!("a stale read") };
    assert_eq!((found.property.as_str(), found.promised), ("Linearizability", false));
    assert_eq!(found.operations.first().map(String::as_str), Some("c2#1"));
    assert!(found.about.contains(&SubjectFrame::Client { id: "c2".to_owned() }));
    assert_eq!(session.state().violations.len(), 0, "nothing that was promised");
    let marks = session.timeline(None).marks;
    assert!(marks.iter().all(|mark| mark.kind != MarkKind::Violation));
}

#[test]
fn whether_the_cluster_can_go_on_is_said_with_what_is_missing() {
    let mut session = default_story();
    session.advance(300.0).expect("a moment");
    act(&mut session, r#"{"crash":"n1"}"#);
    let outlook = session.outlook();
    assert_eq!(outlook.kind, OutlookKind::Possible);
    act(&mut session, r#"{"crash":"n2"}"#);
    let outlook = session.outlook();
    assert_eq!(outlook.kind, OutlookKind::Impossible);
    assert_eq!(outlook.said.len(), 3, "no progress, and two that are down: {outlook:?}");
    act(&mut session, r#"{"restart":["n1","n2"]}"#);
    session.advance(20_000.0).expect("a moment");
    assert_eq!(session.outlook().kind, OutlookKind::Quiet);
}
