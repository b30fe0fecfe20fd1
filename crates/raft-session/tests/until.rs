//! Running on until something comes true, and not one event further.

mod world;

use raft_session::dto::{EventRow, PublicState};
use raft_session::{Goal, ProblemKind, Scenario, Session};
use world::{busy, default_story, open};

/// The last event that has happened.
fn last(session: &mut Session) -> EventRow {
    let at = session.frame(None).position;
    let rows = session.events(1, 1_000).expect("events");
    let last = rows.into_iter().find(|row| row.position == at);
    last.expect("it stands just after an event")
}

fn is_quiet(session: &mut Session) -> bool {
    let frame = session.frame(None);
    frame.messages.added.is_empty() && frame.servers.iter().all(|server| server.writing == 0)
}

#[test]
fn it_stops_at_the_very_event() {
    let mut session = default_story();
    assert!(session.run_until(&Goal::Leader).expect("it runs"));
    assert_eq!(last(&mut session).line, "80ms n2 → n1 RequestVoteReply t1 yes · n1 leader");
    assert!(session.run_until(&Goal::Commit).expect("it runs"));
    let line = "230ms n2 → n1 AppendEntriesReply t1 match=1 · n1 commit=1";
    assert_eq!(last(&mut session).line, line, "a leader's, not a follower's");
    assert!(session.run_until(&Goal::Commit).expect("it runs"));
    let line = "565ms n3 → n2 AppendEntriesReply t2 match=2 · n2 commit=2";
    assert_eq!(last(&mut session).line, line);
}

#[test]
fn the_same_events_are_found_in_what_is_known_already() {
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    let count = session.event_count();
    session.seek(100.0).expect("a moment");
    assert!(session.run_until(&Goal::Leader).expect("it runs"));
    assert_eq!(last(&mut session).line, "470ms n3 → n2 RequestVoteReply t2 yes · n2 leader");
    assert_eq!(session.event_count(), count);
}

#[test]
fn quiet_is_when_nothing_is_on_its_way() {
    let mut session = default_story();
    for _ in 0..5 {
        assert!(session.run_until(&Goal::Quiet).expect("it runs"));
        assert!(is_quiet(&mut session));
        let stop = last(&mut session).ordinal;
        // Walking there step by step, it is the first quiet place.
        let mut steps = 0;
        loop {
            session.step(raft_session::Direction::Back, raft_session::Stride::Event).expect("back");
            steps += 1;
            if is_quiet(&mut session) || steps > 30 {
                break;
            }
        }
        assert!(last(&mut session).ordinal < stop);
        assert!(session.run_until(&Goal::Quiet).expect("it runs"), "and back again");
        assert_eq!(last(&mut session).ordinal, stop);
    }
}

#[test]
fn it_gives_up_where_nothing_is_wrong() {
    let mut session = busy();
    session.advance(100.0).expect("a moment");
    let before = session.event_count();
    assert!(!session.run_until(&Goal::Violation).expect("it runs"));
    // A step of the story can be an event besides the one that is counted.
    assert!((20_000..20_020).contains(&(session.event_count() - before)));
    let violations = session.frame(None).setting.expect("the whole frame").violations;
    assert!(violations.iter().all(|found| !found.promised), "{violations:?}");
}

#[test]
fn it_gives_up_where_nothing_ever_happens_again() {
    let json = r#"{ "format": 1, "title": "Dead", "until": "1s", "cluster": { "servers": 3 },
        "steps": [{ "id": "all", "at": "0ms", "do": [{ "crash": "all" }] }] }"#;
    let mut session = open(Scenario::from_json(json).expect("a scenario"));
    for goal in [Goal::Leader, Goal::Commit, Goal::Quiet, Goal::Violation] {
        assert!(!session.run_until(&goal).expect("it runs"));
    }
}

#[test]
fn running_is_the_same_as_playing() {
    let states: Vec<PublicState> = [Goal::Leader, Goal::Violation]
        .into_iter()
        .map(|goal| {
            let mut session = busy();
            session.run_until(&goal).expect("it runs");
            session.seek(3_000.0).expect("a moment");
            session.state()
        })
        .collect();
    let mut played = busy();
    played.advance(3_000.0).expect("a moment");
    assert!(states.iter().all(|state| *state == played.state()));
}

