//! Election Safety: at most one leader can be elected in a given term (§5.2), at the same time or one
//! after the other. A leader that comes into another term without an election is looked at as well.

use raft_core::{FlatMap, NodeId, Term};
use raft_sim::{EventNo, Fact, Happening, RoleKind, Server, World};

use crate::{Finding, Judge};

/// Remembers who was elected in each term.
#[derive(Clone, Debug, Default)]
pub(crate) struct ElectionSafety {
    elected: FlatMap<Term, (NodeId, EventNo)>,
}

/// Terms older than this many elections are forgotten, which bounds the memory: a second leader of
/// a term that old would need a candidate that was asleep for all of them.
const REMEMBERED: usize = 1_024;

impl Judge for ElectionSafety {
    fn judge(&mut self, world: &World, happening: &Happening<'_>) -> Option<Finding> {
        for fact in happening.facts {
            let (Fact::Role { server, role: RoleKind::Leader } | Fact::Term { server, .. }) = *fact
            else {
                continue;
            };
            let node = world.server(server).and_then(Server::node);
            let Some(node) = node.filter(|node| node.is_leader()) else { continue };
            let term = node.current_term();
            let (first, event) = *self.elected.get_or_insert(term, (server, happening.event.no));
            if first != server {
                return Some(Finding {
                    contradicts: Some(event),
                    servers: vec![server, first],
                    entries: Vec::new(),
                    term,
                });
            }
            if self.elected.len() > REMEMBERED {
                self.elected.pop_first();
            }
        }
        None
    }
}
