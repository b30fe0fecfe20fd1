//! Clients: they ask one server at a time, follow redirects, lose patience and try elsewhere.

use std::collections::VecDeque;
use std::sync::Arc;

use raft_core::{Micros, NodeId, ReadMode, SessionCommand, SessionId};

use crate::ring::Ring;
use crate::setup::MILLION;
use crate::{
    Answer, Chooser, ClientId, ClientOptions, Command, EventNo, Key, OperationId, Setup, SimTime,
    Workload,
};

/// How many finished operations a client remembers for whoever looks at it.
const REMEMBERED: usize = 5;

/// One client. It has at most one operation outstanding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Client {
    id: ClientId,
    options: ClientOptions,
    servers: Ring,
    operations: u32,
    queue: VecDeque<(Command, Option<NodeId>)>,
    current: Option<Operation>,
    idle_until: Option<SimTime>,
    /// Whom it asks first: the last server that gave it a real answer.
    favourite: NodeId,
    answered: VecDeque<Answered>,
    /// Its session, once one is open.
    session: Option<SessionId>,
    /// The event that set this client's present timer.
    pub(crate) timer_cause: EventNo,
}

/// An operation that is waiting for its answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Operation {
    /// Its name.
    pub id: OperationId,
    /// What is asked for.
    pub command: Command,
    /// The server that was asked last.
    pub server: NodeId,
    /// When the client began.
    pub invoked_at: SimTime,
    /// When it loses patience with this server, or asks again.
    pub deadline: SimTime,
    /// How many times it has asked.
    pub attempt: u32,
    /// Whether it waits before asking again, rather than for an answer.
    pub backing_off: bool,
    /// Whether some server may have taken the command: then giving up does not mean that nothing
    /// happened.
    pub may_have_happened: bool,
}

/// A finished operation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    /// Its name.
    pub id: OperationId,
    /// What was asked for.
    pub command: Command,
    /// What came of it.
    pub outcome: Outcome,
    /// Who answered.
    pub server: Option<NodeId>,
    /// When.
    pub at: SimTime,
}

/// What came of an operation, as far as the client can know.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// Done; for a read, with the value if the key has one.
    Ok(Option<Arc<str>>),
    /// Certainly not done: every server that was asked refused.
    Failed,
    /// Perhaps done: some server that was asked never answered.
    Unknown,
}

/// How a key is read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reading {
    /// As an entry of the log, like any write.
    Log,
    /// Without one.
    Directly(ReadMode),
}

/// What a client wants done next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Wish {
    /// Nothing.
    None,
    /// Ask this server for the current operation.
    Ask { begins: bool },
    /// The operation has ended.
    End(Answered),
}

