//! What whoever writes a scenario in the page is told.

use raft_editor::{check, look, spell, spelled};

const HEAD: &str = "format = 1\ntitle = \"t\"\n";

/// The line of the problem, its path, and how its sentence begins.
fn wrong(text: &str, line: Option<usize>, path: Option<&str>, message: &str) {
    let problem = look(text).problem.unwrap_or_else(|| panic!("accepted: {text}"));
    assert_eq!((problem.line, problem.path.as_deref()), (line, path), "{text}: {problem:?}");
    assert!(problem.message.starts_with(message), "{text}: {problem:?}");
}

#[test]
fn a_scenario_is_read_with_its_steps_and_their_lines() {
    let text = format!(
        "{HEAD}\n[[steps]]\nid = \"one\"\nat = \"0ms\"\nsay = \"Look.\"\n\n[[steps]]\nid = \"two\"\nafter = \"5ms\"\ndo = [{{ crash = \"n2\" }}]\n"
    );
    let checked = look(&text);
    assert!(checked.problem.is_none());
    assert_eq!(checked.title.as_deref(), Some("t"));
    let steps: Vec<_> =
        checked.steps.iter().map(|step| (step.id.as_str(), step.line, step.tells)).collect();
    assert_eq!(steps, [("one", Some(4), true), ("two", Some(9), false)]);
    let json = checked.scenario.expect("a scenario");
    assert!(json.starts_with("{\"format\":1,\"title\":\"t\""), "{json}");
    assert_eq!(checked.steps[0].at.as_deref(), Some("0ms"));
    assert_eq!((checked.steps[1].at.as_deref(), checked.steps[1].does.len()), (None, 1));
    assert_eq!(checked.steps[1].does, ["crash n2"]);
    // The same in JSON, where nothing has a line.
    let again = look(&json);
    assert_eq!(again.scenario.as_deref(), Some(json.as_str()));
    assert!(again.steps.iter().all(|step| step.line.is_none()));
}

#[test]
fn what_is_wrong_has_a_line_wherever_it_is_found() {
    // In the syntax, in the words, and in what cannot work.
    wrong(&format!("{HEAD}seed ="), Some(3), None, "");
    wrong(&format!("{HEAD}colour = 1"), Some(3), Some("colour"), "unknown field `colour`");
    let servers = format!("{HEAD}\n[cluster]\n# too many\nservers = 12\n");
    wrong(&servers, Some(6), Some("cluster.servers"), "this cannot work");
    let step =
        format!("{HEAD}\n[[steps]]\nid = \"one\"\ndo = [\n  \"ring\",\n  {{ crash = \"n9\" }},\n]");
    wrong(&step, Some(8), Some("steps[0].do[1]"), "there is no n9");
    let moments = format!("{HEAD}\n[[steps]]\nid = \"one\"\nat = \"1s\"\nafter = \"1s\"");
    wrong(&moments, Some(4), Some("steps[0]"), "a step has one moment");
    // What is missing is missing from the whole.
    wrong("", None, None, "missing field `format`");
    wrong("{\"format\":1}", None, None, "missing field `title`");
}

#[test]
fn hostile_texts_are_refused_with_a_sentence() {
    let long = format!("{HEAD}summary = \"{}\"", "x".repeat(300_000));
    wrong(&long, None, None, "the scenario has 300");
    let deep = format!("{HEAD}x = {}{}", "[".repeat(50_000), "]".repeat(50_000));
    assert!(look(&deep).problem.is_some());
    let nested = format!("{{\"format\":1,\"title\":{}", "[".repeat(100_000));
    assert!(look(&nested).problem.is_some());
    // Tables within tables without a bracket.
    let dotted = format!("{HEAD}{}x = 1", "a.".repeat(100_000));
    assert!(look(&dotted).problem.is_some());
    let header = format!("{HEAD}[{}x]", "a.".repeat(100_000));
    assert!(look(&header).problem.is_some());
    for text in ["\0", "{", "}", "[[", "\u{feff}", "= = =", "title = 'a'\ntitle = 'b'"] {
        assert!(look(text).problem.is_some(), "{text:?}");
        assert!(spelled(text).is_err(), "{text:?}");
    }
}

#[test]
fn both_spellings_come_to_the_same() {
    let toml = format!("# a comment\n{HEAD}seed = 7\n\n[cluster]\nservers = 4\n");
    let json = look(&toml).scenario.expect("a scenario");
    let spelled = spelled(&json).expect("TOML");
    assert!(spelled.contains("\nservers = 4\n"), "{spelled}");
    assert_eq!(look(&spelled).scenario, Some(json));
    // What cannot run can be spelled all the same: in TOML one can mend it.
    let broken = "{\"format\":1,\"title\":\"t\",\"cluster\":{\"servers\":99}}";
    assert!(look(broken).problem.is_some());
    assert!(raft_editor::spelled(broken).is_ok());
}

#[test]
fn the_beginning_can_run() {
    let checked = look(&raft_editor::beginning());
    assert!(checked.problem.is_none(), "{checked:?}");
    assert!(checked.steps.len() > 1);
}

#[test]
fn what_crosses_is_json() {
    let checked: serde_json::Value = serde_json::from_str(&check("seed = 1")).expect("JSON");
    assert_eq!(checked["problem"]["kind"], "scenario");
    assert_eq!(checked["scenario"], serde_json::Value::Null);
    let spelled: serde_json::Value = serde_json::from_str(&spell(HEAD)).expect("JSON");
    assert!(spelled["text"].as_str().is_some_and(|text| text.starts_with("format = 1")));
    let refused: serde_json::Value = serde_json::from_str(&spell("{")).expect("JSON");
    assert!(refused["problem"]["message"].is_string());
}
