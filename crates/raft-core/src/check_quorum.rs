//! CheckQuorum (dissertation §6.2): a leader that hears from no majority steps down.
//!
//! It could not commit anything, but it would keep its clients waiting, and its heartbeats could
//! keep the few servers that still hear it from electing somebody else.

use crate::node::Step;
use crate::rules::quorum;
use crate::{LocalTime, Node, NodeId, Role, Verdict};

impl Node {
    /// A follower's answer has arrived: a sign of life.
    pub(crate) fn heard_from(&mut self, follower: usize) {
        if let Some(heard) = self.timing.heard.get_mut(follower) {
            *heard = self.timing.now;
        }
        self.set_quorum_deadline();
    }

    /// When this leader has to step down unless it hears from somebody.
    pub(crate) fn set_quorum_deadline(&mut self) {
        self.timing.quorum_deadline = if self.options.check_quorum && self.is_leader() {
            quorum::heard_since(&self.configuration, |voter| self.last_heard(voter))
                .map(|since| since.after(self.options.election_timeout.0))
        } else {
            None
        };
    }

    /// When this leader last heard from a voter; of itself it hears always.
    fn last_heard(&self, voter: NodeId) -> LocalTime {
        if voter == self.id {
            return LocalTime(u64::MAX);
        }
        let Role::Leader(leader) = &self.role else {
            return LocalTime(0);
        };
        let at = leader.progress.iter().position(|progress| progress.follower == voter);
        at.and_then(|at| self.timing.heard.get(at)).copied().unwrap_or_default()
    }

    /// Steps down if no majority was heard from within the shortest election timeout.
    pub(crate) fn check_quorum(&mut self, step: &mut Step<'_>) {
        if self.timing.quorum_deadline.is_none_or(|deadline| deadline > self.timing.now) {
            return;
        }
        let (now, span) = (self.timing.now, self.options.election_timeout.0);
        let is_silent = |voter: NodeId| self.last_heard(voter).after(span) <= now;
        for &voter in self.configuration.voters() {
            if is_silent(voter) {
                let silent = now.since(self.last_heard(voter));
                step.decided(Verdict::FollowerSilent { follower: voter, silent });
            }
        }
        let count = quorum::count(&self.configuration, |voter| Some(!is_silent(voter)));
        let (heard, needed) = count.standing();
        let (term, abandoned) = (self.hard_state.current_term, self.open_proposals());
        step.decided(Verdict::QuorumLost { term, heard, needed, abandoned });
        self.leave_office(step);
    }
}
