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
    Action, Chooser, ClockChange, ClockFaults, CrashPoint, DiskFaults, Key, Kind, Kinds,
    LinkFaults, Seeded, ServerFaults, Setup, Shape, Span, Target,
};

use chaos::{Actions, Chaos, Dice, Knob};
use descent::{Tally, trial};

const TRIALS: u64 = 200;

#[test]
fn what_does_not_descend_from_a_change_stays_as_it_was() {
    // A comparison of nothing would be no comparison.
    let Tally { unrelated, descending, .. } = total(TRIALS, None);
    println!("{unrelated} unrelated events after the changes, {descending} that descend");
    assert!(unrelated > 20 * TRIALS as usize, "only {unrelated} unrelated events");
    assert!(descending > 20 * TRIALS as usize, "only {descending} events descend");
}

/// One message less, two hundred times.
#[test]
fn what_does_not_descend_from_a_single_drop_stays_as_it_was() {
    let Tally { unrelated, descending, .. } = total(TRIALS, Some(Knob::Drop));
    println!("{TRIALS} drops: {unrelated} unrelated events, {descending} that descend");
    assert!(unrelated > 10 * TRIALS as usize, "only {unrelated} unrelated events");
    assert!(descending > 20 * TRIALS as usize, "only {descending} events descend");
}

/// Turns a knob for everybody.
type Turn<'a> = &'a dyn Fn(&mut Setup);

