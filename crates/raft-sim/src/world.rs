//! The world: what happens next, and what comes of it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use raft_core::{
    Durable, Effect, Index, Input, Message, NodeId, Output, Reply, RequestId, SessionCommand,
    SessionDecision, Term, Verdict, Write,
};

use crate::client::Wish;
use crate::network::position;
use crate::selector::Bindings;
use crate::{
    Address, Answer, Chooser, Client, ClientId, Command, Event, EventKind, EventNo, Fact, Flight,
    Happening, InvalidSetup, Kind, LossReason, MessageId, Network, OperationId, Outcome, Packet,
    Position, RoleKind, Seeded, Server, Setup, SimTime, Sink, StateMachine, WriteKey,
};

/// Servers, network, disks, clients, and what is on its way. A clone is a keyframe: it shares logs,
/// commands and stores with the original.
#[derive(Clone, Debug)]
pub struct World {
    pub(crate) setup: Arc<Setup>,
    pub(crate) chooser: Box<dyn Chooser>,
    pub(crate) position: Position,
    pub(crate) events: EventNo,
    pub(crate) servers: Vec<Server>,
    pub(crate) clients: Vec<Client>,
    pub(crate) network: Network,
    pub(crate) bindings: Bindings,
    pub(crate) flights: Vec<Option<Flight>>,
    free: Vec<u32>,
    /// Arrivals by time, then in the order of sending; those that were hurried come first.
    queue: BinaryHeap<Reverse<(SimTime, u64, u32)>>,
    sent: u64,
    ordinals: Vec<u32>,
    pub(crate) scratch: Scratch,
}

/// Buffers that live from event to event to save allocations; not part of the world's state.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    output: Output,
    pub(crate) facts: Vec<Fact>,
    verdicts: Vec<(NodeId, Verdict)>,
}

impl Clone for Scratch {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What will happen next if nobody interferes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Upcoming {
    /// A message arrives, or is lost.
    Arrival(MessageId),
    /// A server's oldest write becomes durable.
    Write(NodeId),
    /// A server's timer runs out.
    ServerTimer(NodeId),
    /// A client's timer runs out.
    ClientTimer(ClientId),
}

/// Where the next event comes from. The order is the order of events at the same moment: what was
/// sent arrives first, so a heartbeat that comes just in time comes in time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Arrival(u32),
    Write(usize),
    ServerTimer(usize),
    ClientTimer(usize),
}

/// Messages are counted from here on, to be kept in the order of sending. Below there is room for
/// those that were hurried: they go by the number of the event that did it.
const FIRST_SENT: u64 = 1 << 32;

/// What may change in a node by a step.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Glance {
    role: RoleKind,
    term: Term,
    commit: Index,
}

impl World {
    /// A world at its beginning, with choices from `chooser`.
    ///
    /// # Errors
    /// If the setup cannot work.
    pub fn new(setup: Setup, chooser: Seeded) -> Result<Self, InvalidSetup> {
        Self::with_chooser(setup, Box::new(chooser))
    }

    /// A world at its beginning, with any chooser.
    ///
    /// # Errors
    /// If the setup cannot work.
    pub fn with_chooser(setup: Setup, mut chooser: Box<dyn Chooser>) -> Result<Self, InvalidSetup> {
        setup.validate()?;
        let fresh = Durable::fresh(setup.configuration());
        let servers = setup
            .server_ids()
            .map(|id| {
                let durable = setup.disks.get(position(id)).unwrap_or(&fresh).clone();
                Server::new(id, setup.options, durable, &mut *chooser)
            })
            .collect();
        let clients = setup.client_ids().map(|id| Client::new(id, &setup, &mut *chooser)).collect();
        let ends = usize::from(setup.servers + setup.clients);
        Ok(Self {
            network: Network::new(&setup),
            chooser,
            position: Position::START,
            events: EventNo::START,
            servers,
            clients,
            bindings: Bindings::default(),
            flights: Vec::new(),
            free: Vec::new(),
            queue: BinaryHeap::new(),
            sent: FIRST_SENT,
            ordinals: vec![0; ends * ends * Kind::ALL.len()],
            scratch: Scratch::default(),
            setup: Arc::new(setup),
        })
    }

