//! Which event last set each fact of each server, in a few bytes a fact. Causes are found with it,
//! and the lanes of a space-time diagram are drawn from it, without running anything again.

use raft_core::{Index, LogId, NodeId, Term, Verdict};
use raft_sim::{EventKind, EventNo, Fact, Happening, Kind, RoleKind, World};

/// What is known of the servers of one branch, in the order of events.
#[derive(Clone, Debug)]
pub(crate) struct Provenance {
    /// Changes of what a server is: few, so that a long run's lanes can be drawn at once. The first
    /// ones, at [`EventNo::START`], are the beginning.
    changes: Vec<Change>,
    /// Everything else.
    notes: Vec<Note>,
    /// What each server looked like after the last event that was taken down.
    glances: Vec<Glance>,
}

/// What a server is, seen from outside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Tenure {
    /// Its role; none while it is down.
    pub(crate) role: Option<RoleKind>,
    /// Its term; the one on its disk while it is down.
    pub(crate) term: Term,
    /// It leads, holds no uncommitted entry and has heard from no follower since it was elected.
    pub(crate) fresh: bool,
}

/// A server became something else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Change {
    pub(crate) event: EventNo,
    pub(crate) server: NodeId,
    pub(crate) now: Tenure,
}

/// A fact of a server, and the event that set it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Note {
    pub(crate) event: EventNo,
    server: u8,
    pub(crate) what: What,
    /// What the numbers are, `what` says. A run has two million events and each makes one entry
    /// at most, so that 32 bits hold every index.
    pub(crate) numbers: [u32; 2],
}

// A run has up to a few million of them.
const _: () = assert!(size_of::<Note>() <= 16);

/// What a note is about, and what its numbers are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum What {
    /// Its vote: for whom, 0 for nobody.
    Vote,
    /// It opened a term: the upper and the lower half of it.
    Election,
    /// It asked whether it would be elected to a term: the upper and the lower half of it.
    Sounding,
    /// It counted what somebody said to that: who, and 1 for yes.
    Sounded,
    /// It counted a vote: whose, and 1 for yes.
    Counted,
    /// It learned how far a follower agrees: who, and the index.
    Match,
    /// Its commit index: the first new one, and the last.
    Commit,
    /// Its last applied entry: nothing, and the index.
    Applied,
    /// The last entry on its disk: nothing, and the index.
    Durable,
    /// Its log grew: the first new entry, and the last.
    Appended,
    /// Its log was cut: the first removed entry, and the last.
    Truncated,
    /// It crashed: 1 if its log lost something by it.
    Crashed,
    /// It started again: the upper and the lower half of its term.
    Restarted,
    /// It began to lead: the upper and the lower half of its term.
    Won,
    /// Entries reached its disk: the first, and the last.
    WroteEntries,
    /// A term or a vote reached its disk: the upper and the lower half of the term.
    WroteTerm,
    /// Whom it believes to lead: the server, 0 for nobody.
    Leader,
}

/// What a server looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Glance {
    tenure: Tenure,
    vote: Option<NodeId>,
    leader: Option<NodeId>,
    commit: Option<Index>,
    applied: Option<Index>,
    durable: Index,
    last: LogId,
}

impl Provenance {
    /// What is known at the beginning.
    pub(crate) fn new(world: &World) -> Self {
        let glances: Vec<Glance> =
            world.setup().server_ids().filter_map(|id| Glance::at(world, id)).collect();
        let beginning = world.setup().server_ids().zip(&glances).map(|(server, glance)| Change {
            event: EventNo::START,
            server,
            now: glance.tenure,
        });
        Self { changes: beginning.collect(), notes: Vec::new(), glances }
    }

    /// Takes an event down. `touched` has a bit for each server that it may have changed.
    pub(crate) fn note(&mut self, world: &World, happening: &Happening<'_>, touched: u16) {
        self.note_verdicts(happening);
        self.note_write(happening);
        for at in 0..self.glances.len() {
            let server = NodeId(u32::try_from(at).unwrap_or(u32::MAX) + 1);
            if touched & 1 << server.0 != 0 {
                self.look_at(server, world, happening);
            }
        }
    }

