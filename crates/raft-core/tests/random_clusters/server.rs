//! A server: its node, its disk, and its state machine.

use raft_core::{Entry, Index, Message, Node, SessionDecision, Sessions, Snapshot};

use crate::disk::Disk;
use crate::promises::{Kept, kept_if};

pub(crate) struct Server {
    pub(crate) node: Option<Node>,
    pub(crate) disk: Disk<Message>,
    /// What the core has asked to be applied, and what has been.
    pub(crate) to_apply: Index,
    pub(crate) applied: Index,
    pub(crate) state: Vec<u8>,
    pub(crate) sessions: Sessions,
}

impl Server {
    pub(crate) fn restore(&mut self, snapshot: Option<&Snapshot>) {
        self.applied = snapshot.map(|snapshot| snapshot.last.index).unwrap_or_default();
        self.to_apply = self.applied;
        self.state = snapshot.map(|snapshot| snapshot.state.to_vec()).unwrap_or_default();
        self.sessions = snapshot.map(|snapshot| snapshot.sessions.clone()).unwrap_or_default();
    }

    /// Applies the next entry. Says in which state the machine is then, and whether a command was
    /// executed that had been executed before.
    pub(crate) fn apply(&mut self, entry: &Entry) -> (Vec<u8>, Kept) {
        self.applied = entry.id.index;
        let mut once = Ok(());
        let decision = self.sessions.take(entry);
        if let (SessionDecision::Execute, Some(command)) = (decision, entry.payload.as_command()) {
            if let Some(session) = entry.payload.session() {
                let mut before = self.state.split_inclusive(|byte| *byte == b';');
                let again = before.any(|one| one == &command[..]);
                once = kept_if(!again, || {
                    format!("executed twice: {}", String::from_utf8_lossy(command))
                });
                self.sessions.answered(session, command.clone());
            }
            self.state.extend_from_slice(command);
        }
        (self.state.clone(), once)
    }
}
