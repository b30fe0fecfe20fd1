//! The list of what can be broken, and by which chaos it shall be hunted: `docs/deviations.toml`.

use std::path::Path;

use raft_core::Deviation;
use raft_scenario::{Problem, ProblemKind, Scenario};
use serde::Deserialize;

use crate::file;

/// A broken rule, and the profile under which it shall be caught.
#[derive(Clone, Debug)]
pub(crate) struct Quarry {
    pub(crate) rule: Deviation,
    /// Which of the profiles.
    pub(crate) profile: usize,
}

/// A scenario of chaos: a cluster, and how often which family of faults strikes.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    /// The name of its file.
    pub(crate) name: String,
    pub(crate) scenario: Scenario,
}

/// The file. What else stands in it is for whoever writes the table.
#[derive(Deserialize)]
struct List {
    deviation: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    /// The profile; nothing where no rule is broken.
    chaos: Option<String>,
}

/// Reads the list, and the profiles that it names from `folder`.
///
/// # Errors
/// If something cannot be read, or names what does not exist.
pub(crate) fn read(path: &Path, folder: &Path) -> Result<(Vec<Quarry>, Vec<Profile>), Problem> {
    let problem = |message: String| {
        Problem::new(ProblemKind::Scenario, format!("{}: {message}", path.display()))
    };
    let text = std::fs::read_to_string(path).map_err(|error| problem(error.to_string()))?;
    let list: List = toml::from_str(&text).map_err(|error| problem(error.to_string()))?;
    let (mut quarries, mut profiles) = (Vec::new(), Vec::<Profile>::new());
    for Row { id, chaos } in list.deviation {
        let Some(name) = chaos else { continue };
        let rule = Deviation::named(&id)
            .ok_or_else(|| problem(format!("there is no rule \"{id}\" to be broken")))?;
        let known = profiles.iter().position(|profile| profile.name == name);
        let profile = known.unwrap_or(profiles.len());
        if known.is_none() {
            let scenario = file::read(&folder.join(&name).with_extension("toml"))?;
            profiles.push(Profile { name, scenario });
        }
        quarries.push(Quarry { rule, profile });
    }
    Ok((quarries, profiles))
}
