//! What begins when a family strikes.

use raft_core::{Configuration, Micros, Node, NodeId, Transition};
use raft_sim::{
    Action, ClockChange, CrashPoint, DiskFaults, Kind, Kinds, LinkFaults, MemberChange, Selector,
    ServerFaults, Shape, Span, Target, World,
};

use super::budget::{configuration_in_force, hurt, leaves_majority};
use super::draws::{Draws, Part};
use super::going::What;
use super::replacement::is_replaceable;
use super::{Chaos, Family, Rate, bit, bits};

/// What is done now, and what goes on from now on.
type Strike = (Vec<Action>, Option<What>);

/// The kinds of messages that are cut off: those without which something does not go on.
const BLOCKED: [&str; 6] = [
    "RequestVote",
    "RequestVoteReply",
    "AppendEntries",
    "AppendEntriesReply",
    "InstallSnapshot",
    "TimeoutNow",
];
/// Changes of members leave this many voters, if there were as many at the beginning: with fewer, one
/// lost disk would be the end.
const FEWEST_VOTERS: usize = 3;

impl Chaos {
    /// What this strike does; nothing if it cannot be done now, or would hurt too many.
    pub(super) fn strike(&self, draws: Draws, rate: Rate, world: &World) -> Option<Strike> {
        match draws.family {
            Family::Crashes
            | Family::CrashPoints
            | Family::Pauses
            | Family::SlowServers
            | Family::DiskLosses => {
                let server = victim(draws, world);
                let hurts = self.bears(world, bit(server));
                hurts.then(|| self.hurt(server, draws, rate, world)).flatten()
            }
            Family::PowerFailures => {
                let all: Vec<NodeId> = world.setup().server_ids().collect();
                let crash = |id: &NodeId| Action::Crash(Target::server(*id));
                self.bears(world, bits(&all))
                    .then(|| (all.iter().map(crash).collect(), Some(What::Down(all.clone()))))
            }
            Family::ClockJumps | Family::ClockRates => self.clock(draws, world),
            Family::DiskStalls | Family::SlowDisks | Family::TornWrites => self.disk(draws, world),
            Family::Partitions | Family::Isolations => self.sides(draws, world),
            Family::Bridges | Family::Rings | Family::OneWayCuts => self.cuts(draws, world),
            Family::Loss => {
                let is_lossy = self.is_going(|what| *what == What::Loss);
                let ppm = draws.between(Part::Strength, 20_000, 300_000) as u32;
                (!is_lossy).then(|| (vec![Action::SetLoss(ppm)], Some(What::Loss)))
            }
            Family::Delays
            | Family::Reordering
            | Family::Duplicates
            | Family::Queues
            | Family::Jams
            | Family::Flapping
            | Family::BlockedKinds => self.storm(draws, world),
            Family::ClientLinks => self.client_links(draws),
            Family::Timeouts => Some((timeouts(draws, world), None)),
            Family::Membership => self.membership(draws, world),
            Family::Transfers => {
                let to = NodeId(draws.between(Part::Who, 1, servers(world)) as u32);
                let (from, to) = (Selector::Leader, Selector::Server(to));
                Some((vec![Action::Transfer { from, to }], None))
            }
            Family::Snapshots => {
                let server = Target::server(victim(draws, world));
                Some((vec![Action::TakeSnapshot(server)], None))
            }
        }
    }

    /// One server suffers.
    fn hurt(&self, id: NodeId, draws: Draws, rate: Rate, world: &World) -> Option<Strike> {
        let node = world.server(id)?.node();
        let whom = || Target::server(id);
        Some(match draws.family {
            Family::Pauses => {
                let runs = node.is_some() && hurt(world) & bit(id) == 0;
                return runs.then(|| (vec![Action::Pause(whom())], Some(What::Paused(id))));
            }
            Family::SlowServers => {
                if self.is_going(|what| *what == What::Slow(id)) {
                    return None;
                }
                let busy = Span::fixed(draws.millis(Part::Strength, 1, 15));
                let stall_ppm = draws.between(Part::Measure, 0, 50_000) as u32;
                let faults = ServerFaults { busy, stall_ppm, stall: Span::millis(20, 300) };
                (vec![Action::Server { servers: whom(), faults }], Some(What::Slow(id)))
            }
            Family::DiskLosses => return self.lose_disk(id, world),
            Family::CrashPoints => {
                let (actions, what) = trap(draws, rate, node?, world);
                (actions, Some(what))
            }
            _ => {
                node?;
                (vec![Action::Crash(whom())], Some(What::Down(vec![id])))
            }
        })
    }

