//! What the extensions of Raft do to a whole cluster: each story told with a switch on and off.

use raft_scenario::{Run, Scenario};
use serde_json::{Value, json};

/// Plays a cluster of `servers` with these further fields of `cluster`, and asserts every step.
fn play(servers: u8, cluster: &Value, steps: &Value) -> Run {
    play_with(servers, cluster, &json!({}), steps)
}

/// The same with these further fields of `clients`.
fn play_with(servers: u8, cluster: &Value, clients: &Value, steps: &Value) -> Run {
    let mut scenario = json!({
        "format": 1, "title": "t", "until": "5s",
        "cluster": { "servers": servers, "election_timeout": "150ms..300ms" },
        "network": { "latency": "10ms" },
        "clients": { "count": 2, "latency": "10ms" },
        "steps": [{ "id": "n1-runs", "at": "0ms", "do": [
            { "set_timer": { "servers": "n1", "remaining": "10ms" } },
        ] }],
    });
    for (key, value) in cluster.as_object().expect("fields") {
        scenario["cluster"][key] = value.clone();
    }
    for (key, value) in clients.as_object().expect("fields") {
        scenario["clients"][key] = value.clone();
    }
    let more = steps.as_array().expect("steps").clone();
    scenario["steps"].as_array_mut().expect("steps").extend(more);
    let scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
    let script = scenario.compile().expect("it can run");
    let mut run = Run::new(&script).expect("it can begin");
    run.advance_to(script.until, &mut ());
    assert_eq!(run.troubles(), []);
    assert_eq!(run.fired().len(), script.steps.len(), "a step never comes");
    assert_eq!(run.judges().violations(), []);
    run
}

#[test]
fn a_transfer_changes_the_leader_without_waiting_for_a_timeout() {
    play(
        3,
        &json!({}),
        &json!([
            { "id": "n1-leads", "when": { "elected": "n1" } },
            { "id": "hand-over", "after": "100ms", "do": [{ "transfer": { "to": "n3" } }] },
            { "id": "n3-leads", "after": "60ms", "expect": [{ "leader": "n3" },
                { "term": { "server": "n1", "is": 2 } }] },
        ]),
    );
}

