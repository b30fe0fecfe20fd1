//! The space-time diagram tells what the events say, no more and no less.

mod world;

use std::collections::BTreeMap;

use raft_session::dto::{
    EventRow, FateFrame, LaneSpan, MomentKind, OutcomeFrame, PublicRole, RoleFrame, Spacetime,
    Voyage,
};
use raft_session::{ProblemKind, Session};
use world::{act, busy, default_story};

/// All events, however many.
fn all_events(session: &Session) -> Vec<EventRow> {
    let mut rows = Vec::new();
    while (rows.len() as u32) < session.event_count() {
        let from = rows.len() as u32 + 1;
        rows.extend(session.events(from, from + 999).expect("events"));
    }
    rows
}

/// The line of an arrival without its time and its consequences: `n1 → n2 AppendEntries …`.
fn message_of(row: &EventRow) -> Option<&str> {
    let line = row.line.split_once(' ')?.1.split(" · ").next()?;
    line.contains(" → ").then_some(line)
}

fn span_at(spans: &[LaneSpan], at: f64) -> &LaneSpan {
    let span = spans.iter().find(|span| span.from <= at && at < span.to);
    span.unwrap_or_else(|| panic!("a hole at {at}: {spans:?}"))
}

fn role_of(state: PublicRole) -> Option<RoleFrame> {
    match state {
        PublicRole::Down => None,
        PublicRole::Follower => Some(RoleFrame::Follower),
        PublicRole::Precandidate => Some(RoleFrame::Precandidate),
        PublicRole::Candidate => Some(RoleFrame::Candidate),
        PublicRole::Leader => Some(RoleFrame::Leader),
    }
}

#[test]
fn every_arrival_of_the_story_is_a_voyage_and_nothing_else_is() {
    for mut session in [default_story(), busy()] {
        session.advance(720.0).expect("a moment");
        let rows = all_events(&session);
        let spacetime = session.spacetime(0.0, 720.0).expect("a stretch");
        assert_eq!(spacetime.omitted, 0);
        let ended: BTreeMap<u32, &Voyage> =
            spacetime.voyages.iter().filter_map(|v| Some((v.ended_by?, v))).collect();
        let arrivals = rows.iter().filter(|row| message_of(row).is_some());
        assert_eq!(arrivals.clone().count(), ended.len(), "as many as there are arrivals");
        for row in arrivals {
            let voyage = ended.get(&row.ordinal).unwrap_or_else(|| panic!("none for {}", row.line));
            let head = format!("{} → {} {:?}", voyage.from, voyage.to, voyage.kind);
            assert!(message_of(row).is_some_and(|text| text.starts_with(&head)), "{}", row.line);
            assert_eq!((voyage.ended_at, voyage.sent_by), (row.position.time, row.cause));
            assert_eq!(voyage.sent_at, rows[voyage.sent_by as usize - 1].position.time);
            let fate = match row.line.split_once(" × ").map(|(_, why)| why) {
                None => FateFrame::Delivered,
                Some("lost by chance") => FateFrame::Loss,
                Some("receiver down") => FateFrame::Down,
                Some("dropped by hand") => FateFrame::Dropped,
                Some(_) => FateFrame::Cut,
            };
            assert_eq!(voyage.fate, fate, "{}", row.line);
        }
        let flying: Vec<&str> = spacetime
            .voyages
            .iter()
            .filter(|voyage| voyage.fate == FateFrame::Flying)
            .map(|voyage| voyage.id.as_str())
            .collect();
        let mut now: Vec<String> = session.state().messages.into_iter().map(|m| m.id).collect();
        let mut shown: Vec<String> = flying.into_iter().map(str::to_owned).collect();
        now.sort();
        shown.sort();
        assert_eq!(shown, now, "what is on its way at the end is still flying");
    }
}

#[test]
fn the_default_story_has_the_voyages_that_were_counted_by_hand() {
    let mut session = default_story();
    session.advance(300.0).expect("a moment");
    let spacetime = session.spacetime(0.0, 120.0).expect("a stretch");
    let told: Vec<String> = spacetime
        .voyages
        .iter()
        .map(|v| format!("{} {}-{} {:?} {}", v.id, v.sent_at, v.ended_at, v.fate, v.short))
        .collect();
    assert_eq!(
        told,
        [
            "n1>n2:RequestVote:1 45-60 Delivered ?",
            "n1>n3:RequestVote:1 45-65 Delivered ?",
            "n2>n1:RequestVoteReply:1 65-80 Delivered ✓",
            "n3>n1:RequestVoteReply:1 70-90 Delivered ✓",
            "n1>n2:AppendEntries:1 80-95 Delivered ",
            "n1>n3:AppendEntries:1 80-100 Delivered ",
            "n2>n1:AppendEntriesReply:1 95-110 Delivered ✓ 0",
            "n3>n1:AppendEntriesReply:1 100-120 Delivered ✓ 0",
        ]
    );
}

