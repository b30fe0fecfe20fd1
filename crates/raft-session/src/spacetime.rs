//! What happened in a stretch of time: servers as lanes, messages between them.
//!
//! Lanes, operations and partitions come from what the chronicle remembers, so that they cost
//! nothing even for a run of an hour. Messages are run again, but never more of them than can be
//! shown: how many are left out is counted exactly, without running anything.

use raft_core::NodeId;
use raft_scenario::Problem;
use raft_sim::{EventNo, Flight, Outcome, RoleKind, SimTime};

use crate::Session;
use crate::chronicle::{Arrival, Fate};
use crate::dto::{self, FateFrame, MomentKind};
use crate::intervals::Operation;
use crate::linearization::MOST_OPERATIONS;
use crate::message::{in_order_of_sending, message_frame};
use crate::provenance::{Note, Tenure, What};
use crate::replay::{Replay, Wants};
use crate::time::{self, millis};

/// The most messages of one stretch: more lines than a diagram can hold.
const MOST_VOYAGES: usize = 1_500;
/// The most moments on all lanes.
const MOST_MOMENTS: usize = 3_000;

/// A stretch of what is known.
#[derive(Clone, Copy)]
struct Stretch {
    from: SimTime,
    /// Never after the end of what is known.
    to: SimTime,
    /// The first event in it.
    first: EventNo,
    /// The last one.
    last: EventNo,
}

/// Which messages of a stretch are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voyages {
    /// All that were on their way at some time in it.
    All,
    /// Those that were sent or ended in it.
    News,
}

impl Session {
    /// What happened between two moments of the current branch, both included, as far as it is
    /// known: looking ahead simulates nothing.
    ///
    /// # Errors
    /// If these are no moments of a run.
    pub fn spacetime(&self, from: f64, to: f64) -> Result<dto::Spacetime, Problem> {
        self.chart(from, to, Voyages::All)
    }

    /// What a diagram that shows the run up to `known` has to add to show it up to `to`: of the
    /// messages only those that were sent or ended since then, for hundreds may be on their way
    /// all the time. What happens at `known` itself is told again.
    ///
    /// # Errors
    /// If these are no moments of a run.
    pub fn spacetime_since(&self, known: f64, to: f64) -> Result<dto::Spacetime, Problem> {
        self.chart(known, to, Voyages::News)
    }

    fn chart(&self, from: f64, to: f64, wanted: Voyages) -> Result<dto::Spacetime, Problem> {
        let (start, stop) = time::stretch(from, to)?;
        let mut spacetime = dto::Spacetime {
            from: millis(start),
            to: millis(stop),
            lanes: self.lanes(None),
            voyages: Vec::new(),
            omitted: 0,
            operations: Vec::new(),
            walls: Vec::new(),
        };
        let end = self.branches[self.current].end.time;
        if start > end {
            return Ok(spacetime);
        }
        let to = stop.min(end);
        let (first, last) = (self.chronicle.first_at(start), self.chronicle.last_at(to));
        let stretch = Stretch { from: start, to, first, last };
        spacetime.lanes = self.lanes(Some(stretch));
        (spacetime.voyages, spacetime.omitted) = self.voyages(stretch, wanted)?;
        let operations = self.chronicle.intervals().operations_in(stretch.from, stretch.to);
        let shown = operations.into_iter().take(MOST_OPERATIONS);
        spacetime.operations = shown.map(operation_span).collect();
        spacetime.walls = self.walls(stretch);
        Ok(spacetime)
    }
}

/// Messages.
impl Session {
    /// The messages of a stretch, and how many more there were.
    fn voyages(
        &self,
        stretch: Stretch,
        wanted: Voyages,
    ) -> Result<(Vec<dto::Voyage>, u32), Problem> {
        let mut flights: Vec<Flight> = Vec::new();
        let mut take = |some: Vec<&Flight>| {
            flights.extend(some.into_iter().cloned());
            flights.len()
        };
        let mut replay = Replay::new(self);
        let before = EventNo(stretch.first.0 - 1);
        let mut flying = 0;
        replay.world_after(before, &mut |world| {
            flying = take(in_order_of_sending(world.flights()));
        })?;
        replay.show(stretch.first, stretch.last, &mut |world, happening| {
            let taken = take(in_order_of_sending(happening.sent(world)));
            if taken > MOST_VOYAGES { Wants::Enough } else { Wants::More }
        })?;
        let omitted = if flights.len() > MOST_VOYAGES {
            flights.truncate(MOST_VOYAGES);
            self.voyages_of(stretch)?.saturating_sub(MOST_VOYAGES)
        } else {
            0
        };
        let ends = self.ends(&flights, stretch.first);
        let is_news = |order: usize, end: Option<End>| {
            order >= flying || end.is_some_and(|end| end.event <= stretch.last)
        };
        let voyages = flights.iter().zip(ends).enumerate();
        let voyages = voyages
            .filter(|(order, (_, end))| wanted == Voyages::All || is_news(*order, *end))
            .map(|(_, (flight, end))| voyage(flight, end));
        Ok((voyages.collect(), u32::try_from(omitted).unwrap_or(u32::MAX)))
    }

