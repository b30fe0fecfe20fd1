//! The judge of linearizability beside its peers, on histories of one register.
//!
//! `load.rs` makes up the histories; `contender.rs` gives each of the three judges the same history in
//! its own form. Nothing in here has a clock: the program `speed` has one.

mod contender;
mod load;

pub use contender::{Contender, Judge};
pub use load::{Load, Moment};
