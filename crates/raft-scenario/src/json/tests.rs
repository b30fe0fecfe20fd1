//! The peer of this reader and writer is `serde_json`: what it reads is read, what it refuses is
//! refused in the same words.

use super::{read, spell, write};
use crate::{ActionModel, Link, Scenario};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Every field, every kind of action and condition, and every kind of token at least once.
const RICH: &str = r#"{ "format": 1, "title": {"en": "A \"title\"\n", "de": "\u00dcber \ud83d\ude00 \/ \\ \t"},
  "summary": "plain", "sources": ["https://raft.github.io", ""], "seed": 9007199254740991, "until": "1.5s",
  "cluster": { "servers": 5, "voters": ["n1", "n2"], "noop": false, "bytes_per_append": null, "reads": "lease",
    "faults": { "stall": "2.5%", "stall_for": "1ms..3ms" }, "deviations": [] },
  "network": { "loss": "0.0001%", "links": [ { "between": ["n1", "n2"], "latency": "5ms", "one_way": true } ],
    "faults": { "shape": "long_tail", "slow_down": 3, "blocked": ["AppendEntries"], "jam": false } },
  "clients": { "workload": { "pause": "10ms", "keys": 3 } },
  "choices": [ { "lost": true, "message": "n1>n3:AppendEntries:2" } ],
  "steps": [
    { "id": "a", "at": "1ms", "do": [ "heal_all", {"release": null}, {"crash": ["n1", "n2"]}, {"put": {"key": "x", "value": "1"}},
      {"partition": [["n1"], "rest"]}, {"clock": {"servers": "n1", "rate_ppm": -7}} ] },
    { "id": "b", "when": { "sent": { "kind": "AppendEntries", "nth": 2 } }, "say": "ok",
      "question": { "ask": "?", "answers": ["a", {"en": "b"}], "reveal": "!" },
      "expect": [ { "role": { "server": "n1", "is": "leader" } }, { "logs_equal": true } ] } ] }"#;

/// Compares with the peer, but for three differences that are meant.
#[track_caller]
fn agree<T: DeserializeOwned + PartialEq + core::fmt::Debug>(text: &str) -> bool {
    let ours = read::<T>(text).map_err(|error| error.sentence(text));
    let peers = serde_json::from_str::<T>(text).map_err(|error| error.to_string());
    match (&ours, &peers) {
        // Numbers with fractions are said to the sixth digit, and none is too large to be said.
        (Err(ours), Err(peers)) if ours.contains("floating point") => {
            assert!(peers.contains("floating point") || peers.contains("out of range"), "{peers}");
        }
        // A list of fields without names is no table.
        (Err(ours), _) if ours.contains("invalid type: sequence, expected struct") => {}
        // What stands in the place of a name is not read to its end before it is refused.
        (Err(ours), Err(peers)) if ours.contains("a server such as") => {
            assert!(peers.contains("a server such as") || peers.contains("line"), "{peers}");
        }
        _ => assert_eq!(ours, peers, "{text}"),
    }
    ours.is_ok()
}

#[test]
fn what_the_peer_reads_is_read() {
    assert!(agree::<Scenario>(RICH));
    for action in
        ["\"heal_all\"", " { \"crash\" : \"n1\" } ", "{\"cut\":{\"from\":\"n1\",\"to\":[]}}"]
    {
        assert!(agree::<ActionModel>(action));
    }
    assert!(agree::<(u64, u32)>("[3,4]"));
    assert!(agree::<Vec<Option<i64>>>("[null, -1, 0]"));
}

#[test]
fn what_is_cut_short_is_refused_in_the_same_words() {
    for (end, _) in RICH.char_indices() {
        assert!(!agree::<Scenario>(&RICH[..end]));
    }
}

#[test]
fn what_has_one_wrong_byte_is_read_or_refused_in_the_same_words() {
    let mut read = 0;
    for (at, char) in RICH.char_indices() {
        for wrong in [
            "", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", "t", "n", " ",
            "\u{1}", "ä",
        ] {
            let after = &RICH[at + char.len_utf8()..];
            let text = format!("{}{wrong}{after}", &RICH[..at]);
            read += u32::from(agree::<Scenario>(&text));
        }
    }
    assert!(read > 1_000, "{read}");
}

