//! `raft-cli gallery`, from outside: the sections as they are, and what must not be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn gallery(plan: &Path, folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_raft-cli"))
        .current_dir(root())
        .arg("gallery")
        .args([plan, folder])
        .output()
        .expect("the program was built for this test")
}

fn printed(output: &Output) -> Value {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    serde_json::from_slice(&output.stdout).expect("one JSON object")
}

fn names(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn every_scenario_stands_in_a_section() {
    let shown = printed(&gallery(Path::new("docs/gallery.toml"), Path::new("scenarios")));
    let sections = shown["sections"].as_array().expect("sections");
    let ids: Vec<_> = sections.iter().filter_map(|section| section["id"].as_str()).collect();
    assert_eq!(ids, ["basics", "paper", "extensions", "exercises", "incidents", "rules"]);
    assert_eq!(names(&sections[0]["scenarios"])[0], "default", "the path begins with the story");
    let listed: Vec<_> = sections.iter().flat_map(|section| names(&section["scenarios"])).collect();
    // Which ones there are is asked of the folders, not of the program.
    let mut files = 0;
    for folder in ["", "incidents", "deviations", "exercises"] {
        let Ok(found) = fs::read_dir(root().join("scenarios").join(folder)) else { continue };
        for file in found {
            let path = file.expect("a readable folder").path();
            if path.extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
            assert!(listed.contains(&name), "{name} stands in no section");
            for part in ["scenarios", "pictures", "texts"] {
                assert!(!shown[part][name].is_null(), "{name} has nothing in {part}");
            }
            files += 1;
        }
    }
    assert!(files > 50, "{files}");
}

#[test]
fn a_card_says_what_is_to_be_expected() {
    let shown = printed(&gallery(Path::new("docs/gallery.toml"), Path::new("scenarios")));
    let story = &shown["scenarios"]["default"];
    assert_eq!(story["title"]["en"], "Three servers, one list");
    assert_eq!(story["title"]["de"], "Drei Server, eine Liste", "in every language it has");
    assert_eq!((&story["steps"], &story["seconds"]), (&Value::from(14), &Value::from(42)));
    assert_eq!(story["asks"], true);
    let half = &shown["scenarios"]["half-elects"];
    assert_eq!(names(&half["breaks"]), ["half-elects"]);
    let told: Value = serde_json::from_str(shown["texts"]["default"].as_str().expect("JSON"))
        .expect("a scenario");
    assert_eq!(told["seed"], 7);
}

#[test]
fn a_picture_is_the_moment_that_tells_most() {
    let shown = printed(&gallery(Path::new("docs/gallery.toml"), Path::new("scenarios")));
    let half = &shown["pictures"]["half-elects"];
    let of = |what: &str| -> Vec<_> {
        let servers = half["servers"].as_array().expect("servers");
        servers.iter().filter(|one| one[what] == "leader" || one[what] == true).collect()
    };
    assert_eq!(of("role").len(), 2, "two leaders: {half}");
    assert_eq!(of("guilty").len(), 2, "and both are guilty");
    assert!(!half["cuts"].as_array().expect("cuts").is_empty());
}

/// A folder of this test's own with one scenario, whose picture is that of a step.
fn small(name: &str, plan: &str) -> Output {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("sub")).expect("a folder");
    let scenario = "format = 1\ntitle = \"One\"\nseed = 1\npicture = \"down\"\n\
        [[steps]]\nid = \"down\"\nat = \"1ms\"\ndo = [{ crash = \"n2\" }]\nsay = \"n2 crashes.\"\n";
    fs::write(folder.join("one.toml"), scenario).expect("a file");
    if name == "clash" {
        fs::write(folder.join("sub/one.toml"), scenario).expect("a file");
    }
    fs::write(folder.join("plan"), plan).expect("a file");
    gallery(&folder.join("plan"), &folder)
}

const FOLDERS: &str = "folders = [\".\", \"sub\"]\n";

fn section(rest: &str) -> String {
    format!("{FOLDERS}[[section]]\nid = \"all\"\ntitle = \"All\"\nabout = \"All of it.\"\n{rest}")
}

#[test]
fn the_picture_is_that_of_the_step_it_names() {
    let shown = printed(&small("picture", &section("scenarios = [\"one\"]")));
    let servers = shown["pictures"]["one"]["servers"].as_array().expect("servers").clone();
    let down: Vec<_> = servers.iter().filter(|server| server["role"].is_null()).collect();
    assert_eq!(down.len(), 1);
    assert_eq!(down[0]["id"], "n2");
}

#[test]
fn what_does_not_fit_together_is_refused_with_its_name() {
    for (name, plan, said) in [
        ("absent", section("scenarios = [\"one\", \"two\"]"), "\"two\", which is not there"),
        ("twice", section("scenarios = [\"one\", \"one\"]"), "\"one\", twice"),
        ("nowhere", section(""), "\"one\" stands in no section"),
        ("clash", section("scenarios = [\"one\"]"), "is called \"one\" as well"),
        ("unknown", section("scenario = [\"one\"]"), "unknown field `scenario`"),
    ] {
        let output = small(name, &plan);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{name}: {told}");
        assert!(told.contains(said), "{name}: {told}");
    }
}
