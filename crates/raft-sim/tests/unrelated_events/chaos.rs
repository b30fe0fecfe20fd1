//! The worlds that are compared, and the one difference between them.

use raft_core::NodeId;
use raft_sim::draw::draw;
use raft_sim::{
    Action, Address, Chooser, ClientOptions, EventNo, Happening, Key, LinkFaults, LossReason,
    MessageId, NetworkOptions, Position, Setup, SimTime, Sink, Span, Target, Workload, World,
};

use crate::descent::Recorder;

pub(crate) const END: SimTime = SimTime::from_millis(2_500);

/// Numbers for one trial, all made from its seed: the test is the same on every machine.
pub(crate) struct Dice {
    pub(crate) seed: u64,
    pub(crate) thrown: u64,
}

impl Dice {
    fn throw(&mut self, bound: u64) -> u64 {
        self.thrown += 1;
        // A family of its own, so that the trial's choices are not the world's.
        draw(self.seed, Key::chaos(0, self.thrown)) % bound.max(1)
    }

    fn server(&mut self, servers: u8) -> NodeId {
        NodeId(self.throw(u64::from(servers)) as u32 + 1)
    }
}

/// What every run of a trial has in common.
pub(crate) struct Chaos {
    pub(crate) seed: u64,
    pub(crate) setup: Setup,
    /// Crashes, restarts, partitions and their ends, at fixed times.
    actions: Vec<(SimTime, Action)>,
}

/// The one difference between the two runs.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A message that is on its way does not arrive.
    Drop(MessageId),
    /// A message that is on its way arrives at once.
    Deliver(MessageId),
    /// A link is cut, and stays so.
    Cut { from: NodeId, to: NodeId, one_way: bool },
    /// More messages than usual are lost, for a while.
    Loss { ppm: u32, until: SimTime },
    /// A link has faults, for a while.
    Link { from: NodeId, to: NodeId, faults: LinkFaults, until: SimTime },
    /// Something is wrong with a server, for a while.
    Server { server: NodeId, actions: Actions, until: SimTime },
}

/// What begins something at a server, and what ends it.
pub(crate) type Actions = fn(Target) -> [Action; 2];

/// What shall be wrong.
#[derive(Clone, Copy)]
pub(crate) enum Knob {
    Link(LinkFaults),
    Server(Actions),
    /// One message on its way, and nothing else.
    Drop,
}

/// A change and its moment: after this event of the unchanged run.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) change: Change,
    pub(crate) at: Position,
}

impl Chaos {
    pub(crate) fn new(dice: &mut Dice) -> Self {
        let servers = 3 + dice.throw(3) as u8;
        let setup = Setup {
            servers,
            network: NetworkOptions {
                latency: Span::millis(2, 20),
                client_latency: Span::millis(3, 12),
                loss_ppm: dice.throw(60_000) as u32,
                ..NetworkOptions::default()
            },
            disk_write: Span::millis(1, 6),
            clients: 1 + dice.throw(3) as u8,
            client: ClientOptions {
                workload: Some(Workload {
                    pause: Span::millis(5, 120),
                    keys: 3,
                    reads_ppm: 300_000,
                }),
                ..ClientOptions::default()
            },
            ..Setup::default()
        };
        let mut actions = Vec::new();
        for _ in 0..2 + dice.throw(3) {
            let server = Target::server(dice.server(servers));
            let down = 200_000 + dice.throw(1_800_000);
            let up = down + 1 + dice.throw(500_000);
            actions.push((SimTime(down), Action::Crash(server.clone())));
            actions.push((SimTime(up), Action::Restart(server)));
        }
        // Two halves of a cluster that cannot hear each other have much that is unrelated.
        if dice.throw(2) == 0 {
            let from = 100_000 + dice.throw(1_500_000);
            let side = Target(
                (1..=u32::from(servers / 2))
                    .map(|id| raft_sim::Selector::Server(NodeId(id)))
                    .collect(),
            );
            actions.push((SimTime(from), Action::Partition(vec![side])));
            actions.push((SimTime(from + 100_000 + dice.throw(800_000)), Action::HealAll));
        }
        actions.sort();
        Self { seed: dice.throw(u64::MAX), setup, actions }
    }

