//! The roles (§5.1; PreCandidate from §9.6 of the dissertation), each with the data that only it has.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::{FlatMap, Index, NodeId, Progress, RequestId, Round};

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
    pub votes: FlatMap<NodeId, bool>,
}

/// What a candidate knows.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Candidate {
    /// The answers so far, one per voter: a repeated answer must not count twice. Its own vote is
    /// in here only once it is durable.
    pub votes: FlatMap<NodeId, bool>,
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
    /// Whether it has told somebody to stand for election. From then on somebody else may lead at
    /// any moment, although everybody has just heard from this leader: no lease can be trusted.
    pub lease_given_up: bool,
    /// The latest round of questions.
    pub round: Round,
    /// Reads that wait for a commit of this term, or for the answers of their round; in the order
    /// of their rounds.
    pub reads: VecDeque<HeldRead>,
    /// How many bytes of commands this leader has taken that are not committed.
    pub uncommitted_bytes: u64,
}

/// A read that a leader cannot answer yet (dissertation §6.4).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct HeldRead {
    /// The host's name for it.
    pub request: RequestId,
    /// Who asks; `None` for this server's own host.
    pub from: Option<NodeId>,
    /// What must be applied before it is answered, and the round that must be answered first.
    /// `None` until something of the leader's own term is committed.
    pub asked: Option<(Index, Round)>,
}

/// A leadership transfer under way (dissertation §3.10).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Transfer {
    /// Who shall lead.
    pub to: NodeId,
    /// Whether it has been told to stand for election.
    pub told: bool,
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
