//! Keyframes: places in a run from which it can be continued at once.

use raft_sim::{EventNo, Position};

use crate::cursor::Cursor;

/// Events between two keyframes at first.
const SPACING: u32 = 256;
/// The most keyframes that are kept; with one more, every other one is thrown away and the spacing
/// doubles. So memory is bounded, and seeking costs at most `events / MOST` steps.
const MOST: usize = 256;

/// Keyframes of the present branch, evenly spaced.
#[derive(Clone, Debug)]
pub(crate) struct Keyframes {
    spacing: u32,
    /// In order. The first is the beginning.
    frames: Vec<Keyframe>,
}

#[derive(Clone, Debug)]
struct Keyframe {
    event: EventNo,
    position: Position,
    cursor: Cursor,
}

impl Keyframes {
    pub(crate) fn new(beginning: Cursor) -> Self {
        let position = beginning.position();
        let frames = vec![Keyframe { event: EventNo::START, position, cursor: beginning }];
        Self { spacing: SPACING, frames }
    }

    /// Keeps this place, if one is due here.
    pub(crate) fn offer(&mut self, cursor: &Cursor) {
        let event = cursor.events();
        let last = self.frames.last().map_or(EventNo::START, |frame| frame.event);
        if event.0 < last.0.saturating_add(self.spacing) {
            return;
        }
        let position = cursor.position();
        self.frames.push(Keyframe { event, position, cursor: cursor.clone() });
        if self.frames.len() > MOST {
            let mut at = 0;
            self.frames.retain(|_| {
                at += 1;
                at % 2 == 1
            });
            self.spacing = self.spacing.saturating_mul(2);
        }
    }

    /// The latest kept place at or before `position`.
    pub(crate) fn before(&self, position: Position) -> Option<&Cursor> {
        self.frames.iter().rev().find(|frame| frame.position <= position).map(|frame| &frame.cursor)
    }

    /// The latest kept place before the event `event` happens.
    pub(crate) fn before_event(&self, event: EventNo) -> Option<&Cursor> {
        self.frames.iter().rev().find(|frame| frame.event < event).map(|frame| &frame.cursor)
    }

    /// Forgets every place at or after `position`: from there on the run is another one.
    pub(crate) fn forget_from(&mut self, position: Position) {
        let keep = self.frames.partition_point(|frame| frame.position < position).max(1);
        self.frames.truncate(keep);
    }
}
