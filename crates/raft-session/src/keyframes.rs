//! Keyframes: places in a run from which it can be continued at once.

use raft_sim::{EventNo, Position, Server};

use crate::cursor::Cursor;

/// Events between two keyframes at first.
const SPACING: u32 = 256;
/// The most keyframes that are kept; with one more, every other one is thrown away and the spacing
/// doubles. So seeking costs at most `events / MOST` steps.
const MOST: usize = 256;
/// What a keyframe shares with no other is above all the messages on their way and the keys of the
/// servers. With more than so many of them in all keyframes there are fewer: a network on which nothing
/// arrives, or a client that never asks for the same key twice, would fill any memory. Some 200 bytes each.
const MOST_PIECES: usize = 400_000;

/// Keyframes of the present branch, evenly spaced.
#[derive(Clone, Debug)]
pub(crate) struct Keyframes {
    spacing: u32,
    /// In order. The first is the beginning.
    frames: Vec<Keyframe>,
    /// Messages on their way and keys in all of them.
    pieces: usize,
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
        Self { spacing: SPACING, frames, pieces: 0 }
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
        self.pieces += keyframe.pieces();
        self.frames.push(keyframe);
        while self.frames.len() > MOST || self.pieces > MOST_PIECES && self.frames.len() > 1 {
            self.thin_out();
        }
    }

    /// Throws away every other one. The beginning stays.
    fn thin_out(&mut self) {
        let mut at = 0;
        self.frames.retain(|_| {
            at += 1;
            at % 2 == 1
        });
        self.spacing = self.spacing.saturating_mul(2);
        self.count();
    }

    fn count(&mut self) {
        self.pieces = self.frames.iter().map(Keyframe::pieces).sum();
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
    fn pieces(&self) -> usize {
        let world = self.cursor.run.world();
        let running = world.servers().iter().filter_map(Server::process);
        world.in_flight() + running.map(|process| process.machine.iter().len()).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use raft_scenario::{Run, Scenario};

    use super::*;
    use crate::cursor::Watch;

    /// Every place of this run up to this event.
    fn offered(text: &str, last: u32) -> (Cursor, Keyframes) {
        let script = Scenario::from_json(text).and_then(Scenario::compile).expect("it can run");
        let mut cursor = Cursor::new(Run::new(&script).expect("it can begin"));
        let mut keyframes = Keyframes { spacing: 1, ..Keyframes::new(cursor.clone()) };
        let mut watch = Watch::default();
        while cursor.events().0 < last && cursor.advance(&[], &mut watch).expect("nobody acts") {
            keyframes.offer(&cursor);
            assert!(keyframes.pieces <= MOST_PIECES && keyframes.frames.len() <= MOST);
        }
        (cursor, keyframes)
    }

    fn counted(keyframes: &Keyframes) -> usize {
        keyframes.frames.iter().map(Keyframe::pieces).sum()
    }

    #[test]
    fn the_more_is_on_its_way_the_fewer_keyframes_there_are() {
        let text = r#"{"format":1,"title":"t","until":"3600s",
          "cluster":{"servers":9,"heartbeat":"50ms","election_timeout":"100us..100us"},
          "network":{"latency":"3600s","faults":{"twice":"100%","twice_after":"3600s"}}}"#;
        let (cursor, mut keyframes) = offered(text, u32::MAX);
        let all = counted(&keyframes);
        assert_eq!(keyframes.pieces, all);
        assert!(keyframes.frames.len() > 20 && all > MOST_PIECES / 4, "{all}");
        keyframes.forget_from(cursor.position());
        assert_eq!(keyframes.pieces, counted(&keyframes));
    }

    #[test]
    fn the_more_keys_there_are_the_fewer_keyframes_there_are() {
        let text = r#"{"format":1,"title":"t","until":"5s",
          "cluster":{"servers":3,"heartbeat":"50ms","election_timeout":"150ms..300ms"},
          "network":{"latency":"1ms"},
          "clients":{"count":9,"latency":"100us","workload":{"keys":1000000,"pause":"1us..1us","reads":"0%"}}}"#;
        let (cursor, keyframes) = offered(text, 60_000);
        let last = Keyframe { event: cursor.events(), position: cursor.position(), cursor };
        let keys = last.pieces();
        assert!(keys * MOST / 2 > MOST_PIECES, "{keys}: as many keyframes as usual were too many");
        assert_eq!(keyframes.pieces, counted(&keyframes));
        assert!(keyframes.pieces > MOST_PIECES / 4, "{}", keyframes.pieces);
    }
}
