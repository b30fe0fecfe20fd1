//! The simulator's own store, as its clients may see it. Said anew, not asked of the state machine:
//! a judge that asked the accused would believe whatever it does.

use std::sync::Arc;

use raft_sim::Command;

use super::{Specification, Step};

/// Values by key, none at first; numbers can be added to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Store;

impl Store {
    /// What a command makes of a value, and what it answers.
    pub(crate) fn execute(
        value: Option<&Arc<str>>,
        command: &Command,
    ) -> (Option<Arc<str>>, Option<Arc<str>>) {
        match command {
            Command::Put { value, .. } => (Some(value.clone()), None),
            Command::Add { amount, .. } => {
                let before: u64 = value.and_then(|value| value.parse().ok()).unwrap_or(0);
                let sum: Arc<str> = before.saturating_add(u64::from(*amount)).to_string().into();
                (Some(sum.clone()), Some(sum))
            }
            Command::Get { .. } | Command::Read { .. } => (value.cloned(), value.cloned()),
            Command::OpenSession => (value.cloned(), None),
        }
    }

    /// The key that a command is about, if it is about one.
    pub(crate) fn key_of(command: &Command) -> Option<&Arc<str>> {
        match command {
            Command::Put { key, .. }
            | Command::Add { key, .. }
            | Command::Get { key }
            | Command::Read { key, .. } => Some(key),
            Command::OpenSession => None,
        }
    }

    /// Whether a command changes nothing, wherever it comes.
    pub(crate) fn is_read(command: &Command) -> bool {
        match command {
            Command::Put { .. } | Command::Add { .. } => false,
            Command::Get { .. } | Command::Read { .. } | Command::OpenSession => true,
        }
    }
}

impl Specification for Store {
    type Input = Command;
    type Output = Option<Arc<str>>;
    type State = Option<Arc<str>>;
    type Key = str;

    fn key<'a>(&self, input: &'a Command) -> &'a str {
        // A session has nothing to do with any key, and no key is empty.
        Self::key_of(input).map_or("", |key| key)
    }

    fn initial(&self) -> Option<Arc<str>> {
        None
    }

    fn apply(
        &self,
        state: &Option<Arc<str>>,
        input: &Command,
        output: Option<&Option<Arc<str>>>,
    ) -> Step<Option<Arc<str>>> {
        let (after, answer) = Self::execute(state.as_ref(), input);
        if output.is_some_and(|output| *output != answer) {
            return Step::Refused;
        }
        if Self::is_read(input) { Step::Stays } else { Step::Becomes(after) }
    }

    fn only_looks(&self, input: &Command, _: Option<&Option<Arc<str>>>) -> bool {
        Self::is_read(input)
    }
}

#[cfg(test)]
mod tests {
    use raft_core::Payload;
    use raft_sim::{KeyValue, StateMachine};

    use super::*;

    /// Said twice, it must be the same: else the judge accuses the innocent.
    #[test]
    fn the_store_answers_as_the_state_machine_does() {
        let mut machine = KeyValue::default();
        let mut value = None;
        for text in ["get x", "x+=2", "get x", "x=a", "x+=3", "x+=4", "get x", "x=7", "x+=1"] {
            let command = Command::parse(text.as_bytes()).expect("a command");
            let (after, answer) = Store::execute(value.as_ref(), &command);
            let told = machine.apply(&Payload::command(command.bytes()));
            assert_eq!(answer, told, "{text}");
            assert_eq!(after.as_ref(), machine.get("x"), "{text}");
            value = after;
        }
    }
}
