//! What a scenario claims: checked at a step's moment or at the end.

use raft_check::{Judges, Property, Violation};
use raft_core::Index;
use raft_sim::{Outcome, RoleKind, Server, World};
use serde::{Deserialize, Serialize};

use crate::action::{client_id, server_id};
use crate::record::record;
use crate::{Problem, ProblemKind};

/// A claim about the cluster.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Expectation {
    /// This server leads: the running leader with the highest term. `none`: nobody does.
    Leader(String),
    /// A server has this role: `follower`, `candidate`, `leader` or `down`.
    Role(Is<String>),
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
    /// A server's state machine has this value for a key; without `is`, none.
    Value(ValueModel),
    /// A client's operation has ended: `ok`, `failed` or `unknown`.
    Answered(AnsweredIs),
    /// The logs and commit indices of all running servers are the same.
    LogsEqual(bool),
    /// This property holds so far; `all`: every property that servers promise each other does. What
    /// is promised to clients is named, because it depends on what they ask for.
    Holds(String),
    /// This property has been violated.
    Violated(String),
}

/// A server and what is said of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Is<T> {
    /// The server.
    pub server: String,
    /// What it is or has.
    pub is: T,
}

/// A value in a server's state machine.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
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
}

record! { AnsweredIs { client: required, operation: required, is: required, value } }

impl Expectation {
    /// Compares the claim with the world.
    ///
    /// # Errors
    /// What is true instead, as a sentence.
    pub(crate) fn test(&self, world: &World, judges: &Judges) -> Result<(), String> {
        match self {
            Self::Leader(name) => {
                let found = world.leader().map_or("none".to_owned(), |id| id.to_string());
                same("the leader", name, &found)
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
                let ids: Vec<String> =
                    server.log().iter_from(Index(1)).map(|entry| entry.id.to_string()).collect();
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
        }
    }

    /// Looks for names that mean nothing.
    ///
    /// # Errors
    /// The first one.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        match self {
            Self::Leader(name) if name == "none" => Ok(()),
            Self::Leader(server) | Self::Role(Is { server, .. }) | Self::Log(Is { server, .. }) => {
                server_id(server).map(|_| ())
            }
            Self::Term(Is { server, .. })
            | Self::Commit(Is { server, .. })
            | Self::Applied(Is { server, .. })
            | Self::Durable(Is { server, .. })
            | Self::Value(ValueModel { server, .. }) => server_id(server).map(|_| ()),
            Self::Answered(answered) => client_id(&answered.client).map(|_| ()),
            Self::LogsEqual(_) => Ok(()),
            Self::Holds(name) if name == "all" => Ok(()),
            Self::Holds(name) | Self::Violated(name) => {
                property(name).map(|_| ()).ok_or_else(|| {
                    let names: Vec<&str> =
                        Property::ALL.iter().map(|property| property.name()).collect();
                    Problem::new(ProblemKind::Name, format!("there is no property \"{name}\""))
                        .expecting(format!("one of {}", names.join(", ")))
                })
            }
        }
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
        if self.value.is_some() {
            same(&format!("the value of {what}"), &show(&self.value), &show(&value))?;
        }
        Ok(())
    }
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
        .map(|node| (node.log(), node.commit_index()));
    let first = states.next();
    states.all(|state| Some(state) == first)
}

fn property(name: &str) -> Option<Property> {
    Property::ALL.into_iter().find(|property| property.name() == name)
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
