//! Claims about a stretch of a run, not about a moment: they are watched from event to event.

use std::sync::Arc;

use raft_check::Judges;
use raft_sim::{Happening, SimTime, Sink, World};

use crate::Expectation;

/// Keep watch over what a scenario claims of its run. Part of every keyframe.
#[derive(Clone, Debug)]
pub(crate) struct Vigils {
    vigils: Vec<Vigil>,
    /// Where the story ends.
    end: SimTime,
}

/// The step whose claim it is, and which of its claims; none if it is a claim about the end.
type Place = Option<(usize, usize)>;

/// Keeps watch over one claim.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Vigil {
    claim: Arc<Expectation>,
    place: Place,
    /// The last moment that counts.
    until: SimTime,
    state: State,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum State {
    /// Of an order: how many of its conditions have been met.
    Open(usize),
    Kept,
    Broken(Arc<str>),
}

impl Vigils {
    /// Nobody watches yet.
    pub(crate) fn new(end: SimTime) -> Self {
        Self { vigils: Vec::new(), end }
    }

    /// From now on this claim is watched over, if it is one about a stretch.
    pub(crate) fn add(&mut self, claim: &Expectation, place: Place, now: SimTime) {
        self.vigils.extend(Vigil::begin(claim, place, now, self.end));
    }

    /// Looks at how things are now. What is wrong, if that shows it, and with which claim.
    pub(crate) fn look(&mut self, world: &World, judges: &Judges) -> Vec<(Place, Arc<str>)> {
        let vigils = self.vigils.iter_mut();
        vigils.filter_map(|vigil| Some((vigil.place, vigil.look(world, judges)?))).collect()
    }

    /// How much there is to look at after an event. What is settled is passed by.
    pub(crate) fn work(&self, world: &World) -> u64 {
        let work = |vigil: &Vigil| if vigil.is_open() { vigil.claim.work(world) } else { 1 };
        self.vigils.iter().map(work).sum()
    }

    /// What became of a claim about the end, if it is one that is watched over.
    pub(crate) fn end_of(
        &self,
        claim: &Expectation,
        world: &World,
        judges: &Judges,
    ) -> Option<Result<(), String>> {
        let mut vigils = self.vigils.iter();
        let vigil = vigils.find(|vigil| vigil.place.is_none() && *vigil.claim == *claim)?;
        Some(vigil.end(world, judges))
    }

    /// The claims of steps that nobody knows yet to be right or wrong: what is wrong if it ends here.
    pub(crate) fn unfinished(
        &self,
        world: &World,
        judges: &Judges,
    ) -> Vec<((usize, usize), String)> {
        let open = self.vigils.iter().filter(|vigil| vigil.is_open());
        open.filter_map(|vigil| Some((vigil.place?, vigil.end(world, judges).err()?))).collect()
    }
}

impl Sink for Vigils {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        for vigil in &mut self.vigils {
            vigil.see(world, &happening);
        }
    }
}

impl Vigil {
    /// Begins to watch over a claim, if it is one about a stretch; `end` is where the story ends.
    fn begin(claim: &Expectation, place: Place, now: SimTime, end: SimTime) -> Option<Self> {
        let until = match claim {
            Expectation::Eventually(eventually) => now.after(eventually.within.0),
            Expectation::Never(_) | Expectation::Order(_) => end,
            _ => return None,
        };
        Some(Self { claim: Arc::new(claim.clone()), place, until, state: State::Open(0) })
    }

    fn is_open(&self) -> bool {
        matches!(self.state, State::Open(_))
    }

    /// Something happens. Only an order is about what happens; anything else is about what is then.
    fn see(&mut self, world: &World, happening: &Happening<'_>) {
        let (Expectation::Order(conditions), State::Open(met)) = (&*self.claim, &mut self.state)
        else {
            return;
        };
        let is_in_time = happening.event.position.time <= self.until;
        if is_in_time && conditions[*met].is_met_after(world, happening) {
            *met += 1;
            if *met == conditions.len() {
                self.state = State::Kept;
            }
        }
    }

    /// Looks at how things are now. What is wrong, if that shows it.
    fn look(&mut self, world: &World, judges: &Judges) -> Option<Arc<str>> {
        let now = world.position().time;
        if !self.is_open() {
            return None;
        }
        let is_late = now > self.until;
        self.state = match &*self.claim {
            Expectation::Eventually(_) if is_late => {
                State::Broken(self.missing(world, judges).into())
            }
            Expectation::Eventually(eventually) if eventually.that.test(world, judges).is_ok() => {
                State::Kept
            }
            Expectation::Never(_) if is_late => State::Kept,
            Expectation::Never(never) if never.test(world, judges).is_ok() => {
                State::Broken(format!("it came to be so at {now}").into())
            }
            _ => return None,
        };
        match &self.state {
            State::Broken(why) => Some(why.clone()),
            _ => None,
        }
    }

    /// How it stands when nobody looks any longer.
    ///
    /// # Errors
    /// What is wrong, as a sentence.
    fn end(&self, world: &World, judges: &Judges) -> Result<(), String> {
        match (&self.state, &*self.claim) {
            (State::Broken(why), _) => Err(why.to_string()),
            (State::Kept, _) | (State::Open(_), Expectation::Never(_)) => Ok(()),
            (State::Open(met), Expectation::Order(conditions)) => {
                Err(format!("of {} things in order, {met} happened", conditions.len()))
            }
            (State::Open(_), _) => Err(self.missing(world, judges)),
        }
    }

    fn missing(&self, world: &World, judges: &Judges) -> String {
        let why = match &*self.claim {
            Expectation::Eventually(eventually) => eventually.that.test(world, judges).err(),
            _ => None,
        };
        format!("it did not come to be so by {}: {}", self.until, why.unwrap_or_default())
    }
}