    fn note_verdicts(&mut self, happening: &Happening<'_>) {
        for (server, verdict) in happening.verdicts {
            let (what, numbers) = match *verdict {
                Verdict::ElectionStarted { term, .. } => (What::Election, halves(term)),
                Verdict::PreVoteStarted { term, .. } => (What::Sounding, halves(term)),
                Verdict::VoteCounted { voter, granted, .. } => {
                    (What::Counted, [voter.0, u32::from(granted)])
                }
                Verdict::PreVoteCounted { voter, granted, .. } => {
                    (What::Sounded, [voter.0, u32::from(granted)])
                }
                Verdict::MatchAdvanced { follower, to, .. } => {
                    (What::Match, [follower.0, narrow(to)])
                }
                _ => continue,
            };
            self.push(happening.event.no, *server, what, numbers);
        }
    }

    fn note_write(&mut self, happening: &Happening<'_>) {
        let EventKind::Persisted(key) = happening.event.kind else { return };
        let Some(write) = happening.written else { return };
        let event = happening.event.no;
        if let Some(hard_state) = &write.hard_state {
            self.push(event, key.server, What::WroteTerm, halves(hard_state.current_term));
        }
        if let Some(log) = &write.log {
            let first = log.entries.first().map_or(0, |entry| narrow(entry.id.index));
            let last = log.entries.last().map_or(0, |entry| narrow(entry.id.index));
            self.push(event, key.server, What::WroteEntries, [first, last]);
        }
    }

    /// Compares what a server looks like now with what it looked like before.
    fn look_at(&mut self, server: NodeId, world: &World, happening: &Happening<'_>) {
        let at = server.0 as usize - 1;
        let (Some(before), Some(mut now)) =
            (self.glances.get(at).copied(), Glance::at(world, server))
        else {
            return;
        };
        let event = happening.event.no;
        now.tenure.fresh = is_fresh(&before, &now, happening);
        if now.tenure != before.tenure {
            self.changes.push(Change { event, server, now: now.tenure });
            let term = halves(now.tenure.term);
            match (before.tenure.role, now.tenure.role) {
                (None, Some(_)) => self.push(event, server, What::Restarted, term),
                (before, Some(RoleKind::Leader)) if before != Some(RoleKind::Leader) => {
                    self.push(event, server, What::Won, term);
                }
                _ => {}
            }
        }
        if now.vote != before.vote {
            self.push(event, server, What::Vote, [now.vote.map_or(0, |id| id.0), 0]);
        }
        if now.leader != before.leader {
            self.push(event, server, What::Leader, [now.leader.map_or(0, |id| id.0), 0]);
        }
        self.note_log(&before, &now, server, happening);
        if now.durable != before.durable {
            self.push(event, server, What::Durable, [0, narrow(now.durable)]);
        }
        if now.commit != before.commit {
            let known = before.commit.unwrap_or_default();
            // A restart forgets the commit index: then nothing is new.
            let new = now.commit.filter(|commit| *commit > known);
            let numbers = new.map_or([0, 0], |commit| [narrow(known.next()), narrow(commit)]);
            self.push(event, server, What::Commit, numbers);
        }
        if now.applied != before.applied {
            let applied = now.applied.map_or(0, narrow);
            self.push(event, server, What::Applied, [0, applied]);
        }
        self.glances[at] = now;
    }

    fn note_log(
        &mut self,
        before: &Glance,
        now: &Glance,
        server: NodeId,
        happening: &Happening<'_>,
    ) {
        let event = happening.event.no;
        let mut last = narrow(before.last.index);
        for fact in happening.facts {
            match *fact {
                Fact::Truncated { server: whose, from } if whose == server => {
                    self.push(event, server, What::Truncated, [narrow(from), last]);
                    last = narrow(from.prev());
                }
                Fact::Appended { server: whose, last: id } if whose == server => {
                    let new = narrow(id.index);
                    self.push(event, server, What::Appended, [last.saturating_add(1), new]);
                    last = new;
                }
                Fact::Crashed { server: whose, .. } if whose == server => {
                    let lost = u32::from(now.last != before.last);
                    self.push(event, server, What::Crashed, [lost, 0]);
                }
                _ => {}
            }
        }
    }

