//! One long run in which everything goes wrong that can.

use raft_core::{Micros, NodeId};
use raft_sim::draw::draw;
use raft_sim::{
    Action, ClientOptions, Digest, EventNo, Key, LinkOptions, MessageId, NetworkOptions, Seeded,
    Selector, Setup, SimTime, Sink, Span, Target, Workload, World,
};

use crate::{EVERY, line};

/// How many events the run has.
pub const CHAOS_EVENTS: u32 = 120_000;

const SEED: u64 = 20_140_619;
const SERVERS: u8 = 5;

/// Five servers, three clients that never rest, a network that loses and delays, and every few
/// hundred milliseconds another blow: crashes, restarts, partitions, cut links, storms of loss,
/// dropped messages, timers set by hand. One line for every [`EVERY`] events: the number of events,
/// and the digest of everything up to there.
#[must_use]
pub fn chaos_run() -> Vec<String> {
    storm(&mut ())
}

fn storm(watcher: &mut dyn Sink) -> Vec<String> {
    // A setup that does not work would give no lines, and no lines are not what is written down.
    let Ok(mut world) = World::new(setup(), Seeded::new(SEED)) else { return Vec::new() };
    let mut digest = Digest::default();
    let mut blows = Blows { struck: 0, next: SimTime::from_millis(400) };
    let mut lines = Vec::new();
    while world.events().0 < CHAOS_EVENTS {
        if world.peek().is_some_and(|at| at <= blows.next) {
            world.advance(&mut (&mut digest, &mut *watcher));
        } else {
            world.idle_until(blows.next);
            let action = blows.strike(&world);
            // A blow that hits nothing, say the crash of a server that is down, is none.
            if world.act(&action, EventNo::START, &mut (&mut digest, &mut *watcher)).is_err() {
                continue;
            }
        }
        if world.events().0.is_multiple_of(EVERY) {
            lines.push(line(world.events().0, &digest));
        }
    }
    lines
}

fn setup() -> Setup {
    Setup {
        servers: SERVERS,
        network: NetworkOptions {
            latency: Span::millis(2, 25),
            client_latency: Span::millis(3, 15),
            // One link that is slow, so that answers overtake each other.
            links: vec![LinkOptions {
                from: NodeId(2),
                to: NodeId(4),
                latency: Span::millis(30, 90),
            }],
            loss_ppm: 10_000,
        },
        disk_write: Span::millis(1, 8),
        clients: 3,
        client: ClientOptions {
            workload: Some(Workload { pause: Span::millis(1, 60), keys: 5, reads_ppm: 300_000 }),
            ..ClientOptions::default()
        },
        ..Setup::default()
    }
}

/// What strikes next, and when. Everything is drawn by its number: the blows would be the same if
/// the cluster behaved differently.
struct Blows {
    struck: u64,
    next: SimTime,
}

impl Blows {
    fn strike(&mut self, world: &World) -> Action {
        self.struck += 1;
        let pause = 100_000 + self.throw(0, 600_000);
        self.next = self.next.after(Micros(pause));
        let (one, other) = (self.server(1), self.server(2));
        let (from, to) = (Target::server(one), Target::server(other));
        let one_way = self.throw(3, 2) == 0;
        match self.throw(4, 26) {
            0..=3 => Action::Crash(Target::server(one)),
            // More often than crashes, or the cluster would be down for good.
            4..=11 => Action::Restart(Target::server(one)),
            12 => Action::Cut { from, to, one_way },
            13 => Action::Heal { from, to, one_way },
            14 | 15 => {
                let size = 1 + self.throw(5, u64::from(SERVERS) - 1) as u32;
                let first = one.0;
                let member = |nth: u32| NodeId((first + nth) % u32::from(SERVERS) + 1);
                let side = Target((0..size).map(member).map(Selector::Server).collect());
                Action::Partition(vec![side, Target(vec![Selector::Rest])])
            }
            16..=18 => Action::HealAll,
            19 => Action::SetLoss(self.throw(6, 250_000) as u32),
            20 | 21 => Action::SetLoss(10_000),
            22 => Action::TimeOut(Target::server(one)),
            23 => Action::SetTimer {
                servers: Target(vec![Selector::Followers]),
                remaining: Micros(1_000 + self.throw(7, 400_000)),
            },
            _ => match self.message(world) {
                Some(id) => Action::Drop(id),
                None => Action::HealAll,
            },
        }
    }

    /// A message that is on its way.
    fn message(&self, world: &World) -> Option<MessageId> {
        let count = world.flights().count() as u64;
        world.flights().nth(self.throw(8, count) as usize).map(|flight| flight.id)
    }

    fn server(&self, family: u32) -> NodeId {
        NodeId(self.throw(family, u64::from(SERVERS)) as u32 + 1)
    }

    fn throw(&self, family: u32, bound: u64) -> u64 {
        draw(SEED, Key::chaos(family, self.struck)) % bound.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use raft_sim::{EventKind, Fact, Happening, LossReason, RoleKind};

    /// Counts what makes the run worth its name.
    #[derive(Default)]
    struct Count {
        elections: u32,
        answers: u32,
        given_up: u32,
        crashes: u32,
        lost_writes: u32,
        truncations: u32,
        losses: [u32; 5],
    }

    impl Sink for Count {
        fn see(&mut self, _: &World, happening: Happening<'_>) {
            if let EventKind::Lost(_, why) = happening.event.kind
                && let Some(at) = LossReason::ALL.iter().position(|one| *one == why)
            {
                self.losses[at] += 1;
            }
            for fact in happening.facts {
                match fact {
                    Fact::Role { role: RoleKind::Leader, .. } => self.elections += 1,
                    Fact::Succeeded(_) => self.answers += 1,
                    Fact::GivenUp(_) => self.given_up += 1,
                    Fact::Crashed { lost_writes, .. } => {
                        self.crashes += 1;
                        self.lost_writes += lost_writes;
                    }
                    Fact::Truncated { .. } => self.truncations += 1,
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn everything_goes_wrong_and_the_cluster_works_all_the_same() {
        let mut count = Count::default();
        storm(&mut count);
        let Count { elections, answers, given_up, crashes, lost_writes, truncations, losses } =
            count;
        println!(
            "{elections} elections, {answers} answers, {given_up} given up, {crashes} crashes, \
             {lost_writes} writes lost, {truncations} logs cut, lost messages: {losses:?}"
        );
        assert!(elections > 50 && answers > 1_000 && given_up > 10, "it works, and not always");
        assert!(crashes > 50 && lost_writes > 0 && truncations > 0, "disks and logs are hurt");
        assert!(losses.iter().all(|count| *count > 0), "each way to lose a message: {losses:?}");
    }
}
