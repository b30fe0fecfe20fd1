//! Each fault of a link does what it says, whether it is there from the beginning, comes with an
//! action or happens to one message.

mod harness;

use std::collections::{BTreeMap, BTreeSet};

use harness::{act, on, run};
use raft_core::{MessageKind, Micros, NodeId};
use raft_sim::{
    Action, ActionError, Address, ClientId, Event, EventKind, EventNo, Fact, Happening, Kind,
    Kinds, LinkFaults, LossReason, MessageId, NetworkOptions, Seeded, Selector, Setup, Shape,
    SimTime, Sink, Span, Target, World,
};

/// What became of each message.
#[derive(Default)]
struct Record {
    events: Vec<Event>,
    facts: Vec<Fact>,
    sent: BTreeMap<MessageId, (SimTime, SimTime)>,
    most_on_a_link: usize,
}

impl Sink for Record {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        self.events.push(*happening.event);
        self.facts.extend(happening.facts);
        for flight in happening.sent(world) {
            self.sent.insert(flight.id, (flight.sent_at, flight.due_at));
        }
        let mut links: BTreeMap<(Address, Address), usize> = BTreeMap::new();
        for flight in world.flights().filter(|flight| flight.doomed.is_none()) {
            *links.entry((flight.id.from, flight.id.to)).or_default() += 1;
        }
        self.most_on_a_link = self.most_on_a_link.max(links.into_values().max().unwrap_or(0));
    }
}

impl Record {
    fn delivered(&self) -> Vec<MessageId> {
        let id = |event: &Event| match event.kind {
            EventKind::Delivered(id) => Some(id),
            _ => None,
        };
        self.events.iter().filter_map(id).collect()
    }

    fn lost(&self, why: LossReason) -> Vec<MessageId> {
        let id = |event: &Event| match event.kind {
            EventKind::Lost(id, how) if how == why => Some(id),
            _ => None,
        };
        self.events.iter().filter_map(id).collect()
    }

    /// How long messages between servers were on their way.
    fn latencies(&self) -> Vec<u64> {
        let between = |id: &&MessageId| id.from.server().is_some() && id.to.server().is_some();
        let ids = self.sent.keys().filter(between);
        ids.map(|id| self.sent[id].1.0 - self.sent[id].0.0).collect()
    }
}

fn world(faults: LinkFaults) -> World {
    let network = NetworkOptions { faults, ..Setup::default().network };
    World::new(Setup { network, ..Setup::default() }, Seeded::new(7)).expect("a setup that works")
}

fn ran(faults: LinkFaults) -> Record {
    let mut record = Record::default();
    run(&mut world(faults), &mut record, 5_000);
    record
}

fn link(from: u32, to: u32, faults: LinkFaults) -> Action {
    let faults = Box::new(faults);
    Action::Network { from: on(from), to: on(to), one_way: true, latency: None, faults }
}

fn goes(id: &MessageId, from: u32, to: u32) -> bool {
    (id.from, id.to) == (Address::Server(NodeId(from)), Address::Server(NodeId(to)))
}

#[test]
fn latencies_have_the_shape_that_they_are_given() {
    let of = |shape| ran(LinkFaults { shape, ..LinkFaults::default() }).latencies();
    let share = |latencies: &[u64], above: u64| {
        latencies.iter().filter(|one| **one > above).count() * 1_000 / latencies.len()
    };
    // The span is 5 to 15 ms: beyond it lie e⁻¹ and 1/4 of them, and beyond 35 ms e⁻³ and 1/16.
    let (uniform, exponential, long) =
        (of(Shape::Uniform), of(Shape::Exponential), of(Shape::LongTail));
    assert!(uniform.len() > 300, "{} messages", uniform.len());
    assert!([&uniform, &exponential, &long].iter().all(|all| all.iter().all(|one| *one >= 5_000)));
    assert_eq!(share(&uniform, 15_000), 0);
    assert!((318..418).contains(&share(&exponential, 15_000)), "{}", share(&exponential, 15_000));
    assert!((20..85).contains(&share(&exponential, 35_000)), "{}", share(&exponential, 35_000));
    assert!((200..300).contains(&share(&long, 15_000)), "{}", share(&long, 15_000));
    assert!((40..110).contains(&share(&long, 35_000)), "{}", share(&long, 35_000));
}

