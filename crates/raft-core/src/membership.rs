//! Cluster membership changes (§6; dissertation chapter 4).
//!
//! A configuration is an entry of the log. A server uses the latest one in its log, committed or
//! not, and goes back to the one before where that entry is replaced. The leader takes one change at
//! a time; how one configuration follows another is said in [`rules::membership`], when a leader may
//! begin in [`rules::change`].

use alloc::vec::Vec;

use crate::node::Step;
use crate::rules;
use crate::{
    Activation, CatchUp, Change, ChangeFault, Configuration, Durable, Index, Leader, LogId,
    MembershipChange, Node, NodeId, Payload, Progress, Reply, RequestId, Role, TransferAbort,
    Verdict,
};

/// The configurations of a log: what it began with, and each entry since.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Configurations {
    first: Configuration,
    entries: Vec<(Index, Configuration)>,
}

impl Configurations {
    /// What a disk says: the configuration of the set-up or of the snapshot, and those in the log.
    pub(crate) fn of(durable: &Durable) -> Self {
        let snapshot = durable.snapshot.as_ref();
        let first = snapshot.map_or(&durable.configuration, |snapshot| &snapshot.configuration);
        let mut configurations = Self { first: first.clone(), entries: Vec::new() };
        for entry in durable.log.iter_from(Index::ZERO) {
            if let Payload::Configuration(configuration) = &entry.payload {
                configurations.append(entry.id.index, configuration.clone());
            }
        }
        configurations
    }

    pub(crate) fn append(&mut self, index: Index, configuration: Configuration) {
        self.entries.push((index, configuration));
    }

    pub(crate) fn truncate_from(&mut self, index: Index) {
        self.entries.retain(|(at, _)| *at < index);
    }

    /// The log up to `index` has been replaced by a snapshot.
    fn compact_to(&mut self, index: Index) {
        self.first = self.at(index).1.clone();
        self.entries.retain(|(at, _)| *at > index);
    }

    fn reset(&mut self, first: Configuration) {
        *self = Self { first, entries: Vec::new() };
    }

    /// The latest one, and its entry; index 0 for what the log began with.
    pub(crate) fn latest(&self) -> (Index, &Configuration) {
        let last = self.entries.last();
        last.map_or((Index::ZERO, &self.first), |(at, configuration)| (*at, configuration))
    }

    /// The one that counts where so much is applied.
    pub(crate) fn in_force(
        &self,
        activation: Activation,
        applied: Index,
    ) -> (Index, &Configuration) {
        match activation {
            Activation::OnAppend => self.latest(),
            Activation::OnApply => self.at(applied),
        }
    }

    /// The latest one up to `index`.
    pub(crate) fn at(&self, index: Index) -> (Index, &Configuration) {
        let last = self.entries.iter().rev().find(|(at, _)| *at <= index);
        last.map_or((Index::ZERO, &self.first), |(at, configuration)| (*at, configuration))
    }
}

impl Node {
    /// Who decides an election that this server stands in.
    pub(crate) fn electorate(&self) -> &Configuration {
        if rules::change::latest_members_elect(self.options.deviations) {
            return &self.configuration;
        }
        self.configurations.at(self.commit_index).1
    }

    /// Whether this server stands for election when nobody leads. A voter does. So does one that its own
    /// latest configuration leaves out, as long as it does not know that to be committed: it may be the
    /// only one with the longest log, and without it nobody could ever be elected (dissertation §4.2.2).
    #[must_use]
    pub fn stands_for_election(&self) -> bool {
        self.electorate().is_voter(self.id) || self.may_be_voter()
    }

    /// Whether this server votes by any configuration that can be the latest committed one, as far as
    /// it knows.
    fn may_be_voter(&self) -> bool {
        let (from, committed) = self.configurations.at(self.commit_index);
        let later = self.configurations.entries.iter().filter(|(at, _)| *at > from);
        committed.is_voter(self.id) || later.into_iter().any(|(_, one)| one.is_voter(self.id))
    }

    /// The configuration that the log had reached at `index`.
    pub(crate) fn configuration_at(&self, index: Index) -> Configuration {
        self.configurations.at(index).1.clone()
    }

