//! The network: small rules that decide what becomes of a message.
//!
//! Loss is drawn and a cut is looked at when a message is sent, so that a doomed message can be
//! shown; a cut and the receiver are looked at again when it arrives. A sender's crash recalls
//! nothing.

use raft_core::{Micros, NodeId};

use crate::setup::MILLION;
use crate::{Address, Chooser, Key, LossReason, MessageId, Setup, Span};

/// The network as it is now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Network {
    servers: u8,
    between_servers: Vec<Span>,
    to_clients: Span,
    loss_ppm: u32,
    /// Links that are cut, one bit per receiver, by sender.
    cut: Vec<u16>,
    /// The side of each server, while there is a partition.
    sides: Option<Vec<u8>>,
}

impl Network {
    pub(crate) fn new(setup: &Setup) -> Self {
        let servers = usize::from(setup.servers);
        let mut between_servers = vec![setup.network.latency; servers * servers];
        for link in &setup.network.links {
            between_servers[position(link.from) * servers + position(link.to)] = link.latency;
        }
        Self {
            servers: setup.servers,
            between_servers,
            to_clients: setup.network.client_latency,
            loss_ppm: setup.network.loss_ppm,
            cut: vec![0; servers],
            sides: None,
        }
    }

    /// What becomes of a message that is sent now: how long it travels, and whether in vain.
    pub(crate) fn send(
        &self,
        id: MessageId,
        chooser: &mut dyn Chooser,
    ) -> (Micros, Option<LossReason>) {
        let span = self.latency(id.from, id.to);
        let latency = Micros(span.low.0 + chooser.choose(Key::latency(id), span.width()));
        let doomed = if self.is_cut(id.from, id.to) {
            Some(LossReason::CutWhenSent)
        } else if self.loss_ppm > 0
            && chooser.choose(Key::loss(id), u64::from(MILLION)) < u64::from(self.loss_ppm)
        {
            Some(LossReason::Chance)
        } else {
            None
        };
        (latency, doomed)
    }

    /// How long messages travel on this link.
    #[must_use]
    pub fn latency(&self, from: Address, to: Address) -> Span {
        match (from.server(), to.server()) {
            (Some(from), Some(to)) => {
                self.between_servers[position(from) * usize::from(self.servers) + position(to)]
            }
            _ => self.to_clients,
        }
    }

    /// Whether nothing gets from `from` to `to`, be it for a cut link or a partition. Clients reach
    /// every side.
    #[must_use]
    pub fn is_cut(&self, from: Address, to: Address) -> bool {
        let (Some(from), Some(to)) = (from.server(), to.server()) else { return false };
        self.is_link_cut(from, to)
            || self.sides.as_ref().is_some_and(|sides| sides[position(from)] != sides[position(to)])
    }

    /// Whether this link was cut by itself, apart from any partition.
    #[must_use]
    pub fn is_link_cut(&self, from: NodeId, to: NodeId) -> bool {
        self.cut[position(from)] & 1 << position(to) != 0
    }

    /// The side of each server, in the order of the servers, while there is a partition.
    #[must_use]
    pub fn sides(&self) -> Option<&[u8]> {
        self.sides.as_deref()
    }

    /// How likely a message is lost, in millionths.
    #[must_use]
    pub fn loss_ppm(&self) -> u32 {
        self.loss_ppm
    }

    pub(crate) fn set_cut(&mut self, from: NodeId, to: NodeId, cut: bool) {
        let bit = 1 << position(to);
        if cut {
            self.cut[position(from)] |= bit;
        } else {
            self.cut[position(from)] &= !bit;
        }
    }

    pub(crate) fn set_sides(&mut self, sides: Option<Vec<u8>>) {
        self.sides = sides;
    }

    pub(crate) fn set_loss(&mut self, loss_ppm: u32) {
        self.loss_ppm = loss_ppm.min(MILLION);
    }

    pub(crate) fn heal(&mut self) {
        self.sides = None;
        self.cut.fill(0);
    }
}

/// A server's place in tables.
pub(crate) fn position(server: NodeId) -> usize {
    (server.0 as usize).wrapping_sub(1)
}
