//! Numbers and sets at the edge of what can be written, and beyond: each is refused with a sentence
//! that says what, where and what was expected, or the cluster runs with it.

use raft_scenario::{Run, Scenario};

/// Ten seconds of a busy cluster have far fewer events; what spins has far more.
const MANY_EVENTS: u32 = 100_000;

/// The largest number that a page can hold.
const LARGEST: u64 = (1 << 53) - 1;

/// How a run went: how far it has committed, and what a step or a judge has against it.
type Played = (u64, Vec<String>);

/// Three servers with these further fields of `cluster`, a follower that comes back with an empty
/// disk, and further steps.
fn play(cluster: &str, steps: &str) -> Result<Played, String> {
    let text = format!(
        r#"{{ "format": 1, "title": "t", "until": "10s", "seed": 4,
        "cluster": {{ "servers": 3{cluster} }},
        "clients": {{ "count": 2, "workload": {{ "pause": "10ms..60ms", "keys": 3, "reads": "30%" }} }},
        "steps": [
            {{ "id": "n1-leads", "at": "0ms", "do": [{{ "time_out": "n1" }}] }},
            {{ "id": "down", "at": "1s", "do": [{{ "crash": "n2" }}] }},
            {{ "id": "snapshot", "at": "2500ms", "do": [{{ "take_snapshot": "n1" }}] }},
            {{ "id": "back", "at": "3s", "do": [{{ "wipe": "n2" }}, {{ "restart": "n2" }}] }},
            {{ "id": "read", "at": "4s", "do": [{{ "get": {{ "key": "k", "reads": "lease" }} }}] }}{steps}
        ] }}"#
    );
    let script = Scenario::from_json(&text).and_then(Scenario::compile);
    let script = script.map_err(|problem| problem.to_string())?;
    let mut run = Run::new(&script).map_err(|problem| problem.to_string())?;
    while run.peek().is_some_and(|at| at <= script.until) && run.advance(&mut ()) {
        let (events, at) = (run.world().events().0, run.position().time);
        assert!(events < MANY_EVENTS, "{cluster} {steps}: {events} events by {at}");
    }
    let nodes = run.world().servers().iter().filter_map(|server| server.node());
    let committed = nodes.map(|node| node.commit_index().0).max().unwrap_or_default();
    let troubles = run.troubles().iter().map(|trouble| trouble.message.clone());
    let violations = run.judges().violations().iter().map(|found| format!("{found:?}"));
    Ok((committed, troubles.chain(violations).collect()))
}

