//! The golden line of an event: the same in tests, terminal, event list and screen reader.
//!
//! ```text
//! 80ms n2 → n1 RequestVoteReply t1 yes · n1 leader
//! ```

use core::fmt;

use raft_core::SessionCommand;

use crate::{Answer, EventKind, Fact, Flight, Happening, Packet, RoleKind, World};

/// An event as one line of text. Implements `Display`.
#[derive(Clone, Copy, Debug)]
pub struct EventLine<'a> {
    /// The world just after the event.
    pub world: &'a World,
    /// The event.
    pub happening: Happening<'a>,
}

impl fmt::Display for EventLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let event = self.happening.event;
        write!(f, "{} ", event.position.time)?;
        match event.kind {
            EventKind::Delivered(_) => self.arrived(f)?,
            EventKind::Lost(_, why) => {
                self.arrived(f)?;
                write!(f, " × {}", why.name())?;
            }
            EventKind::ElectionTimeout(server) => write!(f, "{server} election timeout")?,
            EventKind::HeartbeatDue(server) => write!(f, "{server} heartbeat due")?,
            EventKind::Persisted(key) => {
                write!(f, "{} on disk: write {}", key.server, key.write.0)?;
            }
            EventKind::ClientTimer(client) => write!(f, "{client} timer")?,
            EventKind::Acted => f.write_str("action")?,
        }
        for fact in self.happening.facts {
            self.fact(fact, f)?;
        }
        Ok(())
    }
}

impl EventLine<'_> {
    fn arrived(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.happening.arrived.map_or(Ok(()), |flight| write!(f, "{flight}"))
    }

    /// What is worth a word in the line; messages and writes that follow have lines of their own.
    fn fact(&self, fact: &Fact, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match fact {
            Fact::Sent { .. } | Fact::WriteStarted(_) | Fact::Applied { .. } => Ok(()),
            Fact::Role { server, role } => write!(f, " · {server} {}", role.name()),
            Fact::Term { server, term } => write!(f, " · {server} t{term}"),
            Fact::Truncated { server, from } => write!(f, " · {server} cuts its log from {from}"),
            Fact::Appended { server, last } => write!(f, " · {server} log={last}"),
            Fact::Commit { server, index } => write!(f, " · {server} commit={index}"),
            Fact::Invoked(id) => match self.operation_text(*id) {
                Some(text) => write!(f, " · {id} {text}"),
                None => write!(f, " · {id}"),
            },
            Fact::Succeeded(id) => write!(f, " · {id} ok"),
            Fact::Failed(id) => write!(f, " · {id} failed"),
            Fact::GivenUp(id) => write!(f, " · {id} unknown"),
            Fact::Crashed { server, lost_writes: 0 } => write!(f, " · {server} crashes"),
            Fact::Crashed { server, lost_writes } => {
                write!(f, " · {server} crashes, unfinished writes lost: {lost_writes}")
            }
            Fact::Wiped(server) => write!(f, " · {server} loses its disk"),
            Fact::Repeated { server, index } => write!(f, " · {server} has done {index} before"),
            Fact::SessionExpired { server, index } => {
                write!(f, " · {server} skips {index}, session expired")
            }
            Fact::SessionOpened { server, session } => {
                write!(f, " · {server} opens session s{}", session.0)
            }
            Fact::SessionsClosed { server, count } => {
                write!(f, " · {server} sessions closed: {count}")
            }
            Fact::Restarted { server, .. } => write!(f, " · {server} restarts"),
            Fact::TimerSet { server, at } => write!(f, " · {server} times out at {at}"),
            Fact::Cut { from, to } => write!(f, " · cut {from} → {to}"),
            Fact::Healed { from, to } => write!(f, " · healed {from} → {to}"),
            Fact::Side { server, side } => write!(f, " · {server} on side {}", side + 1),
            Fact::AllHealed => f.write_str(" · all links healed"),
            Fact::Dropped(id) => write!(f, " · dropped {id}"),
            Fact::DueNow(id) => write!(f, " · due now {id}"),
            Fact::Held(id) => write!(f, " · held {id}"),
            Fact::Delayed(id) => write!(f, " · delayed {id}"),
            Fact::Copied(id) => write!(f, " · copied {id}"),
            Fact::Fault { what, server, value } => {
                write!(f, " · {server} {} {value}", what.name())
            }
            Fact::Loss { ppm } => write!(f, " · loss {}%", PerMillion(*ppm)),
            Fact::Bound { server } => write!(f, " · {server} is given a name"),
            Fact::Released => f.write_str(" · the story lets go"),
        }
    }

    fn operation_text(&self, id: crate::OperationId) -> Option<impl fmt::Display> {
        let client = self.world.clients().iter().find(|client| client.id() == id.client)?;
        client
            .current()
            .filter(|operation| operation.id == id)
            .map(|operation| operation.command.clone())
    }
}

impl RoleKind {
    /// The role's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Follower => "follower",
            Self::PreCandidate => "precandidate",
            Self::Candidate => "candidate",
            Self::Leader => "leader",
        }
    }
}

struct PerMillion(u32);

impl fmt::Display for PerMillion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 10_000, self.0 % 10_000);
        if rest == 0 { write!(f, "{whole}") } else { write!(f, "{whole}.{rest:04}") }
    }
}

impl fmt::Display for Flight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.id.from, self.id.to);
        match &self.packet {
            Packet::Raft(message) => message.fmt(f),
            Packet::Request { operation, command, session } => {
                write!(f, "{from} → {to} ClientRequest {operation} {command}")?;
                match session {
                    Some(SessionCommand { session, sequence, .. }) => {
                        write!(f, " (s{}#{sequence})", session.0)
                    }
                    None => Ok(()),
                }
            }
            Packet::Reply { operation, answer } => {
                write!(f, "{from} → {to} ClientReply {operation} {answer}")
            }
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(None) => f.write_str("ok"),
            Self::Done(Some(value)) => write!(f, "ok {value}"),
            Self::NotLeader(None) => f.write_str("not leader"),
            Self::NotLeader(Some(leader)) => write!(f, "not leader, ask {leader}"),
            Self::Opened(session) => write!(f, "session s{}", session.0),
            Self::Expired => f.write_str("session expired"),
        }
    }
}
