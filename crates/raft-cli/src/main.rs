//! The Raft playground in a terminal: the same engine as in the page, the same digests.

mod check;
mod compare;
mod file;
mod fmt;
mod gallery;
mod hunt;
mod json;
mod linearizable;
mod link;
mod new;
mod output;
mod promises;
mod run;
mod soak;
mod source;
mod stopwatch;
mod trace;
mod why;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use compare::Compare;
use fmt::Spelling;
use hunt::Hunt;
use linearizable::Linearizable;
use run::Events;
use soak::Soak;
use why::Asked;

/// The Raft playground in a terminal.
#[derive(Parser, Debug)]
#[command(name = "raft-cli", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run a scenario, or what a link leads to, and print its events; the last line is the digest of
    /// the run.
    Run {
        /// A scenario, TOML or JSON, or a link: an address of the playground, or what follows its #.
        #[arg(value_name = "FILE|LINK")]
        source: String,
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
    /// Run scenarios to their ends with every judge, and print one line for each; exit code 1 if one does
    /// not keep its word.
    Check {
        /// Scenarios, TOML or JSON, or folders with scenarios.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Compare two runs: where they part, and what came out differently; exit code 1 if they
    /// differ.
    Compare(Compare),
    /// Write a run down for others: its events, a trace for etcd's TLA+ specification, a diagram, a
    /// Rust test, a scenario.
    Trace {
        /// A scenario, TOML or JSON, or a link.
        #[arg(value_name = "FILE|LINK")]
        source: String,
        /// As what.
        #[arg(long, value_name = "FORMAT", help = trace::formats())]
        format: String,
        /// From when on, such as 900ms or 2s: ndjson and mermaid only.
        #[arg(long, value_name = "T")]
        from: Option<String>,
        /// Up to when, instead of the scenario's end or the link's moment.
        #[arg(long, value_name = "T")]
        to: Option<String>,
    },
    /// Print scenarios in their canonical spelling: the same content has the same bytes.
    Fmt(Spelling),
    /// Print the gallery as one JSON object, as the page wants it: sections, what is said of each scenario, a small
    /// picture and the scenario itself.
    Gallery {
        /// Which scenario stands where: docs/gallery.toml.
        plan: PathBuf,
        /// The folder of all scenarios.
        scenarios: PathBuf,
    },
    /// Break one rule after the other, let chance disturb the cluster, and say after how many seeds the judges
    /// notice.
    Hunt(Hunt),
    /// Print scenarios as one JSON object from name to canonical JSON, as the page wants them.
    Json {
        /// The scenarios, TOML or JSON. A scenario's name is its file's name.
        files: Vec<PathBuf>,
    },
    /// Say whether recorded histories are linearizable; exit code 1 if one is not, or if the search
    /// was given up, 2 if one cannot be read.
    Linearizable(Linearizable),
    /// Print the fragment of an address that leads to a scenario, all of it included.
    Link {
        /// A scenario, TOML or JSON.
        file: String,
        /// To which moment, such as 900ms or 2s, instead of the beginning.
        #[arg(long, value_name = "T")]
        at: Option<String>,
    },
    /// Write the beginning of a scenario into a new file: a story that keeps its word, to be changed.
    New {
        /// The file, which must not be there yet.
        #[arg(value_name = "FILE.toml")]
        file: PathBuf,
    },
    /// Print what a link leads to as a scenario in TOML, what the reader did as steps of it.
    Open {
        /// An address of the playground, or what follows its #.
        link: String,
    },
    /// Print the JSON Schema of scenarios, for editors.
    Schema,
    /// Run many seeds with made-up faults and judge every event; exit code 1 if a property of Raft
    /// was violated, or if too little happened to prove anything.
    Soak(Soak),
    /// Say why something is as it is, or why it is not: the chain of causes, or what stands in the
    /// way.
    Why(Asked),
}

/// Exit codes: 0 is well, 1 is "what was claimed does not hold", 2 is bad input.
const BAD_INPUT: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::Run { source, seed, until, events } => {
            run::run(&source, seed, until.as_deref(), events)
        }
        Command::Trace { source, format, from, to } => {
            trace::trace(&source, &format, from.as_deref(), to.as_deref())
        }
        Command::Check { paths } => check::check(&paths),
        Command::Compare(asked) => compare::compare(&asked),
        Command::Fmt(asked) => fmt::fmt(&asked),
        Command::Gallery { plan, scenarios } => gallery::print(&plan, &scenarios),
        Command::Hunt(asked) => hunt::hunt(&asked),
        Command::Json { files } => json::print(&files),
        Command::Linearizable(asked) => linearizable::judge(&asked),
        Command::Link { file, at } => link::link(&file, at.as_deref()),
        Command::New { file } => new::new(&file),
        Command::Open { link } => link::open(&link),
        Command::Schema => {
            output::text(&raft_scenario::Scenario::schema());
            Ok(ExitCode::SUCCESS)
        }
        Command::Soak(asked) => soak::soak(&asked),
        Command::Why(asked) => why::why(&asked),
    };
    result.unwrap_or_else(|problem| {
        eprintln!("raft-cli: {problem}");
        ExitCode::from(BAD_INPUT)
    })
}
