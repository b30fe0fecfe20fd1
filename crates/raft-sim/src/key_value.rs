//! The replicated state machine: a store of keys and values.

use core::fmt;
use std::collections::BTreeMap;
use std::sync::Arc;

use raft_core::{Payload, ReadMode};

/// What a log is applied to. Deterministic: the same commands give the same state and answers.
pub trait StateMachine: Clone + Default {
    /// Applies one committed entry and returns what a client that asked for it is told.
    fn apply(&mut self, payload: &Payload) -> Option<Arc<str>>;

    /// Its whole state, for a snapshot.
    fn save(&self) -> Arc<[u8]>;

    /// The state that [`StateMachine::save`] has saved.
    fn restored(state: &[u8]) -> Self;
}

/// A store of keys and values. Clones share everything until one of them changes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KeyValue {
    entries: Arc<BTreeMap<Arc<str>, Arc<str>>>,
}

/// What a client can ask of the store.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Command {
    /// Set a key. Written `x=1`.
    Put {
        /// The key.
        key: Arc<str>,
        /// The value.
        value: Arc<str>,
    },
    /// Add to a key, which counts as 0 if it holds no number: done twice, it shows. Written `x+=1`;
    /// the answer is the sum.
    Add {
        /// The key.
        key: Arc<str>,
        /// How much.
        amount: u32,
    },
    /// Open a session (dissertation §6.3). Never in the log as a command.
    OpenSession,
    /// Read a key, through the log. Written `get x`.
    Get {
        /// The key.
        key: Arc<str>,
    },
    /// Read a key without an entry in the log. Written `read x`, `read x by lease` or `read x
    /// stale`.
    Read {
        /// The key.
        key: Arc<str>,
        /// What the answer must be worth.
        mode: ReadMode,
    },
}

/// A key or value that the store does not take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvalidCommand {
    /// A key has 1 to 32 letters, digits, `_`, `-` or `.`.
    Key,
    /// A value has at most 64 characters, none of them a control character.
    Value,
}

const MAX_KEY: usize = 32;
const MAX_VALUE: usize = 64;

impl Command {
    /// `key=value`.
    ///
    /// # Errors
    /// If the key or the value is not one.
    pub fn put(key: &str, value: &str) -> Result<Self, InvalidCommand> {
        if value.chars().count() > MAX_VALUE || value.chars().any(char::is_control) {
            return Err(InvalidCommand::Value);
        }
        Ok(Self::Put { key: checked(key)?, value: value.into() })
    }

    /// `key+=amount`.
    ///
    /// # Errors
    /// If the key is not one.
    pub fn add(key: &str, amount: u32) -> Result<Self, InvalidCommand> {
        Ok(Self::Add { key: checked(key)?, amount })
    }

    /// `get key`.
    ///
    /// # Errors
    /// If the key is not one.
    pub fn get(key: &str) -> Result<Self, InvalidCommand> {
        Ok(Self::Get { key: checked(key)? })
    }

    /// The same question, asked in this way instead of through the log.
    #[must_use]
    pub fn read_as(self, mode: ReadMode) -> Self {
        match self {
            Self::Get { key } | Self::Read { key, .. } => Self::Read { key, mode },
            Self::Put { .. } | Self::Add { .. } | Self::OpenSession => self,
        }
    }

    /// The command as it stands in the log.
    #[must_use]
    pub fn bytes(&self) -> Arc<[u8]> {
        self.to_string().into_bytes().into()
    }

    /// Reads a command from the log.
    ///
    /// # Errors
    /// If nobody could have put it there through a client.
    pub fn parse(bytes: &[u8]) -> Result<Self, InvalidCommand> {
        let text = core::str::from_utf8(bytes).map_err(|_| InvalidCommand::Value)?;
        match (text.split_once('='), text.strip_prefix("get ")) {
            // No key ends in `+`.
            (Some((key, value)), _) => match key.strip_suffix('+') {
                Some(key) => Self::add(key, value.parse().map_err(|_| InvalidCommand::Value)?),
                None => Self::put(key, value),
            },
            (None, Some(key)) => Self::get(key),
            (None, None) => Err(InvalidCommand::Key),
        }
    }
}

