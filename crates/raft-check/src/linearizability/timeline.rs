//! One key's part of a history, made ready for a search.

use std::collections::BTreeMap;

use super::history::Moment;
use super::{Ending, History, OperationNo, Specification};

/// The operations on one key, those that matter, with what a search keeps asking about them.
pub(crate) struct Timeline<'a, S: Specification> {
    /// In the order of their invocations.
    pub(crate) calls: Vec<Call<'a, S>>,
    /// Which of them were answered, in the order of their answers.
    pub(crate) returns: Vec<u32>,
    /// How many were under way at once at most, those of unknown outcome for ever.
    pub(crate) slots: usize,
    /// Slots that nobody has now.
    free: Vec<u32>,
}

/// One operation.
pub(crate) struct Call<'a, S: Specification> {
    pub(crate) no: OperationNo,
    pub(crate) input: &'a S::Input,
    pub(crate) output: Option<&'a S::Output>,
    pub(crate) invoked: u32,
    /// When it was answered; [`NEVER`] if it was not.
    pub(crate) returned: u32,
    /// Its number among those that are under way together with it. The next one to begin after its
    /// answer has the same.
    pub(crate) slot: u32,
    pub(crate) only_looks: bool,
}

/// Later than every moment.
pub(crate) const NEVER: u32 = u32::MAX;

impl<'a, S: Specification> Timeline<'a, S> {
    /// A history, split by key. What failed and what nobody could have noticed is left out.
    pub(crate) fn split(specification: &S, history: &'a History<S::Input, S::Output>) -> Vec<Self> {
        let mut lines: Vec<Self> = Vec::new();
        let mut by_key: BTreeMap<&S::Key, usize> = BTreeMap::new();
        // In which timeline an operation is, and the how manieth there.
        let mut places: Vec<Option<(usize, u32)>> = Vec::with_capacity(history.operations().len());
        for moment in history.moments() {
            match *moment {
                Moment::Invoked(no) => {
                    let call = Call::of(specification, history, no);
                    places.push(call.map(|call| {
                        let which =
                            *by_key.entry(specification.key(call.input)).or_insert_with(|| {
                                lines.push(Self::new());
                                lines.len() - 1
                            });
                        (which, lines[which].begin(call))
                    }));
                }
                Moment::Returned(no) => {
                    if let Some((which, call)) = places[no.0 as usize] {
                        lines[which].end(call);
                    }
                }
            }
        }
        lines
    }

    /// A history of a single key.
    pub(crate) fn of_one_key(specification: &S, history: &'a History<S::Input, S::Output>) -> Self {
        let mut line = Self::new();
        let mut places: Vec<Option<u32>> = Vec::with_capacity(history.operations().len());
        for moment in history.moments() {
            match *moment {
                Moment::Invoked(no) => {
                    let call = Call::of(specification, history, no);
                    places.push(call.map(|call| line.begin(call)));
                }
                Moment::Returned(no) => {
                    if let Some(call) = places[no.0 as usize] {
                        line.end(call);
                    }
                }
            }
        }
        line
    }

    fn new() -> Self {
        Self { calls: Vec::new(), returns: Vec::new(), slots: 0, free: Vec::new() }
    }

    fn begin(&mut self, mut call: Call<'a, S>) -> u32 {
        call.slot = self.free.pop().unwrap_or_else(|| {
            let slot = self.slots as u32;
            self.slots += 1;
            slot
        });
        let place = self.calls.len() as u32;
        self.calls.push(call);
        place
    }

    fn end(&mut self, call: u32) {
        self.returns.push(call);
        self.free.push(self.calls[call as usize].slot);
    }
}

impl<'a, S: Specification> Call<'a, S> {
    /// An operation of a history, if it matters.
    fn of(
        specification: &S,
        history: &'a History<S::Input, S::Output>,
        no: OperationNo,
    ) -> Option<Self> {
        let operation = history.operation(no)?;
        let (input, output) = (&operation.input, operation.output());
        let only_looks = specification.only_looks(input, output);
        let unseen = only_looks && output.is_none();
        if unseen || matches!(operation.ending, Ending::Failed) {
            return None;
        }
        let returned = operation.returned().unwrap_or(NEVER);
        Some(Self { no, input, output, invoked: operation.invoked, returned, slot: 0, only_looks })
    }
}
