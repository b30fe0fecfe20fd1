//! Whether a cluster can go on, and whether it does.

use raft_check::{Barrier, Ground, Judges, Liveness, Missing, Out, Outlook};
use raft_core::{
    Configuration, Durable, Entry, Index, LogId, Micros, NodeId, Options, Payload, Sessions,
    Snapshot, Term,
};
use raft_sim::{
    Action, ClientId, ClockChange, Command, CrashPoint, DiskFaults, Event, EventKind, EventNo,
    Fact, Happening, LinkFaults, NetworkOptions, Position, RoleKind, Seeded, Selector,
    ServerFaults, Setup, SimTime, Sink, Span, Target, World,
};

/// A judged world.
struct Stage {
    world: World,
    judges: Judges,
}

impl Stage {
    fn new(setup: Setup) -> Self {
        let world = World::new(setup, Seeded::new(1)).expect("it works");
        Self { world, judges: Judges::default() }
    }

    /// Three servers of which one leads, and nobody wants anything.
    fn led() -> Self {
        let mut stage = Self::new(Setup { servers: 3, clients: 0, ..Setup::default() });
        stage.run(2_000);
        assert!(matches!(stage.outlook(), Outlook::Quiet(_)), "{:?}", stage.outlook());
        stage
    }

    fn run(&mut self, millis: u64) {
        let until = self.world.position().time.after(Micros::from_millis(millis));
        while self.world.peek().is_some_and(|at| at <= until) {
            self.world.advance(&mut self.judges);
        }
        self.world.idle_until(until);
    }

    fn act(&mut self, action: &Action) {
        self.world.act(action, EventNo::START, &mut self.judges).expect("it can be done");
    }

    /// Tells the judges that these facts came of an event at this moment, which the world knows nothing of.
    fn tell(&mut self, millis: u64, no: u32, facts: &[Fact]) {
        let position = Position { time: SimTime::from_millis(millis), ..Position::START };
        let (no, cause, kind) = (EventNo(no), EventNo::START, EventKind::HeartbeatDue(NodeId(1)));
        let event = Event { no, position, cause, kind };
        let happening = Happening {
            event: &event,
            facts,
            verdicts: &[],
            arrived: None,
            written: None,
            applied: &[],
        };
        self.judges.see(&self.world, happening);
    }

    fn liveness(&self) -> &Liveness {
        self.judges.liveness()
    }

    fn outlook(&self) -> Outlook {
        self.liveness().outlook(&self.world)
    }

    fn leader(&self) -> NodeId {
        self.world.leader().expect("somebody leads")
    }

    fn follower(&self) -> NodeId {
        NodeId(self.leader().0 % 3 + 1)
    }
}

/// Election timeouts that never differ, and messages that all take as long: votes are split for ever.
fn deadlocked() -> Setup {
    let timeout = Micros::from_millis(150);
    Setup {
        servers: 2,
        clients: 0,
        options: Options { election_timeout: (timeout, timeout), ..Options::default() },
        network: NetworkOptions { latency: Span::millis(5, 5), ..Setup::default().network },
        disk_write: Span::millis(1, 1),
        ..Setup::default()
    }
}

#[test]
fn a_cluster_that_has_done_everything_is_quiet_for_ever() {
    let mut stage = Stage::led();
    stage.run(100_000);
    let Outlook::Quiet(ground) = stage.outlook() else { panic!("{:?}", stage.outlook()) };
    assert_eq!(ground.majority, [1, 2, 3].map(NodeId));
    assert_eq!(ground.leader, stage.world.leader());
    assert_eq!(ground.could_lead, ground.majority, "all logs are the same");
    assert_eq!(stage.liveness().first_stall(), None);
}

#[test]
fn at_the_beginning_progress_is_possible() {
    let stage = Stage::new(Setup { servers: 3, ..Setup::default() });
    let Outlook::Possible(ground) = stage.outlook() else { panic!("{:?}", stage.outlook()) };
    assert_eq!(ground.leader, None);
}

#[test]
fn without_a_majority_nothing_is_possible_and_who_is_out_is_named() {
    let mut stage = Stage::led();
    stage.act(&Action::Crash(Target::server(NodeId(1))));
    assert!(!matches!(stage.outlook(), Outlook::Impossible(_)), "two are left");
    stage.act(&Action::Pause(Target::server(NodeId(3))));
    let out = vec![(NodeId(1), Out::Down), (NodeId(3), Out::Paused)];
    assert_eq!(stage.outlook(), Outlook::Impossible(Missing::Servers(out)));
    stage.run(100_000);
    assert_eq!(stage.liveness().first_stall(), None, "nobody is to blame");
}