#[test]
fn everything_takes_longer_by_a_factor() {
    let slow = ran(LinkFaults { slow_down: 10, ..LinkFaults::default() }).latencies();
    assert!(slow.iter().all(|one| (50_000..=150_000).contains(one)));
    // The same draws: until the first message arrives, both runs are the same.
    let first = |slow_down| {
        let record = ran(LinkFaults { slow_down, ..LinkFaults::default() });
        let (id, (sent, due)) = record.sent.iter().min_by_key(|(_, times)| times.0).expect("one");
        (*id, *sent, due.0 - sent.0)
    };
    let ((id, sent, usual), slow) = (first(0), first(10));
    assert_eq!(slow, (id, sent, 10 * usual));
}

#[test]
fn late_messages_are_overtaken() {
    let late_by = Span::millis(100, 200);
    let faults = LinkFaults { late_ppm: 200_000, late_by, ..LinkFaults::default() };
    let record = ran(faults);
    let late = record.latencies().iter().filter(|one| **one >= 105_000).count() * 100
        / record.latencies().len();
    assert!((15..25).contains(&late), "{late}%");
    let mut links: BTreeMap<(Address, Address, Kind), Vec<u32>> = BTreeMap::new();
    for id in record.delivered() {
        links.entry((id.from, id.to, id.kind)).or_default().push(id.ordinal);
    }
    assert!(links.values().any(|ordinals| !ordinals.is_sorted()), "the next one came first");
}

#[test]
fn messages_come_twice_and_the_second_time_much_later() {
    let faults = LinkFaults {
        twice_ppm: 300_000,
        twice_after: Span::millis(500, 900),
        ..LinkFaults::default()
    };
    let record = ran(faults);
    let delivered = record.delivered();
    let copies: Vec<&MessageId> = delivered.iter().filter(|id| id.copy() == 1).collect();
    let originals = delivered.iter().filter(|id| id.copy() == 0).count();
    let share = copies.len() * 100 / originals;
    assert!((22..36).contains(&share), "{share}% come twice");
    for copy in copies {
        let original = MessageId { ordinal: copy.nth(), ..*copy };
        assert_eq!(record.sent[copy].0, record.sent[&original].0, "sent together");
        let later = record.sent[copy].1.0 - record.sent[copy].0.0;
        assert!((505_000..=915_000).contains(&later), "{later}");
    }
}

#[test]
fn a_narrow_link_takes_one_message_after_the_other() {
    let mut world = world(LinkFaults::default());
    let mut record = Record::default();
    let spacing = Micros::from_millis(40);
    let narrow = link(1, 2, LinkFaults { spacing, ..LinkFaults::default() });
    act(&mut world, &Action::TimeOut(on(1)), &mut record);
    act(&mut world, &narrow, &mut record);
    run(&mut world, &mut record, 100);
    for _ in 0..4 {
        // Four requests are accepted at once, and four AppendEntries want to leave together.
        let put = Action::Client {
            client: ClientId(1),
            command: raft_sim::Command::put("x", "1").expect("a command"),
            reading: None,
            via: Some(Selector::Server(NodeId(1))),
        };
        act(&mut world, &put, &mut record);
    }
    run(&mut world, &mut record, 2_000);
    let mut due: Vec<u64> =
        record.sent.iter().filter(|(id, _)| goes(id, 1, 2)).map(|(_, times)| times.1.0).collect();
    due.sort_unstable();
    assert!(due.len() > 20);
    // The latencies of two neighbours differ by at most 10 ms.
    assert!(due.windows(2).all(|two| two[1] - two[0] >= 30_000), "{due:?}");
}

#[test]
fn what_a_full_link_cannot_take_is_lost() {
    let record = ran(LinkFaults { capacity: 1, slow_down: 8, ..LinkFaults::default() });
    assert_eq!(record.most_on_a_link, 1);
    assert!(!record.lost(LossReason::Overflow).is_empty());
    assert!(ran(LinkFaults::default()).most_on_a_link > 0);
}

#[test]
fn a_lossy_link_loses_and_the_others_do_not() {
    let mut world = world(LinkFaults::default());
    let mut record = Record::default();
    act(&mut world, &Action::TimeOut(on(1)), &mut record);
    let lossy = LinkFaults { loss_ppm: 500_000, ..LinkFaults::default() };
    act(&mut world, &link(1, 2, lossy), &mut record);
    assert!(record.facts.iter().any(|fact| matches!(fact, Fact::Fault { .. })));
    run(&mut world, &mut record, 5_000);
    let lost = record.lost(LossReason::Chance);
    assert!(lost.len() > 20 && lost.iter().all(|id| goes(id, 1, 2)), "{}", lost.len());
    // With the action that says nothing, nothing is wrong any more.
    act(&mut world, &link(1, 2, LinkFaults::default()), &mut record);
    let before = record.lost(LossReason::Chance).len();
    run(&mut world, &mut record, 5_020);
    let settled = record.lost(LossReason::Chance).len();
    run(&mut world, &mut record, 8_000);
    assert!(settled - before < 3 && record.lost(LossReason::Chance).len() == settled);
}

