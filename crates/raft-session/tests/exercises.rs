//! What a screen is told of an exercise: what it asks for, and how it stands wherever the reader goes.

mod world;

use raft_scenario::Link;
use raft_session::{Scenario, Session, dto};

use world::{act, catalogue, open};

const TWO_LEADERS: &str = include_str!("../../../scenarios/exercises/two-leaders-two-terms.toml");
const WALL: &str = r#"{ "partition": [["n1", "n2"], "rest"] }"#;

fn two_leaders() -> Scenario {
    Scenario::from_toml(TWO_LEADERS).expect("it can be read")
}

fn standing(session: &mut Session) -> dto::ExerciseFrame {
    session.frame(None).exercise.expect("there is an exercise")
}

/// A session in which the exercise has been solved, and where.
fn solved() -> (Session, dto::Position) {
    let mut session = open(two_leaders());
    session.seek(300.0).expect("a moment");
    act(&mut session, WALL);
    session.seek(1500.0).expect("a moment");
    let at = standing(&mut session).solved.expect("two lead");
    (session, at)
}

#[test]
fn the_story_says_what_is_asked_for() {
    let exercise = open(two_leaders()).story().exercise.expect("there is an exercise");
    assert!(exercise.task.starts_with("*Make two servers lead"), "{}", exercise.task);
    assert_eq!((exercise.goals.len(), exercise.avoid.len(), exercise.hints.len()), (2, 1, 3));
    assert_eq!((exercise.until, exercise.actions, exercise.broken_rules), (2000.0, None, 0));
    assert_eq!(world::default_story().story().exercise, None);
    assert_eq!(world::default_story().frame(None).exercise, None);
}

#[test]
fn a_frame_tells_how_it_stands_only_when_that_has_changed() {
    let mut session = open(two_leaders());
    let first = session.frame(None);
    let told = first.exercise.expect("the first frame tells everything");
    assert_eq!((told.reached, told.solved, told.failed), (vec![false, true], None, None));
    session.seek(100.0).expect("a moment");
    let next = session.frame(Some(first.version));
    assert_eq!(next.exercise, None, "nothing new");
    act(&mut session, WALL);
    let after = session.frame(Some(next.version)).exercise.expect("an action more");
    assert_eq!(after.actions, 1);
}

#[test]
fn each_moment_of_each_branch_has_its_own_standing() {
    let (mut session, at) = solved();
    session.seek(310.0).expect("a moment");
    assert_eq!(standing(&mut session).solved, None, "not yet");
    session.seek_to(at).expect("the place");
    assert_eq!(standing(&mut session).solved, Some(at));
    session.back_to_story().expect("the story");
    session.seek(1500.0).expect("a moment");
    let story = standing(&mut session);
    assert_eq!((story.solved, story.actions), (None, 0), "nobody has acted there");
    session.switch_branch(1).expect("the branch");
    assert_eq!(standing(&mut session).solved, Some(at));
}

#[test]
fn what_must_not_happen_ends_it_where_it_happens_and_nowhere_else() {
    let mut session = open(two_leaders());
    session.seek(300.0).expect("a moment");
    act(&mut session, r#"{ "crash": "n1" }"#);
    session.seek(1000.0).expect("a moment");
    let failed = standing(&mut session).failed.expect("n1 must not crash");
    assert_eq!((failed.why, failed.avoided), (dto::ExerciseFailureKind::Avoided, Some(0)));
    assert!((failed.at.time - 300.0).abs() < 0.001);
    session.seek(290.0).expect("a moment");
    act(&mut session, WALL);
    session.seek(1500.0).expect("a moment");
    assert!(standing(&mut session).solved.is_some(), "from before the crash it goes another way");
}

#[test]
fn time_is_over_also_where_nothing_happens_any_more() {
    let text = include_str!("../../../scenarios/exercises/a-write-that-never-was.toml");
    let exercise = Scenario::from_toml(text).expect("it can be read");
    let mut session = open(exercise);
    session.seek(80.0).expect("a moment");
    act(&mut session, r#"{ "crash": "n1" }"#);
    session.seek(1500.0).expect("a moment");
    assert_eq!(standing(&mut session).failed, None, "there is still this moment");
    let late = |session: &mut Session| {
        let failed = standing(session).failed.expect("its time is over");
        (failed.why, failed.at.time)
    };
    // Whenever somebody looks, it was over at the same place.
    for moment in [2500.0, 1500.001, 1700.0] {
        session.seek(moment).expect("a moment");
        assert_eq!(late(&mut session), (dto::ExerciseFailureKind::Late, 1500.0), "{moment}");
    }
    session.seek(1000.0).expect("a moment");
    assert_eq!(standing(&mut session).failed, None);
}

#[test]
fn playing_stops_at_the_moment_at_which_it_is_solved() {
    let (_, at) = solved();
    let mut session = open(two_leaders());
    session.seek(300.0).expect("a moment");
    act(&mut session, WALL);
    assert_eq!(session.play(1500.0), Ok(false));
    assert_eq!(session.frame(None).position, at);
    assert_eq!(session.play(1500.0), Ok(true), "and goes on from there");
}

#[test]
fn a_link_leads_to_the_solution_and_a_link_to_another_cluster_has_no_exercise() {
    let (session, at) = solved();
    let link = Link::decode(&session.share_link()).expect("a link");
    let mut other =
        Session::open_link(&link, Some(two_leaders()), catalogue(), "en").expect("it opens");
    assert_eq!(standing(&mut other).solved, Some(at));
    let seven =
        Session::open(two_leaders(), Some("known".into()), None, Some(7), catalogue(), "en");
    assert_eq!(seven.expect("it opens").story().exercise, None);
}
