//! A line of EDN about strings by key: a map from keywords to numbers, keywords, strings and nil.

use core::iter::Peekable;
use core::str::Chars;

use super::{Kind, Recorded, kind, mismatched};
use crate::linearizability::{Strings, StringsInput};

/// Takes down one line.
pub(super) fn line(
    recorded: &mut Recorded<Strings>,
    number: usize,
    line: &str,
) -> Result<(), String> {
    let fields = Fields::read(line)?;
    let process = match fields.get("process")? {
        Value::Number(process) => *process,
        _ => return Err("expected a number as :process".to_owned()),
    };
    let kind = kind(fields.keyword("type")?)?;
    if kind == Kind::Invoke {
        return recorded.invoke(number, process, fields.input(None)?);
    }
    let asked = recorded.asked(process)?;
    // What was put or appended is said again with the answer; after a failure it need not be.
    let again = fields.input(Some(asked))?;
    let reads = matches!(again, StringsInput::Get { .. });
    if again != *asked {
        return Err(mismatched(process, asked));
    }
    match kind {
        Kind::Ok if reads => match fields.get("value")? {
            Value::Text(value) => {
                let value = value.as_str().into();
                recorded.returned(number, process, Some(value))
            }
            _ => Err("a get is answered with a string".to_owned()),
        },
        Kind::Ok => recorded.returned(number, process, None),
        Kind::Fail | Kind::Invoke => recorded.failed(number, process),
        Kind::Info => recorded.unknown(number, process),
    }
}

/// What a map says.
struct Fields(Vec<(String, Value)>);

#[derive(PartialEq, Eq)]
enum Value {
    Nil,
    Number(u64),
    Keyword(String),
    Text(String),
}

impl Fields {
    fn read(line: &str) -> Result<Self, String> {
        let mut text = Text(line.chars().peekable());
        let mut fields: Vec<(String, Value)> = Vec::new();
        text.expect('{')?;
        while !text.comes('}') {
            let Value::Keyword(name) = text.value()? else {
                return Err("expected a keyword such as :process".to_owned());
            };
            if fields.iter().any(|(known, _)| *known == name) {
                return Err(format!(":{name} comes twice"));
            }
            fields.push((name, text.value()?));
        }
        text.expect('}')?;
        text.space();
        match text.0.next() {
            None => Ok(Self(fields)),
            Some(more) => Err(format!("there is more after the map: {more:?}")),
        }
    }

    fn get(&self, name: &str) -> Result<&Value, String> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value).ok_or_else(|| format!("there is no :{name}"))
    }

    fn keyword(&self, name: &str) -> Result<&str, String> {
        match self.get(name)? {
            Value::Keyword(word) => Ok(word),
            _ => Err(format!("expected a keyword as :{name}")),
        }
    }

    fn text(&self, name: &str) -> Result<Box<str>, String> {
        match self.get(name)? {
            Value::Text(text) => Ok(text.as_str().into()),
            _ => Err(format!("expected a string as :{name}")),
        }
    }

    /// What is asked for. Where it is said again, a value may be missing that was said before.
    fn input(&self, before: Option<&StringsInput>) -> Result<StringsInput, String> {
        let key = self.text("key")?;
        let value = || match (self.text("value"), before) {
            (
                Err(_),
                Some(StringsInput::Put { value, .. } | StringsInput::Append { value, .. }),
            ) if self.get("value").is_ok_and(|value| *value == Value::Nil) => Ok(value.clone()),
            (value, _) => value,
        };
        match self.keyword("f")? {
            "get" => Ok(StringsInput::Get { key }),
            "put" => Ok(StringsInput::Put { key, value: value()? }),
            "append" => Ok(StringsInput::Append { key, value: value()? }),
            other => Err(format!("there is no :f :{other}: expected :get, :put or :append")),
        }
    }
}

/// What is left of a line.
struct Text<'a>(Peekable<Chars<'a>>);

impl Text<'_> {
    /// In EDN commas are white space.
    fn space(&mut self) {
        while self.0.next_if(|c| c.is_whitespace() || *c == ',').is_some() {}
    }

    fn comes(&mut self, c: char) -> bool {
        self.space();
        self.0.peek() == Some(&c)
    }

    fn expect(&mut self, expected: char) -> Result<(), String> {
        self.space();
        match self.0.next() {
            Some(c) if c == expected => Ok(()),
            Some(c) => Err(format!("expected {expected:?}, not {c:?}")),
            None => Err(format!("the line ends where {expected:?} was expected")),
        }
    }

    fn value(&mut self) -> Result<Value, String> {
        self.space();
        match self.0.peek() {
            Some('"') => self.text().map(Value::Text),
            Some(':') => {
                self.0.next();
                let word = self.word();
                if word.is_empty() {
                    Err("a keyword has no name".to_owned())
                } else {
                    Ok(Value::Keyword(word))
                }
            }
            _ => match self.word().as_str() {
                "nil" => Ok(Value::Nil),
                "" => Err("the line ends early, or has what is no value".to_owned()),
                word => {
                    let number = word.parse().map(Value::Number);
                    number.map_err(|_| format!("{word:?} is neither nil nor a number that fits"))
                }
            },
        }
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        let goes_on = |c: &char| !c.is_whitespace() && !matches!(c, ',' | '{' | '}' | '"' | ':');
        while let Some(c) = self.0.next_if(goes_on) {
            word.push(c);
        }
        word
    }

    fn text(&mut self) -> Result<String, String> {
        self.expect('"')?;
        let mut text = String::new();
        loop {
            match self.0.next().ok_or("a string has no end")? {
                '"' => return Ok(text),
                '\\' => text.push(match self.0.next() {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some(c @ ('"' | '\\')) => c,
                    Some('u') => self.code_point()?,
                    _ => return Err("there is no such escape in a string".to_owned()),
                }),
                c => text.push(c),
            }
        }
    }

    fn code_point(&mut self) -> Result<char, String> {
        let digits: String = (0..4).filter_map(|_| self.0.next()).collect();
        let number = u32::from_str_radix(&digits, 16).ok();
        let valid = number.filter(|_| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        valid.and_then(char::from_u32).ok_or_else(|| format!("\\u{digits} is no character"))
    }
}
