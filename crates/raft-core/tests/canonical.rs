//! `Node::canonical`: what is the same state of the protocol, and what is not.
//!
//! An explorer visits a state once. Were two histories that differ only in clock readings and in
//! how much was written before held to be different, it would never end; were two that Raft tells
//! apart held to be equal, it would miss what follows from one of them.

#[path = "harness/disk.rs"]
mod disk;
#[path = "harness/inputs.rs"]
mod inputs;

use std::hash::{DefaultHasher, Hash, Hasher};

use disk::Disk;
use inputs::Happening;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use raft_core::{
    AppendResult, Body, Configuration, Durable, Effect, Entries, Entry, Index, Input, LocalTime,
    LogId, Message, Micros, Node, NodeId, Options, Output, Payload, RequestId, Round, Term,
    WriteId,
};

/// n1 of three, and a disk that finishes writes when it is told to.
#[derive(Clone)]
struct Server {
    node: Node,
    pending: Vec<WriteId>,
    now: LocalTime,
}

impl Server {
    fn fresh() -> Self {
        Self::from_disk(&Durable::fresh(Configuration::new((1..=3).map(NodeId))), 0, 0)
    }

    fn from_disk(durable: &Durable, now: u64, draw: u64) -> Self {
        let now = LocalTime(now);
        let node = Node::restart(NodeId(1), Options::default(), durable, now, draw);
        Self { node, pending: Vec::new(), now }
    }

    fn at(mut self, micros: u64) -> Self {
        self.now = LocalTime(micros);
        self
    }

    /// Takes an input and leaves what it wants written unwritten.
    fn unwritten(mut self, input: Input) -> Self {
        let mut out = Output::default();
        self.node.step(self.now, self.now.0, input, &mut out);
        for effect in out.effects {
            match effect {
                Effect::Write(write) => self.pending.push(write.id),
                Effect::Apply { through } => {
                    self.node.step(self.now, 0, Input::Applied(through), &mut Output::default());
                }
                Effect::Send { .. }
                | Effect::Answer { .. }
                | Effect::TakeSnapshot { .. }
                | Effect::Restore { .. } => {}
            }
        }
        self
    }

    /// Takes an input and finishes every write, and what follows from that.
    fn then(self, input: Input) -> Self {
        let mut server = self.unwritten(input);
        while !server.pending.is_empty() {
            let write = server.pending.remove(0);
            server = server.unwritten(Input::Persisted(write));
        }
        server
    }

    fn hears(self, from: u32, term: u64, body: Body) -> Self {
        self.then(message(from, term, body))
    }

    fn elected(self) -> Self {
        let server = self.then(Input::ElectionTimeout);
        let term = server.node.current_term().0;
        server.hears(2, term, Body::RequestVoteReply { granted: true })
    }
}

fn message(from: u32, term: u64, body: Body) -> Input {
    Input::Receive(Message { from: NodeId(from), to: NodeId(1), term: Term(term), body })
}

fn request_vote(index: u64, term: u64) -> Body {
    Body::RequestVote { last_log: LogId::new(index, term), transfer: false }
}

/// AppendEntries with entries of these terms behind `prev`.
fn append(prev: (u64, u64), terms: &[u64], commit: u64) -> Body {
    let entries = terms.iter().zip(prev.0 + 1..);
    let entries: Entries = entries
        .map(|(term, index)| Entry { id: LogId::new(index, *term), payload: Payload::Noop })
        .collect();
    let prev_log = LogId::new(prev.0, prev.1);
    Body::AppendEntries { prev_log, entries, leader_commit: Index(commit), round: Round(0) }
}

fn accepted(match_index: u64) -> Body {
    let result = AppendResult::Accepted { match_index: Index(match_index) };
    Body::AppendEntriesReply { result, round: Round(0) }
}

fn hash(node: &Node) -> u64 {
    let mut hasher = DefaultHasher::new();
    node.hash(&mut hasher);
    hasher.finish()
}

#[track_caller]
fn assert_same(one: &Server, other: &Server) {
    assert_ne!(one.node, other.node, "the histories should differ in something");
    assert_eq!(one.node.canonical(), other.node.canonical());
    assert_eq!(hash(&one.node.canonical()), hash(&other.node.canonical()));
}

