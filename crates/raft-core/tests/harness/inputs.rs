//! Arbitrary inputs, possible and impossible ones.
//!
//! Wholly random messages are nearly all refused at the door. So most values are drawn close to
//! what the server has at that moment, and are only worked out when the input is used.

use proptest::collection::vec;
use proptest::prelude::*;
use raft_core::{
    AppendResult, Body, Change, Configuration, Entries, Entry, Index, Input, LogId,
    MembershipChange, Message, Micros, Node, NodeId, Payload, ReadMode, RequestId, Role, Round,
    Sessions, Term, Transition, WriteId,
};

/// Something that happens to a server or its host.
#[derive(Clone, Debug)]
pub(crate) enum Happening {
    Receive(Letter),
    Wake,
    ElectionTimeout,
    SetElectionTimer(u64),
    Propose(u8),
    Transfer(u32),
    Read(u8, u8),
    TakeSnapshot,
    ChangeMembership(u8, u32, u8),
    /// A state of after this entry, whatever was asked for.
    SnapshotTaken(u64),
    ForgetLeader,
    /// The disk finishes the oldest write, if there is one.
    FinishWrite,
    /// A notice about a write that the disk has not finished or has never seen.
    FalseNotice(u64),
    Applied(u64),
    Crash,
}

/// A message, relative to its receiver.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    from: u32,
    to_me: bool,
    term: Near,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    RequestVote {
        last: Id,
        transfer: bool,
    },
    RequestVoteReply {
        granted: bool,
    },
    RequestPreVote {
        last: Id,
    },
    RequestPreVoteReply {
        granted: bool,
        asked: Near,
    },
    TimeoutNow,
    /// Chunks of three bytes; the last one holds what `done` says.
    InstallSnapshot {
        last: Id,
        above: u64,
        chunk: u64,
        done: bool,
    },
    InstallSnapshotReply {
        last: Id,
        received: u64,
        installed: bool,
    },
    ReadIndex(u8, bool),
    ReadIndexReply(u8, Option<Near>),
    AppendEntries {
        prev: Id,
        entries: Vec<EntryKind>,
        out_of_order: bool,
        commit: Near,
    },
    Accepted {
        match_index: Near,
    },
    Rejected {
        prev_index: Near,
        hint: Id,
    },
    /// The answer that the receiver waits for: a vote if it is a candidate; if it leads, an
    /// acknowledgement or the refusal of its last message.
    Awaited {
        yes: bool,
        match_index: Near,
        hint: Id,
    },
    Forward(u8),
}

/// An entry in a message: the one that the receiver has at that place, or one of a term that is
/// later by so many than that of the entry before it.
#[derive(Clone, Copy, Debug)]
enum EntryKind {
    Same,
    /// As `Later`, and changes the members.
    Members(u64),
    Later(u64),
}

/// A number close to the one at hand (current term or last index), or anything.
#[derive(Clone, Copy, Debug)]
enum Near {
    Below(u64),
    Above(u64),
    Anything(u64),
}

/// The id of an entry of the receiver's log, counted from its end; one that is close; or anything.
#[derive(Clone, Copy, Debug)]
enum Id {
    Own(u64),
    Close(Near, Near),
}

/// A run of happenings, each at a moment and with a random number. Moments are in no order.
pub(crate) fn happenings() -> impl Strategy<Value = Vec<(u64, u64, Happening)>> {
    vec((moment(), any::<u64>(), happening()), 1..120)
}

fn moment() -> impl Strategy<Value = u64> {
    prop_oneof![60 => 0..2_000_000_u64, 1 => any::<u64>()]
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        24 => letter().prop_map(Happening::Receive),
        2 => Just(Happening::Wake),
        3 => Just(Happening::ElectionTimeout),
        1 => prop_oneof![0..1_000_000_u64, any::<u64>()].prop_map(Happening::SetElectionTimer),
        4 => any::<u8>().prop_map(Happening::Propose),
        1 => (0..5_u32).prop_map(Happening::Transfer),
        1 => Just(Happening::ForgetLeader),
        1 => Just(Happening::TakeSnapshot),
        3 => (0..6_u8, 0..6_u32, 0..4_u8).prop_map(|(what, whom, how)| {
            Happening::ChangeMembership(what, whom, how)
        }),
        1 => prop_oneof![0..20_u64, any::<u64>()].prop_map(Happening::SnapshotTaken),
        3 => (any::<u8>(), 0..3_u8).prop_map(|(name, mode)| Happening::Read(name, mode)),
        8 => Just(Happening::FinishWrite),
        1 => prop_oneof![0..20_u64, any::<u64>()].prop_map(Happening::FalseNotice),
        2 => prop_oneof![0..20_u64, any::<u64>()].prop_map(Happening::Applied),
        1 => Just(Happening::Crash),
    ]
}

