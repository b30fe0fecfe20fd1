//! Plain objects, in and out.

use raft_session::{Problem, ProblemKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// A problem as it is thrown.
#[derive(Serialize)]
struct Thrown<'a> {
    kind: &'static str,
    message: &'a str,
    path: Option<&'a str>,
    expected: Option<&'a str>,
}

/// Plain objects instead of maps, null instead of undefined: what JSON would give.
pub(crate) fn to_plain<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible()).map_err(JsValue::from)
}

/// Reads a plain object.
pub(crate) fn from_plain<T: DeserializeOwned>(
    value: JsValue,
    kind: ProblemKind,
) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| to_thrown(&Problem::new(kind, error.to_string())))
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
