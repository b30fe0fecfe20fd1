//! An order that somebody believes in, verified: once through, no search.

use std::collections::BTreeMap;

use super::{Ending, History, OperationNo, Specification, Step};

/// Why an order is none of a history. Another order may still be one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mismatch {
    /// The history has no such operation, or it certainly never happened.
    NeverHappened(OperationNo),
    /// The operation comes twice.
    Twice(OperationNo),
    /// The operation was answered, and does not come.
    Missing(OperationNo),
    /// The operation comes after one that began after its answer.
    TooLate {
        /// The operation.
        operation: OperationNo,
        /// What comes before it, and cannot.
        after: OperationNo,
    },
    /// The operation would have answered something else.
    Refused(OperationNo),
}

/// Verifies an order of a history's operations, in time linear in their number.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn verify<S: Specification>(
    specification: &S,
    history: &History<S::Input, S::Output>,
    order: &[OperationNo],
) -> Result<(), Mismatch> {
    let mut seen = vec![false; history.operations().len()];
    let mut states: BTreeMap<&S::Key, S::State> = BTreeMap::new();
    // Of those that have come, the one that began last.
    let mut latest: Option<(u32, OperationNo)> = None;
    for &no in order {
        let operation = history.operation(no).ok_or(Mismatch::NeverHappened(no))?;
        if matches!(operation.ending, Ending::Failed) {
            return Err(Mismatch::NeverHappened(no));
        }
        if core::mem::replace(&mut seen[no.0 as usize], true) {
            return Err(Mismatch::Twice(no));
        }
        if let (Some((began, after)), Some(returned)) = (latest, operation.returned())
            && returned < began
        {
            return Err(Mismatch::TooLate { operation: no, after });
        }
        latest = latest.max(Some((operation.invoked, no)));
        let key = specification.key(&operation.input);
        let state = states.entry(key).or_insert_with(|| specification.initial());
        match specification.apply(state, &operation.input, operation.output()) {
            Step::Refused => return Err(Mismatch::Refused(no)),
            Step::Stays => {}
            Step::Becomes(after) => *state = after,
        }
    }
    let answered = (0..).map(OperationNo).zip(history.operations()).zip(seen);
    let missing = answered.filter(|((_, operation), seen)| !seen && operation.output().is_some());
    missing.map(|((no, _), _)| no).next().map_or(Ok(()), |no| Err(Mismatch::Missing(no)))
}
