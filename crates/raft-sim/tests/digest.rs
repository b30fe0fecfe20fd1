//! The digest sees everything that a run *is*, and nothing else.
//!
//! Every kind of event, fact and message stands here once, with each of its fields changed once.
//! The lists are made together with a `match` that has no wildcard and names every field: a new
//! variant or a new field does not compile until somebody has decided here whether it matters.

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_core::{
    AppendResult, Body, CommandInSession, Configuration, ConfigurationDraft, Entries, Entry,
    HardState, Index, LogId, LogWrite, Message, MessageKind, NodeId, Payload, ReadMode, RequestId,
    Round, SessionCommand, SessionId, Sessions, Snapshot, SnapshotWrite, Term, Verdict, Write,
    WriteId,
};
use raft_sim::{
    Action, Address, Answer, Canonical, ClientId, Command, Digest, Event, EventKind, EventNo, Fact,
    FaultKind, Flight, Happening, Kind, LossReason, MessageId, OperationId, Packet, Position,
    RoleKind, Seeded, Setup, SimTime, Sink, World, WriteKey,
};

/// A sample of each variant, each followed by itself with one field changed at a time.
///
/// The patterns stand without `..` and without a wildcard, so the compiler keeps the list complete.
macro_rules! samples {
    ($kind:ty; $($pattern:pat => $sample:expr, [$($changed:expr),* $(,)?]);+ $(;)?) => {{
        #[allow(dead_code)] // it only has to compile
        fn every_variant_is_listed(thing: &$kind) {
            match thing {
                $($pattern => {}),+
            }
        }
        let mut samples: Vec<$kind> = Vec::new();
        $(
            let sample: $kind = $sample;
            assert!(matches!(sample, $pattern), "{sample:?} is listed under another variant");
            samples.push(sample);
            samples.extend([$($changed),*] as [$kind; _]);
        )+
        samples
    }};
}

const N1: NodeId = NodeId(1);
const N2: NodeId = NodeId(2);
const N3: NodeId = NodeId(3);

fn message_id() -> MessageId {
    MessageId {
        from: Address::Server(N1),
        to: Address::Server(N2),
        kind: Kind::Raft(MessageKind::AppendEntries),
        ordinal: 3,
    }
}

/// The same name with one field changed at a time.
fn other_message_ids() -> Vec<MessageId> {
    let id = message_id();
    // Naming every field: a new one has to be changed below as well.
    let MessageId { from: _, to: _, kind: _, ordinal: _ } = id;
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != id.kind);
    let mut others: Vec<_> = kinds.map(|kind| MessageId { kind, ..id }).collect();
    others.extend([
        MessageId { from: Address::Server(N3), ..id },
        MessageId { from: Address::Client(ClientId(1)), ..id },
        MessageId { to: Address::Server(N3), ..id },
        MessageId { to: Address::Client(ClientId(2)), ..id },
        MessageId { ordinal: 4, ..id },
    ]);
    others
}

fn operation() -> OperationId {
    OperationId { client: ClientId(1), ordinal: 5 }
}

fn other_operations() -> [OperationId; 2] {
    let OperationId { client, ordinal } = operation();
    [OperationId { client: ClientId(2), ordinal }, OperationId { client, ordinal: 6 }]
}

fn write_key() -> WriteKey {
    WriteKey { server: N1, incarnation: 1, write: WriteId(7) }
}

fn other_write_keys() -> [WriteKey; 3] {
    let WriteKey { server, incarnation, write } = write_key();
    [
        WriteKey { server: N2, incarnation, write },
        WriteKey { server, incarnation: 2, write },
        WriteKey { server, incarnation, write: WriteId(8) },
    ]
}

fn event_kinds() -> Vec<EventKind> {
    let [key_a, key_b, key_c] = other_write_keys();
    let client = |id| Address::Client(ClientId(id));
    let mut kinds = samples! { EventKind;
        EventKind::Delivered(_) => EventKind::Delivered(message_id()), [];
        EventKind::Lost(_, _) => EventKind::Lost(message_id(), LossReason::Chance), [];
        EventKind::ElectionTimeout(_) => EventKind::ElectionTimeout(N1), [EventKind::ElectionTimeout(N2)];
        EventKind::HeartbeatDue(_) => EventKind::HeartbeatDue(N1), [EventKind::HeartbeatDue(N2)];
        EventKind::Persisted(_) => EventKind::Persisted(write_key()),
            [EventKind::Persisted(key_a), EventKind::Persisted(key_b), EventKind::Persisted(key_c)];
        EventKind::ClientTimer(_) => EventKind::ClientTimer(client(1)), [EventKind::ClientTimer(client(2))];
        EventKind::Acted => EventKind::Acted, [];
    };
    kinds.extend(other_message_ids().into_iter().map(EventKind::Delivered));
    kinds.extend(other_message_ids().into_iter().map(|id| EventKind::Lost(id, LossReason::Chance)));
    let others = loss_reasons().into_iter().filter(|why| *why != LossReason::Chance);
    kinds.extend(others.map(|why| EventKind::Lost(message_id(), why)));
    kinds
}

