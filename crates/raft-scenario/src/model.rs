//! What stands in a scenario file. Defaults are left out when it is printed, so that the same
//! content has the same bytes.

use serde::{Deserialize, Serialize};

use crate::record::record;
use crate::{
    ActionModel, ChaosModel, ClockModel, Condition, DiskFaultsModel, Duration, ExerciseModel,
    Expectation, ForkModel, InitialModel, LinkFaultsModel, Percent, ServerFaultsModel, SpanText,
    Text,
};

/// The version of the format. The promise that a file replays the same begins with 1.
pub const FORMAT: u32 = 1;

/// A scenario: a cluster, and what shall happen to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct Scenario {
    /// The version of the format: 1.
    pub format: u32,
    /// What it is called.
    pub title: Text,
    /// What it shows, in a sentence or two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// Where it comes from: papers, posts, issues.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// For whom it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<LevelModel>,
    /// What it is about: lower-case words with hyphens.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The step whose moment shows best what it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// Of something that has happened: what of it is documented, and what is reconstruction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Text>,
    /// What all chance comes from. Below 2^53.
    pub seed: u64,
    /// Where the story ends. A run can go on after that.
    pub until: Duration,
    /// The servers.
    #[serde(skip_serializing_if = "is_default")]
    pub cluster: ClusterModel,
    /// The network between the servers.
    #[serde(skip_serializing_if = "is_default")]
    pub network: NetworkModel,
    /// The servers' disks.
    #[serde(skip_serializing_if = "is_default")]
    pub disk: DiskModel,
    /// The servers' clocks.
    #[serde(skip_serializing_if = "is_default")]
    pub clock: ClockModel,
    /// The clients.
    #[serde(skip_serializing_if = "is_default")]
    pub clients: ClientsModel,
    /// What chance does to all of them.
    #[serde(skip_serializing_if = "is_default")]
    pub chaos: ChaosModel,
    /// What servers have on their disks at the start.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub initial: Vec<InitialModel>,
    /// Choices that are not left to the seed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// What happens, in order. A step waits for its moment once the step before it has come.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepModel>,
    /// The same story with other rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fork: Option<Box<ForkModel>>,
    /// What a reader shall bring about by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exercise: Option<Box<ExerciseModel>>,
    /// What is true at the end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expect: Vec<Expectation>,
}

record! { Scenario {
    format: required, title: required, summary, sources, level, tags, picture, provenance, seed,
    until = ten_seconds(), cluster, network, disk, clock, clients, chaos, initial, choices, steps,
    fork, exercise, expect,
} }

/// For whom a scenario is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LevelModel {
    /// Whoever sees Raft for the first time.
    Newcomer,
    /// Whoever knows the paper, or runs a cluster.
    Practitioner,
    /// Whoever builds one.
    Expert,
}

/// The servers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct ClusterModel {
    /// How many: 1 to 9.
    pub servers: u8,
    /// Which of them vote at the start; all, if nobody says. The others wait until they are added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voters: Option<Vec<String>>,
    /// A leader that has sent nothing for this long sends a heartbeat.
    pub heartbeat: Duration,
    /// The range from which election timeouts are drawn.
    pub election_timeout: SpanText,
    /// Whether a new leader appends an empty entry.
    pub noop: bool,
    /// What a server that does not lead does with a client's request.
    pub proposals: ProposalsModel,
    /// How clients read when nobody says how.
    pub reads: ReadsModel,
    /// At most this many entries in one AppendEntries.
    pub entries_per_append: u32,
    /// At most this many bytes of commands in one AppendEntries, where it holds more than one entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes_per_append: Option<u64>,
    /// How many AppendEntries with entries may be on their way to one follower.
    #[serde(skip_serializing_if = "is_one")]
    pub append_window: u32,
    /// A leader takes no more commands while this many bytes of them are not committed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncommitted_bytes: Option<u64>,
    /// How a leader goes back in its log after a refusal.
    #[serde(skip_serializing_if = "is_default")]
    pub backtracking: BacktrackingModel,
    /// Whether a server asks if it would be elected before it opens a term.
    #[serde(skip_serializing_if = "is_default")]
    pub pre_vote: bool,
    /// Whether a leader steps down that has not heard from a majority for an election timeout.
    #[serde(skip_serializing_if = "is_default")]
    pub check_quorum: bool,
    /// Whether a server that hears from a leader ignores requests for its vote.
    #[serde(skip_serializing_if = "is_default")]
    pub leader_stickiness: bool,
    /// Whether a leader answers reads by lease without asking. Needs `leader_stickiness`.
    #[serde(skip_serializing_if = "is_default")]
    pub lease_reads: bool,
    /// A server takes a snapshot after so many applied entries; 0: only when it is told to.
    #[serde(skip_serializing_if = "is_default")]
    pub snapshot_after: u64,
    /// How many entries before a snapshot's end stay in the log.
    #[serde(skip_serializing_if = "is_default")]
    pub snapshot_keep: u64,
    /// At most this many bytes of a snapshot in one InstallSnapshot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot_chunk: Option<u32>,
    /// From when on a server uses a configuration of its log.
    #[serde(skip_serializing_if = "is_default")]
    pub activation: ActivationModel,
    /// Whether a leader steps down once it is removed by a committed configuration.
    #[serde(skip_serializing_if = "core::clone::Clone::clone")]
    pub step_down_on_removal: bool,
    /// By how much one clock may run faster than another, in millionths. Leases allow for it.
    #[serde(skip_serializing_if = "is_default")]
    pub clock_drift_ppm: u32,
    /// What is wrong with the servers.
    #[serde(skip_serializing_if = "is_default")]
    pub faults: ServerFaultsModel,
    /// Rules that are broken on purpose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::deviations"))]
    pub deviations: Vec<String>,
}

