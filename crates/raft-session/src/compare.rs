//! Two runs beside each other: where they part, and what came out differently.
//!
//! Both are run again from the last place that they certainly have in common, instant by instant. An
//! event is *the same* if both have it at the same time with the same golden line: everything in it
//! is then the same that a reader could see. Because draws are keyed (`draw.rs`), whatever does not
//! descend from what is different is the same, however long ago they parted.

mod deeds;

use raft_scenario::Problem;
use raft_sim::{EventKind, EventLine, EventNo, Happening, Position, SimTime, World};

use crate::branch::{Placed, common_until};
use crate::cursor::{Cursor, Watch};
use crate::{Session, dto, time};
use deeds::{Deeds, Outcomes};

/// The most events of one run that a comparison looks at beyond what they certainly have in common.
const MOST_EVENTS: u32 = 100_000;
/// The most events that one instant may have: each is looked for among those of the other run.
const MOST_AT_ONCE: usize = 1_000;
/// The most differing events that are shown.
const MOST_PAIRS: usize = 200;
/// The most differences that are shown.
const MOST_DIFFERENCES: usize = 500;

/// One of two runs while they are compared.
struct Side<'a> {
    cursor: Cursor,
    actions: &'a [Placed],
    /// The events of the present instant.
    seen: Vec<Seen>,
    deeds: Deeds,
    /// How many events it looks at in all, at the most.
    budget: u32,
}

/// An event of the present instant.
struct Seen {
    no: EventNo,
    position: Position,
    kind: EventKind,
    line: String,
}

/// What is known of two runs so far.
#[derive(Default)]
struct Findings {
    same: u32,
    differing: [u32; 2],
    last: Option<dto::ComparedEvent>,
    first: [Option<dto::ComparedEvent>; 2],
    events: Vec<dto::EventPair>,
    more_events: u32,
}

impl Session {
    /// Compares the current branch with the current branch of another session, up to a moment.
    ///
    /// # Errors
    /// If it is no moment of a run, or a branch cannot be replayed.
    pub fn compare(&self, other: &Self, until_ms: f64) -> Result<dto::Comparison, Problem> {
        let until = time::moment(until_ms)?;
        let shared = self.shared_with(other, until);
        let mut sides = [self.side(shared)?, other.side(shared)?];
        let common = sides[0].cursor.events().0;
        let mut findings = Findings { same: common, ..Findings::default() };
        let mut now = shared.time;
        let complete = loop {
            let next = sides.iter().filter_map(Side::peek).min().filter(|next| *next <= until);
            let Some(instant) = next else { break true };
            if sides.iter().any(Side::is_spent) {
                break false;
            }
            for side in &mut sides {
                side.see(instant)?;
            }
            // Half an instant says nothing: what is missing may be in the other half.
            if sides.iter().any(|side| side.seen.len() >= MOST_AT_ONCE) {
                break false;
            }
            now = instant;
            let [one, two] = &mut sides;
            findings.note(&mut one.seen, &mut two.seen);
        };
        let parted = findings.first.iter().any(Option::is_some);
        if parted && findings.last.is_none() && common > 0 {
            findings.last = self.event_numbered(EventNo(common))?;
        }
        let (differences, more_differences) = differences(sides.map(Side::into_outcomes));
        Ok(dto::Comparison {
            until: if complete { until_ms } else { time::millis(now) },
            complete,
            same: findings.same,
            differing: findings.differing,
            last: findings.last.filter(|_| parted),
            first: findings.first,
            differences,
            more_differences,
            events: findings.events,
            more_events: findings.more_events,
        })
    }

    /// The last place up to which both are the same run, whatever comes after.
    fn shared_with(&self, other: &Self, until: SimTime) -> Position {
        // Compared as text: it is printed anyway, and nobody else compares whole scenarios.
        if self.scenario_json() != other.scenario_json() {
            return Position::START;
        }
        // Whoever has done nothing different goes on just as well from where it is known.
        let known = |session: &Self| session.branches[session.current].end;
        let parted = common_until(&self.actions, &other.actions);
        let parted = parted.unwrap_or_else(|| known(self).min(known(other)));
        if parted.time <= until { parted } else { Position::START }
    }

    /// This run, where it has come by there.
    fn side(&self, from: Position) -> Result<Side<'_>, Problem> {
        let mut cursor = self.keyframes.before(from).unwrap_or(&self.cursor).clone();
        cursor.advance_to_position(from, &self.actions, |_| {}, &mut Watch::default())?;
        let deeds = Deeds::known_at(cursor.run.world());
        let budget = cursor.events().0.saturating_add(MOST_EVENTS);
        Ok(Side { cursor, actions: &self.actions, seen: Vec::new(), deeds, budget })
    }

    /// An event of this run, be it known already or not.
    fn event_numbered(&self, no: EventNo) -> Result<Option<dto::ComparedEvent>, Problem> {
        let mut found = None;
        let Some(mut cursor) = self.keyframes.before_event(no).cloned() else { return Ok(None) };
        let mut look = |world: &World, happening: &Happening<'_>| {
            if happening.event.no == no {
                found = Some(Seen::of(world, happening).shown());
            }
        };
        let mut watch = Watch { look: Some(&mut look), ..Watch::default() };
        while cursor.events() < no && cursor.advance(&self.actions, &mut watch)? {}
        Ok(found)
    }
}