fn loss_reasons() -> Vec<LossReason> {
    samples! { LossReason;
        LossReason::Chance => LossReason::Chance, [];
        LossReason::CutWhenSent => LossReason::CutWhenSent, [];
        LossReason::CutOnArrival => LossReason::CutOnArrival, [];
        LossReason::ReceiverDown => LossReason::ReceiverDown, [];
        LossReason::Dropped => LossReason::Dropped, [];
        LossReason::Overflow => LossReason::Overflow, [];
    }
}

fn fault(what: FaultKind, server: NodeId, value: u64) -> Fact {
    Fact::Fault { what, server, value }
}

fn roles() -> Vec<RoleKind> {
    samples! { RoleKind;
        RoleKind::Follower => RoleKind::Follower, [];
        RoleKind::PreCandidate => RoleKind::PreCandidate, [];
        RoleKind::Candidate => RoleKind::Candidate, [];
        RoleKind::Leader => RoleKind::Leader, [];
    }
}

/// Facts that matter. `Fact::Sent` is not among them: what is sent matters, its slot does not.
fn facts() -> Vec<Fact> {
    use Fact as F;
    let [operation_a, operation_b] = other_operations();
    let [key_a, key_b, key_c] = other_write_keys();
    let (t1, t2) = (Term(1), Term(2));
    let (i1, i2) = (Index(1), Index(2));
    let (early, late) = (SimTime(100), SimTime(101));
    let mut facts = samples! { Fact;
        // Looked at in `what_is_sent_matters_but_not_where_it_is_kept`.
        F::Sent { slot: _ } => F::Sent { slot: 0 }, [];
        F::WriteStarted(_) => F::WriteStarted(write_key()),
            [F::WriteStarted(key_a), F::WriteStarted(key_b), F::WriteStarted(key_c)];
        F::Role { server: _, role: _ } => F::Role { server: N1, role: RoleKind::Follower },
            [F::Role { server: N2, role: RoleKind::Follower }];
        F::Term { server: _, term: _ } => F::Term { server: N1, term: t1 },
            [F::Term { server: N2, term: t1 }, F::Term { server: N1, term: t2 }];
        F::Truncated { server: _, from: _ } => F::Truncated { server: N1, from: i1 },
            [F::Truncated { server: N2, from: i1 }, F::Truncated { server: N1, from: i2 }];
        F::Appended { server: _, last: _ } => F::Appended { server: N1, last: LogId::new(4, 2) },
            [
                F::Appended { server: N2, last: LogId::new(4, 2) },
                F::Appended { server: N1, last: LogId::new(5, 2) },
                F::Appended { server: N1, last: LogId::new(4, 3) },
                F::Appended { server: N1, last: LogId::new(2, 4) },
            ];
        F::Commit { server: _, index: _ } => F::Commit { server: N1, index: i1 },
            [F::Commit { server: N2, index: i1 }, F::Commit { server: N1, index: i2 }];
        F::Applied { server: _, index: _ } => F::Applied { server: N1, index: i1 },
            [F::Applied { server: N2, index: i1 }, F::Applied { server: N1, index: i2 }];
        F::Invoked(_) => F::Invoked(operation()), [F::Invoked(operation_a), F::Invoked(operation_b)];
        F::Succeeded(_) => F::Succeeded(operation()),
            [F::Succeeded(operation_a), F::Succeeded(operation_b)];
        F::Failed(_) => F::Failed(operation()), [F::Failed(operation_a), F::Failed(operation_b)];
        F::GivenUp(_) => F::GivenUp(operation()), [F::GivenUp(operation_a), F::GivenUp(operation_b)];
        F::Crashed { server: _, lost_writes: _ } => F::Crashed { server: N1, lost_writes: 0 },
            [F::Crashed { server: N2, lost_writes: 0 }, F::Crashed { server: N1, lost_writes: 1 }];
        F::Restarted { server: _, incarnation: _ } => F::Restarted { server: N1, incarnation: 2 },
            [F::Restarted { server: N2, incarnation: 2 }, F::Restarted { server: N1, incarnation: 3 }];
        F::TimerSet { server: _, at: _ } => F::TimerSet { server: N1, at: early },
            [F::TimerSet { server: N2, at: early }, F::TimerSet { server: N1, at: late }];
        F::Cut { from: _, to: _ } => F::Cut { from: N1, to: N2 },
            [F::Cut { from: N3, to: N2 }, F::Cut { from: N1, to: N3 }, F::Cut { from: N2, to: N1 }];
        F::Healed { from: _, to: _ } => F::Healed { from: N1, to: N2 },
            [F::Healed { from: N3, to: N2 }, F::Healed { from: N1, to: N3 }];
        F::Side { server: _, side: _ } => F::Side { server: N1, side: 0 },
            [F::Side { server: N2, side: 0 }, F::Side { server: N1, side: 1 }];
        F::AllHealed => F::AllHealed, [];
        F::Dropped(_) => F::Dropped(message_id()), [];
        F::DueNow(_) => F::DueNow(message_id()), [];
        F::Held(_) => F::Held(message_id()), [];
        F::Delayed(_) => F::Delayed(message_id()), [];
        F::Copied(_) => F::Copied(message_id()), [];
        F::Fault { what: _, server: _, value: _ } => fault(FaultKind::Link, N1, 0),
            [fault(FaultKind::Link, N2, 0), fault(FaultKind::Link, N1, 1)];
        F::Loss { ppm: _ } => F::Loss { ppm: 0 }, [F::Loss { ppm: 1 }];
        F::Bound { server: _ } => F::Bound { server: N1 }, [F::Bound { server: N2 }];
        F::Released => F::Released, [];
        F::Wiped(_) => F::Wiped(N1), [F::Wiped(N2)];
        F::Repeated { server: _, index: _ } => F::Repeated { server: N1, index: i1 },
            [F::Repeated { server: N2, index: i1 }, F::Repeated { server: N1, index: i2 }];
        F::SessionExpired { server: _, index: _ } => F::SessionExpired { server: N1, index: i1 },
            [F::SessionExpired { server: N2, index: i1 }, F::SessionExpired { server: N1, index: i2 }];
        F::SessionOpened { server: _, session: _ } =>
            F::SessionOpened { server: N1, session: SessionId(1) },
            [F::SessionOpened { server: N2, session: SessionId(1) },
             F::SessionOpened { server: N1, session: SessionId(2) }];
        F::SessionsClosed { server: _, count: _ } => F::SessionsClosed { server: N1, count: 0 },
            [F::SessionsClosed { server: N2, count: 0 }, F::SessionsClosed { server: N1, count: 1 }];
    };
    facts.retain(|fact| !matches!(fact, F::Sent { .. }));
    facts.extend(other_message_ids().into_iter().map(F::Dropped));
    facts.extend(other_message_ids().into_iter().map(F::DueNow));
    facts.extend(other_message_ids().into_iter().map(F::Held));
    facts.extend(other_message_ids().into_iter().map(F::Delayed));
    facts.extend(other_message_ids().into_iter().map(F::Copied));
    let other_faults = FaultKind::ALL.into_iter().filter(|what| *what != FaultKind::Link);
    facts.extend(other_faults.map(|what| fault(what, N1, 0)));
    let other_roles = roles().into_iter().filter(|role| *role != RoleKind::Follower);
    facts.extend(other_roles.map(|role| F::Role { server: N1, role }));
    facts
}

