//! Which commands took effect in which state machine, and whose they were.
//!
//! An entry does not say which operation it belongs to; the leader that took it into its log does, in
//! its verdict.

use raft_core::{Entry, Index, LogId, NodeId, SessionCommand, Verdict};
use raft_sim::{Command, Fact, Happening, OperationId, World};

/// Remembers how far state machines have come, and whose entries are not applied anywhere yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Executions {
    /// Few: what is not committed, and what has been replaced and not come by since.
    accepted: Vec<(LogId, OperationId)>,
    /// The highest index that any state machine has reached.
    highest: Index,
    begun: bool,
    /// Whether what state machines hold was partly made before this run, and nobody knows by what.
    unknown_start: bool,
}

/// What an event did that clients may notice.
#[derive(Debug, Default)]
pub(crate) struct Noticed {
    /// What took effect, in order.
    pub(crate) executions: Vec<Execution>,
    /// Whether a server has looked for a client, or a client has begun or ended something.
    pub(crate) clients: bool,
}

/// A command took effect in a state machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Execution {
    pub(crate) server: NodeId,
    pub(crate) entry: LogId,
    /// Which command of which session it is, if it is one.
    pub(crate) session: Option<SessionCommand>,
    /// What it is, if no other state machine had come to this index before.
    pub(crate) first: Option<First>,
}

/// A command that took effect for the first time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct First {
    pub(crate) command: Command,
    /// Whose it is; nobody's if it was there from the start.
    pub(crate) operation: Option<OperationId>,
}

impl Executions {
    /// Whether what state machines hold was partly made before this run, and nobody knows by what.
    pub(crate) fn has_unknown_start(&self) -> bool {
        self.unknown_start
    }

    /// What clients may notice of this event. Called for every event: most of them are none of their
    /// business.
    pub(crate) fn watch(&mut self, world: &World, happening: &Happening<'_>) -> Noticed {
        if !self.begun {
            self.begin(world);
        }
        let mut noticed = Noticed::default();
        for (_, verdict) in happening.verdicts {
            match *verdict {
                Verdict::ProposalAccepted { request, id } => {
                    self.accepted.push((id, OperationId::of(request)));
                }
                Verdict::ReadServed { .. } => noticed.clients = true,
                _ => {}
            }
        }
        noticed.clients |= happening.facts.iter().any(|fact| {
            matches!(
                fact,
                Fact::Invoked(_) | Fact::Succeeded(_) | Fact::Failed(_) | Fact::GivenUp(_)
            )
        });
        if !happening.applied.is_empty() {
            let applied = happening.applied.iter();
            noticed.executions.extend(
                applied.filter_map(|(server, entry)| self.applied(happening, *server, entry)),
            );
            // Nobody will apply anything else there.
            self.accepted.retain(|(id, _)| id.index > self.highest);
        }
        noticed
    }

    #[cold]
    fn begin(&mut self, world: &World) {
        self.begun = true;
        for server in world.servers() {
            let snapshot = server.disk().durable().snapshot.as_ref();
            let last = snapshot.map(|snapshot| snapshot.last.index).unwrap_or_default();
            self.unknown_start |= last > Index::default();
            self.highest = self.highest.max(last);
        }
    }

    fn first(&self, entry: &Entry) -> Option<First> {
        let command = Command::parse(entry.payload.as_command()?).ok()?;
        let accepted = self.accepted.iter().find(|(id, _)| *id == entry.id);
        Some(First { command, operation: accepted.map(|(_, operation)| *operation) })
    }

    /// What became of an entry that a state machine was given.
    fn applied(
        &mut self,
        happening: &Happening<'_>,
        server: NodeId,
        entry: &Entry,
    ) -> Option<Execution> {
        let (id, session) = (entry.id, entry.payload.session());
        let is_first = id.index > self.highest;
        self.highest = self.highest.max(id.index);
        // Without a session it is the same for all, and the first has told of it.
        if (session.is_none() && !is_first) || was_skipped(happening, server, entry) {
            return None;
        }
        let first = if is_first { self.first(entry) } else { None };
        (first.is_some() || !is_first).then_some(Execution { server, entry: id, session, first })
    }
}

/// Whether a state machine did nothing with an entry, because its session has seen it before or is
/// closed.
fn was_skipped(happening: &Happening<'_>, server: NodeId, entry: &Entry) -> bool {
    let skipped = |fact: &Fact| match *fact {
        Fact::Repeated { server: at, index } | Fact::SessionExpired { server: at, index } => {
            (at, index) == (server, entry.id.index)
        }
        _ => false,
    };
    entry.payload.session().is_some() && happening.facts.iter().any(skipped)
}