record! { default ClusterModel {
    servers, voters, heartbeat, election_timeout, noop, proposals, reads, entries_per_append,
    bytes_per_append, append_window, uncommitted_bytes, backtracking, pre_vote, check_quorum,
    leader_stickiness, lease_reads, snapshot_after, snapshot_keep, snapshot_chunk, activation,
    step_down_on_removal, clock_drift_ppm, faults, deviations,
} }

/// What a server that does not lead does with a client's request.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProposalsModel {
    /// It says who leads.
    #[default]
    Redirect,
    /// It passes the request on.
    Forward,
}

/// How reads are served (dissertation §6.4).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReadsModel {
    /// A read is an entry of the log like any write.
    #[default]
    Log,
    /// The leader asks a majority whether it still leads.
    ReadIndex,
    /// The leader's lease is enough, where it has one.
    Lease,
    /// Whoever is asked answers with what it has, which may be out of date.
    Stale,
}

/// From when on a server uses a configuration of its log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActivationModel {
    /// As soon as it stands there (§6).
    #[default]
    Append,
    /// When it is applied, as some implementations do.
    Apply,
}

/// How a leader goes back in its log after a refusal (§5.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BacktrackingModel {
    /// A whole term at once.
    #[default]
    ByTerm,
    /// One entry at a time.
    OneByOne,
}

/// The network between the servers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct NetworkModel {
    /// How long a message travels.
    pub latency: SpanText,
    /// How likely a message is lost.
    pub loss: Percent,
    /// What is wrong with the links.
    #[serde(skip_serializing_if = "is_default")]
    pub faults: LinkFaultsModel,
    /// Links that differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkModel>,
}

record! { default NetworkModel { latency, loss, faults, links } }

/// A link that differs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct LinkModel {
    /// Its ends, such as `["n1", "n3"]`.
    pub between: [String; 2],
    /// How long a message travels on it; as on all links if nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency: Option<SpanText>,
    /// What is wrong with it; if nobody says, what is wrong with all links.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub faults: Option<LinkFaultsModel>,
    /// Whether only messages from the first end to the second are meant.
    #[serde(skip_serializing_if = "is_default")]
    pub one_way: bool,
}

record! { LinkModel { between: required, latency, faults, one_way } }

/// The servers' disks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct DiskModel {
    /// How long a write takes until it is durable.
    pub write: SpanText,
    /// What is wrong with them.
    #[serde(skip_serializing_if = "is_default")]
    pub faults: DiskFaultsModel,
}

record! { default DiskModel { write, faults } }

/// The clients.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct ClientsModel {
    /// How many: 0 to 9.
    pub count: u8,
    /// How long a message between a client and a server travels.
    pub latency: SpanText,
    /// What is wrong with the links between clients and servers.
    #[serde(skip_serializing_if = "is_default")]
    pub faults: LinkFaultsModel,
    /// How long a client waits for an answer before it asks another server.
    pub timeout: Duration,
    /// How long it waits before it asks again when a server knows of no leader.
    pub backoff: Duration,
    /// How many times it asks before it gives up.
    pub attempts: u32,
    /// Whether each asks one server only, the one of its own number, and follows no redirect.
    #[serde(skip_serializing_if = "is_default")]
    pub pinned: bool,
    /// Whether they open sessions, so that what is asked twice is done once.
    #[serde(skip_serializing_if = "is_default")]
    pub sessions: bool,
    /// What clients do by themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workload: Option<WorkloadModel>,
}

record! { default ClientsModel {
    count, latency, faults, timeout, backoff, attempts, pinned, sessions, workload,
} }

/// What clients do by themselves: they read and write keys `k0`, `k1`, … at random.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct WorkloadModel {
    /// The pause between an answer and the next operation.
    pub pause: SpanText,
    /// How many different keys.
    pub keys: u32,
    /// How many of the operations read.
    pub reads: Percent,
}

