//! Whatever a reader does, the scenario of it is the very same run.

mod common;

use common::{Steps, busy, gallery, scenarios, take, walk};
use raft_export::{Format, Take, export};
use raft_scenario::{ActionModel, Link, LinkScenario, PlacedAction, Run, Scenario};
use raft_sim::SimTime;

#[test]
fn the_scenario_of_a_walk_is_the_same_run() {
    let mut steps = Steps(1);
    let mut acted = 0;
    for nth in 0..40 {
        for (name, scenario) in scenarios() {
            let (link, run) = walk(&scenario, &mut steps);
            acted += link.actions.len();
            let take = Take::of_link(&link, None).expect("a good link");
            let toml = export(&take, Format::Scenario, None)
                .unwrap_or_else(|problem| panic!("walk {nth} of {name}: {problem}"));
            let exported = Scenario::from_toml(&toml).expect("a scenario");
            let json = export(&take, Format::ScenarioJson, None).expect("JSON");
            assert_eq!(Scenario::from_json(&json).as_ref(), Ok(&exported), "{name}");
            let script = exported.compile().expect("a scenario that works");
            let mut again = Run::new(&script).expect("a run");
            again
                .advance_to_position(run.position(), &mut ())
                .unwrap_or_else(|problem| panic!("walk {nth} of {name}: {problem}\n{toml}"));
            assert_eq!(again.digest(), run.digest(), "walk {nth} of {name}\n{toml}");
            assert_eq!(again.troubles(), [], "walk {nth} of {name}");
            // And it goes on as the walk would have gone on.
            let end = run.position().time.after(raft_core::Micros::from_millis(200));
            let mut run = run;
            run.advance_to(end, &mut ());
            again.advance_to(end, &mut ());
            assert_eq!(again.digest(), run.digest(), "after walk {nth} of {name}\n{toml}");
        }
    }
    assert!(acted > 2_000, "{acted} actions");
}

#[test]
fn who_did_nothing_gets_the_scenario_as_it_is() {
    for (name, scenario) in gallery() {
        let toml = export(&take(&scenario), Format::Scenario, None).expect("a scenario");
        assert_eq!(Scenario::from_toml(&toml), Ok(scenario), "{name}");
    }
}

#[test]
fn what_was_said_before_the_first_action_is_still_said() {
    let (_, scenario) = busy().swap_remove(0);
    let mut steps = Steps(7);
    let (link, _) = walk(&scenario, &mut steps);
    let take = Take::of_link(&link, None).expect("a good link");
    let json = export(&take, Format::ScenarioJson, None).expect("JSON");
    let exported = Scenario::from_json(&json).expect("a scenario");
    let hand = exported.steps.iter().position(|step| step.processed.is_some());
    let hand = hand.expect("a step of the reader");
    assert!(exported.steps[..hand].iter().any(|step| step.say.is_some()));
    assert!(exported.steps[hand..].iter().all(|step| step.say.is_none() && step.expect.is_empty()));
    assert!(exported.expect.is_empty());
}

/// In the scenario of it the hand is a step, and no step waits for what the one before it does.
#[test]
fn a_step_that_a_hand_has_set_off_comes_with_the_hand() {
    let json = r#"{
      "format": 1, "title": "Waiting", "until": "1s",
      "cluster": { "servers": 3 }, "network": { "latency": "10ms" },
      "steps": [
        { "id": "crashed", "when": { "crashed": "n2" }, "do": [{ "crash": "n3" }] },
        { "id": "later", "after": "50ms", "do": [{ "restart": "n3" }] }
      ]
    }"#;
    let scenario = Scenario::from_json(json).expect("a scenario");
    let mut run = Run::new(&scenario.clone().compile().expect("it works")).expect("a run");
    run.advance_to(SimTime::from_millis(100), &mut ());
    let action = ActionModel::from_json(r#"{ "crash": "n2" }"#).expect("an action");
    let at = run.position();
    run.act(&action.to_action().expect("it can act"), &mut ()).expect("n2 is up");
    run.advance_to(SimTime::from_millis(500), &mut ());
    assert_eq!(run.fired().len(), 2);
    let end = run.position();
    let link = Link {
        scenario: LinkScenario::Inline(Box::new(scenario)),
        seed: None,
        servers: None,
        actions: vec![PlacedAction { at: (at.time.0, at.processed), action }],
        at: (end.time.0, end.processed),
        step: None,
        digest: Some(run.digest().to_string()),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let take = Take::of_link(&link, None).expect("a good link");
    let toml = export(&take, Format::Scenario, None).expect("a scenario");
    let exported = Scenario::from_toml(&toml).expect("it can be read");
    let ids: Vec<&str> = exported.steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(ids, ["hand-1", "crashed", "later"], "{toml}");
    let mut again = Run::new(&exported.compile().expect("it works")).expect("a run");
    again.advance_to_position(end, &mut ()).expect("the same run");
    assert_eq!(again.digest(), run.digest(), "{toml}");
    assert_eq!(again.fired().len(), 3);
}
