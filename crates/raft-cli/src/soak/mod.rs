//! Many runs with made-up faults, all judged: "no violation found in N seeds".
//!
//! A seed is a cluster (`cluster.rs`), its chaos (`chaos.rs`), and what comes after it: the faults
//! stop, a majority is healed, and it must work again (`liveness.rs`).
//!
//! Everything about a seed is drawn from it, so a seed is a complete report of what went wrong in
//! it. Seeds are shared out over threads; each world still has one thread of its own, and sums do
//! not depend on who added them up.

mod chaos;
mod cluster;
mod coverage;
mod draws;
mod liveness;
mod progress;
mod report;
mod seed;
mod shard;
mod survivors;

use std::cell::Cell;
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::str::FromStr;
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use clap::Args;
use indicatif::ProgressBar;
use raft_core::{Deviation, Deviations};
use raft_scenario::Problem;
use raft_sim::SimTime;

use crate::stopwatch::Stopwatch;
use chaos::Mixture;
use report::Report;
use shard::Shard;

pub(crate) use shard::Seeds;

/// What a soak is asked for.
#[derive(Args, Clone, Debug)]
pub(crate) struct Soak {
    /// Which seeds, from A up to, but not including, B.
    #[arg(long, value_name = "A..B")]
    pub(crate) seeds: Seeds,
    /// Only one part of them, the i-th of n, counted from 0: for machines that share the work.
    #[arg(long, value_name = "i/n", default_value = "0/1")]
    pub(crate) shard: Shard,
    /// What the seeds suffer: calm, flaky-network, bad-day, jepsen, disk-from-hell or drawn; all of
    /// them by turns if nobody says.
    #[arg(long, value_name = "P", value_parser = preset)]
    pub(crate) preset: Option<Mixture>,
    /// How long each seed has faults, in simulated seconds.
    #[arg(long, default_value_t = Seconds(20))]
    pub(crate) seconds: Seconds,
    /// Break a rule of Raft on purpose, to see that the judges notice.
    #[arg(long = "break", value_name = "RULE", value_parser = rule)]
    pub(crate) broken: Option<Deviation>,
    /// How many threads; as many as there are processors if nobody says.
    #[arg(long, value_parser = jobs)]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// How many golden lines lead up to what is found, if there is only one seed.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) tail: usize,
    /// Print JSON, one line for each find and a summary as the last one.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Simulated seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Seconds(u64);

/// The longest run of a seed, in simulated seconds. A seed's events are counted in 32 bits.
const LONGEST: u64 = 3_600;
/// How many seeds a thread takes at a time.
const SHARE: u64 = 8;

/// Soaks, and says what was found.
///
/// # Errors
/// If a seed's plan cannot work.
pub(crate) fn soak(soak: &Soak) -> Result<ExitCode, Problem> {
    say_seed_on_panic();
    let jobs = soak.jobs.or_else(|| thread::available_parallelism().ok());
    let jobs = jobs.map_or(1, NonZeroUsize::get);
    let begun = Stopwatch::start();
    let next = AtomicU64::new(0);
    let seeds = soak.shard.of(soak.seeds);
    let bar = progress::bar(seeds.end - seeds.start);
    let mut report = Report::default();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(|| work(soak, &next, &bar))).collect();
        workers.into_iter().try_for_each(|worker| {
            let part = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            report.add(part);
            Ok(())
        })
    })?;
    bar.finish_and_clear();
    Ok(report.print(soak, jobs, begun))
}

/// One thread's part.
fn work(soak: &Soak, next: &AtomicU64, bar: &ProgressBar) -> Result<Report, Problem> {
    let deviations = soak.broken.map_or(Deviations::NONE, |broken| Deviations::NONE.with(broken));
    let seeds = soak.shard.of(soak.seeds);
    let count = seeds.end - seeds.start;
    let tail = if count == 1 { soak.tail } else { 0 };
    let mut report = Report::default();
    loop {
        let from = next.fetch_add(SHARE, Ordering::Relaxed);
        if from >= count {
            return Ok(report);
        }
        for nth in from..count.min(from + SHARE) {
            let seed = seeds.start + nth;
            RUNNING.set(Some(seed));
            let mixture = soak.preset.unwrap_or(Mixture::by_turns(seed));
            let outcome = seed::run(seed, mixture, soak.end(), deviations, tail)?;
            RUNNING.set(None);
            if report.take(seed, outcome) {
                bar.set_message(format!("something found, first of it in seed {seed}"));
            }
            bar.inc(1);
        }
    }
}

thread_local! {
    /// The seed that this thread runs.
    pub(crate) static RUNNING: Cell<Option<u64>> = const { Cell::new(None) };
}

/// A panic in the engine is a find, too, and worth little without its seed.
pub(crate) fn say_seed_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            before(panic);
            if let Some(seed) = RUNNING.get() {
                eprintln!("raft-cli: that was seed {seed}");
            }
        }));
    });
}

impl Soak {
    /// What the seeds of this soak suffer.
    fn mixtures(&self) -> impl Iterator<Item = Mixture> {
        Mixture::ALL.into_iter().filter(|one| self.preset.is_none_or(|asked| asked == *one))
    }

    /// When each seed ends.
    fn end(&self) -> SimTime {
        SimTime::from_millis(self.seconds.0 * 1_000)
    }
}

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let seconds = text.parse().ok().filter(|seconds| (1..=LONGEST).contains(seconds));
        seconds.map(Self).ok_or_else(|| format!("expected a whole number from 1 to {LONGEST}"))
    }
}

impl std::fmt::Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

fn preset(name: &str) -> Result<Mixture, String> {
    let names = || Mixture::ALL.map(Mixture::name).join(", ");
    Mixture::named(name).ok_or_else(|| format!("expected one of: {}", names()))
}

pub(crate) fn rule(name: &str) -> Result<Deviation, String> {
    let names = || Deviation::ALL.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ");
    Deviation::named(name).ok_or_else(|| format!("expected one of: {}", names()))
}

pub(crate) fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    let jobs = text.parse().ok().filter(|jobs: &NonZeroUsize| jobs.get() <= 256);
    jobs.ok_or_else(|| "expected a whole number from 1 to 256".to_owned())
}
