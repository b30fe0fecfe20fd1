//! Which commands took effect in which state machine, and whose they were.
//!
//! An entry does not say which operation it belongs to; the leader that took it into its log does, in
//! its verdict.

use std::collections::BTreeMap;

use raft_core::{Entry, Index, LogId, NodeId, SessionCommand, Verdict};
use raft_sim::{Command, Fact, Happening, MAX_SERVERS, OperationId, World};

/// Remembers how far each state machine is, and whose entries are not applied anywhere yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Executions {
    accepted: BTreeMap<LogId, OperationId>,
    applied: [Index; MAX_SERVERS as usize],
    /// The highest index that any state machine has reached.
    highest: Index,
}

/// A command took effect in a state machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Execution {
    pub(crate) server: NodeId,
    pub(crate) entry: LogId,
    pub(crate) command: Command,
    /// Which command of which session it is, if it is one.
    pub(crate) session: Option<SessionCommand>,
    /// Whose it is: known when the entry is applied for the first time anywhere, unless it was there
    /// from the start.
    pub(crate) operation: Option<OperationId>,
    /// Whether no other state machine had come to this index before.
    pub(crate) first: bool,
}

impl Executions {
    /// The highest index that any state machine has reached.
    pub(crate) fn highest(&self) -> Index {
        self.highest
    }

    /// What took effect by this event, in order.
    pub(crate) fn watch(&mut self, world: &World, happening: &Happening<'_>) -> Vec<Execution> {
        for (server, verdict) in happening.verdicts {
            match *verdict {
                Verdict::ProposalAccepted { request, id } => {
                    self.accepted.insert(id, OperationId::of(request));
                }
                // What it stands for has not been applied one by one.
                Verdict::SnapshotInstalled { last, .. } => {
                    if let Some(applied) = self.applied_of(*server) {
                        *applied = last.index.max(*applied);
                    }
                }
                _ => {}
            }
        }
        let mut found = Vec::new();
        for fact in happening.facts {
            if let Fact::Applied { server, index } = *fact {
                self.applied(world, happening, server, index, &mut found);
            }
        }
        match happening.event.kind.server() {
            Some(server) => self.look_at(world, server),
            // A hand, or a client: whoever was touched.
            None => world.servers().iter().for_each(|server| self.look_at(world, server.id())),
        }
        found
    }

    /// After a restart or a snapshot a state machine is somewhere else.
    fn look_at(&mut self, world: &World, server: NodeId) {
        let node = world.server(server).and_then(|server| server.node());
        if let (Some(node), Some(applied)) = (node, self.applied_of(server)) {
            *applied = node.last_applied();
        }
    }

    fn applied_of(&mut self, server: NodeId) -> Option<&mut Index> {
        self.applied.get_mut((server.0 as usize).checked_sub(1)?)
    }

    fn applied(
        &mut self,
        world: &World,
        happening: &Happening<'_>,
        server: NodeId,
        through: Index,
        found: &mut Vec<Execution>,
    ) {
        let Some(log) = world.server(server).map(|server| server.log()) else { return };
        let Some(applied) = self.applied_of(server) else { return };
        let from = core::mem::replace(applied, through).next();
        for entry in log.iter_from(from).take_while(|entry| entry.id.index <= through) {
            let first = entry.id.index > self.highest;
            let operation = self.accepted.get(&entry.id).copied();
            found.extend(execution(happening, server, entry).map(|execution| Execution {
                operation,
                first,
                ..execution
            }));
        }
        if through > self.highest {
            self.highest = through;
            // Nobody will apply anything else there.
            self.accepted.retain(|id, _| id.index > through);
        }
    }
}

/// What an entry did in this state machine: nothing, if its session has seen it before or is closed.
fn execution(happening: &Happening<'_>, server: NodeId, entry: &Entry) -> Option<Execution> {
    let command = Command::parse(entry.payload.as_command()?).ok()?;
    let session = entry.payload.session();
    let index = entry.id.index;
    let skipped = |fact: &Fact| {
        *fact == Fact::Repeated { server, index } || *fact == Fact::SessionExpired { server, index }
    };
    if session.is_some() && happening.facts.iter().any(skipped) {
        return None;
    }
    Some(Execution { server, entry: entry.id, command, session, operation: None, first: false })
}
