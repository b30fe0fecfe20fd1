//! Actions as they are written in files, links and commands.

use core::str::FromStr;

use raft_core::{NodeId, ReadMode, Transition};
use raft_sim::{
    Action, Address, ClientId, Command, InvalidSetup, MemberChange, MessageId, Reading, Selector,
    Target,
};
use serde::{Deserialize, Serialize};

use crate::action_kind::kind_of;
use crate::compile::within;
pub(crate) use crate::one_or_many::OneOrMany;
use crate::record::record;
use crate::{
    ClientLinksModel, ClockActionModel, CrashPointModel, DelayModel, DiskActionModel, Duration,
    NetworkActionModel, Percent, Problem, ProblemKind, ReadsModel, ServerActionModel, TrapModel,
};

/// An action, spelled out: `{ crash = "n1" }`, `{ put = { key = "x", value = "1" } }`, `"heal_all"`.
///
/// Where servers are named, `n1` to `n9`, `leader`, `followers`, `all`, `rest` and names that were
/// given with `bind` are understood, one or a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ActionModel {
    /// These servers crash: what is only in memory is gone.
    Crash(OneOrMany),
    /// These servers start again from their disks.
    Restart(OneOrMany),
    /// The election timers of these servers run out now.
    TimeOut(OneOrMany),
    /// The election timers of these servers have this long to go.
    SetTimer(SetTimerModel),
    /// This message, named as `n1>n3:AppendEntries:2`, is lost.
    Drop(String),
    /// This message arrives now.
    Deliver(String),
    /// This message waits until `deliver` lets it arrive.
    Hold(String),
    /// This message arrives later.
    Delay(DelayModel),
    /// This message arrives twice.
    Duplicate(String),
    /// From now on these links are like this.
    Network(Box<NetworkActionModel>),
    /// From now on the links between clients and servers are like this.
    ClientLinks(Box<ClientLinksModel>),
    /// These servers stand still: their timers and whatever arrives wait.
    Pause(OneOrMany),
    /// These servers go on.
    Resume(OneOrMany),
    /// These servers crash at the next point of this kind.
    Trap(TrapModel),
    /// From now on the disks of these servers have these faults and no others.
    Disk(Box<DiskActionModel>),
    /// What the disks of these servers hold is damaged.
    Damage(OneOrMany),
    /// From now on these servers have these faults and no others.
    Server(Box<ServerActionModel>),
    /// The clocks of these servers jump, or run at another rate.
    Clock(ClockActionModel),
    /// These servers reach everybody, and the others only them.
    Bridge(OneOrMany),
    /// Each server reaches only its two neighbours.
    Ring,
    /// These links carry nothing any more.
    Cut(LinksModel),
    /// These links carry messages again.
    Heal(LinksModel),
    /// Only servers of the same side reach each other.
    Partition(Vec<OneOrMany>),
    /// All links carry messages again.
    HealAll,
    /// A client asks for a key to have a value.
    Put(PutModel),
    /// A client asks for a number to be added to a key.
    Add(AddModel),
    /// A client asks for the value of a key.
    Get(GetModel),
    /// The leader hands its office over (dissertation §3.10).
    Transfer(TransferModel),
    /// These servers forget whom they follow.
    ForgetLeader(OneOrMany),
    /// These servers crash, if they are up, and their disks lose everything.
    Wipe(OneOrMany),
    /// These servers take a snapshot (§7).
    TakeSnapshot(OneOrMany),
    /// The leader is asked for other members (§6).
    Change(ChangeModel),
    /// The leader, `leader` or who leads, is asked to leave the joint configuration.
    LeaveJoint(String),
    /// The leader, `leader` or who leads, is asked to close the sessions of clients.
    ExpireSessions(String),
    /// From now on so many messages are lost.
    SetLoss(Percent),
    /// A name for a server that is not known yet, such as who leads now.
    Bind(BindModel),
    /// The story ends here: no further step comes.
    Release,
}

/// Whose timer shall run out, and after how long.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct SetTimerModel {
    /// Whose.
    pub servers: OneOrMany,
    /// After how long.
    pub remaining: Duration,
}

record! { SetTimerModel { servers: required, remaining: required } }

/// Links from some servers to others.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct LinksModel {
    /// From these.
    pub from: OneOrMany,
    /// To those.
    pub to: OneOrMany,
    /// Whether the way back is left alone.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub one_way: bool,
}

