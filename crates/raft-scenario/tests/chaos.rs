//! Chaos: what each preset and each family of faults does, that it ends, and that it keeps to its
//! budget.

use std::collections::{BTreeMap, BTreeSet};

use raft_core::NodeId;
use raft_scenario::{Family, Preset, Run, Scenario, Script};
use raft_sim::{
    Address, CrashPoint, EventKind, Fact, FaultKind, Happening, Kind, Kinds, LinkFaults, SimTime,
    Sink, World,
};

/// Five servers, two busy clients, and extensions that chaos tries.
const CLUSTER: &str = r#"
[cluster]
pre_vote = true
check_quorum = true
snapshot_after = 40

[clients]
count = 2
workload = { pause = "10ms..80ms", keys = 3, reads = "20%" }
"#;

fn script(rest: &str) -> Result<Script, String> {
    let text = format!("format = 1\ntitle = \"t\"\n{rest}");
    Scenario::from_toml(&text).and_then(Scenario::compile).map_err(|problem| problem.to_string())
}

fn chaos(seed: u64, seconds: u32, chaos: &str) -> Script {
    script(&format!("seed = {seed}\nuntil = \"{seconds}s\"\n{CLUSTER}\n[chaos]\n{chaos}"))
        .expect("a scenario that works")
}

fn run(script: &Script, sink: &mut dyn Sink) -> Run {
    let mut run = Run::new(script).expect("it can run");
    run.advance_to(script.until, sink);
    assert_eq!(run.judges().violations(), [], "Raft holds");
    run
}

/// What was seen, by name.
#[derive(Default)]
struct Seen(BTreeMap<String, u32>);

impl Seen {
    fn note(&mut self, name: impl Into<String>) {
        *self.0.entry(name.into()).or_default() += 1;
    }

    #[track_caller]
    fn assert(&self, names: &[&str]) {
        for name in names {
            assert!(self.0.contains_key(*name), "{name} never happens: {:?}", self.0);
        }
    }
}

impl Sink for Seen {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        for fact in happening.facts {
            match *fact {
                Fact::Fault { what: FaultKind::Link, server, value } => {
                    let (from, to) =
                        (Address::Server(server), Address::Server(NodeId(value as u32)));
                    self.see_link(world.network().faults(from, to));
                }
                Fact::Fault { what: FaultKind::Server, server, .. } => {
                    let faults = world.server(server).expect("it exists").faults();
                    let name = if faults.busy.high.0 > 0 { "slow" } else { "at its pace again" };
                    self.note(name);
                }
                Fact::Fault { what: FaultKind::Disk, server, .. } => {
                    let faults = world.server(server).expect("it exists").disk().faults();
                    let wrong = [
                        ("stalled", faults.stalled),
                        ("slow sync", faults.sync.high.0 > 0),
                        ("torn", faults.torn_ppm > 0),
                        ("reordered writes", faults.reordered_ppm > 0),
                    ];
                    wrong.iter().filter(|(_, is)| *is).for_each(|(name, _)| self.note(*name));
                    assert_eq!(faults.lying_ppm, 0, "no disk lies by chaos");
                }
                Fact::Fault { what: FaultKind::Clock, server, .. } => {
                    let rate = world.server(server).expect("it exists").clock().rate_ppm;
                    self.note(if rate == 0 { "clock jumped" } else { "clock rate" });
                }
                Fact::Fault { what, .. } => self.note(format!("{what:?}")),
                Fact::Role { .. } | Fact::Sent { .. } => {}
                fact => {
                    let written = format!("{fact:?}");
                    self.note(written.split([' ', '(']).next().unwrap_or_default());
                }
            }
        }
        if world.servers().iter().all(|server| server.node().is_none()) {
            self.note("all down");
        }
        for (_, verdict) in happening.verdicts {
            let written = format!("{verdict:?}");
            self.note(written.split([' ', '(']).next().unwrap_or_default());
        }
    }
}

