//! By which events indices were reached, of late: the earlier event that a violation contradicts.

use std::collections::VecDeque;

use raft_core::{Index, NodeId};
use raft_sim::EventNo;

/// How many events are remembered. It bounds the memory: every keyframe has a copy.
const REMEMBERED: usize = 64;

/// The latest events in which indices were reached, in ascending order of the indices.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reached(VecDeque<Reach>);

/// These indices were reached by this server with this event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Reach {
    first: Index,
    last: Index,
    pub(crate) server: NodeId,
    pub(crate) event: EventNo,
}

impl Reached {
    /// A server has reached the indices behind `before`, up to `last`, if there are any.
    pub(crate) fn note(&mut self, before: Index, last: Index, server: NodeId, event: EventNo) {
        if last <= before {
            return;
        }
        let latest = self.0.back_mut();
        if let Some(reach) = latest
            .filter(|reach| (reach.last, reach.server, reach.event) == (before, server, event))
        {
            reach.last = last;
            return;
        }
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(Reach { first: before.next(), last, server, event });
    }

    /// Who reached this index, and when; none if that is not known any more.
    pub(crate) fn at(&self, index: Index) -> Option<&Reach> {
        let reach = self.0.iter().find(|reach| reach.last >= index)?;
        (reach.first <= index).then_some(reach)
    }

    /// What was reached from `from` on says nothing of what is there now.
    pub(crate) fn cut(&mut self, from: Index) {
        self.0.truncate(self.0.partition_point(|reach| reach.first < from));
        if let Some(reach) = self.0.back_mut() {
            reach.last = reach.last.min(from.prev());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten indices with each event, behind the first ten.
    fn reached(events: u64) -> Reached {
        let mut reached = Reached::default();
        for nth in 1..=events {
            let event = EventNo(u32::try_from(nth).expect("few"));
            reached.note(Index(nth * 10), Index(nth * 10 + 10), NodeId(1), event);
        }
        reached
    }

    fn event(reached: &Reached, index: u64) -> Option<u32> {
        reached.at(Index(index)).map(|reach| reach.event.0)
    }

    #[test]
    fn what_one_event_reaches_step_by_step_counts_as_one() {
        let mut reached = reached(1);
        for nth in 21..=200 {
            reached.note(Index(nth - 1), Index(nth), NodeId(1), EventNo(2));
        }
        assert_eq!((event(&reached, 11), event(&reached, 21)), (Some(1), Some(2)));
        reached.note(Index(200), Index(201), NodeId(2), EventNo(2));
        assert_eq!(reached.at(Index(201)).map(|reach| reach.server), Some(NodeId(2)));
        assert_eq!(event(&reached, 202), None);
    }

    #[test]
    fn an_index_has_the_event_that_reached_it_and_no_other() {
        let reached = reached(3);
        let found = [10, 11, 20, 21, 40, 41].map(|index| event(&reached, index));
        assert_eq!(found, [None, Some(1), Some(1), Some(2), Some(3), None]);
    }

    #[test]
    fn what_is_forgotten_is_laid_at_nobodys_door() {
        let many = REMEMBERED as u64 + 1;
        let reached = reached(many);
        assert_eq!((event(&reached, 20), event(&reached, 21)), (None, Some(2)));
        assert_eq!(event(&reached, many * 10), Some(REMEMBERED as u32));
    }

    #[test]
    fn who_reaches_nothing_new_takes_nobodys_place() {
        let mut reached = reached(1);
        for _ in 0..2 * REMEMBERED {
            reached.note(Index(20), Index(20), NodeId(2), EventNo(9));
            reached.note(Index(20), Index(15), NodeId(2), EventNo(9));
        }
        assert_eq!([20, 21].map(|index| event(&reached, index)), [Some(1), None]);
    }

    #[test]
    fn what_is_cut_off_was_reached_by_nobody() {
        let mut reached = reached(3);
        reached.cut(Index(26));
        assert_eq!([25, 26, 31].map(|index| event(&reached, index)), [Some(2), None, None]);
        reached.note(Index(25), Index(26), NodeId(2), EventNo(9));
        assert_eq!([25, 26].map(|index| event(&reached, index)), [Some(2), Some(9)]);
        reached.cut(Index(11));
        assert_eq!(event(&reached, 11), None);
    }
}
