//! After the faults: what must happen then.
//!
//! Safety holds whatever happens; liveness needs peace. So all faults stop, a random majority is
//! healed, and the others fail for good. Within a stated time ([`bound`]) somebody of the majority must
//! lead, answer a write, and bring all healed members to what it had committed then. Not to the end of its
//! log: hasty clients ask faster than some of these clusters can copy, so that the end runs away.
//!
//! How the others fail matters. In half of the seeds with PreVote and CheckQuorum they are not down but
//! deaf: they speak, ask for votes, and still send heartbeats if they led, and they hear nothing. A
//! cluster without those two options need not get over that, so without them the others are down.

use std::collections::BTreeSet;
use std::fmt;

use raft_check::{Barrier, Missing, Outlook};
use raft_core::{Backtracking, Index, Micros, Node, NodeId};
use raft_scenario::Run;
use raft_sim::{
    Action, Answer, Client, ClientId, ClockChange, Command, Fact, Happening, LinkFaults,
    OperationId, Packet, Selector, Server, ServerFaults, Sink, Target, World,
};

use super::draws::{Draws, Family};
use super::survivors::survivors;
use crate::promises::broken_promises;

/// What became of a cluster after its faults.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Recovery {
    /// It works again, after so long.
    Recovered(Micros),
    /// It does not, after the longest time that it can need.
    Stuck(Stuck, Micros),
    /// So many disks are lost that no majority can be healed.
    Hopeless,
    /// It does not, and need not: see [`owes_recovery`] and [`is_too_slow`].
    Excused,
}

/// What did not happen in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stuck {
    /// Nobody of the majority leads.
    Leaderless,
    /// Somebody leads, and no write is answered.
    Unanswered,
    /// A write is answered, and not everybody has got there.
    Behind,
}

/// How often it is looked whether all is well.
const LOOK: Micros = Micros::from_millis(50);
/// How often a write is tried.
const TRY: u64 = 6;

/// Lets the faults stop and waits for the cluster to work again.
pub(crate) fn recover(seed: u64, run: &mut Run, sink: &mut dyn Sink) -> Recovery {
    run.end_chaos();
    let Some(healed) = survivors(seed, run.world()) else { return Recovery::Hopeless };
    // After those that the survivors were drawn with.
    let deaf = Draws::new(seed, Family::Survivors).after(64).one_in(2);
    let begun = run.position().time;
    let bound = bound(run.world(), &healed);
    make_peace(run, &healed, deaf, sink);
    let mut writes = Writes::default();
    let mut goal = None;
    let mut looks = 0;
    while run.position().time < begun.after(bound) && broken_promises(run).next().is_none() {
        let leader = leader_of(run.world(), &healed);
        if goal.is_none() && writes.answered {
            goal = leader.map(Node::commit_index);
        }
        if let Some(goal) = goal
            && has_converged(run.world(), &healed, goal)
        {
            let took = run.position().time.0 - begun.0;
            return Recovery::Recovered(Micros(took));
        }
        // To the end: without a no-op a new leader commits nothing of earlier terms until somebody writes.
        if leader.is_some() && looks % TRY == 0 {
            write(run, &mut (&mut writes, &mut *sink));
        }
        looks += 1;
        run.advance_to(run.position().time.after(LOOK), &mut (&mut writes, &mut *sink));
        if run.at_limit() {
            break;
        }
    }
    if !owes_recovery(run.world()) || is_too_slow(run) || clings(run.world(), &healed) {
        return Recovery::Excused;
    }
    let stuck = match (leader_of(run.world(), &healed), goal) {
        (_, Some(_)) => Stuck::Behind,
        (Some(_), None) => Stuck::Unanswered,
        (None, None) => Stuck::Leaderless,
    };
    Recovery::Stuck(stuck, bound)
}

/// Whether a cluster with these options must work again in time. Without PreVote and stickiness, a healed
/// server that the leader's configuration leaves out, and that does not know, deposes one leader after the
/// other (dissertation §4.2.3). And where leaders go back one entry at a time and send many messages at
/// once, all that is on its way is refused whenever one overtakes another, and the way back begins again
/// at its end; clients fill the log faster than that.
pub(crate) fn owes_recovery(world: &World) -> bool {
    let options = &world.setup().options;
    let is_disturbed = !options.pre_vote && !options.leader_stickiness;
    let is_slow = options.backtracking == Backtracking::OneByOne && options.append_window > 1;
    !is_disturbed && !is_slow
}

/// Whether one of the healed leads an earlier term and will not hear of a later one. With stickiness it
/// gives nobody its vote while it leads; without CheckQuorum it leads for ever (dissertation §6.2); and it
/// does not send to those whom its old configuration leaves out, who could tell it.
fn clings(world: &World, healed: &[NodeId]) -> bool {
    let options = &world.setup().options;
    let nodes = || healed.iter().filter_map(|id| world.server(*id)?.node());
    let hears_nothing = |old: &Node| {
        let mut newer = nodes().filter(|new| new.current_term() > old.current_term()).peekable();
        newer.peek().is_some() && newer.all(|new| !old.configuration().is_member(new.id()))
    };
    let is_bound_to_hear = options.check_quorum || !options.leader_stickiness;
    !is_bound_to_hear && nodes().any(|node| node.is_leader() && hears_nothing(node))
}

/// Whether there is no majority of which any two can answer each other within an election timeout, so that a
/// candidate's time is up before its votes have come. Elections need that (§5.6), and latencies are drawn.
fn is_too_slow(run: &Run) -> bool {
    let outlook = run.judges().liveness().outlook(run.world());
    let Outlook::Impossible(Missing::Links(apart)) = outlook else { return false };
    apart.iter().any(|(_, _, barrier)| *barrier == Barrier::Slow)
}