    /// How many messages were on their way at some time of a stretch: those that ended in it, and
    /// those that were on their way at its end.
    fn voyages_of(&self, stretch: Stretch) -> Result<usize, Problem> {
        let rows = self.chronicle.rows_from(stretch.first);
        let ended = rows
            .take_while(|(event, _)| *event <= stretch.last)
            .filter(|(_, row)| row.arrival.is_some())
            .count();
        let mut flying = 0;
        Replay::new(self)
            .world_after(stretch.last, &mut |world| flying = world.flights().count())?;
        Ok(ended + flying)
    }

    /// Where the ways of these messages ended, as far as that is known. They are in the order of
    /// sending, so that only those that are on their way need to be looked through.
    fn ends(&self, flights: &[Flight], first: EventNo) -> Vec<Option<End>> {
        let mut ends = vec![None; flights.len()];
        let mut waiting =
            flights.iter().map(|flight| Arrival::name(flight.id)).enumerate().peekable();
        let mut flying = Vec::new();
        for (event, row) in self.chronicle.rows_from(first) {
            while let Some(sent) = waiting.next_if(|(which, _)| flights[*which].cause < event) {
                flying.push(sent);
            }
            if flying.is_empty() && waiting.peek().is_none() {
                break;
            }
            let Some(arrival) = row.arrival else { continue };
            let whose = arrival.whose();
            if let Some(at) = flying.iter().position(|(_, name)| *name == whose) {
                let (which, _) = flying.swap_remove(at);
                ends[which] = Some(End { event, at: row.position.time, fate: arrival.fate });
            }
        }
        ends
    }
}

/// Where a message's way ended.
#[derive(Clone, Copy)]
struct End {
    event: EventNo,
    at: SimTime,
    fate: Fate,
}

fn voyage(flight: &Flight, end: Option<End>) -> dto::Voyage {
    let message = message_frame(flight);
    dto::Voyage {
        id: message.id,
        from: message.from,
        to: message.to,
        kind: message.kind,
        term: message.term,
        sent_at: message.sent_at,
        ended_at: end.map_or(message.due_at, |end| millis(end.at)),
        fate: end.map_or(FateFrame::Flying, |end| fate_frame(end.fate)),
        accepted: message.accepted,
        entries: message.entries,
        short: message.short,
        sent_by: flight.cause.0,
        ended_by: end.map(|end| end.event.0),
    }
}

fn fate_frame(fate: Fate) -> FateFrame {
    match fate {
        Fate::Delivered => FateFrame::Delivered,
        Fate::Chance => FateFrame::Loss,
        Fate::Cut => FateFrame::Cut,
        Fate::Dropped => FateFrame::Dropped,
        Fate::Down => FateFrame::Down,
    }
}

/// Servers.
impl Session {
    /// All servers in a stretch; none of it is known if there is no stretch.
    fn lanes(&self, stretch: Option<Stretch>) -> Vec<dto::Lane> {
        let ids: Vec<NodeId> = self.script.setup.server_ids().collect();
        let mut lanes: Vec<dto::Lane> = ids
            .iter()
            .map(|server| dto::Lane {
                server: server.to_string(),
                spans: stretch.map_or_else(Vec::new, |stretch| self.spans(*server, stretch)),
                moments: Vec::new(),
            })
            .collect();
        let Some(stretch) = stretch else { return lanes };
        let mut moments = self.moments_in(stretch, &|_| true);
        if moments.len() > MOST_MOMENTS {
            // What happens all the time is left out, what is rare stays.
            let is_rare =
                |what: What| !matches!(what, What::WroteEntries | What::WroteTerm | What::Commit);
            moments = self.moments_in(stretch, &is_rare);
        }
        for (server, moment) in moments.into_iter().take(MOST_MOMENTS) {
            if let Some(lane) = lanes.get_mut((server.0 as usize).wrapping_sub(1)) {
                lane.moments.push(moment);
            }
        }
        lanes
    }

    /// What a server was when.
    fn spans(&self, server: NodeId, stretch: Stretch) -> Vec<dto::LaneSpan> {
        let provenance = self.chronicle.provenance();
        let before = EventNo(stretch.first.0 - 1);
        let Some(first) = provenance.tenure(server, before) else { return Vec::new() };
        let mut spans: Vec<dto::LaneSpan> = Vec::new();
        let mut open = (stretch.from, first.now);
        let mut close = |open: (SimTime, Tenure), at: SimTime| {
            // Several changes at one moment: only the last of them lasts.
            if at > open.0 || stretch.from == stretch.to {
                let (from, to) = (millis(open.0), millis(at));
                let span = span(from, to, open.1);
                match spans.last_mut() {
                    Some(last) if (last.role, last.term) == (span.role, span.term) => last.to = to,
                    _ => spans.push(span),
                }
            }
        };
        let changes = provenance.changes_until(stretch.last);
        let after = changes.partition_point(|change| change.event <= before);
        for change in changes[after..].iter().filter(|change| change.server == server) {
            let at = self.time_of(change.event);
            if at > stretch.from {
                close(open, at);
            }
            open = (at, change.now);
        }
        close(open, stretch.to);
        spans
    }