#[test]
fn a_kind_of_message_is_blocked() {
    let append = Kind::Raft(MessageKind::AppendEntries);
    let record = ran(LinkFaults { blocked: Kinds::NONE.with(append), ..LinkFaults::default() });
    let lost = record.lost(LossReason::CutWhenSent);
    assert!(!lost.is_empty() && lost.iter().all(|id| id.kind == append));
    assert!(record.delivered().iter().all(|id| id.kind != append));
    assert!(!record.delivered().is_empty(), "votes get through");
}

#[test]
fn a_flapping_link_is_down_for_whole_whiles() {
    let flap_every = Micros::from_millis(250);
    let record = ran(LinkFaults { flap_ppm: 400_000, flap_every, ..LinkFaults::default() });
    let while_of = |id: &MessageId| (id.from, id.to, record.sent[id].0.0 / 250_000);
    let down: BTreeSet<_> = record.lost(LossReason::CutWhenSent).iter().map(while_of).collect();
    let up: BTreeSet<_> = record.delivered().iter().map(while_of).collect();
    assert!(down.len() > 10 && up.len() > 10, "{} down, {} up", down.len(), up.len());
    assert!(down.is_disjoint(&up), "in one while a link is either up or down");
}

#[test]
fn a_jam_holds_everything_until_it_is_let_go() {
    let mut world = world(LinkFaults::default());
    let mut record = Record::default();
    act(&mut world, &Action::TimeOut(on(1)), &mut record);
    run(&mut world, &mut record, 100);
    assert_eq!(world.leader(), Some(NodeId(1)));
    act(&mut world, &link(1, 2, LinkFaults { jam: true, ..LinkFaults::default() }), &mut record);
    let before = record.delivered().iter().filter(|id| goes(id, 1, 2)).count();
    run(&mut world, &mut record, 450);
    let jammed = world.flights().filter(|flight| goes(&flight.id, 1, 2)).count();
    assert!(jammed > 2, "{jammed} wait");
    assert_eq!(record.delivered().iter().filter(|id| goes(id, 1, 2)).count(), before);
    assert!(record.lost(LossReason::CutWhenSent).is_empty(), "a jam loses nothing");
    act(&mut world, &Action::HealAll, &mut record);
    run(&mut world, &mut record, 450);
    let delivered = record.delivered();
    let arrived: Vec<&MessageId> = delivered.iter().filter(|id| goes(id, 1, 2)).collect();
    assert_eq!(arrived.len(), before + jammed, "all at once");
    let append = Kind::Raft(MessageKind::AppendEntries);
    let appends = arrived.iter().filter(|id| id.kind == append).map(|id| id.ordinal);
    assert!(appends.is_sorted(), "in the order of sending");
}

#[test]
fn one_message_is_held_delayed_and_copied() {
    let mut world = world(LinkFaults::default());
    let mut record = Record::default();
    act(&mut world, &Action::TimeOut(on(1)), &mut record);
    while world.flights().count() < 4 {
        world.advance(&mut record);
    }
    let asked: Vec<MessageId> = world.flights().map(|flight| flight.id).collect();
    let due = |world: &World, id| world.flight_named(id).map(|flight| flight.due_at);
    let [held, delayed, copied, ..] = asked[..] else { panic!("four votes are asked for") };
    act(&mut world, &Action::Hold(held), &mut record);
    let was = due(&world, delayed).expect("on its way");
    let by = Micros::from_millis(30);
    act(&mut world, &Action::Delay { message: delayed, by }, &mut record);
    assert_eq!(due(&world, delayed), Some(was.after(by)));
    act(&mut world, &Action::Duplicate(copied), &mut record);
    act(&mut world, &Action::Duplicate(copied), &mut record);
    run(&mut world, &mut record, 200);
    assert!(world.flight_named(held).is_some(), "it is still there");
    let copies: Vec<u32> = record
        .delivered()
        .iter()
        .filter(|id| (id.to, id.kind, id.nth()) == (copied.to, copied.kind, copied.nth()))
        .map(|id| id.copy())
        .collect();
    assert_eq!(copies.iter().copied().collect::<BTreeSet<_>>(), BTreeSet::from([0, 1, 2]));
    act(&mut world, &Action::Delay { message: held, by }, &mut record);
    assert_eq!(due(&world, held), Some(SimTime::from_millis(230)), "from now on");
    run(&mut world, &mut record, 230);
    assert!(record.delivered().contains(&held));
    let gone = world.act(&Action::Hold(held), EventNo::START, &mut record);
    assert_eq!(gone, Err(ActionError::NoSuchMessage(held)));
}

