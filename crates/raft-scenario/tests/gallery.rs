//! Every scenario of the gallery keeps its word, and its run is the same as ever.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use raft_check::Violation;
use raft_scenario::{Expectation, Run, Scenario, Script};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")
}

fn gallery() -> BTreeMap<String, Script> {
    let files = std::fs::read_dir(folder()).expect("the gallery has a folder");
    let scripts = files.filter_map(|file| {
        let path = file.expect("a readable folder").path();
        let name = path.file_name()?.to_str()?.strip_suffix(".toml")?.to_owned();
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let scenario =
            Scenario::from_toml(&text).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        Some((
            name.clone(),
            scenario.compile().unwrap_or_else(|problem| panic!("{name}: {problem}")),
        ))
    });
    scripts.collect()
}

fn played(script: &Script) -> Run {
    let mut run = Run::new(script).expect("a compiled script can run");
    run.advance_to(script.until, &mut ());
    run
}

#[test]
fn every_scenario_keeps_its_word() {
    for (name, script) in gallery() {
        let run = played(&script);
        assert_eq!(run.troubles(), [], "{name}: a step does not find what it says");
        assert_eq!(run.test(&script.scenario.expect), Ok(()), "{name}: the end is not as it says");
        assert_eq!(run.fired().len(), script.steps.len(), "{name}: a step never comes");
        let claimed = |violation: &&Violation| {
            let claims = script.scenario.expect.iter();
            let name = violation.property.name();
            !claims.into_iter().any(|claim| *claim == Expectation::Violated(name.to_owned()))
        };
        let broken: Vec<_> = run.judges().violations().iter().filter(claimed).collect();
        let is_raft = script.scenario.cluster.deviations.is_empty();
        assert!(!is_raft || broken.is_empty(), "{name}: {broken:?}");
    }
}

/// What has gone wrong in real systems: each incident of the list runs, and what runs is on the list.
#[test]
fn every_incident_of_the_list_has_a_scenario_that_runs() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/incidents.toml");
    let text = std::fs::read_to_string(docs).expect("the list");
    let list: toml::Table = text.parse().expect("TOML");
    let incidents = list["incident"].as_array().expect("a list");
    assert!(incidents.len() >= 45, "{}", incidents.len());
    let mut listed = std::collections::BTreeSet::new();
    for incident in incidents {
        let name = incident["name"].as_str().expect("a name");
        assert!(!incident["sources"].as_array().expect("a list").is_empty(), "{name}: where from?");
        let scenario = incident["scenario"].as_str().expect(name);
        let path = folder().join(format!("{scenario}.toml"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{name}: {why}"));
        let script = Scenario::from_toml(&text).and_then(Scenario::compile);
        let script = script.unwrap_or_else(|problem| panic!("{scenario}: {problem}"));
        let run = played(&script);
        assert_eq!(run.troubles(), [], "{scenario}");
        assert_eq!(run.test(&script.scenario.expect), Ok(()), "{scenario}");
        assert!(!script.scenario.expect.is_empty(), "{scenario} claims nothing");
        if let Some(file) = scenario.strip_prefix("incidents/") {
            assert!(script.scenario.provenance.is_some(), "{scenario}: what is documented of it?");
            listed.insert(format!("{file}.toml"));
        }
    }
    let files = std::fs::read_dir(folder().join("incidents")).expect("a folder");
    let names = files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
    assert_eq!(names.collect::<std::collections::BTreeSet<_>>(), listed);
}

#[test]
fn every_sentence_has_time_to_be_read_and_something_to_be_about() {
    for (name, script) in gallery() {
        let told: Vec<_> = script.steps.iter().filter(|step| step.say.is_some()).collect();
        assert!(told.len() > 1, "{name} tells something");
        for (at, step) in told.iter().enumerate() {
            assert!(!step.expect.is_empty(), "{name}: \"{}\" claims nothing", step.id);
            if at + 1 < told.len() {
                let pace = step.pace.unwrap_or_default().0;
                assert!(pace >= 2_400_000, "{name}: \"{}\" is gone after {pace} µs", step.id);
            }
        }
        let run = played(&script);
        let said = run.fired().iter().filter(|fired| script.steps[fired.step].say.is_some());
        let moments: Vec<_> = said.map(|fired| fired.position).collect();
        assert!(moments.is_sorted_by(|a, b| a < b), "{name}: two sentences at one moment");
    }
}

#[test]
fn the_default_story_is_told_beat_by_beat() {
    let script = &gallery()["default"];
    let run = played(script);
    let beats: Vec<(u64, &str)> = run
        .fired()
        .iter()
        .map(|fired| (fired.position.time.0, &script.steps[fired.step]))
        .filter(|(_, step)| step.say.is_some())
        .map(|(time, step)| (time / 1000, step.id.as_str()))
        .collect();
    let expected = [
        (0, "nobody-in-charge"),
        (40, "the-timer-empties"),
        (80, "a-majority"),
        (140, "heartbeats"),
        (195, "noted-and-copied"),
        (230, "committed"),
        (275, "the-others-apply"),
        (310, "the-leader-crashes"),
        (430, "n2-runs"),
        (470, "n2-leads"),
        (565, "asked-again"),
        (610, "n1-returns"),
        (665, "n1-follows"),
        (720, "your-turn"),
    ];
    assert_eq!(beats, expected);
    let wall: u64 =
        script.steps.iter().filter_map(|step| step.pace).map(|pace| pace.0 / 1000).sum();
    assert!((35_000..=45_000).contains(&wall), "the story takes {wall} ms at default speed");
}

#[test]
fn the_answer_to_the_default_question_is_right() {
    let mut scenario = gallery()["default"].scenario.clone();
    // What "Show me" does, and what is told about it: n1 alone cannot commit x = 3.
    let asked = scenario.steps.iter().find_map(|step| step.question.as_ref());
    let show = asked.expect("a question").show.clone();
    assert_eq!(show.len(), 2, "the crash and the write");
    let mut more: Scenario = Scenario::from_json(
        r#"{"format":1,"title":"more","steps":[
            {"id":"alone","after":"1ms"},
            {"id":"later","after":"5s","expect":[{"leader":"none"},{"value":{"server":"n1","key":"x","is":"2"}}]},
            {"id":"help","after":"1ms","do":[{"restart":"n3"},{"put":{"key":"x","value":"3","via":"n1"}}]},
            {"id":"after-all","when":{"committed":{"server":"any","index":3}}}
        ]}"#,
    )
    .expect("a scenario");
    more.steps[0].actions = show;
    scenario.steps.extend(more.steps);
    scenario.until = "20s".parse().expect("a duration");
    let script = scenario.compile().expect("it can run");
    let run = played(&script);
    assert_eq!(run.troubles(), []);
    assert_eq!(run.fired().len(), script.steps.len(), "with n3 back, x = 3 commits");
}

#[test]
fn every_scenario_prints_as_it_reads() {
    for (name, script) in gallery() {
        let json = script.scenario.to_json();
        let again =
            Scenario::from_json(&json).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        assert_eq!(again, script.scenario, "{name}");
        assert_eq!(again.to_json(), json, "{name}: the same content, the same bytes");
    }
}
