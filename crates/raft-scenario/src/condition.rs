//! When a step comes: conditions on what happens.

mod met;

use raft_sim::{Address, Kind, Selector, Setup};
use serde::{Deserialize, Serialize};

use crate::compile::{check_end, scenario_problem, within};
use crate::expectation::check_property;
use crate::initial::entry_id;
use crate::names::{client_id, selector};
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
}

/// The kind of messages that is called this.
pub(crate) fn kind(name: &str) -> Result<Kind, Problem> {
    Kind::ALL.into_iter().find(|known| known.name() == name).ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        Problem::new(ProblemKind::Scenario, format!("\"{name}\" is no kind of message"))
            .expecting(format!("one of {}", names.join(", ")))
    })
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
