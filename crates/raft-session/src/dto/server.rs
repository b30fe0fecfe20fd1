//! A server and what it knows of the others.

use std::collections::BTreeMap;

use serde::Serialize;

#[cfg(feature = "typescript")]
use ts_rs::TS;

use super::{MembershipFrame, QuorumFrame, ServerFaultsFrame};

/// A server.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct ServerFrame {
    /// Its name.
    pub id: String,
    /// Whether it runs. If not, term, vote and log are those on its disk.
    pub up: bool,
    /// Its role.
    pub role: Option<RoleFrame>,
    /// Its term.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub term: u64,
    /// Its vote in that term.
    pub voted_for: Option<String>,
    /// Whom it believes to lead.
    pub leader: Option<String>,
    /// Its election timer; a leader has none.
    pub timer: Option<TimerFrame>,
    /// Its log.
    pub log: LogFrame,
    /// When a leader's next heartbeat is due.
    pub heartbeat_at: Option<f64>,
    /// The votes of a candidate or of a leader that has just won, or who has a leader's oldest
    /// uncommitted entry.
    pub quorum: Option<QuorumFrame>,
    /// What a leader knows of the others.
    pub progress: Option<Vec<ProgressFrame>>,
    /// Its state machine.
    pub state_machine: Option<BTreeMap<String, String>>,
    /// Which life it lives, counted from 1.
    pub incarnation: u32,
    /// How many of its writes are on their way to disk.
    pub writing: u32,
    /// What it is in the configuration that it uses itself; null: it is outside, or down.
    pub membership: Option<MembershipFrame>,
    /// The last entry that its snapshot replaces.
    pub snapshot: Option<EntryFrame>,
    /// To whom this leader is handing its office over.
    pub transfer: Option<String>,
    /// What is wrong with it; null: nothing.
    pub faults: Option<ServerFaultsFrame>,
}

/// A role.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum RoleFrame {
    /// It follows.
    Follower,
    /// It asks whether it could win.
    Precandidate,
    /// It asks for votes.
    Candidate,
    /// It leads.
    Leader,
}

/// An election timer. Full at `started_at`, empty at `fires_at`.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct TimerFrame {
    /// When it was full; may lie before the beginning.
    pub started_at: f64,
    /// When it runs out.
    pub fires_at: f64,
}

/// A log, without its entries.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct LogFrame {
    /// The index of the first entry that is, or would be, in the log.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub first: u64,
    /// The index of the last entry; one below `first` if there is none.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub last: u64,
    /// The last entry that this server knows to be committed.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub commit: Option<u64>,
    /// The last entry that its state machine has applied.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub applied: Option<u64>,
    /// The last entry on its disk.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub durable: u64,
    /// Changes when the entries change, and perhaps when the run has jumped in time.
    pub version: u32,
}

/// An entry's id.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct EntryFrame {
    /// Its index.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub index: u64,
    /// Its term.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub term: u64,
}

/// What a leader knows of a follower.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct ProgressFrame {
    /// The follower.
    pub server: String,
    /// The next entry to send.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub next: u64,
    /// The last entry that the follower is known to have.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    #[serde(rename = "match")]
    pub matched: u64,
    /// How the leader sends to it.
    pub state: ProgressState,
}

/// How a leader sends to a follower.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum ProgressState {
    /// It looks for the place where the logs agree: one message at a time.
    Probe,
    /// It knows the place, and sends ahead.
    Replicate,
    /// The follower is too far behind for the log: it is sent a snapshot.
    Snapshot,
}

/// How far a server's log agrees with that of the leader of the newest term.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct AgreementFrame {
    /// The server. If it is down, its log is the one on its disk.
    pub server: String,
    /// The last index up to which the two logs are the same.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub agrees: u64,
    /// How many entries of the leader it lacks.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub behind: u64,
}
