//! The network: small rules that decide what becomes of a message.
//!
//! Loss is drawn and a cut is looked at when a message is sent, so that a doomed message can be
//! shown; a cut and the receiver are looked at again when it arrives. A sender's crash recalls
//! nothing.

use std::sync::Arc;

use raft_core::{Micros, NodeId};

use crate::link::happens;
use crate::setup::MILLION;
use crate::{
    Address, Chooser, ClientId, Key, Kinds, LinkFaults, LossReason, MessageId, Setup, SimTime, Span,
};

/// The network as it is now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Network {
    servers: u8,
    clients: u8,
    /// One for each way from one end to another.
    links: Arc<Vec<Link>>,
    /// When each link can take the next message; empty while no link needs time for that.
    free_at: Vec<SimTime>,
    loss_ppm: u32,
    /// Links that are cut, one bit per receiver, by sender.
    cut: Vec<u16>,
    /// The side of each server, while there is a partition.
    sides: Option<Vec<u8>>,
    /// Whether nothing is cut and no link has faults of its own: nearly always, and then no message needs to look its
    /// link up to know that nothing stops it.
    calm: bool,
}

/// A link as it is now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Link {
    latency: Span,
    faults: LinkFaults,
}

impl Network {
    pub(crate) fn new(setup: &Setup) -> Self {
        let Setup { servers, clients, network, .. } = setup;
        let between = Link { latency: network.latency, faults: network.faults };
        let outer = Link { latency: network.client_latency, faults: network.client_faults };
        let ends = usize::from(servers + clients);
        let is_server = |place: usize| place < usize::from(*servers);
        let pairs = (0..ends).flat_map(|from| (0..ends).map(move |to| (from, to)));
        let mut links: Vec<Link> = pairs
            .map(|(from, to)| if is_server(from) && is_server(to) { between } else { outer })
            .collect();
        for link in &network.links {
            links[position(link.from) * ends + position(link.to)] =
                Link { latency: link.latency, faults: link.faults };
        }
        let mut new = Self {
            servers: *servers,
            clients: *clients,
            links: Arc::new(links),
            free_at: Vec::new(),
            loss_ppm: network.loss_ppm,
            cut: vec![0; usize::from(*servers)],
            sides: None,
            calm: false,
        };
        new.look_for_trouble();
        new
    }

    /// To be done after every change of what is cut and of what is wrong with links.
    fn look_for_trouble(&mut self) {
        let is_well = |link: &Link| link.faults == LinkFaults::default();
        self.calm = self.sides.is_none()
            && self.cut.iter().all(|cut| *cut == 0)
            && self.links.iter().all(is_well);
    }

    /// The place of a link in tables that have one for each.
    pub(crate) fn place(&self, from: Address, to: Address) -> usize {
        let place = |end: Address| match end {
            Address::Server(id) => position(id),
            Address::Client(ClientId(id)) => usize::from(self.servers + id) - 1,
        };
        place(from) * usize::from(self.servers + self.clients) + place(to)
    }

    /// What becomes of a message that is sent now, while `on_the_way` others are on this link: how
    /// long it travels, and whether in vain.
    pub(crate) fn send(
        &mut self,
        id: MessageId,
        now: SimTime,
        on_the_way: impl FnOnce() -> usize,
        chooser: &mut dyn Chooser,
    ) -> (Micros, Option<LossReason>) {
        let place = self.place(id.from, id.to);
        let Link { latency: span, faults } = self.links[place];
        let mut latency = faults.travel(id, span, chooser);
        if faults.spacing > Micros(0) {
            self.free_at.resize(self.links.len(), SimTime(0));
            let leaves = self.free_at[place].max(now).after(faults.spacing);
            self.free_at[place] = leaves;
            latency.0 += leaves.0 - now.0;
        }
        let loss_ppm = faults.loss_ppm.max(self.loss_ppm);
        let doomed = if self.stops(id, now, chooser) {
            Some(LossReason::CutWhenSent)
        } else if happens(loss_ppm, Key::loss(id), chooser) {
            Some(LossReason::Chance)
        } else if faults.capacity > 0 && on_the_way() >= faults.capacity as usize {
            Some(LossReason::Overflow)
        } else {
            None
        };
        (latency, doomed)
    }

    /// Whether nothing like this message gets through now.
    pub(crate) fn stops(&self, id: MessageId, now: SimTime, chooser: &mut dyn Chooser) -> bool {
        !self.calm
            && (self.is_cut(id.from, id.to) || self.faults(id.from, id.to).stops(id, now, chooser))
    }

    /// Whether messages wait on this link until somebody lets go of them.
    pub(crate) fn is_jammed(&self, from: Address, to: Address) -> bool {
        !self.calm && self.faults(from, to).jam
    }

    /// How much later a copy of this message leaves, if chance makes one.
    pub(crate) fn copy(&self, id: MessageId, chooser: &mut dyn Chooser) -> Option<Micros> {
        if self.calm { None } else { self.faults(id.from, id.to).copy(id, chooser) }
    }

    /// How long messages travel on this link.
    #[must_use]
    pub fn latency(&self, from: Address, to: Address) -> Span {
        self.links[self.place(from, to)].latency
    }

    /// What is wrong with this link.
    #[must_use]
    pub fn faults(&self, from: Address, to: Address) -> &LinkFaults {
        &self.links[self.place(from, to)].faults
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
        self.look_for_trouble();
    }

    pub(crate) fn set_sides(&mut self, sides: Option<Vec<u8>>) {
        self.sides = sides;
        self.look_for_trouble();
    }

    pub(crate) fn set_loss(&mut self, loss_ppm: u32) {
        self.loss_ppm = loss_ppm.min(MILLION);
    }

    pub(crate) fn set_link(
        &mut self,
        from: Address,
        to: Address,
        latency: Span,
        faults: LinkFaults,
    ) {
        let place = self.place(from, to);
        Arc::make_mut(&mut self.links)[place] = Link { latency, faults };
        self.look_for_trouble();
    }

    /// Both ways between a client and a server.
    pub(crate) fn set_client_link(
        &mut self,
        client: ClientId,
        server: NodeId,
        latency: Span,
        faults: LinkFaults,
    ) {
        let (client, server) = (Address::Client(client), Address::Server(server));
        self.set_link(client, server, latency, faults);
        self.set_link(server, client, latency, faults);
    }

    /// Everything gets through again, apart from what chance has against it.
    pub(crate) fn heal(&mut self) {
        self.sides = None;
        self.cut.fill(0);
        let stops = |link: &Link| link.faults.jam || link.faults.blocked != Kinds::NONE;
        if self.links.iter().any(stops) {
            for link in Arc::make_mut(&mut self.links) {
                link.faults.jam = false;
                link.faults.blocked = Kinds::NONE;
            }
        }
        self.look_for_trouble();
    }
}

/// A server's place in tables.
pub(crate) fn position(server: NodeId) -> usize {
    (server.0 as usize).wrapping_sub(1)
}
