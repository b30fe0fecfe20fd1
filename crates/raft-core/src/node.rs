//! The server: its state, the one way in, and what all roles share.

use alloc::sync::Arc;

use crate::id::LIMIT;
use crate::membership::Configurations;
use crate::reads::Reads;
use crate::rules::{self, term::TermOrder};
use crate::snapshot::{Chunk, Incoming};
use crate::timing::Timing;
use crate::writes::Writes;
use crate::{
    AppendRefusal, AppendResult, Body, Configuration, Durable, Effect, ElectionCause,
    ElectionRefusal, Follower, HardState, Index, Input, LocalTime, Log, LogWrite, Message, NodeId,
    Options, Output, Payload, Reply, ReplyFault, RequestId, Role, Snapshot, SnapshotWrite, Term,
    Verdict, VoteRefusal, Write, WriteId,
};

/// One server of Raft (Figure 2).
///
/// A clone is cheap: log segments and commands are shared. Two nodes are equal when their whole
/// state is; [`Node::canonical`] leaves out what does not matter to the protocol.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    pub(crate) id: NodeId,
    pub(crate) options: Options,
    /// The one in force.
    pub(crate) configuration: Configuration,
    pub(crate) configurations: Configurations,
    pub(crate) hard_state: HardState,
    pub(crate) log: Log,
    pub(crate) commit_index: Index,
    pub(crate) last_applied: Index,
    pub(crate) role: Role,
    pub(crate) writes: Writes,
    pub(crate) reads: Reads,
    pub(crate) snapshot: Option<Arc<Snapshot>>,
    pub(crate) snapshot_asked: Option<Index>,
    pub(crate) incoming: Option<Incoming>,
    pub(crate) timing: Timing,
}

/// What one step gathers: where its effects go, and what it has changed that must reach the disk.
pub(crate) struct Step<'a> {
    pub(crate) draw: u64,
    pub(crate) out: &'a mut Output,
    hard_state_changed: bool,
    pub(crate) truncated_from: Option<Index>,
    appended_from: Option<Index>,
}

impl<'a> Step<'a> {
    fn new(draw: u64, out: &'a mut Output) -> Self {
        Self { draw, out, hard_state_changed: false, truncated_from: None, appended_from: None }
    }

    pub(crate) fn decided(&mut self, verdict: Verdict) {
        self.out.decided(verdict);
    }
}

impl Node {
    /// Starts a server from what its disk holds: the first boot and every recovery (§5.5).
    ///
    /// `draw` is the random number for [`crate::DrawKey`] `{ term: durable.hard_state.current_term,
    /// attempt: 0 }`.
    #[must_use]
    pub fn restart(
        id: NodeId,
        options: Options,
        durable: &Durable,
        now: LocalTime,
        draw: u64,
    ) -> Self {
        let mut timing = Timing { now, next_write: 1, ..Timing::default() };
        timing.election_timeout = options.election_timeout_for(draw);
        timing.restart_election_timer();
        // Before it was stopped it may have heard from a leader that counts on its patience.
        timing.leader_heard = options.leader_stickiness.then_some(now);
        let configurations = Configurations::of(durable);
        let in_force = configurations.in_force(options.activation, durable.applied());
        Self {
            id,
            options,
            configuration: in_force.1.clone(),
            configurations,
            hard_state: durable.hard_state,
            log: durable.log.clone(),
            // What was committed is not written down: the next leader tells (Figure 2).
            commit_index: durable.applied(),
            last_applied: durable.applied(),
            role: Role::Follower(Follower::default()),
            writes: Writes::settled(durable.log.last().index),
            reads: Reads::default(),
            snapshot: durable.snapshot.clone(),
            snapshot_asked: None,
            incoming: None,
            timing,
        }
    }

