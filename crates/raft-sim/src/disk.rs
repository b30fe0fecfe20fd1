//! A server's disk: what is safe, what is on its way, and what must wait for it.

use std::collections::VecDeque;

use raft_core::{Durable, Message, Write, WriteId};

use crate::{EventNo, SimTime};

/// One server's disk. It works in order: a write is durable only after all earlier ones.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Disk {
    pub(crate) durable: Durable,
    pub(crate) pending: VecDeque<PendingWrite>,
    pub(crate) gated: VecDeque<Gated>,
}

/// A write on its way to the platter: lost if the server crashes first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PendingWrite {
    /// What is written.
    pub write: Write,
    /// When it will be durable.
    pub done_at: SimTime,
    /// The event that asked for it.
    pub cause: EventNo,
}

/// A message that must not leave before a write is durable.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Gated {
    pub(crate) after: WriteId,
    pub(crate) message: Message,
}

impl Disk {
    pub(crate) fn new(durable: Durable) -> Self {
        Self { durable, pending: VecDeque::new(), gated: VecDeque::new() }
    }

    /// What survives a crash.
    #[must_use]
    pub fn durable(&self) -> &Durable {
        &self.durable
    }

    /// The writes on their way, oldest first.
    pub fn pending(&self) -> impl Iterator<Item = &PendingWrite> {
        self.pending.iter()
    }

    /// When the next write will be durable.
    #[must_use]
    pub fn next_done(&self) -> Option<SimTime> {
        self.pending.front().map(|pending| pending.done_at)
    }

    /// Takes a write on. It is done at `done_at`, but never before an earlier one.
    pub(crate) fn start(&mut self, write: Write, done_at: SimTime, cause: EventNo) {
        let done_at = self.pending.back().map_or(done_at, |last| last.done_at.max(done_at));
        self.pending.push_back(PendingWrite { write, done_at, cause });
    }

    /// Holds a message back until `after` is durable. False if it already is: then the message may
    /// leave at once.
    pub(crate) fn hold(&mut self, after: WriteId, message: &Message) -> bool {
        let waiting = self.pending.iter().any(|pending| pending.write.id >= after);
        if waiting {
            self.gated.push_back(Gated { after, message: message.clone() });
        }
        waiting
    }

    /// The oldest write becomes durable.
    pub(crate) fn finish(&mut self) -> Option<PendingWrite> {
        let done = self.pending.pop_front()?;
        self.durable.apply(&done.write);
        Some(done)
    }

    /// A message that waited for `done` or an earlier write, if there is one left.
    pub(crate) fn release(&mut self, done: WriteId) -> Option<Message> {
        let at = self.gated.iter().position(|gated| gated.after <= done)?;
        self.gated.remove(at).map(|gated| gated.message)
    }

    /// The server crashed: what was on its way is lost, and so is what waited for it. Says how many
    /// writes were lost.
    pub(crate) fn crash(&mut self) -> usize {
        self.gated.clear();
        let lost = self.pending.len();
        self.pending.clear();
        lost
    }
}