/// Plays the same with this step, in the middle.
fn act(action: &str) -> Result<Played, String> {
    play("", &format!(r#", {{ "id": "x", "at": "5s", "do": [{action}] }}"#))
}

#[test]
fn a_cluster_works_with_the_largest_and_the_smallest_numbers() {
    for option in [
        r#""append_window": 4294967295"#,
        r#""entries_per_append": 4294967295, "bytes_per_append": LARGEST"#,
        r#""entries_per_append": 1, "bytes_per_append": 0"#,
        r#""uncommitted_bytes": LARGEST"#,
        r#""uncommitted_bytes": 0"#,
        r#""snapshot_after": LARGEST"#,
        r#""snapshot_after": 1"#,
        r#""snapshot_after": 1, "snapshot_keep": LARGEST"#,
        r#""snapshot_after": 3, "snapshot_chunk": 0"#,
        r#""snapshot_after": 3, "snapshot_chunk": 1"#,
        r#""snapshot_after": 3, "snapshot_chunk": 4294967295"#,
        r#""clock_drift_ppm": 4294967295"#,
        r#""leader_stickiness": true, "lease_reads": true, "clock_drift_ppm": 4294967295"#,
        r#""leader_stickiness": true, "lease_reads": true, "clock_drift_ppm": 0"#,
        // Leases are asked for and never had: every read is confirmed.
        r#""reads": "lease""#,
        r#""heartbeat": "3600s""#,
        r#""heartbeat": "5ms""#,
    ] {
        let option = option.replace("LARGEST", &LARGEST.to_string());
        let played = play(&format!(", {option}"), "");
        let (committed, wrong) = played.unwrap_or_else(|problem| panic!("{option}: {problem}"));
        assert!(committed > 100, "{option}: {committed} entries are committed");
        assert_eq!(wrong, Vec::<String>::new(), "{option}");
    }
}

#[test]
fn what_is_no_such_number_is_refused() {
    for (option, expected) in [
        (
            r#""snapshot_keep": 18446744073709551615"#,
            "cluster.snapshot_keep: 18446744073709551615 is too large (expected below 2^53)",
        ),
        (
            r#""snapshot_after": 9007199254740992"#,
            "cluster.snapshot_after: 9007199254740992 is too large (expected below 2^53)",
        ),
        (r#""bytes_per_append": 9007199254740992"#, "cluster.bytes_per_append: "),
        (r#""uncommitted_bytes": 9007199254740992"#, "cluster.uncommitted_bytes: "),
        (
            r#""snapshot_keep": 18446744073709551616"#,
            "cluster.snapshot_keep: invalid type: floating point",
        ),
        (r#""snapshot_keep": -1"#, "cluster.snapshot_keep: invalid value: integer `-1`"),
        (r#""snapshot_keep": 1.5"#, "cluster.snapshot_keep: invalid type: floating point `1.5`"),
        (r#""snapshot_keep": 1e3"#, "cluster.snapshot_keep: invalid type: floating point"),
        (r#""snapshot_keep": "7""#, "cluster.snapshot_keep: invalid type: string \"7\""),
        (r#""snapshot_keep": null"#, "cluster.snapshot_keep: invalid type: null"),
        (r#""snapshot_chunk": 4294967296"#, "cluster.snapshot_chunk: invalid value: integer"),
        (r#""append_window": 0"#, "cluster.append_window: this cannot work (expected at least 1"),
        (r#""append_window": 4294967296"#, "cluster.append_window: invalid value: integer"),
        (r#""entries_per_append": 0"#, "cluster.entries_per_append: this cannot work"),
        (
            r#""lease_reads": true"#,
            "cluster.lease_reads: this cannot work (expected leader_stickiness as well",
        ),
        (r#""election_timeout": "0ms""#, "cluster.election_timeout: this cannot work"),
        (r#""election_timeout": "999999999999s""#, "cluster.election_timeout: this cannot work"),
        (
            r#""reads": "quickly""#,
            "cluster.reads: unknown variant `quickly`, expected one of `log`",
        ),
    ] {
        let found = play(&format!(", {option}"), "").expect_err(option);
        assert!(
            found.contains(expected),
            "{option}\n   expected: {expected}\n      found: {found}"
        );
    }
    let choice = r#"{ "format": 1, "title": "t", "choices":
        [{ "server": "n1", "term": 9007199254740992, "election_timeout": "200ms" }] }"#;
    let found = Scenario::from_json(choice).and_then(Scenario::compile).map(|_| ());
    let found = found.expect_err("a term that no page can hold").to_string();
    assert_eq!(found, "choices[0].term: 9007199254740992 is too large (expected below 2^53)");
}

#[test]
fn voters_are_servers_and_each_is_one() {
    for (voters, expected) in [
        ("[]", "cluster.voters: this cannot work (expected at least one server)"),
        (
            r#"["n1", "n3", "n1"]"#,
            "cluster.voters[2]: n1 cannot vote twice (expected each server once)",
        ),
        (r#"["n4"]"#, "cluster.voters[0]: there is no server n4 (expected n1 to n3)"),
        (r#"["n0"]"#, "cluster.voters[0]: \"n0\" is not a server (expected a server such as"),
        (r#"["c1"]"#, "cluster.voters[0]: \"c1\" is not a server"),
        (r#"["n99999999999999999999"]"#, "cluster.voters[0]: \"n99999999999999999999\" is not"),
    ] {
        let found = play(&format!(", \"voters\": {voters}"), "").expect_err(voters);
        assert!(
            found.contains(expected),
            "{voters}\n   expected: {expected}\n      found: {found}"
        );
    }
}

#[test]
fn an_action_that_can_never_act_is_refused_before_the_run() {
    for (action, expected) in [
        (r#"{ "change": {} }"#, "steps[5].do[0]: this changes nothing (expected add, learner,"),
        (r#"{ "change": { "add": [], "remove": [] } }"#, "steps[5].do[0]: this changes nothing"),
        (r#"{ "change": { "add": "n4" } }"#, "steps[5].do[0]: there is no n4 (expected servers"),
        (r#"{ "change": { "add": "n10" } }"#, "steps[5].do[0]: there is no n10"),
        (r#"{ "add": { "key": "n", "amount": 4294967296 } }"#, "steps[5].do[0].add.amount: "),
        (r#"{ "add": { "key": "n", "amount": -1 } }"#, "steps[5].do[0].add.amount: "),
        (r#"{ "get": { "key": "n", "client": "c0" } }"#, "steps[5].do[0]: \"c0\" is not a client"),
        (r#"{ "drop": "n1>n2:AppendEntries:4294967296" }"#, "is not the name of a message"),
        (r#"{ "set_loss": "-1%" }"#, "steps[5].do[0].set_loss: cannot read \"-1%\""),
    ] {
        let found = act(action).expect_err(action);
        assert!(
            found.contains(expected),
            "{action}\n   expected: {expected}\n      found: {found}"
        );
    }
}

#[test]
fn an_action_that_cannot_act_when_its_moment_comes_does_nothing() {
    for (action, expected) in [
        (r#"{ "change": { "add": "rest" } }"#, "is meant for the last side of a partition"),
        (r#"{ "transfer": { "to": "all" } }"#, "exactly one server is needed here"),
        (r#"{ "leave_joint": "all" }"#, "exactly one server is needed here"),
        (r#"{ "expire_sessions": "n2" }"#, "n2 does not lead"),
        (r#"{ "partition": [] }"#, "a partition needs at least one side"),
        (r#"{ "drop": "n1>n2:AppendEntries:0" }"#, "no message n1>n2:AppendEntries:0 is on"),
    ] {
        let (committed, troubles) = act(action).expect(action);
        assert!(committed > 100 && troubles.len() == 1, "{action}: {committed}, {troubles:?}");
        assert!(troubles[0].contains(expected), "{action}: {}", troubles[0]);
    }
}

#[test]
fn what_a_leader_refuses_leaves_the_cluster_working() {
    for action in [
        r#"{ "change": { "remove": "all" } }"#,
        r#"{ "change": { "demote": ["n1", "n2", "n3"] } }"#,
        r#"{ "change": { "add": ["n1", "n1", "n1"] } }"#,
        r#"{ "change": { "add": "n1", "remove": "n1" } }"#,
        r#"{ "transfer": { "to": "leader" } }"#,
        r#"{ "leave_joint": "leader" }"#,
        r#"{ "crash": [] }"#,
        r#"{ "partition": [[], []] }"#,
        r#"{ "set_timer": { "servers": "all", "remaining": "999999999999s" } }"#,
        r#"{ "set_timer": { "servers": "all", "remaining": "0ms" } }"#,
        r#"{ "add": { "key": "k0", "amount": 4294967295 } }"#,
    ] {
        let (committed, wrong) = act(action).expect(action);
        assert!(committed > 100, "{action}: {committed} entries are committed");
        assert_eq!(wrong, Vec::<String>::new(), "{action}");
    }
}