fn bytes(text: &str) -> Arc<[u8]> {
    text.as_bytes().into()
}

fn put(index: u64, term: u64, command: &str) -> Entry {
    Entry { id: LogId::new(index, term), payload: Payload::command(bytes(command)) }
}

fn noop(index: u64, term: u64) -> Entry {
    Entry { id: LogId::new(index, term), payload: Payload::Noop }
}

fn of(payload: Payload) -> Entry {
    Entry { id: LogId::new(5, 2), payload }
}

fn call(session: u64, sequence: u64, first_open: u64) -> Entry {
    let session = Some(SessionCommand { session: SessionId(session), sequence, first_open });
    of(Payload::of_client(bytes("x=1"), session))
}

/// An entry with the configuration that prints like this.
fn members(text: &str) -> Entry {
    let set = |ids: &[NodeId]| ids.iter().copied().collect();
    let draft = |incoming, outgoing, learners, learners_next, auto_leave| ConfigurationDraft {
        incoming: set(incoming),
        outgoing: set(outgoing),
        learners: set(learners),
        learners_next: set(learners_next),
        auto_leave,
    };
    let all = [
        draft(&[N1], &[], &[], &[], false),
        draft(&[N2], &[], &[], &[], false),
        draft(&[N1, N2], &[], &[], &[], false),
        draft(&[N1], &[], &[N2], &[], false),
        draft(&[N2], &[N1], &[], &[], false),
        draft(&[N1], &[N2], &[], &[], false),
        draft(&[N2], &[N1], &[], &[], true),
        draft(&[N2], &[N1], &[], &[N1], false),
    ];
    let built = all.into_iter().map(|draft| draft.build().expect("a configuration"));
    let found = built.into_iter().find(|configuration| configuration.to_string() == text);
    of(Payload::Configuration(found.expect("one of these")))
}

