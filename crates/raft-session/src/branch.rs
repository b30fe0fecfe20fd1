//! Branches: what would have happened otherwise, and what did.

use std::sync::Arc;

use raft_scenario::{ActionModel, Problem, ProblemKind};
use raft_sim::{Action, Position, SimTime};

use crate::cursor::Watch;
use crate::{Session, time};

/// The most actions of one branch: what a link can carry.
const MOST_ACTIONS: usize = 5_000;
/// The most branches. More than anybody can find their way through.
const MOST_BRANCHES: usize = 1_000;

/// A branch: where it leaves its parent, and what is done differently from there on. Later actions
/// of the parent are not part of it.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) parent: Option<usize>,
    /// Where it leaves its parent; the beginning for the root.
    pub(crate) at: Position,
    pub(crate) actions: Vec<Placed>,
    /// What the reader calls it.
    pub(crate) named: Option<String>,
    /// How far it has been followed.
    pub(crate) end: Position,
    /// Where the reader was in it last.
    pub(crate) left_at: Position,
}

/// An action at its place in a run.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) at: Position,
    /// Shared: it is in its branch, and in all that grow from there.
    pub(crate) deed: Arc<Deed>,
}

/// What is done there.
#[derive(Debug)]
pub(crate) struct Deed {
    /// As the reader spelled it: that is what goes into links.
    pub(crate) spelled: ActionModel,
    /// As the world understands it.
    pub(crate) action: Action,
}

/// What the world understands follows from how it is spelled.
impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        let same = || self.deed.spelled == other.deed.spelled;
        self.at == other.at && (Arc::ptr_eq(&self.deed, &other.deed) || same())
    }
}

impl Placed {
    pub(crate) fn new(at: Position, spelled: ActionModel) -> Result<Self, Problem> {
        let action = spelled.to_action()?;
        Ok(Self { at, deed: Arc::new(Deed { spelled, action }) })
    }
}

impl Branch {
    pub(crate) fn root() -> Self {
        Self {
            parent: None,
            at: Position::START,
            actions: Vec::new(),
            named: None,
            end: Position::START,
            left_at: Position::START,
        }
    }

    /// What leaves another branch with these actions.
    pub(crate) fn leaving(parent: usize, at: Position, actions: Vec<Placed>) -> Self {
        Self { parent: Some(parent), at, actions, named: None, end: at, left_at: at }
    }
}

impl Session {
    /// Lets the answer to a step's question happen, here and now, as if the reader had done it.
    ///
    /// # Errors
    /// If there is no such question, or what it does cannot be done here.
    pub fn show_answer(&mut self, step: &str) -> Result<(), Problem> {
        let asked = self.script.steps.iter().find(|one| one.id == step);
        let Some(question) = asked.and_then(|step| step.question.as_ref()) else {
            return Err(Problem::new(ProblemKind::Name, format!("no step {step} asks a question")));
        };
        for action in question.show.clone() {
            self.act(action)?;
        }
        Ok(())
    }

    /// The reader's hand reaches in, here and now. On the story itself, and wherever something has
    /// already happened after this place, a new branch grows.
    ///
    /// # Errors
    /// If the action is none, or cannot act now. Then nothing has happened.
    pub fn act(&mut self, spelled: ActionModel) -> Result<(), Problem> {
        let at = self.cursor.position();
        let placed = Placed::new(at, spelled)?;
        self.check_room()?;
        // Tried on a copy: an action that cannot act must not leave a branch behind.
        let mut cursor = self.cursor.clone();
        let mut watch = Watch::default();
        cursor.act_now(&placed, &mut watch)?;
        self.resting_place = None;
        self.branches[self.current].left_at = at;
        let has_future = self.cursor.events().0 < self.chronicle.events()
            || self.actions.len() > self.cursor.done();
        if self.current == 0 || has_future {
            self.branches.push(Branch::leaving(self.parent_at(at), at, vec![placed.clone()]));
            self.current = self.branches.len() - 1;
            self.chronicle.forget_after(self.cursor.events(), &self.cursor.run);
            self.keyframes.forget_from(at);
        } else {
            self.branches[self.current].actions.push(placed.clone());
        }
        self.actions.truncate(self.cursor.done());
        self.actions.push(placed);
        let mut watch = Watch { chronicle: Some(&mut self.chronicle), ..Watch::default() };
        self.cursor.advance(&self.actions, &mut watch)?;
        // An action can touch what no event names, such as both ends of a link.
        self.touch(u16::MAX);
        self.note_end();
        Ok(())
    }

