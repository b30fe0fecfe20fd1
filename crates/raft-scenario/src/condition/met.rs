//! When a condition is met: by what is about to happen, by what has just happened, or by how things are.

use raft_check::Judges;
use raft_core::{Index, LogId, NodeId, Verdict};
use raft_sim::{
    Address, Client, EventKind, Fact, Happening, MessageId, OperationId, RoleKind, Upcoming, World,
};

use super::{ANY, AnsweredModel, AtEntry, AtIndex, Condition, MessageModel};
use crate::initial::entry_id;

impl Condition {
    /// Whether it is met by how things are: after an event and what the judges say of it.
    #[must_use]
    pub fn is_met_now(&self, world: &World, judges: &Judges) -> bool {
        match self {
            Self::Violated(name) if name == ANY => !judges.broken_promises().is_empty(),
            Self::Violated(name) => {
                judges.all_violations().iter().any(|found| found.property.name() == name)
            }
            Self::Settled(_) => is_settled(world),
            _ => false,
        }
    }

    /// Whether it is met by the event that is about to happen.
    #[must_use]
    pub fn is_met_before(&self, world: &World, upcoming: Upcoming) -> bool {
        match (self, upcoming) {
            (Self::Arriving(message), Upcoming::Arrival(id)) => message.fits(world, id),
            _ => false,
        }
    }

    /// Whether it is met by the event that has just happened.
    // Three watch by it: as a copy in each it costs the engine some kilobytes.
    #[inline(never)]
    #[must_use]
    pub fn is_met_after(&self, world: &World, happening: &Happening<'_>) -> bool {
        self.is_met_by_event(world, happening)
            || happening.facts.iter().any(|fact| self.is_met_by_fact(world, *fact))
            || happening
                .verdicts
                .iter()
                .any(|(server, verdict)| self.is_met_by_verdict(world, *server, verdict))
    }

    fn is_met_by_event(&self, world: &World, happening: &Happening<'_>) -> bool {
        match (self, happening.event.kind) {
            (Self::HeartbeatDue(who), EventKind::HeartbeatDue(server)) => is(world, who, server),
            (Self::Durable(at), EventKind::Persisted(key)) => {
                let server = world.server(key.server);
                let last = server.map(|server| server.disk().durable().log.last().index);
                last.is_some_and(|last| at.is_reached(world, key.server, last))
            }
            (Self::Sent(message), _) => {
                happening.sent(world).any(|flight| message.fits(world, flight.id))
            }
            (Self::Delivered(message), EventKind::Delivered(id))
            | (Self::Lost(message), EventKind::Lost(id, _)) => message.fits(world, id),
            _ => false,
        }
    }

    fn is_met_by_fact(&self, world: &World, fact: Fact) -> bool {
        match (self, fact) {
            (Self::Campaigns(who), Fact::Role { server, role: RoleKind::Candidate })
            | (Self::Elected(who), Fact::Role { server, role: RoleKind::Leader })
            | (Self::StepsDown(who), Fact::Role { server, role: RoleKind::Follower })
            | (Self::Crashed(who), Fact::Crashed { server, .. })
            | (Self::Restarted(who), Fact::Restarted { server, .. }) => is(world, who, server),
            // A candidate that starts anew keeps its role; the new term shows it.
            (Self::Campaigns(who), Fact::Term { server, .. }) => {
                is(world, who, server) && role_of(world, server) == Some(RoleKind::Candidate)
            }
            (Self::Term(at), Fact::Term { server, term }) => {
                term.0 >= at.at_least && is(world, &at.server, server)
            }
            (Self::Appended(at), Fact::Appended { server, last: LogId { index, .. } })
            | (Self::Committed(at), Fact::Commit { server, index })
            | (Self::Applied(at), Fact::Applied { server, index }) => {
                at.is_reached(world, server, index)
            }
            (Self::Truncated(at), Fact::Truncated { server, from }) => {
                from.0 <= at.index && is(world, &at.server, server)
            }
            (Self::Contains(at), Fact::Appended { server, last }) => {
                at.is_appended(world, server, last)
            }
            (
                Self::Answered(answered),
                Fact::Succeeded(id) | Fact::Failed(id) | Fact::GivenUp(id),
            ) => answered.fits(id),
            _ => false,
        }
    }

    fn is_met_by_verdict(&self, world: &World, server: NodeId, verdict: &Verdict) -> bool {
        match (self, verdict) {
            (Self::SnapshotTaken(at), Verdict::SnapshotTaken { last, .. })
            | (Self::SnapshotInstalled(at), Verdict::SnapshotInstalled { last, .. }) => {
                at.is_reached(world, server, last.index)
            }
            _ => false,
        }
    }
}

/// Whether nobody waits for anything.
fn is_settled(world: &World) -> bool {
    let mut logs = world.servers().iter().filter_map(|server| server.node()).map(|node| {
        let last = node.log().last();
        let is_done = node.commit_index() == last.index && node.last_applied() == last.index;
        is_done.then_some(last)
    });
    let first = logs.next().flatten();
    let is_asked = |client: &Client| client.current().is_some();
    first.is_some() && logs.all(|log| log == first) && !world.clients().iter().any(is_asked)
}

impl AtIndex {
    fn is_reached(&self, world: &World, server: NodeId, index: Index) -> bool {
        index.0 >= self.index && is(world, &self.server, server)
    }
}

impl AtEntry {
    /// Whether it is among the entries that have just come, up to `last`.
    fn is_appended(&self, world: &World, server: NodeId, last: LogId) -> bool {
        let has = |id| world.server(server).is_some_and(|one| one.log().contains(id));
        let id = entry_id(&self.entry).ok().filter(|id| id.index <= last.index);
        is(world, &self.server, server) && id.is_some_and(has)
    }
}

impl AnsweredModel {
    fn fits(&self, id: OperationId) -> bool {
        self.client.parse() == Ok(Address::Client(id.client))
            && self.operation.is_none_or(|ordinal| ordinal == id.ordinal)
    }
}

impl MessageModel {
    fn fits(&self, world: &World, id: MessageId) -> bool {
        let end = |wanted: &Option<String>, end: Address| match (wanted, end) {
            (None, _) => true,
            (Some(name), Address::Server(server)) => is(world, name, server),
            (Some(name), client) => name.parse() == Ok(client),
        };
        self.kind.as_ref().is_none_or(|kind| id.kind.name() == kind)
            && self.nth.is_none_or(|nth| id.nth() == nth)
            && end(&self.from, id.from)
            && end(&self.to, id.to)
    }
}

fn role_of(world: &World, server: NodeId) -> Option<RoleKind> {
    world.server(server)?.node().map(|node| RoleKind::of(node.role()))
}

/// Whether `name` means this server.
fn is(world: &World, name: &str, server: NodeId) -> bool {
    name == ANY || name.parse() == Ok(Address::Server(server)) || world.bound(name) == Some(server)
}
