//! How a leader copies its log to the others (§5.3; dissertation §10.2).

use crate::node::Step;
use crate::{
    AppendResult, Body, Entries, InFlight, Index, LogId, MessageFault, Node, NodeId, Progress,
    ProgressCause, ProgressState, ReplyFault, Role, Round, Verdict, rules,
};

impl Node {
    /// §5.3: a follower's answer to AppendEntries.
    pub(crate) fn append_entries_reply(
        &mut self,
        from: NodeId,
        result: AppendResult,
        round: Round,
        step: &mut Step<'_>,
    ) {
        let Role::Leader(leader) = &self.role else {
            step.decided(Verdict::ReplyIgnored { from, why: ReplyFault::RoleHasChanged });
            return;
        };
        let Some(at) = leader.progress.iter().position(|progress| progress.follower == from) else {
            step.decided(Verdict::ReplyIgnored { from, why: ReplyFault::NotMember });
            return;
        };
        let last = self.log.last().index;
        if let AppendResult::Accepted { match_index } = result
            && match_index > last
        {
            let why = MessageFault::MatchBeyondLog { index: match_index };
            step.decided(Verdict::MessageRefused { from, why });
            return;
        }
        self.heard_from(at);
        match result {
            AppendResult::Accepted { match_index } => {
                self.append_accepted(at, match_index, round, step);
            }
            AppendResult::Rejected { prev_index, hint } => {
                self.append_rejected(at, prev_index, hint, step);
            }
        }
        self.round_answered(at, round, step);
        self.continue_transfer(step);
    }

    fn append_accepted(
        &mut self,
        at: usize,
        match_index: Index,
        round: Round,
        step: &mut Step<'_>,
    ) {
        let options = self.options;
        let window = options.append_window;
        let has_base = self.log.term_at(match_index).is_some();
        let Some(progress) = self.progress_at(at) else { return };
        let (follower, from) = (progress.follower, progress.match_index);
        progress.acknowledge(match_index, &options);
        // Whoever has what follows the snapshot does not need it any more.
        if progress.state == ProgressState::Snapshot && has_base {
            progress.transfer = None;
            self.change_progress(at, ProgressState::Probe, ProgressCause::Accepted, step);
        }
        if match_index > from {
            step.decided(Verdict::MatchAdvanced { follower, from, to: match_index });
            if self.progress_at(at).is_some_and(|progress| progress.transfer.is_none()) {
                self.change_progress(at, ProgressState::Replicate, ProgressCause::Accepted, step);
            }
            self.note_catch_up(at, step);
            self.advance_commit(step);
        }
        let Some(progress) = self.progress_at(at) else { return };
        if window > 1 && progress.has_lost(round) {
            progress.restart_at(progress.next_index);
            self.change_progress(at, ProgressState::Probe, ProgressCause::Lost, step);
        }
        self.replicate_if_behind(at, step);
    }

    fn append_rejected(&mut self, at: usize, prev_index: Index, hint: LogId, step: &mut Step<'_>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let Some(progress) = leader.progress.get_mut(at) else { return };
        let follower = progress.follower;
        if progress.transfer.is_some() || !progress.is_refusal_current(prev_index) {
            let why = ReplyFault::Overtaken { prev_index };
            step.decided(Verdict::ReplyIgnored { from: follower, why });
            return;
        }
        let (from, matched) = (progress.next_index, progress.match_index);
        let how = self.options.backtracking;
        let to = rules::replication::next_try(&self.log, prev_index, hint, matched, how);
        step.decided(Verdict::Backtracked { follower, from, to });
        progress.restart_at(to);
        self.change_progress(at, ProgressState::Probe, ProgressCause::Refused, step);
        self.send_append(at, step);
    }

    pub(crate) fn change_progress(
        &mut self,
        at: usize,
        to: ProgressState,
        why: ProgressCause,
        step: &mut Step<'_>,
    ) {
        let Some(progress) = self.progress_at(at) else { return };
        let (follower, from) = (progress.follower, progress.state);
        if from != to {
            progress.state = to;
            step.decided(Verdict::ProgressChanged { follower, from, to, why });
        }
    }

    pub(crate) fn progress_at(&mut self, at: usize) -> Option<&mut Progress> {
        let Role::Leader(leader) = &mut self.role else { return None };
        leader.progress.get_mut(at)
    }

    /// §5.2: whoever has been sent nothing for a heartbeat interval is sent something.
    pub(crate) fn send_due_heartbeats(&mut self, step: &mut Step<'_>) {
        let now = self.timing.now;
        if self.timing.heartbeats.iter().any(|due| *due <= now) && self.dates_heartbeats() {
            self.open_round();
        }
        for at in 0..self.timing.heartbeats.len() {
            if self.timing.heartbeats[at] <= now {
                self.send_heartbeat(at, step);
            }
        }
    }

