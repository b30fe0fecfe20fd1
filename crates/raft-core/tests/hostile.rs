//! Whatever arrives, in whatever order, at whatever time: what a server never does.
//!
//! One server is fed arbitrary inputs: messages that no correct server could send, clocks that jump
//! and run backwards, notices about writes that never were, crashes. Only its own disk is honest.
//! Safety between servers cannot hold against liars, but each server keeps its own promises.
//!
//! The runs are the same every time. `PROPTEST_RNG_SEED=… PROPTEST_CASES=…` tries others.

#[path = "harness/disk.rs"]
mod disk;
#[path = "harness/inputs.rs"]
mod inputs;

use std::cell::RefCell;
use std::collections::BTreeSet;

use disk::Disk;
use inputs::Happening;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestError, TestRunner};
use raft_core::{
    Activation, AppendResult, Backtracking, Body, Configuration, Durable, Effect, Entry, Index,
    Input, LocalTime, LogId, Message, Node, NodeId, Options, Output, Payload, Proposals, Reply,
    ReplyFault, RequestId, Role, Term, Verdict, WriteId,
};

/// A message, and what it promises of the sender's disk.
struct Promise {
    message: Message,
    /// The last entry that an acknowledgement covers.
    acknowledged: (Index, Option<Term>),
}

/// One server and its honest disk.
struct Host {
    node: Node,
    disk: Disk<Promise>,
    last_write: u64,
    /// Requests that wait for an answer; a client may use a name twice.
    asked: Vec<RequestId>,
}

impl Host {
    fn start(id: NodeId, options: Options, voters: u32, entries: u64) -> Self {
        let mut durable = Durable::fresh(Configuration::new((1..=voters).map(NodeId)));
        for index in 1..=entries {
            let id = LogId::new(index, index.div_ceil(20));
            durable.log.append(Entry { id, payload: Payload::Noop });
        }
        durable.hard_state.current_term = durable.log.last().term;
        let node = Node::restart(id, options, &durable, LocalTime(0), 0);
        Self { node, disk: Disk::new(durable), last_write: 0, asked: Vec::new() }
    }

    fn live_through(&mut self, now: u64, draw: u64, happening: &Happening) -> Vec<Verdict> {
        match happening {
            Happening::Crash => {
                self.disk.crash();
                let (id, options) = (self.node.id(), *self.node.options());
                self.node = Node::restart(id, options, &self.disk.durable, LocalTime(now), draw);
                self.last_write = 0;
                self.asked.clear();
                assert_eq!(self.node.current_term(), self.disk.durable.hard_state.current_term);
                assert_eq!(self.node.voted_for(), self.disk.durable.hard_state.voted_for);
                assert_eq!(*self.node.log(), self.disk.durable.log);
                Vec::new()
            }
            Happening::FinishWrite => {
                let Some((write, released)) = self.disk.finish() else {
                    return Vec::new();
                };
                for promise in released {
                    self.assert_kept(&promise);
                }
                self.step(now, draw, Input::Persisted(write.id))
            }
            Happening::FalseNotice(write) if self.disk.is_pending(WriteId(*write)) => {
                // That would be a disk that lies, and nobody can withstand that.
                Vec::new()
            }
            _ => {
                let input = happening.input(&self.node).expect("all others are inputs");
                self.step(now, draw, input)
            }
        }
    }

