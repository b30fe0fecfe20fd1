//! The schema in `docs/` is the one of this format, and so is the page that explains it.
//!
//! `UPDATE_GENERATED=1 cargo test -p raft-scenario --features deviations,schema,toml --test schema` writes both
//! anew.

mod reference;

use std::path::{Path, PathBuf};

use raft_scenario::{Run, Scenario};
use serde_json::Value;

const TUTORIAL: &str = include_str!("tutorial.md");

fn docs(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name)
}

fn schema() -> Value {
    serde_json::from_str(&Scenario::schema()).expect("JSON")
}

#[test]
fn the_schema_that_is_published_is_this_one() {
    let path = docs("scenario.schema.json");
    let schema = Scenario::schema();
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &schema).expect("it can be written");
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(published == schema, "run this test with UPDATE_GENERATED=1 to renew {path:?}");
}

/// Each table of a scenario says what it needs, what is there if nobody says, and that there is no more.
#[test]
fn tables_are_closed_and_say_what_they_need() {
    let schema = schema();
    assert_eq!(schema["required"], serde_json::json!(["format", "title"]));
    assert_eq!(schema["additionalProperties"], Value::Bool(false));
    assert_eq!(schema["properties"]["until"]["default"], "10s");
    let definitions = schema["$defs"].as_object().expect("definitions");
    assert!(definitions.len() > 30, "{}", definitions.len());
    for (name, definition) in definitions {
        if definition.get("properties").is_some() {
            assert_eq!(definition["additionalProperties"], Value::Bool(false), "{name}");
        }
    }
    let step = &definitions["StepModel"];
    assert_eq!(step["required"], serde_json::json!(["id"]));
    assert!(step["properties"]["do"].is_object() && step["properties"].get("actions").is_none());
    let undocumented: Vec<&String> = schema["properties"]
        .as_object()
        .expect("fields")
        .iter()
        .filter_map(|(name, field)| field.get("description").is_none().then_some(name))
        .collect();
    assert_eq!(undocumented, [""; 0], "every field says what it is");
}

/// A story without its last words: what the tutorial says of a single step is put there.
const STEP: &str = r#"
format = 1
title = "One step"
until = "500ms"

[cluster]
servers = 3

[[steps]]
id = "the-step"
at = "0ms"
"#;

/// The scenarios of the tutorial. What is no whole one is what a step can have.
fn of_the_tutorial() -> Vec<String> {
    let blocks = TUTORIAL.split("```toml\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().expect("the end of a block"));
    let whole = |block: &str| block.starts_with("format = 1");
    blocks
        .map(|block| if whole(block) { block.to_owned() } else { format!("{STEP}{block}") })
        .collect()
}

#[test]
fn every_scenario_of_the_tutorial_keeps_its_word() {
    let scenarios = of_the_tutorial();
    assert!(scenarios.len() >= 8);
    for text in &scenarios {
        let scenario = Scenario::from_toml(text).unwrap_or_else(|why| panic!("{text}\n{why}"));
        for scenario in scenario.forked().into_iter().chain([scenario]) {
            let script = scenario.compile().unwrap_or_else(|why| panic!("{text}\n{why}"));
            let mut run = Run::new(&script).expect("it can begin");
            run.advance_to(script.until, &mut ());
            assert_eq!(run.test(&script.scenario.expect), Ok(()), "{text}");
            let troubles = script.exercise_troubles().unwrap_or_else(|why| panic!("{text}\n{why}"));
            assert_eq!(troubles, [""; 0], "{text}");
            let is_story = script.steps.iter().any(|step| step.say.is_some());
            if is_story {
                assert_eq!(run.troubles(), [], "{text}");
                assert_eq!(run.fired().len(), script.steps.len(), "{text}");
            }
        }
    }
}

#[test]
fn the_page_is_the_tutorial_and_the_reference_of_this_format() {
    let path = docs("scenarios.md");
    let page = format!("{TUTORIAL}\n{}", reference::of(&schema()));
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &page).expect("it can be written");
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(published == page, "run this test with UPDATE_GENERATED=1 to renew {path:?}");
}
