//! What a run makes use of: what its network, disks, clocks and machines do that a quiet test bench does not.

use std::collections::{BTreeMap, BTreeSet};

use raft_sim::{
    Address, EventKind, EventNo, Fact, FaultKind, Flight, Happening, LossReason, SimTime, Sink,
    World,
};

/// Something that a run can make use of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Use {
    /// A server crashes.
    Crash,
    /// A server starts again from its disk.
    Restart,
    /// A message arrives that was sent before one that has arrived on the same link.
    Overtaking,
    /// A copy of a message arrives.
    Duplicate,
    /// A message does not arrive, and not because its receiver is down.
    Loss,
    /// A clock is wrong.
    Clock,
    /// A disk does not do what it was told, or says that it has.
    Disk,
}

impl Use {
    /// In a word, for the table.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Crash => "crash",
            Self::Restart => "restart",
            Self::Overtaking => "reordering",
            Self::Duplicate => "duplication",
            Self::Loss => "loss",
            Self::Clock => "clock",
            Self::Disk => "disk",
        }
    }
}

/// Watches a run, and notes from which event on it has made use of what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Uses {
    first: BTreeMap<Use, EventNo>,
    /// Of the messages that have arrived on each link, the one that was sent last.
    latest: BTreeMap<(Address, Address), (SimTime, EventNo)>,
}

impl Uses {
    /// What has been made use of up to this event.
    pub(crate) fn until(&self, event: EventNo) -> BTreeSet<Use> {
        self.first.iter().filter(|(_, first)| **first <= event).map(|(what, _)| *what).collect()
    }

    fn note(&mut self, what: Use, event: EventNo) {
        self.first.entry(what).or_insert(event);
    }

    fn arrived(&mut self, flight: &Flight, event: EventNo) {
        if flight.id.copy() > 0 {
            self.note(Use::Duplicate, event);
        }
        let sent = (flight.sent_at, flight.cause);
        let latest = self.latest.entry((flight.id.from, flight.id.to)).or_insert(sent);
        if sent < *latest {
            self.note(Use::Overtaking, event);
        } else {
            *latest = sent;
        }
    }
}

impl Sink for Uses {
    fn see(&mut self, _world: &World, happening: Happening<'_>) {
        let event = happening.event.no;
        match (happening.event.kind, happening.arrived) {
            (EventKind::Delivered(_), Some(flight)) => self.arrived(flight, event),
            (EventKind::Lost(_, why), _) if why != LossReason::ReceiverDown => {
                self.note(Use::Loss, event);
            }
            _ => {}
        }
        for fact in happening.facts {
            match *fact {
                Fact::Crashed { .. } => self.note(Use::Crash, event),
                Fact::Restarted { .. } => self.note(Use::Restart, event),
                Fact::Dropped(_) => self.note(Use::Loss, event),
                Fact::Fault { what: FaultKind::Clock, .. } => self.note(Use::Clock, event),
                Fact::Fault { what: FaultKind::Disk | FaultKind::Lied, .. } => {
                    self.note(Use::Disk, event);
                }
                _ => {}
            }
        }
    }
}