    fn step(&mut self, now: u64, draw: u64, input: Input) -> Vec<Verdict> {
        if let Input::Propose { request, .. }
        | Input::Read { request, .. }
        | Input::ChangeMembership { request, .. } = input
        {
            self.asked.push(request);
        }
        if let Input::Receive(Message { body: Body::Forward { request, .. }, .. }) = input {
            self.asked.push(request);
        }
        let before = self.node.clone();
        let announced = self.node.wants_draw(LocalTime(now), &input);
        let (mut out, mut unexplained) = (Output::default(), Output::without_verdicts());
        let mut twin = before.clone();
        twin.step(LocalTime(now), draw, input.clone(), &mut unexplained);
        self.node.step(LocalTime(now), draw, input, &mut out);
        assert_eq!(twin, self.node, "whether anybody asks why changes nothing");
        assert_eq!((unexplained.effects, unexplained.verdicts), (out.effects.clone(), Vec::new()));
        let (before, after) = (&before, &self.node);

        if after.current_term() != before.current_term() {
            let key = announced.expect("a new term draws a timeout, and says so before");
            assert_eq!(key.term, after.current_term());
            let drawn = after.options().election_timeout_for(draw);
            assert_eq!(after.timing().election_timeout, drawn);
        }
        assert_never_goes_back(before, after);
        assert_well_formed(after);
        if out.verdicts.iter().any(changes_nothing) {
            let term_adopted =
                out.verdicts.iter().any(|v| matches!(v, Verdict::TermAdopted { .. }));
            if !term_adopted {
                assert_eq!(before.canonical(), after.canonical(), "after {:?}", out.verdicts);
                assert_eq!(out.effects, []);
            }
        }
        let committed = before.commit_index();
        for effect in out.effects {
            self.carry_out(effect, committed);
        }
        self.assert_durable_is_durable();
        out.verdicts
    }

    fn carry_out(&mut self, effect: Effect, committed_before: Index) {
        match effect {
            Effect::Write(write) => {
                assert!(write.id.0 > self.last_write, "write ids increase");
                assert!(
                    write.hard_state.is_some() || write.log.is_some() || write.snapshot.is_some(),
                    "no empty writes"
                );
                self.last_write = write.id.0;
                self.disk.start(write);
            }
            Effect::Send { message, after } => {
                assert_eq!(message.from, self.node.id());
                assert_eq!(message.term, self.node.current_term());
                assert_ne!(message.to, self.node.id());
                let covered = match message.body {
                    Body::AppendEntriesReply {
                        result: AppendResult::Accepted { match_index },
                        ..
                    } => match_index,
                    _ => Index::ZERO,
                };
                // What it has compacted away it has had, but of which term it does not know any more.
                let term = self.node.log().term_at(covered);
                let compacted = covered < self.node.log().base().index;
                assert!(term.is_some() || compacted, "it has what it acknowledges");
                let acknowledged = (covered, term);
                let promise = Promise { message, acknowledged };
                match after {
                    Some(write) => {
                        assert!(self.disk.is_pending(write), "a gate is a write under way");
                        self.disk.hold(promise, write);
                    }
                    None => self.assert_kept(&promise),
                }
            }
            Effect::TakeSnapshot { through } => {
                assert_eq!(through, self.node.last_applied());
            }
            Effect::Restore { snapshot } => {
                assert!(snapshot.last.index > committed_before, "state never moves backwards");
                assert_eq!(snapshot.last.index, self.node.last_applied());
            }
            Effect::Apply { through } => {
                assert_eq!(through, self.node.commit_index());
                assert!(through > committed_before, "only what is newly committed is applied");
            }
            Effect::Answer { request, reply } => {
                let asked = self.asked.iter().position(|waiting| *waiting == request);
                self.asked.swap_remove(asked.expect("only open requests are answered"));
                if let Reply::Readable { index } = reply {
                    assert!(index <= self.node.last_applied(), "a read waits for what it must see");
                }
                if let Reply::Committed(id) = reply {
                    assert!(id.index <= self.node.commit_index());
                    assert!(self.node.log().contains(id));
                }
            }
        }
    }

    /// At the moment at which a message leaves, what it says is true after a crash.
    fn assert_kept(&self, promise: &Promise) {
        let (message, disk) = (&promise.message, &self.disk.durable);
        let reveals_vote = match message.body {
            Body::RequestVote { .. } => Some(message.from),
            Body::RequestVoteReply { granted: true } => Some(message.to),
            _ => None,
        };
        if let Some(candidate) = reveals_vote {
            assert_eq!(disk.hard_state.current_term, message.term, "{message}");
            assert_eq!(disk.hard_state.voted_for, Some(candidate), "{message}");
        }
        if let Body::RequestVoteReply { .. } | Body::AppendEntriesReply { .. } = message.body {
            assert_eq!(disk.hard_state.current_term, message.term, "{message}");
            let acknowledged = promise.acknowledged;
            let (index, term) = acknowledged;
            let compacted = index <= disk.log.base().index;
            let held = disk.log.term_at(index);
            assert!(compacted || (held.is_some() && held == term.or(held)), "{message}");
        }
    }

