//! With a rule broken: how many clusters it takes until the promise is broken that hangs on it.

use std::ops::Range;

use raft_core::{Deviation, Deviations, Options};

use crate::promises::Kept;
use crate::world::{Story, World};

/// Goes through `clusters` until one breaks the promise that hangs on the rule. Where that takes
/// long, earlier clusters, which are known to notice nothing, are left out.
///
/// Neither another broken promise nor a panic will do, and the same cluster must keep all
/// promises with the rule on: otherwise any fault of the core, or of this test, would pass for
/// the deviation.
fn is_found_out(
    deviation: Deviation,
    promise: &'static str,
    story: Story,
    clusters: Range<u64>,
    set: fn(&mut Options),
) {
    let name = deviation.name();
    let run = |seed, deviations, promise| -> Kept {
        let change_options = |options: &mut Options| {
            set(options);
            options.deviations = deviations;
        };
        let mut world = World::new(seed, story, change_options);
        world.promise = promise;
        world.run(400)
    };
    for seed in clusters.clone() {
        let broken = run(seed, Deviations::NONE.with(deviation), Some(promise));
        let Err(broken) = broken else { continue };
        println!("{name}: cluster {seed}: {broken}");
        let kept = run(seed, Deviations::NONE, None);
        assert_eq!(kept, Ok(()), "cluster {seed} breaks promises with all rules on");
        return;
    }
    panic!("{name}: none of the clusters {clusters:?} breaks {promise}");
}

macro_rules! are_found_out {
    ($($test:ident: $deviation:ident, $promise:literal, $story:ident, $clusters:expr, $set:expr;)+) => {
        $(
            #[test]
            fn $test() {
                let deviation = Deviation::$deviation;
                is_found_out(deviation, $promise, Story::$story, $clusters, $set);
            }
        )+
    };
}

are_found_out! {
    half_elects: HalfElects, "Election Safety", Elections, 0..200, |_| {};
    votes_given_twice: VoteTwice, "Election Safety", Elections, 0..200, |_| {};
    repeated_votes_count: RepeatedVotesCount, "Election Safety", Members, 0..200, |_| {};
    old_votes_count: OldVotesCount, "Election Safety", Members, 0..200, |_| {};
    pre_votes_elect: PreVotesElect, "Election Safety", Everything, 0..200, |_| {};
    term_reused: TermReused, "Log Matching", Everything, 400..1_000, |_| {};
    old_leaders_followed: OldLeadersFollowed, "Leader Completeness", Elections, 300..1_000,
        |_| {};
    conflicts_kept: ConflictsKept, "State Machine Safety", Elections, 0..200, |_| {};
    leader_discards_uncommitted: LeaderDiscardsUncommitted, "Leader Completeness", Elections,
        0..200, |_| {};
    old_terms_commit_by_counting: OldTermsCommitByCounting, "Leader Completeness", Elections,
        1_000..2_000, |options| options.noop_on_election = false;
    commit_goes_back: CommitGoesBack, "the commit index goes back", Elections, 0..200, |_| {};
    uncommitted_applied: UncommittedApplied, "State Machine Safety", Elections, 0..200, |_| {};
    swap_at_once: SwapAtOnce, "Election Safety", Members, 0..400, |_| {};
    change_before_own_commit: ChangeBeforeOwnCommit, "Leader Completeness", Members,
        7_000..8_000, |options| options.noop_on_election = false;
    changes_overlap: ChangesOverlap, "Election Safety", Members, 400..1_000, |_| {};
    joint_left_early: JointLeftEarly, "Leader Completeness", Members, 500..1_500, |_| {};
    committed_members_elect: CommittedMembersElect, "Election Safety", Members, 400..1_000,
        |_| {};
    snapshot_sets_term: SnapshotSetsTerm, "the term goes back", Elections, 0..200, |_| {};
    snapshot_ahead_of_state: SnapshotAheadOfState, "State Machine Safety", Elections, 0..200,
        |_| {};
    snapshot_without_term: SnapshotWithoutTerm, "Leader Completeness", Elections, 0..400,
        |_| {};
    snapshot_without_members: SnapshotWithoutMembers, "Election Safety", Members, 0..200,
        |_| {};
    snapshot_forgets_answers: SnapshotForgetsAnswers, "executed twice", Elections, 0..200,
        |_| {};
}
