//! What `raft-cli hunt` has found by chance: `docs/deviations-under-chaos.ndjson`.

use std::path::Path;

use serde_json::Value;

/// The lines of the hunt.
pub(crate) struct Hunted(Vec<Value>);

impl Hunted {
    pub(crate) fn read() -> Self {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/deviations-under-chaos.ndjson");
        let text = std::fs::read_to_string(path).expect("what was found can be read");
        Self(text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect())
    }

    /// What became of this rule under its whole profile.
    pub(crate) fn rule(&self, name: &str) -> &Value {
        let is_meant = |line: &&Value| line["rule"] == name && line["without"].is_null();
        self.0.iter().find(is_meant).unwrap_or_else(|| panic!("{name} was not hunted"))
    }

    /// The profiles, each with how many seeds it had with all rules on and what was reported then.
    pub(crate) fn unbroken(&self) -> impl Iterator<Item = &Value> {
        self.0.iter().filter(|line| line["rule"].is_null())
    }

    /// What was taken out of this rule's profile, and what became of it then.
    pub(crate) fn without(&self, name: &str) -> impl Iterator<Item = &Value> {
        let name = name.to_owned();
        self.0.iter().filter(move |line| line["rule"] == *name && !line["without"].is_null())
    }
}
