//! Messages in etcd's words.

use raft_core::{AppendResult, Body, LogId, Message, NodeId};
use serde_json::{Value, json};

use super::{Base, Name, name};

/// The fields of a `raftpb.Message` that are traced.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traced {
    kind: &'static str,
    term: u64,
    from: NodeId,
    to: NodeId,
    entries: u64,
    log: (u64, u64),
    commit: u64,
    /// For what was refused: where the logs could still agree.
    rejected: Option<u64>,
}

impl Traced {
    fn new(kind: &'static str, term: u64, from: NodeId, to: NodeId) -> Self {
        Self { kind, term, from, to, entries: 0, log: (0, 0), commit: 0, rejected: None }
    }

    /// A candidate's vote for itself.
    pub(super) fn own_vote(server: NodeId, term: u64) -> Self {
        Self::new("MsgVoteResp", term, server, server)
    }

    /// A leader's acknowledgement of its own entries up to `index`.
    pub(super) fn own_acknowledgement(server: NodeId, term: u64, index: u64) -> Self {
        Self { log: (0, index), ..Self::new("MsgAppResp", term, server, server) }
    }

    /// A message of ours; none if etcd does not trace its like.
    pub(super) fn of(message: &Message, base: Base) -> Option<Self> {
        let Message { from, to, term, body } = message;
        let (from, to, term) = (*from, *to, term.0 + 1);
        Some(match body {
            Body::RequestVote { last_log, .. } => {
                Self { log: base.log(*last_log), ..Self::new("MsgVote", term, from, to) }
            }
            Body::RequestVoteReply { granted } => Self {
                rejected: (!granted).then_some(0),
                ..Self::new("MsgVoteResp", term, from, to)
            },
            Body::AppendEntries { prev_log, entries, leader_commit, .. } => {
                let log = base.log(*prev_log);
                let entries = entries.len() as u64;
                // A follower uses no more of it, and the specification sends no more.
                let commit = (leader_commit.0 + base.0).min(log.1 + entries);
                Self { log, entries, commit, ..Self::new("MsgApp", term, from, to) }
            }
            Body::AppendEntriesReply { result, .. } => {
                let reply = Self::new("MsgAppResp", term, from, to);
                match result {
                    AppendResult::Accepted { match_index } => {
                        Self { log: (0, match_index.0 + base.0), ..reply }
                    }
                    AppendResult::Rejected { prev_index, hint } => {
                        let (hint_term, hint_index) = base.log(*hint);
                        let log = (hint_term, prev_index.0 + base.0);
                        Self { log, rejected: Some(hint_index), ..reply }
                    }
                }
            }
            _ => return None,
        })
    }

    pub(super) fn term(&self) -> u64 {
        self.term
    }

    /// The name of its sending, and of its receipt.
    pub(super) fn names(&self) -> (Name, Name) {
        match self.kind {
            "MsgVote" => (Name::SendRequestVoteRequest, Name::ReceiveRequestVoteRequest),
            "MsgVoteResp" => (Name::SendRequestVoteResponse, Name::ReceiveRequestVoteResponse),
            "MsgApp" => (Name::SendAppendEntriesRequest, Name::ReceiveAppendEntriesRequest),
            _ => (Name::SendAppendEntriesResponse, Name::ReceiveAppendEntriesResponse),
        }
    }

    /// Whether a leader with this commit index would tell as much.
    pub(super) fn tells(&self, commit: u64) -> bool {
        self.commit == commit.min(self.log.1 + self.entries)
    }

    /// Whether it carries entries or could: then the sender's progress is traced with it.
    pub(super) fn is_append(&self) -> bool {
        self.kind == "MsgApp"
    }

    pub(super) fn to_json(self) -> Value {
        json!({
            "type": self.kind,
            "term": self.term,
            "from": name(self.from),
            "to": name(self.to),
            "entries": self.entries,
            "logTerm": self.log.0,
            "index": self.log.1,
            "commit": self.commit,
            "vote": "0",
            "reject": self.rejected.is_some(),
            "rejectHint": self.rejected.unwrap_or(0),
        })
    }
}

impl Base {
    /// A place in our log as (term, index) in theirs.
    fn log(self, id: LogId) -> (u64, u64) {
        (id.term.0 + 1, id.index.0 + self.0)
    }
}