#[test]
fn a_window_shows_what_the_whole_run_shows_there() {
    let mut session = busy();
    session.advance(1_000.0).expect("a moment");
    let whole = session.spacetime(0.0, 1_000.0).expect("a stretch");
    assert!(whole.omitted == 0 && whole.voyages.len() > 200, "{}", whole.voyages.len());
    for (from, to) in
        [(0.0, 0.0), (0.0, 5.0), (333.3, 333.4), (500.0, 750.25), (990.0, 5_000.0), (700.0, 700.0)]
    {
        let window = session.spacetime(from, to).expect("a stretch");
        let on_their_way = |voyage: &&Voyage| voyage.sent_at <= to && voyage.ended_at >= from;
        let expected: Vec<Voyage> = whole.voyages.iter().filter(on_their_way).cloned().collect();
        assert_eq!(window.voyages, expected, "{from} to {to}");
        for (lane, all) in window.lanes.iter().zip(&whole.lanes) {
            let inside = |at: f64| (from..=to).contains(&at);
            let moments = all.moments.iter().filter(|moment| inside(moment.at));
            assert_eq!(lane.moments, moments.cloned().collect::<Vec<_>>(), "{from} to {to}");
        }
        let overlaps = |to_of: Option<f64>| to_of.is_none_or(|end| end >= from);
        let operations =
            whole.operations.iter().filter(|span| span.from <= to && overlaps(span.to));
        assert_eq!(window.operations, operations.cloned().collect::<Vec<_>>(), "{from} to {to}");
    }
}

#[test]
fn spans_say_what_frames_say() {
    let mut session = busy();
    session.advance(2_500.0).expect("a moment");
    let whole = session.spacetime(0.0, 2_500.0).expect("a stretch");
    for moment in 0..250 {
        // Between two moments at which something may happen.
        let at = f64::from(moment) * 9.973 + 0.001;
        session.seek(at).expect("a moment");
        let state = session.state();
        let narrow = session.spacetime(at, at + 5.0).expect("a stretch");
        for (lane, near) in whole.lanes.iter().zip(&narrow.lanes) {
            let server = &state.servers[&lane.server];
            for span in [span_at(&lane.spans, at), span_at(&near.spans, at)] {
                let shown = (span.up, span.role, span.term);
                let role = role_of(server.state);
                assert_eq!(shown, (role.is_some(), role, server.term), "{} at {at}", lane.server);
            }
        }
    }
}

#[test]
fn spans_have_no_holes_and_end_where_the_known_ends() {
    let mut session = busy();
    session.advance(2_100.0).expect("a moment");
    for (from, to) in [(0.0, 9_000.0), (0.0, 2_100.0), (77.7, 1_903.0), (1_500.0, 1_500.0)] {
        for lane in session.spacetime(from, to).expect("a stretch").lanes {
            assert_eq!(lane.spans.first().map(|span| span.from), Some(from));
            assert_eq!(lane.spans.last().map(|span| span.to), Some(to.min(2_100.0)));
            for pair in lane.spans.windows(2) {
                assert_eq!(pair[0].to, pair[1].from);
                assert_ne!((pair[0].role, pair[0].term), (pair[1].role, pair[1].term));
            }
        }
    }
    let beyond = session.spacetime(2_100.001, 3_000.0).expect("a stretch");
    assert!(beyond.lanes.iter().all(|lane| lane.spans.is_empty() && lane.moments.is_empty()));
    assert!(beyond.voyages.is_empty() && beyond.operations.is_empty() && beyond.walls.is_empty());
    assert_eq!(session.event_count(), all_events(&session).len() as u32, "nothing was simulated");
}

#[test]
fn moments_tell_the_life_of_a_server() {
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    let spacetime = session.spacetime(0.0, 720.0).expect("a stretch");
    let told: Vec<String> = spacetime.lanes[0]
        .moments
        .iter()
        .map(|moment| format!("{} {:?} {}", moment.at, moment.kind, moment.text))
        .collect();
    assert_eq!(
        told,
        [
            "40 Timeout t1",
            "45 Persisted t1",
            "80 Won t1",
            "200 Persisted 1",
            "230 Committed 1",
            "310 Crashed ",
            "610 Restarted t1",
            "665 Committed 1–2",
            "670 Persisted t2 · 2",
        ]
    );
}

