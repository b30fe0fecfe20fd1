//! Linearizability of a run, while it goes on.
//!
//! The order in which entries were applied, with each read at the entry up to which it looked, is an
//! order that should do. Whether it does is seen from each answer alone: the answer must be the one of
//! its place, and its place not before that of anything that was answered before the question. That
//! costs the same however long the run is. Only where an answer has no such place is there a search,
//! among the operations on the same key; if it finds another order, that one goes on from there.

use std::sync::Arc;

use raft_core::{Index, Verdict};
use raft_sim::{Command, EventNo, Fact, Happening, OperationId, Outcome, World};

use super::account::{Searched, Stuck};
use super::record::{Place, Record, Seat, Told};
use super::search::search_key;
use super::{Refutation, Store};
use crate::executions::{Execution, First};
use crate::linearizability::Verdict as Found;
use crate::{Finding, OperationsFinding};

/// How many steps a search may take. A search that is given up says nothing about its key any more.
const STEPS: u64 = 1 << 16;

/// Searches cost as much as there was told; all of them together at most so many times as much as
/// everything that was told, and this much besides. Whoever goes to a moment of a long run comes by some of
/// them again, and that must not take longer than a frame.
const PATIENCE: u64 = 8;
const FIRST_PATIENCE: u64 = 1 << 16;

/// How many values of a key are remembered, for reads of servers that are behind. An older one is
/// searched for.
const VERSIONS: usize = 32;

/// How many operations are remembered that nobody waits for any more and that may still come.
const LOST: usize = 256;

/// Follows every key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    record: Record,
    /// The last entry that was executed.
    executed: Index,
    /// By key, in order.
    keys: Arc<Vec<(Arc<str>, Line)>>,
    /// What clients wait for: one operation each.
    open: Vec<(OperationId, Open)>,
    /// What they have given up before it took effect, the latest last.
    lost: Vec<OperationId>,
    /// What searches have cost so far.
    spent: u64,
}

/// One key.
#[derive(Clone, Debug, Default)]
struct Line {
    /// Its last values, each with the entry that made it.
    versions: Vec<(Index, Option<Arc<str>>)>,
    /// From which entry on they are all there. Before the first of them there is none.
    known_from: Index,
    /// The last place of anything that was answered.
    floor: Place,
    /// Whether a search was given up: then nobody knows any more what it holds.
    undecided: bool,
    /// What the last search has found.
    searched: Option<Arc<Searched>>,
}

/// What is known of a key's order.
pub(crate) enum Known<'a> {
    /// Nothing any more.
    Nothing,
    /// It is that in which things were executed.
    AsExecuted,
    /// It is what the last search has found, and what was executed since.
    Searched(&'a Searched),
}

/// An operation that waits for its answer.
#[derive(Clone, Debug)]
struct Open {
    command: Command,
    /// The floor when it began: its place cannot be before.
    floor: Place,
    /// Where it can be, and what it answers there.
    seats: Vec<(Seat, Option<Arc<str>>)>,
}

impl Watch {
    /// Looks at what has just happened.
    pub(crate) fn judge(
        &mut self,
        world: &World,
        happening: &Happening<'_>,
        executions: &[Execution],
    ) -> Option<OperationsFinding> {
        let event = happening.event.no;
        for execution in executions {
            if let Some(first) = &execution.first {
                self.executed(execution.entry.index, event, first);
            }
        }
        for (server, verdict) in happening.verdicts {
            if let Verdict::ReadServed { request, index } = *verdict {
                let id = OperationId::of(request);
                self.served(id, index, event);
                // What was applied by the same event may have come before the look.
                let node = world.server(*server).and_then(|server| server.node());
                let applied = node.map(|node| node.last_applied());
                if let Some(applied) = applied.filter(|applied| *applied != index) {
                    self.served(id, applied, event);
                }
            }
        }
        let found = happening.facts.iter().find_map(|fact| match *fact {
            Fact::Invoked(id) => {
                self.invoked(world, id, event);
                None
            }
            // Neither is the end of it: every server that was asked has refused, but the network may
            // have made a copy of the question.
            Fact::GivenUp(id) | Fact::Failed(id) => {
                self.given_up(id);
                None
            }
            Fact::Succeeded(id) => self.succeeded(world, id, event),
            _ => None,
        })?;
        Some(told(found, world, happening))
    }

    /// What was told.
    pub(crate) fn record(&self) -> &Record {
        &self.record
    }

