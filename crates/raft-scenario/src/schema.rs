//! The JSON Schema of scenarios, for editors, made of the same types that read them.

use std::borrow::Cow;

use raft_check::Property;
use raft_core::Deviation;
use raft_sim::Kind;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use crate::action_kind::KINDS;
use crate::record::Record;
use crate::units::{Duration, Percent, SpanText};
use crate::{Scenario, Text};

impl Scenario {
    /// The JSON Schema (2020-12) of this format, as pretty JSON. What it allows can still be refused:
    /// names that mean nothing and numbers that do not go together are found by [`Scenario::compile`].
    #[must_use]
    pub fn schema() -> String {
        let generator = SchemaSettings::draft2020_12().into_generator();
        let mut schema = generator.into_root_schema_for::<Self>();
        let title = format!("Raft playground scenario, format {}", crate::FORMAT);
        schema.insert("title".to_owned(), title.into());
        // A schema is plain JSON.
        let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
        text + "\n"
    }
}

/// What [`record!`](crate::record::record) says and a derived schema does not: which fields have to be
/// there, what the others are if nobody says, and that there are no others.
pub(crate) fn as_read<R: Record + Serialize>(schema: &mut Schema) {
    let required: Vec<&str> = R::FIELDS
        .iter()
        .zip(R::REQUIRED)
        .filter_map(|(field, required)| required.then_some(*field))
        .collect();
    let defaults = serde_json::to_value(R::blank()).unwrap_or_default();
    if let Some(properties) = schema.get_mut("properties").and_then(|all| all.as_object_mut()) {
        for (name, property) in properties {
            let default = defaults.get(name).filter(|_| !required.contains(&name.as_str()));
            if let (Some(default), Some(property)) = (default, property.as_object_mut()) {
                property.insert("default".to_owned(), default.clone());
            }
        }
    }
    schema.remove("required");
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
    schema.insert("additionalProperties".to_owned(), false.into());
}

macro_rules! spelled {
    ($($unit:ident: $description:literal, $pattern:expr;)*) => {$(
        impl JsonSchema for $unit {
            fn schema_name() -> Cow<'static, str> {
                stringify!($unit).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "description": $description, "pattern": $pattern })
            }
        }
    )*};
}

const NUMBER: &str = r"[0-9]{1,12}(\.[0-9]+)?";

spelled! {
    Duration: "A duration, such as 15ms, 1.5s or 200us.", format!("^{NUMBER}(us|ms|s)$");
    SpanText: "A duration, such as 15ms, or a range of them, such as 150ms..300ms.",
        format!(r"^{NUMBER}(us|ms|s)(\.\.{NUMBER}(us|ms|s))?$");
    Percent: "A percentage, such as 2.5%.", format!("^{NUMBER}%$");
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A text, or a table of texts by language.",
            "oneOf": [
                { "type": "string" },
                { "type": "object", "additionalProperties": { "type": "string" } },
            ],
        })
    }
}

fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> Schema {
    let names: Vec<&str> = names.into_iter().collect();
    json_schema!({ "type": "string", "enum": names })
}

pub(crate) fn deviations(_: &mut SchemaGenerator) -> Schema {
    let one = names(Deviation::ALL.iter().map(|deviation| deviation.name()));
    json_schema!({ "type": "array", "items": one })
}

pub(crate) fn action_kinds(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": names(KINDS.iter().copied()) })
}

pub(crate) fn property(_: &mut SchemaGenerator) -> Schema {
    names(Property::ALL.iter().map(|property| property.name()))
}

pub(crate) fn property_or_all(_: &mut SchemaGenerator) -> Schema {
    names(Property::ALL.iter().map(|property| property.name()).chain(["all"]))
}

pub(crate) fn property_or_any(_: &mut SchemaGenerator) -> Schema {
    names(Property::ALL.iter().map(|property| property.name()).chain(["any"]))
}

pub(crate) fn kind(_: &mut SchemaGenerator) -> Schema {
    names(Kind::ALL.iter().map(|kind| kind.name()))
}

pub(crate) fn role(generator: &mut SchemaGenerator) -> Schema {
    let is = names(crate::expectation::ROLES);
    let server = generator.subschema_for::<String>();
    json_schema!({
        "type": "object",
        "properties": { "server": server, "is": is },
        "required": ["server", "is"],
        "additionalProperties": false,
    })
}
