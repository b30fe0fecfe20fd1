//! The sentences of the paper that oblige a server, each as a test.
//!
//! A test states the sentence in its name, cites the place, and goes through a table: the server
//! before, what it hears, and then what it says, what it has become, and the verdict it gives.
//! Disks are immediate here; what must wait for them is in the golden scripts.
//!
//! The paper is "In Search of an Understandable Consensus Algorithm (Extended Version)".

mod election;
mod replication;
mod restart;
mod safety;
mod server;
mod snapshot;
mod terms;
