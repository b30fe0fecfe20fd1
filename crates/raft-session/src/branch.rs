//! Branches: what would have happened otherwise, and what did.

use raft_scenario::ActionModel;
use raft_sim::{Action, Position};

/// A branch: where it leaves its parent, and what is done differently from there on. Later actions
/// of the parent are not part of it.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) parent: Option<usize>,
    /// Where it leaves its parent; the beginning for the root.
    pub(crate) at: Position,
    pub(crate) actions: Vec<Placed>,
    /// How far it has been followed.
    pub(crate) end: Position,
    /// Where the reader was in it last.
    pub(crate) left_at: Position,
}

/// An action at its place in a run.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Placed {
    pub(crate) at: Position,
    /// As the reader spelled it: that is what goes into links.
    pub(crate) spelled: ActionModel,
    /// As the world understands it.
    pub(crate) action: Action,
}

impl Branch {
    pub(crate) fn root() -> Self {
        Self {
            parent: None,
            at: Position::START,
            actions: Vec::new(),
            end: Position::START,
            left_at: Position::START,
        }
    }
}

/// All actions of a branch, its ancestors' included, in order.
pub(crate) fn flattened(branches: &[Branch], id: usize) -> Vec<Placed> {
    let mut actions = Vec::new();
    let mut next = Some(id);
    let mut until = None;
    while let Some(branch) = next.and_then(|id| branches.get(id)) {
        let kept =
            branch.actions.iter().filter(|placed| until.is_none_or(|until| placed.at < until));
        actions.splice(0..0, kept.cloned());
        until = Some(until.map_or(branch.at, |until: Position| until.min(branch.at)));
        next = branch.parent;
    }
    actions
}

/// The place up to which two branches are the same run.
pub(crate) fn common_until(one: &[Placed], other: &[Placed]) -> Option<Position> {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let first = |actions: &[Placed]| actions.get(same).map(|placed| placed.at);
    [first(one), first(other)].into_iter().flatten().min()
}
