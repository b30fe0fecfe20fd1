//! Leader election (§5.2), seen from the candidate.

use crate::node::Step;
use crate::rules;
use crate::{
    Body, Candidate, Configuration, ElectionCause, Node, NodeId, ReplyFault, Role, Verdict,
};

impl Node {
    /// §5.2: opens a new term, votes for itself and asks everybody else.
    pub(crate) fn start_election(&mut self, cause: ElectionCause, step: &mut Step<'_>) {
        let deviations = self.options.deviations;
        let term = rules::vote::term_to_open(self.hard_state, self.id, deviations);
        step.decided(Verdict::ElectionStarted { term, cause });
        self.enter_term(term, step);
        self.vote_for(self.id, step);
        self.role = Role::Candidate(Candidate::default());
        self.timing.restart_election_timer();
        self.persist(step);
        // The requests wait for the disk: a candidate that crashed and forgot its own vote could
        // be elected and vote for somebody else in the same term.
        let after = self.writes.gate_of_hard_state();
        let last_log = self.log.last();
        let transfer = matches!(cause, ElectionCause::TimeoutNow { .. });
        for voter in self.other_voters() {
            self.send(voter, Body::RequestVote { last_log, transfer }, after, step);
        }
    }

    /// A candidate's own vote counts like any other: once it is durable, and if it is a voter's.
    pub(crate) fn count_own_vote(&mut self, step: &mut Step<'_>) {
        if !self.electorate().is_voter(self.id) {
            return;
        }
        let Role::Candidate(candidate) = &self.role else {
            return;
        };
        if !candidate.votes.contains_key(&self.id) && self.writes.gate_of_hard_state().is_none() {
            self.count_vote(self.id, true, step);
        }
    }

    /// §5.2: counts an answer; a majority of yes makes this server leader.
    pub(crate) fn count_vote(&mut self, voter: NodeId, granted: bool, step: &mut Step<'_>) {
        let (electorate, deviations) = (self.electorate().clone(), self.options.deviations);
        let Role::Candidate(candidate) = &mut self.role else {
            step.decided(Verdict::ReplyIgnored { from: voter, why: ReplyFault::RoleHasChanged });
            return;
        };
        let (votes, answer) = (&mut candidate.votes, (voter, granted));
        let count = match rules::vote::count_answer(votes, &electorate, answer, deviations) {
            Err(why) => return step.decided(Verdict::ReplyIgnored { from: voter, why }),
            Ok(count) => count,
        };
        let (yes, needed) = count.standing();
        step.decided(Verdict::VoteCounted { voter, granted, yes, needed });
        if rules::vote::has_won(count, deviations) {
            step.decided(Verdict::ElectionWon { term: self.hard_state.current_term, yes, needed });
            self.become_leader(step);
        }
    }

    /// All members but this server, in ascending order.
    pub(crate) fn others(&self) -> impl Iterator<Item = NodeId> + use<> {
        self.all_but_me(&self.configuration, Configuration::members)
    }

    /// All voters but this server, in ascending order: the order in which messages are sent is
    /// part of a run's identity.
    pub(crate) fn other_voters(&self) -> impl Iterator<Item = NodeId> + use<> {
        self.all_but_me(self.electorate(), Configuration::voters)
    }

    fn all_but_me(
        &self,
        configuration: &Configuration,
        of: fn(&Configuration) -> &[NodeId],
    ) -> impl Iterator<Item = NodeId> + use<> {
        let (me, configuration) = (self.id, configuration.clone());
        (0..of(&configuration).len())
            .map(move |at| of(&configuration)[at])
            .filter(move |id| *id != me)
    }
}
