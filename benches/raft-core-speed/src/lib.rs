//! `raft-core` and `raft-rs` under the same harness.
//!
//! [`Cluster`] is the harness: N servers, one first-in-first-out queue of messages that are moved
//! and never serialised, disks that are done at once. It is generic in the [`Server`], so both
//! cores are driven by the same code; [`Ours`] and [`Peer`] say how to talk to each of them. A
//! [`Cell`] is what is measured: how many servers, how the commands come, and when the followers
//! are told what is committed.

mod cell;
mod cluster;
#[cfg(target_family = "wasm")]
mod door;
mod ours;
#[cfg(feature = "peer")]
mod peer;

pub use cell::{Cell, Load, Told};
pub use cluster::{Applied, Cluster, Command, Server};
pub use ours::Ours;
#[cfg(feature = "peer")]
pub use peer::Peer;
