//! The harness: the same for both cores.

use std::collections::VecDeque;

use crate::{Cell, Load, Told};

/// A command as it comes from a client: 16 bytes.
pub type Command = [u8; 16];

/// One server of either core together with its disk and its state machine.
pub trait Server: Sized {
    /// What the servers send to each other.
    type Message;

    /// Whether its leader tells by itself what is committed as soon as it is.
    const TELLS_AT_ONCE: bool;

    /// Starts an election now.
    fn campaign(&mut self, queue: &mut VecDeque<Self::Message>);

    /// Whether it leads.
    fn leads(&self) -> bool;

    /// Takes one command.
    fn propose(&mut self, command: Command, queue: &mut VecDeque<Self::Message>);

    /// Takes several commands that have come together.
    fn propose_together(&mut self, commands: &[Command], queue: &mut VecDeque<Self::Message>);

    /// Takes a message.
    fn receive(&mut self, message: Self::Message, queue: &mut VecDeque<Self::Message>);

    /// A leader's heartbeat is due.
    fn heartbeat(&mut self, queue: &mut VecDeque<Self::Message>);

    /// To which server a message goes, counted from 0.
    fn receiver(message: &Self::Message) -> usize;

    /// What its state machine has got so far.
    fn applied(&self) -> Applied;
}

/// A state machine that proves two things and costs next to nothing: how many commands it has
/// executed, and which ones in which order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Applied {
    /// How many commands.
    pub count: u64,
    fingerprint: u64,
}

impl Applied {
    /// Executes a command.
    pub fn execute(&mut self, command: &[u8]) {
        let (low, high) = command.split_at(8);
        let number = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("eight bytes"));
        let mixed = self.fingerprint.rotate_left(5) ^ number(low) ^ number(high).rotate_left(32);
        self.fingerprint = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.count += 1;
    }
}

/// N servers and one queue. The first server leads.
pub struct Cluster<S: Server> {
    servers: Vec<S>,
    queue: VecDeque<S::Message>,
    cell: Cell,
    proposed: Applied,
    messages: u64,
}

impl<S: Server> Cluster<S> {
    /// Elects a leader and lets some entries through, so that all that comes after is the steady
    /// state.
    ///
    /// # Panics
    /// If the first server does not win.
    #[must_use]
    pub fn warm(cell: Cell, server: impl Fn(usize) -> S) -> Self {
        let servers = (0..cell.servers).map(server).collect();
        let (queue, proposed, messages) = (VecDeque::new(), Applied::default(), 0);
        let mut cluster = Self { servers, queue, cell, proposed, messages };
        cluster.servers[0].campaign(&mut cluster.queue);
        cluster.drain();
        assert!(cluster.servers[0].leads());
        cluster.run(cell.load.commands() / 10);
        cluster
    }

    /// Commits `commands` commands and says how many messages that took.
    ///
    /// # Panics
    /// If in the end not every server has executed every command in order.
    pub fn run(&mut self, commands: usize) -> u64 {
        let before = self.messages;
        let width = self.cell.load.width();
        let mut together = Vec::with_capacity(width);
        for _ in 0..commands / width {
            match self.cell.load {
                Load::OneAtATime | Load::Pipelined | Load::OneInFlight => {
                    for _ in 0..width {
                        let command = self.next_command();
                        self.servers[0].propose(command, &mut self.queue);
                    }
                }
                Load::Batched => {
                    together.clear();
                    together.extend((0..width).map(|_| self.next_command()));
                    self.servers[0].propose_together(&together, &mut self.queue);
                }
            }
            self.drain();
            if self.cell.told == Told::AtOnce && !S::TELLS_AT_ONCE {
                self.tell();
            }
        }
        if self.cell.told == Told::WithTheNext {
            self.tell();
        }
        for server in &self.servers {
            assert_eq!(server.applied(), self.proposed, "everybody has executed everything");
        }
        self.messages - before
    }

    fn next_command(&mut self) -> Command {
        let number = self.proposed.count + 1;
        let command = (u128::from(number) << 64 | u128::from(!number)).to_le_bytes();
        self.proposed.execute(&command);
        command
    }

    fn tell(&mut self) {
        self.servers[0].heartbeat(&mut self.queue);
        self.drain();
    }

    fn drain(&mut self) {
        while let Some(message) = self.queue.pop_front() {
            self.messages += 1;
            let to = S::receiver(&message);
            self.servers[to].receive(message, &mut self.queue);
        }
    }
}
