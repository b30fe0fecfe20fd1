//! Log Matching: if two logs contain an entry with the same index and term, then the logs are
//! identical in all entries up through the given index (§5.3).
//!
//! By induction: all logs matched before, so only new entries need a look, each together with the
//! entry before it. A crash can bring back entries that had been cut in memory only; then the top
//! of what the two logs share is looked at.

use raft_core::{Entry, FlatMap, Index, Log, LogId, NodeId, Verdict};
use raft_sim::{EventNo, Fact, Happening, World};

use crate::reached::Reached;
use crate::{Finding, Judge};

/// Remembers up to where each server's log has been compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct LogMatching {
    compared: FlatMap<NodeId, Index>,
    /// By which events each server's log has grown up to where, of late.
    grown: FlatMap<NodeId, Reached>,
}

/// How many entries below the top of what two logs share are looked at after a crash.
const WINDOW: u64 = 64;

impl Judge for LogMatching {
    fn judge(&mut self, world: &World, happening: &Happening<'_>) -> Option<Finding> {
        for (server, verdict) in happening.verdicts {
            // A snapshot takes the place of a log that did not fit, without a cut.
            if let Verdict::SnapshotInstalled { last, kept: 0, .. } = *verdict {
                self.ends_at(*server, last.index);
            }
        }
        for fact in happening.facts {
            let finding = match *fact {
                Fact::Truncated { server, from } => {
                    self.ends_at(server, from.prev());
                    None
                }
                // Whoever was down has not crashed once more.
                Fact::Wiped(server) => {
                    self.ends_at(server, Index::ZERO);
                    None
                }
                Fact::Appended { server, last } => {
                    self.appended(world, server, last.index, happening.event.no)
                }
                Fact::Crashed { server, .. } => self.fell_back(world, server),
                _ => None,
            };
            if finding.is_some() {
                return finding;
            }
        }
        None
    }
}

impl LogMatching {
    /// Of what comes behind here nothing has been compared.
    fn ends_at(&mut self, server: NodeId, last: Index) {
        if let Some(compared) = self.compared.get_mut(&server) {
            *compared = (*compared).min(last);
        }
        if let Some(grown) = self.grown.get_mut(&server) {
            grown.cut(last.next());
        }
    }

    fn appended(
        &mut self,
        world: &World,
        id: NodeId,
        last: Index,
        event: EventNo,
    ) -> Option<Finding> {
        let mine = world.server(id)?.log();
        let compared = self.compared.insert(id, last);
        let before = compared.unwrap_or_else(|| of_the_beginning(world, id));
        self.grown.get_or_insert(id, Reached::default()).note(before, last, id, event);
        let from = compared.unwrap_or_default().next();
        let others = world.servers().iter().filter(|other| other.id() != id);
        others.into_iter().find_map(|other| {
            let new = mine.iter_from(from).take_while(|entry| entry.id.index <= last);
            new.filter_map(|entry| differs(entry, mine, other.log()))
                .next()
                .map(|entry| self.finding(id, other.id(), entry))
        })
    }

    /// A crashed server's log is what its disk holds.
    fn fell_back(&mut self, world: &World, id: NodeId) -> Option<Finding> {
        let mine = world.server(id)?.log();
        self.compared.insert(id, mine.last().index);
        if let Some(grown) = self.grown.get_mut(&id) {
            grown.cut(mine.last().index.next());
        }
        let others = world.servers().iter().filter(|other| other.id() != id);
        others.into_iter().find_map(|other| {
            let theirs = other.log();
            let top = mine.last().index.min(theirs.last().index);
            let from = Index(top.0.saturating_sub(WINDOW)).next();
            let shared = mine.iter_from(from).take_while(|entry| entry.id.index <= top);
            shared
                .filter_map(|entry| differs(entry, mine, theirs))
                .next()
                .map(|entry| self.finding(id, other.id(), entry))
        })
    }

    /// `guilty` has come to an entry that contradicts what another one has had since an earlier event.
    fn finding(&self, guilty: NodeId, other: NodeId, entry: LogId) -> Finding {
        let reach = self.grown.get(&other).and_then(|grown| grown.at(entry.index));
        Finding {
            contradicts: reach.map(|reach| reach.event),
            servers: vec![guilty, other],
            entries: vec![entry, entry],
            term: entry.term,
        }
    }
}

/// The last index of the log with which a server began.
fn of_the_beginning(world: &World, id: NodeId) -> Index {
    let disk = world.setup().disks.get((id.0 as usize).wrapping_sub(1));
    disk.map_or(Index::ZERO, |disk| disk.log.last().index)
}

/// The entry's id, if `theirs` has an entry with the same index and term but another content, or
/// another entry before it.
fn differs(entry: &Entry, mine: &Log, theirs: &Log) -> Option<LogId> {
    let twin = theirs.get(entry.id.index).filter(|twin| twin.id.term == entry.id.term)?;
    let before = entry.id.index.prev();
    let same_before = match (mine.term_at(before), theirs.term_at(before)) {
        (Some(mine), Some(theirs)) => mine == theirs,
        // One of the logs begins here: what came before is in a snapshot, not in a log.
        _ => true,
    };
    (twin != entry || !same_before).then_some(entry.id)
}
