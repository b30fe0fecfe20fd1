//! The judges: they watch a world and say when a property of Raft is violated.
//!
//! One judge per property of the paper's Figure 3, one file per judge. A judge sees events and the
//! state they leave behind; it uses none of the core's rules, and it cannot change what it judges.
//! What one event costs a judge does not grow with the run.
//!
//! [`Judges`] is a [`Sink`]: attach it to a world.

mod election_safety;
mod leader_append_only;
mod leader_completeness;
pub mod linearizability;
mod log_matching;
mod state_machine_safety;

use raft_core::{LogId, NodeId, Term};
use raft_sim::{EventNo, Happening, Position, Sink, World};

use election_safety::ElectionSafety;
use leader_append_only::LeaderAppendOnly;
use leader_completeness::LeaderCompleteness;
use log_matching::LogMatching;
use state_machine_safety::StateMachineSafety;

/// A property that Raft promises (Figure 3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Property {
    /// At most one leader can be elected in a given term (§5.2).
    ElectionSafety,
    /// A leader never overwrites or deletes entries in its log; it only appends (§5.3).
    LeaderAppendOnly,
    /// If two logs contain an entry with the same index and term, they are identical up to there
    /// (§5.3).
    LogMatching,
    /// An entry committed in a term is in the logs of the leaders of all later terms (§5.4).
    LeaderCompleteness,
    /// No two servers apply different entries at the same index (§5.4.3).
    StateMachineSafety,
}

/// A property, violated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// Which one.
    pub property: Property,
    /// The guilty event.
    pub event: EventNo,
    /// Its place in the run.
    pub position: Position,
    /// The earlier event that it contradicts, if there is one.
    pub contradicts: Option<EventNo>,
    /// The servers involved, the guilty one first.
    pub servers: Vec<NodeId>,
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
    violations: Vec<Violation>,
}

impl Judges {
    /// What has been violated so far, in order.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    fn report(&mut self, property: Property, finding: Option<Finding>, happening: &Happening<'_>) {
        let Some(Finding { contradicts, servers, entries, term }) = finding else { return };
        if self.violations.iter().any(|known| known.property == property) {
            return;
        }
        let (event, position) = (happening.event.no, happening.event.position);
        self.violations.push(Violation {
            property,
            event,
            position,
            contradicts,
            servers,
            entries,
            term,
        });
    }
}

impl Sink for Judges {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        // Every property is about what changes: an event that changes nothing cannot violate one.
        if happening.facts.is_empty() {
            return;
        }
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
}

impl Property {
    /// All properties, in the order of Figure 3.
    pub const ALL: [Self; 5] = [
        Self::ElectionSafety,
        Self::LeaderAppendOnly,
        Self::LogMatching,
        Self::LeaderCompleteness,
        Self::StateMachineSafety,
    ];

    /// The name that people know.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ElectionSafety => "Election Safety",
            Self::LeaderAppendOnly => "Leader Append-Only",
            Self::LogMatching => "Log Matching",
            Self::LeaderCompleteness => "Leader Completeness",
            Self::StateMachineSafety => "State Machine Safety",
        }
    }
}
