//! What was decided and which values were compared: one line for each verdict and each reason, with
//! its operands by the names that they have in the core.

use raft_core::{
    AppendRefusal, ChangeFault, ChangeRefusal, CommitHold, ElectionCause, ElectionRefusal, Index,
    LocalTime, LogId, Membership, MessageFault, MessageKind, Micros, NodeId, ProgressCause,
    ProgressState, ProposalRefusal, ReadBasis, ReadHold, ReplyFault, RequestId, Round,
    SnapshotFault, Term, TransferAbort, TransferRefusal, Verdict, VoteRefusal, WriteId,
    rules::quorum::Half,
};
use raft_sim::OperationId;
use serde_json::{Map, Value};

/// A verdict of a server, with its rule.
pub(super) fn told(server: NodeId, verdict: &Verdict) -> Value {
    let mut object = verdict.operand();
    object["server"] = server.to_string().into();
    object["rule"] = verdict.rule().id().into();
    object
}

/// A value as it stands in a verdict.
trait Operand {
    fn operand(&self) -> Value;
}

/// Spells an enum as an object: its name under `$key`, and its fields under their own names.
macro_rules! spelled {
    ($key:literal: $type:ident {
        $($variant:ident $({ $($field:ident),+ })? $(($inner:ident))? = $name:literal,)+
    }) => {
        impl Operand for $type {
            fn operand(&self) -> Value {
                match self {
                    $(Self::$variant { $($($field),+)? $(0: $inner)? } => {
                        #[allow(unused_mut)] // some have no fields
                        let mut object = Map::from_iter([($key.to_owned(), Value::from($name))]);
                        $($(object.insert(stringify!($field).to_owned(), $field.operand());)+)?
                        $(object.insert(stringify!($inner).to_owned(), $inner.operand());)?
                        Value::Object(object)
                    })+
                }
            }
        }
    };
}

/// Spells an enum without fields as a word.
macro_rules! word {
    ($type:ident { $($variant:ident = $name:literal,)+ }) => {
        impl Operand for $type {
            fn operand(&self) -> Value {
                Value::from(match self { $(Self::$variant => $name,)+ })
            }
        }
    };
}

macro_rules! number {
    ($($type:ident),+) => {$(
        impl Operand for $type {
            fn operand(&self) -> Value {
                self.0.into()
            }
        }
    )+};
}

macro_rules! plain {
    ($($type:ident),+) => {$(
        impl Operand for $type {
            fn operand(&self) -> Value {
                (*self).into()
            }
        }
    )+};
}

macro_rules! text {
    ($($type:ident),+) => {$(
        impl Operand for $type {
            fn operand(&self) -> Value {
                self.to_string().into()
            }
        }
    )+};
}

number!(Term, Index, LocalTime, Micros, Round, WriteId);
plain!(bool, u32, u64);
text!(NodeId, LogId);

impl Operand for RequestId {
    fn operand(&self) -> Value {
        OperationId::of(*self).to_string().into()
    }
}

impl Operand for MessageKind {
    fn operand(&self) -> Value {
        self.name().into()
    }
}

impl<T: Operand> Operand for Option<T> {
    fn operand(&self) -> Value {
        self.as_ref().map_or(Value::Null, Operand::operand)
    }
}

word!(Half { Incoming = "incoming", Outgoing = "outgoing", });
word!(Membership {
    Voter = "voter",
    IncomingVoter = "incoming_voter",
    OutgoingVoter = "outgoing_voter",
    DemotedVoter = "demoted_voter",
    Learner = "learner",
});
word!(ProgressState { Probe = "probe", Replicate = "replicate", Snapshot = "snapshot", });
word!(ProgressCause {
    Accepted = "accepted",
    Refused = "refused",
    Lost = "lost",
    Compacted = "compacted",
    Installed = "installed",
});

spelled!("verdict": Verdict {
    TermAdopted { from, kind, old, new } = "term_adopted",
    LeaderSteppedDown { led, new, abandoned } = "leader_stepped_down",
    FollowerSilent { follower, silent } = "follower_silent",
    QuorumLost { term, heard, needed, abandoned } = "quorum_lost",
    LeaderForgotten { leader } = "leader_forgotten",
    CandidateSteppedDown { leader, term } = "candidate_stepped_down",
    ElectionStarted { term, cause } = "election_started",
    PreVoteStarted { term, cause } = "pre_vote_started",
    PreVoteGranted { candidate, term } = "pre_vote_granted",
    PreVoteDenied { candidate, why } = "pre_vote_denied",
    PreVoteCounted { voter, granted, yes, needed } = "pre_vote_counted",
    VoteGranted { candidate, term } = "vote_granted",
    VoteDenied { candidate, why } = "vote_denied",
    VoteCounted { voter, granted, yes, needed } = "vote_counted",
    ElectionWon { term, yes, needed } = "election_won",
    LeaderRecognised { leader, term } = "leader_recognised",
    AppendAccepted { leader, match_index, appended } = "append_accepted",
    AppendRefused { leader, why } = "append_refused",
    Truncated { from, lost, theirs } = "truncated",
    MatchAdvanced { follower, from, to } = "match_advanced",
    Backtracked { follower, from, to } = "backtracked",
    ProgressChanged { follower, from, to, why } = "progress_changed",
    SendingPaused { follower, in_flight } = "sending_paused",
    ChangeAccepted { request, id } = "change_accepted",
    ChangeRefused { request, why } = "change_refused",
    JointLeft { joint, id } = "joint_left",
    ConfigurationUsed { index, incoming, outgoing, learners } = "configuration_used",
    LeaderRemoved { term, index, abandoned } = "leader_removed",
    CaughtUp { learner, round, took, caught_up } = "caught_up",
    SnapshotTaken { last, discarded } = "snapshot_taken",
    SnapshotSent { follower, last } = "snapshot_sent",
    SnapshotReceived { leader, last, received, done } = "snapshot_received",
    SnapshotInstalled { last, kept, discarded } = "snapshot_installed",
    SnapshotRefused { leader, why } = "snapshot_refused",
    ReadHeld { request, why } = "read_held",
    ReadConfirmed { request, index, basis } = "read_confirmed",
    ReadServed { request, index } = "read_served",
    ReadForwarded { request, to } = "read_forwarded",
    ReadRefused { request, leader } = "read_refused",
    CommitAdvanced { from, to, have } = "commit_advanced",
    CommitHeld(why) = "commit_held",
    ProposalAccepted { request, id } = "proposal_accepted",
    ProposalForwarded { request, to } = "proposal_forwarded",
    ProposalRefused { request, leader } = "proposal_refused",
    ProposalTurnedAway { request, why } = "proposal_turned_away",
    TransferStarted { to, match_index, last } = "transfer_started",
    TransferReady { to } = "transfer_ready",
    TransferAborted { to, why } = "transfer_aborted",
    TransferRefused { to, why } = "transfer_refused",
    ReplyIgnored { from, why } = "reply_ignored",
    MessageRefused { from, why } = "message_refused",
    UnknownWrite(write) = "unknown_write",
    ElectionRefused(why) = "election_refused",
});

