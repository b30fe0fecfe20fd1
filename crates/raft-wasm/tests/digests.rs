//! The digests in a browser are those that are written down: the ones of this machine and every
//! other. A link that replays here replays there.
#![cfg(target_arch = "wasm32")]

use raft_trials::{
    CHAOS_GOLDEN, CHAOS_SEEDS_GOLDEN, EXTENSIONS_GOLDEN, SCENARIOS, SCENARIOS_GOLDEN, chaos_run,
    chaos_seeds, different_ends, different_seeds, extensions_run, first_difference, scenario_ends,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_chaos_comes_out_as_written_down() {
    if let Err(why) = first_difference(&chaos_run(), CHAOS_GOLDEN) {
        panic!("{why}");
    }
}

#[wasm_bindgen_test]
fn a_thousand_seeds_of_chaos_come_out_as_written_down() {
    let lines = chaos_seeds().expect("every seed runs");
    if let Err(why) = different_seeds(&lines, CHAOS_SEEDS_GOLDEN) {
        panic!("{why}");
    }
}

#[wasm_bindgen_test]
fn the_extensions_come_out_as_written_down() {
    if let Err(why) = first_difference(&extensions_run(), EXTENSIONS_GOLDEN) {
        panic!("{why}");
    }
}

/// And as the scenarios say: every step, every claim, and the same story with other rules.
#[wasm_bindgen_test]
fn every_scenario_comes_out_as_written_down() {
    let ends = scenario_ends().unwrap_or_else(|wrong| panic!("\n{wrong}"));
    assert_eq!(ends.len(), SCENARIOS.len(), "none is left out");
    if let Err(why) = different_ends(&ends, SCENARIOS_GOLDEN) {
        panic!("\n{why}");
    }
}
