//! §5.4, safety; Figure 3; §8, the empty entry of a new leader.

use raft_core::rules::quorum::Half;
use raft_core::{
    CommitHold, Index, Input, LogId, MessageFault, NodeId, Options, Term, Verdict, VoteRefusal,
};

use crate::server::{accepted, append, follower, leader, leader_of, request_vote, server_of, vote};

/// §5.4.1: a voter denies its vote if its own log is more up to date than the candidate's: the
/// later last term wins, and with equal last terms the longer log.
#[test]
fn only_a_log_that_is_at_least_as_up_to_date_gets_a_vote() {
    type Row<'a> = (&'a [u64], (u64, u64), bool);
    let table: &[Row<'_>] = &[
        // the voter's log, the candidate's last entry: may it win?
        (&[], (0, 0), true),
        (&[], (1, 1), true),
        (&[1], (0, 0), false),
        (&[1], (1, 1), true),
        (&[1], (2, 1), true),
        (&[1, 1], (1, 1), false),
        (&[1, 2], (1, 2), false),
        (&[1, 2], (2, 2), true),
        (&[1, 2], (9, 1), false),
        (&[1, 1, 1, 1], (1, 2), true),
        (&[2, 2, 2], (1, 3), true),
        (&[2, 3], (5, 2), false),
    ];
    for (log, last, granted) in table {
        let mut server = follower(3, None, log);
        server.hears(2, 4, request_vote(*last));
        let answer = if *granted { "yes" } else { "no" };
        assert_eq!(server.says(), [format!("n1 → n2 RequestVoteReply t4 {answer}")]);
        assert_eq!(server.node.voted_for(), granted.then_some(NodeId(2)));
        let mine = server.node.log().last();
        let theirs = LogId::new(last.0, last.1);
        let candidate = NodeId(2);
        server.assert_decided(if *granted {
            Verdict::VoteGranted { candidate, term: Term(4) }
        } else {
            Verdict::VoteDenied { candidate, why: VoteRefusal::LogBehind { mine, theirs } }
        });
    }
}

/// §5.4.2: only entries of the leader's current term are committed by counting replicas; then all
/// earlier ones are committed indirectly.
#[test]
fn only_entries_of_the_current_term_commit_by_counting() {
    let table = [
        // what n2 and n3 acknowledge, of the leader's log 1 2 2 4: commit index
        (2, 2, 0),
        (3, 3, 0),
        (3, 0, 0),
        (4, 0, 4),
        (4, 3, 4),
    ];
    for (n2, n3, commit) in table {
        let mut server = leader(4, &[1, 2, 2]);
        server.is_asked(1);
        server.hears(3, 4, accepted(n3)).hears(2, 4, accepted(n2));
        assert_eq!(server.node.commit_index(), Index(commit), "{n2} and {n3}");
    }
    let mut server = leader(4, &[1, 2, 2]);
    server.hears(2, 4, accepted(3));
    let hold = CommitHold::OldTermEntry { id: LogId::new(3, 2), current_term: Term(4) };
    server.assert_decided(Verdict::CommitHeld(hold));
}

/// §5.3, §5.4.2: without a majority nothing is committed, and the verdict says what is missing.
#[test]
fn too_few_copies_commit_nothing() {
    let mut server = leader_of(5, 1, &[]);
    server.is_asked(1).hears(2, 1, accepted(1));
    let hold = CommitHold::NoQuorum { index: Index(1), half: Half::Incoming, have: 2, need: 3 };
    server.assert_decided(Verdict::CommitHeld(hold));
    assert_eq!(server.node.commit_index(), Index(0));
}

/// §8: a leader that wants to know which entries are committed writes an empty one first.
#[test]
fn an_empty_entry_commits_what_was_left_behind() {
    let mut server = server_of(3, 2, None, &[1, 2], Options::default());
    server.takes(Input::ElectionTimeout).hears(2, 3, vote(true));
    assert_eq!(server.log(), [1, 2, 3]);
    server.hears(2, 3, accepted(3));
    assert_eq!(server.applied, [3]);
    assert_eq!(server.answers, [], "no client has asked for it");
}

/// Figure 3, Election Safety: there is one leader in a term. A server that hears of a second one
/// does not listen to it; a leader does not listen to another one either.
#[test]
fn a_second_leader_of_a_term_is_not_listened_to() {
    let mut server = follower(4, None, &[]);
    server.hears(2, 4, append((0, 0), &[4], 0)).says();
    let before = server.is();
    server.hears(3, 4, append((0, 0), &[4, 4], 2));
    assert_eq!((server.says().len(), server.is()), (0, before));
    let (from, why) = (NodeId(3), MessageFault::SecondLeader);
    server.assert_decided(Verdict::MessageRefused { from, why });

    // Figure 3, Leader Append-Only.
    let mut server = leader(4, &[1, 4]);
    server.hears(3, 4, append((0, 0), &[2], 0));
    assert_eq!((server.says().len(), server.log()), (0, vec![1, 4]));
    server.assert_decided(Verdict::MessageRefused { from, why });
}

/// Figure 3, Leader Completeness: every leader has all that is committed, so whoever would replace
/// it is no leader, whatever its term. Nothing is changed, not even the term.
#[test]
fn what_is_committed_cannot_be_replaced() {
    for term in [4, 5] {
        let mut server = follower(4, None, &[1, 1, 2]);
        server.hears(2, 4, append((3, 2), &[], 2)).says();
        let before = server.is();
        server.hears(2, term, append((1, 1), &[3], 0));
        assert_eq!((server.says().len(), server.is()), (0, before));
        let why = MessageFault::ConflictsWithCommitted { index: Index(2) };
        server.assert_decided(Verdict::MessageRefused { from: NodeId(2), why });
    }
    // What is not committed can; and an old leader may still believe in what was replaced.
    let mut server = follower(4, None, &[1, 1, 2]);
    server.hears(2, 4, append((3, 2), &[], 2));
    server.hears(2, 4, append((2, 1), &[3], 0));
    assert_eq!(server.log(), [1, 1, 3]);
    server.says();
    server.hears(3, 3, append((1, 1), &[3], 0));
    assert_eq!(server.says(), ["n1 → n3 AppendEntriesReply t4 no prev=1 hint=3@3"]);
}
