//! What a JavaScript host can call: numbers in, numbers out. The host has the clock.

use std::cell::RefCell;

use crate::{Cell, Cluster, Ours};

thread_local! {
    static CLUSTER: RefCell<Option<Cluster<Ours>>> = const { RefCell::new(None) };
}

/// Starts a cluster for the cell with this number in [`Cell::all`]. Says how many commands make a
/// measurement.
#[allow(unsafe_code, reason = "a name that the host can find")]
#[unsafe(no_mangle)]
extern "C" fn warm(cell: usize, verdicts: bool) -> usize {
    let cell = Cell::all().nth(cell).expect("a cell");
    let cluster = Cluster::warm(cell, |at| Ours::new(cell, at, verdicts));
    CLUSTER.set(Some(cluster));
    cell.load.commands()
}

/// Commits this many commands. Says how many messages that took.
#[allow(unsafe_code, reason = "a name that the host can find")]
#[unsafe(no_mangle)]
extern "C" fn run(commands: usize) -> f64 {
    CLUSTER.with_borrow_mut(|cluster| cluster.as_mut().expect("it is warm").run(commands) as f64)
}