    fn push(&mut self, event: EventNo, server: NodeId, what: What, numbers: [u32; 2]) {
        let server = u8::try_from(server.0).unwrap_or(u8::MAX);
        self.notes.push(Note { event, server, what, numbers });
    }

    /// Forgets everything after this many events; `world` is how things were then.
    pub(crate) fn forget_after(&mut self, events: EventNo, world: &World) {
        self.changes.truncate(self.changes.partition_point(|change| change.event <= events));
        self.notes.truncate(self.notes.partition_point(|note| note.event <= events));
        for (at, server) in world.setup().server_ids().enumerate() {
            if let (Some(mut glance), Some(change)) =
                (Glance::at(world, server), self.tenure(server, events))
            {
                glance.tenure = change.now;
                self.glances[at] = glance;
            }
        }
    }
}

/// Looking back. `until` is always the last event that counts.
///
/// What is asked once per click is kept out of line: the engine's size counts for every reader.
impl Provenance {
    /// What a server is after this event, and since when.
    #[inline(never)]
    pub(crate) fn tenure(&self, server: NodeId, until: EventNo) -> Option<&Change> {
        self.changes_until(until).iter().rev().find(|change| change.server == server)
    }

    /// All changes up to this event.
    #[inline(never)]
    pub(crate) fn changes_until(&self, until: EventNo) -> &[Change] {
        &self.changes[..self.changes.partition_point(|change| change.event <= until)]
    }

    /// The notes of the events from `from` to `until`.
    #[inline(never)]
    pub(crate) fn notes_between(&self, from: EventNo, until: EventNo) -> &[Note] {
        let end = self.notes.partition_point(|note| note.event <= until);
        let start = self.notes.partition_point(|note| note.event < from);
        &self.notes[start.min(end)..end]
    }

    /// The notes of a server, latest first.
    fn back(&self, server: NodeId, until: EventNo) -> impl Iterator<Item = &Note> {
        let notes = self.notes_between(EventNo::START, until);
        notes.iter().rev().filter(move |note| note.server() == server)
    }

    /// The event that made a server what it is, as far as `is_same` can tell; none if it was so from
    /// the start.
    #[inline(never)]
    pub(crate) fn change_of(
        &self,
        server: NodeId,
        until: EventNo,
        is_same: &dyn Fn(&Tenure, &Tenure) -> bool,
    ) -> Option<EventNo> {
        let mut changes =
            self.changes_until(until).iter().rev().filter(|change| change.server == server);
        let mut first = changes.next()?;
        for earlier in changes {
            if !is_same(&earlier.now, &first.now) {
                return Some(first.event);
            }
            first = earlier;
        }
        None
    }

    /// The last event in which one of these facts of a server was set.
    #[inline(never)]
    pub(crate) fn last(
        &self,
        server: NodeId,
        until: EventNo,
        is_meant: &dyn Fn(&Note) -> bool,
    ) -> Option<&Note> {
        self.back(server, until).find(|note| is_meant(note))
    }