#[test]
fn operations_and_walls_are_there_as_long_as_they_last() {
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    let spacetime = session.spacetime(200.0, 400.0).expect("a stretch");
    let told: Vec<_> = spacetime
        .operations
        .iter()
        .map(|span| (span.id.as_str(), span.text.as_str(), span.from, span.to, span.outcome))
        .collect();
    let ok = Some(OutcomeFrame::Ok);
    assert_eq!(
        told,
        [("c1#1", "x=1", 185.0, Some(240.0), ok), ("c1#2", "x=2", 340.0, Some(575.0), ok)]
    );
    let mut session = busy();
    session.advance(2_200.0).expect("a moment");
    let walls = |from, to| {
        let walls = session.spacetime(from, to).expect("a stretch").walls.into_iter();
        walls.map(|wall| (wall.from, wall.to, wall.text)).collect::<Vec<_>>()
    };
    let first = "n1 n2 | n3 n4 n5".to_owned();
    let third = "n1 | n2 n3 | n4 n5".to_owned();
    let both = [(700.0, 1_300.0, first.clone()), (2_000.0, 2_200.0, third)];
    assert_eq!(walls(0.0, 9_000.0), both);
    assert_eq!(walls(800.0, 900.0), [(800.0, 900.0, first)]);
    assert_eq!(walls(1_300.1, 1_999.0), []);
}

#[test]
fn what_cannot_be_shown_is_counted() {
    let mut session = busy();
    session.advance(60_000.0).expect("a moment");
    let Spacetime { voyages, omitted, lanes, .. } =
        session.spacetime(0.0, 60_000.0).expect("a stretch");
    assert_eq!(voyages.len(), 1_500);
    let ended = all_events(&session).iter().filter(|row| message_of(row).is_some()).count();
    let all = ended + session.state().messages.len();
    assert_eq!(voyages.len() + omitted as usize, all, "not one is forgotten");
    // The ones that are shown are the first ones, complete with their ends.
    let first = session.spacetime(0.0, 500.0).expect("a stretch");
    assert_eq!(first.voyages, voyages[..first.voyages.len()]);
    assert!(voyages.iter().all(|voyage| voyage.fate != FateFrame::Flying));
    // What is rare is never left out.
    let crashes = lanes.iter().flat_map(|lane| &lane.moments);
    assert_eq!(crashes.filter(|moment| moment.kind == MomentKind::Crashed).count(), 1);
}

#[test]
fn each_branch_has_its_own_past() {
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    let story = session.spacetime(0.0, 720.0).expect("a stretch");
    session.seek(50.0).expect("a moment");
    act(&mut session, r#"{"deliver":"n1>n3:RequestVote:1"}"#);
    act(&mut session, r#"{"drop":"n1>n2:RequestVote:1"}"#);
    session.advance(400.0).expect("a moment");
    let changed = session.spacetime(0.0, 400.0).expect("a stretch");
    let of = |id: &str| changed.voyages.iter().find(|v| v.id == id).expect("it was sent");
    let hurried = of("n1>n3:RequestVote:1");
    assert_eq!((hurried.ended_at, hurried.fate), (50.0, FateFrame::Delivered));
    let dropped = of("n1>n2:RequestVote:1");
    assert_eq!((dropped.ended_at, dropped.fate), (60.0, FateFrame::Dropped));
    session.back_to_story().expect("the way back");
    session.seek(720.0).expect("a moment");
    assert_eq!(session.spacetime(0.0, 720.0).expect("a stretch"), story);
}

#[test]
fn a_stretch_that_is_none_is_refused() {
    let mut session = default_story();
    session.advance(100.0).expect("a moment");
    let bad = [f64::NAN, -1.0, -0.001, f64::INFINITY, f64::NEG_INFINITY, 1e300, 3_600_001.0];
    for bad in bad {
        for (from, to, path) in [(bad, 50.0, "from"), (0.0, bad, "to")] {
            let problem = session.spacetime(from, to).expect_err("no moment");
            assert_eq!(problem.kind, ProblemKind::Limit, "{problem}");
            assert_eq!(problem.path.as_deref(), Some(path));
            assert!(problem.expected.is_some());
        }
    }
    let problem = session.spacetime(60.0, 50.0).expect_err("backwards");
    assert_eq!(problem.path.as_deref(), Some("to"));
}

#[test]
fn what_is_new_completes_what_was_known() {
    let mut session = busy();
    let (mut known, mut told) = (0.0, 0);
    let mut grown: BTreeMap<(String, u32), Voyage> = BTreeMap::new();
    for step in 1..=60 {
        let now = f64::from(step) * 17.3;
        session.advance(now).expect("a moment");
        let news = session.spacetime_since(known, now).expect("a stretch");
        told += news.voyages.len();
        grown.extend(news.voyages.into_iter().map(|one| ((one.id.clone(), one.sent_by), one)));
        let whole = session.spacetime(0.0, now).expect("a stretch");
        let flying = |voyage: &Voyage| voyage.fate == FateFrame::Flying;
        assert_eq!(grown.len(), whole.voyages.len(), "at {now}");
        for voyage in whole.voyages {
            let key = (voyage.id.clone(), voyage.sent_by);
            assert!(grown[&key] == voyage || flying(&voyage), "{voyage:?} at {now}");
        }
        // The lanes are those of the stretch.
        assert_eq!(news.lanes, session.spacetime(known, now).expect("a stretch").lanes);
        known = now;
    }
    // Each is told when it is sent and when it ends, and again only where two stretches meet.
    assert!(told <= 2 * grown.len() + 30, "{told} of {}", grown.len());
}
