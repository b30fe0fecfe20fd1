//! The trace that etcd's raft writes for its TLA+ specification, with the names and fields of its
//! `state_trace.go`, in the order that its `Traceetcdraft.tla` follows.
//!
//! An etcd server differs from ours in what it calls things and when it says them, and this is where
//! one becomes the other:
//!
//! * **Its log begins with its configuration**: one committed entry of term 1 for each of the first
//!   voters. So terms here are one higher than ours and indices as many as there are voters ([`Base`]).
//! * **It has a `Ready`**: what a step has queued leaves, and what it has changed is on disk. Ours writes
//!   and sends at times of their own; a Ready stands where queued messages leave, be it at once (a
//!   leader's disk works in parallel) or when the write is durable for which they have waited.
//! * **It answers itself**: a candidate with a vote, a leader with an acknowledgement of its own entries.
//!   Ours counts itself when its write is durable; there the answer to itself is received.
//! * **Its commit index is on disk.** Ours begins at 0 after a restart, as the paper's; the trace keeps
//!   the one of the last Ready.
//! * **Our heartbeat is an AppendEntries without entries**, with its consistency check, and so a
//!   `MsgApp`, not a `MsgHeartbeat`.
//!
//! What etcd does not trace is left out here too: forwarded proposals, reads, TimeoutNow, clients. What
//! its specification cannot follow is refused (`refusal.rs`). TLC is not part of this: the trace is
//! written for it.

mod message;
mod refusal;
mod server;

use std::collections::BTreeSet;

use raft_core::{MessageKind, NodeId};
use raft_scenario::Problem;
use raft_sim::{EventKind, Fact, Flight, Happening, Kind, MessageId, Packet, SimTime, Sink, World};
use serde_json::{Value, json};

use crate::lines::Lines;
use crate::take::Take;
use refusal::Refusal;
use server::Shadow;

/// Writes a take as a trace.
///
/// # Errors
/// If the take cannot be played, or does something that the specification has no step for.
pub(crate) fn write(take: &Take) -> Result<String, Problem> {
    let setup = &take.script().setup;
    if !setup.disks.is_empty() {
        return Err(Refusal::BeginsWithSomething.problem(SimTime(0)));
    }
    let voters: Vec<NodeId> = setup.configuration().voters().to_vec();
    let base = Base(voters.len() as u64);
    let shadows = setup.server_ids().map(|id| Shadow::bootstrapped(id, &voters, base)).collect();
    let mut tracer = Tracer {
        activation: setup.options.activation,
        base,
        lines: Lines::default(),
        shadows,
        arrived_twice: BTreeSet::new(),
        refused: None,
    };
    // The specification reads lines with an event and no others.
    if let Some(broken) = take.not_raft() {
        tracer.lines.push(&json!({ "note": broken }));
    }
    tracer.bootstrap(&voters);
    take.play(&mut tracer)?;
    match tracer.refused {
        Some(problem) => Err(problem),
        None => tracer.lines.finish(),
    }
}

/// How many entries an etcd log has before the first of ours. Their term is 1.
#[derive(Clone, Copy, Debug)]
struct Base(u64);

/// Writes the trace while the run goes by.
struct Tracer {
    activation: raft_core::Activation,
    base: Base,
    lines: Lines,
    shadows: Vec<Shadow>,
    /// Messages that have arrived and have copies.
    arrived_twice: BTreeSet<MessageId>,
    /// Why there is no trace, from then on.
    refused: Option<Problem>,
}

/// The names of `state_trace.go` that a run of ours can give.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Name {
    InitState,
    BecomeCandidate,
    BecomeFollower,
    BecomeLeader,
    Commit,
    Replicate,
    ChangeConf,
    ApplyConfChange,
    Ready,
    SendAppendEntriesRequest,
    ReceiveAppendEntriesRequest,
    SendAppendEntriesResponse,
    ReceiveAppendEntriesResponse,
    SendRequestVoteRequest,
    ReceiveRequestVoteRequest,
    SendRequestVoteResponse,
    ReceiveRequestVoteResponse,
}

