//! What is checked after every step: a single server, its disk, and all of them together.

use raft_core::{
    Activation, AppendResult, Body, Configuration, Durable, Index, Message, Node, NodeId, Payload,
    Role,
};

use crate::world::World;

pub(crate) type Kept = Result<(), String>;

macro_rules! keep {
    ($holds:expr, $($what:tt)+) => {
        if !$holds {
            return Err(format!($($what)+));
        }
    };
}

impl World {
    /// A message leaves: what it says is true after a crash.
    pub(crate) fn says_what_is_on_disk(&self, message: &Message) -> Kept {
        let disk = &self.servers[&message.from].disk.durable;
        let granted = match message.body {
            Body::RequestVote { .. } => Some(message.from),
            Body::RequestVoteReply { granted: true } => Some(message.to),
            _ => None,
        };
        if let Some(candidate) = granted {
            let hard = disk.hard_state;
            let kept = hard.current_term > message.term
                || (hard.current_term, hard.voted_for) == (message.term, Some(candidate));
            keep!(kept, "a vote leaves that is not on disk: {message}");
        }
        if let Body::AppendEntriesReply { result: AppendResult::Accepted { match_index }, .. } =
            message.body
            && disk.hard_state.current_term == message.term
        {
            let durable = disk.log.last().index;
            keep!(match_index <= durable, "{message} leaves, {durable} is on disk");
        }
        Ok(())
    }

    /// The invariants of a single server, of its disk, and between all of them.
    pub(crate) fn look(&mut self, id: NodeId) -> Kept {
        let server = &self.servers[&id];
        let node = server.node.as_ref().expect("it has stepped");
        self.committed = self.committed.max(node.commit_index());
        self.heed(well_formed(node))?;
        self.heed(durable_is_on_disk(node, &server.disk.durable))?;
        self.heed(self.latest_configuration_counts(node))?;
        self.heed(self.acknowledged_entries_are_held(node))?;
        let found =
            self.judge.look(self.servers.values().filter_map(|server| server.node.as_ref()));
        self.heed(kept_if(found.is_empty(), || found.join("\n")))
    }

    fn latest_configuration_counts(&self, node: &Node) -> Kept {
        if node.options().activation == Activation::OnApply {
            return Ok(());
        }
        let held = node.log().iter_from(node.log().first_index());
        let latest = held
            .filter_map(|entry| match &entry.payload {
                Payload::Configuration(configuration) => Some(configuration),
                _ => None,
            })
            .last();
        let snapshot = node.snapshot().map(|snapshot| &snapshot.configuration);
        let none = Configuration::new([]);
        let first =
            if self.first_members.is_member(node.id()) { &self.first_members } else { &none };
        let right = latest.or(snapshot).unwrap_or(first);
        let (id, wrong) = (node.id(), node.configuration());
        keep!(wrong == right, "{id} uses {wrong}, and {right} is the latest");
        Ok(())
    }

    /// What a leader takes for acknowledged is on the follower's disk.
    fn acknowledged_entries_are_held(&self, node: &Node) -> Kept {
        let Role::Leader(leader) = node.role() else { return Ok(()) };
        for progress in &leader.progress {
            let (matched, follower) = (progress.match_index, progress.follower);
            let Some(server) = self.servers.get(&follower) else { continue };
            let disk = &server.disk.durable;
            let later = disk.hard_state.current_term > node.current_term();
            if later || follower == node.id() || matched <= disk.log.base().index {
                continue;
            }
            let (theirs, ours) = (disk.log.term_at(matched), node.log().term_at(matched));
            let same = theirs.is_some() && (ours.is_none() || theirs == ours);
            keep!(same, "{} believes {follower} to have {matched}", node.id());
        }
        Ok(())
    }
}

pub(crate) fn kept_if(holds: bool, broken: impl FnOnce() -> String) -> Kept {
    if holds { Ok(()) } else { Err(broken()) }
}

fn durable_is_on_disk(node: &Node, disk: &Durable) -> Kept {
    let (id, log) = (node.id(), node.log());
    let base = log.base().index.max(disk.log.base().index);
    for index in (base.0 + 1..=node.durable_index().0).map(Index) {
        keep!(log.get(index) == disk.log.get(index), "{id} takes entry {index} for durable");
    }
    Ok(())
}

pub(crate) fn never_goes_back(before: &Node, after: &Node) -> Kept {
    let id = after.id();
    keep!(after.current_term() >= before.current_term(), "{id}: the term goes back");
    keep!(after.commit_index() >= before.commit_index(), "{id}: the commit index goes back");
    keep!(after.last_applied() >= before.last_applied(), "{id}: something is un-applied");
    keep!(after.log().base().index >= before.log().base().index, "{id}: the log grows backwards");
    if after.current_term() == before.current_term() {
        let kept = before.voted_for().is_none() || after.voted_for() == before.voted_for();
        keep!(kept, "{id} votes twice");
        keep!(!before.is_leader() || after.is_leader() || removed(after), "{id} abdicates");
        let known = before.leader().is_none() || after.leader().is_none();
        keep!(known || before.leader() == after.leader(), "{id} has two leaders in one term");
        if before.is_leader() && after.is_leader() {
            keep!(before.log().is_prefix_of(after.log()), "{id}: a leader changes its log");
        }
    }
    Ok(())
}

/// Whether a leader may stop leading in its term: because it was removed, or hears nobody.
fn removed(node: &Node) -> bool {
    node.options().check_quorum || !node.configuration().is_voter(node.id())
}

fn well_formed(node: &Node) -> Kept {
    let (id, last, log) = (node.id(), node.log().last(), node.log());
    keep!(node.commit_index() <= last.index, "{id} commits what it does not have");
    keep!(node.last_applied() <= node.commit_index(), "{id} applies what is not committed");
    keep!(node.snapshot_last().index <= node.last_applied(), "{id}: a snapshot of the future");
    keep!(log.base().index <= node.snapshot_last().index, "{id} discards what no snapshot has");
    keep!(node.durable_index() <= last.index, "{id}: durable beyond the end");
    keep!(last.term <= node.current_term(), "{id}: an entry of a term to come");
    let mut term = log.base().term;
    for entry in log.iter_from(log.first_index()) {
        keep!(entry.id.term >= term, "{id}: terms decrease at {}", entry.id);
        term = entry.id.term;
    }
    if let Role::Leader(leader) = node.role() {
        keep!(node.voted_for() == Some(id), "{id} leads without its own vote");
        for progress in &leader.progress {
            let (matched, next) = (progress.match_index, progress.next_index);
            let sane = matched <= last.index && matched < next && next <= last.index.next();
            keep!(sane, "{id}: match {matched} next {next} last {}", last.index);
        }
    }
    Ok(())
}
