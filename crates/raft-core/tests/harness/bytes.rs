//! A life of one server, read from arbitrary bytes: what a fuzzer needs.

use raft_core::{
    AppendResult, Body, Change, Configuration, Durable, Effect, Entries, Entry, Index, Input,
    LocalTime, LogId, MembershipChange, Message, Micros, Node, NodeId, Options, Output, Payload,
    ReadMode, RequestId, Round, Sessions, Term, Transition, WriteId,
};

/// Reads bytes; zeros when there are none left.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// Mostly small numbers, sometimes the edges of the range.
    fn number(&mut self) -> u64 {
        match self.byte() {
            255 => u64::MAX,
            254 => 1 << 53,
            253 => (1 << 53) - 1,
            small => u64::from(small % 16),
        }
    }

    fn node(&mut self) -> NodeId {
        NodeId(u32::from(self.byte() % 6))
    }

    fn id(&mut self) -> LogId {
        LogId::new(self.number(), self.number())
    }

    fn entries(&mut self, prev: LogId) -> Entries {
        let mut before = prev;
        let count = self.byte() % 5;
        let entry = |_| {
            let term = before.term.0.saturating_add(u64::from(self.byte() % 2));
            before = LogId { term: Term(term), index: before.index.next() };
            Entry { id: before, payload: self.payload() }
        };
        (0..count).map(entry).collect()
    }

    fn payload(&mut self) -> Payload {
        match self.byte() % 5 {
            0 => Payload::Noop,
            1 => Payload::OpenSession,
            2 => Payload::ExpireSessions { unused_since: Index(self.number()) },
            3 => Payload::Configuration(Configuration::new([self.node(), self.node()])),
            _ => Payload::command([self.byte()]),
        }
    }

    fn body(&mut self) -> Body {
        match self.byte() % 13 {
            0 => Body::RequestVote { last_log: self.id(), transfer: self.flag() },
            1 => Body::RequestVoteReply { granted: self.flag() },
            2 => Body::RequestPreVote { last_log: self.id() },
            3 => {
                let (granted, asked) = (self.flag(), Term(self.number()));
                Body::RequestPreVoteReply { granted, asked }
            }
            4 => Body::TimeoutNow,
            5 => Body::ReadIndex { request: RequestId(self.number()), lease: self.flag() },
            6 => {
                let index = self.flag().then(|| Index(self.number()));
                Body::ReadIndexReply { request: RequestId(self.number()), index }
            }
            7 => Body::Forward { request: RequestId(self.number()), payload: self.payload() },
            8 => Body::InstallSnapshot {
                last: self.id(),
                configuration: Configuration::new([self.node(), self.node(), self.node()]),
                sessions: Sessions::default(),
                offset: self.number(),
                data: [self.byte()].into(),
                done: self.flag(),
            },
            9 => {
                let (last, received, installed) = (self.id(), self.number(), self.flag());
                Body::InstallSnapshotReply { last, received, installed }
            }
            10 => {
                let result = if self.flag() {
                    AppendResult::Accepted { match_index: Index(self.number()) }
                } else {
                    AppendResult::Rejected { prev_index: Index(self.number()), hint: self.id() }
                };
                Body::AppendEntriesReply { result, round: Round(self.number()) }
            }
            _ => {
                let prev_log = self.id();
                let entries = self.entries(prev_log);
                let (leader_commit, round) = (Index(self.number()), Round(self.number()));
                Body::AppendEntries { prev_log, entries, leader_commit, round }
            }
        }
    }

    fn input(&mut self) -> Input {
        let request = RequestId(self.number());
        match self.byte() % 16 {
            0 => Input::Wake,
            1 => Input::ElectionTimeout,
            2 => Input::SetElectionTimer(Micros(self.number())),
            3 => Input::TransferLeadership { to: self.node() },
            4 => Input::ForgetLeader,
            5 => Input::Propose { request, command: [self.byte()].into(), session: None },
            6 => Input::OpenSession { request },
            7 => Input::TakeSnapshot,
            8 => Input::SnapshotTaken {
                through: Index(self.number()),
                state: [self.byte()].into(),
                sessions: Sessions::default(),
            },
            9 => {
                let changes = vec![Change::AddVoter(self.node()), Change::Remove(self.node())];
                let transition = Transition::Auto;
                let change = MembershipChange::Change { changes, transition };
                Input::ChangeMembership { request, change }
            }
            10 => {
                let modes = [ReadMode::ReadIndex, ReadMode::Lease, ReadMode::Stale];
                Input::Read { request, mode: modes[usize::from(self.byte() % 3)] }
            }
            11 => Input::Applied(Index(self.number())),
            _ => Input::Receive(Message {
                from: self.node(),
                to: NodeId(1),
                term: Term(self.number()),
                body: self.body(),
            }),
        }
    }

    fn options(&mut self) -> Options {
        let sticky = self.flag();
        Options {
            pre_vote: self.flag(),
            check_quorum: self.flag(),
            leader_stickiness: sticky,
            lease_reads: sticky,
            append_window: u32::from(self.byte() % 4) + 1,
            snapshot_after: u64::from(self.byte() % 4),
            snapshot_chunk: 1,
            ..Options::default()
        }
    }
}

/// Lets a server live through what the bytes say. It must not panic, and never go back.
pub(crate) fn live(bytes: &[u8]) {
    let mut bytes = Bytes(bytes);
    let options = bytes.options();
    let fresh = Durable::fresh(Configuration::new((1..=3).map(NodeId)));
    let mut node = Node::restart(NodeId(1), options, &fresh, LocalTime(0), 0);
    let mut pending: Vec<WriteId> = Vec::new();
    let mut now = 0_u64;
    while !bytes.0.is_empty() {
        now = now.saturating_add(bytes.number().saturating_mul(20_000));
        let done = bytes.flag().then(|| pending.pop()).flatten();
        let input = done.map_or_else(|| bytes.input(), Input::Persisted);
        let (term, commit) = (node.current_term(), node.commit_index());
        let mut out = Output::default();
        node.step(LocalTime(now), u64::from(bytes.byte()) << 56, input, &mut out);
        assert!(node.current_term() >= term && node.commit_index() >= commit);
        assert!(node.last_applied() <= node.commit_index());
        assert!(node.commit_index() <= node.log().last().index);
        for effect in out.effects {
            if let Effect::Write(write) = effect {
                pending.push(write.id);
            }
        }
    }
}
