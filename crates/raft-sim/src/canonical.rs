//! Canonical bytes: what a run *is*, independent of how it is stored, explained or drawn.
//!
//! Every field has a tag, values are little-endian and of fixed width, and a field that has its
//! default value is left out. So a new field that is at its default, a better sentence or another
//! order of the queue changes no digest.

use raft_core::{
    AppendResult, Body, Configuration, Entry, HardState, LogId, Message, NodeId, Payload, ReadMode,
    SessionCommand, Sessions, Snapshot, Write,
};

use crate::{
    Address, Answer, Command, EventKind, Fact, Flight, LossReason, MessageId, OperationId, Packet,
    Position, RoleKind, WriteKey,
};

/// A thing with canonical bytes.
pub trait Canonical {
    /// Writes the thing's fields.
    fn canonical(&self, out: &mut CanonicalWriter);
}

/// Takes canonical bytes and folds them, eight at a time as they come, into what a digest is made of. They are
/// nowhere gathered: most events have a few hundred of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CanonicalWriter {
    lanes: [u64; 2],
    /// The bytes that do not make eight yet, the first one lowest.
    word: u64,
    /// How many bits of the word that is: a multiple of 8 below 64.
    filled: u32,
    /// How many bytes the thing has so far.
    length: u64,
}

// Odd constants with well-spread bits (the fractional parts of √2 and √3).
const FACTORS: [u64; 2] = [0x6a09_e667_f3bc_c909, 0xbb67_ae85_84ca_a73b];

impl Default for CanonicalWriter {
    fn default() -> Self {
        Self { lanes: FACTORS, word: 0, filled: 0, length: 0 }
    }
}

impl CanonicalWriter {
    /// The thing has been written: what comes now is another one.
    pub(crate) fn end(&mut self) {
        self.fold(self.word);
        // The length, so that trailing zeros are not the same as nothing.
        self.fold(self.length);
        (self.word, self.filled, self.length) = (0, 0, 0);
    }

    /// All things that have been written, in one number.
    pub(crate) fn value(&self) -> u128 {
        let finish = |lane: u64| {
            let lane = (lane ^ (lane >> 32)).wrapping_mul(FACTORS[1]);
            lane ^ (lane >> 29)
        };
        u128::from(finish(self.lanes[0])) << 64 | u128::from(finish(self.lanes[1]))
    }

    fn fold(&mut self, word: u64) {
        let [a, b] = self.lanes;
        self.lanes = [
            (a ^ word).wrapping_mul(FACTORS[0]).rotate_left(29),
            (b.rotate_left(31) ^ word).wrapping_mul(FACTORS[1]).rotate_left(37),
        ];
    }

    fn byte(&mut self, byte: u8) {
        self.word |= u64::from(byte) << self.filled;
        self.filled += 8;
        self.length += 1;
        if self.filled == 64 {
            self.fold(self.word);
            (self.word, self.filled) = (0, 0);
        }
    }

    /// Eight bytes, the lowest first.
    fn eight(&mut self, bytes: u64) {
        self.fold(self.word | bytes << self.filled);
        // In two steps: nothing is left of a word that is shifted by all its bits.
        self.word = bytes >> 1 >> (63 - self.filled);
        self.length += 8;
    }

    fn number(&mut self, tag: u8, value: u64) {
        if value != 0 {
            self.byte(tag);
            self.eight(value);
        }
    }

    fn text(&mut self, tag: u8, value: &[u8]) {
        self.byte(tag);
        self.eight(value.len() as u64);
        let (words, rest) = value.as_chunks::<8>();
        words.iter().for_each(|word| self.eight(u64::from_le_bytes(*word)));
        rest.iter().for_each(|byte| self.byte(*byte));
    }

    fn thing(&mut self, tag: u8, thing: &impl Canonical) {
        self.byte(tag);
        thing.canonical(self);
        // Tags are above zero: without an end, the fields of one thing could pass for another's.
        self.byte(0);
    }

    fn things<'a, T: Canonical + 'a>(&mut self, tag: u8, things: impl IntoIterator<Item = &'a T>) {
        for thing in things {
            self.thing(tag, thing);
        }
    }
}

