//! Text for people: one string, or a table by language.

use core::fmt;
use std::collections::BTreeMap;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Text in one language or several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Text {
    /// One text for everybody.
    Plain(String),
    /// One text per language tag, such as `en` or `pt-BR`.
    ByLanguage(BTreeMap<String, String>),
}

/// The longest text, in bytes. Longer than any narration; a bound for hostile input.
pub(crate) const LONGEST: usize = 4_096;

impl Text {
    /// The text in `language`, or in its base language, or in English, or in whatever there is.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::ByLanguage(texts) => {
                let base = language.split('-').next().unwrap_or_default();
                [language, base, "en"]
                    .into_iter()
                    .find_map(|tag| texts.get(tag))
                    .or_else(|| texts.values().next())
                    .map_or("", String::as_str)
            }
        }
    }

    pub(crate) fn longest(&self) -> usize {
        match self {
            Self::Plain(text) => text.len(),
            Self::ByLanguage(texts) => texts.values().map(String::len).max().unwrap_or(0),
        }
    }
}

/// Nothing.
impl Default for Text {
    fn default() -> Self {
        Self::Plain(String::new())
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(text) => text.serialize(serializer),
            Self::ByLanguage(texts) => texts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a table of texts by language")
            }

            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text::Plain(text.to_owned()))
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Text, M::Error> {
                let mut texts = BTreeMap::new();
                while let Some((language, text)) = map.next_entry()? {
                    texts.insert(language, text);
                }
                Ok(Text::ByLanguage(texts))
            }
        }

        deserializer.deserialize_any(TextVisitor)
    }
}
