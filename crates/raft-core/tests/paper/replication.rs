//! §5.3, log replication; Figure 2, AppendEntries RPC and the rules for leaders.

use raft_core::{
    AppendRefusal, Index, LogId, NodeId, Options, Proposals, Reply, RequestId, Role, Term, Verdict,
};

use crate::server::{
    Server, accepted, append, candidate, follower, leader, leader_of, rejected, server_of,
};

fn next_and_match(server: &Server, follower: u32) -> (u64, u64) {
    let Role::Leader(leader) = server.node.role() else {
        panic!("only a leader knows that");
    };
    let progress = leader.progress_of(NodeId(follower)).expect("one of the followers");
    (progress.next_index.0, progress.match_index.0)
}

/// §5.3: the leader appends the command to its log and sends it to each of the other servers, with
/// index and term of the entry that precedes it.
#[test]
fn a_command_is_appended_and_sent_to_everybody() {
    let mut server = leader(3, &[1, 2]);
    server.is_asked(1);
    assert_eq!(server.log(), [1, 2, 3]);
    assert_eq!(
        server.says(),
        [
            "n1 → n2 AppendEntries t3 prev=2@2 [3@3] commit=0",
            "n1 → n3 AppendEntries t3 prev=2@2 [3@3] commit=0",
        ]
    );
    let (request, id) = (RequestId(1), LogId::new(3, 3));
    server.assert_decided(Verdict::ProposalAccepted { request, id });
}

/// §5.3: when a leader comes to power, it initialises every nextIndex to the index just after the
/// last one in its log. Figure 2: and every matchIndex to 0.
#[test]
fn a_new_leader_expects_everybody_to_agree() {
    for log in [&[][..], &[1], &[1, 1, 2]] {
        let server = leader(3, log);
        for follower in [2, 3] {
            assert_eq!(next_and_match(&server, follower), (log.len() as u64 + 1, 0));
        }
    }
}

/// §5.3: a follower that does not find the preceding entry in its log refuses the new ones.
/// Figure 2, AppendEntries, 2.
#[test]
fn the_consistency_check() {
    let mismatch = |prev, mine| Some(AppendRefusal::PrevTermMismatch { prev, mine: Term(mine) });
    let missing = |prev| Some(AppendRefusal::PrevMissing { prev, last: LogId::new(3, 2) });
    let table = [
        ((0, 0), None),
        ((1, 1), None),
        ((2, 2), None),
        ((3, 2), None),
        ((1, 2), mismatch(LogId::new(1, 2), 1)),
        ((2, 1), mismatch(LogId::new(2, 1), 2)),
        ((3, 3), mismatch(LogId::new(3, 3), 2)),
        ((4, 2), missing(LogId::new(4, 2))),
        ((4, 4), missing(LogId::new(4, 4))),
    ];
    for (prev, refusal) in table {
        let mut server = follower(4, None, &[1, 2, 2]);
        server.hears(2, 4, append(prev, &[], 0));
        match refusal {
            None => {
                let said = format!("n1 → n2 AppendEntriesReply t4 match={}", prev.0);
                assert_eq!(server.says(), [said]);
            }
            Some(why) => {
                assert!(server.says()[0].contains(&format!(" no prev={}", prev.0)));
                server.assert_decided(Verdict::AppendRefused { leader: NodeId(2), why });
            }
        }
        assert_eq!(server.log(), [1, 2, 2], "a heartbeat changes no log");
    }
}

/// §5.3: conflicting entries are overwritten with the leader's. Figure 2, AppendEntries, 3 and 4:
/// if an entry conflicts, delete it and all that follow; append what is not in the log already.
#[test]
fn conflicts_are_cut_and_only_conflicts() {
    type Row<'a> = (&'a [u64], (u64, u64), &'a [u64], &'a [u64]);
    let table: &[Row<'_>] = &[
        // log, previous entry, new entries: log afterwards
        (&[], (0, 0), &[1, 1], &[1, 1]),
        (&[1], (1, 1), &[2, 4], &[1, 2, 4]),
        // Everything known already: nothing changes, wherever the message ends.
        (&[1, 1, 2], (0, 0), &[1, 1, 2], &[1, 1, 2]),
        (&[1, 1, 2], (0, 0), &[1], &[1, 1, 2]),
        (&[1, 1, 2], (1, 1), &[1], &[1, 1, 2]),
        (&[1, 1, 2], (3, 2), &[], &[1, 1, 2]),
        (&[1, 1, 2], (1, 1), &[], &[1, 1, 2]),
        // Known ones first, then new ones.
        (&[1, 1], (0, 0), &[1, 1, 2], &[1, 1, 2]),
        // A conflict: it goes, and what stands behind it.
        (&[1, 2, 2, 2], (1, 1), &[3], &[1, 3]),
        (&[1, 2, 2, 2], (0, 0), &[1, 2, 4], &[1, 2, 4]),
        (&[2, 2, 2], (0, 0), &[1], &[1]),
        // The server's entry may be of a later term than the leader's: the leader is right.
        (&[1, 3, 3], (1, 1), &[2, 2, 4], &[1, 2, 2, 4]),
    ];
    for (log, prev, new, after) in table {
        let mut server = follower(4, None, log);
        server.hears(2, 4, append(*prev, new, 0));
        assert_eq!(server.log(), *after, "{log:?} and {new:?} behind {prev:?}");
        let covered = prev.0 + new.len() as u64;
        assert_eq!(server.says(), [format!("n1 → n2 AppendEntriesReply t4 match={covered}")]);
    }
}

