//! Real exports of every scenario against the schema in `docs/`.

mod common;

use std::path::Path;

use common::{Steps, scenarios, take, walk};
use raft_export::{Format, Take, export};
use raft_sim::SimTime;
use serde_json::{Value, json};

fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/events.schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("the schema")).expect("JSON")
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// Holds a value against a schema: the words of JSON Schema that ours uses, and no others.
fn check(schema: &Value, root: &Value, value: &Value, path: &str) -> Result<(), String> {
    let wrong = |why: String| Err(format!("{path}: {why}"));
    for (word, wanted) in schema.as_object().expect("a schema") {
        match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "additionalProperties" => {}
            "$ref" => {
                let name = wanted.as_str().and_then(|to| to.strip_prefix("#/$defs/"));
                let inner = &root["$defs"][name.expect("a definition")];
                assert!(inner.is_object(), "{wanted} leads nowhere");
                check(inner, root, value, path)?;
            }
            "oneOf" => {
                let of = wanted.as_array().expect("schemas");
                let fits = of.iter().filter(|one| check(one, root, value, path).is_ok()).count();
                if fits != 1 {
                    return wrong(format!("fits {fits} of {} schemas: {value}", of.len()));
                }
            }
            "type" => {
                let types = wanted.as_array().cloned().unwrap_or_else(|| vec![wanted.clone()]);
                if !types.iter().any(|one| is_of_type(value, one.as_str().expect("a type"))) {
                    return wrong(format!("{value} is no {wanted}"));
                }
            }
            "const" if value != wanted => return wrong(format!("{value} is not {wanted}")),
            "enum" if !wanted.as_array().expect("values").contains(value) => {
                return wrong(format!("{value} is not one of those"));
            }
            "const" | "enum" => {}
            "minimum" => assert_eq!(*wanted, json!(0), "numbers here are unsigned"),
            "pattern" => {
                let pattern = wanted.as_str().expect("a pattern");
                if !value.as_str().is_some_and(|text| matches(pattern, text)) {
                    return wrong(format!("{value} does not fit {pattern}"));
                }
            }
            "required" => {
                for name in wanted.as_array().expect("names") {
                    if value.get(name.as_str().expect("a name")).is_none() {
                        return wrong(format!("{name} is missing"));
                    }
                }
            }
            "properties" => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    let path = format!("{path}.{name}");
                    match (wanted.get(name), schema.get("additionalProperties")) {
                        (Some(inner), _) => check(inner, root, value, &path)?,
                        (None, Some(Value::Bool(false))) => {
                            return wrong(format!("what is {name}?"));
                        }
                        (None, Some(inner)) => check(inner, root, value, &path)?,
                        (None, None) => {}
                    }
                }
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(wanted, root, item, &format!("{path}[{at}]"))?;
                }
            }
            word => panic!("the schema says {word}, and this test does not know what that means"),
        }
    }
    Ok(())
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        name => panic!("{name} is no type"),
    }
}

/// Regular expressions as ours are: anchored, characters, classes, `+`, `{32}` and one optional tail.
fn matches(pattern: &str, text: &str) -> bool {
    let pattern = pattern.strip_prefix('^').and_then(|pattern| pattern.strip_suffix('$'));
    let pattern = pattern.expect("an anchored pattern");
    match pattern.split_once('(') {
        Some((head, tail)) => {
            let tail = tail.strip_suffix(")?").expect("an optional tail");
            fits(head, text) || fits(&format!("{head}{tail}"), text)
        }
        None => fits(pattern, text),
    }
}

fn fits(pattern: &str, text: &str) -> bool {
    let mut chars = pattern.chars();
    let Some(first) = chars.next() else { return text.is_empty() };
    let (class, mut rest) = match first {
        '[' => {
            let (class, rest) = chars.as_str().split_once(']').expect("a class ends");
            (class.to_owned(), rest)
        }
        '\\' => {
            let literal = chars.next().expect("what is escaped");
            (literal.to_string(), chars.as_str())
        }
        one => (one.to_string(), chars.as_str()),
    };
    let (least, most) = if let Some(after) = rest.strip_prefix('+') {
        rest = after;
        (1, usize::MAX)
    } else if let Some(after) = rest.strip_prefix('{') {
        let (times, after) = after.split_once('}').expect("a count ends");
        rest = after;
        let times = times.parse().expect("a count");
        (times, times)
    } else {
        (1, 1)
    };
    let longest = text.chars().take_while(|one| is_in(&class, *one)).count().min(most);
    (least..=longest).rev().any(|many| fits(rest, &text[many..]))
}

