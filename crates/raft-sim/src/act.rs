//! How an action acts: first everything is resolved and checked, then everything is done (`carry_out.rs`).
//! An action that fails leaves the world as it was.

mod carry_out;

use std::sync::Arc;

use raft_core::{Change, MembershipChange, Micros, NodeId};

use crate::network::position;
use crate::selector::{Unresolved, insert_in_order};
use crate::{
    Action, ActionError, Address, ClientId, ClockChange, Command, CrashPoint, DiskFaults,
    EventKind, EventNo, LinkFaults, MemberChange, MessageId, Reading, Selector, ServerFaults, Sink,
    Span, Target, World,
};

/// How many operations may wait for one client. More than any hand or story needs; a bound, so
/// that a hostile link cannot fill the memory.
const MAX_WAITING: usize = 1_000;

/// An action with every name resolved and every condition checked.
enum Plan {
    Crash(Vec<NodeId>),
    Restart(Vec<NodeId>),
    TimeOut(Vec<NodeId>),
    SetTimer(Vec<NodeId>, Micros),
    Drop { slot: u32, id: MessageId },
    Deliver { slot: u32 },
    Links { pairs: Vec<(NodeId, NodeId)>, cut: bool },
    Network { pairs: Vec<(NodeId, NodeId)>, latency: Option<Span>, faults: Box<LinkFaults> },
    ClientLinks { pairs: Vec<(ClientId, NodeId)>, latency: Span, faults: Box<LinkFaults> },
    Pause { servers: Vec<NodeId>, paused: bool },
    Trap(Vec<NodeId>, Option<CrashPoint>),
    Disk(Vec<NodeId>, DiskFaults),
    Damage(Vec<NodeId>),
    Server(Vec<NodeId>, ServerFaults),
    Clock(Vec<NodeId>, ClockChange),
    Hold { slot: u32 },
    Delay { slot: u32, by: Micros },
    Duplicate { slot: u32 },
    Partition(Vec<u8>),
    HealAll,
    Client { client: ClientId, command: Command, via: Option<NodeId> },
    Wipe(Vec<NodeId>),
    TakeSnapshot(Vec<NodeId>),
    ChangeMembership { leader: NodeId, change: MembershipChange },
    ExpireSessions(NodeId),
    Transfer { from: NodeId, to: NodeId },
    ForgetLeader(Vec<NodeId>),
    SetLoss(u32),
    Bind { name: Arc<str>, to: NodeId },
    Release,
}

impl World {
    /// Lets an action act now, as an event of its own. `cause` is the event that triggered it, or
    /// [`EventNo::START`] for a hand from outside.
    ///
    /// # Errors
    /// If it cannot act now; then nothing has happened.
    pub fn act(
        &mut self,
        action: &Action,
        cause: EventNo,
        sink: &mut dyn Sink,
    ) -> Result<(), ActionError> {
        let plan = self.plan(action)?;
        self.begin_event(self.position.time);
        self.do_as_planned(plan);
        self.end_event(EventKind::Acted, cause, None, None, sink);
        Ok(())
    }

