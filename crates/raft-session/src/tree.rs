//! The tree of branches as a screen sees it: what each is called, and where it leaves which.

use raft_explain::{Operand, Sentence, SentenceKind};
use raft_scenario::{ActionModel, Problem};
use raft_sim::SimTime;

use crate::branch::Branch;
use crate::time::{millis, place};
use crate::{Session, dto};

/// The longest name of a branch, in characters.
const LONGEST_NAME: usize = 80;

impl Session {
    /// All branches.
    #[must_use]
    pub fn branches(&self) -> Vec<dto::Branch> {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let branches = self.branches.iter().enumerate();
        branches
            .map(|(at, branch)| dto::Branch {
                id: number(at),
                parent: branch.parent.map(number),
                at: branch.parent.map(|_| place(branch.at)),
                name: branch.named.clone().unwrap_or_else(|| self.name_of(branch)),
                actions: number(branch.actions.len()),
                end: millis(branch.end.max(branch.at).time),
                current: at == self.current,
            })
            .collect()
    }

    /// Gives a branch another name; without any text, the one that it had at first. What is no
    /// text, such as the end of a line, becomes a space, and what is too long is cut.
    ///
    /// # Errors
    /// If there is no such branch.
    pub fn rename_branch(&mut self, id: u32, name: &str) -> Result<(), Problem> {
        let id = self.branch_numbered(id)?;
        let mut short = String::new();
        for letter in name.trim().chars().take(LONGEST_NAME) {
            short.push(if letter.is_control() { ' ' } else { letter });
        }
        self.branches[id].named = Some(short).filter(|name| !name.is_empty());
        Ok(())
    }

    /// What a branch is called that nobody has named: the first thing that is different in it.
    fn name_of(&self, branch: &Branch) -> String {
        let Some(first) = branch.actions.first() else {
            return self.script.scenario.title.in_language(&self.language).to_owned();
        };
        let (key, what) = deed(&first.deed.spelled);
        // As the time line says it: nobody needs microseconds to know a branch again.
        let time = SimTime((first.at.time.0 + 500) / 1000 * 1000);
        let operands = vec![("what", Operand::Text(what)), ("time", Operand::Time(time))];
        self.catalogue.words(&Sentence { kind: SentenceKind::Rest, key, operands, rule: None })
    }
}

/// What an action does, as a key of the catalogue, and to whom.
fn deed(action: &ActionModel) -> (&'static str, String) {
    match action {
        ActionModel::Crash(servers) => ("branch-crashed", servers.to_string()),
        ActionModel::Restart(servers) => ("branch-restarted", servers.to_string()),
        ActionModel::Pause(servers) => ("branch-paused", servers.to_string()),
        ActionModel::Resume(servers) => ("branch-resumed", servers.to_string()),
        ActionModel::Wipe(servers) => ("branch-wiped", servers.to_string()),
        ActionModel::TimeOut(servers) => ("branch-timed-out", servers.to_string()),
        ActionModel::Drop(message) => ("branch-dropped", message.clone()),
        ActionModel::Deliver(message) => ("branch-delivered", message.clone()),
        ActionModel::Hold(message) => ("branch-held", message.clone()),
        ActionModel::Cut(links) => ("branch-cut", links.to_string()),
        ActionModel::Heal(links) => ("branch-healed", links.to_string()),
        // Anything else as the golden notation has it.
        other => ("branch-done", other.to_string()),
    }
}
