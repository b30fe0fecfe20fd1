//! What a reader does, without a screen.

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_explain::{Catalogue, KEYS};
use raft_session::dto::{DoomFrame, PublicRole, SentenceKind};
use raft_session::{ActionModel, Direction, Link, Scenario, Session, Stride};

const STORY: &str = r#"{
  "format": 1, "title": "A story", "seed": 7, "until": "720ms",
  "cluster": { "servers": 3, "heartbeat": "60ms", "election_timeout": "150ms..300ms", "noop": false },
  "network": { "latency": "15ms" }, "disk": { "write": "5ms" },
  "clients": { "latency": "10ms", "timeout": "180ms" },
  "steps": [
    { "id": "start", "at": "0ms", "say": "It begins.", "pace": "3s",
      "do": [{ "set_timer": { "servers": "n1", "remaining": "40ms" } }] },
    { "id": "leads", "when": { "elected": "n1" }, "say": "n1 leads." },
    { "id": "write", "at": "185ms", "do": [{ "put": { "key": "x", "value": "1", "via": "n1" } }] },
    { "id": "committed", "when": { "committed": { "server": "n1", "index": 1 } }, "say": "Committed." },
    { "id": "crash", "at": "310ms", "do": [{ "crash": "n1" }], "say": "n1 crashes.",
      "question": { "ask": "Who leads next?", "answers": ["n2", "n3"], "reveal": "Whoever runs first." } }
  ]
}"#;

fn catalogue() -> Arc<Catalogue> {
    let keys = KEYS.iter().map(|(key, _)| ((*key).to_owned(), (*key).to_owned()));
    Arc::new(Catalogue::new(keys.collect::<BTreeMap<_, _>>()).expect("every key has words"))
}

fn open() -> Session {
    let scenario = Scenario::from_json(STORY).expect("the story can be read");
    Session::open(scenario, Some("story".into()), None, None, catalogue(), "en")
        .expect("and opened")
}

fn act(session: &mut Session, json: &str) {
    let action = ActionModel::from_json(json).expect("an action");
    session.act(action).expect("that can act now");
}

#[test]
fn the_story_is_told_while_time_passes() {
    let mut session = open();
    let frame = session.frame(None);
    assert_eq!((frame.sentence.text.as_str(), frame.step), ("It begins.", 0));
    session.advance(85.0).expect("a moment");
    assert_eq!(session.frame(None).sentence.text, "n1 leads.");
    session.advance(330.0).expect("a moment");
    let frame = session.frame(None);
    assert_eq!(frame.sentence.text, "n1 crashes.");
    assert!(frame.waiting_for_answer && !frame.free_play);
    let story = session.story();
    assert_eq!(story.steps.len(), 4, "silent steps are not counted");
    assert_eq!(story.steps[0].pace, Some(3.0));
    assert_eq!(story.steps[3].at.map(|at| at.time), Some(310.0));
}

#[test]
fn fifty_events_back_and_fifty_forward_come_to_the_same_state() {
    let mut session = open();
    // A moment at which nothing happens, and one at which something does.
    for moment in [1_000.4, 1_500.0] {
        session.seek(moment).expect("a moment");
        assert!(session.event_count() > 50, "there are enough events to step over");
        let before = session.state();
        for _ in 0..50 {
            session.step(Direction::Back, Stride::Event).expect("a step back");
        }
        assert_ne!(session.state(), before);
        for _ in 0..50 {
            session.step(Direction::Forward, Stride::Event).expect("a step forward");
        }
        assert_eq!(session.state(), before, "at {moment}");
    }
}

#[test]
fn what_happens_at_once_is_stepped_over_at_once() {
    const SEVERAL: &str = r#"{
      "format": 1, "title": "Several", "seed": 1, "until": "1s", "cluster": { "servers": 3 },
      "steps": [
        { "id": "three", "at": "0ms", "do": [
          { "set_timer": { "servers": "n1", "remaining": "40ms" } },
          { "set_timer": { "servers": "n2", "remaining": "210ms" } },
          { "set_timer": { "servers": "n3", "remaining": "260ms" } }] },
        { "id": "more", "when": { "elected": "n1" }, "do": [{ "crash": "n2" }, { "crash": "n3" }] }
      ]
    }"#;
    let scenario = Scenario::from_json(SEVERAL).expect("it can be read");
    let mut session =
        Session::open(scenario, None, None, None, catalogue(), "en").expect("and opened");
    session.advance(300.0).expect("a moment");
    let mut places = vec![session.frame(None).position];
    while session.step(Direction::Back, Stride::Event).expect("a step back") {
        places.push(session.frame(None).position);
    }
    assert_eq!(places.last().map(|place| place.processed), Some(0), "back to the beginning");
    for place in places.iter().rev().skip(1) {
        session.step(Direction::Forward, Stride::Event).expect("a step");
        assert_eq!(session.frame(None).position, *place, "the same places forwards");
    }
    // Every event of the list can be gone to; amidst of several, one stands after the last.
    let rows = session.events(1, 1_000).expect("events");
    places.extend(rows.last().map(|row| row.position));
    for row in rows {
        session.seek_to(row.position).unwrap_or_else(|problem| panic!("{}: {problem}", row.line));
        let here = session.frame(None).position;
        assert_eq!(here.time, row.position.time);
        assert!(here.processed >= row.position.processed && places.contains(&here));
    }
}

