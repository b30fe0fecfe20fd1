//! The same story with other rules: "rule on, rule off".

use serde::Serialize;

use crate::model::{ActivationModel, BacktrackingModel, ProposalsModel, ReadsModel};
use crate::record::record;
use crate::{Expectation, Scenario, SpanText, Text};

/// The same story with other rules. What is not named is as in the scenario.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct ForkModel {
    /// What it is called, such as `With PreVote`.
    pub name: Text,
    /// Instead of `cluster.deviations`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::deviations"))]
    pub deviations: Option<Vec<String>>,
    /// Instead of `cluster.pre_vote`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_vote: Option<bool>,
    /// Instead of `cluster.check_quorum`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_quorum: Option<bool>,
    /// Instead of `cluster.leader_stickiness`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leader_stickiness: Option<bool>,
    /// Instead of `cluster.lease_reads`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lease_reads: Option<bool>,
    /// Instead of `cluster.noop`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noop: Option<bool>,
    /// Instead of `cluster.step_down_on_removal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_down_on_removal: Option<bool>,
    /// Instead of `cluster.activation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activation: Option<ActivationModel>,
    /// Instead of `cluster.backtracking`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backtracking: Option<BacktrackingModel>,
    /// Instead of `cluster.append_window`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub append_window: Option<u32>,
    /// Instead of `cluster.proposals`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposals: Option<ProposalsModel>,
    /// Instead of `cluster.reads`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads: Option<ReadsModel>,
    /// Instead of `cluster.election_timeout`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub election_timeout: Option<SpanText>,
    /// Instead of `clients.sessions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions: Option<bool>,
    /// Instead of `cluster.snapshot_after`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot_after: Option<u64>,
    /// Instead of `cluster.snapshot_keep`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot_keep: Option<u64>,
    /// What is true at its end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expect: Vec<Expectation>,
}

record! { ForkModel {
    name: required, deviations, pre_vote, check_quorum, leader_stickiness, lease_reads, noop,
    step_down_on_removal, activation, backtracking, append_window, proposals, reads, election_timeout,
    sessions, snapshot_after, snapshot_keep, expect,
} }

impl Scenario {
    /// The same story with the other rules, if it has a fork: the same hands do the same at the same
    /// moments. What the steps say and claim is about this story, and is left out.
    #[must_use]
    pub fn forked(&self) -> Option<Self> {
        let mut other = self.clone();
        let fork = other.fork.take()?;
        let cluster = &mut other.cluster;
        set(&mut cluster.deviations, fork.deviations);
        set(&mut cluster.pre_vote, fork.pre_vote);
        set(&mut cluster.check_quorum, fork.check_quorum);
        set(&mut cluster.leader_stickiness, fork.leader_stickiness);
        set(&mut cluster.lease_reads, fork.lease_reads);
        set(&mut cluster.noop, fork.noop);
        set(&mut cluster.step_down_on_removal, fork.step_down_on_removal);
        set(&mut cluster.activation, fork.activation);
        set(&mut cluster.backtracking, fork.backtracking);
        set(&mut cluster.append_window, fork.append_window);
        set(&mut cluster.proposals, fork.proposals);
        set(&mut cluster.reads, fork.reads);
        set(&mut cluster.election_timeout, fork.election_timeout);
        set(&mut cluster.snapshot_after, fork.snapshot_after);
        set(&mut cluster.snapshot_keep, fork.snapshot_keep);
        set(&mut other.clients.sessions, fork.sessions);
        other.expect = fork.expect;
        (other.picture, other.exercise) = (None, None);
        for step in &mut other.steps {
            (step.say, step.pace, step.question) = (None, None, None);
            step.expect.clear();
        }
        Some(other)
    }
}

fn set<T>(rule: &mut T, other: Option<T>) {
    if let Some(other) = other {
        *rule = other;
    }
}
