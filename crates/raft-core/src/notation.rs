//! The golden notation: one line per message, the same in tests, terminal, event list and links.
//!
//! ```text
//! n1 → n3 AppendEntries t2 prev=4@1 [5@2] commit=4
//! ```

use core::fmt;

use crate::{AppendResult, Body, Entry, Message, Payload, Round};

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} → {} {} t{}", self.from, self.to, self.kind().name(), self.term)?;
        match &self.body {
            Body::RequestVote { last_log, transfer } => {
                write!(f, " last={last_log}{}", if *transfer { " transfer" } else { "" })
            }
            Body::RequestVoteReply { granted } => write!(f, " {}", VoteMark(*granted)),
            Body::RequestPreVote { last_log } => write!(f, " last={last_log}"),
            Body::RequestPreVoteReply { granted, asked } => {
                write!(f, " {} for t{asked}", VoteMark(*granted))
            }
            Body::TimeoutNow => Ok(()),
            Body::AppendEntries { prev_log, entries, leader_commit, round } => {
                write!(f, " prev={prev_log} {} commit={leader_commit}", entry_list(entries))?;
                write!(f, "{}", RoundMark(*round))
            }
            Body::AppendEntriesReply { result, round } => {
                match result {
                    AppendResult::Accepted { match_index } => write!(f, " match={match_index}")?,
                    AppendResult::Rejected { prev_index, hint } => {
                        write!(f, " no prev={prev_index} hint={hint}")?;
                    }
                }
                write!(f, "{}", RoundMark(*round))
            }
            Body::ReadIndex { request, lease } => {
                write!(f, " r{}{}", request.0, if *lease { " lease" } else { "" })
            }
            Body::ReadIndexReply { request, index: Some(index) } => {
                write!(f, " r{} index={index}", request.0)
            }
            Body::ReadIndexReply { request, index: None } => {
                write!(f, " r{} not leader", request.0)
            }
            Body::Forward { payload, .. } => write!(f, " {payload}"),
            Body::InstallSnapshot { last, offset, data, done, .. } => {
                let end = offset + data.len() as u64;
                write!(f, " last={last} bytes={offset}..{end}{}", if *done { " done" } else { "" })
            }
            Body::InstallSnapshotReply { last, installed: true, .. } => {
                write!(f, " last={last} installed")
            }
            Body::InstallSnapshotReply { last, received, installed: false } => {
                write!(f, " last={last} received={received}")
            }
        }
    }
}

/// A vote as the golden notation prints it: `yes` or `no`.
#[derive(Clone, Copy, Debug)]
pub struct VoteMark(pub bool);

impl fmt::Display for VoteMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 { "yes" } else { "no" })
    }
}

/// A round, where there has been one.
struct RoundMark(Round);

impl fmt::Display for RoundMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == Round::default() { Ok(()) } else { write!(f, " round={}", self.0) }
    }
}

/// Entries as the golden notation prints them: `[5@2 6@2]`, and `[5@2 … 9@3]` for more than three.
pub fn entry_list(entries: &[Entry]) -> impl fmt::Display + '_ {
    EntryList(entries)
}

struct EntryList<'a>(&'a [Entry]);

impl fmt::Display for EntryList<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [first, _, .., _, last] => write!(f, "[{} … {}]", first.id, last.id),
            entries => {
                f.write_str("[")?;
                for (at, entry) in entries.iter().enumerate() {
                    let space = if at == 0 { "" } else { " " };
                    write!(f, "{space}{}", entry.id)?;
                }
                f.write_str("]")
            }
        }
    }
}

impl fmt::Display for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Noop => f.write_str("no-op"),
            Self::Command(command) => CommandText(command).fmt(f),
            Self::CommandInSession(of) => {
                let (command, of) = (CommandText(&of.command), of.session);
                write!(f, "{command} (s{}#{})", of.session.0, of.sequence)
            }
            Self::Configuration(configuration) => configuration.fmt(f),
            Self::OpenSession => f.write_str("open session"),
            Self::ExpireSessions { unused_since } => {
                write!(f, "end sessions unused since {unused_since}")
            }
        }
    }
}

/// A command as text where it is text, as a byte count where it is not.
struct CommandText<'a>(&'a [u8]);

impl fmt::Display for CommandText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match core::str::from_utf8(self.0) {
            Ok(text) => f.write_str(text),
            Err(_) => write!(f, "{} bytes", self.0.len()),
        }
    }
}
