//! Who belongs to a cluster, who of them votes, and which change is under way (§6).

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;

use crate::rules::quorum;
use crate::{FlatSet, Index, NodeId};

/// The servers of a cluster and what each of them is in it (§6; dissertation chapter 4).
///
/// Usually there is one set of voters. In a *joint* configuration, C_old,new, there are two: the
/// outgoing voters (C_old) and the incoming ones (C_new), and every decision needs a majority of
/// each. Learners receive the log and decide nothing (dissertation §4.2.1).
///
/// What always holds, whatever a configuration was made from:
///
/// 1. Nobody is both a learner and a voter, in either half.
/// 2. Only a voter of the outgoing half can be about to become a learner, and only one who is not
///    in the incoming half.
/// 3. A joint configuration leads somewhere: its incoming half is not empty.
/// 4. Only a joint configuration can be left, so only there is `auto_leave` set.
/// 5. Every set is in ascending order without repetitions, so that equal configurations are equal,
///    hash alike and print alike.
///
/// A clone shares everything with the original.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Configuration(Arc<Sets>);

#[derive(PartialEq, Eq, Hash)]
struct Sets {
    incoming: Box<[NodeId]>,
    outgoing: Box<[NodeId]>,
    learners: Box<[NodeId]>,
    learners_next: Box<[NodeId]>,
    auto_leave: bool,
    // Follow from the sets above; kept because they are walked with every message.
    voters: Box<[NodeId]>,
    members: Box<[NodeId]>,
}

/// What a server is in a configuration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Membership {
    /// It votes: in the only half there is, or in both.
    Voter,
    /// It votes in the incoming half only: when the joint configuration is left, it stays.
    IncomingVoter,
    /// It votes in the outgoing half only: when the joint configuration is left, it is out.
    OutgoingVoter,
    /// It votes in the outgoing half only: when the joint configuration is left, it is a learner.
    DemotedVoter,
    /// It receives the log and decides nothing.
    Learner,
}

/// The parts of a configuration, free to be changed: the way in for whoever reads one from a file
/// or a message, and the slate on which changes are carried out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ConfigurationDraft {
    /// The voters; in a joint configuration those of C_new.
    pub incoming: FlatSet<NodeId>,
    /// The voters of C_old; empty if the configuration is not joint.
    pub outgoing: FlatSet<NodeId>,
    /// Who receives the log without voting.
    pub learners: FlatSet<NodeId>,
    /// Outgoing voters who will be learners: they cannot be both at a time.
    pub learners_next: FlatSet<NodeId>,
    /// Whether the leader leaves the joint configuration by itself as soon as it is committed.
    pub auto_leave: bool,
}

/// Parts that do not make a configuration.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum InvalidConfiguration {
    /// A learner is a voter as well.
    LearnerVotes {
        /// Who.
        node: NodeId,
    },
    /// A server is to become a learner without being a voter on its way out.
    NextLearnerStays {
        /// Who.
        node: NodeId,
    },
    /// A joint configuration leads to one without voters.
    JointWithoutIncoming,
    /// There is no joint configuration to leave.
    AutoLeaveWithoutJoint,
}

impl Configuration {
    /// A configuration of these voters; order and repetitions do not matter.
    #[must_use]
    pub fn new(voters: impl IntoIterator<Item = NodeId>) -> Self {
        let incoming = voters.into_iter().collect();
        Self::assemble(ConfigurationDraft { incoming, ..ConfigurationDraft::default() })
    }

    /// A draft must keep the laws of [`Configuration`]: it has been checked, or comes from the
    /// algebra of changes, which keeps them.
    pub(crate) fn assemble(draft: ConfigurationDraft) -> Self {
        let mut voters = draft.incoming.clone();
        voters.extend(draft.outgoing.iter().copied());
        let mut members = voters.clone();
        members.extend(draft.learners.iter().copied());
        Self(Arc::new(Sets {
            incoming: draft.incoming.into_boxed_slice(),
            outgoing: draft.outgoing.into_boxed_slice(),
            learners: draft.learners.into_boxed_slice(),
            learners_next: draft.learners_next.into_boxed_slice(),
            auto_leave: draft.auto_leave,
            voters: voters.into_boxed_slice(),
            members: members.into_boxed_slice(),
        }))
    }

    /// A copy of the parts, to be changed.
    #[must_use]
    pub fn draft(&self) -> ConfigurationDraft {
        let set = |ids: &[NodeId]| ids.iter().copied().collect();
        ConfigurationDraft {
            incoming: set(&self.0.incoming),
            outgoing: set(&self.0.outgoing),
            learners: set(&self.0.learners),
            learners_next: set(&self.0.learners_next),
            auto_leave: self.0.auto_leave,
        }
    }

    /// Everybody who votes, in either half: whom a candidate asks.
    #[must_use]
    pub fn voters(&self) -> &[NodeId] {
        &self.0.voters
    }

    /// The voters; in a joint configuration those of C_new.
    #[must_use]
    pub fn incoming(&self) -> &[NodeId] {
        &self.0.incoming
    }

