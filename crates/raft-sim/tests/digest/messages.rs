//! Every kind of entry, message, packet and write, each with its fields changed one at a time.

use std::sync::Arc;

use raft_core::{
    AppendResult, Body, CommandInSession, Configuration, ConfigurationDraft, Entries, Entry,
    HardState, Index, LogId, LogWrite, Message, NodeId, Payload, ReadMode, Round, SessionCommand,
    SessionId, Sessions, Snapshot, SnapshotWrite, Term, Write, WriteId,
};
use raft_sim::{Answer, ClientId, Command, EventNo, Flight, OperationId, Packet, SimTime};

use crate::happenings::{
    N1, N2, N3, loss_reasons, message_id, operation, other_message_ids, other_operations,
};

pub(crate) fn bytes(text: &str) -> Arc<[u8]> {
    text.as_bytes().into()
}

pub(crate) fn put(index: u64, term: u64, command: &str) -> Entry {
    Entry { id: LogId::new(index, term), payload: Payload::command(bytes(command)) }
}

pub(crate) fn noop(index: u64, term: u64) -> Entry {
    Entry { id: LogId::new(index, term), payload: Payload::Noop }
}

pub(crate) fn of(payload: Payload) -> Entry {
    Entry { id: LogId::new(5, 2), payload }
}

pub(crate) fn call(session: u64, sequence: u64, first_open: u64) -> Entry {
    let session = Some(SessionCommand { session: SessionId(session), sequence, first_open });
    of(Payload::of_client(bytes("x=1"), session))
}

/// An entry with the configuration that prints like this.
pub(crate) fn members(text: &str) -> Entry {
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
pub(crate) fn entries() -> Vec<Entries> {
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

pub(crate) fn bodies() -> Vec<Body> {
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

pub(crate) fn packets() -> Vec<Packet> {
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

pub(crate) fn flight() -> Flight {
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

pub(crate) fn flights() -> Vec<Flight> {
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

pub(crate) fn writes() -> Vec<Write> {
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
