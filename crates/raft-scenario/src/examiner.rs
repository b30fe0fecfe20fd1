//! Judges an exercise while a run goes on: what has been reached, and what was not allowed.

use core::fmt;
use std::sync::Arc;

use raft_check::Judges;
use raft_sim::{Action, Happening, Position, SimTime, Sink, World};

use crate::action_kind::kind_of;
use crate::{AvoidModel, ExerciseModel, Expectation, Script};

/// The examiner of one run. Part of every keyframe, so that any moment of any branch has its own standing.
#[derive(Clone, Debug)]
pub(crate) struct Examiner {
    exercise: Arc<ExerciseModel>,
    /// The last moment that counts.
    until: SimTime,
    /// How many conditions of each goal have been met, if it is an order; the others stay at 0.
    orders: Vec<usize>,
    /// The first thing to avoid that an event has brought about.
    avoided: Option<usize>,
    standing: Standing,
}

/// How an exercise stands at a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Whether each goal is reached, at this moment or, once it is solved, at the moment it was.
    pub reached: Vec<bool>,
    /// How many actions the hand has made.
    pub actions: u32,
    /// How many rules are broken on purpose.
    pub broken_rules: u32,
    /// Where it was solved.
    pub solved: Option<Position>,
    /// Where it can no longer be solved in this branch, and why.
    pub failed: Option<(Position, Failure)>,
}

/// Why an exercise can no longer be solved in a branch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// Its time is over.
    Late,
    /// There were more actions than it allows.
    TooManyActions,
    /// There was an action of a kind that it does not allow.
    NotAllowed(&'static str),
    /// Something to avoid has happened: the how manieth on its list.
    Avoided(usize),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late => f.write_str("its time is over"),
            Self::TooManyActions => f.write_str("there are too many actions"),
            Self::NotAllowed(kind) => write!(f, "\"{kind}\" is not allowed"),
            Self::Avoided(which) => write!(f, "avoid[{which}] has happened"),
        }
    }
}

impl Examiner {
    /// The examiner of a script's exercise, if it has one.
    pub(crate) fn of(script: &Script) -> Option<Self> {
        let exercise = script.exercise.clone()?;
        let broken_rules = script.setup.options.deviations.iter().count();
        Some(Self {
            until: exercise.until(script.until),
            orders: vec![0; exercise.goals.len()],
            avoided: None,
            standing: Standing {
                reached: vec![false; exercise.goals.len()],
                actions: 0,
                broken_rules: u32::try_from(broken_rules).unwrap_or(u32::MAX),
                solved: None,
                failed: None,
            },
            exercise,
        })
    }

    /// How it stands.
    pub(crate) fn standing(&self) -> &Standing {
        &self.standing
    }

    fn is_open(&self) -> bool {
        self.standing.solved.is_none() && self.standing.failed.is_none()
    }

    /// How much there is to look at after an event.
    pub(crate) fn work(&self, world: &World) -> u64 {
        let goals = self.exercise.goals.iter().filter(|_| self.is_open());
        goals.map(|goal| goal.that.work(world)).sum()
    }

    /// Something happens. Most runs have no exercise: this is kept out of their way.
    #[inline(never)]
    fn watch(&mut self, world: &World, happening: &Happening<'_>) {
        if !self.is_open() {
            return;
        }
        for (goal, met) in self.exercise.goals.iter().zip(&mut self.orders) {
            if let Expectation::Order(conditions) = &goal.that
                && conditions.get(*met).is_some_and(|next| next.is_met_after(world, happening))
            {
                *met += 1;
            }
        }
        let is_met = |avoid: &AvoidModel| avoid.when.is_met_after(world, happening);
        self.avoided = self.avoided.or_else(|| self.exercise.avoid.iter().position(is_met));
    }

    /// The hand has done something. What is done after the solution does not count any more.
    #[inline(never)]
    pub(crate) fn note(&mut self, action: &Action, now: Position) {
        if !self.is_open() {
            return;
        }
        self.standing.actions = self.standing.actions.saturating_add(1);
        let kind = kind_of(action);
        if !self.exercise.allows(kind) {
            self.standing.failed = Some((now, Failure::NotAllowed(kind)));
        } else if self.exercise.actions.is_some_and(|most| self.standing.actions > most) {
            self.standing.failed = Some((now, Failure::TooManyActions));
        }
    }

    /// Time goes on, also where nothing happens. It is over at the same place whenever that is noticed.
    pub(crate) fn pass(&mut self, now: SimTime) {
        if self.is_open() && now > self.until {
            let over = Position { time: self.until, processed: 0 };
            self.standing.failed = Some((over, Failure::Late));
        }
    }

    /// Looks at how things are now.
    #[inline(never)]
    pub(crate) fn look(&mut self, world: &World, judges: &Judges) {
        if !self.is_open() {
            return;
        }
        self.pass(world.position().time);
        if !self.is_open() {
            return;
        }
        let now = world.position();
        let mut avoid = self.exercise.avoid.iter();
        let state = || avoid.position(|avoid| avoid.when.is_met_now(world, judges));
        if let Some(which) = self.avoided.or_else(state) {
            self.standing.failed = Some((now, Failure::Avoided(which)));
            return;
        }
        for ((goal, met), reached) in
            self.exercise.goals.iter().zip(&self.orders).zip(&mut self.standing.reached)
        {
            *reached = match &goal.that {
                Expectation::Order(conditions) => *met == conditions.len(),
                claim => claim.test(world, judges).is_ok(),
            };
        }
        let is_ruled = self.standing.broken_rules == self.exercise.broken_rules;
        if is_ruled && self.standing.reached.iter().all(|reached| *reached) {
            self.standing.solved = Some(now);
        }
    }
}

impl Sink for Examiner {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        self.watch(world, &happening);
    }
}
