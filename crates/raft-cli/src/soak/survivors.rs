//! Who is healed after a soak: a random majority, and nobody who is not needed for it.

use raft_core::rules::quorum;
use raft_core::{Configuration, Durable, Index, Log, NodeId, Payload};
use raft_sim::{Server, World};

use super::draws::{Draws, Family};

/// A random majority of every configuration that can be in force from now on, of both halves where it
/// is joint. `None` if too many have lost their disks for one.
pub(crate) fn survivors(seed: u64, world: &World) -> Option<Vec<NodeId>> {
    let configurations = possible_configurations(world);
    let mut order: Vec<NodeId> = world.setup().server_ids().collect();
    let mut draws = Draws::new(seed, Family::Survivors);
    for at in 1..order.len() {
        order.swap(at, draws.below(at as u64 + 1) as usize);
    }
    let mut survivors: Vec<NodeId> = Vec::new();
    for id in order {
        let is_lost = world.server(id).is_some_and(|server| server.disk().is_damaged());
        let is_needed = |one: &Configuration| one.is_voter(id) && !is_majority(one, &survivors);
        if !is_lost && configurations.iter().any(is_needed) {
            survivors.push(id);
        }
    }
    survivors.sort();
    configurations.iter().all(|one| is_majority(one, &survivors)).then_some(survivors)
}

fn is_majority(configuration: &Configuration, servers: &[NodeId]) -> bool {
    let votes = |id: NodeId| Some(servers.contains(&id));
    quorum::count(configuration, votes).outcome() == quorum::Outcome::Won
}

/// The configurations that can still be in force: the latest one that is known to be committed, and
/// whatever stands in any log after it, because it may be committed without anybody knowing.
fn possible_configurations(world: &World) -> Vec<Configuration> {
    let committed = world.servers().iter().map(known_commit).max().unwrap_or_default();
    let mut possible = Vec::new();
    let mut latest: Option<(Index, Configuration)> = None;
    for server in world.servers() {
        let knows = known_commit(server) == committed;
        for (index, configuration) in configurations_of(server) {
            if index > committed {
                possible.push(configuration);
            } else if knows && latest.as_ref().is_none_or(|(known, _)| *known <= index) {
                latest = Some((index, configuration));
            }
        }
    }
    possible.extend(latest.map(|(_, configuration)| configuration));
    possible
}

fn known_commit(server: &Server) -> Index {
    server.node().map_or(server.disk().durable().applied(), |node| node.commit_index())
}

/// All configurations that stand on this server, with their entries' indices.
fn configurations_of(server: &Server) -> Vec<(Index, Configuration)> {
    let durable = server.disk().durable();
    let mut all = vec![first_of(durable)];
    if let Some(node) = server.node() {
        // What a snapshot in memory has taken the place of is at its end.
        let index = node.configuration_index().max(node.log().base().index);
        all.push((index, node.configuration().clone()));
        all.extend(of_log(node.log()));
    } else {
        all.extend(of_log(&durable.log));
    }
    all
}

/// What the log builds on.
fn first_of(durable: &Durable) -> (Index, Configuration) {
    let set_up = (Index::ZERO, durable.configuration.clone());
    let snapshot = durable.snapshot.as_ref();
    snapshot.map_or(set_up, |snapshot| (snapshot.last.index, snapshot.configuration.clone()))
}

fn of_log(log: &Log) -> impl Iterator<Item = (Index, Configuration)> {
    (log.first_index().0..=log.last().index.0).filter_map(|index| {
        let Payload::Configuration(configuration) = &log.get(Index(index))?.payload else {
            return None;
        };
        Some((Index(index), configuration.clone()))
    })
}
