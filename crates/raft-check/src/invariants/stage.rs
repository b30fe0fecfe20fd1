//! Servers that do whatever a test says, be it possible or not: what no broken rule of the core does, a
//! judge must notice all the same.

use raft_core::{
    Configuration, Durable, Entry, Index, Log, LogId, NodeId, Options, Payload, Progress, Term,
};
use raft_sim::{EventNo, RoleKind};

use super::sighting::{Cluster, Record, Sighting};
use super::{Found, Hints, Invariants};
use crate::{Finding, Property};

/// Some servers, and the invariants that watch them.
pub(super) struct Stage {
    actors: Vec<Actor>,
    pub(super) options: Options,
    pub(super) invariants: Invariants,
    event: EventNo,
}

/// One server. While it is `up`, `seen` and `log` are what it has in memory.
#[derive(Clone)]
pub(super) struct Actor {
    pub(super) up: bool,
    pub(super) seen: Sighting,
    pub(super) log: Log,
    pub(super) disk: Durable,
    pub(super) progress: Vec<Progress>,
    pub(super) members_of_snapshot: Option<Configuration>,
}

impl Stage {
    /// So many followers of term 1 with empty logs.
    pub(super) fn of(servers: u32) -> Self {
        let configuration = Configuration::new((1..=servers).map(NodeId));
        let seen = Sighting {
            life: 1,
            term: Term(1),
            vote: None,
            role: RoleKind::Follower,
            leader: None,
            last: LogId::ZERO,
            base: LogId::ZERO,
            commit: Index::ZERO,
            applied: Index::ZERO,
            snapshot: LogId::ZERO,
            configuration: configuration.clone(),
        };
        let actor = Actor {
            up: true,
            seen,
            log: Log::new(),
            disk: Durable::fresh(configuration),
            progress: Vec::new(),
            members_of_snapshot: None,
        };
        let records = (1..=servers).map(|id| Record::new(NodeId(id))).collect();
        let mut stage = Self {
            actors: vec![actor; servers as usize],
            options: Options::default(),
            invariants: Invariants { records, ..Invariants::default() },
            event: EventNo(0),
        };
        for id in 1..=servers {
            assert_eq!(stage.happens(id, |_| {}), []);
        }
        stage
    }

    /// Something happens to a server: what is violated by it.
    pub(super) fn happens(&mut self, id: u32, change: impl FnOnce(&mut Actor)) -> Found {
        self.with(id, Hints::default(), change)
    }

    /// The same, as an answer from this server arrives.
    pub(super) fn hears(&mut self, id: u32, from: u32, change: impl FnOnce(&mut Actor)) -> Found {
        self.with(id, Hints { heard: Some(NodeId(from)), ..Hints::default() }, change)
    }

    /// The same, as a leader's snapshot arrives.
    pub(super) fn installs(&mut self, id: u32, change: impl FnOnce(&mut Actor)) -> Found {
        self.with(id, Hints { installs: true, ..Hints::default() }, change)
    }

    /// The same, as its state machine is given entries of these terms, behind what it has applied.
    pub(super) fn applies(
        &mut self,
        id: u32,
        terms: &[u64],
        change: impl FnOnce(&mut Actor),
    ) -> Found {
        let mut index = self.actors[id as usize - 1].seen.applied;
        let applied = terms.iter().map(|term| {
            index = index.next();
            let entry = Entry { id: LogId { term: Term(*term), index }, payload: Payload::Noop };
            (NodeId(id), entry)
        });
        let applied: Vec<_> = applied.collect();
        self.with(id, Hints { applied: &applied, ..Hints::default() }, |actor| {
            (actor.seen.applied, actor.seen.commit) = (index, index);
            change(actor);
        })
    }

    /// A server's log is cut, and then more happens.
    pub(super) fn cuts(&mut self, id: u32, from: u64, change: impl FnOnce(&mut Actor)) -> Found {
        let truncated = Some((NodeId(id), Index(from)));
        self.with(id, Hints { truncated, ..Hints::default() }, |actor| {
            actor.log.truncate_from(Index(from));
            change(actor);
        })
    }

    fn with(&mut self, id: u32, hints: Hints<'_>, change: impl FnOnce(&mut Actor)) -> Found {
        self.event.0 += 1;
        let actor = &mut self.actors[id as usize - 1];
        change(actor);
        (actor.seen.last, actor.seen.base) = (actor.log.last(), actor.log.base());
        let now = actor.up.then(|| actor.seen.clone());
        let mut found = Found::new();
        let mut invariants = core::mem::take(&mut self.invariants);
        invariants.note(self, NodeId(id), now, self.event, hints, &mut found);
        self.invariants = invariants;
        found
    }

    /// The latest event.
    pub(super) fn now(&self) -> EventNo {
        self.event
    }

    /// The disk has proved to be faithless.
    pub(super) fn distrusts(&mut self, id: u32) {
        self.invariants.records[id as usize - 1].is_faithless = true;
    }
}

impl Actor {
    /// Appends entries of these terms.
    pub(super) fn append(&mut self, terms: &[u64]) {
        for term in terms {
            self.push(*term, Payload::Noop);
        }
    }

    pub(super) fn push(&mut self, term: u64, payload: Payload) {
        let id = LogId { term: Term(term), index: self.log.last().index.next() };
        self.log.append(Entry { id, payload });
    }

    /// Everything is written.
    pub(super) fn sync(&mut self) {
        self.disk.log = self.log.clone();
    }

    /// It leads this term.
    pub(super) fn lead(&mut self, term: u64, id: u32) {
        self.seen.term = Term(term);
        self.seen.vote = Some(NodeId(id));
        self.seen.role = RoleKind::Leader;
        self.seen.leader = Some(NodeId(id));
    }

    pub(super) fn crash(&mut self) {
        self.up = false;
        self.log = self.disk.log.clone();
    }

    pub(super) fn restart(&mut self) {
        self.up = true;
        self.seen.life += 1;
        self.seen.role = RoleKind::Follower;
        self.seen.leader = None;
        self.seen.commit = self.disk.applied();
        self.seen.applied = self.seen.commit;
    }
}

impl Cluster for Stage {
    fn log(&self, server: NodeId) -> Option<&Log> {
        self.actors.get(server.0 as usize - 1).map(|actor| &actor.log)
    }

    fn disk(&self, server: NodeId) -> Option<&Durable> {
        self.actors.get(server.0 as usize - 1).map(|actor| &actor.disk)
    }

    fn members_of_snapshot(&self, server: NodeId) -> Option<&Configuration> {
        self.actors[server.0 as usize - 1].members_of_snapshot.as_ref()
    }

    fn progress(&self, leader: NodeId) -> &[Progress] {
        &self.actors[leader.0 as usize - 1].progress
    }

    fn options(&self) -> &Options {
        &self.options
    }
}

/// The finding about this property, if there is one.
pub(super) fn about(found: &Found, property: Property) -> Option<&Finding> {
    found.iter().find(|(which, _)| *which == property).map(|(_, finding)| finding)
}

/// The event, the servers and the entries that a finding names.
pub(super) fn named(finding: &Finding) -> (Option<u32>, Vec<u32>, Vec<(u64, u64)>) {
    let entries = finding.entries.iter().map(|id| (id.index.0, id.term.0));
    let servers = finding.servers.iter().map(|id| id.0);
    (finding.contradicts.map(|event| event.0), servers.collect(), entries.collect())
}
