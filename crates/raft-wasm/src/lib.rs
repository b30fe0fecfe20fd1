//! The door between the engine and JavaScript: a handle, and plain data.
//!
//! No rule of Raft is in here, and nothing is decided: every method passes on to
//! [`raft_session::Session`] and turns what comes back into plain objects. Bad input is thrown as
//! `{ kind, message, path, expected }`; nothing panics.

mod plain;

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_session::{
    ActionModel, Catalogue, Direction, Goal, Link, LinkScenario, PlacedAction, Problem,
    ProblemKind, Scenario, Stride,
};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use plain::{from_plain, to_plain, to_thrown};

/// A panic is a bug of ours. It ends this module; at least the console shall say where it was.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
    }));
}

/// A seed that nobody has chosen, in hexadecimal.
///
/// # Errors
/// If the browser has no randomness to give.
#[wasm_bindgen(js_name = freshSeed)]
pub fn fresh_seed() -> Result<String, JsValue> {
    // Seeds stay below 2^53, so that they are exact in every spelling.
    getrandom::u64()
        .map(|random| format!("{:x}", random >> 11))
        .map_err(|error| to_thrown(&Problem::new(ProblemKind::Limit, error.to_string())))
}

/// The version of the engine, as links and exports name it.
#[wasm_bindgen(js_name = engineVersion)]
#[must_use]
pub fn engine_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The gallery scenario that a link needs; `undefined` if it carries its own.
///
/// # Errors
/// If the link cannot be read.
#[wasm_bindgen(js_name = linkName)]
pub fn link_name(fragment: &str) -> Result<Option<String>, JsValue> {
    let link = Link::decode(fragment).map_err(|problem| to_thrown(&problem))?;
    Ok(match link.scenario {
        LinkScenario::Name(name) => Some(name),
        LinkScenario::Inline(_) => None,
    })
}

/// What a session is opened with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct OpenOptions {
    /// The scenario, as JSON. Not needed for a link that carries its own.
    json: Option<String>,
    /// Its name in the gallery.
    name: Option<String>,
    /// The seed, in hexadecimal, if it is not the scenario's.
    seed: Option<String>,
    /// The number of servers, if it is not the scenario's.
    servers: Option<u8>,
    /// A link to open instead of the beginning.
    fragment: Option<String>,
    /// Actions of another run that shall act in this one as well, as `actionsJson` gives them.
    actions: Option<String>,
    /// The sentences of the reader's language.
    narration: BTreeMap<String, String>,
    /// The reader's language.
    language: String,
}

/// A run on the screen. Free it when it leaves the screen.
#[wasm_bindgen]
pub struct Session {
    session: raft_session::Session,
}

