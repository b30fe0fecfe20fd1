//! Why something came late, or not at all: who held it up.
//!
//! A cause says what made an event happen, and not what made it wait; and a timer says that nothing
//! came, and not why nothing came.

use raft_core::{MessageKind, NodeId};
use raft_sim::{Address, EventNo, Kind, MessageId, RoleKind};

use crate::Session;
use crate::chronicle::{Arrival, Fate};
use crate::mishaps::What;
use crate::provenance::{What as Noted, insert_in_order};

impl Session {
    /// What held an event up between its cause and the moment at which it happened: hands that held
    /// or hurried its message, and what was let go in this very moment, a pause, a jam, a stalled
    /// disk. With what was let go comes when it began.
    #[inline(never)]
    pub(crate) fn delays(&self, event: EventNo, message: Option<MessageId>) -> Vec<EventNo> {
        let Some(row) = self.chronicle.row(event) else { return Vec::new() };
        let mishaps = self.chronicle.mishaps();
        let happened_to = |what: What| match what {
            What::Message(id) => message == Some(id),
            What::Jam(from, to) => {
                let link = (Address::Server(from), Address::Server(to));
                message.is_some_and(|id| (id.from, id.to) == link)
            }
            What::Pause(id) | What::Stall(id) => row.servers & 1 << id.0 != 0,
            _ => false,
        };
        let mut delays = Vec::new();
        let since = EventNo(row.cause.0.saturating_add(1));
        for mishap in mishaps.between(since, event).iter().filter(|one| happened_to(one.what)) {
            let at = self.chronicle.row(mishap.event).map(|row| row.position.time);
            let by_hand = matches!(mishap.what, What::Message(_));
            if by_hand || !mishap.begins && at == Some(row.position.time) {
                insert_in_order(&mut delays, mishap.event);
                let before = EventNo(mishap.event.0 - 1);
                let began = mishaps.holds(mishap.what, before).filter(|_| !mishap.begins);
                began.into_iter().for_each(|began| insert_in_order(&mut delays, began));
            }
        }
        delays
    }

    /// If a server's election timer ran out in this event: what, since it was started, kept those
    /// silent who could have restarted it.
    #[inline(never)]
    pub(crate) fn silences(&self, event: EventNo) -> Vec<EventNo> {
        let provenance = self.chronicle.provenance();
        let mut notes = provenance.notes_between(event, event).iter();
        let Some(row) = self.chronicle.row(event) else { return Vec::new() };
        let stands = notes.find(|note| matches!(note.what, Noted::Election | Noted::Sounding));
        let Some(server) = stands.map(|note| note.server()) else { return Vec::new() };
        let mut silences = Vec::new();
        for leader in self.expected(server, row.cause, event) {
            for other in self.silence_of(leader, server, row.cause, event) {
                insert_in_order(&mut silences, other);
            }
        }
        silences
    }

    /// From whom a server could have heard while its timer ran: whoever had started it by a message,
    /// else whoever led.
    fn expected(&self, server: NodeId, since: EventNo, until: EventNo) -> Vec<NodeId> {
        let started = self.chronicle.row(since).and_then(|row| row.arrival);
        if let Some(sender) = started.and_then(|arrival| arrival.sender().server()) {
            return vec![sender];
        }
        let provenance = self.chronicle.provenance();
        let led = |id: &NodeId| {
            let was = provenance.tenure(*id, since).map(|change| change.now.role);
            let became = provenance.changes_until(until).iter().rev();
            was == Some(Some(RoleKind::Leader))
                || became
                    .take_while(|change| change.event > since)
                    .any(|change| change.server == *id && change.now.role == Some(RoleKind::Leader))
        };
        self.script.setup.server_ids().filter(|id| *id != server).filter(led).collect()
    }

    /// Why a server heard nothing from a leader between two events.
    fn silence_of(
        &self,
        leader: NodeId,
        server: NodeId,
        since: EventNo,
        until: EventNo,
    ) -> Vec<EventNo> {
        let (provenance, mishaps) = (self.chronicle.provenance(), self.chronicle.mishaps());
        let mut why: Vec<EventNo> = Vec::new();
        let mut add = |event: EventNo| insert_in_order(&mut why, event);
        // It did not send: it went down, stood still, or did not lead any more.
        let left =
            provenance.changes_until(until).iter().rev().find(|change| {
                change.server == leader && change.now.role != Some(RoleKind::Leader)
            });
        let leads = provenance.tenure(leader, until).map(|change| change.now.role)
            == Some(Some(RoleKind::Leader));
        if let Some(left) = left.filter(|left| !leads || left.event > since) {
            // What it has become since is no reason: when it ceased to lead is.
            let ceased = provenance.change_of(leader, left.event, &|a, b| {
                (a.role == Some(RoleKind::Leader)) == (b.role == Some(RoleKind::Leader))
            });
            ceased.into_iter().for_each(&mut add);
        }
        let link = (Address::Server(leader), Address::Server(server));
        for what in [What::Pause(leader), What::Pause(server), What::Jam(leader, server)] {
            mishaps.holds(what, until).into_iter().for_each(&mut add);
        }
        let from = EventNo(since.0.saturating_add(1));
        for mishap in mishaps.between(from, until) {
            let meant = match mishap.what {
                What::Pause(id) => id == leader || id == server,
                What::Jam(a, b) | What::Link(a, b) => (a, b) == (leader, server),
                What::Clock(id) => id == leader,
                What::Message(id) => (id.from, id.to) == link && restarts(id.kind),
                _ => false,
            };
            if meant && mishap.begins {
                add(mishap.event);
            }
        }
        // It did send, and it did not arrive.
        for (event, arrival) in self.lost(link, from, until) {
            let closed = match arrival.fate {
                Fate::Cut => self.closed_by(leader, server, event),
                Fate::Dropped => None,
                Fate::Chance | Fate::Down | Fate::Delivered => Some(event),
            };
            add(closed.unwrap_or(event));
        }
        why
    }

    /// The messages of a link that would have restarted the receiver's timer, had they arrived.
    fn lost(
        &self,
        link: (Address, Address),
        from: EventNo,
        until: EventNo,
    ) -> impl Iterator<Item = (EventNo, Arrival)> {
        let rows = self.chronicle.rows_from(from).take_while(move |(event, _)| *event <= until);
        rows.filter_map(|(event, row)| Some((event, row.arrival?))).filter(move |(_, arrival)| {
            arrival.fate != Fate::Delivered
                && (arrival.sender(), arrival.receiver()) == link
                && restarts(arrival.kind())
        })
    }

    /// What closes a link in this direction after an event, cut or wall, or last did.
    #[inline(never)]
    pub(crate) fn closed_by(&self, from: NodeId, to: NodeId, at: EventNo) -> Option<EventNo> {
        let mishaps = self.chronicle.mishaps();
        let holding = [What::Cut(from, to), What::Jam(from, to), What::Link(from, to)];
        let holding = holding.into_iter().find_map(|what| mishaps.holds(what, at));
        holding.or_else(|| self.chronicle.intervals().walls_between(EventNo::START, at).pop())
    }
}

/// Whether such a message restarts an election timer.
fn restarts(kind: Kind) -> bool {
    matches!(kind, Kind::Raft(MessageKind::AppendEntries | MessageKind::InstallSnapshot))
}
