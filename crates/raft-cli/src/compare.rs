//! Two runs beside each other.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use raft_scenario::{Problem, ProblemKind};
use raft_session::dto::{ComparedEvent, Comparison, Difference, DifferenceKind, Fate, Outcome};
use serde_json::json;

use crate::source::{self, Source};
use crate::words::{Language, Words};

/// What to compare.
#[derive(Args, Debug)]
pub(crate) struct Compare {
    /// The first run: a scenario, TOML or JSON, or a link of the page.
    one: String,
    /// The second run; without it, the first one with something else (`--with`).
    #[arg(required_unless_present = "with")]
    two: Option<String>,
    /// What is different in the second run, such as cluster.pre_vote=true. Can be given several
    /// times. What the reader of a link has done is done again where it can be.
    #[arg(long, value_name = "KEY=VALUE")]
    with: Vec<String>,
    /// Up to where, such as 900ms or 2s, instead of the later end of both.
    #[arg(long, value_name = "T")]
    until: Option<String>,
    /// Print one JSON object, with times in milliseconds.
    #[arg(long)]
    json: bool,
}

/// Compares two runs and prints in what they differ.
pub(crate) fn compare(asked: &Compare) -> Result<ExitCode, Problem> {
    let one = Source::read(&asked.one)?;
    let mut two = match &asked.two {
        Some(two) => Source::read(two)?,
        None => one.clone(),
    };
    for setting in &asked.with {
        two.set(setting)?;
    }
    let words = Words::of(Language::default())?;
    let (one, two) = (one.session(&words)?, two.session(&words)?);
    let until = match &asked.until {
        Some(until) => source::millis(source::time(until, "--until")?),
        None => [&one, &two].map(|session| session.story().until).into_iter().fold(0.0, f64::max),
    };
    let compared = one.compare(&two, until)?;
    let kept = two.kept().filter(|kept| !kept.lost.is_empty());
    let mut out = io::stdout().lock();
    let printed = if asked.json {
        writeln!(out, "{}", json!({ "comparison": compared, "kept": kept }))
    } else {
        if let Some(kept) = kept {
            for lost in &kept.lost {
                eprintln!(
                    "raft-cli: not done: {} at {}ms: {}",
                    lost.action, lost.time, lost.reason
                );
            }
        }
        print(&compared, &mut out)
    };
    match printed {
        // A reader who closed the pipe wants no more.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::new(ProblemKind::Scenario, format!("cannot print: {error}")))
        }
        _ if is_same(&compared) => Ok(ExitCode::SUCCESS),
        _ => Ok(ExitCode::FAILURE),
    }
}

fn is_same(compared: &Comparison) -> bool {
    compared.first.iter().all(Option::is_none) && compared.differences.is_empty()
}

fn print(compared: &Comparison, out: &mut impl Write) -> io::Result<()> {
    let Comparison { until, same, differing, .. } = compared;
    if is_same(compared) {
        writeln!(out, "the same: {same} events up to {until}ms")?;
    } else {
        match &compared.last {
            Some(last) => writeln!(out, "the same until event {}: {}", last.ordinal, last.line)?,
            None => writeln!(out, "nothing in common")?,
        }
        for (sign, first) in ["A", "B"].into_iter().zip(&compared.first) {
            writeln!(out, "  {sign} {}", first.as_ref().map_or("nothing more", line))?;
        }
        let [a, b] = differing;
        writeln!(out, "events up to {until}ms: {same} the same, {a} only in A, {b} only in B")?;
        for difference in &compared.differences {
            writeln!(out, "{}", described(difference))?;
        }
        if compared.more_differences > 0 {
            writeln!(out, "and {} more differences", compared.more_differences)?;
        }
    }
    if !compared.complete {
        writeln!(out, "not compared any further: there are too many events")?;
    }
    Ok(())
}

fn line(event: &ComparedEvent) -> &str {
    &event.line
}

/// `entry 5@2: A committed x=3 at 310ms, B –`.
fn described(difference: &Difference) -> String {
    let kind = match difference.kind {
        DifferenceKind::Violation => "violation",
        DifferenceKind::Leader => "leader",
        DifferenceKind::Entry => "entry",
        DifferenceKind::Answer => "answer",
        DifferenceKind::End => "end",
    };
    let [a, b] = &difference.sides;
    format!("{kind} {}: A {}, B {}", difference.what, came_out(a.as_ref()), came_out(b.as_ref()))
}

fn came_out(side: Option<&Outcome>) -> String {
    let Some(side) = side else { return "–".to_owned() };
    let fate = match side.fate {
        Fate::So => "",
        Fate::Committed => "committed",
        Fate::Open => "open",
        Fate::Lost => "lost",
        Fate::Done => "ok",
        Fate::Failed => "failed",
        Fate::Unknown => "unknown",
        Fate::Waiting => "waiting",
    };
    let at = side.at.map(|at| format!("at {}ms", at.time));
    let parts = [Some(fate), Some(side.text.as_str()), at.as_deref()];
    let said: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    said.join(" ")
}
