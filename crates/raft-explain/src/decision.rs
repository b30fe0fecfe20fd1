//! Which sentence tells of a decision.

use raft_core::{
    AppendRefusal, ChangeFault, CommitHold, Configuration, ElectionCause, ElectionRefusal, NodeId,
    ProposalRefusal, ReadBasis, ReadHold, Verdict, VoteRefusal,
};
use raft_sim::World;

use crate::narrate::{Operands, command_at};
use crate::{Operand, SentenceKind};

/// Which sentence tells of a decision, and how much it matters; none if it goes without saying.
/// This is asked of every decision, and most are never put into words.
pub(crate) fn decision_told(
    server: NodeId,
    verdict: &Verdict,
) -> Option<(SentenceKind, &'static str)> {
    use SentenceKind as Is;
    Some(match *verdict {
        Verdict::ElectionWon { .. } => (Is::Leader, "election-won"),
        Verdict::LeaderSteppedDown { .. } => (Is::Leader, "leader-steps-down"),
        Verdict::QuorumLost { .. } => (Is::Leader, "quorum-lost"),
        Verdict::LeaderRemoved { .. } => (Is::Leader, "leader-removed"),
        Verdict::TransferStarted { .. } => (Is::Leader, "transfer-started"),
        Verdict::TransferReady { .. } => (Is::Leader, "transfer-ready"),
        Verdict::TransferAborted { .. } => (Is::Leader, "transfer-aborted"),
        Verdict::CommitAdvanced { have: Some(_), .. } => (Is::Commit, "commit-leader"),
        Verdict::CommitAdvanced { have: None, .. } => (Is::Commit, "commit-follower"),
        Verdict::CommitHeld(CommitHold::OldTermEntry { .. }) => {
            (Is::Commit, "commit-held-old-term")
        }
        Verdict::VoteDenied { why, .. } | Verdict::PreVoteDenied { why, .. } => {
            (Is::Refusal, vote_denied(why))
        }
        Verdict::TransferRefused { .. } => (Is::Refusal, "transfer-refused"),
        Verdict::ProposalTurnedAway { why: ProposalRefusal::TransferInProgress { .. }, .. } => {
            (Is::Refusal, "proposal-held-for-transfer")
        }
        Verdict::ProposalTurnedAway { why: ProposalRefusal::Backpressure { .. }, .. } => {
            (Is::Refusal, "proposal-too-much")
        }
        Verdict::ReadRefused { .. } => (Is::Refusal, "read-refused"),
        Verdict::SnapshotRefused { .. } => (Is::Refusal, "snapshot-refused"),
        Verdict::ChangeRefused { why, .. } => (Is::Refusal, change_refused(why)),
        Verdict::AppendRefused { why, .. } => (Is::Refusal, append_refused(why)),
        Verdict::Truncated { .. } => (Is::Refusal, "truncated"),
        Verdict::ProposalRefused { leader: None, .. } => (Is::Refusal, "proposal-refused"),
        Verdict::ProposalRefused { leader: Some(_), .. } => (Is::Refusal, "proposal-redirected"),
        Verdict::MessageRefused { .. } => (Is::Refusal, "message-refused"),
        // A candidate's own vote goes without saying.
        Verdict::VoteCounted { voter, .. } | Verdict::PreVoteCounted { voter, .. }
            if voter == server =>
        {
            return None;
        }
        Verdict::PreVoteStarted { .. } => (Is::Vote, "pre-vote-started"),
        Verdict::PreVoteGranted { .. } => (Is::Vote, "pre-vote-granted"),
        Verdict::PreVoteCounted { granted: true, .. } => (Is::Vote, "pre-vote-counted"),
        Verdict::PreVoteCounted { granted: false, .. } => (Is::Vote, "pre-vote-no-counted"),
        Verdict::LeaderForgotten { .. } => (Is::Vote, "leader-forgotten"),
        Verdict::ElectionRefused(ElectionRefusal::LeaderHeardRecently { .. }) => {
            (Is::Vote, "election-refused-lease")
        }
        Verdict::ElectionStarted { cause, .. } => (Is::Vote, election_started(cause)),
        Verdict::CandidateSteppedDown { .. } => (Is::Vote, "candidate-steps-down"),
        Verdict::VoteGranted { .. } => (Is::Vote, "vote-granted"),
        Verdict::VoteCounted { granted: true, .. } => (Is::Vote, "vote-counted"),
        Verdict::VoteCounted { granted: false, .. } => (Is::Vote, "vote-no-counted"),
        Verdict::AppendAccepted { appended: 0, .. } => return None,
        Verdict::LeaderRecognised { .. } => (Is::Rest, "leader-recognised"),
        Verdict::AppendAccepted { .. } => (Is::Rest, "append-accepted"),
        Verdict::ProposalAccepted { .. } => (Is::Rest, "proposal-accepted"),
        Verdict::ProposalForwarded { .. } => (Is::Rest, "proposal-forwarded"),
        Verdict::ReadHeld { why, .. } => (Is::Rest, read_held(why)),
        Verdict::ReadConfirmed { basis, .. } => (Is::Rest, read_confirmed(basis)),
        Verdict::ReadServed { .. } => (Is::Rest, "read-served"),
        Verdict::ReadForwarded { .. } => (Is::Rest, "read-forwarded"),
        Verdict::ChangeAccepted { .. } => (Is::Rest, "change-accepted"),
        Verdict::JointLeft { .. } => (Is::Rest, "joint-left"),
        Verdict::ConfigurationUsed { outgoing: 0, .. } => (Is::Rest, "configuration-used"),
        Verdict::ConfigurationUsed { .. } => (Is::Rest, "configuration-joint"),
        Verdict::CaughtUp { caught_up: true, .. } => (Is::Rest, "learner-caught-up"),
        Verdict::CaughtUp { caught_up: false, .. } => (Is::Rest, "learner-too-slow"),
        Verdict::SnapshotTaken { .. } => (Is::Rest, "snapshot-taken"),
        Verdict::SnapshotSent { .. } => (Is::Rest, "snapshot-sent"),
        Verdict::SnapshotReceived { done: true, .. } => (Is::Rest, "snapshot-received"),
        Verdict::SnapshotInstalled { .. } => (Is::Rest, "snapshot-installed"),
        Verdict::TermAdopted { .. }
        | Verdict::MatchAdvanced { .. }
        | Verdict::Backtracked { .. }
        | Verdict::FollowerSilent { .. }
        | Verdict::ProgressChanged { .. }
        | Verdict::SnapshotReceived { done: false, .. }
        | Verdict::SendingPaused { .. }
        | Verdict::CommitHeld(CommitHold::NoQuorum { .. })
        | Verdict::ReplyIgnored { .. }
        | Verdict::UnknownWrite(_)
        | Verdict::ElectionRefused(_) => return None,
    })
}

