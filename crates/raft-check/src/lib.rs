//! The judges: they watch a world and say when a property of Raft is violated.
//!
//! One judge per property of the paper's Figure 3, one per invariant (`invariants/mod.rs`), and one per
//! promise to clients; one file per judge. A judge sees events and the state they leave behind; it uses
//! none of the core's rules, and it cannot change what it judges. What one event costs a judge does not
//! grow with the run.
//!
//! [`Judges`] is a [`Sink`]: attach it to a world.
//!
//! # Example
//!
//! ```
//! use raft_check::Judges;
//! use raft_sim::{Seeded, Setup, SimTime, World};
//!
//! let mut world = World::new(Setup::default(), Seeded::new(7))?;
//! let mut judges = Judges::default();
//! while world.position().time < SimTime(1_000_000) {
//!     world.advance(&mut judges);
//! }
//! assert!(judges.violations().is_empty());
//! # Ok::<(), raft_sim::InvalidSetup>(())
//! ```

mod chunks;
mod election_safety;
mod exactly_once;
mod executions;
mod invariants;
mod leader_append_only;
mod leader_completeness;
pub mod linearizability;
mod liveness;
mod log_matching;
mod promise;
mod reached;
mod state_machine_safety;

use raft_core::{LogId, NodeId, Term};
use raft_sim::{EventNo, Fact, Happening, OperationId, Position, Sink, World};

use election_safety::ElectionSafety;
use exactly_once::ExactlyOnce;
use executions::{Executions, Noticed};
use invariants::Invariants;
use leader_append_only::LeaderAppendOnly;
use leader_completeness::LeaderCompleteness;
use linearizability::watch::Watch;
use log_matching::LogMatching;
use state_machine_safety::StateMachineSafety;

pub use liveness::{Barrier, Ground, Liveness, Missing, Out, Outlook, Stall};
pub use promise::Promise;

/// Writes the list of properties down once: its name, and what it says.
macro_rules! properties {
    ($($(#[doc = $doc:literal])+ $property:ident = $name:literal,)+) => {
        /// A property that Raft promises (Figure 3), or an invariant that follows from its rules.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Property {
            $($(#[doc = $doc])+ $property,)+
        }

        impl Property {
            /// All properties: those of Figure 3 in its order, the invariants, and what is promised to clients.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$property),+];

            /// The name that people know.
            #[must_use]
            pub fn name(self) -> &'static str {
                static NAMES: [&str; Property::ALL.len()] = [$($name),+];
                NAMES[self as usize]
            }
        }
    };
}

properties! {
    /// At most one leader can be elected in a given term (§5.2).
    ElectionSafety = "Election Safety",
    /// A leader never overwrites or deletes entries in its log; it only appends (§5.3).
    LeaderAppendOnly = "Leader Append-Only",
    /// If two logs contain an entry with the same index and term, they are identical up to there
    /// (§5.3).
    LogMatching = "Log Matching",
    /// An entry committed in a term is in the logs of the leaders of all later terms (§5.4).
    LeaderCompleteness = "Leader Completeness",
    /// No two servers apply different entries at the same index (§5.4.3).
    StateMachineSafety = "State Machine Safety",
    /// What one server knows to be committed never conflicts with what another one knows to be.
    CommittedLogsAgree = "Committed Logs Agree",
    /// A majority of the voters has each committed entry.
    CommittedOnMajority = "Committed on a Majority",
    /// What a leader declares to be committed is on the disks of a majority.
    CommittedIsDurable = "Committed Is Durable",
    /// A log as up to date as one in which a leader has committed an entry has that entry.
    UpToDateIsComplete = "Up to Date Is Complete",
    /// Nobody's log reaches further in the entries of a leader's term than the leader's.
    LeaderHasItsTerm = "Leader Has Its Term",
    /// Terms do not decrease along a log, nor exceed the server's own.
    LogTermsInOrder = "Log Terms in Order",
    /// Snapshot and state machine end at or before what is committed, and that in the log.
    IndicesInOrder = "Indices in Order",
    /// The configuration in use is the latest in the log.
    ConfigurationOfLog = "Configuration of the Log",
    /// A leader has voted for itself.
    LeaderVotedForItself = "Leader Voted for Itself",
    /// In one term a server votes once, follows one leader, and leads at most once.
    OnceInATerm = "Once in a Term",
    /// While a server lives its term, commit index and state machine do not go back.
    NothingGoesBack = "Nothing Goes Back",
    /// What a leader thinks of its followers' logs is within its own log, and on their disks.
    ProgressIsTrue = "Progress Is True",
    /// Votes and acknowledgements are on disk before they are given.
    PromisesAreDurable = "Promises Are Durable",
    /// What a client asks for takes effect at most once (§8). Promised to clients with sessions.
    ExactlyOnce = "Exactly-Once",
    /// Every operation seems to take effect at once, between its invocation and its answer (§8).
    /// Promised to clients with sessions that do not ask for stale reads.
    Linearizability = "Linearizability",
}

impl Property {
    /// Whether it is about what clients see, rather than about servers.
    #[must_use]
    pub fn is_of_clients(self) -> bool {
        matches!(self, Self::ExactlyOnce | Self::Linearizability)
    }
}

/// A property, violated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// Which one.
    pub property: Property,
    /// Whether that was promised.
    pub promise: Promise,
    /// The guilty event.
    pub event: EventNo,
    /// Its place in the run.
    pub position: Position,
    /// The earlier event that it contradicts, if there is one.
    pub contradicts: Option<EventNo>,
    /// The servers involved, the guilty one first.
    pub servers: Vec<NodeId>,
    /// The operations of clients involved, the guilty one first. Only what is promised to clients
    /// has some.
    pub operations: Vec<OperationId>,
    /// The entries involved, in the order of the servers.
    pub entries: Vec<LogId>,
    /// The term in which it happened.
    pub term: Term,
}

/// What a judge finds, before it is known where in the run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Finding {
    contradicts: Option<EventNo>,
    servers: Vec<NodeId>,
    entries: Vec<LogId>,
    term: Term,
}

