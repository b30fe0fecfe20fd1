//! The director: knows which step comes next, and notices when its moment has come.

use std::sync::Arc;

use raft_check::Judges;
use raft_sim::{EventNo, Happening, Position, SimTime, Sink, Upcoming, World};

use crate::Condition;
use crate::compile::{ScriptStep, Trigger};

/// A step that has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fired {
    /// Which one, in the order of the scenario.
    pub step: usize,
    /// Where in the run, after the step's actions.
    pub position: Position,
    /// The last event before or of it: what it is about.
    pub event: EventNo,
}

/// The director of one run. Part of every keyframe.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Director {
    steps: Arc<[ScriptStep]>,
    next: usize,
    /// When the step before the next one came.
    last_fired: SimTime,
    /// Whether the story has been let go of. What stands at a place is not of the story.
    released: bool,
    fired: Vec<Fired>,
}

impl Director {
    pub(crate) fn new(steps: Arc<[ScriptStep]>) -> Self {
        Self { steps, next: 0, last_fired: SimTime(0), released: false, fired: Vec::new() }
    }

    pub(crate) fn fired(&self) -> &[Fired] {
        &self.fired
    }

    pub(crate) fn id_of(&self, step: usize) -> String {
        self.steps.get(step).map(|step| step.id.clone()).unwrap_or_default()
    }

    pub(crate) fn has_more(&self) -> bool {
        self.next < self.steps.len()
    }

    /// Lets go of all steps that have not come yet, but for those that stand at a place.
    pub(crate) fn release(&mut self) {
        self.released = true;
        self.skip_released();
    }

    fn skip_released(&mut self) {
        let is_placed = |step: &ScriptStep| matches!(step.trigger, Trigger::Place(_));
        if self.released {
            let kept = self.steps[self.next..].iter().position(is_placed);
            self.next = kept.map_or(self.steps.len(), |kept| self.next + kept);
        }
    }

    /// When the next step comes, if that is a matter of time alone.
    pub(crate) fn next_time(&self) -> Option<SimTime> {
        match &self.steps.get(self.next)?.trigger {
            Trigger::At(time) => Some(*time),
            Trigger::Place(place) => Some(place.time),
            Trigger::After(span) => Some(self.last_fired.after(*span)),
            Trigger::When(_) => None,
        }
    }

    /// When the next step comes, if it does so before the next event, which happens at `upcoming`.
    pub(crate) fn comes_by_time(
        &self,
        now: Position,
        upcoming: Option<SimTime>,
    ) -> Option<SimTime> {
        let time = self.next_time()?;
        let is_next = |at: SimTime| match &self.steps[self.next].trigger {
            // Not before the events of that time have happened before which it stands; a moment that
            // is over was its last chance.
            Trigger::Place(place) if now < *place && place.processed > 0 => time < at,
            _ => time <= at,
        };
        upcoming.is_none_or(is_next).then_some(time)
    }

    /// What the next step waits for, if it is not a time.
    fn awaited(&self) -> Option<&Condition> {
        match &self.steps.get(self.next)?.trigger {
            Trigger::When(condition) => Some(condition),
            _ => None,
        }
    }

    /// Whether the next step comes before the event that is about to happen.
    pub(crate) fn comes_before(&self, world: &World, upcoming: Upcoming) -> bool {
        self.awaited().is_some_and(|condition| condition.is_met_before(world, upcoming))
    }

    /// Whether the next step comes because of how things are now.
    pub(crate) fn comes_now(&self, world: &World, judges: &Judges) -> bool {
        self.awaited().is_some_and(|condition| condition.is_met_now(world, judges))
    }

    /// Takes the next step, whose moment has come at `now`.
    pub(crate) fn take(&mut self, now: SimTime) -> Option<(usize, Arc<[ScriptStep]>)> {
        let which = self.next;
        (which < self.steps.len()).then(|| {
            self.next += 1;
            self.last_fired = now;
            self.skip_released();
            (which, self.steps.clone())
        })
    }

    pub(crate) fn note(&mut self, fired: Fired) {
        self.fired.push(fired);
    }
}

/// Looks out for the next step's moment while one event happens.
pub(crate) struct Lookout<'a> {
    pub(crate) director: &'a Director,
    pub(crate) met: Option<EventNo>,
}

impl Sink for Lookout<'_> {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        let director = self.director;
        if let Some(condition) = director.awaited()
            && condition.is_met_after(world, &happening)
        {
            self.met = Some(happening.event.no);
        }
    }
}
