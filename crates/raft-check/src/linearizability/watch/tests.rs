//! The judge of a run, which is told by hand what happens, and in whole runs.

use raft_core::{Micros, ReadMode};
use raft_sim::{Action, ClientId, ClientOptions, Seeded, Setup, SimTime, Span, Target, Workload};

use super::*;
use crate::Judges;
use crate::linearizability::OrderFinding;
use crate::linearizability::account::account;

/// What clients ask and are told, and what is executed, one after the other.
#[derive(Default)]
struct Tale {
    watch: Watch,
    executed: u64,
    events: u32,
}

fn command(text: &str) -> Command {
    Command::parse(text.as_bytes()).expect("a command")
}

fn text(value: &str) -> Option<Arc<str>> {
    Some(value.into())
}

impl Tale {
    /// A client's next operation begins.
    fn asks(&mut self, client: u8, text: &str) -> OperationId {
        self.events += 1;
        let id = OperationId { client: ClientId(client), ordinal: self.events };
        self.watch.asked(id, &command(text), EventNo(self.events));
        id
    }

    /// It is executed, as the next entry of the log.
    fn executes(&mut self, operation: impl Into<Option<OperationId>>, text: &str) {
        self.executed += 1;
        let first = First { command: command(text), operation: operation.into() };
        self.events += 1;
        self.watch.executed(Index(self.executed), EventNo(self.events), &first);
    }

    /// A server that has applied so much has looked for it.
    fn served(&mut self, id: OperationId, index: u64) {
        self.events += 1;
        self.watch.served(id, Index(index), EventNo(self.events));
    }

    /// It is answered: the operations that cannot be put in order, if that is so.
    fn answers(&mut self, id: OperationId, output: Option<Arc<str>>) -> Option<Vec<OperationId>> {
        self.events += 1;
        let (stuck, contradicts) = self.watch.answered(id, &output, EventNo(self.events))?;
        Some([Some(stuck), contradicts.operation].into_iter().flatten().collect())
    }

    /// All of it, at once.
    fn does(&mut self, client: u8, text: &str, output: Option<Arc<str>>) {
        let id = self.asks(client, text);
        self.executes(id, text);
        assert_eq!(self.answers(id, output), None, "{text}");
    }

    /// Whether there was a search.
    fn searched(&self) -> bool {
        self.watch.spent > 0
    }
}

#[test]
fn what_is_answered_as_it_was_executed_needs_no_search() {
    let mut tale = Tale::default();
    tale.does(1, "x=1", None);
    tale.does(2, "x+=4", text("5"));
    tale.does(1, "get x", text("5"));
    tale.does(1, "get y", None);
    assert!(!tale.searched());
}

#[test]
fn what_was_there_from_the_start_counts() {
    let mut tale = Tale::default();
    tale.executes(None, "x=1");
    tale.does(1, "get x", text("1"));
    assert!(!tale.searched());
    // A search knows of it as well.
    let read = tale.asks(2, "get x");
    tale.executes(read, "get x");
    assert_eq!(tale.answers(read, None), Some(vec![read]));
}

#[test]
fn what_was_given_up_may_come_later_and_once() {
    let mut tale = Tale::default();
    let lost = tale.asks(1, "x+=1");
    tale.watch.given_up(lost);
    tale.does(2, "get x", None);
    tale.executes(lost, "x+=1");
    tale.does(2, "get x", text("1"));
    assert!(!tale.searched());
    // The second time it counts no more: whoever sees it has to be searched for.
    tale.executes(lost, "x+=1");
    tale.does(2, "get x", text("1"));
    assert!(!tale.searched());
    let read = tale.asks(2, "get x");
    assert_eq!(tale.answers(read, text("2")), Some(vec![read, lost]));
}

#[test]
fn what_comes_twice_while_its_client_waits_counts_once() {
    let mut tale = Tale::default();
    let add = tale.asks(1, "x+=1");
    tale.executes(add, "x+=1");
    tale.executes(add, "x+=1");
    assert_eq!(tale.answers(add, text("1")), None);
    tale.does(2, "get x", text("1"));
    assert!(!tale.searched());
    // A read may come as often as it likes: any of its places will do.
    let read = tale.asks(1, "get x");
    tale.executes(read, "get x");
    tale.does(2, "x=7", None);
    tale.executes(read, "get x");
    assert_eq!(tale.answers(read, text("7")), None);
    assert!(!tale.searched());
}

#[test]
fn nobody_waits_for_what_was_given_up_or_answered_and_little_of_it_is_remembered() {
    let mut tale = Tale::default();
    let all: Vec<OperationId> = (0..LOST + 10).map(|_| tale.asks(1, "x+=1")).collect();
    for id in &all {
        tale.watch.given_up(*id);
    }
    assert!(tale.watch.open.is_empty());
    assert_eq!(tale.watch.lost, all[10..]);
    let executed = tale.asks(1, "x=1");
    tale.executes(executed, "x=1");
    tale.watch.given_up(executed);
    let read = tale.asks(1, "get x");
    tale.watch.given_up(read);
    assert_eq!(tale.watch.lost, all[10..], "neither is still to come");
}

