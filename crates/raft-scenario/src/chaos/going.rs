//! What goes on, what it does to links and disks as long as it does, and how it ends.

use raft_core::{Micros, NodeId, Term};
use raft_sim::{
    Action, Address, ClockChange, DiskFaults, EventNo, LinkFaults, Selector, SimTime, Target, World,
};

use super::{Chaos, bit, bits};

/// Something that has begun and will end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Going {
    pub(super) what: What,
    /// When.
    pub(super) ends: Option<SimTime>,
    /// The event with which it began.
    pub(super) cause: EventNo,
}

/// What goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum What {
    /// Servers are down.
    Down(Vec<NodeId>),
    /// A server will crash at a certain point, and be down for so long.
    Trapped { server: NodeId, after_vote_since: Option<Term>, down_for: Micros },
    /// A server stands still.
    Paused(NodeId),
    /// A server is slow.
    Slow(NodeId),
    /// A clock does not run at its own rate, which is this one.
    Rate(NodeId, i32),
    /// The servers are on different sides; these are not on the largest.
    Sides(u16),
    /// Links are cut.
    Cuts { pairs: Vec<(NodeId, NodeId)>, hurts: u16 },
    /// More messages are lost.
    Loss,
    /// Something is wrong with links.
    Links { at: Option<NodeId>, storm: Box<LinkFaults>, hurts: bool },
    /// Something is wrong with the links of clients.
    ClientLinks,
    /// Something is wrong with disks.
    Disks { at: Option<NodeId>, storm: DiskFaults },
    /// The configuration is a joint one, to be left by hand.
    Joint,
    /// A server's disk is damaged, and the server is being replaced.
    Lost { server: NodeId, was_voter: bool },
}

/// How long a trapped server has to come to the point where it crashes; then it crashes anyway.
const TRAP_PATIENCE: Micros = Micros::from_millis(2_000);
/// How often a replacement looks whether it can go on.
pub(super) const REPLACEMENT_PAUSE: Micros = Micros::from_millis(200);

impl What {
    /// The servers that it hurts.
    pub(super) fn hurts(&self) -> u16 {
        match self {
            Self::Down(servers) => bits(servers),
            Self::Trapped { server, .. }
            | Self::Paused(server)
            | Self::Slow(server)
            | Self::Lost { server, .. } => bit(*server),
            Self::Sides(hurts) | Self::Cuts { hurts, .. } => *hurts,
            Self::Links { at: Some(server), hurts: true, .. }
            | Self::Disks { at: Some(server), .. } => bit(*server),
            _ => 0,
        }
    }

    /// How long it goes on, if that is not for the scenario to say.
    pub(super) fn patience(&self) -> Option<Micros> {
        match self {
            Self::Trapped { .. } => Some(TRAP_PATIENCE),
            Self::Lost { .. } => Some(REPLACEMENT_PAUSE),
            _ => None,
        }
    }

    /// Whether a server has come to where it shall crash: its vote for somebody else is on disk.
    pub(super) fn is_met(&self, world: &World) -> bool {
        let Self::Trapped { server, after_vote_since: Some(since), .. } = self else {
            return false;
        };
        let Some(server) = world.server(*server) else { return false };
        let voted = server.node().is_some_and(|node| {
            let elsewhere = node.voted_for().is_some_and(|whom| whom != node.id());
            elsewhere && node.current_term() > *since
        });
        voted && server.disk().pending().next().is_none()
    }
}

impl Chaos {
    /// How something ends, and what goes on instead of it.
    pub(super) fn end(
        &self,
        going: Going,
        now: SimTime,
        world: &World,
    ) -> (Vec<Action>, Option<Going>) {
        let setup = world.setup();
        let actions = match going.what {
            What::Down(servers) => {
                servers.into_iter().map(|id| Action::Restart(Target::server(id))).collect()
            }
            What::Trapped { server, down_for, .. } => {
                // What ends with the chaos is not down for long.
                let until = self.plan.until.map(|until| SimTime(until.0));
                let ends =
                    until.map_or(now.after(down_for), |until| until.min(now.after(down_for)));
                let down = What::Down(vec![server]);
                let down = Going { what: down, ends: Some(ends.max(now)), cause: going.cause };
                return (vec![Action::Crash(Target::server(server))], Some(down));
            }
            What::Paused(server) => vec![Action::Resume(Target::server(server))],
            What::Slow(server) => {
                let (servers, faults) = (Target::server(server), setup.server_faults);
                vec![Action::Server { servers, faults }]
            }
            What::Rate(server, rate) => {
                let change = ClockChange { rate_ppm: Some(rate), ..ClockChange::default() };
                vec![Action::Clock { servers: Target::server(server), change }]
            }
            What::Sides(_) => vec![Action::Partition(vec![Target(vec![Selector::All])])],
            What::Cuts { pairs, .. } => self.heal(pairs, world),
            What::Loss => vec![Action::SetLoss(setup.network.loss_ppm)],
            What::Links { at, .. } => self.links(at, world),
            What::ClientLinks => vec![Action::ClientLinks {
                client: None,
                servers: Target(vec![Selector::All]),
                latency: None,
                faults: Box::new(setup.network.client_faults),
            }],
            What::Disks { at, .. } => self.disks(at, world),
            What::Joint => vec![Action::LeaveJoint(Selector::Leader)],
            What::Lost { server, was_voter } => {
                return self.replace(server, was_voter, going.cause, world);
            }
        };
        (actions, None)
    }

