//! The search beside the simplest that there is: try every order.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::mem;
use std::sync::Arc;

use raft_check::linearizability::{
    Ending, History, Operation, OperationNo, Refutation, Register, RegisterInput, RegisterOutput,
    Specification, Step, Store, Verdict, search, verify,
};
use raft_core::Payload;
use raft_sim::{Chooser, Command, Key, KeyValue, Seeded, StateMachine};

/// Enough for every history in here.
const STEPS: u64 = 1_000_000;

/// The draws of one history, in order.
struct Draws {
    chooser: Seeded,
    nth: u64,
}

impl Draws {
    fn new(seed: u64) -> Self {
        Self { chooser: Seeded::new(seed), nth: 0 }
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.nth += 1;
        self.chooser.choose(Key::chaos(0, self.nth), bound)
    }

    fn one_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }
}

/// What a process is doing.
enum Doing<I, O> {
    Nothing,
    /// Whether it has taken effect, and with which answer.
    Waits(I, Option<O>),
    GaveUp,
}

/// A history of something that is linearizable, except that one answer in `lies` is made up (0: no
/// answer is).
fn record<S: Specification>(
    specification: &S,
    draws: &mut Draws,
    operations: usize,
    lies: u64,
    ask: impl Fn(&mut Draws) -> S::Input,
    execute: impl Fn(&S::State, &S::Input) -> (S::State, S::Output),
    lie: impl Fn(&mut Draws, &S::Input) -> S::Output,
) -> History<S::Input, S::Output>
where
    S::Input: Clone,
    S::Key: ToOwned<Owned: Ord>,
{
    let mut history = History::new();
    let mut states = BTreeMap::new();
    let processes = 2 + draws.below(3);
    let mut doing: Vec<Doing<S::Input, S::Output>> =
        (0..processes).map(|_| Doing::Nothing).collect();
    // All may have given up: then nothing more happens.
    for _ in 0..operations * 8 {
        let process = draws.below(processes);
        let slot = &mut doing[process as usize];
        match slot {
            Doing::GaveUp => {}
            Doing::Nothing if history.operations().len() == operations => {}
            Doing::Nothing => {
                let input = ask(draws);
                history.invoke(process, input.clone()).expect("it rests");
                *slot = Doing::Waits(input, None);
            }
            Doing::Waits(input, answer @ None) if !draws.one_in(4) => {
                let key = specification.key(input).to_owned();
                let state = states.entry(key).or_insert_with(|| specification.initial());
                let (after, output) = execute(state, input);
                *state = after;
                *answer = Some(output);
            }
            Doing::Waits(..) if draws.one_in(6) => {
                history.unknown(process).expect("it waits");
                *slot = Doing::GaveUp;
            }
            Doing::Waits(_, None) => {
                history.failed(process).expect("it waits");
                *slot = Doing::Nothing;
            }
            Doing::Waits(..) => {
                let Doing::Waits(input, Some(answer)) = mem::replace(slot, Doing::Nothing) else {
                    unreachable!("the arm before")
                };
                let lies = lies > 0 && draws.one_in(lies);
                let output = if lies { lie(draws, &input) } else { answer };
                history.returned(process, output).expect("it waits");
            }
        }
    }
    history
}

fn register_history(seed: u64, lies: u64) -> History<RegisterInput, RegisterOutput> {
    let mut draws = Draws::new(seed);
    let operations = 1 + draws.below(7) as usize;
    let value = |draws: &mut Draws| draws.below(3) as i64;
    record(
        &Register::default(),
        &mut draws,
        operations,
        lies,
        |draws| match draws.below(4) {
            0 => RegisterInput::Write(value(draws)),
            1 => RegisterInput::CompareAndSet { from: value(draws), to: value(draws) },
            _ => RegisterInput::Read,
        },
        |state, input| match *input {
            RegisterInput::Read => (*state, RegisterOutput::Holds(*state)),
            RegisterInput::Write(value) => (Some(value), RegisterOutput::Written),
            RegisterInput::CompareAndSet { from, to } if *state == Some(from) => {
                (Some(to), RegisterOutput::Swapped(true))
            }
            RegisterInput::CompareAndSet { .. } => (*state, RegisterOutput::Swapped(false)),
        },
        |draws, input| match input {
            RegisterInput::Read if draws.one_in(4) => RegisterOutput::Holds(None),
            RegisterInput::Read => RegisterOutput::Holds(Some(value(draws))),
            RegisterInput::Write(_) => RegisterOutput::Written,
            RegisterInput::CompareAndSet { .. } => RegisterOutput::Swapped(draws.one_in(2)),
        },
    )
}