    /// The entry of the latest configuration in this server's log; 0 if it is what it began with.
    #[must_use]
    pub fn configuration_index(&self) -> Index {
        self.configurations.latest().0
    }

    /// A snapshot has taken the place of the log up to its end.
    pub(crate) fn shorten_configurations(&mut self) {
        self.configurations.compact_to(self.log.base().index);
    }

    /// A leader's snapshot has taken the place of the log, or of its beginning.
    pub(crate) fn adopt_configuration_of_snapshot(
        &mut self,
        configuration: &Configuration,
        keeps_tail: bool,
        step: &mut Step<'_>,
    ) {
        if keeps_tail {
            self.shorten_configurations();
        } else {
            self.configurations.reset(configuration.clone());
        }
        self.use_latest_configuration(step);
    }

    /// Uses the configuration that is in force by now; says whether that is another one.
    pub(crate) fn use_latest_configuration(&mut self, step: &mut Step<'_>) -> bool {
        let (index, next) =
            self.configurations.in_force(self.options.activation, self.last_applied);
        if *next == self.configuration {
            return false;
        }
        self.configuration = next.clone();
        let count = |ids: &[NodeId]| crate::verdict::narrow(ids.len());
        step.decided(Verdict::ConfigurationUsed {
            index,
            incoming: count(next.incoming()),
            outgoing: count(next.outgoing()),
            learners: count(next.learners()) + count(next.learners_next()),
        });
        self.align_progress(step);
        true
    }

    /// A leader knows something of each member, and of nobody else.
    fn align_progress(&mut self, step: &mut Step<'_>) {
        let (now, last) = (self.timing.now, self.log.last().index);
        let members: Vec<NodeId> = self.others().collect();
        let Role::Leader(leader) = &mut self.role else { return };
        let before: Vec<NodeId> =
            leader.progress.iter().map(|progress| progress.follower).collect();
        let newcomer = |follower| Progress::unknown(follower, last.max(Index(1)));
        rules::membership::realign(
            &mut leader.progress,
            |progress| progress.follower,
            members.iter().copied(),
            newcomer,
        );
        let catch_up = CatchUp { goal: last, began: now, ..CatchUp::default() };
        self.timing.heartbeats = aligned(&self.timing.heartbeats, &before, &members, now);
        self.timing.heard = aligned(&self.timing.heard, &before, &members, now);
        self.timing.catch_up = aligned(&self.timing.catch_up, &before, &members, catch_up);
        if let Some(transfer) = leader.transfer
            && !self.configuration.is_voter(transfer.to)
        {
            leader.transfer = None;
            self.timing.transfer_deadline = None;
            let why = TransferAbort::Removed;
            step.decided(Verdict::TransferAborted { to: transfer.to, why });
        }
        // Other majorities count from now on.
        self.set_quorum_deadline();
        self.confirm_answered_reads(step);
    }

    /// Somebody wants the cluster to have other members.
    pub(crate) fn change_membership(
        &mut self,
        request: RequestId,
        change: &MembershipChange,
        step: &mut Step<'_>,
    ) {
        match self.next_configuration(change) {
            Ok(next) => {
                let index = self.log.last().index.next();
                let id = LogId { term: self.hard_state.current_term, index };
                step.decided(Verdict::ChangeAccepted { request, id });
                if let Role::Leader(leader) = &mut self.role {
                    leader.proposals.push_back((id.index, request));
                }
                self.append_own(Payload::Configuration(next), step);
                self.replicate_new_entries(step);
            }
            Err(why) => {
                step.decided(Verdict::ChangeRefused { request, why });
                let reply = match why {
                    ChangeFault::NotLeader { leader } => Reply::NotLeader { leader },
                    _ => Reply::ChangeRefused(why),
                };
                self.answer_request(request, reply, step);
            }
        }
    }

