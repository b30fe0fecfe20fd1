//! What progress stands on: a majority of servers that work and reach each other, in time.

use raft_core::{Configuration, LogId, Micros, NodeId};
use raft_sim::{Address, Kinds, Server, ServerFaults, World};

use crate::invariants::has_majority;

/// Servers on which the cluster can go on: more than half of the voters of every configuration that is in
/// use among them, and each connected with each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ground {
    /// Who they are.
    pub majority: Vec<NodeId>,
    /// Who of them leads, in the latest term.
    pub leader: Option<NodeId>,
    /// Who of them could be elected: voters whose logs a majority does not outrank.
    pub could_lead: Vec<NodeId>,
    /// There and back between any two of them, with a write on both sides, at most.
    pub round: Micros,
}

/// Why there is no such majority.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Missing {
    /// Too few voters work, and these are out.
    Servers(Vec<(NodeId, Out)>),
    /// Enough of them work, and these do not reach each other.
    Links(Vec<(NodeId, NodeId, Barrier)>),
}

/// Why a server cannot take part.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Out {
    /// It is down.
    Down,
    /// Its disk is damaged.
    Damaged,
    /// It stands still.
    Paused,
    /// It writes nothing.
    DiskStalled,
    /// Its clock was set back: no timer runs out before it shows again what it has shown before.
    ClockBehind,
    /// Itself or its disk takes its time when it likes, or it will crash at the next opportunity.
    Unsteady,
}

/// What keeps two servers from working together, in one direction or in both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Barrier {
    /// Nothing gets through: a cut, a partition, a jam.
    Closed,
    /// Some messages are lost.
    Lossy,
    /// There and back with a write on both sides takes longer than the shortest election timeout: §5.6.
    Slow,
}

impl Ground {
    /// The ground that there is, or what is missing for one.
    ///
    /// # Errors
    /// What is missing.
    pub(super) fn of(world: &World) -> Result<Self, Missing> {
        let servers = world.servers();
        let works: Vec<&Server> = servers.iter().filter(|one| out(world, one).is_none()).collect();
        let Some(majority) = connected_majority(world, &works) else {
            return Err(missing(world, &works));
        };
        let members = || majority.iter().filter_map(|id| world.server(*id));
        let leads = |server: &&Server| server.node().is_some_and(raft_core::Node::is_leader);
        let term = |server: &&Server| server.node().map(raft_core::Node::current_term);
        let leader = members().filter(leads).max_by_key(term).map(Server::id);
        let could_lead = members().filter(|one| could_lead(one, &majority, world));
        let could_lead = could_lead.map(Server::id).collect();
        let rounds = pairs(&majority).map(|(one, other)| round(world, one, other));
        let round = rounds.max().unwrap_or_else(|| Micros(2 * write(world).0));
        Ok(Self { leader, could_lead, round, majority })
    }
}

/// Why a server cannot take part, if it cannot.
fn out(world: &World, server: &Server) -> Option<Out> {
    let disk = server.disk();
    if disk.is_damaged() && server.node().is_none() {
        return Some(Out::Damaged);
    }
    if server.node().is_none() {
        return Some(Out::Down);
    }
    if server.is_paused() {
        return Some(Out::Paused);
    }
    let faults = disk.faults();
    if faults.stalled {
        return Some(Out::DiskStalled);
    }
    let shows = server.clock().local(world.position().time);
    if server.node().is_some_and(|node| node.timing().now > shows) {
        return Some(Out::ClockBehind);
    }
    let is_slow =
        faults.stall_ppm > 0 || 2 * (write(world).0 + faults.sync.high.0) > patience(world);
    let is_unsteady =
        *server.faults() != ServerFaults::default() || server.trap().is_some() || is_slow;
    is_unsteady.then_some(Out::Unsteady)
}

/// What keeps two servers apart, if anything does.
fn barrier(world: &World, one: NodeId, other: NodeId) -> Option<Barrier> {
    let network = world.network();
    let ways = [(one, other), (other, one)].map(|(a, b)| (Address::Server(a), Address::Server(b)));
    let faults = || ways.into_iter().map(|(from, to)| network.faults(from, to));
    let is_cut = ways.into_iter().any(|(from, to)| network.is_cut(from, to));
    if is_cut || faults().any(|link| link.jam || link.blocked != Kinds::NONE) {
        return Some(Barrier::Closed);
    }
    let is_lossy = faults().any(|link| link.loss_ppm > 0 || link.flap_ppm > 0 || link.capacity > 0);
    if is_lossy || network.loss_ppm() > 0 {
        return Some(Barrier::Lossy);
    }
    let has_tail =
        faults().any(|link| link.shape != raft_sim::Shape::Uniform || link.spacing.0 > 0);
    (has_tail || round(world, one, other).0 > patience(world)).then_some(Barrier::Slow)
}

