//! Log compaction (§7): snapshots are taken, sent in chunks, and installed (Figure 13).

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::node::Step;
use crate::rules::{self, snapshot::Place};
use crate::{
    Body, Configuration, Effect, Index, LogId, Node, NodeId, ProgressCause, ProgressState,
    ReplyFault, Role, Sessions, SnapshotWrite, Verdict,
};

/// Everything that a log up to `last` has led to: it takes the place of those entries.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Snapshot {
    /// The last entry that it replaces (`lastIncludedIndex` and `lastIncludedTerm`).
    pub last: LogId,
    /// The latest configuration up to there.
    pub configuration: Configuration,
    /// The client sessions up to there.
    pub sessions: Sessions,
    /// The state machine, opaque to Raft.
    pub state: Arc<[u8]>,
}

/// A snapshot on its way to a follower.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SnapshotTransfer {
    /// The snapshot; the leader may have taken a newer one meanwhile.
    pub snapshot: Arc<Snapshot>,
    /// How many bytes the follower has.
    pub offset: u64,
    /// Whether the part after that had to be sent again, because nothing was heard of it.
    pub repeated: bool,
}

/// A snapshot that has arrived in part.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Incoming {
    from: NodeId,
    last: LogId,
    data: Vec<u8>,
}

/// One part of a snapshot, as a message carries it (Figure 13, arguments).
pub(crate) struct Chunk {
    pub(crate) last: LogId,
    pub(crate) configuration: Configuration,
    pub(crate) sessions: Sessions,
    pub(crate) offset: u64,
    pub(crate) data: Arc<[u8]>,
    pub(crate) done: bool,
}

impl Node {
    /// The last entry that this server's snapshot replaces; `0@0` if it has none.
    #[must_use]
    pub fn snapshot_last(&self) -> LogId {
        self.snapshot.as_ref().map_or(LogId::ZERO, |snapshot| snapshot.last)
    }

