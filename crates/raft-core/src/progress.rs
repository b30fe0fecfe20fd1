//! What a leader knows of one follower, and what it may send (Figure 2; dissertation §10.2.2).
//!
//! ```text
//!              an append is accepted
//!   Probe ───────────────────────────▶ Replicate
//!     ▲   ◀───────────────────────────
//!     │     refused, or never answered │
//!     │                                │ what it needs is discarded
//!     └─────────── Snapshot ◀──────────┘ (from Probe as well)
//!      installed
//! ```

use alloc::collections::VecDeque;

use crate::rules::replication::matched;
use crate::{Index, NodeId, Options, Round, SnapshotTransfer};

/// What a leader knows of one follower (Figure 2, "volatile state on leaders").
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Progress {
    /// The follower.
    pub follower: NodeId,
    /// The follower's log agrees with the leader's up to here, durably. Never decreases.
    pub match_index: Index,
    /// The first entry that has not been acknowledged. Always above `match_index`.
    pub next_index: Index,
    /// How the leader sends.
    pub state: ProgressState,
    /// What has been sent from `next_index` on and not been answered, oldest first.
    pub in_flight: VecDeque<InFlight>,
    /// The latest round that the follower has answered.
    pub answered: Round,
    /// The snapshot on its way, in [`ProgressState::Snapshot`].
    pub transfer: Option<SnapshotTransfer>,
}

/// How a leader sends to a follower.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ProgressState {
    /// It does not know where the logs agree, or lost track: one AppendEntries at a time, repeated
    /// with the next heartbeat if it is not answered.
    Probe,
    /// The last append was accepted: the next ones may follow before they are answered.
    Replicate,
    /// What it needs has been discarded: it is sent a snapshot, one chunk at a time, and no entries
    /// until it has it (or turns out not to need it).
    Snapshot,
}

/// An AppendEntries with entries that has not been answered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct InFlight {
    /// Its last entry.
    pub through: Index,
    /// The leader's latest round when it was sent.
    pub round: Round,
}

impl Progress {
    /// Nothing is known of `follower`; the leader tries with `next_index` first (§5.3).
    #[must_use]
    pub fn unknown(follower: NodeId, next_index: Index) -> Self {
        Self {
            follower,
            match_index: Index::ZERO,
            next_index,
            state: ProgressState::Probe,
            in_flight: VecDeque::new(),
            answered: Round::default(),
            transfer: None,
        }
    }

    /// The last entry that has been sent.
    #[must_use]
    pub fn sent_through(&self) -> Index {
        self.in_flight.back().map_or(self.next_index.prev(), |sent| sent.through)
    }

    /// Everything up to `match_index` is acknowledged.
    pub(crate) fn acknowledge(&mut self, match_index: Index, options: &Options) {
        if match_index >= self.next_index {
            self.next_index = match_index.next();
            while self.in_flight.front().is_some_and(|sent| sent.through <= match_index) {
                self.in_flight.pop_front();
            }
            if options.append_window == 1 {
                self.in_flight.clear();
            }
        }
        self.match_index = matched(self.match_index, match_index, options.deviations);
    }

    /// Whether a refusal of `prev_index` speaks of something that is still on its way.
    pub(crate) fn is_refusal_current(&self, prev_index: Index) -> bool {
        // Each message but the first continues the one before it.
        let continues = |sent: &InFlight| sent.through == prev_index;
        prev_index > self.match_index
            && (prev_index.next() == self.next_index
                || self.in_flight.iter().rev().skip(1).any(continues))
    }

    /// Whether something that was sent before `round` began has got lost: the follower has answered
    /// a later message, and still does not have it.
    pub(crate) fn has_lost(&self, round: Round) -> bool {
        self.in_flight.front().is_some_and(|sent| sent.round < round)
    }

    /// Starts again at `next_index`.
    pub(crate) fn restart_at(&mut self, next_index: Index) {
        self.next_index = next_index;
        self.in_flight.clear();
    }
}

impl ProgressState {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Probe => "Probe",
            Self::Replicate => "Replicate",
            Self::Snapshot => "Snapshot",
        }
    }
}
