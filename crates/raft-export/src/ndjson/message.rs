//! Messages and entries.

use raft_core::{AppendResult, Body, Entry, Message, Payload};
use raft_sim::{Answer, Flight, OperationId, Packet};
use serde_json::{Value, json};

/// A message with its name, its way and all that it says.
pub(super) fn told(flight: &Flight) -> Value {
    let mut object = match &flight.packet {
        Packet::Raft(message) => raft(message),
        Packet::Request { operation, command, session } => {
            let mut object = json!({
                "operation": operation.to_string(),
                "command": command.to_string(),
            });
            if let Some(session) = session {
                object["session"] = session.session.0.into();
                object["sequence"] = session.sequence.into();
                object["first_open"] = session.first_open.into();
            }
            object
        }
        Packet::Reply { operation, answer } => {
            let mut object = self::answer(answer);
            object["operation"] = operation.to_string().into();
            object
        }
    };
    object["id"] = flight.id.to_string().into();
    object["kind"] = flight.id.kind.name().into();
    object["from"] = flight.id.from.to_string().into();
    object["to"] = flight.id.to.to_string().into();
    object["sent_at"] = flight.sent_at.0.into();
    object["due_at"] = flight.due_at.0.into();
    object["doomed"] = flight.doomed.map(raft_sim::LossReason::name).into();
    object
}

fn raft(message: &Message) -> Value {
    let mut object = match &message.body {
        Body::RequestVote { last_log, transfer } => {
            json!({ "last_log": last_log.to_string(), "transfer": transfer })
        }
        Body::RequestVoteReply { granted } => json!({ "granted": granted }),
        Body::RequestPreVote { last_log } => json!({ "last_log": last_log.to_string() }),
        Body::RequestPreVoteReply { granted, asked } => {
            json!({ "granted": granted, "asked": asked.0 })
        }
        Body::TimeoutNow => json!({}),
        Body::AppendEntries { prev_log, entries, leader_commit, round } => json!({
            "prev_log": prev_log.to_string(),
            "entries": self::entries(entries),
            "leader_commit": leader_commit.0,
            "round": round.0,
        }),
        Body::AppendEntriesReply { result, round } => {
            let mut object = match result {
                AppendResult::Accepted { match_index } => json!({ "match_index": match_index.0 }),
                AppendResult::Rejected { prev_index, hint } => {
                    json!({ "prev_index": prev_index.0, "hint": hint.to_string() })
                }
            };
            object["accepted"] = matches!(result, AppendResult::Accepted { .. }).into();
            object["round"] = round.0.into();
            object
        }
        Body::ReadIndex { request, lease } => {
            json!({ "operation": OperationId::of(*request).to_string(), "lease": lease })
        }
        Body::ReadIndexReply { request, index } => json!({
            "operation": OperationId::of(*request).to_string(),
            "index": index.map(|index| index.0),
        }),
        Body::Forward { request, payload } => json!({
            "operation": OperationId::of(*request).to_string(),
            "payload": self::payload(payload),
        }),
        Body::InstallSnapshot { last, configuration, sessions, offset, data, done } => json!({
            "last": last.to_string(),
            "configuration": configuration.to_string(),
            "sessions": sessions.iter().map(|(id, _)| id.0).collect::<Vec<_>>(),
            "offset": offset,
            "bytes": data.len(),
            "done": done,
        }),
        Body::InstallSnapshotReply { last, received, installed } => json!({
            "last": last.to_string(),
            "received": received,
            "installed": installed,
        }),
    };
    object["term"] = message.term.0.into();
    object
}

fn answer(answer: &Answer) -> Value {
    match answer {
        Answer::Done(value) => json!({ "answer": "done", "value": value.as_deref() }),
        Answer::NotLeader(leader) => {
            json!({ "answer": "not_leader", "leader": leader.map(|id| id.to_string()) })
        }
        Answer::Opened(session) => json!({ "answer": "opened", "session": session.0 }),
        Answer::Expired => json!({ "answer": "expired" }),
    }
}

pub(super) fn entries(entries: &[Entry]) -> Value {
    let told = entries.iter().map(|entry| {
        let mut object = payload(&entry.payload);
        object["id"] = entry.id.to_string().into();
        object
    });
    told.collect()
}

fn payload(payload: &Payload) -> Value {
    let kind = match payload {
        Payload::Noop => "noop",
        Payload::Command(_) | Payload::CommandInSession(_) => "command",
        Payload::Configuration(_) => "configuration",
        Payload::OpenSession => "open_session",
        Payload::ExpireSessions { .. } => "expire_sessions",
    };
    json!({ "kind": kind, "text": payload.to_string() })
}
