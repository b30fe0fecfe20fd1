//! One run, printed.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::ValueEnum;
use raft_scenario::{Problem, ProblemKind, Run};
use raft_sim::{EventLine, Happening, SimTime, Sink, World};
use serde_json::json;

use crate::source::{self, Source};

/// How events are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Events {
    /// Golden lines.
    Text,
    /// One JSON object per line.
    Ndjson,
}

/// Runs a scenario to its end, what a link leads to up to its moment, or either to `until`.
pub(crate) fn run(
    source: &str,
    seed: Option<u64>,
    until: Option<&str>,
    events: Events,
) -> Result<ExitCode, Problem> {
    let mut take = Source::read(source)?.seeded(seed)?.take()?;
    // A run that was cut short, has another seed, or in which somebody has acted, owes nothing to
    // the scenario's end.
    let keeps_its_word = seed.is_none() && until.is_none() && take.is_whole();
    if let Some(until) = until {
        take = take.until(source::time(until, "--until")?);
    }
    let mut printer = Printer { out: BufWriter::new(io::stdout().lock()), events, broken: None };
    let run = take.play(&mut printer)?;
    let mut wrong: Vec<String> = Vec::new();
    for trouble in run.troubles() {
        let at = trouble.position.time;
        wrong.push(format!("step {} ({}) at {at}: {}", trouble.step, trouble.id, trouble.message));
    }
    if keeps_its_word {
        wrong.extend(run.test(&take.script().scenario.expect).err().unwrap_or_default());
    }
    printer.finish(&run)?;
    for violation in run.judges().broken_promises() {
        let at = violation.position.time;
        wrong.push(format!(
            "{} violated at {at} by event {}",
            violation.property.name(),
            violation.event.0
        ));
    }
    for line in &wrong {
        eprintln!("raft-cli: {line}");
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Printer<W: Write> {
    out: W,
    events: Events,
    /// The first error of writing: a reader who closed the pipe wants no more.
    broken: Option<io::Error>,
}

impl<W: Write> Sink for Printer<W> {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        if self.broken.is_some() {
            return;
        }
        let line = EventLine { world, happening };
        let written = match self.events {
            Events::Text => writeln!(self.out, "{line}"),
            Events::Ndjson => {
                let event = happening.event;
                let object = json!({
                    "event": event.no.0,
                    "time": micros(event.position.time),
                    "processed": event.position.processed,
                    "cause": event.cause.0,
                    "line": line.to_string(),
                });
                writeln!(self.out, "{object}")
            }
        };
        self.broken = written.err();
    }
}

impl<W: Write> Printer<W> {
    fn finish(&mut self, run: &Run) -> Result<(), Problem> {
        let (digest, until) = (run.digest(), run.position().time);
        let written = match self.events {
            Events::Text => writeln!(self.out, "digest {digest} at {until}"),
            Events::Ndjson => {
                let object = json!({ "digest": digest.to_string(), "time": micros(until) });
                writeln!(self.out, "{object}")
            }
        };
        match self.broken.take().or(written.and_then(|()| self.out.flush()).err()) {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Problem::new(ProblemKind::Scenario, format!("cannot print: {error}")))
            }
            _ => Ok(()),
        }
    }
}

/// Whole microseconds: exact, unlike milliseconds with decimals.
fn micros(time: SimTime) -> u64 {
    time.0
}