#[test]
fn the_moment_does_not_matter() {
    let elected_at = |at| Server::fresh().at(at).elected();
    assert_same(&elected_at(0), &elected_at(7_000_000));

    let early = elected_at(0);
    let late = early.clone().at(49_000).then(Input::Wake);
    assert_same(&early, &late);

    let heartbeats = early.clone().at(50_000).then(Input::Wake).at(100_000).then(Input::Wake);
    assert!(heartbeats.node.next_deadline() > early.node.next_deadline());
    assert_same(&early, &heartbeats);
}

#[test]
fn the_election_timer_does_not_matter() {
    let fresh = Server::fresh();
    assert_same(&fresh, &fresh.clone().then(Input::SetElectionTimer(Micros::from_millis(1))));

    let durable = Durable::fresh(Configuration::new((1..=3).map(NodeId)));
    assert_same(&fresh, &Server::from_disk(&durable, 0, u64::MAX));
}

#[test]
fn earlier_writes_do_not_matter() {
    // Term 3 in one step, or in three.
    let at_once = Server::fresh().hears(2, 3, request_vote(0, 0));
    let by_and_by = Server::fresh()
        .hears(3, 1, request_vote(0, 0))
        .hears(3, 2, request_vote(0, 0))
        .hears(2, 3, request_vote(0, 0));
    assert_same(&at_once, &by_and_by);

    // The same log, with and without an entry that was replaced.
    let replaced = Server::fresh().hears(2, 1, append((0, 0), &[1, 1], 0)).hears(
        3,
        2,
        append((0, 0), &[2], 0),
    );
    let never_there = Server::fresh().hears(3, 2, append((0, 0), &[2], 0));
    assert_same(&replaced, &never_there);

    // A crash forgets nothing that is not volatile anyway.
    let mut durable = Durable::fresh(Configuration::new((1..=3).map(NodeId)));
    durable.hard_state.current_term = Term(3);
    durable.hard_state.voted_for = Some(NodeId(2));
    assert_same(&Server::from_disk(&durable, 0, 0), &at_once);
}

#[test]
fn the_numbers_of_writes_under_way_do_not_matter() {
    let first = Server::fresh().unwritten(message(2, 2, append((0, 0), &[1], 0)));
    let third = Server::fresh()
        .hears(3, 1, request_vote(0, 0))
        .hears(3, 1, append((0, 0), &[], 0))
        .unwritten(message(2, 2, append((0, 0), &[1], 0)));
    assert_same(&first, &third);

    let two = |server: Server| {
        server.unwritten(message(2, 2, append((0, 0), &[1], 0))).unwritten(message(
            2,
            2,
            append((1, 1), &[2], 0),
        ))
    };
    assert_same(&two(Server::fresh()), &two(Server::fresh().hears(3, 1, request_vote(0, 0))));
}

#[test]
fn everything_that_the_protocol_knows_matters() {
    let fresh = Server::fresh;
    let leader = || fresh().elected();
    let no_vote = || Body::RequestVoteReply { granted: false };
    let three_entries = || fresh().hears(2, 1, append((0, 0), &[1, 1, 1], 0));
    let command = |text: &str| Input::Propose {
        request: RequestId(1),
        command: text.as_bytes().into(),
        session: None,
    };
    let entry_under_way = || fresh().unwritten(message(2, 1, append((0, 0), &[1], 0)));
    let pairs = [
        ("the term", fresh().hears(2, 1, no_vote()), fresh().hears(2, 2, no_vote())),
        (
            "the vote",
            fresh().hears(2, 1, request_vote(0, 0)),
            fresh().hears(3, 1, request_vote(0, 0)),
        ),
        (
            "whether there is a vote",
            three_entries().hears(3, 1, request_vote(0, 0)),
            three_entries().hears(3, 1, request_vote(3, 1)),
        ),
        ("the log", three_entries(), fresh().hears(2, 1, append((0, 0), &[1, 1], 0))),
        ("the commit index", three_entries(), three_entries().hears(2, 1, append((3, 1), &[], 2))),
        ("what is applied", three_entries().hears(2, 1, append((3, 1), &[], 1)), {
            let mut lazy = three_entries();
            let commit = message(2, 1, append((3, 1), &[], 1));
            lazy.node.step(lazy.now, 0, commit, &mut Output::default());
            lazy
        }),
        ("the role", fresh().then(Input::ElectionTimeout), leader()),
        (
            "who leads",
            fresh().hears(2, 1, append((0, 0), &[], 0)),
            fresh().hears(3, 1, append((0, 0), &[], 0)),
        ),
        (
            "who has voted",
            fresh().then(Input::ElectionTimeout),
            fresh().then(Input::ElectionTimeout).hears(2, 1, no_vote()),
        ),
        ("how far a follower is", leader().hears(2, 1, accepted(1)), leader()),
        (
            "which follower is how far",
            leader().hears(2, 1, accepted(1)),
            leader().hears(3, 1, accepted(1)),
        ),
        ("what is proposed", leader().then(command("a")), leader().then(command("b"))),
        ("what is on disk", entry_under_way(), three_entries()),
        ("that a write is under way", entry_under_way(), {
            fresh().hears(2, 1, append((0, 0), &[1], 0))
        }),
        (
            "that a vote is under way",
            fresh().unwritten(message(2, 1, request_vote(0, 0))),
            fresh().hears(2, 1, request_vote(0, 0)),
        ),
        (
            "how many writes are under way",
            fresh().unwritten(message(2, 1, append((0, 0), &[1, 1], 0))),
            entry_under_way().unwritten(message(2, 1, append((1, 1), &[1], 0))),
        ),
    ];
    for (what, one, other) in &pairs {
        assert_ne!(one.node.canonical(), other.node.canonical(), "{what} makes a difference");
    }
}

