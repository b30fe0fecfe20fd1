//! A state as the way to it.
//!
//! A world with its judges is some ten kilobytes, and a breadth-first search keeps a row of states that is as
//! long as the search is broad. So a state is what led to it, and its moment is made again when its turn comes:
//! a run is its choices and nothing else. Neighbours in the row share most of their way, and [`Trail`] keeps the
//! moments of the last one; so it costs few steps.

use std::cell::RefCell;
use std::sync::Arc;

use crate::{Choice, Moment, Question};

/// One step of a way, and those before it.
#[derive(Debug)]
pub(crate) struct Way {
    /// None at the beginning.
    before: Option<(Arc<Way>, Choice)>,
    length: usize,
}

impl Way {
    pub(crate) fn beginning() -> Arc<Self> {
        Arc::new(Self { before: None, length: 0 })
    }

    pub(crate) fn and(self: &Arc<Self>, choice: Choice) -> Arc<Self> {
        Arc::new(Self { before: Some((self.clone(), choice)), length: self.length + 1 })
    }

    /// How many choices it is.
    pub(crate) fn length(&self) -> usize {
        self.length
    }
}

/// The moments along the way that was walked last.
#[derive(Default)]
struct Trail {
    moments: Vec<(Arc<Way>, Moment)>,
}

thread_local! {
    static TRAIL: RefCell<Trail> = RefCell::default();
}

/// Goes to where a way leads, and looks.
pub(crate) fn at<T>(way: &Arc<Way>, question: Question, look: impl FnOnce(&Moment) -> T) -> T {
    TRAIL.with_borrow_mut(|trail| look(trail.walk(way, question)))
}

impl Trail {
    fn walk(&mut self, way: &Arc<Way>, question: Question) -> &Moment {
        let mut ahead = Vec::new();
        let mut here = way;
        // Each place of a way is one object: whose pointer is the same, its way is.
        while !self.moments.get(here.length).is_some_and(|(known, _)| Arc::ptr_eq(known, here)) {
            ahead.push(here);
            let Some((before, _)) = &here.before else { break };
            here = before;
        }
        self.moments.truncate(way.length + 1 - ahead.len());
        for next in ahead.into_iter().rev() {
            let moment = match (&next.before, self.moments.last()) {
                (Some((_, choice)), Some((_, moment))) => {
                    let mut moment = moment.clone();
                    moment.take(*choice);
                    moment
                }
                _ => Moment::first(question),
            };
            self.moments.push((next.clone(), moment));
        }
        &self.moments.last().expect("the way has a beginning").1
    }
}
