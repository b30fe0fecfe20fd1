//! Every event as one JSON object per line, between a header and an end. The schema is
//! `docs/events.schema.json`; `docs/events.md` explains it.

mod fact;
mod message;
mod verdict;

use raft_core::Write;
use raft_scenario::{Problem, Run};
use raft_sim::{Event, EventKind, EventLine, Happening, Position, SimTime, Sink, World};
use serde_json::{Value, json};

use crate::lines::Lines;
use crate::take::Take;

/// The version of the schema. Fields are only ever added to it.
const FORMAT: u32 = 1;

/// Writes the events of a take that happen at `from` or later.
///
/// # Errors
/// If the take cannot be played.
pub(crate) fn write(take: &Take, from: SimTime) -> Result<String, Problem> {
    let mut writer = Writer { from, lines: Lines::default(), events: 0 };
    writer.lines.push(&header(take, from));
    let run = take.play(&mut writer)?;
    writer.lines.push(&end(&run, writer.events));
    writer.lines.finish()
}

fn header(take: &Take, from: SimTime) -> Value {
    let script = take.script();
    let setup = &script.setup;
    let names = |names: Vec<String>| Value::from(names);
    let broken = setup.options.deviations;
    let broken = broken.iter().map(raft_core::Deviation::name);
    json!({
        "type": "header",
        "format": FORMAT,
        "engine": env!("CARGO_PKG_VERSION"),
        "title": script.scenario.title.in_language("en"),
        "seed": format!("{:x}", script.chooser.seed),
        "servers": names(setup.server_ids().map(|id| id.to_string()).collect()),
        "clients": names(setup.client_ids().map(|id| id.to_string()).collect()),
        "from": from.0,
        "deviations": broken.collect::<Vec<_>>(),
    })
}

fn end(run: &Run, events: u32) -> Value {
    let violations = run.judges().broken_promises().into_iter().map(|violation| {
        json!({
            "property": violation.property.name(),
            "event": violation.event.0,
            "contradicts": violation.contradicts.map(|event| event.0),
            "servers": violation.servers.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "entries": violation.entries.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "term": violation.term.0,
        })
    });
    let Position { time, processed } = run.position();
    json!({
        "type": "end",
        "events": events,
        "time": time.0,
        "processed": processed,
        "violations": violations.collect::<Vec<_>>(),
        "digest": run.digest().to_string(),
    })
}

struct Writer {
    from: SimTime,
    lines: Lines,
    events: u32,
}

impl Sink for Writer {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        if happening.event.position.time >= self.from {
            self.events += 1;
            self.lines.push(&event(world, &happening));
        }
    }
}

/// An event with everything that belongs to it.
fn event(world: &World, happening: &Happening<'_>) -> Value {
    let Event { no, position, cause, kind } = happening.event;
    let mut object = json!({
        "type": "event",
        "no": no.0,
        "time": position.time.0,
        "processed": position.processed,
        "cause": cause.0,
        "kind": kind_name(kind),
        "line": EventLine { world, happening: *happening }.to_string(),
        "facts": happening.facts.iter().filter_map(fact::told).collect::<Vec<_>>(),
        "sent": happening.sent(world).map(message::told).collect::<Vec<_>>(),
        "verdicts": happening
            .verdicts
            .iter()
            .map(|(server, verdict)| verdict::told(*server, verdict))
            .collect::<Vec<_>>(),
    });
    if let Some(server) = kind.server() {
        object["server"] = server.to_string().into();
    }
    if let Some(flight) = happening.arrived {
        object["message"] = message::told(flight);
    }
    match kind {
        EventKind::Lost(_, why) => object["loss"] = why.name().into(),
        EventKind::ClientTimer(client) => object["client"] = client.to_string().into(),
        EventKind::Persisted(key) => {
            object["write"] = happening.written.map_or(Value::Null, written);
            object["write"]["id"] = key.to_string().into();
        }
        EventKind::Delivered(_)
        | EventKind::ElectionTimeout(_)
        | EventKind::HeartbeatDue(_)
        | EventKind::Acted => {}
    }
    object
}

fn kind_name(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::Delivered(_) => "delivered",
        EventKind::Lost(..) => "lost",
        EventKind::ElectionTimeout(_) => "election_timeout",
        EventKind::HeartbeatDue(_) => "heartbeat_due",
        EventKind::Persisted(_) => "persisted",
        EventKind::ClientTimer(_) => "client_timer",
        EventKind::Acted => "acted",
    }
}

/// What became durable.
fn written(write: &Write) -> Value {
    let mut object = json!({});
    if let Some(hard_state) = write.hard_state {
        object["term"] = hard_state.current_term.0.into();
        object["voted_for"] = hard_state.voted_for.map(|id| id.to_string()).into();
    }
    if let Some(log) = &write.log {
        object["truncate_from"] = log.truncate_from.map(|index| index.0).into();
        object["entries"] = message::entries(&log.entries);
    }
    if let Some(change) = &write.snapshot {
        object["snapshot"] = change.snapshot.last.to_string().into();
    }
    object
}