record! { LinksModel { from: required, to: required, one_way } }

/// A client writes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct PutModel {
    /// Which client; `c1` if nobody says.
    #[serde(skip_serializing_if = "is_first_client")]
    pub client: String,
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
    /// Which server is asked first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

record! { PutModel { client = first_client(), key: required, value: required, via } }

/// A client adds to a number: what is done twice shows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct AddModel {
    /// Which client; `c1` if nobody says.
    #[serde(skip_serializing_if = "is_first_client")]
    pub client: String,
    /// The key.
    pub key: String,
    /// How much.
    pub amount: u32,
    /// Which server is asked first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

record! { AddModel { client = first_client(), key: required, amount: required, via } }

/// A client reads.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct GetModel {
    /// Which client; `c1` if nobody says.
    #[serde(skip_serializing_if = "is_first_client")]
    pub client: String,
    /// The key.
    pub key: String,
    /// Which server is asked first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// How; if nobody says, as the cluster's clients do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads: Option<ReadsModel>,
}

record! { GetModel { client = first_client(), key: required, via, reads } }

/// A leader hands its office over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct TransferModel {
    /// Who leads; `leader` if nobody says.
    #[serde(skip_serializing_if = "is_the_leader")]
    pub from: String,
    /// Who shall lead.
    pub to: String,
}

record! { TransferModel { from = the_leader(), to: required } }

/// The cluster gets other members. At least one of `add`, `learner`, `promote`, `demote` and
/// `remove`; together they are one change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct ChangeModel {
    /// Who leads; `leader` if nobody says.
    #[serde(skip_serializing_if = "is_the_leader")]
    pub from: String,
    /// Who shall vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add: Option<OneOrMany>,
    /// Who shall receive the log and not vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learner: Option<OneOrMany>,
    /// Which learners shall vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promote: Option<OneOrMany>,
    /// Which voters shall be learners.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demote: Option<OneOrMany>,
    /// Who shall be out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remove: Option<OneOrMany>,
    /// By which way.
    #[serde(skip_serializing_if = "is_auto")]
    pub transition: TransitionModel,
}

record! { ChangeModel { from = the_leader(), add, learner, promote, demote, remove, transition } }

/// By which way one configuration follows another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TransitionModel {
    /// In one step where at most one voter differs, else as `implicit`.
    #[default]
    Auto,
    /// Through a joint configuration, which the leader leaves as soon as it is committed.
    Implicit,
    /// Through a joint configuration, which stays until `leave_joint`.
    Explicit,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
fn is_auto(transition: &TransitionModel) -> bool {
    *transition == TransitionModel::Auto
}

impl ChangeModel {
    /// What is asked for, by kind.
    pub(crate) fn parts(&self) -> [(MemberChange, &'static str, Option<&OneOrMany>); 5] {
        [
            (MemberChange::AddVoter, "add", self.add.as_ref()),
            (MemberChange::AddLearner, "learner", self.learner.as_ref()),
            (MemberChange::Promote, "promote", self.promote.as_ref()),
            (MemberChange::Demote, "demote", self.demote.as_ref()),
            (MemberChange::Remove, "remove", self.remove.as_ref()),
        ]
    }

    fn to_action(&self) -> Result<Action, Problem> {
        let asked = self.parts().into_iter();
        let changes: Vec<_> = asked
            .filter_map(|(change, _, servers)| Some((change, servers?.target())))
            .filter(|(_, target)| !target.0.is_empty())
            .collect();
        if changes.is_empty() {
            return Err(Problem::new(ProblemKind::Action, "this changes nothing")
                .expecting("add, learner, promote, demote or remove"));
        }
        Ok(Action::Change {
            from: selector(&self.from),
            changes,
            transition: match self.transition {
                TransitionModel::Auto => Transition::Auto,
                TransitionModel::Implicit => Transition::Implicit,
                TransitionModel::Explicit => Transition::Explicit,
            },
        })
    }
}

fn the_leader() -> String {
    "leader".to_owned()
}

fn is_the_leader(name: &str) -> bool {
    name == "leader"
}

/// A name for a server.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct BindModel {
    /// The name: lower-case letters, digits and hyphens.
    pub name: String,
    /// The server.
    pub to: String,
}

record! { BindModel { name: required, to: required } }

fn first_client() -> String {
    "c1".to_owned()
}

