//! Who votes, and what a majority of them is.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::{Index, NodeId};

/// The servers of a cluster that vote and count for commitment (§5.1, §6).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Configuration {
    voters: Arc<[NodeId]>,
}

impl Configuration {
    /// A configuration of these voters; order and repetitions do not matter.
    #[must_use]
    pub fn new(voters: impl IntoIterator<Item = NodeId>) -> Self {
        let mut ordered: Vec<NodeId> = Vec::new();
        for voter in voters {
            if let Err(at) = ordered.binary_search(&voter) {
                ordered.insert(at, voter);
            }
        }
        Self { voters: ordered.into() }
    }

    /// The voters in ascending order.
    #[must_use]
    pub fn voters(&self) -> &[NodeId] {
        &self.voters
    }

    /// Whether `node` is a voter.
    #[must_use]
    pub fn is_voter(&self, node: NodeId) -> bool {
        self.voters.binary_search(&node).is_ok()
    }

    /// How many voters make a majority: more than half.
    #[must_use]
    pub fn majority(&self) -> usize {
        self.voters.len() / 2 + 1
    }

    /// The highest index that a majority of the voters has, given what each of them has.
    #[must_use]
    pub fn index_of_majority(&self, index_of: impl Fn(NodeId) -> Index) -> Index {
        // Counting instead of sorting: for the handful of voters that a cluster has this is the
        // fastest way, and it allocates nothing.
        self.voters
            .iter()
            .map(|voter| index_of(*voter))
            .filter(|&at| {
                self.voters.iter().filter(|&&v| index_of(v) >= at).count() >= self.majority()
            })
            .max()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_majority_is_more_than_half() {
        let sizes = [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (7, 4), (8, 5), (9, 5)];
        for (servers, majority) in sizes {
            assert_eq!(Configuration::new((1..=servers).map(NodeId)).majority(), majority);
        }
    }

    #[test]
    fn the_index_of_a_majority_is_the_median() {
        let of = |indices: &[u64]| {
            Configuration::new((0..indices.len() as u32).map(NodeId))
                .index_of_majority(|id| Index(indices[id.0 as usize]))
                .0
        };
        assert_eq!(of(&[7]), 7);
        assert_eq!(of(&[7, 3]), 3);
        assert_eq!(of(&[7, 3, 5]), 5);
        assert_eq!(of(&[7, 3, 5, 5]), 5);
        assert_eq!(of(&[1, 2, 3, 4, 5]), 3);
        assert_eq!(of(&[]), 0);
    }
}
