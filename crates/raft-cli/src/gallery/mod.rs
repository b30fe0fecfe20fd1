//! The gallery for the page: what there is to be seen, in which order, and a small picture of each.

mod picture;
mod plan;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use raft_scenario::{LevelModel, Problem, ProblemKind, Scenario, Text};
use raft_session::Session;
use serde::Serialize;

use crate::file;
use crate::output::say;
use crate::words::{Language, Words};
use picture::Picture;
use plan::Plan;

/// So long a reader needs where a step does not say, in microseconds: as the page plays without motion.
const BEAT: u64 = 2_400_000;

/// Everything that the page wants to know of its gallery.
#[derive(Serialize)]
struct Gallery {
    sections: Vec<Section>,
    scenarios: BTreeMap<String, Card>,
    pictures: BTreeMap<String, Picture>,
    /// Each scenario as JSON, canonically.
    texts: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Section {
    id: String,
    title: Text,
    about: Text,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    numbered: bool,
    scenarios: Vec<String>,
}

/// What is said of a scenario before it is opened.
#[derive(Serialize)]
struct Card {
    title: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<LevelModel>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    /// The first of its sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// How many sentences it tells, and how many seconds that takes.
    steps: usize,
    seconds: u64,
    /// The rules that it breaks on purpose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    breaks: Vec<String>,
    /// What the same story with other rules is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    fork: Option<Text>,
    /// Whether it asks the reader something.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    asks: bool,
}

/// Prints the gallery as one JSON object. Each scenario is compiled, and run to the moment of its picture: the
/// page gets none that cannot run.
///
/// # Errors
/// If a scenario cannot run, or if plan and folders do not agree.
pub(crate) fn print(plan: &Path, folder: &Path) -> Result<ExitCode, Problem> {
    let mut plan = Plan::read(plan)?;
    let files = plan.files(folder)?;
    plan.complete(&files)?;
    let (mut scenarios, mut pictures, mut texts) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (name, path) in &files {
        let scenario = file::read(path)?;
        let told = |mut problem: Problem| {
            problem.message = format!("{}: {}", path.display(), problem.message);
            problem
        };
        texts.insert(name.clone(), scenario.to_json());
        scenarios.insert(name.clone(), Card::of(&scenario));
        pictures.insert(name.clone(), picture_of(scenario).map_err(told)?);
    }
    let sections = plan.sections.into_iter().map(|section| Section {
        id: section.id,
        title: section.title,
        about: section.about,
        numbered: section.numbered,
        scenarios: section.scenarios,
    });
    let gallery = Gallery { sections: sections.collect(), scenarios, pictures, texts };
    let json = serde_json::to_string(&gallery)
        .map_err(|error| Problem::new(ProblemKind::Scenario, error.to_string()))?;
    say!("{json}");
    Ok(ExitCode::SUCCESS)
}

fn picture_of(scenario: Scenario) -> Result<Picture, Problem> {
    let script = scenario.clone().compile()?;
    let Words { language, narration, .. } = Words::of(Language::default())?;
    let mut session = Session::open(scenario, None, None, None, narration, language)?;
    Picture::of(&script, &mut session)
}

impl Card {
    fn of(scenario: &Scenario) -> Self {
        let told = || scenario.steps.iter().filter(|step| step.say.is_some());
        let pace: u64 = told().map(|step| step.pace.map_or(BEAT, |pace| pace.0.0)).sum();
        Self {
            title: scenario.title.clone(),
            summary: scenario.summary.clone(),
            level: scenario.level,
            tags: scenario.tags.clone(),
            source: scenario.sources.first().cloned(),
            steps: told().count(),
            seconds: pace.div_ceil(1_000_000),
            breaks: scenario.cluster.deviations.clone(),
            fork: scenario.fork.as_ref().map(|fork| fork.name.clone()),
            asks: scenario.steps.iter().any(|step| step.question.is_some()),
        }
    }
}
