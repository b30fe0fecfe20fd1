//! Every run of the core within small bounds, before all judges of safety, by the model checker
//! [stateright](https://crates.io/crates/stateright).
//!
//! ```text
//!   Choice ──▶ Moment = World + Judges + Memory ──▶ fingerprint ──▶ seen before?
//!              the core's servers, one step each                    stateright's search
//! ```
//!
//! A scenario is one run, a soak many by chance. Here it is all of them: which message arrives next, whose timer runs
//! out, which write is done and who crashes are choices, and the search makes every one of them. The servers are
//! [`raft_core::Node`]s in a [`raft_sim::World`], the judges those of every other run; nothing is modelled.
//!
//! * [`Bounds`] says how far, [`Moment`] what can happen next and lets it, [`fingerprint`] which moments are the same,
//!   [`Memory`] what the judges know that the world does not show, [`Exploration`] is the model that stateright
//!   searches, and [`searches`] what is looked for and what there is to find.
//! * Two things make the space small, and both leave everything in it that can go wrong: moments that differ only in
//!   the servers' names are one ([`fingerprint`]), and a message of which nothing comes is left on its way
//!   ([`Moment::is_only_short_of_a_message`]). Tests do without either and find the same.
//! * A state is the way to it (`way.rs`): the search keeps some hundred bytes of each.

mod bounds;
mod choice;
mod fingerprint;
mod golden;
mod memory;
mod model;
mod moment;
#[cfg(feature = "peer")]
pub mod peer;
pub mod searches;
mod way;

pub use bounds::{Bounds, Disks, MOST_SERVERS};
pub use choice::Choice;
pub use fingerprint::{fingerprint, plain_fingerprint};
pub use golden::golden_lines;
pub use memory::Memory;
pub use model::{
    COMMITTED, COMMITTED_IN_TWO_TERMS, Exploration, Found, LEADER, Reductions, SAFETY, State,
};
pub use moment::{Moment, Question, Until};
