//! Reads data-driven test files: a command line, perhaps some lines of input, `----`, and the
//! expected text up to the next blank line.
//!
//! ```text
//! # A comment.
//! command flag key=value list=(1, 2, 3)
//! input
//! ----
//! expected text
//! ```
//!
//! A command line that ends in a backslash goes on in the next line. Text that has blank lines of
//! its own stands between two doubled separators. The files are those of the Go library
//! "datadriven", as other implementations of Raft use it.

use std::fs;
use std::path::Path;

/// One command and what it should print.
pub(crate) struct Case {
    /// `file:line` of the command.
    pub(crate) place: String,
    pub(crate) command: String,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) input: String,
    pub(crate) expected: String,
}

/// `key`, `key=value` or `key=(value, value)`.
pub(crate) struct Argument {
    pub(crate) key: String,
    pub(crate) values: Vec<String>,
}

impl Case {
    pub(crate) fn argument(&self, key: &str) -> Option<&[String]> {
        let found = self.arguments.iter().find(|argument| argument.key == key);
        found.map(|argument| argument.values.as_slice())
    }
}

/// Every `.txt` file of a folder by name, each with its cases.
///
/// A folder without files, a file without cases and a line that cannot be read are errors: nothing
/// may pass because it was not looked at.
pub(crate) fn read_folder(folder: &Path) -> Result<Vec<Vec<Case>>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| format!("{}: {error}", folder.display()))?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(format!("{}: no .txt file in this folder", folder.display()));
    }
    paths.iter().map(|path| read_file(path)).collect()
}

fn read_file(path: &Path) -> Result<Vec<Case>, String> {
    let name = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let cases = parse(&file, &text)?;
    if cases.is_empty() {
        return Err(format!("{name}: no case in this file"));
    }
    Ok(cases)
}

pub(crate) fn parse(file: &str, text: &str) -> Result<Vec<Case>, String> {
    let mut lines = text.lines().enumerate().peekable();
    let mut cases = Vec::new();
    while let Some((at, line)) = lines.next() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let place = format!("{file}:{}", at + 1);
        let mut head = line.trim_end().to_owned();
        while head.ends_with('\\') {
            head.pop();
            head.push_str(lines.next().map_or("", |(_, more)| more.trim()));
        }

        let mut input = Vec::new();
        loop {
            match lines.next() {
                Some((_, "----")) => break,
                Some((_, line)) => input.push(line),
                None => return Err(format!("{place}: a command without ----")),
            }
        }

        let mut expected = Vec::new();
        if lines.next_if(|(_, line)| *line == "----").is_some() {
            loop {
                match lines.next() {
                    Some((_, "----")) if lines.next_if(|(_, line)| *line == "----").is_some() => {
                        break;
                    }
                    Some((_, line)) => expected.push(line),
                    None => return Err(format!("{place}: the expected text does not end")),
                }
            }
        } else {
            while let Some((_, line)) = lines.next_if(|(_, line)| !line.trim().is_empty()) {
                expected.push(line);
            }
        }

        let (command, arguments) =
            split_head(&head).map_err(|fault| format!("{place}: {fault}"))?;
        let (input, expected) = (input.join("\n"), expected.join("\n"));
        cases.push(Case { place, command, arguments, input, expected });
    }
    Ok(cases)
}

fn split_head(head: &str) -> Result<(String, Vec<Argument>), String> {
    let (command, mut rest) = head.trim().split_once(char::is_whitespace).unwrap_or((head, ""));
    let mut arguments = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Ok((command.trim().to_owned(), arguments));
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let key = rest[..end].to_owned();
        rest = &rest[end..];
        let mut values = Vec::new();
        if let Some(value) = rest.strip_prefix('=') {
            let list;
            (list, rest) = match value.strip_prefix('(') {
                Some(list) => {
                    list.split_once(')').ok_or_else(|| format!("{key}: the list does not end"))?
                }
                None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
            };
            let parts = list.split(',').map(|value| value.trim().to_owned());
            values = parts.filter(|value| !value.is_empty()).collect();
        }
        arguments.push(Argument { key, values });
    }
}
