//! The Raft playground in a terminal: the same engine as in the page, the same digests.

mod compare;
mod file;
mod json;
mod run;
mod soak;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use compare::Compare;
use run::Events;
use soak::Soak;

/// The Raft playground in a terminal.
#[derive(Parser, Debug)]
#[command(name = "raft-cli", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run a scenario and print its events; the last line is the digest of the run.
    Run {
        /// The scenario, TOML or JSON.
        file: PathBuf,
        /// Another seed than the scenario's.
        #[arg(long)]
        seed: Option<u64>,
        /// Where to stop, such as 900ms or 2s, instead of the scenario's end.
        #[arg(long, value_name = "T")]
        until: Option<String>,
        /// How to print events.
        #[arg(long, value_enum, default_value_t = Events::Text)]
        events: Events,
    },
    /// Compare two runs: where they part, and what came out differently; exit code 1 if they
    /// differ.
    Compare(Compare),
    /// Print scenarios as one JSON object from name to canonical JSON, as the page wants them.
    Json {
        /// The scenarios, TOML or JSON. A scenario's name is its file's name.
        files: Vec<PathBuf>,
    },
    /// Run many seeds with made-up faults and judge every event; exit code 1 if a property of Raft
    /// was violated, or if too little happened to prove anything.
    Soak(Soak),
}

/// Exit codes: 0 is well, 1 is "what was claimed does not hold", 2 is bad input.
const BAD_INPUT: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::Run { file, seed, until, events } => {
            run::run(&file, seed, until.as_deref(), events)
        }
        Command::Compare(asked) => compare::compare(&asked),
        Command::Json { files } => json::print(&files),
        Command::Soak(asked) => soak::soak(&asked),
    };
    result.unwrap_or_else(|problem| {
        eprintln!("raft-cli: {problem}");
        ExitCode::from(BAD_INPUT)
    })
}
