//! The world: what happens next, and what comes of it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use raft_core::{Durable, Entry, NodeId, Output, Verdict, Write};

use self::agenda::{Agenda, Turn};
use crate::client::Wish;
use crate::network::position;
use crate::selector::Bindings;
use crate::{
    Address, Chooser, Client, ClientId, Event, EventKind, EventNo, Fact, Flight, Happening,
    InvalidSetup, Kind, MessageId, Network, Outcome, Packet, Position, Seeded, Server, Setup,
    SimTime, Sink,
};

mod agenda;
mod delivery;
mod host;

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
    /// By the place of a message: which of several that are due together comes first.
    orders: Vec<u64>,
    free: Vec<u32>,
    /// Arrivals by time, then in the order of sending; those that were hurried come first.
    pub(crate) queue: BinaryHeap<Reverse<(SimTime, u64, u32)>>,
    sent: u64,
    pub(crate) work: u64,
    ordinals: Vec<u32>,
    agenda: Agenda,
    /// What comes next, as it was after the last event: whoever drives a world asks several times between two
    /// events.
    next: Option<(SimTime, Source)>,
    pub(crate) scratch: Scratch,
}

/// Buffers that live from event to event to save allocations; not part of the world's state.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    output: Output,
    pub(crate) facts: Vec<Fact>,
    verdicts: Vec<(NodeId, Verdict)>,
    applied: Vec<(NodeId, Entry)>,
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

/// Where the next event comes from. Of what is due at the same moment, what was sent arrives first, so a heartbeat that
/// comes just in time comes in time.
#[derive(Clone, Copy, Debug)]
enum Source {
    Arrival(u32),
    Turn(Turn),
}

/// Messages are counted from here on, to be kept in the order of sending. Below there is room for
/// those that were hurried: they go by the number of the event that did it.
const FIRST_SENT: u64 = 1 << 32;

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
                Server::new(id, &setup, durable, &mut *chooser)
            })
            .collect();
        let clients = setup.client_ids().map(|id| Client::new(id, &setup, &mut *chooser)).collect();
        let ends = usize::from(setup.servers + setup.clients);
        let mut world = Self {
            network: Network::new(&setup),
            chooser,
            position: Position::START,
            events: EventNo::START,
            servers,
            clients,
            bindings: Bindings::default(),
            flights: Vec::new(),
            orders: Vec::new(),
            free: Vec::new(),
            queue: BinaryHeap::new(),
            sent: FIRST_SENT,
            work: 0,
            ordinals: vec![0; ends * ends * Kind::ALL.len()],
            agenda: Agenda::default(),
            next: None,
            scratch: Scratch::default(),
            setup: Arc::new(setup),
        };
        world.look_at_all();
        world.next = world.find_next();
        Ok(world)
    }

    /// When the next event happens, if nobody interferes; `None` if nothing ever will.
    #[must_use]
    pub fn peek(&self) -> Option<SimTime> {
        self.next.map(|(at, _)| at)
    }

    /// When and what the next event is, if nobody interferes.
    #[must_use]
    pub fn upcoming(&self) -> Option<(SimTime, Upcoming)> {
        let (at, source) = self.next?;
        let upcoming = match source {
            Source::Arrival(slot) => Upcoming::Arrival(self.flight(slot)?.id),
            Source::Turn(Turn::Write(server)) => Upcoming::Write(self.servers[server].id),
            Source::Turn(Turn::ServerTimer(server)) => {
                Upcoming::ServerTimer(self.servers[server].id)
            }
            Source::Turn(Turn::ClientTimer(client)) => {
                Upcoming::ClientTimer(self.clients[client].id())
            }
        };
        Some((at, upcoming))
    }

    fn find_next(&self) -> Option<(SimTime, Source)> {
        let arrival = self.queue.peek().map(|Reverse((at, _, slot))| (*at, Source::Arrival(*slot)));
        let limit = arrival.map_or(SimTime(u64::MAX), |(at, _)| at);
        let turn = self.agenda.first(self.position.time, limit);
        turn.map(|(at, place)| (at, Source::Turn(self.turn(place)))).or(arrival)
    }

    /// Lets the next event happen. False if there is none.
    pub fn advance(&mut self, sink: &mut dyn Sink) -> bool {
        let Some((at, source)) = self.next else { return false };
        self.begin_event(at);
        match source {
            Source::Arrival(slot) => self.arrive(slot, sink),
            Source::Turn(Turn::Write(server)) => self.finish_write(server, sink),
            Source::Turn(Turn::ServerTimer(server)) => self.wake_server(server, sink),
            Source::Turn(Turn::ClientTimer(client)) => self.wake_client(client, sink),
        }
        true
    }

    fn wake_client(&mut self, client: usize, sink: &mut dyn Sink) {
        let cause = self.clients[client].timer_cause;
        let now = self.position.time;
        let wish = self.clients[client].wake(now, &mut *self.chooser);
        self.grant(client, wish);
        let client = Address::Client(self.clients[client].id());
        self.end_event(EventKind::ClientTimer(client), cause, None, None, sink);
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
        self.scratch.applied.clear();
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
        match kind.place() {
            Some(end) => self.look_at(end),
            // A hand can have touched anything.
            None => self.look_at_all(),
        }
        self.next = self.find_next();
        let event = Event { no: self.events, position: self.position, cause, kind };
        let happening = Happening {
            event: &event,
            facts: &self.scratch.facts,
            verdicts: &self.scratch.verdicts,
            arrived,
            written,
            applied: &self.scratch.applied,
        };
        sink.see(self, happening);
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

    /// Of a link that is down now and then: whether it is now, and until when that lasts.
    #[must_use]
    pub fn flap(&self, from: Address, to: Address) -> Option<(bool, SimTime)> {
        let (now, faults) = (self.position.time, self.network.faults(from, to));
        let every = faults.flap_every.0.max(1);
        let until = SimTime((now.0 / every).saturating_add(1).saturating_mul(every));
        // A draw is named by the while: to ask again changes nothing.
        (faults.flap_ppm > 0)
            .then(|| (faults.is_flapped(from, to, now, &mut *self.chooser.copied()), until))
    }

    /// The messages on their way.
    pub fn flights(&self) -> impl Iterator<Item = &Flight> {
        self.flights.iter().flatten()
    }

    /// How many messages are on their way.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.flights.len() - self.free.len()
    }

    /// What the state machines have done: entries applied, and keys that were written down in snapshots and read back
    /// from them. One event can be as much of that as a hundred thousand others.
    #[must_use]
    pub fn work(&self) -> u64 {
        self.work
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
