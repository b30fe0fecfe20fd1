//! What clients asked for and were told, in order, for when a search is needed or somebody wants to
//! see it.

use std::sync::Arc;

use raft_core::Index;
use raft_sim::{Command, EventNo, OperationId};

use super::{History, OperationNo, Store};
use crate::chunks::Chunks;

/// A place in the order in which entries were applied: after this entry, and whether among the reads
/// there.
pub(crate) type Place = (Index, bool);

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
    /// It has taken effect: told of what changes something when it was executed, of a read when it was
    /// answered.
    TookEffect { id: OperationId, seat: Seat },
}

/// Where something took effect, and which event that was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seat {
    pub(crate) place: Place,
    pub(crate) event: EventNo,
}

/// Whose an operation of a history is, and which events began and ended it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Name {
    pub(crate) id: Option<OperationId>,
    pub(crate) invoked: Option<EventNo>,
    pub(crate) answered: Option<EventNo>,
    pub(crate) seat: Option<Seat>,
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
    // Not copied to all who ask: it is long, and they are in no hurry.
    #[inline(never)]
    pub(crate) fn history(&self, key: &str) -> (History<Command, Option<Arc<str>>>, Vec<Name>) {
        let mut history = History::new();
        let mut names: Vec<Name> = Vec::new();
        let mut latest: Vec<Latest> = Vec::new();
        let is_about = |command| Store::key_of(command).is_some_and(|of| **of == *key);
        for told in self.0.iter() {
            match told {
                Told::Invoked { id, command, event } => {
                    let at = is_about(command).then_some(names.len());
                    latest.retain(|(before, _)| before.client != id.client);
                    latest.push((*id, at));
                    if at.is_some() {
                        history.begin(names.len() as u64, command.clone());
                        names.push(Name {
                            id: Some(*id),
                            invoked: Some(*event),
                            ..Name::default()
                        });
                    }
                }
                Told::Found { command } if is_about(command) => {
                    history.begin(names.len() as u64, command.clone());
                    names.push(Name::default());
                }
                Told::Answered { id, output, event } => {
                    if let Some(at) = find(&latest, &names, *id) {
                        history.answer(OperationNo(at as u32), output.clone());
                        names[at].answered = Some(*event);
                    }
                }
                Told::TookEffect { id, seat } => {
                    if let Some(at) = find(&latest, &names, *id) {
                        names[at].seat = Some(*seat);
                    }
                }
                Told::Found { .. } => {}
            }
        }
        (history, names)
    }
}

/// The latest operation of a client, and its number if it is about the key.
type Latest = (OperationId, Option<usize>);

/// The number of an operation, if it is about the key. Nearly always it is its client's latest: a client
/// waits for one at a time. Only what took effect after it was given up is looked for.
fn find(latest: &[Latest], names: &[Name], id: OperationId) -> Option<usize> {
    match latest.iter().find(|(latest, _)| *latest == id) {
        Some((_, at)) => *at,
        None => names.iter().rposition(|name| name.id == Some(id)),
    }
}