    /// Heals links, unless something else that goes on has cut them as well.
    fn heal(&self, pairs: Vec<(NodeId, NodeId)>, world: &World) -> Vec<Action> {
        let is_cut_still = |pair: &(NodeId, NodeId)| {
            let others = self.going.iter();
            others.into_iter().any(|going| match &going.what {
                What::Cuts { pairs, .. } => pairs.contains(pair),
                _ => false,
            })
        };
        let healed =
            |(from, to)| world.network().is_link_cut(from, to) && !is_cut_still(&(from, to));
        let rows = rows(pairs.into_iter().filter(|pair| healed(*pair)));
        let action = |(from, to)| Action::Heal { from: Target::server(from), to, one_way: true };
        rows.into_iter().map(action).collect()
    }

    /// Makes the links of a server, or of all, what they are with everything that goes on.
    pub(super) fn links(&self, at: Option<NodeId>, world: &World) -> Vec<Action> {
        let ids = || world.setup().server_ids();
        let all = ids().flat_map(|from| ids().map(move |to| (from, to)));
        let is_meant = |(from, to)| from != to && at.is_none_or(|at| at == from || at == to);
        let pairs: Vec<(NodeId, NodeId)> = all.filter(|pair| is_meant(*pair)).collect();
        let of = |(from, to): (NodeId, NodeId)| (self.link(from, to, world), (from, to));
        let wanted: Vec<_> = pairs.into_iter().map(of).collect();
        let network = |from, to, one_way, faults: &LinkFaults| {
            let faults = Box::new(*faults);
            Action::Network { from, to, one_way, latency: None, faults }
        };
        let Some((first, _)) = wanted.first() else { return Vec::new() };
        let everybody = || Target(vec![Selector::All]);
        if wanted.iter().all(|(faults, _)| faults == first) {
            let from = at.map_or_else(everybody, Target::server);
            return vec![network(from, everybody(), false, first)];
        }
        let is_new = |(from, to), faults: &LinkFaults| {
            world.network().faults(Address::Server(from), Address::Server(to)) != faults
        };
        let changed = wanted.iter().filter(|(faults, pair)| is_new(*pair, faults));
        let action = |(faults, (from, to)): &(LinkFaults, (NodeId, NodeId))| {
            network(Target::server(*from), Target::server(*to), true, faults)
        };
        changed.map(action).collect()
    }

    /// What is wrong with a link now.
    fn link(&self, from: NodeId, to: NodeId, world: &World) -> LinkFaults {
        let mut faults = world.setup().link(from, to).faults;
        for going in &self.going {
            if let What::Links { at, storm, .. } = &going.what
                && at.is_none_or(|at| at == from || at == to)
            {
                add_link_faults(&mut faults, storm);
            }
        }
        faults
    }

    /// Makes the disk of a server, or of all, what it is with everything that goes on.
    pub(super) fn disks(&self, at: Option<NodeId>, world: &World) -> Vec<Action> {
        let ids = world.setup().server_ids().filter(|id| at.is_none_or(|at| at == *id));
        let wanted = |id: NodeId| {
            let mut faults = world.setup().disk_faults;
            for going in &self.going {
                if let What::Disks { at, storm } = &going.what
                    && at.is_none_or(|at| at == id)
                {
                    add_disk_faults(&mut faults, storm);
                }
            }
            (id, faults)
        };
        let action = |(id, faults)| Action::Disk { servers: Target::server(id), faults };
        let is_new = |(id, faults): &(NodeId, DiskFaults)| {
            world.server(*id).is_some_and(|server| server.disk().faults() != faults)
        };
        ids.map(wanted).filter(is_new).map(action).collect()
    }
}

/// Pairs by their first.
pub(super) fn rows(pairs: impl IntoIterator<Item = (NodeId, NodeId)>) -> Vec<(NodeId, Target)> {
    let mut rows: Vec<(NodeId, Target)> = Vec::new();
    for (from, to) in pairs {
        let to = Selector::Server(to);
        match rows.iter_mut().find(|(row, _)| *row == from) {
            Some((_, Target(ends))) => ends.push(to),
            None => rows.push((from, Target(vec![to]))),
        }
    }
    rows
}

/// Takes over whatever is wrong by the storm.
fn add_link_faults(faults: &mut LinkFaults, storm: &LinkFaults) {
    let calm = LinkFaults::default();
    if storm.slow_down != calm.slow_down {
        (faults.slow_down, faults.shape) = (storm.slow_down, storm.shape);
    }
    if storm.late_ppm > 0 {
        (faults.late_ppm, faults.late_by) = (storm.late_ppm, storm.late_by);
    }
    if storm.twice_ppm > 0 {
        (faults.twice_ppm, faults.twice_after) = (storm.twice_ppm, storm.twice_after);
    }
    if storm.capacity > 0 {
        (faults.capacity, faults.spacing) = (storm.capacity, storm.spacing);
    }
    if storm.flap_ppm > 0 {
        (faults.flap_ppm, faults.flap_every) = (storm.flap_ppm, storm.flap_every);
    }
    if storm.blocked != calm.blocked {
        faults.blocked = storm.blocked;
    }
    faults.jam |= storm.jam;
}

/// Takes over whatever is wrong by the storm.
fn add_disk_faults(faults: &mut DiskFaults, storm: &DiskFaults) {
    faults.stalled |= storm.stalled;
    if storm.sync.high > Micros(0) {
        faults.sync = storm.sync;
    }
    faults.survive_ppm = faults.survive_ppm.max(storm.survive_ppm);
    faults.torn_ppm = faults.torn_ppm.max(storm.torn_ppm);
    faults.reordered_ppm = faults.reordered_ppm.max(storm.reordered_ppm);
}
