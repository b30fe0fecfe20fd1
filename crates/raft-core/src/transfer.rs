//! Leadership transfer (dissertation §3.10): the leader chooses who comes next.
//!
//! It takes no more commands, brings the other server's log up to its own, and tells it to stand
//! for election at once. What may go wrong costs an election timeout: then the leader goes on.

use crate::node::Step;
use crate::{
    Body, ElectionCause, Node, NodeId, Role, Transfer, TransferAbort, TransferRefusal, Verdict,
    rules,
};

impl Node {
    /// Somebody wants `to` to lead.
    pub(crate) fn transfer_leadership(&mut self, to: NodeId, step: &mut Step<'_>) {
        let under_way = match &self.role {
            Role::Leader(leader) => leader.transfer.map(|transfer| transfer.to),
            _ => {
                let why = TransferRefusal::NotLeader { leader: self.leader() };
                step.decided(Verdict::TransferRefused { to, why });
                return;
            }
        };
        if let Err(why) = rules::transfer::may_start(self.id, to, under_way, &self.configuration) {
            step.decided(Verdict::TransferRefused { to, why });
            return;
        }
        if let Some(before) = under_way {
            let why = TransferAbort::Replaced { by: to };
            step.decided(Verdict::TransferAborted { to: before, why });
        }
        let last = self.log.last().index;
        if let Role::Leader(leader) = &mut self.role {
            leader.transfer = Some(Transfer { to, told: false });
            let match_index = leader.progress_of(to).map_or(last, |progress| progress.match_index);
            step.decided(Verdict::TransferStarted { to, match_index, last });
        }
        self.timing.transfer_deadline = Some(self.timing.now.after(self.timing.election_timeout));
        self.replicate_new_entries(step);
        self.continue_transfer(step);
    }

    /// Tells the other server to stand for election once it has everything.
    pub(crate) fn continue_transfer(&mut self, step: &mut Step<'_>) {
        let last = self.log.last().index;
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        let Some(transfer) = leader.transfer else {
            return;
        };
        let has = leader.progress_of(transfer.to).map(|progress| progress.match_index);
        if transfer.told || has != Some(last) {
            return;
        }
        let to = transfer.to;
        leader.transfer = Some(Transfer { to, told: true });
        leader.lease_given_up = true;
        step.decided(Verdict::TransferReady { to });
        self.send(to, Body::TimeoutNow, None, step);
    }

    /// An election timeout has passed without a new leader: this one goes on.
    pub(crate) fn give_transfer_up(&mut self, step: &mut Step<'_>) {
        if self.timing.transfer_deadline.is_none_or(|deadline| deadline > self.timing.now) {
            return;
        }
        self.timing.transfer_deadline = None;
        if let Role::Leader(leader) = &mut self.role
            && let Some(transfer) = leader.transfer.take()
        {
            let why = TransferAbort::TimedOut;
            step.decided(Verdict::TransferAborted { to: transfer.to, why });
        }
    }

    /// The leader of this term wants this server to take over. It may be late, and the leader may
    /// have changed its mind: an election is always allowed.
    pub(crate) fn timeout_now(&mut self, from: NodeId, step: &mut Step<'_>) {
        if !self.follow(from, step) {
            return;
        }
        match self.may_open_term() {
            Ok(()) => self.start_election(ElectionCause::TimeoutNow { from }, step),
            Err(why) => step.decided(Verdict::ElectionRefused(why)),
        }
    }
}
