//! What a crash destroys: the running Raft server, and what it feeds with committed entries.

use std::sync::Arc;

use raft_core::{Entry, FlatMap, Node, RequestId, SessionDecision, Sessions, Snapshot};

use crate::{Answer, KeyValue, StateMachine};

/// A running server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Process {
    /// The Raft server.
    pub node: Node,
    /// The state machine.
    pub machine: KeyValue,
    /// The client sessions, as the applied entries have left them.
    pub sessions: Sessions,
    /// The keys that clients want to read as soon as the node allows it, and how many times each
    /// was asked for: a client that has lost patience asks again.
    pub reads: FlatMap<RequestId, (Arc<str>, u32)>,
}

impl Process {
    /// A process that has just started: the machine is where the disk's snapshot leaves it.
    pub(crate) fn new(node: Node, snapshot: Option<&Snapshot>) -> Self {
        let mut process = Self {
            node,
            machine: KeyValue::default(),
            sessions: Sessions::default(),
            reads: FlatMap::new(),
        };
        if let Some(snapshot) = snapshot {
            process.restore(snapshot);
        }
        process
    }

    /// Forgets what was applied, and goes on from a snapshot.
    pub(crate) fn restore(&mut self, snapshot: &Snapshot) {
        self.machine = KeyValue::restored(&snapshot.state);
        self.sessions = snapshot.sessions.clone();
    }

    /// Applies a committed entry: what the client that asked for it is told, and what became of it
    /// as a command of a session.
    pub(crate) fn apply(&mut self, entry: &Entry) -> (Answer, SessionDecision) {
        let decision = self.sessions.take(entry);
        let answer = match &decision {
            SessionDecision::Execute => {
                let value = self.machine.apply(&entry.payload);
                if let Some(command) = entry.payload.session() {
                    self.sessions.answered(command, kept(value.as_deref()));
                }
                Answer::Done(value)
            }
            SessionDecision::Duplicate(answer) => Answer::Done(unkept(answer)),
            SessionDecision::Opened(session) => Answer::Opened(*session),
            SessionDecision::Expired => Answer::Expired,
            // The client has said that it has the answer already: whatever it is told, it will not
            // listen.
            SessionDecision::Forgotten | SessionDecision::Nothing | SessionDecision::Closed(_) => {
                Answer::Done(None)
            }
        };
        (answer, decision)
    }

    /// A client wants to read this key.
    pub(crate) fn expect_read(&mut self, request: RequestId, key: &Arc<str>) {
        let (_, times) = self.reads.get_or_insert(request, (key.clone(), 0));
        *times += 1;
    }

    /// The node has answered a request: the value, if it was a read.
    pub(crate) fn end_read(&mut self, request: RequestId) -> Option<Arc<str>> {
        let (key, times) = self.reads.get_mut(&request)?;
        let value = self.machine.get(key).cloned();
        *times -= 1;
        if *times == 0 {
            self.reads.remove(&request);
        }
        value
    }
}

/// An answer as the session table keeps it: nothing, or `=` and the value.
fn kept(value: Option<&str>) -> Arc<[u8]> {
    value.map_or_else(|| Arc::from([]), |value| format!("={value}").into_bytes().into())
}

fn unkept(answer: &[u8]) -> Option<Arc<str>> {
    let value = core::str::from_utf8(answer).ok()?.strip_prefix('=')?;
    Some(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_handed_out_as_it_was_kept() {
        for value in [None, Some(""), Some("1"), Some("=")] {
            assert_eq!(unkept(&kept(value)).as_deref(), value);
        }
    }
}
