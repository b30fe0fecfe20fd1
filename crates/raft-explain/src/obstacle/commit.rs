//! Why an entry is not committed: who lacks it, and what keeps it from getting there.

use raft_core::rules::quorum::{self, Half, Outcome, Tally};
use raft_core::{Body, Deviation, Index, LogId, MessageKind, Node, NodeId, Role, Rule};
use raft_sim::{Flight, World};

use super::confirmation::{Confirmation, next_heartbeat, of_term};
use super::leader::no_leader;
use super::way::{flying, good, is_out, under_way, unreachable};
use super::{Obstacle, Origin, Subject, all_pass, name_all, once, with_parts};

/// Why the entry at this index of a server's log is not committed, as far as that server knows.
/// Nothing stands in the way of what is committed.
#[must_use]
pub fn not_committed(world: &World, server: NodeId, index: Index) -> Vec<Obstacle> {
    let Some(holder) = world.server(server) else { return Vec::new() };
    let Some(term) = holder.log().term_at(index) else { return Vec::new() };
    let id = LogId { index, term };
    if holder.node().is_some_and(|node| node.commit_index() >= index) {
        return Vec::new();
    }
    let Some(leader) = world.leader().and_then(|id| world.server(id)?.node()) else {
        let nobody = entry("not-commit-no-leader", id).by(Rule::MajorityCommits);
        return with_parts(nobody, no_leader(world));
    };
    let lacks = leader.log().term_at(index).is_some_and(|theirs| theirs != term)
        || leader.log().last() < id;
    if !lacks && leader.commit_index() >= index {
        return not_told(world, leader, server, id);
    }
    match holder.node().filter(|node| node.is_leader() && node.id() != leader.id()) {
        Some(deposed) => still_counted(world, deposed, leader, id),
        None if lacks => vec![superseded(server, leader, id)],
        None => not_counted(world, leader, id),
    }
}

/// Why a server does not have what the leader has. Nothing, if it has, or if nobody leads.
#[must_use]
pub fn not_up_to_date(world: &World, server: NodeId) -> Vec<Obstacle> {
    let Some(leader) = world.leader().and_then(|id| world.server(id)?.node()) else {
        return no_leader(world);
    };
    let Role::Leader(office) = leader.role() else { return Vec::new() };
    let confirmation =
        Confirmation { world, leader, office, by: server, entry: leader.log().last() };
    if confirmation.is_counted() {
        return Vec::new();
    }
    let mut obstacles: Vec<Obstacle> = is_out(world, leader.id()).into_iter().collect();
    obstacles.push(confirmation.missing());
    once(obstacles)
}

fn entry(key: &'static str, id: LogId) -> Obstacle {
    Obstacle::new(key, Subject::Entry(id), Origin::Unknown).with("entry", id)
}

/// Another server leads a newer term, and whoever leads the older one does not know that. It commits what
/// a majority has confirmed in its own term: what was confirmed before, and arrives late, counts.
fn still_counted(world: &World, deposed: &Node, leader: &Node, id: LogId) -> Vec<Obstacle> {
    let counted = not_counted(world, deposed, id);
    let mut why =
        overtaken("not-commit-deposed", deposed.id(), leader, id).by(Rule::NewestTermWins);
    why.passes = all_pass(&counted);
    let mut obstacles = vec![why];
    obstacles.extend(counted);
    obstacles
}

/// The leader does not have the entry, or has another in its place.
fn superseded(server: NodeId, leader: &Node, id: LogId) -> Obstacle {
    overtaken("not-commit-superseded", server, leader, id).by(Rule::LeaderOverwritesConflicts)
}

fn overtaken(key: &'static str, server: NodeId, leader: &Node, id: LogId) -> Obstacle {
    entry(key, id)
        .and(Subject::Server(leader.id()))
        .with("server", server)
        .with("leader", leader.id())
        .with("term", leader.current_term())
        .made_by(Origin::Role(leader.id()))
}

/// It is committed, and this server has not heard of it.
fn not_told(world: &World, leader: &Node, server: NodeId, id: LogId) -> Vec<Obstacle> {
    let tells = |flight: &Flight| {
        matches!(of_term(flight, leader), Some(Body::AppendEntries { leader_commit, .. })
            if *leader_commit >= id.index)
    };
    let me = leader.id();
    let (asks, answers) = (MessageKind::AppendEntries, MessageKind::AppendEntriesReply);
    let told = || {
        let flying = flying(world, me, server, &|one| good(one) && tells(one));
        flying.map(|flight| under_way(world, flight))
    };
    // What the server has not got cannot be told to be committed.
    let lacks = || {
        let Role::Leader(office) = leader.role() else { return None };
        let confirmation = Confirmation { world, leader, office, by: server, entry: id };
        (!confirmation.is_counted()).then(|| confirmation.missing())
    };
    let why = is_out(world, me)
        .or_else(|| is_out(world, server))
        .or_else(told)
        .or_else(lacks)
        .or_else(|| unreachable(world, me, server, asks, answers))
        .unwrap_or_else(|| next_heartbeat(world, leader, server, "not-told-yet"));
    let mut untold = entry("not-told", id)
        .and(Subject::Server(server))
        .with("server", server)
        .with("leader", leader.id())
        .by(Rule::CommitIndexTravels);
    untold.passes = why.passes;
    with_parts(untold, vec![why])
}

