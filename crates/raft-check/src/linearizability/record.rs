//! What clients asked for and were told, in order, for when a search is needed.

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_sim::{Command, EventNo, OperationId};

use super::{History, Store};
use crate::chunks::Chunks;

/// Everything that was told. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record(Chunks<Told>);

/// One thing that was told.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    /// A client has asked.
    Invoked { id: OperationId, command: Command, event: EventNo },
    /// It was answered.
    Answered { id: OperationId, output: Option<Arc<str>>, event: EventNo },
    /// Nobody has asked for it in this run, and it was executed: it was there from the start.
    Found { command: Command },
}

/// Whose an operation of a history is, and which events began and ended it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Name {
    pub(crate) id: Option<OperationId>,
    pub(crate) invoked: Option<EventNo>,
    pub(crate) answered: Option<EventNo>,
}

impl Record {
    pub(crate) fn tell(&mut self, told: Told) {
        self.0.push(told);
    }

    pub(crate) fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// The operations on one key, and whose they are. Every operation has a process of its own: a
    /// client that has given up goes on with the next one.
    pub(crate) fn history(&self, key: &str) -> (History<Command, Option<Arc<str>>>, Vec<Name>) {
        let mut history = History::new();
        let mut names: Vec<Name> = Vec::new();
        let mut processes: BTreeMap<OperationId, u64> = BTreeMap::new();
        for told in self.0.iter() {
            let process = names.len() as u64;
            match told {
                Told::Invoked { id, command, event }
                    if Store::key_of(command).is_some_and(|of| **of == *key) =>
                {
                    if history.invoke(process, command.clone()).is_ok() {
                        processes.insert(*id, process);
                        names.push(Name { id: Some(*id), invoked: Some(*event), answered: None });
                    }
                }
                Told::Found { command }
                    if Store::key_of(command).is_some_and(|of| **of == *key) =>
                {
                    if history.invoke(process, command.clone()).is_ok() {
                        names.push(Name::default());
                    }
                }
                Told::Answered { id, output, event } => {
                    if let Some(process) = processes.remove(id)
                        && history.returned(process, output.clone()).is_ok()
                    {
                        names[process as usize].answered = Some(*event);
                    }
                }
                Told::Invoked { .. } | Told::Found { .. } => {}
            }
        }
        (history, names)
    }
}
