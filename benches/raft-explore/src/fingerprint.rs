//! When two moments are the same.
//!
//! They are if they differ only in what decides nothing from here on: how many events have happened and when,
//! the numbers in the names of messages and writes, clocks and deadlines (time stands still, and whether a timer
//! runs out is a choice), which of the servers' lives this is, what the state machines hold (it follows from
//! what was applied), and **which server is which**. No rule, no judge and no choice prefers a server for its
//! name, so that a moment and the same moment with the names changed round have the same future with the names
//! changed round; one of them is looked at. Where the order of names shows, as in the order in which a candidate
//! asks for votes, it decides nothing here: messages on their way are a bag.
//!
//! Messages that will never arrive stay in the bag. Loss is therefore no choice of its own: in a run in which a
//! message is lost nothing can go wrong that does not in the one in which it is late for ever.

use std::hash::{DefaultHasher, Hash, Hasher};

use raft_core::{FlatMap, Log, Message, Node, NodeId, Progress, Role};
use raft_sim::{Packet, Server, World};

use crate::Moment;
use crate::bounds::MOST_SERVERS;

/// One naming of the servers: by place, the new name of each.
type Naming = [u8; MOST_SERVERS as usize];

/// Everybody has the name that it has.
const AS_THEY_ARE: Naming = [1, 2, 3, 4];

/// The number that moments share which are the same.
#[must_use]
pub fn fingerprint(moment: &Moment) -> u64 {
    let ranks = moment.world.servers().iter().map(|server| rank(moment, server));
    let mut order: Vec<(u64, usize)> = ranks.zip(0..).collect();
    order.sort_unstable();
    let mut least = u64::MAX;
    for_each_naming(&mut order, 0, &mut |naming| least = least.min(named(moment, naming)));
    least
}

/// Whoever ranks higher gets the higher name; those that rank the same get theirs in every order.
fn for_each_naming(order: &mut [(u64, usize)], named: usize, see: &mut dyn FnMut(&Naming)) {
    if named == order.len() {
        let mut naming = AS_THEY_ARE;
        for (&(_, place), name) in order.iter().zip(1..) {
            naming[place] = name;
        }
        return see(&naming);
    }
    for next in named..order.len() {
        if order[next].0 == order[named].0 {
            order.swap(named, next);
            for_each_naming(order, named + 1, see);
            order.swap(named, next);
        }
    }
}

/// The number that moments share which are the same, servers' names included.
#[must_use]
pub fn plain_fingerprint(moment: &Moment) -> u64 {
    named(moment, &AS_THEY_ARE)
}

/// What can be said of a server without a name: it only saves trying namings.
fn rank(moment: &Moment, server: &Server) -> u64 {
    let out = &mut DefaultHasher::new();
    let (id, hard_state) = (server.id(), server.disk().durable().hard_state);
    hard_state.current_term.hash(out);
    hard_state.voted_for.map(|vote| vote == id).hash(out);
    server.log().last().hash(out);
    if let Some(node) = server.node() {
        node.current_term().hash(out);
        node.role().name().hash(out);
        node.commit_index().hash(out);
    }
    let links =
        moment.world.flights().map(|flight| (flight.id.from.server(), flight.id.to.server()));
    let (from, to) = links.fold((0, 0), |(sent, due), (from, to)| {
        (sent + u32::from(from == Some(id)), due + u32::from(to == Some(id)))
    });
    (from, to).hash(out);
    out.finish()
}

fn named(moment: &Moment, naming: &Naming) -> u64 {
    let out = &mut DefaultHasher::new();
    moment.spent.hash(out);
    in_order(
        moment
            .world
            .servers()
            .iter()
            .map(|server| (naming[place(server.id())], hashed(|out| look(server, naming, out)))),
    )
    .hash(out);
    on_their_way(&moment.world, naming).hash(out);
    recall(moment, naming, out);
    out.finish()
}

