//! Measures what it is asked for on its standard input, one line each, and answers with a line of JSON.
//!
//! `work NAME`: seconds, events and units of one measurement. `scrub EVENTS SEEKS`: records a run and
//! goes to random places in it: the milliseconds of each, and the most memory that the process ever had.
//! With the argument `--cpu` time is that of the processor: for a machine that has other things to do.

use std::io::{self, BufRead, Write};
use std::time::Instant;

use raft_sim_speed::{Scrub, Work};

/// What tells how long something took, in seconds.
#[derive(Clone, Copy)]
enum Stopwatch {
    Wall(Instant),
    /// What this thread had used when it was started.
    Processor(f64),
}

impl Stopwatch {
    fn start() -> Self {
        match std::env::args().any(|word| word == "--cpu") {
            true => Self::Processor(processor_seconds()),
            false => Self::Wall(Instant::now()),
        }
    }

    fn seconds(self) -> f64 {
        match self {
            Self::Wall(start) => start.elapsed().as_secs_f64(),
            Self::Processor(start) => processor_seconds() - start,
        }
    }
}

/// The processor's time that this thread has used. Linux says so; elsewhere there is no `--cpu`.
fn processor_seconds() -> f64 {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = schedule.split_whitespace().next().and_then(|number| number.parse().ok());
    nanoseconds.unwrap_or(f64::NAN) / 1e9
}

fn work(name: &str) -> io::Result<String> {
    let work = Work::ALL.into_iter().find(|work| work.name() == name);
    let work = work.ok_or_else(|| io::Error::other(format!("there is no work {name:?}")))?;
    let start = Stopwatch::start();
    let done = work.run();
    let seconds = start.seconds();
    Ok(format!(r#"{{"seconds":{seconds},"events":{},"units":{}}}"#, done.events, done.units))
}

fn scrub(events: u32, seeks: usize) -> String {
    let start = Stopwatch::start();
    let mut scrub = Scrub::new(events);
    let seconds = start.seconds();
    let times: Vec<f64> = (0..seeks)
        .map(|_| {
            let start = Stopwatch::start();
            scrub.seek();
            start.seconds() * 1000.0
        })
        .collect();
    format!(
        r#"{{"events":{},"simulated":{},"seconds":{seconds},"times":{times:?},"megabytes":{}}}"#,
        scrub.events(),
        scrub.seconds(),
        most_memory().unwrap_or_default()
    )
}

/// The most memory that this process ever had, in megabytes, where the system says so.
fn most_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1000.0)
}

fn main() -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let answer = match words.as_slice() {
            ["work", name] => work(name)?,
            ["scrub", events, seeks] => scrub(
                events.parse().map_err(io::Error::other)?,
                seeks.parse().map_err(io::Error::other)?,
            ),
            _ => return Err(io::Error::other(format!("there is no way to measure {line:?}"))),
        };
        println!("{answer}");
        io::stdout().flush()?;
    }
    Ok(())
}