fn reached(world: &World, from: NodeId) -> Vec<u32> {
    let ids = world.setup().server_ids();
    let reaches =
        |to: &NodeId| !world.network().is_cut(Address::Server(from), Address::Server(*to));
    ids.filter(reaches).map(|id| id.0).collect()
}

#[test]
fn over_a_bridge_there_is_one_way_only() {
    let mut world = world(LinkFaults::default());
    act(&mut world, &Action::Bridge(on(3)), &mut Record::default());
    let seen: Vec<_> = (1..=5).map(|id| reached(&world, NodeId(id))).collect();
    let (one, other) = (vec![1, 2, 3], vec![3, 4, 5]);
    assert_eq!(seen, [one.clone(), one, vec![1, 2, 3, 4, 5], other.clone(), other]);
}

#[test]
fn in_a_ring_everybody_sees_another_majority() {
    for servers in 4..=9 {
        let setup = Setup { servers, ..Setup::default() };
        let mut world = World::new(setup, Seeded::new(1)).expect("a setup that works");
        act(&mut world, &Action::Ring, &mut Record::default());
        let seen: BTreeSet<_> =
            (1..=u32::from(servers)).map(|id| reached(&world, NodeId(id))).collect();
        assert_eq!(seen.len(), usize::from(servers), "all different");
        let sizes: BTreeSet<usize> = seen.iter().map(Vec::len).collect();
        assert_eq!(sizes.len(), 1);
        assert!(sizes.iter().all(|size| *size > usize::from(servers) / 2), "{servers}: {sizes:?}");
        assert!(sizes.iter().all(|size| *size < usize::from(servers)), "{servers}: {sizes:?}");
    }
    let setup = Setup { servers: 3, ..Setup::default() };
    let mut three = World::new(setup, Seeded::new(1)).expect("a setup that works");
    assert_eq!(three.act(&Action::Ring, EventNo::START, &mut ()), Err(ActionError::NoRing));
}

#[test]
fn what_no_link_can_be_is_refused() {
    let million = 1_000_001;
    for (faults, expected) in [
        (LinkFaults { loss_ppm: million, ..LinkFaults::default() }, "chances of at most 100%"),
        (LinkFaults { flap_ppm: 1, ..LinkFaults::default() }, "flap_every of at least 1ms"),
        (LinkFaults { slow_down: 1_001, ..LinkFaults::default() }, "slow_down of at most 1000"),
        (
            LinkFaults { spacing: Micros(u64::MAX), ..LinkFaults::default() },
            "from 0ms to 3600000ms",
        ),
    ] {
        let network = NetworkOptions { faults, ..NetworkOptions::default() };
        let why = Setup { network, ..Setup::default() }.validate().expect_err("impossible");
        assert!(why.to_string().contains(expected), "{why}");
        let refused =
            world(LinkFaults::default()).act(&link(1, 2, faults), EventNo::START, &mut ());
        assert!(matches!(refused, Err(ActionError::Impossible(_))), "{refused:?}");
    }
}

#[test]
fn a_client_that_is_there_can_have_links_to_nobody() {
    let set = |client: u8| Action::ClientLinks {
        client: Some(ClientId(client)),
        servers: Target(vec![Selector::Followers]),
        latency: None,
        faults: Box::default(),
    };
    let setup = Setup { servers: 1, clients: 1, ..Setup::default() };
    let mut world = World::new(setup, Seeded::new(1)).expect("a setup that works");
    world.act(&Action::Crash(on(1)), EventNo::START, &mut ()).expect("n1 is up");
    assert_eq!(world.act(&set(1), EventNo::START, &mut ()), Ok(()));
    let stranger = ActionError::NoSuchClient(ClientId(2));
    assert_eq!(world.act(&set(2), EventNo::START, &mut ()), Err(stranger));
}
