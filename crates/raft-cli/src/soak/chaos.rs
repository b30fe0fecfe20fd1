//! The plan of one seed: which faults come, and when.
//!
//! Weather changes between storms, in which each family of faults that this seed has does its
//! worst, and calm, in which everything is mended (mostly) and entries get committed: a cluster
//! that never commits has nothing to lose.

use raft_core::{Deviations, Micros, NodeId, Transition};
use raft_sim::{Action, MemberChange, Selector, Setup, SimTime, Target};

use super::cluster;
use super::draws::{Draws, Family};

/// At most this many of a million messages are lost by chance: one in five.
const MOST_LOSS_PPM: u64 = 200_000;

/// What is done to the world of one seed.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// What the world is made of.
    pub(crate) setup: Setup,
    /// What happens to it, and when; not in the order of time.
    pub(crate) steps: Vec<(SimTime, Step)>,
}

/// One thing that is done to the world.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// An action, if it can act.
    Act(Action),
    /// A crash, and a restart when the server has been down for some time.
    Crash {
        /// Who.
        victim: Victim,
        /// When exactly.
        moment: Moment,
        /// For how long.
        down: Micros,
    },
    /// All servers run again and reach each other, and nothing is lost.
    Mend,
}

/// Who crashes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Victim {
    /// This server.
    Server(NodeId),
    /// Whoever leads then.
    Leader,
    /// Everybody: a power failure.
    All,
}

/// When a server crashes. Some of the most telling moments are too short to be hit by chance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Moment {
    /// At once.
    Now,
    /// As soon as a write is on its way: it will be lost.
    WhileWriting,
    /// As soon as a write is done: what depends on it has just been said.
    AfterWrite,
    /// As soon as its vote for somebody else is on disk: if it is back soon, it is asked again.
    AfterVote,
}

/// Draws the plan of a seed, for a run that ends at `end`.
pub(crate) fn plan(seed: u64, end: SimTime, deviations: Deviations) -> Plan {
    let setup = cluster::setup(seed, deviations);
    let mut faults = Faults::new(seed, setup.servers);
    let mut weather = Draws::new(seed, Family::Weather);
    let mut now = SimTime(weather.below(1_500_000));
    while now < end {
        let storm = weather.micros(500_000, 3_000_000);
        faults.storm(now, storm);
        now = now.after(storm);
        // A server that stays down, or a link that stays cut, for longer than a storm matters too.
        if !weather.one_in(4) {
            faults.steps.push((now, Step::Mend));
        }
        now = now.after(weather.micros(500_000, 2_500_000));
    }
    Plan { setup, steps: faults.steps }
}

/// Makes up the faults of one seed, family by family.
struct Faults {
    servers: u8,
    loss: Option<Draws>,
    crashes: Option<Draws>,
    partitions: Option<Draws>,
    one_way_cuts: Option<Draws>,
    forced_timeouts: Option<Draws>,
    members: Option<Draws>,
    transfers: Option<Draws>,
    steps: Vec<(SimTime, Step)>,
}

impl Faults {
    fn new(seed: u64, servers: u8) -> Self {
        let family = |family| Draws::of_swarm(seed, family);
        // A lone server has no links.
        let of_links = |links| if servers > 1 { family(links) } else { None };
        Self {
            servers,
            loss: family(Family::Loss),
            crashes: family(Family::Crashes),
            partitions: of_links(Family::Partitions),
            one_way_cuts: of_links(Family::OneWayCuts),
            forced_timeouts: family(Family::ForcedTimeouts),
            members: family(Family::Members),
            transfers: of_links(Family::Transfers),
            steps: Vec::new(),
        }
    }

    fn storm(&mut self, begin: SimTime, lasts: Micros) {
        let (servers, steps) = (self.servers, &mut self.steps);
        if let Some(draws) = &mut self.loss {
            let loss_ppm = draws.between(0, MOST_LOSS_PPM) as u32;
            steps.push((begin, Step::Act(Action::SetLoss(loss_ppm))));
        }
        if let Some(draws) = &mut self.members {
            for _ in 0..draws.between(1, 5) {
                let at = begin.after(draws.micros(0, 2 * lasts.0));
                steps.push((at, Step::Act(change(draws, servers))));
            }
        }
        if let Some(draws) = &mut self.transfers {
            let at = begin.after(draws.micros(0, 2 * lasts.0));
            let to = Selector::Server(draws.server(servers));
            steps.push((at, Step::Act(Action::Transfer { from: Selector::Leader, to })));
        }
        if let Some(draws) = &mut self.crashes {
            for _ in 0..draws.between(1, 4) {
                let at = begin.after(draws.micros(0, lasts.0));
                steps.push((at, crash(draws, servers)));
            }
        }
        if let Some(draws) = &mut self.partitions {
            for _ in 0..draws.between(1, 2) {
                let at = begin.after(draws.micros(0, lasts.0));
                let heal = at.after(draws.any_duration(3_000));
                steps.push((at, Step::Act(Action::Partition(sides(draws, servers)))));
                // One side for all: cut links stay cut.
                let together = vec![Target(vec![Selector::All])];
                steps.push((heal, Step::Act(Action::Partition(together))));
            }
        }
        if let Some(draws) = &mut self.one_way_cuts {
            for _ in 0..draws.between(1, 3) {
                let at = begin.after(draws.micros(0, lasts.0));
                let heal = at.after(draws.any_duration(3_000));
                let from = Target::server(draws.server(servers));
                let to = some_servers(draws, servers);
                // Half of them cannot speak, the other half cannot hear.
                let (from, to) = if draws.one_in(2) { (from, to) } else { (to, from) };
                let cut = Action::Cut { from: from.clone(), to: to.clone(), one_way: true };
                steps.push((at, Step::Act(cut)));
                steps.push((heal, Step::Act(Action::Heal { from, to, one_way: true })));
            }
        }
        if let Some(draws) = &mut self.forced_timeouts {
            for _ in 0..draws.between(1, 4) {
                let at = begin.after(draws.micros(0, lasts.0));
                // A voter that is down for a moment while several ask for its vote.
                if self.crashes.is_some() && draws.one_in(2) {
                    let victim = Victim::Server(draws.server(servers));
                    let down = draws.micros(1_000, 20_000);
                    steps.push((at, Step::Crash { victim, moment: Moment::AfterVote, down }));
                }
                // Two that time out at nearly the same moment split the vote.
                for _ in 0..draws.between(1, 3) {
                    let who = Target::server(draws.server(servers));
                    let at = at.after(draws.micros(0, 15_000));
                    steps.push((at, Step::Act(Action::TimeOut(who))));
                }
            }
        }
    }
}