    fn next_configuration(&self, change: &MembershipChange) -> Result<Configuration, ChangeFault> {
        let Role::Leader(leader) = &self.role else {
            return Err(ChangeFault::NotLeader { leader: self.leader() });
        };
        let (index, latest) = self.configurations.latest();
        let term = self.log.term_at(self.commit_index).unwrap_or_default();
        let committed = LogId { term, index: self.commit_index };
        let transfer = leader.transfer.map(|transfer| transfer.to);
        rules::change::may_begin(
            transfer,
            (index, self.settled_index()),
            committed,
            self.hard_state.current_term,
            self.options.deviations,
        )?;
        let next = match change {
            MembershipChange::LeaveJoint => rules::membership::leave_joint(latest),
            MembershipChange::Change { changes, transition } => {
                for change in changes {
                    if let Change::Promote(node) = change {
                        self.may_promote(leader, *node)?;
                    }
                }
                rules::change::next(latest, changes, *transition, self.options.deviations)
            }
        };
        next.map_err(ChangeFault::Impossible)
    }

    /// Up to where changes of members are settled: what is committed, or applied, where
    /// configurations wait for that.
    fn settled_index(&self) -> Index {
        match self.options.activation {
            Activation::OnAppend => self.commit_index,
            Activation::OnApply => self.last_applied,
        }
    }

    /// Something more is committed: a joint configuration may be left, a removed leader may go.
    pub(crate) fn settle_configuration(&mut self, step: &mut Step<'_>) {
        if !self.is_leader() {
            return;
        }
        let ((index, latest), settled) = (self.configurations.latest(), self.settled_index());
        if rules::change::may_leave_joint(latest, index, settled, self.options.deviations)
            && let Ok(next) = rules::membership::leave_joint(latest)
        {
            let id = self.append_own(Payload::Configuration(next), step);
            step.decided(Verdict::JointLeft { joint: index, id });
            self.replicate_new_entries(step);
            return;
        }
        let removed = !latest.is_voter(self.id) && index <= settled && index > Index::ZERO;
        if removed && self.options.step_down_on_removal {
            let (term, abandoned) = (self.hard_state.current_term, self.open_proposals());
            step.decided(Verdict::LeaderRemoved { term, index, abandoned });
            // The others may not know yet that they can do without this server.
            self.ask_everybody(step);
            self.leave_office(step);
        }
    }

    fn may_promote(&self, leader: &Leader, node: NodeId) -> Result<(), ChangeFault> {
        let at = leader.progress.iter().position(|progress| progress.follower == node);
        let known = at.and_then(|at| Some((&leader.progress[at], self.timing.catch_up.get(at)?)));
        known.map_or(Ok(()), |(progress, catch_up)| {
            rules::change::may_promote(progress, catch_up.caught_up, self.log.last().index)
        })
    }

    /// Dissertation §4.2.1: how fast a learner follows shows whether it can be promoted.
    pub(crate) fn note_catch_up(&mut self, at: usize, step: &mut Step<'_>) {
        let (now, last, limit) =
            (self.timing.now, self.log.last().index, self.options.election_timeout.0);
        let Some(progress) = self.progress_at(at) else { return };
        let (follower, matched) = (progress.follower, progress.match_index);
        let Some(catch_up) = self.timing.catch_up.get_mut(at) else { return };
        if matched < catch_up.goal {
            return;
        }
        let (round, took) = (catch_up.rounds.saturating_add(1), now.since(catch_up.began));
        let caught_up = rules::change::is_caught_up(took, limit);
        *catch_up =
            CatchUp { rounds: round, goal: last.max(matched.next()), caught_up, began: now };
        if self.configuration.is_member(follower) && !self.configuration.is_voter(follower) {
            step.decided(Verdict::CaughtUp { learner: follower, round, took, caught_up });
        }
    }
}

/// What is known of each of `before`, in the order of `members`; newcomers begin with `newcomer`.
fn aligned<T: Copy>(known: &[T], before: &[NodeId], members: &[NodeId], newcomer: T) -> Vec<T> {
    let of = |member: &NodeId| {
        let at = before.iter().position(|known| known == member);
        at.and_then(|at| known.get(at)).copied().unwrap_or(newcomer)
    };
    members.iter().map(of).collect()
}
