//! Exercises: the engine judges what a hand brings about, on whatever run it makes.

use std::path::Path;

use raft_scenario::{ActionModel, Failure, Run, Scenario, Script, Standing};
use raft_sim::SimTime;
use serde_json::{Value, json};

/// Three servers that n1 leads after some 50 ms, and an exercise.
fn scenario(exercise: &Value) -> Value {
    json!({
        "format": 1, "title": "t", "until": "2s",
        "cluster": { "servers": 3 },
        "steps": [{ "id": "n1-runs", "do": [{ "set_timer": { "servers": "n1", "remaining": "10ms" } }] }],
        "exercise": exercise,
    })
}

/// Two leaders at once: the reader cuts n1 off, and waits.
fn two_leaders() -> Value {
    json!({
        "task": "Make two servers lead at once.",
        "goals": [{ "say": "Two servers lead.", "that": { "leaders": 2 } }],
        "because": "A leader that is cut off does not know it.",
        "solution": { "steps": [{ "when": { "elected": "n1" }, "do": [{ "partition": ["n1", "rest"] }] }] },
    })
}

fn with(mut exercise: Value, field: &str, value: Value) -> Value {
    exercise[field] = value;
    exercise
}

fn compiled(exercise: &Value) -> Script {
    let scenario = Scenario::from_json(&scenario(exercise).to_string()).expect("a scenario");
    scenario.compile().expect("it can run")
}

fn refused(exercise: &Value) -> String {
    let compiled = Scenario::from_json(&scenario(exercise).to_string()).and_then(Scenario::compile);
    compiled.expect_err("it is refused").to_string()
}

fn act(run: &mut Run, action: &Value) {
    let action = ActionModel::from_json(&action.to_string()).expect("an action");
    run.act(&action.to_action().expect("it is one"), &mut ()).expect("it acts");
}

/// How an exercise stands at its end after these actions at these moments.
fn after(exercise: &Value, deeds: &[(u64, Value)]) -> Standing {
    let script = compiled(exercise);
    let mut run = Run::new(&script).expect("it begins");
    for (at, deed) in deeds {
        run.advance_to(SimTime(at * 1000), &mut ());
        act(&mut run, deed);
    }
    run.advance_to(script.until, &mut ());
    run.standing().expect("there is an exercise").clone()
}

fn wall() -> Value {
    json!({ "partition": ["n1", "rest"] })
}

#[test]
fn every_exercise_is_solved_by_its_solution_and_by_nothing_less() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/exercises");
    let mut found = 0;
    for file in std::fs::read_dir(folder).expect("a folder") {
        let path = file.expect("a file").path();
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let scenario = Scenario::from_toml(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
        let exercise = scenario.exercise.clone().unwrap_or_else(|| panic!("{name} asks nothing"));
        assert!(!exercise.hints.is_empty(), "{name} gives no hint");
        let again = Scenario::from_toml(&scenario.to_toml()).expect("what is printed can be read");
        assert_eq!(again, scenario, "{name} prints as it reads");
        let script = scenario.compile().unwrap_or_else(|why| panic!("{name}: {why}"));
        let troubles = script.exercise_troubles().unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(troubles, [""; 0], "{name}");
        found += 1;
    }
    assert!(found >= 15, "{found}");
}

