//! Reads that do not go through the log (dissertation §6.4).
//!
//! A leader remembers what is committed when a read arrives, makes sure that it still leads (by
//! asking a majority, or by its lease), and answers once that is applied. A follower asks its leader
//! what it must have applied.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::node::Step;
use crate::rules::{self, quorum};
use crate::{
    Body, HeldRead, Index, LogId, Node, NodeId, ReadBasis, ReadHold, ReadMode, Reply, ReplyFault,
    RequestId, Role, Round, Verdict,
};

/// Reads that this server's own host has asked for.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct Reads {
    /// What must be applied is known; it is not applied yet.
    confirmed: VecDeque<(Index, RequestId)>,
    /// The leader has been asked.
    forwarded: Vec<RequestId>,
}

/// Rounds that are remembered until they are answered; beyond that a round is shared.
const OPEN_ROUNDS: usize = 64;

impl Reads {
    /// The reads that wait for their entries to be applied.
    pub(crate) fn confirmed(&self) -> impl Iterator<Item = (Index, RequestId)> {
        self.confirmed.iter().copied()
    }
}

impl Node {
    /// A client wants to read.
    pub(crate) fn read(&mut self, request: RequestId, mode: ReadMode, step: &mut Step<'_>) {
        let lease = mode == ReadMode::Lease;
        match (mode, self.leader()) {
            (ReadMode::Stale, _) => {
                self.confirm_read(request, self.last_applied, ReadBasis::Stale, step);
            }
            _ if self.is_leader() => self.read_as_leader(request, None, lease, step),
            (_, Some(to)) => {
                step.decided(Verdict::ReadForwarded { request, to });
                self.reads.forwarded.push(request);
                let after = self.writes.gate_of_hard_state();
                self.send(to, Body::ReadIndex { request, lease }, after, step);
            }
            (_, None) => self.refuse_read(request, None, step),
        }
    }

    /// Another server asks on behalf of a read.
    pub(crate) fn read_index(
        &mut self,
        from: NodeId,
        request: RequestId,
        lease: bool,
        step: &mut Step<'_>,
    ) {
        if self.is_leader() {
            self.read_as_leader(request, Some(from), lease, step);
            return;
        }
        step.decided(Verdict::ReadRefused { request, leader: self.leader() });
        self.answer(from, Body::ReadIndexReply { request, index: None }, step);
    }

    fn read_as_leader(
        &mut self,
        request: RequestId,
        from: Option<NodeId>,
        lease: bool,
        step: &mut Step<'_>,
    ) {
        let asked = match self.index_to_read() {
            Err(why) => {
                step.decided(Verdict::ReadHeld { request, why });
                None
            }
            Ok(index) => {
                if lease && self.read_by_lease(request, from, index, step) {
                    return;
                }
                if !rules::read::needs_quorum(self.options.deviations) {
                    self.tell_reader(request, from, index, ReadBasis::Stale, step);
                    return;
                }
                Some((index, self.open_round()))
            }
        };
        if let Role::Leader(leader) = &mut self.role {
            leader.reads.push_back(HeldRead { request, from, asked });
        }
        if let Some((_, round)) = asked {
            let (have, need) = self.answers_to(round);
            let why = ReadHold::AwaitingQuorum { round, have, need };
            step.decided(Verdict::ReadHeld { request, why });
            self.ask_everybody(step);
            self.confirm_answered_reads(step);
        }
    }

    fn index_to_read(&self) -> Result<Index, ReadHold> {
        let index = self.commit_index;
        let term = self.log.term_at(index).unwrap_or_default();
        rules::read::index_to_read(
            LogId { term, index },
            self.hard_state.current_term,
            self.options.deviations,
        )
    }

