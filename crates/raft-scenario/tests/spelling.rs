//! What is printed is what was read.

use std::path::Path;

use raft_scenario::Scenario;

#[test]
fn every_scenario_reads_as_it_prints() {
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let mut read = 0;
    for folder in [gallery.join("deviations"), gallery] {
        for file in std::fs::read_dir(folder).expect("the gallery") {
            let path = file.expect("a file").path();
            if path.is_dir() {
                continue;
            }
            let text = std::fs::read_to_string(path).expect("text");
            let scenario = Scenario::from_toml(&text).expect("a scenario");
            let printed = scenario.to_toml();
            assert_eq!(Scenario::from_toml(&printed), Ok(scenario.clone()), "{printed}");
            assert_eq!(Scenario::from_json(&scenario.to_json()), Ok(scenario), "JSON");
            read += 1;
        }
    }
    assert!(read > 2);
}

/// Words beside tables in one list, defaults, nothing but strings: what printers get wrong.
#[test]
fn actions_of_all_shapes_read_as_they_print() {
    let text = r#"{"format":1,"title":{"en":"Both \"ways\"","de":"\\ '''"},"seed":3,"until":"2s",
      "steps":[{"id":"a","at":"5ms","processed":2,"do":["heal_all",{"crash":["n1","leader"]},"ring",
        {"partition":["n1",["n2","n3"]]},{"put":{"key":"x","value":"1"}},
        {"network":{"links":{"from":"n1","to":"n2","one_way":true},"faults":{"loss":"3%"}}}]}]}"#;
    let scenario = Scenario::from_json(text).expect("a scenario");
    let printed = scenario.to_toml();
    assert!(printed.contains("\ndo = [\n  \"heal_all\",\n"), "{printed}");
    assert_eq!(Scenario::from_toml(&printed), Ok(scenario), "{printed}");
}
