//! A server as etcd's trace sees it, and how a step of ours becomes lines of that trace.

use std::collections::VecDeque;

use raft_core::{Activation, Configuration, Message, Node, NodeId, Payload, Role, Verdict};
use raft_sim::{EventKind, Happening, Packet, World};
use serde_json::{Value, json};

use super::message::Traced;
use super::refusal::Refusal;
use super::{Base, Name, Tracer, is_traced, name, names, raft_arrival};

/// What etcd's server knows of itself.
#[derive(Clone, Debug)]
pub(super) struct Shadow {
    pub(super) id: NodeId,
    role: &'static str,
    kept: Kept,
    pub(super) voters: Vec<NodeId>,
    learners: Vec<NodeId>,
    /// What is on disk since the last Ready.
    durable: Kept,
    /// Messages that are queued and have not left.
    queued: VecDeque<Message>,
    /// A leader's acknowledgements to itself that it has not received.
    own: VecDeque<u64>,
    own_match: u64,
    /// Whether there is something for a Ready.
    unready: bool,
}

/// What is kept on disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Kept {
    term: u64,
    /// 0 is nobody.
    vote: u32,
    commit: u64,
    /// The index of the last entry.
    log: u64,
    /// The last configuration that was applied, by its index.
    configuration: u64,
}

impl Shadow {
    /// A server that has applied its first configuration, and has not led or voted.
    pub(super) fn bootstrapped(id: NodeId, voters: &[NodeId], base: Base) -> Self {
        let kept = Kept { term: 1, vote: 0, commit: base.0, log: base.0, configuration: base.0 };
        Self {
            id,
            role: "StateFollower",
            kept,
            voters: voters.to_vec(),
            learners: Vec::new(),
            durable: kept,
            queued: VecDeque::new(),
            own: VecDeque::new(),
            own_match: 0,
            unready: false,
        }
    }

    /// Before it knows anything.
    pub(super) fn empty(&mut self) {
        self.kept = Kept::default();
        self.voters.clear();
    }

    pub(super) fn open_first_term(&mut self) {
        self.kept.term = 1;
    }

    pub(super) fn persist(&mut self) {
        self.durable = self.kept;
        self.unready = false;
    }

    pub(super) fn crash(&mut self) {
        self.queued.clear();
        self.own.clear();
        self.unready = false;
    }

    fn follow(&mut self) {
        self.role = "StateFollower";
        self.own.clear();
    }

    /// The fields that every line has.
    pub(super) fn event(&self, name: &str) -> Value {
        json!({
            "name": name,
            "nid": super::name(self.id),
            "state": {
                "term": self.kept.term,
                "vote": self.kept.vote.to_string(),
                "commit": self.kept.commit,
            },
            "role": self.role,
            "log": self.kept.log,
            "conf": [names(&self.voters), Vec::<String>::new()],
        })
    }
}

impl Tracer {
    /// A message arrives: with the state before it is looked at.
    pub(super) fn receive(&mut self, server: usize, happening: &Happening<'_>) {
        let Some((flight, message)) = raft_arrival(happening) else { return };
        if message.to != self.shadows[server].id || !is_traced(flight.id.kind) {
            return;
        }
        if flight.copies > 0 || flight.id.copy() > 0 {
            let original = raft_sim::MessageId { ordinal: flight.id.nth(), ..flight.id };
            if !self.arrived_twice.insert(original) {
                return self.refuse(happening, Refusal::Twice(original));
            }
        }
        let Some(traced) = Traced::of(message, self.base) else { return };
        self.trace(traced.names().1, server, &[("msg", traced.to_json())]);
        let Shadow { id, kept, .. } = self.shadows[server];
        let adopted = |(of, verdict): &(NodeId, Verdict)| {
            *of == id && matches!(verdict, Verdict::TermAdopted { .. })
        };
        if traced.term() > kept.term && !happening.verdicts.iter().any(adopted) {
            self.refuse(happening, Refusal::IgnoresTerm(id));
        }
        self.check_append(server, message, happening);
    }

