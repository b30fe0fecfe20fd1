//! One long run in which everything goes wrong that can.

use raft_core::{Micros, NodeId};
use raft_sim::{
    Action, ClientOptions, LinkFaults, LinkOptions, NetworkOptions, Selector, Setup, Span, Target,
    Workload, World,
};

use crate::storm::{Blow, Weather, storm};

/// How many events the run has.
pub const CHAOS_EVENTS: u32 = 120_000;

const WEATHER: Weather = Weather { seed: 20_140_619, events: CHAOS_EVENTS, strike };

/// Five servers, three clients that never rest, a network that loses and delays, and every few
/// hundred milliseconds another blow: crashes, restarts, partitions, cut links, storms of loss,
/// dropped messages, timers set by hand. One line for every [`crate::EVERY`] events: the number of events,
/// and the digest of everything up to there.
#[must_use]
pub fn chaos_run() -> Vec<String> {
    storm(setup(), &WEATHER, &mut ())
}

fn setup() -> Setup {
    Setup {
        servers: 5,
        network: NetworkOptions {
            latency: Span::millis(2, 25),
            client_latency: Span::millis(3, 15),
            // One link that is slow, so that answers overtake each other.
            links: vec![LinkOptions {
                from: NodeId(2),
                to: NodeId(4),
                latency: Span::millis(30, 90),
                faults: LinkFaults::default(),
            }],
            loss_ppm: 10_000,
            ..NetworkOptions::default()
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

fn strike(blow: &Blow, world: &World) -> Action {
    let (one, other) = (blow.server(1, world), blow.server(2, world));
    let (from, to) = (Target::server(one), Target::server(other));
    let one_way = blow.throw(3, 2) == 0;
    match blow.throw(4, 26) {
        0..=3 => Action::Crash(Target::server(one)),
        // More often than crashes, or the cluster would be down for good.
        4..=11 => Action::Restart(Target::server(one)),
        12 => Action::Cut { from, to, one_way },
        13 => Action::Heal { from, to, one_way },
        14 | 15 => blow.apart(5, one, world),
        16..=18 => Action::HealAll,
        19 => Action::SetLoss(blow.throw(6, 250_000) as u32),
        20 | 21 => Action::SetLoss(10_000),
        22 => Action::TimeOut(Target::server(one)),
        23 => Action::SetTimer {
            servers: Target(vec![Selector::Followers]),
            remaining: Micros(1_000 + blow.throw(7, 400_000)),
        },
        _ => match blow.message(8, world) {
            Some(id) => Action::Drop(id),
            None => Action::HealAll,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use raft_sim::{EventKind, Fact, Happening, LossReason, RoleKind, Sink};

    /// Counts what makes the run worth its name.
    #[derive(Default)]
    struct Count {
        elections: u32,
        answers: u32,
        given_up: u32,
        crashes: u32,
        lost_writes: u32,
        truncations: u32,
        losses: [u32; LossReason::ALL.len()],
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
        storm(setup(), &WEATHER, &mut count);
        let Count { elections, answers, given_up, crashes, lost_writes, truncations, losses } =
            count;
        println!(
            "{elections} elections, {answers} answers, {given_up} given up, {crashes} crashes, \
             {lost_writes} writes lost, {truncations} logs cut, lost messages: {losses:?}"
        );
        assert!(elections > 50 && answers > 1_000 && given_up > 10, "it works, and not always");
        assert!(crashes > 50 && lost_writes > 0 && truncations > 0, "disks and logs are hurt");
        // No link of this run is ever full.
        let all = &losses[..5];
        assert!(all.iter().all(|count| *count > 0), "each way to lose a message: {losses:?}");
    }
}
