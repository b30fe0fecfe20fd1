//! Which violations are wrong wherever nothing was broken on purpose.

use raft_check::{Promise, Violation};
use raft_scenario::Run;

/// What has been violated in this run although it was promised, come what may: a lease is worth no more than the
/// clocks, which drift and jump.
pub(crate) fn broken_promises(run: &Run) -> impl Iterator<Item = &Violation> {
    let all = run.judges().all_violations().into_iter();
    all.filter(|found| found.promise == Promise::Made)
}