#[test]
fn numbers_and_escapes_are_refused_in_the_same_words() {
    for text in [
        "-",
        "-0",
        "00",
        "01",
        "1.",
        "1.x",
        "1e",
        "1e+",
        "1ex",
        "1.5",
        "-1",
        "1e3",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "4294967296",
        "nul",
        "nulx",
        "tru",
    ] {
        agree::<u64>(text);
        agree::<u8>(text);
        agree::<i32>(text);
        agree::<String>(text);
        agree::<bool>(text);
        agree::<Option<u32>>(text);
        agree::<ActionModel>(text);
    }
    for text in [
        r#""\u12""#,
        r#""\u12G4""#,
        r#""\uD800""#,
        r#""\uD800x""#,
        r#""\uD800\n""#,
        r#""\uD800\u0041""#,
        r#""\uDC00""#,
        r#""\x""#,
        r#""\"#,
        r#""\u00e9\ud834\udd1e""#,
        r#""\uD83"#,
        r#""\uD834\u"#,
        "\"\u{7f}\"",
    ] {
        agree::<String>(text);
    }
    let deep = "[".repeat(200);
    assert!(read::<Vec<Vec<String>>>(&deep).is_err());
}

#[test]
fn a_list_of_fields_without_names_is_no_table() {
    let error = read::<Link>("[]").expect_err("it has names").to_string();
    assert_eq!(error, "invalid type: sequence, expected struct Link");
}

#[test]
fn what_the_peer_writes_is_written() {
    let scenario: Scenario = read(RICH).expect("well spelled");
    assert_eq!(write(&scenario), serde_json::to_string(&scenario).expect("plain data"));
    let controls: String = (0..=0x80).filter_map(char::from_u32).collect();
    assert_eq!(write(&controls), serde_json::to_string(&controls).expect("plain data"));
    for number in [0, 9, 10, u64::MAX] {
        assert_eq!(write(&number), number.to_string());
    }
    assert_eq!(
        write(&(i64::MIN, -1_i32, true, None::<u8>, 'x')),
        "[-9223372036854775808,-1,true,null,\"x\"]"
    );
}

#[test]
fn fractions_are_written_so_that_they_read_the_same() {
    for micros in [0_u32, 1, 10, 999, 1_000, 1_001, 123_456_789, 3_600_000_000] {
        let millis = f64::from(micros) / 1000.0;
        assert_eq!(write(&millis).parse(), Ok(millis), "{millis}");
        assert_eq!(write(&-millis).parse(), Ok(-millis), "-{millis}");
    }
    assert_eq!(write(&[1.5, 0.000_1, 2.0, f64::NAN]), "[1.5,0.0001,2,null]");
    let spelled = [f64::NAN, f64::NEG_INFINITY, 1e300, -2.5e17, 1e9, 3_600_000.0].map(spell);
    assert_eq!(spelled, ["NaN", "-inf", "1e300", "-2.5e17", "1e9", "3600000"]);
    for text in
        ["0.5", "-12.345", "1e3", "2.5E-3", "3600000", "-0", "1e22", "1e-22", "0.1", "123456.789"]
    {
        assert_eq!(
            read::<f64>(text).map_err(|error| error.to_string()),
            Ok(text.parse().expect("a number")),
            "{text}"
        );
    }
    assert_eq!(read::<f64>("1e99999999999").ok(), Some(f64::INFINITY));
    assert_eq!(read::<f64>("1e-99999999999").ok(), Some(0.0));
    assert_eq!(read::<f64>("0e999").ok(), Some(0.0));
    let far = "9".repeat(400);
    assert_eq!(read::<f64>(&format!("{far}e-400")).ok(), Some(f64::INFINITY));
    assert!(read::<f64>("null").is_err());
}

#[test]
fn every_shape_is_written_as_the_peer_writes_it() {
    #[derive(Serialize)]
    struct Unit;
    #[derive(Serialize)]
    struct Pair(u8, Unit);
    #[derive(Serialize)]
    enum Shape {
        One(u8),
        Two(u8, u8),
        Named { a: u8, b: Option<&'static str> },
        None,
    }
    let shapes = (
        Pair(1, Unit),
        [Shape::One(1), Shape::Two(1, 2), Shape::None, Shape::Named { a: 1, b: Some("x") }],
    );
    let maps: std::collections::BTreeMap<&str, Vec<u8>> =
        [("a\"", vec![]), ("b", vec![1, 2])].into();
    assert_eq!(
        write(&(&shapes, &maps)),
        serde_json::to_string(&(&shapes, &maps)).expect("plain data")
    );
}
