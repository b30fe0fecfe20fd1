//! Running on until something comes true, and back to when it last did.

use core::str::FromStr;

use raft_core::NodeId;
use raft_scenario::{Condition, Problem, ProblemKind};
use raft_sim::{EventKind, EventNo, Fact, Happening, Position, RoleKind, World};

use crate::chronicle::{About, Fate};
use crate::cursor::Cursor;
use crate::dto::MarkKind;
use crate::{Session, time};

/// How many events to wait for something that may never come: several simulated minutes.
const PATIENCE: usize = 20_000;

/// What to wait for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Goal {
    /// A server campaigns: it asks for votes.
    Election,
    /// A server begins to lead.
    Leader,
    /// A leader's commit index grows.
    Commit,
    /// A server crashes.
    Crash,
    /// A judge finds a violation.
    Violation,
    /// A message arrives.
    Message,
    /// A client's operation ends.
    Answer,
    /// No message is on its way, and no write.
    Quiet,
    /// Whatever a scenario's step can wait for.
    When(Condition),
}

impl FromStr for Goal {
    type Err = Problem;

    /// A name, or a condition as scenarios spell it.
    fn from_str(text: &str) -> Result<Self, Problem> {
        Ok(match text {
            "election" => Self::Election,
            "leader" => Self::Leader,
            "commit" => Self::Commit,
            "crash" => Self::Crash,
            "violation" => Self::Violation,
            "message" => Self::Message,
            "answer" => Self::Answer,
            "quiet" => Self::Quiet,
            condition if condition.starts_with('{') => Self::When(Condition::from_json(condition)?),
            _ => {
                return Err(Problem::new(
                    ProblemKind::Action,
                    format!("cannot run until \"{text}\""),
                )
                .expecting(
                    "election, leader, commit, crash, violation, message, answer, quiet, or a \
                     condition such as {\"elected\":\"n2\"}",
                ));
            }
        })
    }
}

impl Session {
    /// Goes on from here to just after the first event that reaches the goal, and after the steps
    /// of the story that this event sets off; to a message that is about to arrive, just before it
    /// does. False if it gave up before that, after 20,000 events or at the end of everything; then
    /// it stands where it gave up.
    ///
    /// # Errors
    /// If the branch cannot be replayed.
    pub fn run_until(&mut self, goal: &Goal) -> Result<bool, Problem> {
        self.resting_place = None;
        for _ in 0..PATIENCE {
            let found = self.cursor.broken();
            let events = self.cursor.events();
            let mut reached = false;
            let mut eye = |world: &World, happening: &Happening<'_>| {
                reached |= is_reached_by(goal, world, happening);
            };
            let next = self.cursor.peek(&self.actions);
            if next.is_none_or(|at| at > time::latest()) || !self.step_on(&mut eye)? {
                return Ok(false);
            }
            // Whether all is quiet can be seen only when everything has been done.
            let reached = match goal {
                Goal::Quiet => self.cursor.events() > events && is_quiet(&self.cursor),
                Goal::Violation => self.cursor.broken() > found,
                Goal::When(condition) => {
                    reached
                        || condition.is_met_now(self.cursor.run.world(), self.cursor.run.judges())
                        || is_about_to_be_met(condition, &self.cursor)
                }
                _ => reached,
            };
            if reached {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Goes back from here to the last event before it that reached the goal, as far as that is
    /// taken down. False if there was none; then it stays where it is.
    ///
    /// # Errors
    /// If it is a goal that nobody takes down, or the branch cannot be replayed.
    pub fn run_back(&mut self, goal: &Goal) -> Result<bool, Problem> {
        let kind = match goal {
            Goal::Election => MarkKind::Election,
            Goal::Leader => MarkKind::Leader,
            Goal::Commit => MarkKind::Commit,
            Goal::Crash => MarkKind::Crash,
            Goal::Violation => MarkKind::Violation,
            Goal::Answer => MarkKind::Answer,
            Goal::Message => return self.back_to_arrival(),
            Goal::Quiet | Goal::When(_) => {
                return Err(Problem::new(ProblemKind::Action, "cannot go back to that")
                    .expecting("election, leader, commit, crash, violation, message or answer"));
            }
        };
        let now = self.cursor.position();
        let mut committed = 0;
        // Followers come to know of a commit later than the leader that makes it.
        let mut is_first = |about| match about {
            About::Number(index) if kind == MarkKind::Commit => {
                let is_new = index > committed;
                committed = committed.max(index);
                is_new
            }
            _ => true,
        };
        let marks = self.chronicle.marks().iter().filter(|mark| mark.kind == kind);
        let places: Vec<Position> = marks
            .filter(|mark| is_first(mark.about) && mark.at < now)
            .map(|mark| mark.at)
            .collect();
        for place in places.into_iter().rev() {
            if self.is_back_at(place, now)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn back_to_arrival(&mut self) -> Result<bool, Problem> {
        let now = self.cursor.position();
        let mut events = self.cursor.events();
        loop {
            let delivered = self.chronicle.latest_before(events, |row| {
                row.arrival.is_some_and(|arrival| arrival.fate == Fate::Delivered)
            });
            let Some(event) = delivered else { return Ok(false) };
            let place = self.chronicle.row(event).map_or(Position::START, |row| row.position);
            if place < now && self.is_back_at(place, now)? {
                return Ok(true);
            }
            events = EventNo(event.0 - 1);
        }
    }

    /// Goes to a place before `now`. False if one cannot stand there, only at `now`: several events
    /// can happen at once.
    fn is_back_at(&mut self, place: Position, now: Position) -> Result<bool, Problem> {
        self.resting_place = None;
        self.seek_position(place)?;
        Ok(self.cursor.position() < now)
    }
}

fn is_reached_by(goal: &Goal, world: &World, happening: &Happening<'_>) -> bool {
    let has_role = |id: NodeId, role: RoleKind| {
        let node = world.server(id).and_then(|server| server.node());
        node.is_some_and(|node| RoleKind::of(node.role()) == role)
    };
    match goal {
        Goal::When(condition) => condition.is_met_after(world, happening),
        Goal::Message => matches!(happening.event.kind, EventKind::Delivered(_)),
        _ => happening.facts.iter().any(|fact| match (goal, *fact) {
            (Goal::Election, Fact::Role { role, .. }) => role == RoleKind::Candidate,
            // A candidate that starts anew keeps its role; the new term shows it.
            (Goal::Election, Fact::Term { server, .. }) => has_role(server, RoleKind::Candidate),
            (Goal::Leader, Fact::Role { role, .. }) => role == RoleKind::Leader,
            (Goal::Commit, Fact::Commit { server, .. }) => has_role(server, RoleKind::Leader),
            (Goal::Crash, Fact::Crashed { .. })
            | (Goal::Answer, Fact::Succeeded(_) | Fact::Failed(_) | Fact::GivenUp(_)) => true,
            _ => false,
        }),
    }
}

/// Whether the very next event is the one that a condition wants to come before.
fn is_about_to_be_met(condition: &Condition, cursor: &Cursor) -> bool {
    let world = cursor.run.world();
    world.upcoming().is_some_and(|(_, upcoming)| condition.is_met_before(world, upcoming))
}

fn is_quiet(cursor: &Cursor) -> bool {
    let world = cursor.run.world();
    world.flights().next().is_none()
        && world.servers().iter().all(|server| server.disk().pending().next().is_none())
}