#[test]
fn the_canonical_form_of_a_canonical_form_is_itself() {
    let server = Server::fresh().at(9).elected().unwritten(Input::Propose {
        request: RequestId(1),
        command: b"a".as_slice().into(),
        session: None,
    });
    let canonical = server.node.canonical();
    assert_eq!(canonical.canonical(), canonical);
}

/// One of two servers that live through the same, at different times.
struct Twin {
    node: Node,
    disk: Disk<()>,
}

impl Twin {
    fn start(earlier_writes: u64) -> Self {
        let durable = Durable::fresh(Configuration::new((1..=3).map(NodeId)));
        let node = Node::restart(NodeId(1), Options::default(), &durable, LocalTime(0), 0);
        let mut twin = Self { node, disk: Disk::new(durable) };
        // Terms come and go until this one; each of them is written.
        let last = LogId::ZERO;
        for term in 4 - earlier_writes.min(3)..=4 {
            let body = Body::RequestVote { last_log: last, transfer: false };
            twin.step(0, 0, message(2, term, body));
            twin.finish_write(0, 0);
        }
        twin
    }

    fn live_through(&mut self, now: u64, draw: u64, happening: &Happening) {
        match happening {
            Happening::FinishWrite => self.finish_write(now, draw),
            Happening::Crash => {
                self.disk.crash();
                let now = LocalTime(now);
                self.node =
                    Node::restart(NodeId(1), Options::default(), &self.disk.durable, now, draw);
            }
            // Time is the one input that is about time, and write numbers are about numbers.
            // So is whether a learner is fast enough to be promoted.
            Happening::Wake | Happening::FalseNotice(_) | Happening::ChangeMembership(..) => {}
            _ => {
                let input = happening.input(&self.node).expect("all others are inputs");
                self.step(now, draw, input);
            }
        }
    }

    fn finish_write(&mut self, now: u64, draw: u64) {
        if let Some((write, _)) = self.disk.finish() {
            self.step(now, draw, Input::Persisted(write.id));
        }
    }

    fn step(&mut self, now: u64, draw: u64, input: Input) {
        let mut out = Output::default();
        self.node.step(LocalTime(now), draw, input, &mut out);
        for effect in out.effects {
            match effect {
                Effect::Write(write) => self.disk.start(write),
                Effect::Send { after: Some(write), .. } => {
                    assert!(self.disk.is_pending(write));
                    self.disk.hold((), write);
                }
                Effect::Send { .. }
                | Effect::Apply { .. }
                | Effect::Answer { .. }
                | Effect::TakeSnapshot { .. }
                | Effect::Restore { .. } => {}
            }
        }
    }
}

#[test]
fn twins_that_live_at_different_times_stay_the_same() {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(2014);
    }
    let lives = (inputs::happenings(), any::<u64>(), 0..4_u64);
    let outcome = TestRunner::new(config).run(&lives, |(happenings, other, earlier_writes)| {
        let (mut one, mut two) = (Twin::start(0), Twin::start(earlier_writes));
        for (now, draw, happening) in &happenings {
            one.live_through(*now, *draw, happening);
            two.live_through(now.wrapping_mul(other), draw ^ other, happening);
            prop_assert_eq!(one.node.canonical(), two.node.canonical());
            prop_assert_eq!(hash(&one.node.canonical()), hash(&two.node.canonical()));
        }
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
