//! The servers and what happens to them, step by step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use raft_core::{
    Activation, Backtracking, Change, Configuration, Durable, Effect, Index, Input, LocalTime,
    MembershipChange, Message, Micros, Node, NodeId, Options, Output, Proposals, ReadMode, Reply,
    RequestId, SessionCommand, SessionId, Sessions, Transition,
};

use crate::dice::Dice;
use crate::disk::Disk;
use crate::judge::Judge;
use crate::promises::{Kept, kept_if, never_goes_back};
use crate::server::Server;

/// What a run is mostly about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Story {
    /// Everything there is.
    Everything,
    /// Elections and few commands, by servers whose disks are quick.
    Elections,
    /// Changes of members and elections, by servers whose disks are quick.
    Members,
}

pub(crate) struct World {
    pub(crate) dice: Dice,
    pub(crate) story: Story,
    pub(crate) options: Options,
    pub(crate) servers: BTreeMap<NodeId, Server>,
    pub(crate) first_members: Configuration,
    pub(crate) network: Vec<Message>,
    /// Who is cut off from the others.
    pub(crate) apart: BTreeSet<NodeId>,
    pub(crate) now: LocalTime,
    pub(crate) requests: u64,
    /// What the last committed entry was when a read was asked for that must see it.
    pub(crate) reads: BTreeMap<RequestId, Index>,
    /// The state after each entry, as the first server that got there has it.
    pub(crate) states: BTreeMap<Index, Vec<u8>>,
    pub(crate) committed: Index,
    pub(crate) judge: Judge,
    /// The only promise that is asked after; `None` for all of them. Where a rule is broken on
    /// purpose, others may well be broken on the way to the one that hangs on it.
    pub(crate) promise: Option<&'static str>,
}

impl World {
    pub(crate) fn new(seed: u64, story: Story, change_options: impl Fn(&mut Options)) -> Self {
        let mut dice = Dice(seed);
        let voters = 3 + dice.below(3) as u32;
        let servers = if story == Story::Elections { voters } else { voters + 2 };
        let first_members = Configuration::new((1..=voters).map(NodeId));
        let mut options = options(&mut dice, story);
        change_options(&mut options);
        options.validate().expect("options that can work");
        let start = |id| {
            // Who is not a member yet knows of nobody, and stands for nothing.
            let known = if id <= voters { first_members.clone() } else { Configuration::new([]) };
            let server = Server {
                node: None,
                disk: Disk::new(Durable::fresh(known)),
                to_apply: Index::ZERO,
                applied: Index::ZERO,
                state: Vec::new(),
                sessions: Sessions::default(),
            };
            (NodeId(id), server)
        };
        let mut world = Self {
            dice,
            story,
            options,
            servers: (1..=servers).map(start).collect(),
            first_members,
            network: Vec::new(),
            apart: BTreeSet::new(),
            now: LocalTime(0),
            requests: 0,
            reads: BTreeMap::new(),
            states: BTreeMap::new(),
            committed: Index::ZERO,
            judge: Judge::default(),
            promise: None,
        };
        for id in (1..=servers).map(NodeId) {
            world.start(id);
        }
        world
    }

    pub(crate) fn run(&mut self, steps: u32) -> Kept {
        for _ in 0..steps {
            self.something_happens()?;
        }
        Ok(())
    }

    fn start(&mut self, id: NodeId) {
        let draw = self.dice.roll();
        let server = self.servers.get_mut(&id).expect("it exists");
        let durable = &server.disk.durable;
        let snapshot = durable.snapshot.clone();
        server.node = Some(Node::restart(id, self.options, durable, self.now, draw));
        server.restore(snapshot.as_deref());
    }

    fn something_happens(&mut self) -> Kept {
        let ids: Vec<NodeId> = self.servers.keys().copied().collect();
        let id = self.dice.of(&ids);
        // Most of what is asked for is asked of somebody who leads.
        let leaders: Vec<NodeId> = ids.iter().copied().filter(|id| self.leads(*id)).collect();
        let asked =
            if leaders.is_empty() || self.dice.one_in(8) { id } else { self.dice.of(&leaders) };
        let request = RequestId(self.requests + 1);
        let quick = self.story != Story::Everything;
        match self.dice.below(100) {
            0..42 => self.deliver(),
            42..70 if quick => self.deliver(),
            42..64 => {
                let first = self.dice.below(ids.len());
                for at in 0..ids.len() {
                    if self.finish_write(ids[(first + at) % ids.len()])? {
                        break;
                    }
                }
                Ok(())
            }
            64..70 => {
                let behind = |id: &NodeId| self.servers[id].applied < self.servers[id].to_apply;
                let behind: Vec<NodeId> = ids.iter().copied().filter(behind).collect();
                if behind.is_empty() {
                    self.deliver()
                } else {
                    let id = self.dice.of(&behind);
                    self.apply_some(id)
                }
            }
            70..75 => self.time_passes(),
            75..76 if !self.options.lease_reads => self.step(id, Input::ElectionTimeout),
            76..78 if quick => self.step(id, Input::ElectionTimeout),
            78..80 => {
                self.apart = if self.dice.one_in(2) {
                    BTreeSet::new()
                } else {
                    ids.iter().copied().filter(|_| self.dice.one_in(2)).collect()
                };
                Ok(())
            }
            80..82 => self.crash(id),
            82..84 if self.story == Story::Everything => self.read(asked),
            84..85 if self.story == Story::Everything => {
                self.step(asked, Input::TransferLeadership { to: id })
            }
            85..86 => self.step(asked, Input::TakeSnapshot),
            86..90 if self.story != Story::Elections => {
                self.requests += 1;
                let change = self.change(&ids);
                self.step(asked, Input::ChangeMembership { request, change })
            }
            90..97 if self.story == Story::Members => {
                self.requests += 1;
                let change = self.change(&ids);
                self.step(asked, Input::ChangeMembership { request, change })
            }
            90..91 => {
                self.requests += 1;
                self.step(asked, Input::OpenSession { request })
            }
            91..92 if self.story == Story::Everything => {
                self.requests += 1;
                let unused_since = Index(self.committed.0.saturating_sub(20));
                self.step(asked, Input::ExpireSessions { request, unused_since })
            }
            _ if self.dice.one_in(2) => self.propose(asked),
            _ => self.deliver(),
        }
    }