/// What brings the goals about in words, and leaves out what the exercise is about.
#[test]
fn no_exercise_is_solved_by_a_shortcut() {
    let shortcuts = [
        // A wall: the others elect somebody else.
        (
            "a-leader-nobody-replaces",
            r#"steps = [{ at = "300ms", do = [{ cut = { from = "n1", to = ["n2", "n3"] } }] }]"#,
        ),
        // Nobody reaches anybody: nobody takes over, but nobody follows n1 either.
        (
            "a-leader-nobody-replaces",
            r#"steps = [{ at = "300ms", do = [{ cut = { from = "all", to = "all" } }] }]"#,
        ),
        // The request never reaches the log.
        (
            "a-write-that-never-was",
            r#"steps = [{ at = "240ms", do = [{ crash = "n1" }] }, { after = "99ms", do = [{ restart = "n1" }] }]"#,
        ),
        // The answer is on its way already, and it is n1's.
        (
            "committed-and-nobody-knows",
            r#"steps = [{ when = { committed = { server = "n1", index = 2 } }, do = [{ crash = "n1" }] }]"#,
        ),
        // Everybody crashes after the read.
        (
            "everybody-crashes",
            r#"steps = [
              { when = { answered = { client = "c1" } }, do = [{ get = { client = "c2", key = "x" } }] },
              { when = { answered = { client = "c2" } }, do = [{ crash = "all" }] },
            ]"#,
        ),
        // n3 has caught up by then, and n1 need not wait.
        (
            "hand-over-and-wait",
            r#"steps = [
              { at = "500ms", do = ["heal_all"] },
              { at = "695ms", do = [{ transfer = { from = "n1", to = "n3" } }] },
            ]"#,
        ),
        // c1 is turned away because n1 leads no more.
        (
            "hand-over-and-wait",
            r#"steps = [
              { at = "400ms", do = ["heal_all", { transfer = { from = "n1", to = "n3" } }] },
              { at = "720ms", do = [{ transfer = { from = "n3", to = "n1" } }] },
              { after = "120ms", do = [{ transfer = { from = "n1", to = "n3" } }] },
            ]"#,
        ),
        // n1 waits in vain, and gives up.
        (
            "hand-over-and-wait",
            r#"steps = [{ at = "650ms", do = [{ transfer = { from = "n1", to = "n3" } }] }]"#,
        ),
        // Who asks for whatever a server has, was promised nothing.
        (
            "let-a-read-lie",
            r#"steps = [
              { at = "400ms", do = [{ put = { client = "c2", key = "x", value = "2", via = "n1" } }] },
              { when = { answered = { client = "c2" } }, do = [{ get = { client = "c1", key = "x", via = "n3", reads = "stale" } }] },
            ]"#,
        ),
        (
            "lose-an-acknowledged-write",
            r#"deviations = ["timeouts-not-random"]
            steps = [
              { at = "250ms", do = [{ partition = [["n1", "n2"], "n3"] }] },
              { when = { answered = { client = "c1" } }, do = [{ get = { client = "c2", key = "x", via = "n3", reads = "stale" } }] },
            ]"#,
        ),
    ];
    for (name, shortcut) in shortcuts {
        let path = format!("../../scenarios/exercises/{name}.toml");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = std::fs::read_to_string(path).expect("it can be read");
        let (asked, _) = text.split_once("[exercise.solution]").expect("there is a solution");
        let scenario = Scenario::from_toml(&format!("{asked}[exercise.solution]\n{shortcut}"));
        let script =
            scenario.and_then(Scenario::compile).unwrap_or_else(|why| panic!("{name}: {why}"));
        let troubles = script.exercise_troubles().unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_ne!(troubles, [""; 0], "{name}");
    }
}

#[test]
fn an_exercise_is_solved_at_the_moment_at_which_all_of_it_is_true() {
    let untouched = after(&two_leaders(), &[]);
    assert_eq!((untouched.reached, untouched.solved), (vec![false], None));
    let solved = after(&two_leaders(), &[(200, wall())]);
    let at = solved.solved.expect("two lead").time;
    assert!((200_000..1_000_000).contains(&at.0), "{at}");
    assert_eq!((solved.actions, solved.failed), (1, None));
    // What comes after that takes nothing back.
    let later = after(&two_leaders(), &[(200, wall()), (1500, json!("heal_all"))]);
    assert_eq!(later.solved.map(|at| at.time), Some(at));
    assert_eq!(later.reached, [true]);
}

#[test]
fn two_goals_that_are_true_one_after_the_other_are_not_enough() {
    let goals = json!([
        { "say": "Nobody leads.", "that": { "leader": "none" } },
        { "say": "n1 leads.", "that": { "leader": "n1" } },
    ]);
    assert_eq!(
        after(&with(two_leaders(), "goals", goals), &[(200, json!({ "crash": "n1" }))]).solved,
        None
    );
}

#[test]
fn an_order_counts_what_has_happened() {
    let order = json!([{ "say": "n1 leads, falls, and leads again.",
        "that": { "order": [{ "elected": "n1" }, { "crashed": "n1" }, { "elected": "any" }] } }]);
    let exercise = with(two_leaders(), "goals", order);
    assert_eq!(after(&exercise, &[]).solved, None);
    assert!(after(&exercise, &[(200, json!({ "crash": "n1" }))]).solved.is_some());
}