    /// This server's latest snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.snapshot.as_ref()
    }

    /// Asks the host for its state, if that is due.
    pub(crate) fn ask_for_snapshot_if_due(&mut self, step: &mut Step<'_>) {
        let (applied, every) = (self.last_applied, self.options.snapshot_after);
        if rules::snapshot::is_due(applied, self.snapshot_last().index, every) {
            self.ask_for_snapshot(step);
        }
    }

    /// Asks the host for its state, once.
    pub(crate) fn ask_for_snapshot(&mut self, step: &mut Step<'_>) {
        let through = self.last_applied;
        if through > self.snapshot_last().index && self.snapshot_asked != Some(through) {
            self.snapshot_asked = Some(through);
            step.out.effects.push(Effect::TakeSnapshot { through });
        }
    }

    /// The host hands over its state after entry `through`.
    pub(crate) fn take_snapshot(
        &mut self,
        through: Index,
        state: Arc<[u8]>,
        sessions: Sessions,
        step: &mut Step<'_>,
    ) {
        let have = self.snapshot_last().index;
        if let Err(why) = rules::snapshot::may_take(through, self.last_applied, have) {
            step.decided(Verdict::SnapshotRefused { leader: None, why });
            return;
        }
        let Some(term) = self.log.term_at(through) else { return };
        let (own, deviations) = (LogId { term, index: through }, self.options.deviations);
        let (end, current_term) = (self.log.last(), self.hard_state.current_term);
        let last = rules::snapshot::last_included(own, end, current_term, deviations);
        self.snapshot_asked = None;
        self.persist(step);
        let base = self.log.base().index;
        let members = rules::snapshot::members_as_of(through, base, deviations);
        let configuration = self.configuration_at(members);
        let sessions = rules::snapshot::kept_of_sessions(sessions, deviations);
        let snapshot = Arc::new(Snapshot { last, configuration, sessions, state });
        let cut = Index(through.0.saturating_sub(self.options.snapshot_keep));
        let before = self.log.base().index;
        if let Some(term) = self.log.term_at(cut.max(before)) {
            self.log.compact_to(LogId { term, index: cut.max(before) });
        }
        self.shorten_configurations();
        let discarded = self.log.base().index.0 - before.0;
        step.decided(Verdict::SnapshotTaken { last, discarded });
        self.write_snapshot(snapshot, step);
    }

    fn write_snapshot(&mut self, snapshot: Arc<Snapshot>, step: &mut Step<'_>) {
        self.snapshot = Some(snapshot.clone());
        let base = self.log.base();
        self.write(None, None, Some(SnapshotWrite { snapshot, base }), step);
    }

    /// §7: a follower needs entries that this leader has discarded. It gets the snapshot instead.
    pub(crate) fn start_snapshot(&mut self, at: usize, step: &mut Step<'_>) {
        let Some(snapshot) = self.snapshot.clone() else { return };
        let (last, offset) = (snapshot.last, 0);
        let Some(progress) = self.progress_at(at) else { return };
        let follower = progress.follower;
        progress.restart_at(progress.next_index);
        progress.transfer = Some(SnapshotTransfer { snapshot, offset, repeated: false });
        self.change_progress(at, ProgressState::Snapshot, ProgressCause::Compacted, step);
        step.decided(Verdict::SnapshotSent { follower, last });
        self.send_chunk(at, step);
    }

    /// Nothing was heard of a part of the snapshot for a heartbeat: it is sent again.
    pub(crate) fn repeat_chunk(&mut self, at: usize, step: &mut Step<'_>) {
        if let Some(transfer) = self.progress_at(at).and_then(|it| it.transfer.as_mut()) {
            transfer.repeated = true;
        }
        self.send_chunk(at, step);
    }

    /// Sends the part of the snapshot that the follower does not have.
    fn send_chunk(&mut self, at: usize, step: &mut Step<'_>) {
        let most = self.options.snapshot_chunk.max(1) as usize;
        let Some(progress) = self.progress_at(at) else { return };
        let (to, Some(transfer)) = (progress.follower, &progress.transfer) else { return };
        let snapshot = &transfer.snapshot;
        let rest = usize::try_from(transfer.offset)
            .ok()
            .and_then(|from| snapshot.state.get(from..))
            .unwrap_or_default();
        let data: Arc<[u8]> = rest[..rest.len().min(most)].into();
        let body = Body::InstallSnapshot {
            last: snapshot.last,
            configuration: snapshot.configuration.clone(),
            sessions: snapshot.sessions.clone(),
            offset: transfer.offset,
            done: data.len() == rest.len(),
            data,
        };
        self.timing.heartbeats[at] = self.timing.now.after(self.options.heartbeat_interval);
        self.send(to, body, None, step);
    }

    /// A follower says how much of a snapshot it has.
    pub(crate) fn install_snapshot_reply(
        &mut self,
        from: NodeId,
        last: LogId,
        received: u64,
        installed: bool,
        step: &mut Step<'_>,
    ) {
        let Role::Leader(leader) = &mut self.role else {
            step.decided(Verdict::ReplyIgnored { from, why: ReplyFault::RoleHasChanged });
            return;
        };
        let Some(at) = leader.progress.iter().position(|progress| progress.follower == from) else {
            step.decided(Verdict::ReplyIgnored { from, why: ReplyFault::NotMember });
            return;
        };
        let transfer = leader.progress[at].transfer.as_mut();
        let Some(transfer) = transfer.filter(|transfer| transfer.snapshot.last == last) else {
            let why = ReplyFault::Overtaken { prev_index: last.index };
            step.decided(Verdict::ReplyIgnored { from, why });
            return;
        };
        let (offset, length) = (transfer.offset, transfer.snapshot.state.len() as u64);
        let sends_on =
            received <= length && rules::snapshot::sends_on(received, offset, transfer.repeated);
        if sends_on && !installed {
            (transfer.offset, transfer.repeated) = (received, false);
        }
        self.heard_from(at);
        if installed {
            self.snapshot_arrived(at, last.index, step);
        } else if sends_on {
            self.send_chunk(at, step);
        }
    }

    fn snapshot_arrived(&mut self, at: usize, through: Index, step: &mut Step<'_>) {
        let options = self.options;
        let Some(progress) = self.progress_at(at) else { return };
        let (follower, from) = (progress.follower, progress.match_index);
        progress.transfer = None;
        progress.acknowledge(through, &options);
        if through > from {
            step.decided(Verdict::MatchAdvanced { follower, from, to: through });
        }
        self.change_progress(at, ProgressState::Probe, ProgressCause::Installed, step);
        self.advance_commit(step);
        self.replicate_if_behind(at, step);
        self.continue_transfer(step);
    }

    /// Figure 13: a part of the leader's snapshot arrives.
    pub(crate) fn install_snapshot(&mut self, leader: NodeId, chunk: Chunk, step: &mut Step<'_>) {
        if !self.follow(leader, step) {
            return;
        }
        self.timing.restart_election_timer();
        let last = chunk.last;
        if let Err(why) =
            rules::snapshot::may_install(last, self.commit_index, self.options.deviations)
        {
            self.incoming = None;
            step.decided(Verdict::SnapshotRefused { leader: Some(leader), why });
            self.acknowledge_snapshot(leader, last, step);
            return;
        }
        let received = self.gather(leader, &chunk);
        let done = chunk.done && received == chunk.offset + chunk.data.len() as u64;
        step.decided(Verdict::SnapshotReceived { leader, last, received, done });
        if !done {
            let body = Body::InstallSnapshotReply { last, received, installed: false };
            self.answer(leader, body, step);
            return;
        }
        let data = self.incoming.take().map(|incoming| incoming.data).unwrap_or_default();
        let Chunk { configuration, sessions, .. } = chunk;
        self.replace_log(Snapshot { last, configuration, sessions, state: data.into() }, step);
        self.acknowledge_snapshot(leader, last, step);
    }

    /// Adds a chunk to what has arrived; says how much that is.
    fn gather(&mut self, from: NodeId, chunk: &Chunk) -> u64 {
        let last = chunk.last;
        let same = |incoming: &&mut Incoming| {
            rules::snapshot::is_same_transfer((incoming.from, incoming.last), (from, last))
        };
        let known = self.incoming.as_mut().filter(same);
        let received = known.as_ref().map(|incoming| incoming.data.len() as u64);
        match (rules::snapshot::place(received, chunk.offset), known) {
            (Place::Elsewhere(expected), _) => expected,
            (Place::Next, Some(incoming)) => {
                incoming.data.extend_from_slice(&chunk.data);
                incoming.data.len() as u64
            }
            _ => {
                self.incoming = Some(Incoming { from, last, data: chunk.data.to_vec() });
                chunk.data.len() as u64
            }
        }
    }

    /// Figure 13, steps 5 to 8: the snapshot takes the place of the log, or of its beginning.
    fn replace_log(&mut self, snapshot: Snapshot, step: &mut Step<'_>) {
        let (last, before) = (snapshot.last, self.log.len());
        self.persist(step);
        let keeps_tail = rules::snapshot::keeps_tail(&self.log, last, self.options.deviations);
        let misfits = rules::snapshot::kept_misfits(&self.log, last, self.options.deviations);
        let has_tail = self.log.contains(last) && self.log.last().index > last.index;
        if keeps_tail {
            self.log.compact_to(last);
        } else {
            self.log.reset(last);
            self.writes.replaced();
        }
        let kept = self.log.len() + misfits.len() as u64;
        let discarded = before.saturating_sub(kept);
        step.decided(Verdict::SnapshotInstalled { last, kept, discarded });
        let snapshot = Arc::new(snapshot);
        self.write_snapshot(snapshot.clone(), step);
        // A disk keeps what fits, whatever rules are broken here, and must not know more than the log.
        step.truncated_from = (has_tail && !keeps_tail).then(|| last.index.next());
        self.commit_index = last.index;
        self.last_applied = last.index;
        self.adopt_configuration_of_snapshot(&snapshot.configuration, keeps_tail, step);
        for entry in misfits.iter() {
            self.append_to_log(entry.clone(), step);
        }
        let mine = self.hard_state.current_term;
        let term = rules::snapshot::term_after_installing(mine, last, self.options.deviations);
        if term != mine {
            self.enter_term(term, step);
        }
        self.snapshot_asked = None;
        step.out.effects.push(Effect::Restore { snapshot });
        self.serve_applied_reads(step);
    }

    /// "I have everything up to there": true after a crash as well, before it is said.
    fn acknowledge_snapshot(&mut self, leader: NodeId, last: LogId, step: &mut Step<'_>) {
        self.persist(step);
        let after = self.writes.gate_of_log(last.index);
        let body = Body::InstallSnapshotReply { last, received: 0, installed: true };
        self.send(leader, body, after, step);
    }
}
