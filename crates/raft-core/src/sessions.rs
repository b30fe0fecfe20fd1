//! Client sessions (dissertation §6.3; §8): what is asked twice is done once.
//!
//! A client whose answer got lost asks again, and then its command may stand in the log twice. A
//! session gives each command a number; whoever applies the log asks the table of sessions what to
//! do with each entry, and keeps what it answered. The table is fed by the log and by nothing else,
//! so all servers agree on it, and it belongs to every snapshot.

use alloc::sync::Arc;

use crate::{Entry, FlatMap, Index, Payload, Rule, SessionCommand, SessionId, rules};

/// The sessions that are open at some place of the log. A clone is cheap.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Sessions(Arc<FlatMap<SessionId, Session>>);

/// What is remembered of one client.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Session {
    /// The last entry in which it was used: sessions expire by the log, not by a clock.
    pub last_used: Index,
    /// The client has the answers to everything before this number.
    pub first_open: u64,
    /// The answers from there on.
    pub answers: FlatMap<u64, Arc<[u8]>>,
}

/// What to do with a committed entry.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum SessionDecision {
    /// Nothing: it is not for the state machine.
    Nothing,
    /// Execute the command; if it belongs to a session, hand the answer to [`Sessions::answered`].
    Execute,
    /// It has been executed before, and this was the answer.
    Duplicate(Arc<[u8]>),
    /// It has been executed before, and the client has said that it has the answer.
    Forgotten,
    /// Its session does not exist any more. Whether the command was executed before nobody knows,
    /// so it must not be executed now.
    Expired,
    /// A session was opened.
    Opened(SessionId),
    /// So many sessions were closed, because they had not been used for long.
    Closed(u32),
}

impl Sessions {
    /// Says what to do with a committed entry, and takes note of it. To be called once for each, in
    /// the order of the log.
    pub fn take(&mut self, entry: &Entry) -> SessionDecision {
        match &entry.payload {
            Payload::Noop | Payload::Configuration(_) => SessionDecision::Nothing,
            Payload::OpenSession => self.open(entry.id.index),
            Payload::ExpireSessions { unused_since } => self.expire(*unused_since),
            Payload::Command(_) => SessionDecision::Execute,
            Payload::CommandInSession(of) => self.take_command(of.session, entry.id.index),
        }
    }

    fn open(&mut self, at: Index) -> SessionDecision {
        let id = SessionId(at.0);
        let session = Session { last_used: at, first_open: 0, answers: FlatMap::new() };
        Arc::make_mut(&mut self.0).insert(id, session);
        SessionDecision::Opened(id)
    }

    fn expire(&mut self, unused_since: Index) -> SessionDecision {
        let before = self.0.len();
        Arc::make_mut(&mut self.0).retain(|_, session| session.last_used >= unused_since);
        SessionDecision::Closed(crate::verdict::narrow(before - self.0.len()))
    }

    fn take_command(&mut self, command: SessionCommand, at: Index) -> SessionDecision {
        let decision = rules::session::decide(self.0.get(&command.session), command);
        if let Some(session) = Arc::make_mut(&mut self.0).get_mut(&command.session) {
            session.last_used = at;
            session.first_open = session.first_open.max(command.first_open);
            session.answers.retain(|sequence, _| *sequence >= session.first_open);
        }
        decision
    }

    /// The state machine has executed a command of a session: so it was answered.
    pub fn answered(&mut self, command: SessionCommand, answer: Arc<[u8]>) {
        if let Some(session) = Arc::make_mut(&mut self.0).get_mut(&command.session) {
            session.answers.insert(command.sequence, answer);
        }
    }

    /// The same sessions, with nothing that was answered in them.
    pub(crate) fn without_answers(mut self) -> Self {
        for session in Arc::make_mut(&mut self.0).values_mut() {
            session.answers.clear();
        }
        self
    }

    /// One session.
    #[must_use]
    pub fn get(&self, id: SessionId) -> Option<&Session> {
        self.0.get(&id)
    }

    /// All sessions, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (SessionId, &Session)> {
        self.0.iter().map(|(id, session)| (*id, session))
    }
}

impl SessionDecision {
    /// The rule that was applied, if one was.
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        match self {
            Self::Nothing => None,
            Self::Execute | Self::Duplicate(_) | Self::Forgotten | Self::Opened(_) => {
                Some(Rule::ExactlyOnce)
            }
            Self::Expired | Self::Closed(_) => Some(Rule::SessionsExpireByLog),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LogId;

    fn entry(index: u64, payload: Payload) -> Entry {
        Entry { id: LogId::new(index, 1), payload }
    }

    fn call(session: u64, sequence: u64, first_open: u64) -> Payload {
        let session = Some(SessionCommand { session: SessionId(session), sequence, first_open });
        Payload::of_client(b"x".as_slice().into(), session)
    }

    fn execute(sessions: &mut Sessions, index: u64, sequence: u64, first_open: u64) {
        let payload = call(1, sequence, first_open);
        assert_eq!(sessions.take(&entry(index, payload.clone())), SessionDecision::Execute);
        sessions.answered(payload.session().unwrap(), [u8::try_from(index).unwrap()].into());
    }

    #[test]
    fn what_is_asked_twice_is_done_once() {
        let mut sessions = Sessions::default();
        assert_eq!(
            sessions.take(&entry(1, Payload::OpenSession)),
            SessionDecision::Opened(SessionId(1))
        );
        execute(&mut sessions, 2, 1, 1);
        let again = sessions.take(&entry(3, call(1, 1, 1)));
        assert_eq!(again, SessionDecision::Duplicate([2].into()));
    }

    #[test]
    fn several_commands_may_be_open_in_any_order() {
        let mut sessions = Sessions::default();
        sessions.take(&entry(1, Payload::OpenSession));
        execute(&mut sessions, 2, 2, 1);
        execute(&mut sessions, 3, 1, 1);
        let again = sessions.take(&entry(4, call(1, 2, 1)));
        assert_eq!(again, SessionDecision::Duplicate([2].into()));
    }

    #[test]
    fn answers_that_the_client_has_are_forgotten() {
        let mut sessions = Sessions::default();
        sessions.take(&entry(1, Payload::OpenSession));
        execute(&mut sessions, 2, 1, 1);
        execute(&mut sessions, 3, 2, 2);
        assert_eq!(sessions.get(SessionId(1)).map(|one| one.answers.len()), Some(1));
        assert_eq!(sessions.take(&entry(4, call(1, 1, 1))), SessionDecision::Forgotten);
    }

    #[test]
    fn an_expired_session_executes_nothing() {
        let mut sessions = Sessions::default();
        sessions.take(&entry(1, Payload::OpenSession));
        sessions.take(&entry(2, Payload::OpenSession));
        execute(&mut sessions, 3, 1, 1);
        let expire = Payload::ExpireSessions { unused_since: Index(3) };
        assert_eq!(sessions.take(&entry(4, expire)), SessionDecision::Closed(1));
        assert_eq!(sessions.take(&entry(5, call(2, 1, 1))), SessionDecision::Expired);
        assert_eq!(sessions.take(&entry(6, call(9, 1, 1))), SessionDecision::Expired);
        let again = sessions.take(&entry(7, call(1, 1, 1)));
        assert_eq!(again, SessionDecision::Duplicate([3].into()));
    }
}