/// What a judge of what is promised to clients finds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct OperationsFinding {
    finding: Finding,
    operations: Vec<OperationId>,
}

/// One judge of one property.
pub(crate) trait Judge {
    /// Looks at what has just happened.
    fn judge(&mut self, world: &World, happening: &Happening<'_>) -> Option<Finding>;
}

/// All judges together. Each property is reported once, when it is first violated: what follows a
/// violation proves nothing more.
#[derive(Clone, Debug, Default)]
pub struct Judges {
    election_safety: ElectionSafety,
    leader_append_only: LeaderAppendOnly,
    log_matching: LogMatching,
    leader_completeness: LeaderCompleteness,
    state_machine_safety: StateMachineSafety,
    invariants: Invariants,
    liveness: Liveness,
    violations: Vec<Violation>,
    executions: Executions,
    exactly_once: ExactlyOnce,
    linearizability: Watch,
    client_violations: Vec<Violation>,
}

impl Judges {
    /// What servers have violated so far, in order.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// What clients can see that is not as exactly-once and linearizability have it, in order.
    ///
    /// Apart, because Raft promises both only to clients with sessions whose reads are not stale:
    /// without that they are violated and no server has done anything wrong.
    #[must_use]
    pub fn client_violations(&self) -> &[Violation] {
        &self.client_violations
    }

    /// Everything that has been violated so far, promised or not, in order.
    #[must_use]
    pub fn all_violations(&self) -> Vec<&Violation> {
        let mut all: Vec<&Violation> = self.violations.iter().collect();
        for found in &self.client_violations {
            let at = all.partition_point(|other| other.event <= found.event);
            all.insert(at, found);
        }
        all
    }

    /// What has been violated so far although it was promised, leases being as good as the clocks are
    /// said to be, in order.
    #[must_use]
    pub fn broken_promises(&self) -> Vec<&Violation> {
        let mut broken = self.all_violations();
        broken.retain(|found| found.promise != Promise::NotMade);
        broken
    }