    /// Runs to the end and says what happened; with a change, the events of the change itself are
    /// told apart.
    pub(crate) fn run(&self, chooser: Box<dyn Chooser>, placed: Option<&Placed>) -> Recorder {
        let mut world =
            World::with_chooser(self.setup.clone(), chooser).expect("a setup that works");
        let mut recorder = Recorder::default();
        let mut actions: Vec<(SimTime, Action, bool)> =
            self.actions.iter().map(|(at, action)| (*at, action.clone(), false)).collect();
        let mut placed = placed;
        loop {
            if let Some(Placed { change, at }) = placed
                && world.position() >= *at
            {
                assert_eq!(world.position(), *at, "before the change, the runs are the same");
                recorder.act(&mut world, &change.beginning(), true).expect("the change can act");
                if let Some((at, action)) = change.end(&self.setup) {
                    actions.push((at, action, true));
                    actions.sort();
                }
                placed = None;
            }
            let next_action = actions.first().map_or(END, |(at, ..)| *at).min(END);
            if world.peek().is_some_and(|at| at <= next_action) {
                world.advance(&mut recorder);
            } else if next_action >= END {
                assert!(placed.is_none(), "the change comes before the end");
                return recorder;
            } else {
                let (at, action, ours) = actions.remove(0);
                world.idle_until(at);
                // A crash of a server that is down already does nothing, in both runs.
                let _ = recorder.act(&mut world, &action, ours);
            }
        }
    }

    /// A change at a random moment of this run, if something can be changed there.
    pub(crate) fn change(
        &self,
        chooser: Box<dyn Chooser>,
        events: usize,
        dice: &mut Dice,
        knob: Option<Knob>,
    ) -> Option<Placed> {
        let moment = 1 + dice.throw(events as u64 * 3 / 4) as u32;
        let mut looker = Looker { moment: EventNo(moment), dice, knob, chosen: None };
        self.run_watched(chooser, &mut looker);
        looker.chosen
    }

    fn run_watched(&self, chooser: Box<dyn Chooser>, sink: &mut dyn Sink) {
        let mut world =
            World::with_chooser(self.setup.clone(), chooser).expect("a setup that works");
        for (at, action) in &self.actions {
            while world.peek().is_some_and(|next| next <= *at) {
                world.advance(sink);
            }
            world.idle_until(*at);
            let _ = world.act(action, EventNo::START, sink);
        }
        while world.peek().is_some_and(|next| next <= END) {
            world.advance(sink);
        }
    }
}

impl Change {
    fn beginning(&self) -> Action {
        match self {
            Self::Drop(id) => Action::Drop(*id),
            Self::Deliver(id) => Action::Deliver(*id),
            Self::Cut { from, to, one_way } => Action::Cut {
                from: Target::server(*from),
                to: Target::server(*to),
                one_way: *one_way,
            },
            Self::Loss { ppm, .. } => Action::SetLoss(*ppm),
            Self::Link { from, to, faults, .. } => network(*from, *to, *faults),
            Self::Server { server, actions, .. } => {
                let [begin, _] = actions(Target::server(*server));
                begin
            }
        }
    }

    fn end(&self, setup: &Setup) -> Option<(SimTime, Action)> {
        match self {
            Self::Loss { until, .. } => Some((*until, Action::SetLoss(setup.network.loss_ppm))),
            Self::Link { from, to, until, .. } => {
                Some((*until, network(*from, *to, LinkFaults::default())))
            }
            Self::Server { server, actions, until } => {
                let [_, end] = actions(Target::server(*server));
                Some((*until, end))
            }
            Self::Drop(_) | Self::Deliver(_) | Self::Cut { .. } => None,
        }
    }

    /// Whether the change may have moved the arrival of this message, or made it.
    pub(crate) fn may_have_moved(&self, id: MessageId, sent_at: SimTime, since: SimTime) -> bool {
        match self {
            Self::Deliver(moved) => *moved == id,
            // What was on its way before can be lost or wait, and what is sent afterwards cannot.
            Self::Link { from, to, until, .. } => {
                let link = (Address::Server(*from), Address::Server(*to));
                (id.from, id.to) == link && sent_at.0 + 100_000 >= since.0 && sent_at <= *until
            }
            Self::Drop(_) | Self::Cut { .. } | Self::Loss { .. } | Self::Server { .. } => false,
        }
    }

