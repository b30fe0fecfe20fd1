//! Clients and their operations.

use serde::Serialize;

#[cfg(feature = "typescript")]
use ts_rs::TS;

/// A client.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct ClientFrame {
    /// Its name.
    pub id: String,
    /// The operation that waits for an answer.
    pub operation: Option<OperationFrame>,
    /// How many operations wait for their turn.
    pub waiting: u32,
    /// The last finished operations, oldest first.
    pub answers: Vec<AnsweredFrame>,
}

/// An operation that waits for an answer.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct OperationFrame {
    /// Its name.
    pub id: String,
    /// What is asked for.
    pub text: String,
    /// The server that was asked last.
    pub server: String,
    /// When it began.
    pub invoked_at: f64,
    /// When the client loses patience, or asks again.
    pub times_out_at: f64,
    /// How many times it has asked.
    pub attempt: u32,
}

/// A finished operation.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct AnsweredFrame {
    /// Its name.
    pub id: String,
    /// What was asked for.
    pub text: String,
    /// What came of it.
    pub outcome: OutcomeFrame,
    /// The value that a read returned.
    pub value: Option<String>,
    /// When.
    pub at: f64,
    /// Who answered.
    pub server: Option<String>,
}

/// What came of an operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum OutcomeFrame {
    /// Done.
    Ok,
    /// Certainly not done.
    Failed,
    /// Perhaps done.
    Unknown,
}