/// Runs of entries that differ in a single thing.
fn entries() -> Vec<Entries> {
    // Naming everything that an entry has.
    let Entry { id: LogId { term: _, index: _ }, payload } = noop(1, 1);
    match payload {
        Payload::Noop | Payload::OpenSession => {}
        Payload::ExpireSessions { unused_since: _ } | Payload::Configuration(_) => {}
        Payload::Command(_) => {}
        Payload::CommandInSession(of) => {
            let CommandInSession { command: _, session } = &*of;
            let SessionCommand { session: _, sequence: _, first_open: _ } = session;
        }
    }
    let lists = [
        vec![],
        vec![noop(5, 2)],
        vec![noop(6, 2)],
        vec![noop(5, 3)],
        vec![put(5, 2, "")],
        vec![put(5, 2, "x=1")],
        vec![put(5, 2, "x=2")],
        vec![call(0, 0, 0)],
        vec![call(1, 0, 0)],
        vec![call(0, 1, 0)],
        vec![call(0, 0, 1)],
        vec![of(Payload::OpenSession)],
        vec![members("{n1}")],
        vec![members("{n2}")],
        vec![members("{n1 n2}")],
        vec![members("{n1 ~n2}")],
        vec![members("{n1}→{n2}")],
        vec![members("{n2}→{n1}")],
        vec![members("{n1}→{n2} auto")],
        vec![members("{n1}→{n2 ~n1}")],
        vec![of(Payload::ExpireSessions { unused_since: Index(0) })],
        vec![of(Payload::ExpireSessions { unused_since: Index(1) })],
        vec![put(5, 2, "x=1"), put(6, 2, "y=1")],
        vec![put(5, 2, "x=1"), put(6, 2, "y=2")],
        vec![put(5, 2, "x=1"), put(6, 2, "y=1"), noop(7, 2)],
    ];
    lists.into_iter().map(|list| list.into_iter().collect()).collect()
}

