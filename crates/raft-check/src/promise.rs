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

#[cfg(test)]
mod tests {
    use raft_sim::{
        Action, ClientId, ClientOptions, EventNo, Reading, Seeded, Selector, Setup, SimTime,
    };

    use super::*;

    const WRITE: OperationId = OperationId { client: ClientId(1), ordinal: 1 };
    const READ: OperationId = OperationId { client: ClientId(1), ordinal: 2 };

    /// A client has written and reads, in its own way.
    fn asked(client: ClientOptions, reading: Reading) -> World {
        let setup = Setup { servers: 1, client, ..Setup::default() };
        let mut world = World::new(setup, Seeded::new(1)).expect("a setup that works");
        for (command, reading) in [("x=1", Reading::Log), ("get x", reading)] {
            let action = Action::Client {
                client: ClientId(1),
                command: Command::parse(command.as_bytes()).expect("a command"),
                reading: Some(reading),
                via: Some(Selector::Server(raft_core::NodeId(1))),
            };
            world.act(&action, EventNo::START, &mut ()).expect("it can be done");
        }
        world
    }

    fn run(world: &mut World, until: impl Fn(&World) -> bool) {
        while !until(world) {
            assert!(world.position().time < SimTime::from_millis(10_000), "it never comes");
            world.advance(&mut ());
        }
    }

    fn reads(world: &World) -> bool {
        world.clients()[0].current().is_some_and(|operation| operation.id == READ)
    }

    fn has_read(world: &World) -> bool {
        world.clients()[0].answered().any(|answered| answered.id == READ)
    }

    fn of(world: &World, guilty: &[OperationId]) -> Promise {
        Promise::of(Property::Linearizability, world, guilty)
    }

    #[test]
    fn a_read_is_worth_what_it_was_asked_for_before_it_is_answered_and_afterwards() {
        for (reading, promise) in [
            (Reading::Log, Promise::Made),
            (Reading::Directly(ReadMode::ReadIndex), Promise::Made),
            (Reading::Directly(ReadMode::Lease), Promise::WithinDrift),
            (Reading::Directly(ReadMode::Stale), Promise::NotMade),
        ] {
            let client = ClientOptions { sessions: false, ..ClientOptions::default() };
            let mut world = asked(client, reading);
            run(&mut world, reads);
            assert_eq!(read_mode(&world, WRITE), None, "a write reads nothing");
            let mode = match reading {
                Reading::Directly(mode) => Some(mode),
                Reading::Log => None,
            };
            assert_eq!(read_mode(&world, READ), mode);
            run(&mut world, has_read);
            assert_eq!(read_mode(&world, READ), mode, "answered");
            assert_eq!(mode.map_or(Promise::Made, by_reading), promise);
        }
    }

    #[test]
    fn without_sessions_clients_are_promised_nothing_and_servers_owe_each_other_all() {
        let world = asked(ClientOptions::default(), Reading::Log);
        assert!(!world.setup().client.sessions);
        assert_eq!(of(&world, &[]), Promise::NotMade);
        assert_eq!(Promise::of(Property::ExactlyOnce, &world, &[]), Promise::NotMade);
        assert_eq!(Promise::of(Property::LogMatching, &world, &[]), Promise::Made);
    }

    #[test]
    fn the_weaker_of_what_a_client_always_asks_for_and_what_it_asked_now_counts() {
        let promised = |reads, reading| {
            let client = ClientOptions { sessions: true, reads, ..ClientOptions::default() };
            let mut world = asked(client, reading);
            let third = OperationId { client: ClientId(1), ordinal: 3 };
            run(&mut world, |world| {
                world.clients()[0].current().is_some_and(|operation| operation.id == third)
            });
            assert_eq!(Promise::of(Property::ExactlyOnce, &world, &[third]), Promise::Made);
            of(&world, &[third])
        };
        let directly = Reading::Directly;
        assert_eq!(promised(None, Reading::Log), Promise::Made);
        assert_eq!(promised(None, directly(ReadMode::Stale)), Promise::NotMade);
        assert_eq!(promised(Some(ReadMode::Lease), Reading::Log), Promise::WithinDrift);
        let both = promised(Some(ReadMode::Lease), directly(ReadMode::Stale));
        assert_eq!(both, Promise::NotMade);
        let index = promised(Some(ReadMode::ReadIndex), directly(ReadMode::Lease));
        assert_eq!(index, Promise::WithinDrift);
    }
}