#[wasm_bindgen]
impl Session {
    /// Opens a scenario or a link.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(options: JsValue) -> Result<Self, JsValue> {
        let options: OpenOptions = from_plain(&options, ProblemKind::Action)?;
        open(options).map(|session| Self { session }).map_err(|problem| to_thrown(&problem))
    }

    /// What is on the screen now; with an earlier frame's version, what has changed since.
    pub fn frame(&mut self, since: Option<u32>) -> Result<JsValue, JsValue> {
        to_plain(&self.session.frame(since))
    }

    /// Simulates up to this moment.
    pub fn advance(&mut self, to_ms: f64) -> Result<(), JsValue> {
        self.session.advance(to_ms).map_err(|problem| to_thrown(&problem))
    }

    /// Simulates up to this moment, but no further than to the first event that breaks a promise or solves the
    /// exercise. False if there was one.
    pub fn play(&mut self, to_ms: f64) -> Result<bool, JsValue> {
        self.session.play(to_ms).map_err(|problem| to_thrown(&problem))
    }

    /// Goes to this moment, after everything that happens up to it.
    pub fn seek(&mut self, ms: f64) -> Result<(), JsValue> {
        self.session.seek(ms).map_err(|problem| to_thrown(&problem))
    }

    /// Goes to exactly this place.
    #[wasm_bindgen(js_name = seekTo)]
    pub fn seek_to(&mut self, position: JsValue) -> Result<(), JsValue> {
        let position = from_plain(&position, ProblemKind::Action)?;
        self.session.seek_to(position).map_err(|problem| to_thrown(&problem))
    }

    /// Takes a step forward (1) or back (-1): an `event`, a `telling` one, or one of the `story`.
    pub fn step(&mut self, direction: i32, stride: &str) -> Result<bool, JsValue> {
        let direction = if direction < 0 { Direction::Back } else { Direction::Forward };
        let stride = match stride {
            "event" => Stride::Event,
            "telling" => Stride::Telling,
            "story" => Stride::Story,
            _ => {
                let problem = Problem::new(ProblemKind::Action, format!("\"{stride}\" is no step"))
                    .expecting("event, telling or story");
                return Err(to_thrown(&problem));
            }
        };
        self.session.step(direction, stride).map_err(|problem| to_thrown(&problem))
    }

    /// Lets an action act, here and now. It is given as JSON, as in scenario files.
    pub fn act(&mut self, json: &str) -> Result<(), JsValue> {
        ActionModel::from_json(json)
            .and_then(|action| self.session.act(action))
            .map_err(|problem| to_thrown(&problem))
    }

    /// Lets the answer to a step's question happen, here and now.
    #[wasm_bindgen(js_name = showAnswer)]
    pub fn show_answer(&mut self, step: &str) -> Result<(), JsValue> {
        self.session.show_answer(step).map_err(|problem| to_thrown(&problem))
    }

    /// The entries of a server's log from one index to another.
    pub fn ledger(&self, server: &str, from: f64, to: f64) -> Result<JsValue, JsValue> {
        to_plain(&self.session.ledger(server, whole(from), whole(to)))
    }

    /// The events from one number to another.
    pub fn events(&self, from: u32, to: u32) -> Result<JsValue, JsValue> {
        let events = self.session.events(from, to).map_err(|problem| to_thrown(&problem))?;
        to_plain(&events)
    }

    /// How many events are known.
    #[wasm_bindgen(js_name = eventCount)]
    pub fn event_count(&self) -> u32 {
        self.session.event_count()
    }

    /// Events whose golden lines contain a text, from an event's number on.
    pub fn find(&self, text: &str, from: f64) -> Result<JsValue, JsValue> {
        let found = self.session.find(text, from).map_err(|problem| to_thrown(&problem))?;
        to_plain(&found)
    }

    /// Why something is as it is at this moment.
    pub fn why(&self, question: JsValue) -> Result<JsValue, JsValue> {
        let question = from_plain(&question, ProblemKind::Action)?;
        let why = self.session.why(&question).map_err(|problem| to_thrown(&problem))?;
        to_plain(&why)
    }

    /// Why something is not so at this moment: what stands in the way.
    #[wasm_bindgen(js_name = whyNot)]
    pub fn why_not(&self, question: JsValue) -> Result<JsValue, JsValue> {
        let question = from_plain(&question, ProblemKind::Action)?;
        let why_not = self.session.why_not(&question).map_err(|problem| to_thrown(&problem))?;
        to_plain(&why_not)
    }

    /// Whether the cluster can go on from here, and whether it does.
    pub fn outlook(&self) -> Result<JsValue, JsValue> {
        to_plain(&self.session.outlook())
    }

    /// Goes on to the next event that makes it so: `election`, `leader`, `commit`, `crash`,
    /// `violation`, `message`, `answer`, `quiet`, or a condition as JSON. False if it gave up.
    #[wasm_bindgen(js_name = runUntil)]
    pub fn run_until(&mut self, what: &str) -> Result<bool, JsValue> {
        what.parse::<Goal>()
            .and_then(|goal| self.session.run_until(&goal))
            .map_err(|problem| to_thrown(&problem))
    }

    /// Goes back to the last event that made it so. False if there was none.
    #[wasm_bindgen(js_name = runBack)]
    pub fn run_back(&mut self, what: &str) -> Result<bool, JsValue> {
        what.parse::<Goal>()
            .and_then(|goal| self.session.run_back(&goal))
            .map_err(|problem| to_thrown(&problem))
    }

    /// In what this run and another one differ, up to a moment.
    pub fn compare(&self, other: &Self, until_ms: f64) -> Result<JsValue, JsValue> {
        let compared = self.session.compare(&other.session, until_ms);
        to_plain(&compared.map_err(|problem| to_thrown(&problem))?)
    }

    /// What happened between two moments: lanes of servers, and messages between them.
    pub fn spacetime(&self, from: f64, to: f64) -> Result<JsValue, JsValue> {
        let spacetime = self.session.spacetime(from, to).map_err(|problem| to_thrown(&problem))?;
        to_plain(&spacetime)
    }

    /// What a diagram that shows the run up to `known` has to add to show it up to `to`.
    #[wasm_bindgen(js_name = spacetimeSince, unchecked_return_type = "Spacetime")]
    pub fn spacetime_since(&self, known: f64, to: f64) -> Result<JsValue, JsValue> {
        let spacetime = self.session.spacetime_since(known, to);
        to_plain(&spacetime.map_err(|problem| to_thrown(&problem))?)
    }

    /// In which order clients' operations took effect, with the moments of those between two moments.
    pub fn linearization(&self, from: f64, to: f64) -> Result<JsValue, JsValue> {
        let linearization = self.session.linearization(from, to);
        to_plain(&linearization.map_err(|problem| to_thrown(&problem))?)
    }

    /// What is painted on the time line; with `known`, only the marks after the first so many.
    pub fn timeline(&self, known: Option<u32>) -> Result<JsValue, JsValue> {
        to_plain(&self.session.timeline(known))
    }

    /// The story.
    pub fn story(&self) -> Result<JsValue, JsValue> {
        to_plain(&self.session.story())
    }

    /// The public state.
    pub fn state(&self) -> Result<JsValue, JsValue> {
        to_plain(&self.session.state())
    }

    /// All branches.
    pub fn branches(&self) -> Result<JsValue, JsValue> {
        to_plain(&self.session.branches())
    }

    /// Goes to another branch.
    #[wasm_bindgen(js_name = switchBranch)]
    pub fn switch_branch(&mut self, id: u32) -> Result<(), JsValue> {
        self.session.switch_branch(id).map_err(|problem| to_thrown(&problem))
    }

    /// Gives a branch another name; an empty one takes it away again.
    #[wasm_bindgen(js_name = renameBranch)]
    pub fn rename_branch(&mut self, id: u32, name: &str) -> Result<(), JsValue> {
        self.session.rename_branch(id, name).map_err(|problem| to_thrown(&problem))
    }

    /// A link to the last action of a branch.
    #[wasm_bindgen(js_name = branchLink)]
    pub fn branch_link(&self, id: u32) -> Result<String, JsValue> {
        self.session.branch_link(id).map_err(|problem| to_thrown(&problem))
    }

    /// Everything that the reader has done in this branch, as JSON.
    #[wasm_bindgen(js_name = actionsJson)]
    pub fn actions_json(&self) -> String {
        self.session.actions_json()
    }

    /// What became of the actions that were taken along into this run; null if none were.
    pub fn kept(&self) -> Result<JsValue, JsValue> {
        to_plain(&self.session.kept())
    }

    /// Goes back to the story, where the reader left it.
    #[wasm_bindgen(js_name = backToStory)]
    pub fn back_to_story(&mut self) -> Result<(), JsValue> {
        self.session.back_to_story().map_err(|problem| to_thrown(&problem))
    }

    /// Goes to the beginning of the story.
    pub fn reset(&mut self) -> Result<(), JsValue> {
        self.session.reset().map_err(|problem| to_thrown(&problem))
    }

    /// A link to this very moment.
    #[wasm_bindgen(js_name = shareLink)]
    pub fn share_link(&self) -> String {
        self.session.share_link()
    }

    /// The scenario of this run as JSON: with the seed and the number of servers it has here.
    #[wasm_bindgen(js_name = scenarioJson)]
    pub fn scenario_json(&self) -> String {
        self.session.scenario_json()
    }

    /// Tells everything in another language from now on. A frame without an earlier version has all of it.
    ///
    /// # Errors
    /// If a sentence is missing.
    pub fn speak(&mut self, language: &str, narration: JsValue) -> Result<(), JsValue> {
        let catalogue = from_plain(&narration, ProblemKind::Action).map(catalogue_of)?;
        self.session.speak(catalogue.map_err(|problem| to_thrown(&problem))?, language);
        Ok(())
    }

    /// The seed, in hexadecimal.
    pub fn seed(&self) -> String {
        self.session.seed()
    }

    /// The digest of everything up to here.
    pub fn digest(&self) -> String {
        self.session.digest()
    }
}