fn bodies() -> Vec<Body> {
    let reply = |result, round| Body::AppendEntriesReply { result, round: Round(round) };
    let accepted = |index| reply(AppendResult::Accepted { match_index: Index(index) }, 0);
    let rejected = |prev, hint| {
        let prev_index = Index(prev);
        reply(AppendResult::Rejected { prev_index, hint }, 0)
    };
    let later = reply(AppendResult::Accepted { match_index: Index(0) }, 1);
    let read = |ordinal, lease| {
        let request = OperationId { client: ClientId(1), ordinal }.request();
        Body::ReadIndex { request, lease }
    };
    let read_answer = |ordinal, index| {
        let request = OperationId { client: ClientId(1), ordinal }.request();
        Body::ReadIndexReply { request, index }
    };
    let ask =
        |index, term| Body::RequestVote { last_log: LogId::new(index, term), transfer: false };
    let transfer = Body::RequestVote { last_log: LogId::ZERO, transfer: true };
    let pre_ask = |index, term| Body::RequestPreVote { last_log: LogId::new(index, term) };
    let pre_answer = |granted, asked| Body::RequestPreVoteReply { granted, asked: Term(asked) };
    let append = |prev, commit| Body::AppendEntries {
        prev_log: prev,
        entries: Entries::NONE,
        leader_commit: Index(commit),
        round: Round(0),
    };
    let in_round = Body::AppendEntries {
        prev_log: LogId::ZERO,
        entries: Entries::NONE,
        leader_commit: Index(0),
        round: Round(1),
    };
    let forward = |client, ordinal, command| {
        let request = OperationId { client: ClientId(client), ordinal }.request();
        Body::Forward { request, payload: Payload::command(bytes(command)) }
    };
    let pass_on = |payload| {
        let request = OperationId { client: ClientId(1), ordinal: 5 }.request();
        Body::Forward { request, payload }
    };
    let chunk = |last, offset, data: &str, done| Body::InstallSnapshot {
        last,
        configuration: Configuration::new([N1, N2]),
        sessions: Sessions::default(),
        offset,
        data: bytes(data),
        done,
    };
    let of_others = Body::InstallSnapshot {
        last: LogId::new(1, 1),
        configuration: Configuration::new([N1, N3]),
        sessions: Sessions::default(),
        offset: 0,
        data: bytes(""),
        done: false,
    };
    let mut sessions = Sessions::default();
    sessions.take(&of(Payload::OpenSession));
    let with_sessions = Body::InstallSnapshot {
        last: LogId::new(1, 1),
        configuration: Configuration::new([N1, N2]),
        sessions,
        offset: 0,
        data: bytes(""),
        done: false,
    };
    let arrived =
        |last, received, installed| Body::InstallSnapshotReply { last, received, installed };
    let (one, two) = (LogId::new(1, 1), LogId::new(2, 1));
    let hint = LogId::new(3, 1);
    let mut bodies = samples! { Body;
        Body::RequestVote { last_log: _, transfer: _ } => ask(0, 0),
            [ask(4, 0), ask(0, 2), ask(4, 2), ask(2, 4), transfer];
        Body::RequestPreVote { last_log: _ } => pre_ask(0, 0), [pre_ask(4, 0), pre_ask(0, 2)];
        Body::RequestPreVoteReply { granted: _, asked: _ } => pre_answer(false, 1),
            [pre_answer(true, 1), pre_answer(false, 2)];
        Body::TimeoutNow => Body::TimeoutNow, [];
        Body::RequestVoteReply { granted: _ } => Body::RequestVoteReply { granted: false },
            [Body::RequestVoteReply { granted: true }];
        Body::AppendEntries { prev_log: _, entries: _, leader_commit: _, round: _ } => append(LogId::ZERO, 0),
            [append(LogId::new(4, 2), 0), append(LogId::new(2, 4), 0), append(LogId::ZERO, 1), in_round];
        Body::ReadIndex { request: _, lease: _ } => read(1, false), [read(2, false), read(1, true)];
        Body::ReadIndexReply { request: _, index: _ } => read_answer(1, None),
            [read_answer(2, None), read_answer(1, Some(Index(0))), read_answer(1, Some(Index(1)))];
        Body::AppendEntriesReply { result: AppendResult::Accepted { match_index: _ }, round: _ } => accepted(0),
            [accepted(1), later];
        Body::AppendEntriesReply { result: AppendResult::Rejected { prev_index: _, hint: _ }, round: _ } => rejected(0, hint),
            [rejected(1, hint), rejected(0, LogId::new(4, 1)), rejected(0, LogId::new(3, 2))];
        Body::InstallSnapshot {
            last: _, configuration: _, sessions: _, offset: _, data: _, done: _
        } => chunk(one, 0, "", false),
            [chunk(two, 0, "", false), chunk(one, 1, "", false), chunk(one, 0, "a", false),
             chunk(one, 0, "", true), of_others, with_sessions];
        Body::InstallSnapshotReply { last: _, received: _, installed: _ } => arrived(one, 0, false),
            [arrived(two, 0, false), arrived(one, 1, false), arrived(one, 0, true)];
        Body::Forward { request: _, payload: _ } => forward(1, 5, "x=1"),
            [pass_on(Payload::OpenSession), pass_on(call(0, 0, 0).payload),forward(2, 5, "x=1"), forward(1, 6, "x=1"), forward(1, 5, "x=2"), forward(1, 5, "")];
    };
    let with_entries = entries().into_iter().filter(|entries| !entries.is_empty());
    bodies.extend(with_entries.map(|entries| Body::AppendEntries {
        prev_log: LogId::ZERO,
        entries,
        leader_commit: Index(0),
        round: Round(0),
    }));
    bodies
}

