//! What lasts from one event to another: clients' operations, and partitions.

use raft_sim::{
    ClientId, Command, EventNo, Fact, Happening, MAX_CLIENTS, OperationId, Outcome, SimTime, World,
};

/// Operations and partitions of one branch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Intervals {
    /// In the order in which they began.
    operations: Vec<Operation>,
    /// Each time the partition changed.
    partitions: Vec<Partition>,
}

/// A client's operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) id: OperationId,
    /// Shared with the client's own.
    pub(crate) command: Command,
    pub(crate) began: EventNo,
    pub(crate) began_at: SimTime,
    pub(crate) ended: Option<Ended>,
}

/// The end of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    pub(crate) event: EventNo,
    pub(crate) at: SimTime,
    pub(crate) outcome: Outcome,
}

/// A partition from here on, or none.
#[derive(Clone, Debug)]
pub(crate) struct Partition {
    pub(crate) event: EventNo,
    pub(crate) at: SimTime,
    /// The side of each server.
    pub(crate) sides: Option<Vec<u8>>,
}

impl Intervals {
    /// Takes an event down.
    pub(crate) fn note(&mut self, world: &World, happening: &Happening<'_>) {
        for fact in happening.facts {
            match *fact {
                Fact::Invoked(id) => self.begin(id, world, happening),
                Fact::Succeeded(id) | Fact::Failed(id) | Fact::GivenUp(id) => {
                    self.end(id, world, happening);
                }
                // All servers get their sides in one event: the first tells of all.
                Fact::Side { server: raft_core::NodeId(1), .. } | Fact::AllHealed => {
                    self.partitions.push(Partition {
                        event: happening.event.no,
                        at: happening.event.position.time,
                        sides: world.network().sides().map(<[u8]>::to_vec),
                    });
                }
                _ => {}
            }
        }
    }

    /// The events from `from` to `until` in which the network fell apart.
    pub(crate) fn walls_between(&self, from: EventNo, until: EventNo) -> Vec<EventNo> {
        let walls = self.partitions.iter().filter(|partition| partition.sides.is_some());
        walls.map(|partition| partition.event).filter(|at| (from..=until).contains(at)).collect()
    }

    fn begin(&mut self, id: OperationId, world: &World, happening: &Happening<'_>) {
        let current = client(world, id.client).and_then(raft_sim::Client::current);
        if let Some(operation) = current.filter(|operation| operation.id == id) {
            self.operations.push(Operation {
                id,
                command: operation.command.clone(),
                began: happening.event.no,
                began_at: operation.invoked_at,
                ended: None,
            });
        }
    }

    fn end(&mut self, id: OperationId, world: &World, happening: &Happening<'_>) {
        let answered = client(world, id.client)
            .and_then(|client| client.answered().find(|answered| answered.id == id));
        let begun = self.operations.iter_mut().rev().find(|operation| operation.id == id);
        if let (Some(answered), Some(operation)) = (answered, begun) {
            operation.ended = Some(Ended {
                event: happening.event.no,
                at: happening.event.position.time,
                outcome: answered.outcome.clone(),
            });
        }
    }

    /// Forgets everything after this many events.
    pub(crate) fn forget_after(&mut self, events: EventNo) {
        self.operations.retain(|operation| operation.began <= events);
        for operation in &mut self.operations {
            operation.ended = operation.ended.take().filter(|ended| ended.event <= events);
        }
        self.partitions.retain(|partition| partition.event <= events);
    }

    /// The operations that overlap this stretch of time, in the order in which they began.
    pub(crate) fn operations_in(&self, from: SimTime, to: SimTime) -> Vec<&Operation> {
        let begun = self.operations.partition_point(|operation| operation.began_at < from);
        // A client has one operation at a time: of those that began earlier, only the last one of
        // each client can still be on its way.
        let mut seen = [false; MAX_CLIENTS as usize];
        let mut found: Vec<&Operation> = Vec::new();
        for operation in self.operations[..begun].iter().rev() {
            let Some(seen) = seen.get_mut(usize::from(operation.id.client.0).wrapping_sub(1))
            else {
                continue;
            };
            if !*seen && operation.ended.as_ref().is_none_or(|ended| ended.at >= from) {
                found.push(operation);
            }
            *seen = true;
        }
        found.reverse();
        let later = self.operations[begun..].iter();
        found.extend(later.take_while(|operation| operation.began_at <= to));
        found
    }

    /// The operation of this name.
    pub(crate) fn operation(&self, id: OperationId) -> Option<&Operation> {
        self.operations.iter().rev().find(|operation| operation.id == id)
    }

    /// Each time the partition changed.
    pub(crate) fn partitions(&self) -> &[Partition] {
        &self.partitions
    }
}

fn client(world: &World, id: ClientId) -> Option<&raft_sim::Client> {
    world.clients().iter().find(|client| client.id() == id)
}
