//! What a follower does: it votes, it takes over the leader's log, it passes proposals on.

use crate::node::Step;
use crate::rules::{self, stickiness::Heard, vote::Voter};
use crate::{
    AppendResult, Body, Entry, Follower, Index, LogId, Message, MessageFault, Node, NodeId,
    Payload, Proposals, Reply, RequestId, Role, Round, Verdict,
};

impl Node {
    /// §5.2, §5.4.1: answers a request for a vote of the current term.
    pub(crate) fn request_vote(&mut self, candidate: NodeId, last_log: LogId, step: &mut Step<'_>) {
        let (term, voter) = (self.hard_state.current_term, self.voter());
        let deviations = self.options.deviations;
        let granted = match rules::vote::may_grant(voter, candidate, term, last_log, deviations) {
            Ok(()) => {
                step.decided(Verdict::VoteGranted { candidate, term });
                if self.hard_state.voted_for.is_none() {
                    self.vote_for(candidate, step);
                }
                true
            }
            Err(why) => {
                step.decided(Verdict::VoteDenied { candidate, why });
                false
            }
        };
        // Who leads waits for no leader: a timer that nobody looks at would be due for ever.
        let leads = matches!(self.role, Role::Leader(_));
        if !leads && rules::vote::restarts_timer(granted, deviations) {
            self.timing.restart_election_timer();
        }
        self.answer(candidate, Body::RequestVoteReply { granted }, step);
    }

    /// What this server looks at before it gives a vote away.
    pub(crate) fn voter(&self) -> Voter {
        let heard = match (&self.role, self.timing.leader_heard) {
            (Role::Leader(_), _) => Heard::Leads,
            (_, None) => Heard::Nothing,
            (_, Some(at)) => Heard::Ago {
                leader: self.leader(),
                elapsed: self.timing.now.since(at),
                minimum: self.options.election_timeout.0,
            },
        };
        Voter {
            current_term: self.hard_state.current_term,
            voted_for: self.hard_state.voted_for,
            last_log: self.log.last(),
            heard,
        }
    }

    /// Somebody knows that the leader is gone.
    pub(crate) fn forget_leader(&mut self, step: &mut Step<'_>) {
        // A leader with a lease counts on everybody's patience.
        if !self.options.lease_reads
            && let Role::Follower(follower) = &mut self.role
            && let Some(leader) = follower.leader.take()
        {
            self.timing.leader_heard = None;
            step.decided(Verdict::LeaderForgotten { leader });
        }
    }

    /// §5.3: takes entries of the current term's leader over, if they fit.
    pub(crate) fn append_entries(
        &mut self,
        leader: NodeId,
        prev: LogId,
        entries: &[Entry],
        leader_commit: Index,
        round: Round,
        step: &mut Step<'_>,
    ) {
        if !self.follow(leader, step) {
            return;
        }
        self.timing.restart_election_timer();
        let deviations = self.options.deviations;
        if let Err(why) = rules::append::check_previous(&self.log, prev, deviations) {
            step.decided(Verdict::AppendRefused { leader, why });
            let hint = self.log.last_at_or_below(prev.index, prev.term);
            let result = AppendResult::Rejected { prev_index: prev.index, hint };
            self.answer(leader, Body::AppendEntriesReply { result, round }, step);
            return;
        }
        let appended = self.take_over(prev.index, entries, step);
        let verified = Index(prev.index.0 + entries.len() as u64);
        let last = self.log.last().index;
        let match_index = rules::append::acknowledged(verified, last, deviations);
        step.decided(Verdict::AppendAccepted { leader, match_index, appended });
        self.persist(step);
        let commit = rules::append::follower_commit(leader_commit, verified, last, deviations);
        if rules::append::commit_moves(self.commit_index, commit, deviations) {
            self.commit_to(commit, None, step);
        }
        let may_apply = rules::commit::may_apply(self.commit_index, verified, deviations);
        if may_apply > self.commit_index {
            self.apply_to(may_apply, step);
        }
        // "You can count on me up to here" must not leave before it is true after a crash.
        let after = rules::persist::gate(self.writes.gate_of_log(match_index), deviations);
        let result = AppendResult::Accepted { match_index };
        self.send(leader, Body::AppendEntriesReply { result, round }, after, step);
    }

