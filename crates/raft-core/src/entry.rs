//! What the log is made of, and how entries travel without being copied.

use alloc::sync::Arc;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

use crate::{Configuration, Index, LogId, SessionId};

/// One entry of the replicated log.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Entry {
    /// Where it stands and which term's leader created it. No two different entries share an id.
    pub id: LogId,
    /// What it says.
    pub payload: Payload,
}

/// What an entry says.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Payload {
    /// Nothing: a new leader writes it to be able to commit what earlier terms left behind (§8).
    Noop,
    /// A command for the state machine, opaque to Raft. Shared, never copied.
    Command(Arc<[u8]>),
    /// A command of a client that has a session (dissertation §6.3). Apart, and behind a pointer,
    /// because it would double the length of every entry and of every message.
    CommandInSession(Arc<CommandInSession>),
    /// The servers of the cluster from here on (§6).
    Configuration(Configuration),
    /// A client opens a session, which is named by this entry's index (dissertation §6.3).
    OpenSession,
    /// Sessions end that were not used in or after the entry `unused_since` (dissertation §6.3).
    /// Said in the log, so that all servers end the same ones.
    ExpireSessions {
        /// The first entry in which a session that goes on was used.
        unused_since: Index,
    },
}

/// A command for the state machine, and the session that it belongs to.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CommandInSession {
    /// The command, opaque to Raft.
    pub command: Arc<[u8]>,
    /// Which command of which session.
    pub session: SessionCommand,
}

/// Which command of a session this is (dissertation §6.3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SessionCommand {
    /// The session.
    pub session: SessionId,
    /// The client's number for the command: the same whenever it asks again.
    pub sequence: u64,
    /// The client has the answers to all commands before this number.
    pub first_open: u64,
}

impl Payload {
    /// A command without a session.
    #[must_use]
    pub fn command(command: impl Into<Arc<[u8]>>) -> Self {
        Self::Command(command.into())
    }

    /// A command of a client that may have a session.
    #[must_use]
    pub fn of_client(command: Arc<[u8]>, session: Option<SessionCommand>) -> Self {
        match session {
            None => Self::Command(command),
            Some(session) => {
                Self::CommandInSession(Arc::new(CommandInSession { command, session }))
            }
        }
    }

    /// The command for the state machine, if it is one, with a session or without.
    #[must_use]
    pub fn as_command(&self) -> Option<&Arc<[u8]>> {
        match self {
            Self::Command(command) => Some(command),
            Self::CommandInSession(of) => Some(&of.command),
            Self::Noop
            | Self::Configuration(_)
            | Self::OpenSession
            | Self::ExpireSessions { .. } => None,
        }
    }

    /// The session that it is a command of, if it is one.
    #[must_use]
    pub fn session(&self) -> Option<SessionCommand> {
        match self {
            Self::CommandInSession(of) => Some(of.session),
            Self::Noop
            | Self::Command(_)
            | Self::Configuration(_)
            | Self::OpenSession
            | Self::ExpireSessions { .. } => None,
        }
    }
}

/// A run of consecutive entries on its way into a message or a write.
///
/// A single entry travels inline, so that the steady state allocates nothing; longer runs share a
/// segment of the log where they can. Equality and hashing look at the entries only.
#[derive(Clone, Default)]
pub struct Entries(Run);

#[derive(Clone, Default)]
enum Run {
    #[default]
    None,
    One(Entry),
    Shared {
        segment: Arc<[Entry]>,
        from: u32,
        to: u32,
    },
}

impl Entries {
    /// No entries: a heartbeat.
    pub const NONE: Self = Self(Run::None);

    /// A single entry.
    #[must_use]
    pub fn one(entry: Entry) -> Self {
        Self(Run::One(entry))
    }

    /// The entries of `segment` from position `from` up to, but not including, `to`.
    /// Positions beyond the segment are cut off.
    #[must_use]
    pub fn shared(segment: Arc<[Entry]>, from: usize, to: usize) -> Self {
        let to = to.min(segment.len());
        let from = from.min(to);
        // A segment never comes near 2^32 entries; saturating keeps even that from lying.
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self(Run::Shared { from: narrow(from), to: narrow(to), segment })
    }
}

impl Deref for Entries {
    type Target = [Entry];

    fn deref(&self) -> &[Entry] {
        match &self.0 {
            Run::None => &[],
            Run::One(entry) => core::slice::from_ref(entry),
            Run::Shared { segment, from, to } => &segment[*from as usize..*to as usize],
        }
    }
}

impl FromIterator<Entry> for Entries {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let segment: Arc<[Entry]> = entries.into_iter().collect();
        match segment.len() {
            0 => Self::NONE,
            1 => Self::one(segment[0].clone()),
            len => Self::shared(segment, 0, len),
        }
    }
}

impl PartialEq for Entries {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Entries {}

impl Hash for Entries {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for Entries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use core::mem::size_of;

    use super::*;
    use crate::{Effect, Message};

    /// Entries and messages are moved several times each, so their length is time: see the
    /// benchmark. Whoever adds something long puts it behind a pointer.
    #[test]
    fn entries_and_messages_are_short() {
        let lengths = [size_of::<Entry>(), size_of::<Message>(), size_of::<Effect>()];
        assert!(lengths.iter().zip([40, 88, 112]).all(|(is, most)| *is <= most), "{lengths:?}");
    }
}