fn packets() -> Vec<Packet> {
    let raft = |from, to, term, body| Packet::Raft(Message { from, to, term: Term(term), body });
    let vote = Body::RequestVoteReply { granted: true };
    let request = |operation, command| Packet::Request { operation, command, session: None };
    let numbered = |session, sequence, first_open| Packet::Request {
        operation: operation(),
        command: Command::put("x", "1").expect("a command"),
        session: Some(SessionCommand { session: SessionId(session), sequence, first_open }),
    };
    let reply = |operation, answer| Packet::Reply { operation, answer };
    let command = |key: &str, value: &str| Command::put(key, value).expect("a command");
    let [operation_a, operation_b] = other_operations();
    let done = Answer::Done(None);
    let mut packets = samples! { Packet;
        Packet::Raft(Message { from: _, to: _, term: _, body: _ }) => raft(N1, N2, 4, vote.clone()),
            [raft(N3, N2, 4, vote.clone()), raft(N1, N3, 4, vote.clone()), raft(N1, N2, 5, vote.clone())];
        Packet::Request { operation: _, command: _, session: _ } =>
            request(operation(), command("x", "1")),
            [request(operation_a, command("x", "1")), request(operation_b, command("x", "1")),
             numbered(0, 0, 0), numbered(1, 0, 0), numbered(0, 1, 0), numbered(0, 0, 1)];
        Packet::Reply { operation: _, answer: _ } => reply(operation(), done.clone()),
            [reply(operation_a, done.clone()), reply(operation_b, done.clone())];
    };
    let told = |value: &str| Answer::Done(Some(value.into()));
    let answers = samples! { Answer;
        Answer::Done(_) => told(""), [told("1"), told("2")];
        Answer::NotLeader(_) => Answer::NotLeader(None),
            [Answer::NotLeader(Some(N1)), Answer::NotLeader(Some(N2))];
        Answer::Opened(_) => Answer::Opened(SessionId(0)), [Answer::Opened(SessionId(1))];
        Answer::Expired => Answer::Expired, [];
    };
    packets.extend(answers.into_iter().map(|answer| reply(operation(), answer)));
    let get = |key: &str| Command::get(key).expect("a command");
    let commands = samples! { Command;
        // That of "put x=1" stands above.
        Command::Put { key: _, value: _ } => command("y", "1"), [command("x", "2"), command("x", "")];
        Command::Get { key: _ } => get("x"), [get("y")];
        Command::Add { key: _, amount: _ } => Command::add("x", 0).expect("a command"),
            [Command::add("y", 0).expect("a command"), Command::add("x", 1).expect("a command")];
        Command::OpenSession => Command::OpenSession, [];
        Command::Read { key: _, mode: _ } => get("x").read_as(ReadMode::ReadIndex),
            [get("y").read_as(ReadMode::ReadIndex), get("x").read_as(ReadMode::Lease),
             get("x").read_as(ReadMode::Stale)];
    };
    packets.extend(commands.into_iter().map(|command| request(operation(), command)));
    // That of the vote stands above.
    let others = bodies().into_iter().filter(|body| *body != vote);
    packets.extend(others.map(|body| raft(N1, N2, 4, body)));
    packets
}

fn flight() -> Flight {
    Flight {
        id: message_id(),
        packet: packets().swap_remove(0),
        sent_at: SimTime(1_000),
        due_at: SimTime(9_000),
        cause: EventNo(17),
        doomed: None,
        held: false,
        copies: 0,
    }
}

fn flights() -> Vec<Flight> {
    // Naming every field: a new one has to be changed below, or in the test of what does not matter.
    // A hand that holds or copies a message is seen as a fact; whether one did makes no other message.
    let Flight { id: _, packet: _, sent_at: _, due_at: _, cause: _, doomed: _, held: _, copies: _ } =
        flight();
    let mut flights = vec![
        flight(),
        Flight { sent_at: SimTime(1_001), ..flight() },
        Flight { due_at: SimTime(9_001), ..flight() },
    ];
    flights.extend(other_message_ids().into_iter().map(|id| Flight { id, ..flight() }));
    flights.extend(packets().into_iter().skip(1).map(|packet| Flight { packet, ..flight() }));
    let doomed = loss_reasons().into_iter().map(Some);
    flights.extend(doomed.map(|doomed| Flight { doomed, ..flight() }));
    flights
}

