//! §6 and dissertation chapter 4: how one configuration may follow another.
//!
//! Two configurations that are in force at the same time on different servers must never be able
//! to decide without each other. There are two ways to make sure of that, and both are here:
//!
//! * [`simple`]: at most one voter differs. Then any majority of the one configuration and any of
//!   the other have a server in common (dissertation §4.1).
//! * [`enter_joint`] and [`leave_joint`]: any number of voters differ, and in between every decision
//!   needs a majority of both (§6; dissertation §4.3).
//!
//! [`change`] takes the way that is asked for. All of them say what the next configuration would
//! be; *when* a leader may append it is another question.

use core::fmt;
use core::mem;

use alloc::vec::Vec;

use crate::{Configuration, ConfigurationDraft, Membership, NodeId};

/// What shall become of one server.
///
/// A list of changes is carried out in order, as one step. To ask for what is so already is no
/// error. Server 0 is nobody: a change of it changes nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Change {
    /// It votes, whatever it was before.
    AddVoter(NodeId),
    /// It receives the log and does not vote, whatever it was before.
    AddLearner(NodeId),
    /// It votes, and was a learner: somebody who has not caught up is not promoted by mistake.
    Promote(NodeId),
    /// It does not vote any more, and did, but still receives the log.
    Demote(NodeId),
    /// It is out.
    Remove(NodeId),
}

/// By which way one configuration follows another, and who ends a joint one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Transition {
    /// In one step where at most one voter differs, else as `Implicit`.
    #[default]
    Auto,
    /// Through a joint configuration, which the leader leaves as soon as it is committed.
    Implicit,
    /// Through a joint configuration, which stays in force until somebody asks to leave it.
    Explicit,
}

/// Why a configuration cannot be followed by the one that was asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ChangeRefusal {
    /// Nobody would be left to vote: such a cluster could never decide anything again.
    NoVoterLeft,
    /// A joint configuration is in force, and it must be left first.
    AlreadyJoint,
    /// There is no joint configuration to leave.
    NotJoint,
    /// There are no voters who could hand over to others.
    NoVotersYet,
    /// Two majorities without a common server would be possible: it takes a joint configuration.
    TooManyVotersChange {
        /// How many voters come or go.
        changed: u32,
    },
    /// Only a learner can be promoted.
    NotALearner {
        /// Who was to be promoted.
        node: NodeId,
        /// What it is instead; `None` for a stranger.
        is: Option<Membership>,
    },
    /// Only a voter can be demoted.
    NotAVoter {
        /// Who was to be demoted.
        node: NodeId,
        /// What it is instead; `None` for a stranger.
        is: Option<Membership>,
    },
}

/// The configuration that follows `before` by these changes, by the way that is asked for.
///
/// # Errors
/// Why there is none.
pub fn change(
    before: &Configuration,
    changes: &[Change],
    transition: Transition,
) -> Result<Configuration, ChangeRefusal> {
    match transition {
        Transition::Auto => match simple(before, changes) {
            Err(ChangeRefusal::TooManyVotersChange { .. }) => enter_joint(before, changes, true),
            decided => decided,
        },
        Transition::Implicit => enter_joint(before, changes, true),
        Transition::Explicit => enter_joint(before, changes, false),
    }
}

/// One step: the number of voters who come and go is at most one (dissertation §4.1). Learners may
/// come and go in any number, because they decide nothing.
///
/// # Errors
/// Why not.
pub fn simple(before: &Configuration, changes: &[Change]) -> Result<Configuration, ChangeRefusal> {
    if before.is_joint() {
        return Err(ChangeRefusal::AlreadyJoint);
    }
    let mut draft = before.draft();
    carry_out(&mut draft, changes)?;
    let changed = voters_that_differ(before, &draft);
    if changed > 1 {
        return Err(ChangeRefusal::TooManyVotersChange { changed });
    }
    Ok(Configuration::assemble(draft))
}

