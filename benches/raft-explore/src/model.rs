//! The model that stateright explores.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use raft_check::Property;
use raft_core::Node;
use raft_sim::Server;
use stateright::{Checker, HasDiscoveries, Model};

use crate::way::{self, Way};
use crate::{Choice, Moment, Question, fingerprint, plain_fingerprint};

/// All runs within bounds, up to the first that breaks what must hold.
#[derive(Debug)]
pub struct Exploration {
    question: Question,
    reductions: Reductions,
    /// The first run that breaks something.
    broken: OnceLock<Arc<Way>>,
}

/// What makes the space smaller and leaves in it everything that can go wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reductions {
    /// Moments that differ only in the servers' names are the same.
    pub names: bool,
    /// Messages of which nothing comes do not arrive.
    pub idle_arrivals: bool,
}

/// A state: which one it is, how to get there, and what is to be said of it.
#[derive(Clone, Debug)]
pub struct State {
    way: Arc<Way>,
    fingerprint: u64,
    violated: Option<Property>,
    sights: Sights,
}

/// What there is to see in a state: an exploration that has never come by it has explored little.
#[derive(Clone, Copy, Debug)]
struct Sights {
    leader: bool,
    committed: bool,
    committed_in_two_terms: bool,
}

/// What came of an exploration.
#[derive(Clone, Debug)]
pub struct Found {
    /// The property that is broken first, and the shortest way to that; none if all runs are as they must be.
    pub broken: Option<(Property, Vec<Choice>)>,
    /// How many states there are, as far as it was explored.
    pub unique: usize,
    /// How many times a state was reached.
    pub states: usize,
    /// The most choices of any run that leads to a new state.
    pub depth: usize,
    /// Which of [`LEADER`], [`COMMITTED`] and [`COMMITTED_IN_TWO_TERMS`] were seen.
    pub sights: Vec<&'static str>,
}

/// What must hold everywhere.
pub const SAFETY: &str = "no judge has anything to report";
/// To be seen somewhere: a leader.
pub const LEADER: &str = "somebody leads";
/// To be seen somewhere: a commit.
pub const COMMITTED: &str = "something is committed";
/// To be seen somewhere: commits in two terms.
pub const COMMITTED_IN_TWO_TERMS: &str = "leaders of two terms have committed something";

impl Reductions {
    /// The smallest space.
    pub const ALL: Self = Self { names: true, idle_arrivals: true };
    /// All there is.
    pub const NONE: Self = Self { names: false, idle_arrivals: false };
}

impl Exploration {
    /// The exploration that answers a question.
    #[must_use]
    pub fn of(question: Question, reductions: Reductions) -> Self {
        Self { question, reductions, broken: OnceLock::new() }
    }

    /// Explores, the shortest runs first.
    #[must_use]
    pub fn run(self) -> Found {
        let when = HasDiscoveries::AnyFailures;
        Found::by(&self.checker().finish_when(when).spawn_bfs().join())
    }

    /// Explores, each run to its end before the next one. What it finds is not the shortest.
    #[must_use]
    pub fn run_depth_first(self) -> Found {
        let when = HasDiscoveries::AnyFailures;
        Found::by(&self.checker().finish_when(when).spawn_dfs().join())
    }

    fn state(&self, way: Arc<Way>, moment: &Moment) -> State {
        let of = if self.reductions.names { fingerprint } else { plain_fingerprint };
        let mut nodes = moment.world().servers().iter().filter_map(Server::node);
        let violation = self.question.until.first(moment.violations());
        State {
            way,
            fingerprint: of(moment),
            violated: violation.map(|violation| violation.property),
            sights: Sights {
                leader: nodes.any(Node::is_leader),
                committed: !moment.memory.committed_in.is_empty(),
                committed_in_two_terms: moment.memory.committed_in.len() > 1,
            },
        }
    }

    /// Whether this is where something was first seen to be broken. The checker goes on for a while, and would
    /// tell of the last such state that it meets.
    fn breaks(&self, state: &State) -> bool {
        state.violated.is_some()
            && Arc::ptr_eq(self.broken.get_or_init(|| state.way.clone()), &state.way)
    }
}

impl Found {
    fn by(checker: &impl Checker<Exploration>) -> Self {
        let mut discoveries = checker.discoveries();
        let broken = discoveries.remove(SAFETY);
        let mut sights: Vec<_> = discoveries.into_keys().collect();
        sights.sort_unstable();
        Self {
            broken: broken.and_then(|way| Some((way.last_state().violated?, way.into_actions()))),
            unique: checker.unique_state_count(),
            states: checker.state_count(),
            // The checker counts the states along a way, and there is one more than choices.
            depth: checker.max_depth() - 1,
            sights,
        }
    }
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }
}

impl Hash for State {
    fn hash<H: Hasher>(&self, out: &mut H) {
        out.write_u64(self.fingerprint);
    }
}

impl Model for Exploration {
    type State = State;
    type Action = Choice;

    fn init_states(&self) -> Vec<State> {
        let way = Way::beginning();
        vec![way::at(&way, self.question, |moment| self.state(way.clone(), moment))]
    }

    fn actions(&self, state: &State, choices: &mut Vec<Choice>) {
        let goes_on = state.violated.is_none()
            && self.question.bounds.choices.is_none_or(|most| state.way.length() < most);
        if goes_on {
            choices.extend(way::at(&state.way, self.question, Moment::choices));
        }
    }

    fn next_state(&self, state: &State, choice: Choice) -> Option<State> {
        way::at(&state.way, self.question, |before| {
            let mut moment = before.clone();
            moment.take(choice);
            let is_idle =
                self.reductions.idle_arrivals && moment.is_only_short_of_a_message(before, choice);
            (!is_idle).then(|| self.state(state.way.and(choice), &moment))
        })
    }

    fn properties(&self) -> Vec<stateright::Property<Self>> {
        use stateright::Property;
        vec![
            Property::always(SAFETY, |model: &Self, state: &State| !model.breaks(state)),
            Property::sometimes(LEADER, |_, state: &State| state.sights.leader),
            Property::sometimes(COMMITTED, |_, state: &State| state.sights.committed),
            Property::sometimes(COMMITTED_IN_TWO_TERMS, |_, state: &State| {
                state.sights.committed_in_two_terms
            }),
        ]
    }
}
