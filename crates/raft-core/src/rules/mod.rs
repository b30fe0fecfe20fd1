//! The decisions of the paper, each a small pure function in one place.
//!
//! A rule takes what it compares and nothing else, and answers with a reason. Deviations are
//! consulted here and nowhere else.

pub mod append;
#[cfg(all(test, feature = "deviations"))]
mod broken;
pub mod change;
pub mod commit;
pub mod membership;
pub mod persist;
pub mod pre_vote;
pub mod quorum;
pub mod read;
pub mod replication;
pub mod session;
pub mod snapshot;
pub mod stickiness;
pub mod term;
pub mod transfer;
pub mod vote;
