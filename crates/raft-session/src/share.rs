//! Links to this very moment, and what a user interface says about the story.

use raft_explain::{Operand, Sentence, SentenceKind};
use raft_scenario::{Link, LinkScenario, PlacedAction, Problem, QuestionModel, Warning};
use raft_sim::Position;

use crate::branch::{Placed, flattened};
use crate::session::Changed;
use crate::time::{millis, place};
use crate::{Session, dto};

impl Session {
    /// The fragment of an address that leads to this run and this moment.
    #[must_use]
    pub fn share_link(&self) -> String {
        let done = &self.actions[..self.cursor.done().min(self.actions.len())];
        self.link_to(done, self.cursor.position(), Some(self.digest()))
    }

    /// The fragment of an address that leads to the last action of a branch, or to the beginning of
    /// one without any.
    ///
    /// # Errors
    /// If there is no such branch.
    pub fn branch_link(&self, id: u32) -> Result<String, Problem> {
        let actions = flattened(&self.branches, self.branch_numbered(id)?);
        let at = actions.last().map_or(Position::START, |last| last.at);
        Ok(self.link_to(&actions, at, None))
    }

    fn link_to(&self, actions: &[Placed], at: Position, digest: Option<String>) -> String {
        let scenario = match &self.name {
            Some(name) => LinkScenario::Name(name.clone()),
            None => LinkScenario::Inline(Box::new(self.script.scenario.clone())),
        };
        let named = self.name.is_some();
        let is_untouched = actions.is_empty() && self.changed == Changed::default();
        if let Some(name) = self.name.as_deref().filter(|_| is_untouched)
            && let Some(link) = self.short_link(name, at)
        {
            return link.encode(self.script.setup.options.deviations);
        }
        Link {
            scenario,
            step: None,
            seed: self.changed.seed.filter(|_| named),
            servers: self.changed.servers.filter(|_| named),
            actions: actions.iter().map(placed_action).collect(),
            at: (at.time.0, at.processed),
            digest,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
        }
        .encode(self.script.setup.options.deviations)
    }

    /// A link that people can read, to the beginning of a story or to one of its sentences: it needs no digest,
    /// because there is nothing but the story.
    fn short_link(&self, name: &str, at: Position) -> Option<Link> {
        let steps = self.script.steps.iter().zip(&self.moments);
        let mut told = steps.filter(|(step, moment)| step.say.is_some() && **moment == Some(at));
        let step = told.next_back().map(|(step, _)| step);
        if at == self.opening {
            return Some(Link::to_scenario(name));
        }
        step.map(|step| Link::to_step(name, &step.id))
    }

    /// The scenario of this run as JSON: with the seed and the number of servers it has here.
    #[must_use]
    pub fn scenario_json(&self) -> String {
        self.script.scenario.to_json()
    }

    /// The story: its texts, and where its steps come when nobody interferes.
    #[must_use]
    pub fn story(&self) -> dto::Story {
        let scenario = &self.script.scenario;
        let words = |text: &raft_scenario::Text| text.in_language(&self.language).to_owned();
        let question = |question: &QuestionModel| dto::Question {
            text: words(&question.ask),
            answers: question.answers.iter().map(words).collect(),
            reveal: words(&question.reveal),
            shows: !question.show.is_empty(),
        };
        let steps = self.script.steps.iter().zip(&self.moments);
        dto::Story {
            name: self.name.clone(),
            title: words(&scenario.title),
            summary: scenario.summary.as_ref().map(words).unwrap_or_default(),
            until: millis(self.script.until),
            steps: steps
                .filter(|(step, _)| step.say.is_some())
                .map(|(step, moment)| dto::StoryStep {
                    id: step.id.clone(),
                    say: step.say.as_ref().map(words),
                    at: moment.map(place),
                    pace: step.pace.map(|pace| millis(raft_sim::SimTime(pace.0)) / 1000.0),
                    question: step.question.as_ref().map(question),
                })
                .collect(),
            warnings: self.warnings(),
            exercise: self.exercise(),
        }
    }
}

impl Session {
    /// What in the settings cannot work, or hardly, in words.
    fn warnings(&self) -> Vec<String> {
        let warnings = self.script.warnings().into_iter();
        warnings
            .map(|warning| {
                let (key, operands) = match warning {
                    Warning::SlowElections { round_trip, timeout } => (
                        "warning-slow-elections",
                        [("round_trip", round_trip), ("timeout", timeout)],
                    ),
                    Warning::LateHeartbeats { gap, timeout } => {
                        ("warning-late-heartbeats", [("gap", gap), ("timeout", timeout)])
                    }
                    Warning::HastyClients { usual, timeout } => {
                        ("warning-hasty-clients", [("usual", usual), ("timeout", timeout)])
                    }
                };
                let operands = operands.map(|(name, span)| (name, Operand::from(span))).to_vec();
                let sentence = Sentence { kind: SentenceKind::Rest, key, operands, rule: None };
                self.catalogue.words(&sentence)
            })
            .collect()
    }
}

pub(crate) fn placed_action(placed: &Placed) -> PlacedAction {
    let action = placed.deed.spelled.clone();
    PlacedAction { at: (placed.at.time.0, placed.at.processed), action }
}
