//! The budget: how many servers may be hurt at once.

use raft_core::{Configuration, LogId, NodeId};
use raft_sim::{Server, World};

use super::{Chaos, bit, bits};

impl Chaos {
    /// Whether the cluster bears it that these servers are hurt as well.
    pub(super) fn bears(&self, world: &World, more: u16) -> bool {
        let hurt = hurt(world) | self.going.iter().fold(0, |set, going| set | going.what.hurts());
        let all = hurt | more;
        match self.plan.budget {
            Some(most) => all.count_ones() <= u32::from(most),
            None => leaves_majority(&configuration_in_force(world), all),
        }
    }
}

/// The servers that are down or stand still, whoever did it.
pub(super) fn hurt(world: &World) -> u16 {
    let is_hurt = |server: &&Server| server.node().is_none() || server.is_paused();
    world.servers().iter().filter(is_hurt).fold(0, |set, server| set | bit(server.id()))
}

/// Whether a majority of the voters is not among these; of each half of a joint configuration.
pub(super) fn leaves_majority(configuration: &Configuration, hurt: u16) -> bool {
    let leaves = |voters: &[NodeId]| {
        let lost = (bits(voters) & hurt).count_ones() as usize;
        voters.is_empty() || voters.len() - lost > voters.len() / 2
    };
    leaves(configuration.incoming()) && leaves(configuration.outgoing())
}

/// The newest configuration that a running server uses; what the cluster began with if none runs.
pub(super) fn configuration_in_force(world: &World) -> Configuration {
    let running = world.servers().iter().filter_map(Server::node);
    let newest = running.max_by_key(|node| {
        // What a snapshot has taken the place of is at its end.
        let index = node.configuration_index().max(node.log().base().index);
        LogId { index, term: node.log().term_at(index).unwrap_or_default() }
    });
    newest.map_or_else(|| world.setup().configuration(), |node| node.configuration().clone())
}
