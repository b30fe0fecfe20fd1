//! Steps that stand at an exact place, as a hand has found it.

use raft_scenario::{Run, Scenario};
use raft_sim::{Position, SimTime};

const CLUSTER: &str = r#"{
  "format": 1, "title": "Places", "until": "400ms",
  "cluster": { "servers": 3 }, "network": { "latency": "10ms" },
  "choices": [{ "server": "n1", "election_timeout": "150ms" }],
  "steps": [STEPS]
}"#;

fn run(steps: &str) -> Run {
    let scenario = Scenario::from_json(&CLUSTER.replace("STEPS", steps)).expect("a scenario");
    let script = scenario.compile().expect("a scenario that works");
    let mut run = Run::new(&script).expect("a run");
    run.advance_to(script.until, &mut ());
    assert_eq!(run.troubles(), []);
    run
}

fn place(time: u64, processed: u32) -> Position {
    Position { time: SimTime::from_millis(time), processed }
}

/// A moment at which several events happen: the requests of n1 arrive at both others at once.
fn crowded() -> Position {
    let scenario = Scenario::from_json(&CLUSTER.replace("STEPS", "")).expect("a scenario");
    let mut run = Run::new(&scenario.compile().expect("it works")).expect("a run");
    while run.position().processed < 2 {
        assert!(run.advance(&mut ()), "no moment has two events");
    }
    run.position()
}

#[test]
fn a_step_comes_in_the_midst_of_an_instant() {
    let time = crowded().time;
    for processed in 0..=2 {
        let steps = format!(
            r#"{{ "id": "hand", "at": "{}us", "processed": {processed}, "do": [{{ "crash": "n3" }}] }}"#,
            time.0
        );
        let run = run(&steps);
        let fired = run.fired()[0].position;
        // The action is an event too.
        assert_eq!(fired, Position { time, processed: processed + 1 });
    }
}

#[test]
fn a_place_that_never_comes_is_the_end_of_its_moment() {
    let run = run(r#"{ "id": "hand", "at": "5ms", "processed": 7, "do": [{ "crash": "n3" }] }"#);
    assert_eq!(run.fired()[0].position, place(5, 1));
}

#[test]
fn what_stands_at_a_place_is_not_let_go() {
    let run = run(r#"
        { "id": "release", "at": "5ms", "processed": 0, "do": ["release"] },
        { "id": "story", "at": "6ms", "do": [{ "crash": "n1" }] },
        { "id": "hand", "at": "7ms", "processed": 0, "do": [{ "crash": "n3" }] },
        { "id": "end", "after": "1ms", "do": [{ "crash": "n2" }] }
    "#);
    let came: Vec<usize> = run.fired().iter().map(|fired| fired.step).collect();
    assert_eq!(came, [0, 2]);
}

#[test]
fn events_are_counted_at_a_time() {
    let steps = r#"{ "id": "hand", "after": "5ms", "processed": 1 }"#;
    let scenario = Scenario::from_json(&CLUSTER.replace("STEPS", steps)).expect("a scenario");
    let said = scenario.compile().expect_err("there is no time").to_string();
    assert_eq!(said, "steps[0].processed: events are counted at a time (expected at as well)");
}
