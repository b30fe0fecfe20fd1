//! How far an exploration goes. Every bound is here, and all of them are printed with what was found.

use core::fmt;

/// More servers have more names than anybody wants to try.
pub const MOST_SERVERS: u8 = 4;

/// What there may be at most of everything that could go on for ever. What is not in here is not bounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// How many servers there are: at most [`MOST_SERVERS`].
    pub servers: u8,
    /// Nobody stands for election in a later term than this.
    pub terms: u64,
    /// How many election timers run out.
    pub elections: u8,
    /// How many times a leader's heartbeats fall due. They also repeat what was not answered.
    pub heartbeats: u8,
    /// How many commands clients ask leaders for.
    pub commands: u8,
    /// How many servers crash. Each of them may start again.
    pub crashes: u8,
    /// How many messages arrive and are on their way once more.
    pub copies: u8,
    /// When writes are done.
    pub disks: Disks,
    /// How many choices a run has, if there is a limit.
    pub choices: Option<usize>,
}

/// When a write is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disks {
    /// As soon as it is asked for: no crash comes in between.
    AtOnce,
    /// Whenever the explorer chooses; a crash loses it.
    Chosen,
}

impl Bounds {
    /// As many as there may be.
    pub const ANY: u8 = u8::MAX;

    /// Three servers, and nothing but elections.
    #[must_use]
    pub const fn of_elections(terms: u64, elections: u8) -> Self {
        Self {
            servers: 3,
            terms,
            elections,
            heartbeats: 0,
            commands: 0,
            crashes: 0,
            copies: 0,
            disks: Disks::AtOnce,
            choices: None,
        }
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { servers, terms, elections, heartbeats, commands, crashes, copies, .. } = self;
        write!(f, "{servers} servers, ")?;
        if *terms < u64::MAX {
            write!(f, "terms ≤ {terms}, ")?;
        }
        let counted = [
            (elections, "election timeouts"),
            (heartbeats, "heartbeats"),
            (commands, "commands"),
            (crashes, "crashes"),
            (copies, "copies"),
        ];
        for (count, what) in counted {
            match *count {
                0 => {}
                Self::ANY => write!(f, "any {what}, ")?,
                count => write!(f, "{what} ≤ {count}, ")?,
            }
        }
        f.write_str(match self.disks {
            Disks::AtOnce => "writes at once",
            Disks::Chosen => "writes as chosen",
        })?;
        self.choices.map_or(Ok(()), |choices| write!(f, ", choices ≤ {choices}"))
    }
}
