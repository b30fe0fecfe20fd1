//! Moving about in a branch: on, back, and to any place.

use raft_core::Micros;
use raft_scenario::Problem;
use raft_sim::{EventNo, Position, SimTime};

use crate::cursor::{Cursor, Look, Watch, say};
use crate::replay::{Replay, Wants};
use crate::{Session, dto, time};

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the beginning.
    Back,
}

/// How far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stride {
    /// To the next event.
    Event,
    /// To the next event that tells something.
    Telling,
    /// To the next step of the story.
    Story,
}

/// Where one goes: to the end of a moment, or to exactly one place.
#[derive(Clone, Copy)]
enum Destination {
    Moment(SimTime),
    Place(Position),
}

impl Session {
    /// Simulates up to this moment, forwards only.
    ///
    /// # Errors
    /// If it is no moment of a run.
    pub fn advance(&mut self, to_ms: f64) -> Result<(), Problem> {
        self.resting_place = None;
        self.advance_to(time::moment(to_ms)?)
    }

    /// Simulates up to this moment, but no further than to the first event that breaks a promise or solves the
    /// exercise. False if there was one: then it stands just after it.
    ///
    /// # Errors
    /// If it is no moment of a run.
    pub fn play(&mut self, to_ms: f64) -> Result<bool, Problem> {
        self.resting_place = None;
        self.go_on(time::moment(to_ms)?, true)
    }

    /// Goes to this moment, after everything that happens up to it.
    ///
    /// # Errors
    /// If it is no moment of a run.
    pub fn seek(&mut self, ms: f64) -> Result<(), Problem> {
        let target = time::moment(ms)?;
        self.resting_place = None;
        if target != self.cursor.position().time {
            self.approach(Position { time: target, processed: 0 });
        }
        self.advance_to(target)
    }

    /// Goes to exactly this place.
    ///
    /// # Errors
    /// If the branch never comes by there.
    pub fn seek_to(&mut self, place: dto::Position) -> Result<(), Problem> {
        self.resting_place = None;
        self.seek_position(time::position(place)?)
    }

    /// Takes a step. False if there is nowhere to go.
    ///
    /// # Errors
    /// If the branch cannot be replayed.
    pub fn step(&mut self, direction: Direction, stride: Stride) -> Result<bool, Problem> {
        match (direction, stride) {
            (Direction::Forward, Stride::Event) => self.step_forward(),
            (Direction::Back, Stride::Event) => self.step_back(),
            (Direction::Forward, Stride::Telling) => self.next_telling(),
            (Direction::Back, Stride::Telling) => self.previous_telling(),
            (direction, Stride::Story) => self.step_in_story(direction),
        }
    }

    pub(crate) fn advance_to(&mut self, target: SimTime) -> Result<(), Problem> {
        self.go_on(target, false).map(drop)
    }

    fn go_on(&mut self, target: SimTime, stops: bool) -> Result<bool, Problem> {
        self.travel(Destination::Moment(target), stops)
    }

    pub(crate) fn seek_position(&mut self, target: Position) -> Result<(), Problem> {
        self.approach(target);
        let result = self.travel(Destination::Place(target), false);
        // Several events can happen at once: who asks for one in their midst stands after the last.
        let here = self.cursor.position();
        let is_amidst =
            here > target && here.time == target.time && self.chronicle.has_place(target);
        if is_amidst { Ok(()) } else { result.map(drop) }
    }

    /// Lets the cursor go on, and keeps what is passed on the way. False if it has stopped before.
    fn travel(&mut self, to: Destination, stops: bool) -> Result<bool, Problem> {
        let (Destination::Moment(end) | Destination::Place(Position { time: end, .. })) = to;
        let last_telling =
            self.chronicle.latest_before(self.chronicle.last_at(end), |row| row.telling);
        let (chronicle, hurry) = (Some(&mut self.chronicle), is_far(&self.cursor, end));
        let mut watch = Watch { chronicle, hurry, last_telling, stops, ..Watch::default() };
        let (keyframes, actions) = (&mut self.keyframes, &self.actions);
        let keep = |cursor: &Cursor| keyframes.offer(cursor);
        let result = match to {
            Destination::Moment(time) => self.cursor.advance_to(time, actions, keep, &mut watch),
            Destination::Place(place) => {
                self.cursor.advance_to_position(place, actions, keep, &mut watch).map(|()| true)
            }
        };
        let touched = watch.touched;
        self.touch(touched);
        self.note_end();
        self.tell()?;
        result
    }

    /// Puts the last telling event into words, if that was put off.
    fn tell(&mut self) -> Result<(), Problem> {
        let untold = self.cursor.told().filter(|told| told.said.is_none());
        let Some(event) = untold.map(|told| told.event) else { return Ok(()) };
        let mut said = None;
        Replay::new(self).show(event, event, &mut |world, happening| {
            said = say(world, happening);
            Wants::Enough
        })?;
        if let Some(said) = said {
            self.cursor.tell(said);
        }
        Ok(())
    }

