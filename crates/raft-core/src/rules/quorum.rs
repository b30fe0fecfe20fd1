//! §5.2, §5.3 and §6: what a majority is, and what it has decided.
//!
//! In a joint configuration every decision, elections and commitment alike, needs a majority of
//! C_old *and* a majority of C_new (§6). Here that is one sentence in one place: the worse of the
//! two halves decides. A half without voters is not there and objects to nothing, which makes the
//! plain configuration a special case of the joint one.

use alloc::vec;

use crate::{Configuration, Index, LocalTime, NodeId, Round};

/// How many of so many voters make a majority: more than half.
#[must_use]
pub fn majority_of(voters: usize) -> usize {
    voters / 2 + 1
}

/// One of the two sets of voters of a joint configuration; a plain one has only the first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Half {
    /// C_new, or the only set of voters there is.
    Incoming,
    /// C_old.
    Outgoing,
}

/// Where a question to a set of voters stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// Too many have said no: no answer can change that.
    Lost,
    /// The answers that are missing decide.
    Pending,
    /// A majority has said yes.
    Won,
}

/// How one set of voters has answered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Tally {
    /// How many are asked.
    pub voters: u32,
    /// How many have said yes.
    pub yes: u32,
    /// How many have said no.
    pub no: u32,
}

/// How all voters have answered, each half by itself. Who votes in both is counted in both.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Count {
    /// C_new, or the only set of voters there is.
    pub incoming: Tally,
    /// C_old, if the configuration is joint.
    pub outgoing: Option<Tally>,
}

impl Tally {
    /// Counts the answers of these voters; `None` is no answer yet.
    #[must_use]
    pub fn of(voters: &[NodeId], answer: impl Fn(NodeId) -> Option<bool>) -> Self {
        let mut tally = Self::default();
        for voter in voters {
            tally.voters = tally.voters.saturating_add(1);
            match answer(*voter) {
                Some(true) => tally.yes = tally.yes.saturating_add(1),
                Some(false) => tally.no = tally.no.saturating_add(1),
                None => {}
            }
        }
        tally
    }

    /// How many must say yes; nobody, where nobody is asked.
    #[must_use]
    pub fn needed(self) -> u32 {
        match self.voters {
            0 => 0,
            voters => u32::try_from(majority_of(voters as usize)).unwrap_or(u32::MAX),
        }
    }

    /// How many have not answered.
    #[must_use]
    pub fn silent(self) -> u32 {
        self.voters.saturating_sub(self.yes).saturating_sub(self.no)
    }

    /// Where the question stands.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        if self.yes >= self.needed() {
            Outcome::Won
        } else if self.yes.saturating_add(self.silent()) < self.needed() {
            Outcome::Lost
        } else {
            Outcome::Pending
        }
    }
}

impl Count {
    /// Where the question stands: both halves must have said yes, and one no is enough.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        let incoming = self.incoming.outcome();
        self.outgoing.map_or(incoming, |outgoing| incoming.min(outgoing.outcome()))
    }

    /// The half that stands in the way, with its answers: the one that has refused, else one that
    /// still waits, C_new first. `None` if the question is won.
    #[must_use]
    pub fn obstacle(self) -> Option<(Half, Tally)> {
        let incoming = Some((Half::Incoming, self.incoming));
        let outgoing = self.outgoing.map(|tally| (Half::Outgoing, tally));
        incoming
            .into_iter()
            .chain(outgoing)
            .filter(|(_, tally)| tally.outcome() != Outcome::Won)
            .min_by_key(|(half, tally)| (tally.outcome(), *half))
    }
}

/// Counts the answers of a configuration's voters. Answers of others do not count.
#[must_use]
pub fn count(configuration: &Configuration, answer: impl Fn(NodeId) -> Option<bool>) -> Count {
    let outgoing = configuration.outgoing();
    Count {
        incoming: Tally::of(configuration.incoming(), &answer),
        outgoing: (!outgoing.is_empty()).then(|| Tally::of(outgoing, &answer)),
    }
}

impl Count {
    /// How many have said yes and how many are needed: in the half that stands in the way, or in
    /// C_new if none does.
    #[must_use]
    pub fn standing(self) -> (u32, u32) {
        let (_, tally) = self.obstacle().unwrap_or((Half::Incoming, self.incoming));
        (tally.yes, tally.needed())
    }
}

/// Since when has a leader heard from a majority of each half? `None` if it needs nobody but
/// itself.
///
/// `heard` says when it last heard from a server; of itself it always hears.
#[must_use]
pub fn heard_since(
    configuration: &Configuration,
    heard: impl Fn(NodeId) -> LocalTime,
) -> Option<LocalTime> {
    let at = committed_index(configuration, |voter| Index(heard(voter).0))?;
    (at.0 != u64::MAX).then_some(LocalTime(at.0))
}

/// The latest round that a majority of each half has answered.
#[must_use]
pub fn answered_round(configuration: &Configuration, answered: impl Fn(NodeId) -> Round) -> Round {
    Round(committed_index(configuration, |voter| Index(answered(voter).0)).unwrap_or_default().0)
}

/// Do those who have it make a majority of each half?
#[must_use]
pub fn is_quorum(configuration: &Configuration, has: impl Fn(NodeId) -> bool) -> bool {
    count(configuration, |node| Some(has(node))).outcome() == Outcome::Won
}

/// The highest index that a majority of each half has, given what each server has. `None` is "no
/// bound": there are no voters who could lack an entry.
///
/// That a majority has an entry does not yet make it committed: see [`super::commit`].
#[must_use]
pub fn committed_index(
    configuration: &Configuration,
    index_of: impl Fn(NodeId) -> Index,
) -> Option<Index> {
    let incoming = index_of_half(configuration.incoming(), &index_of);
    let outgoing = index_of_half(configuration.outgoing(), &index_of);
    incoming.into_iter().chain(outgoing).min()
}

