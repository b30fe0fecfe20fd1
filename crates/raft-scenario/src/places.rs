//! A TOML text as a document: the same in JSON, and where in it something stands.
//!
//! What a scenario consists of is read by one reader, that of JSON, so that both spellings mean the same and are
//! refused in the same words, and so that a program that reads TOML is not twice as large. What is wrong is found
//! when nobody knows lines any more. They are looked up in the document, from `steps[3].do[0].crash` to a line,
//! which is read once more for it: errors are rare.

use core::fmt::Write as _;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::parse::Misread;
use crate::{Problem, ProblemKind, json};

/// A TOML text as JSON.
pub(crate) fn to_json(text: &str) -> Result<String, Misread> {
    let lines = Lines::of(text);
    let document = DeTable::parse(text).map_err(|error| {
        let message = error.message().lines().next().unwrap_or_default();
        let line = error.span().map(|span| lines.at(span.start));
        Misread { problem: Problem::new(ProblemKind::Scenario, message), line }
    })?;
    let mut json = String::with_capacity(text.len() * 2);
    table(document.get_ref(), DEEPEST, &mut json).map_err(|Strange { what, expected, at }| {
        let problem = Problem::new(ProblemKind::Scenario, what).expecting(expected);
        Misread { problem, line: Some(lines.at(at)) }
    })?;
    Ok(json)
}

/// A value that means nothing in a scenario, and where it stands.
struct Strange {
    what: &'static str,
    expected: &'static str,
    at: usize,
}

/// How deep tables and lists may stand within each other. No scenario comes near it, and nobody's stack is used up.
const DEEPEST: u8 = 100;

fn table(table: &DeTable<'_>, left: u8, json: &mut String) -> Result<(), Strange> {
    json.push('{');
    for (nth, (key, inner)) in table.iter().enumerate() {
        if nth > 0 {
            json.push(',');
        }
        json.push_str(&json::write(key.get_ref().as_ref()));
        json.push(':');
        value(inner, left, json)?;
    }
    json.push('}');
    Ok(())
}

fn value(value: &Spanned<DeValue<'_>>, left: u8, json: &mut String) -> Result<(), Strange> {
    let strange = |what, expected| Strange { what, expected, at: value.span().start };
    let left = left
        .checked_sub(1)
        .ok_or_else(|| strange("too much stands within each other", "100 levels at most"))?;
    match value.get_ref() {
        DeValue::String(text) => json.push_str(&json::write(text.as_ref())),
        DeValue::Boolean(truth) => json.push_str(if *truth { "true" } else { "false" }),
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(number.as_str(), number.radix())
                .map_err(|_| strange("this number is too large", "one below 2^53"))?;
            let _ = write!(json, "{number}");
        }
        DeValue::Float(number) => {
            let number: f64 = number.as_str().parse().unwrap_or(f64::NAN);
            if !number.is_finite() {
                return Err(strange("this is no number", "a number"));
            }
            json.push_str(&json::write(&number));
        }
        DeValue::Datetime(_) => {
            return Err(strange("a date means nothing here", "text, a number, true or false"));
        }
        DeValue::Array(all) => {
            json.push('[');
            for (nth, inner) in all.iter().enumerate() {
                if nth > 0 {
                    json.push(',');
                }
                self::value(inner, left, json)?;
            }
            json.push(']');
        }
        DeValue::Table(inner) => table(inner, left, json)?,
    }
    Ok(())
}

/// Where each line begins, in bytes.
#[derive(Debug)]
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(core::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect())
    }

    /// The line of a byte, counted from 1.
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|start| *start <= byte)
    }
}

/// Where the things of a TOML document stand.
#[derive(Debug)]
pub struct Places<'t> {
    root: Spanned<DeTable<'t>>,
    lines: Lines,
}

