//! The host of the servers: gives a node its input, and carries out what it wants.

use raft_core::{
    Effect, Index, Input, Micros, NodeId, Output, Reply, RequestId, SessionCommand,
    SessionDecision, Term, Write,
};

use super::World;
use crate::link::{draw, happens};
use crate::network::position;
use crate::{
    Address, Answer, ClockChange, ClockFaults, Command, CrashPoint, DiskFaults, EventKind, Fact,
    FaultKind, Key, OperationId, Packet, RoleKind, Server, Sink, StateMachine, WriteKey,
};

/// What may change in a node by a step.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Glance {
    role: RoleKind,
    term: Term,
    commit: Index,
}

/// What comes of an output, once all of it is carried out.
#[derive(Default)]
struct FollowUp {
    /// What the node wants because something was applied.
    effects: Vec<Effect>,
    /// The snapshots that it has asked for.
    snapshots: Vec<Input>,
}

impl World {
    pub(super) fn wake_server(&mut self, server: usize, sink: &mut dyn Sink) {
        let Server { id, timer_cause, .. } = self.servers[server];
        let leads = self.servers[server].node().is_some_and(raft_core::Node::is_leader);
        self.step(server, Input::Wake);
        self.jump_by_chance(server);
        let kind = if leads { EventKind::HeartbeatDue(id) } else { EventKind::ElectionTimeout(id) };
        self.end_event(kind, timer_cause, None, None, sink);
    }

    pub(super) fn finish_write(&mut self, server: usize, sink: &mut dyn Sink) {
        let Server { id, incarnation, .. } = self.servers[server];
        let disk = &mut self.servers[server].disk;
        let Some(write) = disk.pending.front().map(|first| first.write.id) else { return };
        let key = WriteKey { server: id, incarnation, write };
        let lies = happens(disk.faults.lying_ppm, Key::lie(key), &mut *self.chooser);
        let Some(done) = disk.finish(lies) else { return };
        if lies {
            self.scratch.facts.push(Fact::Fault {
                what: FaultKind::Lied,
                server: id,
                value: write.0,
            });
        }
        if !self.springs(server, CrashPoint::AfterPersist) {
            self.step(server, Input::Persisted(write));
        }
        while let Some(message) = self.servers[server].disk.release(write) {
            self.send_raft(message);
        }
        self.end_event(EventKind::Persisted(key), done.cause, None, Some(&done.write), sink);
    }

    /// A client's request reaches a server that is up.
    pub(super) fn ask(
        &mut self,
        server: usize,
        request: RequestId,
        command: &Command,
        session: Option<SessionCommand>,
    ) {
        let input = match command {
            Command::OpenSession => Input::OpenSession { request },
            Command::Put { .. } | Command::Add { .. } | Command::Get { .. } => {
                Input::Propose { request, command: command.bytes(), session }
            }
            Command::Read { key, mode } => {
                if let Some(process) = &mut self.servers[server].process {
                    process.expect_read(request, key);
                }
                Input::Read { request, mode: *mode }
            }
        };
        self.step(server, input);
    }

    /// Gives a node an input and carries out what it wants. Does nothing on a server that is down.
    pub(crate) fn step(&mut self, which: usize, input: Input) {
        let output = &mut self.scratch.output;
        let server = &mut self.servers[which];
        let now = server.clock.local(self.position.time);
        let draw = server.draw_for(self.position.time, &input, &mut *self.chooser);
        let Some(process) = &mut server.process else { return };
        let before = Glance::at(&process.node);
        process.node.step(now, draw, input, output);
        let after = Glance::at(&process.node);
        let id = server.id;
        self.scratch.verdicts.extend(output.verdicts.drain(..).map(|verdict| (id, verdict)));
        let mut effects = core::mem::take(&mut output.effects);
        self.note_changes(id, before, after);
        if !effects.is_empty() && self.springs(which, CrashPoint::BeforeOutput) {
            effects.clear();
        }
        let writes = effects.iter().any(|effect| matches!(effect, Effect::Write(_)));
        self.carry_out(which, &mut effects);
        self.scratch.output.effects = effects;
        if writes {
            self.springs(which, CrashPoint::BeforePersist);
        }
        if self.servers[which].faults.is_any() {
            self.occupy(which);
        }
        let server = &mut self.servers[which];
        let woken = server.wake_at;
        server.schedule_wake();
        if server.wake_at != woken {
            server.timer_cause = self.events;
        }
    }

    /// Whether a trap has been set for this moment. Then the server has crashed.
    fn springs(&mut self, which: usize, point: CrashPoint) -> bool {
        let sprung = self.servers[which].trap == Some(point);
        if sprung {
            self.crash(self.servers[which].id);
        }
        sprung
    }