/// The joint configuration C_old,new on the way from `before` to what the changes make of it (§6).
///
/// # Errors
/// Why not.
pub fn enter_joint(
    before: &Configuration,
    changes: &[Change],
    auto_leave: bool,
) -> Result<Configuration, ChangeRefusal> {
    if before.is_joint() {
        return Err(ChangeRefusal::AlreadyJoint);
    }
    if before.incoming().is_empty() {
        return Err(ChangeRefusal::NoVotersYet);
    }
    let mut draft = before.draft();
    draft.outgoing.clone_from(&draft.incoming);
    draft.auto_leave = auto_leave;
    carry_out(&mut draft, changes)?;
    Ok(Configuration::assemble(draft))
}

/// C_new, at the end of the joint configuration `before` (§6). Only safe once `before` is
/// committed: until then, C_old might still decide alone.
///
/// # Errors
/// There is nothing to leave.
pub fn leave_joint(before: &Configuration) -> Result<Configuration, ChangeRefusal> {
    if !before.is_joint() {
        return Err(ChangeRefusal::NotJoint);
    }
    let mut draft = before.draft();
    draft.outgoing.clear();
    draft.learners.extend(mem::take(&mut draft.learners_next));
    draft.auto_leave = false;
    Ok(Configuration::assemble(draft))
}

/// What a leader knows of each server, brought in line with a new configuration: who stays keeps
/// what is known of it, who has left is forgotten, about newcomers nothing is known yet. Whoever is
/// removed and added again in one step has stayed.
///
/// `known` and `members` are in ascending order, and so is the result.
pub fn realign<T>(
    known: &mut Vec<T>,
    name: impl Fn(&T) -> NodeId,
    members: impl IntoIterator<Item = NodeId>,
    mut newcomer: impl FnMut(NodeId) -> T,
) {
    let mut old = mem::take(known).into_iter().peekable();
    for member in members {
        while old.next_if(|one| name(one) < member).is_some() {}
        known.push(old.next_if(|one| name(one) == member).unwrap_or_else(|| newcomer(member)));
    }
}

fn carry_out(draft: &mut ConfigurationDraft, changes: &[Change]) -> Result<(), ChangeRefusal> {
    for change in changes.iter().filter(|change| change.node() != NodeId(0)) {
        match *change {
            Change::AddVoter(node) => make_voter(draft, node),
            Change::AddLearner(node) => make_learner(draft, node),
            Change::Promote(node) => promote(draft, node)?,
            Change::Demote(node) => demote(draft, node)?,
            Change::Remove(node) => remove(draft, node),
        }
    }
    if draft.incoming.is_empty() {
        return Err(ChangeRefusal::NoVoterLeft);
    }
    Ok(())
}

fn make_voter(draft: &mut ConfigurationDraft, node: NodeId) {
    remove(draft, node);
    draft.incoming.insert(node);
}

/// Who votes in C_old does so until the joint configuration is left, and is a learner after that.
fn make_learner(draft: &mut ConfigurationDraft, node: NodeId) {
    remove(draft, node);
    if draft.outgoing.contains(&node) {
        draft.learners_next.insert(node);
    } else {
        draft.learners.insert(node);
    }
}

fn promote(draft: &mut ConfigurationDraft, node: NodeId) -> Result<(), ChangeRefusal> {
    if !draft.learners.contains(&node) && !draft.learners_next.contains(&node) {
        return Err(ChangeRefusal::NotALearner { node, is: place_in(draft, node) });
    }
    make_voter(draft, node);
    Ok(())
}

fn demote(draft: &mut ConfigurationDraft, node: NodeId) -> Result<(), ChangeRefusal> {
    if !draft.incoming.contains(&node) {
        return Err(ChangeRefusal::NotAVoter { node, is: place_in(draft, node) });
    }
    make_learner(draft, node);
    Ok(())
}

