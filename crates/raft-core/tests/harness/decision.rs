//! How scripts print verdicts: the variant's name, and the values that were compared.

use raft_core::rules::quorum::Half;
use raft_core::{
    AppendRefusal, ChangeFault, CommitHold, ElectionCause, ElectionRefusal, LocalTime,
    MessageFault, ProposalRefusal, ReadBasis, ReadHold, ReplyFault, SnapshotFault, TransferAbort,
    TransferRefusal, Verdict, VoteMark, VoteRefusal,
};

use super::notation::name;

/// A decision: the variant's name and the values it compared.
pub(crate) fn text(verdict: &Verdict) -> String {
    match *verdict {
        Verdict::TermAdopted { from, kind, old, new } => {
            format!("TermAdopted {old}→{new} {} from {from}", kind.name())
        }
        Verdict::LeaderSteppedDown { led, new, abandoned } => {
            format!("LeaderSteppedDown t{led} for t{new} abandoned={abandoned}")
        }
        Verdict::CandidateSteppedDown { leader, term } => {
            format!("CandidateSteppedDown t{term} for {leader}")
        }
        Verdict::ElectionStarted { term, cause } => {
            format!("ElectionStarted t{term} {}", election_cause(cause))
        }
        Verdict::PreVoteStarted { term, cause } => {
            format!("PreVoteStarted t{term} {}", election_cause(cause))
        }
        Verdict::PreVoteGranted { candidate, term } => {
            format!("PreVoteGranted {candidate} t{term}")
        }
        Verdict::PreVoteDenied { candidate, why } => {
            format!("PreVoteDenied {candidate} {}", vote_refusal(why))
        }
        Verdict::PreVoteCounted { voter, granted, yes, needed } => {
            format!("PreVoteCounted {voter} {} {yes}/{needed}", VoteMark(granted))
        }
        Verdict::FollowerSilent { follower, silent } => {
            format!("FollowerSilent {follower} for {silent}")
        }
        Verdict::QuorumLost { term, heard, needed, abandoned } => {
            format!("QuorumLost t{term} heard={heard}/{needed} abandoned={abandoned}")
        }
        Verdict::ProgressChanged { follower, from, to, why } => {
            format!("ProgressChanged {follower} {}→{} {why:?}", from.name(), to.name())
        }
        Verdict::SendingPaused { follower, in_flight } => {
            format!("SendingPaused {follower} in-flight={in_flight}")
        }
        Verdict::ReadHeld { request, why } => {
            format!("ReadHeld r{} {}", request.0, read_hold(why))
        }
        Verdict::ReadConfirmed { request, index, basis } => {
            format!("ReadConfirmed r{} index={index} {}", request.0, read_basis(basis))
        }
        Verdict::ReadServed { request, index } => format!("ReadServed r{} at {index}", request.0),
        Verdict::ReadForwarded { request, to } => format!("ReadForwarded r{} to {to}", request.0),
        Verdict::ReadRefused { request, leader } => {
            format!("ReadRefused r{} leader={}", request.0, name(leader))
        }
        Verdict::ChangeAccepted { request, id } => format!("ChangeAccepted r{} {id}", request.0),
        Verdict::ChangeRefused { request, why } => {
            format!("ChangeRefused r{} {}", request.0, change_fault(why))
        }
        Verdict::JointLeft { joint, id } => format!("JointLeft {joint} by {id}"),
        Verdict::ConfigurationUsed { index, incoming, outgoing, learners } => {
            let joint = if outgoing > 0 { format!("{outgoing}→") } else { String::new() };
            format!("ConfigurationUsed {index} voters={joint}{incoming} learners={learners}")
        }
        Verdict::LeaderRemoved { term, index, abandoned } => {
            format!("LeaderRemoved t{term} by {index} abandoned={abandoned}")
        }
        Verdict::CaughtUp { learner, round, took, caught_up } => {
            let enough = if caught_up { "caught up" } else { "too slow" };
            format!("CaughtUp {learner} round={round} in {took} {enough}")
        }
        Verdict::SnapshotTaken { last, discarded } => {
            format!("SnapshotTaken {last} discarded={discarded}")
        }
        Verdict::SnapshotSent { follower, last } => format!("SnapshotSent to {follower} {last}"),
        Verdict::SnapshotReceived { leader, last, received, done } => {
            let done = if done { " done" } else { "" };
            format!("SnapshotReceived {leader} {last} bytes={received}{done}")
        }
        Verdict::SnapshotInstalled { last, kept, discarded } => {
            format!("SnapshotInstalled {last} kept={kept} discarded={discarded}")
        }
        Verdict::SnapshotRefused { leader, why } => {
            let why = match why {
                SnapshotFault::Older { last, have } => format!("Older {last} <= {have}"),
                SnapshotFault::NotApplied { through, applied } => {
                    format!("NotApplied {through} > {applied}")
                }
            };
            format!("SnapshotRefused {} {why}", name(leader))
        }
        Verdict::LeaderForgotten { leader } => format!("LeaderForgotten {leader}"),
        Verdict::ProposalTurnedAway { request, why } => {
            format!("ProposalTurnedAway r{} {}", request.0, proposal_refusal(why))
        }
        Verdict::TransferStarted { to, match_index, last } => {
            format!("TransferStarted to {to} match={match_index} last={last}")
        }
        Verdict::TransferReady { to } => format!("TransferReady to {to}"),
        Verdict::TransferAborted { to, why } => {
            let why = match why {
                TransferAbort::Removed => "Removed".to_owned(),
                TransferAbort::TimedOut => "TimedOut".to_owned(),
                TransferAbort::Replaced { by } => format!("Replaced by {by}"),
            };
            format!("TransferAborted to {to} {why}")
        }
        Verdict::TransferRefused { to, why } => {
            let why = match why {
                TransferRefusal::NotLeader { leader } => {
                    format!("NotLeader leader={}", name(leader))
                }
                TransferRefusal::ToMyself => "ToMyself".to_owned(),
                TransferRefusal::NotVoter => "NotVoter".to_owned(),
                TransferRefusal::UnderWay => "UnderWay".to_owned(),
            };
            format!("TransferRefused to {to} {why}")
        }
        Verdict::VoteGranted { candidate, term } => format!("VoteGranted {candidate} t{term}"),
        Verdict::VoteDenied { candidate, why } => {
            format!("VoteDenied {candidate} {}", vote_refusal(why))
        }
        Verdict::VoteCounted { voter, granted, yes, needed } => {
            format!("VoteCounted {voter} {} {yes}/{needed}", VoteMark(granted))
        }
        Verdict::ElectionWon { term, yes, needed } => format!("ElectionWon t{term} {yes}/{needed}"),
        Verdict::LeaderRecognised { leader, term } => format!("LeaderRecognised {leader} t{term}"),
        Verdict::AppendAccepted { leader, match_index, appended } => {
            format!("AppendAccepted {leader} match={match_index} new={appended}")
        }
        Verdict::AppendRefused { leader, why } => {
            format!("AppendRefused {leader} {}", append_refusal(why))
        }
        Verdict::Truncated { from, lost, theirs } => {
            format!("Truncated from {from} lost={lost} theirs=t{theirs}")
        }
        Verdict::MatchAdvanced { follower, from, to } => {
            format!("MatchAdvanced {follower} {from}→{to}")
        }
        Verdict::Backtracked { follower, from, to } => {
            format!("Backtracked {follower} {from}→{to}")
        }
        Verdict::CommitAdvanced { from, to, have: Some(have) } => {
            format!("CommitAdvanced {from}→{to} have={have}")
        }
        Verdict::CommitAdvanced { from, to, have: None } => {
            format!("CommitAdvanced {from}→{to} told")
        }
        Verdict::CommitHeld(CommitHold::NoQuorum { index, half, have, need }) => {
            let half = if half == Half::Outgoing { " of C_old" } else { "" };
            format!("CommitHeld {index} NoQuorum {have}/{need}{half}")
        }
        Verdict::CommitHeld(CommitHold::OldTermEntry { id, current_term }) => {
            format!("CommitHeld {} OldTermEntry {id} in t{current_term}", id.index)
        }
        Verdict::ProposalAccepted { request, id } => {
            format!("ProposalAccepted r{} {id}", request.0)
        }
        Verdict::ProposalForwarded { request, to } => {
            format!("ProposalForwarded r{} to {to}", request.0)
        }
        Verdict::ProposalRefused { request, leader } => {
            format!("ProposalRefused r{} leader={}", request.0, name(leader))
        }
        Verdict::ReplyIgnored { from, why } => format!("ReplyIgnored {from} {}", reply_fault(why)),
        Verdict::MessageRefused { from, why } => {
            format!("MessageRefused {from} {}", message_fault(why))
        }
        Verdict::UnknownWrite(write) => format!("UnknownWrite {}", write.0),
        Verdict::ElectionRefused(why) => format!("ElectionRefused {}", election_refusal(why)),
    }
}