    /// A server starts from its disk.
    pub(super) fn restart(&mut self, server: usize, world: &World, happening: &Happening<'_>) {
        let base = self.base;
        let shadow = &mut self.shadows[server];
        let Some(node) = world.server(shadow.id).and_then(|server| server.node()) else { return };
        let found = shadow.found(node, base);
        let expected = shadow.durable;
        shadow.follow();
        // Our commit index is volatile, and configurations are applied anew: theirs are not.
        shadow.kept =
            Kept { commit: expected.commit, configuration: expected.configuration, ..found };
        if shadow.kept != expected {
            let id = shadow.id;
            return self.refuse(happening, Refusal::LostWrite(id));
        }
        self.trace(Name::InitState, server, &[]);
        self.trace(Name::BecomeFollower, server, &[]);
    }

    /// A server does something: what it decided, what it appended, what it has queued.
    pub(super) fn step(&mut self, server: usize, world: &World, happening: &Happening<'_>) {
        let id = self.shadows[server].id;
        let Some(found) = world.server(id) else { return };
        let Some(node) = found.node() else { return };
        if matches!(happening.event.kind, EventKind::Persisted(key) if key.server == id) {
            // What has waited for it leaves.
            if self.shadows[server].unready {
                self.ready(server);
            }
        }
        let mut vote = None;
        let mut looks = self.own_answers(server, node);
        for (of, verdict) in happening.verdicts {
            if *of == id {
                match verdict {
                    Verdict::MatchAdvanced { .. } => looks = true,
                    Verdict::CommitAdvanced { .. } => {
                        self.note_commit(server, node);
                        looks = false;
                    }
                    _ => {}
                }
                if let Verdict::VoteGranted { candidate, .. } = verdict {
                    vote = Some(*candidate);
                }
                self.decided(server, node, verdict, happening);
            }
        }
        if matches!(node.role(), Role::PreCandidate(_)) {
            self.refuse(happening, Refusal::PreVote(id));
        }
        if looks {
            self.note_commit(server, node);
        }
        self.append(server, node, happening);
        // A follower's: a leader has told of each.
        self.shadows[server].kept.log = node.log().last().index.0 + self.base.0;
        self.send(server, world, happening);
        if let Some(candidate) = vote {
            self.shadows[server].kept.vote = candidate.0;
        }
        // Whatever has no verdict of its own.
        let shadow = &mut self.shadows[server];
        let found = shadow.found(node, self.base);
        shadow.kept = found;
        shadow.unready |= found != shadow.durable;
        if self.shadows[server].unready && leaves_at_once(id, world, happening) {
            self.ready(server);
        }
    }

    fn decided(
        &mut self,
        server: usize,
        node: &Node,
        verdict: &Verdict,
        happening: &Happening<'_>,
    ) {
        let id = self.shadows[server].id;
        match *verdict {
            Verdict::TermAdopted { new, .. } => {
                let is_traced_arrival =
                    raft_arrival(happening).is_some_and(|(flight, _)| is_traced(flight.id.kind));
                if !is_traced_arrival {
                    return self.refuse(happening, Refusal::TermFromUntraced(id));
                }
                let shadow = &mut self.shadows[server];
                shadow.kept.term = new.0 + 1;
                shadow.kept.vote = 0;
                shadow.follow();
                self.trace(Name::BecomeFollower, server, &[]);
            }
            Verdict::CandidateSteppedDown { .. }
            | Verdict::QuorumLost { .. }
            | Verdict::LeaderRemoved { .. } => {
                self.shadows[server].follow();
                self.trace(Name::BecomeFollower, server, &[]);
            }
            Verdict::ElectionStarted { term, .. } => {
                if node.configuration().incoming() != self.shadows[server].voters {
                    return self.refuse(happening, Refusal::OldConfiguration(id));
                }
                let shadow = &mut self.shadows[server];
                shadow.kept.term = term.0 + 1;
                shadow.kept.vote = id.0;
                shadow.role = "StateCandidate";
                self.trace(Name::BecomeCandidate, server, &[]);
            }
            Verdict::VoteCounted { voter, .. } if voter == id => {
                let vote = Traced::own_vote(id, self.shadows[server].kept.term);
                self.trace(vote.names().1, server, &[("msg", vote.to_json())]);
            }
            Verdict::ElectionWon { .. } => {
                let shadow = &mut self.shadows[server];
                shadow.role = "StateLeader";
                shadow.own.clear();
                shadow.own_match = shadow.kept.log;
                self.trace(Name::BecomeLeader, server, &[]);
            }
            Verdict::ConfigurationUsed { index, .. } if index.0 > 0 => {
                self.apply_configuration(server, node, index.0, happening);
            }
            Verdict::PreVoteStarted { .. }
            | Verdict::PreVoteGranted { .. }
            | Verdict::PreVoteDenied { .. } => self.refuse(happening, Refusal::PreVote(id)),
            Verdict::SnapshotSent { follower, .. } => {
                self.refuse(happening, Refusal::Snapshot(follower));
            }
            _ => {}
        }
    }

