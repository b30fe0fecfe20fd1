//! One name, or a list of names.

use core::fmt;

use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// One name, or a list of names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// None.
impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

/// Written out: serde would keep whatever comes in a tree of its own, and try one after the other.
impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Names)
    }
}

const EXPECTED: &str = "a server such as \"n1\", \"leader\" or \"all\", or a list of them";

struct Names;

/// One sentence for whatever is wrong, also inside of a list.
macro_rules! refused {
    ($($method:ident $type:ty),*) => {$(
        fn $method<E: serde::de::Error>(self, _: $type) -> Result<OneOrMany, E> {
            Err(E::custom(EXPECTED))
        }
    )*};
}

impl<'de> Visitor<'de> for Names {
    type Value = OneOrMany;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_str<E>(self, name: &str) -> Result<OneOrMany, E> {
        Ok(OneOrMany::One(name.to_owned()))
    }

    refused! { visit_bool bool, visit_u64 u64, visit_i64 i64, visit_f64 f64 }

    fn visit_unit<E: serde::de::Error>(self) -> Result<OneOrMany, E> {
        Err(E::custom(EXPECTED))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<OneOrMany, A::Error> {
        Err(A::Error::custom(EXPECTED))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMany, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = list.next_element().map_err(|_| A::Error::custom(EXPECTED))? {
            names.push(name);
        }
        Ok(OneOrMany::Many(names))
    }
}
