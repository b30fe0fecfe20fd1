//! What is measured.

use std::fmt;
use std::str::FromStr;

/// How the commands come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Load {
    /// The next command comes when the last one is committed.
    OneAtATime,
    /// 64 commands come one after another before any message has arrived, each an event of its own:
    /// what the leader has to say to the first is sent before it knows of the second.
    Pipelined,
    /// The same, but a follower is sent nothing more before it has answered: what has come in the
    /// meantime goes together.
    OneInFlight,
    /// 64 commands come together, as one event where the core has a way to say so.
    Batched,
}

/// When the followers learn what is committed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    /// As soon as it is, by messages that say nothing else.
    AtOnce,
    /// With whatever is sent next; only at the end of a measurement by a heartbeat.
    WithTheNext,
}

/// One row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    /// How many servers.
    pub servers: usize,
    /// How the commands come.
    pub load: Load,
    /// When the followers learn what is committed.
    pub told: Told,
}

impl Load {
    /// All loads.
    pub const ALL: [Self; 4] =
        [Self::OneAtATime, Self::Pipelined, Self::OneInFlight, Self::Batched];

    /// How many commands are on their way together.
    #[must_use]
    pub fn width(self) -> usize {
        match self {
            Self::OneAtATime => 1,
            Self::Pipelined | Self::OneInFlight | Self::Batched => 64,
        }
    }

    /// Enough commands for a measurement of some tens of milliseconds.
    #[must_use]
    pub fn commands(self) -> usize {
        match self {
            Self::OneAtATime => 20_000,
            Self::Pipelined | Self::OneInFlight | Self::Batched => 64 * 800,
        }
    }
}

impl Cell {
    /// All cells, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        [Told::AtOnce, Told::WithTheNext].into_iter().flat_map(|told| {
            [3, 5, 7].into_iter().flat_map(move |servers| {
                Load::ALL.into_iter().map(move |load| Self { servers, load, told })
            })
        })
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::OneAtATime => "one",
            Self::Pipelined => "pipelined",
            Self::OneInFlight => "in-turn",
            Self::Batched => "batched",
        })
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::AtOnce => "at-once",
            Self::WithTheNext => "with-next",
        })
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.servers, self.load, self.told)
    }
}

/// The way a cell is printed, read back.
impl FromStr for Cell {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::all().find(|cell| cell.to_string() == text).ok_or_else(|| {
            let known: Vec<String> = Self::all().map(|cell| cell.to_string()).collect();
            format!("there is no cell {text:?}; there are {}", known.join(", "))
        })
    }
}
