//! When a step comes: conditions on what happens.

use raft_check::Judges;
use raft_core::{NodeId, Verdict};
use raft_sim::{
    Address, EventKind, Fact, Happening, Kind, MessageId, RoleKind, Selector, Setup, Upcoming,
    World,
};
use serde::{Deserialize, Serialize};

use crate::action::{client_id, selector, server_id};
use crate::compile::{check_end, scenario_problem, within};
use crate::expectation::check_property;
use crate::initial::entry_id;
use crate::record::record;
use crate::{Problem, ProblemKind};

/// Something that happens. A step fires at the first event after the step before it at which its
/// condition is met.
///
/// Where a server is named, `any` means whichever, and names given with `bind` are understood.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// This server starts an election.
    Campaigns(String),
    /// This server becomes leader.
    Elected(String),
    /// This server becomes a follower: it was leader, candidate or precandidate.
    StepsDown(String),
    /// This server's heartbeats are due.
    HeartbeatDue(String),
    /// This server's log comes to end at or after this index.
    Appended(AtIndex),
    /// This server's log is cut at or before this index.
    Truncated(AtIndex),
    /// This server comes to have this index on disk.
    Durable(AtIndex),
    /// This server comes to know that this index is committed.
    Committed(AtIndex),
    /// This server's state machine comes to have applied this index.
    Applied(AtIndex),
    /// This server reaches this term.
    Term(AtTerm),
    /// This server crashes.
    Crashed(String),
    /// This server starts again.
    Restarted(String),
    /// A client's operation ends.
    Answered(AnsweredModel),
    /// A message is sent.
    Sent(MessageModel),
    /// A message is about to arrive: the step comes before it does, and can still drop it.
    Arriving(MessageModel),
    /// A message has arrived.
    Delivered(MessageModel),
    /// A message is lost.
    Lost(MessageModel),
    /// This server's log comes to have this entry.
    Contains(AtEntry),
    /// This server takes a snapshot up to this index, or further.
    SnapshotTaken(AtIndex),
    /// This server installs a leader's snapshot up to this index, or further.
    SnapshotInstalled(AtIndex),
    /// This property is violated; `any`: some promise is broken. At once, if that has happened before.
    Violated(
        #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::property_or_any"))]
        String,
    ),
    /// `true`: nobody waits. No client has asked for anything that it has no answer to, and the servers
    /// that are up have the same log, all of it committed and applied.
    Settled(bool),
}

/// A server and an entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct AtEntry {
    /// The server, or `any`.
    pub server: String,
    /// The entry, written `3@2`: the third one, of term 2.
    pub entry: String,
}

record! { AtEntry { server: required, entry: required } }

/// A server and an index.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct AtIndex {
    /// The server, or `any`.
    pub server: String,
    /// The index.
    pub index: u64,
}

record! { AtIndex { server: required, index: required } }

/// A server and a term.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct AtTerm {
    /// The server, or `any`.
    pub server: String,
    /// The term, or a later one.
    pub at_least: u64,
}

record! { AtTerm { server: required, at_least: required } }

/// A client's operation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct AnsweredModel {
    /// The client.
    pub client: String,
    /// The how manieth of its operations; the next one to end if nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<u32>,
}

record! { AnsweredModel { client: required, operation } }

/// A message, by whatever is said of it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct MessageModel {
    /// Its kind, such as `AppendEntries`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::kind"))]
    pub kind: Option<String>,
    /// The sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The receiver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The how manieth of its kind on its link, counted from the beginning of the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nth: Option<u32>,
}

record! { MessageModel { kind, from, to, nth } }

const ANY: &str = "any";

