//! What was promised: servers owe each other their properties always, clients are owed what they asked for.

use raft_core::ReadMode;
use raft_sim::{Command, OperationId, World};

use crate::Property;

/// Whether a violated property was promised in the first place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Promise {
    /// It was: this is not Raft, or something was done to it that no Raft survives.
    Made,
    /// It was, provided that clocks drift no further than was said: by a lease (dissertation §6.4.1).
    WithinDrift,
    /// It was not: without sessions commands can be executed twice, and a stale read is stale (§8).
    NotMade,
}

impl Promise {
    /// What was promised of a property, given the operations that it was violated by.
    pub(crate) fn of(property: Property, world: &World, guilty: &[OperationId]) -> Self {
        let client = &world.setup().client;
        if !property.is_of_clients() {
            return Self::Made;
        }
        if !client.sessions {
            return Self::NotMade;
        }
        if property == Property::ExactlyOnce {
            return Self::Made;
        }
        let asked = guilty.first().and_then(|id| read_mode(world, *id));
        [client.reads, asked].into_iter().flatten().map(by_reading).max().unwrap_or(Self::Made)
    }
}

fn by_reading(mode: ReadMode) -> Promise {
    match mode {
        ReadMode::ReadIndex => Promise::Made,
        ReadMode::Lease => Promise::WithinDrift,
        ReadMode::Stale => Promise::NotMade,
    }
}

/// How an operation reads that is going on or has just been answered.
fn read_mode(world: &World, id: OperationId) -> Option<ReadMode> {
    let client = world.clients().iter().find(|client| client.id() == id.client)?;
    let current = client.current().filter(|operation| operation.id == id);
    let answered = || client.answered().find(|answered| answered.id == id);
    let command = current.map(|operation| &operation.command);
    match command.or_else(|| answered().map(|answered| &answered.command))? {
        Command::Read { mode, .. } => Some(*mode),
        _ => None,
    }
}
