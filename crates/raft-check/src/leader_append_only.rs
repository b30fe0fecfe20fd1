//! Leader Append-Only: a leader never overwrites or deletes entries in its log (§5.3).

use raft_core::{FlatMap, LogId, NodeId, Term};
use raft_sim::{EventNo, Fact, Happening, RoleKind, World};

use crate::{Finding, Judge};

/// Remembers where the log of each leader ended. Who leads no more is not asked, and begins anew when it is elected.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeaderAppendOnly {
    leaders: FlatMap<NodeId, Reign>,
}

#[derive(Clone, Copy, Debug)]
struct Reign {
    term: Term,
    last: LogId,
    seen: EventNo,
}

impl Judge for LeaderAppendOnly {
    fn judge(&mut self, world: &World, happening: &Happening<'_>) -> Option<Finding> {
        for fact in happening.facts {
            match *fact {
                Fact::Truncated { server, .. } | Fact::Appended { server, .. } => {
                    let finding = self.log_changed(world, server, fact, happening);
                    if finding.is_some() {
                        return finding;
                    }
                }
                Fact::Role { server, role: RoleKind::Leader } => {
                    self.remember(world, server, happening.event.no);
                }
                _ => {}
            }
        }
        None
    }
}

impl LeaderAppendOnly {
    fn log_changed(
        &mut self,
        world: &World,
        server: NodeId,
        fact: &Fact,
        happening: &Happening<'_>,
    ) -> Option<Finding> {
        let node = world.server(server)?.node()?;
        let reign = *self.leaders.get(&server)?;
        let kept = node.log().contains(reign.last);
        let cut = matches!(*fact, Fact::Truncated { from, .. } if from <= reign.last.index);
        if node.is_leader() && (cut || !kept) {
            return Some(Finding {
                contradicts: Some(reign.seen),
                servers: vec![server],
                entries: vec![reign.last],
                term: reign.term,
            });
        }
        self.remember(world, server, happening.event.no);
        None
    }

    fn remember(&mut self, world: &World, server: NodeId, seen: EventNo) {
        let Some(node) = world.server(server).and_then(|server| server.node()) else { return };
        if node.is_leader() {
            let reign = Reign { term: node.current_term(), last: node.log().last(), seen };
            self.leaders.insert(server, reign);
        }
    }
}
