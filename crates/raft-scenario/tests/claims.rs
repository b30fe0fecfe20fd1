//! Claims about a stretch of a run, conditions about how things are, and the same story with other rules.

use raft_scenario::{Run, Scenario};
use serde_json::{Value, json};

/// A cluster that n1 leads after some 50 ms, with these steps and these claims at the end.
fn script(steps: &Value, expect: &Value) -> Value {
    json!({
        "format": 1, "title": "t", "until": "1s",
        "cluster": { "election_timeout": "150ms..300ms" },
        "network": { "latency": "10ms" },
        "clients": { "count": 1, "latency": "10ms" },
        "steps": [
            { "id": "n1-runs", "do": [{ "set_timer": { "servers": "n1", "remaining": "10ms" } }] },
            steps,
        ],
        "expect": expect,
    })
}

/// What is wrong with a run, step by step and at the end.
fn wrong(scenario: &Value) -> Vec<String> {
    let scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
    let script = scenario.compile().expect("it can run");
    let mut run = Run::new(&script).expect("it can begin");
    run.advance_to(script.until, &mut ());
    let mut wrong: Vec<String> = run
        .troubles()
        .iter()
        .map(|trouble| format!("{} at {}: {}", trouble.id, trouble.position.time, trouble.message))
        .collect();
    wrong.extend(run.test(&script.scenario.expect).err().unwrap_or_default());
    if run.fired().len() < script.steps.len() {
        wrong.push("a step never comes".to_owned());
    }
    wrong
}

fn refused(scenario: &Value) -> String {
    let compiled = Scenario::from_json(&scenario.to_string()).and_then(Scenario::compile);
    compiled.expect_err("it is refused").to_string()
}

const CRASH: &str = "the-crash";

/// The leader crashes at 200 ms, with this claim.
fn crashing(claim: &Value) -> Value {
    json!({ "id": CRASH, "at": "200ms", "do": [{ "crash": "n1" }], "expect": [claim] })
}

fn eventually(within: &str, that: &Value) -> Value {
    json!({ "eventually": { "within": within, "that": that } })
}

#[test]
fn what_comes_in_time_is_kept_and_what_comes_too_late_is_told_when_it_is_late() {
    let n1_is_down = json!({ "role": { "server": "n1", "is": "down" } });
    let none = json!({ "leader": "none" });
    let at_once = crashing(&eventually("0ms", &n1_is_down));
    assert_eq!(wrong(&script(&at_once, &json!([]))), [""; 0]);
    // A new leader needs an election timeout; until then nobody leads.
    let elected = json!({ "term": { "server": "n2", "is": 2 } });
    assert_eq!(wrong(&script(&crashing(&eventually("700ms", &elected)), &json!([]))), [""; 0]);
    let late = wrong(&script(&crashing(&eventually("50ms", &elected)), &json!([])));
    let [late] = &late[..] else { panic!("{late:?}") };
    assert!(late.contains("it did not come to be so by 250ms: n2: its term"), "{late}");
    assert!(late.starts_with(CRASH));
    // At the end: from the start.
    let end = |within: &str| json!([eventually(within, &json!({ "leader": "n1" }))]);
    assert_eq!(wrong(&script(&crashing(&none), &end("500ms"))), [""; 0]);
    let late = wrong(&script(&crashing(&none), &end("10ms")));
    assert!(late[0].starts_with("expect[0]: it did not come to be so by 10ms"), "{late:?}");
}

#[test]
fn what_has_no_time_left_to_come_is_wrong() {
    let never_comes = json!({ "term": { "server": "n3", "is": 99 } });
    let late = wrong(&script(&crashing(&eventually("10s", &never_comes)), &json!([])));
    let [late] = &late[..] else { panic!("{late:?}") };
    assert!(late.starts_with("steps[1].expect[0]: it did not come to be so by 10200ms"), "{late}");
}