#[test]
fn a_clock_that_was_set_back_keeps_its_server_out_until_it_has_caught_up() {
    let mut stage = Stage::led();
    stage.act(&Action::Crash(Target::server(NodeId(1))));
    let back = ClockChange { back: Micros::from_millis(1_500), ..ClockChange::default() };
    stage.act(&Action::Clock { servers: Target::server(NodeId(2)), change: back });
    let out = vec![(NodeId(1), Out::Down), (NodeId(2), Out::ClockBehind)];
    assert_eq!(stage.outlook(), Outlook::Impossible(Missing::Servers(out)));
    stage.run(1_600);
    assert!(!matches!(stage.outlook(), Outlook::Impossible(_)), "{:?}", stage.outlook());
}

#[test]
fn servers_that_do_not_reach_each_other_are_named_as_well() {
    let mut stage = Stage::led();
    stage.act(&Action::Crash(Target::server(NodeId(1))));
    let (two, three) = (Target::server(NodeId(2)), Target::server(NodeId(3)));
    stage.act(&Action::Cut { from: three.clone(), to: two.clone(), one_way: true });
    let apart = |why| Outlook::Impossible(Missing::Links(vec![(NodeId(2), NodeId(3), why)]));
    assert_eq!(stage.outlook(), apart(Barrier::Closed));
    stage.act(&Action::HealAll);
    assert!(!matches!(stage.outlook(), Outlook::Impossible(_)));
    let mut spoil = |faults: LinkFaults| {
        let (from, to, faults) = (two.clone(), three.clone(), Box::new(faults));
        stage.act(&Action::Network { from, to, one_way: true, latency: None, faults });
        stage.outlook()
    };
    let well = LinkFaults::default();
    assert_eq!(spoil(LinkFaults { loss_ppm: 1, ..well }), apart(Barrier::Lossy));
    assert_eq!(spoil(LinkFaults { capacity: 1, ..well }), apart(Barrier::Lossy));
    let flaps = LinkFaults { flap_ppm: 1, flap_every: Micros::from_millis(1), ..well };
    assert_eq!(spoil(flaps), apart(Barrier::Lossy));
    assert_eq!(spoil(LinkFaults { slow_down: 100, ..well }), apart(Barrier::Slow));
    assert_eq!(spoil(LinkFaults { spacing: Micros(1), ..well }), apart(Barrier::Slow));
    assert_eq!(spoil(LinkFaults { jam: true, ..well }), apart(Barrier::Closed));
    let late = LinkFaults { late_ppm: 1, late_by: Span::millis(1, 150), ..well };
    assert_eq!(spoil(late), apart(Barrier::Slow));
    let never = LinkFaults { late_ppm: 0, ..late };
    assert!(!matches!(spoil(never), Outlook::Impossible(_)), "late by how much, but never late");
    assert!(!matches!(spoil(well), Outlook::Impossible(_)));
    stage.act(&Action::SetLoss(1));
    assert_eq!(stage.outlook(), apart(Barrier::Lossy));
}

#[test]
fn who_takes_its_time_when_it_likes_is_out() {
    let mut stage = Stage::led();
    stage.act(&Action::Crash(Target::server(NodeId(1))));
    let two = || Target::server(NodeId(2));
    let is_out = |stage: &Stage, why: Option<Out>| {
        let out = why.map(|why| vec![(NodeId(1), Out::Down), (NodeId(2), why)]);
        match (stage.outlook(), out) {
            (Outlook::Impossible(missing), Some(out)) => missing == Missing::Servers(out),
            (outlook, out) => out.is_none() && !matches!(outlook, Outlook::Impossible(_)),
        }
    };
    // A sync on both sides and the writes before it take as long as the shortest election timeout, or longer.
    let setup = stage.world.setup();
    let longest = setup.options.election_timeout.0.0 / 2 - setup.disk_write.high.0;
    let syncs = |high| Span { low: Micros(1), high: Micros(high) };
    for (faults, why) in [
        (DiskFaults { stalled: true, ..DiskFaults::default() }, Some(Out::DiskStalled)),
        (DiskFaults { stall_ppm: 1, ..DiskFaults::default() }, Some(Out::Unsteady)),
        (DiskFaults { sync: syncs(longest), ..DiskFaults::default() }, None),
        (DiskFaults { sync: syncs(longest + 1), ..DiskFaults::default() }, Some(Out::Unsteady)),
        (DiskFaults::default(), None),
    ] {
        stage.act(&Action::Disk { servers: two(), faults });
        assert!(is_out(&stage, why), "{faults:?}: {:?}", stage.outlook());
    }
    for (stall_ppm, why) in [(1, Some(Out::Unsteady)), (0, None)] {
        let faults = ServerFaults { stall_ppm, ..ServerFaults::default() };
        stage.act(&Action::Server { servers: two(), faults });
        assert!(is_out(&stage, why), "{faults:?}: {:?}", stage.outlook());
    }
    stage.act(&Action::Trap { servers: two(), point: Some(CrashPoint::BeforePersist) });
    assert!(is_out(&stage, Some(Out::Unsteady)), "{:?}", stage.outlook());
}