fn letter() -> impl Strategy<Value = Letter> {
    let term = prop_oneof![
        24 => Just(Near::Above(0)),
        3 => (1..3_u64).prop_map(Near::Below),
        2 => (1..3_u64).prop_map(Near::Above),
        1 => wild().prop_map(Near::Anything),
    ];
    let from = prop_oneof![12 => 2..4_u32, 1 => 0..9_u32, 1 => any::<u32>()];
    (from, prop::bool::weighted(0.97), term, content())
        .prop_map(|(from, to_me, term, content)| Letter { from, to_me, term, content })
}

fn content() -> impl Strategy<Value = Content> {
    let entry = prop_oneof![
        2 => Just(EntryKind::Same),
        1 => (0..3_u64).prop_map(EntryKind::Later),
        1 => (0..3_u64).prop_map(EntryKind::Members),
    ];
    prop_oneof![
        3 => (id(), prop::bool::weighted(0.2))
            .prop_map(|(last, transfer)| Content::RequestVote { last, transfer }),
        1 => id().prop_map(|last| Content::RequestPreVote { last }),
        1 => (any::<bool>(), near())
            .prop_map(|(granted, asked)| Content::RequestPreVoteReply { granted, asked }),
        1 => Just(Content::TimeoutNow),
        2 => (id(), 0..3_u64, 0..4_u64, any::<bool>()).prop_map(|(last, above, chunk, done)| {
            Content::InstallSnapshot { last, above, chunk, done }
        }),
        1 => (id(), 0..9_u64, any::<bool>()).prop_map(|(last, received, installed)| {
            Content::InstallSnapshotReply { last, received, installed }
        }),
        1 => (any::<u8>(), any::<bool>()).prop_map(|(name, lease)| Content::ReadIndex(name, lease)),
        1 => (any::<u8>(), prop::option::of(near()))
            .prop_map(|(name, index)| Content::ReadIndexReply(name, index)),
        1 => any::<bool>().prop_map(|granted| Content::RequestVoteReply { granted }),
        8 => (id(), vec(entry, 0..5), prop::bool::weighted(0.05), near()).prop_map(
            |(prev, entries, out_of_order, commit)| Content::AppendEntries {
                prev, entries, out_of_order, commit
            }
        ),
        1 => near().prop_map(|match_index| Content::Accepted { match_index }),
        1 => (near(), id()).prop_map(|(prev_index, hint)| Content::Rejected { prev_index, hint }),
        12 => (prop::bool::weighted(0.8), near(), id()).prop_map(
            |(yes, match_index, hint)| Content::Awaited { yes, match_index, hint }
        ),
        1 => any::<u8>().prop_map(Content::Forward),
    ]
}

fn id() -> impl Strategy<Value = Id> {
    prop_oneof![
        4 => (0..4_u64).prop_map(Id::Own),
        1 => (near(), near()).prop_map(|(index, term)| Id::Close(index, term)),
    ]
}

fn near() -> impl Strategy<Value = Near> {
    prop_oneof![
        8 => (0..4_u64).prop_map(Near::Below),
        4 => (1..3_u64).prop_map(Near::Above),
        1 => wild().prop_map(Near::Anything),
    ]
}

/// Zero, the bound of terms and indices and its neighbours, the end of the number range, anything.
fn wild() -> impl Strategy<Value = u64> {
    let bound = 1_u64 << 53;
    prop_oneof![Just(0), bound - 3..bound + 2, Just(u64::MAX), any::<u64>()]
}