#[test]
fn what_is_not_allowed_ends_it_in_this_branch() {
    let failure = |exercise: &Value, deeds: &[(u64, Value)]| {
        let standing = after(exercise, deeds);
        assert_eq!(standing.solved, None);
        standing.failed.expect("it fails").1
    };
    let twice = [(200, wall()), (201, json!("heal_all")), (202, wall())];
    assert_eq!(failure(&with(two_leaders(), "actions", json!(2)), &twice), Failure::TooManyActions);
    assert!(after(&with(two_leaders(), "actions", json!(3)), &twice).solved.is_some());
    let without = with(two_leaders(), "without", json!(["partition", "cut"]));
    assert_eq!(failure(&without, &[(200, wall())]), Failure::NotAllowed("partition"));
    let stale = json!({ "get": { "client": "c1", "key": "x", "reads": "stale" } });
    for named in ["stale_read", "get"] {
        let without = with(two_leaders(), "without", json!([named]));
        assert_eq!(failure(&without, &[(200, stale.clone())]), Failure::NotAllowed("stale_read"));
    }
    let read = json!({ "get": { "client": "c1", "key": "x", "reads": "log" } });
    let honest = with(two_leaders(), "without", json!(["stale_read"]));
    assert_eq!(after(&honest, &[(200, read)]).failed, None);
    let only = with(two_leaders(), "only", json!(["cut"]));
    assert_eq!(failure(&only, &[(200, wall())]), Failure::NotAllowed("partition"));
    let cut = json!({ "cut": { "from": "n1", "to": ["n2", "n3"] } });
    assert!(after(&only, &[(200, cut)]).solved.is_some());
    let early = with(two_leaders(), "within", json!("210ms"));
    assert_eq!(failure(&early, &[(200, wall())]), Failure::Late);
    let avoid = json!([
        { "say": "Nobody crashes.", "when": { "crashed": "any" } },
        { "say": "n2 does not stand.", "when": { "campaigns": "n2" } },
        { "say": "n3 does not stand.", "when": { "campaigns": "n3" } },
    ]);
    let avoided = failure(&with(two_leaders(), "avoid", avoid), &[(200, wall())]);
    assert!(matches!(avoided, Failure::Avoided(1 | 2)), "{avoided}");
}

/// A rule more or less than it says, and it does not count; the hand alone does not do either.
#[test]
fn rules_are_broken_as_many_as_it_says() {
    let mut one = scenario(&with(two_leaders(), "broken_rules", json!(1)));
    one["exercise"]["solution"]["deviations"] = json!(["half-elects"]);
    let solved = |scenario: &Value, deviations: Value| {
        let mut scenario = scenario.clone();
        scenario["cluster"]["deviations"] = deviations;
        let script = Scenario::from_json(&scenario.to_string()).and_then(Scenario::compile);
        let mut run = Run::new(&script.expect("a script")).expect("it begins");
        run.advance_to(SimTime(200_000), &mut ());
        act(&mut run, &wall());
        run.advance_to(SimTime(2_000_000), &mut ());
        run.standing().expect("an exercise").solved.is_some()
    };
    assert!(!solved(&one, json!([])));
    assert!(solved(&one, json!(["half-elects"])));
    assert!(!solved(&one, json!(["half-elects", "term-reused"])));
}

#[test]
fn an_exercise_that_solves_itself_and_one_that_cannot_be_solved_are_found_out() {
    let troubles =
        |exercise: &Value| compiled(exercise).exercise_troubles().expect("it can be tried");
    assert_eq!(troubles(&two_leaders()), [""; 0]);
    let leads = json!([{ "say": "n1 leads.", "that": { "leader": "n1" } }]);
    let by_itself = troubles(&with(two_leaders(), "goals", leads));
    assert!(by_itself[0].contains("before anybody has done anything"), "{by_itself:?}");
    let idle = troubles(&with(two_leaders(), "solution", json!({ "steps": [] })));
    assert!(idle[0].contains("not reached: goals[0], Two servers lead."), "{idle:?}");
    let late = troubles(&with(two_leaders(), "within", json!("100ms")));
    assert!(late[0].contains("not reached: goals[0]"), "{late:?}");
    let never = json!({ "steps": [{ "when": { "crashed": "n2" }, "do": [] }] });
    let never = compiled(&with(two_leaders(), "solution", never)).exercise_troubles();
    let problem = never.expect_err("it waits for ever").to_string();
    assert!(
        problem.contains("exercise.solution.steps[0].when: its moment never comes"),
        "{problem}"
    );
}

