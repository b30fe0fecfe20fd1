//! Choices that Raft leaves open. They keep its promises, but for the one that says that it may not
//! ([`Activation::OnApply`]): rules that are broken on purpose are [`Deviations`].

use core::fmt;

use crate::{Deviations, Micros};

/// How one server behaves where the protocol leaves a choice.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Options {
    /// A leader that has sent nothing to a follower for this long sends it a heartbeat (§5.2).
    pub heartbeat_interval: Micros,
    /// Election timeouts are drawn from this range, both ends included (§5.2).
    pub election_timeout: (Micros, Micros),
    /// Whether a new leader appends an empty entry of its own term, so that it can commit what
    /// earlier terms left behind without waiting for a client (§5.4.2, §8).
    pub noop_on_election: bool,
    /// What a server that does not lead does with a client's proposal.
    pub proposals: Proposals,
    /// At most this many entries in one AppendEntries. At least 1.
    pub entries_per_append: u32,
    /// At most this many bytes of commands in one AppendEntries, as far as it holds more than one
    /// entry (dissertation §10.2.2).
    pub bytes_per_append: u64,
    /// How many AppendEntries with entries may be on their way to a follower that is known to agree
    /// (dissertation §10.2.2). At least 1; with 1 the next one waits for the answer.
    pub append_window: u32,
    /// A leader takes no more commands while as many bytes of them are not committed. Neither in the paper
    /// nor in the dissertation; etcd has it as `MaxUncommittedEntriesSize`.
    pub uncommitted_bytes: u64,
    /// How a leader searches for the place where a follower's log agrees with its own.
    pub backtracking: Backtracking,
    /// Whether a leader answers [`crate::ReadMode::Lease`] reads without asking, as long as no other
    /// leader can have been elected (dissertation §6.4.1). Only sound with `leader_stickiness` on
    /// all servers, while no two clocks drift apart by more than `clock_drift_ppm`, and while no
    /// election timer is made to run out before its time ([`crate::Input::ElectionTimeout`]).
    pub lease_reads: bool,
    /// By how much one server's clock may run faster than another's, in millionths.
    pub clock_drift_ppm: u32,
    /// A server wants a snapshot after so many applied entries since the last one (§7); 0: only when
    /// it is told to.
    pub snapshot_after: u64,
    /// How many entries before a snapshot's end stay in the log, for followers that are a little
    /// behind.
    pub snapshot_keep: u64,
    /// At most this many bytes of a snapshot in one InstallSnapshot (Figure 13).
    pub snapshot_chunk: u32,
    /// From when on a server uses a configuration of its log.
    pub activation: Activation,
    /// Whether a leader steps down once it is removed (or only a learner) by a committed
    /// configuration (dissertation §4.2.2).
    pub step_down_on_removal: bool,
    /// Whether a server asks if it would be elected before it opens a term (dissertation §9.6).
    pub pre_vote: bool,
    /// Whether a leader steps down that has not heard from a majority for the shortest election
    /// timeout (dissertation §6.2).
    pub check_quorum: bool,
    /// Whether a server that has heard from a leader within the shortest election timeout ignores
    /// requests for its vote, and their terms (§6; dissertation §4.2.3).
    pub leader_stickiness: bool,
    /// Deliberately broken rules; empty unless somebody wants to see what a rule is good for.
    pub deviations: Deviations,
}

/// What a server that does not lead does with a client's proposal (dissertation §6.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Proposals {
    /// Answer "not the leader", with the leader's name if it is known.
    #[default]
    Redirect,
    /// Pass it on to the leader if it is known, else answer as `Redirect` does.
    Forward,
}

/// From when on a server uses a configuration of its log (§6).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Activation {
    /// As soon as it is in the log, committed or not; back to the one before if it is replaced.
    #[default]
    OnAppend,
    /// When it is applied, as some production systems do. Unsafe where a cluster shrinks twice before
    /// the others have applied the first step: the leader alone may then be a majority for itself
    /// while the others still are one for each other.
    OnApply,
}

/// How a leader goes back in its log after a refusal (§5.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Backtracking {
    /// A whole term of conflicting entries at once; both sides help.
    #[default]
    ByTerm,
    /// One entry at a time.
    OneByOne,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            heartbeat_interval: Micros::from_millis(50),
            election_timeout: (Micros::from_millis(150), Micros::from_millis(300)),
            noop_on_election: true,
            proposals: Proposals::Redirect,
            entries_per_append: 64,
            bytes_per_append: u64::MAX,
            append_window: 1,
            uncommitted_bytes: u64::MAX,
            backtracking: Backtracking::ByTerm,
            lease_reads: false,
            clock_drift_ppm: 0,
            snapshot_after: 0,
            snapshot_keep: 0,
            snapshot_chunk: 64 * 1024,
            activation: Activation::OnAppend,
            step_down_on_removal: true,
            pre_vote: false,
            check_quorum: false,
            leader_stickiness: false,
            deviations: Deviations::NONE,
        }
    }
}

/// Options that cannot work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvalidOptions {
    /// The heartbeat interval is zero: a leader would do nothing but send heartbeats.
    HeartbeatIntervalZero,
    /// The lower end of the election timeout is zero, or above the upper end.
    ElectionTimeoutRange,
    /// No entry would ever be replicated.
    EntriesPerAppendZero,
    /// No entry would ever be replicated.
    AppendWindowZero,
    /// Without stickiness somebody else can be elected while a leader counts on its lease.
    LeaseWithoutStickiness,
}

impl Options {
    /// Checks what would make a server spin or stand still.
    ///
    /// # Errors
    /// The first thing found that cannot work.
    pub fn validate(&self) -> Result<(), InvalidOptions> {
        let (low, high) = self.election_timeout;
        if self.heartbeat_interval == Micros(0) {
            return Err(InvalidOptions::HeartbeatIntervalZero);
        }
        if low == Micros(0) || low > high {
            return Err(InvalidOptions::ElectionTimeoutRange);
        }
        if self.entries_per_append == 0 {
            return Err(InvalidOptions::EntriesPerAppendZero);
        }
        if self.append_window == 0 {
            return Err(InvalidOptions::AppendWindowZero);
        }
        if self.lease_reads && !self.leader_stickiness {
            return Err(InvalidOptions::LeaseWithoutStickiness);
        }
        Ok(())
    }

    /// The election timeout that a uniform 64-bit `draw` stands for.
    #[must_use]
    pub fn election_timeout_for(&self, draw: u64) -> Micros {
        crate::rules::vote::election_timeout(self.election_timeout, draw, self.deviations)
    }
}

impl fmt::Display for InvalidOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::HeartbeatIntervalZero => "the heartbeat interval must be longer than zero",
            Self::ElectionTimeoutRange => {
                "the election timeout must be a range from above zero to at least as much"
            }
            Self::EntriesPerAppendZero => "an AppendEntries must be allowed at least one entry",
            Self::AppendWindowZero => "at least one AppendEntries must be allowed on its way",
            Self::LeaseWithoutStickiness => "lease reads need leader stickiness on all servers",
        })
    }
}