    fn plan(&self, action: &Action) -> Result<Plan, ActionError> {
        Ok(match action {
            Action::Crash(target) => Plan::Crash(self.checked(target, |id| self.not_up(id))?),
            Action::Restart(target) => {
                Plan::Restart(self.checked(target, |id| self.not_startable(id))?)
            }
            Action::TimeOut(target) => Plan::TimeOut(self.with_timer(target)?),
            Action::SetTimer { servers, remaining } => {
                Plan::SetTimer(self.with_timer(servers)?, *remaining)
            }
            Action::Drop(id) => Plan::Drop { slot: self.droppable(*id)?, id: *id },
            Action::Deliver(id) => Plan::Deliver { slot: self.deliverable(*id)? },
            Action::Pause(target) => {
                let servers = self.checked(target, |id| self.not_running(id))?;
                Plan::Pause { servers, paused: true }
            }
            Action::Resume(target) => {
                let going = |id| (!self.is_paused(id)).then_some(ActionError::NotPaused(id));
                Plan::Pause { servers: self.checked(target, going)?, paused: false }
            }
            Action::Trap { servers, point } => {
                Plan::Trap(self.checked(servers, |id| self.not_up(id))?, *point)
            }
            Action::Disk { servers, faults } => {
                faults.validate("faults").map_err(ActionError::Impossible)?;
                Plan::Disk(servers.resolve(self)?, *faults)
            }
            Action::Damage(target) => Plan::Damage(target.resolve(self)?),
            Action::Server { servers, faults } => {
                faults.validate("faults").map_err(ActionError::Impossible)?;
                Plan::Server(servers.resolve(self)?, *faults)
            }
            Action::Clock { servers, change } => {
                change.validate().map_err(ActionError::Impossible)?;
                Plan::Clock(servers.resolve(self)?, *change)
            }
            Action::Hold(id) => Plan::Hold { slot: self.flying(*id)? },
            Action::Delay { message, by } => {
                Span::fixed(*by).validate("by", 0).map_err(ActionError::Impossible)?;
                Plan::Delay { slot: self.flying(*message)?, by: *by }
            }
            Action::Duplicate(id) => Plan::Duplicate { slot: self.copyable(*id)? },
            Action::Network { from, to, one_way, latency, faults } => {
                faults.validate("faults").map_err(ActionError::Impossible)?;
                if let Some(latency) = latency {
                    latency.validate("latency", 0).map_err(ActionError::Impossible)?;
                }
                let pairs = self.pairs(from, to, *one_way)?;
                Plan::Network { pairs, latency: *latency, faults: faults.clone() }
            }
            Action::ClientLinks { client, servers, latency, faults } => {
                let latency = latency.unwrap_or(self.setup.network.client_latency);
                faults.validate("faults").map_err(ActionError::Impossible)?;
                latency.validate("latency", 0).map_err(ActionError::Impossible)?;
                let pairs = self.client_pairs(*client, servers)?;
                Plan::ClientLinks { pairs, latency, faults: faults.clone() }
            }
            Action::Bridge(bridge) => {
                let pairs = self.beside_bridge(&bridge.resolve(self)?);
                Plan::Links { pairs, cut: true }
            }
            Action::Ring => {
                let pairs = self.beyond_neighbours().ok_or(ActionError::NoRing)?;
                Plan::Links { pairs, cut: true }
            }
            Action::Cut { from, to, one_way } => {
                Plan::Links { pairs: self.pairs(from, to, *one_way)?, cut: true }
            }
            Action::Heal { from, to, one_way } => {
                Plan::Links { pairs: self.pairs(from, to, *one_way)?, cut: false }
            }
            Action::Partition(sides) => Plan::Partition(self.sides(sides)?),
            Action::HealAll => Plan::HealAll,
            Action::Client { client, command, reading, via } => {
                let via = via.as_ref().map(|via| via.resolve_one(self)).transpose()?;
                self.plan_client(*client, command, *reading, via)?
            }
            Action::Wipe(target) => Plan::Wipe(target.resolve(self)?),
            Action::TakeSnapshot(target) => {
                Plan::TakeSnapshot(self.checked(target, |id| self.not_running(id))?)
            }
            Action::Change { from, changes, transition } => {
                let changes = self.changes(changes)?;
                let change = MembershipChange::Change { changes, transition: *transition };
                Plan::ChangeMembership { leader: self.leading(from)?, change }
            }
            Action::LeaveJoint(leader) => Plan::ChangeMembership {
                leader: self.leading(leader)?,
                change: MembershipChange::LeaveJoint,
            },
            Action::ExpireSessions(leader) => Plan::ExpireSessions(self.leading(leader)?),
            Action::Transfer { from, to } => {
                Plan::Transfer { from: self.leading(from)?, to: to.resolve_one(self)? }
            }
            Action::ForgetLeader(target) => Plan::ForgetLeader(self.with_timer(target)?),
            Action::SetLoss(ppm) => Plan::SetLoss(*ppm),
            Action::Bind { name, to } => {
                Plan::Bind { name: name.clone(), to: to.resolve_one(self)? }
            }
            Action::Release => Plan::Release,
        })
    }

