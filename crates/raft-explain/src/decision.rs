//! Which sentence tells of a decision.

use raft_core::{
    AppendRefusal, ChangeFault, CommitHold, ElectionCause, NodeId, ProposalRefusal, ReadBasis,
    ReadHold, Verdict, VoteRefusal,
};
use raft_sim::World;

use crate::narrate::{Operands, command_at};
use crate::{Operand, SentenceKind};

/// What kind of sentence tells of a decision; none if it goes without saying.
pub(crate) fn decision_kind(server: NodeId, verdict: &Verdict) -> Option<SentenceKind> {
    use SentenceKind as Is;
    Some(match *verdict {
        Verdict::ElectionWon { .. }
        | Verdict::LeaderSteppedDown { .. }
        | Verdict::QuorumLost { .. }
        | Verdict::LeaderRemoved { .. }
        | Verdict::TransferStarted { .. }
        | Verdict::TransferReady { .. }
        | Verdict::TransferAborted { .. } => Is::Leader,
        Verdict::CommitAdvanced { .. } | Verdict::CommitHeld(CommitHold::OldTermEntry { .. }) => {
            Is::Commit
        }
        Verdict::VoteDenied { .. }
        | Verdict::PreVoteDenied { .. }
        | Verdict::TransferRefused { .. }
        | Verdict::ProposalTurnedAway { .. }
        | Verdict::ReadRefused { .. }
        | Verdict::SnapshotRefused { .. }
        | Verdict::ChangeRefused { .. }
        | Verdict::AppendRefused { .. }
        | Verdict::Truncated { .. }
        | Verdict::ProposalRefused { .. }
        | Verdict::MessageRefused { .. } => Is::Refusal,
        // A candidate's own vote goes without saying.
        Verdict::VoteCounted { voter, .. } | Verdict::PreVoteCounted { voter, .. }
            if voter == server =>
        {
            return None;
        }
        Verdict::PreVoteStarted { .. }
        | Verdict::PreVoteGranted { .. }
        | Verdict::PreVoteCounted { .. }
        | Verdict::LeaderForgotten { .. }
        | Verdict::ElectionStarted { .. }
        | Verdict::CandidateSteppedDown { .. }
        | Verdict::VoteGranted { .. }
        | Verdict::VoteCounted { .. } => Is::Vote,
        Verdict::AppendAccepted { appended: 0, .. } => return None,
        Verdict::LeaderRecognised { .. }
        | Verdict::AppendAccepted { .. }
        | Verdict::ProposalAccepted { .. }
        | Verdict::ReadHeld { .. }
        | Verdict::ReadConfirmed { .. }
        | Verdict::ReadServed { .. }
        | Verdict::ReadForwarded { .. }
        | Verdict::ChangeAccepted { .. }
        | Verdict::JointLeft { .. }
        | Verdict::ConfigurationUsed { .. }
        | Verdict::CaughtUp { .. }
        | Verdict::SnapshotTaken { .. }
        | Verdict::SnapshotSent { .. }
        | Verdict::SnapshotReceived { done: true, .. }
        | Verdict::SnapshotInstalled { .. }
        | Verdict::ProposalForwarded { .. } => Is::Rest,
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
        | Verdict::ElectionRefused => return None,
    })
}