fn is_first_client(client: &str) -> bool {
    client == "c1"
}

impl ActionModel {
    /// Reads an action from JSON, as commands and hosts send them.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn from_json(json: &str) -> Result<Self, Problem> {
        crate::parse::from_json(json, ProblemKind::Action)
    }

    /// What kind of action it is, by the name that it has in scenarios.
    ///
    /// # Errors
    /// A name or a quantity that cannot be read.
    pub fn kind(&self) -> Result<&'static str, Problem> {
        self.to_action().map(|action| kind_of(&action))
    }

    /// The action that the world understands.
    ///
    /// # Errors
    /// A name or a quantity that cannot be read.
    pub fn to_action(&self) -> Result<Action, Problem> {
        Ok(match self {
            Self::Crash(servers) => Action::Crash(servers.target()),
            Self::Restart(servers) => Action::Restart(servers.target()),
            Self::TimeOut(servers) => Action::TimeOut(servers.target()),
            Self::SetTimer(timer) => {
                Action::SetTimer { servers: timer.servers.target(), remaining: timer.remaining.0 }
            }
            Self::Drop(message) => Action::Drop(message_id(message)?),
            Self::Deliver(message) => Action::Deliver(message_id(message)?),
            Self::Hold(message) => Action::Hold(message_id(message)?),
            Self::Delay(DelayModel { message, by }) => {
                Action::Delay { message: message_id(message)?, by: by.0 }
            }
            Self::Duplicate(message) => Action::Duplicate(message_id(message)?),
            Self::Network(network) => {
                let LinksModel { from, to, one_way } = &network.links;
                let faults = network.faults.faults().map_err(within("network.faults"))?;
                faults.validate("network.faults").map_err(impossible)?;
                Action::Network {
                    from: from.target(),
                    to: to.target(),
                    one_way: *one_way,
                    latency: network.latency.map(|latency| latency.0),
                    faults: Box::new(faults),
                }
            }
            Self::ClientLinks(links) => {
                let faults = links.faults.faults().map_err(within("client_links.faults"))?;
                faults.validate("client_links.faults").map_err(impossible)?;
                Action::ClientLinks {
                    client: links.client.as_deref().map(client_id).transpose()?,
                    servers: links.servers.target(),
                    latency: links.latency.map(|latency| latency.0),
                    faults: Box::new(faults),
                }
            }
            Self::Pause(servers) => Action::Pause(servers.target()),
            Self::Resume(servers) => Action::Resume(servers.target()),
            Self::Trap(trap) => {
                let point = trap.point.map(CrashPointModel::point);
                Action::Trap { servers: trap.servers.target(), point }
            }
            Self::Disk(disk) => {
                let faults = disk.faults.faults();
                faults.validate("disk.faults").map_err(impossible)?;
                Action::Disk { servers: disk.servers.target(), faults }
            }
            Self::Damage(servers) => Action::Damage(servers.target()),
            Self::Server(server) => {
                let faults = server.faults.faults();
                faults.validate("server.faults").map_err(impossible)?;
                Action::Server { servers: server.servers.target(), faults }
            }
            Self::Clock(clock) => {
                let change = clock.change();
                change.validate().map_err(impossible)?;
                Action::Clock { servers: clock.servers.target(), change }
            }
            Self::Bridge(servers) => Action::Bridge(servers.target()),
            Self::Ring => Action::Ring,
            Self::Cut(links) => {
                let LinksModel { from, to, one_way } = links;
                Action::Cut { from: from.target(), to: to.target(), one_way: *one_way }
            }
            Self::Heal(links) => {
                let LinksModel { from, to, one_way } = links;
                Action::Heal { from: from.target(), to: to.target(), one_way: *one_way }
            }
            Self::Partition(sides) => {
                Action::Partition(sides.iter().map(OneOrMany::target).collect())
            }
            Self::HealAll => Action::HealAll,
            Self::Put(put) => Action::Client {
                client: client_id(&put.client)?,
                command: Command::put(&put.key, &put.value).map_err(|expected| {
                    let PutModel { key, value, .. } = put;
                    Problem::new(
                        ProblemKind::Action,
                        format!("cannot write \"{key}\" = \"{value}\""),
                    )
                    .expecting(expected.to_string())
                })?,
                reading: None,
                via: put.via.as_deref().map(selector),
            },
            Self::Add(add) => Action::Client {
                client: client_id(&add.client)?,
                command: Command::add(&add.key, add.amount).map_err(|expected| {
                    Problem::new(ProblemKind::Action, format!("cannot add to \"{}\"", add.key))
                        .expecting(expected.to_string())
                })?,
                reading: None,
                via: add.via.as_deref().map(selector),
            },
            Self::Get(get) => Action::Client {
                client: client_id(&get.client)?,
                command: Command::get(&get.key).map_err(|expected| {
                    Problem::new(ProblemKind::Action, format!("cannot read \"{}\"", get.key))
                        .expecting(expected.to_string())
                })?,
                reading: get.reads.map(ReadsModel::reading),
                via: get.via.as_deref().map(selector),
            },
            Self::Transfer(TransferModel { from, to }) => {
                Action::Transfer { from: selector(from), to: selector(to) }
            }
            Self::Wipe(servers) => Action::Wipe(servers.target()),
            Self::TakeSnapshot(servers) => Action::TakeSnapshot(servers.target()),
            Self::Change(change) => change.to_action()?,
            Self::LeaveJoint(leader) => Action::LeaveJoint(selector(leader)),
            Self::ExpireSessions(leader) => Action::ExpireSessions(selector(leader)),
            Self::ForgetLeader(servers) => Action::ForgetLeader(servers.target()),
            Self::SetLoss(loss) => Action::SetLoss(loss.0),
            Self::Bind(bind) => {
                check_slug(&bind.name, ProblemKind::Action)?;
                Action::Bind { name: bind.name.as_str().into(), to: selector(&bind.to) }
            }
            Self::Release => Action::Release,
        })
    }
}