    /// When the next event happens, if nobody interferes; `None` if nothing ever will.
    #[must_use]
    pub fn peek(&self) -> Option<SimTime> {
        self.next().map(|(at, _)| at)
    }

    /// When and what the next event is, if nobody interferes.
    #[must_use]
    pub fn upcoming(&self) -> Option<(SimTime, Upcoming)> {
        let (at, source) = self.next()?;
        let upcoming = match source {
            Source::Arrival(slot) => Upcoming::Arrival(self.flight(slot)?.id),
            Source::Write(server) => Upcoming::Write(self.servers[server].id),
            Source::ServerTimer(server) => Upcoming::ServerTimer(self.servers[server].id),
            Source::ClientTimer(client) => Upcoming::ClientTimer(self.clients[client].id()),
        };
        Some((at, upcoming))
    }

    fn next(&self) -> Option<(SimTime, Source)> {
        let arrival = self.queue.peek().map(|Reverse((at, _, slot))| (*at, Source::Arrival(*slot)));
        let mut next = arrival;
        let mut consider = |at: Option<SimTime>, source: Source| {
            if let Some(at) = at
                && next.is_none_or(|next| (at, source) < next)
            {
                next = Some((at, source));
            }
        };
        for (which, server) in self.servers.iter().enumerate() {
            consider(server.disk.next_done(), Source::Write(which));
            consider(server.wake_at, Source::ServerTimer(which));
        }
        for (which, client) in self.clients.iter().enumerate() {
            consider(client.next_deadline(), Source::ClientTimer(which));
        }
        next
    }

    /// Lets the next event happen. False if there is none.
    pub fn advance(&mut self, sink: &mut dyn Sink) -> bool {
        let Some((at, source)) = self.next() else { return false };
        self.begin_event(at);
        match source {
            Source::Arrival(slot) => self.arrive(slot, sink),
            Source::Write(server) => self.finish_write(server, sink),
            Source::ServerTimer(server) => self.wake_server(server, sink),
            Source::ClientTimer(client) => {
                let cause = self.clients[client].timer_cause;
                let now = self.position.time;
                let wish = self.clients[client].wake(now, &mut *self.chooser);
                self.grant(client, wish);
                let client = Address::Client(self.clients[client].id());
                self.end_event(EventKind::ClientTimer(client), cause, None, None, sink);
            }
        }
        true
    }

    /// Lets time pass up to `time` without any event. Does nothing if that is not after now, or if
    /// an event is due at or before `time`: time cannot jump over what happens.
    pub fn idle_until(&mut self, time: SimTime) {
        if time > self.position.time && self.peek().is_none_or(|next| next >= time) {
            self.position = Position { time, processed: 0 };
        }
    }

    /// The disk of a server that has never run.
    pub(crate) fn fresh_disk(&self) -> Durable {
        Durable::fresh(self.setup.configuration())
    }

    /// Starts the event that happens at `at`.
    pub(crate) fn begin_event(&mut self, at: SimTime) {
        // An event that is overdue (a clock that was moved) happens now, not in the past.
        let now = self.position.time.max(at);
        let processed = if now == self.position.time { self.position.processed } else { 0 };
        self.position = Position { time: now, processed: processed + 1 };
        self.events.0 += 1;
        self.scratch.facts.clear();
        self.scratch.verdicts.clear();
    }

    /// Shows the event that has just happened to the sinks.
    pub(crate) fn end_event(
        &mut self,
        kind: EventKind,
        cause: EventNo,
        arrived: Option<&Flight>,
        written: Option<&Write>,
        sink: &mut dyn Sink,
    ) {
        let event = Event { no: self.events, position: self.position, cause, kind };
        let happening = Happening {
            event: &event,
            facts: &self.scratch.facts,
            verdicts: &self.scratch.verdicts,
            arrived,
            written,
        };
        sink.see(self, happening);
    }

