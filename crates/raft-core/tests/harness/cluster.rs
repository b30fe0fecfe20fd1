//! The servers of a script, and what a host does with the effects of their steps.

use std::collections::BTreeMap;

use raft_core::{
    Configuration, Durable, Effect, Entry, Index, Input, LocalTime, Message, Node, NodeId, Options,
    Output, Payload, ReadMode, RequestId, SessionCommand, SessionDecision, Sessions, Snapshot,
    Verdict,
};

use super::decision;
use super::disk::Disk;
use super::judge::Judge;
use super::network::Network;
use super::notation;

/// One server: a node while it runs, and a disk in any case.
pub(crate) struct Server {
    pub(crate) node: Option<Node>,
    pub(crate) disk: Disk<Message>,
    /// What its state machine has executed since it was started.
    pub(crate) executed: Vec<String>,
    /// Its client sessions.
    pub(crate) sessions: Sessions,
    /// How many AppendEntries it has refused since that was last asked.
    pub(crate) refusals: u32,
}

/// All of them, with one clock that only the script moves.
#[derive(Default)]
pub(crate) struct Cluster {
    pub(crate) servers: BTreeMap<NodeId, Server>,
    pub(crate) network: Network,
    pub(crate) now: LocalTime,
    /// Whether writes are finished at once. Scripts about disks switch it off.
    pub(crate) auto_persist: bool,
    /// Whether state machines take their time.
    pub(crate) lazy_apply: bool,
    options: Options,
    requests: u64,
    judge: Judge,
    printed: Vec<String>,
}

impl Cluster {
    pub(crate) fn new(options: Options, disks: BTreeMap<NodeId, Durable>) -> Self {
        let servers = disks.into_iter().map(|(id, durable)| {
            let server = Server {
                node: None,
                disk: Disk::new(durable),
                executed: Vec::new(),
                sessions: Sessions::default(),
                refusals: 0,
            };
            (id, server)
        });
        let mut cluster =
            Self { servers: servers.collect(), options, auto_persist: true, ..Self::default() };
        for id in cluster.ids() {
            cluster.start(id);
        }
        cluster
    }

    /// The disk of a server that has never run, in a cluster of `size`.
    pub(crate) fn fresh_disk(size: u32) -> Durable {
        Durable::fresh(Configuration::new((1..=size).map(NodeId)))
    }

    pub(crate) fn ids(&self) -> Vec<NodeId> {
        self.servers.keys().copied().collect()
    }

    /// Starts a server from its disk (§5.5).
    pub(crate) fn start(&mut self, id: NodeId) {
        let (now, options) = (self.now, self.options);
        let server = self.server(id);
        server.node =
            Some(Node::restart(id, options, &server.disk.durable, now, draw(&options, id)));
        let snapshot = server.disk.durable.snapshot.clone();
        server.restore(snapshot.as_deref());
    }

    /// Stops a server without warning.
    pub(crate) fn crash(&mut self, id: NodeId) {
        let server = self.server(id);
        server.node = None;
        let (writes, messages) = server.disk.crash();
        self.print(format!("{id} down, lost {writes} writes and {messages} held messages"));
    }

    /// Lets something happen to a server and does what it asks for.
    pub(crate) fn step(&mut self, id: NodeId, input: Input) {
        let (now, draw) = (self.now, draw(&self.options, id));
        let mut out = Output::default();
        self.server(id)
            .node
            .as_mut()
            .expect("only running servers step")
            .step(now, draw, input, &mut out);
        for verdict in &out.verdicts {
            if matches!(verdict, Verdict::AppendRefused { .. }) {
                self.server(id).refusals += 1;
            }
            self.print(format!("  {id} {}", decision::text(verdict)));
        }
        for effect in out.effects {
            self.carry_out(id, effect);
        }
        for violation in
            self.judge.look(self.servers.values().filter_map(|server| server.node.as_ref()))
        {
            self.print(violation);
        }
        while self.auto_persist && self.finish_write(id, "  ") {}
    }

