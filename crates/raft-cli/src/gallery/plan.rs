//! `docs/gallery.toml`: which scenario stands in which section, and in which order.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use raft_scenario::{Problem, ProblemKind, Text};
use serde::Deserialize;

/// The gallery as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    /// The folders whose scenarios are shown, within that of all scenarios; `.` is that one itself.
    folders: Vec<String>,
    #[serde(rename = "section")]
    pub(super) sections: Vec<SectionPlan>,
}

/// A section as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionPlan {
    /// Its name for programs.
    pub(super) id: String,
    /// Its name for people.
    pub(super) title: Text,
    /// What is in it, in a sentence.
    pub(super) about: Text,
    /// Whether it is a path: who goes it from the beginning needs nothing from elsewhere.
    #[serde(default)]
    pub(super) numbered: bool,
    /// Its scenarios, in order.
    #[serde(default)]
    pub(super) scenarios: Vec<String>,
    /// After those, whatever else is in this folder, in the order of the names.
    rest_of: Option<String>,
}

impl Plan {
    /// # Errors
    /// If the file cannot be read, or says something else than a gallery.
    pub(super) fn read(path: &Path) -> Result<Self, Problem> {
        let text = std::fs::read_to_string(path).map_err(|error| wrong(path, &error))?;
        toml::from_str(&text).map_err(|error| wrong(path, &error))
    }

    /// Where each scenario lies, by name. A folder that is not there yet is empty.
    ///
    /// # Errors
    /// If two have the same name: a link could lead to either.
    pub(super) fn files(&self, root: &Path) -> Result<BTreeMap<String, PathBuf>, Problem> {
        let mut files = BTreeMap::new();
        for folder in &self.folders {
            for path in scenarios_in(&root.join(folder))? {
                let name = name_of(&path);
                if let Some(other) = files.insert(name.clone(), path.clone()) {
                    let why = format!("{} is called \"{name}\" as well", other.display());
                    return Err(wrong(&path, &why).expecting("names that are there once"));
                }
            }
        }
        Ok(files)
    }

    /// Fills sections with what is left in their folders.
    ///
    /// # Errors
    /// If a scenario is listed that is not there, or twice in a section, or one that is there stands nowhere.
    pub(super) fn complete(&mut self, files: &BTreeMap<String, PathBuf>) -> Result<(), Problem> {
        let listed = |sections: &[SectionPlan]| -> BTreeSet<String> {
            sections.iter().flat_map(|section| section.scenarios.iter().cloned()).collect()
        };
        let named = listed(&self.sections);
        for section in &mut self.sections {
            let Some(folder) = section.rest_of.take() else { continue };
            let rest = files.iter().filter(|(name, path)| {
                path.parent().is_some_and(|parent| parent.ends_with(&folder))
                    && !named.contains(*name)
            });
            section.scenarios.extend(rest.map(|(name, _)| name.clone()));
        }
        for SectionPlan { id, scenarios, .. } in &self.sections {
            let mut seen = BTreeSet::new();
            for name in scenarios {
                let why = if !files.contains_key(name) {
                    "which is not there"
                } else if !seen.insert(name) {
                    "twice"
                } else {
                    continue;
                };
                return Err(gallery(format!("section \"{id}\" names \"{name}\", {why}")));
            }
        }
        let shown = listed(&self.sections);
        match files.keys().find(|name| !shown.contains(*name)) {
            Some(name) => Err(gallery(format!("\"{name}\" stands in no section"))
                .expecting("a section of docs/gallery.toml that names it")),
            None => Ok(()),
        }
    }
}

fn scenarios_in(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let unreadable = |error: std::io::Error| wrong(folder, &error);
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = file.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn name_of(path: &Path) -> String {
    path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned()
}

fn wrong(path: &Path, why: &dyn core::fmt::Display) -> Problem {
    gallery(format!("{}: {why}", path.display()))
}

fn gallery(why: String) -> Problem {
    Problem::new(ProblemKind::Scenario, why)
}
