//! Which violations break a promise: what servers owe each other always, what they owe clients as far as those have
//! asked for it.

use raft_check::{Property, Violation};
use raft_core::ReadMode;
use raft_scenario::Run;

/// What has been violated in this run and was promised.
pub(crate) fn broken_promises(run: &Run) -> impl Iterator<Item = &Violation> {
    let client = &run.world().setup().client;
    // A lease is worth no more than the clocks, which may drift and jump.
    let fresh = matches!(client.reads, None | Some(ReadMode::ReadIndex));
    let is_promised = move |property: Property| match property {
        Property::ExactlyOnce => client.sessions,
        Property::Linearizability => client.sessions && fresh,
        _ => true,
    };
    violations(run).filter(move |violation| is_promised(violation.property))
}

/// Everything that has been violated in this run, promised or not.
pub(crate) fn violations(run: &Run) -> impl Iterator<Item = &Violation> {
    run.judges().violations().iter().chain(run.judges().client_violations())
}