impl Canonical for Position {
    fn canonical(&self, out: &mut CanonicalWriter) {
        out.number(1, self.time.0);
        out.number(2, u64::from(self.processed));
    }
}

impl Canonical for LogId {
    fn canonical(&self, out: &mut CanonicalWriter) {
        out.number(1, self.term.0);
        out.number(2, self.index.0);
    }
}

impl Canonical for MessageId {
    fn canonical(&self, out: &mut CanonicalWriter) {
        out.number(1, u64::from(self.from.number()));
        out.number(2, u64::from(self.to.number()));
        out.number(3, u64::from(self.kind.number()));
        out.number(4, u64::from(self.ordinal));
    }
}

impl Canonical for OperationId {
    fn canonical(&self, out: &mut CanonicalWriter) {
        out.number(1, u64::from(self.client.0));
        out.number(2, u64::from(self.ordinal));
    }
}

impl Canonical for WriteKey {
    fn canonical(&self, out: &mut CanonicalWriter) {
        out.number(1, u64::from(self.server.0));
        out.number(2, u64::from(self.incarnation));
        out.number(3, self.write.0);
    }
}

impl Canonical for EventKind {
    fn canonical(&self, out: &mut CanonicalWriter) {
        match self {
            Self::Delivered(id) => out.thing(1, id),
            Self::Lost(id, why) => {
                out.thing(2, id);
                out.number(3, loss_number(*why));
            }
            Self::ElectionTimeout(server) => out.number(4, u64::from(server.0)),
            Self::HeartbeatDue(server) => out.number(5, u64::from(server.0)),
            Self::Persisted(key) => out.thing(6, key),
            Self::ClientTimer(client) => out.number(7, u64::from(client.number())),
            Self::Acted => out.number(8, 1),
        }
    }
}

fn loss_number(why: LossReason) -> u64 {
    match why {
        LossReason::Chance => 1,
        LossReason::CutWhenSent => 2,
        LossReason::CutOnArrival => 3,
        LossReason::ReceiverDown => 4,
        LossReason::Dropped => 5,
        LossReason::Overflow => 6,
    }
}

impl Canonical for Fact {
    fn canonical(&self, out: &mut CanonicalWriter) {
        let mut of = |what: u64, server: NodeId, value: u64| {
            out.number(1, what);
            out.number(2, u64::from(server.0));
            out.number(3, value);
        };
        match *self {
            // The message itself is in the digest; where it is kept is nobody's business.
            Self::Sent { .. } => {}
            Self::WriteStarted(key) => out.thing(4, &key),
            Self::Role { server, role } => of(1, server, role_number(role)),
            Self::Term { server, term } => of(2, server, term.0),
            Self::Truncated { server, from } => of(3, server, from.0),
            Self::Appended { server, last } => {
                of(4, server, 0);
                out.thing(5, &last);
            }
            Self::Commit { server, index } => of(5, server, index.0),
            Self::Applied { server, index } => of(6, server, index.0),
            Self::Invoked(id) => out.thing(6, &id),
            Self::Succeeded(id) => out.thing(7, &id),
            Self::Failed(id) => out.thing(8, &id),
            Self::GivenUp(id) => out.thing(9, &id),
            Self::Crashed { server, lost_writes } => of(7, server, u64::from(lost_writes)),
            Self::Restarted { server, incarnation } => of(8, server, u64::from(incarnation)),
            Self::TimerSet { server, at } => of(9, server, at.0),
            Self::Cut { from, to } => of(10, from, u64::from(to.0)),
            Self::Healed { from, to } => of(11, from, u64::from(to.0)),
            Self::Side { server, side } => of(12, server, u64::from(side)),
            Self::AllHealed => out.number(1, 13),
            Self::Dropped(id) => out.thing(10, &id),
            Self::DueNow(id) => out.thing(11, &id),
            Self::Loss { ppm } => {
                out.number(1, 14);
                out.number(3, u64::from(ppm));
            }
            Self::Bound { server } => of(15, server, 0),
            Self::Released => out.number(1, 16),
            Self::Wiped(server) => of(17, server, 0),
            Self::Repeated { server, index } => of(18, server, index.0),
            Self::SessionExpired { server, index } => of(19, server, index.0),
            Self::SessionOpened { server, session } => of(20, server, session.0),
            Self::SessionsClosed { server, count } => of(21, server, u64::from(count)),
            Self::Fault { what, server, value } => of(100 + what as u64, server, value),
            Self::Held(id) => out.thing(12, &id),
            Self::Delayed(id) => out.thing(13, &id),
            Self::Copied(id) => out.thing(14, &id),
        }
    }
}