    /// A disk is damaged, if it is the only one, nobody else is hurt, and the others can do without its
    /// server for as long as it takes, whatever the budget says.
    fn lose_disk(&self, id: NodeId, world: &World) -> Option<Strike> {
        let is_lost = |what: &What| matches!(what, What::Lost { .. });
        let configuration = configuration_in_force(world);
        let bearable = hurt(world) == 0
            && leaves_majority(&configuration, bit(id))
            && is_replaceable(id, world);
        if !bearable || self.is_going(is_lost) {
            return None;
        }
        let crash = world.server(id)?.node().map(|_| Action::Crash(Target::server(id)));
        let actions = crash.into_iter().chain([Action::Damage(Target::server(id))]).collect();
        let was_voter = configuration.is_voter(id);
        Some((actions, Some(What::Lost { server: id, was_voter })))
    }

    fn clock(&self, draws: Draws, world: &World) -> Option<Strike> {
        let id = victim(draws, world);
        let server = || Target::server(id);
        let fast = draws.below(Part::Kind, 2) == 0;
        if draws.family == Family::ClockJumps {
            let by = draws.of_any_order(Part::Strength, Span::millis(1, 5_000));
            let still = ClockChange::default();
            let change = if fast {
                ClockChange { forward: by, ..still }
            } else {
                ClockChange { back: by, ..still }
            };
            return Some((vec![Action::Clock { servers: server(), change }], None));
        }
        // Its own rate is known only while nothing else has changed it.
        let is_on = |what: &What| matches!(what, What::Rate(other, _) if *other == id);
        if self.is_going(is_on) {
            return None;
        }
        // Up to a tenth: more than any crystal, less than a virtual machine that is moved.
        let ppm = draws.between(Part::Strength, 100, 100_000) as i32;
        let rate_ppm = Some(if fast { ppm } else { -ppm });
        let change = ClockChange { rate_ppm, ..ClockChange::default() };
        let own = world.server(id)?.clock().rate_ppm;
        Some((vec![Action::Clock { servers: server(), change }], Some(What::Rate(id, own))))
    }

    fn disk(&self, draws: Draws, world: &World) -> Option<Strike> {
        let storm = match draws.family {
            Family::DiskStalls => DiskFaults { stalled: true, ..DiskFaults::default() },
            Family::SlowDisks => {
                let low = draws.millis(Part::Strength, 2, 20);
                let high = Micros(low.0 + draws.millis(Part::Measure, 0, 80).0);
                DiskFaults { sync: Span { low, high }, ..DiskFaults::default() }
            }
            _ => DiskFaults {
                survive_ppm: draws.below(Part::Kind, 900_000) as u32,
                torn_ppm: draws.between(Part::Strength, 100_000, 700_000) as u32,
                reordered_ppm: draws.between(Part::Measure, 100_000, 700_000) as u32,
                ..DiskFaults::default()
            },
        };
        // What matters in a crash only hurts nobody by itself.
        let at = (draws.family != Family::TornWrites).then(|| victim(draws, world));
        if at.is_some_and(|id| !self.bears(world, bit(id))) {
            return None;
        }
        let what = What::Disks { at, storm };
        Some((self.with(&what).disks(at, world), Some(what)))
    }

    /// Sides that cannot reach each other.
    fn sides(&self, draws: Draws, world: &World) -> Option<Strike> {
        let servers = servers(world);
        if servers < 2 || world.network().sides().is_some() {
            return None;
        }
        let order = draws.order(servers as u8);
        let mut sides = vec![vec![victim(draws, world)]];
        if draws.family == Family::Partitions {
            let size = draws.between(Part::Strength, 1, servers / 2) as usize;
            let (one, others) = order.split_at(size);
            let third = draws.below(Part::Kind, 4) == 0 && others.len() > size;
            let other = &others[..if third { 1 + (others.len() - 1) / 3 } else { 0 }];
            sides =
                [one, other].into_iter().filter(|side| !side.is_empty()).map(Into::into).collect();
        }
        let hurts = sides.iter().fold(0, |set, side| set | bits(side));
        if !self.bears(world, hurts) {
            return None;
        }
        let named =
            |side: &Vec<NodeId>| Target(side.iter().copied().map(Selector::Server).collect());
        let rest = [Target(vec![Selector::Rest])];
        let targets = sides.iter().map(named).chain(rest).collect();
        Some((vec![Action::Partition(targets)], Some(What::Sides(hurts))))
    }