fn writes() -> Vec<Write> {
    let hard_state = |term, vote: Option<u32>| {
        Some(HardState { current_term: Term(term), voted_for: vote.map(NodeId) })
    };
    let log =
        |from: Option<u64>, entries| Some(LogWrite { truncate_from: from.map(Index), entries });
    let one = || Entries::one(noop(5, 2));
    let plain = Write { id: WriteId(7), hard_state: None, log: None, snapshot: None };
    let snapshot = |last, state: &str, voters: [NodeId; 2], base| {
        let configuration = Configuration::new(voters);
        let (sessions, state) = (Sessions::default(), bytes(state));
        let snapshot = Snapshot { last, configuration, sessions, state }.into();
        Some(SnapshotWrite { snapshot, base })
    };
    let (one_one, two_one) = (LogId::new(1, 1), LogId::new(2, 1));
    // Naming every field of a write and its parts.
    let Write { id: _, hard_state: _, log: _, snapshot: _ } = &plain;
    if let Some(HardState { current_term: _, voted_for: _ }) = plain.hard_state {}
    if let Some(LogWrite { truncate_from: _, entries: _ }) = &plain.log {}
    let mut writes = vec![
        plain.clone(),
        Write { id: WriteId(8), ..plain.clone() },
        Write { hard_state: hard_state(0, None), ..plain.clone() },
        Write { hard_state: hard_state(3, None), ..plain.clone() },
        Write { hard_state: hard_state(4, None), ..plain.clone() },
        Write { hard_state: hard_state(3, Some(1)), ..plain.clone() },
        Write { hard_state: hard_state(3, Some(2)), ..plain.clone() },
        Write { log: log(Some(4), one()), ..plain.clone() },
        Write { log: log(Some(5), one()), ..plain.clone() },
        Write { log: log(Some(5), Entries::NONE), ..plain.clone() },
        Write { hard_state: hard_state(3, Some(1)), log: log(None, one()), ..plain.clone() },
        Write { snapshot: snapshot(one_one, "", [N1, N2], one_one), ..plain.clone() },
        Write { snapshot: snapshot(two_one, "", [N1, N2], one_one), ..plain.clone() },
        Write { snapshot: snapshot(one_one, "a", [N1, N2], one_one), ..plain.clone() },
        Write { snapshot: snapshot(one_one, "", [N1, N3], one_one), ..plain.clone() },
        Write { snapshot: snapshot(one_one, "", [N1, N2], two_one), ..plain.clone() },
    ];
    let lists = entries().into_iter().filter(|entries| !entries.is_empty());
    writes.extend(lists.map(|entries| Write { log: log(None, entries), ..plain.clone() }));
    writes
}

fn event() -> Event {
    Event {
        no: EventNo(9),
        position: Position { time: SimTime(2_000), processed: 1 },
        cause: EventNo(4),
        kind: EventKind::HeartbeatDue(N1),
    }
}

fn world() -> World {
    World::new(Setup::default(), Seeded::new(1)).expect("the default setup works")
}

/// The digest of a run that is just this.
fn digest(event: Event, facts: &[Fact], written: Option<&Write>) -> u128 {
    digest_of(&world(), Happening { event: &event, facts, verdicts: &[], arrived: None, written })
}

fn digest_of(world: &World, happening: Happening<'_>) -> u128 {
    let mut digest = Digest::default();
    digest.see(world, happening);
    digest.value()
}

fn absorbed(thing: &impl Canonical) -> u128 {
    let mut digest = Digest::default();
    digest.absorb(thing);
    digest.value()
}

/// All of these are different things, so all of them have different digests: a changed field
/// changes the digest, and no two changes are mistaken for each other.
fn assert_all_differ<T: core::fmt::Debug>(things: &[T], digest: impl Fn(&T) -> u128) {
    let mut seen = BTreeMap::new();
    for thing in things {
        if let Some(other) = seen.insert(digest(thing), thing) {
            panic!("the same digest for\n  {other:?}\n  {thing:?}");
        }
    }
}

#[test]
fn every_event_matters() {
    let kinds = event_kinds();
    assert_all_differ(&kinds, |kind| digest(Event { kind: *kind, ..event() }, &[], None));
    // And each of them, its moment.
    for kind in kinds {
        let at = |time, processed| {
            let position = Position { time: SimTime(time), processed };
            digest(Event { kind, position, ..event() }, &[], None)
        };
        assert_all_differ(&[(0, 1), (2_000, 1), (2_001, 1), (2_000, 2)], |(t, p)| at(*t, *p));
    }
}

#[test]
fn every_fact_matters() {
    let facts = facts();
    assert_all_differ(&facts, |fact| digest(event(), &[*fact], None));
    // Also behind another fact, and the order matters.
    let first = facts[0];
    let behind = |fact: &Fact| digest(event(), &[first, *fact], None);
    assert_all_differ(&facts, behind);
    for fact in &facts[1..] {
        assert_ne!(behind(fact), digest(event(), &[*fact, first], None), "{fact:?}");
        assert_ne!(behind(fact), digest(event(), &[*fact], None), "{fact:?}");
    }
}

#[test]
fn every_message_matters() {
    assert_all_differ(&flights(), absorbed);
}

#[test]
fn every_durable_write_matters() {
    let writes = writes();
    assert_all_differ(&writes, |write| digest(event(), &[], Some(write)));
    let none = digest(event(), &[], None);
    for write in &writes {
        assert_ne!(digest(event(), &[], Some(write)), none, "{write:?}");
    }
}

