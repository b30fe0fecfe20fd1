//! Why nobody leads: for each server, why it does not.

use raft_core::rules::quorum::{self, Outcome};
use raft_core::{FlatMap, LocalTime, MessageKind, Node, NodeId, Role, Rule};
use raft_sim::{Flight, Kind, Server, SimTime, World};

use super::way::{flying, is_out, under_way, unreachable, unwritten};
use super::{Obstacle, Origin, Subject, name_all, once, with_parts};
use crate::Operand;

/// Why there is no leader. Nothing, if a server leads, be it that others do not know it yet.
#[must_use]
pub fn no_leader(world: &World) -> Vec<Obstacle> {
    if world.leader().is_some() {
        return Vec::new();
    }
    let mut obstacles: Vec<Obstacle> = too_few(world).into_iter().collect();
    let running = || world.servers().iter().filter_map(awake);
    // First whoever is nearest to leading.
    for node in running() {
        if let Role::Candidate(candidate) = node.role() {
            obstacles.extend(not_elected(world, node, &candidate.votes, &VOTES));
        }
    }
    for node in running() {
        if let Role::PreCandidate(candidate) = node.role() {
            obstacles.extend(not_elected(world, node, &candidate.votes, &PRE_VOTES));
        }
    }
    for node in running() {
        if let Role::Follower(follower) = node.role() {
            obstacles.extend(does_not_stand(world, node, follower.leader));
        }
    }
    // Enough others are there, or it was said above that they are not.
    let out = world.servers().iter().filter_map(|server| is_out(world, server.id()));
    obstacles.extend(out.map(Obstacle::beside));
    once(obstacles)
}

fn awake(server: &Server) -> Option<&Node> {
    server.node().filter(|_| !server.is_paused())
}

/// Fewer servers are awake than are needed to elect one of them: whatever else is wrong, one of these
/// must come back first.
fn too_few(world: &World) -> Option<Obstacle> {
    let nodes = world.servers().iter().filter_map(Server::node);
    let latest = nodes.max_by_key(|node| node.log().last());
    let set_up = world.setup().configuration();
    let configuration = latest.map_or(&set_up, Node::configuration);
    let is_awake = |id| world.server(id).and_then(awake).is_some();
    let (half, tally) = quorum::count(configuration, |id| Some(is_awake(id))).obstacle()?;
    let voters = match half {
        quorum::Half::Incoming => configuration.incoming(),
        quorum::Half::Outgoing => configuration.outgoing(),
    };
    let out: Vec<NodeId> = voters.iter().copied().filter(|id| !is_awake(*id)).collect();
    let mut too_few =
        Obstacle::new("not-majority-up", Subject::Server(*out.first()?), Origin::Unknown)
            .with("have", tally.yes)
            .with("needed", tally.needed());
    too_few.about.clear();
    name_all(&mut too_few, &out);
    Some(too_few.by(Rule::MajorityElects))
}

/// Why a follower does not ask for votes.
fn does_not_stand(world: &World, node: &Node, leader: Option<NodeId>) -> Vec<Obstacle> {
    let (me, configuration) = (node.id(), node.configuration());
    if !node.stands_for_election() {
        let is_member = configuration.is_member(me);
        let key = if is_member { "not-learner" } else { "not-member" };
        return vec![Obstacle::of(key, me, Origin::Unknown).by(Rule::LearnersCatchUp).beside()];
    }
    let sounds_out = node.options().pre_vote.then_some(&PRE_VOTES);
    let ballots = sounds_out.into_iter().chain([&VOTES]);
    let cut_off =
        ballots.map(|ballot| cut_off(world, node, ballot)).find(|parts| !parts.is_empty());
    if let Some(cut_off) = cut_off {
        return cut_off;
    }
    let time = fires_at(world, node);
    vec![
        match leader {
            Some(leader) => Obstacle::of("not-doubting", me, Origin::Role(me))
                .with("leader", leader)
                .and(Subject::Server(leader)),
            None => Obstacle::of("not-timed-out", me, Origin::Role(me)),
        }
        .with_time(time)
        .by(Rule::ElectionTimeout)
        .passing(),
    ]
}

/// The servers from which this one could not get enough votes whatever they thought, if it is so.
fn cut_off(world: &World, node: &Node, ballot: &Ballot) -> Vec<Obstacle> {
    let (me, configuration) = (node.id(), node.configuration());
    let barrier = |one: NodeId| match one == me {
        true => None,
        false => unreachable(world, me, one, ballot.asks, ballot.answers),
    };
    let count = quorum::count(configuration, |one| Some(barrier(one).is_none()));
    let Some((_, tally)) = count.obstacle() else { return Vec::new() };
    let alone = Obstacle::of("not-reaching", me, Origin::Unknown)
        .with("have", tally.yes)
        .with("needed", tally.needed())
        .by(ballot.rule);
    let barriers = configuration.voters().iter().filter_map(|one| barrier(*one));
    with_parts(alone, barriers.collect())
}