/// What goes into the sentence that tells of a decision.
pub(crate) fn decision_operands(world: &World, server: NodeId, verdict: &Verdict) -> Operands {
    let mut said = Said(vec![("server", server.into())]);
    match *verdict {
        Verdict::ElectionStarted { term, .. }
        | Verdict::PreVoteStarted { term, .. }
        | Verdict::LeaderRemoved { term, .. } => said.with("term", term),
        Verdict::PreVoteGranted { candidate, term } | Verdict::VoteGranted { candidate, term } => {
            said.with("candidate", candidate).with("term", term)
        }
        Verdict::VoteDenied { candidate, why } | Verdict::PreVoteDenied { candidate, why } => {
            said.with("candidate", candidate).why_no_vote(why)
        }
        Verdict::VoteCounted { voter, yes, needed, .. }
        | Verdict::PreVoteCounted { voter, yes, needed, .. } => {
            said.with("voter", voter).with("yes", yes).with("needed", needed)
        }
        Verdict::ElectionRefused(ElectionRefusal::LeaderHeardRecently { elapsed, .. }) => {
            said.with("elapsed", elapsed)
        }
        Verdict::ElectionWon { term, yes, .. } => {
            // Who has won in both halves of a joint configuration has counted C_new.
            let voters = voters(world, server, yes, Configuration::incoming);
            said.with("term", term).with("yes", yes).with("voters", voters)
        }
        Verdict::LeaderSteppedDown { led, new, .. } => said.with("term", led).with("new", new),
        Verdict::CandidateSteppedDown { leader, term }
        | Verdict::LeaderRecognised { leader, term } => {
            said.with("leader", leader).with("term", term)
        }
        Verdict::LeaderForgotten { leader }
        | Verdict::ProposalRefused { leader: Some(leader), .. }
        | Verdict::ReadForwarded { to: leader, .. }
        | Verdict::ProposalForwarded { to: leader, .. } => said.with("leader", leader),
        Verdict::QuorumLost { term, heard, needed, .. } => {
            said.with("term", term).with("heard", heard).with("needed", needed)
        }
        Verdict::TransferStarted { to, .. }
        | Verdict::TransferReady { to }
        | Verdict::TransferAborted { to, .. }
        | Verdict::TransferRefused { to, .. }
        | Verdict::ProposalTurnedAway { why: ProposalRefusal::TransferInProgress { to }, .. } => {
            said.with("to", to)
        }
        Verdict::AppendRefused { leader, why } => said.with("leader", leader).why_no_entries(why),
        Verdict::AppendAccepted { leader, match_index, appended } => {
            said.with("leader", leader).with("count", appended).with("index", match_index)
        }
        Verdict::Truncated { from, lost, .. } => said.with("count", lost).with("from", from),
        Verdict::ProposalAccepted { id, .. } => {
            said.with("index", id.index).with("command", command_at(world, server, id.index))
        }
        Verdict::CommitAdvanced { to, have: Some(have), .. } => {
            let voters = voters(world, server, have, Configuration::voters);
            let said = said.with("have", have).with("voters", voters);
            said.with("index", to).with("command", command_at(world, server, to))
        }
        Verdict::CommitAdvanced { to: index, have: None, .. }
        | Verdict::ReadConfirmed { index, .. }
        | Verdict::ReadServed { index, .. }
        | Verdict::JointLeft { joint: index, .. } => said.with("index", index),
        Verdict::CommitHeld(CommitHold::OldTermEntry { id, current_term }) => {
            said.with("entry", id).with("term", current_term)
        }
        Verdict::ChangeAccepted { id, .. } => said.with("entry", id),
        Verdict::ConfigurationUsed { incoming, outgoing: 0, .. } => said.with("count", incoming),
        Verdict::ConfigurationUsed { incoming, outgoing, .. } => {
            said.with("count", outgoing).with("more", incoming)
        }
        Verdict::CaughtUp { learner, took, .. } => said.with("learner", learner).with("took", took),
        Verdict::SnapshotTaken { last, discarded: count }
        | Verdict::SnapshotInstalled { last, kept: count, .. } => {
            said.with("entry", last).with("count", Operand::Count(count))
        }
        Verdict::SnapshotSent { follower, last } => {
            said.with("follower", follower).with("entry", last)
        }
        Verdict::SnapshotReceived { leader, last, .. } => {
            said.with("leader", leader).with("entry", last)
        }
        Verdict::MessageRefused { from, .. } => said.with("from", from),
        // The server alone says it all, or there is no sentence.
        _ => &mut said,
    };
    said.0
}

