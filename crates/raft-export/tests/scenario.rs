//! Whatever a reader does, the scenario of it is the very same run.

mod common;

use common::{Steps, busy, gallery, scenarios, take, walk};
use raft_export::{Format, Take, export};
use raft_scenario::{Run, Scenario};

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
