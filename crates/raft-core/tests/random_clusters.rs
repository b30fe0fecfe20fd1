//! Whatever happens between honest servers: what a cluster never does.
//!
//! Clusters of random options live through random runs: messages are lost, doubled, delayed across
//! terms and delivered in any order; disks and state machines take their time; servers crash between
//! a write and its end; members change, leadership is handed over, logs are shortened, clients read
//! and ask twice. After every step the invariants are checked: those of Figure 3 ([`Judge`]) and
//! those of a single server and of its disk.
//!
//! The runs are the same every time. `RAFT_CLUSTERS=n` runs n clusters instead of the usual number,
//! `RAFT_CLUSTER=seed` that one only.
//!
//! With a rule broken, the same runs must find out.

#[path = "harness/disk.rs"]
mod disk;
#[path = "harness/judge.rs"]
mod judge;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use disk::Disk;
use judge::Judge;
use raft_core::{
    Activation, AppendResult, Backtracking, Body, Change, Configuration, Durable, Effect, Entry,
    Index, Input, LocalTime, MembershipChange, Message, Micros, Node, NodeId, Options, Output,
    Payload, Proposals, ReadMode, Reply, RequestId, Role, SessionCommand, SessionDecision,
    SessionId, Sessions, Snapshot, Transition,
};

/// SplitMix64: enough for choices, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.roll() % end.max(1) as u64) as usize
    }

    fn one_in(&mut self, chance: usize) -> bool {
        self.below(chance) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// What a run is mostly about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Story {
    /// Everything there is.
    Everything,
    /// Elections and few commands, by servers whose disks are quick.
    Elections,
    /// Changes of members and elections, by servers whose disks are quick.
    Members,
}

struct Server {
    node: Option<Node>,
    disk: Disk<Message>,
    /// What the core has asked to be applied, and what has been.
    to_apply: Index,
    applied: Index,
    state: Vec<u8>,
    sessions: Sessions,
}

struct World {
    dice: Dice,
    story: Story,
    options: Options,
    servers: BTreeMap<NodeId, Server>,
    first_members: Configuration,
    network: Vec<Message>,
    /// Who is cut off from the others.
    apart: BTreeSet<NodeId>,
    now: LocalTime,
    requests: u64,
    /// What the last committed entry was when a read was asked for that must see it.
    reads: BTreeMap<RequestId, Index>,
    /// The state after each entry, as the first server that got there has it.
    states: BTreeMap<Index, Vec<u8>>,
    committed: Index,
    judge: Judge,
    /// The only promise that is asked after; `None` for all of them. Where a rule is broken on
    /// purpose, others may well be broken on the way to the one that hangs on it.
    promise: Option<&'static str>,
}

type Kept = Result<(), String>;

macro_rules! keep {
    ($holds:expr, $($what:tt)+) => {
        if !$holds {
            return Err(format!($($what)+));
        }
    };
}

