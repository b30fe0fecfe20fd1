//! Looking back: what has happened happens again, in front of somebody who looks.

use std::cell::Cell;

use raft_scenario::{Problem, Run};
use raft_sim::{EventNo, Happening, World};

use crate::Session;
use crate::cursor::{Cursor, Watch};

/// Whether whoever looks wants to see more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wants {
    More,
    Enough,
}

/// Runs known events of the current branch again. It never goes beyond what is known: the future is
/// not simulated by looking.
pub(crate) struct Replay<'a> {
    session: &'a Session,
    /// Where the last look ended, so that looking on does not begin anew.
    cursor: Option<Cursor>,
}

impl<'a> Replay<'a> {
    pub(crate) fn new(session: &'a Session) -> Self {
        Self { session, cursor: None }
    }

    /// Shows the events from `from` to `to`, as far as they are known.
    ///
    /// # Errors
    /// If the branch cannot be replayed.
    pub(crate) fn show(
        &mut self,
        from: EventNo,
        to: EventNo,
        look: &mut dyn FnMut(&World, &Happening<'_>) -> Wants,
    ) -> Result<(), Problem> {
        let to = to.min(EventNo(self.session.chronicle.events()));
        if from > to {
            return Ok(());
        }
        let Some(mut cursor) = self.start(from) else { return Ok(()) };
        let wants = Cell::new(Wants::More);
        // One advance can be several events: one, and the steps of the story that it sets off.
        let mut look = |world: &World, happening: &Happening<'_>| {
            if (from..=to).contains(&happening.event.no) && wants.get() == Wants::More {
                wants.set(look(world, happening));
            }
        };
        while wants.get() == Wants::More && cursor.events() < to {
            let mut watch = Watch { look: Some(&mut look), ..Watch::default() };
            if !cursor.advance(&self.session.actions, &mut watch)? {
                break;
            }
        }
        self.cursor = Some(cursor);
        Ok(())
    }

    /// Shows the world as it was just after this event; 0 is the beginning.
    ///
    /// # Errors
    /// If the branch cannot be replayed.
    pub(crate) fn world_after(
        &mut self,
        event: EventNo,
        look: &mut dyn FnMut(&World),
    ) -> Result<(), Problem> {
        let next = EventNo(event.0.saturating_add(1));
        if let Some(cursor) = self.start(next).filter(|cursor| cursor.events() == event) {
            look(cursor.run.world());
            self.cursor = Some(cursor);
            return Ok(());
        }
        self.show(event, event, &mut |world, _| {
            look(world);
            Wants::More
        })
    }

    /// Shows the run as it is after everything that is known of it.
    ///
    /// # Errors
    /// If the branch cannot be replayed.
    pub(crate) fn at_the_end(&mut self, look: &mut dyn FnMut(&Run)) -> Result<(), Problem> {
        let last = EventNo(self.session.chronicle.events());
        let here = &self.session.cursor;
        if here.events() == last {
            look(&here.run);
            return Ok(());
        }
        let Some(mut cursor) = self.start(last) else { return Ok(()) };
        let mut watch = Watch { hurry: true, ..Watch::default() };
        while cursor.events() < last && cursor.advance(&self.session.actions, &mut watch)? {}
        look(&cursor.run);
        self.cursor = Some(cursor);
        Ok(())
    }

    /// The nearest place before an event: where the last look ended, or a keyframe.
    fn start(&mut self, event: EventNo) -> Option<Cursor> {
        let keyframe = self.session.keyframes.before_event(event)?;
        let here = self.cursor.take();
        let here = here.filter(|here| here.events() < event && here.events() >= keyframe.events());
        Some(here.unwrap_or_else(|| keyframe.clone()))
    }
}
