//! The draws of one strike, each with a name of its own.

use raft_core::{Micros, NodeId};
use raft_sim::{Chooser, Key, Seeded, Span};

use super::Family;

/// What is drawn of a strike.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// How long after the one before it.
    Gap = 0,
    /// How long it lasts.
    Lasts = 1,
    /// Whom it hits.
    Who = 2,
    /// Of which kind it is.
    Kind = 3,
    /// How strong it is.
    Strength = 4,
    /// How strong in another way.
    Measure = 5,
    /// How wide it is.
    Scope = 6,
    /// In which order servers are taken; from here on, one for each server.
    Order = 16,
}

/// The draws of strike `nth` of a family: a function of those two and nothing else. Whatever else
/// strikes, and whatever the cluster does, they stay the same.
#[derive(Clone, Copy)]
pub(super) struct Draws {
    pub(super) seed: u64,
    pub(super) family: Family,
    pub(super) nth: u64,
}

impl Draws {
    /// From 0 up to, but not including, `bound`.
    pub(super) fn below(self, part: Part, bound: u64) -> u64 {
        self.numbered(part as u64, bound)
    }

    fn numbered(self, part: u64, bound: u64) -> u64 {
        let key = Key::chaos(self.family as u32, self.nth << 8 | part);
        Seeded::new(self.seed).choose(key, bound)
    }

    /// From `low` to `high`, both included.
    pub(super) fn between(self, part: Part, low: u64, high: u64) -> u64 {
        low + self.below(part, high - low + 1)
    }

    /// A length of time; both ends in milliseconds.
    pub(super) fn millis(self, part: Part, low: u64, high: u64) -> Micros {
        Micros(self.between(part, low * 1_000, high * 1_000))
    }

    /// A length of time of which nobody knows the right order of magnitude: as likely in the lowest
    /// tenth of the span as in each of the ten times longer parts above it.
    pub(super) fn of_any_order(self, part: Part, span: Span) -> Micros {
        let scales = u64::from((span.high.0 / span.low.0.max(1)).max(1).ilog10()) + 1;
        let place = self.below(part, scales << 32);
        let low = span.low.0.max(1) * 10_u64.pow((place >> 32) as u32);
        let high = (low * 10).min(span.high.0).max(low);
        let within = u128::from(place & 0xffff_ffff) * u128::from(high - low + 1);
        Micros((low + (within >> 32) as u64).clamp(span.low.0, span.high.0))
    }

    /// All servers in a drawn order.
    pub(super) fn order(self, servers: u8) -> Vec<NodeId> {
        let mut order: Vec<NodeId> = (1..=u32::from(servers)).map(NodeId).collect();
        for at in 1..order.len() {
            let other = self.numbered(Part::Order as u64 + at as u64, at as u64 + 1);
            order.swap(at, other as usize);
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_any_order_is_often_short_and_stays_within_its_span() {
        let span = Span::millis(2, 2_000);
        let mut short = 0;
        for nth in 0..1_000 {
            let draws = Draws { seed: 1, family: Family::Crashes, nth };
            let drawn = draws.of_any_order(Part::Lasts, span);
            assert!((span.low..=span.high).contains(&drawn), "{drawn}");
            short += u32::from(drawn < Micros::from_millis(20));
        }
        assert!((150..500).contains(&short), "{short} of 1000 are shorter than 20 ms");
        let none = Draws { seed: 1, family: Family::Crashes, nth: 0 };
        assert_eq!(none.of_any_order(Part::Lasts, Span::default()), Micros(0));
    }
}
