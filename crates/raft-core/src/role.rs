//! The roles (§5.1; PreCandidate from §9.6 of the dissertation), each with the data that only it has.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;

use crate::{Index, NodeId, RequestId};

/// What a server currently is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    /// It follows a leader, or waits for one.
    Follower(Follower),
    /// It asks whether it would be elected, before it opens a term (dissertation §9.6).
    PreCandidate(PreCandidate),
    /// It has asked for votes in its current term and waits for a majority.
    Candidate(Candidate),
    /// A majority elected it for its current term.
    Leader(Leader),
}

/// What a follower knows.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Follower {
    /// The leader of the current term, once it has been heard from.
    pub leader: Option<NodeId>,
}

/// What a server knows that thinks of standing for election.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct PreCandidate {
    /// The answers so far, one per voter, its own among them.
    pub votes: BTreeMap<NodeId, bool>,
}

/// What a candidate knows.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Candidate {
    /// The answers so far, one per voter: a repeated answer must not count twice. Its own vote is
    /// in here only once it is durable.
    pub votes: BTreeMap<NodeId, bool>,
}

/// What a leader knows.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Leader {
    /// How far each other voter is, in ascending order of their names.
    pub progress: Vec<Progress>,
    /// Requests whose entries are not committed yet, in the order of their indices.
    pub proposals: VecDeque<(Index, RequestId)>,
    /// To whom it is handing its office over, if it is.
    pub transfer: Option<Transfer>,
}

/// A leadership transfer under way (dissertation §3.10).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Transfer {
    /// Who shall lead.
    pub to: NodeId,
    /// Whether it has been told to stand for election.
    pub told: bool,
}

/// What a leader knows of one follower (Figure 2, "volatile state on leaders").
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Progress {
    /// The follower.
    pub follower: NodeId,
    /// The follower's log agrees with the leader's up to here, durably. Never decreases.
    pub match_index: Index,
    /// The next entry to send. Always above `match_index`.
    pub next_index: Index,
    /// Entries from `next_index` on have been sent and not been answered. They are sent again with
    /// the next heartbeat, so a lost message costs time and nothing else.
    pub awaiting_reply: bool,
}

impl Role {
    /// The role's name as the paper writes it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Follower(_) => "follower",
            Self::PreCandidate(_) => "precandidate",
            Self::Candidate(_) => "candidate",
            Self::Leader(_) => "leader",
        }
    }
}

impl Leader {
    /// What this leader knows of `follower`.
    #[must_use]
    pub fn progress_of(&self, follower: NodeId) -> Option<&Progress> {
        self.progress.iter().find(|progress| progress.follower == follower)
    }
}