    /// The server has done something, and needs time for it.
    fn occupy(&mut self, which: usize) {
        let now = self.position.time;
        let Server { id, faults, .. } = self.servers[which];
        let mut busy = draw(faults.busy, Key::busy(id, now), &mut *self.chooser);
        if happens(faults.stall_ppm, Key::stall(id, now), &mut *self.chooser) {
            busy += draw(faults.stall, Key::stall_for(id, now), &mut *self.chooser);
        }
        if busy > 0 && self.servers[which].process.is_some() {
            let server = &mut self.servers[which];
            server.busy_until = server.busy_until.max(now.after(Micros(busy)));
            self.enqueue_all();
        }
    }

    /// A timer has run out: the moment at which a clock may jump.
    fn jump_by_chance(&mut self, which: usize) {
        let (now, id) = (self.position.time, self.servers[which].id);
        let ClockFaults { jump_ppm, jump, .. } = self.setup.clock;
        // Once in a moment: a clock that has jumped forwards makes timers run out at once.
        let has_jumped = self.servers[which].clock.since == now;
        if !has_jumped && happens(jump_ppm, Key::clock_jump(id, now), &mut *self.chooser) {
            let drawn = self.chooser.choose(Key::clock_jump_by(id, now), 2 * jump.width());
            let by = Micros(jump.low.0 + drawn / 2);
            let change = if drawn.is_multiple_of(2) {
                ClockChange { forward: by, ..ClockChange::default() }
            } else {
                ClockChange { back: by, ..ClockChange::default() }
            };
            self.change_clock(id, change);
        }
    }

    pub(crate) fn change_clock(&mut self, id: NodeId, change: ClockChange) {
        let (now, cause) = (self.position.time, self.events);
        let server = &mut self.servers[position(id)];
        server.clock = server.clock.changed(now, change);
        server.schedule_wake();
        server.timer_cause = cause;
        let value = server.clock.local(now).0;
        self.scratch.facts.push(Fact::Fault { what: FaultKind::Clock, server: id, value });
    }

    fn note_changes(&mut self, server: NodeId, before: Glance, after: Glance) {
        let facts = &mut self.scratch.facts;
        if after.term != before.term {
            facts.push(Fact::Term { server, term: after.term });
        }
        if after.role != before.role {
            facts.push(Fact::Role { server, role: after.role });
        }
        if after.commit != before.commit {
            facts.push(Fact::Commit { server, index: after.commit });
        }
    }

    fn carry_out(&mut self, which: usize, effects: &mut Vec<Effect>) {
        // What the state machine answered to the entries that this step committed.
        let mut results: Vec<(Index, Answer)> = Vec::new();
        let mut follow_up = FollowUp::default();
        for effect in effects.drain(..) {
            match effect {
                Effect::Write(write) => self.start_write(which, write),
                Effect::Send { message, after } => {
                    let held =
                        after.is_some_and(|after| self.servers[which].disk.hold(after, &message));
                    if !held {
                        self.send_raft(message);
                    }
                }
                Effect::Apply { through } => {
                    self.apply(which, through, &mut results, &mut follow_up);
                }
                Effect::TakeSnapshot { through } => {
                    follow_up.snapshots.extend(self.snapshot(which, through));
                }
                Effect::Restore { snapshot } => {
                    if let Some(process) = &mut self.servers[which].process {
                        process.restore(&snapshot);
                        self.work += process.machine.size();
                    }
                }
                Effect::Answer { reply: Reply::Committed(_), .. }
                    if self.springs(which, CrashPoint::BeforeAnswer) =>
                {
                    // Nothing of what was to follow: who is down answers no read either.
                    return;
                }
                Effect::Answer { request, reply } => self.answer(which, request, reply, &results),
            }
        }
        // Not before: writes must reach the disk in the order in which the node has named them, or
        // it would take the earlier one for durable when it hears of the later one.
        if !follow_up.effects.is_empty() {
            self.carry_out(which, &mut follow_up.effects);
        }
        for taken in follow_up.snapshots {
            self.step(which, taken);
        }
    }

    /// Sends a client what became of its request; `results` are the state machine's answers to the entries that
    /// have just been committed.
    fn answer(
        &mut self,
        which: usize,
        request: RequestId,
        reply: Reply,
        results: &[(Index, Answer)],
    ) {
        let server = &mut self.servers[which];
        let id = server.id;
        let read = server.process.as_mut().and_then(|process| process.end_read(request));
        let answer = match reply {
            Reply::NotLeader { leader } => Answer::NotLeader(leader),
            // Nothing was done, and this leader will take it later.
            Reply::Overloaded => Answer::NotLeader(Some(id)),
            Reply::Readable { .. } => Answer::Done(read),
            // Only a hand asks for changes, and it needs no answer.
            Reply::ChangeRefused(_) => Answer::Done(None),
            // Who leads next is the one to ask next.
            Reply::TransferInProgress { to } => Answer::NotLeader(Some(to)),
            Reply::Committed(entry) => {
                let result = results.iter().find(|(index, _)| *index == entry.index);
                result.map_or(Answer::Done(None), |(_, answer)| answer.clone())
            }
        };
        let operation = OperationId::of(request);
        let to = Address::Client(operation.client);
        self.send(Address::Server(id), to, Packet::Reply { operation, answer });
    }

