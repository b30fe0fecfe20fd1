//! The third door to JavaScript: the scenario format, for whoever writes a scenario in the page.
//!
//! It is a WebAssembly file of its own, because the engine that plays needs no TOML, and few readers write. It
//! reads, checks and spells, and runs nothing. What it is given is text from anywhere; what it gives back is
//! JSON, by raft-scenario's own writer.

use raft_scenario::{Misread, Places, Problem, Scenario, Text, json};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What there is to say about a text.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// The scenario in its canonical spelling, as JSON; none, if it could not run.
    pub scenario: Option<String>,
    /// Its title in English, or in what language there is.
    pub title: Option<String>,
    /// Its steps, in order.
    pub steps: Vec<Step>,
    /// The first thing that is wrong.
    pub problem: Option<Finding>,
}

/// A step, and where it begins.
#[derive(Debug, Serialize)]
pub struct Step {
    /// Its name.
    pub id: String,
    /// Its first line, counted from 1. None in JSON.
    pub line: Option<usize>,
    /// Whether it tells something: only such a step is a station of the story.
    pub tells: bool,
    /// When it comes, if that is at a time.
    pub at: Option<String>,
    /// What is done in it, in the golden notation.
    pub does: Vec<String>,
}

/// What is wrong, and where.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// The kind of problem.
    pub kind: &'static str,
    /// What is wrong, as a sentence.
    pub message: String,
    /// A path like `steps[3].do[0].crash`.
    pub path: Option<String>,
    /// The line, counted from 1.
    pub line: Option<usize>,
    /// What was expected instead.
    pub expected: Option<String>,
}

/// Reads a text in either spelling and sees whether it could run.
#[must_use]
pub fn look(text: &str) -> Checked {
    match read(text).and_then(|scenario| compiled(text, scenario)) {
        Ok(scenario) => {
            let places = places(text);
            let line = |nth: usize| places.as_ref()?.line(&format!("steps[{nth}]"));
            let step = |(nth, step): (usize, &raft_scenario::StepModel)| Step {
                id: step.id.clone(),
                line: line(nth),
                tells: step.say.is_some(),
                at: step.at.map(|at| at.to_string()),
                does: step.actions.iter().map(ToString::to_string).collect(),
            };
            Checked {
                title: Some(in_english(&scenario.title)),
                steps: scenario.steps.iter().enumerate().map(step).collect(),
                scenario: Some(scenario.to_json()),
                problem: None,
            }
        }
        Err(misread) => Checked {
            scenario: None,
            title: None,
            steps: Vec::new(),
            problem: Some(misread.into()),
        },
    }
}

/// The canonical TOML of a scenario in either spelling. It need not be able to run: whoever wants to mend it
/// has to see it.
///
/// # Errors
/// What cannot be read.
pub fn spelled(text: &str) -> Result<String, Finding> {
    Ok(read(text)?.to_toml())
}

/// TOML cannot begin with a brace, and a JSON object has to.
fn is_json(text: &str) -> bool {
    text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('{')
}

fn places(text: &str) -> Option<Places<'_>> {
    (!is_json(text)).then(|| Places::of(text))
}

fn read(text: &str) -> Result<Scenario, Misread> {
    if is_json(text) {
        let text = text.trim_start_matches('\u{feff}');
        return Scenario::from_json(text).map_err(|problem| Misread { problem, line: None });
    }
    Scenario::read_toml(text)
}

fn compiled(text: &str, scenario: Scenario) -> Result<Scenario, Misread> {
    match scenario.compile() {
        Ok(script) => Ok(script.scenario),
        Err(problem) => {
            let path = problem.path.as_deref();
            let line = path.and_then(|path| places(text)?.line(path));
            Err(Misread { problem, line })
        }
    }
}

fn in_english(text: &Text) -> String {
    text.in_language("en").to_owned()
}

impl From<Misread> for Finding {
    fn from(Misread { problem, line }: Misread) -> Self {
        let Problem { kind, message, path, expected } = problem;
        Self { kind: kind.name(), message, path, line, expected }
    }
}

/// What there is to say about a text, TOML or JSON: a `Checked` as JSON.
#[must_use]
#[wasm_bindgen]
pub fn check(text: &str) -> String {
    json::write(&look(text))
}

/// The canonical TOML of a scenario, TOML or JSON: `{ "text": … }`, or `{ "problem": … }`.
#[must_use]
#[wasm_bindgen]
pub fn spell(text: &str) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Spelled {
        Text(String),
        Problem(Finding),
    }
    json::write(&spelled(text).map_or_else(Spelled::Problem, Spelled::Text))
}

/// What whoever writes a scenario begins with, as TOML.
#[must_use]
#[wasm_bindgen]
pub fn beginning() -> String {
    Scenario::BEGINNING.to_owned()
}
