//! The messages on their way, and which of them a script means.

use std::collections::BTreeSet;

use raft_core::{Message, MessageKind, NodeId};

/// Sent and not yet delivered, in the order of sending. Whoever takes the first match keeps every
/// link in order; `nth=` overtakes on purpose.
#[derive(Default)]
pub(crate) struct Network {
    bag: Vec<Message>,
    cut: BTreeSet<(NodeId, NodeId)>,
}

/// Which messages a command means. What is not given matches everything.
#[derive(Default)]
pub(crate) struct Pick {
    pub(crate) from: Option<NodeId>,
    pub(crate) to: Option<NodeId>,
    pub(crate) kind: Option<MessageKind>,
    /// Counted from 1, oldest first.
    pub(crate) nth: usize,
    /// Every match there is at this moment, instead of one.
    pub(crate) all: bool,
}

impl Pick {
    fn matches(&self, message: &Message) -> bool {
        self.from.is_none_or(|from| from == message.from)
            && self.to.is_none_or(|to| to == message.to)
            && self.kind.is_none_or(|kind| kind == message.kind())
    }
}

impl Network {
    pub(crate) fn post(&mut self, message: Message) {
        self.bag.push(message);
    }

    /// Takes what `pick` means out of the bag, oldest first.
    pub(crate) fn take(&mut self, pick: &Pick) -> Vec<Message> {
        if pick.all {
            return self.bag.extract_if(.., |message| pick.matches(message)).collect();
        }
        let matching = self.bag.iter().enumerate().filter(|(_, message)| pick.matches(message));
        match matching.map(|(at, _)| at).nth(pick.nth - 1) {
            Some(at) => vec![self.bag.remove(at)],
            None => Vec::new(),
        }
    }

    /// Puts a copy of what `pick` means behind each original.
    pub(crate) fn double(&mut self, pick: &Pick) -> Vec<Message> {
        let matching = self.bag.iter().enumerate().filter(|(_, message)| pick.matches(message));
        let chosen: Vec<usize> = matching.map(|(at, _)| at).collect();
        let chosen =
            if pick.all { chosen } else { chosen.into_iter().skip(pick.nth - 1).take(1).collect() };
        for at in chosen.iter().rev() {
            self.bag.insert(*at, self.bag[*at].clone());
        }
        chosen.iter().enumerate().map(|(copies, at)| self.bag[at + copies].clone()).collect()
    }

    pub(crate) fn in_flight(&self) -> &[Message] {
        &self.bag
    }

    /// Nothing passes between servers of different sides, in either direction.
    pub(crate) fn partition(&mut self, sides: &[Vec<NodeId>]) {
        for (at, side) in sides.iter().enumerate() {
            for other in sides.iter().skip(at + 1).flatten() {
                for one in side {
                    self.cut.insert((*one, *other));
                    self.cut.insert((*other, *one));
                }
            }
        }
    }

    pub(crate) fn heal(&mut self) {
        self.cut.clear();
    }

    pub(crate) fn is_cut(&self, message: &Message) -> bool {
        self.cut.contains(&(message.from, message.to))
    }
}
