//! The digests on this machine are those that are written down.
//!
//! `UPDATE_GOLDEN=1 cargo test --package raft-trials --features deviations --test native` writes them down anew.

use std::path::{Path, PathBuf};
use std::{env, fs};

use raft_trials::{
    CHAOS_EVENTS, CHAOS_SEEDS, EVERY, EXTENSIONS_EVENTS, SCENARIOS, chaos_run, chaos_seeds,
    different_ends, different_seeds, extensions_run, first_difference, scenario_ends,
};

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn golden_file(name: &str) -> PathBuf {
    here().join("golden").join(format!("{name}.txt"))
}

/// Compares with what is written down, or writes down. The file is read, not what was compiled in:
/// it may just have been written.
fn compare(name: &str, lines: &[String]) -> Result<(), String> {
    compare_by(first_difference, name, lines)
}

fn compare_by(
    difference: fn(&[String], &str) -> Result<(), String>,
    name: &str,
    lines: &[String],
) -> Result<(), String> {
    let file = golden_file(name);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        return fs::write(&file, text).map_err(|error| format!("{name}: {error}"));
    }
    let golden = fs::read_to_string(&file).map_err(|error| {
        format!("{name}: {}: {error}; UPDATE_GOLDEN=1 writes it", file.display())
    })?;
    difference(lines, &golden).map_err(|why| format!("{name}: {why}"))
}

#[track_caller]
fn assert_all(results: impl IntoIterator<Item = Result<(), String>>) {
    let wrong: Vec<String> = results.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// The names of the files of one kind in a folder, in alphabetical order.
fn names(folder: &Path, extension: &str) -> Vec<String> {
    let files = fs::read_dir(folder).expect("the folder is there");
    let paths = files.map(|file| file.expect("a file").path());
    let of_this_kind = paths.filter(|path| path.extension().is_some_and(|e| e == extension));
    let stem = |path: PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let mut names: Vec<String> = of_this_kind.filter_map(stem).collect();
    names.sort();
    names
}

#[test]
fn the_chaos_comes_out_as_written_down() {
    let lines = chaos_run();
    assert_eq!(lines.len() as u32, CHAOS_EVENTS / EVERY);
    assert_all([compare("chaos", &lines)]);
}

#[test]
fn a_thousand_seeds_of_chaos_come_out_as_written_down() {
    let lines = chaos_seeds().expect("every seed runs");
    assert_eq!(lines.len() as u64, CHAOS_SEEDS);
    assert_all([compare_by(different_seeds, "chaos-seeds", &lines)]);
}

#[test]
fn the_extensions_come_out_as_written_down() {
    let lines = extensions_run();
    assert_eq!(lines.len() as u32, EXTENSIONS_EVENTS / EVERY);
    assert_all([compare("extensions", &lines)]);
}

/// And as the scenarios say: every step, every claim, and the same story with other rules.
#[test]
fn every_scenario_comes_out_as_written_down() {
    let ends = scenario_ends().unwrap_or_else(|wrong| panic!("\n{wrong}"));
    assert_all([compare_by(different_ends, "scenarios", &ends)]);
}

#[test]
fn every_scenario_is_tried_and_nothing_else_is_written_down() {
    let scenarios = here().join("../../scenarios");
    let mut files = names(&scenarios, "toml");
    for folder in ["deviations", "exercises", "incidents"] {
        let inside = names(&scenarios.join(folder), "toml");
        files.extend(inside.iter().map(|name| format!("{folder}/{name}")));
    }
    let tried: Vec<&str> = SCENARIOS.iter().map(|trial| trial.name).collect();
    assert_eq!(tried, files, "scenarios/ and the list that was compiled in");
    if env::var_os("UPDATE_GOLDEN").is_none() {
        let golden = fs::read_to_string(golden_file("scenarios")).expect("it is written down");
        let written: Vec<&str> = golden.lines().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(written, files, "what is written down");
    }
}
