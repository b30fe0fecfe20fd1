//! What is remembered of a branch: one small row for each event, and what is painted on the time
//! line. Everything else is derived again by replay.

use raft_check::Property;
use raft_core::{NodeId, Term};
use raft_scenario::Run;
use raft_sim::{
    Address, EventKind, EventNo, Fact, Happening, Kind, LossReason, MessageId, OperationId,
    Position, RoleKind, SimTime, World,
};

use crate::dto::MarkKind;
use crate::intervals::Intervals;
use crate::mishaps::Mishaps;
use crate::provenance::Provenance;

/// The memory of one branch.
#[derive(Clone, Debug)]
pub(crate) struct Chronicle {
    rows: Vec<Row>,
    marks: Vec<Mark>,
    provenance: Provenance,
    intervals: Intervals,
    mishaps: Mishaps,
    /// Up to here it has been looked for violations.
    judged: EventNo,
    steps: usize,
}

/// One event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Row {
    /// The place just after it.
    pub(crate) position: Position,
    pub(crate) cause: EventNo,
    /// One bit for each server that it touched.
    pub(crate) servers: u16,
    pub(crate) telling: bool,
    /// Whether one can stand just after it. A step of the story comes together with the event that
    /// sets it off, and what was hurried arrives together with the hand that hurried it.
    is_place: bool,
    /// The message whose way ended with it.
    pub(crate) arrival: Option<Arrival>,
}

/// What the world does not say of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Noted {
    /// One bit for each server that it touched.
    pub(crate) servers: u16,
    pub(crate) telling: bool,
    /// Whether the reader did it.
    pub(crate) by_reader: bool,
}

/// A message whose way ended, and how. Small: its name in numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Arrival {
    ordinal: u32,
    from: u8,
    to: u8,
    kind: u8,
    pub(crate) fate: Fate,
}

/// How a message's way ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    Delivered,
    Chance,
    Cut,
    Dropped,
    Down,
}

// A run has up to two million of them.
const _: () = assert!(size_of::<Row>() <= 32);

/// Something that is painted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Mark {
    pub(crate) at: Position,
    pub(crate) event: EventNo,
    pub(crate) kind: MarkKind,
    pub(crate) about: About,
}

/// What a mark is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum About {
    Server(NodeId),
    Reign(NodeId, Term),
    Operation(OperationId),
    /// A count of whatever the kind counts: a commit index, a step.
    Number(u64),
    Property(Property),
    Nothing,
}

impl Arrival {
    fn of(kind: EventKind) -> Option<Self> {
        let (id, fate) = match kind {
            EventKind::Delivered(id) => (id, Fate::Delivered),
            EventKind::Lost(id, LossReason::Chance | LossReason::Overflow) => (id, Fate::Chance),
            EventKind::Lost(id, LossReason::CutWhenSent | LossReason::CutOnArrival) => {
                (id, Fate::Cut)
            }
            EventKind::Lost(id, LossReason::Dropped) => (id, Fate::Dropped),
            EventKind::Lost(id, LossReason::ReceiverDown) => (id, Fate::Down),
            _ => return None,
        };
        let (from, to, kind, ordinal) = Self::name(id);
        Some(Self { ordinal, from, to, kind, fate })
    }

    /// A message's name in numbers.
    pub(crate) fn name(id: MessageId) -> (u8, u8, u8, u32) {
        (id.from.number(), id.to.number(), id.kind.number(), id.ordinal)
    }

    /// Who had sent it.
    pub(crate) fn sender(&self) -> Address {
        Address::numbered(self.from)
    }

    /// To whom.
    pub(crate) fn receiver(&self) -> Address {
        Address::numbered(self.to)
    }

    /// What kind of message.
    pub(crate) fn kind(&self) -> Kind {
        Kind::ALL[usize::from(self.kind)]
    }

    /// The message.
    pub(crate) fn id(&self) -> MessageId {
        let (from, to, kind) = (self.sender(), self.receiver(), self.kind());
        MessageId { from, to, kind, ordinal: self.ordinal }
    }

    /// The name of the message whose way ended.
    pub(crate) fn whose(&self) -> (u8, u8, u8, u32) {
        (self.from, self.to, self.kind, self.ordinal)
    }
}

impl Chronicle {
    /// The memory of a branch of which nothing is known yet.
    pub(crate) fn new(run: &Run) -> Self {
        Self {
            rows: Vec::new(),
            marks: Vec::new(),
            provenance: Provenance::new(run.world()),
            intervals: Intervals::default(),
            mishaps: Mishaps::default(),
            judged: EventNo::START,
            steps: 0,
        }
    }