    /// A leader's answers to itself arrive when its entries are durable. Says whether any did.
    fn own_answers(&mut self, server: usize, node: &Node) -> bool {
        let durable = node.durable_index().0 + self.base.0;
        let mut any = false;
        while let Some(index) = self.shadows[server].own.front().copied() {
            if index > durable || self.shadows[server].unready {
                break;
            }
            any = true;
            let Shadow { id, kept, .. } = self.shadows[server];
            let answer = Traced::own_acknowledgement(id, kept.term, index);
            self.trace(answer.names().1, server, &[("msg", answer.to_json())]);
            self.shadows[server].own.pop_front();
            self.shadows[server].own_match = index;
        }
        any
    }

    /// The commit index as it is now. A leader tells that it has looked whether it can advance, as it
    /// does after every answer that brings something new; a follower tells nothing.
    fn note_commit(&mut self, server: usize, node: &Node) {
        let commit = node.commit_index().0 + self.base.0;
        let shadow = &mut self.shadows[server];
        shadow.unready |= commit > shadow.kept.commit;
        shadow.kept.commit = shadow.kept.commit.max(commit);
        if shadow.role == "StateLeader" {
            self.trace(Name::Commit, server, &[]);
        }
    }

    /// A leader's new entries, each with the state before it; then its answer to itself.
    fn append(&mut self, server: usize, node: &Node, happening: &Happening<'_>) {
        if self.shadows[server].role != "StateLeader" {
            return;
        }
        let first = self.shadows[server].kept.log - self.base.0 + 1;
        let mut appended = false;
        for entry in node.log().iter_from(raft_core::Index(first)) {
            match &entry.payload {
                Payload::Configuration(new) => self.change(server, new, happening),
                _ => self.trace(Name::Replicate, server, &[]),
            }
            self.shadows[server].kept.log += 1;
            appended = true;
        }
        if appended {
            let shadow = &mut self.shadows[server];
            let Shadow { id, kept: Kept { term, log, .. }, .. } = *shadow;
            shadow.own.push_back(log);
            shadow.unready = true;
            let answer = Traced::own_acknowledgement(id, term, log);
            self.trace(answer.names().0, server, &[("msg", answer.to_json())]);
        }
    }

    /// A leader begins a change of one server.
    fn change(&mut self, server: usize, new: &Configuration, happening: &Happening<'_>) {
        if self.activation == Activation::OnAppend {
            return self.refuse(happening, Refusal::ActivatesOnAppend);
        }
        if new.is_joint() {
            return self.refuse(happening, Refusal::Joint);
        }
        let Shadow { voters, learners, .. } = &self.shadows[server];
        let before = |id: &NodeId| (voters.contains(id), learners.contains(id));
        let after = |id: &NodeId| (new.incoming().contains(id), new.learners().contains(id));
        let mut all: Vec<NodeId> =
            voters.iter().chain(learners).chain(new.members()).copied().collect();
        all.sort_unstable();
        all.dedup();
        let mut changed = all.into_iter().filter(|id| before(id) != after(id));
        let action = changed.next().and_then(|id| {
            let action = match (before(&id), after(&id)) {
                (_, (true, _)) => "AddNewServer",
                ((true, _), (_, true)) => return None,
                (_, (_, true)) => "AddLearner",
                _ => "RemoveServer",
            };
            Some((id, action))
        });
        match (action, changed.next()) {
            (Some((id, action)), None) => {
                let changes = json!([{ "nid": name(id), "action": action }]);
                let cc = json!({ "cc": { "changes": changes } });
                self.trace(Name::ChangeConf, server, &[("prop", cc)]);
            }
            _ => self.refuse(happening, Refusal::NotOneChange),
        }
    }