/// How votes are asked for, or words before them.
struct Ballot {
    asks: MessageKind,
    answers: MessageKind,
    needs: &'static str,
    lost: &'static str,
    rule: Rule,
}

impl Ballot {
    /// What made a server ask: it opened a term, or began to sound out the others.
    fn origin(&self, me: NodeId) -> Origin {
        match self.asks {
            MessageKind::RequestVote => Origin::Term(me),
            _ => Origin::Role(me),
        }
    }
}

const VOTES: Ballot = Ballot {
    asks: MessageKind::RequestVote,
    answers: MessageKind::RequestVoteReply,
    needs: "not-elected-needs",
    lost: "not-elected-lost",
    rule: Rule::MajorityElects,
};

const PRE_VOTES: Ballot = Ballot {
    asks: MessageKind::RequestPreVote,
    answers: MessageKind::RequestPreVoteReply,
    needs: "not-pre-elected-needs",
    lost: "not-pre-elected-lost",
    rule: Rule::PreVote,
};

/// Why a server that has asked for votes does not have enough of them.
fn not_elected(
    world: &World,
    node: &Node,
    votes: &FlatMap<NodeId, bool>,
    ballot: &Ballot,
) -> Vec<Obstacle> {
    let (me, configuration) = (node.id(), node.configuration());
    let count = quorum::count(configuration, |one| votes.get(&one).copied());
    let Some((_, tally)) = count.obstacle() else { return Vec::new() };
    let silent = |one: &NodeId| votes.get(one).is_none();
    let silent: Vec<NodeId> = configuration.voters().iter().copied().filter(silent).collect();
    let lost = tally.outcome() == Outcome::Lost;
    let mut wanting =
        Obstacle::of(if lost { ballot.lost } else { ballot.needs }, me, ballot.origin(me))
            .with("term", node.current_term())
            .with("yes", tally.yes)
            .with("needed", tally.needed())
            .with("servers", Operand::Servers(silent))
            .with_time(fires_at(world, node))
            .by(ballot.rule);
    let missing = configuration.voters().iter().filter(|one| votes.get(one) != Some(&true));
    let because: Vec<Obstacle> =
        missing.map(|one| no_vote(world, node, *one, votes, ballot)).collect();
    // Who cannot win tries again.
    wanting.passes = lost || because.iter().any(|why| why.passes);
    with_parts(wanting, because)
}

/// Why a candidate does not have this vote.
fn no_vote(
    world: &World,
    node: &Node,
    voter: NodeId,
    votes: &FlatMap<NodeId, bool>,
    ballot: &Ballot,
) -> Obstacle {
    let me = node.id();
    let refused = || {
        Obstacle::of("not-voted", voter, Origin::Refusal { candidate: me, voter })
            .with("candidate", me)
            .with("term", node.current_term())
            .by(ballot.rule)
    };
    if votes.get(&voter) == Some(&false) {
        return refused();
    }
    if voter == me {
        let unwritten = unwritten(world, me, None);
        return unwritten.unwrap_or_else(|| Obstacle::of("not-written-yet", me, Origin::Unknown));
    }
    if let Some(answer) = on_the_way(world, voter, me, ballot.answers) {
        return under_way(world, answer);
    }
    if let Some(out) = is_out(world, voter) {
        return out;
    }
    if let Some(asking) = on_the_way(world, me, voter, ballot.asks) {
        return under_way(world, asking);
    }
    let theirs = world.server(voter).and_then(Server::node);
    if theirs.is_some_and(|theirs| theirs.voted_for() == Some(me))
        && let Some(unwritten) = unwritten(world, voter, None)
    {
        return unwritten;
    }
    unreachable(world, me, voter, ballot.asks, ballot.answers).unwrap_or_else(|| {
        Obstacle::of("not-asked-again", voter, Origin::Role(me)).with("candidate", me)
    })
}

fn on_the_way(world: &World, from: NodeId, to: NodeId, kind: MessageKind) -> Option<&Flight> {
    flying(world, from, to, &|flight| flight.id.kind == Kind::Raft(kind))
}

/// When a server's election timer runs out.
fn fires_at(world: &World, node: &Node) -> SimTime {
    let deadline: Option<LocalTime> = node.timing().election_deadline;
    let server = world.server(node.id());
    let at = server.zip(deadline).map(|(server, deadline)| server.clock().world(deadline));
    at.unwrap_or(world.position().time)
}
