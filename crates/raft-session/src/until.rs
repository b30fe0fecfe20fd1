//! Running on until something comes true.

use core::str::FromStr;

use raft_core::NodeId;
use raft_scenario::{Problem, ProblemKind};
use raft_sim::{Fact, Happening, RoleKind, World};

use crate::cursor::Cursor;
use crate::{Session, time};

/// How many events to wait for something that may never come: several simulated minutes.
const PATIENCE: usize = 20_000;

/// What to wait for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    /// A server begins to lead.
    Leader,
    /// A leader's commit index grows.
    Commit,
    /// No message is on its way, and no write.
    Quiet,
    /// A judge finds a violation.
    Violation,
}

impl FromStr for Goal {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        match text {
            "leader" => Ok(Self::Leader),
            "commit" => Ok(Self::Commit),
            "quiet" => Ok(Self::Quiet),
            "violation" => Ok(Self::Violation),
            _ => Err(Problem::new(ProblemKind::Action, format!("cannot run until \"{text}\""))
                .expecting("leader, commit, quiet or violation")),
        }
    }
}

impl Session {
    /// Goes on from here to just after the first event that reaches the goal, and after the steps
    /// of the story that this event sets off. False if it gave up before that, after 20,000 events
    /// or at the end of everything; then it stands where it gave up.
    ///
    /// # Errors
    /// If the branch cannot be replayed.
    pub fn run_until(&mut self, goal: Goal) -> Result<bool, Problem> {
        self.resting_place = None;
        for _ in 0..PATIENCE {
            let found = self.cursor.run.judges().violations().len();
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
                Goal::Leader | Goal::Commit => reached,
                Goal::Quiet => self.cursor.events() > events && is_quiet(&self.cursor),
                Goal::Violation => self.cursor.run.judges().violations().len() > found,
            };
            if reached {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn is_reached_by(goal: Goal, world: &World, happening: &Happening<'_>) -> bool {
    let leads = |id: NodeId| {
        world.server(id).and_then(|server| server.node()).is_some_and(raft_core::Node::is_leader)
    };
    happening.facts.iter().any(|fact| match (goal, *fact) {
        (Goal::Leader, Fact::Role { role, .. }) => role == RoleKind::Leader,
        (Goal::Commit, Fact::Commit { server, .. }) => leads(server),
        _ => false,
    })
}

fn is_quiet(cursor: &Cursor) -> bool {
    let world = cursor.run.world();
    world.flights().next().is_none()
        && world.servers().iter().all(|server| server.disk().pending().next().is_none())
}