impl Condition {
    /// Reads a condition, spelled as in scenarios: `{"elected":"n2"}`.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn from_json(json: &str) -> Result<Self, Problem> {
        let condition: Self = crate::parse::from_json(json, ProblemKind::Action)?;
        condition.check(None)?;
        Ok(condition)
    }

    /// Looks for names that mean nothing, and for servers and clients that there will never be in this
    /// setup: what waits for them would wait for ever.
    ///
    /// # Errors
    /// The first one.
    pub(crate) fn check(&self, setup: Option<&Setup>) -> Result<(), Problem> {
        let check_server = |name: &String| check_server(name, setup);
        match self {
            Self::Campaigns(server)
            | Self::Elected(server)
            | Self::StepsDown(server)
            | Self::HeartbeatDue(server)
            | Self::Crashed(server)
            | Self::Restarted(server) => check_server(server),
            Self::Appended(at)
            | Self::Truncated(at)
            | Self::Durable(at)
            | Self::Committed(at)
            | Self::Applied(at)
            | Self::SnapshotTaken(at)
            | Self::SnapshotInstalled(at) => check_server(&at.server),
            Self::Contains(at) => {
                check_server(&at.server)?;
                entry_id(&at.entry).map(|_| ()).map_err(within("entry"))
            }
            Self::Violated(name) if name == ANY => Ok(()),
            Self::Violated(name) => check_property(name),
            Self::Settled(true) => Ok(()),
            Self::Settled(false) => {
                Err(scenario_problem("somebody waits most of the time").expecting("true"))
            }
            Self::Term(at) => check_server(&at.server),
            Self::Answered(answered) => {
                let client = client_id(&answered.client)?;
                check_known(Address::Client(client), setup).map_err(within("client"))
            }
            Self::Sent(message)
            | Self::Arriving(message)
            | Self::Delivered(message)
            | Self::Lost(message) => message.check(setup),
        }
    }

    /// Looks for names that mean nothing, and for conditions that no event meets by itself.
    ///
    /// # Errors
    /// The first one.
    pub(crate) fn check_seen(&self, setup: &Setup) -> Result<(), Problem> {
        match self {
            Self::Arriving(_) | Self::Violated(_) | Self::Settled(_) => {
                Err(scenario_problem("this is nothing that happens")
                    .expecting("a condition that an event meets, such as { elected = \"n1\" }"))
            }
            _ => self.check(Some(setup)),
        }
    }

    /// Whether it is met by how things are: after an event and what the judges say of it.
    #[must_use]
    pub fn is_met_now(&self, world: &World, judges: &Judges) -> bool {
        match self {
            Self::Violated(name) if name == ANY => !judges.broken_promises().is_empty(),
            Self::Violated(name) => {
                judges.all_violations().iter().any(|found| found.property.name() == name)
            }
            Self::Settled(_) => is_settled(world),
            _ => false,
        }
    }

    /// Whether it is met by the event that is about to happen.
    #[must_use]
    pub fn is_met_before(&self, world: &World, upcoming: Upcoming) -> bool {
        match (self, upcoming) {
            (Self::Arriving(message), Upcoming::Arrival(id)) => message.fits(world, id),
            _ => false,
        }
    }

    /// Whether it is met by the event that has just happened.
    // Three watch by it: as a copy in each it costs the engine some kilobytes.
    #[inline(never)]
    #[must_use]
    pub fn is_met_after(&self, world: &World, happening: &Happening<'_>) -> bool {
        let kind = happening.event.kind;
        let fact = |met: &dyn Fn(&Fact) -> bool| happening.facts.iter().any(met);
        let verdict = |met: &dyn Fn(NodeId, &Verdict) -> bool| {
            happening.verdicts.iter().any(|(server, verdict)| met(*server, verdict))
        };
        match self {
            Self::Campaigns(who) => fact(&|fact| match fact {
                Fact::Role { server, role: RoleKind::Candidate } => is(world, who, *server),
                // A candidate that starts anew keeps its role; the new term shows it.
                Fact::Term { server, .. } => {
                    is(world, who, *server) && role_of(world, *server) == Some(RoleKind::Candidate)
                }
                _ => false,
            }),
            Self::Elected(who) => fact(
                &|fact| matches!(fact, Fact::Role { server, role: RoleKind::Leader } if is(world, who, *server)),
            ),
            Self::StepsDown(who) => fact(
                &|fact| matches!(fact, Fact::Role { server, role: RoleKind::Follower } if is(world, who, *server)),
            ),
            Self::HeartbeatDue(who) => {
                matches!(kind, EventKind::HeartbeatDue(server) if is(world, who, server))
            }
            Self::Appended(at) => fact(&|fact| {
                matches!(fact, Fact::Appended { server, last }
                    if last.index.0 >= at.index && is(world, &at.server, *server))
            }),
            Self::Truncated(at) => fact(&|fact| {
                matches!(fact, Fact::Truncated { server, from }
                    if from.0 <= at.index && is(world, &at.server, *server))
            }),
            Self::Durable(at) => match kind {
                EventKind::Persisted(key) => {
                    let last = world
                        .server(key.server)
                        .map(|server| server.disk().durable().log.last().index);
                    is(world, &at.server, key.server) && last.is_some_and(|last| last.0 >= at.index)
                }
                _ => false,
            },
            Self::Committed(at) => fact(&|fact| {
                matches!(fact, Fact::Commit { server, index }
                    if index.0 >= at.index && is(world, &at.server, *server))
            }),
            Self::Applied(at) => fact(&|fact| {
                matches!(fact, Fact::Applied { server, index }
                    if index.0 >= at.index && is(world, &at.server, *server))
            }),
            Self::Term(at) => fact(&|fact| {
                matches!(fact, Fact::Term { server, term }
                    if term.0 >= at.at_least && is(world, &at.server, *server))
            }),
            Self::Crashed(who) => fact(
                &|fact| matches!(fact, Fact::Crashed { server, .. } if is(world, who, *server)),
            ),
            Self::Restarted(who) => fact(
                &|fact| matches!(fact, Fact::Restarted { server, .. } if is(world, who, *server)),
            ),
            Self::Answered(answered) => fact(&|fact| match fact {
                Fact::Succeeded(id) | Fact::Failed(id) | Fact::GivenUp(id) => {
                    client_id(&answered.client) == Ok(id.client)
                        && answered.operation.is_none_or(|ordinal| ordinal == id.ordinal)
                }
                _ => false,
            }),
            Self::Sent(message) => {
                happening.sent(world).any(|flight| message.fits(world, flight.id))
            }
            Self::Delivered(message) => {
                matches!(kind, EventKind::Delivered(id) if message.fits(world, id))
            }
            Self::Lost(message) => {
                matches!(kind, EventKind::Lost(id, _) if message.fits(world, id))
            }
            Self::Contains(at) => fact(&|fact| match fact {
                Fact::Appended { server, last } => {
                    let has = |id| world.server(*server).is_some_and(|one| one.log().contains(id));
                    let id = entry_id(&at.entry).ok().filter(|id| id.index <= last.index);
                    is(world, &at.server, *server) && id.is_some_and(has)
                }
                _ => false,
            }),
            Self::SnapshotTaken(at) => verdict(&|server, verdict| {
                matches!(verdict, Verdict::SnapshotTaken { last, .. }
                    if last.index.0 >= at.index && is(world, &at.server, server))
            }),
            Self::SnapshotInstalled(at) => verdict(&|server, verdict| {
                matches!(verdict, Verdict::SnapshotInstalled { last, .. }
                    if last.index.0 >= at.index && is(world, &at.server, server))
            }),
            Self::Arriving(_) | Self::Violated(_) | Self::Settled(_) => false,
        }
    }
}

