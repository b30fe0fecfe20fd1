//! The digests under Node are those that are written down as well.
#![cfg(target_arch = "wasm32")]

use raft_trials::{
    CHAOS_SEEDS_GOLDEN, SCENARIOS_GOLDEN, chaos_seeds, different_ends, different_seeds,
    scenario_ends,
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
    let ends = scenario_ends().unwrap_or_else(|wrong| panic!("\n{wrong}"));
    if let Err(why) = different_ends(&ends, SCENARIOS_GOLDEN) {
        panic!("\n{why}");
    }
}
