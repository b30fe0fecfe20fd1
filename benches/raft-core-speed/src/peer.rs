//! How to talk to `raft-rs`.

use std::collections::VecDeque;

use raft::eraftpb::{ConfState, Entry, HardState, Message, MessageType, Snapshot};
use raft::storage::GetEntriesContext;
use raft::{Config, Error, RaftState, RawNode, StateRole, Storage, StorageError};
use slog::{Discard, Logger, o};

use crate::{Applied, Cell, Command, Load, Server, Told};

/// One server of `raft-rs` with its disk and its state machine.
pub struct Peer {
    raw: RawNode<Disk>,
    applied: Applied,
}

/// Where it keeps its log. The crate's own store in memory is behind a lock and copies every entry
/// that it is given; this one has no lock and takes them over, which is faster.
struct Disk {
    hard_state: HardState,
    servers: ConfState,
    /// From index 1 on.
    entries: Vec<Entry>,
}

impl Peer {
    /// A server that has never run, with the options that fit the cell.
    ///
    /// # Panics
    /// If it does not like its options.
    #[must_use]
    pub fn new(cell: Cell, at: usize) -> Self {
        let config = Config {
            id: at as u64 + 1,
            // The default of 0 would send every entry in a message of its own.
            max_size_per_msg: 1 << 20,
            max_inflight_msgs: if cell.load == Load::OneInFlight { 1 } else { 256 },
            skip_bcast_commit: cell.told == Told::WithTheNext,
            ..Config::default()
        };
        let disk = Disk {
            hard_state: HardState::default(),
            servers: ConfState::from(((1..=cell.servers as u64).collect::<Vec<u64>>(), Vec::new())),
            entries: Vec::new(),
        };
        let raw = RawNode::new(&config, disk, &Logger::root(Discard, o!())).expect("good options");
        Self { raw, applied: Applied::default() }
    }

    /// Does at once what the server asks for.
    fn carry_out(&mut self, queue: &mut VecDeque<Message>) {
        while self.raw.has_ready() {
            let mut ready = self.raw.ready();
            queue.extend(ready.take_messages());
            self.execute(ready.take_committed_entries());
            let disk = self.raw.mut_store();
            disk.append(ready.take_entries());
            if let Some(hard_state) = ready.hs() {
                disk.hard_state = hard_state.clone();
            }
            queue.extend(ready.take_persisted_messages());

            let mut light = self.raw.advance_append(ready);
            if let Some(commit) = light.commit_index() {
                self.raw.mut_store().hard_state.commit = commit;
            }
            queue.extend(light.take_messages());
            self.execute(light.take_committed_entries());
            self.raw.advance_apply();
        }
    }

    fn execute(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            // A new leader's own entry is empty.
            if !entry.data.is_empty() {
                self.applied.execute(&entry.data);
            }
        }
    }

    fn entry(command: Command) -> Entry {
        Entry { data: command.to_vec(), ..Entry::default() }
    }

    fn take(&mut self, entries: Vec<Entry>, queue: &mut VecDeque<Message>) {
        let mut message = Message { from: self.raw.raft.id, entries, ..Message::default() };
        message.set_msg_type(MessageType::MsgPropose);
        self.receive(message, queue);
    }
}

impl Server for Peer {
    type Message = Message;

    const TELLS_AT_ONCE: bool = true;

    fn campaign(&mut self, queue: &mut VecDeque<Message>) {
        self.raw.campaign().expect("it may");
        self.carry_out(queue);
    }

    fn leads(&self) -> bool {
        self.raw.raft.state == StateRole::Leader
    }

    fn propose(&mut self, command: Command, queue: &mut VecDeque<Message>) {
        self.take(vec![Self::entry(command)], queue);
    }

    fn propose_together(&mut self, commands: &[Command], queue: &mut VecDeque<Message>) {
        self.take(commands.iter().copied().map(Self::entry).collect(), queue);
    }

    fn receive(&mut self, message: Message, queue: &mut VecDeque<Message>) {
        self.raw.step(message).expect("a message of its own kind");
        self.carry_out(queue);
    }

    fn heartbeat(&mut self, queue: &mut VecDeque<Message>) {
        self.raw.ping();
        self.carry_out(queue);
    }

    fn receiver(message: &Message) -> usize {
        message.to as usize - 1
    }

    fn applied(&self) -> Applied {
        self.applied
    }
}

impl Disk {
    fn append(&mut self, entries: Vec<Entry>) {
        if let Some(first) = entries.first() {
            self.entries.truncate(first.index as usize - 1);
            self.entries.extend(entries);
        }
    }
}

impl Storage for Disk {
    fn initial_state(&self) -> raft::Result<RaftState> {
        Ok(RaftState::new(self.hard_state.clone(), self.servers.clone()))
    }

    fn entries(
        &self,
        low: u64,
        high: u64,
        max_size: impl Into<Option<u64>>,
        _: GetEntriesContext,
    ) -> raft::Result<Vec<Entry>> {
        let mut entries = self.entries[low as usize - 1..high as usize - 1].to_vec();
        raft::util::limit_size(&mut entries, max_size.into());
        Ok(entries)
    }

    fn term(&self, index: u64) -> raft::Result<u64> {
        match index.checked_sub(1) {
            None => Ok(0),
            Some(at) => match self.entries.get(at as usize) {
                Some(entry) => Ok(entry.term),
                None => Err(Error::Store(StorageError::Unavailable)),
            },
        }
    }

    fn first_index(&self) -> raft::Result<u64> {
        Ok(1)
    }

    fn last_index(&self) -> raft::Result<u64> {
        Ok(self.entries.len() as u64)
    }

    fn snapshot(&self, _: u64, _: u64) -> raft::Result<Snapshot> {
        Err(Error::Store(StorageError::SnapshotTemporarilyUnavailable))
    }
}
