//! Why something is as it is, or is not: a chain of causes, or what stands in the way.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use raft_scenario::{Problem, ProblemKind};
use raft_session::Session;
use raft_session::dto::{Why, WhyNot, WhyNotQuestion, WhyQuestion};

use crate::source::{self, Source};
use crate::words::{Language, Words};

/// What is asked, of which run, and when.
#[derive(Args, Debug)]
pub(crate) struct Asked {
    /// The scenario, TOML or JSON, or a link that the page has copied.
    run: String,
    /// Another seed than the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// The moment that is asked about, such as 240ms; else the scenario's end, or the link's moment.
    #[arg(long, value_name = "T")]
    at: Option<String>,
    #[command(flatten)]
    question: Question,
    /// The language of the sentences.
    #[arg(long, value_enum, default_value_t)]
    lang: Language,
    /// Print the answer as JSON.
    #[arg(long)]
    json: bool,
}

/// One of these.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
#[allow(clippy::struct_field_names)] // they are named as they are asked
struct Question {
    /// Why this event happened: its number, as `run --events ndjson` prints it.
    #[arg(long, value_name = "N")]
    event: Option<u32>,
    /// Why a server has this entry: INDEX@SERVER, such as 4@n1.
    #[arg(long, value_name = "INDEX@SERVER")]
    entry: Option<String>,
    /// Why a server is as it is: SERVER or SERVER:FACT, with role, term, vote, commit, applied,
    /// durable, log, leader or timer; n1 alone asks for its role.
    #[arg(long, value_name = "SERVER[:FACT]")]
    server: Option<String>,
    /// Why this message was sent, such as n1>n3:AppendEntries:2.
    #[arg(long, value_name = "ID")]
    message: Option<String>,
    /// Why this operation ended as it did, such as c1#2.
    #[arg(long, value_name = "ID")]
    operation: Option<String>,
    /// Why this property is violated, such as "Election Safety".
    #[arg(long, value_name = "PROPERTY")]
    violated: Option<String>,
    /// Why something is not so: leader, commit:INDEX, commit:INDEX@SERVER, answer:OPERATION or
    /// current:SERVER.
    #[arg(long, value_name = "WHAT")]
    not: Option<String>,
}

/// Answers on standard output.
pub(crate) fn why(asked: &Asked) -> Result<ExitCode, Problem> {
    let words = Words::of(asked.lang)?;
    let mut session = open(&asked.run, asked.seed, &words)?;
    if let Some(at) = &asked.at {
        session.seek(source::millis(source::time(at, "--at")?))?;
    }
    match asked.question.read()? {
        Reading::Why(question) => {
            let why = session.why(&question)?;
            print(asked.json, &|| serde_json::to_string_pretty(&why), &|| told(&why, &words))
        }
        Reading::WhyNot(question) => {
            let why = session.why_not(&question)?;
            print(asked.json, &|| serde_json::to_string_pretty(&why), &|| told_not(&why, &words))
        }
    }
}

/// A question that the session understands.
enum Reading {
    Why(WhyQuestion),
    WhyNot(WhyNotQuestion),
}

impl Question {
    fn read(&self) -> Result<Reading, Problem> {
        let question = WhyQuestion::default();
        let why = if let Some(event) = self.event {
            WhyQuestion { event: Some(f64::from(event)), ..question }
        } else if let Some(entry) = &self.entry {
            let (index, server) = entry_at(entry).map_err(|problem| problem.at("--entry"))?;
            let server = server.ok_or_else(|| {
                Problem::new(ProblemKind::Action, format!("\"{entry}\" names no server"))
                    .at("--entry")
                    .expecting("INDEX@SERVER, such as 4@n1")
            })?;
            WhyQuestion { entry: Some(index), server: Some(server), ..question }
        } else if let Some(server) = &self.server {
            let (server, fact) = server.split_once(':').unwrap_or((server, "role"));
            WhyQuestion { server: Some(server.into()), fact: Some(fact.into()), ..question }
        } else if let Some(not) = &self.not {
            return read_not(not).map(Reading::WhyNot).map_err(|problem| problem.at("--not"));
        } else {
            let (message, operation) = (self.message.clone(), self.operation.clone());
            WhyQuestion { message, operation, violated: self.violated.clone(), ..question }
        };
        Ok(Reading::Why(why))
    }
}

