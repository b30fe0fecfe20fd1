//! The world around the servers: many [`raft_core::Node`]s on a simulated network, with disks,
//! clocks and clients.
//!
//! ```text
//!   Action ──▶ ┌─────────┐ ──▶ Event (what happened, and which event caused it)
//!              │  World  │     Facts (what changed by it), Verdicts (why)
//!   seed ────▶ └─────────┘ ──▶ every Sink: digest, record, judges
//! ```
//!
//! * [`World::peek`] says when the next thing happens, [`World::advance`] lets it happen,
//!   [`World::act`] is a hand that reaches in. The world has no memory of its past: whoever wants
//!   one attaches a [`Sink`].
//! * **Determinism.** A world is a function of its [`Setup`], its seed and the actions. Randomness
//!   is not a stream but a function of *what is drawn* ([`draw`]): dropping one message leaves
//!   every draw that it did not cause as it was.
//! * **Identity.** Messages, operations and writes have names that mean the same in every branch
//!   ([`MessageId`], [`OperationId`], [`WriteKey`]). Places in a run are [`Position`]s.
//!
//! A message travels like this: a node's output asks for it to be sent (`world/host.rs`); if it
//! must wait for a write, the disk holds it back (`disk.rs`); the network decides its fate and its
//! arrival (`network.rs`); when it is due, it is delivered or lost (`world/delivery.rs`).
//!
//! # Example
//!
//! ```
//! use raft_sim::{Seeded, Setup, SimTime, World};
//!
//! let mut world = World::new(Setup::default(), Seeded::new(7))?;
//! while world.leader().is_none() {
//!     world.advance(&mut ()); // nobody watches: a `Sink` would see every event
//! }
//! assert!(world.position().time < SimTime(2_000_000), "within two seconds of simulated time");
//! # Ok::<(), raft_sim::InvalidSetup>(())
//! ```

mod act;
mod action;
mod canonical;
mod client;
mod clock;
mod digest;
mod disk;
pub mod draw;
mod event;
mod faults;
mod flight;
mod id;
mod key_value;
mod link;
mod network;
mod notation;
mod process;
mod ring;
mod selector;
mod server;
mod setup;
mod sink;
mod time;
mod world;

pub use action::{Action, ActionError, MemberChange};
pub use canonical::{Canonical, CanonicalWriter};
pub use client::{Answered, Client, Operation, Outcome, Reading};
pub use clock::Clock;
pub use digest::Digest;
pub use disk::{Disk, DiskFaults, PendingWrite};
pub use draw::{Chooser, Key, Overrides, Seeded};
pub use event::{Event, EventKind, EventNo, Fact, FaultKind, Happening, RoleKind};
pub use faults::{ClockChange, ClockFaults, CrashPoint, ServerFaults};
pub use flight::{Answer, Flight, LossReason, Packet};
pub use id::{Address, ClientId, Kind, MessageId, OperationId, WriteKey};
pub use key_value::{Command, InvalidCommand, KeyValue, StateMachine};
pub use link::{Kinds, LinkFaults, Shape};
pub use network::Network;
pub use notation::EventLine;
pub use process::Process;
pub use selector::{Selector, Target};
pub use server::Server;
pub use setup::{
    ClientOptions, InvalidSetup, LinkOptions, MAX_CLIENTS, MAX_SERVERS, NetworkOptions, Setup,
    Span, Workload,
};
pub use sink::Sink;
pub use time::{Position, SimTime};
pub use world::{Upcoming, World};
