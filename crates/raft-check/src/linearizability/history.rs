//! Who asked for what, in which order operations began and ended, and what was answered.

use core::fmt;
use std::collections::BTreeMap;

/// The number of an operation within its history, counted from 0 in the order of invocations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OperationNo(pub u32);

/// One operation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Operation<I, O> {
    /// Who asked for it.
    pub process: u64,
    /// What was asked for.
    pub input: I,
    /// What came of it.
    pub ending: Ending<O>,
    /// The how manieth moment of the history it began at.
    pub invoked: u32,
}

/// What came of an operation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ending<O> {
    /// It was answered.
    Returned {
        /// What.
        output: O,
        /// The how manieth moment of the history that was.
        at: u32,
    },
    /// It certainly never happened.
    Failed,
    /// Nobody knows: it may take effect at any time after its invocation, or never.
    Unknown,
}

/// A history: operations, and the order in which they began and ended.
#[derive(Clone, Debug)]
pub struct History<I, O> {
    operations: Vec<Operation<I, O>>,
    /// The operations in the order in which they began and were answered, twice each.
    moments: Vec<Moment>,
    processes: BTreeMap<u64, Process>,
}

/// One moment of a history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Moment {
    /// An operation began.
    Invoked(OperationNo),
    /// An operation was answered.
    Returned(OperationNo),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Process {
    Waits(OperationNo),
    Rests,
    /// It never heard what became of its last operation.
    GaveUp,
}

/// Something that no history has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Malformed {
    /// A process began an operation while another one of it was under way.
    Overlap {
        /// The process.
        process: u64,
    },
    /// A process began an operation after one of unknown outcome: it may still be under way.
    AfterUnknown {
        /// The process.
        process: u64,
    },
    /// An operation ended of a process that has none under way.
    NothingInvoked {
        /// The process.
        process: u64,
    },
    /// There are more operations than can be numbered.
    TooLong,
}

impl<I, O> Default for History<I, O> {
    fn default() -> Self {
        Self { operations: Vec::new(), moments: Vec::new(), processes: BTreeMap::new() }
    }
}

impl<I, O> History<I, O> {
    /// Nothing has happened.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A process begins an operation. Without an answer its outcome stays unknown.
    ///
    /// # Errors
    /// If the process cannot begin one now.
    pub fn invoke(&mut self, process: u64, input: I) -> Result<OperationNo, Malformed> {
        match self.processes.get(&process) {
            None | Some(Process::Rests) => {}
            Some(Process::Waits(_)) => return Err(Malformed::Overlap { process }),
            Some(Process::GaveUp) => return Err(Malformed::AfterUnknown { process }),
        }
        // The upper half is free for whoever marks operations by a bit.
        let limit = u32::MAX / 4;
        let no = u32::try_from(self.operations.len()).ok().filter(|no| *no < limit);
        let no = OperationNo(no.ok_or(Malformed::TooLong)?);
        self.begin(process, input);
        self.processes.insert(process, Process::Waits(no));
        Ok(no)
    }

    /// An operation begins, of a process that is known to have no other one.
    pub(crate) fn begin(&mut self, process: u64, input: I) {
        let invoked = self.moment();
        let no = OperationNo(self.operations.len() as u32);
        self.operations.push(Operation { process, input, ending: Ending::Unknown, invoked });
        self.moments.push(Moment::Invoked(no));
    }

    /// An operation that is under way is answered.
    pub(crate) fn answer(&mut self, no: OperationNo, output: O) {
        let at = self.moment();
        self.operations[no.0 as usize].ending = Ending::Returned { output, at };
        self.moments.push(Moment::Returned(no));
    }

    /// The process is answered.
    ///
    /// # Errors
    /// If it has not asked.
    pub fn returned(&mut self, process: u64, output: O) -> Result<OperationNo, Malformed> {
        let no = self.end(process, Process::Rests)?;
        self.answer(no, output);
        Ok(no)
    }

    /// The operation of this process certainly never happened.
    ///
    /// # Errors
    /// If it has none.
    pub fn failed(&mut self, process: u64) -> Result<OperationNo, Malformed> {
        let no = self.end(process, Process::Rests)?;
        self.operations[no.0 as usize].ending = Ending::Failed;
        Ok(no)
    }