#[test]
fn there_and_back_may_take_as_long_as_the_shortest_timeout() {
    let outlook = |millis| {
        let mut setup = deadlocked();
        setup.network.latency = Span::millis(1, millis);
        Stage::new(setup).outlook()
    };
    let Outlook::Possible(ground) = outlook(74) else { panic!("{:?}", outlook(74)) };
    assert_eq!(ground.round, Micros::from_millis(150), "two ways and two writes");
    let apart = vec![(NodeId(1), NodeId(2), Barrier::Slow)];
    assert_eq!(outlook(75), Outlook::Impossible(Missing::Links(apart)));
    let alone = Stage::new(Setup { servers: 1, ..deadlocked() }).outlook();
    let Outlook::Possible(ground) = alone else { panic!("{alone:?}") };
    assert_eq!(ground.round, Micros::from_millis(2), "two writes");
}

#[test]
fn a_majority_that_is_connected_is_enough_and_a_chain_is_none() {
    let mut stage = Stage::led();
    let (leader, follower) = (stage.leader(), stage.follower());
    let cut = |from, to| Action::Cut {
        from: Target::server(from),
        to: Target::server(to),
        one_way: false,
    };
    stage.act(&cut(leader, follower));
    let Outlook::Quiet(ground) = stage.outlook() else { panic!("{:?}", stage.outlook()) };
    assert_eq!(ground.majority.len(), 2, "one link is cut, and two pairs are left");
    stage.act(&Action::Partition(vec![Target::server(leader), Target(vec![Selector::Rest])]));
    let Outlook::Possible(ground) = stage.outlook() else { panic!("{:?}", stage.outlook()) };
    assert_eq!((ground.leader, ground.majority.contains(&leader)), (None, false));
}

#[test]
fn who_lacks_what_a_majority_has_could_not_lead() {
    let mut stage = Stage::led();
    let (leader, behind) = (stage.leader(), stage.follower());
    stage.act(&Action::Crash(Target::server(behind)));
    stage.act(&Action::TakeSnapshot(Target::server(leader)));
    stage.act(&Action::ExpireSessions(Selector::Leader));
    stage.run(300);
    stage.act(&Action::Restart(Target::server(behind)));
    stage.act(&Action::Partition(vec![Target(vec![Selector::All])]));
    let Outlook::Quiet(ground) = stage.outlook() else { panic!("{:?}", stage.outlook()) };
    assert_eq!(ground.majority.len(), 3);
    assert!(!ground.could_lead.contains(&behind), "{ground:?}");
    assert_eq!(ground.could_lead.len(), 2);
}

#[test]
fn progress_that_is_possible_and_does_not_come_is_a_stall_after_its_time() {
    let mut stage = Stage::new(deadlocked());
    // 40 timeouts of 150 ms and 50 rounds of 12 ms; no entry and no snapshot is behind.
    let bound = Micros::from_millis(40 * 150 + 50 * 12);
    stage.run(6_600);
    assert!(matches!(stage.outlook(), Outlook::Possible(_)), "{:?}", stage.outlook());
    assert_eq!(stage.liveness().first_stall(), None);
    stage.run(200);
    let Outlook::Stalled(stall) = stage.outlook() else { panic!("{:?}", stage.outlook()) };
    assert_eq!((stall.since, stall.event, stall.bound), (SimTime(0), EventNo::START, bound));
    assert_eq!(stage.liveness().first_stall(), Some(&stall));
    assert_eq!(stage.judges.violations(), [], "no safety judge says so");
}

