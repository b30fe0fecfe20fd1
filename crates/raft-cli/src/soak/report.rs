//! What a soak says. Standard output depends on the seeds alone; how long it took goes to standard
//! error.

use std::collections::BTreeMap;
use std::process::ExitCode;

use raft_check::Violation;
use raft_scenario::EVENT_LIMIT;
use raft_sim::SimTime;

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
    /// Simulated microseconds.
    simulated: u64,
    counts: Counts,
    guilty: BTreeMap<u64, Vec<Violation>>,
    /// Seeds whose time stands still, and when.
    endless: BTreeMap<u64, SimTime>,
    /// The last golden lines of the only seed.
    tail: Vec<String>,
}

impl Report {
    /// Takes the outcome of one seed in.
    pub(crate) fn take(&mut self, seed: u64, outcome: Outcome) {
        self.seeds += 1;
        self.events += outcome.events;
        self.simulated += outcome.until.0;
        self.counts.add(&outcome.counts);
        if outcome.endless {
            self.endless.insert(seed, outcome.until);
        }
        if outcome.endless || !outcome.violations.is_empty() {
            self.tail.extend(outcome.tail);
        }
        if !outcome.violations.is_empty() {
            self.guilty.insert(seed, outcome.violations);
        }
    }

    /// Adds what other seeds found.
    pub(crate) fn add(&mut self, other: Self) {
        self.seeds += other.seeds;
        self.events += other.events;
        self.simulated += other.simulated;
        self.counts.add(&other.counts);
        self.guilty.extend(other.guilty);
        self.endless.extend(other.endless);
        self.tail.extend(other.tail);
    }

    /// Prints everything, and says whether all is well.
    pub(crate) fn print(&self, soak: &Soak, jobs: usize, begun: Stopwatch) -> ExitCode {
        let seconds = begun.seconds();
        println!("{:>12} seeds", self.seeds);
        println!("{:>12} events", self.events);
        println!("{:>12} simulated seconds", self.simulated / 1_000_000);
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
                let (property, at) = (violation.property.name(), violation.position.time);
                let event = violation.event.0;
                let what = format!("{property} violated at {at} by event {event}");
                eprintln!("raft-cli: {}", sentence(soak, *seed, &what));
            }
        }
        if self.guilty.len() > NAMED {
            eprintln!("raft-cli: and {} more seeds", self.guilty.len() - NAMED);
        }
        for (seed, at) in self.endless.iter().take(NAMED) {
            let what = format!("{EVENT_LIMIT} events, and only at {at}: it goes round in circles");
            eprintln!("raft-cli: {}", sentence(soak, *seed, &what));
        }
        let missing = self.missing();
        for line in &missing {
            eprintln!("raft-cli: {line}");
        }
        let well = self.guilty.is_empty() && self.endless.is_empty() && missing.is_empty();
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

/// What happened in a seed, and how to see it again.
fn sentence(soak: &Soak, seed: u64, what: &str) -> String {
    let mut command =
        format!("raft-cli soak --seeds {seed}..{} --seconds {}", seed + 1, soak.seconds);
    if let Some(broken) = soak.broken {
        command = format!("{command} --break {}", broken.name());
    }
    format!("seed {seed}: {what} (again alone: {command})")
}
