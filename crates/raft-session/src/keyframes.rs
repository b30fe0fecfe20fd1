//! Keyframes: places in a run from which it can be continued at once.

use raft_sim::{EventNo, Position};

use crate::cursor::Cursor;

/// Events between two keyframes at first.
const SPACING: u32 = 256;
/// The most keyframes that are kept; with one more, every other one is thrown away and the spacing
/// doubles. So seeking costs at most `events / MOST` steps.
const MOST: usize = 256;
/// A keyframe has every message on its way in it. Together they have at most so many: beyond that there are fewer
/// keyframes, so that memory is bounded as well. About 200 bytes each.
const MOST_FLIGHTS: usize = 400_000;

/// Keyframes of the present branch, evenly spaced.
#[derive(Clone, Debug)]
pub(crate) struct Keyframes {
    spacing: u32,
    /// In order. The first is the beginning.
    frames: Vec<Keyframe>,
    /// Messages on their way in all of them.
    flights: usize,
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
        Self { spacing: SPACING, frames, flights: 0 }
    }

    /// Keeps this place, if one is due here.
    pub(crate) fn offer(&mut self, cursor: &Cursor) {
        let event = cursor.events();
        let last = self.frames.last().map_or(EventNo::START, |frame| frame.event);
        if event.0 < last.0.saturating_add(self.spacing) {
            return;
        }
        let position = cursor.position();
        let keyframe = Keyframe { event, position, cursor: cursor.clone() };
        self.flights += keyframe.flights();
        self.frames.push(keyframe);
        if self.frames.len() > MOST || self.flights > MOST_FLIGHTS {
            let mut at = 0;
            self.frames.retain(|_| {
                at += 1;
                at % 2 == 1
            });
            self.spacing = self.spacing.saturating_mul(2);
            self.count();
        }
    }

    fn count(&mut self) {
        self.flights = self.frames.iter().map(Keyframe::flights).sum();
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
        self.count();
    }
}

impl Keyframe {
    fn flights(&self) -> usize {
        self.cursor.run.world().in_flight()
    }
}

#[cfg(test)]
mod tests {
    use raft_scenario::{Run, Scenario};

    use super::*;
    use crate::cursor::Watch;

    #[test]
    fn the_more_is_on_its_way_the_fewer_keyframes_there_are() {
        let text = r#"{"format":1,"title":"t","until":"3600s",
          "cluster":{"servers":9,"heartbeat":"50ms","election_timeout":"100us..100us"},
          "network":{"latency":"3600s","faults":{"twice":"100%","twice_after":"3600s"}}}"#;
        let script = Scenario::from_json(text).and_then(Scenario::compile).expect("it can run");
        let mut cursor = Cursor::new(Run::new(&script).expect("it can begin"));
        let mut keyframes = Keyframes { spacing: 1, ..Keyframes::new(cursor.clone()) };
        while cursor.advance(&[], &mut Watch::default()).expect("nobody acts") {
            keyframes.offer(&cursor);
            assert!(keyframes.flights <= MOST_FLIGHTS && keyframes.frames.len() <= MOST);
        }
        let all: usize = keyframes.frames.iter().map(Keyframe::flights).sum();
        assert_eq!(keyframes.flights, all);
        assert!(keyframes.frames.len() > 20 && all > MOST_FLIGHTS / 4, "{all}");
        keyframes.forget_from(cursor.position());
        let left: usize = keyframes.frames.iter().map(Keyframe::flights).sum();
        assert_eq!(keyframes.flights, left);
    }
}