/// What has been said of a decision so far.
struct Said(Operands);

impl Said {
    fn with(&mut self, name: &'static str, operand: impl Into<Operand>) -> &mut Self {
        self.put(name, operand.into());
        self
    }

    /// Out of line, because it stands in many places and nobody waits for it.
    #[inline(never)]
    fn put(&mut self, name: &'static str, operand: Operand) {
        self.0.push((name, operand));
    }

    fn why_no_vote(&mut self, why: VoteRefusal) -> &mut Self {
        match why {
            VoteRefusal::StaleTerm { mine, theirs } => {
                self.with("mine", mine).with("theirs", theirs)
            }
            VoteRefusal::LogBehind { mine, theirs } => {
                self.with("mine", mine).with("theirs", theirs)
            }
            VoteRefusal::AlreadyVoted { voted_for } => self.with("voted_for", voted_for),
            VoteRefusal::LeaderHeardRecently { elapsed, .. } => self.with("elapsed", elapsed),
            VoteRefusal::IsLeader => self,
        }
    }

    fn why_no_entries(&mut self, why: AppendRefusal) -> &mut Self {
        match why {
            AppendRefusal::StaleTerm { mine, theirs } => {
                self.with("mine", mine).with("theirs", theirs)
            }
            AppendRefusal::PrevMissing { prev, last } => self.with("prev", prev).with("last", last),
            AppendRefusal::PrevTermMismatch { prev, mine } => {
                self.with("prev", prev).with("mine", mine)
            }
        }
    }
}

