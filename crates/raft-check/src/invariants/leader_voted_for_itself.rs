//! A leader has voted for itself, in the term that it leads (LogCabin).

use super::Invariant;
use super::moment::Moment;
use crate::Finding;

/// Nothing to remember.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeaderVotedForItself;

impl Invariant for LeaderVotedForItself {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        let now = moment.now.filter(|now| now.leads() && now.vote != Some(moment.server))?;
        let vote_changed = moment.before.is_some_and(|before| before.vote != now.vote);
        let earlier = if vote_changed { moment.since.role } else { moment.since.vote };
        let mut finding = moment.finding(earlier, Vec::new());
        finding.servers.extend(now.vote);
        Some(finding)
    }
}