    fn start_write(&mut self, which: usize, write: Write) {
        let server = &mut self.servers[which];
        let (id, incarnation) = (server.id, server.incarnation);
        let key = WriteKey { server: id, incarnation, write: write.id };
        let span = self.setup.disk_write;
        let mut takes = draw(span, Key::disk_write(key), &mut *self.chooser);
        let DiskFaults { stall_ppm, stall, sync, .. } = *server.disk.faults();
        if happens(stall_ppm, Key::disk_stall(key), &mut *self.chooser) {
            takes += draw(stall, Key::disk_stall_for(key), &mut *self.chooser);
            let until = self.position.time.after(Micros(takes));
            server.disk.stalls_until = server.disk.stalls_until.max(until);
        }
        let sync = draw(sync, Key::disk_sync(key), &mut *self.chooser);
        let written_at = self.position.time.after(Micros(takes));
        if let Some(log) = &write.log {
            if let Some(from) = log.truncate_from {
                self.scratch.facts.push(Fact::Truncated { server: id, from });
            }
            if let Some(last) = log.entries.last() {
                self.scratch.facts.push(Fact::Appended { server: id, last: last.id });
            }
        }
        self.scratch.facts.push(Fact::WriteStarted(key));
        server.disk.start(write, written_at, Micros(sync), self.events);
    }

    fn apply(
        &mut self,
        which: usize,
        through: Index,
        results: &mut Vec<(Index, Answer)>,
        follow_up: &mut FollowUp,
    ) {
        let server = &mut self.servers[which];
        let now = server.clock.local(self.position.time);
        let Some(process) = &mut server.process else { return };
        let mut index = process.node.last_applied().next();
        let first = index;
        while index <= through
            && let Some(entry) = process.node.log().get(index).cloned()
        {
            let (answer, decision) = process.apply(&entry);
            results.push((index, answer));
            self.scratch.facts.extend(session_fact(server.id, index, &decision));
            self.scratch.applied.push((server.id, entry));
            index = index.next();
        }
        self.work += index.0 - first.0;
        let mut output = Output::default();
        let before = Glance::at(&process.node);
        process.node.step(now, 0, Input::Applied(through), &mut output);
        let after = Glance::at(&process.node);
        let (id, index) = (server.id, process.node.last_applied());
        self.scratch.facts.push(Fact::Applied { server: id, index });
        // Where configurations wait to be applied, a smaller majority may commit now, or a leader go.
        self.note_changes(id, before, after);
        // Reads that have waited for this may be answered now.
        self.scratch.verdicts.extend(output.verdicts.drain(..).map(|verdict| (id, verdict)));
        for effect in output.effects.drain(..) {
            match effect {
                // At once: what is applied next would be in it.
                Effect::TakeSnapshot { through } => {
                    follow_up.snapshots.extend(self.snapshot(which, through));
                }
                effect => follow_up.effects.push(effect),
            }
        }
    }

    /// The state of a server's state machine, for its snapshot.
    fn snapshot(&mut self, which: usize, through: Index) -> Option<Input> {
        let process = self.servers[which].process.as_ref()?;
        self.work += process.machine.size();
        let (state, sessions) = (process.machine.save(), process.sessions.clone());
        Some(Input::SnapshotTaken { through, state, sessions })
    }
}

/// What a session table made of an entry, where it is worth telling.
fn session_fact(server: NodeId, index: Index, decision: &SessionDecision) -> Option<Fact> {
    match decision {
        SessionDecision::Duplicate(_) | SessionDecision::Forgotten => {
            Some(Fact::Repeated { server, index })
        }
        SessionDecision::Expired => Some(Fact::SessionExpired { server, index }),
        SessionDecision::Opened(session) => Some(Fact::SessionOpened { server, session: *session }),
        SessionDecision::Closed(count) => Some(Fact::SessionsClosed { server, count: *count }),
        SessionDecision::Execute | SessionDecision::Nothing => None,
    }
}

impl Glance {
    fn at(node: &raft_core::Node) -> Self {
        Self {
            role: RoleKind::of(node.role()),
            term: node.current_term(),
            commit: node.commit_index(),
        }
    }
}
