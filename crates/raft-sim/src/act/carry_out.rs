//! What is done once an action is known to be possible: nothing here can fail.

use std::sync::Arc;

use raft_core::{Index, Input, Micros, NodeId};

use super::Plan;
use crate::link::happens;
use crate::network::position;
use crate::{
    Address, ClientId, Command, Disk, Fact, FaultKind, Key, LinkFaults, LossReason, MessageId,
    OperationId, Span, World, WriteKey,
};

impl World {
    pub(super) fn do_as_planned(&mut self, plan: Plan) {
        match plan {
            Plan::Crash(servers) => servers.into_iter().for_each(|id| self.crash(id)),
            Plan::Restart(servers) => servers.into_iter().for_each(|id| self.restart(id)),
            Plan::TimeOut(servers) => {
                servers.into_iter().for_each(|id| self.step(position(id), Input::ElectionTimeout));
            }
            Plan::SetTimer(servers, remaining) => {
                servers.into_iter().for_each(|id| self.set_timer(id, remaining));
            }
            Plan::Drop { slot, id } => self.drop_message(slot, id),
            Plan::Deliver { slot } => {
                if let Some(id) = self.hurry(slot) {
                    self.fact(Fact::DueNow(id));
                }
            }
            Plan::Links { pairs, cut } => {
                for (from, to) in pairs {
                    self.network.set_cut(from, to, cut);
                    self.fact(if cut { Fact::Cut { from, to } } else { Fact::Healed { from, to } });
                }
            }
            Plan::Network { pairs, latency, faults } => self.set_links(&pairs, latency, *faults),
            Plan::ClientLinks { pairs, latency, faults } => {
                self.set_client_links(&pairs, latency, *faults);
            }
            Plan::Pause { servers, paused } => self.pause(&servers, paused),
            Plan::Trap(servers, point) => {
                for id in servers {
                    self.servers[position(id)].trap = point;
                    let value = point.map_or(0, |point| point as u64);
                    self.fault(FaultKind::Trapped, id, value);
                }
            }
            Plan::Disk(servers, faults) => {
                for id in servers {
                    self.servers[position(id)].disk.faults = faults;
                    self.fault(FaultKind::Disk, id, 0);
                }
            }
            Plan::Damage(servers) => servers.into_iter().for_each(|id| self.damage(id)),
            Plan::Server(servers, faults) => {
                for id in servers {
                    self.servers[position(id)].faults = faults;
                    self.fault(FaultKind::Server, id, 0);
                }
            }
            Plan::Clock(servers, change) => {
                servers.into_iter().for_each(|id| self.change_clock(id, change));
            }
            Plan::Hold { slot } => self.hold(slot),
            Plan::Delay { slot, by } => self.delay(slot, by),
            Plan::Duplicate { slot } => {
                if let Some(id) = self.copy(slot) {
                    self.fact(Fact::Copied(id));
                }
            }
            Plan::Partition(sides) => self.divide(sides),
            Plan::HealAll => {
                self.network.heal();
                self.enqueue_all();
                self.fact(Fact::AllHealed);
            }
            Plan::Client { client, command, via } => self.request(client, command, via),
            Plan::Wipe(servers) => servers.into_iter().for_each(|id| self.wipe(id)),
            Plan::TakeSnapshot(servers) => {
                servers.into_iter().for_each(|id| self.step(position(id), Input::TakeSnapshot));
            }
            Plan::ChangeMembership { leader, change } => {
                let request = OperationId::OF_NOBODY.request();
                self.step(position(leader), Input::ChangeMembership { request, change });
            }
            Plan::ExpireSessions(leader) => self.expire_sessions(leader),
            Plan::Transfer { from, to } => {
                self.step(position(from), Input::TransferLeadership { to });
            }
            Plan::ForgetLeader(servers) => {
                servers.into_iter().for_each(|id| self.step(position(id), Input::ForgetLeader));
            }
            Plan::SetLoss(ppm) => {
                self.network.set_loss(ppm);
                self.fact(Fact::Loss { ppm });
            }
            Plan::Bind { name, to } => {
                Arc::make_mut(&mut self.bindings).insert(name, to);
                self.fact(Fact::Bound { server: to });
            }
            Plan::Release => self.fact(Fact::Released),
        }
    }

    fn drop_message(&mut self, slot: u32, id: MessageId) {
        if let Some(flight) = &mut self.flights[slot as usize] {
            flight.doomed = Some(LossReason::Dropped);
            // It would never be gone.
            flight.held = false;
        }
        self.enqueue(slot);
        self.fact(Fact::Dropped(id));
    }

    fn hold(&mut self, slot: u32) {
        if let Some(flight) = &mut self.flights[slot as usize] {
            flight.held = true;
            let id = flight.id;
            self.fact(Fact::Held(id));
        }
        self.enqueue(slot);
    }

