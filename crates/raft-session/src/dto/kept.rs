//! Actions that were taken along from another run.

use serde::Serialize;

#[cfg(feature = "typescript")]
use ts_rs::TS;

/// What became of the actions that were taken along into this run.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Kept {
    /// How many were done here as well.
    pub kept: u32,
    /// Those that make no sense here.
    pub lost: Vec<LostAction>,
    /// The same, as a list of actions that can be opened again.
    pub json: String,
}

/// An action that makes no sense in this run.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct LostAction {
    /// When it was done.
    pub time: f64,
    /// What was done, in golden words.
    pub action: String,
    /// Why it cannot be done here.
    pub reason: String,
}
