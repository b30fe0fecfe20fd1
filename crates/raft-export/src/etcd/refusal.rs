//! What etcd's specification has no step for.

use raft_core::NodeId;
use raft_scenario::{Problem, ProblemKind};
use raft_sim::{MessageId, SimTime};

/// Why a run cannot be traced.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// A configuration is used before it is applied.
    ActivatesOnAppend,
    /// Disks hold something before anything happens.
    BeginsWithSomething,
    /// Two sets of servers hold at once.
    Joint,
    /// More than one server changes its part, or a voter becomes a learner.
    NotOneChange,
    /// A server asks before it opens a term.
    PreVote(NodeId),
    /// A server does not follow a newer term.
    IgnoresTerm(NodeId),
    /// A term is adopted from a message that is not traced.
    TermFromUntraced(NodeId),
    /// A snapshot travels.
    Snapshot(NodeId),
    /// A message arrives twice.
    Twice(MessageId),
    /// A server has lost what a Ready takes for durable.
    LostWrite(NodeId),
    /// A follower takes entries from a message that begins before its commit index.
    AppendsBehindCommit(NodeId),
    /// A leader that has started again tells of an older commit index than it had on disk.
    OlderCommit(NodeId),
    /// A server acts in an older configuration than it had on disk.
    OldConfiguration(NodeId),
}

impl Refusal {
    pub(super) fn problem(&self, time: SimTime) -> Problem {
        let (message, expected) = match self {
            Self::ActivatesOnAppend => (
                "a configuration is used as soon as it stands in the log".to_owned(),
                "cluster.activation = \"apply\", as in etcd",
            ),
            Self::BeginsWithSomething => (
                "disks hold something before anything happens".to_owned(),
                "a scenario without initial",
            ),
            Self::Joint => (
                "a joint configuration".to_owned(),
                "changes of one server, and no transition = \"implicit\" or \"explicit\"",
            ),
            Self::NotOneChange => (
                "a change of several servers, or of a voter into a learner".to_owned(),
                "one server that is added, promoted or removed",
            ),
            Self::PreVote(server) => (
                format!("{server} asks whether it would be elected, which is not traced"),
                "cluster.pre_vote = false",
            ),
            Self::IgnoresTerm(server) => (
                format!("{server} ignores a message of a newer term"),
                "cluster.leader_stickiness = false",
            ),
            Self::TermFromUntraced(server) => (
                format!("{server} adopts a term from a message that is not traced"),
                "newer terms in votes and AppendEntries only",
            ),
            Self::Snapshot(server) => (
                format!("{server} is sent a snapshot, which is only for an empty log"),
                "cluster.snapshot_after = 0, and no snapshot by hand",
            ),
            Self::Twice(message) => (
                format!("{message} arrives twice"),
                "no duplicates: the trace specification has no step for them",
            ),
            Self::LostWrite(server) => (
                format!("{server} has lost what etcd writes before it sends anything"),
                "crashes of servers that have finished their writes",
            ),
            Self::AppendsBehindCommit(server) => (
                format!(
                    "{server} takes entries after its commit index from a message that begins before it, \
                     which etcd answers without taking them"
                ),
                "an end before this moment",
            ),
            Self::OlderCommit(server) => (
                format!(
                    "{server} leads before it has found out again what was committed, which etcd has on disk"
                ),
                "an end before this moment",
            ),
            Self::OldConfiguration(server) => (
                format!("{server} stands for election in a configuration older than on its disk"),
                "an end before this moment",
            ),
        };
        Problem::new(ProblemKind::Scenario, format!("etcd's trace cannot tell this: {message}"))
            .at(time.to_string())
            .expecting(expected)
    }
}
