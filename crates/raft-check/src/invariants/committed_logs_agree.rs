//! Committed logs agree: what one server knows to be committed never conflicts with what another one
//! knows to be committed (etcd's `LogInv`). Nothing need be applied for that to be wrong.
//!
//! Terms are compared, index by index: that entries of one term and index are one entry is for Log
//! Matching to say.

use std::collections::VecDeque;

use raft_core::{Index, LogId, NodeId, Term};
use raft_sim::EventNo;

use super::Invariant;
use super::moment::Moment;
use crate::Finding;

/// Remembers the term of each committed entry, and who came first.
#[derive(Clone, Debug, Default)]
pub(crate) struct CommittedLogsAgree {
    /// Where each term begins in the committed log. Terms do not decrease, so that there are few.
    runs: Vec<(Index, Term)>,
    /// Up to where something is known.
    through: Index,
    /// Who first committed up to where, of late.
    firsts: VecDeque<First>,
}

#[derive(Clone, Copy, Debug)]
struct First {
    through: Index,
    server: NodeId,
    event: EventNo,
}

/// How many commits are remembered with their events; bounds the memory.
const REMEMBERED: usize = 256;

impl Invariant for CommittedLogsAgree {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let now = moment.now?;
        let known = moment.alive().map_or(now.base.index, |(before, _)| before.commit);
        if known >= now.commit {
            return None;
        }
        // What a snapshot stands for is committed as well; of its entries only the last is known.
        let log = moment.log()?;
        let base = Some(log.base()).filter(|base| base.index > known && base.index > Index::ZERO);
        let new = log.iter_from(known.next()).map(|entry| entry.id);
        let mut committed = base.into_iter().chain(new.take_while(|id| id.index <= now.commit));
        let before = self.through;
        let guilty = committed.find_map(|id| Some((id, self.conflict(id)?)));
        if self.through > before {
            if self.firsts.len() == REMEMBERED {
                self.firsts.pop_front();
            }
            let (through, server, event) = (self.through, moment.server, moment.event);
            self.firsts.push_back(First { through, server, event });
        }
        let (mine, theirs) = guilty?;
        let first = self.firsts.iter().find(|first| first.through >= mine.index);
        let mut servers = vec![moment.server];
        servers.extend(first.map(|first| first.server));
        Some(Finding {
            contradicts: first.map(|first| first.event),
            servers,
            entries: vec![mine, theirs],
            term: now.term,
        })
    }
}

impl CommittedLogsAgree {
    /// Another entry that was committed at the same index. If none was, this one is now.
    fn conflict(&mut self, id: LogId) -> Option<LogId> {
        if id.index <= self.through {
            let run = self.runs.partition_point(|(from, _)| *from <= id.index).checked_sub(1)?;
            let term = self.runs[run].1;
            return (term != id.term).then_some(LogId { term, index: id.index });
        }
        // After a gap nobody has seen what lies between.
        if self.through == Index::ZERO || id.index == self.through.next() {
            if self.runs.last().is_none_or(|(_, term)| *term != id.term) {
                self.runs.push((id.index, id.term));
            }
            self.through = id.index;
        }
        None
    }
}