fn election_cause(cause: ElectionCause) -> String {
    match cause {
        ElectionCause::TimedOut => "timed out".to_owned(),
        ElectionCause::Told => "told".to_owned(),
        ElectionCause::PreVoteWon { yes, needed } => format!("pre-vote won {yes}/{needed}"),
        ElectionCause::TimeoutNow { from } => format!("TimeoutNow from {from}"),
    }
}

fn proposal_refusal(why: ProposalRefusal) -> String {
    match why {
        ProposalRefusal::TransferInProgress { to } => format!("TransferInProgress to {to}"),
        ProposalRefusal::Backpressure { uncommitted, bytes, limit } => {
            format!("Backpressure {uncommitted}+{bytes} > {limit} bytes")
        }
    }
}

fn read_hold(why: ReadHold) -> String {
    match why {
        ReadHold::NoCurrentTermCommit { committed, current_term } => {
            format!("NoCurrentTermCommit committed={committed} in t{current_term}")
        }
        ReadHold::AwaitingQuorum { round, have, need } => {
            format!("AwaitingQuorum round={round} {have}/{need}")
        }
        ReadHold::AwaitingApply { index, applied } => {
            format!("AwaitingApply {applied} < {index}")
        }
        ReadHold::LeaseExpired { until, now } => {
            let until = until.map_or("-".to_owned(), moment);
            format!("LeaseExpired until={until} now={}", moment(now))
        }
        ReadHold::LeaseGivenUp => "LeaseGivenUp".to_owned(),
    }
}