    /// What the server believes to be on disk is on disk.
    fn assert_durable_is_durable(&self) {
        let base = self.node.log().base().index.max(self.disk.durable.log.base().index);
        for index in base.0 + 1..=self.node.durable_index().0 {
            let believed = self.node.log().get(Index(index));
            assert_eq!(believed, self.disk.durable.log.get(Index(index)));
        }
        let (me, disk) = (self.node.id(), self.disk.durable.hard_state);
        if let Role::Candidate(candidate) = self.node.role()
            && candidate.votes.contains_key(&me)
        {
            let vote = (disk.current_term, disk.voted_for);
            assert_eq!(vote, (self.node.current_term(), Some(me)), "its own vote counts early");
        }
    }
}

fn changes_nothing(verdict: &Verdict) -> bool {
    matches!(
        verdict,
        Verdict::MessageRefused { .. } | Verdict::UnknownWrite(_) | Verdict::ReplyIgnored { .. }
    ) && !matches!(
        // A refusal that comes late still shows that its sender follows.
        verdict,
        Verdict::ReplyIgnored { why: ReplyFault::Overtaken { .. }, .. }
    )
}

fn assert_never_goes_back(before: &Node, after: &Node) {
    assert!(after.current_term() >= before.current_term(), "the term never decreases");
    assert!(after.commit_index() >= before.commit_index(), "the commit index never decreases");
    assert!(after.last_applied() >= before.last_applied(), "nothing is un-applied");
    assert!(after.timing().now >= before.timing().now, "time never runs backwards inside");
    if after.current_term() == before.current_term() {
        let kept = before.voted_for().is_none() || after.voted_for() == before.voted_for();
        assert!(kept, "a vote is given once in a term");
    }
    if let (Role::Leader(_), Role::Leader(_)) = (before.role(), after.role()) {
        assert!(before.log().is_prefix_of(after.log()), "a leader only appends to its log");
    }
    assert!(after.log().base().index >= before.log().base().index, "no log grows backwards");
    let committed = |node: &Node| -> Vec<Entry> {
        let held = node.log().iter_from(after.log().first_index());
        held.take_while(|entry| entry.id.index <= before.commit_index()).cloned().collect()
    };
    assert_eq!(committed(before), committed(after), "what is committed stays");
}

fn assert_well_formed(node: &Node) {
    let last = node.log().last();
    assert!(node.commit_index() <= last.index);
    assert!(node.log().base().index <= node.last_applied(), "only what is applied is discarded");
    assert!(node.log().base().index <= node.snapshot_last().index);
    assert!(node.last_applied() <= node.commit_index());
    assert!(node.durable_index() <= last.index);
    assert!(last.term <= node.current_term(), "no entry is of a term that is still to come");
    let ids: Vec<LogId> = node.log().iter_from(Index(1)).map(|entry| entry.id).collect();
    for (at, id) in ids.iter().enumerate() {
        assert_eq!(id.index.0, node.log().base().index.0 + at as u64 + 1);
        assert!(at == 0 || ids[at - 1].term <= id.term, "terms never decrease along a log");
    }
    match node.role() {
        Role::Follower(_) | Role::PreCandidate(_) | Role::Candidate(_) => {
            assert!(node.timing().election_deadline.is_some(), "it will not wait for ever");
            assert_eq!(node.timing().heartbeats, [], "only a leader has any to send");
            assert_eq!(node.timing().quorum_deadline, None);
            assert_eq!(node.timing().transfer_deadline, None);
        }
        Role::Leader(leader) => {
            assert_eq!(node.timing().election_deadline, None);
            assert_eq!(node.timing().heartbeats.len(), leader.progress.len());
            assert_eq!(node.timing().heard.len(), leader.progress.len());
            for progress in &leader.progress {
                assert!(progress.next_index > progress.match_index);
                assert!(progress.next_index <= last.index.next());
            }
        }
    }
}

