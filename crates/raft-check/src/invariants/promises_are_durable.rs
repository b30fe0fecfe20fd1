//! Promises are durable: when a server gives its vote, acknowledges entries or says that it has a
//! snapshot, its disk holds what it promises and the term in which it does (Figure 2: "updated on stable
//! storage before responding to RPCs").

use core::cmp::Ordering;

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
    match (hard_state.current_term.cmp(&message.term), promise) {
        (Ordering::Less, _) => false,
        (Ordering::Equal, Promise::Vote) => hard_state.voted_for == Some(message.to),
        (Ordering::Equal, Promise::Entries(index)) => disk.log.last().index >= *index,
        // What a later term allows to be forgotten may be forgotten.
        (Ordering::Greater, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use raft_core::{Configuration, HardState, Log, NodeId, Payload, Round, Term};
    use raft_sim::EventNo;

    use super::super::sighting::Since;
    use super::*;

    /// n2's disk: term 3, a vote for n1, and two entries.
    fn disk() -> Durable {
        let mut disk = Durable::fresh(Configuration::new([NodeId(1), NodeId(2)]));
        disk.hard_state = HardState { current_term: Term(3), voted_for: Some(NodeId(1)) };
        let mut log = Log::new();
        for index in 1..=2 {
            log.append(raft_core::Entry { id: LogId::new(index, 1), payload: Payload::Noop });
        }
        disk.log = log;
        disk
    }

    fn sender() -> Record {
        let since = Since { vote: EventNo(7), log: EventNo(8), ..Since::default() };
        Record { since, ..Record::new(NodeId(2)) }
    }

    fn says(to: u32, term: u64, body: Body) -> Option<Finding> {
        let message = Message { from: NodeId(2), to: NodeId(to), term: Term(term), body };
        judge(&message, &disk(), &sender())
    }

    fn accepted(index: u64) -> Body {
        let result = AppendResult::Accepted { match_index: Index(index) };
        Body::AppendEntriesReply { result, round: Round::default() }
    }

    fn installed(index: u64) -> Body {
        let last = LogId::new(index, 1);
        Body::InstallSnapshotReply { last, received: 0, installed: true }
    }

    #[test]
    fn a_vote_must_be_on_disk_with_its_term() {
        let vote = || Body::RequestVoteReply { granted: true };
        assert_eq!(says(1, 3, vote()), None);
        let told = says(3, 3, vote()).expect("its vote is n1's");
        assert_eq!(told.contradicts, Some(EventNo(7)));
        assert_eq!(told.servers, [NodeId(2), NodeId(3)]);
        assert!(says(1, 4, vote()).is_some(), "term 4 is not on disk");
        assert_eq!(says(3, 2, vote()), None, "term 2 is over");
        assert_eq!(says(3, 3, Body::RequestVoteReply { granted: false }), None);
    }

    #[test]
    fn so_must_entries_and_snapshots() {
        assert_eq!(says(1, 3, accepted(2)), None);
        let told = says(1, 3, accepted(3)).expect("there are two");
        assert_eq!(told.contradicts, Some(EventNo(8)));
        assert_eq!(told.entries, [LogId::new(3, 3), LogId::new(2, 1)]);
        assert_eq!(says(1, 3, installed(2)), None);
        assert!(says(1, 3, installed(3)).is_some());
    }

    #[test]
    fn of_a_faithless_disk_nothing_is_asked() {
        let body = accepted(3);
        let message = Message { from: NodeId(2), to: NodeId(1), term: Term(3), body };
        let sender = Record { is_faithless: true, ..sender() };
        assert_eq!(judge(&message, &disk(), &sender), None);
    }
}
