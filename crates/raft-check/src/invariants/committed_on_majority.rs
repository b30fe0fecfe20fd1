//! Committed entries are on a majority: of every majority of the voters somebody has each committed
//! entry in its log (etcd's `QuorumLogInv`), when it is committed and ever after.
//!
//! Looked at whenever a leader commits, and whenever a log loses something: with the last entry that was
//! committed, which covers those before it, and the configuration that committed it. That is all there
//! is to look at: a later configuration comes into force by a commit of its own.

use raft_core::{Configuration, LogId, NodeId};
use raft_sim::EventNo;

use super::Invariant;
use super::moment::{Moment, covers, has_majority};
use crate::Finding;

/// Remembers what was committed last.
#[derive(Clone, Debug, Default)]
pub(crate) struct CommittedOnMajority {
    latest: Option<Commitment>,
}

#[derive(Clone, Debug)]
struct Commitment {
    last: LogId,
    configuration: Configuration,
    event: EventNo,
}

impl Invariant for CommittedOnMajority {
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding> {
        if let Some(last) = moment.commits() {
            return self.committed(moment, last);
        }
        let lost = moment.truncated.is_some() || moment.alive().is_none();
        let Commitment { last, configuration, event } =
            self.latest.as_ref().filter(|_| lost && moment.log_changed())?;
        let is_held = has_majority(configuration, |voter| has(moment, voter, *last));
        (!is_held && !has(moment, moment.server, *last))
            .then(|| moment.finding(*event, vec![*last]))
    }
}

impl CommittedOnMajority {
    fn committed(&mut self, moment: &Moment<'_>, last: LogId) -> Option<Finding> {
        let mut configurations = moment.configurations();
        let holding =
            configurations.find(|one| has_majority(one, |voter| has(moment, voter, last)));
        let configuration = holding.or_else(|| moment.configurations().last())?;
        if self.latest.as_ref().is_none_or(|latest| latest.last < last) {
            let configuration = configuration.clone();
            self.latest = Some(Commitment { last, configuration, event: moment.event });
        }
        if holding.is_some() {
            return None;
        }
        let without = configuration.voters().iter().filter(|voter| !has(moment, **voter, last));
        Some(missing(moment, last, without.copied()))
    }
}

/// A commitment that these servers lack: the first of them has lacked it since its log last changed.
pub(super) fn missing(
    moment: &Moment<'_>,
    last: LogId,
    without: impl Iterator<Item = NodeId>,
) -> Finding {
    let mut finding = moment.finding(EventNo::START, vec![last]);
    finding.servers.extend(without.filter(|id| *id != moment.server));
    let lacking = finding.servers.get(1).and_then(|id| moment.record(*id));
    finding.contradicts = lacking.map(|lacking| lacking.since.log);
    finding
}

fn has(moment: &Moment<'_>, server: NodeId, id: LogId) -> bool {
    let faithless = moment.record(server).is_some_and(|record| record.is_faithless);
    faithless || moment.cluster.log(server).is_some_and(|log| covers(log, id))
}
