//! A search for an order: Wing & Gong (1993), with Lowe's (2017) memory of where there is no way on.
//!
//! A *configuration* is a set of operations that are placed, and the state after them. From there on
//! whatever is under way and fits may come next: everything that began before the first answer that
//! is still to come. An answer is *passed* when its operation is placed. If nothing fits, the search
//! goes back to the last choice.
//!
//! Three things make it fast:
//!
//! * The set is not kept as a bit for each operation of the history. What was answered before the
//!   first answer to come is placed, what began after it is not; so it is enough to say which answer
//!   that is and which of the operations *under way* are placed, and those are few. A configuration
//!   costs two words, however long the history is.
//! * An operation that only looks is placed as soon as it fits: whoever finds an order in which it
//!   comes later can move it to the front, and nobody notices. So choices are among operations that
//!   change something.
//! * What was never answered is tried last, and only where it makes a difference to what comes next:
//!   else it might as well not have happened.

use super::interner::Interner;
use super::timeline::{Call, NEVER, Timeline};
use super::visited::Visited;
use super::{History, OperationNo, Refutation, Specification, Step, Verdict};

/// Looks for an order, in at most so many steps for each key. A step is a question to the
/// specification, or a word that is remembered.
#[must_use]
pub fn search<S: Specification>(
    specification: &S,
    history: &History<S::Input, S::Output>,
    steps: u64,
) -> Verdict<S::State> {
    let mut orders = Vec::new();
    let mut first: Option<(u32, Refutation<S::State>)> = None;
    let mut given_up = None;
    for line in Timeline::split(specification, history) {
        let mut search = Search::new(specification, &line, steps);
        match search.run() {
            Found::Order => orders.push(with_moments(&line, search.order())),
            Found::None => {
                let both = first.into_iter().chain([search.refutation()]);
                first = both.min_by_key(|(returned, _)| *returned);
            }
            Found::TooMuch => *given_up.get_or_insert(0) += search.steps,
        }
    }
    match (first, given_up) {
        (Some((_, refutation)), _) => Verdict::NotLinearizable(refutation),
        (None, Some(steps)) => Verdict::Undecided { steps },
        (None, None) => Verdict::Linearizable { order: merged(orders) },
    }
}

/// Looks for an order of the operations on a single key.
pub(crate) fn search_key<S: Specification>(
    specification: &S,
    history: &History<S::Input, S::Output>,
    steps: u64,
) -> Verdict<S::State> {
    let line = Timeline::of_one_key(specification, history);
    let mut search = Search::new(specification, &line, steps);
    match search.run() {
        Found::Order => {
            let order = search.order().map(|call| line.calls[call as usize].no);
            Verdict::Linearizable { order: order.collect() }
        }
        Found::None => Verdict::NotLinearizable(search.refutation().1),
        Found::TooMuch => Verdict::Undecided { steps: search.steps },
    }
}

/// An order with the moment at which each operation can take effect: its invocation, or that of one
/// before it, whichever is later. No answer is earlier, because the order respects time.
fn with_moments<S: Specification>(
    line: &Timeline<'_, S>,
    order: impl Iterator<Item = u32>,
) -> Vec<(u32, OperationNo)> {
    let mut moment = 0;
    let place = |call: u32| {
        let Call { no, invoked, .. } = line.calls[call as usize];
        moment = moment.max(invoked);
        (moment, no)
    };
    order.map(place).collect()
}

/// The orders of all keys as one. Moments of different keys are never the same.
fn merged(mut orders: Vec<Vec<(u32, OperationNo)>>) -> Vec<OperationNo> {
    let mut all = orders.pop().unwrap_or_default();
    if !orders.is_empty() {
        all.extend(orders.into_iter().flatten());
        all.sort_by_key(|(moment, _)| *moment);
    }
    all.into_iter().map(|(_, no)| no).collect()
}

enum Found {
    Order,
    None,
    TooMuch,
}

/// One key's search.
struct Search<'a, 'h, S: Specification> {
    specification: &'a S,
    line: &'a Timeline<'h, S>,
    /// What is not placed, as two lists in the order of invocations: what was answered, and what was
    /// not. A list that can be undone step by step (Knuth calls it dancing links).
    next: Vec<u32>,
    previous: Vec<u32>,
    states: Interner<S::State>,
    state: u32,
    /// By slot: which of the operations under way are placed.
    placed: Vec<u64>,
    /// How many answers are passed.
    passed: u32,
    trail: Vec<Move>,
    choices: Vec<Choice>,
    visited: Visited,
    best: Best,
    steps: u64,
    limit: u64,
}

