//! What a step waits for need not come by itself: a hand or chance may do it.

use raft_core::NodeId;
use raft_scenario::{Run, Scenario};
use raft_sim::{Action, EventNo, Fact, Happening, Selector, SimTime, Sink, Target, World};

fn run(more: &str) -> Run {
    let scenario = r#"{
      "format": 1, "title": "Waiting", "until": "2s",
      "cluster": { "servers": 3 }, "network": { "latency": "10ms" },
      MORE
    }"#;
    let scenario = Scenario::from_json(&scenario.replace("MORE", more)).expect("a scenario");
    Run::new(&scenario.compile().expect("a scenario that works")).expect("a run")
}

fn crash(server: u32) -> Action {
    Action::Crash(Target(vec![Selector::Server(NodeId(server))]))
}

fn come(run: &Run) -> Vec<usize> {
    run.fired().iter().map(|fired| fired.step).collect()
}

#[test]
fn a_step_that_waits_for_a_crash_comes_when_a_hand_crashes_the_server() {
    let mut run = run(r#""steps": [{ "id": "crashed", "when": { "crashed": "n2" } }]"#);
    run.advance_to(SimTime::from_millis(100), &mut ());
    run.act(&crash(1), &mut ()).expect("n1 is up");
    assert!(come(&run).is_empty(), "it waits for n2");
    run.act(&crash(2), &mut ()).expect("n2 is up");
    assert_eq!(come(&run), [0]);
    let [fired] = run.fired() else { unreachable!("one step") };
    assert_eq!(fired.event, run.world().events(), "it is about the crash");
}

#[test]
fn one_deed_does_not_set_off_two_steps_that_wait_for_it() {
    let mut run = run(r#""steps": [
        { "id": "once", "when": { "crashed": "any" } },
        { "id": "again", "when": { "crashed": "any" } }
    ]"#);
    run.advance_to(SimTime::from_millis(100), &mut ());
    run.act(&crash(1), &mut ()).expect("n1 is up");
    run.advance_to(SimTime::from_millis(200), &mut ());
    assert_eq!(come(&run), [0]);
    run.act(&crash(2), &mut ()).expect("n2 is up");
    assert_eq!(come(&run), [0, 1]);
}

#[test]
fn who_lets_go_of_the_story_sets_off_no_step_of_it() {
    let mut run = run(r#""steps": [
        { "id": "start", "at": "100ms", "do": [{ "crash": "n2" }] },
        { "id": "settled", "when": { "settled": true } }
    ]"#);
    run.advance_to(SimTime::from_millis(100), &mut ());
    run.act(&Action::Release, &mut ()).expect("a hand may always do this");
    run.advance_to(SimTime::from_millis(2_000), &mut ());
    assert_eq!(come(&run), [0]);
}

#[test]
fn a_step_that_waits_for_a_crash_comes_when_chance_crashes_a_server() {
    let mut run = run(r#"
        "chaos": { "faults": { "crashes": { "every": "200ms", "lasts": "50ms" } } },
        "steps": [{ "id": "crashed", "when": { "crashed": "any" } }]"#);
    let mut crashes = Crashes::default();
    while crashes.0.is_empty() && run.advance(&mut crashes) {}
    assert_eq!(run.fired().iter().map(|fired| fired.event).collect::<Vec<_>>(), crashes.0);
}

#[derive(Default)]
struct Crashes(Vec<EventNo>);

impl Sink for Crashes {
    fn see(&mut self, _: &World, happening: Happening<'_>) {
        let is_crash = |fact: &Fact| matches!(fact, Fact::Crashed { .. });
        if happening.facts.iter().any(is_crash) {
            self.0.push(happening.event.no);
        }
    }
}
