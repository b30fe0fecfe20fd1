//! Everything that crosses to the screen. Times are milliseconds of simulated time.
//!
//! The TypeScript types are generated from these (feature `typescript`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[cfg(feature = "typescript")]
use ts_rs::TS;

mod spacetime;
mod why;

pub use spacetime::{
    FateFrame, Lane, LaneMoment, LaneSpan, MomentKind, OperationSpan, Spacetime, Voyage, Wall,
};
#[cfg(feature = "typescript")]
pub use why::WHY_QUESTION;
pub use why::{FactKind, Found, Why, WhyAlso, WhyLink, WhyQuestion};

/// A place in a run: a moment, and how many events have happened at that moment.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Milliseconds.
    pub time: f64,
    /// Events that have happened at that moment.
    pub processed: u32,
}

/// Everything that is on the screen now, as far as it has changed.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    /// Pass it back to get only what has changed since.
    pub version: u32,
    /// The branch.
    pub branch: u32,
    /// The place in the run.
    pub position: Position,
    /// How many events have happened.
    pub events: u32,
    /// How many marks the whole branch has on the time line: when it has changed, so has the line.
    pub marks: u32,
    /// Until then nothing changes but the positions of messages and timer arcs.
    pub next_event_at: Option<f64>,
    /// The furthest simulated moment of this branch.
    pub end: f64,
    /// The servers that have changed.
    pub servers: Vec<ServerFrame>,
    /// The names of all servers.
    pub server_ids: Vec<String>,
    /// All clients.
    pub clients: Vec<ClientFrame>,
    /// The messages on their way, as far as they have changed.
    pub messages: MessagesFrame,
    /// Links that are cut by themselves, in one direction each.
    pub cuts: Vec<LinkFrame>,
    /// The sides of a partition.
    pub sides: Option<Vec<SideFrame>>,
    /// How likely a message is lost, in percent.
    pub loss: f64,
    /// The longest election timeout that can be drawn, in milliseconds: the scale of timer arcs.
    pub longest_timeout: f64,
    /// Whether steps of the story can still come in this branch.
    pub script_armed: bool,
    /// What is happening, in a sentence.
    pub sentence: Sentence,
    /// The step of the story in force; -1 before the first.
    pub step: i32,
    /// Whether the reader has acted in this branch.
    pub free_play: bool,
    /// Whether the story stands at a question.
    pub waiting_for_answer: bool,
    /// Properties that have been violated.
    pub violations: Vec<ViolationFrame>,
    /// Rules that are broken on purpose. If there are any, this is not Raft.
    pub deviations: Vec<String>,
    /// What did not go as the scenario says.
    pub troubles: Vec<String>,
    /// How far each log agrees with the leader's, in the order of `server_ids`; empty while nobody
    /// leads.
    pub agreements: Vec<AgreementFrame>,
    /// The members as the leader has them; with no leader, as the newest configuration that a
    /// running server uses has them.
    pub configuration: Option<ConfigurationFrame>,
}

/// How far a server's log agrees with that of the leader of the newest term.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct AgreementFrame {
    /// The server. If it is down, its log is the one on its disk.
    pub server: String,
    /// The last index up to which the two logs are the same.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub agrees: u64,
    /// How many entries of the leader it lacks.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub behind: u64,
}

/// A server.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct ServerFrame {
    /// Its name.
    pub id: String,
    /// Whether it runs. If not, term, vote and log are those on its disk.
    pub up: bool,
    /// Its role.
    pub role: Option<RoleFrame>,
    /// Its term.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub term: u64,
    /// Its vote in that term.
    pub voted_for: Option<String>,
    /// Whom it believes to lead.
    pub leader: Option<String>,
    /// Its election timer; a leader has none.
    pub timer: Option<TimerFrame>,
    /// Its log.
    pub log: LogFrame,
    /// When a leader's next heartbeat is due.
    pub heartbeat_at: Option<f64>,
    /// The votes of a candidate or of a leader that has just won, or who has a leader's oldest
    /// uncommitted entry.
    pub quorum: Option<QuorumFrame>,
    /// What a leader knows of the others.
    pub progress: Option<Vec<ProgressFrame>>,
    /// Its state machine.
    pub state_machine: Option<BTreeMap<String, String>>,
    /// Which life it lives, counted from 1.
    pub incarnation: u32,
    /// How many of its writes are on their way to disk.
    pub writing: u32,
    /// What it is in the configuration that it uses itself; null: it is outside, or down.
    pub membership: Option<MembershipFrame>,
    /// The last entry that its snapshot replaces.
    pub snapshot: Option<EntryFrame>,
    /// To whom this leader is handing its office over.
    pub transfer: Option<String>,
}

