//! Why not: what stands in the way of something that could be.
//!
//! Everything is read from the world as it is now: roles, what leaders know of their followers,
//! disks, links, messages on their way. Nothing is decided here: what a server has decided already
//! is in its state, and a refusal is named by whoever has the verdict ([`refusal`]).
//!
//! What would have to change comes first, and then, for each server that could bring the change
//! about, the one thing that keeps it from doing so.

mod answer;
mod commit;
mod leader;
mod way;

use raft_core::{LogId, NodeId, Rule, Verdict};
use raft_sim::{ClientId, EventNo, MessageId, OperationId, World};

use crate::decision::{decision_operands, decision_told};
use crate::narrate::Operands;
use crate::{Sentence, SentenceKind};

pub use answer::not_answered;
pub use commit::{not_committed, not_up_to_date};
pub use leader::no_leader;

/// One thing that stands in the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Obstacle {
    /// What it is, and the rule that makes it one.
    pub sentence: Sentence,
    /// What it concerns, the most important first.
    pub about: Vec<Subject>,
    /// What made it so.
    pub origin: Origin,
    /// Whether it passes by itself, if nothing more goes wrong.
    pub passes: bool,
    /// Whether it only says more of the one before it that does not: who of those that are missing
    /// is missing for which reason.
    pub part: bool,
}

/// Something that can be pointed at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    /// A server.
    Server(NodeId),
    /// The link between two servers.
    Link(NodeId, NodeId),
    /// A message on its way.
    Message(MessageId),
    /// An entry.
    Entry(LogId),
    /// A client.
    Client(ClientId),
}

/// What made an obstacle: enough for whoever remembers the run to find the event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// It is not known, or was so from the start.
    Unknown,
    /// This event.
    Event(EventNo),
    /// A server became what it is: up or down, follower, candidate or leader.
    Role(NodeId),
    /// A server came into its term.
    Term(NodeId),
    /// A server was paused.
    Paused(NodeId),
    /// A server's disk was stalled or damaged.
    Disk(NodeId),
    /// The network was divided.
    Partition,
    /// What is wrong with a link, in this direction, was made so.
    Link(NodeId, NodeId),
    /// A message was held, delayed or dropped, or else sent.
    Message(MessageId),
    /// A voter refused a candidate its vote.
    Refusal {
        /// Who asked.
        candidate: NodeId,
        /// Who refused.
        voter: NodeId,
    },
    /// An entry came into a server's log.
    Entry(NodeId, raft_core::Index),
    /// What became of an operation, or its beginning.
    Operation(OperationId),
}

/// The sentence of the decision by which a server refused its vote, or its word, to a candidate.
#[must_use]
pub fn refusal(
    world: &World,
    candidate: NodeId,
    verdicts: &[(NodeId, Verdict)],
) -> Option<Sentence> {
    let (voter, verdict) = verdicts.iter().find(|(_, verdict)| match verdict {
        Verdict::VoteDenied { candidate: denied, .. }
        | Verdict::PreVoteDenied { candidate: denied, .. } => *denied == candidate,
        _ => false,
    })?;
    let (kind, key) = decision_told(*voter, verdict)?;
    let operands = decision_operands(world, *voter, verdict);
    Some(Sentence { kind, key, operands, rule: Some(verdict.rule()) })
}

impl Obstacle {
    fn new(key: &'static str, operands: Operands, about: Vec<Subject>, origin: Origin) -> Self {
        let sentence = Sentence { kind: SentenceKind::Rest, key, operands, rule: None };
        Self { sentence, about, origin, passes: false, part: false }
    }

    /// An obstacle that is all about one server.
    fn of(key: &'static str, server: NodeId, origin: Origin) -> Self {
        Self::new(key, vec![("server", server.into())], vec![Subject::Server(server)], origin)
    }

    fn with(mut self, name: &'static str, operand: impl Into<crate::Operand>) -> Self {
        self.sentence.operands.push((name, operand.into()));
        self
    }

    fn and(mut self, subject: Subject) -> Self {
        self.about.push(subject);
        self
    }

    fn by(mut self, rule: Rule) -> Self {
        self.sentence.rule = Some(rule);
        self
    }

    fn part(mut self) -> Self {
        self.part = true;
        self
    }

    fn passing(mut self) -> Self {
        self.passes = true;
        self
    }
}

/// Whether what is asked about comes by itself, if nothing more goes wrong.
#[must_use]
pub fn all_pass(obstacles: &[Obstacle]) -> bool {
    obstacles.iter().all(|obstacle| obstacle.part || obstacle.passes)
}

/// Each obstacle once: one closed link can keep several servers from each other.
fn once(obstacles: Vec<Obstacle>) -> Vec<Obstacle> {
    let mut kept: Vec<Obstacle> = Vec::with_capacity(obstacles.len());
    for obstacle in obstacles {
        if kept.iter().all(|known| known.sentence != obstacle.sentence) {
            kept.push(obstacle);
        }
    }
    kept
}

fn servers(ids: &[NodeId]) -> Vec<Subject> {
    ids.iter().map(|id| Subject::Server(*id)).collect()
}
