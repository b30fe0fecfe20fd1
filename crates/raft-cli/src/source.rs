//! What a run comes from: a scenario file, or a link.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use raft_export::Take;
use raft_scenario::{Duration, Link, LinkScenario, Problem, ProblemKind, Scenario};
use raft_session::Session;
use raft_sim::SimTime;
use serde_json::{Value, json};

use crate::file;
use crate::words::Words;

/// The gallery, whose scenarios links name.
const GALLERY: &str = "scenarios";
/// No run is longer than an hour.
const LATEST: SimTime = SimTime::from_millis(3_600_000);

/// A run that can be opened: a scenario, and what a reader did in it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    scenario: Scenario,
    link: Option<Link>,
    /// Whether it is not as it was written any more. Then a link promises nothing.
    is_changed: bool,
}

impl Source {
    /// Reads a scenario file or a link: an address of the playground, or what follows its `#`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn read(source: &str) -> Result<Self, Problem> {
        if fragment_of(source).is_some() {
            return Self::read_link(source);
        }
        let scenario = file::read(Path::new(source))?;
        Ok(Self { scenario, link: None, is_changed: false })
    }

    /// Reads a link: an address of the playground, or what follows its `#`, with or without it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn read_link(source: &str) -> Result<Self, Problem> {
        let fragment = fragment_of(source).unwrap_or(source);
        let mut link = Link::decode(fragment)?;
        let mut scenario = match &link.scenario {
            LinkScenario::Name(name) => file::read(&gallery_file(name)?)?,
            LinkScenario::Inline(scenario) => (**scenario).clone(),
        };
        if let Some(seed) = link.seed.take() {
            scenario.seed = seed;
        }
        if let Some(servers) = link.servers.take().filter(|one| *one != scenario.cluster.servers) {
            scenario = scenario.with_servers(servers);
        }
        link.scenario = LinkScenario::Inline(Box::new(scenario.clone()));
        Ok(Self { scenario, link: Some(link), is_changed: false })
    }

    /// The same scenario with another seed.
    ///
    /// # Errors
    /// If it is a link: with another seed it promises nothing.
    pub(crate) fn seeded(mut self, seed: Option<u64>) -> Result<Self, Problem> {
        if seed.is_some() && self.link.is_some() {
            return Err(Problem::new(ProblemKind::Link, "a link has its own seed")
                .at("--seed")
                .expecting("a scenario file"));
        }
        self.scenario.seed = seed.unwrap_or(self.scenario.seed);
        Ok(self)
    }

    /// Changes one field, named by its path in the scenario's JSON: `cluster.pre_vote=true`.
    ///
    /// # Errors
    /// If there is no such field, or it cannot have that value.
    pub(crate) fn set(&mut self, setting: &str) -> Result<(), Problem> {
        let wrong = || {
            Problem::new(ProblemKind::Scenario, format!("cannot read \"{setting}\""))
                .at("--with")
                .expecting("a field and its value, such as cluster.pre_vote=true or seed=7")
        };
        let (path, value) = setting.split_once('=').ok_or_else(wrong)?;
        // What is no JSON is a word: reads=lease.
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        let mut whole: Value =
            serde_json::from_str(&self.scenario.to_json()).map_err(|_| wrong())?;
        let mut place = &mut whole;
        for key in path.split('.') {
            let object = place.as_object_mut().ok_or_else(wrong)?;
            place = object.entry(key).or_insert_with(|| json!({}));
        }
        *place = value;
        self.scenario = Scenario::from_json(&whole.to_string())
            .map_err(|problem| problem.at(format!("--with {setting}")))?;
        self.is_changed = true;
        Ok(())
    }

    /// The run, to be written down.
    ///
    /// # Errors
    /// If the scenario cannot run.
    pub(crate) fn take(self) -> Result<Take, Problem> {
        match &self.link {
            Some(link) => Take::of_link(link, None),
            None => Take::of_scenario(self.scenario),
        }
    }

    /// The run, to be walked through: at the link's moment, or at the beginning. What a reader did in
    /// a link that was changed is done again where it can be ([`Session::kept`]).
    ///
    /// # Errors
    /// If the scenario cannot run, or the link does not lead to what it promises.
    pub(crate) fn session(self, words: &Words) -> Result<Session, Problem> {
        let catalogue = Arc::clone(&words.narration);
        match self.link {
            Some(link) if !self.is_changed => {
                Session::open_link(&link, None, catalogue, words.language)
            }
            link => {
                let scenario = self.scenario;
                let mut session =
                    Session::open(scenario, None, None, None, catalogue, words.language)?;
                if let Some(link) = link {
                    session.keep(&link.actions);
                }
                Ok(session)
            }
        }
    }

    /// Where the story ends; nowhere for a link, which has a moment of its own.
    pub(crate) fn end(&self) -> Option<SimTime> {
        self.link.is_none().then_some(SimTime(self.scenario.until.0.0))
    }
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

/// A time as sessions count it.
#[allow(clippy::cast_precision_loss)] // microseconds of an hour are far below 2^53
pub(crate) fn millis(time: SimTime) -> f64 {
    time.0 as f64 / 1000.0
}