fn role_number(role: RoleKind) -> u64 {
    match role {
        RoleKind::Follower => 1,
        RoleKind::Candidate => 2,
        RoleKind::Leader => 3,
        RoleKind::PreCandidate => 4,
    }
}

impl Canonical for Flight {
    fn canonical(&self, out: &mut CanonicalWriter) {
        out.thing(1, &self.id);
        out.number(2, self.sent_at.0);
        out.number(3, self.due_at.0);
        out.number(4, self.doomed.map_or(0, loss_number));
        out.thing(5, &self.packet);
    }
}

impl Canonical for Packet {
    fn canonical(&self, out: &mut CanonicalWriter) {
        match self {
            Self::Raft(message) => out.thing(1, message),
            Self::Request { operation, command, session } => {
                out.thing(2, operation);
                out.thing(3, command);
                if let Some(session) = session {
                    out.thing(6, session);
                }
            }
            Self::Reply { operation, answer } => {
                out.thing(4, operation);
                out.thing(5, answer);
            }
        }
    }
}

impl Canonical for Command {
    fn canonical(&self, out: &mut CanonicalWriter) {
        match self {
            Self::Put { key, value } => {
                out.text(1, key.as_bytes());
                out.text(2, value.as_bytes());
            }
            Self::Get { key } => out.text(3, key.as_bytes()),
            Self::Add { key, amount } => {
                out.text(6, key.as_bytes());
                out.number(7, 1 + u64::from(*amount));
            }
            Self::OpenSession => out.number(8, 1),
            Self::Read { key, mode } => {
                out.text(4, key.as_bytes());
                out.number(
                    5,
                    match mode {
                        ReadMode::ReadIndex => 0,
                        ReadMode::Lease => 1,
                        ReadMode::Stale => 2,
                    },
                );
            }
        }
    }
}

impl Canonical for Answer {
    fn canonical(&self, out: &mut CanonicalWriter) {
        match self {
            Self::Done(None) => out.number(1, 1),
            Self::Done(Some(value)) => out.text(2, value.as_bytes()),
            Self::NotLeader(leader) => out.number(3, 1 + leader.map_or(0, |id| u64::from(id.0))),
            Self::Opened(session) => out.number(4, 1 + session.0),
            Self::Expired => out.number(5, 1),
        }
    }
}