    fn arrive(&mut self, slot: u32, sink: &mut dyn Sink) {
        self.queue.pop();
        let Some(flight) = self.flights[slot as usize].take() else { return };
        self.free.push(slot);
        let kind = match self.obstacle(&flight) {
            Some(why) => EventKind::Lost(flight.id, why),
            None => {
                self.deliver(&flight);
                EventKind::Delivered(flight.id)
            }
        };
        self.end_event(kind, flight.cause, Some(&flight), None, sink);
    }

    /// Makes a message due now, before everything else that is. It arrives, or is lost, as the next
    /// arrival: that is an event of its own, like any other arrival.
    pub(crate) fn hurry(&mut self, slot: u32) -> Option<MessageId> {
        let now = self.position.time;
        let flight = self.flights.get_mut(slot as usize)?.as_mut()?;
        flight.due_at = now;
        let id = flight.id;
        self.queue.retain(|Reverse((_, _, queued))| *queued != slot);
        self.queue.push(Reverse((now, u64::from(self.events.0), slot)));
        Some(id)
    }

    /// What keeps a message that is due now from arriving.
    fn obstacle(&self, flight: &Flight) -> Option<LossReason> {
        let is_down = |id: NodeId| self.servers[position(id)].process.is_none();
        flight.doomed.or_else(|| {
            if self.network.is_cut(flight.id.from, flight.id.to) {
                Some(LossReason::CutOnArrival)
            } else if flight.id.to.server().is_some_and(is_down) {
                Some(LossReason::ReceiverDown)
            } else {
                None
            }
        })
    }

    fn deliver(&mut self, flight: &Flight) {
        match (&flight.packet, flight.id.to) {
            (Packet::Raft(message), Address::Server(to)) => {
                self.step(position(to), Input::Receive(message.clone()));
            }
            (Packet::Request { operation, command, session }, Address::Server(to)) => {
                self.ask(position(to), operation.request(), command, *session);
            }
            (Packet::Reply { operation, answer }, Address::Client(ClientId(to))) => {
                let Some(from) = flight.id.from.server() else { return };
                let now = self.position.time;
                let client = usize::from(to) - 1;
                let wish =
                    self.clients[client].receive(from, *operation, answer, now, &mut *self.chooser);
                self.grant(client, wish);
            }
            (Packet::Raft(_) | Packet::Request { .. }, Address::Client(_))
            | (Packet::Reply { .. }, Address::Server(_)) => {}
        }
    }

    /// A client's request reaches a server that is up.
    fn ask(
        &mut self,
        server: usize,
        request: RequestId,
        command: &Command,
        session: Option<SessionCommand>,
    ) {
        let input = match command {
            Command::OpenSession => Input::OpenSession { request },
            Command::Put { .. } | Command::Add { .. } | Command::Get { .. } => {
                Input::Propose { request, command: command.bytes(), session }
            }
            Command::Read { key, mode } => {
                if let Some(process) = &mut self.servers[server].process {
                    process.expect_read(request, key);
                }
                Input::Read { request, mode: *mode }
            }
        };
        self.step(server, input);
    }

    fn finish_write(&mut self, server: usize, sink: &mut dyn Sink) {
        let Some(done) = self.servers[server].disk.finish() else { return };
        let (id, incarnation) = (self.servers[server].id, self.servers[server].incarnation);
        let write = done.write.id;
        self.step(server, Input::Persisted(write));
        while let Some(message) = self.servers[server].disk.release(write) {
            self.send_raft(message);
        }
        let key = WriteKey { server: id, incarnation, write };
        self.end_event(EventKind::Persisted(key), done.cause, None, Some(&done.write), sink);
    }