impl Client {
    pub(crate) fn new(id: ClientId, setup: &Setup, chooser: &mut dyn Chooser) -> Self {
        let mut client = Self {
            id,
            options: setup.client,
            servers: Ring::new(setup.servers),
            operations: 0,
            queue: VecDeque::new(),
            current: None,
            idle_until: None,
            favourite: home(id, setup),
            answered: VecDeque::new(),
            session: None,
            timer_cause: EventNo::START,
        };
        client.rest(SimTime(0), chooser);
        client
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> ClientId {
        self.id
    }

    /// The operation that waits for an answer.
    #[must_use]
    pub fn current(&self) -> Option<&Operation> {
        self.current.as_ref()
    }

    /// How many operations wait for their turn.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// The last finished operations, oldest first.
    pub fn answered(&self) -> impl Iterator<Item = &Answered> {
        self.answered.iter()
    }

    pub(crate) fn next_deadline(&self) -> Option<SimTime> {
        self.current.as_ref().map(|operation| operation.deadline).or(self.idle_until)
    }

    /// Somebody wants something of this client.
    pub(crate) fn enqueue(&mut self, command: Command, via: Option<NodeId>, now: SimTime) -> Wish {
        self.queue.push_back((command, via));
        self.begin_next(now)
    }

    /// Its timer has run out.
    pub(crate) fn wake(&mut self, now: SimTime, chooser: &mut dyn Chooser) -> Wish {
        let Some(operation) = &mut self.current else {
            self.idle_until = None;
            if let Some(work) = self.options.workload {
                let invented = self.invent(work, chooser);
                self.queue.push_back(invented);
            }
            return self.begin_next(now);
        };
        if operation.backing_off {
            return self.ask_again(now);
        }
        // Silence proves nothing: the request or the answer may have been lost.
        operation.may_have_happened = true;
        self.servers.believe(operation.server, None);
        if !self.options.pinned {
            operation.server = self.servers.after(operation.server);
        }
        if operation.attempt >= self.options.attempts {
            return self.end(Outcome::Unknown, None, now, chooser);
        }
        self.ask_again(now)
    }

    /// A server has answered.
    pub(crate) fn receive(
        &mut self,
        from: NodeId,
        id: OperationId,
        answer: &Answer,
        now: SimTime,
        chooser: &mut dyn Chooser,
    ) -> Wish {
        let ClientOptions { attempts, pinned, .. } = self.options;
        let servers = &mut self.servers;
        let Some(operation) = self.current.as_mut().filter(|operation| operation.id == id) else {
            return Wish::None;
        };
        match answer {
            Answer::Done(value) => {
                self.prefer(from);
                self.end(Outcome::Ok(value.clone()), Some(from), now, chooser)
            }
            Answer::Opened(session) => {
                self.prefer(from);
                self.session = Some(*session);
                self.end(Outcome::Ok(None), Some(from), now, chooser)
            }
            // It opens another session before its next command. This one may have been executed
            // when it was asked for the first time.
            Answer::Expired => {
                let again = operation.attempt > 1 || operation.may_have_happened;
                self.prefer(from);
                self.session = None;
                let outcome = if again { Outcome::Unknown } else { Outcome::Failed };
                self.end(outcome, Some(from), now, chooser)
            }
            // Only the server that is being asked counts: an old refusal says nothing new.
            Answer::NotLeader(_) if operation.server != from || operation.backing_off => Wish::None,
            Answer::NotLeader(leader) => {
                let hint = servers.believe(from, *leader).filter(|_| !pinned);
                let next = if pinned { from } else { hint.unwrap_or_else(|| servers.after(from)) };
                operation.server = next;
                if operation.attempt >= attempts {
                    let unknown = operation.may_have_happened;
                    let outcome = if unknown { Outcome::Unknown } else { Outcome::Failed };
                    return self.end(outcome, Some(from), now, chooser);
                }
                if hint.is_some() {
                    return self.ask_again(now);
                }
                operation.backing_off = true;
                operation.deadline = now.after(self.options.backoff);
                Wish::None
            }
        }
    }

    /// This server has given it a real answer.
    fn prefer(&mut self, server: NodeId) {
        self.favourite = server;
        self.servers.forget();
    }

    fn begin_next(&mut self, now: SimTime) -> Wish {
        if self.current.is_some() {
            return Wish::None;
        }
        let Some((mut command, via)) = self.queue.pop_front() else { return Wish::None };
        if self.needs_session(&command) {
            self.queue.push_front((command, via));
            command = Command::OpenSession;
        }
        self.operations += 1;
        self.idle_until = None;
        self.current = Some(Operation {
            id: OperationId { client: self.id, ordinal: self.operations },
            command,
            server: via.unwrap_or(self.favourite),
            invoked_at: now,
            deadline: now.after(self.options.timeout),
            attempt: 1,
            backing_off: false,
            may_have_happened: false,
        });
        Wish::Ask { begins: true }
    }

    fn needs_session(&self, command: &Command) -> bool {
        let goes_through_the_log = !matches!(command, Command::Read { .. });
        self.options.sessions && self.session.is_none() && goes_through_the_log
    }

    /// What number the present operation has in this client's session. A client has one operation at
    /// a time, so it needs no answer to an earlier one any more.
    pub(crate) fn session_command(&self) -> Option<SessionCommand> {
        let operation = self.current.as_ref()?;
        if matches!(operation.command, Command::OpenSession | Command::Read { .. }) {
            return None;
        }
        let sequence = u64::from(operation.id.ordinal);
        let session = self.session.filter(|_| self.options.sessions)?;
        Some(SessionCommand { session, sequence, first_open: sequence })
    }

    /// Its session, if it has one.
    #[must_use]
    pub fn session(&self) -> Option<SessionId> {
        self.session
    }

    fn ask_again(&mut self, now: SimTime) -> Wish {
        if let Some(operation) = &mut self.current {
            operation.attempt += 1;
            operation.backing_off = false;
            operation.deadline = now.after(self.options.timeout);
        }
        Wish::Ask { begins: false }
    }

    fn end(
        &mut self,
        outcome: Outcome,
        server: Option<NodeId>,
        now: SimTime,
        chooser: &mut dyn Chooser,
    ) -> Wish {
        let Some(operation) = self.current.take() else { return Wish::None };
        // The command that waits for a session tries to open one where this attempt would have gone on;
        // at the same server it could fail for ever.
        if operation.command == Command::OpenSession
            && !matches!(outcome, Outcome::Ok(_))
            && let Some((_, via)) = self.queue.front_mut()
        {
            *via = Some(operation.server);
        }
        let answered =
            Answered { id: operation.id, command: operation.command, outcome, server, at: now };
        if self.answered.len() == REMEMBERED {
            self.answered.pop_front();
        }
        self.answered.push_back(answered.clone());
        self.rest(now, chooser);
        Wish::End(answered)
    }

    /// The operation after the one that has just ended, if one waits already.
    pub(crate) fn next(&mut self, now: SimTime) -> Wish {
        self.begin_next(now)
    }

    /// How this client asks for a key: as it is told, else as it always does.
    pub(crate) fn question(&self, command: Command, how: Option<Reading>) -> Command {
        match (how, self.options.reads) {
            (Some(Reading::Log), _) | (None, None) => command,
            (Some(Reading::Directly(mode)), _) | (None, Some(mode)) => command.read_as(mode),
        }
    }

    /// Waits before the next operation of the workload.
    fn rest(&mut self, now: SimTime, chooser: &mut dyn Chooser) {
        if let Some(work) = self.options.workload {
            let key = Key::workload_pause(self.id, self.operations + 1);
            let pause = work.pause.low.0 + chooser.choose(key, work.pause.width());
            self.idle_until = Some(now.after(Micros(pause)));
        }
    }

    /// The next operation of the workload. Values are unique, so that a history can be judged.
    fn invent(&self, work: Workload, chooser: &mut dyn Chooser) -> (Command, Option<NodeId>) {
        let ordinal = self.operations + 1;
        let key = chooser.choose(Key::workload_key(self.id, ordinal), u64::from(work.keys));
        let key: Arc<str> = format!("k{key}").into();
        let reads = chooser.choose(Key::workload_is_read(self.id, ordinal), u64::from(MILLION))
            < u64::from(work.reads_ppm);
        let server =
            chooser.choose(Key::workload_server(self.id, ordinal), u64::from(self.servers.size()));
        let command = if reads {
            self.question(Command::Get { key }, None)
        } else {
            Command::Put { key, value: format!("{}.{ordinal}", self.id).into() }
        };
        let drawn = NodeId(server as u32 + 1);
        (command, (!self.options.pinned).then_some(drawn))
    }
}

/// Whom a client asks first, and a pinned one always.
fn home(id: ClientId, setup: &Setup) -> NodeId {
    let place = if setup.client.pinned { u32::from(id.0) - 1 } else { 0 };
    NodeId(place % u32::from(setup.servers) + 1)
}
