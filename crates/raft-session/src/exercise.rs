//! From an exercise and its standing to what a screen needs of them.

use raft_scenario::{Failure, Standing};
use raft_sim::SimTime;

use crate::Session;
use crate::dto::{Exercise, ExerciseFailure, ExerciseFailureKind, ExerciseFrame};
use crate::time::{millis, place};

impl Session {
    /// What the reader shall bring about, if the scenario asks for something.
    pub(crate) fn exercise(&self) -> Option<Exercise> {
        let exercise = self.script.scenario.exercise.as_deref()?;
        let words = |text: &raft_scenario::Text| text.in_language(&self.language).to_owned();
        let until = exercise.within.map_or(self.script.until, |within| SimTime(within.0.0));
        Some(Exercise {
            task: words(&exercise.task),
            goals: exercise.goals.iter().map(|goal| words(&goal.say)).collect(),
            avoid: exercise.avoid.iter().map(|avoid| words(&avoid.say)).collect(),
            until: millis(until),
            actions: exercise.actions,
            only: exercise.only.clone(),
            without: exercise.without.clone(),
            broken_rules: exercise.broken_rules,
            hints: exercise.hints.iter().map(words).collect(),
            because: words(&exercise.because),
        })
    }

    /// How it stands at this moment.
    pub(crate) fn exercise_frame(&self) -> Option<ExerciseFrame> {
        self.cursor.run.standing().map(frame_of)
    }
}

fn frame_of(standing: &Standing) -> ExerciseFrame {
    ExerciseFrame {
        reached: standing.reached.clone(),
        actions: standing.actions,
        broken_rules: standing.broken_rules,
        solved: standing.solved.map(place),
        failed: standing.failed.map(|(at, why)| {
            let (why, action, avoided) = match why {
                Failure::Late => (ExerciseFailureKind::Late, None, None),
                Failure::TooManyActions => (ExerciseFailureKind::Many, None, None),
                Failure::NotAllowed(kind) => {
                    (ExerciseFailureKind::Action, Some(kind.to_owned()), None)
                }
                Failure::Avoided(which) => (
                    ExerciseFailureKind::Avoided,
                    None,
                    Some(u32::try_from(which).unwrap_or(u32::MAX)),
                ),
            };
            ExerciseFailure { at: place(at), why, action, avoided }
        }),
    }
}
