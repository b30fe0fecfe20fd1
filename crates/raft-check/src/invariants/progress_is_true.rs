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

#[cfg(test)]
mod tests {
    use super::super::stage::{Stage, about, named};
    use crate::Property;
    use raft_core::{Index, NodeId, Progress, Term};

    const IT: Property = Property::ProgressIsTrue;

    fn progress(matched: u64, next: u64) -> Vec<Progress> {
        let unknown = Progress::unknown(NodeId(2), Index(next));
        vec![Progress { match_index: Index(matched), ..unknown }]
    }

    /// n1 leads, and n2 has all of its log but for the last entry on disk.
    fn led() -> Stage {
        let mut stage = Stage::of(2);
        stage.happens(2, |it| {
            it.append(&[1, 1]);
            it.sync();
        });
        let found = stage.happens(1, |it| {
            it.lead(1, 1);
            it.append(&[1, 1, 1]);
            it.progress = progress(0, 4);
        });
        assert_eq!(about(&found, IT), None);
        stage
    }

    #[test]
    fn what_a_follower_has_is_in_the_leaders_log_and_on_the_followers_disk() {
        let hears = |matched, next| led().hears(1, 2, |it| it.progress = progress(matched, next));
        assert_eq!(about(&hears(2, 3), IT), None);
        let found = hears(3, 4);
        let finding = about(&found, IT).expect("n2 has two");
        assert_eq!(named(finding), (Some(3), vec![1, 2], vec![(3, 1), (3, 1)]));
        assert!(about(&hears(4, 5), IT).is_some(), "n1 has three");
        assert!(about(&hears(2, 2), IT).is_some(), "the next one is beyond what it has");
    }

    #[test]
    fn who_is_in_another_term_or_faithless_may_have_lost_it() {
        let mut stage = led();
        stage.happens(2, |it| it.seen.term = Term(2));
        assert_eq!(about(&stage.hears(1, 2, |it| it.progress = progress(3, 4)), IT), None);
        let mut stage = led();
        stage.distrusts(2);
        assert_eq!(about(&stage.hears(1, 2, |it| it.progress = progress(3, 4)), IT), None);
    }

    #[test]
    fn a_cut_and_an_election_concern_every_follower() {
        let mut stage = led();
        assert_eq!(about(&stage.hears(1, 2, |it| it.progress = progress(2, 3)), IT), None);
        assert!(about(&stage.cuts(1, 2, |_| {}), IT).is_some());
        let mut stage = Stage::of(2);
        let found = stage.happens(1, |it| {
            it.lead(1, 1);
            it.progress = progress(1, 2);
        });
        assert!(about(&found, IT).is_some());
    }
}
