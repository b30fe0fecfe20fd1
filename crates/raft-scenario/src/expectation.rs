//! What a scenario claims: checked at a step's moment or at the end.

use std::collections::BTreeSet;

use raft_check::{Judges, Property, Violation};
use raft_core::{Index, NodeId};
use raft_sim::{Address, Outcome, RoleKind, Server, Setup, World};
use serde::{Deserialize, Serialize};

use crate::compile::{check_end, scenario_problem, within};
use crate::initial::entry_id;
use crate::names::{client_id, server_id};
use crate::record::record;
use crate::{Condition, Duration, Problem, ProblemKind};

/// A claim about the cluster.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Expectation {
    /// This server leads: the running leader with the highest term. `none`: nobody does.
    Leader(String),
    /// So many running servers lead, each in its own term or not.
    Leaders(u8),
    /// A server has this role: `follower`, `precandidate`, `candidate`, `leader` or `down`.
    Role(#[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::role"))] Is<String>),
    /// A server is in this term.
    Term(Is<u64>),
    /// A server's log consists of these entries, written `1@1 2@1`.
    Log(Is<String>),
    /// A server knows that everything up to this index is committed.
    Commit(Is<u64>),
    /// A server's state machine has applied everything up to this index.
    Applied(Is<u64>),
    /// A server has everything up to this index on disk.
    Durable(Is<u64>),
    /// Whom a server has voted for in its term; `nobody` if it has not.
    Voted(Is<String>),
    /// Which servers vote, as far as a server knows; in a joint configuration, of both halves.
    Voters(Is<Vec<String>>),
    /// The index up to which a server has a snapshot on its disk; 0 if it has none.
    Snapshot(Is<u64>),
    /// A server's state machine has this value for a key; without `is`, none.
    Value(ValueModel),
    /// A client's operation has ended: `ok`, `failed` or `unknown`.
    Answered(AnsweredIs),
    /// The logs and commit indices of all running servers are the same.
    LogsEqual(bool),
    /// This property holds so far; `all`: every property that servers promise each other does. What
    /// is promised to clients is named, because it depends on what they ask for.
    Holds(
        #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::property_or_all"))]
        String,
    ),
    /// This property has been violated.
    Violated(
        #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::property"))] String,
    ),
    /// This comes to be true in time: from the step on whose claim it is, or from the start.
    Eventually(EventuallyModel),
    /// This is true at no moment: from the step on whose claim it is, or from the start, to the end of
    /// the story.
    Never(Box<Self>),
    /// All of this happens, one after the other. Only as a claim about the end.
    Order(Vec<Condition>),
}

/// What comes to be true, and in which time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EventuallyModel {
    /// In which time.
    pub within: Duration,
    /// What.
    pub that: Box<Expectation>,
}

/// A server and what is said of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Is<T> {
    /// The server.
    pub server: String,
    /// What it is or has.
    pub is: T,
}

/// A value in a server's state machine.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct ValueModel {
    /// The server.
    pub server: String,
    /// The key.
    pub key: String,
    /// The value; absent if the key shall have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<String>,
}

record! { ValueModel { server: required, key: required, is } }

/// How an operation ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct AnsweredIs {
    /// The client.
    pub client: String,
    /// The how manieth of its operations, one of its last five.
    pub operation: u32,
    /// `ok`, `failed` or `unknown`.
    pub is: String,
    /// The value that a read returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether it is claimed that a read found nothing.
    #[serde(skip_serializing_if = "crate::model::is_default")]
    pub nothing: bool,
}

record! { AnsweredIs { client: required, operation: required, is: required, value, nothing } }

