//! How to talk to `raft-core`.

use std::collections::VecDeque;

use raft_core::{
    Configuration, Durable, Effect, Input, LocalTime, Message, Node, NodeId, Options, Output,
    Payload, RequestId, WriteId,
};

use crate::{Applied, Cell, Command, Load, Server};

/// One server of `raft-core` with its disk and its state machine.
pub struct Ours {
    node: Node,
    disk: Durable,
    now: LocalTime,
    out: Output,
    applied: Applied,
    requests: u64,
    answers: u64,
}

impl Ours {
    /// A server that has never run. Without `verdicts` nobody asks it why.
    #[must_use]
    pub fn new(cell: Cell, at: usize, verdicts: bool) -> Self {
        let disk = Durable::fresh(Configuration::new((0..cell.servers).map(name)));
        let now = LocalTime(0);
        let append_window = if cell.load == Load::Pipelined { 256 } else { 1 };
        let options = Options { append_window, ..Options::default() };
        Self {
            node: Node::restart(name(at), options, &disk, now, 0),
            disk,
            now,
            out: if verdicts { Output::default() } else { Output::without_verdicts() },
            applied: Applied::default(),
            requests: 0,
            answers: 0,
        }
    }

    /// Something happens to the server, and what it asks for is done at once.
    fn step(&mut self, input: Input, queue: &mut VecDeque<Message>) {
        self.node.step(self.now, 0, input, &mut self.out);
        while let Some(write) = self.carry_out(queue) {
            self.node.step(self.now, 0, Input::Persisted(write), &mut self.out);
        }
    }

    /// Says which write is now to be reported durable.
    fn carry_out(&mut self, queue: &mut VecDeque<Message>) -> Option<WriteId> {
        let (mut written, mut committed) = (None, None);
        for effect in self.out.effects.drain(..) {
            match effect {
                Effect::Write(write) => {
                    self.disk.apply(&write);
                    written = Some(write.id);
                }
                // Whatever write it has to wait for came before it and is done.
                Effect::Send { message, .. } => queue.push_back(message),
                Effect::Apply { through } => {
                    let from = self.node.last_applied().next();
                    let new = (through.0 + 1 - from.0) as usize;
                    for entry in self.node.log().iter_from(from).take(new) {
                        if let Payload::Command(command) = &entry.payload {
                            self.applied.execute(command);
                        }
                    }
                    committed = Some(through);
                }
                Effect::Answer { .. } => self.answers += 1,
                Effect::TakeSnapshot { .. } | Effect::Restore { .. } => {
                    unreachable!("nobody is behind, and nobody asks for snapshots")
                }
            }
        }
        self.out.clear();
        if let Some(through) = committed {
            self.node.step(self.now, 0, Input::Applied(through), &mut self.out);
        }
        written
    }
}

impl Server for Ours {
    type Message = Message;

    const TELLS_AT_ONCE: bool = false;

    fn campaign(&mut self, queue: &mut VecDeque<Message>) {
        self.step(Input::ElectionTimeout, queue);
    }

    fn leads(&self) -> bool {
        self.node.is_leader()
    }

    fn propose(&mut self, command: Command, queue: &mut VecDeque<Message>) {
        self.requests += 1;
        let request = RequestId(self.requests);
        self.step(Input::Propose { request, session: None, command: command.into() }, queue);
    }

    /// It has no way to hand over several at once.
    fn propose_together(&mut self, commands: &[Command], queue: &mut VecDeque<Message>) {
        for command in commands {
            self.propose(*command, queue);
        }
    }

    fn receive(&mut self, message: Message, queue: &mut VecDeque<Message>) {
        self.step(Input::Receive(message), queue);
    }

    fn heartbeat(&mut self, queue: &mut VecDeque<Message>) {
        assert_eq!(self.answers, self.requests, "every client has its answer");
        self.now = self.now.after(self.node.options().heartbeat_interval);
        self.step(Input::Wake, queue);
    }

    fn receiver(message: &Message) -> usize {
        message.to.0 as usize - 1
    }

    fn applied(&self) -> Applied {
        self.applied
    }
}

fn name(at: usize) -> NodeId {
    NodeId(u32::try_from(at + 1).expect("a handful of servers"))
}