/// A role.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum RoleFrame {
    /// It follows.
    Follower,
    /// It asks whether it could win.
    Precandidate,
    /// It asks for votes.
    Candidate,
    /// It leads.
    Leader,
}

/// An election timer. Full at `started_at`, empty at `fires_at`.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct TimerFrame {
    /// When it was full; may lie before the beginning.
    pub started_at: f64,
    /// When it runs out.
    pub fires_at: f64,
}

/// A log, without its entries.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct LogFrame {
    /// The index of the first entry that is, or would be, in the log.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub first: u64,
    /// The index of the last entry; one below `first` if there is none.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub last: u64,
    /// The last entry that this server knows to be committed.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub commit: Option<u64>,
    /// The last entry that its state machine has applied.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub applied: Option<u64>,
    /// The last entry on its disk.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub durable: u64,
    /// Changes when the entries change, and perhaps when the run has jumped in time.
    pub version: u32,
}

/// Voters and their answers.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct QuorumFrame {
    /// What it is about.
    pub kind: QuorumKind,
    /// The entry that is to be committed, or that a read must see.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub index: Option<u64>,
    /// How many yes are needed.
    pub needed: u32,
    /// The voters.
    pub voters: Vec<VoterFrame>,
    /// The same for each half of a joint configuration, the incoming one first: each needs its own
    /// majority. Empty if there is one configuration.
    pub halves: Vec<QuorumHalfFrame>,
}

/// One half of a joint configuration.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct QuorumHalfFrame {
    /// How many yes are needed.
    pub needed: u32,
    /// The voters.
    pub voters: Vec<VoterFrame>,
}

/// What a quorum is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum QuorumKind {
    /// Votes for a candidate.
    Votes,
    /// Who has an entry on disk.
    Commit,
    /// Who has confirmed, since a read arrived, that the leader still leads.
    Read,
}

/// A voter and its answer.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct VoterFrame {
    /// Its name.
    pub id: String,
    /// Its answer.
    pub answer: AnswerFrame,
}

/// An answer of a voter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum AnswerFrame {
    /// Yes.
    Yes,
    /// No.
    No,
    /// None yet.
    None,
}

/// What a leader knows of a follower.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct ProgressFrame {
    /// The follower.
    pub server: String,
    /// The next entry to send.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub next: u64,
    /// The last entry that the follower is known to have.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    #[serde(rename = "match")]
    pub matched: u64,
    /// How the leader sends to it.
    pub state: ProgressState,
}

/// How a leader sends to a follower.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum ProgressState {
    /// It looks for the place where the logs agree: one message at a time.
    Probe,
    /// It knows the place, and sends ahead.
    Replicate,
    /// The follower is too far behind for the log: it is sent a snapshot.
    Snapshot,
}

/// What a server is in its own configuration.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum MembershipFrame {
    /// It votes; in a joint configuration, in both halves.
    Voter,
    /// It votes in the incoming half only.
    Incoming,
    /// It votes in the outgoing half only, and will be out.
    Outgoing,
    /// It votes in the outgoing half only, and will be a learner.
    Demoted,
    /// It receives the log and does not vote.
    Learner,
}

/// The members of the cluster.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct ConfigurationFrame {
    /// The voters; of a joint configuration the new ones.
    pub incoming: Vec<String>,
    /// The old voters of a joint configuration; else empty.
    pub outgoing: Vec<String>,
    /// Who receives the log and does not vote.
    pub learners: Vec<String>,
}

/// Messages on their way, as far as they have changed.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct MessagesFrame {
    /// New or changed messages; all of them if `all` is set.
    pub added: Vec<MessageFrame>,
    /// The names of messages that are no longer on their way.
    pub removed: Vec<String>,
    /// Whether `added` is the whole set.
    pub all: bool,
}

/// A message on its way. Its place on the link is (now − sentAt) / (dueAt − sentAt).
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct MessageFrame {
    /// Its name, the same in all branches.
    pub id: String,
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// Its kind.
    pub kind: MessageKind,
    /// The sender's term; clients have none.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub term: Option<u64>,
    /// When it left.
    pub sent_at: f64,
    /// When it arrives, or is lost.
    pub due_at: f64,
    /// Why it will not arrive, if that is certain.
    pub doomed: Option<DoomFrame>,
    /// A reply's yes or no.
    pub accepted: Option<bool>,
    /// The entries it carries.
    pub entries: Vec<EntryFrame>,
    /// The golden line.
    pub line: String,
    /// A label of a few characters.
    pub short: String,
}

