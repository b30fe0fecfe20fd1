//! What clients asked for and were told, in order, for when a search is needed.

use std::sync::Arc;

use raft_sim::{Command, EventNo, OperationId};

use super::{History, OperationNo, Store};
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

    /// The operations on one key, and whose they are. Every operation is a process of its own: a
    /// client that has given up goes on with the next one.
    pub(crate) fn history(&self, key: &str) -> (History<Command, Option<Arc<str>>>, Vec<Name>) {
        let mut history = History::new();
        let mut names: Vec<Name> = Vec::new();
        let is_about = |command| Store::key_of(command).is_some_and(|of| **of == *key);
        for told in self.0.iter() {
            match told {
                Told::Invoked { id, command, event } if is_about(command) => {
                    history.begin(names.len() as u64, command.clone());
                    names.push(Name { id: Some(*id), invoked: Some(*event), answered: None });
                }
                Told::Found { command } if is_about(command) => {
                    history.begin(names.len() as u64, command.clone());
                    names.push(Name::default());
                }
                Told::Answered { id, output, event } => {
                    // Not long ago: a client waits for one operation at a time.
                    if let Some(at) = names.iter().rposition(|name| name.id == Some(*id)) {
                        history.answer(OperationNo(at as u32), output.clone());
                        names[at].answered = Some(*event);
                    }
                }
                Told::Invoked { .. } | Told::Found { .. } => {}
            }
        }
        (history, names)
    }
}
