//! Exercises: what a reader shall bring about by hand, and what counts as having done it.

use raft_core::Deviation;
use raft_sim::{Setup, SimTime};
use serde::Serialize;

use crate::action_kind::{check_kind, is_named};
use crate::compile::{Trigger, check_ends, check_text, check_until, scenario_problem, within};
use crate::record::record;
use crate::{ActionModel, Condition, Duration, Expectation, Problem, ProblemKind, Scenario, Text};

/// What a reader shall bring about by hand. The engine judges it on whatever run the reader makes.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct ExerciseModel {
    /// What is to be done.
    pub task: Text,
    /// What has to be true, all of it at one moment.
    pub goals: Vec<GoalModel>,
    /// What must not happen on the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub avoid: Vec<AvoidModel>,
    /// Until when it has to be done; the end of the story if nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Duration>,
    /// At most so many actions by hand; as many as one likes if nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<u32>,
    /// The kinds of actions that may be used; all of them if nobody says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::action_kinds"))]
    pub only: Vec<String>,
    /// The kinds of actions that may not be used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::action_kinds"))]
    pub without: Vec<String>,
    /// Exactly so many rules have to be broken on purpose.
    #[serde(skip_serializing_if = "crate::model::is_default")]
    pub broken_rules: u32,
    /// Help, revealed one after the other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<Text>,
    /// What the reader is told once it is done: why it is so.
    pub because: Text,
    /// One way to do it. Tests do it, and see that nothing less is enough.
    pub solution: SolutionModel,
}

record! { ExerciseModel {
    task: required, goals: required, avoid, within, actions, only, without, broken_rules, hints,
    because: required, solution: required,
} }

/// Something that has to be true.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct GoalModel {
    /// In words.
    pub say: Text,
    /// A claim about a moment, or an order of things that happen.
    pub that: Expectation,
}

record! { GoalModel { say: required, that: required = Expectation::LogsEqual(true) } }

/// Something that must not happen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct AvoidModel {
    /// In words.
    pub say: Text,
    /// What.
    pub when: Condition,
}

record! { AvoidModel { say: required, when: required = Condition::Settled(true) } }

/// One way to solve an exercise.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct SolutionModel {
    /// The rules to break, instead of `cluster.deviations`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::deviations"))]
    pub deviations: Vec<String>,
    /// What the hand does, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<DeedModel>,
}

record! { SolutionModel { deviations, steps } }

/// What a hand does at one moment: at most one of `at`, `after` and `when`; with none of them at once.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct DeedModel {
    /// At this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Duration>,
    /// This long after what was done before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Duration>,
    /// When this happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// What is done then, in order.
    #[serde(rename = "do")]
    pub actions: Vec<ActionModel>,
}

record! { DeedModel { at, after, when, actions as "do": required } }

/// Each goal and each thing to avoid is looked at after each event, and has a line on the page.
const MOST_GOALS: usize = 16;
const MOST_HINTS: usize = 10;
const MOST_DEEDS: usize = 200;

impl Scenario {
    /// The exercise can be judged, and its solution can be tried.
    ///
    /// # Errors
    /// The first thing that cannot work, and where it stands.
    pub(crate) fn check_exercise(&self, setup: &Setup) -> Result<(), Problem> {
        self.exercise.as_ref().map_or(Ok(()), |it| it.check(setup).map_err(within("exercise")))
    }
}

