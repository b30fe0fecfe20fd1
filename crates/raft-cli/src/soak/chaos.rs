//! The chaos of one seed: a preset, varied, or a mixture that no preset has.

use std::collections::BTreeMap;

use raft_core::Micros;
use raft_scenario::{ChaosModel, Duration, Family, Preset, RateModel, SpanText};
use raft_sim::{MAX_SERVERS, Span};

use super::draws::{self, Draws};

/// What a soak's seeds suffer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Mixture {
    /// One of the presets.
    Of(Preset),
    /// Whatever families the seed draws, together.
    Drawn,
}

impl Mixture {
    /// All of them, in the order in which seeds take turns.
    pub(crate) const ALL: [Self; 6] = [
        Self::Of(Preset::Calm),
        Self::Of(Preset::FlakyNetwork),
        Self::Of(Preset::BadDay),
        Self::Of(Preset::Jepsen),
        Self::Of(Preset::DiskFromHell),
        Self::Drawn,
    ];

    /// The mixture of a seed where nobody says which.
    pub(crate) fn by_turns(seed: u64) -> Self {
        Self::ALL[(seed % Self::ALL.len() as u64) as usize]
    }

    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Of(preset) => preset.name(),
            Self::Drawn => "drawn",
        }
    }

    /// The mixture of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mixture| mixture.name() == name)
    }

    /// Whether some seed of it suffers this.
    pub(crate) fn has(self, family: Family) -> bool {
        match self {
            Self::Of(preset) => preset.faults().contains_key(&family),
            Self::Drawn => true,
        }
    }
}

/// The chaos of a seed. Each family is missing in some of the seeds, and comes up to four times as
/// often as the preset says in others: a run that has all faults at once hides what only a few of them
/// can show ("swarm testing": Groce et al., ISSTA 2012). In every other seed the budget is everybody:
/// safety must hold whoever is down, and a power failure is a test of all disks.
pub(crate) fn chaos(seed: u64, mixture: Mixture) -> ChaosModel {
    let mut draws = Draws::new(seed, draws::Family::Chaos);
    let budget = draws.one_in(2).then_some(MAX_SERVERS);
    let faults = match mixture {
        Mixture::Of(preset) => varied(&preset.faults(), &mut draws),
        Mixture::Drawn => drawn(&mut draws),
    };
    ChaosModel { budget, faults, ..ChaosModel::default() }
}

fn varied(faults: &BTreeMap<Family, RateModel>, draws: &mut Draws) -> BTreeMap<Family, RateModel> {
    let mut some = BTreeMap::new();
    for (family, rate) in faults {
        let (is_on, often) = (!draws.one_in(3), draws.pick(&[1, 2, 4]));
        let every = Duration(Micros(rate.every.0.0 / often));
        if is_on {
            some.insert(*family, RateModel { every, ..*rate });
        }
    }
    some
}

fn drawn(draws: &mut Draws) -> BTreeMap<Family, RateModel> {
    let mut some = BTreeMap::new();
    for family in Family::ALL {
        let (is_on, every) = (draws.one_in(3), draws.micros(500_000, 6_000_000));
        // Whoever crashes at a certain point is back while that still matters.
        let high = if family == Family::CrashPoints { 50 } else { 3_000 };
        let lasts = SpanText(Span::millis(1, high));
        if is_on {
            some.insert(family, RateModel { every: Duration(every), lasts });
        }
    }
    some
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_family_is_missing_in_some_seeds_and_there_in_others() {
        for mixture in Mixture::ALL {
            let of = |seed| chaos(seed, mixture);
            assert_eq!(of(17), of(17), "a function of the seed");
            let seeds: Vec<ChaosModel> = (0..300).map(of).collect();
            for family in Family::ALL {
                let having = seeds.iter().filter(|seed| seed.faults.contains_key(&family)).count();
                let (least, most) = if mixture.has(family) { (60, 240) } else { (0, 0) };
                let (name, family) = (mixture.name(), family.name());
                assert!((least..=most).contains(&having), "{name}: {having} of 300 have {family}");
            }
            let wide = seeds.iter().filter(|seed| seed.budget.is_some()).count();
            assert!((100..200).contains(&wide), "{wide} of 300 may lose all servers");
        }
    }

    #[test]
    fn a_mixture_has_a_name() {
        for mixture in Mixture::ALL {
            assert_eq!(Mixture::named(mixture.name()), Some(mixture));
        }
    }
}
