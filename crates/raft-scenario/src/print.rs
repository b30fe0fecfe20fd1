//! A scenario in TOML as people write it: sections and steps one below the other, and everything
//! within them on a line of its own.

use core::fmt::Write as _;

use toml::{Table, Value};

use crate::Scenario;

/// The order of keys, where there is a better one than that of the alphabet.
const ORDER: &[&str] = &[
    "format",
    "title",
    "summary",
    "sources",
    "seed",
    "until",
    "cluster",
    "network",
    "disk",
    "clock",
    "clients",
    "chaos",
    "choices",
    "steps",
    "id",
    "at",
    "processed",
    "after",
    "when",
    "do",
    "say",
    "pace",
    "question",
    "expect",
];

/// A table by language is a value all the same.
const TEXTS: &[&str] = &["title", "summary"];

impl Scenario {
    /// The canonical spelling for people. Reading it gives the same scenario again.
    #[must_use]
    pub fn to_toml(&self) -> String {
        // Plain data always makes a table.
        let table = Table::try_from(self).unwrap_or_default();
        let mut text = String::new();
        for (key, value) in in_order(&table) {
            match value {
                Value::Table(section) if !TEXTS.contains(&key.as_str()) => {
                    let _ = writeln!(text, "\n[{key}]");
                    lines(&mut text, section);
                }
                Value::Array(things) if things.iter().any(Value::is_table) => {
                    for thing in things.iter().filter_map(Value::as_table) {
                        let _ = writeln!(text, "\n[[{key}]]");
                        lines(&mut text, thing);
                    }
                }
                value => line(&mut text, key, value),
            }
        }
        text
    }
}

fn lines(text: &mut String, table: &Table) {
    for (key, value) in in_order(table) {
        line(text, key, value);
    }
}

/// Keys of the format need no quotes; whatever comes from outside stands in values.
fn line(text: &mut String, key: &str, value: &Value) {
    let _ = writeln!(text, "{key} = {value}");
}

/// What is in a table: at the top, values before sections, so that none stands in the wrong section.
fn in_order(table: &Table) -> Vec<(&String, &Value)> {
    let mut entries: Vec<(&String, &Value)> = table.iter().collect();
    let place = |key: &str| ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len());
    entries.sort_by_key(|(key, _)| place(key));
    entries
}
