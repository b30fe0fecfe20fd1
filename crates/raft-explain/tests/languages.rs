//! Every catalogue has words for everything that can happen.

use std::collections::BTreeMap;

use raft_check::Property;
use raft_explain::Catalogue;
use serde_json::Value;

/// What there is in `locales/`.
const LANGUAGES: [(&str, &str); 2] = [
    ("en", include_str!("../../../locales/en.json")),
    ("de", include_str!("../../../locales/de.json")),
];

fn catalogues() -> impl Iterator<Item = (&'static str, Value)> {
    LANGUAGES.map(|(name, file)| (name, serde_json::from_str(file).expect("JSON"))).into_iter()
}

#[test]
fn a_catalogue_says_which_language_it_is_in() {
    for (name, catalogue) in catalogues() {
        assert_eq!(catalogue["language"], name);
    }
}

#[test]
fn every_language_has_every_sentence_and_no_other() {
    for (name, catalogue) in catalogues() {
        let narration: BTreeMap<String, String> =
            serde_json::from_value(catalogue["narration"].clone()).expect("texts by key");
        assert_eq!(Catalogue::new(narration).map(|_| ()), Ok(()), "{name}");
    }
}

#[test]
fn every_language_says_of_every_property_what_it_promises_and_of_no_other() {
    for (name, catalogue) in catalogues() {
        let groups = catalogue["interface"]["promises"].as_object().expect("groups");
        let said = groups.values().flat_map(|group| group["says"].as_object().expect("by name"));
        let mut said: Vec<&str> = said.map(|(name, _)| name.as_str()).collect();
        let mut known = Property::ALL.map(Property::name);
        said.sort_unstable();
        known.sort_unstable();
        assert_eq!(said, known, "{name}");
    }
}
