//! A run: a world with its judges, its digest and its director. A clone of it is a keyframe.

use raft_check::Judges;
use raft_sim::{Action, ActionError, Digest, EventNo, MessageId, Position, SimTime, Sink, World};

use crate::chaos::Chaos;
use crate::director::{Director, Fired, Lookout};
use crate::examiner::{Examiner, Standing};
use crate::vigil::Vigils;
use crate::{Expectation, Problem, ProblemKind, Script};

/// The most events of one run. A limit that is stated, so that memory is bounded and a hostile link
/// cannot keep a reader's machine busy for ever.
pub const EVENT_LIMIT: u32 = 2_000_000;

/// The most messages on their way at one moment. A network on which nothing arrives and servers that
/// never tire would fill any memory long before there are as many events.
pub const FLIGHT_LIMIT: usize = 10_000;

/// The most work of one run besides its events, where an entry that is applied is 1, some hundred nanoseconds: what
/// state machines do ([`World::work`]), and looks at what is claimed of the run, which are after every event. Without
/// it one claim about a long log, or a snapshot of a large store after every entry, would keep a reader's machine busy
/// for hours with few events. An hour of chaos, in which servers start again and again with the whole log, stays below.
pub const WORK_LIMIT: u64 = 40_000_000;

/// At most this many steps come at one moment.
const STEPS_AT_ONCE: usize = 64;

/// A world, watched and directed.
#[derive(Clone, Debug)]
pub struct Run {
    world: World,
    judges: Judges,
    digest: Digest,
    director: Director,
    chaos: Chaos,
    /// Claims about a stretch of the run.
    vigils: Vigils,
    /// Who judges the reader's exercise, if there is one.
    examiner: Option<Examiner>,
    troubles: Vec<Trouble>,
    /// How much was looked at after its events.
    looks: u64,
    touched: bool,
}

/// Something in a scenario that did not go as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// The step, in the order of the scenario.
    pub step: usize,
    /// The step's name.
    pub id: String,
    /// Which of its actions could not act; none if it is a claim that does not hold.
    pub action: Option<usize>,
    /// Where in the run.
    pub position: Position,
    /// What did not go, as a sentence.
    pub message: String,
}

impl Run {
    /// The beginning of a scenario's run.
    ///
    /// # Errors
    /// If the script's setup cannot work; a compiled one always can.
    pub fn new(script: &Script) -> Result<Self, Problem> {
        let world = World::new(script.setup.clone(), script.chooser.clone())
            .map_err(|why| Problem::new(ProblemKind::Scenario, why.to_string()))?;
        let mut vigils = Vigils::new(script.until);
        for claim in &script.scenario.expect {
            vigils.add(claim, None, SimTime(0));
        }
        let judges = Judges::default();
        let mut examiner = Examiner::of(script);
        if let Some(examiner) = &mut examiner {
            examiner.look(&world, &judges);
        }
        Ok(Self {
            world,
            vigils,
            examiner,
            judges,
            digest: Digest::default(),
            director: Director::new(script.steps.clone()),
            chaos: Chaos::new(script.chaos.clone()),
            troubles: Vec::new(),
            looks: 0,
            touched: false,
        })
    }

    /// When the next thing happens, be it an event or a step; `None` if nothing ever will, or if
    /// the run has reached its limit.
    #[must_use]
    pub fn peek(&self) -> Option<SimTime> {
        if self.at_limit() {
            return None;
        }
        let now = self.world.position().time;
        let [step, blow] = [self.director.next_time(), self.chaos.next_time()]
            .map(|time| time.map(|time| time.max(now)));
        [step, blow, self.world.peek()].into_iter().flatten().min()
    }

    /// Whether the run has as many events, as many messages on their way, or as much work behind it as a run
    /// can have. It goes on no more.
    #[must_use]
    pub fn at_limit(&self) -> bool {
        self.world.events().0 >= EVENT_LIMIT
            || self.world.in_flight() >= FLIGHT_LIMIT
            || self.work() >= WORK_LIMIT
    }

    /// What it has cost besides its events.
    #[must_use]
    pub fn work(&self) -> u64 {
        self.looks + self.world.work()
    }

    /// Lets the next thing happen: an event with the steps it sets off, a step whose time has come, or
    /// what chance does now. False if there is nothing left. What comes together comes in this order:
    /// steps, chance, events.
    pub fn advance(&mut self, sink: &mut dyn Sink) -> bool {
        if self.at_limit() {
            return false;
        }
        let upcoming = self.world.upcoming();
        let next_event = upcoming.map(|(at, _)| at);
        if let Some(time) = self.director.comes_by_time(self.position(), next_event) {
            self.world.idle_until(time);
            self.fire(EventNo::START, sink);
            return true;
        }
        if let Some(time) = self.chaos.next_time()
            && upcoming.is_none_or(|(at, _)| time <= at)
        {
            self.world.idle_until(time);
            self.disturb(sink);
            return true;
        }
        let Some((at, upcoming)) = upcoming else { return false };
        if self.director.comes_before(&self.world, upcoming) {
            self.world.idle_until(at);
            self.fire(EventNo::START, sink);
            return true;
        }
        let mut lookout = Lookout { director: &self.director, met: None };
        let claims = (&mut self.vigils, self.examiner.as_mut());
        let watching = (&mut self.judges, (claims, (&mut lookout, &mut *sink)));
        self.world.advance(&mut (&mut self.digest, watching));
        let met = lookout.met;
        if self.chaos.is_looking() {
            self.chaos.look(&self.world);
        }
        self.keep_watch();
        self.fire_if_met(met, sink);
        true
    }

