//! Sending and delivering: from one end of a link to the other, or to nowhere.

use std::cmp::Reverse;

use raft_core::{Input, Message, Micros, NodeId};

use super::World;
use crate::network::position;
use crate::{
    Address, ClientId, EventKind, Fact, Flight, Kind, LossReason, MessageId, Packet, Sink,
};

impl World {
    pub(super) fn arrive(&mut self, slot: u32, sink: &mut dyn Sink) {
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
        flight.held = false;
        self.orders[slot as usize] = u64::from(self.events.0);
        let id = flight.id;
        self.queue.retain(|Reverse((_, _, queued))| *queued != slot);
        // A hand is stronger than a jam.
        self.queue.push(Reverse((now, u64::from(self.events.0), slot)));
        Some(id)
    }

    /// Whether a message waits where it is, and neither arrives nor is lost.
    fn waits(&self, flight: &Flight) -> bool {
        let is_paused = |id: NodeId| self.servers[position(id)].paused;
        flight.held
            || self.network.is_jammed(flight.id.from, flight.id.to)
            || flight.id.to.server().is_some_and(is_paused)
    }

    /// Puts a message into the queue of arrivals where it belongs, or takes it out if it waits.
    pub(crate) fn enqueue(&mut self, slot: u32) {
        self.queue.retain(|Reverse((_, _, queued))| *queued != slot);
        self.enqueue_new(slot);
    }

    fn enqueue_new(&mut self, slot: u32) {
        let now = self.position.time;
        let flight = self.flights.get(slot as usize).and_then(Option::as_ref);
        if flight.is_none_or(|flight| self.waits(flight)) {
            return;
        }
        if let Some(flight) = &mut self.flights[slot as usize] {
            let free = |id: NodeId| self.servers[position(id)].busy_until;
            let earliest = flight.id.to.server().map_or(now, free).max(now);
            // What has waited beyond its time arrives now, in the order of sending.
            flight.due_at = flight.due_at.max(earliest);
            self.queue.push(Reverse((flight.due_at, self.orders[slot as usize], slot)));
        }
    }

    /// Looks again at who waits and who does not: something has stopped or let go.
    pub(crate) fn enqueue_all(&mut self) {
        self.queue.clear();
        for slot in 0..self.flights.len() {
            self.enqueue_new(slot as u32);
        }
    }

    /// Sends a copy of a message that is on its way, as if it was sent now.
    pub(crate) fn copy(&mut self, slot: u32) -> Option<MessageId> {
        let flight = self.flights.get_mut(slot as usize)?.as_mut()?;
        flight.copies += 1;
        let (id, packet) = (flight.id.copied(flight.copies), flight.packet.clone());
        self.launch(id, packet, 0, Micros(0));
        Some(id)
    }

    /// What keeps a message that is due now from arriving.
    fn obstacle(&mut self, flight: &Flight) -> Option<LossReason> {
        let is_down = |id: NodeId| self.servers[position(id)].process.is_none();
        flight.doomed.or_else(|| {
            if self.network.stops(flight.id, self.position.time, &mut *self.chooser) {
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

    pub(super) fn send_raft(&mut self, message: Message) {
        let (from, to) = (Address::Server(message.from), Address::Server(message.to));
        self.send(from, to, Packet::Raft(message));
    }

    pub(super) fn send(&mut self, from: Address, to: Address, packet: Packet) {
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
        match self.network.copy(id, &mut *self.chooser) {
            None => self.launch(id, packet, 0, Micros(0)),
            Some(after) => {
                self.launch(id, packet.clone(), 1, Micros(0));
                self.launch(id.copied(1), packet, 0, after);
            }
        }
    }

    /// Puts a message on its way that leaves `after` from now and has that many copies.
    fn launch(&mut self, id: MessageId, packet: Packet, copies: u8, after: Micros) {
        let (flights, now) = (&self.flights, self.position.time);
        let on_the_way = || {
            let flights = flights.iter().flatten().filter(|flight| flight.doomed.is_none());
            flights.filter(|flight| (flight.id.from, flight.id.to) == (id.from, id.to)).count()
        };
        let (latency, doomed) = self.network.send(id, now, on_the_way, &mut *self.chooser);
        let due_at = now.after(after).after(latency);
        self.sent += 1;
        let cause = self.events;
        let flight =
            Flight { id, packet, sent_at: now, due_at, cause, doomed, held: false, copies };
        let slot = match self.free.pop() {
            Some(slot) => {
                self.flights[slot as usize] = Some(flight);
                self.orders[slot as usize] = self.sent;
                slot
            }
            None => {
                self.flights.push(Some(flight));
                self.orders.push(self.sent);
                u32::try_from(self.flights.len() - 1).unwrap_or(u32::MAX)
            }
        };
        self.enqueue_new(slot);
        self.scratch.facts.push(Fact::Sent { slot });
    }

    fn next_ordinal(&mut self, from: Address, to: Address, kind: Kind) -> u32 {
        let link = self.network.place(from, to);
        let ordinal = &mut self.ordinals[link * Kind::ALL.len() + usize::from(kind.number())];
        *ordinal += 1;
        *ordinal
    }
}
