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
mod confirmation;
mod leader;
mod way;

use raft_core::{LogId, NodeId, Rule, Verdict};
use raft_sim::{ClientId, EventNo, MessageId, OperationId, World};

use crate::decision::{decision_operands, decision_told};
use crate::{Operand, Sentence, SentenceKind};

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
    /// Whether it is only worth knowing: what is asked about can come without its passing.
    pub beside: bool,
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

/// Obstacles are built in many places, and nobody waits for them: out of line they are small, and the
/// engine's size counts for every reader.
impl Obstacle {
    #[inline(never)]
    fn new(key: &'static str, about: Subject, origin: Origin) -> Self {
        let sentence = Sentence { kind: SentenceKind::Rest, key, operands: Vec::new(), rule: None };
        Self { sentence, about: vec![about], origin, passes: false, part: false, beside: false }
    }

    /// An obstacle that is all about one server.
    #[inline(never)]
    fn of(key: &'static str, server: NodeId, origin: Origin) -> Self {
        let mut obstacle = Self::new(key, Subject::Server(server), origin);
        obstacle.put("server", server.into());
        obstacle
    }

    #[inline(never)]
    fn put(&mut self, name: &'static str, operand: Operand) {
        self.sentence.operands.push((name, operand));
    }

    fn with(mut self, name: &'static str, operand: impl Into<Operand>) -> Self {
        self.put(name, operand.into());
        self
    }

    fn and(mut self, subject: Subject) -> Self {
        self.mention(subject);
        self
    }

    #[inline(never)]
    fn mention(&mut self, subject: Subject) {
        self.about.push(subject);
    }

    fn by(mut self, rule: Rule) -> Self {
        self.sentence.rule = Some(rule);
        self
    }

    fn part(mut self) -> Self {
        self.part = true;
        self
    }

    fn beside(mut self) -> Self {
        self.beside = true;
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
    obstacles.iter().all(|obstacle| obstacle.part || obstacle.beside || obstacle.passes)
}

/// One obstacle, and others that say more of it.
#[inline(never)]
fn with_parts(whole: Obstacle, parts: Vec<Obstacle>) -> Vec<Obstacle> {
    let mut obstacles = vec![whole];
    obstacles.extend(parts.into_iter().map(Obstacle::part));
    obstacles
}

/// Each obstacle once: one closed link can keep several servers from each other.
#[inline(never)]
fn once(obstacles: Vec<Obstacle>) -> Vec<Obstacle> {
    let mut kept: Vec<Obstacle> = Vec::with_capacity(obstacles.len());
    for obstacle in obstacles {
        if kept.iter().all(|known| known.sentence != obstacle.sentence) {
            kept.push(obstacle);
        }
    }
    kept
}

/// Names these servers in the sentence, and points at them.
fn name_all(obstacle: &mut Obstacle, servers: &[NodeId]) {
    obstacle.put("servers", Operand::Servers(servers.to_vec()));
    servers.iter().for_each(|id| obstacle.mention(Subject::Server(*id)));
}
