//! State Machine Safety: if a server has applied an entry at a given index, no other server will
//! ever apply a different entry at that index (§5.4.3). A server that claims to have applied what is not
//! in its log has applied something else there, whatever that may have been.

use raft_core::{FlatMap, Index, Log, LogId, NodeId};
use raft_sim::{EventNo, Fact, Happening, World};

use crate::reached::Reached;
use crate::{Finding, Judge};

/// Remembers what has been applied at each index, and how far each server is.
#[derive(Clone, Debug, Default)]
pub(crate) struct StateMachineSafety {
    /// What the first server that came so far applied. A log, because its clones share.
    applied: Log,
    reached: FlatMap<NodeId, Index>,
    /// Who came first up to where.
    firsts: Reached,
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
                    let finding = self.applied(world, server, index, happening.event.no);
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
    fn applied(
        &mut self,
        world: &World,
        id: NodeId,
        through: Index,
        event: EventNo,
    ) -> Option<Finding> {
        // Of who has crashed with the same event only the disk is left, and it may hold other entries than
        // those that were applied from memory.
        let log = world.server(id)?.node()?.log();
        let before = self.applied.last().index;
        let from = self.reached.insert(id, through).unwrap_or(log.base().index).next();
        let finding = self.compare(log, from, through, id).or_else(|| {
            // What nobody has applied before has no term yet.
            let term = self.applied.term_at(through).unwrap_or_default();
            let claimed = LogId { term, index: through };
            (through > log.last().index).then(|| self.finding(id, log.last(), claimed))
        });
        self.firsts.note(before, self.applied.last().index, id, event);
        finding
    }

    /// Compares what a server has applied from `from` on with what others have.
    fn compare(&mut self, log: &Log, from: Index, through: Index, id: NodeId) -> Option<Finding> {
        for entry in log.iter_from(from).take_while(|entry| entry.id.index <= through) {
            match self.applied.get(entry.id.index) {
                Some(first) if first == entry => {}
                Some(first) => return Some(self.finding(id, entry.id, first.id)),
                None if entry.id.index == self.applied.last().index.next() => {
                    self.applied.append(entry.clone());
                }
                // Nobody has applied what lies between: this judge has not seen the beginning.
                None => {}
            }
        }
        None
    }

    fn finding(&self, id: NodeId, entry: LogId, other: LogId) -> Finding {
        let first = self.firsts.at(other.index);
        let first = first.filter(|first| first.server != id);
        let mut servers = vec![id];
        servers.extend(first.map(|first| first.server));
        let contradicts = first.map(|first| first.event);
        Finding { contradicts, servers, entries: vec![entry, other], term: entry.term }
    }
}