/// Each knob that is turned for everybody from the beginning: what is drawn for a name stays the same, so that a
/// message that is sent in both worlds, under the same name, travels as long in both. (A busy server lets messages
/// wait: its knobs are turned below, at one server.)
#[test]
fn what_is_drawn_for_a_name_does_not_depend_on_what_else_is_wrong() {
    let (half, certain) = (500_000, 1_000_000);
    let (short, long) = (Span::millis(1, 9), Span::millis(20, 90));
    let every = Micros::from_millis(40);
    let link = LinkFaults::default();
    let (clock, disk) = (
        ClockFaults::default(),
        DiskFaults { sync: Span::millis(60, 200), ..DiskFaults::default() },
    );
    let knobs: [(&str, Turn<'_>); 16] = [
        ("loss", &|setup| setup.network.loss_ppm = 200_000),
        ("loss of a link", &|setup| setup.network.faults = LinkFaults { loss_ppm: 90_000, ..link }),
        ("twice", &|setup| {
            setup.network.faults = LinkFaults { twice_ppm: half, twice_after: short, ..link };
        }),
        ("flap", &|setup| {
            setup.network.faults = LinkFaults { flap_ppm: 100_000, flap_every: every, ..link };
        }),
        ("capacity", &|setup| setup.network.faults = LinkFaults { capacity: 1, ..link }),
        ("loss of clients", &|setup| setup.network.client_faults.loss_ppm = 200_000),
        ("offset", &|setup| setup.clock = ClockFaults { offset: long, ..clock }),
        ("drift", &|setup| setup.clock = ClockFaults { drift_ppm: 90_000, ..clock }),
        ("jump", &|setup| {
            setup.clock = ClockFaults { jump_ppm: half, jump: long, ..clock };
        }),
        ("sync", &|setup| setup.disk_faults = DiskFaults { sync: short, ..disk }),
        ("stall of a disk", &|setup| {
            setup.disk_faults = DiskFaults { stall_ppm: 100_000, stall: long, ..disk };
        }),
        ("survive", &|setup| setup.disk_faults = DiskFaults { survive_ppm: certain, ..disk }),
        ("torn", &|setup| setup.disk_faults = DiskFaults { torn_ppm: certain, ..disk }),
        ("reordered", &|setup| setup.disk_faults = DiskFaults { reordered_ppm: certain, ..disk }),
        ("lying", &|setup| setup.disk_faults = DiskFaults { lying_ppm: half, ..disk }),
        ("damage", &|setup| setup.disk_faults = DiskFaults { damage_ppm: half, ..disk }),
    ];
    for (name, turn) in knobs {
        let (mut same, mut runs_differ) = (0, 0);
        for number in 0..TRIALS / 10 {
            let mut chaos = Chaos::new(&mut Dice { seed: number, thrown: 0 });
            // So that a crash of the chaos finds something that is not synced yet.
            chaos.setup.disk_faults = disk;
            let seeded = || Box::new(Seeded::new(chaos.seed));
            let plain = chaos.run(seeded(), None);
            turn(&mut chaos.setup);
            let turned = chaos.run(Box::new(Seeded::new(chaos.seed)), None);
            runs_differ += usize::from(plain.events != turned.events);
            for (id, latency) in &plain.latency {
                if let Some(found) = turned.latency.get(id) {
                    assert_eq!(latency, found, "{name}, trial {number}: {id:?}");
                    same += 1;
                }
            }
        }
        println!("{name}: {same} messages with the same name, {runs_differ} runs that differ");
        assert!(same > 1_000, "{name}: {same} messages");
        // What a clock shows at the beginning is nothing to Raft, which only measures how much time has passed.
        // Entries that outrun their term need a crash at the right moment: `disks.rs` has one.
        let shows = !["offset", "reordered"].contains(&name);
        assert_eq!(runs_differ > 0, shows, "{name}: {runs_differ} runs differ");
    }
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

/// A clock to which nothing is done, and that afterwards runs at the world's rate again.
const STEADY: ClockChange = ClockChange { forward: Micros(0), back: Micros(0), rate_ppm: None };

fn server(servers: Target, faults: ServerFaults) -> [Action; 2] {
    [faults, ServerFaults::default()]
        .map(|faults| Action::Server { servers: servers.clone(), faults })
}

fn clock(servers: Target, change: ClockChange) -> [Action; 2] {
    [change, ClockChange { rate_ppm: Some(0), ..STEADY }]
        .map(|change| Action::Clock { servers: servers.clone(), change })
}

fn trap(servers: Target, point: CrashPoint) -> [Action; 2] {
    [Action::Trap { servers: servers.clone(), point: Some(point) }, Action::Restart(servers)]
}

fn disk(servers: Target, faults: DiskFaults) -> [Action; 2] {
    [faults, DiskFaults::default()].map(|faults| Action::Disk { servers: servers.clone(), faults })
}

fn long_sync() -> DiskFaults {
    DiskFaults { sync: Span::millis(10, 40), ..DiskFaults::default() }
}

/// Each knob of a server, its clock and its disk, turned for a while at one server only.
#[test]
fn what_does_not_descend_from_a_fault_of_a_server_stays_as_it_was() {
    let knobs: [Actions; 20] = [
        |who| [Action::Pause(who.clone()), Action::Resume(who)],
        |who| [Action::Wipe(who.clone()), Action::Restart(who)],
        |who| [Action::Damage(who.clone()), Action::Restart(who)],
        |who| server(who, ServerFaults { busy: Span::millis(1, 9), ..ServerFaults::default() }),
        |who| {
            let stall = Span::millis(20, 90);
            server(who, ServerFaults { stall_ppm: 100_000, stall, ..ServerFaults::default() })
        },
        |who| clock(who, ClockChange { forward: Micros::from_millis(60), ..STEADY }),
        |who| clock(who, ClockChange { back: Micros::from_millis(60), ..STEADY }),
        |who| clock(who, ClockChange { rate_ppm: Some(700_000), ..STEADY }),
        |who| clock(who, ClockChange { rate_ppm: Some(-400_000), ..STEADY }),
        |who| trap(who, CrashPoint::BeforeOutput),
        |who| trap(who, CrashPoint::BeforePersist),
        |who| trap(who, CrashPoint::AfterPersist),
        |who| trap(who, CrashPoint::BeforeAnswer),
        |who| disk(who, DiskFaults { stalled: true, ..DiskFaults::default() }),
        |who| disk(who, DiskFaults { sync: Span::millis(1, 20), ..DiskFaults::default() }),
        |who| {
            let stall = Span::millis(20, 90);
            disk(who, DiskFaults { stall_ppm: 200_000, stall, ..DiskFaults::default() })
        },
        // These show when a crash of the chaos falls into their time; the long sync leaves it something to lose.
        |who| disk(who, DiskFaults { survive_ppm: 500_000, ..long_sync() }),
        |who| disk(who, DiskFaults { torn_ppm: 500_000, ..long_sync() }),
        |who| disk(who, DiskFaults { reordered_ppm: 500_000, ..long_sync() }),
        |who| disk(who, DiskFaults { lying_ppm: 300_000, damage_ppm: 500_000, ..long_sync() }),
    ];
    for (nth, knob) in knobs.into_iter().map(Knob::Server).enumerate() {
        compare(nth, knob);
    }
}

#[track_caller]
fn compare(nth: usize, knob: Knob) {
    let Tally { unrelated, descending, .. } = total(TRIALS / 5, Some(knob));
    println!("knob {nth}: {unrelated} unrelated events, {descending} that descend");
    assert!(unrelated > TRIALS as usize, "only {unrelated} unrelated events with knob {nth}");
    assert!(descending > TRIALS as usize, "only {descending} events descend with knob {nth}");
}

/// What so many trials came to, of which none may have found a difference.
#[track_caller]
fn total(trials: u64, knob: Option<Knob>) -> Tally {
    let mut total = Tally::default();
    for number in 0..trials {
        let tally = trial(number, knob, |seed| Box::new(Seeded::new(seed)));
        if let Some(difference) = tally.difference {
            panic!("{difference}");
        }
        total.unrelated += tally.unrelated;
        total.descending += tally.descending;
    }
    total
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
