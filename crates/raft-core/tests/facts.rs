//! `facts.txt` lists what the literature obliges a server to do. Each row names a test, and a row
//! whose test does not exist fails here.

use std::collections::BTreeSet;
use std::path::Path;

fn tests() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}

/// Golden scripts, and the functions of the paper's tests.
fn known() -> BTreeSet<String> {
    let files = |folder: &str| std::fs::read_dir(tests().join(folder)).expect("a folder of tests");
    let mut known: BTreeSet<String> = files("scripts")
        .map(|file| file.expect("the folder can be listed").path())
        .map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
        .collect();
    for file in files("paper") {
        let path = file.expect("the folder can be listed").path();
        let text = std::fs::read_to_string(path).expect("a file of tests");
        let mut is_test = false;
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("fn ").filter(|_| is_test) {
                known.insert(name.split('(').next().unwrap_or_default().to_owned());
            }
            is_test = line == "#[test]";
        }
    }
    known
}

#[test]
fn every_fact_has_a_test() {
    let text = std::fs::read_to_string(tests().join("facts.txt")).expect("the list of facts");
    let known = known();
    let mut facts = BTreeSet::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let parts: Vec<&str> = line.split(" | ").collect();
        let [place, fact, test] = parts[..] else { panic!("not `place | fact | test`: {line}") };
        assert!(place.starts_with("paper ") || place.starts_with("thesis "), "{place}: of what?");
        assert!(known.contains(test), "{place}: {fact}: there is no test {test}");
        assert!(facts.insert((place, fact)), "{place}: {fact} is listed twice");
    }
    for section in ["Figure 2", "Figure 13", "§5.", "§6", "§7", "§8", "thesis §3", "thesis §4"]
    {
        assert!(facts.iter().any(|(place, _)| place.contains(section)), "nothing of {section}");
    }
}

#[test]
fn the_scripts_that_the_readme_names_exist() {
    let text = std::fs::read_to_string(tests().join("README.md")).expect("the tests' README");
    let known = known();
    for row in text.lines().skip_while(|line| !line.starts_with("## Subjects")) {
        let Some(ours) = row.strip_prefix("| ").and_then(|row| row.split(" | ").nth(1)) else {
            continue;
        };
        for name in ours.split('`').skip(1).step_by(2).filter(|name| !name.contains('…')) {
            assert!(known.contains(name), "the README names {name}, which does not exist");
        }
    }
}