    /// Carries out the next step if it waited for what has just happened, `met`, or for how things are now.
    fn fire_if_met(&mut self, met: Option<EventNo>, sink: &mut dyn Sink) {
        let met = met.or_else(|| {
            let comes = self.director.comes_now(&self.world, &self.judges);
            comes.then(|| self.world.events())
        });
        if let Some(event) = met {
            self.fire(event, sink);
        }
    }

    /// Looks whether what is claimed of the run is still so, after each event.
    fn keep_watch(&mut self) {
        self.looks += self.vigils.work(&self.world);
        for (place, why) in self.vigils.look(&self.world, &self.judges) {
            // What is claimed at the end is told there.
            if let Some((step, claim)) = place {
                self.trouble(step, None, format!("expect[{claim}]: {why}"));
            }
        }
        if let Some(examiner) = &mut self.examiner {
            self.looks += examiner.work(&self.world);
            examiner.look(&self.world, &self.judges);
        }
    }

    /// Does what chance does now. What cannot act now is not done.
    fn disturb(&mut self, sink: &mut dyn Sink) {
        let Some(blow) = self.chaos.take(&self.world) else { return };
        let mut met = None;
        for action in &blow.actions {
            met = self.let_act(action, blow.cause, sink).ok().flatten().or(met);
        }
        self.fire_if_met(met, sink);
    }

    /// Lets an action act that is not the story's own, and says at which of its events the next step comes.
    fn let_act(
        &mut self,
        action: &Action,
        cause: EventNo,
        sink: &mut dyn Sink,
    ) -> Result<Option<EventNo>, ActionError> {
        let mut lookout = Lookout { director: &self.director, met: None };
        let claims = (&mut self.vigils, self.examiner.as_mut());
        let watching = (&mut self.judges, (claims, (&mut lookout, sink)));
        self.world.act(action, cause, &mut (&mut self.digest, watching))?;
        Ok(lookout.met)
    }

    /// From now on chance does nothing any more. What it has done stays as it is.
    pub fn end_chaos(&mut self) {
        self.chaos = Chaos::default();
    }

    /// Lets everything happen that happens up to `time`, and time pass until then.
    pub fn advance_to(&mut self, time: SimTime, sink: &mut dyn Sink) {
        while self.peek().is_some_and(|at| at <= time) && self.advance(sink) {}
        self.idle_until(time);
    }

    /// Lets time pass up to `time`, if nothing happens before that.
    pub fn idle_until(&mut self, time: SimTime) {
        if self.peek().is_none_or(|at| at >= time) {
            self.rest_until(time);
        }
    }

    fn rest_until(&mut self, time: SimTime) {
        self.world.idle_until(time);
        if let Some(examiner) = &mut self.examiner {
            examiner.pass(time);
        }
    }

    /// Lets everything happen up to this place, which must be reached exactly.
    ///
    /// # Errors
    /// If this run never comes by there.
    pub fn advance_to_position(
        &mut self,
        target: Position,
        sink: &mut dyn Sink,
    ) -> Result<(), Problem> {
        while self.position() < target {
            match self.peek() {
                Some(at) if at <= target.time => {
                    self.advance(sink);
                }
                _ if self.position().time < target.time => self.rest_until(target.time),
                _ => break,
            }
        }
        if self.position() == target {
            return Ok(());
        }
        let Position { time, processed } = target;
        Err(Problem::new(
            ProblemKind::Link,
            format!("this run has no moment {time} after {processed} events at that time"),
        )
        .expecting("the run that the moment was taken from"))
    }

    /// The reader's hand reaches in, now. A step of the story that waits for what it does comes.
    ///
    /// # Errors
    /// If the action cannot act now; then nothing has happened.
    pub fn act(&mut self, action: &Action, sink: &mut dyn Sink) -> Result<(), ActionError> {
        let met = self.let_act(action, EventNo::START, sink)?;
        self.touched = true;
        let now = self.position();
        if let Some(examiner) = &mut self.examiner {
            examiner.note(action, now);
            examiner.look(&self.world, &self.judges);
        }
        match action {
            Action::Release => self.director.release(),
            // What arrives is an event like any other, and looked at as one.
            Action::Deliver(message) => self.let_arrive(*message, sink),
            _ => self.fire_if_met(met, sink),
        }
        Ok(())
    }