impl Happening {
    /// The input that this is for `node`; none if it happens to the host.
    pub(crate) fn input(&self, node: &Node) -> Option<Input> {
        Some(match self {
            Self::Receive(letter) => Input::Receive(letter.written_to(node)),
            Self::Wake => Input::Wake,
            Self::ElectionTimeout => Input::ElectionTimeout,
            Self::SetElectionTimer(span) => Input::SetElectionTimer(Micros(*span)),
            Self::Propose(name) => {
                let (request, command) = (RequestId(u64::from(*name)), [*name].into());
                Input::Propose { request, command, session: None }
            }
            Self::Transfer(to) => Input::TransferLeadership { to: NodeId(*to) },
            Self::Read(name, mode) => Input::Read {
                request: RequestId(u64::from(*name)),
                mode: [ReadMode::ReadIndex, ReadMode::Lease, ReadMode::Stale][usize::from(*mode)],
            },
            Self::ChangeMembership(what, whom, how) => Input::ChangeMembership {
                request: RequestId(u64::from(*how)),
                change: membership_change(*what, NodeId(*whom), *how),
            },
            Self::TakeSnapshot => Input::TakeSnapshot,
            Self::SnapshotTaken(through) => Input::SnapshotTaken {
                through: Index(*through),
                state: [1, 2, 3].into(),
                sessions: Sessions::default(),
            },
            Self::ForgetLeader => Input::ForgetLeader,
            Self::FalseNotice(write) => Input::Persisted(WriteId(*write)),
            Self::Applied(through) => Input::Applied(Index(*through)),
            Self::FinishWrite | Self::Crash => return None,
        })
    }
}

impl Letter {
    fn written_to(&self, node: &Node) -> Message {
        let term = match self.term {
            Near::Anything(term) => term,
            near => near.from(node.current_term().0).max(1),
        };
        let to = if self.to_me { node.id() } else { NodeId(node.id().0.wrapping_add(1)) };
        let from = NodeId(self.from);
        let body = self.content.written_to(node, from, term);
        Message { from, to, term: Term(term), body }
    }
}

impl Content {
    fn written_to(&self, node: &Node, from: NodeId, term: u64) -> Body {
        let last = node.log().last().index.0;
        match self {
            Self::RequestVote { last, transfer } => {
                Body::RequestVote { last_log: last.of(node), transfer: *transfer }
            }
            Self::RequestPreVote { last } => Body::RequestPreVote { last_log: last.of(node) },
            Self::RequestPreVoteReply { granted, asked } => Body::RequestPreVoteReply {
                granted: *granted,
                asked: Term(asked.from(node.current_term().0)),
            },
            Self::TimeoutNow => Body::TimeoutNow,
            Self::InstallSnapshot { last, above, chunk, done } => {
                let mut last = last.of(node);
                last.index.0 = last.index.0.saturating_add(*above);
                Body::InstallSnapshot {
                    last,
                    configuration: node.configuration().clone(),
                    sessions: Sessions::default(),
                    offset: chunk * 3,
                    data: [7; 3].into(),
                    done: *done,
                }
            }
            Self::InstallSnapshotReply { last, received, installed } => {
                let sent = match node.role() {
                    Role::Leader(leader) => leader.progress_of(from).and_then(|progress| {
                        progress.transfer.as_ref().map(|transfer| transfer.snapshot.last)
                    }),
                    _ => None,
                };
                Body::InstallSnapshotReply {
                    last: sent.unwrap_or(last.of(node)),
                    received: *received,
                    installed: *installed,
                }
            }
            Self::ReadIndex(name, lease) => {
                Body::ReadIndex { request: RequestId(u64::from(*name)), lease: *lease }
            }
            Self::ReadIndexReply(name, index) => Body::ReadIndexReply {
                request: RequestId(u64::from(*name)),
                index: index.map(|index| Index(index.from(last))),
            },
            Self::RequestVoteReply { granted } => Body::RequestVoteReply { granted: *granted },
            Self::AppendEntries { prev, entries, out_of_order, commit } => {
                let prev_log = prev.of(node);
                let mut entries = written_entries(node, prev_log, term, entries);
                if *out_of_order {
                    entries.reverse();
                }
                let entries = Entries::from_iter(entries);
                Body::AppendEntries {
                    prev_log,
                    entries,
                    leader_commit: Index(commit.from(last)),
                    round: Round(commit.from(0)),
                }
            }
            Self::Accepted { match_index } => {
                let match_index = Index(match_index.from(last));
                reply(AppendResult::Accepted { match_index }, Round(1))
            }
            Self::Rejected { prev_index, hint } => {
                let (prev_index, hint) = (Index(prev_index.from(last)), hint.of(node));
                reply(AppendResult::Rejected { prev_index, hint }, Round::default())
            }
            Self::Awaited { yes, match_index, hint } => match node.role() {
                Role::Leader(leader) if !yes => {
                    let next = leader.progress_of(from).map(|progress| progress.next_index);
                    let prev_index = next.unwrap_or_default().prev();
                    let hint = hint.of(node);
                    reply(AppendResult::Rejected { prev_index, hint }, leader.round)
                }
                Role::Leader(leader) => {
                    let match_index = Index(match_index.from(last));
                    reply(AppendResult::Accepted { match_index }, leader.round)
                }
                Role::PreCandidate(_) => {
                    Body::RequestPreVoteReply { granted: *yes, asked: node.current_term().next() }
                }
                Role::Follower(_) | Role::Candidate(_) => Body::RequestVoteReply { granted: *yes },
            },
            Self::Forward(name) => {
                let payload = match *name {
                    0..20 => Payload::Noop,
                    20..60 => Payload::OpenSession,
                    _ => Payload::command([*name]),
                };
                Body::Forward { request: RequestId(u64::from(*name)), payload }
            }
        }
    }
}