fn read_not(text: &str) -> Result<WhyNotQuestion, Problem> {
    let (not, about) = text.split_once(':').map_or((text, None), |(not, about)| (not, Some(about)));
    let mut question = WhyNotQuestion { not: not.to_owned(), ..WhyNotQuestion::default() };
    match (not, about) {
        ("commit", Some(entry)) => {
            let (index, server) = entry_at(entry)?;
            (question.entry, question.server) = (Some(index), server);
        }
        ("answer", Some(operation)) => question.operation = Some(operation.to_owned()),
        ("current", Some(server)) => question.server = Some(server.to_owned()),
        ("leader", None) => {}
        _ => {
            return Err(Problem::new(
                ProblemKind::Action,
                format!("nobody asks why not \"{text}\""),
            )
            .expecting("leader, commit:4, commit:4@n1, answer:c1#2 or current:n2"));
        }
    }
    Ok(question)
}

/// `4` or `4@n1`.
fn entry_at(text: &str) -> Result<(f64, Option<String>), Problem> {
    let (index, server) =
        text.split_once('@').map_or((text, None), |(index, server)| (index, Some(server)));
    let index: u32 = index.parse().map_err(|_| {
        Problem::new(ProblemKind::Action, format!("\"{index}\" is no index"))
            .expecting("a whole number, such as 4")
    })?;
    Ok((f64::from(index), server.map(str::to_owned)))
}

/// The run at its end, or at the moment of its link.
fn open(run: &str, seed: Option<u64>, words: &Words) -> Result<Session, Problem> {
    let source = Source::read(run)?.seeded(seed)?;
    let end = source.end();
    let mut session = source.session(words)?;
    if let Some(end) = end {
        session.seek(source::millis(end))?;
    }
    Ok(session)
}

fn print(
    json: bool,
    as_json: &dyn Fn() -> serde_json::Result<String>,
    told: &dyn Fn() -> Vec<String>,
) -> Result<ExitCode, Problem> {
    let cannot = |why: String| Problem::new(ProblemKind::Scenario, format!("cannot print: {why}"));
    let text = match json {
        true => as_json().map_err(|error| cannot(error.to_string()))?,
        false => told().join("\n"),
    };
    match writeln!(io::stdout().lock(), "{text}") {
        // A reader who closed the pipe wants no more.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(cannot(error.to_string())),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// The chain, the event itself first: golden lines, with what they say and what else was needed.
fn told(why: &Why, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    for link in &why.chain {
        let since = if link.waited { format!("  {}", words.why("since")) } else { String::new() };
        lines.push(format!("{:>6}  {}{since}", link.ordinal, link.line));
        let section = link.section.as_ref().map(|section| format!(" [{section}]"));
        if let Some(sentence) = &link.sentence {
            lines.push(format!("        {sentence}{}", section.unwrap_or_default()));
        }
        for also in &link.also {
            lines.push(format!("        + {:>6}  {}", also.ordinal, also.line));
        }
    }
    lines.push(match (why.chain.is_empty(), why.more) {
        (true, _) => words.why("start").to_owned(),
        (false, true) => words.why("more").to_owned(),
        (false, false) => words.why("begins").to_owned(),
    });
    lines
}

/// The obstacles, first what alone would have to change.
fn told_not(why: &WhyNot, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    for obstacle in &why.obstacles {
        let indent = if obstacle.part { "    " } else { "" };
        let section = obstacle.section.as_ref().map(|section| format!(" [{section}]"));
        lines.push(format!("{indent}{}{}", obstacle.text, section.unwrap_or_default()));
        if let Some(origin) = &obstacle.origin {
            lines.push(format!("{indent}    ← {:>6}  {}", origin.ordinal, origin.line));
        }
    }
    lines.push(match (why.obstacles.is_empty(), why.passes) {
        (true, _) => words.why("nothingMissing").to_owned(),
        (false, true) => words.why("passes").to_owned(),
        _ if why.obstacles.iter().any(|one| one.passes && !one.part) => {
            words.why("mayPass").to_owned()
        }
        (false, false) => words.why("doesNotPass").to_owned(),
    });
    lines
}
