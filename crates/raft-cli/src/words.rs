//! The sentences of the page, in English.

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_explain::Catalogue;
use raft_scenario::{Problem, ProblemKind};
use serde_json::Value;

/// The language of the terminal.
pub(crate) const LANGUAGE: &str = "en";

/// # Errors
/// If the catalogue is broken, which its tests prevent.
pub(crate) fn catalogue() -> Result<Arc<Catalogue>, Problem> {
    let broken = |why: String| Problem::new(ProblemKind::Scenario, why).at("locales/en.json");
    let mut all: Value = serde_json::from_str(include_str!("../../../locales/en.json"))
        .map_err(|why| broken(why.to_string()))?;
    let narration: BTreeMap<String, String> =
        serde_json::from_value(all["narration"].take()).map_err(|why| broken(why.to_string()))?;
    Catalogue::new(narration).map(Arc::new).map_err(|why| broken(why.to_string()))
}
