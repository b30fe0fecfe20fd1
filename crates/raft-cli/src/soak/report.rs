//! What a soak says. Standard output depends on the seeds alone; how long it took goes to standard
//! error.

use std::collections::BTreeMap;
use std::process::ExitCode;

use raft_scenario::{EVENT_LIMIT, FLIGHT_LIMIT, WORK_LIMIT};
use serde_json::{Value, json};

use super::Soak;
use super::chaos::Mixture;
use super::coverage::{Count, Counts};
use super::liveness::Recovery;
use super::seed::Outcome;
use crate::output::say;
use crate::stopwatch::Stopwatch;

/// From this many seeds on, a soak must have seen everything it is meant to see.
const ENOUGH_SEEDS: u64 = 300;
/// Of so many seeds one may have bad luck: what happens more often is no luck.
const SEEDS_FOR_BAD_LUCK: u64 = 10_000;
/// How many guilty seeds are named in words.
const NAMED: usize = 10;

/// What some seeds found together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    seeds: u64,
    events: u64,
    /// Simulated microseconds.
    simulated: u64,
    counts: Counts,
    /// How many clusters recovered after their faults, and how long the slowest needed, in
    /// microseconds.
    recovered: (u64, u64),
    /// How many had lost so many disks that no majority could be healed.
    hopeless: u64,
    /// How many did not, and owed no recovery.
    excused: u64,
    /// How many stood still by bad luck, and went on.
    unlucky: u64,
    /// By seed, what was found.
    finds: BTreeMap<u64, Vec<Find>>,
    /// The last golden lines of the only seed.
    tail: Vec<String>,
}

/// Something that must not be.
#[derive(Clone, Debug)]
struct Find {
    mixture: Mixture,
    /// Of which kind, for machines.
    kind: &'static str,
    /// What, for people.
    what: String,
    /// When, in simulated microseconds.
    at: u64,
    event: u64,
}

impl Report {
    /// Takes the outcome of one seed in, and says whether something was found in it.
    pub(crate) fn take(&mut self, seed: u64, outcome: Outcome) -> bool {
        self.seeds += 1;
        self.events += outcome.events;
        self.simulated += outcome.until.0;
        self.counts.add(&outcome.counts);
        match outcome.recovery {
            Some(Recovery::Recovered(after)) => {
                self.recovered = (self.recovered.0 + 1, self.recovered.1.max(after.0));
            }
            Some(Recovery::Hopeless) => self.hopeless += 1,
            Some(Recovery::Excused) => self.excused += 1,
            Some(Recovery::Stuck(..)) | None => {}
        }
        self.unlucky += u64::from(outcome.was_unlucky);
        let finds = finds(&outcome);
        let is_guilty = !finds.is_empty();
        if is_guilty {
            self.tail.extend(outcome.tail);
            self.finds.insert(seed, finds);
        }
        is_guilty
    }

    /// Adds what other seeds found.
    pub(crate) fn add(&mut self, other: Self) {
        self.seeds += other.seeds;
        self.events += other.events;
        self.simulated += other.simulated;
        self.counts.add(&other.counts);
        self.recovered =
            (self.recovered.0 + other.recovered.0, self.recovered.1.max(other.recovered.1));
        self.hopeless += other.hopeless;
        self.excused += other.excused;
        self.unlucky += other.unlucky;
        self.finds.extend(other.finds);
        self.tail.extend(other.tail);
    }