fn read_basis(basis: ReadBasis) -> String {
    match basis {
        ReadBasis::Quorum { round } => format!("Quorum round={round}"),
        ReadBasis::Lease { until } => format!("Lease until={}", moment(until)),
        ReadBasis::Leader { leader } => format!("Leader {leader}"),
        ReadBasis::Stale => "Stale".to_owned(),
    }
}

fn moment(at: LocalTime) -> String {
    at.since(LocalTime(0)).to_string()
}

pub(crate) fn change_fault(why: ChangeFault) -> String {
    match why {
        ChangeFault::NotLeader { leader } => format!("NotLeader leader={}", name(leader)),
        ChangeFault::TransferInProgress { to } => format!("TransferInProgress to {to}"),
        ChangeFault::Pending { latest, settled } => format!("Pending {latest} > {settled}"),
        ChangeFault::NoCurrentTermCommit { committed, current_term } => {
            format!("NoCurrentTermCommit committed={committed} in t{current_term}")
        }
        ChangeFault::NotCaughtUp { learner, match_index, last } => {
            format!("NotCaughtUp {learner} {match_index} < {last}")
        }
        ChangeFault::Impossible(refusal) => format!("{refusal:?}"),
    }
}

fn election_refusal(why: ElectionRefusal) -> String {
    match why {
        ElectionRefusal::LeaderHeardRecently { leader, elapsed, minimum } => {
            format!("LeaderHeardRecently {} {elapsed} < {minimum}", name(leader))
        }
        ElectionRefusal::IsLeader | ElectionRefusal::NotVoter | ElectionRefusal::NoTermLeft => {
            format!("{why:?}")
        }
    }
}

fn vote_refusal(why: VoteRefusal) -> String {
    match why {
        VoteRefusal::StaleTerm { mine, theirs } => format!("StaleTerm mine={mine} theirs={theirs}"),
        VoteRefusal::AlreadyVoted { voted_for } => format!("AlreadyVoted for {voted_for}"),
        VoteRefusal::LogBehind { mine, theirs } => format!("LogBehind mine={mine} theirs={theirs}"),
        VoteRefusal::LeaderHeardRecently { leader, elapsed, minimum } => {
            format!("LeaderHeardRecently {} {elapsed} < {minimum}", name(leader))
        }
        VoteRefusal::IsLeader => "IsLeader".to_owned(),
    }
}

fn append_refusal(why: AppendRefusal) -> String {
    match why {
        AppendRefusal::StaleTerm { mine, theirs } => {
            format!("StaleTerm mine={mine} theirs={theirs}")
        }
        AppendRefusal::PrevMissing { prev, last } => format!("PrevMissing prev={prev} last={last}"),
        AppendRefusal::PrevTermMismatch { prev, mine } => {
            format!("PrevTermMismatch prev={prev} mine=t{mine}")
        }
    }
}

fn reply_fault(why: ReplyFault) -> String {
    match why {
        ReplyFault::OldTerm { theirs, mine } => format!("OldTerm mine={mine} theirs={theirs}"),
        ReplyFault::RoleHasChanged => "RoleHasChanged".to_owned(),
        ReplyFault::NotMember => "NotMember".to_owned(),
        ReplyFault::Repeated => "Repeated".to_owned(),
        ReplyFault::Overtaken { prev_index } => format!("Overtaken prev={prev_index}"),
    }
}

fn message_fault(why: MessageFault) -> String {
    match why {
        MessageFault::NotForMe { to } => format!("NotForMe to={to}"),
        MessageFault::FromMyself => "FromMyself".to_owned(),
        MessageFault::ImpossibleTerm { term } => format!("ImpossibleTerm {term}"),
        MessageFault::ImpossibleEntry { id } => format!("ImpossibleEntry {id}"),
        MessageFault::EntriesOutOfOrder { before, then } => {
            format!("EntriesOutOfOrder {before} {then}")
        }
        MessageFault::ImpossibleForward => "ImpossibleForward".to_owned(),
        MessageFault::SecondLeader => "SecondLeader".to_owned(),
        MessageFault::ConflictsWithCommitted { index } => {
            format!("ConflictsWithCommitted {index}")
        }
        MessageFault::MatchBeyondLog { index } => format!("MatchBeyondLog {index}"),
    }
}
