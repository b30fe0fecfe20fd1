//! Chaos as it is written in scenarios: which faults chance brings, how often and for how long.

use std::collections::BTreeMap;

use raft_core::{FlatMap, Micros};
use raft_sim::MAX_SERVERS;
use serde::{Deserialize, Serialize};

use super::{Plan, Rate};
use crate::compile::{scenario_problem, within};
use crate::model::is_default;
use crate::record::record;
use crate::{Duration, Preset, Problem, SpanText};

/// What chance does to the cluster. By default nothing.
///
/// The clients' side of the weather (how many, how fast, which mix) is `[clients]`; faults that are
/// always there, with a chance for each message or write, are `[network.faults]`, `[disk.faults]`,
/// `[cluster.faults]` and `[clock]`. What is here begins and ends.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct ChaosModel {
    /// A mixture of faults to begin with.
    #[serde(skip_serializing_if = "is_default")]
    pub preset: Preset,
    /// When it begins.
    #[serde(skip_serializing_if = "is_default")]
    pub from: Duration,
    /// When it ends, and whatever is going on is mended; if nobody says, never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Duration>,
    /// At most so many servers are hurt at once; if nobody says, as many as the voters in force can
    /// do without. What would hurt more is not done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<u8>,
    /// How often which family of faults strikes; instead of what the preset says, where it says
    /// something.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub faults: BTreeMap<Family, RateModel>,
}

record! { default ChaosModel { preset, from, until, budget, faults } }

/// How often one family of faults strikes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct RateModel {
    /// The mean time between two strikes; 0: never.
    pub every: Duration,
    /// How long each of them lasts. Nothing for what is over at once.
    #[serde(skip_serializing_if = "is_default")]
    pub lasts: SpanText,
}

record! { default RateModel { every, lasts } }

/// What can strike by chance. Each family draws for itself. The numbers are part of every run: they
/// never change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// A server crashes, and restarts.
    Crashes = 101,
    /// All servers crash at once, and restart. Only a budget of all servers bears that.
    PowerFailures = 102,
    /// A server crashes at a point that is too short to be hit otherwise, and restarts. `lasts` is how
    /// long it is down.
    CrashPoints = 103,
    /// A server stands still.
    Pauses = 104,
    /// A server is busy after each step, and stalls now and then.
    SlowServers = 105,
    /// A clock jumps, forwards or back.
    ClockJumps = 106,
    /// A clock runs too fast or too slow.
    ClockRates = 107,
    /// A disk writes nothing.
    DiskStalls = 108,
    /// A disk needs long for each sync.
    SlowDisks = 109,
    /// Whoever crashes may find torn and reordered writes on its disk.
    TornWrites = 110,
    /// A disk is damaged. Its server is replaced: the cluster removes it, and only when nobody counts
    /// on what it has promised any more, it is wiped, starts again and is added.
    DiskLosses = 111,
    /// Two or three sides that cannot reach each other.
    Partitions = 112,
    /// One server that nobody reaches.
    Isolations = 113,
    /// Two halves, and a bridge between them.
    Bridges = 114,
    /// A ring in which everybody reaches another majority.
    Rings = 115,
    /// A server that cannot speak, or cannot hear.
    OneWayCuts = 116,
    /// More messages are lost, those of clients as well.
    Loss = 117,
    /// Messages take several times as long, with a long tail.
    Delays = 118,
    /// Many messages are late, so that others overtake them.
    Reordering = 119,
    /// Many messages come twice, the second time perhaps much later.
    Duplicates = 120,
    /// Links take one message at a time and have room for few.
    Queues = 121,
    /// Everything from and to a server waits.
    Jams = 122,
    /// Links are down for short whiles.
    Flapping = 123,
    /// One kind of messages does not get through from and to a server.
    BlockedKinds = 124,
    /// Requests and answers are lost, late and come twice.
    ClientLinks = 125,
    /// Election timers run out, of several servers at nearly the same moment.
    Timeouts = 126,
    /// Members come and go. `lasts` is how long a joint configuration stays that is left by hand.
    Membership = 127,
    /// The leader hands its office over.
    Transfers = 128,
    /// A server takes a snapshot.
    Snapshots = 129,
}

impl Family {
    /// All families, in the order of their numbers.
    pub const ALL: [Self; 29] = [
        Self::Crashes,
        Self::PowerFailures,
        Self::CrashPoints,
        Self::Pauses,
        Self::SlowServers,
        Self::ClockJumps,
        Self::ClockRates,
        Self::DiskStalls,
        Self::SlowDisks,
        Self::TornWrites,
        Self::DiskLosses,
        Self::Partitions,
        Self::Isolations,
        Self::Bridges,
        Self::Rings,
        Self::OneWayCuts,
        Self::Loss,
        Self::Delays,
        Self::Reordering,
        Self::Duplicates,
        Self::Queues,
        Self::Jams,
        Self::Flapping,
        Self::BlockedKinds,
        Self::ClientLinks,
        Self::Timeouts,
        Self::Membership,
        Self::Transfers,
        Self::Snapshots,
    ];
}

/// Less than this between two strikes would be one long strike, and an endless page.
const LEAST_GAP: Micros = Micros::from_millis(10);

impl ChaosModel {
    /// What can run, for this seed.
    pub(crate) fn plan(&self, seed: u64, longest: Micros) -> Result<Plan, Problem> {
        let (from, until) = (self.from.0, self.until.map(|until| until.0));
        if from > longest || until.is_some_and(|until| until <= from || until > longest) {
            return Err(scenario_problem("chaos cannot last from then until then")
                .at("until")
                .expecting(format!("a time after from, at most {longest}")));
        }
        if self.budget.is_some_and(|budget| budget > MAX_SERVERS) {
            return Err(scenario_problem("there are not so many servers")
                .at("budget")
                .expecting(format!("0 to {MAX_SERVERS}")));
        }
        let mut rates = FlatMap::new();
        for rate in self.preset.rates() {
            rates.insert(rate.family, rate);
        }
        for (family, RateModel { every, lasts }) in &self.faults {
            let rate = Rate { family: *family, every: every.0, lasts: lasts.0 };
            rate.check(longest).map_err(within(format!("faults.{}", family.name())))?;
            rates.insert(*family, rate);
        }
        let rates = rates.values().filter(|rate| rate.every > Micros(0)).copied().collect();
        Ok(Plan { seed, from, until, budget: self.budget, rates })
    }
}

impl Rate {
    fn check(&self, longest: Micros) -> Result<(), Problem> {
        if self.every != Micros(0) && !(LEAST_GAP..=longest).contains(&self.every) {
            return Err(scenario_problem("no fault can come this often or this seldom")
                .at("every")
                .expecting(format!("0 for never, or {LEAST_GAP} to {longest}")));
        }
        if self.lasts.high > longest {
            return Err(scenario_problem("no fault can last this long")
                .at("lasts")
                .expecting(format!("at most {longest}")));
        }
        Ok(())
    }
}

impl Family {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> String {
        // A unit variant is written as a string.
        crate::json::write(&self).trim_matches('"').to_owned()
    }
}
