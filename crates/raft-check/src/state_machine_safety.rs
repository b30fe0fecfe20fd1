//! State Machine Safety: if a server has applied an entry at a given index, no other server will
//! ever apply a different entry at that index (§5.4.3).

use std::collections::BTreeMap;

use raft_core::{Index, Log, NodeId, Term};
use raft_sim::{Fact, Happening, World};

use crate::{Finding, Judge};

/// Remembers what has been applied at each index, and how far each server is.
#[derive(Clone, Debug, Default)]
pub(crate) struct StateMachineSafety {
    /// What the first server that came so far applied. A log, because its clones share.
    applied: Log,
    reached: BTreeMap<NodeId, Index>,
}

impl Judge for StateMachineSafety {
    fn judge(&mut self, world: &World, happening: &Happening<'_>) -> Option<Finding> {
        for fact in happening.facts {
            match *fact {
                // A state machine that starts anew applies everything again, and must come to the
                // same.
                Fact::Restarted { server, .. } => {
                    self.reached.remove(&server);
                }
                Fact::Applied { server, index } => {
                    let finding = self.applied(world, server, index);
                    if finding.is_some() {
                        return finding;
                    }
                }
                _ => {}
            }
        }
        None
    }
}

impl StateMachineSafety {
    fn applied(&mut self, world: &World, id: NodeId, through: Index) -> Option<Finding> {
        let log = world.server(id)?.log();
        let from = self.reached.insert(id, through).unwrap_or(log.base().index).next();
        for entry in log.iter_from(from).take_while(|entry| entry.id.index <= through) {
            match self.applied.get(entry.id.index) {
                Some(first) if first == entry => {}
                Some(first) => {
                    return Some(Finding {
                        contradicts: None,
                        servers: vec![id],
                        entries: vec![entry.id, first.id],
                        term: Term(entry.id.term.0),
                    });
                }
                None if entry.id.index == self.applied.last().index.next() => {
                    self.applied.append(entry.clone());
                }
                // Nobody has applied what lies between: this judge has not seen the beginning.
                None => {}
            }
        }
        None
    }
}