/// How many of these voters a server's configuration has; at least as many as were counted. In the
/// step that commits a joint configuration the one after it is in force already, with fewer voters.
fn voters(
    world: &World,
    server: NodeId,
    counted: u32,
    of: impl Fn(&Configuration) -> &[NodeId],
) -> u32 {
    let node = world.server(server).and_then(|server| server.node());
    let voters = node.map_or(0, |node| of(node.configuration()).len());
    u32::try_from(voters).unwrap_or(u32::MAX).max(counted)
}

fn election_started(cause: ElectionCause) -> &'static str {
    match cause {
        ElectionCause::TimedOut => "election-timed-out",
        ElectionCause::Told => "election-told",
        ElectionCause::PreVoteWon { .. } => "election-pre-vote-won",
        ElectionCause::TimeoutNow { .. } => "election-handed-over",
    }
}

fn vote_denied(why: VoteRefusal) -> &'static str {
    match why {
        VoteRefusal::StaleTerm { .. } => "vote-denied-stale",
        VoteRefusal::AlreadyVoted { .. } => "vote-denied-voted",
        VoteRefusal::LogBehind { .. } => "vote-denied-log",
        VoteRefusal::LeaderHeardRecently { .. } => "vote-denied-heard",
        VoteRefusal::IsLeader => "vote-denied-leads",
    }
}

fn append_refused(why: AppendRefusal) -> &'static str {
    match why {
        AppendRefusal::StaleTerm { .. } => "append-refused-stale",
        AppendRefusal::PrevMissing { .. } => "append-refused-missing",
        AppendRefusal::PrevTermMismatch { .. } => "append-refused-mismatch",
    }
}

fn read_confirmed(basis: ReadBasis) -> &'static str {
    match basis {
        ReadBasis::Quorum { .. } => "read-confirmed-quorum",
        ReadBasis::Lease { .. } => "read-confirmed-lease",
        ReadBasis::Leader { .. } => "read-confirmed-leader",
        ReadBasis::Stale => "read-stale",
    }
}

fn read_held(why: ReadHold) -> &'static str {
    match why {
        ReadHold::NoCurrentTermCommit { .. } => "read-held-commit",
        ReadHold::AwaitingQuorum { .. } => "read-held-quorum",
        ReadHold::AwaitingApply { .. } => "read-held-apply",
        ReadHold::LeaseExpired { .. } | ReadHold::LeaseGivenUp => "read-held-lease",
    }
}

fn change_refused(why: ChangeFault) -> &'static str {
    match why {
        ChangeFault::NotLeader { .. } => "change-refused-not-leader",
        ChangeFault::TransferInProgress { .. } => "change-refused-transfer",
        ChangeFault::Pending { .. } => "change-refused-pending",
        ChangeFault::NoCurrentTermCommit { .. } => "change-refused-own-term",
        ChangeFault::NotCaughtUp { .. } => "change-refused-behind",
        ChangeFault::Impossible(_) => "change-refused-impossible",
    }
}