impl ExerciseModel {
    fn check(&self, setup: &Setup) -> Result<(), Problem> {
        for (path, text) in [("task", &self.task), ("because", &self.because)] {
            check_text(Some(text), path)?;
            if text.in_language("en").trim().is_empty() {
                return Err(scenario_problem("there is nothing to read")
                    .at(path)
                    .expecting("a text"));
            }
        }
        if self.goals.is_empty() {
            return Err(scenario_problem("nothing has to be reached").at("goals").expecting(
                "what has to be true, such as { say = \"Two servers lead.\", that = { leaders = 2 } }",
            ));
        }
        for (what, count, most) in [
            ("goals", self.goals.len(), MOST_GOALS),
            ("avoid", self.avoid.len(), MOST_GOALS),
            ("hints", self.hints.len(), MOST_HINTS),
            ("solution.steps", self.solution.steps.len(), MOST_DEEDS),
        ] {
            if count > most {
                return Err(Problem::new(ProblemKind::Limit, format!("there are {count} of them"))
                    .at(what)
                    .expecting(format!("at most {most}")));
            }
        }
        for (at, goal) in self.goals.iter().enumerate() {
            goal.check(setup).map_err(within(format!("goals[{at}]")))?;
        }
        for (at, avoid) in self.avoid.iter().enumerate() {
            avoid.check(setup).map_err(within(format!("avoid[{at}]")))?;
        }
        for (at, hint) in self.hints.iter().enumerate() {
            check_text(Some(hint), &format!("hints[{at}]"))?;
        }
        if let Some(until) = self.within {
            check_until(until).map_err(within("within"))?;
        }
        self.check_kinds()?;
        self.solution.check(self.broken_rules, setup).map_err(within("solution"))
    }

    fn check_kinds(&self) -> Result<(), Problem> {
        for (path, kinds) in [("only", &self.only), ("without", &self.without)] {
            for (at, name) in kinds.iter().enumerate() {
                check_kind(name).map_err(within(format!("{path}[{at}]")))?;
            }
        }
        if !self.only.is_empty() && !self.without.is_empty() {
            return Err(scenario_problem("\"only\" already says what may not be used")
                .at("without")
                .expecting("one of the two"));
        }
        Ok(())
    }

    /// The last moment at which it counts, in a story that ends at `end`.
    pub(crate) fn until(&self, end: SimTime) -> SimTime {
        self.within.map_or(end, |span| SimTime(span.0.0))
    }

    /// Whether this kind of action may be used.
    pub(crate) fn allows(&self, kind: &str) -> bool {
        let has = |kinds: &[String]| kinds.iter().any(|name| is_named(kind, name));
        if self.only.is_empty() { !has(&self.without) } else { has(&self.only) }
    }
}

impl GoalModel {
    fn check(&self, setup: &Setup) -> Result<(), Problem> {
        check_text(Some(&self.say), "say")?;
        if matches!(self.that, Expectation::Eventually(_) | Expectation::Never(_)) {
            return Err(scenario_problem("a goal is reached at a moment").at("that").expecting(
                "a claim about a moment, or an order; what must not happen stands in avoid",
            ));
        }
        self.that.check(setup).map_err(within("that"))
    }
}

impl AvoidModel {
    fn check(&self, setup: &Setup) -> Result<(), Problem> {
        check_text(Some(&self.say), "say")?;
        if matches!(self.when, Condition::Arriving(_)) {
            return Err(scenario_problem("what is about to happen has not happened")
                .at("when")
                .expecting("delivered"));
        }
        self.when.check(Some(setup)).map_err(within("when"))
    }
}

impl SolutionModel {
    fn check(&self, broken_rules: u32, setup: &Setup) -> Result<(), Problem> {
        for (at, name) in self.deviations.iter().enumerate() {
            if Deviation::named(name).is_none() {
                return Err(Problem::new(
                    ProblemKind::Name,
                    format!("there is no deviation \"{name}\""),
                )
                .at(format!("deviations[{at}]"))
                .expecting("a rule of the reference"));
            }
        }
        if u32::try_from(self.deviations.len()) != Ok(broken_rules) {
            return Err(scenario_problem(format!("it breaks {} rules", self.deviations.len()))
                .at("deviations")
                .expecting(format!("as many as broken_rules says: {broken_rules}")));
        }
        for (at, deed) in self.steps.iter().enumerate() {
            let path = || within(format!("steps[{at}]"));
            deed.trigger().and_then(|trigger| trigger.check(setup)).map_err(path())?;
            for (which, action) in deed.actions.iter().enumerate() {
                let checked = action.to_action().and_then(|action| check_ends(&action, setup));
                checked.map_err(within(format!("do[{which}]"))).map_err(path())?;
            }
        }
        Ok(())
    }
}

impl DeedModel {
    /// Its moment.
    pub(crate) fn trigger(&self) -> Result<Trigger, Problem> {
        Trigger::read(self.at, self.after, self.when.as_ref())
    }
}