    /// Whether heartbeats are told apart by their rounds: for leases, which begin with one, and to
    /// notice what has got lost on a link with several messages on their way.
    fn dates_heartbeats(&self) -> bool {
        self.options.lease_reads || self.options.append_window > 1
    }

    /// A heartbeat. To a follower that has not answered, it repeats what it has not answered, so
    /// that a lost message costs time and nothing else; where a window of messages may be on its
    /// way, it is empty, and its answer tells whether something got lost.
    fn send_heartbeat(&mut self, at: usize, step: &mut Step<'_>) {
        let window = self.options.append_window;
        let Some(progress) = self.progress_at(at) else { return };
        if progress.state == ProgressState::Snapshot {
            self.repeat_chunk(at, step);
            return;
        }
        if progress.state == ProgressState::Replicate && window > 1 {
            let (state, behind) = (progress.match_index, !progress.in_flight.is_empty());
            if behind {
                self.send_empty(at, state, step);
                return;
            }
        } else {
            progress.restart_at(progress.next_index);
        }
        self.send_append(at, step);
    }

    /// To everybody, at once: an office begins, or a round of questions.
    pub(crate) fn ask_everybody(&mut self, step: &mut Step<'_>) {
        for at in 0..self.timing.heartbeats.len() {
            let matched = self.progress_at(at).map(|progress| progress.match_index);
            self.send_empty(at, matched.unwrap_or_default(), step);
        }
    }

    pub(crate) fn replicate_to_all(&mut self, step: &mut Step<'_>) {
        for at in 0..self.timing.heartbeats.len() {
            self.send_append(at, step);
        }
    }

    pub(crate) fn replicate_new_entries(&mut self, step: &mut Step<'_>) {
        for at in 0..self.timing.heartbeats.len() {
            self.replicate_if_behind(at, step);
        }
    }

    /// Sends what a follower misses, as far as it may be sent now.
    pub(crate) fn replicate_if_behind(&mut self, at: usize, step: &mut Step<'_>) {
        let (last, window) = (self.log.last().index, self.options.append_window);
        loop {
            let Some(progress) = self.progress_at(at) else { return };
            let sent = progress.sent_through();
            if sent >= last {
                return;
            }
            if !rules::replication::may_send(progress, window) {
                if window > 1 {
                    let follower = progress.follower;
                    let in_flight = crate::verdict::narrow(progress.in_flight.len());
                    step.decided(Verdict::SendingPaused { follower, in_flight });
                }
                return;
            }
            self.send_append(at, step);
            if self.progress_at(at).is_none_or(|progress| progress.sent_through() == sent) {
                return;
            }
        }
    }

    /// Sends AppendEntries from what has not been sent yet. It needs no write of this leader to be
    /// finished: the leader's disk works in parallel (dissertation §10.2.1), and the leader counts
    /// itself only up to what is durable.
    fn send_append(&mut self, at: usize, step: &mut Step<'_>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let Some(progress) = leader.progress.get_mut(at) else { return };
        let prev_index = progress.sent_through();
        let Some(term) = self.log.term_at(prev_index) else {
            self.start_snapshot(at, step);
            return;
        };
        let from = prev_index.next();
        let most = rules::replication::batch(&self.log, from, &self.options);
        let entries = self.log.slice(from, most);
        if let Some(last) = entries.last() {
            let (through, round) = (last.id.index, leader.round);
            progress.in_flight.push_back(InFlight { through, round });
        }
        self.send_entries(at, LogId { term, index: prev_index }, entries, step);
    }

    /// Sends AppendEntries without entries, at a place where the logs are known to agree.
    fn send_empty(&mut self, at: usize, agreed: Index, step: &mut Step<'_>) {
        let term = self.log.term_at(agreed);
        let prev_log = term.map_or(LogId::ZERO, |term| LogId { term, index: agreed });
        self.send_entries(at, prev_log, Entries::NONE, step);
    }

    fn send_entries(&mut self, at: usize, prev_log: LogId, entries: Entries, step: &mut Step<'_>) {
        let Role::Leader(leader) = &self.role else { return };
        let Some(progress) = leader.progress.get(at) else { return };
        let (to, leader_commit, round) = (progress.follower, self.commit_index, leader.round);
        let body = Body::AppendEntries { prev_log, entries, leader_commit, round };
        self.timing.heartbeats[at] = self.timing.now.after(self.options.heartbeat_interval);
        self.send(to, body, None, step);
    }
}