impl Canonical for Message {
    fn canonical(&self, out: &mut CanonicalWriter) {
        out.number(1, u64::from(Address::Server(self.from).number()));
        out.number(2, u64::from(Address::Server(self.to).number()));
        out.number(3, self.term.0);
        match &self.body {
            Body::RequestVote { last_log, transfer } => {
                out.thing(4, last_log);
                out.number(14, u64::from(*transfer));
            }
            Body::RequestVoteReply { granted } => out.number(5, 1 + u64::from(*granted)),
            Body::RequestPreVote { last_log } => out.thing(15, last_log),
            Body::RequestPreVoteReply { granted, asked } => {
                out.number(16, 1 + u64::from(*granted));
                out.number(17, asked.0);
            }
            Body::TimeoutNow => out.number(18, 1),
            Body::AppendEntries { prev_log, entries, leader_commit, round } => {
                out.number(19, round.0);
                out.thing(6, prev_log);
                out.number(7, leader_commit.0);
                out.things(8, entries.iter());
            }
            Body::AppendEntriesReply { result, round } => {
                match result {
                    AppendResult::Accepted { match_index } => out.number(9, 1 + match_index.0),
                    AppendResult::Rejected { prev_index, hint } => {
                        out.number(10, 1 + prev_index.0);
                        out.thing(11, hint);
                    }
                }
                out.number(19, round.0);
            }
            Body::ReadIndex { request, lease } => {
                out.number(20, 1 + u64::from(*lease));
                out.thing(12, &OperationId::of(*request));
            }
            Body::ReadIndexReply { request, index } => {
                out.number(21, index.map_or(1, |index| 2 + index.0));
                out.thing(12, &OperationId::of(*request));
            }
            Body::Forward { request, payload } => {
                out.thing(12, &OperationId::of(*request));
                match payload {
                    Payload::Command(command) => out.text(13, command),
                    payload => out.thing(22, payload),
                }
            }
            Body::InstallSnapshot { last, configuration, sessions, offset, data, done } => {
                out.thing(23, last);
                out.thing(24, configuration);
                out.thing(25, sessions);
                out.number(26, *offset);
                out.text(27, data);
                out.number(28, u64::from(*done));
            }
            Body::InstallSnapshotReply { last, received, installed } => {
                out.thing(29, last);
                out.number(30, *received);
                out.number(31, u64::from(*installed));
            }
        }
    }
}

impl Canonical for Entry {
    fn canonical(&self, out: &mut CanonicalWriter) {
        out.thing(1, &self.id);
        self.payload.canonical(out);
    }
}

impl Canonical for Payload {
    fn canonical(&self, out: &mut CanonicalWriter) {
        match self {
            Self::Noop => {}
            Self::Command(command) => out.text(2, command),
            Self::CommandInSession(of) => {
                out.text(2, &of.command);
                out.number(3, 1 + of.session.session.0);
                out.number(4, of.session.sequence);
                out.number(5, of.session.first_open);
            }
            Self::OpenSession => out.number(6, 1),
            Self::Configuration(configuration) => out.thing(8, configuration),
            Self::ExpireSessions { unused_since } => out.number(7, 1 + unused_since.0),
        }
    }
}

impl Canonical for Configuration {
    fn canonical(&self, out: &mut CanonicalWriter) {
        let mut set = |tag, ids: &[NodeId]| {
            for id in ids {
                out.number(tag, 1 + u64::from(id.0));
            }
        };
        set(1, self.incoming());
        set(2, self.outgoing());
        set(3, self.learners());
        set(4, self.learners_next());
        out.number(5, u64::from(self.auto_leave()));
    }
}

impl Canonical for SessionCommand {
    fn canonical(&self, out: &mut CanonicalWriter) {
        out.number(1, 1 + self.session.0);
        out.number(2, self.sequence);
        out.number(3, self.first_open);
    }
}

impl Canonical for Sessions {
    fn canonical(&self, out: &mut CanonicalWriter) {
        for (id, session) in self.iter() {
            out.number(1, 1 + id.0);
            out.number(2, session.last_used.0);
            out.number(3, session.first_open);
            for (sequence, answer) in session.answers.iter() {
                out.number(4, 1 + sequence);
                out.text(5, answer);
            }
        }
    }
}

impl Canonical for Snapshot {
    fn canonical(&self, out: &mut CanonicalWriter) {
        out.thing(1, &self.last);
        out.thing(2, &self.configuration);
        out.thing(3, &self.sessions);
        out.text(4, &self.state);
    }
}

impl Canonical for HardState {
    fn canonical(&self, out: &mut CanonicalWriter) {
        out.number(1, self.current_term.0);
        out.number(2, self.voted_for.map_or(0, |id| u64::from(id.0)));
    }
}

impl Canonical for Write {
    fn canonical(&self, out: &mut CanonicalWriter) {
        out.number(1, self.id.0);
        if let Some(hard_state) = &self.hard_state {
            out.thing(2, hard_state);
        }
        if let Some(log) = &self.log {
            out.number(3, log.truncate_from.map_or(0, |index| index.0));
            out.things(4, log.entries.iter());
        }
        if let Some(change) = &self.snapshot {
            out.thing(5, &*change.snapshot);
            out.thing(6, &change.base);
        }
    }
}
