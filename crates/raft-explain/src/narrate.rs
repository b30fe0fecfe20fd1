//! Which sentence tells best what has just happened.

use raft_check::{Property, Violation};
use raft_core::{Index, NodeId, Verdict};
use raft_sim::{
    Address, ClientId, Command, CrashPoint, DiskFaults, EventKind, Fact, FaultKind, Flight,
    Happening, Kind, LinkFaults, LossReason, MessageId, OperationId, Outcome, Packet, Server,
    ServerFaults, World,
};

use crate::decision::{decision_operands, decision_told};
use crate::{Operand, Sentence, SentenceKind};

pub(crate) type Operands = Vec<(&'static str, Operand)>;

/// The sentence for what has just happened, or `None` if it is routine: heartbeats and their
/// answers, writes that reach the disk, timers that were on time.
#[must_use]
pub fn narrate(world: &World, happening: &Happening<'_>) -> Option<Sentence> {
    let (kind, theme) = theme(world, happening)?;
    let ((key, operands), rule) = match theme {
        Theme::Decision(server, verdict, key) => {
            ((key, decision_operands(world, server, verdict)), Some(verdict.rule()))
        }
        Theme::Change(fact) => (fact_said(world, happening, fact)?, None),
        Theme::Asking => (asks(world, happening)?, None),
        Theme::Loss => (loss(happening)?, None),
    };
    Some(Sentence { kind, key, operands, rule })
}

/// Whether there is a sentence for what has just happened: [`narrate`] without the words.
#[must_use]
pub fn is_telling(world: &World, happening: &Happening<'_>) -> bool {
    theme(world, happening).is_some()
}

/// What the sentence is about.
enum Theme<'a> {
    Decision(NodeId, &'a Verdict, &'static str),
    Change(&'a Fact),
    Asking,
    Loss,
}

/// Of all that happened at once, what is told. Looks at kinds only, because most of what happens
/// will never be told in words: a reader jumps over it.
fn theme<'a>(world: &World, happening: &Happening<'a>) -> Option<(SentenceKind, Theme<'a>)> {
    let decided = happening.verdicts.iter().filter_map(|(server, verdict)| {
        let (kind, key) = decision_told(*server, verdict)?;
        Some((kind, Theme::Decision(*server, verdict, key)))
    });
    let changed =
        happening.facts.iter().filter_map(|fact| Some((fact_kind(fact)?, Theme::Change(fact))));
    let asks = |flight: &Flight| matches!(flight.packet, Packet::Request { .. });
    let asking = happening.sent(world).any(asks).then_some((SentenceKind::Rest, Theme::Asking));
    let lost = is_loss_told(happening).then_some((SentenceKind::Rest, Theme::Loss));
    // Of equals, the first: what a server did comes before what followed from it.
    decided.chain(changed).chain(asking).chain(lost).min_by_key(|(kind, _)| *kind)
}

/// What kind of sentence tells of a change; none if a decision says it better, or nobody needs to.
fn fact_kind(fact: &Fact) -> Option<SentenceKind> {
    match fact {
        Fact::Succeeded(_) | Fact::Failed(_) | Fact::GivenUp(_) => Some(SentenceKind::Answer),
        Fact::Crashed { .. }
        | Fact::Restarted { .. }
        | Fact::Wiped(_)
        | Fact::TimerSet { .. }
        | Fact::Cut { .. }
        | Fact::Healed { .. }
        | Fact::Side { .. }
        | Fact::AllHealed
        | Fact::Dropped(_)
        | Fact::DueNow(_)
        | Fact::Held(_)
        | Fact::Delayed(_)
        | Fact::Copied(_)
        | Fact::Fault { .. }
        | Fact::Loss { .. }
        | Fact::Released => Some(SentenceKind::Fault),
        Fact::Repeated { .. } | Fact::SessionExpired { .. } => Some(SentenceKind::Answer),
        Fact::SessionOpened { .. } | Fact::SessionsClosed { .. } => Some(SentenceKind::Rest),
        Fact::Sent { .. }
        | Fact::WriteStarted(_)
        | Fact::Role { .. }
        | Fact::Term { .. }
        | Fact::Truncated { .. }
        | Fact::Appended { .. }
        | Fact::Commit { .. }
        | Fact::Applied { .. }
        | Fact::Invoked(_)
        | Fact::Bound { .. } => None,
    }
}

