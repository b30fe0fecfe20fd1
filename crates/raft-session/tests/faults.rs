//! What is wrong, as frames say it: spelled as actions spell it, and only when it has changed.

mod world;

use raft_session::dto::{Frame, MessageFrame, Setting};
use raft_session::{ActionModel, Session};
use world::{act, default_story};

fn under_faults(actions: &[&str]) -> Session {
    let mut session = default_story();
    session.seek(50.0).expect("a moment");
    for action in actions {
        act(&mut session, action);
    }
    session
}

fn setting(session: &mut Session) -> Setting {
    session.frame(None).setting.expect("the whole frame")
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("it can be written")
}

/// An action that says again what a frame says is wrong.
fn again(action: &str) -> ActionModel {
    ActionModel::from_json(action).unwrap_or_else(|problem| panic!("{action}: {problem}"))
}

#[test]
fn a_frame_spells_faults_as_actions_do() {
    let disk = r#"{"sync":"2ms","stall":"5%","stall_for":"20ms..30ms","stalled":true,"survive":"1%","torn":"2%","reordered":"3%","lying":"4%","damage":"0.5%"}"#;
    let process = r#"{"busy":"1ms..2ms","stall":"5%","stall_for":"200ms"}"#;
    let link = r#"{"shape":"long_tail","slow_down":3,"loss":"20%","late":"5%","late_by":"50ms","twice":"7%","twice_after":"1s","spacing":"10ms","capacity":4,"flap":"30%","flap_every":"200ms","blocked":["RequestVote","Forward"],"jam":true}"#;
    let disk_action = format!(r#"{{"disk":{{"servers":"n2","faults":{disk}}}}}"#);
    let process_action = format!(r#"{{"server":{{"servers":"n2","faults":{process}}}}}"#);
    let links = r#"{"from":"n2","to":"n3","one_way":true}"#;
    let link_action =
        format!(r#"{{"network":{{"links":{links},"latency":"40ms","faults":{link}}}}}"#);
    let mut session = under_faults(&[&disk_action, &process_action, &link_action]);
    let frame = session.frame(None);
    let faults = frame.servers[1].faults.as_ref().expect("something is wrong with n2");
    assert_eq!(json(&faults.disk), disk);
    assert_eq!(json(&faults.process), process);
    let said = format!(r#"{{"disk":{{"servers":"n2","faults":{}}}}}"#, json(&faults.disk));
    assert_eq!(again(&said), again(&disk_action));
    let [faulty] = &setting(&mut session).faulty[..] else { panic!("one direction of one link") };
    assert_eq!((&*faulty.from, &*faulty.to), ("n2", "n3"));
    assert_eq!(json(&faulty.latency), r#""40ms""#);
    assert_eq!(json(&faulty.faults), link);
}

#[test]
fn nothing_is_said_of_what_is_as_it_should_be() {
    let mut session = under_faults(&[
        r#"{"pause":"n2"}"#,
        r#"{"trap":{"servers":"n2","point":"before_answer"}}"#,
        r#"{"server":{"servers":"n2","faults":{"busy":"2ms"}}}"#,
        r#"{"clock":{"servers":"n2","forward":"300ms","rate_ppm":1000}}"#,
        r#"{"network":{"latency":"90ms"}}"#,
    ]);
    let faults = session.frame(None).servers[1].faults.clone().expect("much is wrong");
    assert!(faults.paused);
    assert_eq!(json(&faults.trap), r#""before_answer""#);
    let clock = faults.clock.expect("it is ahead");
    assert_eq!((clock.since, clock.ahead, clock.rate_ppm), (50.0, 300.0, 1000.0));
    assert_eq!(setting(&mut session).faulty.len(), 6, "all links are slower than at the start");
    for action in [
        r#"{"resume":"n2"}"#,
        r#"{"trap":{"servers":"n2"}}"#,
        r#"{"server":{"servers":"n2"}}"#,
        r#"{"clock":{"servers":"n2","back":"300ms","rate_ppm":0}}"#,
        r#"{"network":{}}"#,
    ] {
        act(&mut session, action);
    }
    assert_eq!(session.frame(None).servers[1].faults, None);
    assert!(setting(&mut session).faulty.is_empty());
}

#[test]
fn what_a_hand_does_is_in_the_next_frame_and_in_no_other() {
    let ballot = "n1>n2:RequestVote:1";
    let mut session = under_faults(&[]);
    let mut version = session.frame(None).version;
    let mut next = |session: &mut Session, action: &str| -> Frame {
        act(session, action);
        let news = session.frame(Some(version));
        version = news.version;
        news
    };
    let held = next(&mut session, &format!(r#"{{"hold":"{ballot}"}}"#));
    let [message] = &held.messages.added[..] else { panic!("one message has changed") };
    assert!(message.held && message.id == ballot && !message.copy);
    let late = next(&mut session, &format!(r#"{{"delay":{{"message":"{ballot}","by":"70ms"}}}}"#));
    assert_eq!(late.messages.added.len(), 1);
    assert_eq!((late.messages.added[0].held, late.messages.added[0].due_at), (false, 120.0));
    let copied = next(&mut session, &format!(r#"{{"duplicate":"{ballot}"}}"#));
    assert!(copied.messages.added.iter().any(|message| message.copy));
    let paused = next(&mut session, r#"{"pause":"n3"}"#);
    let n3 = paused.servers.iter().find(|server| server.id == "n3").expect("it has changed");
    assert!(n3.faults.as_ref().is_some_and(|faults| faults.paused));
    assert!(session.state().servers["n3"].paused);
    let cut = next(
        &mut session,
        r#"{"network":{"links":{"from":"n1","to":"n3"},"faults":{"jam":true}}}"#,
    );
    assert_eq!(cut.setting.expect("the network has changed").faulty.len(), 2);
    let quiet = session.frame(Some(version));
    assert!(quiet.servers.is_empty() && quiet.setting.is_none());
    assert!(quiet.messages.added.is_empty() && quiet.messages.removed.is_empty());
}

#[test]
fn a_link_that_flaps_says_how_it_is_now_and_until_when() {
    const EVERY: f64 = 100.0;
    let mut session = under_faults(&[
        r#"{"network":{"links":{"from":"n1","to":"n2","one_way":true},"faults":{"flap":"50%","flap_every":"100ms"}}}"#,
    ]);
    let mut whiles: Vec<bool> = Vec::new();
    let mut sent = 0;
    for now in (100..2000_u32).step_by(10).map(f64::from) {
        session.seek(now).expect("a moment");
        let frame = session.frame(None);
        let [faulty] = &frame.setting.expect("the whole frame").faulty[..] else {
            panic!("one direction of one link")
        };
        let flap = faulty.flap.expect("it flaps");
        assert!(flap.until > now && flap.until <= now + EVERY, "{now}: {}", flap.until);
        if flap.until - now == EVERY {
            whiles.push(flap.down);
        }
        assert_eq!(whiles.last(), Some(&flap.down), "{now}: it changes only between two whiles");
        let here = |message: &&MessageFrame| message.from == "n1" && message.to == "n2";
        for message in frame.messages.added.iter().filter(here) {
            let while_sent = flap.until - EVERY <= message.sent_at;
            sent += u32::from(while_sent);
            assert!(!while_sent || message.doomed.is_some() == flap.down, "{now}: {message:?}");
        }
    }
    assert!(sent > 0 && whiles.contains(&true) && whiles.contains(&false));
}

#[test]
fn a_disk_that_stalls_by_chance_says_until_when() {
    let mut session = under_faults(&[
        r#"{"disk":{"servers":"n2","faults":{"stall":"100%","stall_for":"300ms"}}}"#,
    ]);
    let stalls = |session: &mut Session, now: f64| {
        session.seek(now).expect("a moment");
        let n2 = &session.frame(None).servers[1];
        let faults = n2.faults.clone().expect("its disk is not sound");
        (faults.disk_stalls_until, n2.writing)
    };
    assert_eq!(stalls(&mut session, 51.0), (None, 0), "nothing is written yet");
    // n1's ballot comes at 60, and a vote must be on disk before it is told.
    let (until, writing) = stalls(&mut session, 60.0);
    let until = until.expect("the vote stalls");
    assert_eq!((until, writing), (365.0, 1), "a write takes 5, and 300 longer");
    assert_eq!(stalls(&mut session, until - 1.0), (Some(until), 1));
    assert_eq!(stalls(&mut session, until).0, None);
    act(&mut session, r#"{"disk":{"servers":"n2"}}"#);
    assert_eq!(session.frame(None).servers[1].faults, None);
}

#[test]
fn a_clients_link_is_told_of_like_any_other() {
    let mut session = under_faults(&[r#"{"client_links":{"servers":"n1","latency":"90ms"}}"#]);
    let told = |session: &mut Session| {
        let faulty = setting(session).faulty;
        faulty.into_iter().map(|one| (one.from, one.to, one.latency)).collect::<Vec<_>>()
    };
    let late = |from: &str, to: &str| (from.to_owned(), to.to_owned(), Some("90ms".to_owned()));
    assert_eq!(told(&mut session), [late("n1", "c1"), late("c1", "n1")]);
    act(&mut session, r#"{"client_links":{}}"#);
    assert_eq!(told(&mut session), []);
}