    /// The voters of C_old; empty if the configuration is not joint.
    #[must_use]
    pub fn outgoing(&self) -> &[NodeId] {
        &self.0.outgoing
    }

    /// Who receives the log without voting.
    #[must_use]
    pub fn learners(&self) -> &[NodeId] {
        &self.0.learners
    }

    /// The outgoing voters who will be learners when the joint configuration is left.
    #[must_use]
    pub fn learners_next(&self) -> &[NodeId] {
        &self.0.learners_next
    }

    /// Everybody: voters of both halves and learners. Whom a leader sends its log.
    #[must_use]
    pub fn members(&self) -> &[NodeId] {
        &self.0.members
    }

    /// Whether two majorities are needed, C_old's and C_new's.
    #[must_use]
    pub fn is_joint(&self) -> bool {
        !self.0.outgoing.is_empty()
    }

    /// Whether the leader leaves this joint configuration by itself once it is committed.
    #[must_use]
    pub fn auto_leave(&self) -> bool {
        self.0.auto_leave
    }

    /// Whether `node` votes, in either half.
    #[must_use]
    pub fn is_voter(&self, node: NodeId) -> bool {
        contains(&self.0.voters, node)
    }

    /// Whether `node` belongs to the cluster.
    #[must_use]
    pub fn is_member(&self, node: NodeId) -> bool {
        contains(&self.0.members, node)
    }

    /// What `node` is, if it belongs to the cluster.
    #[must_use]
    pub fn role_of(&self, node: NodeId) -> Option<Membership> {
        let (incoming, outgoing) =
            (contains(&self.0.incoming, node), contains(&self.0.outgoing, node));
        match (incoming, outgoing) {
            (true, true) => Some(Membership::Voter),
            (true, false) if self.is_joint() => Some(Membership::IncomingVoter),
            (true, false) => Some(Membership::Voter),
            (false, true) if contains(&self.0.learners_next, node) => {
                Some(Membership::DemotedVoter)
            }
            (false, true) => Some(Membership::OutgoingVoter),
            (false, false) => contains(&self.0.learners, node).then_some(Membership::Learner),
        }
    }

    /// How many of the incoming voters make a majority: more than half. In a joint configuration
    /// that is one of two conditions: ask [`quorum::count`], which looks at both.
    #[must_use]
    pub fn majority(&self) -> usize {
        quorum::majority_of(self.0.incoming.len())
    }

    /// The highest index that a majority of the voters has, of each half in a joint configuration,
    /// given what each of them has. Nobody's majority has nothing.
    #[must_use]
    pub fn index_of_majority(&self, index_of: impl Fn(NodeId) -> Index) -> Index {
        quorum::committed_index(self, index_of).unwrap_or_default()
    }
}

fn contains(ordered: &[NodeId], node: NodeId) -> bool {
    ordered.binary_search(&node).is_ok()
}

impl Membership {
    /// Whether such a server's vote counts, in one half at least.
    #[must_use]
    pub fn votes(self) -> bool {
        self != Self::Learner
    }
}

impl ConfigurationDraft {
    /// The configuration that these parts make.
    ///
    /// # Errors
    /// The first of the laws of [`Configuration`] that they break.
    pub fn build(self) -> Result<Configuration, InvalidConfiguration> {
        self.check()?;
        Ok(Configuration::assemble(self))
    }

    fn check(&self) -> Result<(), InvalidConfiguration> {
        let votes = |node: &&NodeId| self.incoming.contains(*node) || self.outgoing.contains(*node);
        if let Some(&node) = self.learners.iter().find(votes) {
            return Err(InvalidConfiguration::LearnerVotes { node });
        }
        let leaves = |node: &NodeId| self.outgoing.contains(node) && !self.incoming.contains(node);
        if let Some(&node) = self.learners_next.iter().find(|node| !leaves(node)) {
            return Err(InvalidConfiguration::NextLearnerStays { node });
        }
        if self.incoming.is_empty() && !self.outgoing.is_empty() {
            return Err(InvalidConfiguration::JointWithoutIncoming);
        }
        if self.outgoing.is_empty() && self.auto_leave {
            return Err(InvalidConfiguration::AutoLeaveWithoutJoint);
        }
        Ok(())
    }
}

/// The golden notation: `{n1 n2 n3}`, and `{n1 n2 n3}→{n3 n4 n5}` from C_old to C_new while a
/// joint configuration is in force. Learners have a tilde: `{n1 n2 ~n4}`. Who will be a learner
/// stands on the left as a voter and on the right as a learner: `{n1 n2}→{n2 ~n1}`. A joint
/// configuration that its leader leaves by itself ends in `auto`.
impl fmt::Display for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sets = &*self.0;
        if self.is_joint() {
            write_set(f, &sets.outgoing, [].iter())?;
            f.write_str("→")?;
        }
        // Both are in ascending order, and nobody is in both.
        let learners = self.0.members.iter().filter(|node| {
            contains(&sets.learners, **node) || contains(&sets.learners_next, **node)
        });
        write_set(f, &sets.incoming, learners)?;
        f.write_str(if sets.auto_leave { " auto" } else { "" })
    }
}

