//! Links: a run and a moment in it, small enough for an address.
//!
//! `#v1.d.<payload>`: version, codec (`d`: deflated JSON), base64url. A run in which a rule is broken on
//! purpose wears its mark in the open: `#v1.d.<payload>.not-raft`. `#name` alone is a gallery scenario from
//! its beginning. Links come from strangers: every length is bounded before anything
//! is built from it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use raft_core::Deviations;
use raft_sim::{Position, SimTime};
use serde::{Deserialize, Serialize};

use crate::names::check_slug;
use crate::record::record;
use crate::{ActionModel, Problem, ProblemKind, Scenario};

/// A link's contents.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Link {
    /// Which scenario.
    pub scenario: LinkScenario,
    /// The seed, if it is not the scenario's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// The number of servers, if it is not the scenario's. Then there is no story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub servers: Option<u8>,
    /// What the reader has done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<PlacedAction>,
    /// The moment: microseconds, and events at that time.
    pub at: (u64, u32),
    /// The moment, by the name of a step of the story: instead of `at`, and without actions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The digest of the run up to the moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The version of the engine that made the link.
    pub engine: String,
}

record! { Link { scenario: required = LinkScenario::Name(String::new()), seed, servers, actions, at, step, digest, engine: required } }

/// A scenario by name, or all of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkScenario {
    /// A scenario of the gallery.
    Name(String),
    /// A scenario of its own.
    Inline(Box<Scenario>),
}

/// An action and its place in the run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PlacedAction {
    /// Microseconds, and events at that time.
    pub at: (u64, u32),
    /// What is done.
    #[serde(rename = "do")]
    pub action: ActionModel,
}

record! { PlacedAction { at: required, action as "do": required = ActionModel::Release } }

const LONGEST_FRAGMENT: usize = 768 * 1024;
const LONGEST_JSON: usize = 512 * 1024;
const MOST_ACTIONS: usize = 5_000;
/// A link cannot send a reader further than this into a run: one hour.
const LATEST: u64 = 3_600_000_000;

/// What stands at the end of a link to a run in which a rule is broken on purpose. It is for whoever reads the
/// link: what runs is in the payload.
const NOT_RAFT: &str = "not-raft";

fn problem(message: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::Link, message)
}