#[test]
fn only_a_leader_can_hand_over() {
    let script = Scenario::from_json(
        &json!({ "format": 1, "title": "t", "cluster": { "servers": 3 } }).to_string(),
    );
    let script = script.and_then(Scenario::compile).expect("it can run");
    let mut run = Run::new(&script).expect("it can begin");
    let action = |json: &str| {
        let action = raft_scenario::ActionModel::from_json(json).expect("an action");
        action.to_action().expect("an action")
    };
    let told = |problem: Result<(), raft_sim::ActionError>| problem.unwrap_err().to_string();
    let from_n2 = action(r#"{"transfer":{"from":"n2","to":"n3"}}"#);
    assert_eq!(told(run.act(&from_n2, &mut ())), "n2 does not lead");
    let from_leader = action(r#"{"transfer":{"to":"n3"}}"#);
    assert!(told(run.act(&from_leader, &mut ())).contains("lead"));
}

/// n3 is cut off, and comes back.
fn a_server_comes_back(cluster: &Value) -> Run {
    play(
        3,
        cluster,
        &json!([
            { "id": "n1-leads", "when": { "elected": "n1" } },
            { "id": "apart", "after": "100ms", "do": [{ "partition": [["n3"], "rest"] }] },
            { "id": "together", "after": "1500ms", "do": ["heal_all"] },
            { "id": "later", "after": "1s" },
        ]),
    )
}

#[test]
fn a_server_that_comes_back_deposes_the_leader_unless_it_asks_first() {
    let term = |run: &Run| {
        let node = run.world().server(raft_core::NodeId(1)).and_then(|server| server.node());
        node.expect("it runs").current_term().0
    };
    assert!(term(&a_server_comes_back(&json!({}))) > 1);
    assert_eq!(term(&a_server_comes_back(&json!({ "pre_vote": true }))), 1);
}

/// Nobody's answers reach the leader.
fn a_leader_that_is_not_heard(cluster: &Value) -> Run {
    play(
        3,
        cluster,
        &json!([
            { "id": "n1-leads", "when": { "elected": "n1" } },
            { "id": "deaf", "after": "100ms", "do": [
                { "cut": { "from": ["n2", "n3"], "to": "n1", "one_way": true } },
            ] },
            { "id": "later", "after": "2s" },
        ]),
    )
}

#[test]
fn a_leader_that_can_only_send_stays_for_ever_unless_it_checks_its_quorum() {
    let leader = |run: &Run| run.world().leader().expect("somebody leads").0;
    assert_eq!(leader(&a_leader_that_is_not_heard(&json!({}))), 1);
    assert_ne!(leader(&a_leader_that_is_not_heard(&json!({ "check_quorum": true }))), 1);
}

/// A write, then a partition that leaves the old leader alone, another write on the other side, and
/// a read at the old leader. What the reader has been told soon after.
fn told_by_the_old_leader(reads: &str) -> Option<raft_sim::Outcome> {
    let run = play(
        3,
        &json!({}),
        &json!([
            { "id": "n1-leads", "when": { "elected": "n1" } },
            { "id": "write", "do": [{ "put": { "key": "x", "value": "1", "via": "n1" } }] },
            { "id": "apart", "after": "200ms", "do": [{ "partition": [["n1"], "rest"] }] },
            { "id": "write-again", "after": "1s", "do": [
                { "put": { "key": "x", "value": "2", "via": "n2" } },
            ], "expect": [{ "role": { "server": "n1", "is": "leader" } }] },
            { "id": "ask", "after": "500ms", "do": [
                { "get": { "client": "c2", "key": "x", "via": "n1", "reads": reads } },
            ] },
            { "id": "soon", "after": "100ms" },
        ]),
    );
    let soon = run.fired().last().expect("the last step").position;
    let client = run.world().clients().last().expect("a second client");
    let answered = client.answered().find(|answered| answered.at <= soon.time);
    answered.map(|answered| answered.outcome.clone())
}

#[test]
fn only_a_stale_read_is_answered_by_a_leader_that_is_none() {
    assert_eq!(told_by_the_old_leader("log"), None);
    assert_eq!(told_by_the_old_leader("read_index"), None);
    assert_eq!(told_by_the_old_leader("lease"), None);
    let stale = told_by_the_old_leader("stale");
    assert_eq!(stale, Some(raft_sim::Outcome::Ok(Some("1".into()))), "and it is out of date");
}

#[test]
fn a_read_without_an_entry_sees_what_was_written_and_leaves_no_trace() {
    for reads in ["read_index", "lease", "stale"] {
        let cluster = json!({ "reads": reads, "leader_stickiness": true, "lease_reads": true });
        play(
            3,
            &cluster,
            &json!([
                { "id": "n1-leads", "when": { "elected": "n1" } },
                { "id": "write", "after": "100ms", "do": [
                    { "put": { "key": "x", "value": "1", "via": "n1" } },
                    { "get": { "key": "x", "via": "n1" } },
                ] },
                { "id": "done", "after": "500ms", "expect": [
                    { "answered": { "client": "c1", "operation": 2, "is": "ok", "value": "1" } },
                    { "commit": { "server": "n1", "is": 2 } },
                ] },
            ]),
        );
    }
}

#[test]
fn a_read_that_is_asked_for_again_gets_the_value_both_times() {
    // The first answer is lost on its way, the client asks the same server again.
    let run = play(
        1,
        &json!({ "reads": "read_index" }),
        &json!([
            { "id": "n1-leads", "when": { "elected": "n1" } },
            { "id": "write", "do": [{ "put": { "key": "x", "value": "1" } }] },
            { "id": "ask", "after": "300ms", "do": [{ "get": { "key": "x" } }] },
        ]),
    );
    let client = run.world().clients().first().expect("a client");
    let outcomes: Vec<_> = client.answered().map(|answered| answered.outcome.clone()).collect();
    assert_eq!(outcomes, [raft_sim::Outcome::Ok(None), raft_sim::Outcome::Ok(Some("1".into()))]);
}

#[test]
fn a_lease_needs_stickiness_and_the_scenario_says_so() {
    let lease = json!({ "format": 1, "title": "t", "cluster": { "lease_reads": true } });
    let problem = Scenario::from_json(&lease.to_string()).and_then(Scenario::compile);
    let problem = problem.map(|_| ()).expect_err("it cannot work").to_string();
    assert!(problem.contains("stickiness"), "{problem}");
}

#[test]
fn a_window_lets_the_next_append_go_before_the_answer_has_come() {
    // 10 ms to the leader, 10 ms to n2: an answer would take 10 ms more.
    for (window, has) in [(1, "1@1 2@1"), (2, "1@1 2@1 3@1")] {
        play(
            3,
            &json!({ "append_window": window, "entries_per_append": 1 }),
            &json!([
                { "id": "n1-leads", "when": { "elected": "n1" } },
                { "id": "writes", "after": "200ms", "do": [
                    { "put": { "key": "x", "value": "1", "via": "n1" } },
                    { "put": { "client": "c2", "key": "y", "value": "1", "via": "n1" } },
                ] },
                { "id": "soon", "after": "22ms", "expect": [{ "log": { "server": "n2", "is": has } }] },
            ]),
        );
    }
}

/// A client adds 1. The entry is committed, and the leader's answer is dropped: the client asks again.
fn asked_twice(sessions: bool) -> Run {
    let reply = if sessions { "n1>c1:ClientReply:2" } else { "n1>c1:ClientReply:1" };
    play_with(
        3,
        &json!({}),
        &json!({ "sessions": sessions }),
        &json!([
            { "id": "n1-leads", "when": { "elected": "n1" } },
            { "id": "add", "after": "100ms", "do": [{ "add": { "key": "x", "amount": 1, "via": "n1" } }] },
            { "id": "answer", "when": { "sent": { "kind": "ClientReply", "nth": if sessions { 2 } else { 1 } } },
              "do": [{ "drop": reply }] },
        ]),
    )
}

#[test]
fn a_retry_is_executed_once_with_a_session_and_twice_without() {
    let sum = |run: &Run| {
        let server = run.world().server(raft_core::NodeId(1)).expect("n1");
        server.process().expect("it runs").machine.get("x").map(ToString::to_string)
    };
    let (with, without) = (asked_twice(true), asked_twice(false));
    assert_eq!(sum(&with).as_deref(), Some("1"));
    assert_eq!(sum(&without).as_deref(), Some("2"));
    let entries = |run: &Run| {
        let log = run.world().server(raft_core::NodeId(1)).expect("n1").log();
        log.iter_from(log.first_index())
            .filter(|entry| entry.payload.to_string().contains("x+=1"))
            .count()
    };
    assert_eq!((entries(&with), entries(&without)), (2, 2), "it stands in the log twice in both");
    let told = with.world().clients()[0].answered().last().expect("an answer").outcome.clone();
    assert_eq!(told, raft_sim::Outcome::Ok(Some("1".into())), "the answer comes from the table");
}

#[test]
fn a_command_of_a_closed_session_is_not_executed_and_the_client_opens_another() {
    let run = play_with(
        3,
        &json!({}),
        &json!({ "sessions": true }),
        &json!([
            { "id": "n1-leads", "when": { "elected": "n1" } },
            { "id": "add", "after": "100ms", "do": [{ "add": { "key": "x", "amount": 1, "via": "n1" } }] },
            { "id": "close", "after": "500ms", "do": [{ "expire_sessions": "leader" }] },
            { "id": "again", "after": "500ms", "do": [{ "add": { "key": "x", "amount": 1 } }] },
            { "id": "anew", "after": "500ms", "do": [{ "add": { "key": "x", "amount": 1 } }] },
        ]),
    );
    let outcomes: Vec<_> =
        run.world().clients()[0].answered().map(|answered| answered.outcome.clone()).collect();
    use raft_sim::Outcome::{Failed, Ok};
    assert_eq!(outcomes, [Ok(None), Ok(Some("1".into())), Failed, Ok(None), Ok(Some("2".into()))]);
}

/// The leader that has counted n3's copies once never takes that back; the next leader asks anew.
#[test]
fn a_wiped_follower_is_caught_up_by_a_snapshot() {
    let writes = json!([
        { "put": { "key": "x", "value": "1", "via": "n1" } },
        { "put": { "key": "y", "value": "2", "via": "n1" } },
    ]);
    let run = play(
        3,
        &json!({ "snapshot_chunk": 4 }),
        &json!([
            { "id": "n1-leads", "when": { "elected": "n1" } },
            { "id": "write", "after": "100ms", "do": writes },
            { "id": "compact", "after": "600ms", "do": [{ "take_snapshot": ["n1", "n2"] }] },
            { "id": "wipe", "after": "50ms", "do": [{ "wipe": "n3" }] },
            { "id": "back", "after": "50ms", "do": [{ "restart": "n3" }] },
            { "id": "next-leader", "after": "200ms", "do": [{ "transfer": { "to": "n2" } }],
              "expect": [{ "commit": { "server": "n3", "is": 0 } }] },
            { "id": "caught-up", "after": "500ms", "expect": [
                { "value": { "server": "n3", "key": "x", "is": "1" } },
                { "value": { "server": "n3", "key": "y", "is": "2" } },
                { "commit": { "server": "n3", "is": 4 } },
            ] },
        ]),
    );
    let log = run.world().server(raft_core::NodeId(3)).expect("n3").log();
    assert_eq!(
        log.first_index(),
        raft_core::Index(4),
        "it has the snapshot instead of the entries"
    );
}

#[test]
fn a_server_outside_the_configuration_neither_votes_nor_runs() {
    let run = play(
        4,
        &json!({ "voters": ["n1", "n2", "n3"] }),
        &json!([
            { "id": "n1-leads", "when": { "elected": "n1" } },
            { "id": "later", "after": "2s", "expect": [{ "term": { "server": "n4", "is": 0 } }] },
        ]),
    );
    assert!(run.world().server(raft_core::NodeId(4)).expect("n4").log().is_empty());
}

#[test]
fn a_cluster_grows_from_three_to_five_through_both_majorities_under_load() {
    let run = play_with(
        5,
        &json!({ "voters": ["n1", "n2", "n3"] }),
        &json!({ "workload": { "pause": "5ms..20ms", "keys": 3, "reads": "20%" } }),
        &json!([
            { "id": "n1-leads", "when": { "elected": "n1" } },
            { "id": "grow", "after": "300ms", "do": [{ "change": { "add": ["n4", "n5"] } }] },
            { "id": "later", "after": "1s" },
            { "id": "two-down", "do": [{ "crash": ["n1", "n2"] }] },
            { "id": "elected", "after": "2s" },
        ]),
    );
    let leader = run.world().leader().expect("three of five elect one").0;
    assert!((3..=5).contains(&leader));
    let node = run.world().server(raft_core::NodeId(leader)).expect("it").node().expect("runs");
    assert_eq!(node.configuration().to_string(), "{n1 n2 n3 n4 n5}");
    let answered =
        run.world().clients().iter().map(|client| client.answered().count()).sum::<usize>();
    assert_eq!(answered, 10, "clients are served all the time");
}

#[test]
fn a_learner_is_caught_up_before_it_votes() {
    play(
        4,
        &json!({ "voters": ["n1", "n2", "n3"] }),
        &json!([
            { "id": "n1-leads", "when": { "elected": "n1" } },
            { "id": "write", "after": "100ms", "do": [{ "put": { "key": "x", "value": "1", "via": "n1" } }] },
            { "id": "learn", "after": "200ms", "do": [{ "change": { "learner": "n4" } }] },
            { "id": "caught-up", "after": "300ms", "do": [{ "change": { "promote": "n4" } }],
              "expect": [{ "value": { "server": "n4", "key": "x", "is": "1" } }] },
            { "id": "it-votes", "after": "300ms", "do": [{ "crash": ["n1"] }, { "time_out": "n4" }] },
            { "id": "it-may-lead", "after": "200ms", "expect": [{ "leader": "n4" }] },
        ]),
    );
}

#[test]
fn a_removed_leader_steps_down_and_the_others_go_on() {
    let run = play(
        3,
        &json!({}),
        &json!([
            { "id": "n1-leads", "when": { "elected": "n1" } },
            { "id": "remove", "after": "100ms", "do": [{ "change": { "remove": "n1" } }] },
            { "id": "later", "after": "1s" },
        ]),
    );
    assert!([2, 3].contains(&run.world().leader().expect("somebody else leads").0));
}

#[test]
fn a_change_of_nothing_is_refused_with_what_was_expected() {
    let problem = raft_scenario::ActionModel::from_json(r#"{"change":{}}"#)
        .and_then(|action| action.to_action())
        .expect_err("it changes nothing");
    assert!(problem.to_string().contains("add, learner, promote, demote or remove"), "{problem}");
}
