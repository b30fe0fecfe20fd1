//! Plain objects, in and out.

use js_sys::JSON;
use raft_session::{Problem, ProblemKind, json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// A problem as it is thrown.
#[derive(Serialize)]
struct Thrown<'a> {
    kind: &'static str,
    message: &'a str,
    path: Option<&'a str>,
    expected: Option<&'a str>,
}

/// As one text, which the browser turns into objects: that is one call instead of one for each value,
/// and one writer instead of one for each type.
pub(crate) fn to_plain<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    JSON::parse(&json::write(value))
}

/// Reads a plain object, which may have no field but the ones that are asked for.
pub(crate) fn from_plain<T: DeserializeOwned>(
    value: &JsValue,
    kind: ProblemKind,
) -> Result<T, JsValue> {
    // What cannot be a text, such as `undefined` or what contains itself, is nothing.
    let text = JSON::stringify(value).ok().and_then(|text| text.as_string());
    json::read_plain(text.as_deref().unwrap_or("null"), kind).map_err(|problem| to_thrown(&problem))
}

/// A problem as something to throw.
pub(crate) fn to_thrown(problem: &Problem) -> JsValue {
    let thrown = Thrown {
        kind: problem.kind.name(),
        message: &problem.message,
        path: problem.path.as_deref(),
        expected: problem.expected.as_deref(),
    };
    to_plain(&thrown).unwrap_or_else(|error| error)
}
