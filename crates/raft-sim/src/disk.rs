//! A server's disk: what is safe, what is on its way, and what must wait for it.

use std::collections::VecDeque;

use raft_core::{Durable, HardState, Message, Micros, Write, WriteId};

use crate::link::happens;
use crate::setup::MILLION;
use crate::{Chooser, EventNo, InvalidSetup, Key, SimTime, Span, WriteKey};

/// One server's disk. It works in order: a write is durable only after all earlier ones.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Disk {
    pub(crate) durable: Durable,
    pub(crate) pending: VecDeque<PendingWrite>,
    pub(crate) gated: VecDeque<Gated>,
    pub(crate) faults: DiskFaults,
    /// Writes that were said to be durable and are not.
    cached: Vec<Write>,
    /// Whether what it holds is damaged, which whoever starts from it notices.
    pub(crate) damaged: bool,
    /// Until when a write stalls by chance.
    pub(crate) stalls_until: SimTime,
}

/// What is wrong with a disk. By default nothing is: a crash loses every write that is not durable,
/// and no other.
///
/// Raft stays safe with all of it but `lying_ppm`: who has promised something must not forget it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct DiskFaults {
    /// How long a sync takes once a write is done. In between a crash may lose the write.
    pub sync: Span,
    /// How likely a write stalls, in millionths.
    pub stall_ppm: u32,
    /// How much longer it takes then.
    pub stall: Span,
    /// Nothing is written until this is over.
    pub stalled: bool,
    /// How likely a write that is done and not synced survives a crash all the same, in millionths:
    /// in the order of writing, up to the first that does not.
    pub survive_ppm: u32,
    /// How likely the first write that does not survive was torn by the crash, in millionths: term and
    /// vote and some of its entries are there. The next one is half written; its checksum says so, and
    /// it is cut off.
    pub torn_ppm: u32,
    /// How likely the crash caught writes in another order, in millionths: the first entries that were
    /// on their way are there, and the term and vote that were written before them or with them are
    /// not. A server that finds entries of a later term than its own takes that term for its own,
    /// without a vote.
    pub reordered_ppm: u32,
    /// How likely the disk says that a write is durable when it is not, in millionths: a lying sync. It
    /// is with the next honest one; a crash before that loses what was promised. **This breaks what
    /// Raft stands on**: committed entries and votes can be lost.
    pub lying_ppm: u32,
    /// How likely a crash damages the disk, in millionths: see [`crate::Action::Damage`].
    pub damage_ppm: u32,
}

impl DiskFaults {
    /// Looks for what cannot be.
    ///
    /// # Errors
    /// What was expected, at `field`.
    pub fn validate(&self, field: &'static str) -> Result<(), InvalidSetup> {
        self.sync.validate(field, 0)?;
        self.stall.validate(field, 0)?;
        let Self { stall_ppm, survive_ppm, torn_ppm, reordered_ppm, lying_ppm, damage_ppm, .. } =
            *self;
        let chances = [stall_ppm, survive_ppm, torn_ppm, reordered_ppm, lying_ppm, damage_ppm];
        if chances.iter().any(|ppm| *ppm > MILLION) {
            return Err(InvalidSetup { field, expected: "chances of at most 100%".to_owned() });
        }
        Ok(())
    }
}