/// The verdict of a conflict says what was lost to what.
#[test]
fn a_truncation_is_accounted_for() {
    let mut server = follower(4, None, &[1, 2, 2, 2]);
    server.hears(2, 4, append((1, 1), &[3, 4], 0));
    let theirs = Term(3);
    server.assert_decided(Verdict::Truncated { from: LogId::new(2, 2), lost: 3, theirs });
    let (leader, match_index) = (NodeId(2), Index(3));
    server.assert_decided(Verdict::AppendAccepted { leader, match_index, appended: 2 });
}

/// §5.3: after a refusal the leader decrements nextIndex and tries again, until the logs agree;
/// the end of the section lets it skip a whole term of conflicting entries at once.
#[test]
fn after_a_refusal_the_leader_goes_back_and_sends_more() {
    let table = [
        // hint of the follower: previous entry of the next attempt
        ((3, 1), "3@1"),
        ((5, 1), "3@1"),
        ((5, 3), "5@3"),
        ((5, 2), "3@1"),
        ((0, 0), "0@0"),
        // A hint beyond what was refused is no help: at least one step back.
        ((9, 3), "5@3"),
        ((6, 9), "5@3"),
    ];
    for (hint, prev) in table {
        let mut server = leader(4, &[1, 1, 1, 3, 3, 3]);
        server.hears(2, 4, rejected(6, hint));
        let said = server.says();
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with(&format!("n1 → n2 AppendEntries t4 prev={prev} [")));
        assert!(matches!(server.verdicts[0], Verdict::Backtracked { from: Index(7), .. }));
    }
}

/// §5.3: it never goes back behind what the follower has acknowledged.
#[test]
fn the_leader_does_not_go_back_behind_an_acknowledgement() {
    let mut server = leader(4, &[1, 1, 1]);
    server.hears(2, 4, accepted(2)).says();
    server.hears(2, 4, rejected(3, (0, 0)));
    assert_eq!(server.says(), ["n1 → n2 AppendEntries t4 prev=2@1 [3@1] commit=0"]);
    assert_eq!(next_and_match(&server, 2), (3, 2));
}

/// Figure 2, leaders: if AppendEntries succeeds, update nextIndex and matchIndex for the follower.
#[test]
fn an_acknowledgement_moves_next_and_match() {
    let mut server = leader(4, &[1, 1, 1]);
    server.is_asked(1).hears(2, 4, accepted(4));
    assert_eq!(next_and_match(&server, 2), (5, 4));
    assert_eq!(next_and_match(&server, 3), (4, 0));
    let (from, to) = (Index(0), Index(4));
    server.assert_decided(Verdict::MatchAdvanced { follower: NodeId(2), from, to });
}

/// Figure 2, leaders: if the last index is at or behind nextIndex, send what is missing; no more
/// than the allowed number of entries at a time.
#[test]
fn what_is_missing_is_sent_in_batches() {
    let options = Options { entries_per_append: 2, noop_on_election: false, ..Options::default() };
    let mut server = server_of(3, 1, None, &[1, 1, 1, 1, 1], options);
    server.takes(raft_core::Input::ElectionTimeout);
    server.hears(2, 2, crate::server::vote(true)).says();
    server.hears(2, 2, rejected(5, (0, 0)));
    server.hears(2, 2, accepted(2)).hears(2, 2, accepted(4)).hears(2, 2, accepted(5));
    assert_eq!(
        server.says(),
        [
            "n1 → n2 AppendEntries t2 prev=0@0 [1@1 2@1] commit=0",
            "n1 → n2 AppendEntries t2 prev=2@1 [3@1 4@1] commit=0",
            "n1 → n2 AppendEntries t2 prev=4@1 [5@1] commit=0",
        ]
    );
}