    fn delay(&mut self, slot: u32, by: Micros) {
        let now = self.position.time;
        if let Some(flight) = &mut self.flights[slot as usize] {
            let from = if flight.held { now } else { flight.due_at.max(now) };
            flight.held = false;
            flight.due_at = from.after(by);
            let id = flight.id;
            self.fact(Fact::Delayed(id));
        }
        self.enqueue(slot);
    }

    fn set_links(&mut self, pairs: &[(NodeId, NodeId)], latency: Option<Span>, faults: LinkFaults) {
        for &(from, to) in pairs {
            let latency = latency.unwrap_or_else(|| self.setup.link(from, to).latency);
            let (sender, receiver) = (Address::Server(from), Address::Server(to));
            self.network.set_link(sender, receiver, latency, faults);
            self.fault(FaultKind::Link, from, u64::from(to.0));
        }
        self.enqueue_all();
    }

    fn set_client_links(
        &mut self,
        pairs: &[(ClientId, NodeId)],
        latency: Span,
        faults: LinkFaults,
    ) {
        for &(client, server) in pairs {
            self.network.set_client_link(client, server, latency, faults);
            self.fault(FaultKind::ClientLink, server, u64::from(client.0));
        }
        self.enqueue_all();
    }

    fn divide(&mut self, sides: Vec<u8>) {
        for (server, side) in self.setup.server_ids().zip(sides.iter().copied()) {
            self.fact(Fact::Side { server, side });
        }
        // One side for all is no partition.
        let apart = sides.iter().any(|side| *side != sides[0]);
        self.network.set_sides(apart.then_some(sides));
    }

    fn pause(&mut self, servers: &[NodeId], paused: bool) {
        let what = if paused { FaultKind::Paused } else { FaultKind::Resumed };
        for &id in servers {
            self.servers[position(id)].paused = paused;
            self.fault(what, id, 0);
        }
        self.enqueue_all();
    }

    fn request(&mut self, client: ClientId, command: Command, via: Option<NodeId>) {
        let which = usize::from(client.0) - 1;
        let wish = self.clients[which].enqueue(command, via, self.position.time);
        self.grant(which, wish);
    }

    /// Those that nothing behind the present end of the log has used: all of them.
    fn expire_sessions(&mut self, leader: NodeId) {
        let node = self.server(leader).and_then(|server| server.node());
        let unused_since = node.map_or(Index::ZERO, |node| node.log().last().index.next());
        let request = OperationId::OF_NOBODY.request();
        self.step(position(leader), Input::ExpireSessions { request, unused_since });
    }

    pub(crate) fn crash(&mut self, id: NodeId) {
        let server = &mut self.servers[position(id)];
        let incarnation = server.incarnation;
        let key = |write| WriteKey { server: id, incarnation, write };
        let lost = server.disk.crash(self.position.time, key, &mut *self.chooser);
        let lost_writes = u32::try_from(lost).unwrap_or(u32::MAX);
        let damage = Key::damage(id, incarnation);
        let damaged = happens(server.disk.faults.damage_ppm, damage, &mut *self.chooser);
        let held_up = server.paused || server.busy_until > self.position.time;
        server.stop();
        server.timer_cause = self.events;
        self.fact(Fact::Crashed { server: id, lost_writes });
        if held_up {
            self.enqueue_all();
        }
        if damaged {
            self.damage(id);
        }
    }

    fn damage(&mut self, id: NodeId) {
        self.servers[position(id)].disk.damaged = true;
        self.fault(FaultKind::Damaged, id, 0);
    }

    fn wipe(&mut self, id: NodeId) {
        if self.is_up(id) {
            self.crash(id);
        }
        let fresh = self.fresh_disk();
        let disk = &mut self.servers[position(id)].disk;
        *disk = Disk::new(fresh, disk.faults);
        self.fact(Fact::Wiped(id));
    }

    fn restart(&mut self, id: NodeId) {
        let server = &mut self.servers[position(id)];
        server.start(self.position.time, &mut *self.chooser);
        server.timer_cause = self.events;
        let incarnation = server.incarnation;
        self.work += server.process.as_ref().map_or(0, |process| process.machine.size());
        self.fact(Fact::Restarted { server: id, incarnation });
    }

    fn set_timer(&mut self, id: NodeId, remaining: Micros) {
        self.step(position(id), Input::SetElectionTimer(remaining));
        if let Some(at) = self.servers[position(id)].wake_at {
            self.fact(Fact::TimerSet { server: id, at });
        }
    }

    fn fault(&mut self, what: FaultKind, server: NodeId, value: u64) {
        self.fact(Fact::Fault { what, server, value });
    }

    fn fact(&mut self, fact: Fact) {
        self.scratch.facts.push(fact);
    }
}