#[test]
fn what_never_is_may_not_be_for_a_moment() {
    let n1_leads = json!({ "leader": "n1" });
    let never = json!({ "never": n1_leads });
    assert_eq!(wrong(&script(&crashing(&never), &json!([]))), [""; 0], "only from the step on");
    let broken = wrong(&script(&crashing(&json!({ "leader": "none" })), &json!([never])));
    assert!(broken[0].starts_with("expect[0]: it came to be so at"), "{broken:?}");
    // What a hand does counts, and what comes after the end of the story does not.
    let down = json!({ "never": { "role": { "server": "n1", "is": "down" } } });
    assert_eq!(wrong(&script(&crashing(&down), &json!([]))).len(), 1);
    let mut ends_before = script(&crashing(&json!({ "leader": "none" })), &json!([down]));
    assert_eq!(wrong(&ends_before).len(), 1);
    ends_before["steps"][1]["at"] = json!("990ms");
    ends_before["until"] = json!("980ms");
    assert_eq!(wrong(&ends_before), ["a step never comes"]);
}

#[test]
fn things_that_happen_in_order_happen_in_this_order() {
    let elected = |server: &str| json!({ "elected": server });
    let crashed = json!({ "crashed": "n1" });
    let order = |conditions: Value| {
        let claim = json!([{ "order": conditions }]);
        wrong(&script(&crashing(&json!({ "leader": "none" })), &claim))
    };
    assert_eq!(order(json!([elected("n1"), crashed, elected("any")])), [""; 0]);
    let told = order(json!([elected("n1"), elected("any"), crashed]));
    assert_eq!(told, ["expect[0]: of 3 things in order, 2 happened"]);
}

/// A claim that nothing can meet would hold for ever as something that is never so.
#[test]
fn what_nothing_can_be_is_never_claimed() {
    let never = |claim: Value| {
        let claims = json!([{ "never": claim }]);
        refused(&script(&crashing(&json!({ "leader": "none" })), &claims))
    };
    assert_eq!(
        never(json!({ "role": { "server": "n1", "is": "leadr" } })),
        "expect[0].never.is: nothing is ever \"leadr\" here \
         (expected one of follower, precandidate, candidate, leader, down)"
    );
    let ended = never(json!({ "answered": { "client": "c1", "operation": 1, "is": "lost" } }));
    assert!(ended.ends_with("(expected one of ok, failed, unknown)"), "{ended}");
    let log = never(json!({ "log": { "server": "n1", "is": "1@1 2" } }));
    assert_eq!(log, "expect[0].never.is: \"2\" is no entry (expected index@term, such as 3@2)");
    let nobody = "there is no n9 (expected servers n1 to n5, clients c1 to c1)";
    assert_eq!(never(json!({ "leader": "n9" })), format!("expect[0].never: {nobody}"));
    let vote = never(json!({ "voted": { "server": "n1", "is": "n9" } }));
    assert_eq!(vote, format!("expect[0].never: {nobody}"));
}

/// Nobody would ever see a step that waits for a server which there is not.
#[test]
fn nobody_waits_for_who_will_never_be_there() {
    let waits = |when: Value| refused(&script(&json!({ "id": "a", "when": when }), &json!([])));
    let nobody =
        |who: &str| format!("there is no {who} (expected servers n1 to n5, clients c1 to c1)");
    assert_eq!(waits(json!({ "elected": "n9" })), format!("steps[1].when: {}", nobody("n9")));
    let term = waits(json!({ "term": { "server": "n6", "at_least": 2 } }));
    assert_eq!(term, format!("steps[1].when: {}", nobody("n6")));
    let sent = waits(json!({ "sent": { "from": "n1", "to": "c2" } }));
    assert_eq!(sent, format!("steps[1].when: {}", nobody("c2")));
    let answered = waits(json!({ "answered": { "client": "c2" } }));
    assert_eq!(answered, format!("steps[1].when.client: {}", nobody("c2")));
    let order = json!([{ "order": [{ "crashed": "n1" }, { "crashed": "n9" }] }]);
    let order = refused(&script(&crashing(&json!({ "leader": "none" })), &order));
    assert_eq!(order, format!("expect[0].order[1]: {}", nobody("n9")));
}

