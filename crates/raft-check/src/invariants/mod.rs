//! The invariants: what is true of every server of a correct cluster after every event, besides the five
//! properties that the paper promises.
//!
//! They come from those who have written them down before: etcd's TLA+ specification, and the assertions
//! that LogCabin makes of itself. `docs/invariants.md` has the list, with what each means here where our
//! options relax it.
//!
//! Every event happens at one server, or is a hand's. What is seen of that server is compared with what
//! was seen of it before ([`Sighting`]); if nothing has changed, no invariant can have been broken. So an
//! event costs a comparison, and one that changes something a few more.

mod committed_is_durable;
mod committed_logs_agree;
mod committed_on_majority;
mod configuration_of_log;
mod indices_in_order;
mod leader_has_its_term;
mod leader_voted_for_itself;
mod log_terms_in_order;
mod moment;
mod nothing_goes_back;
mod once_in_a_term;
mod progress_is_true;
mod promises_are_durable;
mod sighting;
#[cfg(test)]
mod stage;
mod up_to_date_is_complete;

use raft_core::{Entry, Index, MessageKind, NodeId};
use raft_sim::{EventKind, EventNo, Fact, FaultKind, Happening, Kind, Packet, Server, World};

use committed_is_durable::CommittedIsDurable;
use committed_logs_agree::CommittedLogsAgree;
use committed_on_majority::CommittedOnMajority;
use configuration_of_log::ConfigurationOfLog;
use indices_in_order::IndicesInOrder;
use leader_has_its_term::LeaderHasItsTerm;
use leader_voted_for_itself::LeaderVotedForItself;
use log_terms_in_order::LogTermsInOrder;
use moment::{Moment, log_changed, place};
pub(crate) use moment::{covers, has_majority};
use nothing_goes_back::NothingGoesBack;
use once_in_a_term::OnceInATerm;
use progress_is_true::ProgressIsTrue;
use sighting::{Cluster, Record, Sighting, Since};
use up_to_date_is_complete::UpToDateIsComplete;

use crate::{Finding, Property};

/// One invariant.
trait Invariant {
    /// Looks at a server in which something has changed.
    fn judge(&mut self, moment: &Moment<'_>) -> Option<Finding>;
}

/// Writes the list of invariants down once: which property each of them judges.
macro_rules! invariants {
    ($($field:ident: $invariant:ident,)+) => {
        /// All invariants together, and what was last seen of each server.
        #[derive(Clone, Debug, Default)]
        pub(crate) struct Invariants {
            records: Vec<Record>,
            $($field: $invariant,)+
        }

        impl Invariants {
            fn ask_all(&mut self, moment: &Moment<'_>, found: &mut Found) {
                $(found.extend(
                    self.$field.judge(moment).map(|finding| (Property::$invariant, finding)),
                );)+
            }
        }
    };
}

invariants! {
    committed_logs_agree: CommittedLogsAgree,
    committed_on_majority: CommittedOnMajority,
    committed_is_durable: CommittedIsDurable,
    up_to_date_is_complete: UpToDateIsComplete,
    leader_has_its_term: LeaderHasItsTerm,
    log_terms_in_order: LogTermsInOrder,
    indices_in_order: IndicesInOrder,
    configuration_of_log: ConfigurationOfLog,
    leader_voted_for_itself: LeaderVotedForItself,
    once_in_a_term: OnceInATerm,
    nothing_goes_back: NothingGoesBack,
    progress_is_true: ProgressIsTrue,
}

/// What was found, and of which property.
pub(crate) type Found = Vec<(Property, Finding)>;

/// What an event says about servers, apart from what is seen of them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hints<'a> {
    /// Where logs were cut.
    truncated: Option<(NodeId, Index)>,
    /// The follower whose answer has arrived.
    heard: Option<NodeId>,
    /// Whether a part of a leader's snapshot has arrived.
    installs: bool,
    /// What state machines were given.
    applied: &'a [(NodeId, Entry)],
    /// Whether nothing but messages came of the event: then a server has learned at most who leads.
    is_calm: bool,
}

impl Invariants {
    /// Looks at what has just happened. `is_eventful`: whether there is more than messages.
    pub(crate) fn judge(
        &mut self,
        world: &World,
        happening: &Happening<'_>,
        is_eventful: bool,
    ) -> Found {
        let mut found = Found::new();
        let event = happening.event;
        if self.records.is_empty() {
            self.begin(world, &mut found);
        }
        let mut hints = Hints { applied: happening.applied, ..Hints::default() };
        if is_eventful {
            hints.truncated = self.read(happening.facts);
        }
        hints.is_calm = !is_eventful;
        let mut may_promise = false;
        let server = match event.kind {
            EventKind::Delivered(id) => {
                if let Kind::Raft(kind) = id.kind {
                    use MessageKind::{
                        AppendEntries, AppendEntriesReply, InstallSnapshot, InstallSnapshotReply,
                        RequestVote,
                    };
                    let is_answer = matches!(kind, AppendEntriesReply | InstallSnapshotReply);
                    hints.heard = id.from.server().filter(|_| is_answer);
                    hints.installs = kind == InstallSnapshot;
                    may_promise = matches!(kind, AppendEntries | InstallSnapshot | RequestVote);
                }
                id.to.server()
            }
            EventKind::ElectionTimeout(id) | EventKind::HeartbeatDue(id) => Some(id),
            EventKind::Persisted(key) => {
                may_promise = true;
                Some(key.server)
            }
            EventKind::Acted => {
                for server in world.servers() {
                    self.look(world, server, event.no, hints, &mut found);
                }
                None
            }
            // Nothing happens at a server.
            EventKind::Lost(..) | EventKind::ClientTimer(_) => None,
        };
        if let Some(server) = server.and_then(|id| world.server(id)) {
            self.look(world, server, event.no, hints, &mut found);
        }
        if may_promise {
            self.weigh_promises(world, happening, &mut found);
        }
        found
    }

