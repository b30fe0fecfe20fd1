//! The safety properties of Figure 3, checked after every step of a script.
//!
//! A violation is a line of output that begins with `!!`. Scripts about deviations expect some;
//! no other script may contain one.

use std::collections::{BTreeMap, BTreeSet};

use raft_core::{Entry, Index, Log, Node, NodeId, Term};

/// What has been seen so far in a run.
#[derive(Default)]
pub(crate) struct Judge {
    leaders: BTreeMap<Term, NodeId>,
    committed: BTreeMap<Index, Entry>,
    reported: BTreeSet<String>,
}

impl Judge {
    /// Looks at all running servers and says what is newly violated.
    pub(crate) fn look<'a>(&mut self, nodes: impl Iterator<Item = &'a Node>) -> Vec<String> {
        let nodes: Vec<&Node> = nodes.collect();
        let mut found = Vec::new();
        for node in &nodes {
            self.election_safety(node, &mut found);
            self.state_machine_safety(node, &mut found);
        }
        for (at, one) in nodes.iter().enumerate() {
            for other in &nodes[at + 1..] {
                log_matching(one, other, &mut found);
            }
        }
        found.retain(|line| self.reported.insert(line.clone()));
        found
    }

    fn election_safety(&mut self, node: &Node, found: &mut Vec<String>) {
        if !node.is_leader() {
            return;
        }
        let term = node.current_term();
        let known = *self.leaders.entry(term).or_insert_with(|| {
            leader_completeness(&self.committed, node, found);
            node.id()
        });
        if known != node.id() {
            found.push(format!("!! Election Safety: {known} and {} lead term {term}", node.id()));
        }
    }

    fn state_machine_safety(&mut self, node: &Node, found: &mut Vec<String>) {
        let committed = node.log().iter_from(Index(1));
        for entry in committed.take_while(|entry| entry.id.index <= node.commit_index()) {
            let first = self.committed.entry(entry.id.index).or_insert_with(|| entry.clone());
            if first != entry {
                found.push(format!(
                    "!! State Machine Safety: {} commits {} {}, another server {} {}",
                    node.id(),
                    entry.id,
                    entry.payload,
                    first.id,
                    first.payload
                ));
            }
        }
    }
}

fn leader_completeness(committed: &BTreeMap<Index, Entry>, node: &Node, found: &mut Vec<String>) {
    let base = node.log().base().index;
    let mut held = committed.values().filter(|entry| entry.id.index > base);
    let missing = held.find(|entry| node.log().get(entry.id.index) != Some(*entry));
    if let Some(entry) = missing {
        found.push(format!("!! Leader Completeness: {} misses {}", node.id(), entry.id));
    }
}

fn log_matching(one: &Node, other: &Node, found: &mut Vec<String>) {
    let same_id = |mine: &&Entry| other.log().contains(mine.id);
    let Some(last) = one.log().iter_from(Index(1)).filter(same_id).last() else {
        return;
    };
    let from = one.log().first_index().max(other.log().first_index());
    let up_to = |log: &Log| -> Vec<Entry> {
        let held = log.iter_from(from);
        held.take_while(|entry| entry.id.index <= last.id.index).cloned().collect()
    };
    if up_to(one.log()) != up_to(other.log()) {
        found.push(format!(
            "!! Log Matching: {} and {} share {} and differ at or before it",
            one.id(),
            other.id(),
            last.id
        ));
    }
}
