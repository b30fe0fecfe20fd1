//! A disk that finishes writes one at a time, and the messages that wait for them.

use std::collections::VecDeque;

use raft_core::{Durable, Write, WriteId};

/// What survives a crash, and what does not yet. `M` is whatever a host keeps of a message that
/// must not leave before a write has finished.
pub(crate) struct Disk<M> {
    /// What a restart finds.
    pub(crate) durable: Durable,
    pending: VecDeque<Write>,
    held: Vec<(WriteId, M)>,
}

impl<M> Disk<M> {
    pub(crate) fn new(durable: Durable) -> Self {
        Self { durable, pending: VecDeque::new(), held: Vec::new() }
    }

    /// Takes a write in. Writes reach the platter in the order in which they came.
    pub(crate) fn start(&mut self, write: Write) {
        self.pending.push_back(write);
    }

    pub(crate) fn is_pending(&self, write: WriteId) -> bool {
        self.pending.iter().any(|pending| pending.id == write)
    }

    /// Keeps a message back until `after` has finished.
    pub(crate) fn hold(&mut self, message: M, after: WriteId) {
        self.held.push((after, message));
    }

    /// Finishes the oldest write: says which one it was and which messages may leave now.
    pub(crate) fn finish(&mut self) -> Option<(Write, Vec<M>)> {
        let write = self.pending.pop_front()?;
        self.durable.apply(&write);
        let held = std::mem::take(&mut self.held);
        let (released, held): (Vec<_>, Vec<_>) =
            held.into_iter().partition(|(after, _)| *after <= write.id);
        self.held = held;
        Some((write, released.into_iter().map(|(_, message)| message).collect()))
    }

    /// The power fails: unfinished writes are lost, and the messages that waited for them with
    /// them. Says how many of each.
    pub(crate) fn crash(&mut self) -> (usize, usize) {
        let lost = (self.pending.len(), self.held.len());
        self.pending.clear();
        self.held.clear();
        lost
    }
}