fn write_set<'a>(
    f: &mut fmt::Formatter<'_>,
    voters: &[NodeId],
    learners: impl Iterator<Item = &'a NodeId>,
) -> fmt::Result {
    f.write_str("{")?;
    let marked = voters.iter().map(|id| ("", id)).chain(learners.map(|id| ("~", id)));
    for (at, (mark, id)) in marked.enumerate() {
        let space = if at == 0 { "" } else { " " };
        write!(f, "{space}{mark}{id}")?;
    }
    f.write_str("}")
}

impl fmt::Debug for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Configuration({self})")
    }
}

impl fmt::Display for InvalidConfiguration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LearnerVotes { node } => write!(f, "{node} is both a learner and a voter"),
            Self::NextLearnerStays { node } => {
                write!(f, "{node} is to become a learner but is not a voter on its way out")
            }
            Self::JointWithoutIncoming => {
                f.write_str("a joint configuration must lead to one with voters")
            }
            Self::AutoLeaveWithoutJoint => f.write_str("there is no joint configuration to leave"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set<const N: usize>(ids: [u32; N]) -> FlatSet<NodeId> {
        ids.into_iter().map(NodeId).collect()
    }

    /// n1 stays, n2 is demoted, n3 goes, n4 comes, n5 learns.
    fn joint() -> Configuration {
        let (incoming, outgoing) = (set([1, 4]), set([1, 2, 3]));
        let (learners, learners_next) = (set([5]), set([2]));
        let draft =
            ConfigurationDraft { incoming, outgoing, learners, learners_next, auto_leave: true };
        draft.build().unwrap()
    }

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

    #[test]
    fn order_and_repetitions_do_not_matter() {
        let ids = |ids: &[u32]| Configuration::new(ids.iter().copied().map(NodeId));
        assert_eq!(ids(&[3, 1, 2, 3, 1]), ids(&[1, 2, 3]));
        assert_eq!(ids(&[3, 1]).voters(), [NodeId(1), NodeId(3)]);
    }

    #[test]
    fn everybody_has_one_place() {
        let configuration = joint();
        let place = |id| configuration.role_of(NodeId(id));
        assert_eq!(place(1), Some(Membership::Voter));
        assert_eq!(place(2), Some(Membership::DemotedVoter));
        assert_eq!(place(3), Some(Membership::OutgoingVoter));
        assert_eq!(place(4), Some(Membership::IncomingVoter));
        assert_eq!(place(5), Some(Membership::Learner));
        assert_eq!(place(6), None);
        assert_eq!(configuration.members(), [1, 2, 3, 4, 5].map(NodeId));
        assert_eq!(configuration.voters(), [1, 2, 3, 4].map(NodeId));
    }

    #[test]
    fn it_prints_in_one_short_line() {
        let print = |configuration: Configuration| configuration.to_string();
        assert_eq!(print(Configuration::new([])), "{}");
        assert_eq!(print(Configuration::new([2, 1, 3].map(NodeId))), "{n1 n2 n3}");
        let learning = ConfigurationDraft {
            incoming: set([1, 3]),
            learners: set([2]),
            ..ConfigurationDraft::default()
        };
        assert_eq!(print(learning.build().unwrap()), "{n1 n3 ~n2}");
        assert_eq!(print(joint()), "{n1 n2 n3}→{n1 n4 ~n2 ~n5} auto");
        assert_eq!(format!("{:?}", Configuration::new([NodeId(1)])), "Configuration({n1})");
    }

    #[test]
    fn a_draft_is_taken_apart_and_put_together() {
        assert_eq!(joint().draft().build(), Ok(joint()));
        assert!(joint().is_joint() && joint().auto_leave());
    }

    #[test]
    fn parts_that_contradict_each_other_are_refused() {
        let refused = |change: fn(&mut ConfigurationDraft)| {
            let mut draft = joint().draft();
            change(&mut draft);
            draft.build().unwrap_err()
        };
        let (n1, n3, n5) = (NodeId(1), NodeId(3), NodeId(5));
        assert_eq!(
            refused(|draft| draft.learners = set([3])),
            InvalidConfiguration::LearnerVotes { node: n3 }
        );
        assert_eq!(
            refused(|draft| draft.learners_next = set([1])),
            InvalidConfiguration::NextLearnerStays { node: n1 }
        );
        assert_eq!(
            refused(|draft| draft.learners_next = set([5])),
            InvalidConfiguration::NextLearnerStays { node: n5 }
        );
        assert_eq!(
            refused(|draft| draft.incoming.clear()),
            InvalidConfiguration::JointWithoutIncoming
        );
        assert_eq!(
            refused(|draft| {
                draft.outgoing.clear();
                draft.learners_next.clear();
            }),
            InvalidConfiguration::AutoLeaveWithoutJoint
        );
    }

    #[test]
    fn a_huge_configuration_is_slow_for_nobody() {
        // As many as an attacker may put into one message; quadratic work would take minutes.
        let many = 200_000;
        let configuration = Configuration::new((0..many).rev().map(NodeId));
        assert_eq!(configuration.index_of_majority(|id| Index(id.0.into())).0, 99_999);
        assert_eq!(configuration.role_of(NodeId(many)), None);
    }
}
