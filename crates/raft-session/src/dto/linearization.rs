//! An order in which what clients were told makes sense.

use serde::Serialize;
#[cfg(feature = "typescript")]
use ts_rs::TS;

/// In which order clients' operations can be taken to have taken effect, of all that is known of a run.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Linearization {
    /// When operations took effect: those of a stretch of time, as many as can be shown, key by key. Each
    /// key's are in order, and the orders of all keys are one in time.
    pub points: Vec<LinearizationPoint>,
    /// How many operations of the stretch there are besides those that can be shown.
    pub omitted: u32,
    /// The answer that has no place, if there is one. What came later is in no order any more.
    pub misfit: Option<Misfit>,
    /// The keys whose order was found by a search, because what the servers executed does not explain
    /// every answer.
    pub found: Vec<String>,
    /// The keys of which nobody knows whether there is an order: the search was given up.
    pub undecided: Vec<String>,
    /// Whether it was judged at all: not if the servers held something at first that nobody knows of.
    pub judged: bool,
}

/// The moment at which an operation can be taken to have taken effect.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct LinearizationPoint {
    /// The operation's name.
    pub operation: String,
    /// When.
    pub at: f64,
    /// The number of the event.
    pub ordinal: u32,
}

/// An operation whose answer fits into no order.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Misfit {
    /// Its name.
    pub operation: String,
    /// What it is about.
    pub key: String,
    /// What was answered; none: that there is nothing.
    pub answered: Option<String>,
    /// What the key holds after all that could be placed; none: nothing.
    pub holds: Option<String>,
    /// The operation that made it hold that, if a client asked for it.
    pub since: Option<String>,
    /// Whether there should have been an order: clients without sessions, or with reads that may be stale, are
    /// promised none.
    pub promised: bool,
}
