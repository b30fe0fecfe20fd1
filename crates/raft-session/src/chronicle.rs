//! What is remembered of a branch: one small row for each event, and what is painted on the time
//! line. Everything else is derived again by replay.

use raft_core::{NodeId, Term};
use raft_scenario::Run;
use raft_sim::{EventNo, Fact, Happening, OperationId, Position, RoleKind, Seeded, World};

use crate::dto::MarkKind;

/// The memory of one branch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chronicle {
    rows: Vec<Row>,
    marks: Vec<Mark>,
    violations: usize,
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
    /// A count of whatever the kind counts: a commit index, a step, a violation.
    Number(u64),
    Nothing,
}

impl Chronicle {
    /// Takes an event down, unless it is known already.
    pub(crate) fn note(
        &mut self,
        world: &World<Seeded>,
        happening: &Happening<'_>,
        servers: u16,
        telling: bool,
    ) {
        let event = happening.event;
        if event.no.0 as usize <= self.rows.len() {
            return;
        }
        self.rows.push(Row { position: event.position, cause: event.cause, servers, telling });
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
                Fact::AllHealed | Fact::Cut { .. } | Fact::Healed { .. } | Fact::Loss { .. } => {
                    (MarkKind::Fault, About::Nothing)
                }
                Fact::Side { server: NodeId(1), .. } => (MarkKind::Fault, About::Nothing),
                Fact::Dropped(_) | Fact::TimerSet { .. } => (MarkKind::Action, About::Nothing),
                _ => continue,
            };
            self.mark(event.position, event.no, kind, about);
        }
    }

    /// Takes down which steps have come and which properties were violated.
    pub(crate) fn note_outcome(&mut self, run: &Run) {
        let violations = run.judges().violations();
        for (number, violation) in violations.iter().enumerate().skip(self.violations) {
            let about = About::Number(number as u64);
            self.mark(violation.position, violation.event, MarkKind::Violation, about);
        }
        self.violations = self.violations.max(violations.len());
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

    pub(crate) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The last telling event before this number of events.
    pub(crate) fn telling_before(&self, events: EventNo) -> Option<EventNo> {
        let known = &self.rows[..(events.0 as usize).min(self.rows.len())];
        let at = known.iter().rposition(|row| row.telling)?;
        Some(EventNo(u32::try_from(at).ok()? + 1))
    }

    /// Forgets everything after this many events: from there on the run is another one.
    pub(crate) fn forget_after(&mut self, events: EventNo, run: &Run) {
        self.rows.truncate(events.0 as usize);
        let (violations, steps) = (run.judges().violations().len(), run.fired().len());
        self.marks.retain(|mark| match (mark.kind, mark.about) {
            (MarkKind::Violation, About::Number(number)) => number < violations as u64,
            (MarkKind::Step, About::Number(step)) => {
                run.fired().iter().any(|fired| fired.step as u64 == step)
            }
            _ => mark.event <= events,
        });
        self.violations = violations;
        self.steps = steps;
    }
}