fn options() -> impl Strategy<Value = Options> {
    let switches = prop::array::uniform6(any::<bool>());
    let sizes = (1..4_u32, 1..4_u32, prop_oneof![Just(u64::MAX), 1..4_u64]);
    (switches, sizes).prop_map(|(switches, (entries_per_append, append_window, bytes))| {
        let [noop, forward, pre, quorum, sticky, naive] = switches;
        Options {
            append_window,
            activation: if pre { Activation::OnApply } else { Activation::OnAppend },
            step_down_on_removal: quorum,
            snapshot_after: u64::from(append_window) * 2,
            snapshot_keep: u64::from(entries_per_append) - 1,
            snapshot_chunk: 2,
            bytes_per_append: bytes,
            uncommitted_bytes: bytes,
            backtracking: if naive { Backtracking::OneByOne } else { Backtracking::ByTerm },
            lease_reads: sticky,
            noop_on_election: noop,
            proposals: if forward { Proposals::Forward } else { Proposals::Redirect },
            entries_per_append,
            pre_vote: pre,
            check_quorum: quorum,
            leader_stickiness: sticky,
            ..Options::default()
        }
    })
}

/// The usual seed, unless the environment names another one.
fn runner() -> TestRunner {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(2014);
    }
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 1_000;
    }
    TestRunner::new(config)
}

/// The name of a verdict's variant, with the reason's where there is one.
fn kind_of(verdict: &Verdict) -> String {
    let text = format!("{verdict:?}");
    let word = |text: &str| -> String { text.chars().take_while(|c| c.is_alphabetic()).collect() };
    let bare = ["CommitHeld(", "ElectionRefused("].iter().find_map(|name| text.split_once(name));
    let reason = text.split_once("why: ").or(bare);
    match reason {
        Some((_, reason)) => format!("{} {}", word(&text), word(reason)),
        None => word(&text),
    }
}

fn survives_anything(id: NodeId, voters: u32) -> BTreeSet<String> {
    let seen = RefCell::new(BTreeSet::new());
    // Logs come in segments of 64 entries, so some begin close to such a boundary.
    let entries = prop_oneof![8 => Just(0_u64), 2 => 60..66_u64, 1 => 126..130_u64];
    let lives = (options(), entries, inputs::happenings());
    let outcome = runner().run(&lives, |(options, entries, happenings)| {
        let mut host = Host::start(id, options, voters, entries);
        for (now, draw, happening) in &happenings {
            let verdicts = host.live_through(*now, *draw, happening);
            seen.borrow_mut().extend(verdicts.iter().map(kind_of));
        }
        Ok(())
    });
    if let Err(TestError::Fail(why, (options, entries, happenings))) = outcome {
        panic!("{why}\nwith {options:?} and {entries} entries\nafter {happenings:#?}");
    }
    outcome.expect("no run was given up");
    seen.into_inner()
}

/// A test that never gets to a decision proves nothing about it: `decisions.txt` lists everything
/// that a server of three has decided. `UPDATE_GOLDEN=1` writes it anew.
#[test]
fn a_server_of_three_keeps_its_promises_whatever_arrives() {
    let seen = survives_anything(NodeId(1), 3);
    let seen: String = seen.into_iter().map(|decision| decision + "\n").collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/decisions.txt");
        std::fs::write(path, &seen).expect("the list can be written");
    } else {
        assert_eq!(seen, include_str!("decisions.txt"));
    }
}

#[test]
fn a_server_of_five_keeps_its_promises_whatever_arrives() {
    survives_anything(NodeId(1), 5);
}

#[test]
fn a_single_server_keeps_its_promises_whatever_arrives() {
    survives_anything(NodeId(1), 1);
}

#[test]
fn a_server_outside_its_configuration_never_campaigns() {
    let seen = survives_anything(NodeId(9), 3);
    assert!(seen.contains("ElectionRefused NotVoter"));
    assert!(!seen.contains("ElectionStarted"));
}