    /// What happened to the servers in a stretch, in the order of events.
    fn moments_in(
        &self,
        stretch: Stretch,
        is_wanted: &dyn Fn(What) -> bool,
    ) -> Vec<(NodeId, dto::LaneMoment)> {
        let mut moments: Vec<(NodeId, dto::LaneMoment)> = Vec::new();
        let notes = self.chronicle.provenance().notes_between(stretch.first, stretch.last);
        for note in notes.iter().filter(|note| is_wanted(note.what)) {
            let Some((kind, text)) = moment_of(note) else { continue };
            // One write can carry a term and entries: one moment.
            if let Some((_, last)) = moments.last_mut()
                && (last.ordinal, last.kind, kind)
                    == (note.event.0, MomentKind::Persisted, MomentKind::Persisted)
            {
                last.text = format!("{} · {text}", last.text);
                continue;
            }
            let (at, ordinal) = (millis(self.time_of(note.event)), note.event.0);
            moments.push((note.server(), dto::LaneMoment { at, ordinal, kind, text }));
        }
        moments
    }

    pub(crate) fn time_of(&self, event: EventNo) -> SimTime {
        self.chronicle.row(event).map_or(SimTime(0), |row| row.position.time)
    }
}

fn span(from: f64, to: f64, tenure: Tenure) -> dto::LaneSpan {
    dto::LaneSpan {
        from,
        to,
        up: tenure.role.is_some(),
        role: tenure.role.map(|role| match role {
            RoleKind::Follower => dto::RoleFrame::Follower,
            RoleKind::PreCandidate => dto::RoleFrame::Precandidate,
            RoleKind::Candidate => dto::RoleFrame::Candidate,
            RoleKind::Leader => dto::RoleFrame::Leader,
        }),
        term: tenure.term.0,
    }
}

/// Signs, names and numbers only.
fn moment_of(note: &Note) -> Option<(MomentKind, String)> {
    let [first, last] = note.numbers;
    let term = || format!("t{}", note.term());
    let entries = || match (first, last) {
        (0, _) => String::new(),
        _ if first == last => first.to_string(),
        _ => format!("{first}–{last}"),
    };
    Some(match note.what {
        What::Election => (MomentKind::Timeout, term()),
        What::WroteTerm => (MomentKind::Persisted, term()),
        What::WroteEntries => (MomentKind::Persisted, entries()),
        What::Commit if last > 0 => (MomentKind::Committed, entries()),
        What::Truncated => (MomentKind::Truncated, entries()),
        What::Crashed => (MomentKind::Crashed, String::new()),
        What::Restarted => (MomentKind::Restarted, term()),
        What::Won => (MomentKind::Won, term()),
        _ => return None,
    })
}

/// Partitions.
impl Session {
    /// When a partition stood.
    fn walls(&self, stretch: Stretch) -> Vec<dto::Wall> {
        let mut walls = Vec::new();
        let mut standing: Option<(SimTime, String)> = None;
        let mut close = |standing: &mut Option<(SimTime, String)>, at: SimTime| {
            if let Some((from, text)) = standing.take()
                && at >= stretch.from
                && from <= stretch.to
            {
                let (from, to) = (from.max(stretch.from), at.min(stretch.to));
                walls.push(dto::Wall { from: millis(from), to: millis(to), text });
            }
        };
        for partition in self.chronicle.intervals().partitions() {
            close(&mut standing, partition.at);
            let text = partition.sides.as_deref().and_then(wall_text);
            standing = text.map(|text| (partition.at, text));
        }
        close(&mut standing, stretch.to);
        walls
    }
}

/// `n1 n2 | n3`; nothing if all are on one side.
fn wall_text(sides: &[u8]) -> Option<String> {
    let last = sides.iter().max().copied()?;
    let mut texts: Vec<String> = Vec::new();
    for number in 0..=last {
        let ids = (1..).map(NodeId).zip(sides).filter(|(_, side)| **side == number);
        let names: Vec<String> = ids.map(|(id, _)| id.to_string()).collect();
        if !names.is_empty() {
            texts.push(names.join(" "));
        }
    }
    (texts.len() > 1).then(|| texts.join(" | "))
}

fn operation_span(operation: &Operation) -> dto::OperationSpan {
    let (outcome, value) = match operation.ended.as_ref().map(|ended| &ended.outcome) {
        None => (None, None),
        Some(Outcome::Ok(value)) => {
            (Some(dto::OutcomeFrame::Ok), value.as_ref().map(ToString::to_string))
        }
        Some(Outcome::Failed) => (Some(dto::OutcomeFrame::Failed), None),
        Some(Outcome::Unknown) => (Some(dto::OutcomeFrame::Unknown), None),
    };
    dto::OperationSpan {
        client: operation.id.client.to_string(),
        id: operation.id.to_string(),
        text: operation.command.to_string(),
        from: millis(operation.began_at),
        to: operation.ended.as_ref().map(|ended| millis(ended.at)),
        outcome,
        value,
    }
}