    /// Lets a message that is due now arrive now, as any message would: a step of the story that
    /// waits for it comes.
    fn let_arrive(&mut self, message: MessageId, sink: &mut dyn Sink) {
        let now = self.position().time;
        while self.world.flight_named(message).is_some()
            && self.peek().is_some_and(|at| at <= now)
            && self.advance(sink)
        {}
    }

    /// Carries out the next step, and those that come together with it.
    fn fire(&mut self, event: EventNo, sink: &mut dyn Sink) {
        for _ in 0..STEPS_AT_ONCE {
            let now = self.position().time;
            let Some((which, steps)) = self.director.take(now) else { return };
            let step = &steps[which];
            for (at, action) in step.actions.iter().enumerate() {
                let claims = (&mut self.vigils, self.examiner.as_mut());
                let sinks = &mut (&mut self.digest, (&mut self.judges, (claims, &mut *sink)));
                if let Err(error) = self.world.act(action, event, sinks) {
                    self.trouble(which, Some(at), format!("do[{at}]: {error}"));
                }
                if *action == Action::Release {
                    self.director.release();
                }
            }
            for (at, expectation) in step.expect.iter().enumerate() {
                self.vigils.add(expectation, Some((which, at)), now);
                if let Err(why) = expectation.test(&self.world, &self.judges) {
                    self.trouble(which, None, format!("expect[{at}]: {why}"));
                }
            }
            self.keep_watch();
            let (position, event) = (self.position(), self.world.events());
            self.director.note(Fired { step: which, position, event });
            let next_event = self.world.peek();
            let next_step = self.director.comes_by_time(self.position(), next_event);
            if next_step.is_none_or(|time| time > now) {
                return;
            }
        }
    }

    /// Notes that the scenario did not go as written. After a reader's hand has reached in, it need
    /// not.
    fn trouble(&mut self, step: usize, action: Option<usize>, message: String) {
        if !self.touched {
            let (id, position) = (self.director.id_of(step), self.position());
            self.troubles.push(Trouble { step, id, action, position, message });
        }
    }

    /// Compares the scenario's claims about its end with how things are now.
    ///
    /// # Errors
    /// Every claim that is not true, with what is true instead.
    pub fn test(&self, expectations: &[Expectation]) -> Result<(), Vec<String>> {
        let mut wrong: Vec<String> = expectations
            .iter()
            .enumerate()
            .filter_map(|(at, expectation)| {
                let why = self.test_one(expectation).err()?;
                Some(format!("expect[{at}]: {why}"))
            })
            .collect();
        // What a step claims has been told if it was wrong; it may not have had the time to come true.
        for ((step, claim), why) in self.vigils.unfinished(&self.world, &self.judges) {
            wrong.push(format!("steps[{step}].expect[{claim}]: {why}"));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    fn test_one(&self, expectation: &Expectation) -> Result<(), String> {
        let watched = self.vigils.end_of(expectation, &self.world, &self.judges);
        watched.unwrap_or_else(|| expectation.test(&self.world, &self.judges))
    }

    /// The world.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The judges.
    #[must_use]
    pub fn judges(&self) -> &Judges {
        &self.judges
    }

    /// The digest of everything so far.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Where in the run this is.
    #[must_use]
    pub fn position(&self) -> Position {
        self.world.position()
    }

    /// The steps that have come so far, in order.
    #[must_use]
    pub fn fired(&self) -> &[Fired] {
        self.director.fired()
    }

    /// Whether steps can still come.
    #[must_use]
    pub fn is_directed(&self) -> bool {
        self.director.has_more()
    }

    /// What did not go as the scenario says.
    #[must_use]
    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    /// How the reader's exercise stands, if the scenario has one.
    #[must_use]
    pub fn standing(&self) -> Option<&Standing> {
        self.examiner.as_ref().map(Examiner::standing)
    }

    /// Whether a reader's hand has reached in.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.touched
    }
}

impl Script {
    /// Where each step comes when nobody interferes; nowhere if it never does.
    ///
    /// # Errors
    /// None for a compiled script.
    pub fn moments(&self) -> Result<Vec<Option<Position>>, Problem> {
        let mut moments = vec![None; self.steps.len()];
        if self.steps.is_empty() {
            return Ok(moments);
        }
        let mut run = Run::new(self)?;
        run.advance_to(self.until, &mut ());
        for fired in run.fired() {
            moments[fired.step] = Some(fired.position);
        }
        Ok(moments)
    }

    /// Where the step with this name comes, of the [`Self::moments`] of this script.
    ///
    /// # Errors
    /// If there is no such step, or it never comes.
    pub fn moment_of(&self, step: &str, moments: &[Option<Position>]) -> Result<Position, Problem> {
        let at = self.steps.iter().position(|known| known.id == step);
        at.and_then(|at| moments.get(at).copied().flatten()).ok_or_else(|| {
            let come = self.steps.iter().zip(moments).filter(|(_, moment)| moment.is_some());
            let names: Vec<&str> = come.map(|(step, _)| step.id.as_str()).collect();
            Problem::new(ProblemKind::Link, format!("the story does not come by \"{step}\""))
                .expecting(format!("one of {}", names.join(", ")))
        })
    }
}
