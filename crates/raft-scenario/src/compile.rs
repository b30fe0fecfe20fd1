//! From what stands in a file to what can run: everything is checked here, once.

mod check;
mod setup;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use raft_core::Micros;
use raft_sim::{Action, Overrides, Position, Seeded, Setup, SimTime};

use self::check::check_expectations;
pub(crate) use self::check::{check_end, check_ends, check_number, check_text, check_until};
use crate::model::{QuestionModel, Scenario, StepModel};
use crate::names::{check_slug, server_id};
use crate::warning::{Warning, warnings};
use crate::{
    ActionModel, ChaosModel, Condition, Duration, ExerciseModel, Expectation, Problem, ProblemKind,
    Text, chaos,
};

/// A scenario that has been checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Script {
    /// What stands in the file.
    pub scenario: Scenario,
    /// What the world is made of.
    pub setup: Setup,
    /// Where its choices come from.
    pub chooser: Seeded,
    /// Where the story ends.
    pub until: SimTime,
    /// What happens, in order.
    pub steps: Arc<[ScriptStep]>,
    /// What chance does.
    pub(crate) chaos: Arc<chaos::Plan>,
    /// What the reader shall bring about; every keyframe shares it.
    pub(crate) exercise: Option<Arc<ExerciseModel>>,
}

/// A step that has been checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScriptStep {
    /// Its name.
    pub id: String,
    /// Its moment.
    pub trigger: Trigger,
    /// What is done.
    pub actions: Vec<Action>,
    /// What the reader is told.
    pub say: Option<Text>,
    /// How long a reader watches from here on.
    pub pace: Option<Micros>,
    /// A question at which the story stops.
    pub question: Option<ScriptQuestion>,
    /// What is true then.
    pub expect: Vec<Expectation>,
}

/// A question of the story.
pub type ScriptQuestion = QuestionModel;

/// The moment of a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trigger {
    /// At this time.
    At(SimTime),
    /// At this very place, where a hand has acted.
    Place(Position),
    /// This long after the step before it.
    After(Micros),
    /// When this happens.
    When(Condition),
}

impl Trigger {
    /// The moment that at most one of these says; with none of them, at once.
    ///
    /// # Errors
    /// If two of them say one.
    pub(crate) fn read(
        at: Option<Duration>,
        after: Option<Duration>,
        when: Option<&Condition>,
    ) -> Result<Self, Problem> {
        match (at, after, when) {
            (Some(at), None, None) => Ok(Self::At(SimTime(at.0.0))),
            (None, Some(after), None) => Ok(Self::After(after.0)),
            (None, None, Some(condition)) => Ok(Self::When(condition.clone())),
            (None, None, None) => Ok(Self::After(Micros(0))),
            _ => Err(scenario_problem("a step has one moment")
                .expecting("only one of at, after and when")),
        }
    }

    /// Looks for what never happens.
    ///
    /// # Errors
    /// Why it does not.
    pub(crate) fn check(&self, setup: &Setup) -> Result<(), Problem> {
        match self {
            Self::When(condition) => condition.check(Some(setup)).map_err(within("when")),
            _ => Ok(()),
        }
    }
}

const MOST_STEPS: usize = 500;
const MOST_ACTIONS: usize = 2_000;
const MOST_CHOICES: usize = 10_000;
/// One hour: nobody watches longer, and an endless run would be an endless page.
const LONGEST_RUN: Micros = Micros(3_600_000_000);

pub(crate) fn scenario_problem(message: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::Scenario, message)
}

pub(crate) fn within(path: impl core::fmt::Display) -> impl FnOnce(Problem) -> Problem {
    move |mut problem| {
        let path = match &problem.path {
            Some(inner) => format!("{path}.{inner}"),
            None => path.to_string(),
        };
        problem.path = Some(path);
        problem
    }
}

impl Scenario {
    /// Checks everything and makes the scenario ready to run.
    ///
    /// # Errors
    /// The first thing that cannot work, and where it stands.
    pub fn compile(self) -> Result<Script, Problem> {
        self.check_head()?;
        let setup = self.setup()?;
        let chooser = Seeded { seed: self.seed, overrides: self.overrides(&setup)? };
        let steps = self.script_steps(&setup)?;
        check_expectations(&self.expect, true, &setup)?;
        self.check_fork()?;
        self.check_exercise(&setup)?;
        let until = SimTime(self.until.0.0);
        let chaos = self.chaos.plan(self.seed, LONGEST_RUN).map_err(within("chaos"))?;
        let exercise = self.exercise.as_deref().map(|exercise| Arc::new(exercise.clone()));
        let chaos = chaos.into();
        Ok(Script { setup, chooser, until, steps, chaos, exercise, scenario: self })
    }

