//! Explores everything in [`raft_explore::searches`] and prints what there is to find.
//!
//! Without a word: all of it, some minutes. `--quick`: what takes seconds. Each exploration is a process of its own
//! (`--one SECTION NUMBER`), so that its memory is its own.

mod cost;

use std::io;
use std::process::Command;

use cost::Cost;
use raft_explore::searches::{self, Search, Survey};
use raft_explore::{Choice, Exploration, Found, Question, Reductions, Until, golden_lines};

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--one", section, nth] => {
            let nth = nth.parse().map_err(io::Error::other)?;
            one(section, nth).ok_or_else(|| io::Error::other("no such exploration"))
        }
        [] => all(false),
        ["--quick"] => all(true),
        _ => Err(io::Error::other("explore, or explore --quick")),
    }
}

fn all(quick: bool) -> io::Result<()> {
    println!("With all rules on, every run within these bounds, before all judges of safety:\n");
    println!("{TABLE}");
    for (nth, survey) in searches::of_rules_as_they_are().iter().enumerate() {
        if survey.is_quick || !quick {
            apart("rules", nth)?;
        }
    }
    println!("\nWith one rule broken, the shortest runs to a violation:");
    for (nth, search) in searches::of_broken_rules().iter().enumerate() {
        if search.is_quick || !quick {
            apart("broken", nth)?;
        }
    }
    #[cfg(feature = "peer")]
    {
        println!("\nBeside stateright's own Raft example, up to as many choices:\n");
        println!("{TABLE}");
        for nth in 0..beside::CHOICES.len() * beside::ROWS {
            if !quick || nth < beside::ROWS {
                apart("peer", nth)?;
            }
        }
    }
    Ok(())
}

/// Explores in a process of its own.
fn apart(section: &str, nth: usize) -> io::Result<()> {
    let mut child = Command::new(std::env::current_exe()?);
    let done = child.args(["--one", section, &nth.to_string()]).status()?;
    if done.success() { Ok(()) } else { Err(io::Error::other(format!("{section} {nth}: {done}"))) }
}

fn one(section: &str, nth: usize) -> Option<()> {
    match section {
        "rules" => {
            let Survey { name, question, .. } = *searches::of_rules_as_they_are().get(nth)?;
            let found = Exploration::of(question, Reductions::ALL).run();
            let end = if found.broken.is_none() { "nothing, complete" } else { "VIOLATED" };
            println!("{}", row(&format!("{name}{}", question.bounds), &found, end));
            if let Some((property, way)) = &found.broken {
                println!("\n{} violated:\n{}", property.name(), lines(question, way));
            }
        }
        "broken" => tell(searches::of_broken_rules().get(nth)?),
        #[cfg(feature = "peer")]
        "peer" => println!("{}", beside::row(nth)?),
        _ => return None,
    }
    Some(())
}

/// What the absence of a rule leads to.
fn tell(search: &Search) {
    let Search { broken, question, .. } = *search;
    let who = match question.until {
        Until::AnyJudge => "any judge reports something",
        Until::Figure3 => "a property of Figure 3 is violated",
    };
    println!("\n{}, until {who} ({})", broken.name(), question.bounds);
    let found = Exploration::of(question, Reductions::ALL).run();
    let Found { unique, depth, .. } = found;
    match found.broken {
        None => println!("  nothing, complete: {unique} states, {depth} choices"),
        Some((property, way)) => {
            println!("  {} after {} choices", property.name(), way.len());
            print!("{}", lines(question, &way));
        }
    }
}

/// A way in golden lines, each choice with its number.
fn lines(question: Question, way: &[Choice]) -> String {
    let mut text = String::new();
    for (nth, lines) in golden_lines(question, way).iter().enumerate() {
        for (line, first) in lines.iter().zip([true].into_iter().chain(std::iter::repeat(false))) {
            let number = if first { (nth + 1).to_string() } else { String::new() };
            text.push_str(&format!("    {number:>2}  {line}\n"));
        }
    }
    text
}

const TABLE: &str = "\
| bounds | states | transitions | choices | found | states/s | bytes per state |
|---|---:|---:|---:|---|---:|---:|";

fn row(what: &str, found: &Found, end: &str) -> String {
    let (speed, memory) = Cost::until_now().map_or_else(
        || ("?".to_owned(), "?".to_owned()),
        |cost| {
            let speed = found.unique as f64 / cost.seconds.max(0.01);
            (format!("{speed:.0}"), (cost.peak / found.unique.max(1) as u64).to_string())
        },
    );
    let Found { unique, states, depth, .. } = found;
    format!("| {what} | {unique} | {states} | {depth} | {end} | {speed} | {memory} |")
}

#[cfg(feature = "peer")]
mod beside {
    //! The same figures of stateright's own example.

    use super::row as line;
    use raft_explore::{Exploration, Reductions, peer, searches};

    /// Up to so many choices.
    pub(super) const CHOICES: [usize; 3] = [6, 7, 8];
    /// The example, this core with all there is, and with what makes the space smaller.
    pub(super) const ROWS: usize = 3;

    pub(super) fn row(nth: usize) -> Option<String> {
        let choices = *CHOICES.get(nth / ROWS)?;
        let question = searches::beside_the_example(choices);
        let found = match nth % ROWS {
            0 => {
                let found = peer::explore(choices);
                return Some(line("stateright's example", &found, "nothing"));
            }
            1 => Exploration::of(question, Reductions::NONE).run(),
            _ => Exploration::of(question, Reductions::ALL).run(),
        };
        let end = if found.broken.is_none() { "nothing" } else { "VIOLATED" };
        let how = if nth % ROWS == 1 { "every state" } else { "names and idle arrivals left out" };
        Some(line(&format!("raft-core, {how}: {}", question.bounds), &found, end))
    }
}