impl Seen {
    fn see_link(&mut self, faults: &LinkFaults) {
        let wrong = [
            ("slow links", faults.slow_down > 1),
            ("late", faults.late_ppm > 0),
            ("twice", faults.twice_ppm > 0),
            ("queues", faults.capacity > 0),
            ("flapping", faults.flap_ppm > 0),
            ("blocked", faults.blocked != Kinds::NONE),
            ("jam", faults.jam),
        ];
        wrong.iter().filter(|(_, is)| *is).for_each(|(name, _)| self.note(*name));
    }
}

fn seen(preset: Preset, seeds: u64, rest: &str) -> Seen {
    let mut seen = Seen::default();
    for seed in 0..seeds {
        run(&chaos(seed, 30, &format!("preset = \"{}\"\n{rest}", preset.name())), &mut seen);
    }
    seen.assert(&["Succeeded"]);
    seen
}

#[test]
fn calm_disturbs_nobody() {
    let quiet = script(&format!("seed = 1\nuntil = \"20s\"\n{CLUSTER}")).expect("a scenario");
    let mut seen = Seen::default();
    let calm = run(&chaos(1, 20, "preset = \"calm\"\nbudget = 9"), &mut seen);
    assert_eq!(calm.digest(), run(&quiet, &mut ()).digest());
    let faults = ["Crashed", "Side", "Cut", "Loss", "Paused", "Link", "Disk"];
    assert!(faults.iter().all(|name| !seen.0.contains_key(*name)), "{:?}", seen.0);
}

#[test]
fn a_flaky_network_does_everything_that_a_network_can_do_and_servers_are_fine() {
    let seen = seen(Preset::FlakyNetwork, 6, "");
    seen.assert(&["Loss", "slow links", "late", "twice", "queues", "jam", "flapping", "blocked"]);
    seen.assert(&["Cut", "Healed", "Side", "ClientLink"]);
    let fine = ["Crashed", "Paused", "stalled", "clock jumped", "ChangeAccepted"];
    assert!(fine.iter().all(|name| !seen.0.contains_key(*name)), "{:?}", seen.0);
}

#[test]
fn on_a_bad_day_servers_fail_and_somebody_changes_the_members_all_the_same() {
    let seen = seen(Preset::BadDay, 6, "");
    seen.assert(&["Crashed", "Restarted", "Paused", "Resumed", "slow", "stalled", "slow sync"]);
    seen.assert(&["Side", "Loss", "slow links", "TimerSet", "ChangeAccepted", "TransferStarted"]);
    seen.assert(&["SnapshotTaken"]);
    assert!(!seen.0.contains_key("all down") && !seen.0.contains_key("Wiped"), "{:?}", seen.0);
}

#[test]
fn jepsen_kills_pauses_parts_bumps_clocks_and_loses_packets() {
    let seen = seen(Preset::Jepsen, 6, "budget = 5");
    seen.assert(&["Crashed", "all down", "Paused", "clock jumped", "clock rate", "Side", "Cut"]);
    seen.assert(&["Loss", "slow links", "late", "twice", "ChangeAccepted"]);
}

#[test]
fn a_disk_from_hell_stalls_tears_and_dies_and_is_replaced_without_a_lie() {
    let seen = seen(Preset::DiskFromHell, 6, "budget = 5");
    seen.assert(&["stalled", "slow sync", "torn", "reordered writes", "Crashed", "Trapped"]);
    seen.assert(&["all down", "Damaged", "ChangeAccepted", "Wiped"]);
    assert!(!seen.0.contains_key("Lied"), "{:?}", seen.0);
}

