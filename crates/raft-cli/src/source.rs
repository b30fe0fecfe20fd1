//! What a run comes from: a scenario file, or a link.

use std::path::{Path, PathBuf};

use raft_export::Take;
use raft_scenario::{Duration, Link, LinkScenario, Problem, ProblemKind};
use raft_sim::SimTime;

use crate::file;

/// The gallery, whose scenarios links name.
const GALLERY: &str = "scenarios";

/// Reads a scenario file or a link: an address of the playground, or what follows its `#`.
///
/// # Errors
/// What is wrong with it. In a link, nothing is promised with another seed.
pub(crate) fn read(source: &str, seed: Option<u64>) -> Result<Take, Problem> {
    let Some(fragment) = fragment_of(source) else {
        let mut scenario = file::read(Path::new(source))?;
        scenario.seed = seed.unwrap_or(scenario.seed);
        return Take::of_scenario(scenario);
    };
    if seed.is_some() {
        return Err(Problem::new(ProblemKind::Link, "a link has its own seed")
            .at("--seed")
            .expecting("a scenario file"));
    }
    let link = Link::decode(fragment)?;
    let named = match &link.scenario {
        LinkScenario::Name(name) => Some(file::read(&gallery_file(name)?)?),
        LinkScenario::Inline(_) => None,
    };
    Take::of_link(&link, named)
}

/// The fragment, if this is a link.
fn fragment_of(source: &str) -> Option<&str> {
    match source.split_once('#') {
        Some((_, fragment)) => Some(fragment),
        None if source.starts_with("v1.") => Some(source),
        None => None,
    }
}

/// The file of a gallery scenario: in the folder where the program was started. The name is a slug,
/// so it leads to no other folder.
fn gallery_file(name: &str) -> Result<PathBuf, Problem> {
    let path = Path::new(GALLERY).join(format!("{name}.toml"));
    if path.is_file() {
        return Ok(path);
    }
    Err(Problem::new(ProblemKind::Name, format!("the link is about the scenario \"{name}\""))
        .expecting(format!("{}, seen from the repository's root", path.display())))
}

/// Reads a time such as `900ms`.
///
/// # Errors
/// With the name of the option in which it stands.
pub(crate) fn time(text: &str, option: &str) -> Result<SimTime, Problem> {
    let span = text.parse::<Duration>().map_err(|expected| {
        Problem::new(ProblemKind::Scenario, format!("cannot read \"{text}\""))
            .at(option)
            .expecting(expected.to_string())
    })?;
    let time = SimTime(span.0.0);
    if time > LATEST {
        return Err(Problem::new(ProblemKind::Limit, format!("{text} is too late"))
            .at(option)
            .expecting("at most 3600s"));
    }
    Ok(time)
}

/// No run is longer than an hour.
const LATEST: SimTime = SimTime::from_millis(3_600_000);