impl Expectation {
    /// Compares the claim with the world.
    ///
    /// # Errors
    /// What is true instead, as a sentence.
    #[inline(never)]
    pub(crate) fn test(&self, world: &World, judges: &Judges) -> Result<(), String> {
        match self {
            Self::Leader(name) => {
                let found = world.leader().map_or("none".to_owned(), |id| id.to_string());
                same("the leader", name, &found)
            }
            Self::Leaders(count) => {
                let nodes = world.servers().iter().filter_map(Server::node);
                same(
                    "leaders",
                    &usize::from(*count),
                    &nodes.filter(|node| node.is_leader()).count(),
                )
            }
            Self::Role(role) => of(world, &role.server, |server| {
                let found = server.node().map_or("down", |node| RoleKind::of(node.role()).name());
                same("its role", &role.is, &found.to_owned())
            }),
            Self::Term(term) => of(world, &term.server, |server| {
                let disk = server.disk().durable().hard_state.current_term;
                same(
                    "its term",
                    &term.is,
                    &server.node().map_or(disk, |node| node.current_term()).0,
                )
            }),
            Self::Log(log) => of(world, &log.server, |server| {
                // A log can have a hundred thousand entries: a few more than are claimed tell that it is another one.
                let most = log.is.split(' ').count() + 8;
                let entries = server.log().iter_from(Index(1)).take(most);
                let ids: Vec<String> = entries.map(|entry| entry.id.to_string()).collect();
                same("its log", &log.is, &ids.join(" "))
            }),
            Self::Commit(commit) => running(world, &commit.server, |node| {
                same("its commit index", &commit.is, &node.commit_index().0)
            }),
            Self::Applied(applied) => running(world, &applied.server, |node| {
                same("its last applied entry", &applied.is, &node.last_applied().0)
            }),
            Self::Durable(durable) => of(world, &durable.server, |server| {
                let disk = server.disk().durable().log.last().index;
                let found = server.node().map_or(disk, |node| node.durable_index());
                same("its last entry on disk", &durable.is, &found.0)
            }),
            Self::Voted(vote) => of(world, &vote.server, |server| {
                let voted = server.node().map(|node| node.voted_for());
                let voted = voted.unwrap_or(server.disk().durable().hard_state.voted_for);
                let found = voted.map_or("nobody".to_owned(), |id| id.to_string());
                same("its vote", &vote.is, &found)
            }),
            Self::Voters(voters) => running(world, &voters.server, |node| {
                let configuration = node.configuration();
                let halves = [configuration.incoming(), configuration.outgoing()];
                let found: BTreeSet<NodeId> = halves.into_iter().flatten().copied().collect();
                let found: Vec<String> = found.iter().map(ToString::to_string).collect();
                same("the voters", &voters.is.join(", "), &found.join(", "))
            }),
            Self::Snapshot(snapshot) => of(world, &snapshot.server, |server| {
                let last = server.disk().durable().snapshot.as_ref();
                let found = last.map(|snapshot| snapshot.last.index).unwrap_or_default();
                same("the end of its snapshot", &snapshot.is, &found.0)
            }),
            Self::Value(value) => of(world, &value.server, |server| {
                let machine = server.process().map(|process| &process.machine);
                let found =
                    machine.and_then(|machine| machine.get(&value.key)).map(|v| v.to_string());
                same(&format!("its value of {}", value.key), &show(&value.is), &show(&found))
            }),
            Self::Answered(answered) => answered.test(world),
            Self::LogsEqual(expected) => same("logs equal", expected, &logs_equal(world)),
            Self::Holds(name) => holds(judges, name, true),
            Self::Violated(name) => holds(judges, name, false),
            // Not about a moment: others keep watch over these.
            Self::Eventually(_) | Self::Never(_) | Self::Order(_) => Ok(()),
        }
    }

    /// Looks for names that mean nothing, or nobody in this cluster.
    ///
    /// # Errors
    /// The first one.
    pub(crate) fn check(&self, setup: &Setup) -> Result<(), Problem> {
        let server_in = |name: &str| check_end(Address::Server(server_id(name)?), setup);
        match self {
            Self::Leader(name) if name == "none" => Ok(()),
            Self::Leader(server) => server_in(server),
            // What nothing can be is claimed in vain, and as something that is never so it always holds.
            Self::Role(Is { server, is }) => {
                server_in(server)?;
                check_word(is, &ROLES)
            }
            Self::Log(Is { server, is }) => {
                server_in(server)?;
                let ids = is.split_whitespace();
                ids.map(entry_id).try_for_each(|id| id.map(|_| ()).map_err(within("is")))
            }
            Self::Term(Is { server, .. })
            | Self::Commit(Is { server, .. })
            | Self::Applied(Is { server, .. })
            | Self::Durable(Is { server, .. })
            | Self::Snapshot(Is { server, .. })
            | Self::Value(ValueModel { server, .. }) => server_in(server),
            Self::Voted(Is { server, is }) => {
                server_in(server)?;
                if is == "nobody" { Ok(()) } else { server_in(is) }
            }
            Self::Voters(Is { server, is }) => {
                server_in(server)?;
                is.iter().try_for_each(|voter| server_in(voter))
            }
            Self::Answered(answered) if answered.nothing && answered.value.is_some() => {
                Err(scenario_problem("a read cannot find something and nothing")
                    .at("nothing")
                    .expecting("no value beside it"))
            }
            Self::Answered(answered) => {
                check_end(Address::Client(client_id(&answered.client)?), setup)?;
                check_word(&answered.is, &["ok", "failed", "unknown"])
            }
            Self::LogsEqual(_) | Self::Leaders(_) => Ok(()),
            Self::Holds(name) if name == "all" => Ok(()),
            Self::Holds(name) | Self::Violated(name) => check_property(name),
            Self::Eventually(eventually) => {
                eventually.that.check_momentary(setup).map_err(within("eventually.that"))
            }
            Self::Never(never) => never.check_momentary(setup).map_err(within("never")),
            Self::Order(conditions) if conditions.is_empty() => {
                Err(scenario_problem("nothing is in order").at("order").expecting("two conditions"))
            }
            Self::Order(conditions) => {
                let checked = conditions.iter().enumerate().map(|(at, condition)| {
                    condition.check_seen(setup).map_err(within(format!("order[{at}]")))
                });
                checked.collect()
            }
        }
    }

