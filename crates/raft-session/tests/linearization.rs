//! The order in which operations took effect is one that clients could have seen.

mod world;

use std::collections::BTreeMap;

use raft_session::dto::{Linearization, Misfit, OperationSpan, OutcomeFrame};
use raft_session::{ProblemKind, Scenario, Session};
use world::{act, busy, default_story, open};

const STALE: &str = include_str!("../../../scenarios/deviations/stale-reads.toml");

fn whole(session: &Session, until: f64) -> Linearization {
    session.linearization(0.0, until).expect("a stretch")
}

fn operations(session: &Session, until: f64) -> Vec<OperationSpan> {
    session.spacetime(0.0, until).expect("a stretch").operations
}

/// Moments go forward, and each lies where its operation was under way.
fn lies_in_time(linearization: &Linearization, operations: &[OperationSpan]) {
    let points = &linearization.points;
    let spans: BTreeMap<&str, &OperationSpan> =
        operations.iter().map(|span| (span.id.as_str(), span)).collect();
    for point in points {
        let span = spans[point.operation.as_str()];
        assert!(span.from <= point.at, "{point:?} of {span:?}");
        let is_answered = span.outcome == Some(OutcomeFrame::Ok);
        assert!(!is_answered || span.to.is_some_and(|to| point.at <= to), "{point:?} of {span:?}");
    }
}

#[test]
fn every_answer_of_a_healthy_run_has_its_place() {
    for (mut session, until) in [(default_story(), 720.0), (busy(), 3_000.0)] {
        session.advance(until).expect("a moment");
        let linearization = whole(&session, until);
        let operations = operations(&session, until);
        lies_in_time(&linearization, &operations);
        let Linearization { points, omitted, misfit, found, undecided, judged } = linearization;
        assert_eq!((omitted, misfit, found.len(), undecided.len()), (0, None, 0, 0));
        assert!(judged);
        let placed: Vec<&str> = points.iter().map(|point| point.operation.as_str()).collect();
        let answered = operations.iter().filter(|one| one.outcome == Some(OutcomeFrame::Ok));
        assert!(answered.clone().count() > 1, "nothing was answered");
        for one in answered {
            assert_eq!(placed.iter().filter(|id| **id == one.id).count(), 1, "{one:?}");
        }
    }
}

#[test]
fn the_answer_of_a_stale_read_has_no_place() {
    let mut session = open(Scenario::from_toml(STALE).expect("it can be read"));
    session.advance(260.0).expect("a moment");
    assert_eq!(whole(&session, 260.0).misfit, None, "c2 has not been answered");
    session.advance(560.0).expect("a moment");
    let linearization = whole(&session, 560.0);
    lies_in_time(&linearization, &operations(&session, 560.0));
    let placed: Vec<&str> =
        linearization.points.iter().map(|point| point.operation.as_str()).collect();
    assert_eq!(placed, ["c1#1", "c1#2"]);
    let misfit = Misfit {
        operation: "c2#1".into(),
        key: "x".into(),
        answered: Some("1".into()),
        holds: Some("2".into()),
        since: Some("c1#2".into()),
        promised: false,
    };
    assert_eq!(linearization.misfit, Some(misfit));
}

/// Two disks of three are gone: whoever has sessions was promised that this cannot be seen.
#[test]
fn what_was_promised_is_told_from_what_was_not() {
    let scenario = Scenario::from_json(
        r#"{
          "format": 1, "title": "Forgotten", "seed": 3, "until": "3s",
          "cluster": { "servers": 3 }, "clients": { "count": 2, "sessions": true, "timeout": "5s" },
          "steps": [
            { "id": "lead", "at": "0ms", "do": [{ "time_out": "n1" }] },
            { "id": "write", "at": "300ms",
              "do": [{ "put": { "client": "c1", "key": "x", "value": "1", "via": "n1" } }] },
            { "id": "forget", "at": "900ms",
              "do": [{ "partition": [["n3"], "rest"] }, { "wipe": ["n1", "n2"] },
                     { "restart": ["n1", "n2"] }, { "time_out": "n1" }] },
            { "id": "read", "at": "1500ms",
              "do": [{ "get": { "client": "c2", "key": "x", "via": "n1" } }] }
          ]
        }"#,
    );
    let mut session = open(scenario.expect("it can be read"));
    session.advance(2_900.0).expect("a moment");
    let misfit = Misfit {
        operation: "c2#2".into(),
        key: "x".into(),
        answered: None,
        holds: Some("1".into()),
        since: Some("c1#2".into()),
        promised: true,
    };
    assert_eq!(whole(&session, 2_900.0).misfit, Some(misfit));
}

