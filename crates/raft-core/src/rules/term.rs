//! §5.1: terms are a logical clock.

use core::cmp::Ordering;

use crate::{Deviation, Deviations, MessageKind, Term};

/// How a message's term relates to the receiver's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TermOrder {
    /// The sender lives in the past: refuse, and let the answer's term tell it so.
    Stale,
    /// Both are in the same term.
    Current,
    /// The receiver lives in the past: it adopts the term and follows, whatever it was.
    Newer,
}

/// Compares a message's term with the receiver's (Figure 2, "rules for servers").
#[must_use]
pub fn compare(message: Term, mine: Term, leads: bool, deviations: Deviations) -> TermOrder {
    match message.cmp(&mine) {
        Ordering::Greater if leads && deviations.has(Deviation::LeaderIgnoresNewerTerms) => {
            TermOrder::Stale
        }
        Ordering::Less => TermOrder::Stale,
        Ordering::Equal => TermOrder::Current,
        Ordering::Greater => TermOrder::Newer,
    }
}

/// Does a message of an older term count all the same? Never: its sender spoke of a time that is over
/// (§5.1).
#[must_use]
pub fn counts_though_old(message: MessageKind, deviations: Deviations) -> bool {
    match message {
        MessageKind::RequestVoteReply => deviations.has(Deviation::OldVotesCount),
        MessageKind::AppendEntriesReply => deviations.has(Deviation::OldAcknowledgementsCount),
        MessageKind::AppendEntries | MessageKind::InstallSnapshot => {
            deviations.has(Deviation::OldLeadersFollowed)
        }
        _ => false,
    }
}
