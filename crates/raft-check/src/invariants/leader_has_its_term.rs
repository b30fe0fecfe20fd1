//! A leader has its whole term: nobody's log reaches further than the leader's in the entries of the
//! leader's own term (etcd's `ElectionSafetyInv`), since all of those are its own.

use raft_core::LogId;

use super::Invariant;
use super::moment::Moment;
use crate::Finding;

/// Nothing to remember: all logs are there to be looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeaderHasItsTerm;

impl Invariant for LeaderHasItsTerm {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let now = moment.now?;
        let took_office = now.leads() && moment.before.is_none_or(|before| !before.leads());
        if !moment.log_changed() && !took_office {
            return None;
        }
        moment.all.iter().filter(|other| other.id != moment.server).find_map(|other| {
            let seen = other.seen.as_ref()?;
            let is_ahead = |mine: LogId, of: LogId| mine.term == of.term && mine.index > of.index;
            let outgrown = seen.leads() && now.last.term == seen.term;
            let behind = now.leads() && seen.last.term == now.term;
            // A leader that has nothing of its term yet has its last entry from an earlier one.
            let outgrown =
                outgrown && (seen.last.term != seen.term || is_ahead(now.last, seen.last));
            let behind = behind && (now.last.term != now.term || is_ahead(seen.last, now.last));
            if !outgrown && !behind {
                return None;
            }
            let mut finding = moment.finding(other.since.log, vec![now.last, seen.last]);
            finding.servers.push(other.id);
            finding.term = if outgrown { seen.term } else { now.term };
            Some(finding)
        })
    }
}