fn look(server: &Server, naming: &Naming, out: &mut DefaultHasher) {
    server.node().is_some().hash(out);
    if let Some(node) = server.node() {
        look_at_node(node, naming, out);
    }
    let disk = server.disk();
    let durable = disk.durable();
    durable.hard_state.current_term.hash(out);
    rename(durable.hard_state.voted_for, naming).hash(out);
    look_at_log(&durable.log, out);
    let first = disk.pending().next().map(|pending| pending.write.id.0);
    for pending in disk.pending() {
        let write = &pending.write;
        write.hard_state.map(|it| (it.current_term, rename(it.voted_for, naming))).hash(out);
        write.log.hash(out);
    }
    // Writes count from the first that is not done. What waits for the same one goes on its way with it, and there
    // it is part of a bag.
    let waiting = disk.held_back().map(|(after, message)| {
        let nth = after.0 - first.unwrap_or_default();
        (nth, hashed(|out| hash_message(message, naming, out)))
    });
    in_order(waiting).hash(out);
}

fn look_at_node(node: &Node, naming: &Naming, out: &mut DefaultHasher) {
    node.current_term().hash(out);
    rename(node.voted_for(), naming).hash(out);
    look_at_log(node.log(), out);
    (node.commit_index(), node.last_applied(), node.durable_index()).hash(out);
    match node.role() {
        Role::Follower(follower) => (0u8, rename(follower.leader, naming)).hash(out),
        Role::PreCandidate(asking) => (1u8, answers(&asking.votes, naming)).hash(out),
        Role::Candidate(candidate) => (2u8, answers(&candidate.votes, naming)).hash(out),
        Role::Leader(leader) => {
            (3u8, &leader.proposals, leader.round, leader.uncommitted_bytes).hash(out);
            let others = leader.progress.iter().map(|progress| {
                let Progress { follower, .. } = *progress;
                (naming[place(follower)], hashed(|out| look_at_progress(progress, out)))
            });
            in_order(others).hash(out);
        }
    }
}

fn look_at_progress(progress: &Progress, out: &mut DefaultHasher) {
    let Progress { follower: _, match_index, next_index, state, in_flight, answered, transfer } =
        progress;
    (match_index, next_index, state, in_flight, answered, transfer).hash(out);
}

fn look_at_log(log: &Log, out: &mut DefaultHasher) {
    log.last().index.hash(out);
    log.iter_from(log.base().index.next()).for_each(|entry| entry.hash(out));
}

fn answers(votes: &FlatMap<NodeId, bool>, naming: &Naming) -> Vec<(u8, bool)> {
    in_order(votes.iter().map(|(voter, granted)| (naming[place(*voter)], *granted)))
}

/// The messages that are on their way, as a bag.
fn on_their_way(world: &World, naming: &Naming) -> Vec<u64> {
    in_order(world.flights().filter_map(|flight| match &flight.packet {
        Packet::Raft(message) => Some(hashed(|out| hash_message(message, naming, out))),
        Packet::Request { .. } | Packet::Reply { .. } => None,
    }))
}

fn hash_message(message: &Message, naming: &Naming, out: &mut DefaultHasher) {
    let Message { from, to, term, body } = message;
    (naming[place(*from)], naming[place(*to)], term, body).hash(out);
}

/// What the judges remember.
fn recall(moment: &Moment, naming: &Naming, out: &mut DefaultHasher) {
    let memory = &moment.memory;
    for (term, leader) in &memory.elected {
        (term, naming[place(*leader)]).hash(out);
    }
    let elections = memory.elections.iter().map(|((term, leader), log)| {
        (*term, naming[place(*leader)], hashed(|out| look_at_log(log, out)))
    });
    in_order(elections).hash(out);
    (&memory.committed_in, &memory.committed_of, &memory.committed).hash(out);
    look_at_log(&memory.applied, out);
    let followed = memory
        .followed
        .iter()
        .map(|(server, (term, leader))| (naming[place(*server)], *term, naming[place(*leader)]));
    in_order(followed).hash(out);
}

fn hashed(what: impl FnOnce(&mut DefaultHasher)) -> u64 {
    let mut out = DefaultHasher::new();
    what(&mut out);
    out.finish()
}

fn in_order<T: Ord>(things: impl Iterator<Item = T>) -> Vec<T> {
    let mut things: Vec<T> = things.collect();
    things.sort_unstable();
    things
}

fn rename(server: Option<NodeId>, naming: &Naming) -> Option<u8> {
    server.map(|id| naming[place(id)])
}

fn place(id: NodeId) -> usize {
    id.0 as usize - 1
}
