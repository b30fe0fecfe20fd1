//! One seed, from its beginning to its end or to the first violation.

use std::collections::{BTreeMap, VecDeque};

use raft_check::{Judges, Violation};
use raft_core::{Deviations, Micros, Node, NodeId, Term};
use raft_scenario::{EVENT_LIMIT, Problem, ProblemKind};
use raft_sim::{
    Action, EventLine, EventNo, Happening, Seeded, Server, SimTime, Sink, Target, World,
};

use super::chaos::{Moment, Plan, Step, Victim, plan};
use super::coverage::{Counts, Coverage};

/// How many golden lines lead up to a violation in its report.
const TAIL: usize = 20;

/// What became of one seed.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// How many events there were.
    pub(crate) events: u64,
    /// How far it came: to its end, or to the first violation.
    pub(crate) until: SimTime,
    /// Whether it had more events than any run can have: something goes round in circles.
    pub(crate) endless: bool,
    /// What was seen.
    pub(crate) counts: Counts,
    /// What was violated, by the first event that violated anything.
    pub(crate) violations: Vec<Violation>,
    /// The last golden lines, if they were asked for.
    pub(crate) tail: VecDeque<String>,
}

/// Runs a seed until `end`, or until something is violated: what follows proves nothing more.
///
/// # Errors
/// If the plan's setup cannot work, which is a fault of the plan.
pub(crate) fn run(
    seed: u64,
    end: SimTime,
    deviations: Deviations,
    tail: bool,
) -> Result<Outcome, Problem> {
    let Plan { setup, steps } = plan(seed, end, deviations);
    let world = World::new(setup, Seeded::new(seed)).map_err(|why| {
        Problem::new(ProblemKind::Scenario, format!("seed {seed} has no world: {why}"))
    })?;
    let mut run = Run {
        world,
        watch: (Judges::default(), (Coverage::default(), tail.then(Tail::default))),
        steps: BTreeMap::new(),
        armed: Vec::new(),
        nth: 0,
    };
    for (at, step) in steps {
        run.schedule(at, step);
    }
    run.to(end);
    let (judges, (coverage, tail)) = run.watch;
    let violations = judges.violations().to_vec();
    let endless = run.world.events().0 >= EVENT_LIMIT;
    let cut_short = endless || !violations.is_empty();
    Ok(Outcome {
        events: u64::from(run.world.events().0),
        until: if cut_short { run.world.position().time } else { end },
        endless,
        counts: *coverage.counts(),
        violations,
        tail: tail.unwrap_or_default().lines,
    })
}

struct Run {
    world: World,
    watch: (Judges, (Coverage, Option<Tail>)),
    /// What is still to be done, by time, then in the order of the plan.
    steps: BTreeMap<(SimTime, u32), Step>,
    /// Servers that crash as soon as their disks do something.
    armed: Vec<Armed>,
    nth: u32,
}

struct Armed {
    server: NodeId,
    down: Micros,
    moment: Moment,
    /// Its term when the trap was set: older votes do not count.
    term: Option<Term>,
    seen_write: bool,
}

impl Run {
    fn schedule(&mut self, at: SimTime, step: Step) {
        self.steps.insert((at, self.nth), step);
        self.nth += 1;
    }

    fn to(&mut self, end: SimTime) {
        while self.watch.0.violations().is_empty() && self.world.events().0 < EVENT_LIMIT {
            let event = self.world.peek();
            let step = self.steps.first_key_value().map(|((at, _), _)| *at);
            match step.filter(|step| event.is_none_or(|event| *step <= event)) {
                Some(at) if at < end => {
                    self.world.idle_until(at);
                    if let Some((_, step)) = self.steps.pop_first() {
                        self.take(step);
                    }
                }
                _ if event.is_some_and(|event| event < end) => {
                    self.world.advance(&mut self.watch);
                    self.trigger_armed();
                }
                _ => break,
            }
        }
    }

    /// Does what the plan wants now. What cannot be done now, such as a crash of a server that is
    /// down, is passed over: the plan was made without looking.
    fn take(&mut self, step: Step) {
        match step {
            Step::Act(action) => self.act(&action),
            Step::Crash { victim, moment, down } => {
                let victims: Vec<NodeId> = match victim {
                    Victim::Server(server) => vec![server],
                    Victim::Leader => self.world.leader().into_iter().collect(),
                    Victim::All => self.world.setup().server_ids().collect(),
                };
                for server in victims {
                    let node = self.world.server(server).and_then(Server::node);
                    let term = node.map(Node::current_term);
                    self.armed.push(Armed { server, down, moment, term, seen_write: false });
                }
                self.trigger_armed();
            }
            Step::Mend => {
                self.armed.clear();
                self.act(&Action::HealAll);
                self.act(&Action::SetLoss(0));
                for server in self.world.setup().server_ids() {
                    self.act(&Action::Restart(Target::server(server)));
                }
            }
        }
    }

    fn act(&mut self, action: &Action) {
        // An action that cannot act has changed nothing.
        let _ = self.world.act(action, EventNo::START, &mut self.watch);
    }

    fn crash(&mut self, server: NodeId, down: Micros) {
        self.act(&Action::Crash(Target::server(server)));
        let up = Step::Act(Action::Restart(Target::server(server)));
        self.schedule(self.world.position().time.after(down), up);
    }

    fn trigger_armed(&mut self) {
        let mut at = 0;
        while let Some(armed) = self.armed.get_mut(at) {
            let server = self.world.server(armed.server);
            let writing = server.is_some_and(|server| server.disk().next_done().is_some());
            let fires = match armed.moment {
                Moment::Now => true,
                Moment::WhileWriting => writing,
                Moment::AfterWrite => armed.seen_write && !writing,
                Moment::AfterVote => server.and_then(Server::node).is_some_and(|node| {
                    let voted = node.voted_for().is_some_and(|whom| whom != node.id());
                    voted && !writing && Some(node.current_term()) > armed.term
                }),
            };
            armed.seen_write |= writing;
            if fires {
                let Armed { server, down, .. } = self.armed.swap_remove(at);
                self.crash(server, down);
            } else {
                at += 1;
            }
        }
    }
}

/// Remembers the last golden lines.
#[derive(Clone, Debug, Default)]
struct Tail {
    lines: VecDeque<String>,
}

impl Sink for Tail {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        if self.lines.len() == TAIL {
            self.lines.pop_front();
        }
        self.lines.push_back(EventLine { world, happening }.to_string());
    }
}