/// There and back, with a write on both sides, at most.
fn round(world: &World, one: NodeId, other: NodeId) -> Micros {
    let network = world.network();
    let way = |from, to| {
        let (from, to) = (Address::Server(from), Address::Server(to));
        let faults = network.faults(from, to);
        let late = if faults.late_ppm > 0 { faults.late_by.high.0 } else { 0 };
        (network.latency(from, to).high.0 + late) * u64::from(faults.slow_down.max(1))
    };
    Micros(way(one, other) + way(other, one) + 2 * write(world).0)
}

fn write(world: &World) -> Micros {
    world.setup().disk_write.high
}

/// How long a follower waits at least.
fn patience(world: &World) -> u64 {
    world.setup().options.election_timeout.0.0
}

fn pairs(servers: &[NodeId]) -> impl Iterator<Item = (NodeId, NodeId)> {
    let rest = |at: usize| servers[at + 1..].iter();
    servers.iter().enumerate().flat_map(move |(at, one)| rest(at).map(move |other| (*one, *other)))
}

/// The largest set of servers that all reach each other and are a majority for each of them. A world has at
/// most nine servers, and this is asked only when something is overdue.
fn connected_majority(world: &World, works: &[&Server]) -> Option<Vec<NodeId>> {
    let ids: Vec<NodeId> = works.iter().map(|server| server.id()).collect();
    let mut apart = vec![0_u32; ids.len()];
    for (at, one) in ids.iter().enumerate() {
        for (place, other) in ids.iter().enumerate() {
            let is_apart = at != place && barrier(world, *one, *other).is_some();
            apart[at] |= u32::from(is_apart) << place;
        }
    }
    let contains = |set: u32, place: usize| set & 1 << place != 0;
    let is_ground = |set: u32| {
        let mut members = (0..ids.len()).filter(|place| contains(set, *place));
        members.all(|place| {
            let has =
                |voter| ids.iter().position(|id| *id == voter).is_some_and(|at| contains(set, at));
            let configuration = configuration(works[place]);
            apart[place] & set == 0 && configuration.is_some_and(|one| has_majority(one, has))
        })
    };
    let sets = (1..1_u32 << ids.len()).filter(|set| is_ground(*set));
    let largest = sets.max_by_key(|set| set.count_ones())?;
    Some((0..ids.len()).filter(|place| contains(largest, *place)).map(|at| ids[at]).collect())
}

fn configuration(server: &Server) -> Option<&Configuration> {
    server.node().map(raft_core::Node::configuration)
}

/// Whether a majority of this server's voters could vote for it.
fn could_lead(server: &Server, majority: &[NodeId], world: &World) -> bool {
    let last = |id: NodeId| -> Option<LogId> { Some(world.server(id)?.log().last()) };
    let mine = server.log().last();
    let may_vote = |voter: NodeId| {
        majority.contains(&voter) && last(voter).is_some_and(|theirs| theirs <= mine)
    };
    configuration(server)
        .is_some_and(|one| one.is_voter(server.id()) && has_majority(one, may_vote))
}

/// What is missing for a majority: the servers that are out, if too few are left, else the links between
/// those that are left.
fn missing(world: &World, works: &[&Server]) -> Missing {
    let is_there = |id: NodeId| works.iter().any(|server| server.id() == id);
    let enough =
        |server: &&Server| configuration(server).is_some_and(|one| has_majority(one, is_there));
    let voters = works.iter().filter(|server| enough(server)).max_by_key(|one| one.log().last());
    if let Some(configuration) = voters.and_then(|server| configuration(server)) {
        let here = configuration.voters().iter().copied().filter(|id| is_there(*id));
        let here: Vec<NodeId> = here.collect();
        let apart = pairs(&here).filter_map(|(a, b)| Some((a, b, barrier(world, a, b)?)));
        return Missing::Links(apart.collect());
    }
    let latest = world.servers().iter().max_by_key(|server| server.log().last());
    let set_up = world.setup().configuration();
    let configuration = latest.and_then(configuration).unwrap_or(&set_up);
    let voters = configuration.voters().iter().filter_map(|id| world.server(*id));
    Missing::Servers(voters.filter_map(|one| Some((one.id(), out(world, one)?))).collect())
}