fn crash(draws: &mut Draws, servers: u8) -> Step {
    let victim = match draws.below(8) {
        0 => Victim::All,
        1 | 2 => Victim::Leader,
        _ => Victim::Server(draws.server(servers)),
    };
    let moments = [Moment::Now, Moment::WhileWriting, Moment::AfterWrite, Moment::AfterVote];
    let moment = draws.pick(&moments);
    // A server that is back within its term still gets that term's messages.
    let longest_ms = if moment == Moment::AfterVote { 30 } else { 2_000 };
    Step::Crash { victim, moment, down: draws.any_duration(longest_ms) }
}

/// Two or three sides, with each server on any of them.
fn sides(draws: &mut Draws, servers: u8) -> Vec<Target> {
    let count = if draws.one_in(4) { 3 } else { 2 };
    let mut sides = vec![Target(Vec::new()); count];
    for id in 1..=u32::from(servers) {
        sides[draws.below(count as u64) as usize].0.push(Selector::Server(NodeId(id)));
    }
    sides
}

/// Each server with one chance in two; at least one.
fn some_servers(draws: &mut Draws, servers: u8) -> Target {
    let first = draws.server(servers);
    let mut some = vec![Selector::Server(first)];
    for id in (1..=u32::from(servers)).map(NodeId) {
        if draws.one_in(2) {
            some.push(Selector::Server(id));
        }
    }
    Target(some)
}

/// Some change of the members. Many are refused: the plan is made without looking.
fn change(draws: &mut Draws, servers: u8) -> Action {
    const KINDS: [MemberChange; 5] = [
        MemberChange::AddVoter,
        MemberChange::AddLearner,
        MemberChange::Promote,
        MemberChange::Demote,
        MemberChange::Remove,
    ];
    if draws.one_in(6) {
        return Action::LeaveJoint(Selector::Leader);
    }
    let changes = (0..draws.pick(&[1, 1, 2, 3]))
        .map(|_| (draws.pick(&KINDS), Target::server(draws.server(servers))))
        .collect();
    let transition = draws.pick(&[
        Transition::Auto,
        Transition::Auto,
        Transition::Implicit,
        Transition::Explicit,
    ]);
    Action::Change { from: Selector::Leader, changes, transition }
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: SimTime = SimTime::from_millis(20_000);

    #[test]
    fn a_plan_is_a_function_of_the_seed_and_a_longer_run_only_adds_to_it() {
        for seed in 0..200 {
            let (plan, longer) = (
                plan(seed, END, Deviations::NONE),
                plan(seed, SimTime::from_millis(40_000), Deviations::NONE),
            );
            assert_eq!(plan.setup, longer.setup);
            assert_eq!(plan.steps, longer.steps[..plan.steps.len()], "seed {seed}");
        }
    }

    #[test]
    fn each_family_of_faults_is_missing_in_about_half_of_the_seeds() {
        let families: [fn(&Step) -> bool; 5] = [
            |step| matches!(step, Step::Act(Action::SetLoss(_))),
            |step| matches!(step, Step::Crash { .. }),
            |step| matches!(step, Step::Act(Action::Partition(_))),
            |step| matches!(step, Step::Act(Action::Cut { .. })),
            |step| matches!(step, Step::Act(Action::TimeOut(_))),
        ];
        let plans: Vec<Plan> = (0..400).map(|seed| plan(seed, END, Deviations::NONE)).collect();
        for (which, is) in families.into_iter().enumerate() {
            let having =
                plans.iter().filter(|plan| plan.steps.iter().any(|(_, step)| is(step))).count();
            assert!((150..250).contains(&having), "family {which}: {having} of 400 seeds");
        }
    }
}