fn checked(key: &str) -> Result<Arc<str>, InvalidCommand> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if key.is_empty() || key.len() > MAX_KEY || !key.chars().all(allowed) {
        return Err(InvalidCommand::Key);
    }
    Ok(key.into())
}

impl KeyValue {
    /// The value of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Arc<str>> {
        self.entries.get(key)
    }

    /// How many keys it has.
    pub(crate) fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    /// All keys and values, by key.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &Arc<str>)> {
        self.entries.iter()
    }
}

impl StateMachine for KeyValue {
    fn apply(&mut self, payload: &Payload) -> Option<Arc<str>> {
        let command = payload.as_command()?;
        match Command::parse(command) {
            Ok(Command::Put { key, value }) => {
                Arc::make_mut(&mut self.entries).insert(key, value);
                None
            }
            Ok(Command::Get { key } | Command::Read { key, .. }) => self.entries.get(&key).cloned(),
            Ok(Command::Add { key, amount }) => {
                let before = self.entries.get(&key).and_then(|value| value.parse().ok());
                let sum = before.unwrap_or(0_u64).saturating_add(u64::from(amount));
                let sum: Arc<str> = sum.to_string().into();
                Arc::make_mut(&mut self.entries).insert(key, sum.clone());
                Some(sum)
            }
            // Nobody can put such a command into the log; a state machine must not fall over one.
            Ok(Command::OpenSession) | Err(_) => None,
        }
    }

    fn save(&self) -> Arc<[u8]> {
        let lines = self.entries.iter().map(|(key, value)| format!("{key}={value}\n"));
        lines.collect::<String>().into_bytes().into()
    }

    fn restored(state: &[u8]) -> Self {
        let text = String::from_utf8_lossy(state);
        let pairs = text.lines().filter_map(|line| line.split_once('='));
        let entries = pairs.map(|(key, value)| (Arc::from(key), Arc::from(value))).collect();
        Self { entries: Arc::new(entries) }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Put { key, value } => write!(f, "{key}={value}"),
            Self::Add { key, amount } => write!(f, "{key}+={amount}"),
            Self::OpenSession => f.write_str("open session"),
            Self::Get { key } => write!(f, "get {key}"),
            Self::Read { key, mode: ReadMode::ReadIndex } => write!(f, "read {key}"),
            Self::Read { key, mode: ReadMode::Lease } => write!(f, "read {key} by lease"),
            Self::Read { key, mode: ReadMode::Stale } => write!(f, "read {key} stale"),
        }
    }
}

impl fmt::Display for InvalidCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key => write!(f, "a key of 1 to {MAX_KEY} letters, digits, '_', '-' or '.'"),
            Self::Value => write!(f, "a value of at most {MAX_VALUE} printable characters"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_read_as_they_print() {
        let commands = [
            Command::put("x", "1"),
            Command::put("a.b", "p=q r"),
            Command::put("x", "+=1"),
            Command::add("x", 7),
            Command::get("x"),
        ];
        for command in commands.into_iter().flatten() {
            assert_eq!(Command::parse(&command.bytes()), Ok(command));
        }
        assert_eq!(Command::put("a b", "1"), Err(InvalidCommand::Key));
        assert_eq!(Command::put("a", "\n"), Err(InvalidCommand::Value));
    }

    #[test]
    fn clones_do_not_see_later_writes() {
        let mut store = KeyValue::default();
        store.apply(&Payload::command(*b"x=1"));
        let before = store.clone();
        store.apply(&Payload::command(*b"x=2"));
        assert_eq!(before.get("x").map(|v| &**v), Some("1"));
        assert_eq!(store.apply(&Payload::command(*b"get x")).as_deref(), Some("2"));
    }
}