/// A write on its way to the platter: lost if the server crashes first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PendingWrite {
    /// What is written.
    pub write: Write,
    /// When it is written, and not synced yet.
    pub written_at: SimTime,
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
    pub(crate) fn new(durable: Durable, faults: DiskFaults) -> Self {
        Self {
            durable,
            pending: VecDeque::new(),
            gated: VecDeque::new(),
            faults,
            cached: Vec::new(),
            damaged: false,
            stalls_until: SimTime(0),
        }
    }

    /// What is wrong with it.
    #[must_use]
    pub fn faults(&self) -> &DiskFaults {
        &self.faults
    }

    /// Whether what it holds is damaged, which whoever starts from it notices.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.damaged
    }

    /// Until when a write stalls by chance; may be over.
    #[must_use]
    pub fn stalls_until(&self) -> SimTime {
        self.stalls_until
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

    /// The messages that wait for writes, in the order in which they were to be sent.
    pub fn waiting(&self) -> impl Iterator<Item = &Message> {
        self.gated.iter().map(|gated| &gated.message)
    }

    /// The messages that wait, and each one's write: it leaves when that one and all before it are durable.
    pub fn held_back(&self) -> impl Iterator<Item = (WriteId, &Message)> {
        self.gated.iter().map(|gated| (gated.after, &gated.message))
    }

    /// When the next write will be durable.
    #[must_use]
    pub fn next_done(&self) -> Option<SimTime> {
        self.pending.front().filter(|_| !self.faults.stalled).map(|pending| pending.done_at)
    }

    /// Takes a write on. It is done at `done_at`, but never before an earlier one.
    pub(crate) fn start(&mut self, write: Write, written: SimTime, sync: Micros, cause: EventNo) {
        let (after, done) = self
            .pending
            .back()
            .map_or_else(Default::default, |last| (last.written_at, last.done_at));
        let written_at = written.max(after);
        let done_at = written_at.after(sync).max(done);
        self.pending.push_back(PendingWrite { write, written_at, done_at, cause });
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

    /// The oldest write becomes durable, and so does what was not before; or the disk says so.
    pub(crate) fn finish(&mut self, lies: bool) -> Option<PendingWrite> {
        let done = self.pending.pop_front()?;
        self.cached.push(done.write.clone());
        if !lies {
            for write in self.cached.drain(..) {
                self.durable.apply(&write);
            }
        }
        Some(done)
    }

    /// A message that waited for `done` or an earlier write, if there is one left.
    pub(crate) fn release(&mut self, done: WriteId) -> Option<Message> {
        let at = self.gated.iter().position(|gated| gated.after <= done)?;
        self.gated.remove(at).map(|gated| gated.message)
    }

    /// The server crashed: what was on its way is lost, and so is what waited for it, as far as chance
    /// does not keep some of it. `key` names a write. Says how many writes were lost.
    pub(crate) fn crash(
        &mut self,
        now: SimTime,
        key: impl Fn(WriteId) -> WriteKey,
        chooser: &mut dyn Chooser,
    ) -> usize {
        self.gated.clear();
        self.stalls_until = SimTime(0);
        let mut pending = core::mem::take(&mut self.pending);
        // What follows a lost write has nothing to stand on.
        let promised = core::mem::take(&mut self.cached).len();
        if promised == 0 {
            let DiskFaults { survive_ppm, .. } = self.faults;
            while let Some(first) = pending.front()
                && first.written_at <= now
                && happens(survive_ppm, Key::survive(key(first.write.id)), chooser)
            {
                self.durable.apply(&first.write);
                pending.pop_front();
            }
            if let Some(first) = pending.front() {
                let key = key(first.write.id);
                self.keep_part(&pending, key, chooser);
            }
        }
        promised + pending.len()
    }

    /// What a crash leaves of the writes that it has interrupted; `key` names the first of them.
    fn keep_part(
        &mut self,
        pending: &VecDeque<PendingWrite>,
        key: WriteKey,
        chooser: &mut dyn Chooser,
    ) {
        // A snapshot is written beside the old one and takes its place in one go.
        let plain =
            || pending.iter().map(|one| &one.write).take_while(|one| one.snapshot.is_none());
        let Some(first) = plain().next() else { return };
        let part = if happens(self.faults.torn_ppm, Key::torn(key), chooser) {
            let mut part = first.clone();
            if let Some(log) = &mut part.log {
                let whole = log.entries.len() as u64;
                // Never all of them: then it would not be torn.
                let kept = chooser.choose(Key::torn_at(key), whole.max(1));
                log.entries = log.entries.iter().take(kept as usize).cloned().collect();
            }
            part
        } else if happens(self.faults.reordered_ppm, Key::reordered(key), chooser) {
            let Some(log) = plain().find(|one| one.log.is_some()) else { return };
            Write { hard_state: None, ..log.clone() }
        } else {
            return;
        };
        self.durable.apply(&part);
        let (last, hard_state) = (self.durable.log.last().term, &mut self.durable.hard_state);
        if last > hard_state.current_term {
            *hard_state = HardState { current_term: last, voted_for: None };
        }
    }
}
