//! A place in a branch that can move forward: the run, and how many of the branch's actions have
//! been done. A clone is a keyframe.

use std::sync::Arc;

use raft_explain::{Sentence, is_telling, narrate};
use raft_scenario::{Problem, ProblemKind, Run};
use raft_sim::{EventLine, EventNo, Fact, Happening, Position, SimTime, Sink, World};

use crate::branch::Placed;
use crate::chronicle::{Chronicle, Noted};

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
    pub(crate) event: EventNo,
    /// The words; none yet if the cursor was in a hurry.
    pub(crate) said: Option<Said>,
}

/// An event in words.
#[derive(Clone, Debug)]
pub(crate) struct Said {
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
    /// Whether the reader's hand is at work, rather than the story or nobody's.
    pub(crate) by_reader: bool,
    /// On a long way nobody listens until the end: only then the last event is put into words.
    pub(crate) hurry: bool,
    /// The event that will be the last one worth words, if that is known: it is put into words in passing, even in
    /// a hurry, so that nobody has to come by it again.
    pub(crate) last_telling: Option<EventNo>,
    /// Whether it stops where a promise is broken, or the exercise is solved.
    pub(crate) stops: bool,
    /// Looks at each event as it happens.
    pub(crate) look: Option<Look<'a>>,
}

/// Looks at an event and at the world just after it.
pub(crate) type Look<'a> = &'a mut dyn FnMut(&World, &Happening<'_>);

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

    /// How many promises have been broken.
    pub(crate) fn broken(&self) -> usize {
        self.run.judges().broken()
    }

    /// Whether the reader's exercise has been solved.
    fn is_solved(&self) -> bool {
        self.run.standing().is_some_and(|standing| standing.solved.is_some())
    }

    /// The last event that was worth a sentence.
    pub(crate) fn told(&self) -> Option<&Told> {
        self.told.as_ref()
    }

    /// Puts that event into words.
    pub(crate) fn tell(&mut self, said: Said) {
        if let Some(told) = &mut self.told {
            told.said = Some(said);
        }
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
        watch.by_reader = true;
        let mut observer = Observer { watch, told: &mut self.told };
        let acted = self.run.act(&placed.deed.action, &mut observer);
        watch.by_reader = false;
        acted.map_err(|error| Problem::new(ProblemKind::Action, error.to_string()))?;
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

    /// Lets everything happen up to `time`, and time pass until then. False if it has stopped before, at a promise
    /// that is broken.
    pub(crate) fn advance_to(
        &mut self,
        time: SimTime,
        actions: &[Placed],
        mut each: impl FnMut(&Self),
        watch: &mut Watch<'_>,
    ) -> Result<bool, Problem> {
        let (broken, solved) = (self.broken(), self.is_solved());
        while self.peek(actions).is_some_and(|at| at <= time) && self.advance(actions, watch)? {
            each(self);
            if watch.stops && (self.broken() > broken || self.is_solved() != solved) {
                return Ok(false);
            }
        }
        self.run.idle_until(time);
        Ok(true)
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

impl Sink for Observer<'_, '_> {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        if let Some(look) = &mut self.watch.look {
            look(world, &happening);
        }
        // Who takes nothing down only looks back: nothing is new to them.
        let Some(chronicle) = &mut self.watch.chronicle else { return };
        let touched = touched(&happening);
        self.watch.touched |= touched;
        let event = happening.event.no;
        let known = chronicle.row(event).map(|row| row.telling);
        let telling = known.unwrap_or_else(|| is_telling(world, &happening));
        let noted = Noted { servers: touched, telling, by_reader: self.watch.by_reader };
        chronicle.note(world, &happening, noted);
        if telling {
            let listens = !self.watch.hurry || self.watch.last_telling == Some(event);
            let said = if listens { say(world, &happening) } else { None };
            *self.told = Some(Told { event, said });
        }
    }
}

/// An event in words, if it is worth them.
pub(crate) fn say(world: &World, happening: &Happening<'_>) -> Option<Said> {
    let sentence = Arc::new(narrate(world, happening)?);
    let line = EventLine { world, happening: *happening }.to_string().into();
    Some(Said { sentence, line })
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
                | Fact::Wiped(server)
                | Fact::Repeated { server, .. }
                | Fact::SessionExpired { server, .. }
                | Fact::SessionOpened { server, .. }
                | Fact::SessionsClosed { server, .. }
                | Fact::TimerSet { server, .. }
                | Fact::Fault { server, .. } => bit(*server),
                Fact::WriteStarted(key) => bit(key.server),
                _ => 0,
            }
    })
}
