//! What a majority is, in one place: votes, copies and signs of life are all counted here.

use alloc::collections::BTreeMap;

use crate::{Configuration, LocalTime, NodeId};

/// How an election stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tally {
    /// How many voters said yes.
    pub yes: usize,
    /// How many are needed.
    pub needed: usize,
    /// Whether that is enough.
    pub won: bool,
}

/// Counts answers (§5.2). Whoever is no voter does not count.
#[must_use]
pub fn tally(votes: &BTreeMap<NodeId, bool>, configuration: &Configuration) -> Tally {
    let said_yes = |voter: &&NodeId| votes.get(*voter) == Some(&true);
    let yes = configuration.voters().iter().filter(said_yes).count();
    let needed = configuration.majority();
    Tally { yes, needed, won: yes >= needed }
}

/// Since when has a leader heard from a majority? `None` if it needs nobody but itself.
///
/// `heard` says when it last heard from a server; of itself it always hears.
#[must_use]
pub fn heard_since(
    configuration: &Configuration,
    heard: impl Fn(NodeId) -> LocalTime,
) -> Option<LocalTime> {
    let at = configuration.index_of_majority(|voter| crate::Index(heard(voter).0));
    (at.0 != u64::MAX).then_some(LocalTime(at.0))
}
