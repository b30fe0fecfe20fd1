//! The cluster of one seed: how many servers, how far apart, how patient.

use raft_core::{Deviations, Micros, Options, Proposals};
use raft_sim::{ClientOptions, LinkOptions, NetworkOptions, Setup, Span, Workload};

use super::draws::{Draws, Family};

/// Clusters of three and five are what people run; the others find what depends on the number.
const SIZES: [u8; 20] = [1, 2, 3, 3, 3, 3, 3, 3, 4, 5, 5, 5, 5, 5, 5, 6, 7, 7, 8, 9];

/// What the world of this seed is made of.
pub(crate) fn setup(seed: u64, deviations: Deviations) -> Setup {
    let servers = Draws::new(seed, Family::Cluster).pick(&SIZES);
    let network = network(seed, servers);
    let disk_write = disk(seed);
    let options = options(seed, &network, disk_write, deviations);
    let mut draws = Draws::new(seed, Family::Clients);
    Setup {
        outside: Vec::new(),
        servers,
        options,
        network,
        disk_write,
        clients: draws.between(1, 3) as u8,
        client: client(&mut draws),
        disks: Vec::new(),
    }
}

fn network(seed: u64, servers: u8) -> NetworkOptions {
    let mut draws = Draws::new(seed, Family::Network);
    // A wide range means that messages overtake each other.
    let latency = match draws.below(4) {
        0 => draws.span(0, 500, 1_000),
        1 | 2 => draws.span(500, 10_000, 20_000),
        _ => draws.span(0, 20_000, 80_000),
    };
    let client_latency = draws.span(0, 10_000, 20_000);
    let mut links = Vec::new();
    if servers > 1 && draws.one_in(3) {
        let from = draws.server(servers);
        let to = draws.server(servers);
        let slow = draws.span(10_000, 60_000, 40_000);
        links.extend((from != to).then_some(LinkOptions { from, to, latency: slow }));
    }
    // Loss comes with the storms.
    NetworkOptions { latency, client_latency, links, loss_ppm: 0 }
}

fn disk(seed: u64) -> Span {
    match Draws::of_swarm(seed, Family::SlowDisks) {
        Some(mut draws) => draws.span(5_000, 40_000, 60_000),
        None => Span { low: Micros(100), high: Micros(2_000) },
    }
}

fn options(
    seed: u64,
    network: &NetworkOptions,
    disk_write: Span,
    deviations: Deviations,
) -> Options {
    let mut draws = Draws::new(seed, Family::Timing);
    let heartbeat = draws.micros(20_000, 80_000);
    // §5.6: broadcastTime ≪ electionTimeout. A vote asks for two messages and two writes. One seed
    // in eight has timeouts that are too tight, and hardly ever a leader for long.
    let broadcast = 2 * (network.latency.high.0 + disk_write.high.0);
    let patience = if draws.one_in(8) { 1 } else { draws.between(2, 4) };
    let low = heartbeat.0 + patience * broadcast.max(heartbeat.0);
    let high = low + draws.between(low / 5, low);
    Options {
        heartbeat_interval: heartbeat,
        election_timeout: (Micros(low), Micros(high)),
        noop_on_election: draws.one_in(2),
        proposals: if draws.one_in(2) { Proposals::Forward } else { Proposals::Redirect },
        entries_per_append: draws.pick(&[1, 2, 8, 64]),
        deviations,
        ..Options::default()
    }
}

fn client(draws: &mut Draws) -> ClientOptions {
    ClientOptions {
        timeout: draws.micros(50_000, 500_000),
        backoff: draws.micros(10_000, 100_000),
        attempts: draws.between(1, 8) as u32,
        sessions: false,
        reads: None,
        workload: Some(Workload {
            pause: draws.span(5_000, 100_000, 200_000),
            keys: draws.between(1, 5) as u32,
            reads_ppm: draws.between(0, 500_000) as u32,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_seed_has_a_cluster_that_can_work() {
        for seed in 0..5_000 {
            let setup = setup(seed, Deviations::NONE);
            assert_eq!(setup.validate(), Ok(()), "seed {seed}");
        }
    }
}