#[test]
fn a_goal_that_is_none_is_refused() {
    for text in ["", "Leader", "forever", "leader "] {
        let problem = text.parse::<Goal>().expect_err(text);
        assert_eq!(problem.kind, ProblemKind::Action);
        assert!(problem.expected.is_some());
    }
    for (text, why) in [
        ("{", "EOF"),
        (r#"{"explodes":"n1"}"#, "explodes"),
        (r#"{"elected":"leader"}"#, "can change while one waits"),
        (r#"{"sent":{"kind":"Postcard"}}"#, "no kind of message"),
    ] {
        let problem = text.parse::<Goal>().expect_err(text).to_string();
        assert!(problem.contains(why), "{problem}");
    }
}

#[test]
fn every_goal_stops_at_its_event() {
    for (goal, line) in [
        ("election", "40ms n1 election timeout · n1 t1 · n1 candidate"),
        ("leader", "80ms n2 → n1 RequestVoteReply t1 yes · n1 leader"),
        ("message", "60ms n1 → n2 RequestVote t1 last=0@0 · n2 t1"),
        (r#"{"elected":"n2"}"#, "470ms n3 → n2 RequestVoteReply t2 yes · n2 leader"),
        (r#"{"crashed":"any"}"#, "action · n1 crashes"),
        ("crash", "action · n1 crashes"),
        ("answer", "ok"),
    ] {
        let mut session = default_story();
        let goal = goal.parse::<Goal>().unwrap_or_else(|problem| panic!("{goal}: {problem}"));
        assert!(session.run_until(&goal).expect("it runs"), "{goal:?}");
        let stopped = last(&mut session).line;
        assert!(stopped.contains(line), "{goal:?}: {stopped}");
    }
}

#[test]
fn one_can_stop_just_before_a_message_arrives() {
    let condition = r#"{"arriving":{"kind":"AppendEntries","to":"n3"}}"#;
    let goal = condition.parse::<Goal>().expect("a condition");
    let mut session = default_story();
    let mut arrivals = Vec::new();
    for _ in 0..3 {
        assert!(session.run_until(&goal).expect("it runs"));
        let before = session.frame(None).events;
        session.step(raft_session::Direction::Forward, raft_session::Stride::Event).expect("on");
        let line = last(&mut session).line;
        assert!(line.contains("→ n3 AppendEntries"), "{line}");
        assert!(session.frame(None).events > before);
        arrivals.push(line);
    }
    arrivals.dedup();
    assert_eq!(arrivals.len(), 3, "each is another one");
}

#[test]
fn back_leads_to_the_same_events_as_forwards() {
    let mut session = busy();
    session.advance(3_000.0).expect("a moment");
    for goal in
        [Goal::Election, Goal::Leader, Goal::Commit, Goal::Crash, Goal::Message, Goal::Answer]
    {
        session.seek(0.0).expect("a moment");
        let mut forwards = Vec::new();
        while session.run_until(&goal).expect("it runs")
            && session.frame(None).position.time < 2_400.0
        {
            forwards.push(session.frame(None).position);
        }
        assert!(!forwards.is_empty(), "{goal:?}");
        // A candidate that campaigns again is found on the way on only.
        session.seek(2_400.0).expect("a moment");
        let mut back = Vec::new();
        while back.len() < forwards.len() && session.run_back(&goal).expect("it goes back") {
            back.push(session.frame(None).position);
        }
        back.reverse();
        assert!(!back.is_empty(), "{goal:?}");
        assert!(back.iter().all(|place| forwards.contains(place)), "{goal:?}");
        if goal != Goal::Election {
            assert_eq!(back, forwards, "{goal:?}");
        }
    }
}

#[test]
fn back_stays_where_there_is_nothing_to_go_back_to() {
    let mut session = default_story();
    session.seek(60.0).expect("a moment");
    let before = session.state();
    assert!(!session.run_back(&Goal::Leader).expect("it looks back"));
    assert!(!session.run_back(&Goal::Violation).expect("it looks back"));
    assert_eq!(session.state(), before);
    let quiet = session.run_back(&Goal::Quiet).expect_err("nobody takes that down");
    assert!(quiet.expected.is_some());
}