    fn plan_client(
        &self,
        client: ClientId,
        command: &Command,
        reading: Option<Reading>,
        via: Option<NodeId>,
    ) -> Result<Plan, ActionError> {
        let known = self.clients.iter().find(|known| known.id() == client);
        match known {
            None => Err(ActionError::NoSuchClient(client)),
            Some(busy) if busy.waiting() >= MAX_WAITING => {
                Err(ActionError::TooManyWaiting(busy.waiting()))
            }
            Some(known) => {
                let command = known.question(command.clone(), reading);
                Ok(Plan::Client { client, command, via })
            }
        }
    }

    /// What is asked for, server by server.
    fn changes(&self, of_targets: &[(MemberChange, Target)]) -> Result<Vec<Change>, ActionError> {
        let mut changes = Vec::new();
        for (change, target) in of_targets {
            let servers = target.resolve(self)?;
            changes.extend(servers.into_iter().map(|id| change.of(id)));
        }
        Ok(changes)
    }

    /// The server that is meant, if it leads.
    fn leading(&self, selector: &Selector) -> Result<NodeId, ActionError> {
        let id = selector.resolve_one(self)?;
        match self.server(id).and_then(|server| server.node()) {
            None => Err(ActionError::AlreadyDown(id)),
            Some(node) if !node.is_leader() => Err(ActionError::DoesNotLead(id)),
            Some(_) if self.is_paused(id) => Err(ActionError::Paused(id)),
            Some(_) => Ok(id),
        }
    }

    fn is_paused(&self, id: NodeId) -> bool {
        self.server(id).is_some_and(|server| server.paused)
    }

    /// Why a server can do nothing now, if it cannot.
    fn not_running(&self, id: NodeId) -> Option<ActionError> {
        self.not_up(id).or(self.is_paused(id).then_some(ActionError::Paused(id)))
    }

    fn not_up(&self, id: NodeId) -> Option<ActionError> {
        (!self.is_up(id)).then_some(ActionError::AlreadyDown(id))
    }

    /// Why a server cannot start, if it cannot.
    fn not_startable(&self, id: NodeId) -> Option<ActionError> {
        let damaged = self.server(id).is_some_and(|server| server.disk.damaged);
        let damaged = damaged.then_some(ActionError::Damaged(id));
        self.is_up(id).then_some(ActionError::AlreadyUp(id)).or(damaged)
    }

    fn is_up(&self, id: NodeId) -> bool {
        self.server(id).is_some_and(|server| server.process.is_some())
    }

    /// The servers of a target, if none of them has something against it.
    fn checked(
        &self,
        target: &Target,
        objection: impl Fn(NodeId) -> Option<ActionError>,
    ) -> Result<Vec<NodeId>, ActionError> {
        let servers = target.resolve(self)?;
        match servers.iter().find_map(|id| objection(*id)) {
            Some(error) => Err(error),
            None => Ok(servers),
        }
    }

    /// The servers of a target that have an election timer. Where a group is named (`all`), those
    /// without one are passed over; a server that is named itself must have one.
    fn with_timer(&self, target: &Target) -> Result<Vec<NodeId>, ActionError> {
        let objection = |id: NodeId| match self.server(id).and_then(|server| server.node()) {
            None => Some(ActionError::AlreadyDown(id)),
            Some(node) if node.is_leader() => Some(ActionError::Leads(id)),
            Some(_) => self.not_running(id),
        };
        let named = Target(
            target
                .0
                .iter()
                .filter(|one| !matches!(one, Selector::All | Selector::Followers))
                .cloned()
                .collect(),
        );
        self.checked(&named, objection)?;
        let servers = target.resolve(self)?;
        Ok(servers.into_iter().filter(|id| objection(*id).is_none()).collect())
    }

    fn flying(&self, id: MessageId) -> Result<u32, ActionError> {
        self.slot_of(id).ok_or(ActionError::NoSuchMessage(id))
    }

    /// A message that is not lost already.
    fn droppable(&self, id: MessageId) -> Result<u32, ActionError> {
        let slot = self.flying(id)?;
        match self.flight(slot).and_then(|flight| flight.doomed) {
            Some(_) => Err(ActionError::AlreadyLost(id)),
            None => Ok(slot),
        }
    }

