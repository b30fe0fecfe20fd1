//! How long each judge takes for each history, as a table.
//!
//! `--rounds N`: so many measurements of each, 5 if not said. `--patience N`: who has not answered
//! after so many seconds is cut off and not asked again, 60 if not said. Each measurement is a process
//! of its own (`--one NAME LOAD`), because a judge that is cut off cannot be stopped otherwise, and one
//! that recurses for each operation may end for want of stack. It prints the seconds for one verdict.

use std::io::{self, Read};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use raft_check_speed::{Contender, Load};

/// What a measurement of something fast goes on for, in seconds.
const LONG_ENOUGH: f64 = 0.1;
/// For those that recurse.
const STACK: usize = 4 << 30;

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let ["--one", name, operations, kind] =
        words.iter().map(String::as_str).collect::<Vec<_>>()[..]
    {
        let load = format!("{operations} {kind}").parse().map_err(io::Error::other)?;
        let contender = Contender::ALL.into_iter().find(|contender| contender.name() == name);
        let contender = contender.ok_or_else(|| io::Error::other("nobody of that name"))?;
        let measured =
            thread::Builder::new().stack_size(STACK).spawn(move || measure(contender, load))?;
        let seconds = measured.join().map_err(|_| io::Error::other("the measurement failed"))?;
        println!("{seconds}");
        return Ok(());
    }
    let after = |name: &str, otherwise: u64| {
        let at = words.iter().position(|word| word == name);
        let word = at.and_then(|at| words.get(at + 1));
        word.map_or(Ok(otherwise), |word| word.parse().map_err(io::Error::other))
    };
    let (rounds, patience) = (after("--rounds", 5)?, Duration::from_secs(after("--patience", 60)?));
    println!(
        "Milliseconds for a verdict, median of {rounds}. −: no verdict in {} s, or none at all.\n",
        patience.as_secs()
    );
    println!("| operations | raft-check | todc-utils | stateright | × the better of the two |");
    println!("|---|---|---|---|---|");
    for load in Load::all() {
        println!("{}", row(load, rounds, patience)?);
    }
    Ok(())
}

/// Measures all of them by turns, so that they see the same weather.
fn row(load: Load, rounds: u64, patience: Duration) -> io::Result<String> {
    let mut measured: [Option<Vec<f64>>; 3] = [const { Some(Vec::new()) }; 3];
    for _ in 0..rounds {
        for (contender, of) in Contender::ALL.into_iter().zip(&mut measured) {
            if let Some(times) = of {
                match asked(contender, load, patience)? {
                    Some(seconds) => times.push(seconds * 1_000.0),
                    None => *of = None,
                }
            }
        }
    }
    let [ours, peers @ ..] = measured.map(|times| times.map(median));
    let better = peers.into_iter().flatten().min_by(f64::total_cmp);
    let ratio = ours.zip(better).map(|(ours, better)| better / ours);
    let cell = |time: Option<f64>| time.map_or("−".to_owned(), |time| format!("{time:.3}"));
    let ratio = ratio.map_or("−".to_owned(), |ratio| format!("**{ratio:.0}**"));
    let [todc, stateright] = peers.map(cell);
    Ok(format!("| {load} | {} | {todc} | {stateright} | {ratio} |", cell(ours)))
}

/// The seconds for one verdict, unless patience ends before.
fn asked(contender: Contender, load: Load, patience: Duration) -> io::Result<Option<f64>> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["--one", contender.name()])
        .args(load.to_string().split(' '))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            let mut text = String::new();
            if let Some(mut out) = child.stdout.take() {
                out.read_to_string(&mut text)?;
            }
            return Ok(text.trim().parse().ok().filter(|_| status.success()));
        }
        if begun.elapsed() > patience {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// The seconds for one verdict: of as many as take long enough together. The verdict must be right.
fn measure(contender: Contender, load: Load) -> f64 {
    let history = load.history();
    let mut times = 1;
    loop {
        let mut judge = contender.told(&history, times);
        let begun = Instant::now();
        for _ in 0..times {
            assert_eq!(judge.ask(), load.good, "{} is wrong about {load}", contender.name());
        }
        let seconds = begun.elapsed().as_secs_f64();
        if seconds >= LONG_ENOUGH {
            return seconds / times as f64;
        }
        times *= 4;
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