    /// Looks for names that mean nothing, and for a claim about a stretch where one about a moment is
    /// expected.
    fn check_momentary(&self, setup: &Setup) -> Result<(), Problem> {
        match self {
            Self::Eventually(_) | Self::Never(_) | Self::Order(_) => {
                Err(scenario_problem("this is a claim about a stretch")
                    .expecting("a claim about a moment, such as { leader = \"n1\" }"))
            }
            _ => self.check(setup),
        }
    }

    /// How much there is to do for whoever looks whether it is so, where an entry that is applied is 1.
    pub(crate) fn work(&self, world: &World) -> u64 {
        match self {
            Self::Log(log) => 12 + log.is.len() as u64 / 4,
            // Logs that are equal are compared to their ends, and they are not longer than this.
            Self::LogsEqual(_) => 5 + u64::from(world.events().0) / 1024,
            Self::Eventually(eventually) => eventually.that.work(world),
            Self::Never(never) => never.work(world),
            _ => 5,
        }
    }

    /// Whether it is only known at the end.
    pub(crate) fn is_order(&self) -> bool {
        matches!(self, Self::Order(_))
    }
}

impl AnsweredIs {
    fn test(&self, world: &World) -> Result<(), String> {
        let client =
            world.clients().iter().find(|client| client_id(&self.client) == Ok(client.id()));
        let ended = client.and_then(|client| {
            client.answered().find(|answered| answered.id.ordinal == self.operation)
        });
        let (found, value) = match ended.map(|answered| &answered.outcome) {
            None => ("not ended", None),
            Some(Outcome::Ok(value)) => ("ok", value.as_ref().map(|value| value.to_string())),
            Some(Outcome::Failed) => ("failed", None),
            Some(Outcome::Unknown) => ("unknown", None),
        };
        let what = format!("operation {} of {}", self.operation, self.client);
        same(&what, &self.is, &found.to_owned())?;
        if self.value.is_some() || self.nothing {
            same(&format!("the value of {what}"), &show(&self.value), &show(&value))?;
        }
        Ok(())
    }
}

/// What a server can be said to be.
pub(crate) const ROLES: [&str; 5] = ["follower", "precandidate", "candidate", "leader", "down"];

fn check_word(is: &str, words: &[&str]) -> Result<(), Problem> {
    if words.contains(&is) {
        return Ok(());
    }
    Err(scenario_problem(format!("nothing is ever \"{is}\" here"))
        .at("is")
        .expecting(format!("one of {}", words.join(", "))))
}

fn of(
    world: &World,
    name: &str,
    test: impl FnOnce(&Server) -> Result<(), String>,
) -> Result<(), String> {
    let server = server_id(name).ok().and_then(|id| world.server(id));
    let server = server.ok_or_else(|| format!("there is no server {name}"))?;
    test(server).map_err(|why| format!("{name}: {why}"))
}

fn running(
    world: &World,
    name: &str,
    test: impl FnOnce(&raft_core::Node) -> Result<(), String>,
) -> Result<(), String> {
    of(world, name, |server| test(server.node().ok_or("it is down")?))
}

fn same<T: PartialEq + core::fmt::Display>(
    what: &str,
    expected: &T,
    found: &T,
) -> Result<(), String> {
    if expected == found {
        return Ok(());
    }
    Err(format!("{what}: expected {expected}, found {found}"))
}

fn show(value: &Option<String>) -> String {
    value.as_ref().map_or("nothing".to_owned(), |value| format!("\"{value}\""))
}

fn logs_equal(world: &World) -> bool {
    let mut states = world
        .servers()
        .iter()
        .filter_map(|server| server.node())
        .map(|node| (node.commit_index(), node.log().last(), node.log()));
    let first = states.next();
    states.all(|state| Some(state) == first)
}

pub(crate) fn check_property(name: &str) -> Result<(), Problem> {
    if Property::ALL.iter().any(|property| property.name() == name) {
        return Ok(());
    }
    let names: Vec<&str> = Property::ALL.iter().map(|property| property.name()).collect();
    Err(Problem::new(ProblemKind::Name, format!("there is no property \"{name}\""))
        .expecting(format!("one of {}", names.join(", "))))
}

fn holds(judges: &Judges, name: &str, expected: bool) -> Result<(), String> {
    let all_of_servers = |found: &Violation| name == "all" && !found.property.is_of_clients();
    let violated = judges
        .all_violations()
        .into_iter()
        .find(|found| all_of_servers(found) || found.property.name() == name);
    match violated {
        Some(violation) if expected => {
            let at = violation.position.time;
            Err(format!("{} was violated at {at}", violation.property.name()))
        }
        None if !expected => Err(format!("{name} has not been violated")),
        _ => Ok(()),
    }
}
