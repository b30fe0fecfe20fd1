//! What a network, a disk or a machine can do to a cluster, and a profile without it: is it needed for a broken
//! rule to be noticed?

use clap::ValueEnum;
use raft_scenario::{Family, Percent, Scenario, SpanText};
use raft_sim::Span;

/// What can be taken out of a profile.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, ValueEnum)]
pub(crate) enum Hardship {
    /// Servers that crash and restart.
    Crashes,
    /// Messages that overtake each other.
    Reordering,
    /// Messages that come twice.
    Duplicates,
    /// Messages that are lost, by chance or because servers do not reach each other.
    Loss,
}

impl Hardship {
    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Crashes => "crashes",
            Self::Reordering => "reordering",
            Self::Duplicates => "duplicates",
            Self::Loss => "loss",
        }
    }

    /// The families of faults that bring it.
    fn families(self) -> &'static [Family] {
        use Family as F;
        match self {
            Self::Crashes => &[F::Crashes, F::PowerFailures, F::CrashPoints, F::DiskLosses],
            // What waits in a jam or a queue is let go in its order.
            Self::Reordering => &[F::Delays, F::Reordering],
            Self::Duplicates => &[F::Duplicates, F::ClientLinks],
            Self::Loss => &[
                F::Loss,
                F::Partitions,
                F::Isolations,
                F::Bridges,
                F::Rings,
                F::OneWayCuts,
                F::Queues,
                F::Flapping,
                F::BlockedKinds,
                F::ClientLinks,
            ],
        }
    }

    /// The scenario without it.
    pub(crate) fn spare(self, scenario: &mut Scenario) {
        scenario.chaos.faults.retain(|family, _| !self.families().contains(family));
        let (network, clients) = (&mut scenario.network, &mut scenario.clients);
        match self {
            Self::Crashes => {}
            Self::Reordering => {
                // Messages that travel for the same time arrive in the order in which they left.
                network.latency = SpanText(Span::fixed(network.latency.0.high));
                network.faults.late = Percent::default();
            }
            Self::Duplicates => {
                network.faults.twice = Percent::default();
                clients.faults.twice = Percent::default();
            }
            Self::Loss => {
                network.loss = Percent::default();
                network.faults.loss = Percent::default();
                clients.faults.loss = Percent::default();
            }
        }
    }
}