    /// Passes over what is not asked after.
    pub(crate) fn heed(&self, kept: Kept) -> Kept {
        let asked_after = |broken: &String| self.promise.is_none_or(|one| broken.contains(one));
        kept.or_else(|broken| if asked_after(&broken) { Err(broken) } else { Ok(()) })
    }

    fn leads(&self, id: NodeId) -> bool {
        self.servers[&id].node.as_ref().is_some_and(Node::is_leader)
    }

    fn deliver(&mut self) -> Kept {
        if self.network.is_empty() {
            return self.time_passes();
        }
        // Mostly an early one, sometimes any.
        let few = if self.dice.one_in(3) { self.network.len() } else { 4.min(self.network.len()) };
        let at = self.dice.below(few);
        let message =
            if self.dice.one_in(12) { self.network[at].clone() } else { self.network.remove(at) };
        let cut = self.apart.contains(&message.from) != self.apart.contains(&message.to);
        if cut || self.dice.one_in(25) {
            return Ok(());
        }
        self.step(message.to, Input::Receive(message))
    }

    fn time_passes(&mut self) -> Kept {
        let deadline =
            |(id, server): (&NodeId, &Server)| Some((server.node.as_ref()?.next_deadline()?, *id));
        let mut due: Vec<_> = self.servers.iter().filter_map(deadline).collect();
        due.sort();
        let Some((at, id)) = due.get(self.dice.below(2.min(due.len()))).copied() else {
            return Ok(());
        };
        self.now = self.now.max(at);
        self.step(id, Input::Wake)
    }

    fn crash(&mut self, id: NodeId) -> Kept {
        let server = self.servers.get_mut(&id).expect("it exists");
        server.disk.crash();
        server.node = None;
        if self.dice.one_in(2) {
            // Down for a while: it loses what arrives.
            self.network.retain(|message| message.to != id || message.term.0 % 2 == 0);
        }
        self.start(id);
        Ok(())
    }

    fn propose(&mut self, to: NodeId) -> Kept {
        self.requests += 1;
        let request = RequestId(self.requests);
        let opened: Vec<SessionId> = self.servers[&to].sessions.iter().map(|(id, _)| id).collect();
        if opened.is_empty() || self.dice.one_in(3) {
            let command = format!("c{};", request.0).into_bytes().into();
            return self.step(to, Input::Propose { request, command, session: None });
        }
        let session = self.dice.of(&opened);
        let sequence = 1 + self.dice.below(6) as u64;
        let first_open = self.dice.below(sequence as usize + 1) as u64;
        let command = format!("s{}#{sequence};", session.0).into_bytes().into();
        let session = Some(SessionCommand { session, sequence, first_open });
        self.step(to, Input::Propose { request, command, session })
    }

    fn read(&mut self, from: NodeId) -> Kept {
        self.requests += 1;
        let request = RequestId(self.requests);
        let mode = self.dice.of(&[ReadMode::ReadIndex, ReadMode::Lease, ReadMode::Stale]);
        if mode != ReadMode::Stale {
            self.reads.insert(request, self.committed);
        }
        self.step(from, Input::Read { request, mode })
    }

    fn change(&mut self, ids: &[NodeId]) -> MembershipChange {
        if self.dice.one_in(10) {
            return MembershipChange::LeaveJoint;
        }
        let count = self.dice.of(&[1, 1, 2, 3]);
        let one = |dice: &mut Dice| {
            let id = dice.of(ids);
            match dice.below(8) {
                0..3 => Change::AddVoter(id),
                3..6 => Change::Remove(id),
                6 => Change::AddLearner(id),
                _ => dice.of(&[Change::Promote(id), Change::Demote(id)]),
            }
        };
        let changes = (0..count).map(|_| one(&mut self.dice)).collect();
        let transitions = [Transition::Auto, Transition::Implicit, Transition::Explicit];
        let transition =
            if self.dice.one_in(2) { Transition::Auto } else { self.dice.of(&transitions) };
        MembershipChange::Change { changes, transition }
    }