#[test]
fn each_family_strikes_and_is_all_that_strikes() {
    let shown: [(Family, &[&str]); 29] = [
        (Family::Crashes, &["Crashed", "Restarted"]),
        (Family::PowerFailures, &["all down", "Crashed", "Restarted"]),
        (Family::CrashPoints, &["Trapped", "TimerSet", "Crashed", "Restarted"]),
        (Family::Pauses, &["Paused", "Resumed"]),
        (Family::SlowServers, &["slow", "at its pace again"]),
        (Family::ClockJumps, &["clock jumped"]),
        (Family::ClockRates, &["clock rate", "clock jumped"]),
        (Family::DiskStalls, &["stalled"]),
        (Family::SlowDisks, &["slow sync"]),
        (Family::TornWrites, &["torn", "reordered writes"]),
        (Family::DiskLosses, &["Crashed", "Damaged", "Wiped", "Restarted", "ChangeAccepted"]),
        (Family::Partitions, &["Side"]),
        (Family::Isolations, &["Side"]),
        (Family::Bridges, &["Cut", "Healed"]),
        (Family::Rings, &["Cut", "Healed"]),
        (Family::OneWayCuts, &["Cut", "Healed"]),
        (Family::Loss, &["Loss"]),
        (Family::Delays, &["slow links"]),
        (Family::Reordering, &["late"]),
        (Family::Duplicates, &["twice"]),
        (Family::Queues, &["queues"]),
        (Family::Jams, &["jam"]),
        (Family::Flapping, &["flapping"]),
        (Family::BlockedKinds, &["blocked"]),
        (Family::ClientLinks, &["ClientLink"]),
        (Family::Timeouts, &["TimerSet"]),
        (Family::Membership, &["ChangeAccepted", "JointLeft"]),
        (Family::Transfers, &["TransferStarted"]),
        (Family::Snapshots, &["SnapshotTaken"]),
    ];
    assert_eq!(shown.map(|(family, _)| family), Family::ALL);
    let everything: BTreeSet<&str> = shown.iter().flat_map(|(_, names)| *names).copied().collect();
    // What clusters do by themselves.
    let usual = BTreeSet::from(["SnapshotTaken"]);
    for (family, names) in shown {
        let mut seen = Seen::default();
        let rate = "{ every = \"1s\", lasts = \"20ms..400ms\" }";
        run(&chaos(3, 60, &format!("budget = 5\nfaults.{} = {rate}", family.name())), &mut seen);
        seen.assert(names);
        let others =
            everything.iter().filter(|name| !names.contains(name) && !usual.contains(*name));
        for other in others {
            assert!(!seen.0.contains_key(*other), "{} does {other}", family.name());
        }
    }
}

/// Strikes whose hour and strength do not depend on what the cluster does.
#[derive(Default, PartialEq, Debug)]
struct Losses(Vec<(SimTime, u32)>);

impl Sink for Losses {
    fn see(&mut self, _: &World, happening: Happening<'_>) {
        for fact in happening.facts {
            if let Fact::Loss { ppm } = *fact {
                self.0.push((happening.event.position.time, ppm));
            }
        }
    }
}

#[test]
fn a_family_that_is_switched_off_leaves_the_draws_of_the_others_as_they_were() {
    let losses = |rest: &str| {
        let mut losses = Losses::default();
        let loss = "faults.loss = { every = \"1s\", lasts = \"50ms..2s\" }";
        run(&chaos(7, 30, &format!("preset = \"jepsen\"\n{loss}\n{rest}")), &mut losses);
        losses
    };
    let with_all = losses("");
    assert!(with_all.0.len() > 20, "{with_all:?}");
    for family in Family::ALL.into_iter().filter(|family| *family != Family::Loss) {
        let off = format!("faults.{} = {{ every = \"0ms\" }}", family.name());
        assert_eq!(losses(&off), with_all, "without {}", family.name());
    }
    assert_eq!(losses("faults.jams = { every = \"2s\", lasts = \"1s\" }"), with_all, "with jams");
}

/// The most servers that were down or stood still at once, and whether something was wrong at the
/// end.
#[derive(Default)]
struct Hurt {
    most: usize,
    acted: u32,
}

fn hurt(world: &World) -> usize {
    let is_hurt = |server: &&raft_sim::Server| server.node().is_none() || server.is_paused();
    world.servers().iter().filter(is_hurt).count()
}

impl Sink for Hurt {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        self.most = self.most.max(hurt(world));
        self.acted += u32::from(happening.event.kind == EventKind::Acted);
    }
}

#[test]
fn the_budget_is_kept() {
    let often = r#"
faults.crashes = { every = "300ms", lasts = "100ms..3s" }
faults.pauses = { every = "300ms", lasts = "100ms..3s" }
faults.power_failures = { every = "2s", lasts = "100ms..1s" }
"#;
    for (budget, expected) in [("", 2), ("budget = 0", 0), ("budget = 1", 1), ("budget = 5", 5)] {
        let mut hurt = Hurt::default();
        run(&chaos(11, 30, &format!("{budget}\n{often}")), &mut hurt);
        assert_eq!(hurt.most, expected, "{budget}");
    }
}

