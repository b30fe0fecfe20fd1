//! The simulator beside the event queue it stands on.
//!
//! [`Work`] is what is measured: the same run with more and more of what a reader gets (`work.rs`), and
//! the bare event queue as the peer (`queue.rs`). [`Scrub`] is a long run of a cluster to which
//! everything happens, and random places to go to in it (`scrub.rs`). Nothing in here has a clock:
//! the host has one, which is the program `speed` or, for WebAssembly, JavaScript (`door.rs`).

#[cfg(target_family = "wasm")]
mod door;
mod queue;
mod scenarios;
mod scrub;
mod work;

pub use queue::Queue;
pub use scrub::Scrub;
pub use work::{Done, Work};