pub(crate) fn decision(
    world: &World,
    server: NodeId,
    verdict: &Verdict,
) -> Option<(SentenceKind, &'static str, Operands)> {
    use SentenceKind as Is;
    let me = ("server", Operand::from(server));
    let voters = ("voters", Operand::from(u32::from(world.setup().servers)));
    Some(match *verdict {
        Verdict::ElectionStarted { term, cause } => {
            let key = match cause {
                ElectionCause::TimedOut => "election-timed-out",
                ElectionCause::Told => "election-told",
                ElectionCause::PreVoteWon { .. } => "election-pre-vote-won",
                ElectionCause::TimeoutNow { .. } => "election-handed-over",
            };
            (Is::Vote, key, vec![me, ("term", term.into())])
        }
        Verdict::PreVoteStarted { term, .. } => {
            (Is::Vote, "pre-vote-started", vec![me, ("term", term.into())])
        }
        Verdict::PreVoteGranted { candidate, term } => (
            Is::Vote,
            "pre-vote-granted",
            vec![me, ("candidate", candidate.into()), ("term", term.into())],
        ),
        Verdict::QuorumLost { term, heard, needed, .. } => {
            let (heard, needed) = (("heard", heard.into()), ("needed", needed.into()));
            (Is::Leader, "quorum-lost", vec![me, ("term", term.into()), heard, needed])
        }
        Verdict::LeaderForgotten { leader } => {
            (Is::Vote, "leader-forgotten", vec![me, ("leader", leader.into())])
        }
        Verdict::TransferStarted { to, .. } => {
            (Is::Leader, "transfer-started", vec![me, ("to", to.into())])
        }
        Verdict::TransferReady { to } => {
            (Is::Leader, "transfer-ready", vec![me, ("to", to.into())])
        }
        Verdict::TransferAborted { to, .. } => {
            (Is::Leader, "transfer-aborted", vec![me, ("to", to.into())])
        }
        Verdict::TransferRefused { to, .. } => {
            (Is::Refusal, "transfer-refused", vec![me, ("to", to.into())])
        }
        Verdict::ProposalTurnedAway { why: ProposalRefusal::TransferInProgress { to }, .. } => {
            (Is::Refusal, "proposal-held-for-transfer", vec![me, ("to", to.into())])
        }
        Verdict::ProposalTurnedAway { why: ProposalRefusal::Backpressure { .. }, .. } => {
            (Is::Refusal, "proposal-too-much", vec![me])
        }
        Verdict::ReadHeld { why, .. } => (Is::Rest, read_held(why), vec![me]),
        Verdict::ReadConfirmed { index, basis, .. } => {
            let key = match basis {
                ReadBasis::Quorum { .. } => "read-confirmed-quorum",
                ReadBasis::Lease { .. } => "read-confirmed-lease",
                ReadBasis::Leader { .. } => "read-confirmed-leader",
                ReadBasis::Stale => "read-stale",
            };
            (Is::Rest, key, vec![me, ("index", index.into())])
        }
        Verdict::ReadServed { index, .. } => {
            (Is::Rest, "read-served", vec![me, ("index", index.into())])
        }
        Verdict::ReadForwarded { to, .. } => {
            (Is::Rest, "read-forwarded", vec![me, ("leader", to.into())])
        }
        Verdict::ReadRefused { .. } => (Is::Refusal, "read-refused", vec![me]),
        Verdict::ChangeAccepted { id, .. } => {
            (Is::Rest, "change-accepted", vec![me, ("entry", id.into())])
        }
        Verdict::ChangeRefused { why, .. } => (Is::Refusal, change_refused(why), vec![me]),
        Verdict::JointLeft { joint, .. } => {
            (Is::Rest, "joint-left", vec![me, ("index", joint.into())])
        }
        Verdict::ConfigurationUsed { incoming, outgoing, .. } if outgoing > 0 => {
            let (count, more) = (("count", outgoing.into()), ("more", incoming.into()));
            (Is::Rest, "configuration-joint", vec![me, count, more])
        }
        Verdict::ConfigurationUsed { incoming, .. } => {
            (Is::Rest, "configuration-used", vec![me, ("count", incoming.into())])
        }
        Verdict::LeaderRemoved { term, .. } => {
            (Is::Leader, "leader-removed", vec![me, ("term", term.into())])
        }
        Verdict::CaughtUp { learner, took, caught_up, .. } => {
            let key = if caught_up { "learner-caught-up" } else { "learner-too-slow" };
            (Is::Rest, key, vec![me, ("learner", learner.into()), ("took", took.into())])
        }
        Verdict::SnapshotTaken { last, discarded } => {
            let count = ("count", Operand::Count(discarded));
            (Is::Rest, "snapshot-taken", vec![me, ("entry", last.into()), count])
        }
        Verdict::SnapshotSent { follower, last } => {
            let follower = ("follower", follower.into());
            (Is::Rest, "snapshot-sent", vec![me, follower, ("entry", last.into())])
        }
        Verdict::SnapshotReceived { leader, last, done: true, .. } => {
            let leader = ("leader", leader.into());
            (Is::Rest, "snapshot-received", vec![me, leader, ("entry", last.into())])
        }
        Verdict::SnapshotInstalled { last, kept, .. } => {
            let count = ("count", Operand::Count(kept));
            (Is::Rest, "snapshot-installed", vec![me, ("entry", last.into()), count])
        }
        Verdict::SnapshotRefused { .. } => (Is::Refusal, "snapshot-refused", vec![me]),
        Verdict::ElectionWon { term, yes, .. } => (
            Is::Leader,
            "election-won",
            vec![me, ("term", term.into()), ("yes", yes.into()), voters],
        ),
        Verdict::LeaderSteppedDown { led, new, .. } => {
            (Is::Leader, "leader-steps-down", vec![me, ("term", led.into()), ("new", new.into())])
        }
        Verdict::CandidateSteppedDown { leader, term } => {
            let operands = vec![me, ("leader", leader.into()), ("term", term.into())];
            (Is::Vote, "candidate-steps-down", operands)
        }
        Verdict::LeaderRecognised { leader, term } => (
            Is::Rest,
            "leader-recognised",
            vec![me, ("leader", leader.into()), ("term", term.into())],
        ),
        Verdict::VoteGranted { candidate, term } => (
            Is::Vote,
            "vote-granted",
            vec![me, ("candidate", candidate.into()), ("term", term.into())],
        ),
        Verdict::VoteDenied { candidate, why } | Verdict::PreVoteDenied { candidate, why } => {
            let candidate = ("candidate", candidate.into());
            let (key, more): (_, Operands) = match why {
                VoteRefusal::StaleTerm { mine, theirs } => {
                    ("vote-denied-stale", vec![("mine", mine.into()), ("theirs", theirs.into())])
                }
                VoteRefusal::AlreadyVoted { voted_for } => {
                    ("vote-denied-voted", vec![("voted_for", voted_for.into())])
                }
                VoteRefusal::LogBehind { mine, theirs } => {
                    ("vote-denied-log", vec![("mine", mine.into()), ("theirs", theirs.into())])
                }
                VoteRefusal::LeaderHeardRecently { elapsed, .. } => {
                    ("vote-denied-heard", vec![("elapsed", elapsed.into())])
                }
                VoteRefusal::IsLeader => ("vote-denied-leads", Vec::new()),
            };
            (Is::Refusal, key, [me, candidate].into_iter().chain(more).collect())
        }
        // A candidate's own vote goes without saying.
        Verdict::VoteCounted { voter, .. } | Verdict::PreVoteCounted { voter, .. }
            if voter == server =>
        {
            return None;
        }
        Verdict::VoteCounted { voter, granted, yes, needed }
        | Verdict::PreVoteCounted { voter, granted, yes, needed } => {
            let is_pre_vote = matches!(verdict, Verdict::PreVoteCounted { .. });
            let key = match (is_pre_vote, granted) {
                (false, true) => "vote-counted",
                (false, false) => "vote-no-counted",
                (true, true) => "pre-vote-counted",
                (true, false) => "pre-vote-no-counted",
            };
            let operands =
                vec![me, ("voter", voter.into()), ("yes", yes.into()), ("needed", needed.into())];
            (Is::Vote, key, operands)
        }
        Verdict::AppendRefused { leader, why } => {
            let leader = ("leader", leader.into());
            let (key, more): (_, Operands) = match why {
                AppendRefusal::StaleTerm { mine, theirs } => {
                    ("append-refused-stale", vec![("mine", mine.into()), ("theirs", theirs.into())])
                }
                AppendRefusal::PrevMissing { prev, last } => {
                    ("append-refused-missing", vec![("prev", prev.into()), ("last", last.into())])
                }
                AppendRefusal::PrevTermMismatch { prev, mine } => {
                    ("append-refused-mismatch", vec![("prev", prev.into()), ("mine", mine.into())])
                }
            };
            (Is::Refusal, key, [me, leader].into_iter().chain(more).collect())
        }
        Verdict::AppendAccepted { leader, match_index, appended } if appended > 0 => {
            let operands = vec![
                me,
                ("leader", leader.into()),
                ("count", appended.into()),
                ("index", match_index.into()),
            ];
            (Is::Rest, "append-accepted", operands)
        }
        Verdict::Truncated { from, lost, .. } => {
            (Is::Refusal, "truncated", vec![me, ("count", lost.into()), ("from", from.into())])
        }
        Verdict::CommitAdvanced { to, have: Some(have), .. } => {
            let operands = vec![
                me,
                ("have", have.into()),
                voters,
                ("index", to.into()),
                ("command", command_at(world, server, to).into()),
            ];
            (Is::Commit, "commit-leader", operands)
        }
        Verdict::CommitAdvanced { to, have: None, .. } => {
            (Is::Commit, "commit-follower", vec![me, ("index", to.into())])
        }
        Verdict::CommitHeld(CommitHold::OldTermEntry { id, current_term }) => {
            let operands = vec![me, ("entry", id.into()), ("term", current_term.into())];
            (Is::Commit, "commit-held-old-term", operands)
        }
        Verdict::ProposalAccepted { id, .. } => {
            let command = command_at(world, server, id.index).into();
            (
                Is::Rest,
                "proposal-accepted",
                vec![me, ("index", id.index.into()), ("command", command)],
            )
        }
        Verdict::ProposalRefused { leader: None, .. } => {
            (Is::Refusal, "proposal-refused", vec![me])
        }
        Verdict::ProposalRefused { leader: Some(leader), .. } => {
            (Is::Refusal, "proposal-redirected", vec![me, ("leader", leader.into())])
        }
        Verdict::ProposalForwarded { to, .. } => {
            (Is::Rest, "proposal-forwarded", vec![me, ("leader", to.into())])
        }
        Verdict::MessageRefused { from, .. } => {
            (Is::Refusal, "message-refused", vec![me, ("from", from.into())])
        }
        Verdict::TermAdopted { .. }
        | Verdict::AppendAccepted { .. }
        | Verdict::MatchAdvanced { .. }
        | Verdict::Backtracked { .. }
        | Verdict::FollowerSilent { .. }
        | Verdict::ProgressChanged { .. }
        | Verdict::SnapshotReceived { done: false, .. }
        | Verdict::SendingPaused { .. }
        | Verdict::CommitHeld(CommitHold::NoQuorum { .. })
        | Verdict::ReplyIgnored { .. }
        | Verdict::UnknownWrite(_)
        | Verdict::ElectionRefused => return None,
    })
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