#[test]
fn a_hand_begins_the_time_anew_and_progress_ends_a_stall() {
    let mut stage = Stage::new(deadlocked());
    stage.run(6_000);
    let timer = |millis| Action::SetTimer {
        servers: Target::server(NodeId(1)),
        remaining: Micros::from_millis(millis),
    };
    stage.act(&timer(150));
    stage.act(&Action::Partition(vec![Target::server(NodeId(1)), Target(vec![Selector::Rest])]));
    stage.run(10_000);
    assert_eq!(stage.liveness().first_stall(), None, "it was impossible");
    stage.act(&Action::HealAll);
    stage.act(&Action::TimeOut(Target::server(NodeId(1))));
    stage.run(3_000);
    assert!(matches!(stage.outlook(), Outlook::Quiet(_)), "{:?}", stage.outlook());
    stage.run(50_000);
    assert_eq!(stage.liveness().first_stall(), None);
}

#[test]
fn whatever_a_hand_does_begins_the_time_anew() {
    let mut stage = Stage::new(deadlocked());
    stage.run(6_000);
    stage.act(&Action::HealAll);
    let hand = stage.world.events();
    stage.run(6_500);
    assert!(matches!(stage.outlook(), Outlook::Possible(_)), "{:?}", stage.outlook());
    assert_eq!(stage.liveness().first_stall(), None);
    stage.run(300);
    let Outlook::Stalled(stall) = stage.outlook() else { panic!("{:?}", stage.outlook()) };
    assert_eq!((stall.since, stall.event), (SimTime::from_millis(6_000), hand));
    assert_eq!(stage.liveness().first_stall(), Some(&stall));
}

#[test]
fn a_leader_that_can_commit_something_is_not_quiet() {
    let mut stage = Stage::new(Setup { servers: 3, clients: 1, ..Setup::default() });
    // Longer than any bound: until now there was nothing to do.
    stage.run(100_000);
    assert!(matches!(stage.outlook(), Outlook::Quiet(_)), "{:?}", stage.outlook());
    stage.act(&Action::Client {
        client: ClientId(1),
        command: Command::parse(b"x=1").expect("a command"),
        reading: None,
        via: Some(Selector::Leader),
    });
    let waits = |stage: &Stage| {
        let leader = stage.world.server(stage.leader()).and_then(|leader| leader.node());
        leader.is_some_and(|leader| leader.log().last().index > leader.commit_index())
    };
    while !waits(&stage) {
        stage.run(1);
    }
    let Outlook::Possible(ground) = stage.outlook() else { panic!("{:?}", stage.outlook()) };
    assert_eq!(ground.leader, Some(stage.leader()));
    stage.run(1_000);
    assert!(matches!(stage.outlook(), Outlook::Quiet(_)), "{:?}", stage.outlook());
}

/// §5.4.2: what earlier terms have left behind waits for an entry of the leader's own.
#[test]
fn a_leader_whose_last_entry_is_of_an_older_term_waits_for_a_client() {
    let disk = || {
        let mut disk = Durable::fresh(Configuration::new([1, 2, 3].map(NodeId)));
        disk.hard_state.current_term = Term(1);
        disk.log.append(Entry { id: LogId::new(1, 1), payload: Payload::Noop });
        disk
    };
    let options = Options { noop_on_election: false, ..Options::default() };
    let disks = vec![disk(), disk(), disk()];
    let mut stage =
        Stage::new(Setup { servers: 3, clients: 0, options, disks, ..Setup::default() });
    stage.run(100_000);
    assert!(matches!(stage.outlook(), Outlook::Quiet(_)), "{:?}", stage.outlook());
    assert_eq!(stage.liveness().first_stall(), None);
}

#[test]
fn what_is_lacking_takes_its_time() {
    let mut disk = Durable::fresh(Configuration::new([1, 2].map(NodeId)));
    disk.log.reset(LogId::new(3, 1));
    for index in 4..=8 {
        disk.log.append(Entry { id: LogId::new(index, 1), payload: Payload::Noop });
    }
    let (last, configuration, state) = (LogId::new(3, 1), disk.configuration.clone(), [0; 100]);
    let sessions = Sessions::default();
    disk.snapshot = Some(Snapshot { last, configuration, sessions, state: state.into() }.into());
    disk.hard_state.current_term = Term(1);
    let behind = Durable::fresh(disk.configuration.clone());
    let mut setup = deadlocked();
    setup.options.snapshot_chunk = 30;
    setup.disks = vec![disk, behind];
    let bound = |setup: Setup, majority: &[u32]| {
        let world = World::new(setup, Seeded::new(1)).expect("it works");
        let majority = majority.iter().copied().map(NodeId).collect();
        let (leader, could_lead, round) = (None, Vec::new(), Micros(1_000));
        Liveness::bound(&world, &Ground { majority, leader, could_lead, round })
    };
    // 40 election timeouts, and rounds of a millisecond: 50, two for each of eight entries, three for parts.
    let base = 40 * 150_000;
    assert_eq!(bound(setup.clone(), &[1, 2]), Micros(base + (50 + 2 * 8 + 3) * 1_000));
    assert_eq!(bound(setup.clone(), &[1]), Micros(base + (50 + 3) * 1_000), "n2 is not waited for");
    setup.options.snapshot_chunk = 0;
    assert_eq!(bound(setup, &[1]), Micros(base + (50 + 100) * 1_000), "byte by byte");
}