    /// Prints everything, and says whether all is well.
    pub(crate) fn print(&self, soak: &Soak, jobs: usize, begun: Stopwatch) -> ExitCode {
        let seconds = begun.seconds();
        let missing = self.missing(soak);
        if soak.json {
            self.print_json(soak, &missing);
        } else {
            self.print_words(soak, &missing);
        }
        let speed = self.events as f64 / seconds.max(f64::MIN_POSITIVE);
        eprintln!("raft-cli: {seconds:.1} s with {jobs} threads, {speed:.0} events a second");
        if self.is_too_unlucky() {
            let most = self.most_unlucky();
            eprintln!(
                "raft-cli: {} seeds stood still by bad luck (expected {most} at most)",
                self.unlucky
            );
        }
        let well = self.finds.is_empty() && missing.is_empty() && !self.is_too_unlucky();
        if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn print_words(&self, soak: &Soak, missing: &[Count]) {
        let (recovered, slowest) = self.recovered;
        say!("{:>12} seeds", self.seeds);
        say!("{:>12} events", self.events);
        say!("{:>12} simulated seconds", self.simulated / 1_000_000);
        say!("{:>12} seeds with a violation", self.finds.len());
        say!("{recovered:>12} seeds recovered after their faults");
        say!("{:>12} seeds with too many disks lost for that", self.hopeless);
        say!("{:>12} seeds that did not and owe no recovery", self.excused);
        say!("{:>12} seeds that stood still by bad luck, and went on", self.unlucky);
        say!("{:>12} milliseconds until the slowest had recovered", slowest / 1_000);
        for count in Count::ALL {
            say!("{:>12} {}", self.counts.get(count), count.words());
        }
        for line in &self.tail {
            say!("{line}");
        }
        for (seed, finds) in self.finds.iter().take(NAMED) {
            for find in finds {
                let again = command(soak, *seed);
                eprintln!("raft-cli: seed {seed}: {} (again alone: {again})", find.what);
            }
        }
        if self.finds.len() > NAMED {
            eprintln!("raft-cli: and {} more seeds", self.finds.len() - NAMED);
        }
        for count in missing {
            let (found, words) = (self.counts.get(*count), count.words());
            let least = self.least(*count);
            eprintln!(
                "raft-cli: too little was seen to prove anything: {found} {words} (expected {least})"
            );
        }
    }

    /// One line for each find and a summary at the end.
    fn print_json(&self, soak: &Soak, missing: &[Count]) {
        for (seed, finds) in &self.finds {
            for Find { mixture, kind, what, at, event } in finds {
                let (preset, replay) = (mixture.name(), command(soak, *seed));
                let line = json!({
                    "type": kind, "seed": seed, "preset": preset, "what": what, "at_us": at,
                    "event": event, "replay": replay,
                });
                say!("{line}");
            }
        }
        let counts =
            Count::ALL.map(|count| (count.words().to_owned(), self.counts.get(count).into()));
        let counts: serde_json::Map<String, Value> = counts.into_iter().collect();
        let missing: Vec<&str> = missing.iter().map(|count| count.words()).collect();
        let summary = json!({
            "type": "summary", "seeds": self.seeds, "events": self.events,
            "simulated_us": self.simulated, "guilty_seeds": self.finds.len(),
            "recovered": self.recovered.0, "slowest_recovery_us": self.recovered.1,
            "hopeless": self.hopeless, "excused": self.excused, "unlucky": self.unlucky,
            "counts": counts, "missing": missing,
        });
        say!("{summary}");
    }

    /// What the soak should have seen and has not. A few seeds owe nothing.
    fn missing(&self, soak: &Soak) -> Vec<Count> {
        if self.seeds < ENOUGH_SEEDS {
            return Vec::new();
        }
        let is_owed = |count: &Count| soak.mixtures().any(|mixture| count.is_owed_by(mixture));
        let too_few = |count: &Count| self.counts.get(*count) < self.least(*count);
        Count::ALL.into_iter().filter(is_owed).filter(too_few).collect()
    }

    fn most_unlucky(&self) -> u64 {
        self.seeds.div_ceil(SEEDS_FOR_BAD_LUCK)
    }

    fn is_too_unlucky(&self) -> bool {
        self.unlucky > self.most_unlucky()
    }

    fn least(&self, count: Count) -> u64 {
        if count.is_of_seeds() { self.seeds.div_ceil(100) } else { 1 }
    }
}

fn finds(outcome: &Outcome) -> Vec<Find> {
    let (mixture, until) = (outcome.mixture, outcome.until);
    let find = |kind, what| Find { mixture, kind, what, at: until.0, event: outcome.events };
    let violations = outcome.violations.iter().map(|violation| {
        let (property, at) = (violation.property.name(), violation.position.time);
        let event = u64::from(violation.event.0);
        let what = format!("{property} violated at {at} by event {event}");
        Find { mixture, kind: "violation", what, at: at.0, event }
    });
    let mut finds: Vec<Find> = violations.collect();
    if outcome.endless {
        let events = outcome.events;
        let what = format!(
            "it came to {until} and no further: {events} of {EVENT_LIMIT} events, {FLIGHT_LIMIT} messages \
             on their way at once, or {WORK_LIMIT} of work"
        );
        finds.push(find("endless", what));
    } else if let Some(Recovery::Stuck(stuck, bound)) = outcome.recovery
        && finds.is_empty()
    {
        let what = format!("liveness: {bound} after the faults {stuck}");
        finds.push(find("liveness", what));
    } else if let Some(stall) = &outcome.stall
        && finds.is_empty()
    {
        let (since, bound) = (stall.since, stall.bound);
        let what =
            format!("liveness: no progress for {bound} from {since} on, although it was possible");
        finds.push(find("liveness", what));
    }
    finds
}

/// How to see a seed again.
fn command(soak: &Soak, seed: u64) -> String {
    let seconds = soak.seconds;
    let mut command = format!("raft-cli soak --seeds {seed}..{} --seconds {seconds}", seed + 1);
    if let Some(mixture) = soak.preset {
        command = format!("{command} --preset {}", mixture.name());
    }
    if let Some(broken) = soak.broken {
        command = format!("{command} --break {}", broken.name());
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_luck_is_rare_or_it_is_none() {
        let report = |seeds, unlucky| Report { seeds, unlucky, ..Report::default() };
        assert!(!report(1, 1).is_too_unlucky() && !report(100_000, 10).is_too_unlucky());
        assert!(report(1, 2).is_too_unlucky() && report(100_000, 11).is_too_unlucky());
    }
}