    /// Who is touched by the change itself.
    pub(crate) fn touched(&self) -> Option<Address> {
        match self {
            Self::Server { server, .. } => Some(Address::Server(*server)),
            _ => None,
        }
    }

    /// Whether the change may have decided that this message, which left at `sent_at`, got lost.
    pub(crate) fn may_have_lost(
        &self,
        id: MessageId,
        why: LossReason,
        sent_at: SimTime,
        since: SimTime,
    ) -> bool {
        match self {
            Self::Drop(dropped) => *dropped == id,
            // What it moves is looked for in both runs.
            Self::Deliver(_) | Self::Link { .. } | Self::Server { .. } => false,
            Self::Cut { from, to, one_way } => {
                let link = (id.from, id.to);
                let (a, b) = (Address::Server(*from), Address::Server(*to));
                matches!(why, LossReason::CutWhenSent | LossReason::CutOnArrival)
                    && (link == (a, b) || (!one_way && link == (b, a)))
            }
            Self::Loss { until, .. } => {
                why == LossReason::Chance && sent_at >= since && sent_at <= *until
            }
        }
    }
}

fn network(from: NodeId, to: NodeId, faults: LinkFaults) -> Action {
    let (from, to) = (Target::server(from), Target::server(to));
    Action::Network { from, to, one_way: true, latency: None, faults: Box::new(faults) }
}

/// Looks for something to change just after the event `moment`.
struct Looker<'a> {
    moment: EventNo,
    dice: &'a mut Dice,
    /// What shall be wrong with a link; if nothing, any change will do.
    knob: Option<Knob>,
    chosen: Option<Placed>,
}

impl Sink for Looker<'_> {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        if happening.event.no != self.moment {
            return;
        }
        let at = world.position();
        let servers = world.setup().servers;
        let change = match self.knob {
            // A lone server has no link; three is the least here.
            Some(Knob::Server(actions)) => {
                let server = self.dice.server(servers);
                let until = SimTime(at.time.0 + 1 + self.dice.throw(400_000));
                let runs = world.server(server).is_some_and(|server| server.node().is_some());
                runs.then_some(Change::Server { server, actions, until })
            }
            Some(Knob::Link(faults)) => {
                let from = self.dice.server(servers);
                let to = NodeId(from.0 % u32::from(servers) + 1);
                let until = SimTime(at.time.0 + 1 + self.dice.throw(400_000));
                Some(Change::Link { from, to, faults, until })
            }
            Some(Knob::Drop) => self.flying(world).map(Change::Drop),
            None => self.any_change(world),
        };
        if let Some(change) = change {
            self.chosen = Some(Placed { change, at });
        }
    }
}

impl Looker<'_> {
    /// A message that is on its way, if there is one.
    fn flying(&mut self, world: &World) -> Option<MessageId> {
        let flights = world.flights().filter(|flight| flight.doomed.is_none());
        let flying: Vec<MessageId> = flights.map(|flight| flight.id).collect();
        let at = self.dice.throw(flying.len() as u64) as usize;
        flying.get(at).copied()
    }

    fn any_change(&mut self, world: &World) -> Option<Change> {
        let (at, servers) = (world.position(), world.setup().servers);
        Some(match self.dice.throw(4) {
            kind @ (0 | 3) => {
                let id = self.flying(world)?;
                if kind == 0 { Change::Drop(id) } else { Change::Deliver(id) }
            }
            1 => {
                let from = self.dice.server(servers);
                let to = NodeId(from.0 % u32::from(servers) + 1);
                Change::Cut { from, to, one_way: self.dice.throw(2) == 0 }
            }
            _ => Change::Loss {
                ppm: 100_000 + self.dice.throw(500_000) as u32,
                until: SimTime(at.time.0 + 1 + self.dice.throw(100_000)),
            },
        })
    }
}
