//! What a soak says. Standard output depends on the seeds alone; how long it took goes to standard
//! error.

use std::collections::BTreeMap;
use std::process::ExitCode;

use raft_check::Violation;

use super::Soak;
use super::coverage::{Count, Counts};
use super::seed::Outcome;
use super::stopwatch::Stopwatch;

/// From this many seeds on, a soak must have seen everything it is meant to see.
const ENOUGH_SEEDS: u64 = 100;
/// How many guilty seeds are named.
const NAMED: usize = 10;

/// What some seeds found together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    seeds: u64,
    events: u64,
    counts: Counts,
    guilty: BTreeMap<u64, Vec<Violation>>,
    /// The last golden lines of the only seed.
    tail: Vec<String>,
}

impl Report {
    /// Takes the outcome of one seed in.
    pub(crate) fn take(&mut self, seed: u64, outcome: Outcome) {
        self.seeds += 1;
        self.events += outcome.events;
        self.counts.add(&outcome.counts);
        if !outcome.violations.is_empty() {
            self.guilty.insert(seed, outcome.violations);
            self.tail.extend(outcome.tail);
        }
    }

    /// Adds what other seeds found.
    pub(crate) fn add(&mut self, other: Self) {
        self.seeds += other.seeds;
        self.events += other.events;
        self.counts.add(&other.counts);
        self.guilty.extend(other.guilty);
        self.tail.extend(other.tail);
    }

    /// Prints everything, and says whether all is well.
    pub(crate) fn print(&self, soak: &Soak, jobs: usize, begun: Stopwatch) -> ExitCode {
        let seconds = begun.seconds();
        println!("{:>12} seeds", self.seeds);
        println!("{:>12} events", self.events);
        // A seed that is caught ends there; this is what was asked for.
        println!("{:>12} simulated seconds", self.seeds * soak.seconds.0);
        println!("{:>12} seeds with a violation", self.guilty.len());
        for count in Count::ALL {
            println!("{:>12} {}", self.counts.get(count), count.words());
        }
        let speed = self.events as f64 / seconds;
        eprintln!("raft-cli: {seconds:.1} s with {jobs} threads, {speed:.0} events a second");
        for line in &self.tail {
            println!("{line}");
        }
        for (seed, violations) in self.guilty.iter().take(NAMED) {
            for violation in violations {
                eprintln!("raft-cli: {}", sentence(soak, *seed, violation));
            }
        }
        if self.guilty.len() > NAMED {
            eprintln!("raft-cli: and {} more seeds", self.guilty.len() - NAMED);
        }
        let missing = self.missing();
        for line in &missing {
            eprintln!("raft-cli: {line}");
        }
        let well = self.guilty.is_empty() && missing.is_empty();
        if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// What the soak should have seen and has not. A few seeds owe nothing.
    fn missing(&self) -> Vec<String> {
        if self.seeds < ENOUGH_SEEDS {
            return Vec::new();
        }
        let least = |count: Count| if count.is_of_seeds() { self.seeds.div_ceil(100) } else { 1 };
        let too_few = |count: &Count| self.counts.get(*count) < least(*count);
        let sentence = |count: Count| {
            let (found, least, words) = (self.counts.get(count), least(count), count.words());
            format!("too little was seen to prove anything: {found} {words} (expected {least})")
        };
        Count::ALL.into_iter().filter(too_few).map(sentence).collect()
    }
}

fn sentence(soak: &Soak, seed: u64, violation: &Violation) -> String {
    let (property, at) = (violation.property.name(), violation.position.time);
    let mut command =
        format!("raft-cli soak --seeds {seed}..{} --seconds {}", seed + 1, soak.seconds);
    if let Some(broken) = soak.broken {
        command = format!("{command} --break {}", broken.name());
    }
    format!(
        "seed {seed}: {property} violated at {at} by event {} (again alone: {command})",
        violation.event.0
    )
}