/// What was asked for cannot be, whatever the moment.
fn impossible(why: InvalidSetup) -> Problem {
    Problem::new(ProblemKind::Action, "this cannot work").at(why.field).expecting(why.expected)
}

impl ReadsModel {
    pub(crate) fn reading(self) -> Reading {
        match self {
            Self::Log => Reading::Log,
            Self::ReadIndex => Reading::Directly(ReadMode::ReadIndex),
            Self::Lease => Reading::Directly(ReadMode::Lease),
            Self::Stale => Reading::Directly(ReadMode::Stale),
        }
    }
}

/// All links.
impl Default for LinksModel {
    fn default() -> Self {
        Self { from: OneOrMany::all(), to: OneOrMany::all(), one_way: false }
    }
}

impl OneOrMany {
    /// Everybody.
    pub(crate) fn all() -> Self {
        Self::One("all".to_owned())
    }

    /// Whether it is [`Self::all`].
    pub(crate) fn is_all(&self) -> bool {
        *self == Self::all()
    }

    fn target(&self) -> Target {
        match self {
            Self::One(name) => Target(vec![selector(name)]),
            Self::Many(names) => Target(names.iter().map(|name| selector(name)).collect()),
        }
    }
}

pub(crate) fn selector(name: &str) -> Selector {
    match Selector::from_str(name) {
        Ok(selector) => selector,
        Err(never) => match never {},
    }
}

pub(crate) fn server_id(name: &str) -> Result<NodeId, Problem> {
    match name.parse() {
        Ok(Address::Server(id)) => Ok(id),
        _ => Err(Problem::new(ProblemKind::Name, format!("\"{name}\" is not a server"))
            .expecting("a server such as \"n1\"")),
    }
}

pub(crate) fn client_id(name: &str) -> Result<ClientId, Problem> {
    match name.parse() {
        Ok(Address::Client(id)) => Ok(id),
        _ => Err(Problem::new(ProblemKind::Name, format!("\"{name}\" is not a client"))
            .expecting("a client such as \"c1\"")),
    }
}

pub(crate) fn message_id(name: &str) -> Result<MessageId, Problem> {
    name.parse().map_err(|_| {
        Problem::new(ProblemKind::Name, format!("\"{name}\" is not the name of a message"))
            .expecting("a name such as \"n1>n3:AppendEntries:2\"")
    })
}

/// A name for links and bindings: short, lower case, nothing that needs escaping.
pub(crate) fn check_slug(name: &str, kind: ProblemKind) -> Result<(), Problem> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.is_empty() || name.len() > 40 || !name.bytes().all(allowed) {
        return Err(Problem::new(kind, format!("\"{name}\" cannot be a name"))
            .expecting("1 to 40 lower-case letters, digits and hyphens"));
    }
    Ok(())
}
