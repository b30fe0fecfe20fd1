//! The English catalogue has words for everything that can happen.

use std::collections::BTreeMap;

use raft_explain::Catalogue;

#[test]
fn english_has_every_sentence_and_no_other() {
    let file = include_str!("../../../locales/en.json");
    let catalogue: serde_json::Value = serde_json::from_str(file).expect("the catalogue is JSON");
    let narration: BTreeMap<String, String> =
        serde_json::from_value(catalogue["narration"].clone()).expect("texts by key");
    assert_eq!(Catalogue::new(narration).map(|_| ()), Ok(()));
}
