//! The digest sees everything that a run *is*, and nothing else.
//!
//! Every kind of event, fact and message stands here once, with each of its fields changed once.
//! The lists are made together with a `match` that has no wildcard and names every field: a new
//! variant or a new field does not compile until somebody has decided here whether it matters.

use std::collections::BTreeMap;

use raft_core::{ElectionRefusal, MessageKind, RequestId, Term, Verdict, Write, WriteId};
use raft_sim::{
    Action, Address, Canonical, ClientId, Command, Digest, Event, EventKind, EventNo, Fact, Flight,
    Happening, Kind, MessageId, OperationId, Position, Seeded, Setup, SimTime, Sink, World,
};

use crate::happenings::{N1, N2, event_kinds, facts};
use crate::messages::{flight, flights, writes};

/// A sample of each variant, each followed by itself with one field changed at a time.
///
/// The patterns stand without `..` and without a wildcard, so the compiler keeps the list complete.
macro_rules! samples {
    ($kind:ty; $($pattern:pat => $sample:expr, [$($changed:expr),* $(,)?]);+ $(;)?) => {{
        #[allow(dead_code)] // it only has to compile
        fn every_variant_is_listed(thing: &$kind) {
            match thing {
                $($pattern => {}),+
            }
        }
        let mut samples: Vec<$kind> = Vec::new();
        $(
            let sample: $kind = $sample;
            assert!(matches!(sample, $pattern), "{sample:?} is listed under another variant");
            samples.push(sample);
            samples.extend([$($changed),*] as [$kind; _]);
        )+
        samples
    }};
}

// After the macro, which both use.
mod happenings;
mod messages;

fn event() -> Event {
    Event {
        no: EventNo(9),
        position: Position { time: SimTime(2_000), processed: 1 },
        cause: EventNo(4),
        kind: EventKind::HeartbeatDue(N1),
    }
}

fn world() -> World {
    World::new(Setup::default(), Seeded::new(1)).expect("the default setup works")
}

/// The digest of a run that is just this.
fn digest(event: Event, facts: &[Fact], written: Option<&Write>) -> u128 {
    digest_of(
        &world(),
        Happening { event: &event, facts, verdicts: &[], arrived: None, written, applied: &[] },
    )
}

fn digest_of(world: &World, happening: Happening<'_>) -> u128 {
    let mut digest = Digest::default();
    digest.see(world, happening);
    digest.value()
}

fn absorbed(thing: &impl Canonical) -> u128 {
    let mut digest = Digest::default();
    digest.absorb(thing);
    digest.value()
}

/// All of these are different things, so all of them have different digests: a changed field
/// changes the digest, and no two changes are mistaken for each other.
fn assert_all_differ<T: core::fmt::Debug>(things: &[T], digest: impl Fn(&T) -> u128) {
    let mut seen = BTreeMap::new();
    for thing in things {
        if let Some(other) = seen.insert(digest(thing), thing) {
            panic!("the same digest for\n  {other:?}\n  {thing:?}");
        }
    }
}

#[test]
fn every_event_matters() {
    let kinds = event_kinds();
    assert_all_differ(&kinds, |kind| digest(Event { kind: *kind, ..event() }, &[], None));
    // And each of them, its moment.
    for kind in kinds {
        let at = |time, processed| {
            let position = Position { time: SimTime(time), processed };
            digest(Event { kind, position, ..event() }, &[], None)
        };
        assert_all_differ(&[(0, 1), (2_000, 1), (2_001, 1), (2_000, 2)], |(t, p)| at(*t, *p));
    }
}

#[test]
fn every_fact_matters() {
    let facts = facts();
    assert_all_differ(&facts, |fact| digest(event(), &[*fact], None));
    // Also behind another fact, and the order matters.
    let first = facts[0];
    let behind = |fact: &Fact| digest(event(), &[first, *fact], None);
    assert_all_differ(&facts, behind);
    for fact in &facts[1..] {
        assert_ne!(behind(fact), digest(event(), &[*fact, first], None), "{fact:?}");
        assert_ne!(behind(fact), digest(event(), &[*fact], None), "{fact:?}");
    }
}

#[test]
fn every_message_matters() {
    assert_all_differ(&flights(), absorbed);
}

#[test]
fn every_durable_write_matters() {
    let writes = writes();
    assert_all_differ(&writes, |write| digest(event(), &[], Some(write)));
    let none = digest(event(), &[], None);
    for write in &writes {
        assert_ne!(digest(event(), &[], Some(write)), none, "{write:?}");
    }
}

