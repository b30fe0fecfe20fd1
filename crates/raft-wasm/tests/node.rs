//! The digests under Node are those that are written down as well.
#![cfg(target_arch = "wasm32")]

use raft_trials::{
    CHAOS_SEEDS_GOLDEN, SCENARIOS, chaos_seeds, different_seeds, first_difference, scenario_digests,
};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_thousand_seeds_of_chaos_come_out_as_written_down() {
    let lines = chaos_seeds().expect("every seed runs");
    if let Err(why) = different_seeds(&lines, CHAOS_SEEDS_GOLDEN) {
        panic!("{why}");
    }
}

#[wasm_bindgen_test]
fn every_scenario_comes_out_as_written_down() {
    assert!(!SCENARIOS.is_empty(), "there are scenarios");
    for trial in SCENARIOS {
        let golden = trial.golden.expect("it is written down");
        let lines = trial.json().and_then(|json| scenario_digests(&json)).expect("it runs");
        if let Err(why) = first_difference(&lines, golden) {
            panic!("{}: {why}", trial.name);
        }
    }
}
