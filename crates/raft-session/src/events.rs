//! The list of events.

use raft_scenario::Problem;
use raft_sim::{EventLine, EventNo};

use crate::replay::{Replay, Wants};
use crate::{Session, dto, time};

impl Session {
    /// Golden lines of the events from number `from` to number `to`, as far as they are known.
    ///
    /// # Errors
    /// If the branch cannot be replayed.
    pub fn events(&self, from: u32, to: u32) -> Result<Vec<dto::EventRow>, Problem> {
        /// More than any list shows at once.
        const MOST: u32 = 1_000;
        let from = from.max(1);
        let to = to.min(from.saturating_add(MOST - 1));
        let mut rows = Vec::new();
        Replay::new(self).show(EventNo(from), EventNo(to), &mut |world, happening| {
            let line = EventLine { world, happening: *happening }.to_string();
            rows.extend(self.event_row(happening.event.no, line));
            Wants::More
        })?;
        Ok(rows)
    }

    /// A known event as it stands in lists.
    pub(crate) fn event_row(&self, event: EventNo, line: String) -> Option<dto::EventRow> {
        let row = self.chronicle.row(event)?;
        Some(dto::EventRow {
            ordinal: event.0,
            position: time::place(row.position),
            line,
            telling: row.telling,
            servers: self.servers_of(row.servers),
            cause: row.cause.0,
        })
    }
}
