//! What a frame and the story say besides the state itself.

mod world;

use std::collections::BTreeMap;

use raft_session::dto::{
    AnswerFrame, MarkKind, PublicRole, QuorumFrame, QuorumKind, SentenceKind, ServerFrame,
    SideFrame,
};
use raft_session::{ActionModel, Goal, Scenario, Session};
use world::{act, busy, default_story, open};

fn server(session: &mut Session, id: &str) -> ServerFrame {
    let servers = session.frame(None).servers;
    servers.into_iter().find(|server| server.id == id).expect("it is there")
}

fn quorum(session: &mut Session, id: &str) -> Option<QuorumFrame> {
    server(session, id).quorum
}

fn answers(quorum: &QuorumFrame) -> Vec<AnswerFrame> {
    quorum.voters.iter().map(|voter| voter.answer).collect()
}

#[test]
fn a_log_has_a_new_version_when_its_entries_have_changed_and_only_then() {
    let mut session = busy();
    let mut version = None;
    let (mut changes, mut frames) = (0, 0);
    let mut entries = Vec::new();
    for moment in 1..2000 {
        session.advance(f64::from(moment) * 2.7).expect("a moment");
        let since = version;
        let frame = session.frame(since);
        version = Some(frame.version);
        for server in frame.servers.iter().filter(|server| server.id == "n2") {
            let now = session.ledger("n2", 1, u64::MAX);
            frames += 1;
            if let Some((before, known)) = entries.first() {
                assert_eq!(*before == now, *known == server.log.version, "at {moment}");
                changes += u32::from(*before != now);
            }
            entries = vec![(now, server.log.version)];
        }
    }
    assert!(changes >= 20 && frames > 3 * changes, "{changes} changes in {frames} frames");
}

#[test]
fn of_very_many_messages_those_are_drawn_that_arrive_first_and_the_rest_are_counted() {
    // Nothing arrives, so everybody asks for votes again and again.
    let json = r#"{
      "format": 1, "title": "Crowded", "seed": 5, "until": "60s",
      "cluster": { "servers": 9 }, "network": { "latency": "9s..10s" }
    }"#;
    let mut session = open(Scenario::from_json(json).expect("it can be read"));
    let (mut drawn, mut version) = (BTreeMap::new(), None);
    let mut most = 0;
    for moment in 1..150 {
        session.advance(f64::from(moment) * 100.0).expect("a moment");
        let news = session.frame(version);
        version = Some(news.version);
        if news.messages.all {
            drawn.clear();
        }
        for id in &news.messages.removed {
            drawn.remove(id).expect("it was drawn");
        }
        for message in news.messages.added {
            drawn.insert(message.id.clone(), message.due_at);
        }
        let whole = session.clone().frame(None).messages;
        assert!(whole.added.iter().all(|message| drawn.contains_key(&message.id)), "at {moment}");
        assert_eq!((whole.added.len(), whole.beyond), (drawn.len(), news.messages.beyond));
        if moment < 90 {
            // Nothing has arrived yet: whatever was sent is on its way.
            let chart = session.spacetime(0.0, f64::from(moment) * 100.0).expect("a chart");
            let sent = chart.voyages.len() + chart.omitted as usize;
            assert_eq!(sent, drawn.len() + news.messages.beyond as usize, "at {moment}");
            let last = drawn.values().copied().fold(0.0, f64::max);
            let beyond = chart.voyages.iter().filter(|one| !drawn.contains_key(&one.id));
            assert!(beyond.into_iter().all(|one| one.ended_at >= last), "at {moment}");
        }
        most = most.max(news.messages.beyond);
        assert!(drawn.len() <= 1_000 && (news.messages.beyond == 0 || drawn.len() == 1_000));
    }
    assert!(most > 1_000, "{most} were not drawn");
}

#[test]
fn agreements_are_what_comparing_all_entries_gives() {
    let mut session = busy();
    let mut behind = 0;
    for moment in 1..200 {
        session.advance(f64::from(moment) * 17.3).expect("a moment");
        let (frame, state) = (session.frame(None), session.state());
        let leader = state
            .servers
            .values()
            .filter(|server| server.state == PublicRole::Leader)
            .max_by_key(|server| server.term);
        let agreements = frame.agreements.expect("the whole frame");
        let Some(leader) = leader else {
            assert!(agreements.is_empty(), "nobody leads");
            continue;
        };
        let names: Vec<&String> = agreements.iter().map(|found| &found.server).collect();
        let setting = frame.setting.expect("the whole frame");
        assert_eq!(names, setting.server_ids.iter().collect::<Vec<_>>());
        for found in &agreements {
            let log = &state.servers[&found.server].log;
            let same = log.iter().zip(&leader.log).take_while(|(mine, theirs)| mine == theirs);
            let agrees = same.count() as u64;
            assert_eq!(found.agrees, agrees, "{} at {moment}", found.server);
            assert_eq!(found.behind, leader.log.len() as u64 - agrees);
            behind += found.behind;
        }
    }
    assert!(behind > 100, "somebody must have been behind, or nothing was compared");
}