impl Link {
    /// A gallery scenario from its beginning.
    #[must_use]
    pub fn to_scenario(name: &str) -> Self {
        Self {
            scenario: LinkScenario::Name(name.to_owned()),
            seed: None,
            servers: None,
            actions: Vec::new(),
            at: (0, 0),
            step: None,
            digest: None,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// A moment of a gallery scenario that has a name.
    #[must_use]
    pub fn to_step(name: &str, step: &str) -> Self {
        Self { step: Some(step.to_owned()), ..Self::to_scenario(name) }
    }

    /// The name of the scenario, if that and perhaps the name of a step is all there is to say.
    fn name(&self) -> Option<&str> {
        let is_plain = self.seed.is_none()
            && self.servers.is_none()
            && self.actions.is_empty()
            && self.at == (0, 0)
            && self.digest.is_none();
        match &self.scenario {
            LinkScenario::Name(name) if is_plain => Some(name),
            _ => None,
        }
    }

    /// The fragment of an address, with its `#`. `deviations` are the broken rules of its run.
    #[must_use]
    pub fn encode(&self, deviations: Deviations) -> String {
        let mut fragment = match (self.name(), &self.step) {
            (Some(name), Some(step)) => format!("#{name}/{step}"),
            (Some(name), None) => format!("#{name}"),
            (None, _) => {
                let json = crate::json::write(self);
                let deflated = miniz_oxide::deflate::compress_to_vec(json.as_bytes(), 9);
                format!("#v1.d.{}", URL_SAFE_NO_PAD.encode(deflated))
            }
        };
        if deviations != Deviations::NONE {
            fragment.push('.');
            fragment.push_str(NOT_RAFT);
        }
        fragment
    }

    /// Reads the fragment of an address, with or without its `#`.
    ///
    /// # Errors
    /// What is wrong with it, as a sentence for the reader.
    pub fn decode(fragment: &str) -> Result<Self, Problem> {
        let text = fragment.strip_prefix('#').unwrap_or(fragment);
        if text.len() > LONGEST_FRAGMENT {
            return Err(Problem::new(ProblemKind::Limit, "the link is too long")
                .expecting(format!("at most {LONGEST_FRAGMENT} characters")));
        }
        let plain = text.strip_suffix(NOT_RAFT).and_then(|text| text.strip_suffix('.'));
        let plain = plain.unwrap_or(text);
        if !plain.contains('.') {
            let (name, step) = plain.split_once('/').map_or((plain, None), |(a, b)| (a, Some(b)));
            check_slug(name, ProblemKind::Link)?;
            return match step {
                None => Ok(Self::to_scenario(name)),
                Some(step) => {
                    check_slug(step, ProblemKind::Link)?;
                    Ok(Self::to_step(name, step))
                }
            };
        }
        let payload = match text.split('.').collect::<Vec<_>>().as_slice() {
            ["v1", "d", payload] | ["v1", "d", payload, NOT_RAFT] => *payload,
            ["v1", codec, _] => {
                return Err(problem(format!(
                    "the link is packed as \"{codec}\", which is not known here"
                ))
                .expecting("d"));
            }
            [version, ..] if version.starts_with('v') && *version != "v1" => {
                return Err(problem(format!("the link is of version {version}"))
                    .expecting("version v1; a newer playground may open it"));
            }
            _ => return Err(problem("this is not a link of the playground").expecting("#v1.d.…")),
        };
        Self::unpack(payload)
    }

    fn unpack(payload: &str) -> Result<Self, Problem> {
        let deflated = URL_SAFE_NO_PAD
            .decode(payload)
            .map_err(|_| problem("the link is damaged: it has characters that no link has"))?;
        let json = miniz_oxide::inflate::decompress_to_vec_with_limit(&deflated, LONGEST_JSON)
            .map_err(|_| problem("the link is damaged: a part is missing, or it holds too much"))?;
        let json = String::from_utf8(json)
            .map_err(|_| problem("the link is damaged: it holds no text"))?;
        let link: Self = crate::parse::from_json(&json, ProblemKind::Link)?;
        link.check()?;
        Ok(link)
    }

    fn check(&self) -> Result<(), Problem> {
        if let LinkScenario::Name(name) = &self.scenario {
            check_slug(name, ProblemKind::Link).map_err(|problem| problem.at("scenario"))?;
        }
        if let Some(step) = &self.step {
            check_slug(step, ProblemKind::Link).map_err(|problem| problem.at("step"))?;
            if !self.actions.is_empty() || self.at != (0, 0) {
                return Err(problem("the link leads to two moments")
                    .at("step")
                    .expecting("no actions and no other moment beside it"));
            }
        }
        let last = check_order(&self.actions)?;
        if last > self.at || self.at.0 > LATEST {
            return Err(problem("the link leads to an impossible moment")
                .at("at")
                .expecting("a moment after the last action, within an hour"));
        }
        Ok(())
    }

    /// The moment.
    #[must_use]
    pub fn position(&self) -> Position {
        position(self.at)
    }
}

/// The place of the last action of a list that is short enough and in order.
fn check_order(actions: &[PlacedAction]) -> Result<(u64, u32), Problem> {
    if actions.len() > MOST_ACTIONS {
        return Err(Problem::new(ProblemKind::Limit, "there are too many actions")
            .expecting(format!("at most {MOST_ACTIONS}")));
    }
    let mut before = (0, 0);
    for (at, action) in actions.iter().enumerate() {
        if action.at < before {
            return Err(problem("the actions are not in order").at(format!("actions[{at}].at")));
        }
        before = action.at;
    }
    Ok(before)
}

impl PlacedAction {
    /// Reads a list of actions, each with its place in a run: `[{"at":[310000,0],"do":…}]`.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn list_from_json(json: &str) -> Result<Vec<Self>, Problem> {
        if json.len() > LONGEST_JSON {
            return Err(Problem::new(ProblemKind::Limit, "the list of actions is too long")
                .expecting(format!("at most {LONGEST_JSON} bytes")));
        }
        let actions: Vec<Self> = crate::parse::from_json(json, ProblemKind::Action)?;
        if check_order(&actions)?.0 > LATEST {
            return Err(problem("the actions lead to an impossible moment")
                .expecting("moments within an hour"));
        }
        Ok(actions)
    }

    /// The list as it is read.
    #[must_use]
    pub fn list_to_json(actions: &[Self]) -> String {
        crate::json::write(actions)
    }

    /// Its place.
    #[must_use]
    pub fn position(&self) -> Position {
        position(self.at)
    }
}

fn position((time, processed): (u64, u32)) -> Position {
    Position { time: SimTime(time), processed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_reads_as_it_was_written() {
        let mut link = Link::to_scenario("default");
        link.at = (310_000, 2);
        link.actions.push(PlacedAction { at: (250_000, 1), action: ActionModel::HealAll });
        let fragment = link.encode(Deviations::NONE);
        assert!(fragment.starts_with("#v1.d.") && !fragment.contains("not-raft"));
        assert_eq!(Link::decode(&fragment), Ok(link));
    }

    #[cfg(feature = "deviations")]
    #[test]
    fn a_link_to_what_is_not_raft_says_so_in_the_open() {
        let broken = Deviations::NONE.with(raft_core::Deviation::HalfElects);
        let link = Link::to_scenario("half-elects");
        let fragment = link.encode(broken);
        assert!(fragment.ends_with(".not-raft"), "{fragment}");
        assert_eq!(Link::decode(&fragment).as_ref(), Ok(&link));
        let old = fragment.strip_suffix(".not-raft").expect("it has the mark");
        assert_eq!(Link::decode(old), Ok(link), "without its mark it leads to the same");
        assert!(Link::decode(&format!("{old}.raft")).is_err());
    }

    #[test]
    fn a_name_is_a_link() {
        for (text, link) in [
            ("#default", Link::to_scenario("default")),
            ("#figure-8/the-overwrite", Link::to_step("figure-8", "the-overwrite")),
        ] {
            assert_eq!(Link::decode(text).as_ref(), Ok(&link));
            assert_eq!(link.encode(Deviations::NONE), text);
            assert_eq!(Link::decode(&format!("{text}.not-raft")), Ok(link), "{text}");
        }
    }

    #[test]
    fn broken_links_are_explained() {
        let bomb = miniz_oxide::deflate::compress_to_vec(&vec![b' '; 20_000_000], 9);
        let bomb = format!("v1.d.{}", URL_SAFE_NO_PAD.encode(bomb));
        let cases = [
            ("#", "cannot be a name"),
            ("#Figure 8", "cannot be a name"),
            ("#figure-8/", "cannot be a name"),
            ("#/the-overwrite", "cannot be a name"),
            ("#figure-8/a/b", "cannot be a name"),
            ("#figure-8/<b>", "cannot be a name"),
            ("#v2.d.abc", "version v2"),
            ("#v1.z.abc", "packed as \"z\""),
            ("#v1.d.!!!", "characters that no link has"),
            ("#v1.d.AAAA", "damaged"),
            (&bomb, "holds too much"),
            ("#a.b", "not a link of the playground"),
        ];
        for (fragment, expected) in cases {
            let problem = Link::decode(fragment).expect_err(fragment).to_string();
            assert!(problem.contains(expected), "{fragment}: {problem}");
        }
    }

    #[test]
    fn impossible_links_are_refused() {
        let mut link = Link::to_scenario("default");
        link.at = (LATEST + 1, 0);
        assert!(Link::decode(&link.encode(Deviations::NONE)).is_err());
        link.at = (10, 0);
        link.actions.push(PlacedAction { at: (20, 0), action: ActionModel::HealAll });
        assert!(
            Link::decode(&link.encode(Deviations::NONE)).is_err(),
            "an action after the moment"
        );
    }
}