    fn wake_server(&mut self, server: usize, sink: &mut dyn Sink) {
        let Server { id, timer_cause, .. } = self.servers[server];
        let leads = self.servers[server].node().is_some_and(raft_core::Node::is_leader);
        self.step(server, Input::Wake);
        let kind = if leads { EventKind::HeartbeatDue(id) } else { EventKind::ElectionTimeout(id) };
        self.end_event(kind, timer_cause, None, None, sink);
    }

    /// Gives a node an input and carries out what it wants. Does nothing on a server that is down.
    pub(crate) fn step(&mut self, which: usize, input: Input) {
        let mut output = core::mem::take(&mut self.scratch.output);
        let server = &mut self.servers[which];
        let now = server.clock.local(self.position.time);
        let draw = server.draw_for(self.position.time, &input, &mut *self.chooser);
        let Some(process) = &mut server.process else { return };
        let before = Glance::at(&process.node);
        process.node.step(now, draw, input, &mut output);
        let after = Glance::at(&process.node);
        let id = server.id;
        self.scratch.verdicts.extend(output.verdicts.drain(..).map(|verdict| (id, verdict)));
        self.note_changes(id, before, after);
        self.carry_out(which, &mut output);
        self.scratch.output = output;
        let server = &mut self.servers[which];
        let woken = server.wake_at;
        server.schedule_wake();
        if server.wake_at != woken {
            server.timer_cause = self.events;
        }
    }

    fn note_changes(&mut self, server: NodeId, before: Glance, after: Glance) {
        let facts = &mut self.scratch.facts;
        if after.term != before.term {
            facts.push(Fact::Term { server, term: after.term });
        }
        if after.role != before.role {
            facts.push(Fact::Role { server, role: after.role });
        }
        if after.commit != before.commit {
            facts.push(Fact::Commit { server, index: after.commit });
        }
    }

    fn carry_out(&mut self, which: usize, output: &mut Output) {
        let id = self.servers[which].id;
        // What the state machine answered to the entries that this step committed.
        let mut results: Vec<(Index, Answer)> = Vec::new();
        let mut snapshots: Vec<Input> = Vec::new();
        for effect in output.effects.drain(..) {
            match effect {
                Effect::Write(write) => self.start_write(which, write),
                Effect::Send { message, after } => {
                    let held =
                        after.is_some_and(|after| self.servers[which].disk.hold(after, &message));
                    if !held {
                        self.send_raft(message);
                    }
                }
                Effect::Apply { through } => self.apply(which, through, &mut results),
                Effect::TakeSnapshot { through } => {
                    let Some(process) = &self.servers[which].process else { continue };
                    let (state, sessions) = (process.machine.save(), process.sessions.clone());
                    snapshots.push(Input::SnapshotTaken { through, state, sessions });
                }
                Effect::Restore { snapshot } => {
                    if let Some(process) = &mut self.servers[which].process {
                        process.restore(&snapshot);
                    }
                }
                Effect::Answer { request, reply } => {
                    let operation = OperationId::of(request);
                    let process = self.servers[which].process.as_mut();
                    let read = process.and_then(|process| process.end_read(request));
                    let answer = match reply {
                        Reply::NotLeader { leader } => Answer::NotLeader(leader),
                        // Nothing was done, and this leader will take it later.
                        Reply::Overloaded => Answer::NotLeader(Some(id)),
                        Reply::Readable { .. } => Answer::Done(read),
                        // Only a hand asks for changes, and it needs no answer.
                        Reply::ChangeRefused(_) => Answer::Done(None),
                        // Who leads next is the one to ask next.
                        Reply::TransferInProgress { to } => Answer::NotLeader(Some(to)),
                        Reply::Committed(entry) => {
                            let result = results.iter().find(|(index, _)| *index == entry.index);
                            result.map_or(Answer::Done(None), |(_, answer)| answer.clone())
                        }
                    };
                    let to = Address::Client(operation.client);
                    self.send(Address::Server(id), to, Packet::Reply { operation, answer });
                }
            }
        }
        for taken in snapshots {
            self.step(which, taken);
        }
    }

