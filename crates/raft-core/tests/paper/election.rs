//! §5.2, leader election; Figure 2, RequestVote RPC and the rules for followers and candidates.

use raft_core::{
    ElectionCause, ElectionRefusal, Input, LocalTime, Micros, NodeId, Options, Output, Role, Term,
    Verdict, VoteRefusal,
};

use crate::server::{append, candidate, follower, leader, request_vote, server_of, vote};

/// §5.2: when servers start up, they begin as followers.
#[test]
fn a_server_begins_as_a_follower() {
    assert_eq!(follower(0, None, &[]).is(), "follower t0 voted=- log=[] commit=0");
    assert_eq!(follower(7, Some(1), &[7]).is(), "follower t7 voted=n1 log=[7] commit=0");
}

/// §5.2: a server remains a follower as long as it receives valid RPCs from a leader or candidate.
/// Figure 2: it converts to candidate if the timeout elapses without AppendEntries from the
/// *current* leader or *granting* a vote.
#[test]
fn what_restarts_the_election_timer_and_what_does_not() {
    let table = [
        ("the leader's heartbeat", 2, append((2, 2), &[], 0), true),
        ("the leader's append that does not fit", 2, append((9, 2), &[], 0), true),
        ("a granted vote", 2, request_vote((2, 2)), true),
        ("a refused vote", 2, request_vote((1, 1)), false),
        ("a refused vote of a newer term", 3, request_vote((1, 1)), false),
        ("a leader of an old term", 1, append((1, 1), &[], 0), false),
        ("an answer to nothing", 2, vote(true), false),
    ];
    for (what, term, body, restarts) in table {
        let mut server = follower(2, None, &[1, 2]);
        server.at_millis(100).hears(2, term, body);
        let deadline = if restarts { 250_000 } else { 150_000 };
        assert_eq!(server.node.next_deadline(), Some(LocalTime(deadline)), "{what}");
    }
}

/// §5.2: to begin an election, a follower increments its current term, becomes a candidate, votes
/// for itself, and sends RequestVote to each of the other servers.
#[test]
fn a_follower_that_hears_nothing_starts_an_election() {
    let mut server = follower(2, Some(3), &[1, 2]);
    server.at_millis(149).takes(Input::Wake);
    assert_eq!(server.is(), "follower t2 voted=n3 log=[1, 2] commit=0");

    server.at_millis(150).takes(Input::Wake);
    assert_eq!(server.is(), "candidate t3 voted=n1 log=[1, 2] commit=0");
    assert_eq!(
        server.says(),
        ["n1 → n2 RequestVote t3 last=2@2", "n1 → n3 RequestVote t3 last=2@2"]
    );
    server
        .assert_decided(Verdict::ElectionStarted { term: Term(3), cause: ElectionCause::TimedOut });
}

/// §5.2: a candidate wins if it receives votes from a majority of the servers in the full cluster
/// for the same term.
#[test]
fn a_majority_of_the_full_cluster_elects() {
    let table = [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (7, 4), (9, 5)];
    for (size, needed) in table {
        let mut server = server_of(size, 0, None, &[], Options::default());
        server.takes(Input::ElectionTimeout);
        for votes in 1..needed {
            assert_eq!(server.node.role().name(), "candidate", "{votes} of {size}");
            server.hears(votes + 1, 1, vote(true));
        }
        assert!(server.node.is_leader(), "{needed} of {size}");
        server.assert_decided(Verdict::ElectionWon { term: Term(1), yes: needed, needed });
    }
}

/// §5.2: a refused vote is no vote.
#[test]
fn refusals_do_not_elect() {
    let mut server = server_of(5, 0, None, &[], Options::default());
    server.takes(Input::ElectionTimeout);
    for voter in 2..=5 {
        server.hears(voter, 1, vote(voter == 2));
    }
    assert_eq!(server.is(), "candidate t1 voted=n1 log=[] commit=0");
}

/// §5.2: each server votes for at most one candidate in a term, first come, first served.
/// Figure 2, RequestVote, 2: votedFor is null or candidateId.
#[test]
fn one_vote_per_term_first_come_first_served() {
    let (n2, n3) = (NodeId(2), NodeId(3));
    let granted = Verdict::VoteGranted { candidate: n2, term: Term(4) };
    let denied = |voted_for| Verdict::VoteDenied {
        candidate: n2,
        why: VoteRefusal::AlreadyVoted { voted_for },
    };
    let table = [
        (follower(4, None, &[]), "yes", "n2", granted),
        (follower(4, Some(2), &[]), "yes", "n2", granted),
        (follower(4, Some(3), &[]), "no", "n3", denied(n3)),
        (candidate(4, &[]), "no", "n1", denied(NodeId(1))),
        (leader(4, &[]), "no", "n1", denied(NodeId(1))),
    ];
    for (mut server, answer, voted_for, verdict) in table {
        server.hears(2, 4, request_vote((0, 0)));
        assert_eq!(server.says(), [format!("n1 → n2 RequestVoteReply t4 {answer}")]);
        assert!(server.is().contains(&format!("voted={voted_for}")));
        server.assert_decided(verdict);
    }
}

