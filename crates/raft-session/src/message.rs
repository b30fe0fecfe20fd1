//! Messages as they cross to the screen.

use raft_core::{AppendResult, Body, MessageKind};
use raft_sim::{Answer, Flight, Kind, LossReason, Packet};

use crate::dto;
use crate::members::entry_frame;
use crate::time::millis;

/// The order in which messages lie in memory is nobody's business.
pub(crate) fn in_order_of_sending<'w>(
    flights: impl Iterator<Item = &'w Flight>,
) -> Vec<&'w Flight> {
    let mut sorted: Vec<&Flight> = Vec::new();
    for flight in flights {
        // An event can send several messages: among those, by name. They come nearly in order.
        let key = (flight.cause, flight.id);
        let later = sorted.iter().rev().take_while(|other| (other.cause, other.id) > key).count();
        sorted.insert(sorted.len() - later, flight);
    }
    sorted
}

pub(crate) fn kind_frame(kind: Kind) -> dto::MessageKind {
    match kind {
        Kind::Raft(MessageKind::RequestVote) => dto::MessageKind::RequestVote,
        Kind::Raft(MessageKind::RequestVoteReply) => dto::MessageKind::RequestVoteReply,
        Kind::Raft(MessageKind::RequestPreVote) => dto::MessageKind::RequestPreVote,
        Kind::Raft(MessageKind::RequestPreVoteReply) => dto::MessageKind::RequestPreVoteReply,
        Kind::Raft(MessageKind::TimeoutNow) => dto::MessageKind::TimeoutNow,
        Kind::Raft(MessageKind::AppendEntries) => dto::MessageKind::AppendEntries,
        Kind::Raft(MessageKind::AppendEntriesReply) => dto::MessageKind::AppendEntriesReply,
        Kind::Raft(MessageKind::ReadIndex) => dto::MessageKind::ReadIndex,
        Kind::Raft(MessageKind::ReadIndexReply) => dto::MessageKind::ReadIndexReply,
        Kind::Raft(MessageKind::InstallSnapshot) => dto::MessageKind::InstallSnapshot,
        Kind::Raft(MessageKind::InstallSnapshotReply) => dto::MessageKind::InstallSnapshotReply,
        Kind::Raft(MessageKind::Forward) => dto::MessageKind::Forward,
        Kind::ClientRequest => dto::MessageKind::ClientRequest,
        Kind::ClientReply => dto::MessageKind::ClientReply,
    }
}

pub(crate) fn doom_frame(why: LossReason) -> dto::DoomFrame {
    match why {
        LossReason::Chance | LossReason::Overflow => dto::DoomFrame::Loss,
        LossReason::CutWhenSent | LossReason::CutOnArrival => dto::DoomFrame::Cut,
        // A receiver's crash dooms nothing before the message arrives.
        LossReason::Dropped | LossReason::ReceiverDown => dto::DoomFrame::Dropped,
    }
}

pub(crate) fn message_frame(flight: &Flight) -> dto::MessageFrame {
    let (accepted, entries, short) = match &flight.packet {
        Packet::Raft(message) => {
            let entries = match &message.body {
                Body::AppendEntries { entries, .. } => {
                    entries.iter().map(|entry| entry_frame(entry.id)).collect()
                }
                _ => Vec::new(),
            };
            (accepted(&message.body), entries, short(&message.body))
        }
        Packet::Request { command, .. } => (None, Vec::new(), command.to_string()),
        Packet::Reply { answer, .. } => match answer {
            Answer::Done(value) => (
                Some(true),
                Vec::new(),
                value.as_ref().map_or("✓".to_owned(), |v| format!("✓ {v}")),
            ),
            Answer::Opened(session) => (Some(true), Vec::new(), format!("✓ s{}", session.0)),
            Answer::Expired => (Some(false), Vec::new(), "✗".to_owned()),
            Answer::NotLeader(leader) => {
                (Some(false), Vec::new(), leader.map_or("✗".to_owned(), |id| format!("✗ {id}")))
            }
        },
    };
    let dto::PublicMessage { id, from, to, kind, term, sent_at, due_at, doomed, held } =
        public_message(flight);
    dto::MessageFrame {
        id,
        from,
        to,
        kind,
        term,
        sent_at,
        due_at,
        doomed,
        held,
        copy: flight.id.copy() > 0,
        accepted,
        entries,
        line: flight.to_string(),
        short,
    }
}

/// What hosts are told of a message.
pub(crate) fn public_message(flight: &Flight) -> dto::PublicMessage {
    dto::PublicMessage {
        id: flight.id.to_string(),
        from: flight.id.from.to_string(),
        to: flight.id.to.to_string(),
        kind: kind_frame(flight.id.kind),
        term: term_of(flight),
        sent_at: millis(flight.sent_at),
        due_at: millis(flight.due_at),
        doomed: flight.doomed.map(doom_frame),
        held: flight.held,
    }
}

fn term_of(flight: &Flight) -> Option<u64> {
    match &flight.packet {
        Packet::Raft(message) => Some(message.term.0),
        Packet::Request { .. } | Packet::Reply { .. } => None,
    }
}

fn accepted(body: &Body) -> Option<bool> {
    match body {
        Body::RequestVoteReply { granted } | Body::RequestPreVoteReply { granted, .. } => {
            Some(*granted)
        }
        Body::AppendEntriesReply { result, .. } => {
            Some(matches!(result, AppendResult::Accepted { .. }))
        }
        Body::ReadIndexReply { index, .. } => Some(index.is_some()),
        Body::RequestVote { .. }
        | Body::RequestPreVote { .. }
        | Body::TimeoutNow
        | Body::AppendEntries { .. }
        | Body::ReadIndex { .. }
        | Body::InstallSnapshot { .. }
        | Body::InstallSnapshotReply { .. }
        | Body::Forward { .. } => None,
    }
}

/// A label of a few characters: signs and numbers only, the same in every language.
fn short(body: &Body) -> String {
    match body {
        Body::RequestVote { .. } | Body::RequestPreVote { .. } => "?".to_owned(),
        Body::TimeoutNow => "!".to_owned(),
        Body::RequestVoteReply { granted } | Body::RequestPreVoteReply { granted, .. } => {
            if *granted { "✓" } else { "✗" }.to_owned()
        }
        Body::AppendEntries { entries, .. } => match &**entries {
            [] => String::new(),
            [one] => one.id.index.to_string(),
            [first, .., last] => format!("{}–{}", first.id.index, last.id.index),
        },
        Body::AppendEntriesReply { result: AppendResult::Accepted { match_index }, .. } => {
            format!("✓ {match_index}")
        }
        Body::AppendEntriesReply { result: AppendResult::Rejected { prev_index, .. }, .. } => {
            format!("✗ {prev_index}")
        }
        Body::ReadIndex { .. } => "?".to_owned(),
        Body::ReadIndexReply { index, .. } => {
            index.map_or("✗".to_owned(), |index| format!("✓ {index}"))
        }
        Body::Forward { payload, .. } => payload.to_string(),
        Body::InstallSnapshot { last, .. } => format!("…{}", last.index),
        Body::InstallSnapshotReply { last, installed: true, .. } => format!("✓ {}", last.index),
        Body::InstallSnapshotReply { .. } => "…".to_owned(),
    }
}