/// A cluster whose votes have been split for 30 seconds, which nobody has watched.
fn split() -> World {
    let mut world = World::new(deadlocked(), Seeded::new(1)).expect("it works");
    while world.peek().is_some_and(|at| at <= SimTime::from_millis(30_000)) {
        world.advance(&mut ());
    }
    world
}

/// The stall that the judges see in such a cluster after this was told of another one.
fn stall_after(mut stage: Stage, told: &[(u64, Fact)]) -> Option<(SimTime, EventNo)> {
    for (no, (millis, fact)) in (1..).zip(told) {
        stage.tell(*millis, no, &[*fact]);
    }
    match stage.liveness().outlook(&split()) {
        Outlook::Stalled(stall) => Some((stall.since, stall.event)),
        Outlook::Possible(_) => None,
        other => panic!("{other:?}"),
    }
}

fn at(millis: u64, event: u32) -> Option<(SimTime, EventNo)> {
    Some((SimTime::from_millis(millis), EventNo(event)))
}

#[test]
fn progress_is_a_commit_that_nobody_knew_of() {
    let commit = |server, index| Fact::Commit { server: NodeId(server), index: Index(index) };
    let first = (10_000, commit(1, 5));
    let stall_after = |told: &[(u64, Fact)]| stall_after(Stage::new(deadlocked()), told);
    assert_eq!(stall_after(&[first]), at(10_000, 1));
    assert_eq!(stall_after(&[first, (12_000, commit(2, 5))]), at(10_000, 1), "n1 has told");
    assert_eq!(stall_after(&[first, (12_000, commit(2, 4))]), at(10_000, 1));
    assert_eq!(stall_after(&[first, (12_000, commit(2, 6))]), at(12_000, 2));
}

#[test]
fn what_chance_does_begins_the_time_anew_and_what_changes_nothing_does_not() {
    let stall_after = |told: &[(u64, Fact)]| stall_after(Stage::new(deadlocked()), told);
    let (server, what) = (NodeId(1), raft_sim::FaultKind::Lied);
    let fault = Fact::Fault { server, what, value: 0 };
    assert_eq!(stall_after(&[(10_000, fault)]), at(10_000, 1));
    // Nothing was quiet before, so none of this is the first to do.
    for fact in [
        Fact::Appended { server, last: LogId::new(1, 1) },
        Fact::Role { server, role: RoleKind::Candidate },
        Fact::Role { server, role: RoleKind::Leader },
        Fact::Crashed { server, lost_writes: 0 },
    ] {
        assert_eq!(stall_after(&[(10_000, fact)]), at(0, 0), "{fact:?}");
    }
}

#[test]
fn where_nothing_was_to_do_the_first_that_is_begins_the_time() {
    let unwatched = || Stage { judges: Judges::default(), ..Stage::led() };
    let (leader, follower) = (unwatched().leader(), unwatched().follower());
    let commit = |millis, server, index| (millis, Fact::Commit { server, index: Index(index) });
    // Who commits something, and not all, is not quiet.
    let before = commit(9_000, follower, 8);
    assert_eq!(stall_after(unwatched(), &[before]), at(9_000, 1));
    let elected = (10_000, Fact::Role { server: leader, role: RoleKind::Leader });
    for quiet in [elected, commit(10_000, leader, 9)] {
        assert_eq!(stall_after(unwatched(), &[before, quiet]), None, "{quiet:?}: nothing is late");
        for first in [
            Fact::Crashed { server: leader, lost_writes: 0 },
            Fact::Role { server: leader, role: RoleKind::Follower },
            Fact::Appended { server: leader, last: LogId::new(9, 1) },
        ] {
            let told = [before, quiet, (12_000, first), (13_000, first)];
            assert_eq!(stall_after(unwatched(), &told), at(12_000, 3), "{first:?}");
        }
        let appended = Fact::Appended { server: follower, last: LogId::new(9, 1) };
        let told = [before, quiet, (12_000, appended)];
        assert_eq!(stall_after(unwatched(), &told), None, "what a follower has is no news");
    }
}