    /// Whether the lease was enough.
    fn read_by_lease(
        &mut self,
        request: RequestId,
        from: Option<NodeId>,
        index: Index,
        step: &mut Step<'_>,
    ) -> bool {
        let Role::Leader(leader) = &self.role else { return false };
        let (until, now) = (self.timing.lease_until, self.timing.now);
        match rules::read::lease_is_valid(
            until,
            now,
            leader.lease_given_up,
            self.options.deviations,
        ) {
            Ok(until) => {
                self.tell_reader(request, from, index, ReadBasis::Lease { until }, step);
                true
            }
            Err(why) => {
                step.decided(Verdict::ReadHeld { request, why });
                false
            }
        }
    }

    /// Begins a round of questions. Messages from now on carry it.
    pub(crate) fn open_round(&mut self) -> Round {
        let Role::Leader(leader) = &mut self.role else { return Round::default() };
        leader.round = leader.round.next();
        if self.timing.rounds.len() == OPEN_ROUNDS {
            // The oldest answer that counts is that of a later round anyway.
            self.timing.rounds.pop_front();
        }
        self.timing.rounds.push_back((leader.round, self.timing.now));
        leader.round
    }

    /// A follower has answered a message of this round.
    pub(crate) fn round_answered(&mut self, at: usize, round: Round, step: &mut Step<'_>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let latest = leader.round;
        let Some(progress) = leader.progress.get_mut(at) else { return };
        // Nobody can have answered a round that has not begun.
        if round <= latest && round > progress.answered {
            progress.answered = round;
            self.renew_lease();
            self.confirm_answered_reads(step);
        }
    }

    fn answered_round(&self) -> Round {
        quorum::answered_round(&self.configuration, |voter| self.answered_by(voter))
    }

    fn answered_by(&self, voter: NodeId) -> Round {
        let Role::Leader(leader) = &self.role else { return Round::default() };
        if voter == self.id {
            return leader.round;
        }
        leader.progress_of(voter).map_or(Round::default(), |progress| progress.answered)
    }

    fn answers_to(&self, round: Round) -> (u32, u32) {
        let has = |voter| Some(self.answered_by(voter) >= round);
        quorum::count(&self.configuration, has).standing()
    }

    /// The lease runs from the *beginning* of the latest round that a majority has answered: that is
    /// when the first of them may have begun to wait (dissertation §6.4.1).
    fn renew_lease(&mut self) {
        let answered = self.answered_round();
        while let Some((round, began)) = self.timing.rounds.front().copied() {
            if round > answered {
                return;
            }
            self.timing.rounds.pop_front();
            if self.options.lease_reads {
                let (minimum, drift) =
                    (self.options.election_timeout.0, self.options.clock_drift_ppm);
                let until =
                    began.after(rules::read::lease_span(minimum, drift, self.options.deviations));
                self.timing.lease_until = self.timing.lease_until.max(Some(until));
            }
        }
    }

    /// Tells everybody whose round is answered.
    pub(crate) fn confirm_answered_reads(&mut self, step: &mut Step<'_>) {
        if !self.has_held_reads() {
            return;
        }
        let answered = self.answered_round();
        while let Role::Leader(leader) = &mut self.role
            && let Some(HeldRead { request, from, asked: Some((index, round)) }) =
                leader.reads.front().copied()
            && round <= answered
        {
            leader.reads.pop_front();
            self.tell_reader(request, from, index, ReadBasis::Quorum { round }, step);
        }
    }

    fn has_held_reads(&self) -> bool {
        matches!(&self.role, Role::Leader(leader) if !leader.reads.is_empty())
    }

    /// Something of this leader's own term is committed: the reads that waited for it can be asked
    /// about, all in one round.
    pub(crate) fn ask_for_held_reads(&mut self, step: &mut Step<'_>) {
        if !self.has_held_reads() {
            return;
        }
        let Ok(index) = self.index_to_read() else { return };
        let waits = |read: &HeldRead| read.asked.is_none();
        let Role::Leader(leader) = &self.role else { return };
        if !leader.reads.iter().any(waits) {
            return;
        }
        let round = self.open_round();
        let (have, need) = self.answers_to(round);
        if let Role::Leader(leader) = &mut self.role {
            for read in leader.reads.iter_mut().filter(|read| waits(read)) {
                read.asked = Some((index, round));
                let (request, why) = (read.request, ReadHold::AwaitingQuorum { round, have, need });
                step.decided(Verdict::ReadHeld { request, why });
            }
        }
        self.ask_everybody(step);
        self.confirm_answered_reads(step);
    }

