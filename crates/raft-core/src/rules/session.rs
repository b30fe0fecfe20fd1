//! Dissertation §6.3: what is asked twice is done once.

use crate::{Session, SessionCommand, SessionDecision};

/// What becomes of a command of this session; `None` if there is no such session.
#[must_use]
pub fn decide(session: Option<&Session>, command: SessionCommand) -> SessionDecision {
    let Some(session) = session else {
        return SessionDecision::Expired;
    };
    if let Some(answer) = session.answers.get(&command.sequence) {
        return SessionDecision::Duplicate(answer.clone());
    }
    if command.sequence < session.first_open {
        return SessionDecision::Forgotten;
    }
    SessionDecision::Execute
}