spelled!("reason": ElectionCause {
    TimedOut = "timed_out",
    Told = "told",
    PreVoteWon { yes, needed } = "pre_vote_won",
    TimeoutNow { from } = "timeout_now",
});

spelled!("reason": ElectionRefusal {
    IsLeader = "is_leader",
    NotVoter = "not_voter",
    NoTermLeft = "no_term_left",
    LeaderHeardRecently { leader, elapsed, minimum } = "leader_heard_recently",
});

spelled!("reason": VoteRefusal {
    StaleTerm { mine, theirs } = "stale_term",
    AlreadyVoted { voted_for } = "already_voted",
    LogBehind { mine, theirs } = "log_behind",
    LeaderHeardRecently { leader, elapsed, minimum } = "leader_heard_recently",
    IsLeader = "is_leader",
});

spelled!("reason": ProposalRefusal {
    TransferInProgress { to } = "transfer_in_progress",
    Backpressure { uncommitted, bytes, limit } = "backpressure",
});

spelled!("reason": ReadHold {
    NoCurrentTermCommit { committed, current_term } = "no_current_term_commit",
    AwaitingQuorum { round, have, need } = "awaiting_quorum",
    AwaitingApply { index, applied } = "awaiting_apply",
    LeaseExpired { until, now } = "lease_expired",
    LeaseGivenUp = "lease_given_up",
});

spelled!("reason": ReadBasis {
    Quorum { round } = "quorum",
    Lease { until } = "lease",
    Leader { leader } = "leader",
    Stale = "stale",
});

spelled!("reason": SnapshotFault {
    Older { last, have } = "older",
    NotApplied { through, applied } = "not_applied",
});

spelled!("reason": TransferRefusal {
    NotLeader { leader } = "not_leader",
    ToMyself = "to_myself",
    NotVoter = "not_voter",
    UnderWay = "under_way",
});

spelled!("reason": TransferAbort {
    TimedOut = "timed_out",
    Replaced { by } = "replaced",
    Removed = "removed",
});

spelled!("reason": ChangeFault {
    NotLeader { leader } = "not_leader",
    TransferInProgress { to } = "transfer_in_progress",
    Pending { latest, settled } = "pending",
    NoCurrentTermCommit { committed, current_term } = "no_current_term_commit",
    NotCaughtUp { learner, match_index, last } = "not_caught_up",
    Impossible(why) = "impossible",
});

spelled!("reason": ChangeRefusal {
    NoVoterLeft = "no_voter_left",
    AlreadyJoint = "already_joint",
    NotJoint = "not_joint",
    NoVotersYet = "no_voters_yet",
    TooManyVotersChange { changed } = "too_many_voters_change",
    NotALearner { node, is } = "not_a_learner",
    NotAVoter { node, is } = "not_a_voter",
});

spelled!("reason": AppendRefusal {
    StaleTerm { mine, theirs } = "stale_term",
    PrevMissing { prev, last } = "prev_missing",
    PrevTermMismatch { prev, mine } = "prev_term_mismatch",
});

spelled!("reason": CommitHold {
    NoQuorum { index, half, have, need } = "no_quorum",
    OldTermEntry { id, current_term } = "old_term_entry",
});

spelled!("reason": ReplyFault {
    OldTerm { theirs, mine } = "old_term",
    RoleHasChanged = "role_has_changed",
    Repeated = "repeated",
    NotMember = "not_member",
    Overtaken { prev_index } = "overtaken",
});

spelled!("reason": MessageFault {
    NotForMe { to } = "not_for_me",
    FromMyself = "from_myself",
    ImpossibleTerm { term } = "impossible_term",
    ImpossibleEntry { id } = "impossible_entry",
    EntriesOutOfOrder { before, then } = "entries_out_of_order",
    SecondLeader = "second_leader",
    ConflictsWithCommitted { index } = "conflicts_with_committed",
    ImpossibleForward = "impossible_forward",
    MatchBeyondLog { index } = "match_beyond_log",
});
