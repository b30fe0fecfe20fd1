//! Linearizability (Herlihy & Wing 1990): every operation seems to take effect at once, at some
//! moment between its invocation and its answer.
//!
//! A [`History`] says which operations there were and in which order they began and ended; a
//! [`Specification`] says what one operation after another would have answered. [`check`] looks for
//! an order of the operations that both agree to:
//!
//! * Whoever knows an order that should do, such as the one in which entries were committed, has it
//!   verified in linear time: [`verify`].
//! * Without one, [`search`] tries orders as Wing and Gong (1993) do, and remembers as Lowe (2017)
//!   does from which sets of placed operations, with which state, there is no way on. Operations on
//!   different keys are judged apart: a history is linearizable exactly if it is so for each key
//!   (Herlihy & Wing, theorem 1; Horn & Kroening 2015 call it P-compositionality).
//!
//! Neither knows what time it is: a search ends after a stated number of steps, and then says so.
//!
//! A run of the simulator is judged while it goes on (`linearizability/watch.rs`); whoever wants to see
//! an order of what its clients did is given one (`linearizability/account.rs`).
//!
//! Specifications: a register with compare-and-set ([`Register`]), strings by key that grow
//! ([`Strings`]), the simulator's own store ([`Store`]). [`recording`] reads what others recorded.

pub(crate) mod account;
mod history;
mod interner;
mod record;
pub mod recording;
mod register;
mod search;
mod specification;
mod store;
mod strings;
mod timeline;
mod verdict;
mod visited;
pub(crate) mod watch;
mod witness;

pub use account::{Order, OrderFinding, Placed, Stuck};
pub use history::{Ending, History, Malformed, Operation, OperationNo};
pub use register::{Register, RegisterInput, RegisterOutput};
pub use search::search;
pub use specification::{Specification, Step};
pub use store::Store;
pub use strings::{Strings, StringsInput};
pub use verdict::{Refutation, Verdict};
pub use witness::{Mismatch, verify};

/// How many steps a search takes at most if nobody says otherwise: some seconds, some hundred
/// megabytes.
pub const STEPS: u64 = 20_000_000;

/// Judges a history: by the order that somebody believes in, if there is one and it holds, else by
/// a search of at most so many steps for each key.
#[must_use]
pub fn check<S: Specification>(
    specification: &S,
    history: &History<S::Input, S::Output>,
    believed: Option<&[OperationNo]>,
    steps: u64,
) -> Verdict<S::State> {
    match believed {
        Some(order) if verify(specification, history, order).is_ok() => {
            Verdict::Linearizable { order: order.to_vec() }
        }
        _ => search(specification, history, steps),
    }
}