/// Clusters up to this size are counted without allocating.
const ON_THE_STACK: usize = 16;

/// The highest index that a majority of these voters has; `None` if there are no voters.
#[must_use]
pub fn index_of_half(voters: &[NodeId], index_of: impl Fn(NodeId) -> Index) -> Option<Index> {
    // In ascending order, the entry that as many voters have as a majority needs.
    let at = voters.len().checked_sub(majority_of(voters.len()))?;
    let mut few = [Index::ZERO; ON_THE_STACK];
    let mut many;
    let indices = match few.get_mut(..voters.len()) {
        Some(few) => few,
        None => {
            many = vec![Index::ZERO; voters.len()];
            &mut many[..]
        }
    };
    // Each is put in its place among those before it: voters are few, and the standard library's own
    // selection is 4 kB of WebAssembly for many.
    for (count, voter) in voters.iter().enumerate() {
        let index = index_of(*voter);
        let place = indices[..count].partition_point(|other| *other <= index);
        indices.copy_within(place..count, place + 1);
        indices[place] = index;
    }
    Some(indices[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ConfigurationDraft;

    fn joint(outgoing: &[u32], incoming: &[u32]) -> Configuration {
        let set = |ids: &[u32]| ids.iter().copied().map(NodeId).collect();
        let (incoming, outgoing) = (set(incoming), set(outgoing));
        ConfigurationDraft { incoming, outgoing, ..ConfigurationDraft::default() }.build().unwrap()
    }

    fn among(yes: &[u32], no: &[u32]) -> impl Fn(NodeId) -> Option<bool> {
        move |id| match (yes.contains(&id.0), no.contains(&id.0)) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }

    #[test]
    fn a_vote_is_lost_as_soon_as_no_majority_is_possible() {
        let three = Configuration::new((1..=3).map(NodeId));
        assert_eq!(count(&three, among(&[], &[])).outcome(), Outcome::Pending);
        assert_eq!(count(&three, among(&[1], &[2])).outcome(), Outcome::Pending);
        assert_eq!(count(&three, among(&[1, 3], &[2])).outcome(), Outcome::Won);
        assert_eq!(count(&three, among(&[1], &[2, 3])).outcome(), Outcome::Lost);
    }

    #[test]
    fn half_of_an_even_number_is_not_enough() {
        let four = Configuration::new((1..=4).map(NodeId));
        assert_eq!(count(&four, among(&[1, 2], &[])).outcome(), Outcome::Pending);
        assert_eq!(count(&four, among(&[1, 2], &[3, 4])).outcome(), Outcome::Lost);
        assert!(is_quorum(&four, |id| id.0 <= 3));
    }

    #[test]
    fn a_joint_decision_needs_both_majorities() {
        let growing = joint(&[1, 2, 3], &[1, 2, 3, 4, 5]);
        assert!(!is_quorum(&growing, |id| id.0 >= 3), "three of C_new, one of C_old");
        assert!(!is_quorum(&growing, |id| id.0 <= 2), "two of C_old, two of C_new");
        assert!(is_quorum(&growing, |id| id.0 <= 3));
        assert!(is_quorum(&growing, |id| id.0 != 2 && id.0 != 5));
    }

    #[test]
    fn the_obstacle_is_the_half_that_refuses_or_waits() {
        let swap = joint(&[1, 2], &[3, 4]);
        let obstacle = |yes, no| count(&swap, among(yes, no)).obstacle().map(|(half, _)| half);
        assert_eq!(obstacle(&[], &[]), Some(Half::Incoming));
        assert_eq!(obstacle(&[3, 4], &[]), Some(Half::Outgoing));
        assert_eq!(obstacle(&[], &[1]), Some(Half::Outgoing));
        assert_eq!(obstacle(&[1, 2], &[]), Some(Half::Incoming));
        assert_eq!(obstacle(&[1, 2, 3, 4], &[]), None);
    }

    #[test]
    fn a_server_in_both_halves_counts_in_both() {
        let both = count(&joint(&[1, 2, 3], &[3, 4]), among(&[3], &[4]));
        assert_eq!(both.incoming, Tally { voters: 2, yes: 1, no: 1 });
        assert_eq!(both.outgoing, Some(Tally { voters: 3, yes: 1, no: 0 }));
        assert_eq!(both.incoming.needed(), 2);
        assert_eq!(both.outgoing.map(Tally::silent), Some(2));
    }

    #[test]
    fn nobody_is_asked_and_nobody_objects() {
        let nobody = Configuration::new([]);
        assert_eq!(count(&nobody, |_| None).outcome(), Outcome::Won);
        assert_eq!(committed_index(&nobody, |_| Index(3)), None);
        assert_eq!(nobody.index_of_majority(|_| Index(3)), Index::ZERO);
    }

    #[test]
    fn the_slower_half_holds_the_commit() {
        let swap = joint(&[1, 2, 3], &[3, 4, 5]);
        let has = [9, 8, 5, 4, 7];
        assert_eq!(committed_index(&swap, |id| Index(has[id.0 as usize - 1])), Some(Index(5)));
        assert_eq!(
            index_of_half(swap.outgoing(), |id| Index(has[id.0 as usize - 1])),
            Some(Index(8))
        );
    }

    #[test]
    fn more_voters_than_fit_on_the_stack_are_counted_too() {
        for voters in [15, 16, 17, 33] {
            let ids: Vec<NodeId> = (1..=voters).map(NodeId).collect();
            let index = index_of_half(&ids, |id| Index((id.0 * 7 % voters).into()));
            assert_eq!(index, Some(Index(u64::from(voters - voters / 2 - 1))), "{voters}");
        }
    }
}
