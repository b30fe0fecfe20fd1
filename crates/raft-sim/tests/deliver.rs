//! A hand can make a message arrive at once.

mod harness;

use harness::Record;
use raft_core::{Micros, NodeId};
use raft_sim::{
    Action, ActionError, Event, EventKind, EventNo, Fact, LossReason, MessageId, Seeded, Setup,
    SimTime, Target, World,
};

/// Five servers at the moment at which n1 has just asked all others for their votes.
fn asking() -> World {
    let mut world = World::new(Setup::default(), Seeded::new(3)).expect("a setup that works");
    let now = Target::server(NodeId(1));
    world.act(&Action::TimeOut(now), EventNo::START, &mut ()).expect("n1 runs");
    while world.flights().count() < 4 {
        assert!(world.advance(&mut ()), "its vote reaches its disk");
    }
    world
}

fn to(world: &World, id: u32) -> MessageId {
    let flight = world.flights().find(|flight| flight.id.to.server() == Some(NodeId(id)));
    flight.expect("a request for n1's vote is on its way").id
}

/// Delivers by hand, lets the next event happen, and says what that was.
fn deliver(world: &mut World, id: MessageId) -> Event {
    let mut record = Record::default();
    world.act(&Action::Deliver(id), EventNo::START, &mut record).expect("it is on its way");
    assert_eq!(record.facts, [Fact::DueNow(id)]);
    assert!(world.advance(&mut record));
    record.events[1]
}

#[test]
fn a_message_that_is_delivered_by_hand_arrives_now() {
    let mut world = asking();
    let (now, id) = (world.position().time, to(&world, 4));
    let sent = world.flight_named(id).map(|flight| flight.cause);
    let others: Vec<_> = world.flights().filter(|flight| flight.id != id).cloned().collect();
    let event = deliver(&mut world, id);
    assert_eq!((event.kind, event.position.time), (EventKind::Delivered(id), now));
    assert_eq!(Some(event.cause), sent, "what made it arrive is still its sending");
    assert_eq!(world.flight_named(id), None);
    assert!(others.iter().all(|other| world.flight_named(other.id) == Some(other)));
    let n4 = world.server(NodeId(4)).and_then(|server| server.node());
    assert_eq!(n4.and_then(raft_core::Node::voted_for), Some(NodeId(1)));
    // And it does not arrive again when it would have been due.
    let mut record = Record::default();
    while world.peek().is_some_and(|at| at <= SimTime(now.0 + 15_000)) {
        world.advance(&mut record);
    }
    assert!(record.events.iter().all(|event| event.kind != EventKind::Delivered(id)));
}

#[test]
fn what_would_have_been_lost_is_lost_now() {
    for (action, why) in [
        (None, LossReason::Dropped),
        (Some(Action::Crash(Target::server(NodeId(4)))), LossReason::ReceiverDown),
        (Some(Action::Partition(vec![Target::server(NodeId(4))])), LossReason::CutOnArrival),
    ] {
        let mut world = asking();
        let (now, id) = (world.position().time, to(&world, 4));
        let action = action.unwrap_or(Action::Drop(id));
        world.act(&action, EventNo::START, &mut ()).expect("it can be done");
        let event = deliver(&mut world, id);
        assert_eq!((event.kind, event.position.time), (EventKind::Lost(id, why), now));
    }
}

#[test]
fn several_arrive_in_the_order_of_the_hand() {
    let mut world = asking();
    let wanted = [5, 2, 4].map(|id| to(&world, id));
    let mut record = Record::default();
    for id in wanted {
        world.act(&Action::Deliver(id), EventNo::START, &mut record).expect("on its way");
    }
    for _ in wanted {
        world.advance(&mut record);
    }
    let arrived: Vec<EventKind> = record.events[3..].iter().map(|event| event.kind).collect();
    assert_eq!(arrived, wanted.map(EventKind::Delivered));
}

#[test]
fn a_message_that_is_not_on_its_way_cannot_be_delivered() {
    let mut world = asking();
    let id = to(&world, 4);
    let unknown = MessageId { ordinal: 99, ..id };
    let before = (world.position(), world.events());
    let refused = world.act(&Action::Deliver(unknown), EventNo::START, &mut ());
    assert_eq!(refused, Err(ActionError::NoSuchMessage(unknown)));
    assert_eq!((world.position(), world.events()), before, "nothing has happened");
    deliver(&mut world, id);
    let again = world.act(&Action::Deliver(id), EventNo::START, &mut ());
    assert_eq!(again, Err(ActionError::NoSuchMessage(id)));
}

#[test]
fn hurrying_draws_nothing() {
    // The answer's latency has its own key: it is the same whenever it is sent.
    let latency = |hurried: bool| {
        let mut world = asking();
        let id = to(&world, 4);
        if hurried {
            deliver(&mut world, id);
        }
        loop {
            let answer = world.flights().find(|flight| flight.id.from == id.to);
            if let Some(answer) = answer {
                return Micros(answer.due_at.0 - answer.sent_at.0);
            }
            world.advance(&mut ());
        }
    };
    assert_eq!(latency(true), latency(false));
}
