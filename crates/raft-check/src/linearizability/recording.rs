//! Histories that others have recorded, in the two forms that are passed around.
//!
//! * Jepsen's log of a register: `INFO  jepsen.util - 3<tab>:invoke<tab>:cas<tab>[1 2]`
//!   (`recording/jepsen.rs`).
//! * Lines of EDN about strings by key, as porcupine has them: `{:process 3, :type :ok, :f :get,
//!   :key "x", :value "a"}` (`recording/edn.rs`).
//!
//! In both, `:invoke` begins an operation and `:ok` answers it; `:fail` says that it never happened
//! (of a compare-and-set: that it compared and did not set); after `:info` nobody knows.

mod edn;
mod jepsen;
mod told;

use core::fmt;

use super::{History, Malformed, OperationNo, Register, Specification, Strings};

pub use told::{Conclusion, Judgement, Stuck};

/// A recorded history.
#[derive(Clone, Debug)]
pub enum Recording {
    /// Of a register with compare-and-set.
    Register(Recorded<Register>),
    /// Of strings by key.
    Strings(Recorded<Strings>),
}

/// A history and the lines from which it was read.
#[derive(Clone, Debug)]
pub struct Recorded<S: Specification> {
    /// The history.
    pub history: History<S::Input, S::Output>,
    /// The line that each operation's invocation was on, and its ending, if it has one.
    lines: Vec<(usize, Option<usize>)>,
}

/// A line that is none of a recording.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// Which line, counted from 1.
    pub line: usize,
    /// What is wrong with it, or what was expected.
    pub why: String,
}

/// What a line says of an operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Invoke,
    Ok,
    Fail,
    Info,
}

impl Recording {
    /// Reads a recording of either form; its first line says which.
    ///
    /// # Errors
    /// The first line that cannot be read, or that no history has.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let first = (1..).zip(text.lines()).find(|(_, line)| !line.trim().is_empty());
        match first {
            Some((_, line)) if line.trim_start().starts_with('{') => {
                read(text, edn::line).map(Self::Strings)
            }
            Some((_, line)) if line.starts_with("INFO") => {
                read(text, jepsen::line).map(Self::Register)
            }
            Some((line, _)) => Err(Unreadable {
                line,
                why: "neither a line of a Jepsen log (INFO  jepsen.util - …) nor a map in EDN \
                      ({:process …})"
                    .to_owned(),
            }),
            None => Err(Unreadable { line: 1, why: "there is no operation in it".to_owned() }),
        }
    }

    /// Judges it by a search of at most so many steps for each key.
    #[must_use]
    pub fn judge(&self, steps: u64) -> Judgement {
        match self {
            Self::Register(of) => told::judge(of, &Register::default(), steps),
            Self::Strings(of) => told::judge(of, &Strings, steps),
        }
    }
}

/// Reads all lines by a function that takes down one of them.
fn read<S: Specification>(
    text: &str,
    take: impl Fn(&mut Recorded<S>, usize, &str) -> Result<(), String>,
) -> Result<Recorded<S>, Unreadable> {
    let mut recorded = Recorded { history: History::new(), lines: Vec::new() };
    for (number, line) in (1..).zip(text.lines()) {
        if !line.trim().is_empty() {
            take(&mut recorded, number, line).map_err(|why| Unreadable { line: number, why })?;
        }
    }
    Ok(recorded)
}

impl<S: Specification> Recorded<S> {
    fn invoke(&mut self, line: usize, process: u64, input: S::Input) -> Result<(), String> {
        self.history.invoke(process, input).map_err(sentence)?;
        self.lines.push((line, None));
        Ok(())
    }

    /// What the process has asked for.
    fn asked(&self, process: u64) -> Result<&S::Input, String> {
        let no = self.history.under_way(process);
        let operation = no.and_then(|no| self.history.operation(no));
        let operation = operation.ok_or(Malformed::NothingInvoked { process });
        operation.map(|operation| &operation.input).map_err(sentence)
    }

    fn ended(&mut self, line: usize, ended: Result<OperationNo, Malformed>) -> Result<(), String> {
        let no = ended.map_err(sentence)?;
        self.lines[no.0 as usize].1 = Some(line);
        Ok(())
    }

    fn returned(&mut self, line: usize, process: u64, output: S::Output) -> Result<(), String> {
        let ended = self.history.returned(process, output);
        self.ended(line, ended)
    }

    fn failed(&mut self, line: usize, process: u64) -> Result<(), String> {
        let ended = self.history.failed(process);
        self.ended(line, ended)
    }

    fn unknown(&mut self, line: usize, process: u64) -> Result<(), String> {
        let ended = self.history.unknown(process);
        self.ended(line, ended)
    }
}

#[allow(clippy::needless_pass_by_value)] // for `map_err`
fn sentence(malformed: Malformed) -> String {
    malformed.to_string()
}

fn kind(word: &str) -> Result<Kind, String> {
    match word {
        "invoke" => Ok(Kind::Invoke),
        "ok" => Ok(Kind::Ok),
        "fail" => Ok(Kind::Fail),
        "info" => Ok(Kind::Info),
        _ => Err(format!("there is no type :{word}: expected :invoke, :ok, :fail or :info")),
    }
}

/// A question and an answer that do not belong together.
fn mismatched(process: u64, asked: &impl fmt::Display) -> String {
    format!("this does not end what process {process} has asked for: {asked}")
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.why)
    }
}
