//! Leader Completeness, told by hand: who commits, who is elected, and in which order that is heard of.

mod told;

use raft_check::{Judges, Property, Violation};
use raft_core::{ElectionRefusal, Index, LogId, NodeId, Payload, Term, Verdict};
use raft_sim::{EventNo, Fact, RoleKind, World};

use told::{about, disk, snapshot_of, started_from, tell, tell_with, world};

/// Elections and commits, one after the other.
#[derive(Default)]
struct Tale {
    judges: Judges,
    event: u32,
}

impl Tale {
    /// A server is elected, in the term and with the log that it has.
    fn elected(&mut self, world: &World, server: u32) -> Option<&Violation> {
        self.event += 1;
        let leads = Fact::Role { server: NodeId(server), role: RoleKind::Leader };
        tell(&mut self.judges, world, self.event, &[leads]);
        about(&self.judges, Property::LeaderCompleteness)
    }

    /// A server commits, and `removed` stops to lead because of it.
    fn commits(
        &mut self,
        world: &World,
        server: u32,
        index: u64,
        removed: u32,
    ) -> Option<&Violation> {
        self.event += 1;
        let commit = Fact::Commit { server: NodeId(server), index: Index(index) };
        let (term, index, abandoned) = (Term(1), Index(index), 0);
        let verdict = Verdict::LeaderRemoved { term, index, abandoned };
        tell_with(&mut self.judges, world, self.event, &[commit], &[(NodeId(removed), verdict)]);
        about(&self.judges, Property::LeaderCompleteness)
    }

    /// A leader commits, and leads no more in the same breath.
    fn leader_commits(&mut self, world: &World, leader: u32, index: u64) -> Option<&Violation> {
        self.commits(world, leader, index, leader)
    }
}

#[test]
fn a_leader_without_what_was_committed_is_told_with_the_commit() {
    let world = world([&[1, 1], &[2], &[1]]);
    let mut tale = Tale::default();
    assert_eq!(tale.leader_commits(&world, 1, 2), None);
    let found = tale.elected(&world, 2).expect("2@1 is not in its log");
    assert_eq!((found.event, found.contradicts), (EventNo(2), Some(EventNo(1))));
    assert_eq!((&*found.servers, found.term), (&[NodeId(2)][..], Term(2)));
    assert_eq!(found.entries, [LogId::new(2, 1)]);
}

#[test]
fn what_others_commit_is_for_their_leader_to_answer_for() {
    let world = world([&[1, 1], &[2], &[1]]);
    let mut tale = Tale::default();
    assert_eq!(tale.commits(&world, 1, 2, 3), None);
    assert_eq!(tale.elected(&world, 2), None, "n3 led, and not n1");
    let mut tale = Tale::default();
    let commit = Fact::Commit { server: NodeId(1), index: Index(2) };
    let other = Verdict::ElectionRefused(ElectionRefusal::NotVoter);
    tell_with(&mut tale.judges, &world, 1, &[commit], &[(NodeId(1), other)]);
    assert_eq!(tale.elected(&world, 2), None, "n1 did not lead");
}

#[test]
fn a_late_commit_is_told_with_the_first_election_that_did_not_wait_for_it() {
    let before = world([&[1, 3], &[1, 4], &[1, 2]]);
    let mut tale = Tale::default();
    assert_eq!(tale.elected(&before, 1), None);
    assert_eq!(tale.elected(&before, 2), None);
    let found = tale.leader_commits(&before, 3, 2).expect("2@2 was committed too late");
    assert_eq!((found.event, found.contradicts), (EventNo(3), Some(EventNo(1))));
    assert_eq!(found.servers, [NodeId(3), NodeId(1)]);
    assert_eq!((&*found.entries, found.term), (&[LogId::new(2, 2)][..], Term(3)));
    let mut tale = Tale::default();
    assert_eq!(tale.elected(&before, 1), None);
    assert_eq!(tale.leader_commits(&before, 3, 1), None, "1@1 is in its log");
}

#[test]
fn a_leader_commits_in_its_own_term_what_it_was_elected_without() {
    let mut tale = Tale::default();
    assert_eq!(tale.elected(&world([&[2], &[1], &[1]]), 1), None);
    assert_eq!(tale.leader_commits(&world([&[2, 2], &[1], &[1]]), 1, 2), None);
    let rival = world([&[2, 2], &[2], &[1]]);
    assert_eq!(tale.elected(&rival, 2), None, "two leaders of a term are not for this judge");
}

#[test]
fn the_latest_term_before_the_leaders_counts_in_whichever_order_terms_commit() {
    let committed = world([&[3, 3], &[1], &[2, 2]]);
    let elected = world([&[1, 4], &[3, 3, 4], &[]]);
    for order in [[(1, 2), (2, 1), (3, 2)], [(2, 1), (3, 2), (1, 2)], [(3, 2), (1, 2), (2, 1)]] {
        for (server, lacks) in [(1, true), (2, false)] {
            let mut tale = Tale::default();
            for (leader, index) in order {
                assert_eq!(tale.leader_commits(&committed, leader, index), None);
            }
            let found = tale.elected(&elected, server);
            assert_eq!(found.is_some(), lacks, "n{server} after {order:?}");
            assert!(found.is_none_or(|found| found.entries == [LogId::new(2, 3)]));
        }
    }
}

#[test]
fn of_a_term_the_last_commit_counts_and_takes_one_place() {
    let world = world([&[1], &[2; 400], &[3]]);
    let (mut tale, mut late) = (Tale::default(), Tale::default());
    assert_eq!(tale.leader_commits(&world, 1, 1), None);
    for index in 1..=400 {
        assert_eq!(tale.leader_commits(&world, 2, index), None);
        assert_eq!(late.leader_commits(&world, 2, index), None);
    }
    let found = tale.elected(&world, 2).expect("it lacks what term 1 has committed");
    assert_eq!(found.entries, [LogId::new(1, 1)]);
    let found = late.elected(&world, 3).expect("it lacks what term 2 has committed");
    assert_eq!(found.entries, [LogId::new(400, 2)]);
}

#[test]
fn what_the_last_256_terms_have_committed_is_remembered() {
    for (terms, remembered) in [(256, true), (257, false)] {
        let mut tale = Tale::default();
        for term in 1..=terms {
            let world = world([&[term], &[], &[]]);
            assert_eq!(tale.leader_commits(&world, 1, 1), None);
        }
        let found = tale.elected(&world([&[], &[2], &[]]), 2);
        assert_eq!(found.is_some(), remembered, "{terms} terms");
    }
}

#[test]
fn a_snapshot_has_what_it_stands_for() {
    let noops = |terms: &[u64]| disk(terms.iter().map(|term| (*term, Payload::Noop)).collect());
    let lacks = |committed: u64, last| {
        let disks = [noops(&[1, 1]), snapshot_of(last), noops(&[])];
        let world = started_from(disks);
        let mut tale = Tale::default();
        assert_eq!(tale.leader_commits(&world, 1, committed), None);
        tale.elected(&world, 2).is_some()
    };
    assert!(!lacks(1, LogId::new(2, 2)), "1@1 is behind it");
    assert!(lacks(2, LogId::new(2, 2)), "2@2 is not 2@1");
    assert!(lacks(2, LogId::new(1, 2)), "it ends before");
}