    /// Something happens to the server. The only way in.
    ///
    /// `now` is the server's own clock, `draw` a uniform random number for the key that
    /// [`Self::wants_draw`] names (any value if it names none). Effects and verdicts are added to
    /// `out`.
    pub fn step(&mut self, now: LocalTime, draw: u64, input: Input, out: &mut Output) {
        self.timing.observe(now);
        let step = &mut Step::new(draw, out);
        match input {
            Input::Receive(message) => self.receive(message, step),
            Input::Wake => self.wake(step),
            Input::ElectionTimeout => self.campaign(ElectionCause::Told, step),
            Input::TransferLeadership { to } => self.transfer_leadership(to, step),
            Input::ForgetLeader => self.forget_leader(step),
            Input::SetElectionTimer(span) => {
                if !matches!(self.role, Role::Leader(_)) {
                    self.timing.election_deadline = Some(self.timing.now.after(span));
                }
            }
            Input::Read { request, mode } => self.read(request, mode, step),
            Input::Propose { request, command, session } => {
                self.propose(request, Payload::of_client(command, session), step);
            }
            Input::OpenSession { request } => self.propose(request, Payload::OpenSession, step),
            Input::ExpireSessions { request, unused_since } => {
                self.propose(request, Payload::ExpireSessions { unused_since }, step);
            }
            Input::ChangeMembership { request, change } => {
                self.change_membership(request, &change, step);
            }
            Input::TakeSnapshot => self.ask_for_snapshot(step),
            Input::SnapshotTaken { through, state, sessions } => {
                self.take_snapshot(through, state, sessions, step);
            }
            Input::Persisted(write) => self.persisted(write, step),
            Input::Applied(through) => {
                let (commit, last) = (self.commit_index, self.log.last().index);
                let may_apply = rules::commit::may_apply(commit, last, self.options.deviations);
                self.last_applied = self.last_applied.max(through.min(may_apply));
                self.serve_applied_reads(step);
                if self.use_latest_configuration(step) {
                    // Where configurations wait to be applied, a smaller majority may be enough now.
                    self.advance_commit(step);
                }
                self.settle_configuration(step);
                self.ask_for_snapshot_if_due(step);
            }
        }
        self.persist(step);
    }

    fn receive(&mut self, message: Message, step: &mut Step<'_>) {
        let checked = message.check(self.id);
        if let Err(why) = checked.and_then(|()| self.check_against_committed(&message)) {
            step.decided(Verdict::MessageRefused { from: message.from, why });
            return;
        }
        if self.takes_whatever_the_term(&message, step) {
            return;
        }
        match rules::term::compare(
            message.term,
            self.hard_state.current_term,
            self.is_leader(),
            self.options.deviations,
        ) {
            TermOrder::Newer => self.adopt_term(&message, step),
            TermOrder::Stale if !self.counts_though_old(&message) => {
                self.refuse_stale(&message, step);
                return;
            }
            TermOrder::Stale | TermOrder::Current => {}
        }
        let from = message.from;
        match message.body {
            Body::RequestVote { last_log, .. } => self.request_vote(from, last_log, step),
            Body::RequestVoteReply { granted } => self.count_vote(from, granted, step),
            Body::RequestPreVote { last_log } => self.request_pre_vote(&message, last_log, step),
            Body::RequestPreVoteReply { granted, asked } => {
                self.count_pre_vote(from, granted, asked, step);
            }
            Body::TimeoutNow => self.timeout_now(from, step),
            Body::AppendEntries { prev_log, entries, leader_commit, round } => {
                self.append_entries(from, prev_log, &entries, leader_commit, round, step);
            }
            Body::AppendEntriesReply { result, round } => {
                self.append_entries_reply(from, result, round, step);
            }
            Body::ReadIndex { request, lease } => self.read_index(from, request, lease, step),
            Body::ReadIndexReply { request, index } => {
                self.read_index_reply(from, request, index, step);
            }
            Body::Forward { request, payload } => self.propose(request, payload, step),
            Body::InstallSnapshot { last, configuration, sessions, offset, data, done } => {
                let chunk = Chunk { last, configuration, sessions, offset, data, done };
                self.install_snapshot(from, chunk, step);
            }
            Body::InstallSnapshotReply { last, received, installed } => {
                self.install_snapshot_reply(from, last, received, installed, step);
            }
        }
    }

    pub(crate) fn counts_though_old(&self, message: &Message) -> bool {
        rules::term::counts_though_old(message.kind(), self.options.deviations)
    }

    /// Messages whose term is not compared with this server's: a question about a vote changes no
    /// term, a promise of one is bound to the term that it is for, and whoever has a leader does
    /// not even listen to candidates (if that is wanted). Says whether this was one of them.
    fn takes_whatever_the_term(&mut self, message: &Message, step: &mut Step<'_>) -> bool {
        let (from, mine) = (message.from, self.hard_state.current_term);
        match message.body {
            Body::RequestPreVote { last_log } => {
                self.request_pre_vote(message, last_log, step);
                true
            }
            Body::RequestPreVoteReply { granted, asked } if granted || message.term <= mine => {
                if !rules::pre_vote::counts_from(message.term, mine, self.options.deviations) {
                    return false;
                }
                self.count_pre_vote(from, granted, asked, step);
                true
            }
            Body::RequestVote { transfer, .. } if message.term >= mine => {
                let wanted = self.options.leader_stickiness;
                let heard = rules::stickiness::may_listen(wanted, transfer, self.voter());
                if let Err(why) = heard {
                    step.decided(Verdict::VoteDenied { candidate: from, why });
                    self.answer(from, Body::RequestVoteReply { granted: false }, step);
                }
                heard.is_err()
            }
            _ => false,
        }
    }