impl Tracer {
    /// Adds a line with the state of a server as it is now.
    fn trace(&mut self, name: Name, server: usize, more: &[(&str, Value)]) {
        let mut event = self.shadows[server].event(&format!("{name:?}"));
        for (field, value) in more {
            event[*field] = value.clone();
        }
        self.lines.push(&json!({ "tag": "trace", "event": event }));
    }

    /// What every server does before anything happens: it starts empty, and applies one entry for
    /// each of the first voters.
    fn bootstrap(&mut self, voters: &[NodeId]) {
        for server in 0..self.shadows.len() {
            let ready = self.shadows[server].clone();
            self.shadows[server].empty();
            self.trace(Name::InitState, server, &[]);
            self.trace(Name::BecomeFollower, server, &[]);
            self.shadows[server].open_first_term();
            self.trace(Name::BecomeFollower, server, &[]);
            for known in 0..voters.len() {
                let mut shadow = ready.clone();
                shadow.voters = voters[..known].to_vec();
                self.shadows[server] = shadow;
                let newconf = names(&voters[..=known]);
                let cc = json!({ "cc": { "newconf": newconf } });
                self.trace(Name::ApplyConfChange, server, &[("prop", cc)]);
            }
            self.shadows[server] = ready;
            self.ready(server);
        }
    }

    /// What is queued leaves, and what has changed is on disk.
    fn ready(&mut self, server: usize) {
        self.trace(Name::Ready, server, &[]);
        self.shadows[server].persist();
    }

    fn see_server(&mut self, server: usize, world: &World, happening: &Happening<'_>) {
        let id = self.shadows[server].id;
        self.receive(server, happening);
        let of_server = |fact: &&Fact| matches!(fact, Fact::Crashed { server, .. } | Fact::Restarted { server, .. } if *server == id);
        let mut lived = true;
        for fact in happening.facts.iter().filter(of_server) {
            match fact {
                Fact::Crashed { .. } => {
                    self.shadows[server].crash();
                    lived = false;
                }
                _ => self.restart(server, world, happening),
            }
        }
        let runs = world.server(id).is_some_and(|server| server.node().is_some());
        if lived && runs {
            self.step(server, world, happening);
        }
    }
}

impl Sink for Tracer {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        for server in 0..self.shadows.len() {
            if self.refused.is_some() {
                return;
            }
            if concerns(self.shadows[server].id, world, &happening) {
                self.see_server(server, world, &happening);
            }
        }
    }
}

/// Whether anything of an event is about this server.
fn concerns(id: NodeId, world: &World, happening: &Happening<'_>) -> bool {
    let is_fact = |fact: &Fact| match fact {
        Fact::Crashed { server, .. } | Fact::Restarted { server, .. } => *server == id,
        _ => false,
    };
    happening.event.kind.server() == Some(id)
        || happening.verdicts.iter().any(|(server, _)| *server == id)
        || happening.facts.iter().any(is_fact)
        || happening.sent(world).any(|flight| flight.id.from.server() == Some(id))
}

/// The message that arrived, if it went from server to server.
fn raft_arrival<'a>(happening: &'a Happening<'_>) -> Option<(&'a Flight, &'a raft_core::Message)> {
    let EventKind::Delivered(_) = happening.event.kind else { return None };
    let flight = happening.arrived?;
    match &flight.packet {
        Packet::Raft(message) => Some((flight, message)),
        Packet::Request { .. } | Packet::Reply { .. } => None,
    }
}

/// Whether etcd traces messages of this kind.
fn is_traced(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Raft(
            MessageKind::RequestVote
                | MessageKind::RequestVoteReply
                | MessageKind::AppendEntries
                | MessageKind::AppendEntriesReply
        )
    )
}

fn name(id: NodeId) -> String {
    id.0.to_string()
}

fn names(ids: &[NodeId]) -> Vec<String> {
    ids.iter().copied().map(name).collect()
}

/// So that the first reason stands.
impl Tracer {
    fn refuse(&mut self, happening: &Happening<'_>, refusal: Refusal) {
        if self.refused.is_none() {
            self.refused = Some(refusal.problem(happening.event.position.time));
        }
    }
}
