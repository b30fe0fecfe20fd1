//! What is wrong with links, servers and clocks, as it is written in files, links and commands. Whatever is left out is
//! not wrong.

use raft_sim::{
    ClockChange, ClockFaults, CrashPoint, DiskFaults, Kind, Kinds, LinkFaults, ServerFaults, Shape,
};
use serde::{Deserialize, Serialize};

use crate::action::{LinksModel, OneOrMany};
use crate::model::is_default;
use crate::record::record;
use crate::{Duration, Percent, Problem, SpanText, condition};

/// What is wrong with a link. See [`LinkFaults`].
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct LinkFaultsModel {
    /// How latencies are spread.
    #[serde(skip_serializing_if = "is_default")]
    pub shape: ShapeModel,
    /// How many times as long everything takes.
    #[serde(skip_serializing_if = "is_default")]
    pub slow_down: u32,
    /// How likely a message is lost.
    #[serde(skip_serializing_if = "is_default")]
    pub loss: Percent,
    /// How likely a message is late, so that others overtake it.
    #[serde(skip_serializing_if = "is_default")]
    pub late: Percent,
    /// How much later it is.
    #[serde(skip_serializing_if = "is_default")]
    pub late_by: SpanText,
    /// How likely a message comes twice.
    #[serde(skip_serializing_if = "is_default")]
    pub twice: Percent,
    /// How much later the copy leaves.
    #[serde(skip_serializing_if = "is_default")]
    pub twice_after: SpanText,
    /// How long the link needs for each message before it takes the next.
    #[serde(skip_serializing_if = "is_default")]
    pub spacing: Duration,
    /// How many messages can be on their way at once; 0: any number.
    #[serde(skip_serializing_if = "is_default")]
    pub capacity: u32,
    /// How likely the link is down for a while.
    #[serde(skip_serializing_if = "is_default")]
    pub flap: Percent,
    /// How long each of these whiles is.
    #[serde(skip_serializing_if = "is_default")]
    pub flap_every: Duration,
    /// Kinds of messages that do not get through, such as `AppendEntries`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<String>,
    /// Whether everything waits on the link until it is let go.
    #[serde(skip_serializing_if = "is_default")]
    pub jam: bool,
}

record! { default LinkFaultsModel {
    shape, slow_down, loss, late, late_by, twice, twice_after, spacing, capacity, flap, flap_every,
    blocked, jam,
} }

/// How latencies are spread. See [`Shape`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShapeModel {
    /// See [`Shape::Uniform`].
    #[default]
    Uniform,
    /// See [`Shape::Exponential`].
    Exponential,
    /// See [`Shape::LongTail`].
    LongTail,
}

/// What is wrong with a server. See [`ServerFaults`].
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct ServerFaultsModel {
    /// How long it is busy after each step.
    #[serde(skip_serializing_if = "is_default")]
    pub busy: SpanText,
    /// How likely a step is followed by a stall.
    #[serde(skip_serializing_if = "is_default")]
    pub stall: Percent,
    /// How long a stall lasts.
    #[serde(skip_serializing_if = "is_default")]
    pub stall_for: SpanText,
}

record! { default ServerFaultsModel { busy, stall, stall_for } }

/// What is wrong with a disk. See [`DiskFaults`].
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct DiskFaultsModel {
    /// How long a sync takes once a write is done.
    #[serde(skip_serializing_if = "is_default")]
    pub sync: SpanText,
    /// How likely a write stalls.
    #[serde(skip_serializing_if = "is_default")]
    pub stall: Percent,
    /// How much longer it takes then.
    #[serde(skip_serializing_if = "is_default")]
    pub stall_for: SpanText,
    /// Whether nothing is written until this is over.
    #[serde(skip_serializing_if = "is_default")]
    pub stalled: bool,
    /// How likely a write that is not synced survives a crash all the same.
    #[serde(skip_serializing_if = "is_default")]
    pub survive: Percent,
    /// How likely the first write that a crash loses is torn.
    #[serde(skip_serializing_if = "is_default")]
    pub torn: Percent,
    /// How likely of that write only the entries survive.
    #[serde(skip_serializing_if = "is_default")]
    pub reordered: Percent,
    /// How likely the disk says that a write is durable when it is not. Raft does not bear that.
    #[serde(skip_serializing_if = "is_default")]
    pub lying: Percent,
    /// How likely a crash damages the disk.
    #[serde(skip_serializing_if = "is_default")]
    pub damage: Percent,
}