/// The leader has the entry, and has not counted enough servers that have it.
fn not_counted(world: &World, leader: &Node, id: LogId) -> Vec<Obstacle> {
    let Role::Leader(office) = leader.role() else { return Vec::new() };
    let mut obstacles = Vec::new();
    let goal = goal(leader, id);
    if goal != Some(id) {
        obstacles.push(old_term(leader, id, goal));
    }
    let goal = goal.unwrap_or(id);
    let configuration = leader.configuration();
    let confirmation = |by: &NodeId| Confirmation { world, leader, office, by: *by, entry: goal };
    let is_missing = |one: &NodeId| !confirmation(one).is_counted();
    let missing: Vec<NodeId> = configuration.voters().iter().copied().filter(is_missing).collect();
    if missing.is_empty() {
        return obstacles;
    }
    let because = |one: &NodeId| confirmation(one).missing().part();
    let because: Vec<Obstacle> = missing.iter().map(because).collect();
    let count = quorum::count(configuration, |one| Some(!missing.contains(&one)));
    let halves = [
        (Half::Incoming, configuration.incoming(), Some(count.incoming)),
        (Half::Outgoing, configuration.outgoing(), count.outgoing),
    ];
    for (half, voters, tally) in halves {
        let Some(tally) = tally.filter(|tally| tally.outcome() != Outcome::Won) else { continue };
        let of_half = missing.iter().zip(&because).filter(|(one, _)| voters.contains(one));
        let coming = of_half.clone().filter(|(_, why)| why.passes).count();
        let of_half: Vec<NodeId> = of_half.map(|(one, _)| *one).collect();
        let mut needs = needs(goal, configuration.is_joint().then_some(half), tally, &of_half);
        needs.passes = tally.yes as usize + coming >= tally.needed() as usize;
        obstacles.push(needs);
    }
    if obstacles.iter().all(|obstacle| obstacle.sentence.key.starts_with("not-commit-old-term")) {
        return obstacles;
    }
    obstacles.splice(0..0, is_out(world, leader.id()));
    obstacles.extend(because);
    for learner in configuration.learners() {
        if confirmation(learner).is_counted() {
            let counts_not = Obstacle::of("not-commit-learner", *learner, Origin::Unknown);
            obstacles.push(counts_not.by(Rule::LearnersCatchUp).part());
        }
    }
    once(obstacles)
}

/// The entry that must be counted for this one to be committed: itself, or the first of the leader's
/// own term after it (§5.4.2). None, if there is none yet.
fn goal(leader: &Node, id: LogId) -> Option<LogId> {
    let counts = |term| {
        term == leader.current_term()
            || leader.options().deviations.has(Deviation::OldTermsCommitByCounting)
    };
    leader.log().iter_from(id.index).map(|entry| entry.id).find(|one| counts(one.term))
}

fn old_term(leader: &Node, id: LogId, goal: Option<LogId>) -> Obstacle {
    let key = match goal {
        Some(_) => "not-commit-old-term-waits",
        None => "not-commit-old-term",
    };
    let mut obstacle = entry(key, id)
        .and(Subject::Server(leader.id()))
        .with("server", leader.id())
        .with("term", leader.current_term())
        .by(Rule::CurrentTermCommits)
        .made_by(Origin::Role(leader.id()));
    // What the other entry lacks is said next.
    obstacle.passes = goal.is_some();
    match goal {
        Some(goal) => obstacle.and(Subject::Entry(goal)).with("index", goal.index),
        None => obstacle,
    }
}

/// What alone would have to change: so many more of these.
fn needs(goal: LogId, half: Option<Half>, tally: Tally, missing: &[NodeId]) -> Obstacle {
    let key = match half {
        None => "not-commit-needs",
        Some(Half::Incoming) => "not-commit-needs-new",
        Some(Half::Outgoing) => "not-commit-needs-old",
    };
    let rule = if half.is_some() { Rule::JointConsensus } else { Rule::MajorityCommits };
    let mut obstacle = entry(key, goal)
        .with("index", goal.index)
        .with("have", tally.yes)
        .with("needed", tally.needed())
        .with("count", tally.needed().saturating_sub(tally.yes))
        .by(rule);
    name_all(&mut obstacle, missing);
    obstacle
}

impl Obstacle {
    pub(super) fn made_by(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }
}
