//! Orders of histories: what makes one wrong, and which ones are found.

use raft_check::linearizability::{
    History, Mismatch, OperationNo, Refutation, Register, RegisterInput, RegisterOutput, STEPS,
    Specification, Store, Strings, StringsInput, Verdict, check, search, verify,
};
use raft_sim::Command;

type Registered = History<RegisterInput, RegisterOutput>;

const READ: RegisterInput = RegisterInput::Read;

fn register() -> Register {
    Register::default()
}

fn invoke(history: &mut Registered, process: u64, input: RegisterInput) -> OperationNo {
    history.invoke(process, input).expect("it rests")
}

fn held(history: &mut Registered, process: u64, value: i64) {
    history.returned(process, RegisterOutput::Holds(Some(value))).expect("it waits");
}

fn write(history: &mut Registered, process: u64, value: i64) -> OperationNo {
    let no = invoke(history, process, RegisterInput::Write(value));
    history.returned(process, RegisterOutput::Written).expect("it waits");
    no
}

/// Two writes that overlap, a third that fails, and a read of the second after them all.
fn sample() -> (Registered, [OperationNo; 4]) {
    let mut history = History::new();
    let a = invoke(&mut history, 1, RegisterInput::Write(1));
    let b = write(&mut history, 2, 2);
    let never = invoke(&mut history, 3, RegisterInput::Write(3));
    history.failed(3).expect("it waits");
    history.returned(1, RegisterOutput::Written).expect("it waits");
    let read = invoke(&mut history, 2, READ);
    held(&mut history, 2, 2);
    (history, [a, b, never, read])
}

#[test]
fn an_order_is_verified_in_every_respect() {
    let (history, [a, b, never, read]) = sample();
    let verify = |order: &[OperationNo]| verify(&register(), &history, order);
    assert_eq!(verify(&[a, b, read]), Ok(()));
    assert_eq!(verify(&[b, a, read]), Err(Mismatch::Refused(read)));
    assert_eq!(verify(&[a, b]), Err(Mismatch::Missing(read)));
    assert_eq!(verify(&[a, b, b, read]), Err(Mismatch::Twice(b)));
    assert_eq!(verify(&[a, never, b, read]), Err(Mismatch::NeverHappened(never)));
    assert_eq!(verify(&[OperationNo(4)]), Err(Mismatch::NeverHappened(OperationNo(4))));
    let too_late = Mismatch::TooLate { operation: a, after: read };
    assert_eq!(verify(&[b, read, a]), Err(too_late));
}

#[test]
fn what_nobody_answered_may_come_in_an_order() {
    let mut history = Registered::new();
    let (read, write) =
        (invoke(&mut history, 1, READ), invoke(&mut history, 2, RegisterInput::Write(1)));
    let cas = invoke(&mut history, 3, RegisterInput::CompareAndSet { from: 1, to: 2 });
    assert_eq!(verify(&register(), &history, &[write, read, cas]), Ok(()));
    assert_eq!(verify(&register(), &history, &[cas]), Err(Mismatch::Refused(cas)));
    assert_eq!(verify(&register(), &history, &[]), Ok(()));
}

#[test]
fn an_order_that_holds_is_believed_and_another_is_searched_for() {
    let (history, [a, b, _, read]) = sample();
    // Without a single step only a believed order can help.
    let judged = |order| check(&register(), &history, Some(order), 0);
    let order = vec![a, b, read];
    assert_eq!(judged(&order), Verdict::Linearizable { order: order.clone() });
    assert_eq!(judged(&[b, a, read]).holds(), None);
    let found = check(&register(), &history, Some(&[b, a, read]), STEPS);
    assert_eq!(found, Verdict::Linearizable { order });
}

#[test]
fn what_need_not_have_happened_is_left_out() {
    let mut history = Registered::new();
    let unknown = invoke(&mut history, 1, RegisterInput::Write(1));
    history.unknown(1).expect("it waits");
    let known = write(&mut history, 2, 2);
    let Verdict::Linearizable { order } = search(&register(), &history, STEPS) else {
        panic!("nothing is wrong")
    };
    assert_eq!(order, [known]);
    // Until somebody has seen it.
    let read = invoke(&mut history, 2, READ);
    held(&mut history, 2, 1);
    let Verdict::Linearizable { order } = search(&register(), &history, STEPS) else {
        panic!("nothing is wrong")
    };
    assert_eq!(order, [known, unknown, read]);
}

/// More operations under way than fit into a word: each is seen once, the last one twice.
#[test]
fn any_number_may_be_under_way() {
    let mut history = Registered::new();
    for value in 0..150 {
        invoke(&mut history, value, RegisterInput::Write(value as i64));
    }
    for value in (0..150).rev() {
        invoke(&mut history, 200, READ);
        held(&mut history, 200, value);
    }
    assert_eq!(search(&register(), &history, STEPS).holds(), Some(true));
    let stuck = invoke(&mut history, 200, READ);
    held(&mut history, 200, 149);
    let verdict = search(&register(), &history, STEPS);
    let Verdict::NotLinearizable(refutation) = verdict else { panic!("{verdict:?}") };
    assert_eq!((refutation.stuck, refutation.longest.len()), (stuck, 300));
    assert_eq!(refutation.state, Some(0));
}

fn append(history: &mut History<StringsInput, Option<Box<str>>>, process: u64, key: &str) {
    let input = StringsInput::Append { key: key.into(), value: "x".into() };
    history.invoke(process, input).expect("it rests");
}

