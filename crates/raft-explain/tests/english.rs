//! The English catalogue has words for everything that can happen.

use std::collections::BTreeMap;

use raft_check::Property;
use raft_explain::Catalogue;

#[test]
fn english_has_every_sentence_and_no_other() {
    let file = include_str!("../../../locales/en.json");
    let catalogue: serde_json::Value = serde_json::from_str(file).expect("the catalogue is JSON");
    let narration: BTreeMap<String, String> =
        serde_json::from_value(catalogue["narration"].clone()).expect("texts by key");
    assert_eq!(Catalogue::new(narration).map(|_| ()), Ok(()));
}

#[test]
fn english_says_of_every_property_what_it_promises_and_of_no_other() {
    let file = include_str!("../../../locales/en.json");
    let catalogue: serde_json::Value = serde_json::from_str(file).expect("the catalogue is JSON");
    let groups = catalogue["interface"]["properties"]["groups"].as_object().expect("groups");
    let said = groups.values().flat_map(|group| group["says"].as_object().expect("by name"));
    let mut said: Vec<&str> = said.map(|(name, _)| name.as_str()).collect();
    let mut known = Property::ALL.map(Property::name);
    said.sort_unstable();
    known.sort_unstable();
    assert_eq!(said, known);
}
