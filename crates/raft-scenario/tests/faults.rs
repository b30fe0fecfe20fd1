//! Faults as they stand in scenarios: from the beginning, by a step, and written wrong.

use raft_core::{Micros, NodeId};
use raft_scenario::{ActionModel, Run, Scenario, Script};
use raft_sim::{Address, LinkFaults, Shape, Span};

fn script(rest: &str) -> Result<Script, String> {
    let text = format!("format = 1\ntitle = \"t\"\n{rest}");
    Scenario::from_toml(&text).and_then(Scenario::compile).map_err(|problem| problem.to_string())
}

fn server(id: u32) -> Address {
    Address::Server(NodeId(id))
}

fn run(rest: &str) -> Run {
    let script = script(rest).expect("a scenario that works");
    let mut run = Run::new(&script).expect("it can run");
    while run.peek().is_some_and(|at| at <= script.until) && run.advance(&mut ()) {}
    assert_eq!(run.troubles(), [], "no step fails");
    assert_eq!(run.judges().violations(), [], "Raft holds");
    run
}

const LINKS: &str = r#"
until = "3s"

[network.faults]
shape = "long_tail"
twice = "10%"
twice_after = "100ms..1s"

[[network.links]]
between = ["n1", "n2"]
one_way = true
faults = { late = "20%", late_by = "50ms", spacing = "1ms", capacity = 9 }

[clients.faults]
twice = "50%"
"#;

#[test]
fn links_have_faults_from_the_beginning() {
    let run = run(LINKS);
    let network = run.world().network();
    let all = LinkFaults {
        shape: Shape::LongTail,
        twice_ppm: 100_000,
        twice_after: Span::millis(100, 1_000),
        ..LinkFaults::default()
    };
    assert_eq!(*network.faults(server(2), server(1)), all);
    let one = LinkFaults {
        late_ppm: 200_000,
        late_by: Span::millis(50, 50),
        spacing: Micros::from_millis(1),
        capacity: 9,
        ..LinkFaults::default()
    };
    assert_eq!(*network.faults(server(1), server(2)), one, "its own, and nothing else");
    let client = Address::Client(raft_sim::ClientId(1));
    assert_eq!(network.faults(client, server(1)).twice_ppm, 500_000);
}