impl<'t> Places<'t> {
    /// Takes any text: of what is not TOML, the part is known that could be read.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let (root, _) = DeTable::parse_recoverable(text);
        Self { root, lines: Lines::of(text) }
    }

    /// The line of what this path leads to, or, where it leads to nothing, of the last thing on its way
    /// that is there: who leaves something out, has left it out of that. Counted from 1.
    #[must_use]
    pub fn line(&self, path: &str) -> Option<usize> {
        let mut steps = path.split(['.', '[']).map(|step| step.trim_end_matches(']'));
        let (key, value) = self.root.get_ref().get_key_value(steps.next()?)?;
        let (mut place, mut value) = (key.span().start, value);
        for step in steps {
            let next = match value.get_ref() {
                DeValue::Table(table) => {
                    table.get_key_value(step).map(|(key, value)| (key.span().start, value))
                }
                DeValue::Array(all) => {
                    let nth = step.parse::<usize>().ok();
                    nth.and_then(|nth| all.get(nth)).map(|value| (value.span().start, value))
                }
                _ => None,
            };
            let Some(next) = next else { break };
            (place, value) = next;
        }
        Some(self.lines.at(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# A comment
title = \"é\"

[cluster]
servers = 3
faults.pause = [
  1,
  { a = 2 },
]

[[steps]]
id = \"a\"

[[steps]]
id = \"b\"
do = [
  \"ring\",
  { crash = \"n1\" },
]
";

    #[test]
    fn a_path_leads_to_a_line() {
        let places = Places::of(TEXT);
        for (path, line) in [
            ("title", Some(2)),
            ("cluster", Some(4)),
            ("cluster.servers", Some(5)),
            ("cluster.faults.pause[1].a", Some(8)),
            ("steps[0]", Some(11)),
            ("steps[0].id", Some(12)),
            ("steps[1]", Some(14)),
            ("steps[1].do[0]", Some(17)),
            ("steps[1].do[1].crash", Some(18)),
            // What is not there is missed where it should be.
            ("steps[1].when", Some(14)),
            ("steps[1].do[1].crash.x", Some(18)),
            ("cluster.nothing[7].at.all", Some(4)),
            ("steps[99].id", Some(11)),
            ("nothing", None),
            ("", None),
            ("][.", None),
        ] {
            assert_eq!(places.line(path), line, "{path}");
        }
    }

    #[test]
    fn a_document_is_the_same_in_json() {
        let json =
            |text: &str| to_json(text).map_err(|Misread { problem, line }| (problem.message, line));
        assert_eq!(
            json("a = 0x1f\nb.c = [true, -1_000, 1.5]").unwrap(),
            r#"{"a":31,"b":{"c":[true,-1000,1.5]}}"#
        );
        assert_eq!(json("'a\"b' = \"\\u00e9\\n\"").unwrap(), "{\"a\\\"b\":\"é\\n\"}");
        assert_eq!(json("a = 1\nb = nan"), Err(("this is no number".to_owned(), Some(2))));
        assert_eq!(json("a = 1979-05-27"), Err(("a date means nothing here".to_owned(), Some(1))));
        assert_eq!(
            json("a = [\n99999999999999999999]"),
            Err(("this number is too large".to_owned(), Some(2)))
        );
    }

    #[test]
    fn what_is_nested_too_deeply_is_refused() {
        // Each of the two ways to nest has a bound of its own in the parser; together they would go far.
        let deep =
            format!("{}1{}", format!("{}a = {{", "a.".repeat(60)).repeat(60), "}".repeat(60));
        assert!(to_json(&deep).is_err());
        let inner = format!("b = {}1{}", "[".repeat(70), "]".repeat(70));
        let misread = to_json(&format!("[{}a]\n{inner}", "a.".repeat(70))).expect_err("too deep");
        assert_eq!(misread.problem.message, "too much stands within each other");
        assert_eq!(misread.line, Some(2));
    }

    #[test]
    fn any_text_has_places() {
        assert_eq!(Places::of("title = \"a\"\n= = [[\nseed = 1\n").line("title"), Some(1));
        assert_eq!(Places::of("").line("title"), None);
        assert_eq!(Places::of("{\"title\": 1}").line("steps"), None);
    }
}
