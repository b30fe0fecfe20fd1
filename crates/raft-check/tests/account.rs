//! The order that a person is shown of what clients did: it explains every answer, and each operation
//! takes effect in it while it is under way.

mod watched;

use raft_check::Property;
use raft_check::linearizability::{Order, OrderFinding, Store, Stuck, verify};
use raft_core::{Deviations, NodeId, ReadMode};
use raft_sim::{Action, ClientId, ClientOptions, EventNo, OperationId, Reading, Setup};

use watched::{Cluster, Watched, on, stormy};

/// Clients with sessions whose reads go through the log.
const CAREFUL: Cluster = Cluster { sessions: true, reads: None, deviations: Deviations::NONE };

fn operation(client: u8, ordinal: u32) -> OperationId {
    OperationId { client: ClientId(client), ordinal }
}

/// Three servers that n1 leads, without anything that comes by itself.
fn led_by_n1() -> Watched {
    let client = ClientOptions::default();
    let setup = Setup { servers: 3, clients: 2, client, ..Setup::default() };
    let mut watched = Watched::new(setup, 1);
    watched.act(&Action::TimeOut(on(&[1])));
    watched.run(140);
    assert_eq!(watched.world.leader(), Some(NodeId(1)));
    watched
}

fn orders(watched: &Watched) -> Vec<Order> {
    watched.sinks.0.orders().expect("the run began with nothing")
}

fn names(order: &Order) -> Vec<OperationId> {
    order.placed.iter().map(|placed| placed.operation).collect()
}

/// Moments do not go back, and each is one at which the operation was under way.
fn lies_in_time(watched: &Watched, order: &Order) {
    let events: Vec<EventNo> = order.placed.iter().map(|placed| placed.event).collect();
    assert!(events.is_sorted(), "{order:?}");
    for placed in &order.placed {
        let began = watched.event(placed.operation, false);
        assert!(began <= placed.event, "{placed:?} began with {began:?}");
        if let Some(answered) = watched.answered(placed.operation) {
            assert!(placed.event <= answered, "{placed:?} was answered with {answered:?}");
        }
    }
}

#[test]
fn an_order_explains_every_answer_and_lies_in_time() {
    let mut searched = 0;
    for seed in 0..100 {
        for (sessions, reads) in [(true, None), (false, None), (true, Some(ReadMode::ReadIndex))] {
            let watched = stormy(Cluster { sessions, reads, ..CAREFUL }, seed);
            let orders = orders(&watched);
            orders.iter().for_each(|order| lies_in_time(&watched, order));
            if watched.found(Property::Linearizability).is_some() {
                continue;
            }
            for order in &orders {
                searched += usize::from(order.finding == OrderFinding::Found);
                let history = watched.history_of(&order.key);
                let numbers: Vec<_> = names(order).iter().map(|id| history.number(*id)).collect();
                assert_eq!(verify(&Store, &history.history, &numbers), Ok(()), "seed {seed}");
            }
        }
    }
    assert!(searched > 0, "no order was searched for");
}

/// Where nothing is done twice and no read is stale, it is the order of the log. (With an odd seed: there
/// are no snapshots then. What is compacted with the event that applies it, the judge does not see.)
#[test]
fn a_run_that_is_as_promised_is_shown_as_it_was_executed() {
    let mut placed = 0;
    for seed in (1..40).step_by(2) {
        let orders = orders(&stormy(CAREFUL, seed));
        placed += orders.iter().map(|order| order.placed.len()).sum::<usize>();
        assert!(orders.iter().all(|order| order.finding == OrderFinding::AsExecuted), "{seed}");
    }
    assert!(placed > 200, "{placed} operations");
}

#[test]
fn the_operation_that_does_not_fit_is_the_one_that_is_reported() {
    let mut misfits = 0;
    for seed in 0..100 {
        let stale = Some(ReadMode::Stale);
        let watched = stormy(Cluster { sessions: false, reads: stale, ..CAREFUL }, seed);
        let found = orders(&watched).into_iter().find_map(|order| match order.finding {
            OrderFinding::Misfit(Stuck { operation, .. }) => {
                assert!(!names(&order).contains(&operation), "{order:?}");
                Some(operation)
            }
            _ => None,
        });
        let reported = watched.found(Property::Linearizability);
        assert_eq!(found, reported.map(|reported| reported.operations[0]), "seed {seed}");
        misfits += usize::from(found.is_some());
    }
    assert!(misfits > 20, "{misfits}");
}

#[test]
fn a_stale_read_is_shown_with_what_the_key_holds_and_since_when() {
    let mut watched = led_by_n1();
    watched.ask(1, "x=1", None, 1);
    watched.run(400);
    watched.act(&Action::Partition(vec![on(&[1]), on(&[2, 3])]));
    watched.act(&Action::TimeOut(on(&[2])));
    watched.run(600);
    watched.ask(1, "x=2", None, 2);
    watched.run(900);
    watched.ask(2, "get x", Some(Reading::Directly(ReadMode::Stale)), 1);
    watched.run(1_000);
    let [order] = &orders(&watched)[..] else { panic!("one key") };
    assert_eq!(names(order), [operation(1, 1), operation(1, 2)]);
    let misfit = Stuck {
        operation: operation(2, 1),
        answered: Some("1".into()),
        holds: Some("2".into()),
        since: Some(operation(1, 2)),
    };
    assert_eq!(order.finding, OrderFinding::Misfit(misfit));
}

/// What has happened has a place, answered or not; what has not happened has none.
#[test]
fn an_operation_without_an_answer_is_placed_once_it_has_taken_effect() {
    let mut watched = led_by_n1();
    watched.act(&Action::Partition(vec![on(&[1])]));
    watched.ask(1, "x=1", None, 1);
    watched.run(300);
    assert_eq!(orders(&watched), [], "it is in one log and nowhere else");
    watched.act(&Action::HealAll);
    let committed = |watched: &Watched| {
        let server = watched.world.server(NodeId(1)).and_then(|server| server.process());
        server.is_some_and(|process| process.machine.get("x").is_some())
    };
    while !committed(&watched) {
        watched.world.advance(&mut watched.sinks);
    }
    let executed = watched.world.events();
    assert_eq!(watched.answered(operation(1, 1)), None, "the answer is on its way");
    let [order] = &orders(&watched)[..] else { panic!("one key") };
    let [placed] = order.placed[..] else { panic!("{order:?}") };
    assert_eq!((placed.operation, placed.event), (operation(1, 1), executed));
    assert_eq!(order.finding, OrderFinding::AsExecuted);
}

/// What is looked through is bounded, and what was left out is said.
#[test]
fn a_run_with_too_many_keys_is_told_in_part() {
    let mut watched = led_by_n1();
    for nth in 0..700 {
        watched.ask(1, &format!("k{nth:03}=1"), None, 1);
        watched.run(140 + 150 * (nth + 1));
    }
    let orders = orders(&watched);
    let told = orders.iter().take_while(|order| order.finding == OrderFinding::AsExecuted).count();
    assert!((300..700).contains(&told), "{told}");
    assert!(orders[..told].iter().all(|order| order.placed.len() == 1));
    let is_left_out =
        |order: &Order| order.finding == OrderFinding::Undecided && order.placed.is_empty();
    assert!(orders[told..].iter().all(is_left_out));
}
