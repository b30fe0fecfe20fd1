//! Entries and messages a second, beside the peer.
//!
//! Without arguments: all cells, as a table. `--rounds N`: so many measurements of each, 18 if not
//! said. `--only TEXT`: only cells whose name contains it. `--cells`: their names. `--answer`:
//! measures what it is asked for on its standard input, one line each.

use std::io::{self, BufRead, Write};
use std::time::Instant;

use raft_core_speed::{Cell, Cluster, Ours, Peer, Server};

/// Who is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Runner {
    Ours { verdicts: bool },
    Peer,
}

/// All that take part, in the order of their columns.
const RUNNERS: [Runner; 3] =
    [Runner::Ours { verdicts: true }, Runner::Ours { verdicts: false }, Runner::Peer];

/// One measurement.
#[derive(Clone, Copy)]
struct Measured {
    entries_a_second: f64,
    messages_an_entry: f64,
}

fn measure(runner: Runner, cell: Cell) -> Measured {
    match runner {
        Runner::Ours { verdicts } => {
            timed(cell, Cluster::warm(cell, |at| Ours::new(cell, at, verdicts)))
        }
        Runner::Peer => timed(cell, Cluster::warm(cell, |at| Peer::new(cell, at))),
    }
}

fn timed<S: Server>(cell: Cell, mut cluster: Cluster<S>) -> Measured {
    let commands = cell.load.commands();
    let start = Instant::now();
    let messages = cluster.run(commands);
    let seconds = start.elapsed().as_secs_f64();
    Measured {
        entries_a_second: commands as f64 / seconds,
        messages_an_entry: messages as f64 / commands as f64,
    }
}

/// The middle one, and the range that holds the middle half.
struct Spread {
    low: f64,
    median: f64,
    high: f64,
}

impl Spread {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
        Self { low: at(0.25), median: at(0.5), high: at(0.75) }
    }
}

/// Every order of the three. Whoever comes after raft-rs inherits a torn heap, so over six rounds
/// everybody comes after everybody else equally often.
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [2, 1, 0], [1, 0, 2], [1, 2, 0], [2, 0, 1]];

/// Measures everybody once, so that all see the same weather.
fn round(cell: Cell, order: [usize; 3]) -> [Measured; 3] {
    let nobody = Measured { entries_a_second: 0.0, messages_an_entry: 0.0 };
    let mut measured = [nobody; 3];
    for at in order {
        measured[at] = measure(RUNNERS[at], cell);
    }
    measured
}

fn row(cell: Cell, rounds: usize) -> String {
    let rounds: Vec<[Measured; 3]> =
        ORDERS.into_iter().cycle().take(rounds).map(|order| round(cell, order)).collect();
    let column = |at: usize| {
        let each = rounds[0][at].messages_an_entry;
        let speed = Spread::of(rounds.iter().map(|round| round[at].entries_a_second));
        let (entries, messages) = (speed.median / 1e6, speed.median * each / 1e6);
        format!("{entries:.3} | {messages:5.2} | {each:5.2}")
    };
    let ratio = |at: usize| {
        let ratios =
            rounds.iter().map(|round| round[at].entries_a_second / round[2].entries_a_second);
        let Spread { low, median, high } = Spread::of(ratios);
        format!("**{median:.2}** ({low:.2}–{high:.2})")
    };
    let quiet = Spread::of(rounds.iter().map(|round| round[1].entries_a_second)).median / 1e6;
    format!(
        "| {:9} | {} | {:9} | {} | {quiet:.3} | {} | {} | {} |",
        cell.told.to_string(),
        cell.servers,
        cell.load.to_string(),
        column(0),
        column(2),
        ratio(0),
        ratio(1),
    )
}

/// Measures ours when asked to: "CELL" or "CELL quiet", answered by entries a second.
fn answer() -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (cell, verdicts) = match line.strip_suffix(" quiet") {
            Some(cell) => (cell, false),
            None => (line.as_str(), true),
        };
        let cell = cell.parse().map_err(io::Error::other)?;
        println!("{}", measure(Runner::Ours { verdicts }, cell).entries_a_second);
        io::stdout().flush()?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| {
        words.iter().position(|word| word == name).and_then(|at| words.get(at + 1)).cloned()
    };
    if words.iter().any(|word| word == "--answer") {
        return answer();
    }
    if words.iter().any(|word| word == "--cells") {
        Cell::all().for_each(|cell| println!("{cell}"));
        return Ok(());
    }
    let rounds =
        after("--rounds").map_or(Ok(18), |number| number.parse()).map_err(io::Error::other)?;
    let only = after("--only").unwrap_or_default();
    println!(
        "M/s: millions a second, median of {rounds}; without: without verdicts; ratio: median of the \
         ratios within a round (middle half)\n"
    );
    println!(
        "| told | servers | commands | raft-core: entries M/s | messages M/s | messages an entry | \
         without: entries M/s | raft-rs: entries M/s | messages M/s | messages an entry | ratio | \
         ratio without |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for cell in Cell::all().filter(|cell| cell.to_string().contains(&only)) {
        println!("{}", row(cell, rounds));
    }
    Ok(())
}
