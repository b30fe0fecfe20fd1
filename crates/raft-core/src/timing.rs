//! Everything about a server that is a clock reading, a deadline or a counter.
//!
//! Kept apart from the protocol state, because two servers that differ only in these are in the
//! same state as far as Raft is concerned: see [`crate::Node::canonical`].

use alloc::vec::Vec;

use crate::{LocalTime, Micros};

/// Clock readings, deadlines and counters of one server.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Timing {
    /// The latest moment this server has seen. A clock that runs backwards is no progress.
    pub now: LocalTime,
    /// The election timeout drawn for the current term.
    pub election_timeout: Micros,
    /// When an election starts unless a leader is heard from; a leader has none.
    pub election_deadline: Option<LocalTime>,
    /// When the next heartbeat to each follower is due, in the order of [`crate::Leader::progress`].
    pub heartbeats: Vec<LocalTime>,
    /// The next write's number.
    pub next_write: u64,
}

impl Timing {
    pub(crate) fn observe(&mut self, now: LocalTime) {
        self.now = self.now.max(now);
    }

    pub(crate) fn restart_election_timer(&mut self) {
        self.election_deadline = Some(self.now.after(self.election_timeout));
    }

    pub(crate) fn election_due(&self, now: LocalTime) -> bool {
        self.election_deadline.is_some_and(|deadline| now >= deadline)
    }

    /// The next moment at which something is due.
    pub(crate) fn next_deadline(&self) -> Option<LocalTime> {
        self.heartbeats.iter().copied().chain(self.election_deadline).min()
    }
}
