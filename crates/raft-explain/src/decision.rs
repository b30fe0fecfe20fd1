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
    let mut operands: Operands = vec![("server", server.into())];
    let mut with = |name, operand: Operand| operands.push((name, operand));
    match *verdict {
        Verdict::ElectionStarted { term, .. }
        | Verdict::PreVoteStarted { term, .. }
        | Verdict::LeaderRemoved { term, .. } => with("term", term.into()),
        Verdict::PreVoteGranted { candidate, term } | Verdict::VoteGranted { candidate, term } => {
            with("candidate", candidate.into());
            with("term", term.into());
        }
        Verdict::QuorumLost { term, heard, needed, .. } => {
            with("term", term.into());
            with("heard", heard.into());
            with("needed", needed.into());
        }
        Verdict::LeaderForgotten { leader }
        | Verdict::ProposalRefused { leader: Some(leader), .. }
        | Verdict::ReadForwarded { to: leader, .. }
        | Verdict::ProposalForwarded { to: leader, .. } => with("leader", leader.into()),
        Verdict::TransferStarted { to, .. }
        | Verdict::TransferReady { to }
        | Verdict::TransferAborted { to, .. }
        | Verdict::TransferRefused { to, .. }
        | Verdict::ProposalTurnedAway { why: ProposalRefusal::TransferInProgress { to }, .. } => {
            with("to", to.into());
        }
        Verdict::ReadConfirmed { index, .. } | Verdict::ReadServed { index, .. } => {
            with("index", index.into());
        }
        Verdict::ChangeAccepted { id, .. } => with("entry", id.into()),
        Verdict::JointLeft { joint, .. } => with("index", joint.into()),
        Verdict::ConfigurationUsed { incoming, outgoing: 0, .. } => with("count", incoming.into()),
        Verdict::ConfigurationUsed { incoming, outgoing, .. } => {
            with("count", outgoing.into());
            with("more", incoming.into());
        }
        Verdict::CaughtUp { learner, took, .. } => {
            with("learner", learner.into());
            with("took", took.into());
        }
        Verdict::SnapshotTaken { last, discarded: count }
        | Verdict::SnapshotInstalled { last, kept: count, .. } => {
            with("entry", last.into());
            with("count", Operand::Count(count));
        }
        Verdict::SnapshotSent { follower, last } => {
            with("follower", follower.into());
            with("entry", last.into());
        }
        Verdict::SnapshotReceived { leader, last, .. } => {
            with("leader", leader.into());
            with("entry", last.into());
        }
        Verdict::ElectionWon { term, yes, .. } => {
            with("term", term.into());
            with("yes", yes.into());
            // Who has won in both halves of a joint configuration has counted C_new.
            with("voters", voters(world, server, yes, Configuration::incoming).into());
        }
        Verdict::LeaderSteppedDown { led, new, .. } => {
            with("term", led.into());
            with("new", new.into());
        }
        Verdict::CandidateSteppedDown { leader, term }
        | Verdict::LeaderRecognised { leader, term } => {
            with("leader", leader.into());
            with("term", term.into());
        }
        Verdict::VoteDenied { candidate, why } | Verdict::PreVoteDenied { candidate, why } => {
            with("candidate", candidate.into());
            match why {
                VoteRefusal::StaleTerm { mine, theirs } => {
                    with("mine", mine.into());
                    with("theirs", theirs.into());
                }
                VoteRefusal::LogBehind { mine, theirs } => {
                    with("mine", mine.into());
                    with("theirs", theirs.into());
                }
                VoteRefusal::AlreadyVoted { voted_for } => with("voted_for", voted_for.into()),
                VoteRefusal::LeaderHeardRecently { elapsed, .. } => with("elapsed", elapsed.into()),
                VoteRefusal::IsLeader => {}
            }
        }
        Verdict::ElectionRefused(ElectionRefusal::LeaderHeardRecently { elapsed, .. }) => {
            with("elapsed", elapsed.into());
        }
        Verdict::VoteCounted { voter, yes, needed, .. }
        | Verdict::PreVoteCounted { voter, yes, needed, .. } => {
            with("voter", voter.into());
            with("yes", yes.into());
            with("needed", needed.into());
        }
        Verdict::AppendRefused { leader, why } => {
            with("leader", leader.into());
            match why {
                AppendRefusal::StaleTerm { mine, theirs } => {
                    with("mine", mine.into());
                    with("theirs", theirs.into());
                }
                AppendRefusal::PrevMissing { prev, last } => {
                    with("prev", prev.into());
                    with("last", last.into());
                }
                AppendRefusal::PrevTermMismatch { prev, mine } => {
                    with("prev", prev.into());
                    with("mine", mine.into());
                }
            }
        }
        Verdict::AppendAccepted { leader, match_index, appended } => {
            with("leader", leader.into());
            with("count", appended.into());
            with("index", match_index.into());
        }
        Verdict::Truncated { from, lost, .. } => {
            with("count", lost.into());
            with("from", from.into());
        }
        Verdict::CommitAdvanced { to, have: Some(have), .. } => {
            with("have", have.into());
            with("voters", voters(world, server, have, Configuration::voters).into());
            with("index", to.into());
            with("command", command_at(world, server, to).into());
        }
        Verdict::CommitAdvanced { to, have: None, .. } => with("index", to.into()),
        Verdict::CommitHeld(CommitHold::OldTermEntry { id, current_term }) => {
            with("entry", id.into());
            with("term", current_term.into());
        }
        Verdict::ProposalAccepted { id, .. } => {
            with("index", id.index.into());
            with("command", command_at(world, server, id.index).into());
        }
        Verdict::MessageRefused { from, .. } => with("from", from.into()),
        // The server alone says it all, or there is no sentence.
        _ => {}
    }
    operands
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