fn is_in(class: &str, one: char) -> bool {
    let class: Vec<char> = class.chars().collect();
    let ranged = class.windows(3).any(|w| w[1] == '-' && (w[0]..=w[2]).contains(&one));
    ranged || (class.contains(&one) && (one != '-' || class.len() == 1))
}

#[test]
fn every_property_that_can_be_violated_is_in_the_schema() {
    let schema = schema().to_string();
    for property in raft_check::Property::ALL {
        assert!(schema.contains(&json!(property.name()).to_string()), "{}", property.name());
    }
}

#[test]
fn every_line_of_every_export_fits_the_schema() {
    let schema = schema();
    let mut steps = Steps(3);
    let mut events = 0;
    for (name, scenario) in scenarios() {
        let mut takes = vec![take(&scenario)];
        for _ in 0..5 {
            takes.push(Take::of_link(&walk(&scenario, &mut steps).0, None).expect("a good link"));
        }
        for take in takes {
            let text = export(&take, Format::Ndjson, None).expect("events");
            for (at, line) in lines(&text).iter().enumerate() {
                let checked = check(&schema, &schema, line, "");
                assert_eq!(checked, Ok(()), "line {at} of {name}: {}", kind(&schema, line));
                events += 1;
            }
        }
    }
    assert!(events > 8_000, "{events} lines");
}

/// Which part of the schema a line should have fitted, and why it does not.
fn kind(schema: &Value, line: &Value) -> String {
    let name = match line["type"].as_str() {
        Some("header") => "header",
        Some("end") => "end_line",
        _ => "event",
    };
    format!("{:?}\n{line}", check(&schema["$defs"][name], schema, line, ""))
}

#[test]
fn the_schema_bites() {
    let schema = schema();
    let (_, scenario) = scenarios().swap_remove(0);
    let text = export(&take(&scenario), Format::Ndjson, None).expect("events");
    let lines = lines(&text);
    let event = lines.iter().find(|line| line["message"].is_object()).expect("a message");
    let mut broken = Vec::new();
    for field in ["no", "kind", "facts", "verdicts", "line"] {
        let mut line = event.clone();
        line.as_object_mut().expect("an object").remove(field);
        broken.push(line);
        let mut line = event.clone();
        line[field] = json!({ "no": "such" });
        broken.push(line);
    }
    let mut line = event.clone();
    line["message"]["id"] = "n1-n2".into();
    broken.push(line);
    let mut line = event.clone();
    line["colour"] = "red".into();
    broken.push(line);
    for line in broken {
        assert!(check(&schema, &schema, &line, "").is_err(), "{line}");
    }
}

#[test]
fn it_says_the_same_as_the_run() {
    for (name, scenario) in scenarios() {
        let take = take(&scenario);
        let run = take.play(&mut ()).expect("a run");
        let lines = lines(&export(&take, Format::Ndjson, None).expect("events"));
        let (first, last) = (&lines[0], &lines[lines.len() - 1]);
        assert_eq!(first["type"], "header", "{name}");
        assert_eq!(last["digest"], run.digest().to_string(), "{name}");
        assert_eq!(last["events"], run.world().events().0, "{name}");
        for (at, line) in lines[1..lines.len() - 1].iter().enumerate() {
            assert_eq!(line["no"], at + 1, "{name}");
            assert!(line["cause"].as_u64() < line["no"].as_u64(), "{name}: {line}");
        }
    }
}

#[test]
fn what_comes_before_is_left_out_and_counts_all_the_same() {
    let (_, scenario) = scenarios().swap_remove(0);
    let take = take(&scenario);
    let all = lines(&export(&take, Format::Ndjson, None).expect("events"));
    let from = SimTime::from_millis(300);
    let late = lines(&export(&take, Format::Ndjson, Some(from)).expect("events"));
    let expected = all.iter().filter(|line| {
        line["type"] == "event" && line["time"].as_u64().is_some_and(|time| time >= from.0)
    });
    assert!(late[1..late.len() - 1].iter().eq(expected));
    assert_eq!(late.last().expect("an end")["digest"], all.last().expect("an end")["digest"]);
}
