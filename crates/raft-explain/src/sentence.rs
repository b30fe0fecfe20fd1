//! A sentence before it is put into words.

use core::fmt;

use raft_core::{Index, LogId, Micros, NodeId, Rule, Term};
use raft_sim::{Address, SimTime};

/// A sentence: which one, and what it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// How much it matters beside others.
    pub kind: SentenceKind,
    /// Its key in the catalogue, one of [`KEYS`].
    pub key: &'static str,
    /// What goes into it, by name.
    pub operands: Vec<(&'static str, Operand)>,
    /// The rule that was applied, if one was.
    pub rule: Option<Rule>,
}

/// What a sentence is about. Of several things that happen at once, the first kind is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SentenceKind {
    /// A property is violated.
    Violation,
    /// Somebody begins or stops to lead.
    Leader,
    /// Something is committed, or held back.
    Commit,
    /// A client learns what became of its operation.
    Answer,
    /// Something breaks or is mended.
    Fault,
    /// Somebody says no.
    Refusal,
    /// Somebody asks for votes or gives one.
    Vote,
    /// Anything else.
    Rest,
}

/// Something that goes into a sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Operand {
    /// A server or a client.
    Name(Address),
    /// Several servers.
    Servers(Vec<NodeId>),
    /// A term.
    Term(Term),
    /// An index.
    Index(Index),
    /// An entry.
    Entry(LogId),
    /// A count.
    Count(u64),
    /// A moment, or a span of time.
    Time(SimTime),
    /// Words that come from outside, such as a command.
    Text(String),
}

impl From<NodeId> for Operand {
    fn from(id: NodeId) -> Self {
        Self::Name(Address::Server(id))
    }
}

impl From<Term> for Operand {
    fn from(term: Term) -> Self {
        Self::Term(term)
    }
}

impl From<Index> for Operand {
    fn from(index: Index) -> Self {
        Self::Index(index)
    }
}

impl From<LogId> for Operand {
    fn from(entry: LogId) -> Self {
        Self::Entry(entry)
    }
}

impl From<Micros> for Operand {
    fn from(span: Micros) -> Self {
        Self::Time(SimTime(span.0))
    }
}

impl From<u32> for Operand {
    fn from(count: u32) -> Self {
        Self::Count(u64::from(count))
    }
}

