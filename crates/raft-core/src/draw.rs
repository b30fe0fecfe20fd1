//! Which random number a step uses: an argument, so that it can be chosen, recorded and replayed.

use crate::{Body, DrawKey, Input, LocalTime, Message, Node, Role};

impl Node {
    /// The random number that a step with this input at this moment may use, if any.
    #[must_use]
    pub fn wants_draw(&self, now: LocalTime, input: &Input) -> Option<DrawKey> {
        match input {
            Input::Receive(message) => self.draw_for_message(message),
            Input::ElectionTimeout => Some(self.draw_for_campaign()),
            Input::Wake if self.timing.election_due(now.max(self.timing.now)) => {
                Some(self.draw_for_campaign())
            }
            _ => None,
        }
    }

    fn draw_for_message(&self, message: &Message) -> Option<DrawKey> {
        let mine = self.hard_state.current_term;
        let term = match message.body {
            // A question about a vote, and the promise of one, bring no term with them.
            Body::RequestPreVote { .. } => return None,
            Body::RequestPreVoteReply { granted: true, .. } => match self.role {
                Role::PreCandidate(_) => mine.next(),
                _ => return None,
            },
            Body::TimeoutNow
                if message.term >= mine && self.may_open_term_after(message.term).is_ok() =>
            {
                message.term.next()
            }
            _ if message.term > mine => message.term,
            _ => return None,
        };
        Some(DrawKey { term, attempt: 0 })
    }

    fn draw_for_campaign(&self) -> DrawKey {
        let term = self.hard_state.current_term;
        if self.asks_first() {
            DrawKey { term, attempt: self.timing.attempt + 1 }
        } else {
            DrawKey { term: term.next(), attempt: 0 }
        }
    }
}
