//! Bad weather: a cluster runs, and every few hundred milliseconds something is done to it.

use raft_core::{Micros, NodeId};
use raft_sim::draw::draw;
use raft_sim::{
    Action, Digest, EventNo, Key, MessageId, Seeded, Selector, Setup, SimTime, Sink, Target, World,
};

use crate::{EVERY, line};

/// What strikes a cluster.
pub(crate) struct Weather {
    /// What all chance comes from, that of the world and that of the blows.
    pub(crate) seed: u64,
    /// How many events the run has.
    pub(crate) events: u32,
    /// What a blow does.
    pub(crate) strike: fn(&Blow, &World) -> Action,
}

/// One of the blows. Everything about it is drawn by its number: the blows would be the same if the
/// cluster behaved differently.
pub(crate) struct Blow {
    seed: u64,
    nth: u64,
}

/// One line for every [`EVERY`] events: the number of events, and the digest of everything up to
/// there.
pub(crate) fn storm(setup: Setup, weather: &Weather, watcher: &mut dyn Sink) -> Vec<String> {
    // A setup that does not work would give no lines, and no lines are not what is written down.
    let Ok(mut world) = World::new(setup, Seeded::new(weather.seed)) else { return Vec::new() };
    let mut digest = Digest::default();
    let mut blow = Blow { seed: weather.seed, nth: 0 };
    let mut next = SimTime::from_millis(400);
    let mut lines = Vec::new();
    while world.events().0 < weather.events {
        if world.peek().is_some_and(|at| at <= next) {
            world.advance(&mut (&mut digest, &mut *watcher));
        } else {
            world.idle_until(next);
            blow.nth += 1;
            next = next.after(Micros(100_000 + blow.throw(0, 600_000)));
            let action = (weather.strike)(&blow, &world);
            // A blow that hits nothing, say the crash of a server that is down, is none.
            if world.act(&action, EventNo::START, &mut (&mut digest, &mut *watcher)).is_err() {
                continue;
            }
        }
        if world.events().0.is_multiple_of(EVERY) {
            lines.push(line(world.events().0, &digest));
        }
    }
    lines
}

impl Blow {
    /// A number below `bound`. Each family of throws stands for itself; 0 is taken by the pauses.
    pub(crate) fn throw(&self, family: u32, bound: u64) -> u64 {
        draw(self.seed, Key::chaos(family, self.nth)) % bound.max(1)
    }

    /// Some server.
    pub(crate) fn server(&self, family: u32, world: &World) -> NodeId {
        NodeId(self.throw(family, world.servers().len() as u64) as u32 + 1)
    }

    /// Some neighbours, from `first` on, apart from the rest.
    pub(crate) fn apart(&self, family: u32, first: NodeId, world: &World) -> Action {
        let servers = world.servers().len() as u32;
        let size = 1 + self.throw(family, u64::from(servers) - 1) as u32;
        let member = |nth: u32| NodeId((first.0 + nth) % servers + 1);
        let side = Target((0..size).map(member).map(Selector::Server).collect());
        Action::Partition(vec![side, Target(vec![Selector::Rest])])
    }

    /// A message that is on its way.
    pub(crate) fn message(&self, family: u32, world: &World) -> Option<MessageId> {
        let count = world.flights().count() as u64;
        world.flights().nth(self.throw(family, count) as usize).map(|flight| flight.id)
    }
}