    /// A configuration is applied: with the one before it, and what follows it.
    fn apply_configuration(
        &mut self,
        server: usize,
        node: &Node,
        index: u64,
        happening: &Happening<'_>,
    ) {
        if self.activation == Activation::OnAppend {
            return self.refuse(happening, Refusal::ActivatesOnAppend);
        }
        let index = index + self.base.0;
        // After a restart ours applies again what theirs has kept.
        if index <= self.shadows[server].kept.configuration {
            return;
        }
        let new = node.configuration();
        let cc = json!({ "cc": { "newconf": names(new.incoming()) } });
        self.trace(Name::ApplyConfChange, server, &[("prop", cc)]);
        let shadow = &mut self.shadows[server];
        shadow.voters = new.incoming().to_vec();
        shadow.learners = new.learners().to_vec();
        shadow.kept.configuration = index;
        shadow.unready = true;
    }

    /// What the step has queued, whether it leaves at once or waits for the disk.
    fn send(&mut self, server: usize, world: &World, happening: &Happening<'_>) {
        let id = self.shadows[server].id;
        let Some(found) = world.server(id) else { return };
        let mut queued: Vec<Message> = Vec::new();
        for flight in happening.sent(world) {
            let Packet::Raft(message) = &flight.packet else { continue };
            if message.from != id || flight.id.copy() > 0 {
                continue;
            }
            let waiting = &mut self.shadows[server].queued;
            match waiting.iter().position(|one| one == message) {
                // It was queued before, and leaves now.
                Some(at) => drop(waiting.remove(at)),
                None => queued.push(message.clone()),
            }
        }
        let known = self.shadows[server].queued.len();
        let waits: Vec<Message> = found.disk().waiting().skip(known).cloned().collect();
        self.shadows[server].queued.extend(waits.iter().cloned());
        queued.extend(waits);
        let mut traced: Vec<Traced> =
            queued.iter().filter_map(|message| Traced::of(message, self.base)).collect();
        let starts = |(of, verdict): &(NodeId, Verdict)| {
            *of == id && matches!(verdict, Verdict::ElectionStarted { .. })
        };
        if happening.verdicts.iter().any(starts) {
            // In the order of the servers, the candidate's vote for itself among them.
            let before = queued.iter().take_while(|message| message.to < id).count();
            traced.insert(before, Traced::own_vote(id, self.shadows[server].kept.term));
        }
        let commit = self.shadows[server].kept.commit;
        for message in traced {
            self.shadows[server].unready = true;
            if message.is_append() && !message.tells(commit) {
                return self.refuse(happening, Refusal::OlderCommit(id));
            }
            let mut more = vec![("msg", message.to_json())];
            if message.is_append() {
                let own = self.shadows[server].own_match;
                more.push(("prop", json!({ "match": own, "next": own + 1 })));
            }
            self.trace(message.names().0, server, &more);
        }
    }

    /// Etcd answers an append that begins before the commit index with the commit index, and takes
    /// nothing from it.
    fn check_append(&mut self, server: usize, message: &Message, happening: &Happening<'_>) {
        let raft_core::Body::AppendEntries { prev_log, .. } = &message.body else { return };
        let Shadow { id, kept, .. } = self.shadows[server];
        if prev_log.index.0 + self.base.0 >= kept.commit {
            return;
        }
        let base = self.base.0;
        let takes = |(of, verdict): &(NodeId, Verdict)| match verdict {
            Verdict::AppendAccepted { match_index, appended, .. } if *of == id => {
                *appended > 0 || match_index.0 + base != kept.commit
            }
            _ => false,
        };
        if happening.verdicts.iter().any(takes) {
            self.refuse(happening, Refusal::AppendsBehindCommit(id));
        }
    }
}

impl Shadow {
    /// What a node of ours would call these.
    fn found(&self, node: &Node, base: Base) -> Kept {
        Kept {
            term: node.current_term().0 + 1,
            vote: node.voted_for().map_or(0, |id| id.0),
            log: node.log().last().index.0 + base.0,
            ..self.kept
        }
    }
}

/// Whether any traced message of this server left with this event.
fn leaves_at_once(id: NodeId, world: &World, happening: &Happening<'_>) -> bool {
    let leaves = |flight: &raft_sim::Flight| {
        flight.id.from.server() == Some(id) && is_traced(flight.id.kind)
    };
    happening.sent(world).any(leaves)
}
