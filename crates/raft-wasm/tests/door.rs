//! The door, from the side of JavaScript: what is opened, what is thrown.
#![cfg(target_arch = "wasm32")]

use js_sys::{JSON, Object, Reflect};
use raft_trials::{SCENARIOS, SCENARIOS_GOLDEN};
use raft_wasm::{Session, fresh_seed, link_name};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const ENGLISH: &str = include_str!("../../../locales/en.json");
const GERMAN: &str = include_str!("../../../locales/de.json");

/// What every session is opened with: words.
fn options() -> JsValue {
    let catalogue = JSON::parse(ENGLISH).expect("the catalogue is JSON");
    let options = Object::new();
    set(&options, "narration", &get(&catalogue, "narration"));
    set(&options, "language", &get(&catalogue, "language"));
    options.into()
}

fn with(field: &str, value: impl Into<JsValue>) -> JsValue {
    let options = options();
    set(&options, field, &value.into());
    options
}

fn set(object: &JsValue, field: &str, value: &JsValue) {
    Reflect::set(object, &field.into(), value).expect("an object");
}

fn get(object: &JsValue, field: &str) -> JsValue {
    Reflect::get(object, &field.into()).expect("an object")
}

fn default_json() -> String {
    let trial = SCENARIOS.iter().find(|trial| trial.name == "default").expect("the default story");
    trial.json().expect("which can be read")
}

/// What was thrown, as the page sees it.
#[derive(Debug)]
struct Thrown {
    kind: String,
    message: String,
    path: Option<String>,
    expected: Option<String>,
}

impl Thrown {
    #[track_caller]
    fn read(thrown: &JsValue) -> Self {
        let keys = Object::keys(thrown.unchecked_ref::<Object>());
        let keys: Vec<String> = keys.iter().filter_map(|key| key.as_string()).collect();
        assert_eq!(keys, ["kind", "message", "path", "expected"]);
        let optional = |field| {
            let value = get(thrown, field);
            assert!(value.is_null() || value.is_string(), "{field} is {value:?}");
            value.as_string()
        };
        let text = |field| get(thrown, field).as_string().expect(field);
        let (kind, message) = (text("kind"), text("message"));
        assert!(!message.is_empty());
        Self { kind, message, path: optional("path"), expected: optional("expected") }
    }
}

#[track_caller]
fn refused(options: JsValue) -> Thrown {
    match Session::open(options) {
        Ok(_) => panic!("this should not open"),
        Err(thrown) => Thrown::read(&thrown),
    }
}

#[wasm_bindgen_test]
fn bad_json_is_thrown_as_a_problem() {
    let thrown = refused(with("json", "{ \"format\": 1, "));
    assert_eq!(thrown.kind, "scenario", "{thrown:?}");
}

#[wasm_bindgen_test]
fn an_unknown_field_of_a_scenario_is_thrown_with_its_path() {
    let json = r#"{ "format": 1, "title": "x", "cluster": { "server": 3 } }"#;
    let thrown = refused(with("json", json));
    assert_eq!(thrown.kind, "scenario");
    assert!(thrown.message.contains("server"), "{thrown:?}");
    assert!(thrown.path.is_some_and(|path| path.contains("cluster")));
}