    fn start_write(&mut self, which: usize, write: Write) {
        let server = &mut self.servers[which];
        let (id, incarnation) = (server.id, server.incarnation);
        let key = WriteKey { server: id, incarnation, write: write.id };
        let span = self.setup.disk_write;
        let takes = span.low.0 + self.chooser.choose(crate::Key::disk_write(key), span.width());
        let done_at = self.position.time.after(raft_core::Micros(takes));
        if let Some(log) = &write.log {
            if let Some(from) = log.truncate_from {
                self.scratch.facts.push(Fact::Truncated { server: id, from });
            }
            if let Some(last) = log.entries.last() {
                self.scratch.facts.push(Fact::Appended { server: id, last: last.id });
            }
        }
        self.scratch.facts.push(Fact::WriteStarted(key));
        server.disk.start(write, done_at, self.events);
    }

    fn apply(&mut self, which: usize, through: Index, results: &mut Vec<(Index, Answer)>) {
        let server = &mut self.servers[which];
        let now = server.clock.local(self.position.time);
        let Some(process) = &mut server.process else { return };
        let log = process.node.log().clone();
        let new = log.iter_from(process.node.last_applied().next());
        for entry in new.take_while(|entry| entry.id.index <= through) {
            let (answer, decision) = process.apply(entry);
            results.push((entry.id.index, answer));
            if let Some(fact) = session_fact(server.id, entry.id.index, &decision) {
                self.scratch.facts.push(fact);
            }
        }
        let mut output = Output::default();
        process.node.step(now, 0, Input::Applied(through), &mut output);
        let (id, index) = (server.id, process.node.last_applied());
        self.scratch.facts.push(Fact::Applied { server: id, index });
        // Reads that have waited for this may be answered now.
        self.scratch.verdicts.extend(output.verdicts.drain(..).map(|verdict| (id, verdict)));
        self.carry_out(which, &mut output);
    }

    fn send_raft(&mut self, message: Message) {
        let (from, to) = (Address::Server(message.from), Address::Server(message.to));
        self.send(from, to, Packet::Raft(message));
    }

    fn send(&mut self, from: Address, to: Address, packet: Packet) {
        if !self.setup.knows(to) {
            return;
        }
        let kind = match &packet {
            Packet::Raft(message) => Kind::Raft(message.kind()),
            Packet::Request { .. } => Kind::ClientRequest,
            Packet::Reply { .. } => Kind::ClientReply,
        };
        let ordinal = self.next_ordinal(from, to, kind);
        let id = MessageId { from, to, kind, ordinal };
        let (latency, doomed) = self.network.send(id, &mut *self.chooser);
        let sent_at = self.position.time;
        let due_at = sent_at.after(latency);
        let flight = Flight { id, packet, sent_at, due_at, cause: self.events, doomed };
        let slot = match self.free.pop() {
            Some(slot) => {
                self.flights[slot as usize] = Some(flight);
                slot
            }
            None => {
                self.flights.push(Some(flight));
                u32::try_from(self.flights.len() - 1).unwrap_or(u32::MAX)
            }
        };
        self.sent += 1;
        self.queue.push(Reverse((due_at, self.sent, slot)));
        self.scratch.facts.push(Fact::Sent { slot });
    }

    fn next_ordinal(&mut self, from: Address, to: Address, kind: Kind) -> u32 {
        let ends = usize::from(self.setup.servers + self.setup.clients);
        let place = |end: Address| match end {
            Address::Server(id) => position(id),
            Address::Client(ClientId(id)) => usize::from(self.setup.servers + id) - 1,
        };
        let link = place(from) * ends + place(to);
        let ordinal = &mut self.ordinals[link * Kind::ALL.len() + usize::from(kind.number())];
        *ordinal += 1;
        *ordinal
    }

