//! Settings that cannot work, or hardly. They are no mistake: to see why they fail, one must be able
//! to run them.

use raft_core::{Micros, NodeId};
use raft_sim::{Setup, Span};

/// Something about the settings that a reader should know before wondering.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Warning {
    /// A vote comes back after the candidate's timer may have run out: elections hardly succeed.
    SlowElections {
        /// The slowest round trip, with one write to disk.
        round_trip: Micros,
        /// The shortest election timeout.
        timeout: Micros,
    },
    /// A heartbeat comes after a follower's timer may have run out: healthy leaders are deposed.
    LateHeartbeats {
        /// The longest time between two heartbeats' arrivals.
        gap: Micros,
        /// The shortest election timeout.
        timeout: Micros,
    },
    /// Clients ask again although their answer is on its way.
    HastyClients {
        /// How long a write usually takes.
        usual: Micros,
        /// How long clients wait.
        timeout: Micros,
    },
}

/// What in these settings cannot work, or hardly.
pub(crate) fn warnings(setup: &Setup) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let timeout = setup.options.election_timeout.0;
    // A single server needs nobody's vote and nobody's heartbeat.
    if setup.servers > 1 {
        let round_trip = sum([slowest_round_trip(setup), setup.disk_write.high]);
        if round_trip >= timeout {
            warnings.push(Warning::SlowElections { round_trip, timeout });
        }
        let gap = sum([setup.options.heartbeat_interval, slowest_way(setup)]);
        if gap >= timeout {
            warnings.push(Warning::LateHeartbeats { gap, timeout });
        }
    }
    let (usual, patience) = (usual_write(setup), setup.client.timeout);
    if setup.clients > 0 && patience < usual {
        warnings.push(Warning::HastyClients { usual, timeout: patience });
    }
    warnings
}

/// How long a message can take from one server to another.
fn longest(setup: &Setup, from: NodeId, to: NodeId) -> Micros {
    setup.link(from, to).latency.high
}

fn pairs(setup: &Setup) -> impl Iterator<Item = (NodeId, NodeId)> {
    let ids = setup.server_ids();
    ids.flat_map(|from| setup.server_ids().map(move |to| (from, to))).filter(|(a, b)| a != b)
}

fn slowest_way(setup: &Setup) -> Micros {
    pairs(setup).map(|(from, to)| longest(setup, from, to)).max().unwrap_or_default()
}

fn slowest_round_trip(setup: &Setup) -> Micros {
    let there_and_back = |(a, b)| sum([longest(setup, a, b), longest(setup, b, a)]);
    pairs(setup).map(there_and_back).max().unwrap_or_default()
}

/// A write's usual way: from the client to the leader, to a follower and its disk, and all the way
/// back. The leader's own disk works meanwhile.
fn usual_write(setup: &Setup) -> Micros {
    let client = usual(setup.network.client_latency);
    let follower = if setup.servers > 1 { usual(setup.network.latency) } else { Micros(0) };
    sum([client, client, follower, follower, usual(setup.disk_write)])
}

fn usual(span: Span) -> Micros {
    Micros(span.low.0.midpoint(span.high.0))
}

fn sum<const N: usize>(spans: [Micros; N]) -> Micros {
    Micros(spans.iter().map(|span| span.0).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use raft_sim::{LinkOptions, NetworkOptions};

    fn millis(span: u64) -> Micros {
        Micros::from_millis(span)
    }

    #[test]
    fn the_defaults_are_fine() {
        assert_eq!(warnings(&Setup::default()), []);
    }

    #[test]
    fn a_slow_network_is_noticed_exactly_where_it_becomes_too_slow() {
        // The shortest timeout is 150 ms, a write to disk takes up to 5 ms.
        let with_latency = |high: u64| {
            let latency = Span { low: Micros(0), high: Micros(high) };
            let network = NetworkOptions { latency, ..NetworkOptions::default() };
            let client = raft_sim::ClientOptions { timeout: millis(9_000), ..Default::default() };
            warnings(&Setup { network, client, ..Setup::default() })
        };
        assert_eq!(with_latency(72_499), []);
        let (round_trip, timeout) = (millis(150), millis(150));
        let slow = Warning::SlowElections { round_trip, timeout };
        assert_eq!(with_latency(72_500), [slow]);
    }

    #[test]
    fn one_slow_link_delays_heartbeats() {
        let heartbeat = Setup::default().options.heartbeat_interval;
        let latency = Span::fixed(millis(150));
        let links = vec![LinkOptions {
            from: NodeId(2),
            to: NodeId(4),
            latency,
            faults: raft_sim::LinkFaults::default(),
        }];
        let network = NetworkOptions { links, ..Setup::default().network };
        let gap = Micros(heartbeat.0 + 150_000);
        let found = warnings(&Setup { network, ..Setup::default() });
        assert!(
            found.contains(&Warning::LateHeartbeats { gap, timeout: millis(150) }),
            "{found:?}"
        );
    }

    #[test]
    fn a_client_without_patience_is_noticed() {
        // 10 ms on each of four ways, 3.5 ms for the disk.
        let with_timeout = |timeout: u64| {
            let client = raft_sim::ClientOptions { timeout: Micros(timeout), ..Default::default() };
            warnings(&Setup { client, ..Setup::default() })
        };
        assert_eq!(with_timeout(43_500), []);
        let hasty = Warning::HastyClients { usual: Micros(43_500), timeout: Micros(43_499) };
        assert_eq!(with_timeout(43_499), [hasty]);
    }

    #[test]
    fn a_single_server_waits_for_nobody() {
        let latency = Span::fixed(millis(900));
        let network = NetworkOptions { latency, ..NetworkOptions::default() };
        assert_eq!(warnings(&Setup { servers: 1, network, ..Setup::default() }), []);
    }
}