#[test]
fn a_leader_says_when_its_next_heartbeat_is_due() {
    let mut session = default_story();
    session.advance(100.0).expect("a moment");
    assert_eq!(server(&mut session, "n1").heartbeat_at, Some(140.0));
    assert_eq!(server(&mut session, "n2").heartbeat_at, None);
    session.advance(140.0).expect("a moment");
    assert_eq!(server(&mut session, "n1").heartbeat_at, Some(200.0));
    session.advance(320.0).expect("a moment");
    assert_eq!(server(&mut session, "n1").heartbeat_at, None, "it is down");
}

#[test]
fn a_fresh_leader_keeps_its_votes_until_something_comes_of_them() {
    use AnswerFrame::{None as Silent, Yes};
    let mut session = default_story();
    session.advance(79.9).expect("a moment");
    let before = quorum(&mut session, "n1").expect("a candidate's votes");
    assert_eq!((before.kind, answers(&before)), (QuorumKind::Votes, vec![Yes, Silent, Silent]));
    for moment in [80.0, 95.0, 109.9] {
        session.advance(moment).expect("a moment");
        let kept = quorum(&mut session, "n1").expect("the votes it was elected by");
        assert_eq!((kept.kind, kept.index, kept.needed), (QuorumKind::Votes, None, 2));
        assert_eq!(answers(&kept), [Yes, Yes, Silent], "n3's yes comes too late to count");
    }
    session.advance(110.0).expect("a moment");
    assert_eq!(quorum(&mut session, "n1"), None, "n2 has answered");
    session.seek(100.0).expect("a moment");
    assert_eq!(quorum(&mut session, "n1").map(|kept| kept.kind), Some(QuorumKind::Votes));
    // A write that comes before any answer is more important.
    session.seek(85.0).expect("a moment");
    act(&mut session, r#"{"put":{"key":"x","value":"9","via":"n1"}}"#);
    session.advance(95.0).expect("a moment");
    let commit = quorum(&mut session, "n1").expect("an entry to commit");
    assert_eq!((commit.kind, commit.index), (QuorumKind::Commit, Some(1)));
    // Nor does it keep them beyond its reign.
    session.seek(85.0).expect("a moment");
    act(&mut session, r#"{"crash":"n1"}"#);
    assert_eq!(quorum(&mut session, "n1"), None);
}

#[test]
fn votes_that_are_kept_are_the_same_however_one_came_there() {
    let mut session = default_story();
    session.advance(5_000.0).expect("a moment");
    session.seek(475.0).expect("a moment");
    let kept = quorum(&mut session, "n2").expect("the votes it was elected by");
    let mut fresh = default_story();
    fresh.advance(475.0).expect("a moment");
    assert_eq!(quorum(&mut fresh, "n2"), Some(kept));
}

#[test]
fn only_what_the_reader_did_is_marked_as_an_action() {
    let actions = |session: &Session| {
        let marks = session.timeline(None).marks.into_iter();
        marks.filter(|mark| mark.kind == MarkKind::Action).map(|mark| mark.at).collect::<Vec<_>>()
    };
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    assert_eq!(actions(&session), [], "the story sets timers and writes");
    session.seek(50.0).expect("a moment");
    for json in [
        r#"{"deliver":"n1>n3:RequestVote:1"}"#,
        r#"{"drop":"n1>n2:RequestVote:1"}"#,
        r#"{"set_timer":{"servers":"n2","remaining":"90ms"}}"#,
        r#"{"put":{"key":"x","value":"3"}}"#,
    ] {
        let before = actions(&session).len();
        act(&mut session, json);
        assert_eq!(actions(&session).len(), before + 1, "{json}");
    }
    let before = actions(&session).len();
    act(&mut session, r#"{"crash":"n2"}"#);
    assert_eq!(actions(&session).len(), before, "a crash has a mark of its own");
    // What the reader did is known again after a way round.
    let marks = actions(&session);
    session.back_to_story().expect("the way back");
    assert_eq!(actions(&session), []);
    session.switch_branch(1).expect("the branch");
    assert_eq!(actions(&session), marks);
}

#[test]
fn a_message_delivered_by_hand_arrives_at_once_and_the_story_goes_on() {
    let mut session = default_story();
    session.advance(72.0).expect("a moment");
    act(&mut session, r#"{"deliver":"n3>n1:RequestVoteReply:1"}"#);
    let frame = session.frame(None);
    assert_eq!(frame.position.time, 72.0);
    assert_eq!(session.state().servers["n1"].state, PublicRole::Leader);
    assert_eq!(frame.sentence.kind, SentenceKind::Leader);
    // The step that waits for n2's answer comes with it, as it would have.
    let step = frame.step;
    act(&mut session, r#"{"deliver":"n2>n1:RequestVoteReply:1"}"#);
    assert_eq!(session.frame(None).step, step + 1);
    for id in ["n2>n1:RequestVoteReply:1", "n2>n1:RequestVoteReply:7", "n9>n1:RequestVote:1"] {
        let action =
            ActionModel::from_json(&format!(r#"{{"deliver":"{id}"}}"#)).expect("an action");
        let problem = session.act(action).expect_err("it has arrived, or never was");
        assert_eq!(problem.message, format!("no message {id} is on its way"));
    }
    let nonsense = ActionModel::from_json(r#"{"deliver":"n1"}"#).expect("an action");
    assert!(session.act(nonsense).expect_err("no name").expected.is_some());
}

#[test]
fn a_story_warns_of_settings_that_cannot_work() {
    assert_eq!(default_story().story().warnings, Vec::<String>::new());
    let json = r#"{ "format": 1, "title": "Slow", "until": "1s", "cluster": { "servers": 3 },
        "network": { "latency": "80ms..140ms" }, "clients": { "timeout": "30ms" } }"#;
    let session = open(Scenario::from_json(json).expect("a scenario"));
    assert_eq!(
        session.story().warnings,
        ["warning-slow-elections", "warning-late-heartbeats", "warning-hasty-clients"]
    );
}

/// What each side of the partition counts: its voters and all voters, of each half, and whether
/// that is a majority.
fn sides(session: &mut Session) -> Vec<(Vec<(u32, u32)>, bool)> {
    let sides =
        session.frame(None).setting.expect("the whole frame").sides.expect("there is a wall");
    let count = |side: &SideFrame| side.voters.iter().map(|half| (half.here, half.all)).collect();
    sides.iter().map(|side| (count(side), side.majority)).collect()
}

#[test]
fn a_side_of_a_partition_counts_voters_and_not_servers() {
    let json = r#"{ "format": 1, "title": "Three of five", "until": "2s",
        "cluster": { "servers": 5, "voters": ["n1", "n2", "n3"] } }"#;
    let mut session = open(Scenario::from_json(json).expect("a scenario"));
    assert!(session.run_until(&Goal::Leader).expect("somebody leads"));
    act(&mut session, r#"{"partition":[["n1","n4","n5"],"rest"]}"#);
    assert_eq!(sides(&mut session), [(vec![(1, 3)], false), (vec![(2, 3)], true)]);
    act(&mut session, r#"{"crash":"all"}"#);
    assert_eq!(sides(&mut session), [(vec![], false), (vec![], false)], "nobody knows");
}

#[test]
fn while_two_sets_of_voters_hold_a_side_counts_each_by_itself() {
    let json = r#"{ "format": 1, "title": "Swap", "until": "2s",
        "cluster": { "servers": 5, "voters": ["n1", "n2", "n3"] } }"#;
    let mut session = open(Scenario::from_json(json).expect("a scenario"));
    act(&mut session, r#"{"time_out":"n1"}"#);
    assert!(session.run_until(&Goal::Leader).expect("n1 leads"));
    assert!(session.run_until(&Goal::Commit).expect("and has committed in its term"));
    act(
        &mut session,
        r#"{"change":{"add":["n4","n5"],"remove":["n2","n3"],"transition":"explicit"}}"#,
    );
    act(&mut session, r#"{"partition":[["n1","n4","n5"],"rest"]}"#);
    let (incoming, outgoing) = ((3, 3), (1, 3));
    assert_eq!(
        sides(&mut session),
        [(vec![incoming, outgoing], false), (vec![(2, 3)], true)],
        "n1 needs both majorities, and on the other side nobody knows of the change"
    );
}

#[test]
fn a_leader_counts_by_the_members_that_it_knows() {
    let file = include_str!("../../../scenarios/incidents/rethinkdb-reconfiguration.toml");
    let mut session = open(Scenario::from_toml(file).expect("a scenario"));
    session.seek(680.0).expect("a moment");
    assert_eq!(
        sides(&mut session),
        [(vec![(3, 5)], true), (vec![(1, 1)], true)],
        "n2 knows five members, and n3 is the only one that it knows"
    );
}
