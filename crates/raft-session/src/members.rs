//! Who belongs to a cluster, what a majority of it has said, and how a leader sees the others.

use raft_core::rules::quorum;
use raft_core::{Configuration, Leader, LogId, Membership, Node, NodeId, ProgressState, Role};
use raft_sim::Server;

use crate::dto;

pub(crate) fn quorum_frame(node: &Node) -> Option<dto::QuorumFrame> {
    match node.role() {
        Role::Follower(_) => None,
        Role::PreCandidate(candidate) => {
            Some(votes_frame(node, &|id| candidate.votes.get(&id).copied()))
        }
        Role::Candidate(candidate) => {
            Some(votes_frame(node, &|id| candidate.votes.get(&id).copied()))
        }
        Role::Leader(leader) => {
            if let Some(quorum) = read_frame(node, leader) {
                return Some(quorum);
            }
            let oldest = node.commit_index().next();
            if oldest > node.log().last().index {
                return None;
            }
            let has = |id: NodeId| {
                if id == node.id() {
                    return node.durable_index() >= oldest;
                }
                leader.progress_of(id).is_some_and(|progress| progress.match_index >= oldest)
            };
            let mut quorum = votes_frame(node, &|id| has(id).then_some(true));
            (quorum.kind, quorum.index) = (dto::QuorumKind::Commit, Some(oldest.0));
            Some(quorum)
        }
    }
}

/// Who has answered the round of the oldest read that waits for one.
fn read_frame(node: &Node, leader: &Leader) -> Option<dto::QuorumFrame> {
    let (index, round) = leader.reads.front()?.asked?;
    let confirmed = |id: NodeId| {
        id == node.id() || leader.progress_of(id).is_some_and(|progress| progress.answered >= round)
    };
    let mut quorum = votes_frame(node, &|id| confirmed(id).then_some(true));
    (quorum.kind, quorum.index) = (dto::QuorumKind::Read, Some(index.0));
    Some(quorum)
}

pub(crate) fn votes_frame(
    node: &Node,
    answer_of: &dyn Fn(NodeId) -> Option<bool>,
) -> dto::QuorumFrame {
    let configuration = node.configuration();
    let half = |half: &[NodeId]| dto::QuorumHalfFrame {
        needed: u32::try_from(quorum::majority_of(half.len())).unwrap_or(u32::MAX),
        voters: voters(half, answer_of),
    };
    let halves = if configuration.is_joint() {
        vec![half(configuration.incoming()), half(configuration.outgoing())]
    } else {
        Vec::new()
    };
    dto::QuorumFrame {
        kind: dto::QuorumKind::Votes,
        index: None,
        needed: u32::try_from(configuration.majority()).unwrap_or(u32::MAX),
        voters: voters(configuration.voters(), answer_of),
        halves,
    }
}

fn voters(voters: &[NodeId], answer_of: &dyn Fn(NodeId) -> Option<bool>) -> Vec<dto::VoterFrame> {
    let voters = voters.iter();
    voters
        .map(|id| {
            let answer = match answer_of(*id) {
                Some(true) => dto::AnswerFrame::Yes,
                Some(false) => dto::AnswerFrame::No,
                None => dto::AnswerFrame::None,
            };
            dto::VoterFrame { id: id.to_string(), answer }
        })
        .collect()
}

pub(crate) fn membership_frame(node: &Node) -> Option<dto::MembershipFrame> {
    Some(match node.configuration().role_of(node.id())? {
        Membership::Voter => dto::MembershipFrame::Voter,
        Membership::IncomingVoter => dto::MembershipFrame::Incoming,
        Membership::OutgoingVoter => dto::MembershipFrame::Outgoing,
        Membership::DemotedVoter => dto::MembershipFrame::Demoted,
        Membership::Learner => dto::MembershipFrame::Learner,
    })
}

pub(crate) fn configuration_frame(configuration: &Configuration) -> dto::ConfigurationFrame {
    let names = |ids: &[NodeId]| ids.iter().map(NodeId::to_string).collect();
    dto::ConfigurationFrame {
        incoming: names(configuration.incoming()),
        outgoing: names(configuration.outgoing()),
        learners: names(configuration.learners()),
    }
}

pub(crate) fn transfer_frame(node: &Node) -> Option<String> {
    let Role::Leader(leader) = node.role() else { return None };
    leader.transfer.map(|transfer| transfer.to.to_string())
}

/// The last entry that a server's snapshot replaces: in memory while it runs, on disk while it is
/// down.
pub(crate) fn snapshot_of(server: &Server) -> Option<LogId> {
    let durable = server.disk().durable().snapshot.as_ref();
    let last = server
        .node()
        .map_or_else(|| durable.map_or(LogId::ZERO, |snapshot| snapshot.last), Node::snapshot_last);
    (last != LogId::ZERO).then_some(last)
}

pub(crate) fn entry_frame(id: LogId) -> dto::EntryFrame {
    dto::EntryFrame { index: id.index.0, term: id.term.0 }
}

pub(crate) fn progress_frame(node: &Node) -> Option<Vec<dto::ProgressFrame>> {
    let Role::Leader(leader) = node.role() else { return None };
    let progress = leader.progress.iter().map(|progress| dto::ProgressFrame {
        server: progress.follower.to_string(),
        next: progress.next_index.0,
        matched: progress.match_index.0,
        state: match progress.state {
            ProgressState::Probe => dto::ProgressState::Probe,
            ProgressState::Replicate => dto::ProgressState::Replicate,
            ProgressState::Snapshot => dto::ProgressState::Snapshot,
        },
    });
    Some(progress.collect())
}
