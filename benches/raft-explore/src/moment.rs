//! A world in which nothing happens by itself, the judges who watch it, and what can happen next.
//!
//! All links are jammed, so that a message arrives when it is chosen and not before. Time stands still at its
//! beginning, so that no timer runs out unless it is made to. Disks are done at once or stand still, as the
//! bounds have it. Clients' links are the exception: what a client asks arrives at once, and so does the answer.
//! All of that is done with the doors that every scenario uses; the servers are the core's and take one step at
//! a time.

use raft_check::{Judges, Property, Violation};
use raft_core::{Micros, Node, NodeId, Options};
use raft_sim::{
    Action, ClientId, ClientOptions, ClockChange, Command, Disk, DiskFaults, EventNo, Flight,
    LinkFaults, NetworkOptions, Packet, Seeded, Selector, Server, Setup, SimTime, Sink, Span,
    Target, World,
};

use crate::{Bounds, Choice, Disks, Memory};

/// Longer than any heartbeat: no election timer runs out because a leader's clock was moved.
const ELECTION_TIMEOUT: Micros = Micros::from_millis(3_600_000);

/// What is explored: how the servers are set up, and how far.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// What each server does where Raft leaves a choice, and which rules are broken.
    pub options: Options,
    /// How far.
    pub bounds: Bounds,
    /// What ends a run.
    pub until: Until,
}

/// What ends a run: what follows it proves nothing more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
    /// Whatever a judge of safety has to report: a property of the paper's Figure 3, or an invariant, which often
    /// is broken before any harm is done.
    AnyJudge,
    /// A property of Figure 3.
    Figure3,
}

impl Until {
    /// The first violation that ends a run.
    #[must_use]
    pub fn first(self, violations: &[Violation]) -> Option<&Violation> {
        violations.iter().find(|violation| match (self, violation.property) {
            (Self::AnyJudge, _) => true,
            (Self::Figure3, property) => FIGURE_3.contains(&property),
        })
    }
}

const FIGURE_3: [Property; 5] = [
    Property::ElectionSafety,
    Property::LeaderAppendOnly,
    Property::LogMatching,
    Property::LeaderCompleteness,
    Property::StateMachineSafety,
];

/// How much of what is bounded has happened. What is not bounded is not counted: it would tell moments apart that
/// have the same future.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct Spent {
    elections: u8,
    heartbeats: u8,
    commands: u8,
    crashes: u8,
    copies: u8,
}

/// A world at one moment, with its judges.
#[derive(Clone, Debug)]
pub struct Moment {
    pub(crate) world: World,
    judges: Judges,
    pub(crate) memory: Memory,
    pub(crate) spent: Spent,
    bounds: Bounds,
}

impl Moment {
    /// Nothing has happened yet.
    ///
    /// # Panics
    /// If the options cannot work.
    #[must_use]
    pub fn first(Question { options, bounds, .. }: Question) -> Self {
        let jammed = LinkFaults { jam: true, ..LinkFaults::default() };
        let stalled = bounds.disks == Disks::Chosen;
        let setup = Setup {
            servers: bounds.servers,
            options: Options { election_timeout: (ELECTION_TIMEOUT, ELECTION_TIMEOUT), ..options },
            network: NetworkOptions { faults: jammed, ..NetworkOptions::default() },
            disk_write: Span::default(),
            disk_faults: DiskFaults { stalled, ..DiskFaults::default() },
            // One for each command, so that none has to wait for the answer to another.
            clients: bounds.commands,
            client: ClientOptions { timeout: ELECTION_TIMEOUT, ..ClientOptions::default() },
            ..Setup::default()
        };
        let world = World::new(setup, Seeded::new(0)).expect("the options work");
        let (judges, memory) = (Judges::default(), Memory::default());
        Self { world, judges, memory, spent: Spent::default(), bounds }
    }

