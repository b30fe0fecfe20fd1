//! A small cluster for golden scripts: servers, a bag of messages, disks that finish when told to.
//!
//! Nothing happens by itself. A script says which message arrives, which write reaches the disk and
//! which server crashes, and reads back what every server did about it and why.

mod cluster;
mod commands;
mod decision;
mod disk;
mod judge;
mod network;
mod notation;
mod script;
mod words;

pub(crate) use script::check;
