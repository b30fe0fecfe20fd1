//! What a scenario's world is made of.

use std::collections::BTreeSet;

use raft_core::{Activation, Backtracking, Deviation, Deviations, NodeId, Options, Proposals};
use raft_sim::{ClientOptions, LinkOptions, NetworkOptions, Reading, Setup, Workload};

use super::{scenario_problem, within};
use crate::initial::disks;
use crate::model::{ActivationModel, BacktrackingModel, ProposalsModel};
use crate::names::server_id;
use crate::{Problem, ProblemKind, Scenario};

impl Scenario {
    pub(super) fn setup(&self) -> Result<Setup, Problem> {
        let setup = Setup {
            servers: self.cluster.servers,
            outside: self.outside()?,
            options: self.options(self.deviations()?),
            network: NetworkOptions {
                latency: self.network.latency.0,
                client_latency: self.clients.latency.0,
                loss_ppm: self.network.loss.0,
                // Before the links, which have these unless they say otherwise: what is wrong stands here.
                faults: self.network.faults.faults().map_err(within("network.faults"))?,
                links: self.links()?,
                client_faults: self.clients.faults.faults().map_err(within("clients.faults"))?,
            },
            disk_write: self.disk.write.0,
            disk_faults: self.disk.faults.faults(),
            server_faults: self.cluster.faults.faults(),
            clock: self.clock.faults(),
            clients: self.clients.count,
            client: self.client_options(),
            disks: Vec::new(),
        };
        let setup = Setup { disks: disks(&self.initial, &setup)?, ..setup };
        setup.validate().map_err(|why| {
            scenario_problem("this cannot work").at(why.field).expecting(why.expected)
        })?;
        Ok(setup)
    }

    fn options(&self, deviations: Deviations) -> Options {
        let cluster = &self.cluster;
        Options {
            heartbeat_interval: cluster.heartbeat.0,
            election_timeout: (cluster.election_timeout.0.low, cluster.election_timeout.0.high),
            noop_on_election: cluster.noop,
            proposals: match cluster.proposals {
                ProposalsModel::Redirect => Proposals::Redirect,
                ProposalsModel::Forward => Proposals::Forward,
            },
            entries_per_append: cluster.entries_per_append,
            bytes_per_append: cluster.bytes_per_append.unwrap_or(u64::MAX),
            append_window: cluster.append_window,
            uncommitted_bytes: cluster.uncommitted_bytes.unwrap_or(u64::MAX),
            backtracking: match cluster.backtracking {
                BacktrackingModel::ByTerm => Backtracking::ByTerm,
                BacktrackingModel::OneByOne => Backtracking::OneByOne,
            },
            lease_reads: cluster.lease_reads,
            clock_drift_ppm: cluster.clock_drift_ppm,
            snapshot_after: cluster.snapshot_after,
            snapshot_keep: cluster.snapshot_keep,
            snapshot_chunk: cluster
                .snapshot_chunk
                .unwrap_or_else(|| Options::default().snapshot_chunk),
            activation: match cluster.activation {
                ActivationModel::Append => Activation::OnAppend,
                ActivationModel::Apply => Activation::OnApply,
            },
            step_down_on_removal: cluster.step_down_on_removal,
            pre_vote: cluster.pre_vote,
            check_quorum: cluster.check_quorum,
            leader_stickiness: cluster.leader_stickiness,
            deviations,
        }
    }

    fn client_options(&self) -> ClientOptions {
        ClientOptions {
            timeout: self.clients.timeout.0,
            backoff: self.clients.backoff.0,
            attempts: self.clients.attempts,
            pinned: self.clients.pinned,
            sessions: self.clients.sessions,
            reads: match self.cluster.reads.reading() {
                Reading::Log => None,
                Reading::Directly(mode) => Some(mode),
            },
            workload: self.clients.workload.as_ref().map(|work| Workload {
                pause: work.pause.0,
                keys: work.keys,
                reads_ppm: work.reads.0,
            }),
        }
    }

    /// The servers that are not among the first voters.
    fn outside(&self) -> Result<Vec<NodeId>, Problem> {
        let Some(names) = &self.cluster.voters else { return Ok(Vec::new()) };
        let mut voters = BTreeSet::new();
        for (at, name) in names.iter().enumerate() {
            let path = || format!("cluster.voters[{at}]");
            let id = server_id(name).map_err(within(path()))?;
            if id.0 > u32::from(self.cluster.servers) {
                return Err(Problem::new(ProblemKind::Name, format!("there is no server {id}"))
                    .at(path())
                    .expecting(format!("n1 to n{}", self.cluster.servers)));
            }
            if !voters.insert(id) {
                return Err(scenario_problem(format!("{id} cannot vote twice"))
                    .at(path())
                    .expecting("each server once"));
            }
        }
        let all = (1..=u32::from(self.cluster.servers)).map(NodeId);
        Ok(all.filter(|id| !voters.contains(id)).collect())
    }

    fn deviations(&self) -> Result<Deviations, Problem> {
        let mut set = Deviations::NONE;
        for (at, name) in self.cluster.deviations.iter().enumerate() {
            let path = format!("cluster.deviations[{at}]");
            let Some(deviation) = Deviation::named(name) else {
                let known: Vec<&str> = Deviation::ALL.iter().map(|known| known.name()).collect();
                return Err(scenario_problem(format!("there is no deviation \"{name}\""))
                    .at(path)
                    .expecting(format!("one of {}", known.join(", "))));
            };
            set = broken(set, deviation)
                .ok_or_else(|| scenario_problem("this build cannot break rules").at(path))?;
        }
        Ok(set)
    }

    fn links(&self) -> Result<Vec<LinkOptions>, Problem> {
        let mut links = Vec::new();
        for (at, link) in self.network.links.iter().enumerate() {
            let [a, b] = &link.between;
            let path = || within(format!("network.links[{at}].between"));
            let (from, to) = (server_id(a).map_err(path())?, server_id(b).map_err(path())?);
            let path = format!("network.links[{at}].faults");
            let faults = link.faults.as_ref().unwrap_or(&self.network.faults);
            let faults = faults.faults().map_err(within(path))?;
            let latency = link.latency.unwrap_or(self.network.latency).0;
            links.push(LinkOptions { from, to, latency, faults });
            if !link.one_way {
                links.push(LinkOptions { from: to, to: from, latency, faults });
            }
        }
        Ok(links)
    }
}

#[cfg(feature = "deviations")]
fn broken(set: Deviations, deviation: Deviation) -> Option<Deviations> {
    Some(set.with(deviation))
}

#[cfg(not(feature = "deviations"))]
fn broken(_: Deviations, _: Deviation) -> Option<Deviations> {
    None
}
