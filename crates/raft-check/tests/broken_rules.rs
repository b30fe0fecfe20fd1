//! Each judge bites: with the rule broken that it is there for, some seed of a stated few is caught, by
//! this very property. And rules without which Raft is only slower break nothing that is judged here.

mod harness;

use std::collections::BTreeSet;

use harness::{Trial, violated};
use raft_check::Property;
use raft_core::{Deviation, Deviations, Options};

/// How many seeds a broken rule gets.
const SEEDS: u64 = 120;

fn options(broken: Deviation) -> Options {
    Options { deviations: Deviations::NONE.with(broken), ..Options::default() }
}

/// In which way a rule is broken in this cluster: what is violated first, over the seeds.
fn first_violations(
    trial: &Trial,
    enough: impl Fn(&BTreeSet<Property>) -> bool,
) -> BTreeSet<Property> {
    let mut found = BTreeSet::new();
    for seed in 0..SEEDS {
        found.extend(violated(&trial.run(seed)));
        if enough(&found) {
            break;
        }
    }
    found
}

fn is_caught(broken: Deviation, property: Property) {
    caught(&Trial::new(3, options(broken)), broken, property);
}

fn caught(trial: &Trial, broken: Deviation, property: Property) {
    let found = first_violations(trial, |found| found.contains(&property));
    assert!(found.contains(&property), "{}: only {found:?}", broken.name());
}

#[test]
fn what_must_be_on_disk() {
    is_caught(Deviation::VoteNotPersisted, Property::PromisesAreDurable);
    is_caught(Deviation::TermNotPersisted, Property::PromisesAreDurable);
    is_caught(Deviation::AnswerBeforeDurable, Property::PromisesAreDurable);
    is_caught(Deviation::CountSelfBeforeDurable, Property::CommittedIsDurable);
}

#[test]
fn elections() {
    let even = Trial::new(4, options(Deviation::HalfElects));
    caught(&even, Deviation::HalfElects, Property::ElectionSafety);
    is_caught(Deviation::VoteForgottenByFollowing, Property::OnceInATerm);
    is_caught(Deviation::LogNotCompared, Property::LeaderCompleteness);
    is_caught(Deviation::LogNotCompared, Property::UpToDateIsComplete);
}

#[test]
fn logs() {
    is_caught(Deviation::LeaderDiscardsUncommitted, Property::LeaderAppendOnly);
    is_caught(Deviation::PreviousTermNotChecked, Property::LogMatching);
    is_caught(Deviation::TruncateAlways, Property::ProgressIsTrue);
    is_caught(Deviation::ConflictsKept, Property::CommittedIsDurable);
}

#[test]
fn commits() {
    is_caught(Deviation::UncommittedApplied, Property::IndicesInOrder);
    is_caught(Deviation::CommitGoesBack, Property::NothingGoesBack);
    is_caught(Deviation::LeaderDiscardsUncommitted, Property::CommittedOnMajority);
    is_caught(Deviation::ConflictsKept, Property::CommittedLogsAgree);
    is_caught(Deviation::ConflictsKept, Property::StateMachineSafety);
}

#[test]
fn snapshots() {
    let with_snapshots = |broken| {
        let chunk = Options { snapshot_after: 3, snapshot_chunk: 16, ..options(broken) };
        Trial::new(3, chunk)
    };
    let ahead = Deviation::SnapshotAheadOfState;
    caught(&with_snapshots(ahead), ahead, Property::IndicesInOrder);
    let sets = Deviation::SnapshotSetsTerm;
    caught(&with_snapshots(sets), sets, Property::NothingGoesBack);
    let memberless = Deviation::SnapshotWithoutMembers;
    let trial = with_snapshots(memberless).with_outsiders(&[3]);
    caught(&trial, memberless, Property::ConfigurationOfLog);
}

/// Whoever looks for what was applied, or committed, in the logs that are left finds it only sometimes.
#[test]
fn whoever_discards_at_once_what_it_has_applied_is_caught_as_well() {
    for broken in [Deviation::PreviousTermNotChecked, Deviation::CommitNotVerified] {
        let trial = Trial::new(3, Options { snapshot_after: 1, ..options(broken) });
        for property in [Property::CommittedLogsAgree, Property::StateMachineSafety] {
            caught(&trial, broken, property);
        }
    }
}

#[test]
fn what_only_delays_is_no_violation() {
    let only_slower = [
        Deviation::RefusalRestartsTimer,
        Deviation::TimeoutsNotRandom,
        Deviation::LeaderIgnoresNewerTerms,
        Deviation::CandidateIgnoresLeader,
        Deviation::PreVoteRestartsTimer,
        Deviation::PreVoteBoundToSendersTerm,
        Deviation::MatchGoesBack,
    ];
    for broken in only_slower {
        let elections = Options { pre_vote: true, check_quorum: true, ..options(broken) };
        for options in [options(broken), elections] {
            let mut trial = Trial::new(3, options);
            trial.seconds = 4;
            for seed in 0..20 {
                assert_eq!(trial.run(seed).violations(), [], "{}, seed {seed}", broken.name());
            }
        }
    }
}
