//! Sessions to ask things of.
#![allow(dead_code)] // each test uses some of it

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_explain::{Catalogue, KEYS};
use raft_session::{ActionModel, Scenario, Session};

/// The story that the page opens with.
pub(crate) const DEFAULT: &str = include_str!("../../../../scenarios/default.toml");

/// Five servers that are never left in peace.
pub(crate) const BUSY: &str = r#"{
  "format": 1, "title": "Busy", "seed": 11, "until": "3s",
  "cluster": { "servers": 5 }, "network": { "loss": "2%" },
  "clients": { "count": 3, "workload": { "pause": "10ms..60ms", "keys": 3, "reads": "30%" } },
  "steps": [
    { "id": "wall", "at": "700ms", "do": [{ "partition": [["n1", "n2"], "rest"] }] },
    { "id": "whole", "at": "1300ms", "do": ["heal_all"] },
    { "id": "crash", "at": "1500ms", "do": [{ "crash": "n3" }] },
    { "id": "back", "at": "1900ms", "do": [{ "restart": "n3" }] },
    { "id": "third", "at": "2s", "do": [{ "partition": [["n1"], ["n2", "n3"], "rest"] }] }
  ]
}"#;

pub(crate) fn catalogue() -> Arc<Catalogue> {
    let keys = KEYS.iter().map(|(key, _)| ((*key).to_owned(), (*key).to_owned()));
    Arc::new(Catalogue::new(keys.collect::<BTreeMap<_, _>>()).expect("every key has words"))
}

pub(crate) fn open(scenario: Scenario) -> Session {
    Session::open(scenario, Some("known".into()), None, None, catalogue(), "en").expect("it opens")
}

pub(crate) fn default_story() -> Session {
    open(Scenario::from_toml(DEFAULT).expect("the story can be read"))
}

pub(crate) fn busy() -> Session {
    open(Scenario::from_json(BUSY).expect("it can be read"))
}

pub(crate) fn act(session: &mut Session, json: &str) {
    let action = ActionModel::from_json(json).expect("an action");
    session.act(action).unwrap_or_else(|problem| panic!("{json}: {problem}"));
}