record! { WorkloadModel { pause: required, keys = one(), reads } }

/// A choice that is not left to the seed. Exactly one of `election_timeout`, `latency` and `lost`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct Choice {
    /// The election timeout of `server` in `term`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub election_timeout: Option<Duration>,
    /// Whose election timeout.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// In which term. 0 is before the first election.
    #[serde(skip_serializing_if = "is_default")]
    pub term: u64,
    /// In which life of the server: 1 before its first crash.
    #[serde(skip_serializing_if = "is_one")]
    pub incarnation: u32,
    /// How long `message` travels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency: Option<Duration>,
    /// Whether `message` is lost, where chance could lose it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<bool>,
    /// Which message, such as `n1>n3:AppendEntries:2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

record! { Choice { election_timeout, server, term, incarnation = one(), latency, lost, message } }

/// A step of the story. At most one of `at`, `after` and `when`; with none of them it comes
/// together with the step before it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct StepModel {
    /// Its name in links: lower-case letters, digits and hyphens.
    pub id: String,
    /// At this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Duration>,
    /// Only with `at`: not before this many events have happened at that time. A place in the midst of
    /// an instant, as a hand has found it; such a step is not let go by `release`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processed: Option<u32>,
    /// This long after the step before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Duration>,
    /// When this happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// What is done then, in order.
    #[serde(rename = "do", skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionModel>,
    /// What the reader is told. A step without it is done in silence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub say: Option<Text>,
    /// How long a reader watches from here to the next step that says something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pace: Option<Duration>,
    /// A question at which the story stops.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionModel>,
    /// What is true at this moment, after the step's actions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expect: Vec<Expectation>,
}

record! { StepModel {
    id: required, at, processed, after, when, actions as "do", say, pace, question, expect,
} }

/// A question: predict, then see.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct QuestionModel {
    /// The question.
    pub ask: Text,
    /// What one may answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Text>,
    /// What is right, and why.
    pub reveal: Text,
    /// What is done at that moment to show it. Without it the answer is words alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub show: Vec<ActionModel>,
}

record! { QuestionModel { ask: required, answers, reveal: required, show } }

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn one() -> u32 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
fn is_one(value: &u32) -> bool {
    *value == 1
}

fn ten_seconds() -> Duration {
    Duration(raft_core::Micros::from_millis(10_000))
}

// The defaults of the file are the defaults of the world, spelled as people spell them.

impl Default for ClusterModel {
    fn default() -> Self {
        let setup = raft_sim::Setup::default();
        let (low, high) = setup.options.election_timeout;
        Self {
            servers: setup.servers,
            voters: None,
            heartbeat: Duration(setup.options.heartbeat_interval),
            election_timeout: SpanText(raft_sim::Span { low, high }),
            noop: setup.options.noop_on_election,
            proposals: ProposalsModel::default(),
            reads: ReadsModel::default(),
            entries_per_append: setup.options.entries_per_append,
            bytes_per_append: None,
            append_window: setup.options.append_window,
            uncommitted_bytes: None,
            backtracking: BacktrackingModel::default(),
            pre_vote: setup.options.pre_vote,
            check_quorum: setup.options.check_quorum,
            leader_stickiness: setup.options.leader_stickiness,
            lease_reads: setup.options.lease_reads,
            clock_drift_ppm: setup.options.clock_drift_ppm,
            snapshot_after: setup.options.snapshot_after,
            snapshot_keep: setup.options.snapshot_keep,
            snapshot_chunk: None,
            activation: ActivationModel::default(),
            step_down_on_removal: setup.options.step_down_on_removal,
            faults: ServerFaultsModel::default(),
            deviations: Vec::new(),
        }
    }
}

impl Default for NetworkModel {
    fn default() -> Self {
        let latency = SpanText(raft_sim::Setup::default().network.latency);
        let faults = LinkFaultsModel::default();
        Self { latency, loss: Percent::default(), faults, links: Vec::new() }
    }
}

impl Default for DiskModel {
    fn default() -> Self {
        let write = SpanText(raft_sim::Setup::default().disk_write);
        Self { write, faults: DiskFaultsModel::default() }
    }
}

impl Default for ClientsModel {
    fn default() -> Self {
        let setup = raft_sim::Setup::default();
        Self {
            count: setup.clients,
            latency: SpanText(setup.network.client_latency),
            faults: LinkFaultsModel::default(),
            timeout: Duration(setup.client.timeout),
            backoff: Duration(setup.client.backoff),
            attempts: setup.client.attempts,
            pinned: setup.client.pinned,
            sessions: setup.client.sessions,
            workload: None,
        }
    }
}
