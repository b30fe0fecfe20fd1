//! What is seen of servers, and since which event it has been so.

use raft_core::{
    Configuration, Durable, Index, Log, LogId, Node, NodeId, Options, Progress, Role, Term,
};
use raft_sim::{EventNo, RoleKind, Server, World};

/// What is seen of a server that runs, apart from its log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sighting {
    /// Which of its lives this is: what is volatile begins anew with each.
    pub(crate) life: u32,
    pub(crate) term: Term,
    pub(crate) vote: Option<NodeId>,
    pub(crate) role: RoleKind,
    /// Whom it takes for the leader of its term.
    pub(crate) leader: Option<NodeId>,
    pub(crate) last: LogId,
    pub(crate) base: LogId,
    pub(crate) commit: Index,
    pub(crate) applied: Index,
    /// The last entry that its snapshot stands for.
    pub(crate) snapshot: LogId,
    pub(crate) configuration: Configuration,
}

/// The events since which things have been as they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Since {
    pub(crate) term: EventNo,
    pub(crate) vote: EventNo,
    pub(crate) role: EventNo,
    pub(crate) log: EventNo,
    pub(crate) commit: EventNo,
    pub(crate) applied: EventNo,
}

/// One server, as it was when something last happened to it.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) id: NodeId,
    /// `None` while it is down.
    pub(crate) seen: Option<Sighting>,
    pub(crate) since: Since,
    /// Whether its disk has lied, was damaged or was replaced. Raft stands on disks that keep what they
    /// have promised: of this server nothing is asked any more that only such a disk can give.
    pub(crate) is_faithless: bool,
}

/// What the invariants look at besides the sightings.
pub(crate) trait Cluster {
    /// A server's log: in memory while it runs, on disk while it is down.
    fn log(&self, server: NodeId) -> Option<&Log>;
    /// What a server's disk holds.
    fn disk(&self, server: NodeId) -> Option<&Durable>;
    /// The members that the server's snapshot names.
    fn members_of_snapshot(&self, server: NodeId) -> Option<&Configuration>;
    /// What a leader knows of the others.
    fn progress(&self, leader: NodeId) -> &[Progress];
    /// What the cluster was set up with.
    fn options(&self) -> &Options;
}

impl Cluster for World {
    fn log(&self, server: NodeId) -> Option<&Log> {
        self.server(server).map(Server::log)
    }

    fn disk(&self, server: NodeId) -> Option<&Durable> {
        self.server(server).map(|server| server.disk().durable())
    }

    fn members_of_snapshot(&self, server: NodeId) -> Option<&Configuration> {
        let snapshot = self.server(server)?.node()?.snapshot()?;
        Some(&snapshot.configuration)
    }

    fn progress(&self, leader: NodeId) -> &[Progress] {
        match self.server(leader).and_then(Server::node).map(Node::role) {
            Some(Role::Leader(leader)) => &leader.progress,
            _ => &[],
        }
    }

    fn options(&self) -> &Options {
        &self.setup().options
    }
}

impl Sighting {
    pub(crate) fn of(server: &Server) -> Option<Self> {
        let node = server.node()?;
        Some(Self {
            life: server.incarnation(),
            term: node.current_term(),
            vote: node.voted_for(),
            role: RoleKind::of(node.role()),
            leader: node.leader(),
            last: node.log().last(),
            base: node.log().base(),
            commit: node.commit_index(),
            applied: node.last_applied(),
            snapshot: node.snapshot_last(),
            configuration: node.configuration().clone(),
        })
    }

    /// Whether the server is still as it was: the same as comparing sightings, without making one. Most
    /// events change nothing of this.
    pub(crate) fn is_still(&self, server: &Server) -> bool {
        let Some(node) = server.node() else { return false };
        self.commit == node.commit_index()
            && self.last == node.log().last()
            && self.term == node.current_term()
            && self.vote == node.voted_for()
            && self.leader == node.leader()
            && self.role == RoleKind::of(node.role())
            && self.applied == node.last_applied()
            && self.base == node.log().base()
            && self.snapshot == node.snapshot_last()
            && self.life == server.incarnation()
            && self.configuration == *node.configuration()
    }

    pub(crate) fn leads(&self) -> bool {
        self.role == RoleKind::Leader
    }
}

impl Since {
    /// What differs has been so since `event`.
    pub(crate) fn update(
        &mut self,
        before: Option<&Sighting>,
        now: Option<&Sighting>,
        log_changed: bool,
        event: EventNo,
    ) {
        let (Some(before), Some(now)) = (before, now) else {
            *self = Self {
                term: event,
                vote: event,
                role: event,
                log: event,
                commit: event,
                applied: event,
            };
            return;
        };
        let mut note = |since: fn(&mut Self) -> &mut EventNo, differs: bool| {
            if differs {
                *since(self) = event;
            }
        };
        let new_life = before.life != now.life;
        note(|since| &mut since.term, new_life || before.term != now.term);
        note(|since| &mut since.vote, new_life || before.vote != now.vote);
        note(|since| &mut since.role, new_life || before.role != now.role);
        note(|since| &mut since.log, new_life || log_changed);
        note(|since| &mut since.commit, new_life || before.commit != now.commit);
        note(|since| &mut since.applied, new_life || before.applied != now.applied);
    }
}

#[cfg(test)]
mod tests {
    use raft_sim::{Seeded, Setup};

    use super::*;

    #[test]
    fn whatever_differs_is_seen() {
        let world = World::new(Setup { servers: 2, ..Setup::default() }, Seeded::new(1));
        let world = world.expect("two servers");
        let server = world.server(NodeId(1)).expect("n1");
        let seen = Sighting::of(server).expect("it runs");
        assert!(seen.is_still(server));
        let changes: [fn(&mut Sighting); 11] = [
            |it| it.life += 1,
            |it| it.term = Term(9),
            |it| it.vote = Some(NodeId(2)),
            |it| it.role = RoleKind::Leader,
            |it| it.leader = Some(NodeId(2)),
            |it| it.last = LogId::new(1, 1),
            |it| it.base = LogId::new(1, 1),
            |it| it.commit = Index(1),
            |it| it.applied = Index(1),
            |it| it.snapshot = LogId::new(1, 1),
            |it| it.configuration = Configuration::new([NodeId(1)]),
        ];
        for (nth, change) in changes.into_iter().enumerate() {
            let mut other = seen.clone();
            change(&mut other);
            assert!(!other.is_still(server), "the {nth}th change");
        }
    }
}
