//! What stands in the way, in one situation after another; and that it is the truth, in runs in which
//! everything goes wrong.

mod asking;
mod situations;
#[path = "../world/mod.rs"]
mod world;

use raft_session::Session;
use raft_session::dto::{PublicRole, WhyNotQuestion, WhyQuestion};

use crate::asking::{PUT, answer, cluster, commit, commit_at, current, leader, open, told};
use crate::world::act;

fn chaos(seed: u32) -> String {
    let step =
        |at: u32, what: &str| format!(r#"{{ "id": "s{at}", "at": "{at}ms", "do": [ {what} ] }}"#);
    let who = |nth: u32| (seed / 7 + nth) % 5 + 1;
    let (a, b, c) = (who(0), who(2), who(3));
    let steps = [
        step(600, &format!(r#"{{"pause":"n{a}"}}"#)),
        step(900, &format!(r#"{{"resume":"n{a}"}}, {{"crash":"n{b}"}}"#)),
        step(1200, &format!(r#"{{"partition":[["n{a}","n{c}"],"rest"]}}"#)),
        step(1700, &format!(r#""heal_all", {{"restart":"n{b}"}}"#)),
        step(
            1900,
            &format!(r#"{{"disk":{{"servers":["n{a}","n{c}"],"faults":{{"stalled":true}}}}}}"#),
        ),
        step(
            2300,
            r#"{"disk":{"servers":"all","faults":{"stall":"20%","stall_for":"10ms..80ms"}}}"#,
        ),
        step(
            2500,
            &format!(
                r#"{{"network":{{"links":{{"from":"n{a}","to":["n{b}","n{c}"]}},"faults":{{"jam":true}}}}}}"#
            ),
        ),
        step(2900, r#""heal_all""#),
        step(3100, &format!(r#"{{"cut":{{"from":"n{b}","to":["n{a}","n{c}"],"one_way":true}}}}"#)),
        step(3600, r#""heal_all""#),
        step(3700, &format!(r#"{{"crash":["n{a}","n{b}","n{c}"]}}"#)),
        step(4200, &format!(r#"{{"restart":["n{a}","n{b}","n{c}"]}}"#)),
    ];
    format!(
        r#"{{ "format": 1, "title": "Chaos", "seed": {seed}, "until": "20s",
          "cluster": {{ "servers": 5, "noop": {} }},
          "network": {{ "latency": "2ms..30ms", "loss": "4%" }}, "disk": {{ "write": "1ms..9ms" }},
          "clients": {{ "count": 3, "workload": {{ "pause": "5ms..40ms", "keys": 3, "reads": "20%" }} }},
          "steps": [ {} ] }}"#,
        seed.is_multiple_of(2),
        steps.join(", ")
    )
}

/// The term of the server's entry at this index, and whether the server knows it to be committed.
fn entry_of(session: &Session, server: &str, index: u64) -> Option<(u64, bool)> {
    let state = session.state();
    let server = &state.servers[server];
    let entry = server.log.iter().find(|entry| entry.index == index)?;
    Some((entry.term, server.commit_index.is_some_and(|commit| commit >= index)))
}

/// Who leads the highest term, and which.
fn leader_of(session: &Session) -> Option<(u64, String)> {
    let servers = session.state().servers;
    let leads = servers.into_iter().filter(|(_, one)| one.state == PublicRole::Leader);
    leads.map(|(name, one)| (one.term, name)).max()
}

#[test]
fn what_is_not_so_has_an_obstacle_and_what_is_has_none() {
    let (mut open_entries, mut leaderless, mut waiting) = (0, 0, 0);
    for seed in [7, 22, 43] {
        let mut session = open(&chaos(seed));
        for moment in (1..4600).step_by(61) {
            session.advance(f64::from(moment)).expect("a moment");
            let state = session.state();
            let none = session.why_not(&leader()).expect("an answer").obstacles.is_empty();
            assert_eq!(none, leader_of(&session).is_some(), "seed {seed} at {moment}");
            leaderless += usize::from(!none);
            for (name, server) in &state.servers {
                for entry in server.log.iter().rev().take(6) {
                    #[allow(clippy::cast_precision_loss)]
                    let question = commit_at(name, entry.index as f64);
                    let why_not = session.why_not(&question).expect("an answer");
                    let committed = server.commit_index.is_some_and(|to| to >= entry.index);
                    let at = format!("seed {seed} at {moment}, {name}, {}", entry.index);
                    assert_eq!(why_not.obstacles.is_empty(), committed, "{at}");
                    open_entries += usize::from(!committed);
                }
            }
            let frame = session.frame(None);
            for operation in frame.clients.iter().filter_map(|client| client.operation.as_ref()) {
                let why_not = session.why_not(&answer(&operation.id)).expect("an answer");
                let at = format!("seed {seed} at {moment}, {}", operation.id);
                assert!(!why_not.obstacles.is_empty(), "{at}: it has no answer yet");
                waiting += 1;
            }
        }
    }
    assert!(
        open_entries > 500 && leaderless > 10 && waiting > 200,
        "{open_entries} {leaderless} {waiting}"
    );
}

#[test]
fn what_comes_by_itself_comes_once_nothing_more_goes_wrong() {
    let (mut came, mut deposed) = (0, 0);
    for seed in [7, 22, 43] {
        let mut session = open(&chaos(seed));
        for moment in (200..4600).step_by(47) {
            session.advance(f64::from(moment)).expect("a moment");
            let Some(office) = leader_of(&session) else { continue };
            let state = session.state();
            let last = state.servers[&office.1].log.last().map_or(0, |entry| entry.index);
            #[allow(clippy::cast_precision_loss)]
            let Ok(why_not) = session.why_not(&commit(last as f64)) else { continue };
            if why_not.obstacles.is_empty() || !why_not.passes {
                continue;
            }
            let Some((term, _)) = entry_of(&session, &office.1, last) else { continue };
            let mut later = session.clone();
            act(&mut later, "\"release\"");
            act(&mut later, r#"{"set_loss":"0%"}"#);
            for wait in (5..600).step_by(5) {
                later.advance(f64::from(moment + wait)).expect("a moment");
                if entry_of(&later, &office.1, last) == Some((term, true)) {
                    came += 1;
                    break;
                }
                if leader_of(&later).as_ref() != Some(&office) {
                    deposed += 1;
                    break;
                }
                assert!(wait < 595, "seed {seed} at {moment}: {:#?}", told(&why_not));
            }
        }
    }
    assert!(came > 60 && deposed * 10 < came, "{came} came, {deposed} leaders were deposed before");
}

/// Time enough for a few elections, split votes among them.
const PATIENCE: i32 = 3_000;

#[test]
fn a_leader_that_comes_by_itself_comes_once_nothing_more_goes_wrong() {
    let (mut came, mut not) = (0, 0);
    for seed in [7, 22, 43, 64] {
        let mut session = open(&chaos(seed));
        for moment in (1..4600).step_by(31) {
            session.advance(f64::from(moment)).expect("a moment");
            let why_not = session.why_not(&leader()).expect("an answer");
            if why_not.obstacles.is_empty() {
                continue;
            }
            if !why_not.passes {
                not += 1;
                continue;
            }
            let mut later = session.clone();
            act(&mut later, "\"release\"");
            act(&mut later, r#"{"set_loss":"0%"}"#);
            let comes = (10..PATIENCE).step_by(10).any(|wait| {
                later.advance(f64::from(moment + wait)).expect("a moment");
                leader_of(&later).is_some()
            });
            assert!(comes, "seed {seed} at {moment}: {:#?}", told(&why_not));
            came += 1;
        }
    }
    assert!(came > 20 && not > 10, "{came} came, {not} needed more");
}

/// Who is down stands in nobody's way while enough others are there.
#[test]
fn a_leader_comes_by_itself_as_long_as_a_majority_is_there() {
    for (down, passes) in [(r#""n1""#, true), (r#"["n1","n2"]"#, false)] {
        let mut session = open(&cluster(3, ""));
        session.advance(200.0).expect("a moment");
        act(&mut session, &format!(r#"{{"crash":{down}}}"#));
        let why_not = session.why_not(&leader()).expect("an answer");
        assert_eq!(why_not.passes, passes, "{:#?}", told(&why_not));
    }
}

#[test]
fn a_question_that_is_none_is_refused_and_says_which_field() {
    let mut session = open(&cluster(3, ""));
    session.advance(200.0).expect("a moment");
    let refused = |question: &WhyNotQuestion| session.why_not(question).expect_err("no");
    for (question, path) in [
        (commit(9.0), "entry"),
        (commit(-1.0), "entry"),
        (commit(f64::NAN), "entry"),
        (commit_at("n9", 1.0), "server"),
        (commit_at("n2", 7.0), "entry"),
        (answer("c1#1"), "operation"),
        (answer("nonsense"), "operation"),
        (current("c1"), "server"),
        (WhyNotQuestion { not: "rain".into(), ..WhyNotQuestion::default() }, "not"),
    ] {
        let problem = refused(&question);
        assert_eq!(problem.path.as_deref(), Some(path), "{question:?}: {problem}");
        assert!(problem.expected.is_some(), "{problem}");
    }
    for question in [
        WhyNotQuestion { entry: None, ..commit(1.0) },
        WhyNotQuestion { entry: Some(1.0), ..leader() },
        WhyNotQuestion { server: None, ..current("n1") },
    ] {
        assert!(refused(&question).expected.is_some());
    }
    assert!(session.why_not(&current("n1")).expect("an answer").obstacles.is_empty());
    assert!(session.why_not(&commit(1.0)).expect("an answer").passes, "nothing is in the way");
}

#[test]
fn an_obstacle_leads_on_to_why() {
    let mut session = open(&cluster(3, ""));
    session.advance(200.0).expect("a moment");
    act(&mut session, r#"{"crash":["n2","n3"]}"#);
    act(&mut session, PUT);
    session.advance(300.0).expect("a moment");
    let why_not = session.why_not(&commit(2.0)).expect("an answer");
    let origin = why_not.obstacles[1].origin.as_ref().expect("somebody crashed it");
    let question = WhyQuestion { event: Some(f64::from(origin.ordinal)), ..WhyQuestion::default() };
    let why = session.why(&question).expect("an answer");
    assert_eq!((&why.chain[0].line, why.chain[0].position), (&origin.line, origin.position));
}