/// §5.3: an entry is committed once the leader that created it has replicated it on a majority of
/// the servers; with it, all preceding entries.
#[test]
fn what_a_majority_has_is_committed() {
    let table = [
        // last index acknowledged by n2 … n5, the leader having 4: commit index
        ([0, 0, 0, 0], 0),
        ([4, 0, 0, 0], 0),
        ([4, 4, 0, 0], 4),
        ([4, 3, 0, 0], 3),
        ([1, 2, 3, 4], 3),
        ([2, 2, 2, 2], 2),
        ([1, 1, 4, 0], 1),
        ([4, 4, 4, 4], 4),
    ];
    for (acknowledged, commit) in table {
        let mut server = leader_of(5, 1, &[]);
        for request in 1..=4 {
            server.is_asked(request);
        }
        for (follower, index) in (2..).zip(acknowledged) {
            server.hears(follower, 1, accepted(index));
        }
        assert_eq!(server.node.commit_index(), Index(commit), "{acknowledged:?}");
        assert_eq!(server.node.last_applied(), Index(commit));
    }
}

/// §5.3: when the entry is committed, the leader applies it and returns the result to the client.
#[test]
fn the_client_is_answered_after_the_commit() {
    let mut server = leader(1, &[]);
    server.is_asked(1).is_asked(2);
    assert_eq!(server.answers, []);
    server.hears(2, 1, accepted(1));
    assert_eq!(server.applied, [1]);
    assert_eq!(server.answers, [Reply::Committed(LogId::new(1, 1))]);
}

/// §5.3: the leader includes the highest committed index in later messages, heartbeats too.
/// Figure 2, AppendEntries, 5: the follower takes the minimum of it and of the last new entry.
#[test]
fn a_follower_commits_what_the_leader_says_and_the_message_verifies() {
    type Row<'a> = ((u64, u64), &'a [u64], u64, u64);
    let table: &[Row<'_>] = &[
        // previous entry, new entries, leader's commit index: the follower's afterwards
        ((0, 0), &[1], 0, 0),
        ((0, 0), &[1, 1], 1, 1),
        ((0, 0), &[1, 1], 2, 2),
        ((0, 0), &[1, 1], 9, 2),
        ((2, 1), &[], 2, 2),
        // Entries 3 and 4 of the follower are not known to agree, so they must not be committed.
        ((2, 1), &[], 4, 2),
        ((2, 1), &[2], 4, 3),
        ((1, 1), &[], u64::MAX, 1),
    ];
    for (prev, new, leader_commit, commit) in table {
        let mut server = follower(4, None, &[1, 1, 2, 2]);
        server.hears(2, 4, append(*prev, new, *leader_commit));
        assert_eq!(server.node.commit_index(), Index(*commit));
        assert_eq!(server.applied, if *commit > 0 { vec![*commit] } else { vec![] });
    }
}

/// Figure 2: commitIndex increases monotonically, whatever a later message says.
#[test]
fn the_commit_index_does_not_go_back() {
    let mut server = follower(4, None, &[1, 1, 2]);
    server.hears(2, 4, append((3, 2), &[], 3));
    server.hears(2, 4, append((3, 2), &[], 1)).hears(2, 4, append((1, 1), &[1], 3));
    assert_eq!(server.node.commit_index(), Index(3));
    assert_eq!(server.applied, [3]);
}

/// §5.1, §8: only the leader takes commands; others say who leads, or pass the command on.
#[test]
fn only_the_leader_takes_commands() {
    let mut redirecting = follower(2, None, &[]);
    redirecting.is_asked(1);
    redirecting.hears(3, 2, append((0, 0), &[], 0)).is_asked(2);
    let expected =
        [Reply::NotLeader { leader: None }, Reply::NotLeader { leader: Some(NodeId(3)) }];
    assert_eq!(redirecting.answers, expected);
    assert_eq!(redirecting.log(), [0; 0]);

    let mut campaigning = candidate(2, &[]);
    campaigning.is_asked(1);
    assert_eq!(campaigning.answers, [Reply::NotLeader { leader: None }]);

    let options = Options { proposals: Proposals::Forward, ..Options::default() };
    let mut forwarding = server_of(3, 2, None, &[], options);
    forwarding.hears(3, 2, append((0, 0), &[], 0)).says();
    forwarding.is_asked(1);
    assert_eq!(forwarding.says(), ["n1 → n3 Forward t2 x"]);
    assert_eq!(forwarding.answers, []);
}