#[test]
fn seeking_comes_to_the_same_state_as_playing() {
    let mut played = open();
    let mut sought = open();
    sought.advance(3_000.0).expect("a moment");
    for moment in [0.0, 12.3, 60.0, 230.0, 230.001, 719.9, 2_500.0] {
        played.advance(moment).expect("a moment");
        sought.seek(moment).expect("a moment");
        assert_eq!(sought.state(), played.state(), "at {moment}");
    }
}

#[test]
fn a_long_way_ends_with_the_same_words_as_many_short_ones() {
    let mut played = open();
    let mut moment = 0.0;
    while moment < 6_000.0 {
        moment += 73.0;
        played.advance(moment).expect("a moment");
        let mut sought = open();
        sought.advance(moment).expect("a moment");
        let words = |session: &mut Session| session.frame(None).sentence;
        let expected = words(&mut played);
        assert_eq!(words(&mut sought), expected, "far ahead at {moment}");
        sought.advance(moment + 900.0).expect("a moment");
        sought.seek(moment).expect("a moment");
        assert_eq!(words(&mut sought), expected, "back at {moment}");
    }
    for moment in [5_900.0, 100.0, 3_000.0, 5_000.5, 20.0] {
        played.seek(moment).expect("a moment");
        let mut fresh = open();
        fresh.advance(moment).expect("a moment");
        assert_eq!(played.state(), fresh.state());
        assert_eq!(played.frame(None).sentence, fresh.frame(None).sentence, "at {moment}");
    }
}