impl From<String> for Operand {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(f),
            Self::Servers(servers) => {
                for (at, server) in servers.iter().enumerate() {
                    let comma = if at == 0 { "" } else { ", " };
                    write!(f, "{comma}{server}")?;
                }
                Ok(())
            }
            Self::Term(term) => term.fmt(f),
            Self::Index(index) => index.fmt(f),
            Self::Entry(entry) => entry.fmt(f),
            Self::Count(count) => count.fmt(f),
            Self::Time(time) => time.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Every sentence there is: its key in the catalogue and the operands that it may use.
pub const KEYS: &[(&str, &[&str])] = &[
    ("start", &[]),
    ("election-timed-out", &["server", "term"]),
    ("election-told", &["server", "term"]),
    ("election-pre-vote-won", &["server", "term"]),
    ("election-handed-over", &["server", "term"]),
    ("pre-vote-started", &["server", "term"]),
    ("pre-vote-granted", &["server", "candidate", "term"]),
    ("pre-vote-counted", &["server", "voter", "yes", "needed"]),
    ("pre-vote-no-counted", &["server", "voter", "yes", "needed"]),
    ("quorum-lost", &["server", "term", "heard", "needed"]),
    ("leader-forgotten", &["server", "leader"]),
    ("election-refused-lease", &["server", "elapsed"]),
    ("transfer-started", &["server", "to"]),
    ("transfer-ready", &["server", "to"]),
    ("transfer-aborted", &["server", "to"]),
    ("transfer-refused", &["server", "to"]),
    ("proposal-held-for-transfer", &["server", "to"]),
    ("proposal-too-much", &["server"]),
    ("read-held-commit", &["server"]),
    ("read-held-quorum", &["server"]),
    ("read-held-apply", &["server"]),
    ("read-held-lease", &["server"]),
    ("read-confirmed-quorum", &["server", "index"]),
    ("read-confirmed-lease", &["server", "index"]),
    ("read-confirmed-leader", &["server", "index"]),
    ("read-stale", &["server", "index"]),
    ("read-served", &["server", "index"]),
    ("read-forwarded", &["server", "leader"]),
    ("read-refused", &["server"]),
    ("snapshot-taken", &["server", "entry", "count"]),
    ("snapshot-sent", &["server", "follower", "entry"]),
    ("snapshot-received", &["server", "leader", "entry"]),
    ("snapshot-installed", &["server", "entry", "count"]),
    ("snapshot-refused", &["server"]),
    ("change-accepted", &["server", "entry"]),
    ("change-refused-not-leader", &["server"]),
    ("change-refused-transfer", &["server"]),
    ("change-refused-pending", &["server"]),
    ("change-refused-own-term", &["server"]),
    ("change-refused-behind", &["server"]),
    ("change-refused-impossible", &["server"]),
    ("joint-left", &["server", "index"]),
    ("configuration-joint", &["server", "count", "more"]),
    ("configuration-used", &["server", "count"]),
    ("leader-removed", &["server", "term"]),
    ("learner-caught-up", &["server", "learner", "took"]),
    ("learner-too-slow", &["server", "learner", "took"]),
    ("election-won", &["server", "term", "yes", "voters"]),
    ("leader-steps-down", &["server", "term", "new"]),
    ("candidate-steps-down", &["server", "term", "leader"]),
    ("leader-recognised", &["server", "leader", "term"]),
    ("vote-granted", &["server", "candidate", "term"]),
    ("vote-counted", &["server", "voter", "yes", "needed"]),
    ("vote-no-counted", &["server", "voter", "yes", "needed"]),
    ("vote-denied-stale", &["server", "candidate", "mine", "theirs"]),
    ("vote-denied-voted", &["server", "candidate", "voted_for"]),
    ("vote-denied-log", &["server", "candidate", "mine", "theirs"]),
    ("vote-denied-heard", &["server", "candidate", "elapsed"]),
    ("vote-denied-leads", &["server", "candidate"]),
    ("append-refused-stale", &["server", "leader", "mine", "theirs"]),
    ("append-refused-missing", &["server", "leader", "prev", "last"]),
    ("append-refused-mismatch", &["server", "leader", "prev", "mine"]),
    ("append-accepted", &["server", "leader", "count", "index"]),
    ("truncated", &["server", "count", "from"]),
    ("commit-leader", &["server", "have", "voters", "index", "command"]),
    ("commit-follower", &["server", "index"]),
    ("commit-held-old-term", &["server", "entry", "term"]),
    ("proposal-accepted", &["server", "index", "command"]),
    ("proposal-refused", &["server"]),
    ("proposal-redirected", &["server", "leader"]),
    ("proposal-forwarded", &["server", "leader"]),
    ("client-asks", &["client", "server", "command"]),
    ("client-asks-again", &["client", "server", "command"]),
    ("client-written", &["client", "command"]),
    ("client-read", &["client", "key", "value"]),
    ("client-read-nothing", &["client", "key"]),
    ("client-failed", &["client", "command"]),
    ("client-unknown", &["client", "command"]),
    ("crashed", &["server"]),
    ("crashed-several", &["servers"]),
    ("crashed-losing", &["server", "count"]),
    ("restarted", &["server", "term", "count"]),
    ("wiped", &["server"]),
    ("repeated", &["server", "index"]),
    ("session-expired", &["server", "index"]),
    ("session-opened", &["server"]),
    ("sessions-closed", &["server", "count"]),
    ("client-added", &["client", "key", "value"]),
    ("client-session", &["client"]),
    ("timer-set", &["server", "time"]),
    ("timers-set", &["servers", "time"]),
    ("cut", &["from", "to"]),
    ("cut-both", &["from", "to"]),
    ("cut-several", &["count"]),
    ("healed", &["from", "to"]),
    ("healed-both", &["from", "to"]),
    ("healed-several", &["count"]),
    ("partitioned", &["count"]),
    ("one-side", &[]),
    ("all-healed", &[]),
    ("dropped", &["message", "from", "to"]),
    ("delivered-now", &["message", "from", "to"]),
    ("held", &["message", "from", "to"]),
    ("delayed", &["message", "from", "to"]),
    ("copied", &["message", "from", "to"]),
    ("link-set", &["from", "to"]),
    ("link-well", &["from", "to"]),
    ("links-set", &["count"]),
    ("links-well", &["count"]),
    ("client-link-set", &["client", "server"]),
    ("paused", &["server"]),
    ("resumed", &["server"]),
    ("trapped-before-output", &["server"]),
    ("trapped-before-persist", &["server"]),
    ("trapped-after-persist", &["server"]),
    ("trapped-before-answer", &["server"]),
    ("disarmed", &["server"]),
    ("server-set", &["server"]),
    ("server-well", &["server"]),
    ("clock-set", &["server"]),
    ("disk-set", &["server"]),
    ("disk-well", &["server"]),
    ("damaged", &["server"]),
    ("lied", &["server"]),
    ("lost-chance", &["message", "from", "to"]),
    ("lost-cut", &["message", "from", "to"]),
    ("lost-down", &["message", "from", "to"]),
    ("loss-set", &["percent"]),
    ("released", &[]),
    ("message-refused", &["server", "from"]),
    ("violation-election-safety", &["servers", "term"]),
    ("violation-leader-append-only", &["servers", "term"]),
    ("violation-log-matching", &["servers", "entry"]),
    ("violation-leader-completeness", &["servers", "entry", "term"]),
    ("violation-state-machine-safety", &["servers", "entry", "other"]),
    ("violation-committed-logs-agree", &["servers", "entry", "other"]),
    ("violation-committed-on-majority", &["servers", "entry"]),
    ("violation-committed-is-durable", &["servers", "entry", "term"]),
    ("violation-up-to-date-is-complete", &["servers", "entry", "other"]),
    ("violation-leader-has-its-term", &["servers", "entry", "other", "term"]),
    ("violation-log-terms-in-order", &["servers", "entry"]),
    ("violation-indices-in-order", &["servers", "entry", "other"]),
    ("violation-configuration-of-log", &["servers"]),
    ("violation-leader-voted-for-itself", &["servers", "term"]),
    ("violation-once-in-a-term", &["servers", "term"]),
    ("violation-nothing-goes-back", &["servers", "term"]),
    ("violation-progress-is-true", &["servers", "entry", "term"]),
    ("violation-promises-are-durable", &["servers", "term"]),
    ("violation-exactly-once", &["entry", "other"]),
    ("violation-linearizability", &["operation"]),
    ("live-quiet", &["servers"]),
    ("live-possible", &["servers"]),
    ("live-stalled", &["servers", "time"]),
    ("live-impossible", &[]),
    ("live-disk-stalled", &["server"]),
    ("live-clock-behind", &["server"]),
    ("live-unsteady", &["server"]),
    ("live-closed", &["from", "to"]),
    ("live-lossy", &["from", "to"]),
    ("live-slow", &["from", "to"]),
    ("not-down", &["server"]),
    ("not-damaged", &["server"]),
    ("not-paused", &["server"]),
    ("not-cut", &["from", "to"]),
    ("not-apart", &["from", "to"]),
    ("not-jammed", &["from", "to"]),
    ("not-blocked", &["from", "to", "message"]),
    ("not-lost", &["message", "from", "to"]),
    ("not-held", &["message", "from", "to"]),
    ("not-let-through", &["message", "from", "to"]),
    ("not-arrived", &["message", "from", "to", "time"]),
    ("not-written", &["server", "time"]),
    ("not-written-stalled", &["server"]),
    ("not-written-yet", &["server"]),
    ("not-repeated", &["server", "leader", "time"]),
    ("not-told-yet", &["server", "leader", "time"]),
    ("not-newer-term", &["server", "leader", "term", "mine"]),
    ("not-snapshot", &["server", "leader"]),
    ("not-conflict", &["server", "entry", "other"]),
    ("not-probed", &["server", "leader"]),
    ("not-commit-no-leader", &["entry"]),
    ("not-commit-deposed", &["entry", "server", "leader", "term"]),
    ("not-commit-superseded", &["entry", "server", "leader", "term"]),
    ("not-commit-old-term", &["entry", "server", "term"]),
    ("not-commit-old-term-waits", &["entry", "server", "term", "index"]),
    ("not-commit-needs", &["entry", "index", "have", "needed", "count", "servers"]),
    ("not-commit-needs-new", &["entry", "index", "have", "needed", "count", "servers"]),
    ("not-commit-needs-old", &["entry", "index", "have", "needed", "count", "servers"]),
    ("not-commit-learner", &["server"]),
    ("not-told", &["entry", "server", "leader"]),
    ("not-majority-up", &["have", "needed", "servers"]),
    ("not-member", &["server"]),
    ("not-learner", &["server"]),
    ("not-reaching", &["server", "have", "needed"]),
    ("not-timed-out", &["server", "time"]),
    ("not-doubting", &["server", "leader", "time"]),
    ("not-elected-needs", &["server", "term", "yes", "needed", "servers", "time"]),
    ("not-elected-lost", &["server", "term", "yes", "needed", "servers", "time"]),
    ("not-pre-elected-needs", &["server", "term", "yes", "needed", "servers", "time"]),
    ("not-pre-elected-lost", &["server", "term", "yes", "needed", "servers", "time"]),
    ("not-voted", &["server", "candidate", "term"]),
    ("not-asked-again", &["server", "candidate"]),
    ("not-done", &["client", "command"]),
    ("not-known", &["client", "command"]),
    ("not-asking", &["client", "server", "time"]),
    ("not-heard", &["client", "server", "time"]),
    ("not-committed", &["client", "server", "index"]),
    ("not-read-own-commit", &["server", "term"]),
    ("not-leased", &["server"]),
    ("not-read-confirmed", &["server", "have", "needed", "servers"]),
    ("not-read-applied", &["server", "index", "applied"]),
    ("warning-slow-elections", &["round_trip", "timeout"]),
    ("warning-late-heartbeats", &["gap", "timeout"]),
    ("warning-hasty-clients", &["usual", "timeout"]),
    ("branch-crashed", &["what", "time"]),
    ("branch-restarted", &["what", "time"]),
    ("branch-paused", &["what", "time"]),
    ("branch-resumed", &["what", "time"]),
    ("branch-wiped", &["what", "time"]),
    ("branch-timed-out", &["what", "time"]),
    ("branch-dropped", &["what", "time"]),
    ("branch-delivered", &["what", "time"]),
    ("branch-held", &["what", "time"]),
    ("branch-cut", &["what", "time"]),
    ("branch-healed", &["what", "time"]),
    ("branch-done", &["what", "time"]),
];