    fn carry_out(&mut self, id: NodeId, effect: Effect) {
        let auto_persist = self.auto_persist;
        match effect {
            Effect::Write(write) => {
                if !auto_persist {
                    self.print(format!("  {id} write {}", notation::write(&write)));
                }
                self.server(id).disk.start(write);
            }
            Effect::Send { message, after: None } => self.send(message),
            Effect::Send { message, after: Some(after) } => {
                if !self.server(id).disk.is_pending(after) {
                    // It has finished while an effect before this one was carried out.
                    return self.send(message);
                }
                if !auto_persist {
                    self.print(format!("  {message} after write {}", after.0));
                }
                self.server(id).disk.hold(message, after);
            }
            Effect::Apply { through } => self.apply(id, through),
            Effect::TakeSnapshot { through } => {
                let server = self.server(id);
                let state = server.executed.join(" ").into_bytes().into();
                let sessions = server.sessions.clone();
                self.print(format!("  {id} saves its state at {through}"));
                self.step(id, Input::SnapshotTaken { through, state, sessions });
            }
            Effect::Restore { snapshot } => {
                self.print(format!("  {id} restores its state at {}", snapshot.last.index));
                self.server(id).restore(Some(&*snapshot));
            }
            Effect::Answer { request, reply } => {
                self.print(format!("  {id} answer r{} {}", request.0, notation::reply(reply)));
            }
        }
    }

    fn send(&mut self, message: Message) {
        if self.network.is_cut(&message) {
            self.print(format!("  {message} lost: cut"));
        } else {
            self.print(format!("  {message}"));
            self.network.post(message);
        }
    }

    /// The state machine is immediate, and the core has nothing to say to that.
    fn apply(&mut self, id: NodeId, through: Index) {
        let (now, lazy) = (self.now, self.lazy_apply);
        let server = self.server(id);
        let node = server.node.as_mut().expect("it has just stepped");
        let from = node.last_applied().next();
        let entries: Vec<Entry> =
            node.log().iter_from(from).take((through.0 + 1 - from.0) as usize).cloned().collect();
        let through = if lazy { from.prev() } else { through };
        if through < from {
            self.print(format!("  {id} does not apply yet"));
            return;
        }
        let mut out = Output::default();
        node.step(now, 0, Input::Applied(through), &mut out);
        let decisions: Vec<String> =
            entries.iter().filter_map(|entry| server.execute(entry)).collect();
        self.print(format!("  {id} apply through {through}"));
        for decision in decisions {
            self.print(format!("  {id} {decision}"));
        }
        self.follow_up(id, out);
    }

    /// A slow state machine catches up with what is committed.
    pub(crate) fn catch_up(&mut self, id: NodeId) {
        let lazy = std::mem::replace(&mut self.lazy_apply, false);
        let through = self.server(id).node.as_ref().map(Node::commit_index).unwrap_or_default();
        self.apply(id, through);
        self.lazy_apply = lazy;
    }

    fn follow_up(&mut self, id: NodeId, out: Output) {
        for verdict in &out.verdicts {
            self.print(format!("  {id} {}", decision::text(verdict)));
        }
        for effect in out.effects {
            self.carry_out(id, effect);
        }
    }

    /// Delivers a message, or loses it where nobody can receive it.
    pub(crate) fn deliver(&mut self, message: Message) {
        let to = message.to;
        if self.network.is_cut(&message) {
            self.print(format!("{message} lost: cut"));
        } else if self.server(to).node.is_none() {
            self.print(format!("{message} lost: {to} is down"));
        } else {
            self.print(format!("{message}"));
            self.step(to, Input::Receive(message));
        }
    }

    /// Finishes a server's oldest write and lets the messages go that waited for it.
    pub(crate) fn finish_write(&mut self, id: NodeId, indent: &str) -> bool {
        let Some((write, released)) = self.server(id).disk.finish() else {
            return false;
        };
        self.print(format!("{indent}{id} disk {}", notation::write(&write)));
        for message in released {
            self.send(message);
        }
        self.step(id, Input::Persisted(write.id));
        true
    }

