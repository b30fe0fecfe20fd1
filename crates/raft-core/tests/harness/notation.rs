//! How scripts print what is not a message: verdicts, writes, servers, logs.
//!
//! Messages print themselves. Everything else is written down once, here:
//!
//! ```text
//! n1@1 leader voted=n1 last=2@1 commit=1 applied=1 durable=2 next/match {n2:3/2 n3:3/2}
//! n2@1 follower of n1 voted=n1 last=2@1 commit=1 applied=1 durable=2
//! n3@1 candidate yes {n3} no {n2} voted=n3 last=0@0 commit=0 applied=0 durable=0
//! n1@1 down voted=n1 last=1@1
//! n1 log 1 1 | 2            terms by index; the bar stands behind the last committed entry
//! n1 write 3 t2 voted=n1 cut from 2 [2@2]
//! n1 VoteDenied n3 LogBehind mine=2@1 theirs=1@1
//! ```

use std::fmt::Write as _;

use raft_core::{
    AppendRefusal, CommitHold, Durable, ElectionCause, Index, Log, MessageFault, Node, NodeId,
    Reply, ReplyFault, Role, Verdict, VoteMark, VoteRefusal, Write, entry_list,
};

/// A server that runs.
pub(crate) fn server(node: &Node) -> String {
    let mut line = format!("{}@{} ", node.id(), node.current_term());
    match node.role() {
        Role::Follower(follower) => {
            line += "follower";
            if let Some(leader) = follower.leader {
                let _ = write!(line, " of {leader}");
            }
        }
        Role::Candidate(candidate) => {
            let side = |side: bool| {
                let voters = candidate.votes.iter().filter(|(_, granted)| **granted == side);
                words(voters.map(|(voter, _)| voter))
            };
            let _ = write!(line, "candidate yes {{{}}} no {{{}}}", side(true), side(false));
        }
        Role::Leader(_) => line += "leader",
    }
    let _ = write!(
        line,
        " voted={} last={} commit={} applied={} durable={}",
        name(node.voted_for()),
        node.log().last(),
        node.commit_index(),
        node.last_applied(),
        node.durable_index()
    );
    if let Role::Leader(leader) = node.role() {
        let each = leader.progress.iter().map(|progress| {
            format!("{}:{}/{}", progress.follower, progress.next_index, progress.match_index)
        });
        let _ = write!(line, " next/match {{{}}}", words(each));
    }
    line
}

/// A server that does not run, as its disk remembers it.
pub(crate) fn down(id: NodeId, durable: &Durable) -> String {
    let state = durable.hard_state;
    let (term, vote, last) = (state.current_term, name(state.voted_for), durable.log.last());
    format!("{id}@{term} down voted={vote} last={last}")
}

/// A log as the paper's figures draw it, with a bar behind the last committed entry.
pub(crate) fn log(log: &Log, commit: Option<Index>) -> String {
    let bar = |at: Index| if commit == Some(at) { " |" } else { "" };
    let mut line = format!("log{}", bar(Index::ZERO));
    for entry in log.iter_from(Index(1)) {
        let _ = write!(line, " {}{}", entry.id.term, bar(entry.id.index));
    }
    line
}

/// What a write puts on disk.
pub(crate) fn write(write: &Write) -> String {
    let mut line = format!("{}", write.id.0);
    if let Some(state) = write.hard_state {
        let _ = write!(line, " t{} voted={}", state.current_term, name(state.voted_for));
    }
    if let Some(change) = &write.log {
        if let Some(from) = change.truncate_from {
            let _ = write!(line, " cut from {from}");
        }
        let _ = write!(line, " {}", entry_list(&change.entries));
    }
    line
}

/// What a client is told.
pub(crate) fn reply(reply: Reply) -> String {
    match reply {
        Reply::Committed(id) => format!("committed {id}"),
        Reply::NotLeader { leader } => format!("not leader, leader={}", name(leader)),
    }
}

/// A decision: the variant's name and the values it compared.
pub(crate) fn verdict(verdict: &Verdict) -> String {
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
        Verdict::ElectionStarted { term, cause: ElectionCause::TimedOut } => {
            format!("ElectionStarted t{term} timed out")
        }
        Verdict::ElectionStarted { term, cause: ElectionCause::Told } => {
            format!("ElectionStarted t{term} told")
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
        Verdict::CommitHeld(CommitHold::NoQuorum { index, have, need }) => {
            format!("CommitHeld {index} NoQuorum {have}/{need}")
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
        Verdict::ElectionRefused => "ElectionRefused".to_owned(),
    }
}

fn vote_refusal(why: VoteRefusal) -> String {
    match why {
        VoteRefusal::StaleTerm { mine, theirs } => format!("StaleTerm mine={mine} theirs={theirs}"),
        VoteRefusal::AlreadyVoted { voted_for } => format!("AlreadyVoted for {voted_for}"),
        VoteRefusal::LogBehind { mine, theirs } => format!("LogBehind mine={mine} theirs={theirs}"),
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
        ReplyFault::Repeated => "Repeated".to_owned(),
        ReplyFault::Overtaken { prev_index } => format!("Overtaken prev={prev_index}"),
    }
}

fn message_fault(why: MessageFault) -> String {
    match why {
        MessageFault::NotForMe { to } => format!("NotForMe to={to}"),
        MessageFault::FromMyself => "FromMyself".to_owned(),
        MessageFault::UnknownSender => "UnknownSender".to_owned(),
        MessageFault::ImpossibleTerm { term } => format!("ImpossibleTerm {term}"),
        MessageFault::ImpossibleEntry { id } => format!("ImpossibleEntry {id}"),
        MessageFault::EntriesOutOfOrder { before, then } => {
            format!("EntriesOutOfOrder {before} {then}")
        }
        MessageFault::SecondLeader => "SecondLeader".to_owned(),
        MessageFault::ConflictsWithCommitted { index } => {
            format!("ConflictsWithCommitted {index}")
        }
        MessageFault::MatchBeyondLog { index } => format!("MatchBeyondLog {index}"),
    }
}

fn name(node: Option<NodeId>) -> String {
    node.map_or_else(|| "-".to_owned(), |id| id.to_string())
}

fn words(items: impl Iterator<Item = impl ToString>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(" ")
}