    /// §5.2: whoever sends AppendEntries in this term leads it. False if that cannot be.
    pub(crate) fn follow(&mut self, leader: NodeId, step: &mut Step<'_>) -> bool {
        let term = self.hard_state.current_term;
        match &self.role {
            Role::Follower(Follower { leader: Some(known) }) if *known == leader => {
                self.timing.leader_heard = Some(self.timing.now);
                return true;
            }
            Role::Follower(Follower { leader: Some(_) }) | Role::Leader(_) => {
                let why = MessageFault::SecondLeader;
                step.decided(Verdict::MessageRefused { from: leader, why });
                return false;
            }
            Role::Follower(Follower { leader: None }) | Role::PreCandidate(_) => {
                step.decided(Verdict::LeaderRecognised { leader, term });
            }
            Role::Candidate(_) if !rules::vote::candidate_follows(self.options.deviations) => {
                return false;
            }
            Role::Candidate(_) => step.decided(Verdict::CandidateSteppedDown { leader, term }),
        }
        let (vote, deviations) = (self.hard_state.voted_for, self.options.deviations);
        self.hard_state.voted_for = rules::vote::vote_after_following(vote, deviations);
        self.role = Role::Follower(Follower { leader: Some(leader) });
        self.timing.leader_heard = Some(self.timing.now);
        true
    }

    /// A leader has everything that is committed (Leader Completeness, §5.4.3), so entries that
    /// would replace some of it do not come from one. Looked at before anything else, so that such
    /// a message changes nothing, not even the term.
    ///
    /// # Errors
    /// The committed entry that the message contradicts.
    pub(crate) fn check_against_committed(&self, message: &Message) -> Result<(), MessageFault> {
        let Body::AppendEntries { prev_log, entries, .. } = &message.body else {
            return Ok(());
        };
        // A deposed leader may well send such entries, in good faith and in an old term.
        let stale = message.term < self.hard_state.current_term && !self.counts_though_old(message);
        let passes =
            rules::append::check_previous(&self.log, *prev_log, self.options.deviations).is_ok();
        if stale || prev_log.index >= self.commit_index || !passes {
            return Ok(());
        }
        match rules::append::merge(&self.log, prev_log.index, entries, self.options.deviations)
            .conflict
        {
            Some(mine) if mine.index <= self.commit_index => {
                Err(MessageFault::ConflictsWithCommitted { index: mine.index })
            }
            _ => Ok(()),
        }
    }

    /// Adds the entries that are new, after removing what conflicts with them. Says how many were
    /// added.
    fn take_over(&mut self, prev: Index, entries: &[Entry], step: &mut Step<'_>) -> u32 {
        let merge = rules::append::merge(&self.log, prev, entries, self.options.deviations);
        if let Some(mine) = merge.conflict {
            let lost = self.truncate_log(mine.index, step);
            step.decided(Verdict::Truncated {
                from: mine,
                lost: u32::try_from(lost).unwrap_or(u32::MAX),
                theirs: entries.get(merge.known).map_or(mine.term, |entry| entry.id.term),
            });
        }
        for entry in &entries[merge.known..] {
            self.append_to_log(entry.clone(), step);
        }
        self.use_latest_configuration(step);
        u32::try_from(entries.len() - merge.known).unwrap_or(u32::MAX)
    }

    /// §8, dissertation §6.2: a proposal that reaches a server which does not lead.
    pub(crate) fn pass_command_on(
        &mut self,
        request: RequestId,
        payload: Payload,
        step: &mut Step<'_>,
    ) {
        match (self.options.proposals, self.leader()) {
            (Proposals::Forward, Some(leader)) => {
                step.decided(Verdict::ProposalForwarded { request, to: leader });
                let after = self.writes.gate_of_hard_state();
                self.send(leader, Body::Forward { request, payload }, after, step);
            }
            (Proposals::Redirect | Proposals::Forward, leader) => {
                step.decided(Verdict::ProposalRefused { request, leader });
                self.answer_request(request, Reply::NotLeader { leader }, step);
            }
        }
    }
}