#[test]
fn a_claim_that_makes_no_sense_is_refused_with_its_place() {
    let at_end =
        |claim: Value| refused(&script(&crashing(&json!({ "leader": "none" })), &json!([claim])));
    let never = json!({ "never": { "leader": "n1" } });
    assert!(
        at_end(json!({ "never": never })).starts_with("expect[0].never: this is a claim about")
    );
    assert!(at_end(eventually("1s", &never)).starts_with("expect[0].eventually.that: this is"));
    assert!(at_end(json!({ "order": [] })).starts_with("expect[0].order: nothing is in order"));
    let state = at_end(json!({ "order": [{ "settled": true }] }));
    assert!(state.starts_with("expect[0].order[0]: this is nothing that happens"), "{state}");
    let in_step =
        refused(&script(&crashing(&json!({ "order": [{ "elected": "n1" }] })), &json!([])));
    assert!(in_step.contains("an order is about all of the run"), "{in_step}");
    let step = |when: Value| refused(&script(&json!({ "id": "a", "when": when }), &json!([])));
    assert!(step(json!({ "settled": false })).contains("somebody waits most of the time"));
    assert!(step(json!({ "violated": "Luck" })).contains("there is no property \"Luck\""));
    let entry = step(json!({ "contains": { "server": "n1", "entry": "0@1" } }));
    assert!(entry.contains("\"0@1\" is no entry (expected index@term, such as 3@2)"), "{entry}");
}

#[test]
fn votes_voters_and_snapshots_can_be_claimed() {
    let is = |claim: &Value| {
        let mut scenario = script(
            &json!({ "id": "a", "at": "300ms", "do": [
            { "put": { "key": "x", "value": "1" } }, { "put": { "key": "x", "value": "2" } },
        ] }),
            &json!([claim]),
        );
        scenario["cluster"]["snapshot_after"] = json!(2);
        wrong(&scenario)
    };
    let told = |what: &str, right: Value, wrong: Value, found: &str| {
        assert_eq!(is(&json!({ what: { "server": "n2", "is": right } })), [""; 0], "{what}");
        let told = is(&json!({ what: { "server": "n2", "is": wrong } }));
        assert!(told.len() == 1 && told[0].contains(found), "{told:?}");
    };
    told("voted", json!("n1"), json!("nobody"), "its vote: expected nobody, found n1");
    let (all, two) = (json!(["n1", "n2", "n3", "n4", "n5"]), json!(["n1", "n2"]));
    told("voters", all, two, "the voters: expected n1, n2, found n1, n2, n3, n4, n5");
    told("snapshot", json!(2), json!(0), "the end of its snapshot: expected 0, found 2");
}

