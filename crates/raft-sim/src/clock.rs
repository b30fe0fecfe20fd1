//! A server's own clock.

use raft_core::{LocalTime, Micros, NodeId};

use crate::link::draw;
use crate::{Chooser, ClockChange, ClockFaults, Key, SimTime};

/// A linear piece of a server's clock: at `since` it showed `shows`, and it runs at `1 + ppm/10⁶`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Clock {
    /// The world's moment at which this piece begins.
    pub since: SimTime,
    /// What the clock showed then.
    pub shows: LocalTime,
    /// By how many millionths it runs fast (above zero) or slow (below).
    pub rate_ppm: i32,
}

const MILLION: i128 = 1_000_000;

impl Clock {
    /// What the clock shows at `time`, rounded down.
    #[must_use]
    pub fn local(&self, time: SimTime) -> LocalTime {
        if let Some(shows) = self.steady(time.0, self.since.0, self.shows.0) {
            return LocalTime(shows);
        }
        // Wide integers: a day in microseconds times a rate in millionths exceeds 64 bits.
        let elapsed = i128::from(time.0) - i128::from(self.since.0);
        let shows = i128::from(self.shows.0) + (elapsed * self.speed()).div_euclid(MILLION);
        LocalTime(saturate(shows))
    }

    /// The first moment of the world at which the clock shows `deadline` or later. Rounded up:
    /// a server that was woken early would find nothing to do and ask again for ever.
    #[must_use]
    pub fn world(&self, deadline: LocalTime) -> SimTime {
        if let Some(time) = self.steady(deadline.0, self.shows.0, self.since.0) {
            return SimTime(time);
        }
        let ahead = i128::from(deadline.0) - i128::from(self.shows.0);
        let elapsed = -((-ahead * MILLION).div_euclid(self.speed()));
        SimTime(saturate(i128::from(self.since.0) + elapsed))
    }

    /// A server's clock at the beginning.
    pub(crate) fn drawn(server: NodeId, faults: ClockFaults, chooser: &mut dyn Chooser) -> Self {
        let ClockFaults { offset, drift_ppm, .. } = faults;
        let mut clock = Self::default();
        if offset.high > Micros(0) {
            clock.shows = LocalTime(draw(offset, Key::clock_offset(server), chooser));
        }
        if drift_ppm > 0 {
            let drift = i64::from(drift_ppm);
            let drawn = chooser.choose(Key::clock_rate(server), 2 * u64::from(drift_ppm) + 1);
            clock.rate_ppm = i32::try_from(drawn as i64 - drift).unwrap_or(0);
        }
        clock
    }

    /// From `now` on it goes on from what it shows, or from elsewhere, at this rate.
    pub(crate) fn changed(&self, now: SimTime, change: ClockChange) -> Self {
        let ClockChange { forward, back, rate_ppm } = change;
        let shows = self.local(now).0.saturating_add(forward.0).saturating_sub(back.0);
        let rate_ppm = rate_ppm.unwrap_or(self.rate_ppm);
        Self { since: now, shows: LocalTime(shows), rate_ppm }
    }

    /// What is as far from `to` as `at` is from `from`, on a clock that runs as fast as the world. Nearly
    /// all do, and a division of 128 bits takes longer than all the rest of a small step.
    fn steady(&self, at: u64, from: u64, to: u64) -> Option<u64> {
        if self.rate_ppm != 0 {
            return None;
        }
        // Whatever is before the beginning, or beyond the end, is left to wide integers.
        at.checked_sub(from)?.checked_add(to)
    }

    fn speed(&self) -> i128 {
        // A clock that stood still would never reach a deadline.
        (MILLION + i128::from(self.rate_ppm)).max(1)
    }
}

fn saturate(value: i128) -> u64 {
    u64::try_from(value.max(0)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_clock_shows_what_wide_integers_say() {
        let edges = [0, 1, 999, 1_000_000, 1 << 53, u64::MAX - 1, u64::MAX];
        for (since, shows, at) in edges.iter().flat_map(|since| {
            edges.iter().flat_map(move |shows| edges.map(|at| (*since, *shows, at)))
        }) {
            let clock = Clock { since: SimTime(since), shows: LocalTime(shows), rate_ppm: 0 };
            let wide = |at: u64, from: u64, to: u64| {
                saturate(i128::from(to) + i128::from(at) - i128::from(from))
            };
            assert_eq!(clock.local(SimTime(at)).0, wide(at, since, shows));
            assert_eq!(clock.world(LocalTime(at)).0, wide(at, shows, since));
        }
    }

    #[test]
    fn a_deadline_is_reached_when_it_is_due_and_not_before() {
        for rate_ppm in [-500_000, -200, -1, 0, 1, 200, 33_333, 900_000] {
            let clock = Clock { since: SimTime(1_000), shows: LocalTime(777), rate_ppm };
            for deadline in [777, 778, 1_000, 150_000, 150_001, 9_999_999] {
                let at = clock.world(LocalTime(deadline));
                assert!(clock.local(at).0 >= deadline, "{rate_ppm} {deadline}");
                let before = SimTime(at.0 - 1);
                assert!(clock.local(before).0 < deadline, "{rate_ppm} {deadline} is not the first");
            }
        }
    }
}
