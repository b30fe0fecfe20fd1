//! Exactly-once: what a client asks for takes effect at most once, however often it asks (§8;
//! dissertation §6.3).
//!
//! Sessions are there for that. Without one, a client whose answer was lost asks again, and both
//! entries may be executed: then this property is violated, and no server has broken a rule.

use std::collections::VecDeque;
use std::sync::Arc;

use raft_core::{LogId, SessionId};
use raft_sim::{EventNo, Happening, OperationId, World};

use crate::executions::Execution;
use crate::linearizability::Store;
use crate::{Finding, OperationsFinding};

/// Remembers where each command took effect.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExactlyOnce {
    /// The latest last.
    effects: Arc<VecDeque<Effect>>,
}

/// What is the same however often a client asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Name {
    Session(SessionId, u64),
    Operation(OperationId),
}

#[derive(Clone, Copy, Debug)]
struct Effect {
    name: Name,
    entry: LogId,
    operation: Option<OperationId>,
    event: EventNo,
}

/// Only so many effects are remembered, which bounds the memory: a request that comes again after as
/// many others have been executed is not recognised.
const REMEMBERED: usize = 256;

impl ExactlyOnce {
    pub(crate) fn judge(
        &mut self,
        world: &World,
        happening: &Happening<'_>,
        executions: &[Execution],
    ) -> Option<OperationsFinding> {
        executions.iter().find_map(|execution| self.executed(world, happening, execution))
    }

    fn executed(
        &mut self,
        world: &World,
        happening: &Happening<'_>,
        execution: &Execution,
    ) -> Option<OperationsFinding> {
        let Execution { server, entry, session, ref first } = *execution;
        let operation = first.as_ref().and_then(|first| first.operation);
        let name = match (session, operation) {
            (Some(session), _) => Name::Session(session.session, session.sequence),
            (None, Some(operation)) => Name::Operation(operation),
            // It was there from the start.
            (None, None) => return None,
        };
        let Some(before) = self.effects.iter().rev().find(|effect| effect.name == name) else {
            // Who reads twice has changed nothing twice.
            if first.as_ref().is_some_and(|first| !Store::is_read(&first.command)) {
                self.remember(Effect { name, entry, operation, event: happening.event.no });
            }
            return None;
        };
        // Every state machine executes it, at the same place.
        if before.entry.index == entry.index {
            return None;
        }
        let node = world.server(server).and_then(|server| server.node());
        let operations = operation.or(before.operation);
        Some(OperationsFinding {
            finding: Finding {
                contradicts: Some(before.event),
                servers: vec![server],
                entries: vec![entry, before.entry],
                term: node.map_or(entry.term, |node| node.current_term()),
            },
            operations: operations.into_iter().collect(),
        })
    }

    fn remember(&mut self, effect: Effect) {
        let effects = Arc::make_mut(&mut self.effects);
        if effects.len() == REMEMBERED {
            effects.pop_front();
        }
        effects.push_back(effect);
    }
}
