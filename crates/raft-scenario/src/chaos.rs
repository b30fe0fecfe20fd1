//! Chaos: faults that come by chance, at a rate, within a budget.
//!
//! ```text
//!   rates ──┐        ┌─▶ strike.rs: what begins ──┐
//!           ├─ now ──┤                            ├──▶ Action ─▶ World
//!   what ───┘        └─▶ going.rs:  what ends ────┘
//!   goes on              replacement.rs: a server with a lost disk gets a new one
//! ```
//!
//! * When strike `nth` of a family comes, whom it hits and how hard is a function of the seed, the
//!   family and `nth` ([`draws`]). A family that is switched off leaves all others as they were.
//! * It acts through [`Action`] like a scenario's step, and what it begins it ends.
//! * What would hurt more servers than the budget allows is not done ([`budget`]).

mod budget;
mod draws;
mod going;
mod model;
mod preset;
mod replacement;
mod strike;

use std::sync::Arc;

use raft_core::{Micros, NodeId};
use raft_sim::{Action, EventNo, SimTime, Span, World};

use draws::{Draws, Part};
use going::{Going, What};

pub use model::{ChaosModel, Family, RateModel};
pub use preset::Preset;

/// Which chaos a run has.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) from: Micros,
    pub(crate) until: Option<Micros>,
    pub(crate) budget: Option<u8>,
    pub(crate) rates: Vec<Rate>,
}

/// How often a family strikes, and for how long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Rate {
    pub(crate) family: Family,
    pub(crate) every: Micros,
    pub(crate) lasts: Span,
}

/// The chaos of one run. Part of every keyframe.
///
/// What it does stays within what Raft promises to bear, so that a violation is always a find:
///
/// * Messages are lost, late, doubled and held, and never invented or changed.
/// * A crash loses what was not durable; torn and reordered writes of that are what a log with
///   checksums finds. No disk says that something is durable when it is not.
/// * A voter that forgets can vote twice and takes committed entries with it: no disk of a voter is
///   wiped. A damaged disk keeps its server down until the cluster has removed that server and no
///   other counts on it (`replacement.rs` says why that is enough); only then it gets a new one.
/// * Clocks may be as wrong as they like: only leases stand on them, and what leases promise is not
///   among the properties that are judged.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Chaos {
    plan: Arc<Plan>,
    /// The next strike of each rate.
    coming: Vec<Coming>,
    /// What goes on.
    going: Vec<Going>,
    /// When the next thing is due: asked before every event, so it is kept.
    next: Option<SimTime>,
}

/// The next strike of a family.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Coming {
    rate: Rate,
    nth: u64,
    at: SimTime,
}

/// What is done to the world at one moment.
#[derive(Debug)]
pub(crate) struct Blow {
    /// The event that it ends what began with; [`EventNo::START`] for what begins.
    pub(crate) cause: EventNo,
    /// What is done, in order.
    pub(crate) actions: Vec<Action>,
}

impl Chaos {
    pub(crate) fn new(plan: Arc<Plan>) -> Self {
        let from = SimTime(plan.from.0);
        let first = |rate: &Rate| Coming::after(plan.seed, *rate, 0, from);
        let coming = plan.rates.iter().map(first).collect();
        let mut chaos = Self { plan, coming, going: Vec::new(), next: None };
        chaos.look_ahead();
        chaos
    }

    /// When the next thing is due.
    pub(crate) fn next_time(&self) -> Option<SimTime> {
        self.next
    }

    /// Takes the next thing that is due now.
    pub(crate) fn take(&mut self, world: &World) -> Option<Blow> {
        let now = world.position().time;
        let blow = self.end_one(now, world).or_else(|| self.begin_one(now, world));
        self.look_ahead();
        blow
    }

    /// Looks at the world after an event: a server may have crashed as it was meant to.
    pub(crate) fn look(&mut self, world: &World) {
        let (now, mut sprung) = (world.position().time, false);
        for going in &mut self.going {
            if let What::Trapped { server, down_for, .. } = going.what
                && world.server(server).is_some_and(|server| server.node().is_none())
            {
                going.what = What::Down(vec![server]);
                going.ends = Some(now.after(down_for));
                going.cause = world.events();
                sprung = true;
            } else if going.what.is_met(world) {
                going.ends = Some(now);
                sprung = true;
            }
        }
        if sprung {
            self.look_ahead();
        }
    }

    /// Whether [`Self::look`] has something to look for.
    pub(crate) fn is_looking(&self) -> bool {
        self.going.iter().any(|going| matches!(going.what, What::Trapped { .. }))
    }

    /// Ends what has gone on for long enough, the oldest first.
    fn end_one(&mut self, now: SimTime, world: &World) -> Option<Blow> {
        let is_over = |going: &Going| going.ends.is_some_and(|ends| ends <= now);
        let at = self.going.iter().position(is_over)?;
        let going = self.going.remove(at);
        let cause = going.cause.min(world.events());
        let (actions, then) = self.end(going, now, world);
        self.going.extend(then);
        Some(Blow { cause, actions })
    }

    /// Lets the family strike whose turn it is. What cannot be done now, or would hurt too many, is
    /// not done: an empty blow.
    fn begin_one(&mut self, now: SimTime, world: &World) -> Option<Blow> {
        let until = self.plan.until.map(|until| SimTime(until.0));
        let at = self.coming.iter().position(|coming| coming.at <= now)?;
        if until.is_some_and(|until| now >= until) {
            self.coming.clear();
            return None;
        }
        let Coming { rate, nth, at: due } = self.coming[at];
        self.coming[at] = Coming::after(self.plan.seed, rate, nth + 1, due);
        let draws = Draws { seed: self.plan.seed, family: rate.family, nth };
        let mut blow = Blow { cause: EventNo::START, actions: Vec::new() };
        if let Some((actions, what)) = self.strike(draws, rate, world) {
            if let Some(what) = what {
                let span = what.patience().map_or(rate.lasts, Span::fixed);
                let ends = now.after(draws.of_any_order(Part::Lasts, span));
                let ends = until.map_or(ends, |until| until.min(ends));
                // The first of the actions is the next event.
                let cause = EventNo(world.events().0 + 1);
                self.going.push(Going { what, ends: Some(ends), cause });
            }
            blow.actions = actions;
        }
        Some(blow)
    }

    fn look_ahead(&mut self) {
        let coming = self.coming.iter().map(|coming| coming.at);
        let ends = self.going.iter().filter_map(|going| going.ends);
        self.next = coming.chain(ends).min();
    }
}

impl Coming {
    /// The strike with this number, which comes some time after the one before it: on average after
    /// the mean.
    fn after(seed: u64, rate: Rate, nth: u64, before: SimTime) -> Self {
        let draws = Draws { seed, family: rate.family, nth };
        let gap = 1 + draws.below(Part::Gap, 2 * rate.every.0);
        Self { rate, nth, at: before.after(Micros(gap)) }
    }
}

/// A set with this server only, one bit for each server.
fn bit(server: NodeId) -> u16 {
    1 << server.0
}

/// A set of servers.
fn bits(servers: &[NodeId]) -> u16 {
    servers.iter().fold(0, |set, server| set | bit(*server))
}