    /// Everything that was changed, or that a client was told of, with what is known of its order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&Arc<str>, Known<'_>)> {
        self.keys.iter().map(|(key, line)| {
            let known = match &line.searched {
                _ if line.undecided => Known::Nothing,
                None => Known::AsExecuted,
                Some(searched) => Known::Searched(searched),
            };
            (key, known)
        })
    }

    fn line(&mut self, key: &Arc<str>) -> &mut Line {
        let keys = Arc::make_mut(&mut self.keys);
        let at = keys.binary_search_by(|(known, _)| known.cmp(key)).unwrap_or_else(|at| {
            keys.insert(at, (key.clone(), Line::default()));
            at
        });
        &mut keys[at].1
    }

    fn known_line(&self, key: &str) -> Option<&Line> {
        let at = self.keys.binary_search_by(|(known, _)| (**known).cmp(key)).ok()?;
        self.keys.get(at).map(|(_, line)| line)
    }

    fn open(&mut self, id: OperationId) -> Option<&mut Open> {
        self.open.iter_mut().find(|(open, _)| *open == id).map(|(_, open)| open)
    }

    fn close(&mut self, id: OperationId) -> Option<Open> {
        let at = self.open.iter().position(|(open, _)| *open == id)?;
        Some(self.open.swap_remove(at).1)
    }

    fn invoked(&mut self, world: &World, id: OperationId, event: EventNo) {
        let client = world.clients().iter().find(|client| client.id() == id.client);
        let current = client.and_then(|client| client.current());
        if let Some(current) = current.filter(|current| current.id == id) {
            self.asked(id, &current.command, event);
        }
    }

    fn asked(&mut self, id: OperationId, command: &Command, event: EventNo) {
        let Some(key) = Store::key_of(command) else { return };
        let floor = self.known_line(key).map(|line| line.floor).unwrap_or_default();
        self.record.tell(Told::Invoked { id, command: command.clone(), event });
        self.open.push((id, Open { command: command.clone(), floor, seats: Vec::new() }));
    }

    /// An entry was applied that nobody had applied before.
    fn executed(&mut self, index: Index, event: EventNo, First { command, operation }: &First) {
        self.executed = index;
        let Some(key) = Store::key_of(command) else { return };
        let reads = Store::is_read(command);
        let seat = Seat { place: (index, reads), event };
        let comes = match operation {
            // It was there from the start.
            None => {
                self.record.tell(Told::Found { command: command.clone() });
                true
            }
            // Else it comes a second time: nobody may see that, and who does is judged by a search.
            Some(id) => match self.open(*id) {
                Some(open) => reads || open.seats.is_empty(),
                None => self.find_lost(*id),
            },
        };
        if !comes {
            return;
        }
        let line = self.line(key);
        let value = line.versions.last().and_then(|(_, value)| value.as_ref());
        let (after, answer) = Store::execute(value, command);
        if !reads {
            line.set(index, after);
        }
        let Some(id) = *operation else { return };
        if !reads {
            self.record.tell(Told::TookEffect { id, seat });
        }
        if let Some(open) = self.open(id) {
            open.seats.push((seat, answer));
        }
    }

    /// Whether nobody waits for this operation any more and it had not taken effect. Now it has.
    fn find_lost(&mut self, id: OperationId) -> bool {
        let at = self.lost.iter().position(|lost| *lost == id);
        at.map(|at| self.lost.remove(at)).is_some()
    }

    /// A server has looked, having applied everything up to `index`.
    fn served(&mut self, id: OperationId, index: Index, event: EventNo) {
        let Some(open) = self.open(id) else { return };
        let Some(key) = Store::key_of(&open.command).cloned() else { return };
        let value = self.known_line(&key).map_or(Some(None), |line| line.value_at(index));
        if let (Some(value), Some(open)) = (value, self.open(id)) {
            open.seats.push((Seat { place: (index, true), event }, value));
        }
    }

    fn given_up(&mut self, id: OperationId) {
        let Some(open) = self.close(id) else { return };
        if open.seats.is_empty() && !Store::is_read(&open.command) {
            if self.lost.len() == LOST {
                self.lost.remove(0);
            }
            self.lost.push(id);
        }
    }

    fn succeeded(
        &mut self,
        world: &World,
        id: OperationId,
        event: EventNo,
    ) -> Option<(OperationId, Contradiction)> {
        let client = world.clients().iter().find(|client| client.id() == id.client)?;
        let answered = client.answered().find(|answered| answered.id == id)?;
        let Outcome::Ok(output) = &answered.outcome else { return None };
        self.answered(id, output, event)
    }

    fn answered(
        &mut self,
        id: OperationId,
        output: &Option<Arc<str>>,
        event: EventNo,
    ) -> Option<(OperationId, Contradiction)> {
        let open = self.close(id)?;
        self.record.tell(Told::Answered { id, output: output.clone(), event });
        let key = Store::key_of(&open.command)?;
        let fitting =
            open.seats.iter().filter(|(seat, says)| seat.place >= open.floor && says == output);
        match fitting.map(|(seat, _)| *seat).min_by_key(|seat| seat.place) {
            Some(seat) => {
                if Store::is_read(&open.command) {
                    self.record.tell(Told::TookEffect { id, seat });
                }
                let line = self.line(key);
                line.floor = line.floor.max(seat.place);
                None
            }
            None => self.search(key, event),
        }
    }

    /// No place fits: is there another order? Rare, and long: kept out of the way of what is not.
    #[cold]
    #[inline(never)]
    fn search(&mut self, key: &Arc<str>, event: EventNo) -> Option<(OperationId, Contradiction)> {
        if self.line(key).undecided {
            return None;
        }
        let told = self.record.len();
        self.spent += told;
        if self.spent > FIRST_PATIENCE + PATIENCE * told {
            self.line(key).undecided = true;
            return None;
        }
        let (history, names) = self.record.history(key);
        match search_key(&Store, &history, STEPS) {
            Found::Undecided { .. } => self.line(key).undecided = true,
            Found::Linearizable { order } => {
                let mut value = None;
                let mut placed = Vec::new();
                for no in &order {
                    let Some(operation) = history.operation(*no) else { continue };
                    let (after, answer) = Store::execute(value.as_ref(), &operation.input);
                    placed.extend(names[no.0 as usize].id.map(|id| (id, answer)));
                    value = after;
                }
                let seat = Seat { place: (self.executed, true), event };
                let searched = Searched { order, until: seat.place, stuck: None };
                self.line(key).searched = Some(Arc::new(searched));
                self.go_on_from(key, seat, value, &placed);
            }
            Found::NotLinearizable(Refutation { longest, stuck, state }) => {
                let changes = |no: &&super::OperationNo| {
                    history.operation(**no).is_some_and(|one| !Store::is_read(&one.input))
                };
                let last = longest.iter().rev().find(changes).map(|no| names[no.0 as usize]);
                let contradicts = Contradiction {
                    operation: last.and_then(|name| name.id),
                    event: last.and_then(|name| name.answered.or(name.invoked)),
                };
                let answered = history.operation(stuck).and_then(|one| one.output().cloned());
                let id = names[stuck.0 as usize].id?;
                let stuck = Stuck {
                    operation: id,
                    answered: answered.flatten(),
                    holds: state,
                    since: contradicts.operation,
                };
                let until = (self.executed, true);
                let searched = Searched { order: longest, until, stuck: Some(stuck) };
                self.line(key).searched = Some(Arc::new(searched));
                return Some((id, contradicts));
            }
        }
        None
    }

    /// From here on the order that was found counts, and what is executed next comes after it.
    fn go_on_from(
        &mut self,
        key: &Arc<str>,
        seat: Seat,
        value: Option<Arc<str>>,
        placed: &[(OperationId, Option<Arc<str>>)],
    ) {
        let (applied, _) = seat.place;
        let line = self.line(key);
        line.versions = vec![(applied, value)];
        line.known_from = applied;
        line.floor = seat.place;
        for (id, open) in &mut self.open {
            if Store::key_of(&open.command) == Some(key) {
                open.seats.clear();
                let placed = placed.iter().find(|(placed, _)| placed == id);
                open.seats.extend(placed.map(|(_, answer)| (seat, answer.clone())));
            }
        }
        self.lost.retain(|id| placed.iter().all(|(placed, _)| placed != id));
    }
}

