//! What keeps a server from confirming an entry to the leader that waits for it.

use raft_core::{
    AppendResult, Body, Deviation, Leader, LogId, MessageKind, Node, NodeId, Progress,
    ProgressState, Role, Rule,
};
use raft_sim::{Flight, Packet, World};

use super::way::{flying, good, is_out, under_way, unreachable, unwritten};
use super::{Obstacle, Origin};

/// What a leader waits for: that one server confirms one entry.
#[derive(Clone, Copy)]
pub(super) struct Confirmation<'a> {
    pub(super) world: &'a World,
    pub(super) leader: &'a Node,
    pub(super) office: &'a Leader,
    /// By whom; the leader itself confirms what is on its own disk.
    pub(super) by: NodeId,
    pub(super) entry: LogId,
}

impl<'a> Confirmation<'a> {
    /// Whether the leader has counted it.
    pub(super) fn is_counted(&self) -> bool {
        let Self { leader, entry, .. } = self;
        if self.by == leader.id() {
            return leader.durable_index() >= entry.index
                || leader.options().deviations.has(Deviation::CountSelfBeforeDurable);
        }
        self.progress().is_some_and(|progress| progress.match_index >= entry.index)
    }

    /// Of all that must happen before the leader can count it, what is missing last.
    pub(super) fn missing(&self) -> Obstacle {
        let Self { world, by, .. } = *self;
        let me = self.leader.id();
        if by == me {
            return self
                .writing()
                .unwrap_or_else(|| Obstacle::of("not-written-yet", me, Origin::Unknown));
        }
        if let Some(found) = self.answering().or_else(|| is_out(world, by)) {
            return found;
        }
        let Some(node) = world.server(by).and_then(|server| server.node()) else {
            return Obstacle::of("not-down", by, Origin::Role(by));
        };
        let (asks, answers) = (MessageKind::AppendEntries, MessageKind::AppendEntriesReply);
        outdated(self.leader, node)
            .or_else(|| if node.log().contains(self.entry) { self.writing() } else { None })
            .or_else(|| self.sending())
            .or_else(|| unreachable(world, me, by, asks, answers))
            .or_else(|| self.preparing(node))
            .unwrap_or_else(|| self.repeating())
    }

    /// The write of the entry, if it has begun.
    fn writing(&self) -> Option<Obstacle> {
        unwritten(self.world, self.by, Some(self.entry.index))
    }

    /// The answer that says it, on its way.
    fn answering(&self) -> Option<Obstacle> {
        let says = |flight: &Flight| good(flight) && self.is_answer(flight);
        let answer = flying(self.world, self.by, self.leader.id(), &says)?;
        Some(under_way(self.world, answer))
    }

    /// The message that brings the entry, on its way.
    fn sending(&self) -> Option<Obstacle> {
        let says = |flight: &Flight| good(flight) && self.is_question(flight);
        let question = flying(self.world, self.leader.id(), self.by, &says)?;
        Some(under_way(self.world, question))
    }

    /// What comes before the entry can be sent, or can stay where it arrives.
    fn preparing(&self, node: &Node) -> Option<Obstacle> {
        let Self { by, entry, .. } = *self;
        let me = self.leader.id();
        // Whoever is left out is sent nothing more, not even that it is left out.
        let Some(state) = self.progress().map(|progress| progress.state) else {
            let stranger = Obstacle::of("not-member", by, Origin::Unknown);
            return Some(stranger.by(Rule::LatestConfiguration));
        };
        let first = if state == ProgressState::Snapshot {
            Obstacle::of("not-snapshot", by, Origin::Unknown)
                .with("leader", me)
                .by(Rule::SnapshotReplacesLog)
        } else if let Some(term) = node.log().term_at(entry.index).filter(|has| *has != entry.term)
        {
            Obstacle::of("not-conflict", by, Origin::Entry(by, entry.index))
                .with("entry", LogId { term, index: entry.index })
                .with("other", entry)
                .by(Rule::LeaderOverwritesConflicts)
        } else if state == ProgressState::Probe && !node.log().contains(entry) {
            Obstacle::of("not-probed", by, Origin::Unknown)
                .with("leader", me)
                .by(Rule::ConsistencyCheck)
        } else {
            return None;
        };
        Some(first.passing())
    }

    /// Whatever is lost is sent again.
    fn repeating(&self) -> Obstacle {
        let Self { world, by, .. } = *self;
        let me = self.leader.id();
        let says = |flight: &Flight| self.is_question(flight) || self.is_answer(flight);
        match flying(world, me, by, &says).or_else(|| flying(world, by, me, &says)) {
            Some(lost) => under_way(world, lost).passing(),
            None => next_heartbeat(world, self.leader, by, "not-repeated"),
        }
    }

    fn is_answer(&self, flight: &Flight) -> bool {
        let confirmed = match of_term(flight, self.leader) {
            Some(Body::AppendEntriesReply {
                result: AppendResult::Accepted { match_index },
                ..
            }) => *match_index,
            Some(Body::InstallSnapshotReply { last, installed: true, .. }) => last.index,
            _ => return false,
        };
        confirmed >= self.entry.index
    }

    fn is_question(&self, flight: &Flight) -> bool {
        let brought = match of_term(flight, self.leader) {
            Some(Body::AppendEntries { prev_log, entries, .. }) => {
                entries.last().map_or(*prev_log, |last| last.id)
            }
            Some(Body::InstallSnapshot { last, done: true, .. }) => *last,
            _ => return false,
        };
        brought.index >= self.entry.index
    }

    fn progress(&self) -> Option<&'a Progress> {
        self.office.progress_of(self.by)
    }
}

/// Who knows of a newer term confirms nothing to this leader.
pub(super) fn outdated(leader: &Node, node: &Node) -> Option<Obstacle> {
    (node.current_term() > leader.current_term()).then(|| {
        Obstacle::of("not-newer-term", node.id(), Origin::Term(node.id()))
            .with("leader", leader.id())
            .with("term", node.current_term())
            .with("mine", leader.current_term())
            .by(Rule::NewestTermWins)
    })
}

/// Nothing that would help is on its way: the next heartbeat brings it.
pub(super) fn next_heartbeat(
    world: &World,
    leader: &Node,
    to: NodeId,
    key: &'static str,
) -> Obstacle {
    let me = leader.id();
    let place = match leader.role() {
        Role::Leader(office) => office.progress.iter().position(|one| one.follower == to),
        _ => None,
    };
    let next = place.and_then(|place| leader.timing().heartbeats.get(place).copied());
    let at = next.and_then(|next| Some(world.server(me)?.clock().world(next)));
    Obstacle::of(key, to, Origin::Role(me))
        .with("leader", me)
        .with_time(at.unwrap_or(world.position().time))
        .passing()
}

/// What a message between servers says, if it is of this leader's term.
pub(super) fn of_term<'a>(flight: &'a Flight, leader: &Node) -> Option<&'a Body> {
    match &flight.packet {
        Packet::Raft(message) if message.term == leader.current_term() => Some(&message.body),
        _ => None,
    }
}
