//! A judged world to which everything happens.
#![allow(dead_code)] // each test uses some of it

use raft_check::{Judges, Property};
use raft_core::{NodeId, Options, ReadMode, Transition};
use raft_sim::{
    Action, ClientOptions, CrashPoint, DiskFaults, EventNo, LinkFaults, MemberChange,
    NetworkOptions, Seeded, Selector, Setup, SimTime, Span, Target, Workload, World,
};

/// Some broken rules let a cluster go round in circles.
const MOST_EVENTS: u32 = 50_000;

/// A cluster, and how long it is disturbed.
pub(crate) struct Trial {
    pub(crate) setup: Setup,
    pub(crate) seconds: u64,
}

impl Trial {
    /// So many servers that a client writes to, on links that lose and double messages and let them
    /// overtake each other, with disks that a crash can catch between two writes.
    pub(crate) fn new(servers: u8, options: Options) -> Self {
        let faults = LinkFaults {
            twice_ppm: 50_000,
            twice_after: Span::millis(1, 300),
            late_ppm: 50_000,
            late_by: Span::millis(10, 200),
            ..LinkFaults::default()
        };
        let setup = Setup {
            servers,
            options,
            network: NetworkOptions {
                latency: Span::millis(1, 20),
                loss_ppm: 20_000,
                faults,
                ..Setup::default().network
            },
            disk_write: Span::millis(1, 8),
            disk_faults: DiskFaults {
                survive_ppm: 300_000,
                torn_ppm: 200_000,
                reordered_ppm: 200_000,
                ..DiskFaults::default()
            },
            clients: 2,
            client: ClientOptions {
                sessions: true,
                reads: Some(ReadMode::ReadIndex),
                workload: Some(Workload {
                    pause: Span::millis(1, 40),
                    keys: 3,
                    reads_ppm: 100_000,
                }),
                ..ClientOptions::default()
            },
            ..Setup::default()
        };
        Self { setup, seconds: 8 }
    }

    /// Servers that wait to be added, by the changes of members that this brings about.
    pub(crate) fn with_outsiders(mut self, ids: &[u32]) -> Self {
        self.setup.outside = ids.iter().copied().map(NodeId).collect();
        self
    }

    /// Runs a seed: something is done to it about every tenth of a second.
    pub(crate) fn run(&self, seed: u64) -> Judges {
        let mut world = World::new(self.setup.clone(), Seeded::new(seed)).expect("it works");
        let mut judges = Judges::default();
        for nth in 0..self.seconds * 10 {
            let wait = scramble(seed, nth, 0) % 200;
            let until = SimTime::from_millis(nth * 100 + wait).max(world.position().time);
            let is_over = |world: &World, judges: &Judges| {
                !judges.violations().is_empty() || world.events().0 > MOST_EVENTS
            };
            while !is_over(&world, &judges) && world.peek().is_some_and(|at| at <= until) {
                world.advance(&mut judges);
            }
            if is_over(&world, &judges) {
                break;
            }
            world.idle_until(until);
            // What cannot act now is not done.
            let _ = world.act(&self.blow(seed, nth, &world), EventNo::START, &mut judges);
        }
        judges
    }

    fn blow(&self, seed: u64, nth: u64, world: &World) -> Action {
        let pick = |what: u64| scramble(seed, nth, what);
        let server = |what| NodeId((pick(what) % u64::from(self.setup.servers)) as u32 + 1);
        let (one, other) = (Target::server(server(1)), Target::server(server(2)));
        let leader = || Target(vec![Selector::Leader]);
        let change = |changes: Vec<(MemberChange, Target)>, transition| Action::Change {
            from: Selector::Leader,
            changes,
            transition,
        };
        match pick(3) % 20 {
            0 | 1 => Action::Crash(one),
            2 => Action::Crash(leader()),
            3..=7 => {
                let down = world.servers().iter().find(|server| server.node().is_none());
                Action::Restart(down.map_or(one, |server| Target::server(server.id())))
            }
            8 => Action::Partition(vec![one, Target(vec![Selector::Rest])]),
            9 => Action::Partition(vec![
                Target(vec![Selector::Leader, Selector::Server(server(1))]),
                Target(vec![Selector::Rest]),
            ]),
            10 | 11 => Action::HealAll,
            12 => Action::Cut { from: one, to: other, one_way: pick(4).is_multiple_of(2) },
            13 => Action::TimeOut(one),
            14 => Action::Transfer { from: Selector::Leader, to: Selector::Server(server(1)) },
            15 => Action::TakeSnapshot(one),
            16 => {
                let point = [CrashPoint::BeforePersist, CrashPoint::AfterPersist];
                Action::Trap { servers: one, point: Some(point[pick(4) as usize % 2]) }
            }
            17 if self.setup.outside.is_empty() => Action::ForgetLeader(one),
            17 => change(vec![(MemberChange::AddVoter, one)], Transition::Auto),
            18 if !self.setup.outside.is_empty() => {
                let changes = vec![(MemberChange::AddVoter, one), (MemberChange::Remove, other)];
                change(changes, [Transition::Auto, Transition::Explicit][pick(4) as usize % 2])
            }
            18 => Action::ForgetLeader(one),
            _ if self.setup.outside.is_empty() => Action::HealAll,
            _ => Action::LeaveJoint(Selector::Leader),
        }
    }
}

/// A number that depends on nothing but these.
pub(crate) fn scramble(seed: u64, nth: u64, what: u64) -> u64 {
    let mut mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (nth << 8 | what);
    for _ in 0..3 {
        mixed = (mixed ^ mixed >> 31).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    }
    mixed >> 17
}

/// What was violated, in order.
pub(crate) fn violated(judges: &Judges) -> Vec<Property> {
    judges.violations().iter().map(|violation| violation.property).collect()
}