/// How long a cluster may need, generously: 40 of the longest election timeouts, the time for which a
/// client waits for an operation that nobody will answer, and, one after the other, 50 rounds and two
/// for each entry and one for each part of a snapshot that the last of the healed lacks. A round is
/// there and back on the slowest link, with a write on both sides.
fn bound(world: &World, healed: &[NodeId]) -> Micros {
    let setup = world.setup();
    let last =
        |id: NodeId| world.server(id).map_or(Index::ZERO, |server| server.log().last().index);
    let longest = setup.server_ids().map(last).max().unwrap_or_default();
    let shortest = healed.iter().map(|id| last(*id)).min().unwrap_or_default();
    let part = u64::from(setup.options.snapshot_chunk);
    let parts = world.servers().iter().filter_map(|server| {
        let snapshot = server.disk().durable().snapshot.as_ref()?;
        Some(snapshot.state.len() as u64 / part)
    });
    let steps = 50 + 2 * (longest.0 - shortest.0) + parts.max().unwrap_or(0);
    let pairs = || setup.server_ids().flat_map(|a| setup.server_ids().map(move |b| (a, b)));
    let way = pairs().map(|(from, to)| setup.link(from, to).latency.high).max().unwrap_or_default();
    let round = 2 * (way.0 + setup.disk_write.high.0);
    let client = setup.client;
    let patience = u64::from(client.attempts) * (client.timeout.0 + client.backoff.0);
    Micros(40 * setup.options.election_timeout.1.0 + 2 * patience + steps * round)
}

/// No fault goes on, the healed run, and the others never work again.
fn make_peace(run: &mut Run, healed: &[NodeId], deaf: bool, sink: &mut dyn Sink) {
    let all = || Target(vec![Selector::All]);
    let setup = run.world().setup().clone();
    let calm = || Box::new(LinkFaults::default());
    let steady = ClockChange { rate_ppm: Some(0), ..ClockChange::default() };
    let mut actions = vec![
        Action::HealAll,
        Action::SetLoss(0),
        Action::Network { from: all(), to: all(), one_way: false, latency: None, faults: calm() },
        Action::ClientLinks { client: None, servers: all(), latency: None, faults: calm() },
        Action::Server { servers: all(), faults: ServerFaults::default() },
        Action::Disk { servers: all(), faults: setup.disk_faults },
        Action::Clock { servers: all(), change: steady },
    ];
    let bears_deafness = setup.options.pre_vote && setup.options.check_quorum;
    let others = setup.server_ids().filter(|id| !healed.contains(id));
    let others = Target(others.map(Selector::Server).collect());
    for server in run.world().servers() {
        let whom = || Target::server(server.id());
        if healed.contains(&server.id()) {
            // A trap that is set can be disarmed by a crash only.
            if server.trap().is_some() {
                actions.push(Action::Crash(whom()));
            }
            if server.is_paused() {
                actions.push(Action::Resume(whom()));
            }
            actions.push(Action::Restart(whom()));
        } else if !(deaf && bears_deafness) {
            actions.push(Action::Crash(whom()));
        }
    }
    actions.push(Action::Cut { from: all(), to: others, one_way: true });
    for action in actions {
        // Who runs cannot be started, and who is down cannot crash: that is all right.
        let _ = run.act(&action, sink);
    }
}

/// A client writes; who leads is asked.
fn write(run: &mut Run, sink: &mut dyn Sink) {
    let Some(client) = run.world().clients().first().filter(|client| client.waiting() == 0) else {
        return;
    };
    let id: ClientId = client.id();
    let Ok(command) = Command::put("peace", "yes") else { return };
    let via = Some(Selector::Leader);
    let _ = run.act(&Action::Client { client: id, command, reading: None, via }, sink);
}

/// Looks out for a write that was begun after the faults, and for an answer to it. The client may have
/// lost patience and asked for something else meanwhile: it is answered all the same. To open a session
/// is a write as well, and with clients that are too hasty the only one.
#[derive(Debug, Default)]
struct Writes {
    begun: BTreeSet<OperationId>,
    answered: bool,
}

impl Sink for Writes {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        for fact in happening.facts {
            let Fact::Invoked(id) = *fact else { continue };
            let client = world.clients().iter().find(|client| client.id() == id.client);
            let operation = client.and_then(Client::current).filter(|current| current.id == id);
            let writes =
                |command: &Command| matches!(command, Command::Put { .. } | Command::OpenSession);
            if operation.is_some_and(|operation| writes(&operation.command)) {
                self.begun.insert(id);
            }
        }
        let arrived = happening.arrived.map(|flight| &flight.packet);
        if let Some(Packet::Reply { operation, answer: Answer::Done(_) | Answer::Opened(_) }) =
            arrived
        {
            self.answered |= self.begun.contains(operation);
        }
    }
}

fn leader_of<'a>(world: &'a World, healed: &[NodeId]) -> Option<&'a Node> {
    let leader = world.leader().filter(|leader| healed.contains(leader))?;
    world.server(leader).and_then(Server::node)
}

/// Whether all healed members have what the leader had committed when the write was answered.
fn has_converged(world: &World, healed: &[NodeId], goal: Index) -> bool {
    let Some(leader) = leader_of(world, healed) else { return false };
    let members = healed.iter().filter(|id| leader.configuration().is_member(**id));
    let mut nodes = members.map(|id| world.server(*id).and_then(Server::node));
    nodes.all(|node| node.is_some_and(|node| node.last_applied() >= goal))
}

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Leaderless => "nobody leads",
            Self::Unanswered => "no write is answered",
            Self::Behind => "not all healed servers have caught up",
        })
    }
}