#[test]
fn that_a_read_found_nothing_can_be_claimed() {
    let is = |claim: Value| {
        let get = json!({ "id": "a", "at": "300ms", "do": [{ "get": { "key": "y" } }] });
        wrong(&script(&get, &json!([{ "answered": claim }])))
    };
    let answered = |more: &str| {
        let text = format!(r#"{{"client":"c1","operation":1,"is":"ok"{more}}}"#);
        serde_json::from_str(&text).expect("JSON")
    };
    assert_eq!(is(answered(r#","nothing":true"#)), [""; 0]);
    assert!(is(answered(r#","value":"1""#))[0].contains("expected \"1\", found nothing"));
    let both = script(
        &json!({ "id": "a" }),
        &json!([{ "answered": answered(r#","nothing":true,"value":"1""#) }]),
    );
    assert!(refused(&both).contains("expect[0].nothing: a read cannot find something and nothing"));
}

/// The moment at which a step comes that waits for this, with a write at 100 ms.
fn moment(more: &[(&str, Value)], when: &Value) -> Option<u64> {
    let write =
        json!({ "id": "write", "at": "100ms", "do": [{ "put": { "key": "x", "value": "1" } }] });
    let mut scenario = script(&write, &json!([]));
    for (key, value) in more {
        scenario["cluster"][key] = value.clone();
    }
    let steps = scenario["steps"].as_array_mut().expect("steps");
    steps.push(json!({ "id": "then", "when": when }));
    let script = Scenario::from_json(&scenario.to_string())
        .and_then(Scenario::compile)
        .unwrap_or_else(|problem| panic!("{problem}"));
    let mut run = Run::new(&script).expect("it can begin");
    run.advance_to(script.until, &mut ());
    run.fired().get(2).map(|fired| fired.position.time.0)
}

#[test]
fn a_step_waits_until_nobody_waits() {
    let settled = moment(&[], &json!({ "settled": true })).expect("it comes");
    let applied = |server| {
        let index = if server == "n1" { 2 } else { 1 };
        moment(&[], &json!({ "applied": { "server": server, "index": index } })).expect("it does")
    };
    let answered = moment(&[], &json!({ "answered": { "client": "c1" } })).expect("it comes");
    assert!(settled >= answered.max(applied("n1")), "{settled}");
    assert!(settled < 300_000, "{settled}");
}

#[test]
fn a_step_waits_for_an_entry_by_index_and_term() {
    let contains =
        |entry: &str| moment(&[], &json!({ "contains": { "server": "n2", "entry": entry } }));
    let appended = moment(&[], &json!({ "appended": { "server": "n2", "index": 2 } }));
    assert!(appended.is_some());
    assert_eq!(contains("2@1"), appended);
    assert_eq!(contains("2@2"), None);
}

#[test]
fn a_step_waits_for_a_snapshot() {
    let every = [("snapshot_after", json!(2))];
    let taken = json!({ "snapshot_taken": { "server": "n1", "index": 2 } });
    assert!(moment(&every, &taken).is_some_and(|at| at > 100_000));
    assert_eq!(moment(&[], &taken), None);
    let installed = json!({ "snapshot_installed": { "server": "any", "index": 1 } });
    assert_eq!(moment(&every, &installed), None);
}

#[test]
fn a_fork_is_the_same_story_with_other_rules_and_without_words() {
    let mut scenario = script(
        &json!({ "id": "a", "at": "200ms", "do": ["heal_all"], "say": "One.", "pace": "3s", "expect": [{ "leader": "n1" }],
            "question": { "ask": "A?", "reveal": "B." } }),
        &json!([{ "holds": "all" }]),
    );
    scenario["picture"] = json!("a");
    scenario["fork"] = json!({ "name": "With PreVote", "pre_vote": true, "sessions": true,
        "backtracking": "one_by_one", "expect": [{ "leader": "n1" }] });
    let scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
    assert_eq!(Scenario::from_json(&scenario.to_json()), Ok(scenario.clone()));
    assert_eq!(Scenario::from_toml(&scenario.to_toml()), Ok(scenario.clone()));
    let other = scenario.forked().expect("it has a fork");
    assert!(other.cluster.pre_vote && other.clients.sessions && other.fork.is_none());
    assert_eq!(other.expect.len(), 1);
    let step = &other.steps[1];
    assert_eq!((step.actions.len(), &step.say, &step.question), (1, &None, &None));
    assert!(step.expect.is_empty() && step.pace.is_none());
    // Nothing else is different.
    let mut back = other;
    back.cluster.pre_vote = false;
    back.cluster.backtracking = scenario.cluster.backtracking;
    assert_eq!(back.cluster, scenario.cluster);
    assert!(back.forked().is_none());
}

#[test]
fn a_fork_that_cannot_run_is_refused_by_its_own_place() {
    let with = |fork: Value| {
        let mut scenario = script(&json!({ "id": "a" }), &json!([]));
        scenario["fork"] = fork;
        refused(&scenario)
    };
    let lease = with(json!({ "name": "f", "lease_reads": true }));
    assert!(lease.starts_with("fork."), "{lease}");
    let timeouts = with(json!({ "name": "f", "election_timeout": "0ms..1ms" }));
    assert!(timeouts.starts_with("fork.election_timeout: this cannot work"), "{timeouts}");
    let claim = with(json!({ "name": "f", "expect": [{ "holds": "luck" }] }));
    assert!(claim.starts_with("fork.expect[0]: there is no property"), "{claim}");
}

#[test]
fn what_the_gallery_is_told_is_checked() {
    let with = |key: &str, value: Value| {
        let mut scenario = script(&json!({ "id": "a" }), &json!([]));
        scenario[key] = value;
        refused(&scenario)
    };
    assert!(with("picture", json!("b")).starts_with("picture: there is no step \"b\""));
    assert!(with("tags", json!(["a", "B b"])).starts_with("tags[1]: \"B b\" cannot be a name"));
    assert!(with("tags", json!(vec!["a"; 17])).starts_with("tags: too many tags"));
    assert!(with("level", json!("guru")).contains("unknown variant"));
}