/// The sentences for violated properties, in the order of [`Property::ALL`].
const VIOLATIONS: [&str; Property::ALL.len()] = [
    "violation-election-safety",
    "violation-leader-append-only",
    "violation-log-matching",
    "violation-leader-completeness",
    "violation-state-machine-safety",
    "violation-committed-logs-agree",
    "violation-committed-on-majority",
    "violation-committed-is-durable",
    "violation-up-to-date-is-complete",
    "violation-leader-has-its-term",
    "violation-log-terms-in-order",
    "violation-indices-in-order",
    "violation-configuration-of-log",
    "violation-leader-voted-for-itself",
    "violation-once-in-a-term",
    "violation-nothing-goes-back",
    "violation-progress-is-true",
    "violation-promises-are-durable",
    "violation-exactly-once",
    "violation-linearizability",
];

/// The sentence for a violated property.
#[must_use]
pub fn violation(violation: &Violation) -> Sentence {
    let mut operands: Operands = vec![
        ("servers", Operand::Servers(violation.servers.clone())),
        ("term", violation.term.into()),
    ];
    if let Some(entry) = violation.entries.first() {
        operands.push(("entry", (*entry).into()));
    }
    if let Some(other) = violation.entries.get(1) {
        operands.push(("other", (*other).into()));
    }
    for (name, operation) in ["operation", "earlier"].into_iter().zip(&violation.operations) {
        operands.push((name, Operand::Text(operation.to_string())));
    }
    let key = VIOLATIONS[violation.property as usize];
    Sentence { kind: SentenceKind::Violation, key, operands, rule: None }
}

fn fact_said(
    world: &World,
    happening: &Happening<'_>,
    fact: &Fact,
) -> Option<(&'static str, Operands)> {
    Some(match *fact {
        Fact::Succeeded(id) | Fact::Failed(id) | Fact::GivenUp(id) => answer(world, id)?,
        Fact::Crashed { .. } if crashed(happening).nth(1).is_some() => {
            ("crashed-several", vec![("servers", Operand::Servers(crashed(happening).collect()))])
        }
        Fact::Crashed { server, lost_writes: 0 } => ("crashed", vec![("server", server.into())]),
        Fact::Crashed { server, lost_writes } => {
            let operands = vec![("server", server.into()), ("count", lost_writes.into())];
            ("crashed-losing", operands)
        }
        Fact::Restarted { server, .. } => {
            let node = world.server(server)?.node()?;
            let count = Operand::Count(node.log().len());
            let operands = vec![
                ("server", server.into()),
                ("term", node.current_term().into()),
                ("count", count),
            ];
            ("restarted", operands)
        }
        Fact::TimerSet { server, at } => {
            let set: Vec<NodeId> = happening.facts.iter().filter_map(timer_set).collect();
            let time = ("time", Operand::Time(at));
            if set.len() > 1 {
                ("timers-set", vec![("servers", Operand::Servers(set)), time])
            } else {
                ("timer-set", vec![("server", server.into()), time])
            }
        }
        Fact::Cut { from, to } => {
            cut_or_healed(["cut", "cut-both", "cut-several"], (from, to), happening)
        }
        Fact::Healed { from, to } => {
            cut_or_healed(["healed", "healed-both", "healed-several"], (from, to), happening)
        }
        Fact::Side { .. } => {
            // Who is put on one side with all others is not cut off from anybody.
            let Some(sides) = world.network().sides() else {
                return Some(("one-side", Vec::new()));
            };
            let count = sides.iter().max().map_or(0, |last| u32::from(*last) + 1);
            ("partitioned", vec![("count", count.into())])
        }
        Fact::AllHealed => ("all-healed", Vec::new()),
        Fact::Dropped(id) => ("dropped", message(id)),
        Fact::DueNow(id) => ("delivered-now", message(id)),
        Fact::Held(id) => ("held", message(id)),
        Fact::Delayed(id) => ("delayed", message(id)),
        Fact::Copied(id) => ("copied", message(id)),
        Fact::Fault { what, server, value } => fault(world, happening, what, server, value),
        Fact::Loss { ppm } => {
            let percent = format!("{}.{:02}", ppm / 10_000, ppm % 10_000 / 100);
            let percent = percent.trim_end_matches('0').trim_end_matches('.').to_owned();
            ("loss-set", vec![("percent", percent.into())])
        }
        Fact::Released => ("released", Vec::new()),
        Fact::Wiped(server) => ("wiped", vec![("server", server.into())]),
        Fact::Repeated { server, index } => {
            let operands = vec![("server", server.into()), ("index", index.into())];
            ("repeated", operands)
        }
        Fact::SessionExpired { server, index } => {
            let operands = vec![("server", server.into()), ("index", index.into())];
            ("session-expired", operands)
        }
        Fact::SessionOpened { server, .. } => ("session-opened", vec![("server", server.into())]),
        Fact::SessionsClosed { server, count } => {
            ("sessions-closed", vec![("server", server.into()), ("count", count.into())])
        }
        // Nobody needs to be told: see `fact_kind`.
        _ => return None,
    })
}