    /// Links are cut.
    fn cuts(&self, draws: Draws, world: &World) -> Option<Strike> {
        let servers = servers(world);
        let order = draws.order(servers as u8);
        let (actions, pairs, hurts) = match draws.family {
            Family::Bridges => {
                let bridge = &order[..if servers.is_multiple_of(2) { 2 } else { 1 }];
                let pairs = world.beside_bridge(bridge);
                // Whoever is on the side of the first that is cut off.
                let ends: Vec<NodeId> = pairs.iter().map(|(from, _)| *from).collect();
                let first = *ends.first()?;
                let beyond = pairs.iter().filter(|(from, _)| *from == first).map(|(_, to)| *to);
                let far: Vec<NodeId> = beyond.collect();
                let near = ends.into_iter().filter(|id| !far.contains(id)).collect::<Vec<_>>();
                let bridge = Target(bridge.iter().copied().map(Selector::Server).collect());
                (vec![Action::Bridge(bridge)], pairs, bits(&near))
            }
            Family::Rings => {
                let pairs = world.beyond_neighbours()?;
                // As one of them sees it, those that are not its neighbours.
                let of = |(from, _): &&(NodeId, NodeId)| *from == order[0];
                let far: Vec<NodeId> = pairs.iter().filter(of).map(|(_, to)| *to).collect();
                (vec![Action::Ring], pairs, bits(&far))
            }
            _ => {
                let one = victim(draws, world);
                let others = order.into_iter().filter(|id| *id != one);
                let count = draws.between(Part::Scope, 1, servers.saturating_sub(1).max(1));
                let others: Vec<NodeId> = others.take(count as usize).collect();
                // Half of them cannot speak, the other half cannot hear.
                let speaks = draws.below(Part::Kind, 2) == 0;
                let pair = |other: &NodeId| if speaks { (*other, one) } else { (one, *other) };
                let pairs = others.iter().map(pair).collect();
                let (ends, one_end) = (
                    Target(others.into_iter().map(Selector::Server).collect()),
                    Target::server(one),
                );
                let (from, to) = if speaks { (ends, one_end) } else { (one_end, ends) };
                (vec![Action::Cut { from, to, one_way: true }], pairs, bit(one))
            }
        };
        let is_new = !pairs.is_empty() && self.bears(world, hurts);
        is_new.then_some((actions, Some(What::Cuts { pairs, hurts })))
    }

    /// Something is wrong with all links, or with those of one server.
    fn storm(&self, draws: Draws, world: &World) -> Option<Strike> {
        let mut storm = LinkFaults::default();
        let chance = |low, high| draws.between(Part::Strength, low, high) as u32;
        match draws.family {
            Family::Delays => {
                (storm.slow_down, storm.shape) = (chance(2, 8), Shape::LongTail);
            }
            Family::Reordering => {
                storm.late_ppm = chance(50_000, 500_000);
                storm.late_by = Span { low: Micros(0), high: draws.millis(Part::Measure, 20, 300) };
            }
            Family::Duplicates => {
                storm.twice_ppm = chance(50_000, 500_000);
                let high = draws.millis(Part::Measure, 5, 1_000);
                storm.twice_after = Span { low: Micros(0), high };
            }
            Family::Queues => {
                storm.capacity = chance(2, 12);
                storm.spacing = draws.millis(Part::Measure, 1, 8);
            }
            Family::Flapping => {
                storm.flap_ppm = chance(100_000, 500_000);
                storm.flap_every = draws.millis(Part::Measure, 30, 400);
            }
            Family::BlockedKinds => {
                let name = BLOCKED[draws.below(Part::Kind, BLOCKED.len() as u64) as usize];
                let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name)?;
                storm.blocked = Kinds::NONE.with(kind);
            }
            _ => storm.jam = true,
        }
        let hurts = matches!(draws.family, Family::Jams | Family::BlockedKinds);
        let everywhere = !hurts && draws.below(Part::Scope, 2) == 0;
        let at = (!everywhere).then(|| victim(draws, world));
        if hurts && !at.is_none_or(|id| self.bears(world, bit(id))) {
            return None;
        }
        let what = What::Links { at, storm: Box::new(storm), hurts };
        Some((self.with(&what).links(at, world), Some(what)))
    }

    fn client_links(&self, draws: Draws) -> Option<Strike> {
        let is_on = self.is_going(|what| *what == What::ClientLinks);
        let chance = |part, high| draws.below(part, high) as u32;
        let faults = LinkFaults {
            loss_ppm: chance(Part::Strength, 400_000),
            twice_ppm: chance(Part::Measure, 400_000),
            twice_after: Span::millis(0, 300),
            late_ppm: chance(Part::Kind, 300_000),
            late_by: Span::millis(0, 200),
            ..LinkFaults::default()
        };
        let servers = Target(vec![Selector::All]);
        let faults = Box::new(faults);
        let action = Action::ClientLinks { client: None, servers, latency: None, faults };
        (!is_on).then_some((vec![action], Some(What::ClientLinks)))
    }

    /// Some change of the members that fits who they are now. The leader may refuse it.
    fn membership(&self, draws: Draws, world: &World) -> Option<Strike> {
        let configuration = configuration_in_force(world);
        let leave = || vec![Action::LeaveJoint(Selector::Leader)];
        if configuration.is_joint() {
            return Some((leave(), None));
        }
        let mut changes = Vec::new();
        let mut voters = configuration.voters().len();
        let least = FEWEST_VOTERS.min(world.setup().configuration().voters().len());
        let count = [1, 1, 2, 3][draws.below(Part::Scope, 4) as usize];
        let order = draws.order(servers(world) as u8);
        for (nth, id) in order.into_iter().take(count).enumerate() {
            let gently = draws.below(Part::Kind, 1 << 32) >> nth & 1 == 0;
            let change = change_of(&configuration, id, gently);
            let lowers = matches!(change, MemberChange::Demote | MemberChange::Remove);
            match (lowers && configuration.is_voter(id), change) {
                (true, _) if voters <= least => continue,
                (true, _) => voters -= 1,
                (false, MemberChange::AddVoter | MemberChange::Promote) => voters += 1,
                _ => {}
            }
            changes.push((change, Target::server(id)));
        }
        let ways = [Transition::Auto, Transition::Auto, Transition::Implicit, Transition::Explicit];
        let transition = ways[draws.below(Part::Strength, 4) as usize];
        let goes_on = (transition == Transition::Explicit).then_some(What::Joint);
        let change =
            Action::Change { from: Selector::Leader, changes: changes.clone(), transition };
        (!changes.is_empty()).then(|| (vec![change], goes_on))
    }

    fn is_going(&self, what: impl Fn(&What) -> bool) -> bool {
        self.going.iter().any(|going| what(&going.what))
    }

    /// As if this went on as well.
    fn with(&self, what: &What) -> Self {
        let mut chaos = self.clone();
        let cause = raft_sim::EventNo::START;
        chaos.going.push(super::Going { what: what.clone(), ends: None, cause });
        chaos
    }
}

