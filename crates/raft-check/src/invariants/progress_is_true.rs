//! A leader's picture of its followers is true: `matchIndex` is not beyond the leader's log and
//! `nextIndex` is beyond `matchIndex` (LogCabin), and what a follower of the same term is thought to have
//! is on its disk.

use raft_core::{LogId, Progress};

use super::Invariant;
use super::moment::Moment;
use super::sighting::Sighting;
use crate::Finding;

/// Nothing to remember.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProgressIsTrue;

impl Invariant for ProgressIsTrue {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let now = moment.now.filter(|now| now.leads())?;
        // It changes by answers; its bounds by a cut of the log, and all of it by an election.
        let is_new = moment.before.is_none_or(|before| !before.leads());
        let all = is_new || moment.truncated.is_some();
        let progress = moment.cluster.progress(moment.server).iter();
        progress
            .filter(|one| all || Some(one.follower) == moment.heard)
            .find_map(|one| look(moment, now, one))
    }
}

fn look(moment: &Moment<'_>, now: &Sighting, progress: &Progress) -> Option<Finding> {
    let Progress { follower, match_index: matched, next_index: next, .. } = *progress;
    let other = moment.record(follower);
    let finding = |earlier, index| {
        let log = moment.log();
        let term = log.and_then(|log| log.term_at(index)).unwrap_or_default();
        let mut finding = moment.finding(earlier, vec![LogId { term, index }, now.last]);
        finding.servers.push(follower);
        finding
    };
    if matched > now.last.index {
        return Some(finding(moment.since.log, matched));
    }
    if next <= matched {
        return Some(finding(moment.since.role, matched));
    }
    // Who has gone on to another term may have had to give its entries up since.
    let other = other.filter(|other| {
        let same_term = other.seen.as_ref().is_some_and(|seen| seen.term == now.term);
        same_term && !other.is_faithless
    })?;
    let on_disk = moment.cluster.disk(follower)?.log.last();
    (matched > on_disk.index).then(|| finding(other.since.log, matched))
}
