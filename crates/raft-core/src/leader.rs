//! What a leader does: it takes commands, replicates its log and decides what is committed (§5.3).

use alloc::collections::VecDeque;
use alloc::sync::Arc;

use crate::node::Step;
use crate::verdict::narrow;
use crate::{
    AppendResult, Body, CommitHold, Entry, Follower, Index, Leader, LogId, MessageFault, Node,
    NodeId, Payload, Progress, ProposalRefusal, Reply, ReplyFault, RequestId, Role, Verdict, rules,
};

impl Node {
    /// §5.2: takes office and tells everybody, so that nobody else starts an election.
    pub(crate) fn become_leader(&mut self, step: &mut Step<'_>) {
        let last = self.log.last().index;
        let progress = self
            .other_voters()
            .map(|follower| Progress {
                follower,
                match_index: Index::ZERO,
                next_index: last.next(),
                awaiting_reply: false,
            })
            .collect();
        self.role = Role::Leader(Leader { progress, proposals: VecDeque::new(), transfer: None });
        self.timing.election_deadline = None;
        self.timing.leader_heard = None;
        self.timing.forget_office();
        let now = self.timing.now;
        let followers = self.configuration.voters().len() - 1;
        self.timing.heartbeats.resize(followers, now);
        self.timing.heard.resize(followers, now);
        self.set_quorum_deadline();
        if self.options.noop_on_election {
            self.append_own(Payload::Noop, step);
        }
        self.replicate_to_all(step);
    }

    /// A leader is a leader no more: it knows of no other, and waits like everybody else.
    pub(crate) fn leave_office(&mut self, step: &mut Step<'_>) {
        let _ = step;
        self.role = Role::Follower(Follower::default());
        self.timing.forget_office();
        self.timing.restart_election_timer();
    }

    /// How many requests wait for their entries to be committed.
    pub(crate) fn open_proposals(&self) -> u32 {
        let Role::Leader(leader) = &self.role else { return 0 };
        narrow(leader.proposals.len())
    }

    /// §5.3: appends a client's command and sends it out.
    pub(crate) fn take_command(
        &mut self,
        request: RequestId,
        command: Arc<[u8]>,
        step: &mut Step<'_>,
    ) {
        let Role::Leader(leader) = &self.role else { return };
        let under_way = leader.transfer.map(|transfer| transfer.to);
        if let Err(why) = rules::transfer::may_propose(under_way) {
            step.decided(Verdict::ProposalTurnedAway { request, why });
            let ProposalRefusal::TransferInProgress { to } = why;
            self.answer_request(request, Reply::TransferInProgress { to }, step);
            return;
        }
        let id = self.append_own(Payload::Command(command), step);
        step.decided(Verdict::ProposalAccepted { request, id });
        if let Role::Leader(leader) = &mut self.role {
            leader.proposals.push_back((id.index, request));
        }
        self.replicate_new_entries(step);
    }

    fn append_own(&mut self, payload: Payload, step: &mut Step<'_>) -> LogId {
        let id = LogId { term: self.hard_state.current_term, index: self.log.last().index.next() };
        self.append_to_log(Entry { id, payload }, step);
        self.persist(step);
        id
    }

    /// §5.3: a follower's answer to AppendEntries.
    pub(crate) fn append_entries_reply(
        &mut self,
        from: NodeId,
        result: AppendResult,
        step: &mut Step<'_>,
    ) {
        let Role::Leader(leader) = &self.role else {
            step.decided(Verdict::ReplyIgnored { from, why: ReplyFault::RoleHasChanged });
            return;
        };
        let Some(at) = leader.progress.iter().position(|progress| progress.follower == from) else {
            return;
        };
        self.heard_from(at);
        self.take_result(from, at, result, step);
        self.continue_transfer(step);
    }

    fn take_result(&mut self, from: NodeId, at: usize, result: AppendResult, step: &mut Step<'_>) {
        let last = self.log.last().index;
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        let progress = &mut leader.progress[at];
        match result {
            AppendResult::Accepted { match_index } if match_index > last => {
                let why = MessageFault::MatchBeyondLog { index: match_index };
                step.decided(Verdict::MessageRefused { from, why });
            }
            AppendResult::Accepted { match_index } => {
                let before = progress.match_index;
                if match_index >= progress.next_index {
                    progress.next_index = match_index.next();
                    progress.awaiting_reply = false;
                }
                // Answers can overtake each other: an old one must not take anything back.
                if match_index > before {
                    step.decided(Verdict::MatchAdvanced {
                        follower: from,
                        from: before,
                        to: match_index,
                    });
                    progress.match_index = match_index;
                    self.advance_commit(step);
                }
                self.replicate_if_behind(at, step);
            }
            AppendResult::Rejected { prev_index, .. }
                if prev_index.next() != progress.next_index
                    || prev_index <= progress.match_index =>
            {
                let why = ReplyFault::Overtaken { prev_index };
                step.decided(Verdict::ReplyIgnored { from, why });
            }
            AppendResult::Rejected { prev_index, hint } => {
                let agree = self.log.last_at_or_below(hint.index.min(prev_index.prev()), hint.term);
                let next = agree.index.max(progress.match_index).next();
                let before = progress.next_index;
                step.decided(Verdict::Backtracked { follower: from, from: before, to: next });
                progress.next_index = next;
                progress.awaiting_reply = false;
                self.replicate_to(at, step);
            }
        }
    }

