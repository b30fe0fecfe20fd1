//! What changed by an event.

use raft_sim::{Fact, OperationId};
use serde_json::{Value, json};

/// A fact; none for the sending of a message, which is told as a message.
pub(super) fn told(fact: &Fact) -> Option<Value> {
    let operation =
        |what: &str, id: &OperationId| json!({ "fact": what, "operation": id.to_string() });
    let message =
        |what: &str, id: &raft_sim::MessageId| json!({ "fact": what, "message": id.to_string() });
    let of = |what: &str, server: &raft_core::NodeId, name: &str, value: Value| {
        let mut object = json!({ "fact": what, "server": server.to_string() });
        if !name.is_empty() {
            object[name] = value;
        }
        object
    };
    let alone = |what: &str, server: &raft_core::NodeId| of(what, server, "", Value::Null);
    Some(match fact {
        Fact::Sent { .. } => return None,
        Fact::WriteStarted(key) => {
            of("write_started", &key.server, "write", key.to_string().into())
        }
        Fact::Role { server, role } => of("role", server, "role", role.name().into()),
        Fact::Term { server, term } => of("term", server, "term", term.0.into()),
        Fact::Truncated { server, from } => of("truncated", server, "from", from.0.into()),
        Fact::Appended { server, last } => of("appended", server, "last", last.to_string().into()),
        Fact::Commit { server, index } => of("commit", server, "index", index.0.into()),
        Fact::Applied { server, index } => of("applied", server, "index", index.0.into()),
        Fact::Repeated { server, index } => of("repeated", server, "index", index.0.into()),
        Fact::SessionExpired { server, index } => {
            of("session_expired", server, "index", index.0.into())
        }
        Fact::SessionOpened { server, session } => {
            of("session_opened", server, "session", session.0.into())
        }
        Fact::SessionsClosed { server, count } => {
            of("sessions_closed", server, "count", (*count).into())
        }
        Fact::Invoked(id) => operation("invoked", id),
        Fact::Succeeded(id) => operation("succeeded", id),
        Fact::Failed(id) => operation("failed", id),
        Fact::GivenUp(id) => operation("given_up", id),
        Fact::Crashed { server, lost_writes } => {
            of("crashed", server, "lost_writes", (*lost_writes).into())
        }
        Fact::Wiped(server) => alone("wiped", server),
        Fact::Restarted { server, incarnation } => {
            of("restarted", server, "incarnation", (*incarnation).into())
        }
        Fact::TimerSet { server, at } => of("timer_set", server, "at", at.0.into()),
        Fact::Cut { from, to } => {
            json!({ "fact": "cut", "from": from.to_string(), "to": to.to_string() })
        }
        Fact::Healed { from, to } => {
            json!({ "fact": "healed", "from": from.to_string(), "to": to.to_string() })
        }
        Fact::Side { server, side } => of("side", server, "side", (side + 1).into()),
        Fact::AllHealed => json!({ "fact": "all_healed" }),
        Fact::Dropped(id) => message("dropped", id),
        Fact::DueNow(id) => message("due_now", id),
        Fact::Held(id) => message("held", id),
        Fact::Delayed(id) => message("delayed", id),
        Fact::Copied(id) => message("copied", id),
        Fact::Fault { what, server, value } => {
            let mut object = of("fault", server, "what", what.name().into());
            object["value"] = (*value).into();
            object
        }
        Fact::Loss { ppm } => json!({ "fact": "loss", "ppm": ppm }),
        Fact::Bound { server } => alone("bound", server),
        Fact::Released => json!({ "fact": "released" }),
    })
}