    /// The event that put the entry at `index`, which must be there, into a server's log; none if
    /// it was there from the start. `cause_of` says what caused an event.
    pub(crate) fn entry(
        &self,
        server: NodeId,
        index: u64,
        until: EventNo,
        cause_of: impl Fn(EventNo) -> EventNo,
    ) -> Option<EventNo> {
        // Behind a crash only what had reached the disk before it counts: the writes that did are
        // met before the appends that had asked for them.
        let mut crashed = false;
        // A disk works in order, so that going back their causes go back as well.
        let mut written: Vec<EventNo> = Vec::new();
        for note in self.back(server, until) {
            match note.what {
                What::Crashed => crashed = true,
                What::WroteEntries if crashed => written.push(cause_of(note.event)),
                What::Appended if note.covers(index) => {
                    let survived = || written.binary_search_by(|no| note.event.cmp(no)).is_ok();
                    if !crashed || survived() {
                        return Some(note.event);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The votes that a candidate has counted since it opened its present term, oldest first.
    pub(crate) fn votes(&self, candidate: NodeId, until: EventNo) -> Vec<(EventNo, NodeId, bool)> {
        let since = self.back(candidate, until).take_while(|note| note.what != What::Election);
        let counted = since.filter(|note| note.what == What::Counted);
        let mut votes: Vec<_> = counted
            .map(|note| (note.event, NodeId(note.numbers[0]), note.numbers[1] == 1))
            .collect();
        votes.reverse();
        votes
    }

    /// The events in which a leader counted each server that has the entry at `index`, itself
    /// included.
    pub(crate) fn acknowledgements(
        &self,
        leader: NodeId,
        index: u32,
        until: EventNo,
    ) -> Vec<(EventNo, NodeId)> {
        let since = self
            .change_of(leader, until, &|a, b| (a.role, a.term) == (b.role, b.term))
            .unwrap_or(EventNo::START);
        // An earlier event replaces a later one, for that is when a voter was counted first.
        let mut counted: Vec<(EventNo, NodeId)> = Vec::new();
        for note in self.back(leader, until).take_while(|note| note.event >= since) {
            let voter = match note.what {
                What::Match => NodeId(note.numbers[0]),
                What::Durable => leader,
                _ => continue,
            };
            if note.numbers[1] >= index {
                counted.retain(|(_, known)| *known != voter);
                counted.push((note.event, voter));
            }
        }
        counted
    }

    /// The event in which a server first knew that the entry at `index` is committed, in its
    /// present life.
    pub(crate) fn commit_of(&self, server: NodeId, index: u32, until: EventNo) -> Option<EventNo> {
        let commits = self.back(server, until).filter(|note| note.what == What::Commit);
        commits.take_while(|note| note.numbers[1] >= index).last().map(|note| note.event)
    }
}

impl Note {
    pub(crate) fn server(&self) -> NodeId {
        NodeId(u32::from(self.server))
    }

    /// The term whose halves the numbers are.
    pub(crate) fn term(&self) -> Term {
        Term(u64::from(self.numbers[0]) << 32 | u64::from(self.numbers[1]))
    }

    fn covers(&self, index: u64) -> bool {
        (u64::from(self.numbers[0])..=u64::from(self.numbers[1])).contains(&index)
    }
}

impl Glance {
    fn at(world: &World, id: NodeId) -> Option<Self> {
        let server = world.server(id)?;
        let durable = server.disk().durable();
        let glance = match server.node() {
            Some(node) => Self {
                tenure: Tenure {
                    role: Some(RoleKind::of(node.role())),
                    term: node.current_term(),
                    fresh: false,
                },
                vote: node.voted_for(),
                leader: node.leader(),
                commit: Some(node.commit_index()),
                applied: Some(node.last_applied()),
                durable: node.durable_index(),
                last: node.log().last(),
            },
            None => Self {
                tenure: Tenure { role: None, term: durable.hard_state.current_term, fresh: false },
                vote: durable.hard_state.voted_for,
                leader: None,
                commit: None,
                applied: None,
                durable: durable.log.last().index,
                last: durable.log.last(),
            },
        };
        Some(glance)
    }
}

/// Whether a server has just begun to lead: nothing has come of it yet that could be shown instead
/// of its votes.
fn is_fresh(before: &Glance, now: &Glance, happening: &Happening<'_>) -> bool {
    let leads = now.tenure.role == Some(RoleKind::Leader);
    let has_won = before.tenure.role != Some(RoleKind::Leader);
    let is_settled = now.commit.is_none_or(|commit| commit >= now.last.index);
    let answered = match (happening.event.kind, happening.arrived.map(|flight| &flight.packet)) {
        (EventKind::Delivered(id), Some(raft_sim::Packet::Raft(message))) => {
            id.kind == Kind::Raft(raft_core::MessageKind::AppendEntriesReply)
                && message.term == now.tenure.term
        }
        _ => false,
    };
    leads && is_settled && (has_won || before.tenure.fresh && !answered)
}

/// Puts an event into a list of events that is in order, once.
pub(crate) fn insert_in_order(events: &mut Vec<EventNo>, event: EventNo) {
    if let Err(at) = events.binary_search(&event) {
        events.insert(at, event);
    }
}

fn halves(term: Term) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = term.0.to_be_bytes();
    [u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h])]
}

fn narrow(index: Index) -> u32 {
    u32::try_from(index.0).unwrap_or(u32::MAX)
}