#[test]
fn links_get_faults_by_a_step() {
    let run = run(r#"
until = "4s"
[[steps]]
id = "slow"
at = "500ms"
do = [{ network = { faults = { slow_down = 3 } } }, { bridge = "n3" }, "heal_all", "ring"]
[[steps]]
id = "one-link"
at = "1s"
do = [{ network = { links = { from = "n1", to = "n2", one_way = true }, latency = "1ms", faults = { jam = true, blocked = ["AppendEntries"], flap = "10%", flap_every = "100ms" } } }]
[[steps]]
id = "one-message"
when = { sent = { from = "n2", kind = "RequestVote" } }
do = []
"#);
    let network = run.world().network();
    assert_eq!(network.faults(server(4), server(5)).slow_down, 3);
    let one = network.faults(server(1), server(2));
    assert!(one.jam && one.slow_down == 0 && one.flap_ppm == 100_000);
    assert_eq!(network.latency(server(1), server(2)), Span::fixed(Micros(1_000)));
    assert!(network.is_cut(server(1), server(3)), "the ring holds");
}

#[test]
fn servers_and_clocks_have_faults_from_the_beginning_and_by_a_step() {
    let run = run(r#"
until = "3s"
[cluster]
faults = { busy = "100us", stall = "0.1%", stall_for = "50ms..100ms" }
[clock]
offset = "0ms..5s"
drift_ppm = 200
[[steps]]
id = "pause"
at = "1s"
do = [{ pause = "n4" }, { server = { servers = "n3", faults = { busy = "1ms" } } }]
[[steps]]
id = "clock"
after = "500ms"
do = [{ resume = "n4" }, { clock = { servers = ["n1", "n2"], forward = "1s", rate_ppm = -50 } }]
[[steps]]
id = "trap"
after = "500ms"
do = [{ trap = { servers = "n5", point = "after_persist" } }]
"#);
    let world = run.world();
    let server = |id| world.server(NodeId(id)).expect("it exists");
    assert_eq!(server(1).faults().stall_ppm, 1_000);
    assert_eq!(server(3).faults().busy, Span::fixed(Micros(1_000)));
    assert_eq!(server(1).clock().rate_ppm, -50);
    assert!(!server(4).is_paused());
}

/// Everything at once that Raft must bear, with crashes of everybody in turn.
#[test]
fn raft_holds_on_disks_that_tear_and_reorder() {
    let rest = |seed: u64| {
        let mut text = format!(
            "seed = {seed}\nuntil = \"6s\"\n{}",
            r#"
[network.faults]
late = "10%"
late_by = "0ms..200ms"
twice = "10%"
twice_after = "0ms..1s"
[disk]
write = "1ms..20ms"
faults = { sync = "1ms..30ms", stall = "2%", stall_for = "100ms", survive = "40%", torn = "50%", reordered = "50%" }
[cluster]
faults = { stall = "0.5%", stall_for = "50ms..400ms" }
[clock]
drift_ppm = 10000
jump = "2%"
jump_by = "0ms..500ms"
[clients]
count = 3
workload = { pause = "1ms..60ms", keys = 3, reads = "30%" }
"#
        );
        for nth in 0..24 {
            let (server, at) = (nth % 5 + 1, 300 + 200 * nth);
            let kind = if nth % 3 == 0 { "trap" } else { "crash" };
            let target = match kind {
                "trap" => {
                    format!("trap = {{ servers = \"n{server}\", point = \"before_persist\" }}")
                }
                _ => format!("crash = \"n{server}\""),
            };
            text +=
                &format!("[[steps]]\nid = \"a{nth}\"\nat = \"{at}ms\"\ndo = [{{ {target} }}]\n");
            let up = at + 150;
            text += &format!(
                "[[steps]]\nid = \"b{nth}\"\nat = \"{up}ms\"\ndo = [{{ restart = \"n{server}\" }}]\n"
            );
        }
        text
    };
    let mut committed = 0;
    for seed in 0..30 {
        let script = script(&rest(seed)).expect("a scenario that works");
        let mut run = Run::new(&script).expect("it can run");
        while run.peek().is_some_and(|at| at <= script.until) && run.advance(&mut ()) {}
        assert_eq!(run.judges().violations(), [], "seed {seed}");
        let commits = run.world().servers().iter().filter_map(|server| server.node());
        committed += commits.map(|node| node.commit_index().0).max().unwrap_or(0);
    }
    assert!(committed > 600, "{committed} entries in 30 runs");
}

#[test]
fn what_is_written_can_be_read_again_and_defaults_are_left_out() {
    let scenario = Scenario::from_toml(&format!("format = 1\ntitle = \"t\"\n{LINKS}"));
    let scenario = scenario.expect("a scenario");
    assert_eq!(Scenario::from_json(&scenario.to_json()), Ok(scenario));
    for (json, line) in [
        (r#"{"hold":"n1>n2:AppendEntries:3"}"#, "hold n1>n2:AppendEntries:3"),
        (
            r#"{"delay":{"message":"n1>n2:AppendEntries:3.1","by":"40ms"}}"#,
            "delay n1>n2:AppendEntries:3.1 by 40ms",
        ),
        (r#"{"duplicate":"c1>n2:ClientRequest:3"}"#, "duplicate c1>n2:ClientRequest:3"),
        (r#"{"network":{"faults":{"loss":"5%","jam":true}}}"#, "network all ↔ all"),
        (r#"{"bridge":["n3"]}"#, "bridge n3"),
        (r#""ring""#, "ring"),
        (r#"{"pause":"n1"}"#, "pause n1"),
        (r#"{"resume":["n1","n2"]}"#, "resume n1 n2"),
        (r#"{"trap":{"servers":"leader","point":"before_answer"}}"#, "trap leader"),
        (r#"{"trap":{"servers":"leader"}}"#, "disarm leader"),
        (r#"{"server":{"servers":"n1","faults":{"busy":"5ms"}}}"#, "server n1"),
        (r#"{"damage":"n1"}"#, "damage n1"),
        (r#"{"disk":{"servers":"n1","faults":{"stalled":true,"torn":"5%"}}}"#, "disk n1"),
        (r#"{"clock":{"servers":"all","back":"2s","rate_ppm":-7}}"#, "clock all"),
    ] {
        let action = ActionModel::from_json(json).expect(json);
        assert_eq!(action.to_string(), line);
        assert_eq!(serde_json::to_string(&action).expect("JSON"), json);
        action.to_action().expect(json);
    }
}

#[test]
fn what_cannot_be_is_refused_with_its_place() {
    let step = |action: &str| format!("[[steps]]\nid = \"a\"\nat = \"1ms\"\ndo = [{action}]");
    let cases = [
        (
            "[network.faults]\nlate = \"200%\"".to_owned(),
            "network.faults.late (line 4): cannot read \"200%\": expected a percentage",
        ),
        (
            "[network.faults]\nflap = \"2%\"".to_owned(),
            "network.faults: this cannot work (expected flap_every of at least 1ms",
        ),
        (
            "[network.faults]\nspacing = \"3601s\"".to_owned(),
            "network.faults: this cannot work (expected from 0ms to 3600000ms",
        ),
        (
            "[[network.links]]\nbetween = [\"n1\", \"n2\"]\nfaults = { blocked = [\"Append\"] }"
                .to_owned(),
            "network.links[0].faults.blocked[0]: \"Append\" is no kind of message (expected one of",
        ),
        (
            step("{ network = { faults = { slow_down = 1001 } } }"),
            "steps[0].do[0].network.faults: this cannot work (expected slow_down of at most 1000",
        ),
        (step("{ network = { faults = { lag = \"1ms\" } } }"), "unknown field `lag`"),
        (
            "[disk.faults]\nsync = \"2h\"".to_owned(),
            "disk.faults.sync (line 4): cannot read \"2h\": expected a duration",
        ),
        (
            step("{ disk = { servers = \"n1\", faults = { sync = \"4000s\" } } }"),
            "steps[0].do[0].disk.faults: this cannot work (expected from 0ms to 3600000ms",
        ),
        (
            "[clock]\ndrift_ppm = 1000000".to_owned(),
            "clock: this cannot work (expected drift_ppm of at most 900000",
        ),
        (
            step("{ clock = { servers = \"n1\", rate_ppm = -1000000 } }"),
            "steps[0].do[0].clock.rate_ppm: this cannot work (expected from -900000 to 900000",
        ),
        (step("{ trap = { servers = \"n1\", point = \"now\" } }"), "unknown variant `now`"),
        (step("{ bridge = \"n9\" }"), "steps[0].do[0]: there is no n9"),
        (step("{ hold = \"n1>n2\" }"), "steps[0].do[0]: \"n1>n2\" is not the name of a message"),
        (
            "[network.faults]\nshape = \"long_tail\"\n[[choices]]\nlatency = \"7ms\"\n\
             message = \"n1>n2:AppendEntries:1\""
                .to_owned(),
            "choices[0].latency: this link's latency cannot be chosen",
        ),
    ];
    for (rest, expected) in cases {
        let problem = script(&rest).expect_err(&rest);
        assert!(problem.contains(expected), "{rest}\n{problem}");
    }
}