/// Appends that nobody answered, and a string that nobody wrote: but to know that, every set of them
/// has to be tried.
fn hard() -> History<StringsInput, Option<Box<str>>> {
    let mut history = History::new();
    for process in 0..40 {
        append(&mut history, process, "hard");
    }
    history.invoke(50, StringsInput::Get { key: "hard".into() }).expect("it rests");
    history.returned(50, Some("y".into())).expect("it waits");
    history
}

#[test]
fn a_search_ends_when_it_has_had_its_steps() {
    match search(&Strings, &hard(), 10_000) {
        Verdict::Undecided { steps } => assert!((10_000..10_100).contains(&steps), "{steps}"),
        verdict => panic!("{verdict:?}"),
    }
}

/// Ten writes at once, and a value that nobody wrote. Of the writes there are 3,628,800 orders, but what matters
/// is only which of them have come and which was the last.
#[test]
fn what_has_led_nowhere_is_not_tried_again() {
    let mut history = Registered::new();
    for value in 0..10 {
        invoke(&mut history, value, RegisterInput::Write(value as i64));
    }
    for process in 0..10 {
        history.returned(process, RegisterOutput::Written).expect("it waits");
    }
    invoke(&mut history, 10, READ);
    held(&mut history, 10, 99);
    assert_eq!(search(&register(), &history, 100_000).holds(), Some(false));
}

/// Thirty reads at once, which are right, and one that is not.
fn many_reads<S: Specification>(
    specification: &S,
    read: S::Input,
    right: S::Output,
    wrong: S::Output,
) -> Option<bool>
where
    S::Input: Clone,
    S::Output: Clone,
{
    let mut history = History::new();
    for process in 0..30 {
        history.invoke(process, read.clone()).expect("it rests");
    }
    for process in 0..30 {
        history.returned(process, right.clone()).expect("it waits");
    }
    history.invoke(0, read).expect("it rests");
    history.returned(0, wrong).expect("it waits");
    search(specification, &history, 1_000).holds()
}

#[test]
fn in_which_order_reads_come_is_never_tried() {
    let (nothing, one) = (RegisterOutput::Holds(None), RegisterOutput::Holds(Some(1)));
    assert_eq!(many_reads(&register(), READ, nothing, one), Some(false));
    let get = StringsInput::Get { key: "x".into() };
    assert_eq!(many_reads(&Strings, get, Some("".into()), Some("a".into())), Some(false));
    let get = Command::get("x").expect("a command");
    assert_eq!(many_reads(&Store, get, None, Some("a".into())), Some(false));
}

#[test]
fn a_register_holds_at_first_what_it_was_given() {
    let mut history = Registered::new();
    invoke(&mut history, 1, READ);
    held(&mut history, 1, 7);
    let holds = |initial| search(&Register { initial }, &history, STEPS).holds();
    assert_eq!([Some(7), Some(6), None].map(holds), [Some(true), Some(false), Some(false)]);
}

#[test]
fn a_step_is_a_question_or_a_word_that_is_remembered() {
    let mut history = Registered::new();
    invoke(&mut history, 1, READ);
    history.returned(1, RegisterOutput::Holds(None)).expect("it waits");
    write(&mut history, 1, 1);
    write(&mut history, 1, 2);
    let steps = |limit| match search(&register(), &history, limit) {
        Verdict::Undecided { steps } => Some(steps),
        _ => None,
    };
    // One question for the read, two steps for each write; it is looked at the limit before each write.
    assert_eq!([0, 1, 2, 3, 4].map(steps), [Some(1), Some(1), Some(3), Some(3), None]);
}

#[test]
fn keys_are_judged_apart_and_ordered_together() {
    let mut history = History::new();
    for process in 0..4 {
        append(&mut history, process, if process % 2 == 0 { "a" } else { "b" });
    }
    for process in [3, 0, 1, 2] {
        history.returned(process, None).expect("it waits");
        append(&mut history, process, "c");
        history.returned(process, None).expect("it waits");
    }
    let get = |history: &mut History<_, _>, key: &str, value: &str| {
        history.invoke(9, StringsInput::Get { key: key.into() }).expect("it rests");
        history.returned(9, Some(value.into())).expect("it waits")
    };
    get(&mut history, "c", "xxxx");
    get(&mut history, "a", "xx");
    let Verdict::Linearizable { order } = search(&Strings, &history, STEPS) else {
        panic!("nothing is wrong")
    };
    assert_eq!(verify(&Strings, &history, &order), Ok(()));
    // Two keys are wrong: the first wrong answer in time is told, with the order of its key.
    let stuck = get(&mut history, "b", "x");
    get(&mut history, "a", "x");
    let Verdict::NotLinearizable(found) = search(&Strings, &history, STEPS) else {
        panic!("two answers are wrong")
    };
    let longest = vec![OperationNo(1), OperationNo(3)];
    assert_eq!(found, Refutation { longest, stuck, state: "xx".into() });
}

#[test]
fn one_wrong_key_is_wrong_however_hard_the_others_are() {
    let mut history = hard();
    assert_eq!(search(&Strings, &history, 1_000).holds(), None);
    history.invoke(50, StringsInput::Get { key: "easy".into() }).expect("it rests");
    history.returned(50, Some("nor this".into())).expect("it waits");
    assert_eq!(search(&Strings, &history, 1_000).holds(), Some(false));
}
