//! The server that the sentences speak about, and the messages that it hears.

use std::collections::VecDeque;

use raft_core::{
    AppendResult, Body, Configuration, Durable, Effect, Entries, Entry, Index, Input, LocalTime,
    Log, LogId, Message, Node, NodeId, Options, Output, Payload, Reply, RequestId, Role, Round,
    Term, Verdict,
};

/// n1 with an immediate disk, and everything it has said since it was last listened to.
pub(crate) struct Server {
    pub(crate) node: Node,
    /// Messages in golden notation.
    said: Vec<String>,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) answers: Vec<Reply>,
    /// The state machine was asked to apply up to these indices.
    pub(crate) applied: Vec<u64>,
    now: LocalTime,
}

/// A follower in `term` with this vote and a log of entries of these terms, one of three servers.
pub(crate) fn follower(term: u64, vote: Option<u32>, log: &[u64]) -> Server {
    server_of(3, term, vote, log, Options { noop_on_election: false, ..Options::default() })
}

/// A candidate of `term`.
pub(crate) fn candidate(term: u64, log: &[u64]) -> Server {
    let mut server = follower(term - 1, None, log);
    server.takes(Input::ElectionTimeout);
    server.forget()
}

/// A leader of `term`, one of three servers, without an empty entry at its beginning.
pub(crate) fn leader(term: u64, log: &[u64]) -> Server {
    leader_of(3, term, log)
}

/// A leader of `term`, one of `size` servers.
pub(crate) fn leader_of(size: u32, term: u64, log: &[u64]) -> Server {
    let options = Options { noop_on_election: false, ..Options::default() };
    let mut server = server_of(size, term - 1, None, log, options);
    server.takes(Input::ElectionTimeout);
    for voter in 2..=size {
        server.hears(voter, term, vote(true));
    }
    assert!(server.node.is_leader());
    server.forget()
}

/// n1 of `size` servers, started from a disk that holds this.
pub(crate) fn server_of(
    size: u32,
    term: u64,
    vote: Option<u32>,
    log: &[u64],
    options: Options,
) -> Server {
    let mut durable = Durable::fresh(Configuration::new((1..=size).map(NodeId)));
    durable.hard_state.current_term = Term(term);
    durable.hard_state.voted_for = vote.map(NodeId);
    durable.log = log_of(log);
    Server {
        node: Node::restart(NodeId(1), options, &durable, LocalTime(0), 0),
        said: Vec::new(),
        verdicts: Vec::new(),
        answers: Vec::new(),
        applied: Vec::new(),
        now: LocalTime(0),
    }
}

impl Server {
    /// A message of `from` in `term` arrives.
    pub(crate) fn hears(&mut self, from: u32, term: u64, body: Body) -> &mut Self {
        let message = Message { from: NodeId(from), to: NodeId(1), term: Term(term), body };
        self.takes(Input::Receive(message))
    }

    /// A client proposes a command; requests are told apart by their number.
    pub(crate) fn is_asked(&mut self, request: u64) -> &mut Self {
        let (request, command) = (RequestId(request), b"x".as_slice().into());
        self.takes(Input::Propose { request, command, session: None })
    }

    pub(crate) fn at_millis(&mut self, now: u64) -> &mut Self {
        self.now = LocalTime(now * 1000);
        self
    }

    pub(crate) fn takes(&mut self, input: Input) -> &mut Self {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let mut out = Output::default();
            self.node.step(self.now, 0, input, &mut out);
            self.verdicts.append(&mut out.verdicts);
            for effect in out.effects {
                match effect {
                    Effect::Write(write) => inputs.push_back(Input::Persisted(write.id)),
                    Effect::Send { message, .. } => self.said.push(message.to_string()),
                    Effect::Apply { through } => {
                        self.applied.push(through.0);
                        inputs.push_back(Input::Applied(through));
                    }
                    Effect::Answer { reply, .. } => self.answers.push(reply),
                    Effect::TakeSnapshot { .. } | Effect::Restore { .. } => {}
                }
            }
        }
        self
    }

    /// Forgets what was said and decided so far.
    pub(crate) fn forget(mut self) -> Self {
        self.said.clear();
        self.verdicts.clear();
        self
    }

    /// What it has said since it was last listened to.
    pub(crate) fn says(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }

    /// Its state in one line.
    pub(crate) fn is(&self) -> String {
        let role = match self.node.role() {
            Role::Follower(follower) => match follower.leader {
                Some(leader) => format!("follower of {leader}"),
                None => "follower".to_owned(),
            },
            Role::PreCandidate(_) => "precandidate".to_owned(),
            Role::Candidate(_) => "candidate".to_owned(),
            Role::Leader(_) => "leader".to_owned(),
        };
        let vote = self.node.voted_for().map_or_else(|| "-".to_owned(), |to| to.to_string());
        let (term, commit) = (self.node.current_term(), self.node.commit_index());
        format!("{role} t{term} voted={vote} log={:?} commit={commit}", self.log())
    }

    /// The terms of its entries.
    pub(crate) fn log(&self) -> Vec<u64> {
        self.node.log().iter_from(Index(1)).map(|entry| entry.id.term.0).collect()
    }

    #[track_caller]
    pub(crate) fn assert_decided(&self, verdict: Verdict) {
        assert!(self.verdicts.contains(&verdict), "{verdict:?} is not among {:?}", self.verdicts);
    }
}

pub(crate) fn log_of(terms: &[u64]) -> Log {
    let mut log = Log::new();
    for entry in &*entries_behind(0, terms) {
        log.append(entry.clone());
    }
    log
}

fn entries_behind(prev: u64, terms: &[u64]) -> Entries {
    let entries = terms.iter().zip(prev + 1..);
    entries
        .map(|(term, index)| Entry { id: LogId::new(index, *term), payload: Payload::Noop })
        .collect()
}

/// RequestVote of a candidate whose last entry is `index`@`term`.
pub(crate) fn request_vote((index, term): (u64, u64)) -> Body {
    Body::RequestVote { last_log: LogId::new(index, term), transfer: false }
}

pub(crate) fn vote(granted: bool) -> Body {
    Body::RequestVoteReply { granted }
}

/// AppendEntries with entries of these terms behind `prev`, an (index, term).
pub(crate) fn append(prev: (u64, u64), terms: &[u64], commit: u64) -> Body {
    Body::AppendEntries {
        prev_log: LogId::new(prev.0, prev.1),
        entries: entries_behind(prev.0, terms),
        leader_commit: Index(commit),
        round: Round::default(),
    }
}

pub(crate) fn accepted(match_index: u64) -> Body {
    let result = AppendResult::Accepted { match_index: Index(match_index) };
    Body::AppendEntriesReply { result, round: Round::default() }
}

pub(crate) fn rejected(prev_index: u64, hint: (u64, u64)) -> Body {
    let (prev_index, hint) = (Index(prev_index), LogId::new(hint.0, hint.1));
    let result = AppendResult::Rejected { prev_index, hint };
    Body::AppendEntriesReply { result, round: Round::default() }
}

pub(crate) fn forward() -> Body {
    Body::Forward { request: RequestId(1), payload: Payload::command(*b"x") }
}
