//! The digests in a browser are those that are written down: the ones of this machine and every
//! other. A link that replays here replays there.
#![cfg(target_arch = "wasm32")]

use raft_trials::{
    CHAOS_GOLDEN, CHAOS_SEEDS_GOLDEN, EXTENSIONS_GOLDEN, SCENARIOS, chaos_run, chaos_seeds,
    different_seeds, extensions_run, first_difference, scenario_digests,
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

#[wasm_bindgen_test]
fn every_scenario_comes_out_as_written_down() {
    assert!(!SCENARIOS.is_empty(), "there are scenarios");
    let wrong: Vec<String> = SCENARIOS
        .iter()
        .filter_map(|trial| {
            let golden = trial.golden.unwrap_or("(not written down yet)");
            let digests = trial.json().and_then(|json| scenario_digests(&json));
            let compared = match digests {
                Ok(lines) => first_difference(&lines, golden),
                Err(problem) => Err(problem.to_string()),
            };
            compared.err().map(|why| format!("{}: {why}", trial.name))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
