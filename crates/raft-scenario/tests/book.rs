//! The course: every chapter has something to watch, to predict and to do, and whatever it names is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use raft_scenario::{Scenario, Script};
use toml::{Table, Value};

const VIEWS: [&str; 5] = ["cluster", "log", "spacetime", "clients", "panels"];
const PRESETS: [&str; 5] = ["auto", "wide", "laptop", "phone", "lecture"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// The chapters in order: their files below `docs/book`, and their texts.
fn chapters() -> Vec<(String, String)> {
    let book = root().join("docs/book");
    let table: Table = read(&book.join("book.toml")).parse().expect("TOML");
    let chapters = table["chapter"].as_array().expect("a list of chapters").iter();
    let files = chapters.map(|chapter| chapter["file"].as_str().expect("a file").to_owned());
    files.map(|file| (file.clone(), read(&book.join(file)))).collect()
}

/// The attributes of the living clusters of a text.
fn embeds(text: &str) -> Vec<Table> {
    let blocks = text.split("```raft\n").skip(1);
    let bodies = blocks.map(|rest| rest.split("```").next().unwrap_or_default());
    bodies.map(|body| body.parse().unwrap_or_else(|why| panic!("{body}\n{why}"))).collect()
}

/// The scenarios of the gallery. Their names are those of their files, in whatever folder.
fn scenarios() -> BTreeMap<String, Script> {
    let mut scenarios = BTreeMap::new();
    for folder in ["", "incidents", "deviations", "exercises"] {
        for file in std::fs::read_dir(root().join("scenarios").join(folder)).expect("a folder") {
            let path = file.expect("a file").path();
            if path.extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
            let script = Scenario::from_toml(&read(&path)).and_then(Scenario::compile);
            scenarios.insert(name.clone(), script.unwrap_or_else(|why| panic!("{name}: {why}")));
        }
    }
    scenarios
}

#[test]
fn every_chapter_has_something_to_watch_to_predict_and_to_do() {
    let (scenarios, chapters) = (scenarios(), chapters());
    assert!(chapters.len() >= 15, "{}", chapters.len());
    for (file, text) in &chapters[1..] {
        let asks = |embed: &Table| {
            scenarios[embed["scenario"].as_str().expect("a name")].scenario.exercise.is_some()
        };
        let (exercises, watched): (Vec<Table>, Vec<Table>) =
            embeds(text).into_iter().partition(asks);
        assert!(!watched.is_empty(), "{file} shows nothing");
        assert!(!exercises.is_empty(), "{file} asks for nothing");
        assert!(
            text.contains("\n## Predict\n") && text.contains("<details>"),
            "{file} has no question"
        );
        assert!(text.contains('§'), "{file} names no source");
    }
    let listed: BTreeSet<String> = chapters
        .iter()
        .map(|(file, _)| file.rsplit('/').next().unwrap_or_default().to_owned())
        .collect();
    let files = std::fs::read_dir(root().join("docs/book/watched")).expect("a folder");
    let names = files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
    assert_eq!(names.collect::<BTreeSet<_>>(), listed, "docs/book/watched and docs/book/book.toml");
}

#[test]
fn every_living_cluster_names_a_scenario_a_step_and_views_that_exist() {
    let scenarios = scenarios();
    for (file, text) in chapters() {
        for embed in embeds(&text) {
            let name = embed["scenario"].as_str().expect("a name");
            let script = scenarios
                .get(name)
                .unwrap_or_else(|| panic!("{file}: there is no scenario {name}"));
            for (attribute, value) in &embed {
                let value =
                    value.as_str().unwrap_or_else(|| panic!("{file}: {attribute} is no text"));
                let known = match attribute.as_str() {
                    "scenario" | "caption" | "heading" => true,
                    "view" => {
                        PRESETS.contains(&value)
                            || value.split(' ').all(|view| VIEWS.contains(&view))
                    }
                    "controls" => ["none", "minimal", "full"].contains(&value),
                    "step" => {
                        let moments = script.moments().expect("it can run");
                        script.moment_of(value, &moments).is_ok()
                    }
                    _ => false,
                };
                assert!(known, "{file}, {name}: {attribute} = \"{value}\"");
            }
            // Who is to act needs the panels; a rule is broken in one of them.
            if script.scenario.exercise.is_some() {
                let views = embed.get("view").and_then(Value::as_str).unwrap_or("auto");
                assert!(
                    views == "auto" || views.contains("panels"),
                    "{file}: {name} cannot be solved"
                );
                assert_ne!(
                    embed.get("controls").and_then(Value::as_str),
                    Some("none"),
                    "{file}: {name}"
                );
            }
        }
    }
}

#[test]
fn every_exercise_is_in_the_course_and_every_link_leads_somewhere() {
    let chapters = chapters();
    let shown: BTreeSet<String> = chapters
        .iter()
        .flat_map(|(_, text)| embeds(text))
        .filter_map(|embed| embed["scenario"].as_str().map(str::to_owned))
        .collect();
    for (name, script) in scenarios() {
        assert!(
            script.scenario.exercise.is_none() || shown.contains(&name),
            "{name} is in no chapter"
        );
    }
    for (file, text) in &chapters {
        let here = root().join("docs/book").join(file);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or_default();
            if link.starts_with("http") || path.is_empty() {
                continue;
            }
            let target = here.parent().expect("a folder").join(path);
            assert!(target.exists(), "{file} links to {link}");
        }
    }
}
