//! Everything about a server that is a clock reading, a deadline or a counter.
//!
//! Kept apart from the protocol state, because two servers that differ only in these are in the
//! same state as far as Raft is concerned: see [`crate::Node::canonical`].

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::{Index, LocalTime, Micros, Round};

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
    /// When a follower last heard from a leader, or was started.
    pub leader_heard: Option<LocalTime>,
    /// When a leader last heard from each follower, in the order of [`crate::Leader::progress`].
    pub heard: Vec<LocalTime>,
    /// When each round of questions began, oldest first, as far as it is not yet answered.
    pub rounds: VecDeque<(Round, LocalTime)>,
    /// Until when a leader can be sure that nobody else has been elected.
    pub lease_until: Option<LocalTime>,
    /// How closely each follower follows, in the same order.
    pub catch_up: Vec<CatchUp>,
    /// When a leader has to step down unless it hears from somebody.
    pub quorum_deadline: Option<LocalTime>,
    /// When a leader gives up handing its office over.
    pub transfer_deadline: Option<LocalTime>,
    /// How many timeouts have been drawn in the current term, besides the first.
    pub attempt: u32,
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

    /// Forgets what only a leader waits for.
    pub(crate) fn forget_office(&mut self) {
        self.heartbeats.clear();
        self.heard.clear();
        self.catch_up.clear();
        self.rounds.clear();
        self.lease_until = None;
        self.quorum_deadline = None;
        self.transfer_deadline = None;
    }

    pub(crate) fn election_due(&self, now: LocalTime) -> bool {
        self.election_deadline.is_some_and(|deadline| now >= deadline)
    }

    /// The next moment at which something is due.
    pub(crate) fn next_deadline(&self) -> Option<LocalTime> {
        let one_of = |a: Option<LocalTime>, b| match (a, b) {
            (Some(a), Some(b)) => Some(core::cmp::min(a, b)),
            (a, None) => a,
            (None, b) => b,
        };
        let of_leader = self.heartbeats.iter().copied().min();
        let first = one_of(self.election_deadline, of_leader);
        one_of(one_of(first, self.quorum_deadline), self.transfer_deadline)
    }
}

/// How closely a follower follows, in rounds: each is to copy what the leader had at its beginning
/// (dissertation §4.2.1).
///
/// Beside the clocks, because it says how fast a follower is, not what it has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct CatchUp {
    /// How many rounds are done.
    pub rounds: u32,
    /// The last entry of the present round.
    pub goal: Index,
    /// Whether the last round took less than the shortest election timeout.
    pub caught_up: bool,
    /// When the present round began.
    pub began: LocalTime,
}