#[test]
fn repetitions_and_order_matter() {
    let (one, two) = (flight(), Flight { due_at: SimTime(7), ..flight() });
    let of = |flights: &[&Flight]| {
        let mut digest = Digest::default();
        flights.iter().for_each(|flight| digest.absorb(*flight));
        digest.value()
    };
    let runs: [&[&Flight]; 6] =
        [&[], &[&one], &[&one, &one], &[&one, &two], &[&two, &one], &[&one, &one, &one]];
    assert_all_differ(&runs, |run| of(run));
}

#[test]
fn causes_numbers_verdicts_and_what_is_known_already_do_not_matter() {
    let plain = event();
    // Naming every field: a new one is looked at here or in the tests above.
    let Event { no: _, position: _, cause: _, kind: _ } = plain;
    let facts = [Fact::Term { server: N1, term: Term(2) }];
    let happening = Happening {
        event: &plain,
        facts: &facts,
        verdicts: &[],
        arrived: None,
        written: None,
        applied: &[],
    };
    let Happening { event: _, facts: _, verdicts: _, arrived: _, written: _, applied: _ } =
        happening;
    let same = digest_of(&world(), happening);

    let renumbered = Event { no: EventNo(10), ..plain };
    assert_eq!(digest_of(&world(), Happening { event: &renumbered, ..happening }), same);
    let caused = Event { cause: EventNo(5), ..plain };
    assert_eq!(digest_of(&world(), Happening { event: &caused, ..happening }), same);
    let verdicts = [
        (N1, Verdict::ElectionRefused(ElectionRefusal::NotVoter)),
        (N2, Verdict::UnknownWrite(WriteId(1))),
    ];
    assert_eq!(digest_of(&world(), Happening { verdicts: &verdicts, ..happening }), same);
    // What arrives was in the digest when it was sent.
    let arrived = flight();
    assert_eq!(digest_of(&world(), Happening { arrived: Some(&arrived), ..happening }), same);

    let caused = Flight { cause: EventNo(18), ..flight() };
    assert_eq!(absorbed(&caused), absorbed(&flight()));
}

/// Keeps the happenings of a message's sending: its slot and the digest of that one event.
struct Sending {
    of: MessageId,
    found: Option<(u32, Flight)>,
}

impl Sink for Sending {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        for fact in happening.facts {
            if let Fact::Sent { slot } = fact
                && let Some(flight) = world.flight(*slot).filter(|flight| flight.id == self.of)
            {
                self.found = Some((*slot, flight.clone()));
            }
        }
    }
}

/// Runs until n1 asks n2 for its vote, at 40 ms.
fn until_the_vote_request(mut world: World) -> (World, u32, Flight) {
    let of = MessageId {
        from: Address::Server(N1),
        to: Address::Server(N2),
        kind: Kind::Raft(MessageKind::RequestVote),
        ordinal: 1,
    };
    let mut sending = Sending { of, found: None };
    let timer = Action::SetTimer {
        servers: raft_sim::Target::server(N1),
        remaining: raft_core::Micros::from_millis(1),
    };
    world.act(&timer, EventNo::START, &mut ()).expect("n1 has a timer");
    while sending.found.is_none() && world.advance(&mut sending) {}
    let (slot, flight) = sending.found.expect("n1 asks for votes");
    (world, slot, flight)
}

#[test]
fn what_is_sent_matters_but_not_where_it_is_kept() {
    let (plain, slot, flight) = until_the_vote_request(world());
    // The same message in another slot: a client's request was there first.
    let mut busy = world();
    let asked = Action::Client {
        client: ClientId(1),
        command: Command::put("x", "1").expect("a command"),
        reading: None,
        via: None,
    };
    busy.act(&asked, EventNo::START, &mut ()).expect("the client can ask");
    let (busy, other_slot, same_flight) = until_the_vote_request(busy);
    assert_ne!(slot, other_slot);
    let blind = Flight { cause: flight.cause, ..same_flight };
    assert_eq!(flight, blind, "the name, the moment and the latency are the same");

    let sent = |world: &World, slots: &[u32]| {
        let event = event();
        let facts: Vec<Fact> = slots.iter().map(|slot| Fact::Sent { slot: *slot }).collect();
        let happening = Happening {
            event: &event,
            facts: &facts,
            verdicts: &[],
            arrived: None,
            written: None,
            applied: &[],
        };
        digest_of(world, happening)
    };
    assert_eq!(sent(&plain, &[slot]), sent(&busy, &[other_slot]));
    assert_ne!(sent(&plain, &[slot]), sent(&plain, &[]));
    assert_ne!(sent(&busy, &[slot]), sent(&busy, &[other_slot]), "another message");
}

#[test]
fn the_core_s_requests_are_named_by_their_operation() {
    // Two spellings of one name would make two digests of one run.
    let request = RequestId(2 << 32 | 9);
    assert_eq!(OperationId::of(request), OperationId { client: ClientId(2), ordinal: 9 });
    assert_eq!(OperationId::of(request).request(), request);
}
