//! Promises are durable: when a server gives its vote, acknowledges entries or says that it has a
//! snapshot, its disk holds what it promises and the term in which it does (Figure 2: "updated on stable
//! storage before responding to RPCs").

use raft_core::{AppendResult, Body, Durable, Index, LogId, Message};

use super::sighting::Record;
use crate::Finding;

/// What a promise promises.
enum Promise {
    Vote,
    Entries(Index),
}

/// Looks at a message that a server has just sent: a finding if its disk does not hold what it promises.
/// `record` is the sender as it was when it last changed.
pub(crate) fn judge(message: &Message, disk: &Durable, record: &Record) -> Option<Finding> {
    let promise = match message.body {
        Body::RequestVoteReply { granted: true } => Promise::Vote,
        Body::AppendEntriesReply { result: AppendResult::Accepted { match_index }, .. } => {
            Promise::Entries(match_index)
        }
        Body::InstallSnapshotReply { last, installed: true, .. } => Promise::Entries(last.index),
        _ => return None,
    };
    if record.is_faithless || is_kept(&promise, message, disk) {
        return None;
    }
    let (earlier, entries) = match promise {
        Promise::Vote => (record.since.vote, Vec::new()),
        Promise::Entries(index) => {
            let seen = record.seen.as_ref().map(|seen| seen.last).unwrap_or_default();
            let promised =
                if seen.index == index { seen } else { LogId { term: message.term, index } };
            (record.since.log, vec![promised, disk.log.last()])
        }
    };
    Some(Finding {
        contradicts: Some(earlier),
        servers: vec![message.from, message.to],
        entries,
        term: message.term,
    })
}

fn is_kept(promise: &Promise, message: &Message, disk: &Durable) -> bool {
    let hard_state = disk.hard_state;
    if hard_state.current_term != message.term {
        // What a later term allows to be forgotten may be forgotten.
        return hard_state.current_term > message.term;
    }
    match promise {
        Promise::Vote => hard_state.voted_for == Some(message.to),
        Promise::Entries(index) => disk.log.last().index >= *index,
    }
}