#[test]
fn acting_leaves_the_story_as_it_was() {
    let mut session = open();
    session.advance(250.0).expect("a moment");
    session.seek(100.0).expect("a moment");
    act(&mut session, r#"{"crash":"n2"}"#);
    let frame = session.frame(None);
    assert!(frame.free_play);
    assert_eq!(frame.sentence.text, "crashed", "no more of a story whose premise is gone");
    let branches = session.branches();
    assert_eq!((branches.len(), branches[1].name.as_str()), (2, "branch-crashed"));
    session.advance(700.0).expect("a moment");
    let changed = session.state();
    session.back_to_story().expect("the way back");
    let frame = session.frame(None);
    assert!(!frame.free_play);
    assert!((frame.position.time - 100.0).abs() < f64::EPSILON);
    let mut fresh = open();
    fresh.seek(100.0).expect("a moment");
    assert_eq!(session.state(), fresh.state());
    session.seek(700.0).expect("a moment");
    session.switch_branch(1).expect("the branch is kept");
    assert_eq!(session.state(), changed);
}

#[test]
fn acting_in_the_past_of_a_branch_grows_another_one() {
    let mut session = open();
    session.advance(200.0).expect("a moment");
    act(&mut session, r#"{"crash":"n3"}"#);
    session.advance(500.0).expect("a moment");
    act(&mut session, r#"{"restart":"n3"}"#);
    let first = session.state();
    assert_eq!(session.branches().len(), 2, "nothing came after: the branch just goes on");
    session.seek(300.0).expect("a moment");
    act(&mut session, r#"{"restart":"n3"}"#);
    assert_eq!(session.branches().len(), 3);
    assert_eq!(session.branches()[2].parent, Some(1));
    session.advance(500.0).expect("a moment");
    session.switch_branch(1).expect("the branch is kept");
    session.seek(500.0).expect("a moment");
    assert_eq!(session.state(), first);
}

#[test]
fn a_link_leads_to_the_same_run_and_moment() {
    let mut session = open();
    session.advance(205.0).expect("a moment");
    act(&mut session, r#"{"drop":"n1>n2:AppendEntries:3"}"#);
    session.advance(280.5).expect("a moment");
    act(&mut session, r#"{"partition":[["n1"],"rest"]}"#);
    session.advance(1_234.567).expect("a moment");
    let link = Link::decode(&session.share_link()).expect("a good link");
    let scenario = Scenario::from_json(STORY).expect("the story can be read");
    let opened =
        Session::open_link(&link, Some(scenario.clone()), catalogue(), "en").expect("it opens");
    assert_eq!(opened.state(), session.state());
    assert_eq!(opened.share_link(), session.share_link(), "and is shared the same");

    let mut forged = link.clone();
    forged.digest = Some("0".repeat(32));
    let problem =
        Session::open_link(&forged, Some(scenario.clone()), catalogue(), "en").expect_err("no");
    assert!(problem.message.contains("does not replay the same"), "{problem}");
    let mut moved = link;
    moved.actions[0].at = (205_000, 77);
    assert!(Session::open_link(&moved, Some(scenario), catalogue(), "en").is_err());
}

#[test]
fn an_action_that_cannot_act_changes_nothing() {
    let mut session = open();
    session.advance(100.0).expect("a moment");
    let before = session.state();
    for (json, why) in [
        (r#"{"restart":"n1"}"#, "n1 is running already"),
        (r#"{"crash":"n9"}"#, "there is no server n9"),
        (r#"{"drop":"n1>n2:AppendEntries:99"}"#, "no message n1>n2:AppendEntries:99 is on its way"),
        (r#"{"time_out":"n1"}"#, "n1 leads and has no election timer"),
    ] {
        let action = ActionModel::from_json(json).expect("an action");
        let problem = session.act(action).expect_err(json);
        assert_eq!(problem.message, why);
    }
    assert_eq!(session.state(), before);
    assert_eq!(session.branches().len(), 1);
}

#[test]
fn a_frame_says_only_what_has_changed() {
    let mut session = open();
    session.advance(141.0).expect("a moment");
    let first = session.frame(None);
    assert_eq!(first.servers.len(), 3);
    assert!(first.messages.all && first.messages.added.len() == 2);
    let second = session.frame(Some(first.version));
    assert!(second.servers.is_empty() && second.messages.added.is_empty() && !second.messages.all);
    session.advance(155.0).expect("a moment");
    let third = session.frame(Some(second.version));
    let changed: Vec<&str> = third.servers.iter().map(|server| server.id.as_str()).collect();
    assert_eq!(changed, ["n2", "n3"], "both heard the heartbeat");
    assert_eq!(third.messages.removed.len(), 2);
    let missed = session.frame(Some(first.version));
    assert_eq!(missed.servers.len(), 3, "a frame was missed: everything comes again");
}

#[test]
fn a_dropped_message_is_seen_to_be_lost() {
    let mut session = open();
    session.advance(200.0).expect("a moment");
    let id = session.frame(None).messages.added[0].id.clone();
    act(&mut session, &format!(r#"{{"drop":"{id}"}}"#));
    let message = session.frame(None).messages.added.into_iter().find(|message| message.id == id);
    assert_eq!(message.and_then(|message| message.doomed), Some(DoomFrame::Dropped));
}

#[test]
fn a_server_that_is_down_shows_what_is_on_its_disk() {
    let mut session = open();
    session.advance(320.0).expect("a moment");
    let state = session.state();
    let n1 = &state.servers["n1"];
    assert_eq!(n1.state, PublicRole::Down);
    assert_eq!((n1.term, n1.voted_for.as_deref(), n1.log.len()), (1, Some("n1"), 1));
    assert_eq!((n1.commit_index, n1.last_applied, n1.durable_index), (None, None, 1));
    assert_eq!(n1.state_machine, None);
}

#[test]
fn the_list_of_events_is_the_same_however_one_came_there() {
    let mut session = open();
    session.advance(5_000.0).expect("a moment");
    let count = session.event_count();
    assert!(count > 300, "{count}: enough for several keyframes");
    let all: Vec<_> =
        session.events(1, count).expect("events").into_iter().map(|row| row.line).collect();
    assert_eq!(all.len(), count as usize);
    session.seek(100.0).expect("a moment");
    let window = session.events(290, 300).expect("events");
    let lines: Vec<_> = window.into_iter().map(|row| row.line).collect();
    assert_eq!(lines, all[289..300]);
}

#[test]
fn telling_steps_skip_routine() {
    let mut session = open();
    session.seek(90.0).expect("a moment");
    assert!(session.step(Direction::Forward, Stride::Telling).expect("a step"));
    let told = session.frame(None);
    assert!(told.position.time > 90.0);
    session.seek(290.0).expect("a moment");
    while session.step(Direction::Back, Stride::Telling).expect("a step") {}
    assert!(session.frame(None).position.time.abs() < f64::EPSILON, "back to the beginning");
    assert_eq!(session.frame(None).sentence.kind, SentenceKind::Story);
}

#[test]
fn another_number_of_servers_is_free_of_the_story() {
    let scenario = Scenario::from_json(STORY).expect("the story can be read");
    for servers in 1..=9 {
        let session = Session::open(
            scenario.clone(),
            Some("story".into()),
            None,
            Some(servers),
            catalogue(),
            "en",
        );
        let mut session = session.expect("it opens");
        session.advance(1_000.0).expect("a moment");
        let leaders =
            session.state().servers.values().filter(|s| s.state == PublicRole::Leader).count();
        assert_eq!(leaders, 1, "{servers} servers");
        let link = Link::decode(&session.share_link()).expect("a good link");
        let opened =
            Session::open_link(&link, Some(scenario.clone()), catalogue(), "en").expect("it opens");
        assert_eq!(opened.state(), session.state());
    }
}
