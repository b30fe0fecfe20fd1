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

use raft_core::{Durable, FlatMap, Index, Log, Node, NodeId, Reply, Role, Write, entry_list};

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
        Role::PreCandidate(candidate) => {
            let _ = write!(line, "precandidate {}", sides(&candidate.votes));
        }
        Role::Candidate(candidate) => {
            let _ = write!(line, "candidate {}", sides(&candidate.votes));
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

fn sides(votes: &FlatMap<NodeId, bool>) -> String {
    let side = |side: bool| {
        words(votes.iter().filter(|(_, granted)| **granted == side).map(|(voter, _)| voter))
    };
    format!("yes {{{}}} no {{{}}}", side(true), side(false))
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
    let base = log.base();
    let mut line = format!("log{}", bar(Index::ZERO));
    if base.index > Index::ZERO {
        let _ = write!(line, " …{base}{}", bar(base.index));
    }
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
    if let Some(change) = &write.snapshot {
        let _ = write!(line, " snapshot {} log from {}", change.snapshot.last, change.base);
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
        Reply::Readable { index } => format!("readable at {index}"),
        Reply::ChangeRefused(why) => {
            format!("change refused: {}", super::decision::change_fault(why))
        }
        Reply::Overloaded => "overloaded".to_owned(),
        Reply::TransferInProgress { to } => format!("transfer in progress to {to}"),
    }
}

pub(crate) fn name(node: Option<NodeId>) -> String {
    node.map_or_else(|| "-".to_owned(), |id| id.to_string())
}

fn words(items: impl Iterator<Item = impl ToString>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(" ")
}
