//! The second door to JavaScript: what a reader needs now and then, and no embed ever.
//!
//! It is a WebAssembly file of its own, loaded when somebody asks for it, so that the engine that
//! plays stays small. Both are built from the same crates: a run is the same run in either. What it
//! is given is a link, which is all that a run is; what it gives back is text. Bad input is thrown as
//! `{ kind, message, path, expected }`.

use js_sys::{Object, Reflect};
use raft_export::{Format, Take, export};
use raft_scenario::{Link, Problem, Scenario};
use wasm_bindgen::prelude::*;

/// Writes down, as `format`, what the fragment of a link leads to. `json` is the scenario of the
/// gallery that the link names; it is not needed for a link that carries its own.
///
/// # Errors
/// What is wrong with the link, or cannot be said in the format.
#[wasm_bindgen(js_name = exportRun)]
pub fn export_run(fragment: &str, json: Option<String>, format: &str) -> Result<String, JsValue> {
    write(fragment, json.as_deref(), format).map_err(|problem| thrown(&problem))
}

fn write(fragment: &str, json: Option<&str>, format: &str) -> Result<String, Problem> {
    let format = Format::named(format)?;
    let link = Link::decode(fragment)?;
    let named = json.map(Scenario::from_json).transpose()?;
    export(&Take::of_link(&link, named)?, format, None)
}

/// A problem as something to throw.
fn thrown(problem: &Problem) -> JsValue {
    let object = Object::new();
    let fields = [
        ("kind", Some(problem.kind.name())),
        ("message", Some(problem.message.as_str())),
        ("path", problem.path.as_deref()),
        ("expected", problem.expected.as_deref()),
    ];
    for (name, value) in fields {
        let value = value.map_or(JsValue::NULL, JsValue::from_str);
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}
