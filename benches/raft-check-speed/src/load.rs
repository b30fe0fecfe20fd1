//! Histories of one register with five clients: good ones, and bad ones with one answer too old.

use core::fmt;
use core::str::FromStr;

use raft_sim::{Chooser, Key, Seeded};

/// What the register holds at first. Writes write other numbers, no two of them the same.
pub(crate) const INITIAL: u32 = 0;

const CLIENTS: u64 = 5;

/// What to judge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Load {
    /// How many operations.
    pub operations: u32,
    /// Whether every answer is as a register gives it.
    pub good: bool,
}

/// Something in a history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// A client begins to read.
    Read(usize),
    /// A client begins to write this.
    Write(usize, u32),
    /// A client's read is answered.
    Holds(usize, u32),
    /// A client's write is answered.
    Written(usize, u32),
}

/// What a client is doing.
#[derive(Clone, Copy)]
enum Doing {
    Nothing,
    Reads(Option<u32>),
    Writes { value: u32, done: bool },
}

impl Load {
    /// All that are measured.
    pub fn all() -> impl Iterator<Item = Self> {
        let sizes = [100, 1_000, 5_000];
        sizes.into_iter().flat_map(|operations| [true, false].map(|good| Self { operations, good }))
    }

    /// The history. Half of the operations read; most of the time nearly all clients have one under
    /// way. In a bad history the last read returns what was written first, which has been overwritten
    /// for long: every order has to be tried up to there.
    #[must_use]
    pub fn history(self) -> Vec<Moment> {
        let mut chooser = Seeded::new(u64::from(self.operations));
        let mut nth = 0;
        let mut below = |bound| {
            nth += 1;
            chooser.choose(Key::chaos(0, nth), bound)
        };
        let (mut register, mut written, mut begun) = (INITIAL, 0, 0);
        let mut doing = [Doing::Nothing; CLIENTS as usize];
        let mut history = Vec::new();
        let rests = |doing: &Doing| matches!(doing, Doing::Nothing);
        while begun < self.operations || !doing.iter().all(rests) {
            let client = below(CLIENTS) as usize;
            doing[client] = match doing[client] {
                Doing::Nothing if begun == self.operations => Doing::Nothing,
                Doing::Nothing => {
                    begun += 1;
                    if below(2) == 0 {
                        history.push(Moment::Read(client));
                        Doing::Reads(None)
                    } else {
                        written += 1;
                        history.push(Moment::Write(client, written));
                        Doing::Writes { value: written, done: false }
                    }
                }
                Doing::Reads(None) => Doing::Reads(Some(register)),
                Doing::Writes { value, done: false } => {
                    register = value;
                    Doing::Writes { value, done: true }
                }
                Doing::Reads(Some(value)) => {
                    history.push(Moment::Holds(client, value));
                    Doing::Nothing
                }
                Doing::Writes { value, done: true } => {
                    history.push(Moment::Written(client, value));
                    Doing::Nothing
                }
            };
        }
        if !self.good {
            let last = history.iter_mut().rev().find_map(|moment| match moment {
                Moment::Holds(_, value) => Some(value),
                _ => None,
            });
            if let Some(value) = last {
                *value = 1;
            }
        }
        history
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operations, if self.good { "good" } else { "bad" })
    }
}

impl FromStr for Load {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::all().find(|load| load.to_string() == text).ok_or_else(|| format!("no load {text:?}"))
    }
}