#[test]
fn repetitions_and_order_matter() {
    let (one, two) = (flight(), Flight { due_at: SimTime(7), ..flight() });
    let of = |flights: &[&Flight]| {
        let mut digest = Digest::default();
        flights.iter().for_each(|flight| digest.absorb(*flight));
        digest.value()
    };
    let runs: [&[&Flight]; 6] =
        [&[], &[&one], &[&one, &one], &[&one, &two], &[&two, &one], &[&one, &one, &one]];
    assert_all_differ(&runs, |run| of(run));
}

#[test]
fn causes_numbers_verdicts_and_what_is_known_already_do_not_matter() {
    let plain = event();
    // Naming every field: a new one is looked at here or in the tests above.
    let Event { no: _, position: _, cause: _, kind: _ } = plain;
    let facts = [Fact::Term { server: N1, term: Term(2) }];
    let happening =
        Happening { event: &plain, facts: &facts, verdicts: &[], arrived: None, written: None };
    let Happening { event: _, facts: _, verdicts: _, arrived: _, written: _ } = happening;
    let same = digest_of(&world(), happening);

    let renumbered = Event { no: EventNo(10), ..plain };
    assert_eq!(digest_of(&world(), Happening { event: &renumbered, ..happening }), same);
    let caused = Event { cause: EventNo(5), ..plain };
    assert_eq!(digest_of(&world(), Happening { event: &caused, ..happening }), same);
    let verdicts = [(N1, Verdict::ElectionRefused), (N2, Verdict::UnknownWrite(WriteId(1)))];
    assert_eq!(digest_of(&world(), Happening { verdicts: &verdicts, ..happening }), same);
    // What arrives was in the digest when it was sent.
    let arrived = flight();
    assert_eq!(digest_of(&world(), Happening { arrived: Some(&arrived), ..happening }), same);

    let caused = Flight { cause: EventNo(18), ..flight() };
    assert_eq!(absorbed(&caused), absorbed(&flight()));
}

/// Keeps the happenings of a message's sending: its slot and the digest of that one event.
struct Sending {
    of: MessageId,
    found: Option<(u32, Flight)>,
}

impl Sink for Sending {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        for fact in happening.facts {
            if let Fact::Sent { slot } = fact
                && let Some(flight) = world.flight(*slot).filter(|flight| flight.id == self.of)
            {
                self.found = Some((*slot, flight.clone()));
            }
        }
    }
}

/// Runs until n1 asks n2 for its vote, at 40 ms.
fn until_the_vote_request(mut world: World) -> (World, u32, Flight) {
    let of = MessageId {
        from: Address::Server(N1),
        to: Address::Server(N2),
        kind: Kind::Raft(MessageKind::RequestVote),
        ordinal: 1,
    };
    let mut sending = Sending { of, found: None };
    let timer = Action::SetTimer {
        servers: raft_sim::Target::server(N1),
        remaining: raft_core::Micros::from_millis(1),
    };
    world.act(&timer, EventNo::START, &mut ()).expect("n1 has a timer");
    while sending.found.is_none() && world.advance(&mut sending) {}
    let (slot, flight) = sending.found.expect("n1 asks for votes");
    (world, slot, flight)
}

#[test]
fn what_is_sent_matters_but_not_where_it_is_kept() {
    let (plain, slot, flight) = until_the_vote_request(world());
    // The same message in another slot: a client's request was there first.
    let mut busy = world();
    let asked = Action::Client {
        client: ClientId(1),
        command: Command::put("x", "1").expect("a command"),
        reading: None,
        via: None,
    };
    busy.act(&asked, EventNo::START, &mut ()).expect("the client can ask");
    let (busy, other_slot, same_flight) = until_the_vote_request(busy);
    assert_ne!(slot, other_slot);
    let blind = Flight { cause: flight.cause, ..same_flight };
    assert_eq!(flight, blind, "the name, the moment and the latency are the same");

    let sent = |world: &World, slots: &[u32]| {
        let event = event();
        let facts: Vec<Fact> = slots.iter().map(|slot| Fact::Sent { slot: *slot }).collect();
        let happening =
            Happening { event: &event, facts: &facts, verdicts: &[], arrived: None, written: None };
        digest_of(world, happening)
    };
    assert_eq!(sent(&plain, &[slot]), sent(&busy, &[other_slot]));
    assert_ne!(sent(&plain, &[slot]), sent(&plain, &[]));
    assert_ne!(sent(&busy, &[slot]), sent(&busy, &[other_slot]), "another message");
}

#[test]
fn the_core_s_requests_are_named_by_their_operation() {
    // Two spellings of one name would make two digests of one run.
    let request = RequestId(2 << 32 | 9);
    assert_eq!(OperationId::of(request), OperationId { client: ClientId(2), ordinal: 9 });
    assert_eq!(OperationId::of(request).request(), request);
}