/// What was done, to be undone in reverse.
#[derive(Clone, Copy)]
struct Move(u32);

/// A configuration whose ways on are being tried.
#[derive(Clone, Copy)]
struct Choice {
    /// How long the trail was.
    trail: usize,
    state: u32,
    /// The operation that was tried last, or the head of a list.
    tried: u32,
}

/// The longest way so far, of those that pass the most answers.
#[derive(Default)]
struct Best {
    passed: u32,
    state: u32,
    trail: Vec<Move>,
    /// How much of it is the same as the present trail.
    shared: usize,
}

impl Move {
    /// Whether an answer was passed, rather than an operation placed.
    const PASSED: u32 = 1 << 31;

    fn placed(self) -> Option<u32> {
        (self.0 & Self::PASSED == 0).then_some(self.0)
    }
}

impl<'a, 'h, S: Specification> Search<'a, 'h, S> {
    fn new(specification: &'a S, line: &'a Timeline<'h, S>, limit: u64) -> Self {
        let (next, previous) = linked(line);
        let mut states = Interner::new();
        let state = states.number(specification.initial());
        let words = line.slots.div_ceil(64);
        Self {
            specification,
            line,
            next,
            previous,
            states,
            state,
            placed: vec![0; words],
            passed: 0,
            trail: Vec::with_capacity(line.calls.len() * 2),
            choices: Vec::with_capacity(line.calls.len()),
            visited: Visited::new(words),
            best: Best { state, ..Best::default() },
            steps: 0,
            limit,
        }
    }

    fn run(&mut self) -> Found {
        self.look();
        self.choose();
        while let Some(choice) = self.choices.last().copied() {
            if self.is_done() {
                return Found::Order;
            }
            if self.steps >= self.limit {
                return Found::TooMuch;
            }
            if let Some((call, state)) = self.next_way(choice) {
                self.place(call);
                self.state = state;
                self.look();
                if self.visit() {
                    self.choose();
                } else {
                    self.undo(choice);
                }
            } else {
                self.note_best();
                self.choices.pop();
                if let Some(before) = self.choices.last().copied() {
                    self.undo(before);
                }
            }
        }
        Found::None
    }

    fn is_done(&self) -> bool {
        self.passed as usize == self.line.returns.len()
    }

    /// When the first answer comes that is not passed.
    fn horizon(&self) -> u32 {
        let first = self.line.returns.get(self.passed as usize);
        first.map_or(NEVER, |call| self.line.calls[*call as usize].returned)
    }

    fn choose(&mut self) {
        let (trail, state, tried) = (self.trail.len(), self.state, self.answered());
        self.choices.push(Choice { trail, state, tried });
    }

    /// The next operation that can come next, with the state that it makes. First those that were
    /// answered.
    fn next_way(&mut self, choice: Choice) -> Option<(u32, u32)> {
        let horizon = self.horizon();
        let mut call = choice.tried;
        loop {
            call = self.next[call as usize];
            if call >= self.answered() || self.began(call) > horizon {
                if call == self.unanswered() || self.is_unanswered(call) {
                    return None;
                }
                call = self.unanswered();
                continue;
            }
            if let Some(state) = self.way(choice.state, call)
                && !self.is_needless(call, state)
            {
                if let Some(choice) = self.choices.last_mut() {
                    choice.tried = call;
                }
                return Some((call, state));
            }
        }
    }

    /// The state that this operation makes of another one, if it can come there and is worth trying.
    fn way(&mut self, state: u32, call: u32) -> Option<u32> {
        let call = &self.line.calls[call as usize];
        if call.only_looks {
            return None;
        }
        self.steps += 1;
        match self.specification.apply(self.states.get(state), call.input, call.output) {
            Step::Refused => None,
            // What need not have happened and changes nothing is better left for later.
            Step::Stays => call.output.is_some().then_some(state),
            Step::Becomes(state) => Some(self.states.number(state)),
        }
    }

    /// Whether the operation before this one was never answered, and this one would have made the
    /// same state without it. Then without it is better, and is tried as well.
    fn is_needless(&mut self, call: u32, state: u32) -> bool {
        let [.., before, choice] = self.choices[..] else { return false };
        let [done] = self.trail[before.trail..choice.trail] else { return false };
        done.placed().is_some_and(|done| self.is_unanswered(done))
            && self.way(before.state, call) == Some(state)
    }

