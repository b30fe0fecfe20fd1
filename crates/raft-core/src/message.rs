//! What servers say to each other: one variant per meaning.

use alloc::sync::Arc;

use crate::id::LIMIT;
use crate::{
    Configuration, Entries, Index, LogId, MessageFault, NodeId, Payload, RequestId, Round,
    Sessions, Term,
};

/// A message from one server to another.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Message {
    /// The sender.
    pub from: NodeId,
    /// The receiver.
    pub to: NodeId,
    /// The sender's current term when it sent (§5.1).
    pub term: Term,
    /// What it says.
    pub body: Body,
}

/// What a message says.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Body {
    /// A candidate asks for a vote (§5.2).
    RequestVote {
        /// The candidate's last entry; `0@0` if its log is empty.
        last_log: LogId,
        /// Whether the leader itself wants this election (dissertation §3.10): then voters that
        /// have just heard from it listen all the same.
        transfer: bool,
    },
    /// The answer to RequestVote.
    RequestVoteReply {
        /// Whether the sender voted for the receiver in the message's term.
        granted: bool,
    },
    /// A server asks whether it would get a vote in the term after its own (dissertation §9.6).
    RequestPreVote {
        /// Its last entry.
        last_log: LogId,
    },
    /// The answer to RequestPreVote. The message's term is the sender's own, as always: with a no
    /// it tells a server that lives in the past what it has missed; a yes may well come from an
    /// earlier term than the receiver's.
    RequestPreVoteReply {
        /// Whether the sender would vote for the receiver.
        granted: bool,
        /// In which term.
        asked: Term,
    },
    /// The leader tells a follower to stand for election at once (dissertation §3.10).
    TimeoutNow,
    /// A leader replicates entries (§5.3); with none of them it is a heartbeat (§5.2).
    AppendEntries {
        /// The entry just before the first of `entries`; `0@0` at the start of the log.
        prev_log: LogId,
        /// Consecutive entries that follow `prev_log`; may be empty.
        entries: Entries,
        /// The leader's commit index.
        leader_commit: Index,
        /// The leader's latest round of questions, to be named in the answer.
        round: Round,
    },
    /// The answer to AppendEntries.
    AppendEntriesReply {
        /// What became of it.
        result: AppendResult,
        /// The round of the answered message: whatever the result, the sender followed the leader
        /// when it answered.
        round: Round,
    },
    /// A server that does not lead asks the leader what it must have applied before it may answer
    /// a read (dissertation §6.4).
    ReadIndex {
        /// The host's name for the read.
        request: RequestId,
        /// Whether a valid lease is enough.
        lease: bool,
    },
    /// The answer to ReadIndex.
    ReadIndexReply {
        /// The read.
        request: RequestId,
        /// What must be applied; `None` if the sender does not lead.
        index: Option<Index>,
    },
    /// A server that does not lead passes a client's proposal on (dissertation §6.2). The leader
    /// answers the client itself.
    Forward {
        /// The host's name for the request.
        request: RequestId,
        /// What the client wants in the log: a command, a session, or an end of sessions.
        payload: Payload,
    },
    /// The leader sends its snapshot to a follower that misses what the leader has discarded (§7,
    /// Figure 13).
    InstallSnapshot {
        /// The last entry that the snapshot replaces.
        last: LogId,
        /// The latest configuration up to there.
        configuration: Configuration,
        /// The client sessions up to there.
        sessions: Sessions,
        /// Where in the state the chunk begins.
        offset: u64,
        /// The chunk.
        data: Arc<[u8]>,
        /// Whether it is the last one.
        done: bool,
    },
    /// The answer to InstallSnapshot.
    InstallSnapshotReply {
        /// Which snapshot.
        last: LogId,
        /// How many bytes of it the sender has: where it wants the next chunk to begin.
        received: u64,
        /// Whether the sender durably has everything up to `last`.
        installed: bool,
    },
}

/// What became of an AppendEntries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AppendResult {
    /// The follower's log agrees with the leader's, durably, up to `match_index`: what *this*
    /// message covered, not what else the follower may have behind it.
    Accepted {
        /// The last index that the answered message covered.
        match_index: Index,
    },
    /// The follower has no entry that agrees with the message's `prev_log`, or a newer term.
    Rejected {
        /// The index of the refused `prev_log`, so that the leader recognises a late answer.
        prev_index: Index,
        /// The last place where the two logs could still agree; see
        /// [`crate::Log::last_at_or_below`].
        hint: LogId,
    },
}

/// The kinds of messages, for whoever must tell them apart without looking inside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MessageKind {
    /// See [`Body::RequestVote`].
    RequestVote,
    /// See [`Body::RequestVoteReply`].
    RequestVoteReply,
    /// See [`Body::RequestPreVote`].
    RequestPreVote,
    /// See [`Body::RequestPreVoteReply`].
    RequestPreVoteReply,
    /// See [`Body::TimeoutNow`].
    TimeoutNow,
    /// See [`Body::AppendEntries`].
    AppendEntries,
    /// See [`Body::AppendEntriesReply`].
    AppendEntriesReply,
    /// See [`Body::ReadIndex`].
    ReadIndex,
    /// See [`Body::ReadIndexReply`].
    ReadIndexReply,
    /// See [`Body::InstallSnapshot`].
    InstallSnapshot,
    /// See [`Body::InstallSnapshotReply`].
    InstallSnapshotReply,
    /// See [`Body::Forward`].
    Forward,
}

