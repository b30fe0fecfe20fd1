//! In which order clients' operations can be taken to have taken effect.
//!
//! The judge has what clients asked for and were told, and the end of what is known is never far from
//! a keyframe: whatever is asked of a long run as well costs no more than looking through its operations.

use raft_check::linearizability::{Order, OrderFinding, Placed, Stuck};
use raft_check::{Property, Violation};
use raft_scenario::Problem;

use crate::Session;
use crate::dto::{Linearization, LinearizationPoint, Misfit};
use crate::replay::Replay;
use crate::time::{self, millis};

/// The most operations of one stretch: the most that a diagram is told of.
pub(crate) const MOST_OPERATIONS: usize = 3_000;

impl Session {
    /// In which order clients' operations can be taken to have taken effect, as far as the current
    /// branch is known, with the moments of those that did between two moments, both included.
    ///
    /// # Errors
    /// If these are no moments of a run.
    pub fn linearization(&self, from: f64, to: f64) -> Result<Linearization, Problem> {
        let (from, to) = time::stretch(from, to)?;
        let mut linearization = Linearization {
            points: Vec::new(),
            omitted: 0,
            misfit: None,
            found: Vec::new(),
            undecided: Vec::new(),
            judged: false,
        };
        let (first, last) = (self.chronicle.first_at(from), self.chronicle.last_at(to));
        Replay::new(self).at_the_end(&mut |run| {
            let Some(orders) = run.judges().orders() else { return };
            linearization.judged = true;
            let is_about_orders = |found: &Violation| found.property == Property::Linearizability;
            let promised = run.judges().broken_promises().into_iter().any(is_about_orders);
            for order in orders {
                let left = MOST_OPERATIONS - linearization.points.len();
                let shown = order.placed.iter().filter(|one| (first..=last).contains(&one.event));
                linearization.points.extend(shown.take(left).map(|placed| self.point(*placed)));
                linearization.say(order, promised);
            }
        })?;
        let operations = self.chronicle.intervals().operations_in(from, to).len();
        let omitted = operations.saturating_sub(MOST_OPERATIONS);
        linearization.omitted = u32::try_from(omitted).unwrap_or(u32::MAX);
        Ok(linearization)
    }

    fn point(&self, Placed { operation, event }: Placed) -> LinearizationPoint {
        LinearizationPoint {
            operation: operation.to_string(),
            at: millis(self.time_of(event)),
            ordinal: event.0,
        }
    }
}

impl Linearization {
    fn say(&mut self, Order { key, finding, .. }: Order, promised: bool) {
        let key = key.to_string();
        match finding {
            OrderFinding::AsExecuted => {}
            OrderFinding::Found => self.found.push(key),
            OrderFinding::Undecided => self.undecided.push(key),
            OrderFinding::Misfit(Stuck { operation, answered, holds, since }) => {
                self.misfit = Some(Misfit {
                    operation: operation.to_string(),
                    key,
                    answered: answered.map(|value| value.to_string()),
                    holds: holds.map(|value| value.to_string()),
                    since: since.map(|since| since.to_string()),
                    promised,
                });
            }
        }
    }
}
