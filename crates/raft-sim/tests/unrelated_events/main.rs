//! Dropping or hurrying one message, or switching one fault on, changes nothing that it did not
//! cause.
//!
//! Two runs of the same chaos are compared, one of them with a single change. An event *descends*
//! from the change if the change decided what became of it, if an event that descends caused it, or
//! if it happens at a server or client that an event that descends has touched before. Absence
//! touches as well: a heartbeat that arrives in one run only has touched its receiver in both.
//! Everything that does not descend must be the same in both runs: same events, same names, same
//! times, same order.
//!
//! That this is more than a tautology is shown by a chooser that every other design would have: one
//! that mixes a counter of all draws into each of them. With it, the same comparison fails.

mod chaos;
mod descent;

use raft_core::{MessageKind, Micros};
use raft_sim::{
    Action, Chooser, ClockChange, CrashPoint, DiskFaults, Key, Kind, Kinds, LinkFaults, Seeded,
    ServerFaults, Shape, Span,
};

use chaos::{Actions, Chaos, Dice, Knob};
use descent::{Tally, trial};

const TRIALS: u64 = 200;

#[test]
fn what_does_not_descend_from_a_change_stays_as_it_was() {
    let mut total = Tally::default();
    for number in 0..TRIALS {
        let tally = trial(number, None, |seed| Box::new(Seeded::new(seed)));
        if let Some(difference) = tally.difference {
            panic!("{difference}");
        }
        total.unrelated += tally.unrelated;
        total.descending += tally.descending;
    }
    // A comparison of nothing would be no comparison.
    let Tally { unrelated, descending, .. } = total;
    println!("{unrelated} unrelated events after the changes, {descending} that descend");
    assert!(unrelated > 20 * TRIALS as usize, "only {unrelated} unrelated events");
    assert!(descending > 20 * TRIALS as usize, "only {descending} events descend");
}

/// Each knob of a link, turned for a while on one link only.
#[test]
fn what_does_not_descend_from_a_fault_of_a_link_stays_as_it_was() {
    let none = LinkFaults::default();
    let append = Kind::Raft(MessageKind::AppendEntries);
    let knobs = [
        LinkFaults { shape: Shape::Exponential, ..none },
        LinkFaults { shape: Shape::LongTail, ..none },
        LinkFaults { slow_down: 5, ..none },
        LinkFaults { loss_ppm: 400_000, ..none },
        LinkFaults { late_ppm: 500_000, late_by: Span::millis(0, 60), ..none },
        LinkFaults { twice_ppm: 500_000, twice_after: Span::millis(0, 90), ..none },
        LinkFaults { spacing: Micros::from_millis(30), ..none },
        LinkFaults { capacity: 1, ..none },
        LinkFaults { flap_ppm: 500_000, flap_every: Micros::from_millis(40), ..none },
        LinkFaults { blocked: Kinds::NONE.with(append), ..none },
        LinkFaults { jam: true, ..none },
    ];
    for (nth, knob) in knobs.into_iter().map(Knob::Link).enumerate() {
        compare(nth, knob);
    }
}

/// Each knob of a server, turned for a while at one server only.
#[test]
fn what_does_not_descend_from_a_fault_of_a_server_stays_as_it_was() {
    const NONE: ServerFaults = ServerFaults {
        busy: Span { low: Micros(0), high: Micros(0) },
        stall_ppm: 0,
        stall: Span { low: Micros(0), high: Micros(0) },
    };
    let knobs: [Actions; 7] = [
        |who| [Action::Pause(who.clone()), Action::Resume(who)],
        |who| {
            let busy = Span::millis(1, 9);
            [ServerFaults { busy, ..NONE }, NONE]
                .map(|faults| Action::Server { servers: who.clone(), faults })
        },
        |who| {
            let faults = ServerFaults { stall_ppm: 100_000, stall: Span::millis(20, 90), ..NONE };
            [faults, NONE].map(|faults| Action::Server { servers: who.clone(), faults })
        },
        |who| {
            let forward = Micros::from_millis(60);
            [Some(700_000), Some(0)].map(|rate_ppm| {
                let change = ClockChange { forward, rate_ppm, ..ClockChange::default() };
                Action::Clock { servers: who.clone(), change }
            })
        },
        |who| {
            let point = CrashPoint::AfterPersist;
            [Action::Trap { servers: who.clone(), point: Some(point) }, Action::Restart(who)]
        },
        |who| {
            [true, false].map(|stalled| {
                let faults = DiskFaults { stalled, ..DiskFaults::default() };
                Action::Disk { servers: who.clone(), faults }
            })
        },
        |who| {
            let faults = DiskFaults {
                sync: Span::millis(1, 20),
                stall_ppm: 200_000,
                stall: Span::millis(20, 90),
                survive_ppm: 500_000,
                torn_ppm: 500_000,
                reordered_ppm: 500_000,
                ..DiskFaults::default()
            };
            [faults, DiskFaults::default()]
                .map(|faults| Action::Disk { servers: who.clone(), faults })
        },
    ];
    for (nth, knob) in knobs.into_iter().map(Knob::Server).enumerate() {
        compare(nth, knob);
    }
}

#[track_caller]
fn compare(nth: usize, knob: Knob) {
    {
        let mut total = Tally::default();
        for number in 0..TRIALS / 5 {
            let tally = trial(number, Some(knob), |seed| Box::new(Seeded::new(seed)));
            if let Some(difference) = tally.difference {
                panic!("{difference}");
            }
            total.unrelated += tally.unrelated;
            total.descending += tally.descending;
        }
        let Tally { unrelated, descending, .. } = total;
        assert!(unrelated > TRIALS as usize, "only {unrelated} unrelated events with knob {nth}");
        assert!(descending > TRIALS as usize, "only {descending} events descend with knob {nth}");
    }
}

/// How it must not be done: every draw depends on how many there were before.
#[derive(Clone, Debug)]
struct Counting {
    seed: u64,
    drawn: u64,
}

impl Chooser for Counting {
    fn choose(&mut self, key: Key, bound: u64) -> u64 {
        self.drawn += 1;
        Seeded::new(self.seed.wrapping_add(self.drawn)).choose(key, bound)
    }

    fn copied(&self) -> Box<dyn Chooser> {
        Box::new(self.clone())
    }
}

#[test]
fn the_comparison_notices_a_counter_that_all_draws_share() {
    let noticed = (0..TRIALS)
        .filter(|number| {
            trial(*number, None, |seed| Box::new(Counting { seed, drawn: 0 })).difference.is_some()
        })
        .count();
    println!("noticed in {noticed} of {TRIALS} trials");
    // Not in all: some changes decide nothing, and some touch everybody at once.
    assert!(noticed > TRIALS as usize / 4, "noticed in {noticed} of {TRIALS} trials only");
}

#[test]
fn the_worlds_of_a_trial_are_deterministic() {
    let mut dice = Dice { seed: 1, thrown: 0 };
    let chaos = Chaos::new(&mut dice);
    let runs = [0; 2].map(|_| chaos.run(Box::new(Seeded::new(chaos.seed)), None).events);
    assert_eq!(runs[0], runs[1]);
    assert!(runs[0].len() > 500, "{} events are no chaos", runs[0].len());
}