/// The whole of what is known is judged, wherever the reader stands.
#[test]
fn looking_back_changes_nothing() {
    let mut session = busy();
    session.advance(2_500.0).expect("a moment");
    let there = whole(&session, 2_500.0);
    assert!(there.points.len() > 20, "{there:?}");
    for moment in [0.0, 700.0, 1_234.5, 2_499.0] {
        session.seek(moment).expect("a moment");
        assert_eq!(whole(&session, 2_500.0), there, "at {moment}");
    }
}

#[test]
fn a_branch_has_an_order_of_its_own() {
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    let story = whole(&session, 720.0);
    session.seek(120.0).expect("a moment");
    act(&mut session, r#"{"put":{"client":"c1","key":"y","value":"7"}}"#);
    session.advance(300.0).expect("a moment");
    let branch = whole(&session, 300.0);
    assert_ne!(branch.points, story.points);
    lies_in_time(&branch, &operations(&session, 300.0));
    session.back_to_story().expect("the story");
    assert_eq!(whole(&session, 720.0), story);
}

#[test]
fn what_has_taken_effect_has_a_place_before_it_is_answered() {
    let mut session = default_story();
    let mut seen = false;
    for moment in (100..720).map(f64::from) {
        session.advance(moment).expect("a moment");
        let waits: Vec<String> = operations(&session, moment)
            .into_iter()
            .filter(|one| one.outcome.is_none())
            .map(|one| one.id)
            .collect();
        let linearization = whole(&session, moment);
        seen |= linearization.points.iter().any(|point| waits.contains(&point.operation));
    }
    assert!(seen, "between its execution and its answer");
}

#[test]
fn a_stretch_tells_of_itself_and_of_no_other() {
    let mut session = busy();
    session.advance(2_000.0).expect("a moment");
    let all = whole(&session, 2_000.0).points;
    let some = session.linearization(500.0, 900.0).expect("a stretch").points;
    let expected: Vec<_> =
        all.iter().filter(|point| (500.0..=900.0).contains(&point.at)).cloned().collect();
    assert!(!some.is_empty() && some.len() < all.len());
    assert_eq!(some, expected);
    assert_eq!(session.linearization(5_000.0, 6_000.0).expect("a stretch").points, []);
    let problem = session.linearization(900.0, 500.0).expect_err("it ends before it begins");
    assert_eq!((problem.kind, problem.path.as_deref()), (ProblemKind::Limit, Some("to")));
}

/// Whatever there is too much of is counted.
#[test]
fn a_stretch_with_too_many_operations_says_how_many_are_missing() {
    let scenario = Scenario::from_json(
        r#"{
          "format": 1, "title": "Many", "seed": 5, "until": "30s",
          "cluster": { "servers": 1 }, "network": { "latency": "1ms" }, "disk": { "write": "1ms" },
          "clients": { "count": 3, "latency": "1ms", "workload": { "pause": "1ms..2ms", "keys": 2 } }
        }"#,
    );
    let mut session = open(scenario.expect("it can be read"));
    session.advance(12_000.0).expect("a moment");
    let linearization = whole(&session, 12_000.0);
    assert_eq!((linearization.points.len(), &linearization.misfit), (3_000, &None));
    assert!(linearization.omitted > 1_000, "{}", linearization.omitted);
    let later = session.linearization(11_000.0, 12_000.0).expect("a stretch");
    assert!(!later.points.is_empty());
    assert_eq!(later.omitted, 0);
}