    /// The world.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// What the judges of safety have found, if they have found something.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        self.judges.violations()
    }

    /// Everything that can happen next. Of messages that say the same on the same link one stands for all.
    #[must_use]
    pub fn choices(&self) -> Vec<Choice> {
        let (bounds, spent) = (self.bounds, self.spent);
        let mut choices = Vec::new();
        let mut seen: Vec<&Packet> = Vec::new();
        for Flight { id, packet, .. } in self.world.flights() {
            // To a server that is down nothing is delivered: it would be lost, and what is lost is as good as
            // late.
            let is_up = id.to.server().and_then(|to| self.node(to)).is_some();
            if is_up && !seen.contains(&packet) {
                seen.push(packet);
                choices.push(Choice::Arrives(*id));
                if spent.copies < bounds.copies {
                    choices.push(Choice::ArrivesAndStays(*id));
                }
            }
        }
        for server in self.world.servers() {
            let id = server.id();
            let Some(node) = server.node() else {
                choices.push(Choice::Restarts(id));
                continue;
            };
            if server.disk().pending().next().is_some() {
                choices.push(Choice::Written(id));
            }
            if !node.is_leader() {
                let in_bounds = node.current_term().0 < bounds.terms;
                if in_bounds && spent.elections < bounds.elections {
                    choices.push(Choice::TimesOut(id));
                }
            } else {
                if spent.heartbeats < bounds.heartbeats {
                    choices.push(Choice::Beats(id));
                }
                if spent.commands < bounds.commands {
                    choices.push(Choice::Asked(id));
                }
            }
            if spent.crashes < bounds.crashes {
                choices.push(Choice::Crashes(id));
            }
        }
        choices
    }

    /// Lets something happen.
    ///
    /// # Panics
    /// If it is none of the present [`choices`](Self::choices).
    pub fn take(&mut self, choice: Choice) {
        self.take_watched(choice, &mut ());
    }

    /// Lets something happen, and somebody else watch besides the judges.
    ///
    /// # Panics
    /// If it is none of the present [`choices`](Self::choices).
    pub fn take_watched(&mut self, choice: Choice, watcher: &mut dyn Sink) {
        match choice {
            Choice::Arrives(id) => self.act(Action::Deliver(id), watcher),
            Choice::ArrivesAndStays(id) => {
                count(&mut self.spent.copies, self.bounds.copies);
                self.act(Action::Duplicate(id), watcher);
                // The copy arrives, so that what is on its way is never a copy, and can be copied again.
                let copy = self.world.flights().map(|flight| flight.id).find(|id| id.copy() > 0);
                self.act(Action::Deliver(copy.expect("it has just been made")), watcher);
            }
            Choice::TimesOut(id) => {
                count(&mut self.spent.elections, self.bounds.elections);
                self.act(Action::TimeOut(of(id)), watcher);
            }
            Choice::Beats(id) => {
                count(&mut self.spent.heartbeats, self.bounds.heartbeats);
                let forward = self.world.setup().options.heartbeat_interval;
                let change = ClockChange { forward, ..ClockChange::default() };
                self.act(Action::Clock { servers: of(id), change }, watcher);
            }
            Choice::Asked(id) => {
                self.spent.commands += 1;
                let value = self.spent.commands;
                self.act(
                    Action::Client {
                        client: ClientId(value),
                        command: Command::Put { key: "x".into(), value: value.to_string().into() },
                        reading: None,
                        via: Some(Selector::Server(id)),
                    },
                    watcher,
                );
            }
            Choice::Written(id) => self.finish_write(id, watcher),
            Choice::Crashes(id) => {
                count(&mut self.spent.crashes, self.bounds.crashes);
                self.act(Action::Crash(of(id)), watcher);
            }
            Choice::Restarts(id) => self.act(Action::Restart(of(id)), watcher),
        }
        self.settle(watcher);
    }

    /// Whether nothing has come of this choice but that a message is not on its way any more.
    ///
    /// Then whatever can happen now could have happened `before` as well, with the message late for ever, and
    /// whoever looks for what can go wrong need not go on from here. This is no assumption about Raft: it is
    /// looked at, whichever rules are broken.
    #[must_use]
    pub fn is_only_short_of_a_message(&self, before: &Self, choice: Choice) -> bool {
        let (to, consumed) = match choice {
            Choice::Arrives(id) => (id.to.server(), 1),
            // It was a copy.
            Choice::ArrivesAndStays(id) => (id.to.server(), 0),
            _ => return false,
        };
        let messages = |moment: &Self| moment.world.flights().count();
        messages(self) + consumed == messages(before)
            && self.violations().len() == before.violations().len()
            && self.memory == before.memory
            && to.is_some_and(|to| self.state_of(to) == before.state_of(to))
    }

    /// What a message to this server can change.
    fn state_of(&self, id: NodeId) -> Option<(Option<Node>, &Disk)> {
        let server = self.world.server(id)?;
        Some((server.node().map(Node::canonical), server.disk()))
    }

    /// The disk goes on for one write.
    fn finish_write(&mut self, id: NodeId, watcher: &mut dyn Sink) {
        let faults = |stalled| DiskFaults { stalled, ..DiskFaults::default() };
        self.act(Action::Disk { servers: of(id), faults: faults(false) }, watcher);
        self.advance(watcher);
        self.act(Action::Disk { servers: of(id), faults: faults(true) }, watcher);
    }

    /// Whatever takes no time happens now.
    fn settle(&mut self, watcher: &mut dyn Sink) {
        while self.world.peek().is_some_and(|next| next == SimTime(0)) {
            self.advance(watcher);
        }
    }

    fn act(&mut self, action: Action, watcher: &mut dyn Sink) {
        let mut sinks = ((&mut self.judges, &mut self.memory), watcher);
        let done = self.world.act(&action, EventNo::START, &mut sinks);
        done.expect("what can be chosen can be done");
    }

    fn advance(&mut self, watcher: &mut dyn Sink) {
        let mut sinks = ((&mut self.judges, &mut self.memory), watcher);
        self.world.advance(&mut sinks);
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.world.server(id).and_then(Server::node)
    }
}

fn count(spent: &mut u8, bound: u8) {
    if bound < Bounds::ANY {
        *spent += 1;
    }
}

fn of(id: NodeId) -> Target {
    Target(vec![Selector::Server(id)])
}
