//! Who belongs to the cluster, and how they answer.

use serde::Serialize;

#[cfg(feature = "typescript")]
use ts_rs::TS;

/// The members of the cluster.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct ConfigurationFrame {
    /// The voters; of a joint configuration the new ones.
    pub incoming: Vec<String>,
    /// The old voters of a joint configuration; else empty.
    pub outgoing: Vec<String>,
    /// Who receives the log and does not vote.
    pub learners: Vec<String>,
}

/// What a server is in its own configuration.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum MembershipFrame {
    /// It votes; in a joint configuration, in both halves.
    Voter,
    /// It votes in the incoming half only.
    Incoming,
    /// It votes in the outgoing half only, and will be out.
    Outgoing,
    /// It votes in the outgoing half only, and will be a learner.
    Demoted,
    /// It receives the log and does not vote.
    Learner,
}

/// Voters and their answers.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct QuorumFrame {
    /// What it is about.
    pub kind: QuorumKind,
    /// The entry that is to be committed, or that a read must see.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub index: Option<u64>,
    /// How many yes are needed.
    pub needed: u32,
    /// The voters.
    pub voters: Vec<VoterFrame>,
    /// The same for each half of a joint configuration, the incoming one first: each needs its own
    /// majority. Empty if there is one configuration.
    pub halves: Vec<QuorumHalfFrame>,
}

/// One half of a joint configuration.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct QuorumHalfFrame {
    /// How many yes are needed.
    pub needed: u32,
    /// The voters.
    pub voters: Vec<VoterFrame>,
}

/// What a quorum is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum QuorumKind {
    /// Votes for a candidate.
    Votes,
    /// Who has an entry on disk.
    Commit,
    /// Who has confirmed, since a read arrived, that the leader still leads.
    Read,
}

/// A voter and its answer.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct VoterFrame {
    /// Its name.
    pub id: String,
    /// Its answer.
    pub answer: AnswerFrame,
}

/// An answer of a voter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum AnswerFrame {
    /// Yes.
    Yes,
    /// No.
    No,
    /// None yet.
    None,
}