fn store_history(seed: u64, lies: u64) -> History<Command, Option<Arc<str>>> {
    let mut draws = Draws::new(seed);
    let operations = 1 + draws.below(7) as usize;
    let machine = RefCell::new(KeyValue::default());
    record(
        &Store,
        &mut draws,
        operations,
        lies,
        |draws| {
            let key = ["x", "y"][draws.below(2) as usize];
            let command = match draws.below(4) {
                0 => Command::put(key, &draws.below(3).to_string()),
                1 => Command::add(key, 1 + draws.below(2) as u32),
                _ => Command::get(key),
            };
            command.expect("a command")
        },
        // What the simulator's own machine answers.
        |state, input| {
            let answer = machine.borrow_mut().apply(&Payload::command(input.bytes()));
            let key = Store.key(input);
            let after = machine.borrow().get(key).cloned();
            assert!(after.is_some() || state.is_none(), "values are never taken away");
            (after, answer)
        },
        |draws, input| match input {
            Command::Put { .. } => None,
            _ => Some(draws.below(3).to_string().into()),
        },
    )
}

/// Whether there is an order of all that was answered before this moment, by trying them all.
fn by_brute_force<S: Specification>(
    specification: &S,
    history: &History<S::Input, S::Output>,
    until: u32,
) -> bool {
    let placed = vec![false; history.operations().len()];
    has_order(specification, history, until, &placed, &BTreeMap::new())
}

/// The same, when some are placed already.
fn has_order<'h, S: Specification>(
    specification: &S,
    history: &'h History<S::Input, S::Output>,
    until: u32,
    placed: &[bool],
    states: &BTreeMap<&'h S::Key, S::State>,
) -> bool {
    let operations = history.operations();
    let returns = operations.iter().zip(placed).filter(|(_, placed)| !**placed);
    let returns = returns.filter_map(|(operation, _)| operation.returned());
    let Some(first) = returns.filter(|returned| *returned < until).min() else { return true };
    let fits = |(at, operation): (usize, &'h Operation<S::Input, S::Output>)| {
        let fails = matches!(operation.ending, Ending::Failed);
        if placed[at] || fails || operation.invoked > first {
            return false;
        }
        let output = operation.output();
        let key = specification.key(&operation.input);
        let state = states.get(key).cloned().unwrap_or_else(|| specification.initial());
        let after = match specification.apply(&state, &operation.input, output) {
            Step::Refused => return false,
            Step::Stays => state,
            Step::Becomes(after) => after,
        };
        let mut states = states.clone();
        states.insert(key, after);
        let mut placed = placed.to_vec();
        placed[at] = true;
        has_order(specification, history, until, &placed, &states)
    };
    operations.iter().enumerate().any(fits)
}

/// The search's verdict, compared with the brute force's in everything that it says.
fn judge<S: Specification>(
    specification: &S,
    history: &History<S::Input, S::Output>,
    seed: u64,
) -> bool
where
    S::State: Debug,
{
    let verdict = search(specification, history, STEPS);
    let holds = verdict.holds().expect("so short a history is decided");
    assert_eq!(holds, by_brute_force(specification, history, u32::MAX), "seed {seed}");
    match verdict {
        Verdict::Linearizable { order } => {
            assert_eq!(verify(specification, history, &order), Ok(()), "seed {seed}");
        }
        Verdict::NotLinearizable(Refutation { longest, stuck, state }) => {
            let operation = history.operation(stuck).expect("an operation");
            let returned = operation.returned().expect("it was answered");
            assert!(by_brute_force(specification, history, returned), "seed {seed}: not the first");
            assert!(!by_brute_force(specification, history, returned + 1), "seed {seed}: it fits");
            let refused = specification.apply(&state, &operation.input, operation.output());
            assert_eq!(refused, Step::Refused, "seed {seed}");
            let before = |no: &OperationNo| {
                let operation = history.operation(*no).expect("an operation");
                operation.returned().is_none_or(|at| at != returned)
            };
            assert!(longest.iter().all(before), "seed {seed}");
        }
        Verdict::Undecided { .. } => {}
    }
    holds
}

#[test]
fn the_search_agrees_with_trying_every_order() {
    let mut count = [[0; 2]; 2];
    for seed in 0..6_000 {
        let register = register_history(seed, 4);
        count[0][usize::from(judge(&Register::default(), &register, seed))] += 1;
        let store = store_history(seed, 6);
        count[1][usize::from(judge(&Store, &store, seed))] += 1;
    }
    // A test that sees one kind only proves nothing.
    assert!(count.iter().flatten().all(|count| *count > 1_000), "{count:?}");
}

#[test]
fn what_nobody_lied_about_is_linearizable() {
    for seed in 0..2_000 {
        assert!(judge(&Register::default(), &register_history(seed, 0), seed));
        assert!(judge(&Store, &store_history(seed, 0), seed));
    }
}
