//! What a JavaScript host can call: numbers in, numbers out. The host has the clock.

use std::cell::RefCell;

use crate::{Scrub, Work};

thread_local! {
    static SCRUB: RefCell<Option<Scrub>> = const { RefCell::new(None) };
    static UNITS: RefCell<u64> = const { RefCell::new(0) };
}

/// Does the work with this number in [`Work::ALL`]. Says how many events there were.
#[allow(unsafe_code, reason = "a name that the host can find")]
#[unsafe(no_mangle)]
extern "C" fn work(number: usize) -> f64 {
    let done = Work::ALL[number].run();
    UNITS.set(done.units);
    done.events as f64
}

/// How many simulated seconds, or elections, that was.
#[allow(unsafe_code, reason = "a name that the host can find")]
#[unsafe(no_mangle)]
extern "C" fn units() -> f64 {
    UNITS.with_borrow(|units| *units as f64)
}

/// Records a run of at least this many events. Says how many it has.
#[allow(unsafe_code, reason = "a name that the host can find")]
#[unsafe(no_mangle)]
extern "C" fn record(events: u32) -> f64 {
    let scrub = Scrub::new(events);
    let known = scrub.events();
    SCRUB.set(Some(scrub));
    known.into()
}

/// Goes to a random moment of it.
#[allow(unsafe_code, reason = "a name that the host can find")]
#[unsafe(no_mangle)]
extern "C" fn seek() {
    SCRUB.with_borrow_mut(|scrub| scrub.as_mut().expect("it is recorded").seek());
}
