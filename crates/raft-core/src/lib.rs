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
//! * The state of Figure 2 is [`Node`] with [`HardState`] (what must survive a crash), [`Log`] and
//!   [`Role`] (what a follower, a candidate or a leader needs, and nobody else has).
//! * §5.1, terms: [`rules::term`]. §5.2, election: `candidate.rs` and [`rules::vote`].
//!   §5.3, replication: `leader.rs`, `follower.rs` and [`rules::append`].
//!   §5.4.1, who may win: [`rules::vote::log_is_up_to_date`].
//!   §5.4.2, what may commit: [`rules::commit`]. §5.5 and §5.6, crashes and timing: below.
//! * Every decision is a small pure function in [`rules`] that answers with a [`Verdict`]: what was
//!   decided, and which values were compared.
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
pub use entry::{Entries, Entry, Payload, SessionCommand};
pub use id::{Index, LocalTime, LogId, Micros, NodeId, RequestId, Round, SessionId, Term, WriteId};
pub use io::{DrawKey, Effect, Input, MembershipChange, Output, ReadMode, Reply};
pub use log::Log;
pub use message::{AppendResult, Body, Message, MessageKind};
pub use node::Node;
pub use notation::{VoteMark, entry_list};
pub use options::{Activation, Backtracking, InvalidOptions, Options, Proposals};
pub use progress::{InFlight, Progress, ProgressState};
pub use reason::{
    AppendRefusal, ChangeFault, CommitHold, ElectionCause, MessageFault, ProgressCause,
    ProposalRefusal, ReadBasis, ReadHold, ReplyFault, SnapshotFault, TransferAbort,
    TransferRefusal, VoteRefusal,
};
pub use role::{Candidate, Follower, HeldRead, Leader, PreCandidate, Role, Transfer};
pub use rule::Rule;
pub use rules::membership::{Change, ChangeRefusal, Transition};
pub use sessions::{Session, SessionDecision, Sessions};
pub use snapshot::{Snapshot, SnapshotTransfer};
pub use timing::{CatchUp, Timing};
pub use verdict::Verdict;