impl World {
    fn new(seed: u64, story: Story, change_options: impl Fn(&mut Options)) -> Self {
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

    fn run(&mut self, steps: u32) -> Kept {
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
    fn heed(&self, kept: Kept) -> Kept {
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

    /// A message leaves: what it says is true after a crash.
    fn says_what_is_on_disk(&self, message: &Message) -> Kept {
        let disk = &self.servers[&message.from].disk.durable;
        let granted = match message.body {
            Body::RequestVote { .. } => Some(message.from),
            Body::RequestVoteReply { granted: true } => Some(message.to),
            _ => None,
        };
        if let Some(candidate) = granted {
            let hard = disk.hard_state;
            let kept = hard.current_term > message.term
                || (hard.current_term, hard.voted_for) == (message.term, Some(candidate));
            keep!(kept, "a vote leaves that is not on disk: {message}");
        }
        if let Body::AppendEntriesReply { result: AppendResult::Accepted { match_index }, .. } =
            message.body
            && disk.hard_state.current_term == message.term
        {
            let durable = disk.log.last().index;
            keep!(match_index <= durable, "{message} leaves, {durable} is on disk");
        }
        Ok(())
    }

    /// The invariants of a single server, of its disk, and between all of them.
    fn look(&mut self, id: NodeId) -> Kept {
        let server = &self.servers[&id];
        let node = server.node.as_ref().expect("it has stepped");
        self.committed = self.committed.max(node.commit_index());
        self.heed(well_formed(node))?;
        self.heed(durable_is_on_disk(node, &server.disk.durable))?;
        self.heed(self.latest_configuration_counts(node))?;
        self.heed(self.acknowledged_entries_are_held(node))?;
        let found =
            self.judge.look(self.servers.values().filter_map(|server| server.node.as_ref()));
        self.heed(kept_if(found.is_empty(), || found.join("\n")))
    }

    fn latest_configuration_counts(&self, node: &Node) -> Kept {
        if node.options().activation == Activation::OnApply {
            return Ok(());
        }
        let held = node.log().iter_from(node.log().first_index());
        let latest = held
            .filter_map(|entry| match &entry.payload {
                Payload::Configuration(configuration) => Some(configuration),
                _ => None,
            })
            .last();
        let snapshot = node.snapshot().map(|snapshot| &snapshot.configuration);
        let none = Configuration::new([]);
        let first =
            if self.first_members.is_member(node.id()) { &self.first_members } else { &none };
        let right = latest.or(snapshot).unwrap_or(first);
        let (id, wrong) = (node.id(), node.configuration());
        keep!(wrong == right, "{id} uses {wrong}, and {right} is the latest");
        Ok(())
    }

    /// What a leader takes for acknowledged is on the follower's disk.
    fn acknowledged_entries_are_held(&self, node: &Node) -> Kept {
        let Role::Leader(leader) = node.role() else { return Ok(()) };
        for progress in &leader.progress {
            let (matched, follower) = (progress.match_index, progress.follower);
            let Some(server) = self.servers.get(&follower) else { continue };
            let disk = &server.disk.durable;
            let later = disk.hard_state.current_term > node.current_term();
            if later || follower == node.id() || matched <= disk.log.base().index {
                continue;
            }
            let (theirs, ours) = (disk.log.term_at(matched), node.log().term_at(matched));
            let same = theirs.is_some() && (ours.is_none() || theirs == ours);
            keep!(same, "{} believes {follower} to have {matched}", node.id());
        }
        Ok(())
    }
}

impl Server {
    fn restore(&mut self, snapshot: Option<&Snapshot>) {
        self.applied = snapshot.map(|snapshot| snapshot.last.index).unwrap_or_default();
        self.to_apply = self.applied;
        self.state = snapshot.map(|snapshot| snapshot.state.to_vec()).unwrap_or_default();
        self.sessions = snapshot.map(|snapshot| snapshot.sessions.clone()).unwrap_or_default();
    }

    /// Applies the next entry. Says in which state the machine is then, and whether a command was
    /// executed that had been executed before.
    fn apply(&mut self, entry: &Entry) -> (Vec<u8>, Kept) {
        self.applied = entry.id.index;
        let mut once = Ok(());
        let decision = self.sessions.take(entry);
        if let (SessionDecision::Execute, Some(command)) = (decision, entry.payload.as_command()) {
            if let Some(session) = entry.payload.session() {
                let mut before = self.state.split_inclusive(|byte| *byte == b';');
                let again = before.any(|one| one == &command[..]);
                once = kept_if(!again, || {
                    format!("executed twice: {}", String::from_utf8_lossy(command))
                });
                self.sessions.answered(session, command.clone());
            }
            self.state.extend_from_slice(command);
        }
        (self.state.clone(), once)
    }
}

fn kept_if(holds: bool, broken: impl FnOnce() -> String) -> Kept {
    if holds { Ok(()) } else { Err(broken()) }
}

fn durable_is_on_disk(node: &Node, disk: &Durable) -> Kept {
    let (id, log) = (node.id(), node.log());
    let base = log.base().index.max(disk.log.base().index);
    for index in (base.0 + 1..=node.durable_index().0).map(Index) {
        keep!(log.get(index) == disk.log.get(index), "{id} takes entry {index} for durable");
    }
    Ok(())
}

fn never_goes_back(before: &Node, after: &Node) -> Kept {
    let id = after.id();
    keep!(after.current_term() >= before.current_term(), "{id}: the term goes back");
    keep!(after.commit_index() >= before.commit_index(), "{id}: the commit index goes back");
    keep!(after.last_applied() >= before.last_applied(), "{id}: something is un-applied");
    keep!(after.log().base().index >= before.log().base().index, "{id}: the log grows backwards");
    if after.current_term() == before.current_term() {
        let kept = before.voted_for().is_none() || after.voted_for() == before.voted_for();
        keep!(kept, "{id} votes twice");
        keep!(!before.is_leader() || after.is_leader() || removed(after), "{id} abdicates");
        let known = before.leader().is_none() || after.leader().is_none();
        keep!(known || before.leader() == after.leader(), "{id} has two leaders in one term");
        if before.is_leader() && after.is_leader() {
            keep!(before.log().is_prefix_of(after.log()), "{id}: a leader changes its log");
        }
    }
    Ok(())
}

/// Whether a leader may stop leading in its term: because it was removed, or hears nobody.
fn removed(node: &Node) -> bool {
    node.options().check_quorum || !node.configuration().is_voter(node.id())
}

fn well_formed(node: &Node) -> Kept {
    let (id, last, log) = (node.id(), node.log().last(), node.log());
    keep!(node.commit_index() <= last.index, "{id} commits what it does not have");
    keep!(node.last_applied() <= node.commit_index(), "{id} applies what is not committed");
    keep!(node.snapshot_last().index <= node.last_applied(), "{id}: a snapshot of the future");
    keep!(log.base().index <= node.snapshot_last().index, "{id} discards what no snapshot has");
    keep!(node.durable_index() <= last.index, "{id}: durable beyond the end");
    keep!(last.term <= node.current_term(), "{id}: an entry of a term to come");
    let mut term = log.base().term;
    for entry in log.iter_from(log.first_index()) {
        keep!(entry.id.term >= term, "{id}: terms decrease at {}", entry.id);
        term = entry.id.term;
    }
    if let Role::Leader(leader) = node.role() {
        keep!(node.voted_for() == Some(id), "{id} leads without its own vote");
        for progress in &leader.progress {
            let (matched, next) = (progress.match_index, progress.next_index);
            let sane = matched <= last.index && matched < next && next <= last.index.next();
            keep!(sane, "{id}: match {matched} next {next} last {}", last.index);
        }
    }
    Ok(())
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

fn clusters(usual: u64) -> std::ops::Range<u64> {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match number("RAFT_CLUSTER") {
        Some(seed) => seed..seed + 1,
        None => 0..number("RAFT_CLUSTERS").unwrap_or(usual),
    }
}

fn keeps_all_promises(
    story: Story,
    clusters: std::ops::Range<u64>,
    steps: u32,
    set: fn(&mut Options),
) {
    let mut committed = 0;
    let runs = clusters.end - clusters.start;
    for seed in clusters {
        let mut world = World::new(seed, story, set);
        if let Err(broken) = world.run(steps) {
            panic!("{story:?}, RAFT_CLUSTER={seed}, {:?}:\n{broken}", world.options);
        }
        committed += world.committed.0;
    }
    // Runs in which nothing gets done would prove nothing.
    assert!(committed > runs * u64::from(steps) / 200, "only {committed} entries in {runs} runs");
}

#[test]
fn clusters_keep_all_promises_whatever_happens() {
    keeps_all_promises(Story::Everything, clusters(300), 600, |_| {});
}

#[test]
fn clusters_keep_all_promises_while_members_change() {
    keeps_all_promises(Story::Members, clusters(120), 400, |_| {});
}

#[test]
fn clusters_keep_all_promises_while_leaders_change() {
    keeps_all_promises(Story::Elections, clusters(60), 400, |_| {});
}

/// A gap that these runs have found, and nobody has closed: two majorities that miss each other. A
/// server that is started again uses the configuration of its snapshot until it has applied its log
/// anew, and may be several changes behind then. That is not all of it: more rarely it happens
/// without crashes, too.
#[test]
#[ignore = "fails: where configurations count when applied, majorities can miss each other"]
fn clusters_keep_all_promises_where_configurations_count_when_applied() {
    let set = |options: &mut Options| options.activation = Activation::OnApply;
    keeps_all_promises(Story::Members, clusters(1_000), 400, set);
}

/// With a rule broken: how many clusters it takes until the promise is broken that hangs on it.
#[cfg(feature = "deviations")]
mod broken {
    use std::ops::Range;

    use raft_core::{Deviation, Deviations};

    use super::{Kept, Options, Story, World};

    /// Goes through `clusters` until one breaks the promise that hangs on the rule. Where that takes
    /// long, earlier clusters, which are known to notice nothing, are left out.
    ///
    /// Neither another broken promise nor a panic will do, and the same cluster must keep all
    /// promises with the rule on: otherwise any fault of the core, or of this test, would pass for
    /// the deviation.
    fn is_found_out(
        deviation: Deviation,
        promise: &'static str,
        story: Story,
        clusters: Range<u64>,
        set: fn(&mut Options),
    ) {
        let name = deviation.name();
        let run = |seed, deviations, promise| -> Kept {
            let change_options = |options: &mut Options| {
                set(options);
                options.deviations = deviations;
            };
            let mut world = World::new(seed, story, change_options);
            world.promise = promise;
            world.run(400)
        };
        for seed in clusters.clone() {
            let broken = run(seed, Deviations::NONE.with(deviation), Some(promise));
            let Err(broken) = broken else { continue };
            println!("{name}: cluster {seed}: {broken}");
            let kept = run(seed, Deviations::NONE, None);
            assert_eq!(kept, Ok(()), "cluster {seed} breaks promises with all rules on");
            return;
        }
        panic!("{name}: none of the clusters {clusters:?} breaks {promise}");
    }

    macro_rules! are_found_out {
        ($($test:ident: $deviation:ident, $promise:literal, $story:ident, $clusters:expr, $set:expr;)+) => {
            $(
                #[test]
                fn $test() {
                    let deviation = Deviation::$deviation;
                    is_found_out(deviation, $promise, Story::$story, $clusters, $set);
                }
            )+
        };
    }

    are_found_out! {
        half_elects: HalfElects, "Election Safety", Elections, 0..200, |_| {};
        votes_given_twice: VoteTwice, "Election Safety", Elections, 0..200, |_| {};
        repeated_votes_count: RepeatedVotesCount, "Election Safety", Members, 0..200, |_| {};
        old_votes_count: OldVotesCount, "Election Safety", Members, 0..200, |_| {};
        pre_votes_elect: PreVotesElect, "Election Safety", Everything, 0..200, |_| {};
        term_reused: TermReused, "Log Matching", Everything, 400..1_000, |_| {};
        old_leaders_followed: OldLeadersFollowed, "Leader Completeness", Elections, 300..1_000,
            |_| {};
        conflicts_kept: ConflictsKept, "State Machine Safety", Elections, 0..200, |_| {};
        leader_discards_uncommitted: LeaderDiscardsUncommitted, "Leader Completeness", Elections,
            0..200, |_| {};
        old_terms_commit_by_counting: OldTermsCommitByCounting, "Leader Completeness", Elections,
            1_000..2_000, |options| options.noop_on_election = false;
        commit_goes_back: CommitGoesBack, "the commit index goes back", Elections, 0..200, |_| {};
        uncommitted_applied: UncommittedApplied, "State Machine Safety", Elections, 0..200, |_| {};
        swap_at_once: SwapAtOnce, "Election Safety", Members, 0..400, |_| {};
        change_before_own_commit: ChangeBeforeOwnCommit, "Leader Completeness", Members,
            2_400..4_000, |options| options.noop_on_election = false;
        changes_overlap: ChangesOverlap, "Election Safety", Members, 400..1_000, |_| {};
        joint_left_early: JointLeftEarly, "Leader Completeness", Members, 500..1_500, |_| {};
        committed_members_elect: CommittedMembersElect, "Election Safety", Members, 400..1_000,
            |_| {};
        snapshot_sets_term: SnapshotSetsTerm, "the term goes back", Elections, 0..200, |_| {};
        snapshot_ahead_of_state: SnapshotAheadOfState, "State Machine Safety", Elections, 0..200,
            |_| {};
        snapshot_without_term: SnapshotWithoutTerm, "Leader Completeness", Elections, 0..400,
            |_| {};
        snapshot_without_members: SnapshotWithoutMembers, "Election Safety", Members, 0..200,
            |_| {};
        snapshot_forgets_answers: SnapshotForgetsAnswers, "executed twice", Elections, 0..200,
            |_| {};
    }
}