    /// Finishes the oldest write; false if there is none.
    fn finish_write(&mut self, id: NodeId) -> Result<bool, String> {
        let server = self.servers.get_mut(&id).expect("it exists");
        let Some((write, released)) = server.disk.finish() else {
            return Ok(false);
        };
        for message in released {
            self.send(message)?;
        }
        self.step(id, Input::Persisted(write.id))?;
        Ok(true)
    }

    fn apply_some(&mut self, id: NodeId) -> Kept {
        let server = self.servers.get_mut(&id).expect("it exists");
        let (Some(node), true) = (&server.node, server.applied < server.to_apply) else {
            return self.deliver();
        };
        let index = server.applied.next();
        let Some(entry) = node.log().get(index).cloned() else {
            server.applied = index;
            let lost = format!("{id} has discarded {index} before it was applied");
            return self.heed(Err(lost));
        };
        let (state, once) = server.apply(&entry);
        let first = self.states.entry(index).or_insert_with(|| state.clone());
        let same = *first == state;
        let parted = || format!("State Machine Safety: {id} is in another state after {index}");
        self.heed(once.and_then(|()| kept_if(same, parted)))?;
        self.step(id, Input::Applied(index))
    }

    fn step(&mut self, id: NodeId, input: Input) -> Kept {
        let draw = self.dice.roll();
        let server = self.servers.get_mut(&id).expect("it exists");
        let Some(node) = &mut server.node else { return Ok(()) };
        let before = node.clone();
        let mut out = Output::default();
        node.step(self.now, draw, input, &mut out);
        let kept = never_goes_back(&before, node);
        self.heed(kept)?;
        for effect in out.effects {
            self.carry_out(id, effect)?;
        }
        self.look(id)?;
        if self.story != Story::Everything {
            while self.finish_write(id)? {}
            while self.servers[&id].applied < self.servers[&id].to_apply {
                self.apply_some(id)?;
            }
        }
        Ok(())
    }

    fn carry_out(&mut self, id: NodeId, effect: Effect) -> Kept {
        let server = self.servers.get_mut(&id).expect("it exists");
        match effect {
            Effect::Write(write) => server.disk.start(write),
            Effect::Send { message, after: Some(after) } if server.disk.is_pending(after) => {
                server.disk.hold(message, after);
            }
            Effect::Send { message, .. } => return self.send(message),
            Effect::Apply { through } => {
                server.to_apply = through;
            }
            Effect::TakeSnapshot { through } => {
                if through == server.applied {
                    let state = Arc::from(&server.state[..]);
                    let sessions = server.sessions.clone();
                    return self.step(id, Input::SnapshotTaken { through, state, sessions });
                }
            }
            Effect::Restore { snapshot } => {
                server.restore(Some(&*snapshot));
                let first = self
                    .states
                    .entry(snapshot.last.index)
                    .or_insert_with(|| snapshot.state.to_vec());
                let same = *first == *snapshot.state;
                self.heed(kept_if(same, || format!("{id} restores a state that never was")))?;
            }
            Effect::Answer { request, reply: Reply::Readable { index } } => {
                if let Some(must_see) = self.reads.remove(&request) {
                    let stale = || format!("{id} reads at {index} what is at {must_see}");
                    self.heed(kept_if(index >= must_see, stale))?;
                }
            }
            Effect::Answer { .. } => {}
        }
        Ok(())
    }

    fn send(&mut self, message: Message) -> Kept {
        self.heed(self.says_what_is_on_disk(&message))?;
        // A network forgets what it cannot hold.
        if self.network.len() > 60 {
            let at = self.dice.below(60);
            self.network.remove(at);
        }
        self.network.push(message);
        Ok(())
    }
}

fn options(dice: &mut Dice, story: Story) -> Options {
    let sticky = story == Story::Everything && dice.one_in(2);
    let pre_vote = story == Story::Everything && dice.one_in(2);
    Options {
        election_timeout: (Micros::from_millis(150), Micros::from_millis(300)),
        noop_on_election: !dice.one_in(4),
        proposals: dice.of(&[Proposals::Redirect, Proposals::Forward]),
        entries_per_append: dice.of(&[1, 2, 64]),
        bytes_per_append: dice.of(&[u64::MAX, 8]),
        append_window: dice.of(&[1, 3, 8]),
        uncommitted_bytes: dice.of(&[u64::MAX, 64]),
        backtracking: dice.of(&[Backtracking::ByTerm, Backtracking::OneByOne]),
        lease_reads: sticky && dice.one_in(2),
        snapshot_after: if story == Story::Everything { dice.of(&[0, 3, 10]) } else { 0 },
        snapshot_keep: dice.of(&[0, 2]),
        snapshot_chunk: dice.of(&[5, 1_000]),
        activation: Activation::OnAppend,
        step_down_on_removal: !dice.one_in(3),
        pre_vote,
        check_quorum: story == Story::Everything && dice.one_in(2),
        leader_stickiness: sticky,
        ..Options::default()
    }
}
