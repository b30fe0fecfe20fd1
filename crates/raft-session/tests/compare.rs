//! Two runs beside each other: where they part, what came out differently, and that nothing else did.

mod world;

use std::collections::BTreeSet;

use raft_session::dto::{Comparison, DifferenceKind, EventRow, Fate};
use raft_session::{Scenario, Session};
use world::{BUSY, act, busy, catalogue, default_story, open};

fn compare(one: &Session, two: &Session, until: f64) -> Comparison {
    one.compare(two, until).expect("both can be replayed")
}

/// All golden lines up to a moment, with their numbers, causes and servers.
fn rows(session: &mut Session, until: f64) -> Vec<EventRow> {
    session.seek(until).expect("a moment");
    let last = session.frame(None).events;
    (0..=last / 1_000)
        .flat_map(|part| {
            let from = part * 1_000 + 1;
            session.events(from, (from + 999).min(last)).expect("events")
        })
        .collect()
}

#[test]
fn a_run_does_not_differ_from_itself() {
    let mut one = busy();
    one.advance(800.0).expect("a moment");
    let two = busy();
    let compared = compare(&one, &two, 3_000.0);
    assert!(compared.complete);
    assert!(compared.first.iter().all(Option::is_none) && compared.last.is_none());
    assert!(compared.differences.is_empty() && compared.events.is_empty());
    assert_eq!(compared.differing, [0, 0]);
    assert_eq!(compared.same as usize, rows(&mut one, 3_000.0).len());
    // Nor do two branches in which the same was done.
    one.seek(500.0).expect("a moment");
    act(&mut one, r#"{"crash":"n1"}"#);
    let link = raft_session::Link::decode(&one.share_link()).expect("a good link");
    let scenario = Scenario::from_json(BUSY).expect("a scenario");
    let two = Session::open_link(&link, Some(scenario), catalogue(), "en").expect("it opens");
    let compared = compare(&one, &two, 3_000.0);
    assert!(compared.first.iter().all(Option::is_none) && compared.differences.is_empty());
}

#[test]
fn they_part_where_somebody_did_something() {
    let mut story = default_story();
    story.advance(720.0).expect("a moment");
    let mut other = default_story();
    other.advance(205.0).expect("a moment");
    act(&mut other, r#"{"crash":"n2"}"#);
    let compared = compare(&story, &other, 720.0);
    let [here, there] = &compared.first;
    let there = there.as_ref().expect("the crash");
    assert_eq!(there.line, "205ms action · n2 crashes");
    assert!((there.position.time - 205.0).abs() < f64::EPSILON);
    assert!(here.as_ref().expect("n2 goes on").position.time >= 205.0);
    let last = compared.last.expect("they have a beginning in common");
    assert!(last.position.time <= 205.0);
    let known = story.events(last.ordinal, last.ordinal).expect("an event");
    assert_eq!(known[0].line, last.line);
    // Seen from the other side it is the same, mirrored.
    let mirrored = compare(&other, &story, 720.0);
    assert_eq!(mirrored.first[0].as_ref(), Some(there));
    assert_eq!(mirrored.differing, [compared.differing[1], compared.differing[0]]);
    assert_eq!(mirrored.differences.len(), compared.differences.len());
}

#[test]
fn what_came_out_differently_is_said() {
    let json = r#"{ "format": 1, "title": "Two ways", "seed": 3, "until": "2s",
        "cluster": { "servers": 3 },
        "steps": [{ "id": "first", "at": "0ms", "do": [
            { "set_timer": { "servers": "n1", "remaining": "40ms" } },
            { "set_timer": { "servers": "n2", "remaining": "300ms" } },
            { "set_timer": { "servers": "n3", "remaining": "400ms" } }] }] }"#;
    let scenario = Scenario::from_json(json).expect("a scenario");
    let mut plain = open(scenario.clone());
    plain.advance(400.0).expect("a moment");
    act(&mut plain, r#"{"put":{"key":"x","value":"1"}}"#);
    let mut changed = open(scenario);
    changed.advance(400.0).expect("a moment");
    act(&mut changed, r#"{"partition":[["n1"],"rest"]}"#);
    act(&mut changed, r#"{"put":{"key":"x","value":"1","via":"n1"}}"#);
    let compared = compare(&plain, &changed, 2_000.0);
    let of = |kind: DifferenceKind| {
        compared.differences.iter().filter(move |difference| difference.kind == kind)
    };
    let leader = of(DifferenceKind::Leader).next().expect("the majority elects another leader");
    assert!(leader.sides[0].is_none(), "on the plain side n1 goes on: {leader:?}");
    let elected = leader.sides[1].as_ref().expect("who and when");
    assert!(["n2", "n3"].contains(&elected.text.as_str()), "{elected:?}");
    assert!(elected.at.expect("when").time > 400.0);
    let write = of(DifferenceKind::Entry)
        .find(|difference| {
            difference.sides[0].as_ref().is_some_and(|side| side.text.contains("x=1"))
        })
        .expect("the write");
    assert_eq!(write.sides[0].as_ref().map(|side| &side.fate), Some(&Fate::Committed));
    assert_eq!(
        write.sides[1].as_ref().map(|side| &side.fate),
        Some(&Fate::Lost),
        "another one is in its place"
    );
    let answer = of(DifferenceKind::Answer).next().expect("the client's answer");
    assert_eq!(answer.sides[0].as_ref().map(|side| &side.fate), Some(&Fate::Done));
    assert!(answer.only_when, "it asks another server, and is answered later: {answer:?}");
    let when = |side: usize| answer.sides[side].as_ref().and_then(|side| side.at).expect("when");
    assert!(when(1).time > when(0).time);
    assert_eq!(of(DifferenceKind::End).count(), 3, "everybody ends in another term or log");
    assert_eq!(of(DifferenceKind::Violation).count(), 0);
    let first_moved = compared.differences.iter().position(|difference| difference.only_when);
    assert!(
        first_moved.is_none_or(|at| compared.differences[at..].iter().all(|one| one.only_when)),
        "what only moved comes last"
    );
}

/// One message of many is dropped. Whatever does not descend from that is the same in both branches,
/// by name, time and line; so unrelated draws are the same on both sides of a fork.
#[test]
fn a_dropped_message_changes_its_descendants_and_nothing_else() {
    const UNTIL: f64 = 1_200.0;
    let mut unrelated_after = 0;
    for (nth, at) in [120.0, 333.0, 480.0, 600.0, 655.0].into_iter().enumerate() {
        let mut plain = busy();
        plain.advance(at).expect("a moment");
        let messages = plain.frame(None).messages.added;
        let doomed = messages.iter().filter(|message| message.doomed.is_none());
        let id =
            doomed.clone().nth(nth % doomed.count()).expect("something is on its way").id.clone();
        let mut changed = plain.clone();
        act(&mut changed, &format!(r#"{{"drop":"{id}"}}"#));
        let compared = compare(&plain, &changed, UNTIL);
        assert!(compared.complete && compared.more_events == 0 || compared.differing[0] > 200);
        let sides = [rows(&mut plain, UNTIL), rows(&mut changed, UNTIL)];
        let descends = descendants(&sides, at, &id);
        for pair in &compared.events {
            for (side, event) in pair.sides.iter().enumerate() {
                let Some(event) = event else { continue };
                assert!(
                    descends[side].contains(&event.ordinal),
                    "{id} at {at}: {} does not descend",
                    event.line
                );
            }
        }
        for (side, rows) in sides.iter().enumerate() {
            assert_eq!(rows.len() as u32, compared.same + compared.differing[side]);
            unrelated_after += rows
                .iter()
                .filter(|row| row.position.time > at && !descends[side].contains(&row.ordinal))
                .count();
        }
    }
    assert!(unrelated_after > 50, "only {unrelated_after} events could have told");
}

/// The events of both runs that descend from the fate of a message: what an event that descends has
/// caused, and whatever happens to a server or client that one of them, in either run, has touched
/// before. Absence touches as well: the receiver is touched from the moment on.
fn descendants(runs: &[Vec<EventRow>; 2], at: f64, dropped: &str) -> [BTreeSet<u32>; 2] {
    let (_, to) = dropped.split_once('>').expect("a message's name");
    let (receiver, _) = to.split_once(':').expect("a message's name");
    let mut touched: BTreeSet<String> = BTreeSet::from([receiver.to_owned()]);
    let mut found = [BTreeSet::new(), BTreeSet::new()];
    let mut rows: Vec<(usize, &EventRow)> =
        (0..2).flat_map(|run| runs[run].iter().map(move |row| (run, row))).collect();
    rows.retain(|(_, row)| row.position.time >= at);
    rows.sort_by(|(_, a), (_, b)| a.position.time.total_cmp(&b.position.time));
    for instant in rows.chunk_by(|(_, a), (_, b)| a.position.time == b.position.time) {
        // What comes first in one run may come last in the other.
        let mut before = usize::MAX;
        while before != found[0].len() + found[1].len() {
            before = found[0].len() + found[1].len();
            for (run, row) in instant {
                let who = places(row);
                if row.line.contains(" action")
                    || found[*run].contains(&row.cause)
                    || who.iter().any(|one| touched.contains(one))
                {
                    found[*run].insert(row.ordinal);
                    touched.extend(who);
                }
            }
        }
    }
    found
}

/// Where an event happens: at whom a message arrives, or whose timer or disk it is.
fn places(row: &EventRow) -> Vec<String> {
    let mut words = row.line.split(' ').skip(1);
    let first = words.next().unwrap_or_default();
    match words.next() {
        Some("→") => vec![words.next().unwrap_or_default().to_owned()],
        _ if first == "action" => row.servers.clone(),
        _ => vec![first.to_owned()],
    }
}

#[test]
fn an_option_on_and_off_is_compared_as_well() {
    let scenario = Scenario::from_json(BUSY).expect("a scenario");
    let mut careful = scenario.clone();
    careful.cluster.pre_vote = true;
    let compared = compare(&open(scenario), &open(careful), 3_000.0);
    assert!(compared.complete);
    assert!(compared.same > 0, "until the first election timeout they are the same");
    let first = compared.first.map(|event| event.expect("both go on"));
    assert!(
        first[0].line.contains("election timeout") && first[1].line.contains("election timeout")
    );
    assert_eq!(first[0].id, first[1].id, "the same timer at the same time, with another sequel");
    assert!(!compared.differences.is_empty());
}

#[test]
fn a_comparison_has_its_bounds_and_says_so() {
    let json = |pause: &str| {
        format!(
            r#"{{ "format": 1, "title": "Much", "seed": 2, "until": "1s",
                "cluster": {{ "servers": 5 }}, "clients": {{ "count": 9,
                "workload": {{ "pause": "{pause}", "keys": 3, "reads": "0%" }} }} }}"#
        )
    };
    let open = |pause: &str| open(Scenario::from_json(&json(pause)).expect("a scenario"));
    let compared = compare(&open("1ms"), &open("2ms"), 3_600_000.0);
    assert!(!compared.complete && compared.until < 3_600_000.0);
    assert_eq!(compared.events.len(), 200);
    assert_eq!(compared.differences.len(), 500);
    assert!(compared.more_events > 0 && compared.more_differences > 0);
    let problem = open("1ms").compare(&open("1ms"), -1.0).expect_err("no moment");
    assert!(problem.expected.is_some());
}
