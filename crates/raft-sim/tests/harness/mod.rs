//! A world, a hand that reaches in, and somebody who takes down what happens.
#![allow(dead_code)] // each test uses some of it

use raft_core::NodeId;
use raft_sim::{Action, Event, EventNo, Fact, Happening, SimTime, Sink, Target, World};

/// Everything that happened.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) events: Vec<Event>,
    pub(crate) facts: Vec<Fact>,
}

impl Sink for Record {
    fn see(&mut self, _: &World, happening: Happening<'_>) {
        self.events.push(*happening.event);
        self.facts.extend(happening.facts);
    }
}

/// Lets everything happen that happens up to this moment.
pub(crate) fn run(world: &mut World, record: &mut dyn Sink, until_ms: u64) {
    let until = SimTime::from_millis(until_ms);
    while world.peek().is_some_and(|at| at <= until) {
        world.advance(record);
    }
    world.idle_until(until);
}

pub(crate) fn act(world: &mut World, action: &Action, record: &mut dyn Sink) {
    world.act(action, EventNo::START, record).expect("it can be done");
}

pub(crate) fn on(id: u32) -> Target {
    Target::server(NodeId(id))
}
