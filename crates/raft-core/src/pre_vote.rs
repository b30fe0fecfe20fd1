//! PreVote (dissertation §9.6): asking before a term is opened.
//!
//! A server that was cut off and comes back would depose a healthy leader with its inflated term.
//! With PreVote it opens no term that it could not win: it asks first, in its present term, and the
//! question changes nothing at whoever is asked.

use crate::node::Step;
use crate::rules;
use crate::{
    Body, ElectionCause, ElectionRefusal, LogId, Message, Node, NodeId, PreCandidate, ReplyFault,
    Role, Term, Verdict,
};

impl Node {
    /// The election timer has run out, or somebody wants an election: asks first where that is
    /// wanted, else opens a term.
    pub(crate) fn campaign(&mut self, cause: ElectionCause, step: &mut Step<'_>) {
        if let Err(why) = self.may_stand() {
            step.decided(Verdict::ElectionRefused(why));
            if !self.is_leader() {
                self.timing.restart_election_timer();
            }
            return;
        }
        if self.asks_first() {
            self.start_pre_vote(cause, step);
        } else {
            self.start_election(cause, step);
        }
    }

    fn may_stand(&self) -> Result<(), ElectionRefusal> {
        if self.is_leader() {
            return Err(ElectionRefusal::IsLeader);
        }
        self.may_open_term()?;
        rules::stickiness::may_stand(self.options.lease_reads, self.voter())
    }

    /// Whether a campaign begins with a question. Who needs nobody else has nobody to ask; but a single
    /// voter may well be another, if the configuration leaves this server out.
    pub(crate) fn asks_first(&self) -> bool {
        self.options.pre_vote && self.electorate().voters().iter().any(|voter| *voter != self.id)
    }

    fn start_pre_vote(&mut self, cause: ElectionCause, step: &mut Step<'_>) {
        let asked = self.hard_state.current_term.next();
        step.decided(Verdict::PreVoteStarted { term: asked, cause });
        self.role = Role::PreCandidate(PreCandidate::default());
        // A new timeout for each attempt: two servers that ask in step must fall out of it.
        self.timing.attempt += 1;
        self.timing.election_timeout = self.options.election_timeout_for(step.draw);
        self.timing.restart_election_timer();
        let last_log = self.log.last();
        for voter in self.other_voters() {
            self.send(voter, Body::RequestPreVote { last_log }, None, step);
        }
        if self.electorate().is_voter(self.id) {
            self.count_pre_vote(self.id, true, asked, step);
        }
    }

    /// Answers the question. Nothing changes here: no term, no vote, no timer, nothing on disk.
    pub(crate) fn request_pre_vote(
        &mut self,
        message: &Message,
        last_log: LogId,
        step: &mut Step<'_>,
    ) {
        let (candidate, asked) = (message.from, message.term.next());
        let deviations = self.options.deviations;
        let answer =
            rules::pre_vote::may_grant(self.voter(), candidate, asked, last_log, deviations);
        match answer {
            Ok(()) => step.decided(Verdict::PreVoteGranted { candidate, term: asked }),
            Err(why) => step.decided(Verdict::PreVoteDenied { candidate, why }),
        }
        let granted = answer.is_ok();
        // As with a vote: who leads waits for no leader.
        let leads = matches!(self.role, Role::Leader(_));
        if !leads && rules::pre_vote::restarts_timer(granted, deviations) {
            self.timing.restart_election_timer();
        }
        self.answer(candidate, Body::RequestPreVoteReply { granted, asked }, step);
    }

    /// Counts an answer; with a majority of yes a term is opened.
    pub(crate) fn count_pre_vote(
        &mut self,
        voter: NodeId,
        granted: bool,
        asked: Term,
        step: &mut Step<'_>,
    ) {
        let (mine, deviations) = (self.hard_state.current_term, self.options.deviations);
        if rules::pre_vote::counts_as_vote(asked, mine, deviations) {
            return self.count_vote(voter, granted, step);
        }
        let electorate = self.electorate().clone();
        let Role::PreCandidate(candidate) = &mut self.role else {
            step.decided(Verdict::ReplyIgnored { from: voter, why: ReplyFault::RoleHasChanged });
            return;
        };
        if asked != mine.next() {
            let why = ReplyFault::OldTerm { theirs: asked, mine };
            step.decided(Verdict::ReplyIgnored { from: voter, why });
            return;
        }
        let (votes, answer) = (&mut candidate.votes, (voter, granted));
        let count = match rules::vote::count_answer(votes, &electorate, answer, deviations) {
            Err(why) => return step.decided(Verdict::ReplyIgnored { from: voter, why }),
            Ok(count) => count,
        };
        let (yes, needed) = count.standing();
        step.decided(Verdict::PreVoteCounted { voter, granted, yes, needed });
        if rules::vote::has_won(count, deviations) {
            self.start_election(ElectionCause::PreVoteWon { yes, needed }, step);
        }
    }
}