fn catalogue_of(narration: BTreeMap<String, String>) -> Result<Arc<Catalogue>, Problem> {
    Catalogue::new(narration)
        .map(Arc::new)
        .map_err(|why| Problem::new(ProblemKind::Scenario, why.to_string()).at("narration"))
}

fn open(options: OpenOptions) -> Result<raft_session::Session, Problem> {
    let catalogue = catalogue_of(options.narration)?;
    let scenario = options.json.as_deref().map(Scenario::from_json).transpose()?;
    if let Some(fragment) = &options.fragment {
        let link = Link::decode(fragment)?;
        return raft_session::Session::open_link(&link, scenario, catalogue, &options.language);
    }
    let scenario = scenario.ok_or_else(|| {
        Problem::new(ProblemKind::Scenario, "there is no scenario").expecting("json or fragment")
    })?;
    let seed = options.seed.as_deref().map(read_seed).transpose()?;
    let actions = options.actions.as_deref().map(PlacedAction::list_from_json).transpose()?;
    let mut session = raft_session::Session::open(
        scenario,
        options.name,
        seed,
        options.servers,
        catalogue,
        &options.language,
    )?;
    if let Some(actions) = actions {
        session.keep(&actions);
    }
    Ok(session)
}

fn read_seed(text: &str) -> Result<u64, Problem> {
    let wrong = || {
        Problem::new(ProblemKind::Scenario, format!("\"{text}\" is no seed"))
            .at("seed")
            .expecting("a hexadecimal number below 2^53")
    };
    if text.starts_with('+') {
        return Err(wrong());
    }
    u64::from_str_radix(text, 16).map_err(|_| wrong())
}

/// A JavaScript number as an index: what is none becomes the nearest that is.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates, NaN is 0
fn whole(number: f64) -> u64 {
    number as u64
}