record! { default DiskFaultsModel {
    sync, stall, stall_for, stalled, survive, torn, reordered, lying, damage,
} }

/// What is wrong with some servers' disks from now on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct DiskActionModel {
    /// Whose.
    pub servers: OneOrMany,
    /// What is wrong.
    #[serde(skip_serializing_if = "is_default")]
    pub faults: DiskFaultsModel,
}

record! { DiskActionModel { servers: required, faults } }

impl From<&DiskFaults> for DiskFaultsModel {
    fn from(faults: &DiskFaults) -> Self {
        Self {
            sync: SpanText(faults.sync),
            stall: Percent(faults.stall_ppm),
            stall_for: SpanText(faults.stall),
            stalled: faults.stalled,
            survive: Percent(faults.survive_ppm),
            torn: Percent(faults.torn_ppm),
            reordered: Percent(faults.reordered_ppm),
            lying: Percent(faults.lying_ppm),
            damage: Percent(faults.damage_ppm),
        }
    }
}

impl DiskFaultsModel {
    pub(crate) fn faults(&self) -> DiskFaults {
        DiskFaults {
            sync: self.sync.0,
            stall_ppm: self.stall.0,
            stall: self.stall_for.0,
            stalled: self.stalled,
            survive_ppm: self.survive.0,
            torn_ppm: self.torn.0,
            reordered_ppm: self.reordered.0,
            lying_ppm: self.lying.0,
            damage_ppm: self.damage.0,
        }
    }
}

/// How the servers' clocks differ. See [`ClockFaults`].
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct ClockModel {
    /// What a clock shows at the beginning, drawn for each server.
    #[serde(skip_serializing_if = "is_default")]
    pub offset: SpanText,
    /// How much faster or slower than the world's a clock runs at most, in millionths; drawn for each
    /// server.
    #[serde(skip_serializing_if = "is_default")]
    pub drift_ppm: u32,
    /// How likely a clock jumps when a timer of its server runs out.
    #[serde(skip_serializing_if = "is_default")]
    pub jump: Percent,
    /// How far it jumps, forwards or back.
    #[serde(skip_serializing_if = "is_default")]
    pub jump_by: SpanText,
}

record! { default ClockModel { offset, drift_ppm, jump, jump_by } }

/// What is wrong with some servers from now on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct ServerActionModel {
    /// Which.
    pub servers: OneOrMany,
    /// What is wrong.
    #[serde(skip_serializing_if = "is_default")]
    pub faults: ServerFaultsModel,
}

record! { ServerActionModel { servers: required, faults } }

/// Servers, and where they shall crash.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct TrapModel {
    /// Who.
    pub servers: OneOrMany,
    /// Where; nowhere any more if nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<CrashPointModel>,
}

record! { TrapModel { servers: required, point } }

/// Where a server can be made to crash. See [`CrashPoint`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CrashPointModel {
    /// See [`CrashPoint::BeforeOutput`].
    BeforeOutput,
    /// See [`CrashPoint::BeforePersist`].
    BeforePersist,
    /// See [`CrashPoint::AfterPersist`].
    AfterPersist,
    /// See [`CrashPoint::BeforeAnswer`].
    BeforeAnswer,
}

/// What is done to some servers' clocks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct ClockActionModel {
    /// Whose.
    pub servers: OneOrMany,
    /// They jump forwards by this.
    #[serde(skip_serializing_if = "is_default")]
    pub forward: Duration,
    /// They jump back by this.
    #[serde(skip_serializing_if = "is_default")]
    pub back: Duration,
    /// From now on they run at this rate, in millionths too fast; below zero: too slow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_ppm: Option<i32>,
}

record! { ClockActionModel { servers: required, forward, back, rate_ppm } }

impl From<&ServerFaults> for ServerFaultsModel {
    fn from(faults: &ServerFaults) -> Self {
        Self {
            busy: SpanText(faults.busy),
            stall: Percent(faults.stall_ppm),
            stall_for: SpanText(faults.stall),
        }
    }
}

impl ServerFaultsModel {
    pub(crate) fn faults(&self) -> ServerFaults {
        ServerFaults { busy: self.busy.0, stall_ppm: self.stall.0, stall: self.stall_for.0 }
    }
}

impl ClockModel {
    pub(crate) fn faults(&self) -> ClockFaults {
        ClockFaults {
            offset: self.offset.0,
            drift_ppm: self.drift_ppm,
            jump_ppm: self.jump.0,
            jump: self.jump_by.0,
        }
    }
}

