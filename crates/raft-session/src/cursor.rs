//! A place in a branch that can move forward: the run, and how many of the branch's actions have
//! been done. A clone is a keyframe.

use std::sync::Arc;

use raft_explain::{Sentence, narrate};
use raft_scenario::{Problem, ProblemKind, Run};
use raft_sim::{EventLine, EventNo, Fact, Happening, Position, Seeded, SimTime, Sink, World};

use crate::branch::Placed;
use crate::chronicle::Chronicle;

/// A place in a branch.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    pub(crate) run: Run,
    done: usize,
    told: Option<Told>,
}

/// The last event that was worth a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) sentence: Arc<Sentence>,
    pub(crate) line: Arc<str>,
}

/// Who wants to know what happens while a cursor moves.
#[derive(Default)]
pub(crate) struct Watch<'a> {
    /// Remembers what is painted and listed.
    pub(crate) chronicle: Option<&'a mut Chronicle>,
    /// One bit for each server that was touched.
    pub(crate) touched: u16,
    /// Golden lines of all events, if they are wanted.
    pub(crate) lines: Option<&'a mut Vec<String>>,
}

struct Observer<'a, 'w> {
    watch: &'a mut Watch<'w>,
    told: &'a mut Option<Told>,
}

impl Cursor {
    pub(crate) fn new(run: Run) -> Self {
        Self { run, done: 0, told: None }
    }

    pub(crate) fn position(&self) -> Position {
        self.run.position()
    }

    pub(crate) fn events(&self) -> EventNo {
        self.run.world().events()
    }

    pub(crate) fn told(&self) -> Option<&Told> {
        self.told.as_ref()
    }

    /// When the next thing happens: an event, a step, or one of the branch's actions.
    pub(crate) fn peek(&self, actions: &[Placed]) -> Option<SimTime> {
        let action = actions.get(self.done).map(|placed| placed.at.time);
        [self.run.peek(), action].into_iter().flatten().min()
    }

    /// Lets the next thing happen. False if there is nothing left.
    ///
    /// # Errors
    /// If one of the branch's actions cannot act at its place: the branch is of another run.
    pub(crate) fn advance(
        &mut self,
        actions: &[Placed],
        watch: &mut Watch<'_>,
    ) -> Result<bool, Problem> {
        if let Some(placed) = actions.get(self.done) {
            if self.run.peek().is_none_or(|next| next > placed.at.time) {
                self.run.idle_until(placed.at.time);
            }
            if self.position() == placed.at {
                self.act(placed, watch)?;
                return Ok(true);
            }
            if self.position() > placed.at {
                return Err(Problem::new(
                    ProblemKind::Link,
                    format!("the action at {} does not fit into this run", placed.at.time),
                ));
            }
        }
        let mut observer = Observer { watch, told: &mut self.told };
        let happened = self.run.advance(&mut observer);
        self.note_outcome(watch);
        Ok(happened)
    }

    fn act(&mut self, placed: &Placed, watch: &mut Watch<'_>) -> Result<(), Problem> {
        let mut observer = Observer { watch, told: &mut self.told };
        self.run
            .act(&placed.action, &mut observer)
            .map_err(|error| Problem::new(ProblemKind::Action, error.to_string()))?;
        self.done += 1;
        self.note_outcome(watch);
        Ok(())
    }

    /// What the sinks of the world cannot see: violations and steps.
    fn note_outcome(&self, watch: &mut Watch<'_>) {
        if let Some(chronicle) = &mut watch.chronicle {
            chronicle.note_outcome(&self.run);
        }
    }

    /// Lets everything happen up to `time`, and time pass until then.
    pub(crate) fn advance_to(
        &mut self,
        time: SimTime,
        actions: &[Placed],
        mut each: impl FnMut(&Self),
        watch: &mut Watch<'_>,
    ) -> Result<(), Problem> {
        while self.peek(actions).is_some_and(|at| at <= time) && self.advance(actions, watch)? {
            each(self);
        }
        self.run.idle_until(time);
        Ok(())
    }

    /// Moves to exactly this place.
    ///
    /// # Errors
    /// If this branch never comes by there.
    pub(crate) fn advance_to_position(
        &mut self,
        target: Position,
        actions: &[Placed],
        mut each: impl FnMut(&Self),
        watch: &mut Watch<'_>,
    ) -> Result<(), Problem> {
        // An action at the target itself comes after the target.
        let actions = &actions[..actions.partition_point(|placed| placed.at < target)];
        while self.position() < target {
            if self.peek(actions).is_none_or(|at| at > target.time) {
                self.run.idle_until(target.time);
                break;
            }
            if !self.advance(actions, watch)? {
                break;
            }
            each(self);
        }
        if self.position() == target {
            return Ok(());
        }
        Err(Problem::new(
            ProblemKind::Link,
            format!("this run has no place {} after {} events", target.time, target.processed),
        )
        .expecting("a place of this very run"))
    }

    /// How many of the branch's actions have been done.
    pub(crate) fn done(&self) -> usize {
        self.done
    }

    /// Does a new action here and now.
    pub(crate) fn act_now(
        &mut self,
        placed: &Placed,
        watch: &mut Watch<'_>,
    ) -> Result<(), Problem> {
        self.act(placed, watch)
    }
}

impl Sink<Seeded> for Observer<'_, '_> {
    fn see(&mut self, world: &World<Seeded>, happening: Happening<'_>) {
        let touched = touched(&happening);
        self.watch.touched |= touched;
        let sentence = narrate(world, &happening);
        if let Some(chronicle) = &mut self.watch.chronicle {
            chronicle.note(world, &happening, touched, sentence.is_some());
        }
        let line = EventLine { world, happening };
        if let Some(lines) = &mut self.watch.lines {
            lines.push(line.to_string());
        }
        if let Some(sentence) = sentence {
            *self.told = Some(Told { sentence: Arc::new(sentence), line: line.to_string().into() });
        }
    }
}

/// One bit for each server that an event may have changed.
fn touched(happening: &Happening<'_>) -> u16 {
    let bit = |id: raft_core::NodeId| 1u16 << (id.0 & 0xf);
    let at = happening.event.kind.server().map_or(0, bit);
    happening.facts.iter().fold(at, |touched, fact| {
        touched
            | match fact {
                Fact::Role { server, .. }
                | Fact::Term { server, .. }
                | Fact::Truncated { server, .. }
                | Fact::Appended { server, .. }
                | Fact::Commit { server, .. }
                | Fact::Applied { server, .. }
                | Fact::Crashed { server, .. }
                | Fact::Restarted { server, .. }
                | Fact::TimerSet { server, .. } => bit(*server),
                Fact::WriteStarted(key) => bit(key.server),
                _ => 0,
            }
    })
}
