//! The public state of a run: what hosts and textbooks read.

use std::collections::BTreeMap;

use serde::Serialize;

#[cfg(feature = "typescript")]
use ts_rs::TS;

use super::{DoomFrame, LedgerEntry, MessageKind};

/// The public state of a run: what hosts and textbooks read.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct PublicState {
    /// Milliseconds.
    pub time: f64,
    /// The digest of everything that has happened.
    pub digest: String,
    /// The servers by name.
    pub servers: BTreeMap<String, PublicServer>,
    /// The messages on their way.
    pub messages: Vec<PublicMessage>,
    /// Violated properties.
    pub violations: Vec<PublicViolation>,
}

/// A server as textbooks write it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct PublicServer {
    /// Its role, or `down`.
    pub state: PublicRole,
    /// Its term.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub term: u64,
    /// Its vote.
    pub voted_for: Option<String>,
    /// Its log.
    pub log: Vec<LedgerEntry>,
    /// The last entry it knows to be committed; null while it is down.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub commit_index: Option<u64>,
    /// The last applied entry; null while it is down.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub last_applied: Option<u64>,
    /// The last entry on its disk.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub durable_index: u64,
    /// Its keys and values; null while it is down.
    pub state_machine: Option<BTreeMap<String, String>>,
    /// Whether it stands still.
    pub paused: bool,
}

/// A server's state in one word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum PublicRole {
    /// It asks whether it could win.
    Precandidate,
    /// It asks for votes.
    Candidate,
    /// It follows.
    Follower,
    /// It leads.
    Leader,
    /// It does not run.
    Down,
}

/// A message on its way.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct PublicMessage {
    /// Its name.
    pub id: String,
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// Its kind.
    pub kind: MessageKind,
    /// The sender's term.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub term: Option<u64>,
    /// When it left.
    pub sent_at: f64,
    /// When it arrives, or is lost.
    pub due_at: f64,
    /// Why it will not arrive, if that is certain.
    pub doomed: Option<DoomFrame>,
    /// Whether a hand holds it.
    pub held: bool,
}

/// A violated property.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct PublicViolation {
    /// Its name.
    pub property: String,
    /// What happened.
    pub text: String,
    /// When.
    pub time: f64,
}
