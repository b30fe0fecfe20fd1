//! When servers and clients will next do something by themselves.

use super::World;
use crate::network::position;
use crate::{Address, SimTime};

/// One moment for each thing that can come by itself, in one row: an event changes one server or one client, and what
/// comes next is wanted after every event.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Agenda {
    /// The disks of all servers, then their timers, then those of the clients: of what is due at the same moment the
    /// first comes first.
    due: Vec<SimTime>,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Turn {
    Write(usize),
    ServerTimer(usize),
    ClientTimer(usize),
}

/// Later than everything: it does not come.
const NEVER: SimTime = SimTime(u64::MAX);

impl Agenda {
    /// What comes first, and when, if that is before `limit`. What is overdue is due now.
    pub(super) fn first(&self, now: SimTime, limit: SimTime) -> Option<(SimTime, usize)> {
        let when = |due: &SimTime| (*due).max(now);
        // First when and then whose: so that the first question, asked after every event, has no branches.
        let earliest = self.due.iter().map(when).fold(limit, SimTime::min);
        if earliest == limit {
            return None;
        }
        let place = self.due.iter().position(|due| when(due) == earliest)?;
        Some((earliest, place))
    }
}

impl World {
    /// Whose turn is at this place of the agenda.
    pub(super) fn turn(&self, place: usize) -> Turn {
        let servers = self.servers.len();
        match place.checked_sub(servers) {
            None => Turn::Write(place),
            Some(timer) if timer < servers => Turn::ServerTimer(timer),
            Some(later) => Turn::ClientTimer(later - servers),
        }
    }

    /// Looks again at when a server or a client will do something: it has been touched.
    pub(super) fn look_at(&mut self, whom: Address) {
        match whom {
            Address::Server(id) => self.look_at_server(position(id)),
            Address::Client(id) => self.look_at_client(usize::from(id.0).wrapping_sub(1)),
        }
    }

    /// Looks again at when everybody will do something.
    pub(super) fn look_at_all(&mut self) {
        self.agenda.due.resize(2 * self.servers.len() + self.clients.len(), NEVER);
        (0..self.servers.len()).for_each(|which| self.look_at_server(which));
        (0..self.clients.len()).for_each(|which| self.look_at_client(which));
    }

    fn look_at_server(&mut self, which: usize) {
        let Some(server) = self.servers.get(which) else { return };
        let when = |at: Option<SimTime>| server.when_free(at).unwrap_or(NEVER);
        self.agenda.due[which] = when(server.disk.next_done());
        self.agenda.due[self.servers.len() + which] = when(server.wake_at);
    }

    fn look_at_client(&mut self, which: usize) {
        let Some(client) = self.clients.get(which) else { return };
        let place = 2 * self.servers.len() + which;
        self.agenda.due[place] = client.next_deadline().unwrap_or(NEVER);
    }
}