#[test]
fn a_server_that_is_behind_may_answer_what_was_true_when_it_was_asked() {
    let mut tale = Tale::default();
    tale.does(1, "x=1", None);
    let read = tale.asks(2, "get x");
    tale.does(1, "x=2", None);
    tale.served(read, 1);
    assert_eq!(tale.answers(read, text("1")), None);
    assert!(!tale.searched());
    // Asked now, it is too late: what was answered before the question has been overwritten.
    let late = tale.asks(2, "get x");
    tale.served(late, 1);
    let [_, write] = tale.answers(late, text("1")).expect("it is stale")[..] else { panic!() };
    assert_eq!(write.client, ClientId(1));
    assert!(tale.searched());
}

#[test]
fn what_a_read_has_seen_no_later_one_may_miss() {
    let mut tale = Tale::default();
    tale.does(1, "x=1", None);
    let write = tale.asks(1, "x=2");
    tale.executes(write, "x=2");
    // The write is not answered, but its value has been read.
    let (first, second) = (tale.asks(2, "get x"), tale.asks(3, "get x"));
    tale.served(first, 2);
    assert_eq!(tale.answers(first, text("2")), None);
    tale.served(second, 1);
    assert_eq!(tale.answers(second, text("1")), None, "it was asked before the answer");
    assert!(!tale.searched());
    let third = tale.asks(2, "get x");
    tale.served(third, 1);
    assert!(tale.answers(third, text("1")).is_some());
}

#[test]
fn a_read_before_the_first_write_finds_nothing() {
    let mut tale = Tale::default();
    tale.executes(None, "y=1");
    let read = tale.asks(1, "get x");
    tale.executes(None, "x=1");
    tale.served(read, 1);
    assert_eq!(tale.answers(read, None), None);
    assert!(!tale.searched());
}

#[test]
fn an_older_value_than_are_remembered_is_searched_for() {
    for (behind, searches) in [(VERSIONS - 1, false), (VERSIONS, true)] {
        let mut tale = Tale::default();
        let read = tale.asks(2, "get x");
        for nth in 0..=behind {
            tale.does(1, &format!("x={nth}"), None);
        }
        tale.served(read, 1);
        assert_eq!(tale.answers(read, text("0")), None);
        assert_eq!(tale.searched(), searches, "{behind} behind");
    }
}

#[test]
fn keys_are_judged_apart() {
    let mut tale = Tale::default();
    tale.does(1, "b=1", None);
    tale.does(1, "a=2", None);
    tale.does(1, "c=3", None);
    let read = tale.asks(2, "get b");
    tale.served(read, 1);
    assert_eq!(tale.answers(read, text("1")), None, "a and c say nothing of b");
    assert!(!tale.searched());
    let read = tale.asks(2, "get b");
    tale.served(read, 3);
    assert!(tale.answers(read, text("2")).is_some());
}

#[test]
fn a_search_knows_nothing_of_other_keys() {
    let mut tale = Tale::default();
    tale.executes(None, "a=5");
    tale.does(1, "b=6", None);
    for (key, value) in [("x", "5"), ("y", "6")] {
        let read = tale.asks(2, &format!("get {key}"));
        assert_eq!(tale.answers(read, text(value)), Some(vec![read]), "{key} was never that");
    }
}

/// Two writes that overlap are executed in one order, and a read has seen the other one.
fn swapped(tale: &mut Tale) {
    let (one, two) = (tale.asks(1, "x=1"), tale.asks(2, "x=2"));
    tale.executes(one, "x=1");
    tale.executes(two, "x=2");
    assert_eq!(tale.answers(one, None), None);
    assert_eq!(tale.answers(two, None), None);
    tale.does(4, "other=9", None);
    let read = tale.asks(3, "get x");
    tale.served(read, 2);
    assert_eq!(tale.answers(read, text("1")), None, "there is another order");
    assert!(tale.searched());
}

#[test]
fn an_order_that_a_search_has_found_goes_on() {
    let mut tale = Tale::default();
    swapped(&mut tale);
    let spent = tale.watch.spent;
    tale.does(3, "get x", text("1"));
    tale.does(3, "x+=1", text("2"));
    assert_eq!(tale.watch.spent, spent, "no second search");
    let read = tale.asks(3, "get x");
    tale.served(read, 4);
    assert!(tale.answers(read, text("1")).is_some(), "it is 2 in every order");
}

#[test]
fn what_a_search_has_placed_is_known_when_its_answer_comes() {
    let mut tale = Tale::default();
    let (five, one) = (tale.asks(4, "x+=5"), tale.asks(7, "x+=1"));
    let other = tale.asks(5, "y=1");
    tale.executes(other, "y=1");
    let lost = tale.asks(6, "x=9");
    tale.watch.given_up(lost);
    // Nothing of x has been executed, and somebody has read the sums.
    for sum in ["5", "6"] {
        let read = tale.asks(3, "get x");
        tale.served(read, 1);
        assert_eq!(tale.answers(read, text(sum)), None, "it may have come before");
    }
    let spent = tale.watch.spent;
    assert_eq!(tale.answers(one, text("6")), None);
    assert_eq!(tale.answers(five, text("5")), None);
    assert_eq!(tale.answers(other, None), None);
    tale.does(3, "get x", text("6"));
    assert_eq!(tale.watch.spent, spent, "no second search");
    assert_eq!(tale.watch.lost, [lost], "what was not placed may still come");
}

