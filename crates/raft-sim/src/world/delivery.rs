//! Sending and delivering: from one end of a link to the other, or to nowhere.

use std::cmp::Reverse;

use raft_core::{Input, Message, NodeId};

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
}