impl Side<'_> {
    fn peek(&self) -> Option<SimTime> {
        self.cursor.peek(self.actions)
    }

    /// Lets everything happen that happens at this instant, unless it is too much.
    fn see(&mut self, instant: SimTime) -> Result<(), Problem> {
        while self.peek().is_some_and(|at| at <= instant) && self.seen.len() < MOST_AT_ONCE {
            let Self { cursor, actions, seen, deeds, .. } = self;
            let mut look = |world: &World, happening: &Happening<'_>| {
                seen.push(Seen::of(world, happening));
                deeds.note(world, happening);
            };
            let mut watch = Watch { look: Some(&mut look), ..Watch::default() };
            if !cursor.advance(actions, &mut watch)? {
                break;
            }
        }
        Ok(())
    }

    /// Whether it has looked at as many events as it shall.
    fn is_spent(&self) -> bool {
        self.cursor.events().0 >= self.budget
    }

    fn into_outcomes(self) -> Outcomes {
        self.deeds.outcomes(&self.cursor.run)
    }
}

impl Seen {
    fn of(world: &World, happening: &Happening<'_>) -> Self {
        let event = happening.event;
        let line = EventLine { world, happening: *happening }.to_string();
        Self { no: event.no, position: event.position, kind: event.kind, line }
    }

    fn shown(self) -> dto::ComparedEvent {
        dto::ComparedEvent {
            id: name_of(self.kind),
            ordinal: self.no.0,
            position: time::place(self.position),
            line: self.line,
        }
    }
}

impl Findings {
    /// Takes down one instant of both runs, and leaves nothing of it. What comes first in one run may
    /// come last in the other.
    fn note(&mut self, one: &mut Vec<Seen>, two: &mut Vec<Seen>) {
        let mut left = Vec::new();
        for event in one.drain(..) {
            match two.iter().position(|other| other.line == event.line) {
                Some(at) => {
                    two.remove(at);
                    self.note_same(event);
                }
                None => left.push(event),
            }
        }
        for event in left {
            // The same message, write or timer with something else in it. What a hand does is no
            // such thing: another deed is another event.
            let is_its = |other: &Seen| other.kind == event.kind && event.kind != EventKind::Acted;
            let other = two.iter().position(is_its).map(|at| two.remove(at));
            self.note_different([Some(event), other]);
        }
        for event in two.drain(..) {
            self.note_different([None, Some(event)]);
        }
    }

    fn note_same(&mut self, event: Seen) {
        self.same += 1;
        if self.first.iter().all(Option::is_none) {
            self.last = Some(event.shown());
        }
    }

    fn note_different(&mut self, sides: [Option<Seen>; 2]) {
        let sides = sides.map(|side| side.map(Seen::shown));
        for (at, side) in sides.iter().enumerate() {
            let Some(event) = side else { continue };
            self.differing[at] += 1;
            // Of one instant the second may be found before the first.
            if self.first[at].as_ref().is_none_or(|first| event.ordinal < first.ordinal) {
                self.first[at] = Some(event.clone());
            }
        }
        if self.events.len() < MOST_PAIRS {
            self.events.push(dto::EventPair { sides });
        } else {
            self.more_events += 1;
        }
    }
}

/// What an event is about, by a name that means the same in both runs.
fn name_of(kind: EventKind) -> String {
    match kind {
        EventKind::Delivered(id) | EventKind::Lost(id, _) => id.to_string(),
        EventKind::ElectionTimeout(server) | EventKind::HeartbeatDue(server) => server.to_string(),
        EventKind::Persisted(key) => key.to_string(),
        EventKind::ClientTimer(client) => client.to_string(),
        EventKind::Acted => String::new(),
    }
}

/// What came out differently, as much of it as is shown, and how much more there is. What came out
/// the same at another moment comes last.
fn differences([one, two]: [Outcomes; 2]) -> (Vec<dto::Difference>, u32) {
    let (mut ones, mut twos) = (one.into_iter().peekable(), two.into_iter().peekable());
    let (mut differences, mut moved) = (Vec::new(), Vec::new());
    while let Some(key) =
        [ones.peek(), twos.peek()].into_iter().flatten().map(|(key, _)| *key).min()
    {
        let sides = [
            ones.next_if(|(what, _)| *what == key).map(|(_, outcome)| outcome),
            twos.next_if(|(what, _)| *what == key).map(|(_, outcome)| outcome),
        ];
        if sides[0] == sides[1] {
            continue;
        }
        let only_when =
            matches!(&sides, [Some(a), Some(b)] if a.fate == b.fate && a.text == b.text);
        let list = if only_when { &mut moved } else { &mut differences };
        list.push(dto::Difference { kind: key.kind(), what: key.to_string(), sides, only_when });
    }
    differences.append(&mut moved);
    let more = differences.len().saturating_sub(MOST_DIFFERENCES);
    differences.truncate(MOST_DIFFERENCES);
    (differences, u32::try_from(more).unwrap_or(u32::MAX))
}