impl Line {
    fn set(&mut self, index: Index, value: Option<Arc<str>>) {
        self.versions.push((index, value));
        if self.versions.len() > VERSIONS {
            self.versions.remove(0);
            self.known_from = self.versions[0].0;
        }
    }

    /// What it held after this entry, if that is still known.
    fn value_at(&self, index: Index) -> Option<Option<Arc<str>>> {
        let before = self.versions.iter().rev().find(|(at, _)| *at <= index);
        let value = before.and_then(|(_, value)| value.clone());
        (index >= self.known_from).then_some(value)
    }
}

/// What an answer cannot be put in order with.
struct Contradiction {
    operation: Option<OperationId>,
    event: Option<EventNo>,
}

fn told(
    (id, contradicts): (OperationId, Contradiction),
    world: &World,
    happening: &Happening<'_>,
) -> OperationsFinding {
    let server = happening.arrived.and_then(|flight| flight.id.from.server());
    let node = server.and_then(|server| world.server(server)?.node());
    OperationsFinding {
        finding: Finding {
            contradicts: contradicts.event,
            servers: server.into_iter().collect(),
            entries: Vec::new(),
            term: node.map(|node| node.current_term()).unwrap_or_default(),
        },
        operations: [Some(id), contradicts.operation].into_iter().flatten().collect(),
    }
}

#[cfg(test)]
mod tests;