    /// How many promises have been broken.
    #[must_use]
    pub fn broken(&self) -> usize {
        let of_clients = self.client_violations.iter();
        let promised = of_clients.filter(|found| found.promise != Promise::NotMade);
        self.violations.len() + promised.count()
    }

    /// An order of what clients were told for each key, as far as linearizability was judged: up to the
    /// first answer that has no place. Nothing if nobody knows what the servers held at first.
    ///
    /// Made anew each time, in a bounded number of steps.
    #[must_use]
    pub fn orders(&self) -> Option<Vec<linearizability::Order>> {
        let is_judged = !self.executions.has_unknown_start();
        is_judged.then(|| linearizability::account::account(&self.linearizability))
    }

    /// Whether the cluster goes on.
    #[must_use]
    pub fn liveness(&self) -> &Liveness {
        &self.liveness
    }

    fn report(&mut self, property: Property, finding: Option<Finding>, happening: &Happening<'_>) {
        let Some(finding) = finding else { return };
        if self.violations.iter().all(|known| known.property != property) {
            let found = OperationsFinding { finding, operations: Vec::new() };
            self.violations.push(violation(property, Promise::Made, found, happening));
        }
    }

    /// Lets those judge who judge what is promised to clients, each until it has found something.
    fn judge_for_clients(&mut self, world: &World, happening: &Happening<'_>) {
        let Noticed { executions, clients } = self.executions.watch(world, happening);
        if !executions.is_empty() && self.may_report(Property::ExactlyOnce) {
            let found = self.exactly_once.judge(world, happening, &executions);
            self.report_for_clients(Property::ExactlyOnce, found, world, happening);
        }
        if (clients || !executions.is_empty())
            && !self.executions.has_unknown_start()
            && self.may_report(Property::Linearizability)
        {
            let found = self.linearizability.judge(world, happening, &executions);
            self.report_for_clients(Property::Linearizability, found, world, happening);
        }
    }

    fn may_report(&self, property: Property) -> bool {
        self.client_violations.iter().all(|known| known.property != property)
    }

    fn report_for_clients(
        &mut self,
        property: Property,
        found: Option<OperationsFinding>,
        world: &World,
        happening: &Happening<'_>,
    ) {
        let Some(found) = found else { return };
        let promise = Promise::of(property, world, &found.operations);
        self.client_violations.push(violation(property, promise, found, happening));
    }
}

fn violation(
    property: Property,
    promise: Promise,
    OperationsFinding { finding, operations }: OperationsFinding,
    happening: &Happening<'_>,
) -> Violation {
    let Finding { contradicts, servers, entries, term } = finding;
    let (event, position) = (happening.event.no, happening.event.position);
    Violation {
        property,
        promise,
        event,
        position,
        contradicts,
        servers,
        operations,
        entries,
        term,
    }
}

impl Sink for Judges {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        self.judge_for_clients(world, &happening);
        // Most events only send messages.
        let is_eventful = happening.facts.iter().any(says_more_than_messages);
        if is_eventful {
            let found = [
                (Property::ElectionSafety, self.election_safety.judge(world, &happening)),
                (Property::LeaderAppendOnly, self.leader_append_only.judge(world, &happening)),
                (Property::LogMatching, self.log_matching.judge(world, &happening)),
                (Property::LeaderCompleteness, self.leader_completeness.judge(world, &happening)),
                (Property::StateMachineSafety, self.state_machine_safety.judge(world, &happening)),
            ];
            for (property, finding) in found {
                self.report(property, finding, &happening);
            }
        }
        self.liveness.see(world, &happening);
        for (property, finding) in self.invariants.judge(world, &happening, is_eventful) {
            self.report(property, Some(finding), &happening);
        }
    }
}

/// Whether this says more than that something was sent. Every property is about what changes: an event
/// that changes nothing cannot violate one.
fn says_more_than_messages(fact: &Fact) -> bool {
    !matches!(fact, Fact::Sent { .. })
}