    fn tell_reader(
        &mut self,
        request: RequestId,
        from: Option<NodeId>,
        index: Index,
        basis: ReadBasis,
        step: &mut Step<'_>,
    ) {
        match from {
            None => self.confirm_read(request, index, basis, step),
            Some(reader) => {
                step.decided(Verdict::ReadConfirmed { request, index, basis });
                let body = Body::ReadIndexReply { request, index: Some(index) };
                self.answer(reader, body, step);
            }
        }
    }

    /// The leader has said what must be applied, or that it does not lead.
    pub(crate) fn read_index_reply(
        &mut self,
        from: NodeId,
        request: RequestId,
        index: Option<Index>,
        step: &mut Step<'_>,
    ) {
        let Some(at) = self.reads.forwarded.iter().position(|open| *open == request) else {
            step.decided(Verdict::ReplyIgnored { from, why: ReplyFault::Repeated });
            return;
        };
        self.reads.forwarded.remove(at);
        match index {
            Some(index) => {
                self.confirm_read(request, index, ReadBasis::Leader { leader: from }, step);
            }
            None => self.refuse_read(request, None, step),
        }
    }

    /// What must be applied is known: the read is answered when it is.
    fn confirm_read(
        &mut self,
        request: RequestId,
        index: Index,
        basis: ReadBasis,
        step: &mut Step<'_>,
    ) {
        step.decided(Verdict::ReadConfirmed { request, index, basis });
        if self.last_applied >= index {
            self.serve_read(request, step);
        } else {
            let why = ReadHold::AwaitingApply { index, applied: self.last_applied };
            step.decided(Verdict::ReadHeld { request, why });
            self.reads.confirmed.push_back((index, request));
        }
    }

    fn serve_read(&mut self, request: RequestId, step: &mut Step<'_>) {
        let index = self.last_applied;
        step.decided(Verdict::ReadServed { request, index });
        self.answer_request(request, Reply::Readable { index }, step);
    }

    /// The state machine has moved on.
    pub(crate) fn serve_applied_reads(&mut self, step: &mut Step<'_>) {
        let applied = self.last_applied;
        while let Some(at) = self.reads.confirmed.iter().position(|(index, _)| *index <= applied)
            && let Some((_, request)) = self.reads.confirmed.remove(at)
        {
            self.serve_read(request, step);
        }
    }

    fn refuse_read(&self, request: RequestId, leader: Option<NodeId>, step: &mut Step<'_>) {
        step.decided(Verdict::ReadRefused { request, leader });
        self.answer_request(request, Reply::NotLeader { leader }, step);
    }

    /// A term ends: whoever was asked about a read may answer no more.
    pub(crate) fn refuse_forwarded_reads(&mut self, step: &mut Step<'_>) {
        while let Some(request) = self.reads.forwarded.pop() {
            self.refuse_read(request, None, step);
        }
    }

    /// An office ends, and with it the reads that it has not confirmed. Nothing was done: clients
    /// may ask somebody else.
    pub(crate) fn refuse_held_reads(&mut self, step: &mut Step<'_>) {
        while let Role::Leader(leader) = &mut self.role
            && let Some(read) = leader.reads.pop_front()
        {
            match read.from {
                None => self.refuse_read(read.request, None, step),
                Some(_) => {
                    let (request, leader) = (read.request, None);
                    step.decided(Verdict::ReadRefused { request, leader });
                }
            }
        }
    }
}
