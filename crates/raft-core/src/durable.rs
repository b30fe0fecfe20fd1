//! What a disk holds for a server, and how a server asks it to hold more.

use alloc::sync::Arc;

use crate::{Configuration, Entries, Index, Log, LogId, NodeId, Snapshot, Term, WriteId};

/// The persistent state of Figure 2 apart from the log.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct HardState {
    /// The latest term this server has seen.
    pub current_term: Term,
    /// Whom it voted for in that term, if anybody.
    pub voted_for: Option<NodeId>,
}

/// Everything that a disk holds for one server: the only thing that survives a crash.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Durable {
    /// Term and vote.
    pub hard_state: HardState,
    /// The log.
    pub log: Log,
    /// The servers this one was told about when it was set up.
    pub configuration: Configuration,
    /// What takes the place of the entries that the log has discarded. A host that starts a server
    /// from this must start its state machine from it as well.
    pub snapshot: Option<Arc<Snapshot>>,
}

/// One write: everything in it becomes durable together, after all earlier writes.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Write {
    /// Its name, to be reported back with [`crate::Input::Persisted`].
    pub id: WriteId,
    /// The new term and vote, if they changed.
    pub hard_state: Option<HardState>,
    /// The change of the log, if it changed.
    pub log: Option<LogWrite>,
    /// A new snapshot, which takes the place of the log's beginning or of all of it.
    pub snapshot: Option<SnapshotWrite>,
}

/// A new snapshot on disk (Figure 13, steps 5 to 7).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SnapshotWrite {
    /// The snapshot.
    pub snapshot: Arc<Snapshot>,
    /// Where the log begins now. What follows it is kept if the log holds it, else nothing is.
    pub base: LogId,
}

/// A change of the log on disk: cut first, then append.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LogWrite {
    /// Remove this entry and all that follow, if given.
    pub truncate_from: Option<Index>,
    /// Then append these.
    pub entries: Entries,
}

impl Durable {
    /// The disk of a server that has never run.
    #[must_use]
    pub fn fresh(configuration: Configuration) -> Self {
        Self { hard_state: HardState::default(), log: Log::new(), configuration, snapshot: None }
    }

    /// The last entry that is known to be committed: what the snapshot replaces.
    #[must_use]
    pub fn applied(&self) -> Index {
        let snapshot = self.snapshot.as_ref().map(|snapshot| snapshot.last.index);
        snapshot.unwrap_or_default().max(self.log.base().index)
    }

    /// Carries out a write.
    ///
    /// # Panics
    /// If the write's entries do not continue the log: the disk was given another server's write.
    pub fn apply(&mut self, write: &Write) {
        if let Some(hard_state) = write.hard_state {
            self.hard_state = hard_state;
        }
        if let Some(change) = &write.snapshot {
            self.snapshot = Some(change.snapshot.clone());
            if self.log.contains(change.base) {
                self.log.compact_to(change.base);
            } else {
                self.log.reset(change.base);
            }
        }
        if let Some(change) = &write.log {
            if let Some(from) = change.truncate_from {
                self.log.truncate_from(from);
            }
            for entry in change.entries.iter() {
                self.log.append(entry.clone());
            }
        }
    }
}
