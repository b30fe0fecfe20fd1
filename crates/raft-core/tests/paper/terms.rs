//! §5.1, the third and fourth paragraph; Figure 2, "Rules for Servers, All Servers".

use raft_core::{AppendRefusal, Body, MessageKind, NodeId, ReplyFault, Term, Verdict, VoteRefusal};

use crate::server::{
    Server, accepted, append, candidate, follower, forward, leader, rejected, request_vote, vote,
};

fn any_message() -> Vec<Body> {
    vec![
        request_vote((0, 0)),
        vote(true),
        append((0, 0), &[], 0),
        accepted(0),
        rejected(0, (0, 0)),
        forward(),
    ]
}

fn any_role(term: u64) -> Vec<Server> {
    vec![follower(term, Some(3), &[1]), candidate(term, &[1]), leader(term, &[1])]
}

/// §5.1: if one server's term is smaller than the other's, it updates its term to the larger one;
/// a candidate or leader that finds its term out of date reverts to follower at once.
#[test]
fn whatever_the_role_and_whatever_the_message_a_newer_term_is_adopted() {
    for body in any_message() {
        for mut server in any_role(2) {
            server.hears(2, 5, body.clone());
            assert_eq!(server.node.current_term(), Term(5));
            assert_eq!(server.node.role().name(), "follower");
            assert!(server.verdicts.iter().any(|verdict| matches!(
                verdict,
                Verdict::TermAdopted { from: NodeId(2), old: Term(2), new: Term(5), .. }
            )));
        }
    }
}

/// Figure 2: votedFor is the vote *in the current term*, or null. A new term begins without one.
#[test]
fn a_vote_belongs_to_its_term() {
    let mut server = follower(2, Some(3), &[]);
    server.hears(2, 5, accepted(0));
    assert_eq!(server.is(), "follower t5 voted=- log=[] commit=0");

    let mut server = candidate(2, &[]);
    server.hears(2, 2, append((0, 0), &[], 0));
    assert_eq!(server.is(), "follower of n2 t2 voted=n1 log=[] commit=0");
}

/// §5.1: a server that receives a request with a stale term rejects it. The answer carries its
/// term (Figure 2, results: "currentTerm, for candidate [leader] to update itself").
#[test]
fn a_request_of_an_old_term_is_refused_with_the_newer_term() {
    for mut server in any_role(4) {
        let before = server.is();
        server.hears(2, 3, request_vote((9, 3)));
        assert_eq!(server.says(), ["n1 → n2 RequestVoteReply t4 no"]);
        let why = VoteRefusal::StaleTerm { mine: Term(4), theirs: Term(3) };
        server.assert_decided(Verdict::VoteDenied { candidate: NodeId(2), why });

        server.hears(2, 3, append((1, 1), &[3], 1));
        assert_eq!(server.says(), ["n1 → n2 AppendEntriesReply t4 no prev=1 hint=1@1"]);
        let why = AppendRefusal::StaleTerm { mine: Term(4), theirs: Term(3) };
        server.assert_decided(Verdict::AppendRefused { leader: NodeId(2), why });
        assert_eq!(server.is(), before);
    }
}

/// §5.1: the same for answers: what was asked in an old term is no longer of interest.
#[test]
fn an_answer_of_an_old_term_is_ignored() {
    for body in [vote(true), accepted(1), rejected(0, (0, 0))] {
        for mut server in any_role(4) {
            let before = server.is();
            server.hears(2, 3, body.clone());
            assert_eq!(server.says(), [""; 0]);
            assert_eq!(server.is(), before);
            let why = ReplyFault::OldTerm { mine: Term(4), theirs: Term(3) };
            server.assert_decided(Verdict::ReplyIgnored { from: NodeId(2), why });
        }
    }
}

/// §5.1: current terms are exchanged whenever servers communicate.
#[test]
fn every_message_carries_the_senders_term() {
    let mut server = follower(6, None, &[1]);
    server.hears(2, 6, append((1, 1), &[], 0));
    server.hears(3, 7, request_vote((1, 1)));
    server.hears(3, 2, request_vote((1, 1)));
    assert_eq!(
        server.says(),
        [
            "n1 → n2 AppendEntriesReply t6 match=1",
            "n1 → n3 RequestVoteReply t7 yes",
            "n1 → n3 RequestVoteReply t7 no",
        ]
    );
}

/// §5.1: terms increase monotonically; an election opens the next one.
#[test]
fn an_election_opens_the_next_term() {
    for term in [0, 1, 41] {
        let server = candidate(term + 1, &[]);
        assert_eq!(server.node.current_term(), Term(term + 1));
    }
}

/// The verdict names the message that brought the news.
#[test]
fn a_new_term_is_learned_from_a_kind_of_message() {
    let kinds = [
        MessageKind::RequestVote,
        MessageKind::RequestVoteReply,
        MessageKind::AppendEntries,
        MessageKind::AppendEntriesReply,
        MessageKind::AppendEntriesReply,
        MessageKind::Forward,
    ];
    for (body, kind) in any_message().into_iter().zip(kinds) {
        let mut server = follower(0, None, &[]);
        server.hears(2, 1, body);
        server.assert_decided(Verdict::TermAdopted {
            from: NodeId(2),
            kind,
            old: Term(0),
            new: Term(1),
        });
    }
}
