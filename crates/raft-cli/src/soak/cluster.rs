//! The cluster of one seed: how many servers, how far apart, how patient.

use raft_core::{
    Activation, Backtracking, Deviations, Micros, NodeId, Options, Proposals, ReadMode,
};
use raft_sim::{ClientOptions, LinkFaults, LinkOptions, NetworkOptions, Setup, Span, Workload};

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
        outside: outside(seed, servers),
        servers,
        options,
        network,
        disk_write,
        clients: draws.between(1, 3) as u8,
        client: client(seed, &mut draws),
        ..Setup::default()
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
        links.extend((from != to).then_some(link(from, to, slow)));
    }
    // Loss comes with the storms.
    NetworkOptions { latency, client_latency, links, ..NetworkOptions::default() }
}

fn link(from: NodeId, to: NodeId, latency: Span) -> LinkOptions {
    LinkOptions { from, to, latency, faults: LinkFaults::default() }
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
    let mut options = Options {
        heartbeat_interval: heartbeat,
        election_timeout: (Micros(low), Micros(high)),
        noop_on_election: draws.one_in(2),
        proposals: if draws.one_in(2) { Proposals::Forward } else { Proposals::Redirect },
        entries_per_append: draws.pick(&[1, 2, 8, 64]),
        deviations,
        ..Options::default()
    };
    extend(&mut options, seed);
    options
}

/// Switches extensions of Raft on, family by family, in half of the seeds each.
fn extend(options: &mut Options, seed: u64) {
    if let Some(mut draws) = Draws::of_swarm(seed, Family::Elections) {
        options.pre_vote = draws.one_in(2);
        options.check_quorum = draws.one_in(2);
        options.leader_stickiness = draws.one_in(2);
    }
    if let Some(mut draws) = Draws::of_swarm(seed, Family::Replication) {
        options.append_window = draws.pick(&[1, 2, 8, 256]);
        options.bytes_per_append = draws.pick(&[1, 64, u64::MAX]);
        options.uncommitted_bytes = draws.pick(&[1, 64, u64::MAX]);
        options.backtracking = draws.pick(&[Backtracking::ByTerm, Backtracking::OneByOne]);
    }
    if let Some(mut draws) = Draws::of_swarm(seed, Family::Snapshots) {
        options.snapshot_after = draws.pick(&[1, 5, 50]);
        options.snapshot_keep = draws.pick(&[0, 3]);
        options.snapshot_chunk = draws.pick(&[1, 16, 65_536]);
    }
    if let Some(mut draws) = Draws::of_swarm(seed, Family::Members) {
        // Configurations are used when they are appended. Using them when they are applied, as some
        // systems do, splits a cluster that shrinks twice in a row: the soak finds it within 300
        // seeds, so that it is an option to look at and none to build on.
        options.activation = Activation::OnAppend;
        options.step_down_on_removal = !draws.one_in(4);
    }
    options.lease_reads = options.leader_stickiness && seed.is_multiple_of(2);
}

/// Who is outside at the beginning, to be added later.
fn outside(seed: u64, servers: u8) -> Vec<NodeId> {
    let Some(mut draws) = Draws::of_swarm(seed, Family::Members) else { return Vec::new() };
    let first = draws.between(1, u64::from(servers)) as u32;
    (first + 1..=u32::from(servers)).map(NodeId).collect()
}

fn client(seed: u64, draws: &mut Draws) -> ClientOptions {
    let reads = Draws::of_swarm(seed, Family::Reads)
        .map(|mut draws| draws.pick(&[ReadMode::ReadIndex, ReadMode::Lease, ReadMode::Stale]));
    let sessions = Draws::of_swarm(seed, Family::Sessions);
    ClientOptions {
        // Who cannot open a session at its one server would never get to ask anything.
        pinned: sessions.is_none() && Draws::new(seed, Family::Pinned).one_in(8),
        timeout: draws.micros(50_000, 500_000),
        backoff: draws.micros(10_000, 100_000),
        attempts: draws.between(1, 8) as u32,
        sessions: sessions.is_some(),
        reads,
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