    /// Goes to another branch, to the moment that is on the screen now as far as it goes.
    ///
    /// # Errors
    /// If there is no such branch.
    pub fn switch_branch(&mut self, id: u32) -> Result<(), Problem> {
        let id = self.branch_numbered(id)?;
        let branch = &self.branches[id];
        let now = self.cursor.position();
        let end = branch.end.max(branch.at);
        self.branches[self.current].left_at = now;
        self.go_to_branch(id, end)?;
        // By time, not by place: the other branch need not have as many events at this moment.
        if now.time < end.time { self.seek(time::millis(now.time)) } else { Ok(()) }
    }

    /// Goes back to the story, where the reader left it.
    ///
    /// # Errors
    /// If the story cannot be replayed.
    pub fn back_to_story(&mut self) -> Result<(), Problem> {
        if self.current == 0 {
            return Ok(());
        }
        self.branches[self.current].left_at = self.cursor.position();
        self.go_to_branch(0, self.branches[0].left_at)
    }

    /// Goes to the beginning of the story. Other branches are kept.
    ///
    /// # Errors
    /// If the story cannot be replayed.
    pub fn reset(&mut self) -> Result<(), Problem> {
        self.branches[self.current].left_at = self.cursor.position();
        self.go_to_branch(0, Position::START)?;
        self.branches[0].left_at = Position::START;
        self.advance_to(SimTime(0))
    }

    pub(crate) fn go_to_branch(&mut self, id: usize, target: Position) -> Result<(), Problem> {
        let actions = flattened(&self.branches, id);
        if let Some(shared) = common_until(&self.actions, &actions) {
            self.keyframes.forget_from(shared);
            let start = self.keyframes.before(shared).cloned();
            if let Some(start) = start {
                self.cursor = start;
            }
            self.chronicle.forget_after(self.cursor.events(), &self.cursor.run);
        }
        self.actions = actions;
        self.current = id;
        self.resting_place = None;
        self.touch(u16::MAX);
        // First to the end that the branch had, so that its future is known; then to the target.
        let end = self.branches[id].end;
        if end > self.cursor.position() {
            self.seek_position(end)?;
        }
        self.seek_position(target)
    }

    /// Which branch a new one leaves here: the current one, or where that has not begun yet, the one
    /// that it leaves itself.
    fn parent_at(&self, at: Position) -> usize {
        let mut id = self.current;
        while let Some(parent) = self.branches[id].parent.filter(|_| at <= self.branches[id].at) {
            id = parent;
        }
        id
    }

    /// The place in the tree of the branch of this number.
    ///
    /// # Errors
    /// If there is none.
    pub(crate) fn branch_numbered(&self, id: u32) -> Result<usize, Problem> {
        let at = id as usize;
        (at < self.branches.len())
            .then_some(at)
            .ok_or_else(|| Problem::new(ProblemKind::Name, format!("there is no branch {id}")))
    }

    fn check_room(&self) -> Result<(), Problem> {
        if self.actions.len() >= MOST_ACTIONS || self.branches.len() >= MOST_BRANCHES {
            return Err(Problem::new(
                ProblemKind::Limit,
                "this run has as many actions as one can have",
            )
            .expecting(format!("at most {MOST_ACTIONS} actions and {MOST_BRANCHES} branches")));
        }
        Ok(())
    }
}

/// All actions of a branch, its ancestors' included, in order.
pub(crate) fn flattened(branches: &[Branch], id: usize) -> Vec<Placed> {
    // From the branch up to the root: each, and where the run leaves it.
    let mut line = Vec::new();
    let mut next = Some(id);
    let mut until = None;
    while let Some(branch) = next.and_then(|id| branches.get(id)) {
        line.push((branch, until));
        until = Some(until.map_or(branch.at, |until: Position| until.min(branch.at)));
        next = branch.parent;
    }
    let mut actions = Vec::new();
    for (branch, until) in line.into_iter().rev() {
        let kept = |placed: &&Placed| until.is_none_or(|until| placed.at < until);
        actions.extend(branch.actions.iter().filter(kept).cloned());
    }
    actions
}

/// The place up to which two branches are the same run.
pub(crate) fn common_until(one: &[Placed], other: &[Placed]) -> Option<Position> {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let first = |actions: &[Placed]| actions.get(same).map(|placed| placed.at);
    [first(one), first(other)].into_iter().flatten().min()
}