    /// Places everything that only looks and fits.
    fn look(&mut self) {
        let mut call = self.next[self.answered() as usize];
        while call != self.answered() && self.began(call) < self.horizon() {
            let at = &self.line.calls[call as usize];
            if at.only_looks {
                self.steps += 1;
                let state = self.states.get(self.state);
                let step = self.specification.apply(state, at.input, at.output);
                if !matches!(step, Step::Refused) {
                    self.place(call);
                }
            }
            call = self.next[call as usize];
        }
    }

    /// Whether nobody has been here before.
    fn visit(&mut self) -> bool {
        self.steps += self.placed.len() as u64;
        self.visited.insert(self.passed, self.state, &self.placed)
    }

    fn place(&mut self, call: u32) {
        let (before, after) = (self.previous[call as usize], self.next[call as usize]);
        self.next[before as usize] = after;
        self.previous[after as usize] = before;
        self.flip(call);
        self.trail.push(Move(call));
        while let Some(call) = self.line.returns.get(self.passed as usize).copied() {
            if !self.is_placed(call) {
                break;
            }
            // Its slot goes to somebody else.
            self.flip(call);
            self.passed += 1;
            self.trail.push(Move(call | Move::PASSED));
        }
    }

    fn undo(&mut self, choice: Choice) {
        while self.trail.len() > choice.trail
            && let Some(done) = self.trail.pop()
        {
            self.flip(done.0 & !Move::PASSED);
            match done.placed() {
                None => self.passed -= 1,
                Some(call) => {
                    let (before, after) = (self.previous[call as usize], self.next[call as usize]);
                    self.next[before as usize] = call;
                    self.previous[after as usize] = call;
                }
            }
        }
        self.best.shared = self.best.shared.min(choice.trail);
        self.state = choice.state;
    }

    fn note_best(&mut self) {
        let best = &mut self.best;
        if (self.passed, self.trail.len()) > (best.passed, best.trail.len()) {
            (best.passed, best.state) = (self.passed, self.state);
            best.trail.truncate(best.shared);
            best.trail.extend_from_slice(&self.trail[best.shared..]);
            best.shared = self.trail.len();
        }
    }

    /// What has been placed, in order.
    fn order(&self) -> impl Iterator<Item = u32> {
        self.trail.iter().filter_map(|done| done.placed())
    }

    /// How far the search came, and when the answer came that it could not pass.
    fn refutation(&self) -> (u32, Refutation<S::State>) {
        let calls = &self.line.calls;
        let stuck = &calls[self.line.returns[self.best.passed as usize] as usize];
        let placed = self.best.trail.iter().filter_map(|done| done.placed());
        let refutation = Refutation {
            longest: placed.map(|call| calls[call as usize].no).collect(),
            stuck: stuck.no,
            state: self.states.get(self.best.state).clone(),
        };
        (stuck.returned, refutation)
    }

    fn flip(&mut self, call: u32) {
        let slot = self.line.calls[call as usize].slot as usize;
        self.placed[slot / 64] ^= 1 << (slot % 64);
    }

    fn is_placed(&self, call: u32) -> bool {
        let slot = self.line.calls[call as usize].slot as usize;
        self.placed[slot / 64] & 1 << (slot % 64) != 0
    }

    fn began(&self, call: u32) -> u32 {
        self.line.calls[call as usize].invoked
    }

    fn is_unanswered(&self, call: u32) -> bool {
        self.line.calls.get(call as usize).is_some_and(|call| call.returned == NEVER)
    }

    /// The head of the list of what was answered.
    fn answered(&self) -> u32 {
        self.line.calls.len() as u32
    }

    /// The head of the list of what was not.
    fn unanswered(&self) -> u32 {
        self.answered() + 1
    }
}

/// All operations of a timeline in the two lists.
fn linked<S: Specification>(line: &Timeline<'_, S>) -> (Vec<u32>, Vec<u32>) {
    let count = line.calls.len() as u32;
    let heads = [count, count + 1];
    let mut last = heads;
    let (mut next, mut previous) = (vec![0; line.calls.len() + 2], vec![0; line.calls.len() + 2]);
    for (no, call) in (0..).zip(&line.calls) {
        let list = usize::from(call.returned == NEVER);
        next[last[list] as usize] = no;
        previous[no as usize] = last[list];
        last[list] = no;
    }
    for (head, last) in heads.into_iter().zip(last) {
        next[last as usize] = head;
        previous[head as usize] = last;
    }
    (next, previous)
}