fn membership_change(what: u8, whom: NodeId, how: u8) -> MembershipChange {
    let change = match what {
        0 => Change::AddVoter(whom),
        1 => Change::AddLearner(whom),
        2 => Change::Promote(whom),
        3 => Change::Demote(whom),
        4 => Change::Remove(whom),
        _ => return MembershipChange::LeaveJoint,
    };
    let changes = if how == 3 { vec![change, Change::Remove(NodeId(2))] } else { vec![change] };
    let transition = match how {
        0 => Transition::Auto,
        1 => Transition::Implicit,
        _ => Transition::Explicit,
    };
    MembershipChange::Change { changes, transition }
}

fn reply(result: AppendResult, round: Round) -> Body {
    Body::AppendEntriesReply { result, round }
}

fn written_entries(node: &Node, prev: LogId, term: u64, kinds: &[EntryKind]) -> Vec<Entry> {
    let mut before = prev;
    let mut entries = Vec::new();
    for kind in kinds {
        let index = before.index.next();
        let own = node.log().term_at(index).map(|own| own.0);
        let later = match (kind, own) {
            (EntryKind::Same, Some(own)) => own,
            (EntryKind::Same, None) => before.term.0,
            (EntryKind::Later(by) | EntryKind::Members(by), _) => {
                before.term.0.saturating_add(*by).min(term)
            }
        };
        before = LogId { index, term: Term(later) };
        let payload = match kind {
            EntryKind::Same => node.log().get(index).map(|own| own.payload.clone()),
            EntryKind::Members(by) => {
                let voters = Configuration::new((1..=2 + *by as u32).map(NodeId));
                Some(Payload::Configuration(voters))
            }
            EntryKind::Later(_) => None,
        };
        entries.push(Entry { id: before, payload: payload.unwrap_or(Payload::Noop) });
    }
    entries
}

impl Near {
    fn from(self, at_hand: u64) -> u64 {
        match self {
            Self::Below(by) => at_hand.saturating_sub(by),
            Self::Above(by) => at_hand.saturating_add(by),
            Self::Anything(number) => number,
        }
    }
}

impl Id {
    fn of(self, node: &Node) -> LogId {
        let last = node.log().last();
        match self {
            Self::Own(back) => {
                let index = Index(last.index.0.saturating_sub(back));
                let term = node.log().term_at(index).unwrap_or_default();
                LogId { index, term }
            }
            Self::Close(index, term) => {
                LogId { index: Index(index.from(last.index.0)), term: Term(term.from(last.term.0)) }
            }
        }
    }
}