    /// The process will never hear what became of its operation, and issues no other one.
    ///
    /// # Errors
    /// If it has none.
    pub fn unknown(&mut self, process: u64) -> Result<OperationNo, Malformed> {
        self.end(process, Process::GaveUp)
    }

    /// The operation of this process that is under way.
    #[must_use]
    pub fn under_way(&self, process: u64) -> Option<OperationNo> {
        match self.processes.get(&process) {
            Some(Process::Waits(no)) => Some(*no),
            Some(Process::Rests | Process::GaveUp) | None => None,
        }
    }

    fn end(&mut self, process: u64, then: Process) -> Result<OperationNo, Malformed> {
        let no = self.under_way(process).ok_or(Malformed::NothingInvoked { process })?;
        self.processes.insert(process, then);
        Ok(no)
    }

    fn moment(&self) -> u32 {
        // At most two for each operation, and those are a quarter of what can be numbered.
        u32::try_from(self.moments.len()).unwrap_or(u32::MAX)
    }

    /// All operations, in the order of their invocations.
    #[must_use]
    pub fn operations(&self) -> &[Operation<I, O>] {
        &self.operations
    }

    /// The operation with this number.
    #[must_use]
    pub fn operation(&self, no: OperationNo) -> Option<&Operation<I, O>> {
        self.operations.get(no.0 as usize)
    }

    pub(crate) fn moments(&self) -> &[Moment] {
        &self.moments
    }
}

impl<I, O> Operation<I, O> {
    /// What was answered, if anything was.
    #[must_use]
    pub fn output(&self) -> Option<&O> {
        match &self.ending {
            Ending::Returned { output, .. } => Some(output),
            Ending::Failed | Ending::Unknown => None,
        }
    }

    /// When it was answered, if it was.
    #[must_use]
    pub fn returned(&self) -> Option<u32> {
        match self.ending {
            Ending::Returned { at, .. } => Some(at),
            Ending::Failed | Ending::Unknown => None,
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overlap { process } => {
                write!(f, "process {process} begins an operation while another is under way")
            }
            Self::AfterUnknown { process } => write!(
                f,
                "process {process} begins an operation although it does not know what became of \
                 its last one"
            ),
            Self::NothingInvoked { process } => {
                write!(f, "process {process} has no operation under way that could end")
            }
            Self::TooLong => f.write_str("there are more operations than can be numbered"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_numbered_as_they_begin() {
        let mut history: History<char, u8> = History::new();
        assert_eq!(history.invoke(7, 'a'), Ok(OperationNo(0)));
        assert_eq!(history.invoke(3, 'b'), Ok(OperationNo(1)));
        assert_eq!(history.returned(3, 9), Ok(OperationNo(1)));
        assert_eq!(history.failed(7), Ok(OperationNo(0)));
        let [a, b] = history.operations() else { panic!("two operations") };
        assert_eq!((a.invoked, &a.ending), (0, &Ending::Failed));
        assert_eq!((b.invoked, b.returned(), b.output()), (1, Some(2), Some(&9)));
    }

    #[test]
    fn what_no_history_has_is_refused() {
        let mut history: History<char, u8> = History::new();
        assert_eq!(history.returned(1, 0), Err(Malformed::NothingInvoked { process: 1 }));
        assert_eq!(history.invoke(1, 'a'), Ok(OperationNo(0)));
        assert_eq!(history.invoke(1, 'b'), Err(Malformed::Overlap { process: 1 }));
        assert_eq!(history.unknown(1), Ok(OperationNo(0)));
        assert_eq!(history.unknown(1), Err(Malformed::NothingInvoked { process: 1 }));
        assert_eq!(history.invoke(1, 'b'), Err(Malformed::AfterUnknown { process: 1 }));
        assert_eq!(history.invoke(2, 'b'), Ok(OperationNo(1)));
        assert_eq!(history.returned(2, 0), Ok(OperationNo(1)));
        assert_eq!(history.failed(2), Err(Malformed::NothingInvoked { process: 2 }));
        assert_eq!(history.operations().len(), 2, "what is refused leaves no trace");
    }
}