#[test]
fn what_was_given_up_and_placed_by_a_search_does_not_come_again() {
    let mut tale = Tale::default();
    let (lost, other) = (tale.asks(1, "x+=1"), tale.asks(2, "x+=10"));
    tale.watch.given_up(lost);
    tale.watch.given_up(other);
    let read = tale.asks(3, "get x");
    assert_eq!(tale.answers(read, text("1")), None, "it may have come");
    assert_eq!(tale.watch.lost, [other]);
    tale.executes(lost, "x+=1");
    tale.does(3, "get x", text("1"));
}

#[test]
fn who_has_searched_too_much_says_nothing_any_more_of_that_key() {
    let mut tale = Tale::default();
    swapped(&mut tale);
    let read = |tale: &mut Tale, key: &str, value| {
        let id = tale.asks(3, &format!("get {key}"));
        tale.answers(id, value).is_some()
    };
    // With the question and its answer, which cost as much as everything that was told.
    let limit = |tale: &Tale| {
        let told = tale.watch.record.len() + 2;
        FIRST_PATIENCE + PATIENCE * told - told
    };
    tale.watch.spent = limit(&tale);
    assert!(read(&mut tale, "y", text("never")), "as much as it may");
    tale.watch.spent = limit(&tale) + 1;
    assert!(!read(&mut tale, "x", text("never")), "undecided");
    tale.watch.spent = 0;
    assert!(!read(&mut tale, "x", text("never")), "and it stays so");
    assert!(read(&mut tale, "z", text("never")));
}

/// How much was searched in a run in which the leader crashes now and then, and how much was told.
fn searched(seed: u64, reads: Option<ReadMode>, sessions: bool) -> (u64, u64) {
    searched_with(Setup::default(), seed, reads, sessions)
}

fn searched_with(setup: Setup, seed: u64, reads: Option<ReadMode>, sessions: bool) -> (u64, u64) {
    let mut setup = Setup { servers: 3, clients: 3, ..setup };
    setup.network.loss_ppm = 20_000;
    setup.client = ClientOptions {
        sessions,
        reads,
        timeout: Micros::from_millis(150),
        workload: Some(Workload { pause: Span::millis(1, 30), keys: 2, reads_ppm: 400_000 }),
        ..ClientOptions::default()
    };
    let mut world = World::new(setup, Seeded::new(seed)).expect("a setup that works");
    let mut judges = Judges::default();
    for second in 1..10 {
        while world.peek().is_some_and(|at| at <= SimTime::from_millis(1_000 * second)) {
            world.advance(&mut judges);
        }
        let who = Target::server(raft_core::NodeId(1 + second as u32 % 3));
        for action in [Action::Crash(who.clone()), Action::Restart(who)] {
            let _ = world.act(&action, EventNo::START, &mut judges);
        }
    }
    let watch = &judges.linearizability;
    assert!(watch.open.len() <= 3, "a client waits for one operation at a time: {:?}", watch.open);
    (watch.spent, watch.record.len())
}

/// Where nothing is done twice and no read is stale, the order of the log does.
#[test]
fn a_run_that_is_as_promised_needs_no_search() {
    for seed in 0..20 {
        for reads in [None, Some(ReadMode::ReadIndex)] {
            let (searched, told) = searched(seed, reads, true);
            assert!(told > 300, "{told}: nothing was tried");
            assert_eq!(searched, 0, "seed {seed}, {reads:?}");
        }
    }
}

/// What is discarded with the very event that has applied it was applied all the same.
#[test]
fn nor_does_one_that_takes_snapshots() {
    for (seed, every) in (0..20).flat_map(|seed| [1, 2, 5].map(|every| (seed, every))) {
        let mut setup = Setup::default();
        setup.options.snapshot_after = every;
        let (searched, told) = searched_with(setup, seed, None, true);
        assert!(told > 300, "{told}: nothing was tried");
        assert_eq!(searched, 0, "seed {seed}, a snapshot after {every}");
    }
}

/// Else there are searches, and a few of them.
#[test]
fn a_run_without_sessions_needs_few() {
    let runs = (0..20).map(|seed| searched(seed, None, false));
    let all: Vec<(u64, u64)> = runs.collect();
    assert!(all.iter().any(|(searched, _)| *searched > 0), "{all:?}");
    assert!(all.iter().all(|(searched, told)| *searched < 8 * told), "{all:?}");
}

#[test]
fn of_a_key_that_was_given_up_no_order_is_told() {
    let mut watch = Watch::default();
    watch.line(&"x".into()).undecided = true;
    watch.line(&"y".into());
    let orders = account(&watch);
    let findings: Vec<_> = orders.iter().map(|order| (&*order.key, &order.finding)).collect();
    let expected = [("x", &OrderFinding::Undecided), ("y", &OrderFinding::AsExecuted)];
    assert_eq!(findings, expected);
}