/// C_old is not touched: its voters are asked until the joint configuration is left.
fn remove(draft: &mut ConfigurationDraft, node: NodeId) {
    draft.incoming.remove(&node);
    draft.learners.remove(&node);
    draft.learners_next.remove(&node);
}

fn place_in(draft: &ConfigurationDraft, node: NodeId) -> Option<Membership> {
    Configuration::assemble(draft.clone()).role_of(node)
}

fn voters_that_differ(before: &Configuration, after: &ConfigurationDraft) -> u32 {
    let stay = before.incoming().iter().filter(|node| after.incoming.contains(node)).count();
    let (gone, come) = (before.incoming().len() - stay, after.incoming.len() - stay);
    u32::try_from(gone + come).unwrap_or(u32::MAX)
}

impl Change {
    /// The server that changes.
    #[must_use]
    pub fn node(self) -> NodeId {
        match self {
            Self::AddVoter(node)
            | Self::AddLearner(node)
            | Self::Promote(node)
            | Self::Demote(node)
            | Self::Remove(node) => node,
        }
    }
}

/// The golden notation: `+n4` a voter, `+~n4` a learner, `↑n4` promoted, `↓n4` demoted, `-n4` out.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self {
            Self::AddVoter(_) => "+",
            Self::AddLearner(_) => "+~",
            Self::Promote(_) => "↑",
            Self::Demote(_) => "↓",
            Self::Remove(_) => "-",
        };
        write!(f, "{mark}{}", self.node())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Change::{AddLearner, AddVoter, Demote, Promote, Remove};

    fn n(id: u32) -> NodeId {
        NodeId(id)
    }

    fn voters(ids: &[u32]) -> Configuration {
        Configuration::new(ids.iter().copied().map(NodeId))
    }

    fn printed(result: Result<Configuration, ChangeRefusal>) -> String {
        result.unwrap().to_string()
    }

    #[test]
    fn one_voter_more_or_less_takes_one_step() {
        let three = voters(&[1, 2, 3]);
        assert_eq!(printed(simple(&three, &[AddVoter(n(4))])), "{n1 n2 n3 n4}");
        assert_eq!(printed(simple(&three, &[Remove(n(1))])), "{n2 n3}");
        assert_eq!(printed(simple(&three, &[Demote(n(1))])), "{n2 n3 ~n1}");
        let learners = simple(&three, &[AddLearner(n(4)), AddLearner(n(5)), Remove(n(9))]);
        assert_eq!(printed(learners.clone()), "{n1 n2 n3 ~n4 ~n5}");
        let promoted = simple(&learners.unwrap(), &[Promote(n(4)), Remove(n(5))]);
        assert_eq!(printed(promoted), "{n1 n2 n3 n4}");
    }

    #[test]
    fn two_voters_take_a_joint_configuration() {
        let three = voters(&[1, 2, 3]);
        let grow = [AddVoter(n(4)), AddVoter(n(5))];
        let refusal = ChangeRefusal::TooManyVotersChange { changed: 2 };
        assert_eq!(simple(&three, &grow), Err(refusal));
        let joint = enter_joint(&three, &grow, false).unwrap();
        assert_eq!(joint.to_string(), "{n1 n2 n3}→{n1 n2 n3 n4 n5}");
        assert_eq!(printed(leave_joint(&joint)), "{n1 n2 n3 n4 n5}");
    }

    #[test]
    fn a_voter_is_replaced_in_one_joint_step() {
        let before = simple(&voters(&[1, 2, 3]), &[AddLearner(n(4))]).unwrap();
        let joint = change(&before, &[Remove(n(1)), Promote(n(4))], Transition::Auto).unwrap();
        assert_eq!(joint.to_string(), "{n1 n2 n3}→{n2 n3 n4} auto");
        assert_eq!(printed(leave_joint(&joint)), "{n2 n3 n4}");
    }

    #[test]
    fn a_voter_and_a_learner_change_places_in_one_joint_step() {
        let before = simple(&voters(&[1, 2, 3]), &[AddLearner(n(4))]).unwrap();
        let joint = change(&before, &[Demote(n(1)), Promote(n(4))], Transition::Explicit).unwrap();
        assert_eq!(joint.to_string(), "{n1 n2 n3}→{n2 n3 n4 ~n1}");
        assert_eq!(joint.role_of(n(1)), Some(Membership::DemotedVoter));
        assert_eq!(printed(leave_joint(&joint)), "{n2 n3 n4 ~n1}");
    }

    #[test]
    fn demoted_and_promoted_in_one_step_is_as_before() {
        let joint = enter_joint(&voters(&[1, 2]), &[Demote(n(1)), Promote(n(1))], false);
        assert_eq!(printed(joint), "{n1 n2}→{n1 n2}");
        assert_eq!(printed(simple(&voters(&[1, 2]), &[Demote(n(1)), Promote(n(1))])), "{n1 n2}");
    }

    #[test]
    fn the_transition_decides_the_way() {
        let three = voters(&[1, 2, 3]);
        let by = |transition| printed(change(&three, &[AddVoter(n(4))], transition));
        assert_eq!(by(Transition::Auto), "{n1 n2 n3 n4}");
        assert_eq!(by(Transition::Implicit), "{n1 n2 n3}→{n1 n2 n3 n4} auto");
        assert_eq!(by(Transition::Explicit), "{n1 n2 n3}→{n1 n2 n3 n4}");
    }

    #[test]
    fn every_refusal_has_its_reason() {
        let two = simple(&voters(&[1, 2]), &[AddLearner(n(3))]).unwrap();
        let joint = enter_joint(&two, &[], true).unwrap();
        let refused = |changes: &[Change]| simple(&two, changes).unwrap_err();
        assert_eq!(refused(&[Remove(n(1)), Remove(n(2))]), ChangeRefusal::NoVoterLeft);
        assert_eq!(refused(&[Promote(n(4))]), ChangeRefusal::NotALearner { node: n(4), is: None });
        assert_eq!(
            refused(&[Promote(n(1))]),
            ChangeRefusal::NotALearner { node: n(1), is: Some(Membership::Voter) }
        );
        assert_eq!(
            refused(&[Demote(n(3))]),
            ChangeRefusal::NotAVoter { node: n(3), is: Some(Membership::Learner) }
        );
        assert_eq!(
            refused(&[Remove(n(1)), AddVoter(n(3))]),
            ChangeRefusal::TooManyVotersChange { changed: 2 }
        );
        assert_eq!(simple(&joint, &[]), Err(ChangeRefusal::AlreadyJoint));
        assert_eq!(enter_joint(&joint, &[], true), Err(ChangeRefusal::AlreadyJoint));
        assert_eq!(leave_joint(&two), Err(ChangeRefusal::NotJoint));
        assert_eq!(
            enter_joint(&voters(&[]), &[AddVoter(n(1))], true),
            Err(ChangeRefusal::NoVotersYet)
        );
        assert_eq!(
            enter_joint(&two, &[Remove(n(1)), Demote(n(2))], true),
            Err(ChangeRefusal::NoVoterLeft)
        );
    }

    #[test]
    fn what_is_known_of_a_server_lasts_as_long_as_it_stays() {
        let mut known = vec![(n(1), 10), (n(3), 30), (n(4), 40)];
        realign(&mut known, |one| one.0, [2, 3, 5].map(NodeId), |id| (id, 0));
        assert_eq!(known, [(n(2), 0), (n(3), 30), (n(5), 0)]);
    }

    #[test]
    fn changes_print_in_golden_notation() {
        let all = [AddVoter(n(4)), AddLearner(n(5)), Promote(n(6)), Demote(n(7)), Remove(n(8))];
        let printed: Vec<String> = all.iter().map(ToString::to_string).collect();
        assert_eq!(printed.join(" "), "+n4 +~n5 ↑n6 ↓n7 -n8");
    }
}
