//! Two runs beside each other: where they part, and what came out differently.
//!
//! Both are run again from the last place that they certainly have in common, instant by instant. An
//! event is *the same* if both have it at the same time with the same golden line: everything in it
//! is then the same that a reader could see. Because draws are keyed (`draw.rs`), whatever does not
//! descend from what is different is the same, however long ago they parted.

mod deeds;

use core::cmp::Ordering;

use raft_scenario::Problem;
use raft_sim::{EventKind, EventLine, EventNo, Happening, Position, SimTime, World};

use crate::branch::{Placed, common_until};
use crate::cursor::{Cursor, Watch};
use crate::{Session, dto, time};
use deeds::{Deeds, Outcomes};

/// The most events of one run that a comparison looks at beyond what they certainly have in common.
const MOST_EVENTS: u32 = 100_000;
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
            now = instant;
            for side in &mut sides {
                side.see(instant)?;
            }
            let [one, two] = &mut sides;
            findings.note(&mut one.seen, &mut two.seen);
            if sides.iter().any(Side::is_spent) {
                break false;
            }
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
        if self.script.scenario != other.script.scenario {
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

    /// Lets everything happen that happens at this instant, as far as the budget goes.
    fn see(&mut self, instant: SimTime) -> Result<(), Problem> {
        while self.peek().is_some_and(|at| at <= instant) && !self.is_spent() {
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
    /// Takes down one instant of both runs, and leaves nothing of it.
    fn note(&mut self, one: &mut Vec<Seen>, two: &mut Vec<Seen>) {
        self.pair_off(one, two, |a, b| a.line.cmp(&b.line), |_| true, Self::note_same);
        // The same message, write or timer with something else in it. What hands do has no name.
        let named = |seen: &Seen| seen.kind != EventKind::Acted;
        self.pair_off(
            one,
            two,
            |a, b| a.kind.cmp(&b.kind),
            named,
            |findings, a, b| {
                findings.note_different([Some(a), Some(b)]);
            },
        );
        for seen in one.drain(..) {
            self.note_different([Some(seen), None]);
        }
        for seen in two.drain(..) {
            self.note_different([None, Some(seen)]);
        }
    }

    /// Takes out of both what `order` finds equal, and notes each pair. In the order of sorting, so
    /// that an instant with very many events takes no more than its share of time.
    fn pair_off(
        &mut self,
        one: &mut Vec<Seen>,
        two: &mut Vec<Seen>,
        order: fn(&Seen, &Seen) -> Ordering,
        is_wanted: fn(&Seen) -> bool,
        note: fn(&mut Self, Seen, Seen),
    ) {
        for list in [&mut *one, &mut *two] {
            list.sort_by(|a, b| order(a, b).then(a.no.cmp(&b.no)));
        }
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let mut pairs = Vec::new();
        let mut twos = two.drain(..).peekable();
        for a in one.drain(..) {
            while let Some(b) = twos.next_if(|b| order(b, &a) == Ordering::Less) {
                right.push(b);
            }
            let partner = twos.next_if(|b| is_wanted(&a) && order(b, &a) == Ordering::Equal);
            match partner {
                Some(b) => pairs.push((a, b)),
                None => left.push(a),
            }
        }
        right.extend(twos);
        (*one, *two) = (left, right);
        pairs.sort_by_key(|(a, _)| a.no);
        for list in [one, two] {
            list.sort_by_key(|seen| seen.no);
        }
        for (a, b) in pairs {
            note(self, a, b);
        }
    }

    fn note_same(&mut self, seen: Seen, _: Seen) {
        self.same += 1;
        if self.first.iter().all(Option::is_none) {
            self.last = Some(seen.shown());
        }
    }

    fn note_different(&mut self, sides: [Option<Seen>; 2]) {
        let sides = sides.map(|side| side.map(Seen::shown));
        for (at, side) in sides.iter().enumerate() {
            let Some(event) = side else { continue };
            self.differing[at] += 1;
            self.first[at].get_or_insert_with(|| event.clone());
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
fn differences([mut one, mut two]: [Outcomes; 2]) -> (Vec<dto::Difference>, u32) {
    let mut keys: Vec<_> = one.keys().chain(two.keys()).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    let mut differences: Vec<dto::Difference> = Vec::new();
    for key in keys {
        let sides = [one.remove(&key), two.remove(&key)];
        if sides[0] == sides[1] {
            continue;
        }
        let only_when =
            matches!(&sides, [Some(a), Some(b)] if a.fate == b.fate && a.text == b.text);
        differences.push(dto::Difference {
            kind: key.kind(),
            what: key.to_string(),
            sides,
            only_when,
        });
    }
    differences.sort_by_key(|difference| difference.only_when);
    let more = differences.len().saturating_sub(MOST_DIFFERENCES);
    differences.truncate(MOST_DIFFERENCES);
    (differences, u32::try_from(more).unwrap_or(u32::MAX))
}
