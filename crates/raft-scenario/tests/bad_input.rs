//! Bad scenarios are refused with a sentence that says what, where and what was expected.

use raft_scenario::{ActionModel, Scenario};

fn toml(rest: &str) -> String {
    let text = format!("format = 1\ntitle = \"t\"\n{rest}");
    match Scenario::from_toml(&text).and_then(Scenario::compile) {
        Ok(_) => "accepted".to_owned(),
        Err(problem) => problem.to_string(),
    }
}

fn json(rest: &str) -> String {
    let text = format!("{{\"format\":1,\"title\":\"t\"{rest}}}");
    match Scenario::from_json(&text).and_then(Scenario::compile) {
        Ok(_) => "accepted".to_owned(),
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn what_a_person_writes_wrong_is_named_with_its_place() {
    let cases = [
        (
            "colour = 1",
            "colour (line 3): unknown field `colour`, expected one of `format`, `title`",
        ),
        (
            "[cluster]\nservers = 12",
            "cluster.servers: this cannot work (expected 1 to 9, found 12)",
        ),
        (
            "[cluster]\nservers = \"five\"",
            "cluster.servers (line 4): invalid type: string \"five\", expected u8",
        ),
        (
            "[cluster]\nheartbeat = \"soon\"",
            "cluster.heartbeat (line 4): cannot read \"soon\": expected a duration",
        ),
        (
            "[cluster]\nelection_timeout = \"300ms..150ms\"",
            "expected a duration such as \"15ms\", or a range",
        ),
        ("[cluster]\nheartbeat = \"0ms\"", "cluster.heartbeat: this cannot work"),
        (
            "[cluster]\ndeviations = [\"no-rules\"]",
            "cluster.deviations[0]: there is no deviation \"no-rules\"",
        ),
        (
            "[network]\nloss = \"101%\"",
            "network.loss (line 4): cannot read \"101%\": expected a percentage",
        ),
        (
            "[[network.links]]\nbetween = [\"n1\", \"x\"]\nlatency = \"1ms\"",
            "network.links[0].between: \"x\" is not a server",
        ),
        (
            "[network]\nfaults = { blocked = [\"Append\"] }\nlinks = [{ between = [\"n1\", \"n2\"] }]",
            "network.faults.blocked[0]: \"Append\" is no kind of message",
        ),
        (
            "[[steps]]\nid = \"A B\"",
            "steps[0].id: \"A B\" cannot be a name (expected 1 to 40 lower-case letters",
        ),
        ("[[steps]]\nid = \"a\"\n[[steps]]\nid = \"a\"", "steps[1].id: two steps are called \"a\""),
        (
            "[[steps]]\nid = \"a\"\nat = \"1ms\"\nafter = \"1ms\"",
            "steps[0]: a step has one moment (expected only one of at, after and when)",
        ),
        (
            "[[steps]]\nid = \"a\"\ndo = [{ crash = \"n9\" }]",
            "steps[0].do[0]: there is no n9 (expected servers n1 to n5, clients c1 to c1)",
        ),
        (
            "[[steps]]\nid = \"a\"\ndo = [{ crahs = \"n1\" }]",
            "unknown variant `crahs`, expected one of `crash`, `restart`",
        ),
        (
            "[[steps]]\nid = \"a\"\ndo = [{ put = { key = \"a b\", value = \"1\" } }]",
            "steps[0].do[0]: cannot write \"a b\" = \"1\" (expected a key of 1 to 32 letters",
        ),
        (
            "[[steps]]\nid = \"a\"\nwhen = { elected = \"leader\" }",
            "steps[0].when: \"leader\" can change while one waits for it",
        ),
        (
            "[[steps]]\nid = \"a\"\nwhen = { sent = { kind = \"Append\" } }",
            "\"Append\" is no kind of message (expected one of RequestVote",
        ),
        (
            "[[choices]]\nserver = \"n1\"\nelection_timeout = \"10ms\"",
            "choices[0].election_timeout: 10ms cannot be drawn here (expected a value from 150ms to 300ms)",
        ),
        ("[[choices]]\nlost = true", "choices[0].message: which message?"),
        (
            "[[expect]]\nholds = \"Honesty\"",
            "expect[0]: there is no property \"Honesty\" (expected one of Election Safety",
        ),
        (
            "until = \"2000000s\"",
            "until: a run cannot last 2000000s (expected more than 0, at most 3600s)",
        ),
        ("seed = -1", "seed (line 3): invalid value: integer `-1`, expected u64"),
        ("[clients]\ncount = 99", "clients.count: this cannot work (expected 0 to 9, found 99)"),
        ("[cluster", "line 3: "),
    ];
    for (text, expected) in cases {
        let found = toml(text);
        assert!(found.contains(expected), "{text}\n   expected: {expected}\n      found: {found}");
    }
}

#[test]
fn what_a_machine_sends_wrong_is_named_with_its_path() {
    let cases = [
        (
            ",\"cluster\":{\"servrs\":3}",
            "cluster.servrs: unknown field `servrs`, expected one of `servers`",
        ),
        (
            ",\"steps\":[{\"id\":\"a\",\"do\":[{\"crash\":7}]}]",
            "steps[0].do[0].crash: a server such as \"n1\"",
        ),
        (
            ",\"steps\":[{\"id\":\"a\",\"say\":5}]",
            "steps[0].say: invalid type: integer `5`, expected a text",
        ),
        (",\"title\":\"again\"", "duplicate field `title`"),
        (
            ",\"cluster\":{\"servers\":0}",
            "cluster.servers: this cannot work (expected 1 to 9, found 0)",
        ),
    ];
    for (text, expected) in cases {
        let found = json(text);
        assert!(found.contains(expected), "{text}\n   expected: {expected}\n      found: {found}");
    }
    let unknown = Scenario::from_json(r#"{"format":2,"title":"t"}"#).and_then(Scenario::compile);
    let problem = unknown.map(|_| ()).expect_err("a format of the future").to_string();
    assert_eq!(problem, "format: format 2 is not known here (expected 1)");
}

#[test]
fn hostile_sizes_are_refused() {
    let long = "x".repeat(300_000);
    assert!(json(&format!(",\"summary\":\"{long}\"")).contains("at most 262144 bytes"));
    assert!(
        json(&format!(",\"summary\":\"{}\"", &long[..5_000]))
            .contains("summary: the text has 5000 bytes")
    );
    let steps: Vec<String> = (0..501).map(|at| format!("{{\"id\":\"s{at}\"}}")).collect();
    assert!(
        json(&format!(",\"steps\":[{}]", steps.join(","))).contains("steps: the story is too long")
    );
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(
        json(&format!(",\"sources\":{deep}"))
            .contains("sources[0]: invalid type: sequence, expected a string")
    );
}

#[test]
fn commands_are_read_as_strictly_as_scenarios() {
    for (text, expected) in [
        ("", "EOF while parsing"),
        ("{}", "expected value"),
        ("\"heal\"", "unit variant"),
        ("{\"crash\":\"n1\",\"restart\":\"n1\"}", "expected"),
        ("{\"cut\":{\"from\":\"n1\"}}", "cut: missing field `to`"),
        ("{\"set_loss\":\"200%\"}", "set_loss: cannot read \"200%\""),
        ("\"heal_all\" x", "trailing characters"),
    ] {
        let problem = ActionModel::from_json(text).map(|_| ()).expect_err(text).to_string();
        assert!(problem.contains(expected), "{text}: {problem}");
    }
    let drop = ActionModel::from_json("{\"drop\":\"n1\"}").expect("well spelled");
    let problem = drop.to_action().map(|_| ()).expect_err("but no message").to_string();
    assert!(problem.contains("\"n1\" is not the name of a message"), "{problem}");
}