    /// A message whose receiver does not stand still.
    fn deliverable(&self, id: MessageId) -> Result<u32, ActionError> {
        let slot = self.flying(id)?;
        match id.to.server().filter(|to| self.is_paused(*to)) {
            Some(paused) => Err(ActionError::Paused(paused)),
            None => Ok(slot),
        }
    }

    /// A message of which there can be one more copy.
    fn copyable(&self, id: MessageId) -> Result<u32, ActionError> {
        let slot = self.flying(id)?;
        let copies = self.flight(slot).map_or(0, |flight| flight.copies);
        if id.copy() > 0 || copies >= MessageId::MOST_COPIES {
            return Err(ActionError::NoMoreCopies(id));
        }
        Ok(slot)
    }

    /// The links that [`Action::Bridge`] cuts: those between the two halves.
    #[must_use]
    pub fn beside_bridge(&self, bridge: &[NodeId]) -> Vec<(NodeId, NodeId)> {
        let ends = self.setup.server_ids().filter(|id| !bridge.contains(id));
        let ends: Vec<NodeId> = ends.collect();
        let (one, other) = ends.split_at(ends.len() / 2);
        let pairs = |a: NodeId, b: NodeId| [(a, b), (b, a)];
        one.iter().flat_map(|a| other.iter().flat_map(move |b| pairs(*a, *b))).collect()
    }

    /// The links that [`Action::Ring`] cuts: those that do not lead to a neighbour. On both sides a
    /// server has as many neighbours as it needs for a majority. `None` where there is no such ring.
    #[must_use]
    pub fn beyond_neighbours(&self) -> Option<Vec<(NodeId, NodeId)>> {
        let servers = u32::from(self.setup.servers);
        if servers < 4 {
            return None;
        }
        let near = (servers / 2).div_ceil(2);
        let mut pairs = Vec::new();
        for from in self.setup.server_ids() {
            for to in self.setup.server_ids() {
                let way = from.0.abs_diff(to.0);
                if way.min(servers - way) > near {
                    pairs.push((from, to));
                }
            }
        }
        Some(pairs)
    }

    fn pairs(
        &self,
        from: &Target,
        to: &Target,
        one_way: bool,
    ) -> Result<Vec<(NodeId, NodeId)>, ActionError> {
        let (from, to) = (from.resolve(self)?, to.resolve(self)?);
        let mut pairs = Vec::new();
        for &a in &from {
            for &b in to.iter().filter(|b| **b != a) {
                insert_in_order(&mut pairs, (a, b));
                if !one_way {
                    insert_in_order(&mut pairs, (b, a));
                }
            }
        }
        Ok(pairs)
    }

    /// The links between these servers and a client, or all clients.
    fn client_pairs(
        &self,
        client: Option<ClientId>,
        servers: &Target,
    ) -> Result<Vec<(ClientId, NodeId)>, ActionError> {
        if let Some(stranger) = client.filter(|id| !self.setup.knows(Address::Client(*id))) {
            return Err(ActionError::NoSuchClient(stranger));
        }
        let servers = servers.resolve(self)?;
        let clients = self.setup.client_ids().filter(|id| client.is_none_or(|one| one == *id));
        let with_all = |client| servers.iter().map(move |server| (client, *server));
        Ok(clients.flat_map(with_all).collect())
    }

    /// The side of each server. `rest`, and whoever is on no side, is on the last one.
    fn sides(&self, sides: &[Target]) -> Result<Vec<u8>, ActionError> {
        if sides.is_empty() {
            return Err(ActionError::NoSides);
        }
        let mut side_of: Vec<Option<u8>> = vec![None; self.servers.len()];
        let mut number = 0;
        for side in sides.iter().filter(|side| side.0 != [Selector::Rest]) {
            for id in side.resolve(self)? {
                if side_of[position(id)].replace(number).is_some() {
                    return Err(ActionError::OnTwoSides(id));
                }
            }
            number = number.checked_add(1).ok_or(Unresolved::NotOne)?;
        }
        Ok(side_of.into_iter().map(|side| side.unwrap_or(number)).collect())
    }
}