#[test]
fn an_exercise_that_makes_no_sense_is_refused_with_its_place() {
    let cases = [
        ("task", json!(" "), "exercise.task: there is nothing to read"),
        ("goals", json!([]), "exercise.goals: nothing has to be reached"),
        (
            "goals",
            json!([{ "say": "a", "that": { "never": { "leaders": 1 } } }]),
            "exercise.goals[0].that: a goal is reached at a moment",
        ),
        ("goals", json!([{ "say": "a", "that": { "leader": "n" } }]), "exercise.goals[0].that"),
        ("goals", json!([{ "that": { "leaders": 1 } }]), "missing field `say`"),
        (
            "avoid",
            json!([{ "say": "a", "when": { "arriving": {} } }]),
            "exercise.avoid[0].when: what is about",
        ),
        (
            "avoid",
            json!([{ "say": "a", "when": { "violated": "Luck" } }]),
            "exercise.avoid[0].when",
        ),
        ("within", json!("0ms"), "exercise.within: a run cannot last"),
        ("only", json!(["explode"]), "exercise.only[0]: there is no action \"explode\""),
        ("broken_rules", json!(1), "exercise.solution.deviations: it breaks 0 rules"),
        ("hints", json!(vec!["a"; 11]), "exercise.hints: there are 11 of them"),
        (
            "solution",
            json!({ "steps": [{ "at": "1ms", "after": "1ms", "do": [] }] }),
            "exercise.solution.steps[0]: a step has one moment",
        ),
        (
            "solution",
            json!({ "steps": [{ "do": [{ "crash": "n9" }] }] }),
            "exercise.solution.steps[0].do[0]: there is no n9",
        ),
        (
            "solution",
            json!({ "deviations": ["luck"] }),
            "exercise.solution.deviations[0]: there is no deviation",
        ),
        ("prize", json!(1), "unknown field `prize`"),
    ];
    for (field, value, said) in cases {
        let problem = refused(&with(two_leaders(), field, value.clone()));
        assert!(problem.contains(said), "{field} = {value}: {problem}");
    }
    let both = with(with(two_leaders(), "only", json!(["cut"])), "without", json!(["crash"]));
    assert!(refused(&both).contains("\"only\" already says"));
}

/// The name of each kind is that by which scenarios spell it: whoever writes `only` finds it in the reference.
#[test]
fn kinds_of_actions_are_named_as_actions_are() {
    let (n1, links) = (json!("n1"), json!({ "from": "n1", "to": "n2" }));
    let message = "n1>n2:AppendEntries:1";
    for action in [
        json!({ "crash": n1 }),
        json!({ "restart": n1 }),
        json!({ "time_out": n1 }),
        json!({ "set_timer": { "servers": n1, "remaining": "1ms" } }),
        json!({ "drop": message }),
        json!({ "deliver": message }),
        json!({ "hold": message }),
        json!({ "delay": { "message": message, "by": "1ms" } }),
        json!({ "duplicate": message }),
        json!({ "network": {} }),
        json!({ "client_links": {} }),
        json!({ "pause": n1 }),
        json!({ "resume": n1 }),
        json!({ "trap": { "servers": n1 } }),
        json!({ "disk": { "servers": n1 } }),
        json!({ "damage": n1 }),
        json!({ "server": { "servers": n1 } }),
        json!({ "clock": { "servers": n1, "rate_ppm": 1 } }),
        json!({ "bridge": n1 }),
        json!("ring"),
        json!({ "cut": links }),
        json!({ "heal": links }),
        json!({ "partition": [n1, "rest"] }),
        json!("heal_all"),
        json!({ "put": { "key": "x", "value": "1" } }),
        json!({ "add": { "key": "x", "amount": 1 } }),
        json!({ "get": { "key": "x" } }),
        json!({ "get": { "key": "x", "reads": "lease" } }),
        json!({ "transfer": { "to": n1 } }),
        json!({ "forget_leader": n1 }),
        json!({ "wipe": n1 }),
        json!({ "take_snapshot": n1 }),
        json!({ "change": { "remove": n1 } }),
        json!({ "leave_joint": "leader" }),
        json!({ "expire_sessions": "leader" }),
        json!({ "set_loss": "1%" }),
        json!({ "bind": { "name": "a", "to": "n1" } }),
        json!("release"),
    ] {
        let model = ActionModel::from_json(&action.to_string()).expect("an action");
        let name =
            action.as_str().or_else(|| action.as_object()?.keys().next().map(String::as_str));
        assert_eq!(model.kind().expect("it is one"), name.expect("a name"), "{action}");
    }
}
