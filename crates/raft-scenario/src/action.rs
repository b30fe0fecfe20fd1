//! Actions as they are written in files, links and commands.

mod compile;

use raft_sim::MemberChange;
use serde::{Deserialize, Serialize};

use crate::model::is_default;
pub(crate) use crate::one_or_many::OneOrMany;
use crate::record::record;
use crate::{
    ClientLinksModel, ClockActionModel, DelayModel, DiskActionModel, Duration, NetworkActionModel,
    Percent, Problem, ProblemKind, ReadsModel, ServerActionModel, TrapModel,
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
    #[serde(skip_serializing_if = "is_default")]
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
}