    /// What the facts say that is not seen of a server: where a log was cut, and whose disk is not to be
    /// trusted.
    fn read(&mut self, facts: &[Fact]) -> Option<(NodeId, Index)> {
        let mut truncated: Option<(NodeId, Index)> = None;
        for fact in facts {
            match *fact {
                // Only one server hears of other entries with one event.
                Fact::Truncated { server, from } => {
                    let from = truncated.map_or(from, |(_, earlier)| from.min(earlier));
                    truncated = Some((server, from));
                }
                Fact::Wiped(server)
                | Fact::Fault { what: FaultKind::Lied | FaultKind::Damaged, server, .. } => {
                    if let Some(record) = self.records.get_mut(place(server)) {
                        record.is_faithless = true;
                    }
                }
                _ => {}
            }
        }
        truncated
    }

    /// How everything is when the first event comes.
    fn begin(&mut self, world: &World, found: &mut Found) {
        self.records = world.servers().iter().map(|server| Record::new(server.id())).collect();
        for server in world.servers() {
            self.look(world, server, EventNo::START, Hints::default(), found);
        }
    }

    /// Looks at a server, if it is another than it was.
    fn look(
        &mut self,
        world: &World,
        server: &Server,
        event: EventNo,
        hints: Hints<'_>,
        found: &mut Found,
    ) {
        let Some(record) = self.records.get(place(server.id())) else { return };
        let is_still = match &record.seen {
            Some(seen) if hints.is_calm => {
                server.node().is_some_and(|node| seen.leader == node.leader())
            }
            Some(seen) => seen.is_still(server),
            None => server.node().is_none(),
        };
        if is_still && hints.truncated.is_none_or(|(whose, _)| whose != server.id()) {
            // An answer may have changed what a leader thinks of a follower, and nothing else.
            let heard = hints.heard.zip(record.seen.as_ref().filter(|seen| seen.leads()));
            if let Some((follower, seen)) = heard {
                let moment = Moment {
                    event,
                    server: server.id(),
                    before: Some(seen),
                    now: Some(seen),
                    since: record.since,
                    log_changed: false,
                    truncated: None,
                    heard: Some(follower),
                    installs: false,
                    applied: &[],
                    all: &self.records,
                    cluster: world,
                };
                let finding = self.progress_is_true.judge(&moment);
                found.extend(finding.map(|finding| (Property::ProgressIsTrue, finding)));
            }
            return;
        }
        self.note(world, server.id(), Sighting::of(server), event, hints, found);
    }

    /// A server is seen to be so now.
    fn note(
        &mut self,
        cluster: &dyn Cluster,
        server: NodeId,
        now: Option<Sighting>,
        event: EventNo,
        hints: Hints<'_>,
        found: &mut Found,
    ) {
        let at = place(server);
        if at >= self.records.len() {
            return;
        }
        let truncated = hints.truncated.filter(|(whose, _)| *whose == server);
        let truncated = truncated.map(|(_, from)| from);
        let before = core::mem::replace(&mut self.records[at].seen, now);
        let records = core::mem::take(&mut self.records);
        let record = &records[at];
        let log_changed = log_changed(before.as_ref(), record.seen.as_ref(), truncated);
        let moment = Moment {
            event,
            server,
            before: before.as_ref(),
            now: record.seen.as_ref(),
            since: record.since,
            log_changed,
            truncated,
            heard: hints.heard,
            installs: hints.installs,
            applied: hints.applied,
            all: &records,
            cluster,
        };
        self.ask_all(&moment, found);
        self.records = records;
        let record = &mut self.records[at];
        let now = record.seen.as_ref();
        record.since.update(before.as_ref(), now, log_changed, event);
    }

    /// What servers have just said must be on their disks.
    fn weigh_promises(&self, world: &World, happening: &Happening<'_>, found: &mut Found) {
        for flight in happening.sent(world) {
            let Packet::Raft(message) = &flight.packet else { continue };
            let Some(record) = self.records.get(place(message.from)) else { continue };
            let Some(disk) = Cluster::disk(world, message.from) else { continue };
            let finding = promises_are_durable::judge(message, disk, record);
            found.extend(finding.map(|finding| (Property::PromisesAreDurable, finding)));
        }
    }
}

impl Record {
    fn new(id: NodeId) -> Self {
        Self { id, seen: None, since: Since::default(), is_faithless: false }
    }
}
