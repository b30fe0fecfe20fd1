//! The scenario of what the reader just did: their actions become steps at their places.
//!
//! The scenario's own steps keep their order and their triggers, the reader's come between them where
//! they acted. So everything happens again, event by event, up to the end of the take and beyond it.
//! What the story said and claimed from the first action on was about another run: it goes.

use std::collections::BTreeSet;

use raft_core::Micros;
use raft_scenario::{
    ActionModel, Duration, PlacedAction, Problem, ProblemKind, Run, Scenario, StepModel,
};
use raft_sim::{Action, SimTime};

use crate::take::{End, Player, Take};

/// The scenario of what was done in a take; the scenario itself, if nothing was.
///
/// # Errors
/// If the take cannot be played, or is more than a scenario can hold.
pub(crate) fn scenario(take: &Take) -> Result<Scenario, Problem> {
    if !take.is_touched() {
        return Ok(take.script.scenario.clone());
    }
    let mut merged = merged(take)?;
    drop_what_cannot_act(&mut merged)?;
    // What has become too long is refused now, and not where it is read.
    merged.clone().compile()?;
    Ok(merged)
}

/// The steps as they come.
struct Merge<'a> {
    written: &'a [StepModel],
    steps: Vec<StepModel>,
    names: BTreeSet<String>,
    /// When the last step of the story came, and whether the reader has acted since.
    last_fired: SimTime,
    interrupted: bool,
    touched: bool,
}

fn merged(take: &Take) -> Result<Scenario, Problem> {
    let scenario = &take.script.scenario;
    let mut merge = Merge {
        written: &scenario.steps,
        steps: Vec::new(),
        names: scenario.steps.iter().map(|step| step.id.clone()).collect(),
        last_fired: SimTime(0),
        interrupted: false,
        touched: false,
    };
    let (mut fired, mut acted) = (0, 0);
    let mut released = false;
    let mut player = Player::new(take)?;
    while player.advance(&mut ())? {
        let hand = player.done().get(acted);
        if let Some(placed) = hand {
            merge.hand(&placed.asked);
            released |= placed.action == Action::Release;
            acted += 1;
        }
        // An action can set off steps: a step may have waited for it, or for whom it delivers.
        let mut is_set_off =
            hand.is_some_and(|placed| !matches!(placed.action, Action::Deliver(_)));
        for step in &player.run().fired()[fired..] {
            merge.story(step.step, is_set_off);
            merge.last_fired = step.position.time;
            fired += 1;
            is_set_off = false;
        }
    }
    if !released && player.run().is_directed() {
        for step in fired..merge.written.len() {
            merge.story(step, false);
        }
    }
    let end = match take.end {
        End::Time(time) => time,
        End::Place(place) => place.time,
    };
    let mut merged = scenario.clone();
    merged.steps = merge.steps;
    merged.until.0 = merged.until.0.max(Micros(end.0));
    merged.expect.clear();
    // It is another story, which nobody has told yet.
    (merged.picture, merged.fork, merged.exercise) = (None, None, None);
    Ok(merged)
}

impl Merge<'_> {
    /// The reader acts.
    fn hand(&mut self, asked: &PlacedAction) {
        self.touched = true;
        self.interrupted = true;
        if self.joins_last(asked) {
            if let Some(last) = self.steps.last_mut() {
                last.actions.push(asked.action.clone());
            }
            return;
        }
        let id = self.fresh_name();
        let (time, processed) = asked.at;
        self.steps.push(StepModel {
            id,
            at: Some(Duration(Micros(time))),
            processed: Some(processed),
            actions: vec![asked.action.clone()],
            ..StepModel::default()
        });
    }

    /// Whether nothing happened between the last action and this one: an action is one event. After
    /// a message is delivered by hand, its arrival happens.
    fn joins_last(&self, asked: &PlacedAction) -> bool {
        let Some(StepModel { at: Some(at), processed: Some(processed), actions, .. }) =
            self.steps.last()
        else {
            return false;
        };
        let after = u32::try_from(actions.len()).ok().and_then(|many| processed.checked_add(many));
        let is_delivered = matches!(actions.last(), Some(ActionModel::Deliver(_)));
        !is_delivered && asked.at.0 == at.0.0 && after == Some(asked.at.1)
    }

    fn fresh_name(&mut self) -> String {
        let taken = self.names.len();
        let name = (1..=taken + 1).map(|nth| format!("hand-{nth}"));
        let fresh = name.into_iter().find(|name| !self.names.contains(name)).unwrap_or_default();
        self.names.insert(fresh.clone());
        fresh
    }

    /// A step of the story comes; perhaps because the reader has just acted.
    fn story(&mut self, which: usize, is_set_off: bool) {
        let mut step = self.written[which].clone();
        if is_set_off && step.when.take().is_some() {
            // A step does not wait for what the step before it does, and that is where the hand is now.
            self.interrupted = false;
        }
        let waits = step.at.is_none() && step.when.is_none();
        if waits && self.interrupted {
            // It counts from the step of the story before it, and now another stands between.
            let span = step.after.unwrap_or_default().0;
            step.at = Some(Duration(Micros(self.last_fired.0 + span.0)));
            step.after = None;
        }
        if self.touched {
            step.say = None;
            step.pace = None;
            step.question = None;
            step.expect.clear();
        }
        self.interrupted = false;
        self.steps.push(step);
    }
}

/// After the reader's hand has reached in, some action of the story may have found nothing to act on.
/// In a scenario of its own that would be a mistake.
fn drop_what_cannot_act(merged: &mut Scenario) -> Result<(), Problem> {
    let script = merged.clone().compile()?;
    let mut run = Run::new(&script)?;
    run.advance_to(script.until, &mut ());
    // From the last to the first, so that the places before stay what they are.
    for trouble in run.troubles().iter().rev() {
        let Some(action) = trouble.action else { continue };
        let step = &mut merged.steps[trouble.step];
        if step.processed.is_some() {
            let message = format!("{} cannot be made a step: {}", trouble.id, trouble.message);
            return Err(Problem::new(ProblemKind::Action, message));
        }
        step.actions.remove(action);
    }
    Ok(())
}