fn servers(world: &World) -> u64 {
    u64::from(world.setup().servers)
}

/// Whom a strike hits. Every third one looks for the leader, who has most to lose.
fn victim(draws: Draws, world: &World) -> NodeId {
    let drawn = draws.below(Part::Who, 3 * servers(world));
    let by_name = NodeId((drawn % servers(world)) as u32 + 1);
    world.leader().filter(|_| drawn < servers(world)).unwrap_or(by_name)
}

/// A server will crash where it matters.
fn trap(draws: Draws, rate: Rate, node: &Node, world: &World) -> (Vec<Action>, What) {
    let points = [
        Some(CrashPoint::BeforeOutput),
        Some(CrashPoint::BeforePersist),
        Some(CrashPoint::AfterPersist),
        Some(CrashPoint::BeforeAnswer),
        // None of the world's: as soon as its vote for somebody else is on disk. Two others want it at
        // nearly the same moment: if it forgets the vote and is back soon, it votes twice.
        None,
    ];
    let point = points[draws.below(Part::Kind, points.len() as u64) as usize];
    let servers = Target::server(node.id());
    let what = What::Trapped {
        server: node.id(),
        after_vote_since: point.is_none().then(|| node.current_term()),
        down_for: draws.of_any_order(Part::Lasts, rate.lasts),
    };
    let actions = match point {
        Some(_) => vec![Action::Trap { servers, point }],
        None => {
            let others = draws.order(self::servers(world) as u8).into_iter();
            stand(others.filter(|id| *id != node.id()).take(2), draws)
        }
    };
    (actions, what)
}

/// One to three election timers run out, so close together that votes can be split.
fn timeouts(draws: Draws, world: &World) -> Vec<Action> {
    let count = draws.between(Part::Scope, 1, 3) as usize;
    stand(draws.order(servers(world) as u8).into_iter().take(count), draws)
}

/// These servers stand for election within a few milliseconds.
fn stand(servers: impl Iterator<Item = NodeId>, draws: Draws) -> Vec<Action> {
    let all = draws.millis(Part::Strength, 0, 15);
    let set = |(nth, id)| Action::SetTimer {
        servers: Target::server(id),
        remaining: Micros(1 + all.0 * nth as u64 / 2),
    };
    servers.enumerate().map(set).collect()
}

/// A change that this server can undergo.
fn change_of(configuration: &Configuration, id: NodeId, gently: bool) -> MemberChange {
    match (configuration.is_member(id), configuration.is_voter(id), gently) {
        (true, true, true) => MemberChange::Demote,
        (true, true, false) | (true, false, false) => MemberChange::Remove,
        (true, false, true) => MemberChange::Promote,
        (false, _, true) => MemberChange::AddLearner,
        (false, _, false) => MemberChange::AddVoter,
    }
}
