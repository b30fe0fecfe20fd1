//! A thousand short runs with chaos, each with a digest of its own.

use raft_core::Micros;
use raft_scenario::{ChaosModel, Duration, Preset, Problem, RateModel, Run, Scenario};

/// How many seeds.
pub const CHAOS_SEEDS: u64 = 1_000;

/// What all of them have: extensions that chaos tries, and clients that never rest. Sizes and timing
/// are left as they are, so that most of what differs is chance.
const CLUSTER: &str = r#"
format = 1
title = "a seed of chaos"
until = "4s"

[cluster]
pre_vote = true
check_quorum = true
snapshot_after = 20

[clients]
count = 2
sessions = true
workload = { pause = "10ms..80ms", keys = 3, reads = "30%" }
"#;

/// The runs are short, so everything strikes this many times as often as the preset says.
const OFTEN: u64 = 8;

/// The preset of a seed: they take turns.
#[must_use]
pub fn preset_of(seed: u64) -> Preset {
    Preset::ALL[(seed % Preset::ALL.len() as u64) as usize]
}

/// One line for each seed: its number, how many events its run has, and the digest of all of them.
///
/// # Errors
/// If the scenario cannot run.
pub fn chaos_seeds() -> Result<Vec<String>, Problem> {
    (0..CHAOS_SEEDS).map(line_of).collect()
}

fn line_of(seed: u64) -> Result<String, Problem> {
    let run = run(seed)?;
    Ok(format!("{seed} {} {}", run.world().events().0, run.digest()))
}

fn run(seed: u64) -> Result<Run, Problem> {
    let mut scenario = Scenario::from_toml(CLUSTER)?;
    scenario.seed = seed;
    let faults = preset_of(seed).faults().into_iter().map(|(family, rate)| {
        let every = Duration(Micros(rate.every.0.0 / OFTEN));
        (family, RateModel { every, ..rate })
    });
    // Every other seed may lose all servers at once.
    let budget = seed.is_multiple_of(2).then_some(scenario.cluster.servers);
    scenario.chaos = ChaosModel { budget, faults: faults.collect(), ..ChaosModel::default() };
    let script = scenario.compile()?;
    let mut run = Run::new(&script)?;
    run.advance_to(script.until, &mut ());
    Ok(run)
}

/// Compares seeds with what is written down.
///
/// # Errors
/// How many differ, and the first of them.
pub fn different_seeds(lines: &[String], golden: &str) -> Result<(), String> {
    let written: Vec<&str> = golden.lines().collect();
    let differs = |at: &usize| lines.get(*at).map(String::as_str) != written.get(*at).copied();
    let all = 0..lines.len().max(written.len());
    let different: Vec<usize> = all.filter(differs).collect();
    let Some(first) = different.first() else { return Ok(()) };
    let now = lines.get(*first).map_or("(nothing)", String::as_str);
    let there = written.get(*first).unwrap_or(&"(nothing)");
    let (count, preset) = (different.len(), preset_of(*first as u64).name());
    Err(format!(
        "{count} seeds differ, the first of them {first} ({preset})\n  \
         now:          {now}\n  written down: {there}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_that_differs_is_named() {
        let lines = ["0 5 aa", "1 6 bb", "2 7 cc"].map(str::to_owned);
        assert_eq!(different_seeds(&lines, "0 5 aa\n1 6 bb\n2 7 cc\n"), Ok(()));
        let why = different_seeds(&lines, "0 5 aa\n1 6 xx\n").expect_err("they differ");
        assert!(why.starts_with("2 seeds differ, the first of them 1 (flaky-network)"), "{why}");
        assert!(why.contains("now:          1 6 bb") && why.contains("written down: 1 6 xx"));
    }

    #[test]
    fn seeds_are_not_alike_and_raft_holds_in_them() {
        let runs: Vec<Run> = (0..50).map(|seed| run(seed).expect("it runs")).collect();
        assert!(runs.iter().all(|run| run.judges().violations().is_empty()));
        let digests: Vec<String> = runs.iter().map(|run| run.digest().to_string()).collect();
        let different: std::collections::BTreeSet<&String> = digests.iter().collect();
        assert_eq!(different.len(), runs.len());
        let events: u32 = runs.iter().map(|run| run.world().events().0).sum();
        assert!(events > 20_000, "{events} events in 50 seeds");
    }
}
