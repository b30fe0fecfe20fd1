//! What was done to servers, links and messages, and by which event. Nothing else tells why something
//! came late or not at all: a message that waits is an event only when it arrives.

use raft_core::NodeId;
use raft_sim::{Address, EventNo, Fact, FaultKind, Happening, LinkFaults, MessageId, World};

/// What was done in one branch, in the order of events.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mishaps {
    mishaps: Vec<Mishap>,
}

/// Something was done, or undone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Mishap {
    pub(crate) event: EventNo,
    pub(crate) what: What,
    /// Whether it is so from now on, or not any more.
    pub(crate) begins: bool,
}

/// What was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum What {
    /// A server stands still.
    Pause(NodeId),
    /// The link from one server to another is cut.
    Cut(NodeId, NodeId),
    /// The link from one server to another is not as it was set up.
    Link(NodeId, NodeId),
    /// Nothing gets through the link from one server to another, and nothing is lost.
    Jam(NodeId, NodeId),
    /// A server's disk writes nothing.
    Stall(NodeId),
    /// A server's disk is damaged.
    Damage(NodeId),
    /// A server's clock was changed.
    Clock(NodeId),
    /// A hand holds a message; or it was let go, hurried, delayed or dropped.
    Message(MessageId),
}

impl What {
    /// Whether it ends when everything is healed.
    fn heals(self) -> bool {
        matches!(self, Self::Cut(..) | Self::Link(..) | Self::Jam(..))
    }
}

impl Mishaps {
    /// Takes an event down.
    pub(crate) fn note(&mut self, world: &World, happening: &Happening<'_>) {
        for fact in happening.facts {
            let (what, begins) = match *fact {
                Fact::Cut { from, to } => (What::Cut(from, to), true),
                Fact::Healed { from, to } => (What::Cut(from, to), false),
                Fact::Held(id) => (What::Message(id), true),
                Fact::Delayed(id) | Fact::DueNow(id) | Fact::Dropped(id) => {
                    (What::Message(id), false)
                }
                Fact::Fault { what, server, value } => match what {
                    FaultKind::Paused => (What::Pause(server), true),
                    FaultKind::Resumed => (What::Pause(server), false),
                    FaultKind::Damaged => (What::Damage(server), true),
                    FaultKind::Clock => (What::Clock(server), true),
                    FaultKind::Disk => {
                        let disk = world.server(server).map(raft_sim::Server::disk);
                        (What::Stall(server), disk.is_some_and(|disk| disk.faults().stalled))
                    }
                    FaultKind::Link => {
                        let to = NodeId(u32::try_from(value).unwrap_or(u32::MAX));
                        let ends = (Address::Server(server), Address::Server(to));
                        let faults = world.network().faults(ends.0, ends.1);
                        self.push(happening, What::Jam(server, to), faults.jam);
                        (What::Link(server, to), *faults != LinkFaults::default())
                    }
                    // Chains pass from a client to its server by what was answered, not by how the way was.
                    FaultKind::ClientLink
                    | FaultKind::Trapped
                    | FaultKind::Server
                    | FaultKind::Lied => continue,
                },
                Fact::AllHealed => {
                    self.heal(happening);
                    continue;
                }
                _ => continue,
            };
            self.push(happening, what, begins);
        }
    }

    /// Whatever is healed with everything ends; once each.
    fn heal(&mut self, happening: &Happening<'_>) {
        let mut ended: Vec<What> = Vec::new();
        for mishap in self.mishaps.iter().rev().filter(|mishap| mishap.what.heals()) {
            if !ended.contains(&mishap.what) {
                ended.push(mishap.what);
            }
        }
        for what in ended {
            if self.holds(what, happening.event.no).is_some() {
                self.push(happening, what, false);
            }
        }
    }

    fn push(&mut self, happening: &Happening<'_>, what: What, begins: bool) {
        self.mishaps.push(Mishap { event: happening.event.no, what, begins });
    }

    /// Forgets everything after this many events.
    pub(crate) fn forget_after(&mut self, events: EventNo) {
        self.mishaps.retain(|mishap| mishap.event <= events);
    }

    /// What was done in the events from `from` to `until`.
    pub(crate) fn between(&self, from: EventNo, until: EventNo) -> &[Mishap] {
        let end = self.mishaps.partition_point(|mishap| mishap.event <= until);
        let start = self.mishaps.partition_point(|mishap| mishap.event < from);
        &self.mishaps[start.min(end)..end]
    }

    /// The last event up to `until` that did or undid this.
    #[inline(never)]
    pub(crate) fn last(&self, what: What, until: EventNo) -> Option<&Mishap> {
        self.between(EventNo::START, until).iter().rev().find(|mishap| mishap.what == what)
    }

    /// Whether it is so after the event `at`: then the event that made it so.
    pub(crate) fn holds(&self, what: What, at: EventNo) -> Option<EventNo> {
        self.last(what, at).filter(|mishap| mishap.begins).map(|mishap| mishap.event)
    }
}
