//! Looking for a text in the golden lines of the events.

use raft_scenario::Problem;
use raft_sim::{EventLine, EventNo};

use crate::replay::{Replay, Wants};
use crate::{Session, dto, time};

/// The most events that one call looks at, so that a screen never waits long for an answer.
const MOST_EVENTS: u32 = 10_000;
/// The most that one call finds.
const MOST_ROWS: usize = 200;

impl Session {
    /// Searches the golden lines of the known events for `text`, from the event number `from` on,
    /// whatever the case of its letters from A to Z. An answer with `next` is not the end: ask again from there.
    ///
    /// # Errors
    /// If `from` is no number of an event.
    pub fn find(&self, text: &str, from: f64) -> Result<dto::Found, Problem> {
        let from = time::ordinal(from).map_err(|problem| problem.at("from"))?.max(1);
        let known = self.chronicle.events();
        let last = known.min(from.saturating_add(MOST_EVENTS - 1));
        let mut rows = Vec::new();
        let mut looked_at = last;
        Replay::new(self).show(EventNo(from), EventNo(last), &mut |world, happening| {
            let line = EventLine { world, happening: *happening }.to_string();
            if contains(&line, text) {
                rows.extend(self.event_row(happening.event.no, line));
            }
            if rows.len() < MOST_ROWS {
                return Wants::More;
            }
            looked_at = happening.event.no.0;
            Wants::Enough
        })?;
        Ok(dto::Found { rows, next: (looked_at < known).then(|| looked_at + 1) })
    }
}

/// Golden lines are signs, names and numbers: there is no need to know the letters of all languages.
fn contains(line: &str, text: &str) -> bool {
    let (line, text) = (line.as_bytes(), text.as_bytes());
    text.is_empty() || line.windows(text.len()).any(|part| part.eq_ignore_ascii_case(text))
}
