//! Why a client has no answer.

use raft_core::rules::quorum;
use raft_core::{Body, HeldRead, Index, MessageKind, Node, NodeId, ReadMode, Role, Round, Rule};
use raft_sim::{
    Address, Answered, Command, Flight, Operation, OperationId, Outcome, Packet, Server, World,
};

use super::commit::{not_committed, not_up_to_date};
use super::confirmation::{next_heartbeat, of_term, outdated};
use super::leader::no_leader;
use super::way::{flying, good, is_out, soonest, under_way, unreachable};
use super::{Obstacle, Origin, Subject, name_all, once, with_parts};
use crate::Operand;

/// Why an operation has not been answered well. Nothing, if it has, or if nobody remembers it.
#[must_use]
pub fn not_answered(world: &World, id: OperationId) -> Vec<Obstacle> {
    let Some(client) = world.clients().iter().find(|client| client.id() == id.client) else {
        return Vec::new();
    };
    if let Some(ended) = client.answered().find(|answered| answered.id == id) {
        return refused(ended).into_iter().collect();
    }
    match client.current().filter(|operation| operation.id == id) {
        Some(operation) => once(waits(world, operation)),
        None => Vec::new(),
    }
}

fn of_client(key: &'static str, id: OperationId) -> Obstacle {
    Obstacle::new(key, Subject::Client(id.client), Origin::Operation(id))
        .with("client", Operand::Name(Address::Client(id.client)))
}

/// It has ended, and not well.
fn refused(ended: &Answered) -> Option<Obstacle> {
    let key = match ended.outcome {
        Outcome::Ok(_) => return None,
        Outcome::Failed => "not-done",
        Outcome::Unknown => "not-known",
    };
    let command = ended.command.to_string();
    Some(of_client(key, ended.id).with("command", command).by(Rule::LeaderTakesCommands))
}

/// What it waits for.
fn waits(world: &World, operation: &Operation) -> Vec<Obstacle> {
    let (id, asked) = (operation.id, operation.server);
    let speaks_of_it = |flight: &&Flight| match &flight.packet {
        Packet::Request { operation, .. } | Packet::Reply { operation, .. } => *operation == id,
        Packet::Raft(message) => match &message.body {
            Body::Forward { request, .. }
            | Body::ReadIndex { request, .. }
            | Body::ReadIndexReply { request, .. } => *request == id.request(),
            _ => false,
        },
    };
    if operation.backing_off {
        let backs_off = of_client("not-asking", id)
            .with("server", asked)
            .with_time(operation.deadline)
            .by(Rule::LeaderTakesCommands)
            .passing();
        return with_parts(backs_off, no_leader(world));
    }
    // Answers before what goes on asking, and what will arrive before what will not.
    let flights = || world.flights().filter(speaks_of_it);
    let is_answer = |flight: &&Flight| matches!(flight.packet, Packet::Reply { .. });
    let answer = soonest(flights().filter(is_answer)).filter(|flight| good(flight));
    let flying = answer.or_else(|| soonest(flights()));
    if let Some(flying) = flying.filter(|flight| good(flight)) {
        return vec![under_way(world, flying)];
    }
    if let Some(held) = held_by_leader(world, operation) {
        return held;
    }
    let unanswered = of_client("not-heard", id).with("server", asked).with_time(operation.deadline);
    if let Some(out) = is_out(world, asked) {
        return with_parts(out, vec![unanswered]);
    }
    match flying {
        Some(lost) => with_parts(under_way(world, lost), vec![unanswered]),
        None => vec![unanswered.passing()],
    }
}

/// A server has taken it and cannot answer yet.
fn held_by_leader(world: &World, operation: &Operation) -> Option<Vec<Obstacle>> {
    let request = operation.id.request();
    for node in world.servers().iter().filter_map(Server::node) {
        if let Role::Leader(office) = node.role() {
            let taken = office.proposals.iter().find(|(_, taken)| *taken == request);
            if let Some((index, _)) = taken {
                return Some(uncommitted(world, node.id(), *index, operation.id));
            }
            if let Some(read) = office.reads.iter().find(|read| read.request == request) {
                return Some(held_read(world, node, read, operation));
            }
        }
        let confirmed = node.confirmed_reads().find(|(_, confirmed)| *confirmed == request);
        if let Some((index, _)) = confirmed {
            return Some(unapplied(world, node, index));
        }
    }
    None
}