impl CrashPointModel {
    pub(crate) fn point(self) -> CrashPoint {
        match self {
            Self::BeforeOutput => CrashPoint::BeforeOutput,
            Self::BeforePersist => CrashPoint::BeforePersist,
            Self::AfterPersist => CrashPoint::AfterPersist,
            Self::BeforeAnswer => CrashPoint::BeforeAnswer,
        }
    }
}

impl From<CrashPoint> for CrashPointModel {
    fn from(point: CrashPoint) -> Self {
        match point {
            CrashPoint::BeforeOutput => Self::BeforeOutput,
            CrashPoint::BeforePersist => Self::BeforePersist,
            CrashPoint::AfterPersist => Self::AfterPersist,
            CrashPoint::BeforeAnswer => Self::BeforeAnswer,
        }
    }
}

impl ClockActionModel {
    pub(crate) fn change(&self) -> ClockChange {
        let Self { forward, back, rate_ppm, .. } = *self;
        ClockChange { forward: forward.0, back: back.0, rate_ppm }
    }
}

/// What is wrong with some links from now on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct NetworkActionModel {
    /// Which links.
    #[serde(skip_serializing_if = "is_default")]
    pub links: LinksModel,
    /// How long a message travels; if nobody says, as at the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency: Option<SpanText>,
    /// What is wrong.
    #[serde(skip_serializing_if = "is_default")]
    pub faults: LinkFaultsModel,
}

record! { NetworkActionModel { links, latency, faults } }

/// What is wrong with the links between clients and some servers from now on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct ClientLinksModel {
    /// Whose; if nobody says, all clients'.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// To and from these servers; if nobody says, all.
    #[serde(skip_serializing_if = "OneOrMany::is_all")]
    pub servers: OneOrMany,
    /// How long a message travels; if nobody says, as at the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency: Option<SpanText>,
    /// What is wrong.
    #[serde(skip_serializing_if = "is_default")]
    pub faults: LinkFaultsModel,
}

record! { ClientLinksModel { client, servers = OneOrMany::all(), latency, faults } }

/// A message, and how much later it shall arrive.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct DelayModel {
    /// Which message.
    pub message: String,
    /// How much later.
    pub by: Duration,
}

record! { DelayModel { message: required, by: required } }

impl From<&LinkFaults> for LinkFaultsModel {
    fn from(faults: &LinkFaults) -> Self {
        let blocked = Kind::ALL.into_iter().filter(|kind| faults.blocked.contains(*kind));
        Self {
            shape: match faults.shape {
                Shape::Uniform => ShapeModel::Uniform,
                Shape::Exponential => ShapeModel::Exponential,
                Shape::LongTail => ShapeModel::LongTail,
            },
            slow_down: faults.slow_down,
            loss: Percent(faults.loss_ppm),
            late: Percent(faults.late_ppm),
            late_by: SpanText(faults.late_by),
            twice: Percent(faults.twice_ppm),
            twice_after: SpanText(faults.twice_after),
            spacing: Duration(faults.spacing),
            capacity: faults.capacity,
            flap: Percent(faults.flap_ppm),
            flap_every: Duration(faults.flap_every),
            blocked: blocked.map(|kind| kind.name().to_owned()).collect(),
            jam: faults.jam,
        }
    }
}

impl LinkFaultsModel {
    /// What the world understands.
    ///
    /// # Errors
    /// A kind of message that does not exist.
    pub(crate) fn faults(&self) -> Result<LinkFaults, Problem> {
        let mut blocked = Kinds::NONE;
        for (at, name) in self.blocked.iter().enumerate() {
            let kind = condition::kind(name).map_err(|why| why.at(format!("blocked[{at}]")))?;
            blocked = blocked.with(kind);
        }
        Ok(LinkFaults {
            shape: match self.shape {
                ShapeModel::Uniform => Shape::Uniform,
                ShapeModel::Exponential => Shape::Exponential,
                ShapeModel::LongTail => Shape::LongTail,
            },
            slow_down: self.slow_down,
            loss_ppm: self.loss.0,
            late_ppm: self.late.0,
            late_by: self.late_by.0,
            twice_ppm: self.twice.0,
            twice_after: self.twice_after.0,
            spacing: self.spacing.0,
            capacity: self.capacity,
            flap_ppm: self.flap.0,
            flap_every: self.flap_every.0,
            blocked,
            jam: self.jam,
        })
    }
}
