//! Two runs beside each other.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use raft_explain::Catalogue;
use raft_scenario::{Duration, Link, LinkScenario, Problem, ProblemKind, Scenario};
use raft_session::Session;
use raft_session::dto::{ComparedEvent, Comparison, Difference, DifferenceKind, Fate, Outcome};
use serde_json::{Value, json};

use crate::file;

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
    /// The folder of the scenarios that links know by name.
    #[arg(long, value_name = "DIR", default_value = "scenarios")]
    gallery: PathBuf,
    /// Print one JSON object, with times in milliseconds.
    #[arg(long)]
    json: bool,
}

/// Compares two runs and prints in what they differ.
pub(crate) fn compare(asked: &Compare) -> Result<ExitCode, Problem> {
    let one = Opened::read(&asked.one, &asked.gallery)?;
    let mut two = match &asked.two {
        Some(two) => Opened::read(two, &asked.gallery)?,
        None => one.clone(),
    };
    for setting in &asked.with {
        two.set(setting)?;
    }
    let catalogue = english()?;
    let (one, two) = (one.open(&catalogue)?, two.open(&catalogue)?);
    let until = match &asked.until {
        Some(until) => moment(until)?,
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

/// A run that can be opened: a scenario, and what a reader did in it.
#[derive(Clone, Debug)]
struct Opened {
    scenario: Scenario,
    link: Option<Link>,
    /// Whether it is not as it was written any more.
    is_changed: bool,
}

impl Opened {
    fn read(from: &str, gallery: &Path) -> Result<Self, Problem> {
        let Some((_, fragment)) = from.split_once('#') else {
            let scenario = file::read(Path::new(from))?;
            return Ok(Self { scenario, link: None, is_changed: false });
        };
        let link = Link::decode(fragment)?;
        let mut scenario = match &link.scenario {
            LinkScenario::Name(name) => file::read(&gallery.join(format!("{name}.toml")))?,
            LinkScenario::Inline(scenario) => (**scenario).clone(),
        };
        if let Some(seed) = link.seed {
            scenario.seed = seed;
        }
        if let Some(servers) = link.servers.filter(|one| *one != scenario.cluster.servers) {
            scenario = scenario.with_servers(servers);
        }
        Ok(Self { scenario, link: Some(link), is_changed: false })
    }

    /// Changes one field, named by its path in the scenario's JSON.
    fn set(&mut self, setting: &str) -> Result<(), Problem> {
        let wrong = || {
            Problem::new(ProblemKind::Scenario, format!("cannot read \"{setting}\""))
                .at("--with")
                .expecting("a field and its value, such as cluster.pre_vote=true or seed=7")
        };
        let (path, value) = setting.split_once('=').ok_or_else(wrong)?;
        // What is no JSON is a word: reads=lease.
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        let mut whole: Value =
            serde_json::from_str(&self.scenario.to_json()).map_err(|_| wrong())?;
        let mut place = &mut whole;
        for key in path.split('.') {
            let object = place.as_object_mut().ok_or_else(wrong)?;
            place = object.entry(key).or_insert_with(|| json!({}));
        }
        *place = value;
        self.scenario = Scenario::from_json(&whole.to_string())
            .map_err(|problem| problem.at(format!("--with {setting}")))?;
        self.is_changed = true;
        Ok(())
    }

    fn open(self, catalogue: &Arc<Catalogue>) -> Result<Session, Problem> {
        let catalogue = Arc::clone(catalogue);
        match self.link {
            // An unchanged link must lead to what it promises.
            Some(mut link) if !self.is_changed => {
                (link.seed, link.servers) = (None, None);
                link.scenario = LinkScenario::Inline(Box::new(self.scenario));
                Session::open_link(&link, None, catalogue, LANGUAGE)
            }
            link => {
                let mut session =
                    Session::open(self.scenario, None, None, None, catalogue, LANGUAGE)?;
                if let Some(link) = link {
                    session.keep(&link.actions);
                }
                Ok(session)
            }
        }
    }
}

const LANGUAGE: &str = "en";

/// The sentences of the engine.
fn english() -> Result<Arc<Catalogue>, Problem> {
    let broken = |why: String| {
        Problem::new(ProblemKind::Scenario, format!("the catalogue is broken: {why}"))
    };
    let all: Value = serde_json::from_str(include_str!("../../../locales/en.json"))
        .map_err(|why| broken(why.to_string()))?;
    let narration: BTreeMap<String, String> =
        serde_json::from_value(all["narration"].clone()).map_err(|why| broken(why.to_string()))?;
    Catalogue::new(narration).map(Arc::new).map_err(|why| broken(why.to_string()))
}

#[allow(clippy::cast_precision_loss)] // microseconds of an hour are far below 2^53
fn moment(text: &str) -> Result<f64, Problem> {
    let wrong = |expected: String| {
        Problem::new(ProblemKind::Scenario, format!("cannot read \"{text}\""))
            .at("--until")
            .expecting(expected)
    };
    let span: Duration = text.parse().map_err(|expected| wrong(format!("{expected}")))?;
    Ok(span.0.0 as f64 / 1000.0)
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