/// What kind of message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub enum MessageKind {
    /// A candidate asks for a vote.
    RequestVote,
    /// The answer to it.
    RequestVoteReply,
    /// A leader replicates entries, or shows that it is there.
    AppendEntries,
    /// The answer to it.
    AppendEntriesReply,
    /// A server asks whether it would be elected.
    RequestPreVote,
    /// The answer to it.
    RequestPreVoteReply,
    /// The leader tells a follower to stand for election.
    TimeoutNow,
    /// A server asks its leader what a read must see.
    ReadIndex,
    /// The answer to it.
    ReadIndexReply,
    /// A leader sends its snapshot.
    InstallSnapshot,
    /// The answer to it.
    InstallSnapshotReply,
    /// A server passes a client's request on.
    Forward,
    /// A client asks.
    ClientRequest,
    /// The answer to it.
    ClientReply,
}

/// Why a message will not arrive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum DoomFrame {
    /// Chance.
    Loss,
    /// The link was cut.
    Cut,
    /// Somebody dropped it.
    Dropped,
}

/// An entry's id.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct EntryFrame {
    /// Its index.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub index: u64,
    /// Its term.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub term: u64,
}

/// A link, in one direction.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct LinkFrame {
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
}

/// A side of a partition.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct SideFrame {
    /// Its servers.
    pub servers: Vec<String>,
    /// Whether they are a majority of all voters, and so can elect and commit.
    pub majority: bool,
}

/// A client.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct ClientFrame {
    /// Its name.
    pub id: String,
    /// The operation that waits for an answer.
    pub operation: Option<OperationFrame>,
    /// How many operations wait for their turn.
    pub waiting: u32,
    /// The last finished operations, oldest first.
    pub answers: Vec<AnsweredFrame>,
}

/// An operation that waits for an answer.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct OperationFrame {
    /// Its name.
    pub id: String,
    /// What is asked for.
    pub text: String,
    /// The server that was asked last.
    pub server: String,
    /// When it began.
    pub invoked_at: f64,
    /// When the client loses patience, or asks again.
    pub times_out_at: f64,
    /// How many times it has asked.
    pub attempt: u32,
}

/// A finished operation.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct AnsweredFrame {
    /// Its name.
    pub id: String,
    /// What was asked for.
    pub text: String,
    /// What came of it.
    pub outcome: OutcomeFrame,
    /// The value that a read returned.
    pub value: Option<String>,
    /// When.
    pub at: f64,
    /// Who answered.
    pub server: Option<String>,
}

/// What came of an operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum OutcomeFrame {
    /// Done.
    Ok,
    /// Certainly not done.
    Failed,
    /// Perhaps done.
    Unknown,
}

/// What is happening, in words.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Sentence {
    /// What it is about.
    pub kind: SentenceKind,
    /// The sentence.
    pub text: String,
    /// The golden line of the event.
    pub detail: Option<String>,
    /// The rule behind it.
    pub rule: Option<String>,
    /// The section of the Raft paper that states the rule.
    pub section: Option<String>,
}

/// What a sentence is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum SentenceKind {
    /// The story says it.
    Story,
    /// A property is violated.
    Violation,
    /// Who leads.
    Leader,
    /// What is committed.
    Commit,
    /// What a client learns.
    Answer,
    /// What breaks or is mended.
    Fault,
    /// Who says no.
    Refusal,
    /// Who asks for votes or gives one.
    Vote,
    /// Anything else.
    Rest,
}

/// A violated property.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct ViolationFrame {
    /// Its name.
    pub property: String,
    /// What happened, in a sentence.
    pub text: String,
    /// The guilty event's place.
    pub at: Position,
}

/// A story.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Story {
    /// Its name in the gallery.
    pub name: Option<String>,
    /// Its title.
    pub title: String,
    /// What it shows.
    pub summary: String,
    /// Where it ends.
    pub until: f64,
    /// The steps that say something, in order.
    pub steps: Vec<StoryStep>,
    /// Settings that cannot work, or hardly, in a sentence each.
    pub warnings: Vec<String>,
}

/// A step of a story.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct StoryStep {
    /// Its name in links.
    pub id: String,
    /// What it says.
    pub say: Option<String>,
    /// Where it comes in the unchanged run.
    pub at: Option<Position>,
    /// Seconds to watch from here to the next step.
    pub pace: Option<f64>,
    /// A question at which the story stops.
    pub question: Option<Question>,
}