#[wasm_bindgen_test]
fn an_impossible_value_is_thrown_with_what_was_expected() {
    let thrown = refused(with("json", r#"{ "format": 2, "title": "x" }"#));
    assert_eq!((thrown.kind.as_str(), thrown.path.as_deref()), ("scenario", Some("format")));
    assert_eq!(thrown.expected.as_deref(), Some("1"));
}

#[wasm_bindgen_test]
fn a_run_goes_on_in_another_language_or_stays_in_its_own() {
    let mut session = Session::open(with("json", default_json())).expect("the story opens");
    let title = |session: &Session| get(&session.story().expect("a story"), "title");
    let english = title(&session);
    let thrown = Thrown::read(&session.speak("de", JsValue::NULL).expect_err("no sentences"));
    assert_eq!(thrown.kind, "action");
    let thrown = Thrown::read(&session.speak("de", Object::new().into()).expect_err("too few"));
    assert_eq!((thrown.kind.as_str(), thrown.path.as_deref()), ("scenario", Some("narration")));
    assert_eq!(title(&session), english, "nothing has changed");
    let german = JSON::parse(GERMAN).expect("the catalogue is JSON");
    session.speak("de", get(&german, "narration")).expect("every sentence is there");
    assert_eq!(title(&session), "Drei Server, eine Liste");
}

#[wasm_bindgen_test]
fn an_unknown_option_is_thrown() {
    let options = with("json", default_json());
    set(&options, "scenery", &"x".into());
    let thrown = refused(options);
    assert_eq!(thrown.kind, "action");
    assert!(thrown.message.contains("scenery"), "{thrown:?}");
}

#[wasm_bindgen_test]
fn options_that_are_none_are_thrown() {
    for nothing in [JsValue::UNDEFINED, JsValue::NULL, JsValue::from(7), JsValue::from("json")] {
        refused(nothing);
    }
    assert_eq!(refused(options()).kind, "scenario", "nothing to open");
}

#[wasm_bindgen_test]
fn bad_links_are_thrown() {
    for fragment in ["#", "#v1.d.AAAA", "#v2.d.abc", "#v1.d.!!!", "#a.b", "#Figure 8"] {
        let thrown = refused(with("fragment", fragment));
        assert_eq!(thrown.kind, "link", "{fragment}: {thrown:?}");
        let thrown = Thrown::read(&link_name(fragment).expect_err(fragment));
        assert_eq!(thrown.kind, "link", "{fragment}: {thrown:?}");
    }
    // A link by name, and nobody said what that scenario is.
    assert_eq!(refused(with("fragment", "#default")).kind, "name");
}

#[wasm_bindgen_test]
fn bad_seeds_are_thrown() {
    for seed in ["", "+1", "-1", "0x10", "xyz", "ffffffffffffffffff", "20000000000000"] {
        let options = with("json", default_json());
        set(&options, "seed", &seed.into());
        let thrown = refused(options);
        assert_eq!(thrown.kind, "scenario", "{seed}: {thrown:?}");
    }
}

#[wasm_bindgen_test]
fn bad_actions_are_thrown_and_leave_the_run_as_it_was() {
    let mut session = Session::open(with("json", default_json())).expect("the story opens");
    session.advance(100.0).expect("a moment");
    let before = session.digest();
    for action in
        ["", "{}", "{\"crash\": \"n9\"}", "{\"explode\": \"n1\"}", "{\"restart\": \"n1\"}"]
    {
        let thrown = Thrown::read(&session.act(action).expect_err(action));
        assert_eq!(thrown.kind, "action", "{action}: {thrown:?}");
    }
    let place = JSON::parse(r#"{ "time": 20, "processed": 0, "branch": 1 }"#).expect("JSON");
    let thrown = Thrown::read(&session.seek_to(place).expect_err("no position"));
    assert!(thrown.message.contains("branch"), "{thrown:?}");
    Thrown::read(&session.step(1, "sideways").expect_err("no step"));
    Thrown::read(&session.advance(f64::NAN).expect_err("no moment"));
    assert_eq!(session.digest(), before);
}

#[wasm_bindgen_test]
fn bad_questions_are_thrown() {
    let mut session = Session::open(with("json", default_json())).expect("the story opens");
    session.advance(200.0).expect("a moment");
    let plain = |json: &str| JSON::parse(json).expect("JSON");
    let why = session.why(plain(r#"{ "server": "n1", "fact": "role" }"#)).expect("an answer");
    assert!(js_sys::Array::from(&get(&why, "chain")).length() > 1);
    for (question, path) in [
        (r#"{ "server": "n7", "fact": "role" }"#, Some("server")),
        (r#"{ "server": "n1", "entry": -1 }"#, Some("entry")),
        (r#"{ "event": 1e300 }"#, Some("event")),
        (r#"{ "message": "n1" }"#, Some("message")),
        (r#"{ "operation": 7 }"#, Some("operation")),
        (r#"{ "server": "n1", "mood": "role" }"#, Some("mood")),
        ("{}", None),
        ("[]", None),
    ] {
        let thrown = Thrown::read(&session.why(plain(question)).expect_err(question));
        assert_eq!(thrown.path.as_deref(), path, "{question}: {thrown:?}");
    }
    for bad in [f64::NAN, -1.0, f64::INFINITY, 1e300] {
        assert_eq!(Thrown::read(&session.spacetime(bad, 5.0).expect_err("no")).kind, "limit");
        assert_eq!(Thrown::read(&session.find("x", bad).expect_err("no")).kind, "limit");
    }
    assert_eq!(Thrown::read(&session.run_until("forever").expect_err("no goal")).kind, "action");
}

#[wasm_bindgen_test]
fn the_story_comes_out_as_written_down() {
    let mut session = Session::open(with("json", default_json())).expect("the story opens");
    session.advance(720.0).expect("its end");
    let golden = SCENARIOS_GOLDEN.lines().find_map(|line| line.strip_prefix("default "));
    let (events, digest) =
        golden.and_then(|end| end.split_once(' ')).expect("a number and a digest");
    assert_eq!(session.digest(), digest);
    assert_eq!(session.event_count().to_string(), events);
    // And a link to that moment leads there.
    let name = link_name(&session.share_link());
    let options = with("fragment", session.share_link());
    if name.expect("a link").is_some() {
        set(&options, "json", &default_json().into());
    }
    assert_eq!(Session::open(options).expect("the link opens").digest(), digest);
}

#[wasm_bindgen_test]
fn fresh_seeds_differ_and_are_exact() {
    let seeds: Vec<String> = (0..32).map(|_| fresh_seed().expect("randomness")).collect();
    for (at, seed) in seeds.iter().enumerate() {
        let number = u64::from_str_radix(seed, 16).expect("a hexadecimal number");
        assert!(number < 1 << 53, "{seed}");
        assert!(seed.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)), "{seed}");
        assert!(!seeds[..at].contains(seed), "{seed} came twice");
    }
    let options = with("json", default_json());
    set(&options, "seed", &seeds[0].as_str().into());
    assert_eq!(Session::open(options).expect("it is a seed").seed(), seeds[0]);
}
