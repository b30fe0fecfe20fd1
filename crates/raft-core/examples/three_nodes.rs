//! Three servers, one queue of messages, disks that are done at once.
use std::collections::VecDeque;

use raft_core::{
    Configuration, Durable, Effect, Input, LocalTime, Message, Node, NodeId, Options, Output,
    RequestId,
};

struct Cluster {
    nodes: Vec<Node>,
    disks: Vec<Durable>,
    network: VecDeque<Message>,
}

impl Cluster {
    /// Lets something happen to a server and carries out what it wants.
    fn step(&mut self, at: usize, input: Input) {
        let mut out = Output::default();
        self.nodes[at].step(LocalTime(0), 0, input, &mut out);
        for verdict in out.verdicts {
            println!("  n{} {verdict:?}", at + 1);
        }
        for effect in out.effects {
            match effect {
                Effect::Write(write) => {
                    self.disks[at].apply(&write);
                    self.step(at, Input::Persisted(write.id));
                }
                // Every write is done before the next effect, so nothing waits.
                Effect::Send { message, .. } => self.network.push_back(message),
                Effect::Apply { through } => {
                    let (node, from) = (&self.nodes[at], self.nodes[at].last_applied().next());
                    for entry in node.log().iter_from(from).filter(|e| e.id.index <= through) {
                        println!("n{} applies {}: {}", at + 1, entry.id, entry.payload);
                    }
                    self.step(at, Input::Applied(through));
                }
                other => println!("n{} {other:?}", at + 1),
            }
        }
    }
}

fn main() {
    let fresh = Durable::fresh(Configuration::new((1..=3).map(NodeId)));
    let start = |id| Node::restart(NodeId(id), Options::default(), &fresh, LocalTime(0), 0);
    let (nodes, disks) = ((1..=3).map(start).collect(), vec![fresh.clone(); 3]);
    let mut cluster = Cluster { nodes, disks, network: VecDeque::new() };
    cluster.step(0, Input::ElectionTimeout);
    for request in 0..3 {
        while let Some(message) = cluster.network.pop_front() {
            println!("{message}");
            cluster.step(message.to.0 as usize - 1, Input::Receive(message));
        }
        let (request, command) = (RequestId(request), format!("x={request}").into_bytes().into());
        cluster.step(0, Input::Propose { request, command, session: None });
    }
}