/// What happened to links at once: to one, in one direction or in both, or to several.
fn cut_or_healed(
    [one_way, both_ways, several]: [&'static str; 3],
    (from, to): (NodeId, NodeId),
    happening: &Happening<'_>,
) -> (&'static str, Operands) {
    let (mut is_both, mut others) = (false, Vec::new());
    for fact in happening.facts {
        let (Fact::Cut { from: one, to: other } | Fact::Healed { from: one, to: other }) = *fact
        else {
            continue;
        };
        let link = (one.min(other), one.max(other));
        if link != (from.min(to), from.max(to)) && !others.contains(&link) {
            others.push(link);
        }
        is_both |= (one, other) == (to, from);
    }
    if !others.is_empty() {
        return (several, vec![("count", Operand::Count(others.len() as u64 + 1))]);
    }
    let operands = vec![("from", from.into()), ("to", to.into())];
    (if is_both { both_ways } else { one_way }, operands)
}

fn crashed(happening: &Happening<'_>) -> impl Iterator<Item = NodeId> {
    happening.facts.iter().filter_map(|fact| match fact {
        Fact::Crashed { server, .. } => Some(*server),
        _ => None,
    })
}

fn timer_set(fact: &Fact) -> Option<NodeId> {
    match fact {
        Fact::TimerSet { server, .. } => Some(*server),
        _ => None,
    }
}

fn answer(world: &World, id: OperationId) -> Option<(&'static str, Operands)> {
    let client = world.clients().iter().find(|client| client.id() == id.client)?;
    let ended = client.answered().find(|answered| answered.id == id)?;
    let me = ("client", Operand::Name(Address::Client(id.client)));
    let command = ("command", Operand::Text(ended.command.to_string()));
    let (key, operands) = match (&ended.outcome, &ended.command) {
        (Outcome::Ok(_), Command::Put { .. }) => ("client-written", vec![me, command]),
        (Outcome::Ok(value), Command::Get { key } | Command::Read { key, .. }) => {
            let key = ("key", Operand::Text(key.to_string()));
            match value {
                Some(value) => ("client-read", vec![me, key, ("value", value.to_string().into())]),
                None => ("client-read-nothing", vec![me, key]),
            }
        }
        (Outcome::Ok(sum), Command::Add { key, .. }) => {
            let sum = sum.as_ref().map(ToString::to_string).unwrap_or_default();
            (
                "client-added",
                vec![me, ("key", Operand::Text(key.to_string())), ("value", sum.into())],
            )
        }
        (Outcome::Ok(_), Command::OpenSession) => ("client-session", vec![me]),
        (Outcome::Failed, _) => ("client-failed", vec![me, command]),
        (Outcome::Unknown, _) => ("client-unknown", vec![me, command]),
    };
    Some((key, operands))
}

/// A client that asks, for the first time or again.
fn asks(world: &World, happening: &Happening<'_>) -> Option<(&'static str, Operands)> {
    let asked = |flight: &Flight| match &flight.packet {
        Packet::Request { operation, command, .. } => {
            Some((*operation, command.to_string(), flight.id.to))
        }
        _ => None,
    };
    let (operation, command, server) = happening.sent(world).find_map(asked)?;
    let begins = happening.facts.contains(&Fact::Invoked(operation));
    let key = if begins { "client-asks" } else { "client-asks-again" };
    let client = Operand::Name(Address::Client(operation.client));
    let operands =
        vec![("client", client), ("server", Operand::Name(server)), ("command", command.into())];
    Some((key, operands))
}

/// Whether this is a message that did not arrive, and worth a word. Heartbeats to a server that is
/// down are routine, and so is everything that a cut keeps back but votes and requests.
fn is_loss_told(happening: &Happening<'_>) -> bool {
    let EventKind::Lost(id, why) = happening.event.kind else { return false };
    let carries_news = match happening.arrived.map(|flight| &flight.packet) {
        Some(Packet::Raft(message)) => match &message.body {
            raft_core::Body::AppendEntries { entries, .. } => !entries.is_empty(),
            _ => !matches!(id.kind, Kind::Raft(raft_core::MessageKind::AppendEntriesReply)),
        },
        _ => true,
    };
    // What was dropped was told when it was dropped.
    carries_news && why != LossReason::Dropped
}

fn loss(happening: &Happening<'_>) -> Option<(&'static str, Operands)> {
    let EventKind::Lost(id, why) = happening.event.kind else { return None };
    let key = match why {
        LossReason::Chance | LossReason::Overflow => "lost-chance",
        LossReason::CutWhenSent | LossReason::CutOnArrival => "lost-cut",
        LossReason::ReceiverDown => "lost-down",
        LossReason::Dropped => return None,
    };
    Some((key, message(id)))
}

/// What is wrong now, or is not any more.
fn fault(
    world: &World,
    happening: &Happening<'_>,
    what: FaultKind,
    server: NodeId,
    value: u64,
) -> (&'static str, Operands) {
    let it = world.server(server);
    let key = match what {
        FaultKind::Link => return links(world, happening, server, NodeId(value as u32)),
        FaultKind::ClientLink => {
            let client = Operand::Name(Address::Client(ClientId(value as u8)));
            return ("client-link-set", vec![("client", client), ("server", server.into())]);
        }
        FaultKind::Paused => "paused",
        FaultKind::Resumed => "resumed",
        FaultKind::Trapped => match it.and_then(Server::trap) {
            None => "disarmed",
            Some(CrashPoint::BeforeOutput) => "trapped-before-output",
            Some(CrashPoint::BeforePersist) => "trapped-before-persist",
            Some(CrashPoint::AfterPersist) => "trapped-after-persist",
            Some(CrashPoint::BeforeAnswer) => "trapped-before-answer",
        },
        FaultKind::Server if it.is_some_and(|it| *it.faults() == ServerFaults::default()) => {
            "server-well"
        }
        FaultKind::Server => "server-set",
        FaultKind::Clock => "clock-set",
        FaultKind::Disk if it.is_some_and(|it| *it.disk().faults() == DiskFaults::default()) => {
            "disk-well"
        }
        FaultKind::Disk => "disk-set",
        FaultKind::Damaged => "damaged",
        FaultKind::Lied => "lied",
    };
    (key, vec![("server", server.into())])
}

/// A link, or several, are not as they were.
fn links(
    world: &World,
    happening: &Happening<'_>,
    from: NodeId,
    to: NodeId,
) -> (&'static str, Operands) {
    let is_link = |fact: &&Fact| matches!(fact, Fact::Fault { what: FaultKind::Link, .. });
    let count = happening.facts.iter().filter(is_link).count() as u64;
    let ends = (Address::Server(from), Address::Server(to));
    let network = world.network();
    let is_well = *network.faults(ends.0, ends.1) == LinkFaults::default()
        && network.latency(ends.0, ends.1) == world.setup().link(from, to).latency;
    match (count, is_well) {
        (1, true) => ("link-well", vec![("from", from.into()), ("to", to.into())]),
        (1, false) => ("link-set", vec![("from", from.into()), ("to", to.into())]),
        (_, true) => ("links-well", vec![("count", Operand::Count(count))]),
        (_, false) => ("links-set", vec![("count", Operand::Count(count))]),
    }
}

fn message(id: MessageId) -> Operands {
    vec![
        ("message", Operand::Text(id.kind.name().to_owned())),
        ("from", Operand::Name(id.from)),
        ("to", Operand::Name(id.to)),
    ]
}

pub(crate) fn command_at(world: &World, server: NodeId, index: Index) -> String {
    let entry = world.server(server).and_then(|server| server.log().get(index));
    entry.map_or(String::new(), |entry| entry.payload.to_string())
}
