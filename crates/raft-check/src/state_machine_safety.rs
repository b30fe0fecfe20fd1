//! State Machine Safety: if a server has applied an entry at a given index, no other server will
//! ever apply a different entry at that index (§5.4.3). A server that claims to have applied what is not
//! in its log has applied something else there, whatever that may have been.

use raft_core::{Entry, Index, Log, LogId, NodeId};
use raft_sim::{EventNo, Fact, Happening, World};

use crate::reached::Reached;
use crate::{Finding, Judge};

/// Remembers what has been applied at each index.
#[derive(Clone, Debug, Default)]
pub(crate) struct StateMachineSafety {
    /// What the first server that came so far applied. A log, because its clones share.
    applied: Log,
    begun: bool,
    /// Who came first up to where.
    firsts: Reached,
}

impl Judge for StateMachineSafety {
    fn judge(&mut self, world: &World, happening: &Happening<'_>) -> Option<Finding> {
        if !self.begun {
            self.begin(world);
        }
        let event = happening.event.no;
        // Not the logs: what was applied can have been discarded with the same event.
        let mut applied = happening.applied.iter();
        let other = applied.find_map(|(server, entry)| self.applied(*server, entry, event));
        other.or_else(|| {
            happening.facts.iter().find_map(|fact| match *fact {
                Fact::Applied { server, index } => self.claimed(world, server, index),
                _ => None,
            })
        })
    }
}

impl StateMachineSafety {
    /// What all servers have in a snapshot from the start nobody is going to apply.
    #[cold]
    fn begin(&mut self, world: &World) {
        self.begun = true;
        let snapshots = world.servers().iter().map(|server| {
            let snapshot = server.disk().durable().snapshot.as_ref();
            snapshot.map(|snapshot| snapshot.last).unwrap_or_default()
        });
        self.applied.reset(snapshots.min_by_key(|last| last.index).unwrap_or_default());
    }

    fn applied(&mut self, server: NodeId, entry: &Entry, event: EventNo) -> Option<Finding> {
        let last = self.applied.last().index;
        match self.applied.get(entry.id.index) {
            Some(first) => (first != entry).then(|| self.finding(server, entry.id, first.id)),
            None if entry.id.index == last.next() => {
                self.applied.append(entry.clone());
                self.firsts.note(last, entry.id.index, server, event);
                None
            }
            // A server that began with a snapshot is ahead: nobody has applied what lies between.
            None => None,
        }
    }

    /// A server says that it has applied everything up to an index.
    fn claimed(&self, world: &World, server: NodeId, through: Index) -> Option<Finding> {
        let last = world.server(server)?.node()?.log().last();
        // What nobody has applied before has no term yet.
        let term = self.applied.term_at(through).unwrap_or_default();
        let claimed = LogId { term, index: through };
        (through > last.index).then(|| self.finding(server, last, claimed))
    }

    fn finding(&self, id: NodeId, entry: LogId, other: LogId) -> Finding {
        let first = self.firsts.at(other.index);
        let mut servers = vec![id];
        servers.extend(first.map(|first| first.server).filter(|server| *server != id));
        let contradicts = first.map(|first| first.event);
        Finding { contradicts, servers, entries: vec![entry, other], term: entry.term }
    }
}