/// It is an entry of this server's log that is not committed.
fn uncommitted(world: &World, server: NodeId, index: Index, id: OperationId) -> Vec<Obstacle> {
    let why = not_committed(world, server, index);
    let mut entry = of_client("not-committed", id)
        .with("server", server)
        .with("index", index)
        .and(Subject::Server(server))
        .by(Rule::MajorityCommits);
    entry.passes = super::all_pass(&why);
    with_parts(entry, why)
}

/// The read must be confirmed.
fn held_read(world: &World, node: &Node, read: &HeldRead, operation: &Operation) -> Vec<Obstacle> {
    let me = node.id();
    let Some((_, round)) = read.asked else {
        let own = Obstacle::of("not-read-own-commit", me, Origin::Role(me))
            .with("term", node.current_term())
            .by(Rule::ReadAfterOwnCommit);
        let log = node.log();
        let is_own = |term| term == node.current_term();
        let first = log.iter_from(node.commit_index().next()).find(|entry| is_own(entry.id.term));
        let why = first.map_or_else(Vec::new, |entry| not_committed(world, me, entry.id.index));
        let mut own = own;
        own.passes = first.is_some() && super::all_pass(&why);
        return with_parts(own, why);
    };
    let mut obstacles: Vec<Obstacle> = is_out(world, me).into_iter().collect();
    obstacles.extend(unconfirmed(world, node, round));
    if matches!(operation.command, Command::Read { mode: ReadMode::Lease, .. }) {
        obstacles.push(Obstacle::of("not-leased", me, Origin::Unknown).by(Rule::LeaseRead).part());
    }
    obstacles
}

/// Too few have answered the round that the read waits for.
fn unconfirmed(world: &World, node: &Node, round: Round) -> Vec<Obstacle> {
    let Role::Leader(office) = node.role() else { return Vec::new() };
    let me = node.id();
    let answered = |one: NodeId| {
        one == me || office.progress_of(one).is_some_and(|progress| progress.answered >= round)
    };
    let count = quorum::count(node.configuration(), |one| Some(answered(one)));
    let Some((_, tally)) = count.obstacle() else { return Vec::new() };
    let silent = |one: &NodeId| !answered(*one);
    let silent: Vec<NodeId> =
        node.configuration().voters().iter().copied().filter(silent).collect();
    let mut round_open = Obstacle::of("not-read-confirmed", me, Origin::Unknown)
        .with("have", tally.yes)
        .with("needed", tally.needed())
        .by(Rule::ReadIndex);
    name_all(&mut round_open, &silent);
    let because = silent.iter().map(|one| no_confirmation(world, node, *one, round));
    let because: Vec<Obstacle> = because.collect();
    let coming = because.iter().filter(|why| why.passes).count();
    round_open.passes = tally.yes as usize + coming >= tally.needed() as usize;
    with_parts(round_open, because)
}

/// Why a leader has no answer of this server to a round.
fn no_confirmation(world: &World, node: &Node, one: NodeId, round: Round) -> Obstacle {
    let me = node.id();
    let is_of_round = |flight: &Flight| match of_term(flight, node) {
        Some(
            Body::AppendEntriesReply { round: theirs, .. }
            | Body::AppendEntries { round: theirs, .. },
        ) => *theirs >= round && good(flight),
        _ => false,
    };
    let (asks, answers) = (MessageKind::AppendEntries, MessageKind::AppendEntriesReply);
    let under_way = |from, to| Some(under_way(world, flying(world, from, to, &is_of_round)?));
    under_way(one, me)
        .or_else(|| is_out(world, one))
        .or_else(|| under_way(me, one))
        .or_else(|| outdated(node, world.server(one)?.node()?))
        .or_else(|| unreachable(world, me, one, asks, answers))
        .unwrap_or_else(|| next_heartbeat(world, node, one, "not-repeated"))
}

/// The read is confirmed, and the state machine is behind.
fn unapplied(world: &World, node: &Node, index: Index) -> Vec<Obstacle> {
    let me = node.id();
    let why = match node.log().last().index >= index {
        true => not_committed(world, me, index),
        false => not_up_to_date(world, me),
    };
    let mut behind = Obstacle::of("not-read-applied", me, Origin::Unknown)
        .with("index", index)
        .with("applied", node.last_applied())
        .by(Rule::ReadAfterApply);
    behind.passes = super::all_pass(&why);
    with_parts(behind, why)
}