    /// The same cluster with another number of servers and no story: free play.
    #[must_use]
    pub fn with_servers(mut self, servers: u8) -> Self {
        self.cluster.servers = servers;
        self.cluster.voters = None;
        self.steps.clear();
        self.choices.clear();
        self.expect.clear();
        self.initial.clear();
        (self.picture, self.fork, self.exercise) = (None, None, None);
        let exists = |name: &String| server_id(name).is_ok_and(|id| id.0 <= u32::from(servers));
        self.network.links.retain(|link| link.between.iter().all(exists));
        self
    }

    fn overrides(&self, setup: &Setup) -> Result<Overrides, Problem> {
        if self.choices.len() > MOST_CHOICES {
            return Err(Problem::new(ProblemKind::Limit, "too many choices")
                .at("choices")
                .expecting(format!("at most {MOST_CHOICES}")));
        }
        let mut overrides = BTreeMap::new();
        for (at, choice) in self.choices.iter().enumerate() {
            let (key, value) = choice.resolve(setup).map_err(within(format!("choices[{at}]")))?;
            if overrides.insert(key, value).is_some() {
                return Err(
                    scenario_problem("this choice is made twice").at(format!("choices[{at}]"))
                );
            }
        }
        Ok(Arc::new(overrides))
    }

    fn script_steps(&self, setup: &Setup) -> Result<Arc<[ScriptStep]>, Problem> {
        let actions: usize = self.steps.iter().map(|step| step.actions.len()).sum();
        if self.steps.len() > MOST_STEPS || actions > MOST_ACTIONS {
            return Err(Problem::new(ProblemKind::Limit, "the story is too long")
                .at("steps")
                .expecting(format!("at most {MOST_STEPS} steps and {MOST_ACTIONS} actions")));
        }
        let mut ids = BTreeSet::new();
        let mut steps = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            let path = format!("steps[{at}]");
            if !ids.insert(&step.id) {
                return Err(scenario_problem(format!("two steps are called \"{}\"", step.id))
                    .at(format!("{path}.id")));
            }
            steps.push(step.compile(setup).map_err(within(path))?);
        }
        Ok(steps.into())
    }
}

impl Script {
    /// A run without a story, of a world that no file describes: for whoever makes worlds up.
    ///
    /// # Errors
    /// What cannot work.
    pub fn made_up(
        seed: u64,
        setup: Setup,
        chaos: &ChaosModel,
        until: SimTime,
    ) -> Result<Self, Problem> {
        setup.validate().map_err(|why| scenario_problem(why.to_string()))?;
        Ok(Self {
            scenario: Scenario::from_json(r#"{"format":1,"title":"made up"}"#)?,
            setup,
            chooser: Seeded::new(seed),
            until,
            steps: Arc::new([]),
            chaos: chaos.plan(seed, LONGEST_RUN)?.into(),
            exercise: None,
        })
    }

    /// Settings that cannot work, or hardly.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        warnings(&self.setup)
    }
}

impl StepModel {
    fn compile(&self, setup: &Setup) -> Result<ScriptStep, Problem> {
        check_slug(&self.id, ProblemKind::Scenario).map_err(within("id"))?;
        if self.processed.is_some() && self.at.is_none() {
            return Err(scenario_problem("events are counted at a time")
                .at("processed")
                .expecting("at as well"));
        }
        let trigger =
            match (Trigger::read(self.at, self.after, self.when.as_ref())?, self.processed) {
                (Trigger::At(time), Some(processed)) => {
                    Trigger::Place(Position { time, processed })
                }
                (trigger, _) => trigger,
            };
        trigger.check(setup)?;
        let compiled = |actions: &[ActionModel], place: &str| {
            let checked = actions.iter().enumerate().map(|(at, action)| {
                let path = || within(format!("{place}[{at}]"));
                let action = action.to_action().map_err(path())?;
                check_ends(&action, setup).map_err(path())?;
                Ok(action)
            });
            checked.collect::<Result<Vec<Action>, Problem>>()
        };
        let actions = compiled(&self.actions, "do")?;
        check_text(self.say.as_ref(), "say")?;
        if let Some(question) = &self.question {
            check_text(Some(&question.ask), "question.ask")?;
            check_text(Some(&question.reveal), "question.reveal")?;
            for answer in &question.answers {
                check_text(Some(answer), "question.answers")?;
            }
            compiled(&question.show, "question.show")?;
        }
        check_expectations(&self.expect, false, setup)?;
        Ok(ScriptStep {
            id: self.id.clone(),
            trigger,
            actions,
            say: self.say.clone(),
            pace: self.pace.map(|pace| pace.0),
            question: self.question.clone(),
            expect: self.expect.clone(),
        })
    }
}
