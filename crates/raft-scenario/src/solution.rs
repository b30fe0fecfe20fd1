//! The solution of an exercise, carried out by a hand as a reader would.

use raft_sim::{Happening, Sink, World};

use crate::compile::{Trigger, scenario_problem, within};
use crate::{Condition, ExerciseModel, Problem, Run, Script, Standing};

/// Looks out for one condition.
struct Lookout<'a> {
    condition: &'a Condition,
    is_met: bool,
}

impl Sink for Lookout<'_> {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        self.is_met |= self.condition.is_met_after(world, &happening);
    }
}

impl Script {
    /// What is wrong with its exercise, as sentences: it solves itself, or its solution does not solve it.
    /// Nothing if it has none.
    ///
    /// # Errors
    /// If the solution cannot be carried out.
    pub fn exercise_troubles(&self) -> Result<Vec<String>, Problem> {
        let Some(exercise) = self.exercise.clone() else { return Ok(Vec::new()) };
        let mut wrong = Vec::new();
        if self.untouched(&exercise)?.solved.is_some() {
            wrong.push("the exercise is solved before anybody has done anything".to_owned());
        }
        let solver = self.solver(&exercise)?;
        // A broken rule alone may be a solution; a rule and a hand that are one too many are not.
        if !exercise.solution.steps.is_empty() && solver.untouched(&exercise)?.solved.is_some() {
            wrong.push("the broken rules alone solve the exercise".to_owned());
        }
        let run = solver.solved(&exercise)?;
        let Some(standing) = run.standing() else { return Ok(wrong) };
        if standing.solved.is_none() {
            wrong.push(format!(
                "its solution does not solve the exercise: {}",
                missing(&exercise, standing)
            ));
        }
        Ok(wrong)
    }

    /// This script under the rules of its solution.
    fn solver(&self, exercise: &ExerciseModel) -> Result<Self, Problem> {
        let mut scenario = self.scenario.clone();
        if !exercise.solution.deviations.is_empty() {
            scenario.cluster.deviations.clone_from(&exercise.solution.deviations);
        }
        scenario.compile()
    }

    /// How the exercise stands at its end if nobody does anything.
    fn untouched(&self, exercise: &ExerciseModel) -> Result<Standing, Problem> {
        let mut run = Run::new(self)?;
        run.advance_to(exercise.until(self.until), &mut ());
        run.standing().cloned().ok_or_else(|| scenario_problem("there is no exercise"))
    }

    /// The run in which the solution has been carried out, at its end.
    fn solved(&self, exercise: &ExerciseModel) -> Result<Run, Problem> {
        let until = exercise.until(self.until);
        let mut run = Run::new(self)?;
        for (at, deed) in exercise.solution.steps.iter().enumerate() {
            let path = || within(format!("exercise.solution.steps[{at}]"));
            match deed.trigger().map_err(path())? {
                Trigger::At(time) => run.advance_to(time, &mut ()),
                Trigger::Place(place) => run.advance_to(place.time, &mut ()),
                Trigger::After(span) => run.advance_to(run.position().time.after(span), &mut ()),
                Trigger::When(condition) => {
                    while !comes(&mut run, &condition) {
                        if run.peek().is_none_or(|next| next > until) {
                            return Err(path()(
                                scenario_problem("its moment never comes").at("when"),
                            ));
                        }
                    }
                }
            }
            for (which, action) in deed.actions.iter().enumerate() {
                let acted = action.to_action().and_then(|action| {
                    run.act(&action, &mut ()).map_err(|why| scenario_problem(why.to_string()))
                });
                acted.map_err(within(format!("do[{which}]"))).map_err(path())?;
            }
        }
        run.advance_to(until, &mut ());
        Ok(run)
    }
}

/// Lets one thing happen. Whether the condition is met by it, or the next thing is what it waits for.
fn comes(run: &mut Run, condition: &Condition) -> bool {
    let mut lookout = Lookout { condition, is_met: false };
    run.advance(&mut lookout);
    let is_next = |(_, upcoming)| condition.is_met_before(run.world(), upcoming);
    lookout.is_met
        || condition.is_met_now(run.world(), run.judges())
        || run.world().upcoming().is_some_and(is_next)
}

/// What is missing, as a sentence.
fn missing(exercise: &ExerciseModel, standing: &Standing) -> String {
    if let Some((at, why)) = &standing.failed {
        return format!("{why}, at {}", at.time);
    }
    if standing.broken_rules != exercise.broken_rules {
        return format!("{} rules are broken", standing.broken_rules);
    }
    let goals = exercise.goals.iter().zip(&standing.reached).enumerate();
    let open = goals.filter(|(_, (_, reached))| !**reached);
    let open = open.map(|(at, (goal, _))| format!("goals[{at}], {}", goal.say.in_language("en")));
    format!("not reached: {}", open.collect::<Vec<_>>().join("; "))
}
