//! Mixtures of faults that are known to hurt.

use std::collections::BTreeMap;

use raft_sim::Span;
use serde::{Deserialize, Serialize};

use super::{Family, Rate, RateModel};
use crate::{Duration, SpanText};

/// A mixture of faults.
///
/// None of them asks more of Raft than it promises: no disk lies, and no voter forgets. See
/// `chaos.rs` for what each family takes care of.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// Nothing goes wrong.
    #[default]
    Calm,
    /// Servers, disks and clocks are fine, and the network between them is not: loss, delays,
    /// reordering, duplicates, full queues, jams, links that flap or lead one way only, a server that
    /// nobody reaches.
    FlakyNetwork,
    /// What an operator calls a bad day: servers crash, stall and are slow, disks hang, the network
    /// parts, somebody changes the members and hands the office over in the midst of it.
    BadDay,
    /// What Jepsen's nemeses do: kill, pause, partition in all of Jepsen's shapes, bump and skew
    /// clocks, slow, lose, duplicate and reorder packets, lose what was not synced, change members.
    Jepsen,
    /// Disks stall, are slow, tear and reorder writes, and die; servers crash just when it matters.
    DiskFromHell,
}

impl Preset {
    /// All presets, from the mildest on.
    pub const ALL: [Self; 5] =
        [Self::Calm, Self::FlakyNetwork, Self::BadDay, Self::Jepsen, Self::DiskFromHell];

    /// Its name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::FlakyNetwork => "flaky-network",
            Self::BadDay => "bad-day",
            Self::Jepsen => "jepsen",
            Self::DiskFromHell => "disk-from-hell",
        }
    }

    /// What strikes in it, and how often.
    #[must_use]
    pub fn faults(self) -> BTreeMap<Family, RateModel> {
        let model =
            |rate: Rate| RateModel { every: Duration(rate.every), lasts: SpanText(rate.lasts) };
        self.rates().map(|rate| (rate.family, model(rate))).collect()
    }

    pub(super) fn rates(self) -> impl Iterator<Item = Rate> {
        let rates = match self {
            Self::Calm => &[][..],
            Self::FlakyNetwork => FLAKY_NETWORK,
            Self::BadDay => BAD_DAY,
            Self::Jepsen => JEPSEN,
            Self::DiskFromHell => DISK_FROM_HELL,
        };
        rates.iter().map(|(family, every, low, high)| Rate {
            family: *family,
            every: raft_core::Micros::from_millis(*every),
            lasts: Span::millis(*low, *high),
        })
    }
}

/// A family, the mean time between two strikes, and how long they last at least and at most, all in
/// milliseconds.
type Entry = (Family, u64, u64, u64);

const FLAKY_NETWORK: &[Entry] = &[
    (Family::Loss, 6_000, 500, 3_000),
    (Family::Delays, 7_000, 500, 3_000),
    (Family::Reordering, 6_000, 1_000, 4_000),
    (Family::Duplicates, 6_000, 1_000, 4_000),
    (Family::Queues, 9_000, 500, 2_000),
    (Family::Jams, 6_000, 100, 1_500),
    (Family::Flapping, 8_000, 1_000, 4_000),
    (Family::OneWayCuts, 6_000, 200, 2_500),
    (Family::Isolations, 8_000, 300, 2_500),
    (Family::BlockedKinds, 9_000, 300, 2_000),
    (Family::ClientLinks, 8_000, 500, 3_000),
];

const BAD_DAY: &[Entry] = &[
    (Family::Crashes, 4_000, 100, 2_000),
    (Family::Pauses, 6_000, 50, 1_500),
    (Family::SlowServers, 9_000, 500, 3_000),
    (Family::DiskStalls, 7_000, 50, 1_000),
    (Family::SlowDisks, 9_000, 500, 3_000),
    (Family::Partitions, 7_000, 300, 2_500),
    (Family::Loss, 8_000, 500, 2_000),
    (Family::Delays, 9_000, 500, 2_000),
    (Family::Timeouts, 7_000, 0, 0),
    (Family::Membership, 6_000, 100, 1_500),
    (Family::Transfers, 8_000, 0, 0),
    (Family::Snapshots, 6_000, 0, 0),
];

const JEPSEN: &[Entry] = &[
    (Family::Crashes, 5_000, 50, 2_000),
    (Family::PowerFailures, 9_000, 50, 1_000),
    (Family::Pauses, 6_000, 50, 2_000),
    (Family::ClockJumps, 4_000, 0, 0),
    (Family::ClockRates, 8_000, 500, 4_000),
    (Family::Partitions, 9_000, 200, 2_500),
    (Family::Isolations, 9_000, 200, 2_500),
    (Family::Bridges, 9_000, 300, 3_000),
    (Family::Rings, 9_000, 300, 3_000),
    (Family::OneWayCuts, 8_000, 200, 2_500),
    (Family::Loss, 9_000, 500, 2_000),
    (Family::Delays, 9_000, 500, 2_000),
    (Family::Reordering, 9_000, 500, 2_000),
    (Family::Duplicates, 9_000, 500, 2_000),
    (Family::Membership, 5_000, 100, 1_500),
    (Family::Transfers, 9_000, 0, 0),
];

const DISK_FROM_HELL: &[Entry] = &[
    (Family::TornWrites, 4_000, 1_000, 5_000),
    (Family::CrashPoints, 2_500, 2, 500),
    (Family::Crashes, 4_000, 50, 1_000),
    (Family::PowerFailures, 8_000, 50, 1_000),
    (Family::DiskStalls, 4_000, 50, 1_500),
    (Family::SlowDisks, 5_000, 500, 3_000),
    (Family::DiskLosses, 9_000, 0, 0),
    (Family::Timeouts, 5_000, 0, 0),
    (Family::Snapshots, 4_000, 0, 0),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preset_is_called_what_it_is_written_as() {
        for preset in Preset::ALL {
            let written = serde_json::to_string(&preset).expect("a name");
            assert_eq!(written, format!("\"{}\"", preset.name()));
        }
    }

    #[test]
    fn every_family_is_in_some_preset() {
        for family in Family::ALL {
            let is_in = |preset: Preset| preset.rates().any(|rate| rate.family == family);
            assert!(Preset::ALL.into_iter().any(is_in), "{}", family.name());
        }
    }
}
