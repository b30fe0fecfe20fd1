//! What can be seen of a server from outside.

use crate::{
    Configuration, Follower, Index, LocalTime, Log, Node, NodeId, Options, RequestId, Role, Term,
    Timing,
};

impl Node {
    /// When this server next wants [`crate::Input::Wake`], on its own clock.
    #[must_use]
    pub fn next_deadline(&self) -> Option<LocalTime> {
        self.timing.next_deadline()
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// How it was set up.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Who votes and who learns: the configuration in force on this server.
    #[must_use]
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The latest term it has seen (`currentTerm`).
    #[must_use]
    pub fn current_term(&self) -> Term {
        self.hard_state.current_term
    }

    /// Its vote in the current term (`votedFor`).
    #[must_use]
    pub fn voted_for(&self) -> Option<NodeId> {
        self.hard_state.voted_for
    }

    /// Its log, including entries that are not on disk yet.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The last entry it knows to be committed (`commitIndex`).
    #[must_use]
    pub fn commit_index(&self) -> Index {
        self.commit_index
    }

    /// The last entry its state machine has applied (`lastApplied`).
    #[must_use]
    pub fn last_applied(&self) -> Index {
        self.last_applied
    }

    /// The last entry of the present log that is on disk.
    #[must_use]
    pub fn durable_index(&self) -> Index {
        self.writes.durable()
    }

    /// Its role.
    #[must_use]
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// Clock, deadlines, counters.
    #[must_use]
    pub fn timing(&self) -> &Timing {
        &self.timing
    }

    /// The reads that may be answered once this much is applied.
    pub fn confirmed_reads(&self) -> impl Iterator<Item = (Index, RequestId)> {
        self.reads.confirmed()
    }

    /// Whether it believes to lead.
    #[must_use]
    pub fn is_leader(&self) -> bool {
        matches!(self.role, Role::Leader(_))
    }

    /// Whom it believes to lead its current term: itself, or the one it has heard from.
    #[must_use]
    pub fn leader(&self) -> Option<NodeId> {
        match &self.role {
            Role::Follower(Follower { leader }) => *leader,
            Role::PreCandidate(_) | Role::Candidate(_) => None,
            Role::Leader(_) => Some(self.id),
        }
    }
}