    /// §5.3, §5.4.2: commits what a majority has on disk, if it is of this leader's own term.
    pub(crate) fn advance_commit(&mut self, step: &mut Step<'_>) {
        let Role::Leader(leader) = &self.role else {
            return;
        };
        // The leader is one of the voters, and like any other it counts only what is durable.
        let own = self.writes.durable();
        let match_of = |voter: NodeId| {
            if voter == self.id {
                return own;
            }
            leader.progress_of(voter).map_or(Index::ZERO, |progress| progress.match_index)
        };
        let having = |index: Index| {
            let have =
                self.configuration.voters().iter().filter(|&&v| match_of(v) >= index).count();
            u32::try_from(have).unwrap_or(u32::MAX)
        };
        let majority_has = self.configuration.index_of_majority(match_of);
        if majority_has <= self.commit_index {
            let index = self.commit_index.next();
            if index <= self.log.last().index {
                let need = u32::try_from(self.configuration.majority()).unwrap_or(u32::MAX);
                let hold = CommitHold::NoQuorum { index, have: having(index), need };
                step.decided(Verdict::CommitHeld(hold));
            }
            return;
        }
        let Some(term) = self.log.term_at(majority_has) else {
            return;
        };
        let id = LogId { term, index: majority_has };
        match rules::commit::may_commit(id, self.hard_state.current_term) {
            Err(hold) => step.decided(Verdict::CommitHeld(hold)),
            Ok(()) => {
                let have = having(majority_has);
                self.commit_to(majority_has, Some(have), step);
                self.answer_committed(step);
            }
        }
    }

    fn answer_committed(&mut self, step: &mut Step<'_>) {
        let (commit, term) = (self.commit_index, self.hard_state.current_term);
        loop {
            let Role::Leader(leader) = &mut self.role else {
                return;
            };
            match leader.proposals.front().copied() {
                Some((index, request)) if index <= commit => {
                    leader.proposals.pop_front();
                    self.answer_request(request, Reply::Committed(LogId { term, index }), step);
                }
                _ => return,
            }
        }
    }

    /// §5.2: whoever has been sent nothing for a heartbeat interval is sent something, together
    /// with whatever it has not acknowledged.
    pub(crate) fn send_due_heartbeats(&mut self, step: &mut Step<'_>) {
        for at in 0..self.timing.heartbeats.len() {
            if self.timing.heartbeats[at] <= self.timing.now {
                self.replicate_to(at, step);
            }
        }
    }

    fn replicate_to_all(&mut self, step: &mut Step<'_>) {
        for at in 0..self.timing.heartbeats.len() {
            self.replicate_to(at, step);
        }
    }

    pub(crate) fn replicate_new_entries(&mut self, step: &mut Step<'_>) {
        for at in 0..self.timing.heartbeats.len() {
            self.replicate_if_behind(at, step);
        }
    }

    /// Sends what a follower misses, unless an answer is still awaited.
    fn replicate_if_behind(&mut self, at: usize, step: &mut Step<'_>) {
        let Role::Leader(leader) = &self.role else {
            return;
        };
        let progress = leader.progress[at];
        if !progress.awaiting_reply && progress.next_index <= self.log.last().index {
            self.replicate_to(at, step);
        }
    }

    /// Sends AppendEntries from the follower's next index on. It needs no write of this leader to
    /// be finished: the leader's disk works in parallel (dissertation §10.2.1), and the leader
    /// counts itself only up to what is durable.
    fn replicate_to(&mut self, at: usize, step: &mut Step<'_>) {
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        let progress = &mut leader.progress[at];
        let prev_index = progress.next_index.prev();
        let Some(term) = self.log.term_at(prev_index) else {
            return;
        };
        let entries = self.log.slice(progress.next_index, self.options.entries_per_append as usize);
        progress.awaiting_reply = !entries.is_empty();
        let to = progress.follower;
        self.timing.heartbeats[at] = self.timing.now.after(self.options.heartbeat_interval);
        let prev_log = LogId { term, index: prev_index };
        let leader_commit = self.commit_index;
        self.send(to, Body::AppendEntries { prev_log, entries, leader_commit }, None, step);
    }
}