    /// A client hands a command to a server, perhaps as part of a session.
    pub(crate) fn propose(&mut self, id: NodeId, command: &str, session: Option<SessionCommand>) {
        let request = self.next_request();
        self.step(id, Input::Propose { request, command: command.as_bytes().into(), session });
    }

    pub(crate) fn next_request(&mut self) -> RequestId {
        self.requests += 1;
        RequestId(self.requests)
    }

    /// A client wants to read.
    pub(crate) fn read(&mut self, id: NodeId, mode: ReadMode) {
        self.requests += 1;
        self.step(id, Input::Read { request: RequestId(self.requests), mode });
    }

    /// Moves the clock and wakes every server at its deadlines, in the order in which they fall.
    pub(crate) fn pass_time_until(&mut self, end: LocalTime) {
        for _ in 0..10_000 {
            if !self.wake_next_until(end) {
                return;
            }
        }
        panic!("a server wants to be woken again and again at {:?}", self.now);
    }

    /// Wakes the server whose deadline comes first. False if none falls before `end`; then the
    /// clock stands there.
    pub(crate) fn wake_next_until(&mut self, end: LocalTime) -> bool {
        let deadline = |(id, server): (&NodeId, &Server)| {
            Some((server.node.as_ref()?.next_deadline()?, *id)).filter(|(at, _)| *at <= end)
        };
        let Some((at, id)) = self.servers.iter().filter_map(deadline).min() else {
            self.now = self.now.max(end);
            return false;
        };
        self.now = self.now.max(at);
        self.wake(id);
        true
    }

    pub(crate) fn wake(&mut self, id: NodeId) {
        self.print(format!("{id} wakes at {}", self.now.since(LocalTime(0))));
        self.step(id, Input::Wake);
    }

    pub(crate) fn server(&mut self, id: NodeId) -> &mut Server {
        self.servers.get_mut(&id).expect("commands name servers of the cluster")
    }

    pub(crate) fn print(&mut self, line: String) {
        self.printed.push(line);
    }

    pub(crate) fn take_printed(&mut self) -> Vec<String> {
        std::mem::take(&mut self.printed)
    }
}

impl Server {
    /// Lets the sessions decide about a committed entry, and does it. Says what they decided, where
    /// that is worth a line.
    fn execute(&mut self, entry: &Entry) -> Option<String> {
        let decision = self.sessions.take(entry);
        let line = format!("{} {decision:?}", entry.payload);
        match &entry.payload {
            Payload::Command(_) | Payload::CommandInSession(_) => {
                let command = entry.payload.as_command().expect("it is one");
                if decision != SessionDecision::Execute {
                    return Some(line);
                }
                let text = String::from_utf8_lossy(command).into_owned();
                self.executed.push(text.clone());
                let answer = format!("{text}!").into_bytes();
                if let Some(of) = entry.payload.session() {
                    self.sessions.answered(of, answer.into());
                }
                None
            }
            Payload::Noop => {
                self.executed.push("no-op".to_owned());
                None
            }
            Payload::Configuration(_) => None,
            Payload::OpenSession | Payload::ExpireSessions { .. } => Some(line),
        }
    }

    fn restore(&mut self, snapshot: Option<&Snapshot>) {
        let state = snapshot.map(|snapshot| String::from_utf8_lossy(&snapshot.state).into_owned());
        self.executed =
            state.unwrap_or_default().split_whitespace().map(ToOwned::to_owned).collect();
        self.sessions = snapshot.map(|snapshot| snapshot.sessions.clone()).unwrap_or_default();
    }
}

/// Scripts want timeouts that can be read off: server n*i* always draws the shortest one plus
/// 10·*i* ms.
fn draw(options: &Options, id: NodeId) -> u64 {
    let (low, high) = options.election_timeout;
    let width = u128::from(high.0 - low.0) + 1;
    let offset = u128::from(id.0) * 10_000;
    u64::try_from((offset << 64).div_ceil(width)).expect("the offset lies inside the range")
}