    /// Goes to the latest keyframe at or before `position`, unless the present place is nearer.
    fn approach(&mut self, position: Position) {
        let now = self.cursor.position();
        let nearer = self.keyframes.before(position).is_some_and(|frame| frame.position() > now);
        if position < now || nearer {
            self.restore(position);
        }
    }

    /// Goes to the latest keyframe at or before `position`.
    fn restore(&mut self, position: Position) {
        if let Some(cursor) = self.keyframes.before(position) {
            self.cursor = cursor.clone();
        }
        self.touch(u16::MAX);
    }

    fn step_forward(&mut self) -> Result<bool, Problem> {
        let rest = self.resting_place.take();
        let happened = self.step_on(&mut |_, _| {})?;
        if let Some(rest) = rest.filter(|rest| rest.time > self.cursor.position().time) {
            if self.cursor.peek(&self.actions).is_none_or(|next| next > rest.time) {
                self.cursor.run.idle_until(rest.time);
            } else {
                self.resting_place = Some(rest);
            }
        }
        self.note_end();
        Ok(happened)
    }

    /// Lets the next event happen, and the steps that it sets off. False if there is none.
    pub(crate) fn step_on(&mut self, look: Look<'_>) -> Result<bool, Problem> {
        let (chronicle, look) = (Some(&mut self.chronicle), Some(look as Look<'_>));
        let mut watch = Watch { chronicle, look, ..Watch::default() };
        let before = self.cursor.events();
        // A step of the story that does nothing is no event: go on to one that is.
        let mut happened = true;
        while happened && self.cursor.events() == before {
            happened = self.cursor.advance(&self.actions, &mut watch)?;
        }
        let touched = watch.touched;
        self.keyframes.offer(&self.cursor);
        self.touch(touched);
        self.note_end();
        Ok(happened)
    }

    fn step_back(&mut self) -> Result<bool, Problem> {
        let now = self.cursor.position();
        let last = self.cursor.events();
        if last == EventNo::START {
            // Before the first event there is only the beginning.
            let moved = now > Position::START;
            self.restore(Position::START);
            return Ok(moved);
        }
        let rests = self.chronicle.row(last).is_none_or(|row| row.position != now);
        let rest = self.resting_place.or(rests.then_some(now));
        self.seek_position(self.chronicle.place_before(last))?;
        self.resting_place = rest;
        Ok(true)
    }

    fn next_telling(&mut self) -> Result<bool, Problem> {
        /// A quiet cluster has nothing to tell: after so many routine events, a few simulated
        /// seconds, the step ends where it is instead of leaping minutes ahead.
        const PATIENCE: usize = 200;
        self.resting_place = None;
        for _ in 0..PATIENCE {
            let (before, broken) = (self.cursor.run.fired().len(), self.cursor.broken());
            if !self.step_forward()? {
                return Ok(false);
            }
            let telling = self.chronicle.row(self.cursor.events()).is_some_and(|row| row.telling);
            let said = !self.cursor.run.is_touched()
                && self.cursor.run.fired()[before..]
                    .iter()
                    .any(|fired| self.script.steps[fired.step].say.is_some());
            if telling || said || self.cursor.broken() > broken {
                return Ok(true);
            }
        }
        Ok(true)
    }

    fn previous_telling(&mut self) -> Result<bool, Problem> {
        self.resting_place = None;
        let now = self.cursor.position();
        let mut events = self.cursor.events();
        while let Some(telling) = self.chronicle.latest_before(events, |row| row.telling) {
            let place = self.chronicle.row(telling).map_or(Position::START, |row| row.position);
            if place < now {
                self.seek_position(place)?;
                return Ok(true);
            }
            events = EventNo(telling.0 - 1);
        }
        let moved = now > Position::START;
        self.restore(Position::START);
        self.advance_to(SimTime(0))?;
        Ok(moved && self.cursor.position() < now)
    }

    fn step_in_story(&mut self, direction: Direction) -> Result<bool, Problem> {
        self.resting_place = None;
        let now = self.cursor.position();
        let told =
            self.script.steps.iter().zip(&self.moments).filter(|(step, _)| step.say.is_some());
        let mut places = told.filter_map(|(_, moment)| *moment);
        let target = match direction {
            Direction::Forward => places.find(|place| *place > now),
            Direction::Back => places.take_while(|place| *place < now).last(),
        };
        let Some(target) = target else { return Ok(false) };
        if self.current == 0 {
            self.seek_position(target)?;
        } else {
            // In another branch the step need not come, but its moment does.
            self.seek(time::millis(target.time))?;
        }
        Ok(true)
    }
}

/// Whether it is further to `target` than playing goes from one frame to the next.
fn is_far(cursor: &Cursor, target: SimTime) -> bool {
    const NEAR: Micros = Micros::from_millis(250);
    target > cursor.position().time.after(NEAR)
}
