//! What a leader does: it takes commands, replicates its log and decides what is committed (§5.3).

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::node::Step;
use crate::rules::{self, quorum};
use crate::verdict::narrow;
use crate::{
    CatchUp, CommitHold, Entry, Follower, Index, Leader, LogId, Node, NodeId, Payload, Progress,
    ProposalRefusal, Reply, RequestId, Role, Round, Verdict,
};

impl Node {
    /// §5.2: takes office and tells everybody, so that nobody else starts an election.
    pub(crate) fn become_leader(&mut self, step: &mut Step<'_>) {
        self.discard_in_office(step);
        let last = self.log.last().index;
        let progress: Vec<Progress> =
            self.others().map(|follower| Progress::unknown(follower, last.next())).collect();
        let followers = progress.len();
        self.role = Role::Leader(Leader {
            progress,
            proposals: VecDeque::new(),
            transfer: None,
            lease_given_up: false,
            round: Round::default(),
            reads: VecDeque::new(),
            uncommitted_bytes: 0,
        });
        self.timing.election_deadline = None;
        self.timing.leader_heard = None;
        self.timing.forget_office();
        let now = self.timing.now;
        self.timing.heartbeats.resize(followers, now);
        self.timing.heard.resize(followers, now);
        let catch_up = CatchUp { goal: last, began: now, ..CatchUp::default() };
        self.timing.catch_up.resize(followers, catch_up);
        self.set_quorum_deadline();
        if self.options.noop_on_election {
            self.append_own(Payload::Noop, step);
        }
        self.replicate_to_all(step);
        // The leader before may not have come to leave a joint configuration that it had committed.
        self.settle_configuration(step);
    }

    /// Nothing is discarded, unless a rule is broken on purpose.
    fn discard_in_office(&mut self, step: &mut Step<'_>) {
        let (last, commit) = (self.log.last().index, self.commit_index);
        let kept = rules::commit::kept_in_office(last, commit, self.options.deviations);
        if kept < last {
            self.truncate_log(kept.next(), step);
            self.use_latest_configuration(step);
        }
    }

    /// A leader is a leader no more: it knows of no other, and waits like everybody else.
    pub(crate) fn leave_office(&mut self, step: &mut Step<'_>) {
        self.refuse_held_reads(step);
        self.role = Role::Follower(Follower::default());
        self.timing.forget_office();
        self.timing.restart_election_timer();
    }

    /// How many requests wait for their entries to be committed.
    pub(crate) fn open_proposals(&self) -> u32 {
        let Role::Leader(leader) = &self.role else { return 0 };
        narrow(leader.proposals.len())
    }

    /// §5.3: appends what a client wants in the log and sends it out.
    pub(crate) fn take_command(
        &mut self,
        request: RequestId,
        payload: Payload,
        step: &mut Step<'_>,
    ) {
        if let Err(why) = self.may_take(rules::replication::size(&payload)) {
            step.decided(Verdict::ProposalTurnedAway { request, why });
            let reply = match why {
                ProposalRefusal::TransferInProgress { to } => Reply::TransferInProgress { to },
                ProposalRefusal::Backpressure { .. } => Reply::Overloaded,
            };
            self.answer_request(request, reply, step);
            return;
        }
        let id = self.append_own(payload, step);
        step.decided(Verdict::ProposalAccepted { request, id });
        if let Role::Leader(leader) = &mut self.role {
            leader.proposals.push_back((id.index, request));
        }
        self.replicate_new_entries(step);
    }

    fn may_take(&self, bytes: u64) -> Result<(), ProposalRefusal> {
        let Role::Leader(leader) = &self.role else { return Ok(()) };
        rules::transfer::may_propose(leader.transfer.map(|transfer| transfer.to))?;
        let limit = self.options.uncommitted_bytes;
        rules::replication::has_room(leader.uncommitted_bytes, bytes, limit)
    }

    pub(crate) fn append_own(&mut self, payload: Payload, step: &mut Step<'_>) -> LogId {
        if let Role::Leader(leader) = &mut self.role {
            leader.uncommitted_bytes += rules::replication::size(&payload);
        }
        let id = LogId { term: self.hard_state.current_term, index: self.log.last().index.next() };
        let changes_members = matches!(payload, Payload::Configuration(_));
        self.append_to_log(Entry { id, payload }, step);
        self.persist(step);
        if changes_members {
            self.use_latest_configuration(step);
        }
        id
    }

    /// §5.3, §5.4.2: commits what a majority has on disk, if it is of this leader's own term.
    pub(crate) fn advance_commit(&mut self, step: &mut Step<'_>) {
        let Role::Leader(leader) = &self.role else {
            return;
        };
        // The leader is one of the voters, and like any other it counts only what is durable.
        let (durable, deviations) = (self.writes.durable(), self.options.deviations);
        let own = rules::persist::own_index(durable, self.log.last().index, deviations);
        let match_of = |voter: NodeId| {
            if voter == self.id {
                return own;
            }
            leader.progress_of(voter).map_or(Index::ZERO, |progress| progress.match_index)
        };
        let having = |index: Index| {
            quorum::count(&self.configuration, |voter| Some(match_of(voter) >= index))
        };
        // Most answers commit nothing, and one count tells: the highest index that a majority has
        // is worth finding only where a majority has the first entry that is not committed.
        let index = self.commit_index.next();
        if let Some((half, tally)) = having(index).obstacle() {
            if index <= self.log.last().index {
                let (have, need) = (tally.yes, tally.needed());
                let hold = CommitHold::NoQuorum { index, half, have, need };
                step.decided(Verdict::CommitHeld(hold));
            }
            return;
        }
        let majority_has = self.configuration.index_of_majority(match_of);
        let Some(term) = self.log.term_at(majority_has) else {
            return;
        };
        let id = LogId { term, index: majority_has };
        match rules::commit::may_commit(id, self.hard_state.current_term, deviations) {
            Err(hold) => step.decided(Verdict::CommitHeld(hold)),
            Ok(()) => {
                let voters = self.configuration.voters().iter();
                let have = narrow(voters.filter(|&&v| match_of(v) >= majority_has).count());
                self.make_room(majority_has);
                self.commit_to(majority_has, Some(have), step);
                self.answer_committed(step);
                self.ask_for_held_reads(step);
                self.settle_configuration(step);
            }
        }
    }

    /// What is committed no longer counts against the limit of what is not.
    fn make_room(&mut self, through: Index) {
        let Role::Leader(leader) = &mut self.role else { return };
        if leader.uncommitted_bytes > 0 {
            let newly = self.log.iter_from(self.commit_index.next());
            let committed = newly.take_while(|entry| entry.id.index <= through);
            // What earlier leaders have taken was never counted.
            let own = committed.filter(|entry| entry.id.term == self.hard_state.current_term);
            let bytes: u64 = own.map(|entry| rules::replication::size(&entry.payload)).sum();
            leader.uncommitted_bytes = leader.uncommitted_bytes.saturating_sub(bytes);
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
}
