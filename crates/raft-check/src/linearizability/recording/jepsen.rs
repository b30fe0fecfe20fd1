//! A line of a Jepsen log about a register: process, type, operation and value.

use super::{Kind, Recorded, kind, mismatched};
use crate::linearizability::{Register, RegisterInput, RegisterOutput};

/// Takes down one line.
pub(super) fn line(
    recorded: &mut Recorded<Register>,
    number: usize,
    line: &str,
) -> Result<(), String> {
    let mut words = line.split_whitespace();
    if [words.next(), words.next(), words.next()] != [Some("INFO"), Some("jepsen.util"), Some("-")]
    {
        return Err("expected INFO  jepsen.util - …".to_owned());
    }
    let process = words.next().ok_or("expected a process")?;
    // It does something to the cluster, and nothing to the register.
    if process == ":nemesis" {
        return Ok(());
    }
    let process = process.parse().map_err(|_| format!("{process:?} is not a process"))?;
    let kind = kind(keyword(words.next())?)?;
    let asked = keyword(words.next())?;
    let value = words.collect::<Vec<&str>>().join(" ");
    if kind == Kind::Invoke {
        return recorded.invoke(number, process, input(asked, &value)?);
    }
    let input = *recorded.asked(process)?;
    if operation(&input) != asked {
        return Err(mismatched(process, &input));
    }
    match (kind, input) {
        (Kind::Ok, RegisterInput::Read) => {
            recorded.returned(number, process, RegisterOutput::Holds(held(&value)?))
        }
        (Kind::Ok | Kind::Fail, _)
            if value != ":timed-out" && self::input(asked, &value)? != input =>
        {
            Err(mismatched(process, &input))
        }
        (Kind::Ok, RegisterInput::Write(_)) => {
            recorded.returned(number, process, RegisterOutput::Written)
        }
        (Kind::Ok, RegisterInput::CompareAndSet { .. }) => {
            recorded.returned(number, process, RegisterOutput::Swapped(true))
        }
        (Kind::Fail, RegisterInput::CompareAndSet { .. }) if value != ":timed-out" => {
            recorded.returned(number, process, RegisterOutput::Swapped(false))
        }
        (Kind::Fail | Kind::Invoke, _) => recorded.failed(number, process),
        (Kind::Info, _) => recorded.unknown(number, process),
    }
}

fn keyword(word: Option<&str>) -> Result<&str, String> {
    let word = word.ok_or("the line ends early")?;
    word.strip_prefix(':').ok_or_else(|| format!("expected a keyword, not {word:?}"))
}

fn operation(input: &RegisterInput) -> &'static str {
    match input {
        RegisterInput::Read => "read",
        RegisterInput::Write(_) => "write",
        RegisterInput::CompareAndSet { .. } => "cas",
    }
}

fn input(asked: &str, value: &str) -> Result<RegisterInput, String> {
    match asked {
        "read" if value == "nil" => Ok(RegisterInput::Read),
        "read" => Err(format!("a read asks with nil, not with {value:?}")),
        "write" => Ok(RegisterInput::Write(integer(value)?)),
        "cas" => {
            let pair = value.strip_prefix('[').and_then(|value| value.strip_suffix(']'));
            let pair = pair.and_then(|pair| pair.trim().split_once(' '));
            let (from, to) = pair.ok_or_else(|| format!("expected [from to], not {value:?}"))?;
            Ok(RegisterInput::CompareAndSet { from: integer(from)?, to: integer(to.trim())? })
        }
        _ => Err(format!("a register has no operation :{asked}: expected :read, :write or :cas")),
    }
}

fn held(value: &str) -> Result<Option<i64>, String> {
    if value == "nil" { Ok(None) } else { integer(value).map(Some) }
}

fn integer(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| format!("{text:?} is not a number that fits"))
}
