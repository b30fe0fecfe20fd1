//! A scenario in TOML as people write it: sections and steps one below the other, and everything
//! within them on a line of its own, long lists on several.

use core::fmt::Write as _;

use toml::{Table, Value};

use crate::{Scenario, json};

/// The order of keys, where there is a better one than that of the alphabet.
const ORDER: &[&str] = &[
    "format",
    "title",
    "summary",
    "sources",
    "level",
    "tags",
    "picture",
    "provenance",
    "seed",
    "until",
    "cluster",
    "network",
    "disk",
    "clock",
    "clients",
    "chaos",
    "initial",
    "choices",
    "steps",
    "fork",
    "exercise",
    "task",
    "goals",
    "avoid",
    "within",
    "actions",
    "only",
    "without",
    "broken_rules",
    "hints",
    "because",
    "solution",
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

/// How many characters a list may take on one line.
const LONGEST_LINE: usize = 100;

/// A table by language is a value all the same.
const TEXTS: &[&str] = &["title", "summary", "provenance"];

impl Scenario {
    /// The canonical spelling for people. Reading it gives the same scenario again.
    #[must_use]
    pub fn to_toml(&self) -> String {
        // Plain data always makes a table. Through JSON: that writer is there anyway.
        let table: Table = json::read(&self.to_json()).unwrap_or_default();
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

/// Keys of the format need no quotes; whatever comes from outside stands in values. A list that is too long for a
/// line has a line for each of its elements.
fn line(text: &mut String, key: &str, value: &Value) {
    let plain = format!("{key} = {value}");
    match value.as_array() {
        Some(elements) if elements.len() > 1 && plain.chars().count() > LONGEST_LINE => {
            let _ = writeln!(text, "{key} = [");
            for element in elements {
                let _ = writeln!(text, "  {element},");
            }
            let _ = writeln!(text, "]");
        }
        _ => {
            let _ = writeln!(text, "{plain}");
        }
    }
}

/// What is in a table: at the top, values before sections, so that none stands in the wrong section.
fn in_order(table: &Table) -> Vec<(&String, &Value)> {
    let mut entries: Vec<(&String, &Value)> = table.iter().collect();
    let place = |key: &str| ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len());
    entries.sort_by_key(|(key, _)| place(key));
    entries
}