#[test]
fn what_has_begun_ends_and_at_the_end_of_chaos_nothing_is_wrong() {
    let everything: String = Family::ALL
        .into_iter()
        .map(|family| {
            format!("faults.{} = {{ every = \"900ms\", lasts = \"100ms..9s\" }}\n", family.name())
        })
        .collect();
    for seed in 0..6 {
        let script = chaos(seed, 60, &format!("until = \"12s\"\nbudget = 5\n{everything}"));
        let mut run = Run::new(&script).expect("it can run");
        let mut before = Hurt::default();
        run.advance_to(SimTime::from_millis(12_000), &mut before);
        assert!(before.acted > 100, "{}", before.acted);
        // Only a disk that has to be replaced takes longer.
        let mut after = Hurt::default();
        run.advance_to(script.until, &mut after);
        assert_eq!(run.judges().violations(), []);
        let (world, setup) = (run.world(), run.world().setup());
        assert_eq!(hurt(world), 0, "seed {seed}");
        assert_eq!(world.network().sides(), None);
        assert_eq!(world.network().loss_ppm(), 0);
        for from in setup.server_ids() {
            let server = world.server(from).expect("it exists");
            assert_eq!(server.disk().faults(), &setup.disk_faults);
            assert_eq!(server.faults(), &setup.server_faults);
            assert_eq!((server.trap(), server.clock().rate_ppm), (None, 0));
            assert!(!server.disk().is_damaged());
            for to in setup.server_ids().map(Address::Server) {
                let from = Address::Server(from);
                assert!(!world.network().is_cut(from, to), "seed {seed}: {from} {to}");
                assert_eq!(world.network().faults(from, to), &LinkFaults::default());
            }
        }
        assert!(world.leader().is_some(), "seed {seed}: somebody leads");
    }
}

#[test]
fn a_keyframe_knows_what_chance_will_do() {
    let script = chaos(5, 20, "preset = \"bad-day\"");
    let whole = run(&script, &mut ());
    let mut first = Run::new(&script).expect("it can run");
    first.advance_to(SimTime::from_millis(9_000), &mut ());
    let mut second = first.clone();
    second.advance_to(script.until, &mut ());
    assert_eq!(second.digest(), whole.digest());
    let mut third = Run::new(&script).expect("it can run");
    third.advance_to_position(first.position(), &mut ()).expect("the run comes by there");
    assert_eq!(third.digest(), first.digest());
}

/// What ended by an event that it was not caused by.
#[derive(Default)]
struct Ends(Vec<(u32, u32)>);

impl Sink for Ends {
    fn see(&mut self, _: &World, happening: Happening<'_>) {
        let event = happening.event;
        if happening.facts.iter().any(|fact| matches!(fact, Fact::Restarted { .. })) {
            self.0.push((event.no.0, event.cause.0));
        }
    }
}

#[test]
fn what_ends_was_caused_by_what_began() {
    let mut ends = Ends::default();
    let rest = "faults.crashes = { every = \"2s\", lasts = \"200ms\" }";
    run(&chaos(2, 30, rest), &mut ends);
    assert!(ends.0.len() > 5);
    assert!(ends.0.iter().all(|(event, cause)| *cause > 0 && cause < event), "{:?}", ends.0);
}

#[test]
fn a_crash_point_is_waited_for() {
    #[derive(Default)]
    struct Traps(Vec<CrashPoint>, u32);
    impl Sink for Traps {
        fn see(&mut self, world: &World, happening: Happening<'_>) {
            for fact in happening.facts {
                match *fact {
                    Fact::Fault { what: FaultKind::Trapped, server, .. } => {
                        self.0.extend(world.server(server).and_then(raft_sim::Server::trap));
                    }
                    Fact::Crashed { .. } if happening.event.kind != EventKind::Acted => self.1 += 1,
                    _ => {}
                }
            }
        }
    }
    let mut traps = Traps::default();
    let rest = "faults.crash_points = { every = \"500ms\", lasts = \"2ms..200ms\" }";
    run(&chaos(2, 60, rest), &mut traps);
    let kinds: BTreeSet<CrashPoint> = traps.0.iter().copied().collect();
    assert_eq!(kinds.len(), 4, "all points of the world");
    assert!(traps.1 > 10, "{} crashes between two steps", traps.1);
}

