//! Plain objects, in and out.

use js_sys::Object;
use raft_session::{Problem, ProblemKind};
use serde::de::{DeserializeOwned, Error as _, Visitor};
use serde::{Deserializer, Serialize, forward_to_deserialize_any};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast as _, JsValue};

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

/// A plain object that may have no field but the ones that are asked for. Without it, a misspelled
/// one would pass in silence: `serde_wasm_bindgen` looks only for the fields that it knows, whatever
/// `deny_unknown_fields` says.
struct Strict(JsValue);

impl<'de> Deserializer<'de> for Strict {
    type Error = serde_wasm_bindgen::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        serde_wasm_bindgen::Deserializer::from(self.0).deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        if let Some(object) = self.0.dyn_ref::<Object>() {
            let names = Object::keys(object);
            for name in names.iter().filter_map(|name| name.as_string()) {
                if !fields.contains(&name.as_str()) {
                    return Err(Self::Error::unknown_field(&name, fields));
                }
            }
        }
        serde_wasm_bindgen::Deserializer::from(self.0).deserialize_struct(name, fields, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Reads a plain object.
pub(crate) fn from_plain<T: DeserializeOwned>(
    value: JsValue,
    kind: ProblemKind,
) -> Result<T, JsValue> {
    T::deserialize(Strict(value)).map_err(|error| to_thrown(&Problem::new(kind, error.to_string())))
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
