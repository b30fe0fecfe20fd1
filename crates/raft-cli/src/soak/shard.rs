//! Ranges of seeds, and their parts.

use std::num::NonZeroU64;
use std::ops::Range;
use std::str::FromStr;

/// The most seeds of one soak: more than anybody waits for.
const MOST_SEEDS: u64 = 1_000_000_000;

/// Seeds, from `first` on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Seeds {
    first: u64,
    count: NonZeroU64,
}

/// One of several parts of a range, of equal size as far as possible.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Shard {
    which: u64,
    of: NonZeroU64,
}

impl Seeds {
    /// All of them.
    pub(crate) fn range(self) -> Range<u64> {
        self.first..self.first.saturating_add(self.count.get())
    }
}

impl Shard {
    /// This part of some seeds. The parts of one range do not overlap, and nothing is left out.
    pub(crate) fn of(self, seeds: Seeds) -> Range<u64> {
        let count = u128::from(seeds.count.get());
        let begin = |which: u64| {
            let offset = count * u128::from(which) / u128::from(self.of.get());
            seeds.first + u64::try_from(offset).unwrap_or(seeds.count.get())
        };
        begin(self.which)..begin(self.which + 1)
    }
}

impl FromStr for Seeds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let expected = || "expected two numbers, the smaller one first, such as 0..1000".to_owned();
        let (first, end) = text.split_once("..").ok_or_else(expected)?;
        let first: u64 = first.parse().map_err(|_| expected())?;
        let end: u64 = end.parse().map_err(|_| expected())?;
        let count = end.checked_sub(first).and_then(NonZeroU64::new).ok_or_else(expected)?;
        if count.get() > MOST_SEEDS {
            return Err(format!("expected at most {MOST_SEEDS} seeds"));
        }
        Ok(Self { first, count })
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('/').and_then(|(which, of)| {
            let (which, of): (u64, NonZeroU64) = (which.parse().ok()?, of.parse().ok()?);
            (which < of.get()).then_some(Self { which, of })
        });
        parts.ok_or_else(|| "expected i/n with i from 0 to n-1, such as 0/8".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_do_not_overlap_and_leave_nothing_out() {
        for (seeds, parts) in [("0..100", 1), ("7..1000", 8), ("3..8", 9), ("0..1000000000", 977)] {
            let range: Seeds = seeds.parse().expect("a range");
            let end = range.first + range.count.get();
            let mut next = range.first;
            for which in 0..parts {
                let shard: Shard = format!("{which}/{parts}").parse().expect("a shard");
                let part = shard.of(range);
                assert_eq!(part.start, next, "{seeds} {which}/{parts}");
                assert!(part.end - part.start <= range.count.get().div_ceil(parts));
                next = part.end;
            }
            assert_eq!(next, end, "{seeds} in {parts}");
        }
    }
}
