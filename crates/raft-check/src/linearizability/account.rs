//! What a person needs to see of a run's linearizability: an order, and when each operation may have
//! taken effect in it. Made when somebody asks, from what the judge remembers: what it has verified or
//! found is not looked for again.

use std::sync::Arc;

use raft_sim::{EventNo, OperationId};

use super::OperationNo;
use super::record::{Name, Place};
use super::watch::{Known, Watch};

/// How much is looked through for one account at most: all that was told once for each key. Keys that
/// come later than that are undecided.
const PATIENCE: u64 = 1 << 20;

/// What a search has found of a key.
#[derive(Clone, Debug)]
pub(crate) struct Searched {
    /// The order, or the longest one.
    pub(crate) order: Vec<OperationNo>,
    /// What was executed up to here is in it or was left out of it.
    pub(crate) until: Place,
    /// What cannot be placed.
    pub(crate) stuck: Option<Stuck>,
}

/// An operation that cannot be placed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stuck {
    /// Which.
    pub operation: OperationId,
    /// What it answered.
    pub answered: Option<Arc<str>>,
    /// What the key holds after the longest order.
    pub holds: Option<Arc<str>>,
    /// The operation that made it hold that, if a client asked for it.
    pub since: Option<OperationId>,
}

/// How the operations on one key can be put in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// The key.
    pub key: Arc<str>,
    /// The operations of clients in this order: all that were answered and those of unknown outcome
    /// that have happened; of a key with a misfit the longest order up to it; of an undecided key none.
    pub placed: Vec<Placed>,
    /// What is to be said of it.
    pub finding: OrderFinding,
}

/// An operation in its order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Placed {
    /// Which.
    pub operation: OperationId,
    /// The event with which it can be taken to have taken effect: that which executed it, as far as
    /// the order allows. Never before it began nor after its answer, nor before that of an earlier one.
    pub event: EventNo,
}

/// What is to be said of an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OrderFinding {
    /// It is the one in which the servers executed the operations.
    AsExecuted,
    /// What the servers executed does not explain every answer; this order, found by a search, does.
    Found,
    /// There is none: this operation cannot be placed.
    Misfit(Stuck),
    /// Nobody knows whether there is one: the search was given up.
    Undecided,
}

/// An order for each key, as far as was judged. Seldom asked for: kept out of the way of what is not.
#[cold]
#[inline(never)]
pub(crate) fn account(watch: &Watch) -> Vec<Order> {
    let record = watch.record();
    let mut left = PATIENCE;
    let order_of = |(key, known): (&Arc<str>, Known<'_>)| {
        let patience = left.checked_sub(record.len());
        left = patience.unwrap_or(0);
        let known = if patience.is_none() { Known::Nothing } else { known };
        let (finding, beginning, until) = match known {
            Known::Nothing => (OrderFinding::Undecided, &[][..], None),
            Known::AsExecuted => (OrderFinding::AsExecuted, &[][..], Some(Place::default())),
            Known::Searched(Searched { order, until, stuck: None }) => {
                (OrderFinding::Found, &order[..], Some(*until))
            }
            Known::Searched(Searched { order, stuck: Some(stuck), .. }) => {
                (OrderFinding::Misfit(stuck.clone()), &order[..], None)
            }
        };
        let mut placed = Vec::new();
        if !matches!(finding, OrderFinding::Undecided) {
            let (_, names) = record.history(key);
            placed = with_events(&order_from(beginning, until, &names), &names);
        }
        Order { key: key.clone(), placed, finding }
    };
    watch.keys().map(order_of).collect()
}

/// What a search has found, and then what has taken effect since, in the order of its places.
fn order_from(beginning: &[OperationNo], until: Option<Place>, names: &[Name]) -> Vec<OperationNo> {
    let mut order = beginning.to_vec();
    let Some(until) = until else { return order };
    let mut is_placed = vec![false; names.len()];
    beginning.iter().for_each(|no| is_placed[no.0 as usize] = true);
    let mut places: Vec<Place> = Vec::new();
    for ((no, name), is_placed) in (0..).map(OperationNo).zip(names).zip(is_placed) {
        let place = name.seat.map(|seat| seat.place);
        let Some(place) = place.filter(|place| *place >= until && !is_placed) else { continue };
        // Nearly all of them come in order: what takes effect much later than it began is rare.
        let later = places.iter().rev().take_while(|other| **other > place).count();
        let at = places.len() - later;
        places.insert(at, place);
        order.insert(beginning.len() + at, no);
    }
    order
}

/// The order with a moment for each operation: that of its execution where that is possible. Moments
/// never go back along the order, and each lies between its operation's invocation and its answer.
fn with_events(order: &[OperationNo], names: &[Name]) -> Vec<Placed> {
    let named = |no: &OperationNo| names[no.0 as usize];
    // Whatever comes later must not be later than its own answer, and so neither must this.
    let mut latest: Vec<EventNo> = Vec::with_capacity(order.len());
    let mut bound = EventNo(u32::MAX);
    for no in order.iter().rev() {
        bound = named(no).answered.map_or(bound, |answered| answered.min(bound));
        latest.push(bound);
    }
    let mut earliest = EventNo::START;
    let mut placed = Vec::with_capacity(order.len());
    for (no, latest) in order.iter().zip(latest.into_iter().rev()) {
        let name = named(no);
        earliest = name.invoked.map_or(earliest, |invoked| invoked.max(earliest));
        let wanted = name.seat.map_or(earliest, |seat| seat.event);
        let event = wanted.min(latest).max(earliest);
        earliest = event;
        placed.extend(name.id.map(|operation| Placed { operation, event }));
    }
    placed
}

#[cfg(test)]
mod tests {
    use raft_core::Index;

    use super::super::record::Seat;
    use super::*;

    #[test]
    fn what_a_search_has_left_out_stays_out_and_what_it_has_placed_comes_once() {
        let executed = |index| {
            let place = (Index(index), false);
            let seat = Seat { place, event: EventNo::START };
            Name { seat: Some(seat), ..Name::default() }
        };
        // Executed at 2, 4, 3 and 5; one never was. The search knew of what was executed before 4, and placed the
        // one of 4 as well, because a read had seen it.
        let names = [executed(2), executed(4), executed(3), executed(5), Name::default()];
        let found = [OperationNo(0), OperationNo(1)];
        let until = Some((Index(4), false));
        let order = [OperationNo(0), OperationNo(1), OperationNo(3)];
        assert_eq!(order_from(&found, until, &names), order);
        assert_eq!(order_from(&found, None, &names), found);
    }
}
