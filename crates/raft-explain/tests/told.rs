//! Whatever is worth a sentence has one, with everything that goes into it.

use std::collections::BTreeSet;

use raft_core::{Micros, NodeId, Options, Proposals, ReadMode, Transition};
use raft_explain::{KEYS, is_telling, narrate};
use raft_sim::{
    Action, ClientId, ClientOptions, Command, EventNo, Happening, MemberChange, NetworkOptions,
    Reading, Seeded, Selector, Setup, SimTime, Sink, Span, Target, Workload, World,
};

/// Tells everything, and notes which sentences there were.
#[derive(Default)]
struct Teller {
    told: BTreeSet<&'static str>,
}

impl Sink for Teller {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        let said = narrate(world, &happening);
        assert_eq!(said.is_some(), is_telling(world, &happening), "{:?}", happening.event);
        let Some(sentence) = said else { return };
        let (_, expected) = KEYS.iter().find(|(key, _)| *key == sentence.key).expect(sentence.key);
        let names: BTreeSet<&str> = sentence.operands.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, expected.iter().copied().collect(), "{}", sentence.key);
        self.told.insert(sentence.key);
    }
}

/// Five servers, three of which vote at the start, and clients that never rest.
fn setup(options: Options, reads: Option<ReadMode>) -> Setup {
    Setup {
        outside: vec![NodeId(4), NodeId(5)],
        options,
        network: NetworkOptions { loss_ppm: 20_000, ..Setup::default().network },
        clients: 3,
        client: ClientOptions {
            sessions: reads.is_some(),
            reads,
            workload: Some(Workload { pause: Span::millis(1, 50), keys: 3, reads_ppm: 400_000 }),
            attempts: 4,
            ..ClientOptions::default()
        },
        ..Setup::default()
    }
}

/// Something is done to the world, sensible or not; `nth` goes through all of it.
fn blow(nth: u32, world: &World) -> Action {
    let server = |which: u32| NodeId(which % 5 + 1);
    let (one, other) = (server(nth / 7), server(nth / 3 + 2));
    let (here, there) = (Target::server(one), Target::server(other));
    let change = |changes: &[(MemberChange, NodeId)]| Action::Change {
        from: Selector::Leader,
        changes: changes.iter().map(|(kind, id)| (*kind, Target::server(*id))).collect(),
        transition: [Transition::Auto, Transition::Explicit][nth as usize / 5 % 2],
    };
    let get = |mode| Action::Client {
        client: ClientId(1),
        command: Command::Get { key: "k1".into() },
        reading: Some(Reading::Directly(mode)),
        via: Some(Selector::Server(one)),
    };
    match nth % 29 {
        0 | 13 => Action::Crash(here),
        1 | 8 | 14 | 22 => Action::Restart(Target::server(
            world.servers().iter().find(|server| server.node().is_none()).map_or(one, |s| s.id()),
        )),
        2 => change(&[(MemberChange::AddVoter, one), (MemberChange::Remove, other)]),
        3 | 17 => Action::LeaveJoint(Selector::Leader),
        4 => Action::Transfer { from: Selector::Leader, to: Selector::Server(other) },
        5 => change(&[(MemberChange::AddLearner, one)]),
        6 => Action::TimeOut(here),
        7 if nth.is_multiple_of(3) => Action::Partition(vec![Target(vec![Selector::All])]),
        7 => Action::Partition(vec![here, Target(vec![Selector::Rest])]),
        9 | 16 => Action::HealAll,
        10 => Action::TakeSnapshot(here),
        11 => Action::ExpireSessions(Selector::Leader),
        12 => change(&[(MemberChange::Promote, one)]),
        15 => Action::Cut { from: here, to: there, one_way: nth.is_multiple_of(2) },
        18 => Action::Heal { from: here, to: there, one_way: false },
        19 => Action::ForgetLeader(Target(vec![Selector::Followers])),
        20 => get(ReadMode::ReadIndex),
        21 => get(ReadMode::Lease),
        23 => get(ReadMode::Stale),
        24 => Action::SetLoss(nth % 3 * 60_000),
        25 => Action::Wipe(here),
        26 => Action::SetTimer { servers: Target(vec![Selector::All]), remaining: Micros(90_000) },
        27 => Action::Client {
            client: ClientId(2),
            command: Command::Add { key: "n".into(), amount: 1 },
            reading: None,
            via: None,
        },
        _ => match world.flights().nth(nth as usize % 7) {
            Some(flight) if nth.is_multiple_of(2) => Action::Drop(flight.id),
            Some(flight) => Action::Deliver(flight.id),
            None => Action::Release,
        },
    }
}

/// How many voters the sentences speak of.
#[derive(Default)]
struct Voters(BTreeSet<String>);

impl Sink for Voters {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        let operands = narrate(world, &happening).map(|sentence| sentence.operands);
        let voters = operands.into_iter().flatten().filter(|(name, _)| *name == "voters");
        self.0.extend(voters.map(|(_, count)| count.to_string()));
    }
}

#[test]
fn a_majority_is_one_of_voters_and_not_of_servers() {
    let mut world = World::new(setup(Options::default(), None), Seeded::new(1)).expect("it works");
    let mut voters = Voters::default();
    while world.position().time < SimTime::from_millis(2_000) && world.advance(&mut voters) {}
    assert_eq!(voters.0, BTreeSet::from(["3".to_owned()]), "three of five servers vote");
}

#[test]
fn whatever_is_worth_a_sentence_has_one_with_all_that_goes_into_it() {
    let plain = Options { proposals: Proposals::Redirect, ..Options::default() };
    let extended = Options {
        pre_vote: true,
        check_quorum: true,
        leader_stickiness: true,
        lease_reads: true,
        proposals: Proposals::Forward,
        append_window: 3,
        uncommitted_bytes: 24,
        snapshot_after: 9,
        snapshot_chunk: 40,
        ..Options::default()
    };
    let mut teller = Teller::default();
    for (options, reads) in [(plain, None), (extended, Some(ReadMode::ReadIndex))] {
        for seed in 1..6 {
            let setup = setup(options, reads);
            let mut world = World::new(setup, Seeded::new(seed)).expect("a setup that works");
            let mut next = SimTime::from_millis(300);
            for nth in 0..400 {
                while world.peek().is_some_and(|at| at <= next) {
                    world.advance(&mut teller);
                }
                // An action that cannot act now is none.
                let _ = world.act(&blow(nth + seed as u32, &world), EventNo::START, &mut teller);
                next = next.after(Micros(150_000));
            }
        }
    }
    let untold: Vec<&str> =
        KEYS.iter().map(|(key, _)| *key).filter(|key| !teller.told.contains(key)).collect();
    println!("never told here: {untold:?}");
    assert!(teller.told.len() > 80, "{} sentences, without {untold:?}", teller.told.len());
}