/// Whether nobody waits for anything.
fn is_settled(world: &World) -> bool {
    let mut logs = world.servers().iter().filter_map(|server| server.node()).map(|node| {
        let last = node.log().last();
        let is_done = node.commit_index() == last.index && node.last_applied() == last.index;
        is_done.then_some(last)
    });
    let first = logs.next().flatten();
    let is_asked = |client: &raft_sim::Client| client.current().is_some();
    first.is_some() && logs.all(|log| log == first) && !world.clients().iter().any(is_asked)
}

impl MessageModel {
    fn check(&self, setup: Option<&Setup>) -> Result<(), Problem> {
        if let Some(name) = &self.kind {
            kind(name)?;
        }
        for end in [&self.from, &self.to].into_iter().flatten() {
            match client_id(end) {
                Ok(client) => check_known(Address::Client(client), setup)?,
                Err(_) => check_server(end, setup)?,
            }
        }
        Ok(())
    }

    fn fits(&self, world: &World, id: MessageId) -> bool {
        let end = |wanted: &Option<String>, end: Address| match (wanted, end) {
            (None, _) => true,
            (Some(name), Address::Server(server)) => is(world, name, server),
            (Some(name), Address::Client(client)) => client_id(name) == Ok(client),
        };
        self.kind.as_ref().is_none_or(|kind| id.kind.name() == kind)
            && self.nth.is_none_or(|nth| id.nth() == nth)
            && end(&self.from, id.from)
            && end(&self.to, id.to)
    }
}

/// The kind of messages that is called this.
pub(crate) fn kind(name: &str) -> Result<Kind, Problem> {
    Kind::ALL.into_iter().find(|known| known.name() == name).ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        Problem::new(ProblemKind::Scenario, format!("\"{name}\" is no kind of message"))
            .expecting(format!("one of {}", names.join(", ")))
    })
}

fn role_of(world: &World, server: NodeId) -> Option<RoleKind> {
    world.server(server)?.node().map(|node| RoleKind::of(node.role()))
}

fn check_server(name: &str, setup: Option<&Setup>) -> Result<(), Problem> {
    match selector(name) {
        Selector::Server(server) => check_known(Address::Server(server), setup),
        Selector::Bound(_) => Ok(()),
        Selector::Leader | Selector::Followers | Selector::All | Selector::Rest => {
            Err(Problem::new(
                ProblemKind::Scenario,
                format!("\"{name}\" can change while one waits for it"),
            )
            .expecting("a server such as \"n1\", \"any\", or a name given with bind"))
        }
    }
}

/// A goal is set without a cluster; what is written for one must be about it.
fn check_known(end: Address, setup: Option<&Setup>) -> Result<(), Problem> {
    setup.map_or(Ok(()), |setup| check_end(end, setup))
}

/// Whether `name` means this server.
fn is(world: &World, name: &str, server: NodeId) -> bool {
    name == ANY || server_id(name) == Ok(server) || world.bound(name) == Some(server)
}
