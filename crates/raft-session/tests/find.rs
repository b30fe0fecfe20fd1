//! A search in the golden lines finds what a look at all of them finds.

mod world;

use raft_session::Session;
use raft_session::dto::EventRow;
use world::{busy, default_story};

/// Searches to the end.
fn find_all(session: &Session, text: &str, from: f64) -> Vec<EventRow> {
    let (mut rows, mut next) = (Vec::new(), Some(from));
    while let Some(from) = next {
        let found = session.find(text, from).expect("a search");
        assert!(found.rows.len() <= 200);
        assert!(found.next.is_none_or(|next| f64::from(next) > from), "it goes forwards");
        next = found.next.map(f64::from);
        rows.extend(found.rows);
    }
    rows
}

fn by_hand(session: &Session, text: &str, from: u32) -> Vec<EventRow> {
    let mut rows = Vec::new();
    for start in (from..=session.event_count()).step_by(1_000) {
        rows.extend(session.events(start, start + 999).expect("events"));
    }
    let text = text.to_lowercase();
    rows.retain(|row| row.line.to_lowercase().contains(&text));
    rows
}

#[test]
fn a_search_finds_what_a_look_at_all_lines_finds() {
    let mut session = busy();
    session.advance(40_000.0).expect("a moment");
    let count = session.event_count();
    assert!(count > 12_000, "{count}: more than one call looks at");
    for text in ["commit=", "N3 CRASHES", "requestvotereply", "n1 → n2", "no such line", " leader"]
    {
        for from in [1, 2, 777, 11_000] {
            let (found, expected) =
                (find_all(&session, text, f64::from(from)), by_hand(&session, text, from));
            assert_eq!(found, expected, "{text} from {from}");
        }
    }
}

#[test]
fn one_call_is_bounded_and_says_where_to_go_on() {
    let mut session = busy();
    session.advance(40_000.0).expect("a moment");
    let nothing = session.find("no such line", 1.0).expect("a search");
    assert_eq!((nothing.rows.len(), nothing.next), (0, Some(10_001)));
    let much = session.find("", 1.0).expect("a search");
    assert_eq!((much.rows.len(), much.next), (200, Some(201)));
    let everything = session.find("", 5.0).expect("a search");
    assert_eq!(everything.rows[0].ordinal, 5);
}

#[test]
fn the_end_has_nothing_after_it() {
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    let count = f64::from(session.event_count());
    assert_eq!(session.find("crashes", 1.0).expect("a search").next, None);
    for from in [count + 1.0, 4e9] {
        let found = session.find("", from).expect("a search");
        assert_eq!((found.rows.len(), found.next), (0, None));
    }
    assert_eq!(session.find("", count).expect("a search").rows.len(), 1);
    for bad in [-1.0, 0.5, f64::NAN, f64::INFINITY, 1e300] {
        let problem = session.find("x", bad).expect_err("no number of an event");
        assert_eq!(problem.path.as_deref(), Some("from"));
        assert!(problem.expected.is_some());
    }
}
