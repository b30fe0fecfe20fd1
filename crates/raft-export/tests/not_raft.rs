//! Whatever is written of a run in which a rule is broken says that it is not Raft.
#![cfg(feature = "deviations")]

use raft_export::{Format, Take, export};
use raft_scenario::Scenario;

const STORY: &str = include_str!("../../../scenarios/default.toml");
const BROKEN: &str = include_str!("../../../scenarios/deviations/half-elects.toml");

fn take(text: &str) -> Take {
    Take::of_scenario(Scenario::from_toml(text).expect("it can be read")).expect("it compiles")
}

#[test]
fn every_export_of_a_run_with_a_broken_rule_names_the_rule() {
    for format in Format::ALL {
        let text = export(&take(BROKEN), format, None).expect("it can be written");
        assert!(text.contains("half-elects"), "{format:?}");
    }
}

#[test]
fn nothing_is_said_of_a_run_in_which_every_rule_holds() {
    for format in Format::ALL {
        let text = export(&take(STORY), format, None).expect("it can be written");
        assert!(!text.contains("not Raft"), "{format:?}");
    }
}