/// §5.2: once elected, a leader sends heartbeats to all other servers to establish its authority
/// and prevent new elections. Figure 2: upon election, and repeatedly during idle periods.
#[test]
fn a_new_leader_tells_everybody_at_once_and_goes_on_telling() {
    let mut server = candidate(3, &[1, 2]);
    server.hears(2, 3, vote(true));
    let heartbeats = [
        "n1 → n2 AppendEntries t3 prev=2@2 [] commit=0",
        "n1 → n3 AppendEntries t3 prev=2@2 [] commit=0",
    ];
    assert_eq!(server.says(), heartbeats);
    for millis in [50, 100, 150] {
        server.at_millis(millis - 1).takes(Input::Wake);
        assert_eq!(server.says(), [""; 0]);
        server.at_millis(millis).takes(Input::Wake);
        assert_eq!(server.says(), heartbeats);
    }
}

/// §5.2: a candidate that hears from a leader whose term is at least as large as its own recognises
/// it and returns to follower state. If the term is smaller, it refuses and stays a candidate.
#[test]
fn a_candidate_recognises_a_leader_of_its_term_or_a_newer_one() {
    let table = [
        (2, "candidate t3 voted=n1 log=[] commit=0", "t3 no prev=0 hint=0@0"),
        (3, "follower of n2 t3 voted=n1 log=[] commit=0", "t3 match=0"),
        (4, "follower of n2 t4 voted=- log=[] commit=0", "t4 match=0"),
    ];
    for (term, after, answer) in table {
        let mut server = candidate(3, &[]);
        server.hears(2, term, append((0, 0), &[], 0));
        assert_eq!(server.is(), after);
        assert_eq!(server.says(), [format!("n1 → n2 AppendEntriesReply {answer}")]);
    }
    let mut server = candidate(3, &[]);
    server.hears(2, 3, append((0, 0), &[], 0));
    server.assert_decided(Verdict::CandidateSteppedDown { leader: NodeId(2), term: Term(3) });
}

/// §5.2: a candidate that neither wins nor loses times out and starts a new election.
#[test]
fn a_candidate_that_hears_nothing_starts_again() {
    let mut server = candidate(3, &[]);
    server.hears(2, 3, vote(false));
    server.at_millis(150).takes(Input::Wake);
    assert_eq!(server.is(), "candidate t4 voted=n1 log=[] commit=0");
    let Role::Candidate(candidate) = server.node.role() else {
        panic!("it is a candidate");
    };
    assert_eq!(candidate.votes.len(), 1, "the answers of term 3 are forgotten");
}

/// §5.2: election timeouts are chosen randomly from a fixed interval, anew for each election.
#[test]
fn timeouts_are_spread_over_the_whole_interval() {
    let options = Options { election_timeout: (Micros(150), Micros(300)), ..Options::default() };
    let timeout = |draw| options.election_timeout_for(draw).0;
    assert_eq!(timeout(0), 150);
    assert_eq!(timeout(u64::MAX), 300);
    assert_eq!(timeout(u64::MAX / 2), 225);
    let share = u64::MAX / 151;
    let all: Vec<u64> = (0..151).map(|at| timeout(at * share + share / 2)).collect();
    assert_eq!(all, (150..=300).collect::<Vec<_>>(), "each as often as any other");
}

/// §5.2: randomised timeouts resolve split votes, because every candidate draws anew.
#[test]
fn every_election_draws_a_new_timeout() {
    let mut node = follower(1, None, &[]).node;
    let mut now = node.next_deadline().expect("a follower waits");
    for (draw, timeout) in [(u64::MAX, 300), (0, 150), (u64::MAX / 2, 225)] {
        node.step(now, draw, Input::Wake, &mut Output::default());
        let next = node.next_deadline().expect("a candidate waits");
        assert_eq!(next.since(now), Micros::from_millis(timeout));
        now = next;
    }
    assert_eq!(node.current_term(), Term(4));
}

/// §5.2: a leader does not time out.
#[test]
fn a_leader_has_no_election_timer() {
    let mut server = leader(1, &[]);
    assert_eq!(server.node.timing().election_deadline, None);
    server.takes(Input::ElectionTimeout);
    assert_eq!(server.is(), "leader t1 voted=n1 log=[] commit=0");
    server.assert_decided(Verdict::ElectionRefused(ElectionRefusal::IsLeader));
}