    /// Does what a client wants, until it wants nothing more for now.
    pub(crate) fn grant(&mut self, which: usize, wish: Wish) {
        let mut wish = wish;
        loop {
            match wish {
                Wish::None => break,
                Wish::Ask { begins } => {
                    let Some(operation) = self.clients[which].current().cloned() else { break };
                    if begins {
                        self.scratch.facts.push(Fact::Invoked(operation.id));
                    }
                    let (from, to) = (operation.id.client, operation.server);
                    let packet = Packet::Request {
                        operation: operation.id,
                        command: operation.command,
                        session: self.clients[which].session_command(),
                    };
                    self.send(Address::Client(from), Address::Server(to), packet);
                    break;
                }
                Wish::End(answered) => {
                    self.scratch.facts.push(match answered.outcome {
                        Outcome::Ok(_) => Fact::Succeeded(answered.id),
                        Outcome::Failed => Fact::Failed(answered.id),
                        Outcome::Unknown => Fact::GivenUp(answered.id),
                    });
                    wish = self.clients[which].next(self.position.time);
                }
            }
        }
        self.clients[which].timer_cause = self.events;
    }
}

/// What a session table made of an entry, where it is worth telling.
fn session_fact(server: NodeId, index: Index, decision: &SessionDecision) -> Option<Fact> {
    match decision {
        SessionDecision::Duplicate(_) | SessionDecision::Forgotten => {
            Some(Fact::Repeated { server, index })
        }
        SessionDecision::Expired => Some(Fact::SessionExpired { server, index }),
        SessionDecision::Opened(session) => Some(Fact::SessionOpened { server, session: *session }),
        SessionDecision::Closed(count) => Some(Fact::SessionsClosed { server, count: *count }),
        SessionDecision::Execute | SessionDecision::Nothing => None,
    }
}

/// Looking at a world.
impl World {
    /// What it is made of.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Where in its run it is.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// How many events have happened.
    #[must_use]
    pub fn events(&self) -> EventNo {
        self.events
    }

    /// All servers, in the order of their names.
    #[must_use]
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// A server by name.
    #[must_use]
    pub fn server(&self, id: NodeId) -> Option<&Server> {
        self.servers.get(position(id))
    }

    /// All clients, in the order of their names.
    #[must_use]
    pub fn clients(&self) -> &[Client] {
        &self.clients
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The messages on their way.
    pub fn flights(&self) -> impl Iterator<Item = &Flight> {
        self.flights.iter().flatten()
    }

    /// The message in this place, for [`Fact::Sent`].
    #[must_use]
    pub fn flight(&self, slot: u32) -> Option<&Flight> {
        self.flights.get(slot as usize)?.as_ref()
    }

    /// Where the message of this name is kept, if it is on its way.
    pub(crate) fn slot_of(&self, id: MessageId) -> Option<u32> {
        let is_it = |flight: &Option<Flight>| flight.as_ref().is_some_and(|f| f.id == id);
        u32::try_from(self.flights.iter().position(is_it)?).ok()
    }

    /// The message of this name, if it is on its way.
    #[must_use]
    pub fn flight_named(&self, id: MessageId) -> Option<&Flight> {
        self.flights().find(|flight| flight.id == id)
    }

    /// The running server in role leader with the highest term; the lowest name on a tie.
    #[must_use]
    pub fn leader(&self) -> Option<NodeId> {
        let leads = |server: &&Server| server.node().is_some_and(raft_core::Node::is_leader);
        let term = |server: &&Server| server.node().map(raft_core::Node::current_term);
        // `max_by_key` takes the last of equals, and the lowest name is wanted.
        self.servers.iter().rev().filter(leads).max_by_key(term).map(Server::id)
    }

    /// The server that was given this name.
    #[must_use]
    pub fn bound(&self, name: &str) -> Option<NodeId> {
        self.bindings.get(name).copied()
    }

    /// All names that were given to servers.
    pub fn bindings(&self) -> impl Iterator<Item = (&str, NodeId)> {
        self.bindings.iter().map(|(name, id)| (&**name, *id))
    }
}

impl Glance {
    fn at(node: &raft_core::Node) -> Self {
        Self {
            role: RoleKind::of(node.role()),
            term: node.current_term(),
            commit: node.commit_index(),
        }
    }
}
