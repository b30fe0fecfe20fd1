//! One server of Raft, as a pure state machine.
//!
//! ```text
//!              ┌───────────────────────────────────────────┐
//!   Input ───▶ │ Node::step(now, draw, input, &mut output) │ ───▶ Output { effects, verdicts }
//!              └───────────────────────────────────────────┘
//!   a message, a wake-up,                    write this, send that (perhaps only after
//!   a proposal, "this write                  a write), apply up to here, answer a
//!   is durable"                              request; and *why* each decision was made
//! ```
//!
//! # How to read this crate beside the paper
//!
//! Every decision is a small pure function in [`rules`] that answers with a [`Verdict`]: what was
//! decided, and which values were compared. What a server *does* is in a file per role and per
//! extension. Golden scripts in `tests/scripts` show each at work; their names are the facts.
//!
//! | paper | dissertation | what | files | scripts |
//! |---|---|---|---|---|
//! | Figure 2 | §3.8 | the state of a server | `node.rs`, `durable.rs`, `role.rs`, `log.rs` | `a_restart_keeps_…` |
//! | §5.1 | §3.3 | terms | [`rules::term`], `node.rs` | `a_deposed_leader_…` |
//! | §5.2 | §3.4 | elections | `candidate.rs`, [`rules::vote`] | `one_vote_per_term` |
//! | – | §9.6 | PreVote | `pre_vote.rs`, [`rules::pre_vote`] | `pre_vote_…` |
//! | – | §6.2 | CheckQuorum | `check_quorum.rs`, [`rules::quorum`] | `check_quorum_…` |
//! | §6 | §4.2.3 | disruptive servers | [`rules::stickiness`] | `stickiness_…` |
//! | – | §3.10 | leadership transfer | `transfer.rs`, [`rules::transfer`] | `transfer_…` |
//! | §5.3 | §3.5 | replication | `follower.rs`, `replication.rs`, [`rules::append`] | `figure_7_…` |
//! | – | §10.2 | batches, windows, the leader's disk | `progress.rs`, [`rules::replication`] | `a_window_…` |
//! | §5.4.1 | §3.6.1 | who may win | [`rules::vote::log_is_up_to_date`] | `a_longer_log_…` |
//! | §5.4.2 | §3.6.2 | what may commit | `leader.rs`, [`rules::commit`] | `figure_8_…` |
//! | §5.5 | §3.7 | crashes | [`Node::restart`], `writes.rs`, [`rules::persist`] | `a_crash_…` |
//! | §6 | ch. 4 | members | `membership.rs`, [`rules::membership`], [`rules::change`] | `members_…` |
//! | §7, Figure 13 | §5.1 | snapshots | `snapshot.rs`, [`rules::snapshot`] | `snapshot_…` |
//! | §8 | §6.3 | sessions | `sessions.rs`, [`rules::session`] | `session_…` |
//! | §8 | §6.4 | reads and leases | `reads.rs`, [`rules::read`] | `read_…`, `lease_…` |
//!
//! `docs/protocol.md` lists the rules with their sentences; it is written from them. Rules that can
//! be broken on purpose are [`Deviation`]s; choices that Raft leaves open are [`Options`]. An example
//! of a host is in `examples/three_nodes.rs`.
//!
//! # Example
//!
//! A cluster of one: it stands for election, puts its vote on disk, and leads with the vote alone.
//!
//! ```
//! use raft_core::{Configuration, Durable, Effect, Input, LocalTime, Node, NodeId, Options, Output};
//!
//! let mut disk = Durable::fresh(Configuration::new([NodeId(1)]));
//! let mut node = Node::restart(NodeId(1), Options::default(), &disk, LocalTime(0), 0);
//!
//! let mut out = Output::default();
//! node.step(LocalTime(150_000), 0, Input::ElectionTimeout, &mut out);
//! let [Effect::Write(vote)] = &out.effects[..] else { panic!("a vote is written first") };
//! assert!(!node.is_leader(), "a vote that a crash could take back does not count");
//!
//! disk.apply(vote);
//! let mut out = Output::default();
//! node.step(LocalTime(152_000), 0, Input::Persisted(vote.id), &mut out);
//! assert!(node.is_leader());
//! ```
//!
//! # The laws of the interface
//!
//! **1. `step` is the only way in, and it has no other source of anything.** `now` is this server's
//! own clock ([`LocalTime`]), `draw` is the random number to use if the step needs one
//! ([`Node::wants_draw`] tells which one it is). Same calls, same answers, on every machine.
//!
//! **2. Persistence is a contract in data** (§3.8 of the dissertation). An [`Effect::Write`] has an
//! id. An [`Effect::Send`] may name one: `after: Some(id)` must not leave before that write *and all
//! earlier ones* are on disk. The host answers with [`Input::Persisted`], in order. A crash loses
//! the unfinished writes, the sends that waited for them, and the node; [`Node::restart`] from what
//! the disk holds is the only way to start, first boot and recovery alike.
//!
//! A host that sends a gated message early breaks Raft: a server would answer "you have my vote",
//! crash, forget, and vote again for another candidate in the same term.
//!
//! **3. No message can make it panic.** A malformed or impossible message is refused with a
//! [`Verdict::MessageRefused`] that says what was wrong.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod candidate;
mod check_quorum;
mod configuration;
mod deviations;
mod draw;
mod durable;
mod entry;
mod flat;
mod follower;
mod id;
mod io;
mod leader;
mod log;
mod membership;
mod message;
mod node;
mod notation;
mod options;
mod pre_vote;
mod progress;
mod reads;
mod reason;
mod replication;
mod role;
mod rule;
pub mod rules;
mod sessions;
mod snapshot;
mod timing;
mod transfer;
mod verdict;
mod view;
mod writes;

pub use configuration::{Configuration, ConfigurationDraft, InvalidConfiguration, Membership};
pub use deviations::{Deviation, Deviations};
pub use durable::{Durable, HardState, LogWrite, SnapshotWrite, Write};
pub use entry::{CommandInSession, Entries, Entry, Payload, SessionCommand};
pub use flat::{FlatMap, FlatSet};
pub use id::{Index, LocalTime, LogId, Micros, NodeId, RequestId, Round, SessionId, Term, WriteId};
pub use io::{DrawKey, Effect, Input, MembershipChange, Output, ReadMode, Reply};
pub use log::Log;
pub use message::{AppendResult, Body, Message, MessageKind};
pub use node::Node;
pub use notation::{VoteMark, entry_list};
pub use options::{Activation, Backtracking, InvalidOptions, Options, Proposals};
pub use progress::{InFlight, Progress, ProgressState};
pub use reason::{
    AppendRefusal, ChangeFault, CommitHold, ElectionCause, ElectionRefusal, MessageFault,
    ProgressCause, ProposalRefusal, ReadBasis, ReadHold, ReplyFault, SnapshotFault, TransferAbort,
    TransferRefusal, VoteRefusal,
};
pub use role::{Candidate, Follower, HeldRead, Leader, PreCandidate, Role, Transfer};
pub use rule::Rule;
pub use rules::membership::{Change, ChangeRefusal, Transition};
pub use sessions::{Session, SessionDecision, Sessions};
pub use snapshot::{Snapshot, SnapshotTransfer};
pub use timing::{CatchUp, Timing};
pub use verdict::Verdict;