    /// §5.1: a newer term ends whatever this server was doing in its own.
    ///
    /// The election timer goes on: only a leader or a granted vote restarts it, or a server that
    /// cannot win could keep everybody else from trying.
    fn adopt_term(&mut self, message: &Message, step: &mut Step<'_>) {
        let (old, new) = (self.hard_state.current_term, message.term);
        step.decided(Verdict::TermAdopted { from: message.from, kind: message.kind(), old, new });
        self.enter_term(new, step);
        if self.is_leader() {
            let abandoned = self.open_proposals();
            step.decided(Verdict::LeaderSteppedDown { led: old, new, abandoned });
            self.leave_office(step);
        } else {
            self.role = Role::Follower(Follower::default());
        }
    }

    /// Moves to a new term: nobody has this server's vote in it, and a new timeout is drawn (§5.2).
    pub(crate) fn enter_term(&mut self, term: Term, step: &mut Step<'_>) {
        self.hard_state = HardState { current_term: term, voted_for: None };
        step.hard_state_changed = true;
        self.refuse_forwarded_reads(step);
        self.timing.attempt = 0;
        self.timing.election_timeout = self.options.election_timeout_for(step.draw);
    }

    /// §5.1: a request of an old term is answered with the newer one, an old answer is ignored.
    fn refuse_stale(&mut self, message: &Message, step: &mut Step<'_>) {
        let (from, mine, theirs) = (message.from, self.hard_state.current_term, message.term);
        match &message.body {
            Body::RequestVote { .. } => {
                let why = VoteRefusal::StaleTerm { mine, theirs };
                step.decided(Verdict::VoteDenied { candidate: from, why });
                self.answer(from, Body::RequestVoteReply { granted: false }, step);
            }
            Body::AppendEntries { prev_log, round, .. } => {
                let why = AppendRefusal::StaleTerm { mine, theirs };
                step.decided(Verdict::AppendRefused { leader: from, why });
                let result =
                    AppendResult::Rejected { prev_index: prev_log.index, hint: self.log.last() };
                self.answer(from, Body::AppendEntriesReply { result, round: *round }, step);
            }
            Body::RequestVoteReply { .. }
            | Body::RequestPreVote { .. }
            | Body::RequestPreVoteReply { .. }
            | Body::TimeoutNow
            | Body::AppendEntriesReply { .. }
            | Body::InstallSnapshotReply { .. }
            | Body::ReadIndexReply { .. } => {
                step.decided(Verdict::ReplyIgnored {
                    from,
                    why: ReplyFault::OldTerm { theirs, mine },
                });
            }
            // A request is no less welcome for having been passed on by a server that is behind.
            Body::Forward { request, payload } => self.propose(*request, payload.clone(), step),
            // The term of the answer tells; that nothing is installed, the offset.
            Body::InstallSnapshot { last, .. } => {
                let why = AppendRefusal::StaleTerm { mine, theirs };
                step.decided(Verdict::AppendRefused { leader: from, why });
                let (last, received, installed) = (*last, 0, false);
                let body = Body::InstallSnapshotReply { last, received, installed };
                self.answer(from, body, step);
            }
            Body::ReadIndex { request, lease } => self.read_index(from, *request, *lease, step),
        }
    }

    fn wake(&mut self, step: &mut Step<'_>) {
        if self.timing.election_due(self.timing.now) {
            self.campaign(ElectionCause::TimedOut, step);
        }
        self.check_quorum(step);
        self.give_transfer_up(step);
        self.send_due_heartbeats(step);
    }

    pub(crate) fn may_open_term(&self) -> Result<(), ElectionRefusal> {
        self.may_open_term_after(self.hard_state.current_term)
    }

    pub(crate) fn may_open_term_after(&self, term: Term) -> Result<(), ElectionRefusal> {
        if !self.stands_for_election() {
            return Err(ElectionRefusal::NotVoter);
        }
        if term.next().0 < LIMIT { Ok(()) } else { Err(ElectionRefusal::NoTermLeft) }
    }