    /// Takes an event down, unless it is known already.
    pub(crate) fn note(&mut self, world: &World, happening: &Happening<'_>, noted: Noted) {
        let Noted { servers, telling, by_reader } = noted;
        let event = happening.event;
        if event.no.0 as usize <= self.rows.len() {
            return;
        }
        self.rows.push(Row {
            position: event.position,
            cause: event.cause,
            servers,
            telling,
            is_place: false,
            arrival: Arrival::of(event.kind),
        });
        self.provenance.note(world, happening, servers);
        self.intervals.note(world, happening);
        self.mishaps.note(world, happening);
        let term_of = |id: NodeId| {
            let node = world.server(id).and_then(|server| server.node());
            node.map_or(Term(0), |node| node.current_term())
        };
        for fact in happening.facts {
            let (kind, about) = match *fact {
                Fact::Role { server, role: RoleKind::Candidate } => {
                    (MarkKind::Election, About::Reign(server, term_of(server)))
                }
                Fact::Role { server, role: RoleKind::Leader } => {
                    (MarkKind::Leader, About::Reign(server, term_of(server)))
                }
                Fact::Crashed { server, .. } => (MarkKind::Crash, About::Server(server)),
                Fact::Restarted { server, .. } => (MarkKind::Restart, About::Server(server)),
                Fact::Commit { index, .. } => (MarkKind::Commit, About::Number(index.0)),
                Fact::Succeeded(id) | Fact::Failed(id) | Fact::GivenUp(id) => {
                    (MarkKind::Answer, About::Operation(id))
                }
                Fact::AllHealed
                | Fact::Cut { .. }
                | Fact::Healed { .. }
                | Fact::Fault { .. }
                | Fact::Loss { .. } => (MarkKind::Fault, About::Nothing),
                Fact::Side { server: NodeId(1), .. } => (MarkKind::Fault, About::Nothing),
                _ => continue,
            };
            self.mark(event.position, event.no, kind, about);
        }
        // What the reader did is marked in any case, and what the story does only if it shows.
        let is_marked = self.marks.last().is_some_and(|mark| mark.event == event.no);
        if by_reader && event.kind == EventKind::Acted && !is_marked {
            self.mark(event.position, event.no, MarkKind::Action, About::Nothing);
        }
    }

    /// Takes down where one can stand, which steps have come and which properties were violated.
    pub(crate) fn note_outcome(&mut self, run: &Run) {
        let here = run.world().events().0 as usize;
        if let Some(row) = here.checked_sub(1).and_then(|at| self.rows.get_mut(at)) {
            row.is_place = true;
        }
        for found in run.judges().broken_promises() {
            if found.event > self.judged {
                let about = About::Property(found.property);
                self.mark(found.position, found.event, MarkKind::Violation, about);
            }
        }
        self.judged = self.judged.max(run.world().events());
        for fired in run.fired().iter().skip(self.steps) {
            self.mark(
                fired.position,
                fired.event,
                MarkKind::Step,
                About::Number(fired.step as u64),
            );
        }
        self.steps = self.steps.max(run.fired().len());
    }

    fn mark(&mut self, at: Position, event: EventNo, kind: MarkKind, about: About) {
        // Several facts of one event, such as both directions of a cut, are one mark.
        let repeated =
            |last: &Mark| last.event == event && last.kind == kind && about == About::Nothing;
        if !self.marks.last().is_some_and(repeated) {
            self.marks.push(Mark { at, event, kind, about });
        }
    }

    /// How many events are known.
    pub(crate) fn events(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// The row of an event.
    pub(crate) fn row(&self, event: EventNo) -> Option<&Row> {
        self.rows.get((event.0 as usize).checked_sub(1)?)
    }

    /// The number of the first event at or after `time`; one more than there are if none is.
    pub(crate) fn first_at(&self, time: SimTime) -> EventNo {
        let earlier = self.rows.partition_point(|row| row.position.time < time);
        EventNo(u32::try_from(earlier).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// The number of the last event at or before `time`; 0 if none is.
    pub(crate) fn last_at(&self, time: SimTime) -> EventNo {
        let until = self.rows.partition_point(|row| row.position.time <= time);
        EventNo(u32::try_from(until).unwrap_or(u32::MAX))
    }

    /// The rows from the event `from` on, with their numbers.
    pub(crate) fn rows_from(&self, from: EventNo) -> impl Iterator<Item = (EventNo, &Row)> {
        let skipped = from.0.saturating_sub(1);
        let rows = self.rows.iter().skip(skipped as usize);
        rows.zip(skipped.saturating_add(1)..).map(|(row, no)| (EventNo(no), row))
    }

    /// Which event set which fact.
    pub(crate) fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// Operations and partitions.
    pub(crate) fn intervals(&self) -> &Intervals {
        &self.intervals
    }

    /// What was done to servers, links and messages.
    pub(crate) fn mishaps(&self) -> &Mishaps {
        &self.mishaps
    }

    pub(crate) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether an event has this place, be it one where one can stand or not.
    pub(crate) fn has_place(&self, position: Position) -> bool {
        let at = self.rows.partition_point(|row| row.position < position);
        self.rows.get(at).is_some_and(|row| row.position == position)
    }

    /// The last place before this event where one can stand.
    pub(crate) fn place_before(&self, event: EventNo) -> Position {
        let earlier = (event.0 as usize).saturating_sub(1).min(self.rows.len());
        let rows = self.rows[..earlier].iter().rev();
        rows.into_iter().find(|row| row.is_place).map_or(Position::START, |row| row.position)
    }

    /// The last of the first so many events that is as it shall be.
    pub(crate) fn latest_before(
        &self,
        events: EventNo,
        is_wanted: fn(&Row) -> bool,
    ) -> Option<EventNo> {
        let known = &self.rows[..(events.0 as usize).min(self.rows.len())];
        let at = known.iter().rposition(is_wanted)?;
        Some(EventNo(u32::try_from(at).ok()? + 1))
    }

    /// Forgets everything after this many events: from there on the run is another one.
    pub(crate) fn forget_after(&mut self, events: EventNo, run: &Run) {
        self.rows.truncate(events.0 as usize);
        self.provenance.forget_after(events, run.world());
        self.intervals.forget_after(events);
        self.mishaps.forget_after(events);
        self.marks.retain(|mark| match (mark.kind, mark.about) {
            (MarkKind::Step, About::Number(step)) => {
                run.fired().iter().any(|fired| fired.step as u64 == step)
            }
            _ => mark.event <= events,
        });
        self.judged = self.judged.min(events);
        self.steps = run.fired().len();
    }
}
