//! What the judges remember of a run that the present world does not show.
//!
//! Two moments are the same to an explorer only if nobody can tell them apart from now on, and a judge can: it
//! knows who was elected in a term that is over, and what was committed by whom. Their memories are theirs, and
//! full of the numbers of events, which never are the same. So this is a memory of its own, of all that any of
//! the safety judges goes by when it decides *whether* something is wrong; with which earlier event it is at
//! odds is left out. `tests/abstraction.rs` looks whether it is enough.

use std::collections::BTreeMap;

use raft_core::{Index, Log, LogId, Node, NodeId, Term};
use raft_sim::{Fact, Happening, RoleKind, Server, Sink, World};

/// What is remembered.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Memory {
    /// Who first led each term (Election Safety).
    pub(crate) elected: BTreeMap<Term, NodeId>,
    /// With which log each leader took office (Leader Completeness).
    pub(crate) elections: BTreeMap<(Term, NodeId), Log>,
    /// What the leaders of each term have committed last (Leader Completeness).
    pub(crate) committed_in: BTreeMap<Term, LogId>,
    /// The last entry of each term that a leader has committed (Up to Date Is Complete, Committed on a Majority).
    pub(crate) committed_of: BTreeMap<Term, LogId>,
    /// The terms of the entries that anybody has known to be committed, from the first on (Committed Logs Agree).
    pub(crate) committed: Vec<Term>,
    /// What was first applied at each index (State Machine Safety).
    pub(crate) applied: Log,
    /// Whom each server has last known to lead, and in which term (Once in a Term).
    pub(crate) followed: BTreeMap<NodeId, (Term, NodeId)>,
}

impl Sink for Memory {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        for fact in happening.facts {
            match *fact {
                Fact::Role { server, role: RoleKind::Leader } | Fact::Term { server, .. } => {
                    self.note_office(world, server, matches!(fact, Fact::Role { .. }));
                }
                Fact::Commit { server, index } => self.note_commit(world, server, index),
                Fact::Applied { server, index } => self.note_applied(world, server, index),
                _ => {}
            }
        }
        for node in world.servers().iter().filter_map(Server::node) {
            if let Some(leader) = node.leader() {
                let (term, known) = (node.current_term(), self.followed.entry(node.id()));
                let known = known.or_insert((term, leader));
                if known.0 != term {
                    *known = (term, leader);
                }
            }
        }
    }
}

impl Memory {
    fn note_office(&mut self, world: &World, server: NodeId, is_new: bool) {
        let Some(node) = node(world, server).filter(|node| node.is_leader()) else { return };
        let term = node.current_term();
        self.elected.entry(term).or_insert(server);
        if is_new {
            self.elections.insert((term, server), node.log().clone());
        }
    }

    fn note_commit(&mut self, world: &World, server: NodeId, index: Index) {
        let Some(node) = node(world, server) else { return };
        let log = node.log();
        let known = Index(self.committed.len() as u64);
        let new = log.iter_from(known.next()).take_while(|entry| entry.id.index <= index);
        self.committed.extend(new.map(|entry| entry.id.term));
        if let Some(term) = log.term_at(index).filter(|_| node.is_leader()) {
            let last = LogId { term, index };
            self.committed_in.insert(node.current_term(), last);
            let latest = self.committed_of.entry(term).or_insert(last);
            *latest = last.max(*latest);
        }
    }

    fn note_applied(&mut self, world: &World, server: NodeId, through: Index) {
        let Some(node) = node(world, server) else { return };
        let new = node.log().iter_from(self.applied.last().index.next());
        for entry in new.take_while(|entry| entry.id.index <= through) {
            self.applied.append(entry.clone());
        }
    }
}

fn node(world: &World, server: NodeId) -> Option<&Node> {
    world.server(server).and_then(Server::node)
}