    fn propose(&mut self, request: RequestId, payload: Payload, step: &mut Step<'_>) {
        if matches!(self.role, Role::Leader(_)) {
            self.take_command(request, payload, step);
        } else {
            self.pass_command_on(request, payload, step);
        }
    }

    fn persisted(&mut self, write: WriteId, step: &mut Step<'_>) {
        if !self.writes.persisted(write, &self.log) {
            step.decided(Verdict::UnknownWrite(write));
            return;
        }
        match self.role {
            Role::Follower(_) | Role::PreCandidate(_) => {}
            Role::Candidate(_) => self.count_own_vote(step),
            Role::Leader(_) => self.advance_commit(step),
        }
    }

    /// Asks for everything this step has changed to be written. Called before anything is sent
    /// that depends on it, so that the message can name the write.
    pub(crate) fn persist(&mut self, step: &mut Step<'_>) {
        let log_changed = step.truncated_from.is_some() || step.appended_from.is_some();
        if !step.hard_state_changed && !log_changed {
            return;
        }
        let hard_state = step
            .hard_state_changed
            .then(|| rules::persist::what_must_survive(self.hard_state, self.options.deviations));
        let log = log_changed.then(|| LogWrite {
            truncate_from: step.truncated_from,
            entries: step
                .appended_from
                .map(|from| self.log.slice(from, usize::MAX))
                .unwrap_or_default(),
        });
        self.write(hard_state, log, None, step);
        step.hard_state_changed = false;
        step.truncated_from = None;
        step.appended_from = None;
    }

    pub(crate) fn write(
        &mut self,
        hard_state: Option<HardState>,
        log: Option<LogWrite>,
        snapshot: Option<SnapshotWrite>,
        step: &mut Step<'_>,
    ) {
        let id = WriteId(self.timing.next_write);
        self.timing.next_write += 1;
        self.writes.started(id, hard_state.is_some(), self.log.last());
        step.out.effects.push(Effect::Write(Write { id, hard_state, log, snapshot }));
    }

    /// Sends an answer that reveals this server's term or vote: not before both are durable.
    pub(crate) fn answer(&mut self, to: NodeId, body: Body, step: &mut Step<'_>) {
        self.persist(step);
        let gate = self.writes.gate_of_hard_state();
        let after = rules::persist::gate(gate, self.options.deviations);
        self.send(to, body, after, step);
    }

    pub(crate) fn send(&self, to: NodeId, body: Body, after: Option<WriteId>, step: &mut Step<'_>) {
        let message = Message { from: self.id, to, term: self.hard_state.current_term, body };
        step.out.effects.push(Effect::Send { message, after });
    }

    pub(crate) fn vote_for(&mut self, candidate: NodeId, step: &mut Step<'_>) {
        self.hard_state.voted_for = Some(candidate);
        step.hard_state_changed = true;
    }

    pub(crate) fn append_to_log(&mut self, entry: crate::Entry, step: &mut Step<'_>) {
        step.appended_from.get_or_insert(entry.id.index);
        if let Payload::Configuration(configuration) = &entry.payload {
            self.configurations.append(entry.id.index, configuration.clone());
        }
        self.log.append(entry);
    }

    pub(crate) fn truncate_log(&mut self, from: Index, step: &mut Step<'_>) -> u64 {
        let lost = self.log.truncate_from(from);
        self.writes.truncated(&self.log);
        if rules::change::ends_with_its_entry(self.options.deviations) {
            self.configurations.truncate_from(from);
        }
        step.truncated_from = Some(from);
        lost
    }

    /// Moves the commit index and asks for the newly committed entries to be applied (§5.3).
    pub(crate) fn commit_to(&mut self, to: Index, have: Option<u32>, step: &mut Step<'_>) {
        step.decided(Verdict::CommitAdvanced { from: self.commit_index, to, have });
        self.commit_index = to;
        self.apply_to(to, step);
    }

    /// Asks for what is not applied yet.
    pub(crate) fn apply_to(&self, through: Index, step: &mut Step<'_>) {
        if through > self.last_applied {
            step.out.effects.push(Effect::Apply { through });
        }
    }

    pub(crate) fn answer_request(&self, request: RequestId, reply: Reply, step: &mut Step<'_>) {
        step.out.effects.push(Effect::Answer { request, reply });
    }

    /// The same server without clocks, deadlines and counters: equal for states that are the same
    /// to the protocol. An explorer compares these.
    #[must_use]
    pub fn canonical(&self) -> Self {
        Self { timing: Timing::default(), writes: self.writes.renumbered(), ..self.clone() }
    }
}
