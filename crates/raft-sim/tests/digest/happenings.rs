//! Every kind of event and of fact, and every name, each with its fields changed one at a time.

use raft_core::{Index, LogId, MessageKind, NodeId, SessionId, Term, WriteId};
use raft_sim::{
    Address, ClientId, EventKind, Fact, FaultKind, Kind, LossReason, MessageId, OperationId,
    RoleKind, SimTime, WriteKey,
};

pub(crate) const N1: NodeId = NodeId(1);
pub(crate) const N2: NodeId = NodeId(2);
pub(crate) const N3: NodeId = NodeId(3);

pub(crate) fn message_id() -> MessageId {
    MessageId {
        from: Address::Server(N1),
        to: Address::Server(N2),
        kind: Kind::Raft(MessageKind::AppendEntries),
        ordinal: 3,
    }
}

/// The same name with one field changed at a time.
pub(crate) fn other_message_ids() -> Vec<MessageId> {
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

pub(crate) fn operation() -> OperationId {
    OperationId { client: ClientId(1), ordinal: 5 }
}

pub(crate) fn other_operations() -> [OperationId; 2] {
    let OperationId { client, ordinal } = operation();
    [OperationId { client: ClientId(2), ordinal }, OperationId { client, ordinal: 6 }]
}

pub(crate) fn write_key() -> WriteKey {
    WriteKey { server: N1, incarnation: 1, write: WriteId(7) }
}

pub(crate) fn other_write_keys() -> [WriteKey; 3] {
    let WriteKey { server, incarnation, write } = write_key();
    [
        WriteKey { server: N2, incarnation, write },
        WriteKey { server, incarnation: 2, write },
        WriteKey { server, incarnation, write: WriteId(8) },
    ]
}

pub(crate) fn event_kinds() -> Vec<EventKind> {
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

pub(crate) fn loss_reasons() -> Vec<LossReason> {
    samples! { LossReason;
        LossReason::Chance => LossReason::Chance, [];
        LossReason::CutWhenSent => LossReason::CutWhenSent, [];
        LossReason::CutOnArrival => LossReason::CutOnArrival, [];
        LossReason::ReceiverDown => LossReason::ReceiverDown, [];
        LossReason::Dropped => LossReason::Dropped, [];
        LossReason::Overflow => LossReason::Overflow, [];
    }
}

pub(crate) fn fault(what: FaultKind, server: NodeId, value: u64) -> Fact {
    Fact::Fault { what, server, value }
}

pub(crate) fn roles() -> Vec<RoleKind> {
    samples! { RoleKind;
        RoleKind::Follower => RoleKind::Follower, [];
        RoleKind::PreCandidate => RoleKind::PreCandidate, [];
        RoleKind::Candidate => RoleKind::Candidate, [];
        RoleKind::Leader => RoleKind::Leader, [];
    }
}

/// Facts that matter. `Fact::Sent` is not among them: what is sent matters, its slot does not.
pub(crate) fn facts() -> Vec<Fact> {
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
