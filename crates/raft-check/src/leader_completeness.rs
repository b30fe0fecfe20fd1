//! Leader Completeness: if an entry is committed in a given term, it is present in the logs of the
//! leaders for all higher-numbered terms (§5.4).
//!
//! An entry counts as committed when a leader says so; whether it was right to say so is exactly
//! what this judge finds out. A late leader of an old term can still commit, so elections are
//! remembered as well as commitments.

use std::collections::VecDeque;

use raft_core::{Index, Log, LogId, Node, NodeId, Term, Verdict};
use raft_sim::{EventNo, Fact, Happening, RoleKind, World};

use crate::invariants::covers;
use crate::{Finding, Judge};

/// Remembers what was committed in which term, and with which log leaders took office.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeaderCompleteness {
    /// The last entry committed in each term, in the order of the terms. Entries below it are
    /// covered by it: two logs that share it share everything below (Log Matching).
    committed: Vec<Commitment>,
    elections: VecDeque<Election>,
}

#[derive(Clone, Copy, Debug)]
struct Commitment {
    term: Term,
    last: LogId,
    event: EventNo,
}

#[derive(Clone, Debug)]
struct Election {
    term: Term,
    leader: NodeId,
    log: Log,
    event: EventNo,
}

/// How many elections and committing terms are remembered; bounds the memory.
const REMEMBERED: usize = 256;

impl Judge for LeaderCompleteness {
    fn judge(&mut self, world: &World, happening: &Happening<'_>) -> Option<Finding> {
        let event = happening.event.no;
        for fact in happening.facts {
            let finding = match *fact {
                Fact::Role { server, role: RoleKind::Leader } => self.elected(world, server, event),
                Fact::Commit { server, index } if led(world, server, happening) => {
                    self.commits(world, server, index, event)
                }
                _ => None,
            };
            if finding.is_some() {
                return finding;
            }
        }
        None
    }
}

/// Whether a server led when this event began: a leader that commits its own removal leaves office
/// in the same breath.
fn led(world: &World, server: NodeId, happening: &Happening<'_>) -> bool {
    let leads = world.server(server).and_then(|server| server.node()).is_some_and(Node::is_leader);
    let removed = |(whose, verdict): &(NodeId, Verdict)| {
        *whose == server && matches!(verdict, Verdict::LeaderRemoved { .. })
    };
    leads || happening.verdicts.iter().any(removed)
}

impl LeaderCompleteness {
    fn elected(&mut self, world: &World, leader: NodeId, event: EventNo) -> Option<Finding> {
        let node = world.server(leader)?.node()?;
        let (term, log) = (node.current_term(), node.log());
        let missing = self
            .committed
            .iter()
            .rev()
            .find(|commitment| commitment.term < term)
            .filter(|commitment| !covers(log, commitment.last))
            .copied();
        if self.elections.len() == REMEMBERED {
            self.elections.pop_front();
        }
        self.elections.push_back(Election { term, leader, log: log.clone(), event });
        missing.map(|commitment| Finding {
            contradicts: Some(commitment.event),
            servers: vec![leader],
            entries: vec![commitment.last],
            term,
        })
    }

    fn commits(
        &mut self,
        world: &World,
        server: NodeId,
        index: Index,
        event: EventNo,
    ) -> Option<Finding> {
        let node = world.server(server)?.node()?;
        let term = node.current_term();
        let last = LogId { term: node.log().term_at(index)?, index };
        let at = self.committed.partition_point(|commitment| commitment.term < term);
        let commitment = Commitment { term, last, event };
        match self.committed.get_mut(at).filter(|known| known.term == term) {
            Some(known) => *known = commitment,
            None => self.committed.insert(at, commitment),
        }
        if self.committed.len() > REMEMBERED {
            self.committed.remove(0);
        }
        let later = self.elections.iter().filter(|election| election.term > term);
        let without = later.into_iter().find(|election| !covers(&election.log, last))?;
        Some(Finding {
            contradicts: Some(without.event),
            servers: vec![server, without.leader],
            entries: vec![last],
            term: without.term,
        })
    }
}
