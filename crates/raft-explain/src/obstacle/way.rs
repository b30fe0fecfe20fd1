//! The way of a message: what stops it, delays it, or has stopped it already.

use raft_core::{Index, MessageKind, NodeId};
use raft_sim::{Address, Flight, Kind, LossReason, MessageId, SimTime, World};

use super::{Obstacle, Origin, Subject};
use crate::Operand;

/// Why a server can do nothing at all now, if it cannot.
pub(super) fn is_out(world: &World, id: NodeId) -> Option<Obstacle> {
    let server = world.server(id)?;
    if server.node().is_none() {
        return Some(if server.disk().is_damaged() {
            Obstacle::of("not-damaged", id, Origin::Disk(id))
        } else {
            Obstacle::of("not-down", id, Origin::Role(id))
        });
    }
    server.is_paused().then(|| Obstacle::of("not-paused", id, Origin::Paused(id)))
}

/// What keeps messages of a kind from getting from one server to another that runs.
pub(super) fn closed(world: &World, from: NodeId, to: NodeId, kind: Kind) -> Option<Obstacle> {
    let network = world.network();
    let (sender, receiver) = (Address::Server(from), Address::Server(to));
    let faults = network.faults(sender, receiver);
    let on_link = |key, origin| {
        let closed = Obstacle::new(key, Subject::Link(from, to), origin);
        closed.with("from", from).with("to", to)
    };
    if network.is_link_cut(from, to) {
        return Some(on_link("not-cut", Origin::Link(from, to)));
    }
    if network.is_cut(sender, receiver) {
        return Some(on_link("not-apart", Origin::Partition));
    }
    if faults.jam {
        return Some(on_link("not-jammed", Origin::Link(from, to)));
    }
    faults.blocked.contains(kind).then(|| {
        on_link("not-blocked", Origin::Link(from, to)).with("message", kind.name().to_owned())
    })
}

/// What keeps a question from getting from one server to another, or its answer from coming back.
pub(super) fn unreachable(
    world: &World,
    from: NodeId,
    to: NodeId,
    asks: MessageKind,
    answers: MessageKind,
) -> Option<Obstacle> {
    is_out(world, to)
        .or_else(|| closed(world, from, to, Kind::Raft(asks)))
        .or_else(|| closed(world, to, from, Kind::Raft(answers)))
}

/// What is to be said of a message that has been sent and has not arrived: that it is on its way, or
/// why it will not arrive.
pub(super) fn under_way(world: &World, flight: &Flight) -> Obstacle {
    let id = flight.id;
    let on_message = |key, origin| {
        Obstacle::new(key, Subject::Message(id), origin)
            .with("message", id.kind.name().to_owned())
            .with("from", Operand::Name(id.from))
            .with("to", Operand::Name(id.to))
    };
    if let Some(why) = flight.doomed {
        return on_message("not-lost", lost_by(world, id, why));
    }
    if flight.held {
        return on_message("not-held", Origin::Message(id));
    }
    let stopped = id
        .to
        .server()
        .and_then(|to| is_out(world, to).or_else(|| closed(world, id.from.server()?, to, id.kind)));
    if let Some(stopped) = stopped {
        return stopped.and(Subject::Message(id));
    }
    // Between a client and a server, where nobody closes anything by hand.
    let faults = world.network().faults(id.from, id.to);
    if faults.jam || faults.blocked.contains(id.kind) {
        return on_message("not-let-through", Origin::Message(id));
    }
    on_message("not-arrived", Origin::Message(id)).with_time(flight.due_at).passing()
}

/// What doomed a message.
fn lost_by(world: &World, id: MessageId, why: LossReason) -> Origin {
    match (why, id.from.server(), id.to.server()) {
        (LossReason::CutWhenSent | LossReason::CutOnArrival, Some(from), Some(to)) => {
            // Where nothing is closed any more it was when the message was sent.
            closed(world, from, to, id.kind).map_or(Origin::Message(id), |now| now.origin)
        }
        _ => Origin::Message(id),
    }
}

/// What a server is writing that it is waited for: up to this entry, or its term and vote.
pub(super) fn unwritten(world: &World, id: NodeId, through: Option<Index>) -> Option<Obstacle> {
    let disk = world.server(id)?.disk();
    let write = disk.pending().find(|pending| {
        let write = &pending.write;
        match through {
            None => write.hard_state.is_some(),
            Some(index) => write
                .log
                .as_ref()
                .is_some_and(|log| log.entries.last().is_some_and(|last| last.id.index >= index)),
        }
    })?;
    Some(if disk.faults().stalled {
        Obstacle::of("not-written-stalled", id, Origin::Disk(id))
    } else {
        let cause = Origin::Event(write.cause);
        Obstacle::of("not-written", id, cause).with_time(write.done_at).passing()
    })
}

/// Of the messages that are on their way from one server to another and say this, the one that will
/// arrive first; if none will, one that will not.
#[inline(never)]
pub(super) fn flying<'w>(
    world: &'w World,
    from: NodeId,
    to: NodeId,
    says: &dyn Fn(&Flight) -> bool,
) -> Option<&'w Flight> {
    let (from, to) = (Address::Server(from), Address::Server(to));
    let flights = world.flights().filter(|flight| (flight.id.from, flight.id.to) == (from, to));
    soonest(flights.filter(|flight| says(flight)))
}

/// The message that will arrive first; if none will, one that will not.
pub(super) fn soonest<'w>(flights: impl Iterator<Item = &'w Flight>) -> Option<&'w Flight> {
    flights.min_by_key(|flight| (flight.doomed.is_some(), flight.held, flight.due_at, flight.id))
}

/// A message that will arrive if nothing more goes wrong, or that somebody could let go.
pub(super) fn good(flight: &Flight) -> bool {
    flight.doomed.is_none()
}

impl Obstacle {
    pub(super) fn with_time(self, time: SimTime) -> Self {
        self.with("time", Operand::Time(time))
    }
}