/// A question.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Question {
    /// The question.
    pub text: String,
    /// What one may answer.
    pub answers: Vec<String>,
    /// What is right, and why.
    pub reveal: String,
    /// Whether it can be seen happening: `showAnswer` does what it takes.
    pub shows: bool,
}

/// An entry of a log.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct LedgerEntry {
    /// Its index.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub index: u64,
    /// Its term.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub term: u64,
    /// What kind of entry.
    pub kind: EntryKind,
    /// The command; a no-op has none.
    pub command: Option<String>,
}

/// What kind of entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A client's command.
    Command,
    /// A leader's empty entry.
    Noop,
    /// The members of the cluster change.
    Configuration,
    /// A client session begins.
    OpenSession,
    /// Client sessions end.
    ExpireSessions,
}

/// An event in the list.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct EventRow {
    /// Its number, counted from 1.
    pub ordinal: u32,
    /// The place just after it.
    pub position: Position,
    /// The golden line.
    pub line: String,
    /// Whether it tells something, or is routine.
    pub telling: bool,
    /// The servers it concerns.
    pub servers: Vec<String>,
    /// The event that caused it; 0 if it came from outside.
    pub cause: u32,
}

/// What is painted on the time line.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Timeline {
    /// The furthest simulated moment.
    pub end: f64,
    /// Who led when.
    pub terms: Vec<TermBand>,
    /// What happened when.
    pub marks: Vec<TimelineMark>,
}

/// A term, from its first candidate to the next term's.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct TermBand {
    /// The term.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub term: u64,
    /// From.
    pub from: f64,
    /// To.
    pub to: f64,
    /// Its leader, if it had one.
    pub leader: Option<String>,
}

/// Something that happened.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct TimelineMark {
    /// Its place.
    pub at: Position,
    /// What it was.
    pub kind: MarkKind,
    /// The golden words for it.
    pub text: String,
}

/// What is marked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// An election begins.
    Election,
    /// Somebody begins to lead.
    Leader,
    /// A leader commits.
    Commit,
    /// A server crashes.
    Crash,
    /// A server starts again.
    Restart,
    /// The network changes.
    Fault,
    /// The reader acts.
    Action,
    /// A client's operation ends.
    Answer,
    /// A property is violated.
    Violation,
    /// A step of the story comes.
    Step,
}

/// A branch.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct Branch {
    /// Its number; 0 is the story.
    pub id: u32,
    /// The branch it grew from.
    pub parent: Option<u32>,
    /// Where it grew from.
    pub at: Option<Position>,
    /// The first thing that is different in it, in golden words.
    pub name: String,
    /// How far it has been followed.
    pub end: f64,
    /// Whether it is on the screen.
    pub current: bool,
}

/// The public state of a run: what hosts and textbooks read.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct PublicState {
    /// Milliseconds.
    pub time: f64,
    /// The digest of everything that has happened.
    pub digest: String,
    /// The servers by name.
    pub servers: BTreeMap<String, PublicServer>,
    /// The messages on their way.
    pub messages: Vec<PublicMessage>,
    /// Violated properties.
    pub violations: Vec<PublicViolation>,
}

/// A server as textbooks write it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct PublicServer {
    /// Its role, or `down`.
    pub state: PublicRole,
    /// Its term.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub term: u64,
    /// Its vote.
    pub voted_for: Option<String>,
    /// Its log.
    pub log: Vec<LedgerEntry>,
    /// The last entry it knows to be committed; null while it is down.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub commit_index: Option<u64>,
    /// The last applied entry; null while it is down.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub last_applied: Option<u64>,
    /// The last entry on its disk.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub durable_index: u64,
    /// Its keys and values; null while it is down.
    pub state_machine: Option<BTreeMap<String, String>>,
}

/// A server's state in one word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum PublicRole {
    /// It asks whether it could win.
    Precandidate,
    /// It asks for votes.
    Candidate,
    /// It follows.
    Follower,
    /// It leads.
    Leader,
    /// It does not run.
    Down,
}

/// A message on its way.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct PublicMessage {
    /// Its name.
    pub id: String,
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// Its kind.
    pub kind: MessageKind,
    /// The sender's term.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub term: Option<u64>,
    /// When it left.
    pub sent_at: f64,
    /// When it arrives, or is lost.
    pub due_at: f64,
    /// Why it will not arrive, if that is certain.
    pub doomed: Option<DoomFrame>,
}

/// A violated property.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct PublicViolation {
    /// Its name.
    pub property: String,
    /// What happened.
    pub text: String,
    /// When.
    pub time: f64,
}