#[test]
fn chaos_that_cannot_be_is_refused_with_its_place() {
    let cases = [
        ("preset = \"tuesday\"", "chaos.preset (line 4): unknown variant `tuesday`"),
        ("faults.gremlins = { every = \"1s\" }", "unknown variant `gremlins`, expected one of"),
        ("faults.crashes = { every = \"1ms\" }", "chaos.faults.crashes.every: no fault can come"),
        ("faults.crashes = { often = 3 }", "unknown field `often`, expected `every` or `lasts`"),
        ("faults.crashes = { every = \"1s\", lasts = \"2h\" }", "cannot read \"2h\""),
        (
            "faults.crashes = { every = \"1s\", lasts = \"9999s\" }",
            "chaos.faults.crashes.lasts: no fault can last this long",
        ),
        ("budget = 12", "chaos.budget: there are not so many servers (expected 0 to 9)"),
        ("from = \"5s\"\nuntil = \"4s\"", "chaos.until: chaos cannot last from then until then"),
        ("strength = 3", "unknown field `strength`"),
    ];
    for (chaos, expected) in cases {
        let problem = script(&format!("[chaos]\n{chaos}")).expect_err(chaos);
        assert!(problem.contains(expected), "{chaos}: {problem}");
    }
}

#[test]
fn chaos_is_written_as_it_was_read_and_calm_is_left_out() {
    let text = "format = 1\ntitle = \"t\"\n[chaos]\n";
    let read = |rest: &str| Scenario::from_toml(&format!("{text}{rest}")).expect(rest);
    assert!(!read("preset = \"calm\"").to_json().contains("chaos"));
    let json = read("preset = \"bad-day\"").to_json();
    assert!(json.contains(r#""chaos":{"preset":"bad-day"}"#), "{json}");
    let all = read(
        "preset = \"jepsen\"\nfrom = \"1s\"\nuntil = \"9s\"\nbudget = 2\nfaults.jams = { every = \"4s\", lasts = \"1s..2s\" }",
    );
    assert_eq!(Scenario::from_json(&all.to_json()), Ok(all));
}

#[test]
fn clients_can_be_pinned_and_their_links_can_fail() {
    struct Asked(BTreeSet<(Address, Address)>);
    impl Sink for Asked {
        fn see(&mut self, world: &World, happening: Happening<'_>) {
            let requests =
                happening.sent(world).filter(|flight| flight.id.kind == Kind::ClientRequest);
            self.0.extend(requests.map(|flight| (flight.id.from, flight.id.to)));
        }
    }
    let links = r#"
[[steps]]
id = "links"
at = "1s"
do = [{ client_links = { client = "c1", servers = "n2", faults = { loss = "50%" } } }]
"#;
    let work = "workload = { pause = \"10ms\" }";
    let pinned = format!("until = \"5s\"\n[clients]\ncount = 3\npinned = true\n{work}\n{links}");
    let mut asked = Asked(BTreeSet::new());
    let run = run(&script(&pinned).expect("a scenario"), &mut asked);
    let named = asked.0.iter().map(|(from, to)| format!("{from}{to}")).collect::<Vec<_>>();
    assert_eq!(named, ["c1n1", "c2n2", "c3n3"]);
    let name = |name: &str| name.parse::<Address>().expect("a name");
    let loss = |from, to| run.world().network().faults(name(from), name(to)).loss_ppm;
    assert_eq!((loss("c1", "n2"), loss("n2", "c1"), loss("c2", "n2")), (500_000, 500_000, 0));
    let nobody = "{ client_links = { client = \"c7\" } }";
    let problem = script(&format!("[[steps]]\nid = \"a\"\ndo = [{nobody}]")).expect_err(nobody);
    assert!(problem.contains("steps[0].do[0]: there is no c7"), "{problem}");
}