impl MessageKind {
    /// All kinds.
    pub const ALL: &'static [Self] = &[
        Self::RequestVote,
        Self::RequestVoteReply,
        Self::RequestPreVote,
        Self::RequestPreVoteReply,
        Self::TimeoutNow,
        Self::AppendEntries,
        Self::AppendEntriesReply,
        Self::ReadIndex,
        Self::ReadIndexReply,
        Self::InstallSnapshot,
        Self::InstallSnapshotReply,
        Self::Forward,
    ];

    /// The paper's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RequestVote => "RequestVote",
            Self::RequestVoteReply => "RequestVoteReply",
            Self::RequestPreVote => "RequestPreVote",
            Self::RequestPreVoteReply => "RequestPreVoteReply",
            Self::TimeoutNow => "TimeoutNow",
            Self::AppendEntries => "AppendEntries",
            Self::AppendEntriesReply => "AppendEntriesReply",
            Self::ReadIndex => "ReadIndex",
            Self::ReadIndexReply => "ReadIndexReply",
            Self::InstallSnapshot => "InstallSnapshot",
            Self::InstallSnapshotReply => "InstallSnapshotReply",
            Self::Forward => "Forward",
        }
    }
}

impl Message {
    /// Which kind of message this is.
    #[must_use]
    pub fn kind(&self) -> MessageKind {
        match self.body {
            Body::RequestVote { .. } => MessageKind::RequestVote,
            Body::RequestVoteReply { .. } => MessageKind::RequestVoteReply,
            Body::RequestPreVote { .. } => MessageKind::RequestPreVote,
            Body::RequestPreVoteReply { .. } => MessageKind::RequestPreVoteReply,
            Body::TimeoutNow => MessageKind::TimeoutNow,
            Body::AppendEntries { .. } => MessageKind::AppendEntries,
            Body::AppendEntriesReply { .. } => MessageKind::AppendEntriesReply,
            Body::InstallSnapshot { .. } => MessageKind::InstallSnapshot,
            Body::InstallSnapshotReply { .. } => MessageKind::InstallSnapshotReply,
            Body::ReadIndex { .. } => MessageKind::ReadIndex,
            Body::ReadIndexReply { .. } => MessageKind::ReadIndexReply,
            Body::Forward { .. } => MessageKind::Forward,
        }
    }

    /// Looks for anything that no correct server could have sent to `to`.
    ///
    /// Whether the sender is a member is not asked: a server may not yet know the configuration in
    /// which it is, or may itself be the one that does not (§6; dissertation §4.1).
    ///
    /// # Errors
    /// The first fault found.
    pub(crate) fn check(&self, to: NodeId) -> Result<(), MessageFault> {
        if self.to != to {
            return Err(MessageFault::NotForMe { to: self.to });
        }
        if self.from == to {
            return Err(MessageFault::FromMyself);
        }
        // Before the first election there is nothing to talk about but the election.
        let may_be_first =
            matches!(self.body, Body::RequestPreVote { .. } | Body::RequestPreVoteReply { .. });
        if (self.term.0 == 0 && !may_be_first) || self.term.0 >= LIMIT {
            return Err(MessageFault::ImpossibleTerm { term: self.term });
        }
        self.body.check(self.term)
    }
}

impl Body {
    fn check(&self, term: Term) -> Result<(), MessageFault> {
        let sane = |id: LogId| {
            let at_start = id.index == Index::ZERO;
            if id.index.0 >= LIMIT || id.term > term || at_start != (id.term == Term(0)) {
                return Err(MessageFault::ImpossibleEntry { id });
            }
            Ok(())
        };
        match self {
            Self::RequestVote { last_log, .. } | Self::RequestPreVote { last_log } => {
                sane(*last_log)
            }
            Self::AppendEntries { prev_log, entries, .. } => {
                sane(*prev_log)?;
                let mut before = *prev_log;
                for entry in entries.iter() {
                    sane(entry.id)?;
                    if entry.id.index != before.index.next() || entry.id.term < before.term {
                        return Err(MessageFault::EntriesOutOfOrder { before, then: entry.id });
                    }
                    before = entry.id;
                }
                Ok(())
            }
            Self::InstallSnapshot { last, offset, data, .. } => {
                sane(*last)?;
                if last.index == Index::ZERO || offset.saturating_add(data.len() as u64) >= LIMIT {
                    return Err(MessageFault::ImpossibleEntry { id: *last });
                }
                Ok(())
            }
            // Nobody else may put these into a leader's log.
            Self::Forward { payload: Payload::Noop | Payload::Configuration(_), .. } => {
                Err(MessageFault::ImpossibleForward)
            }
            Self::RequestVoteReply { .. }
            | Self::InstallSnapshotReply { .. }
            | Self::RequestPreVoteReply { .. }
            | Self::TimeoutNow
            | Self::AppendEntriesReply { .. }
            | Self::ReadIndex { .. }
            | Self::ReadIndexReply { .. }
            | Self::Forward { .. } => Ok(()),
        }
    }
}
