//! Each deviation changes one decision: what the rule says with it, and what without.

use super::stickiness::Heard;
use super::vote::Voter;
use super::{
    append, change, commit, persist, pre_vote, quorum, read, replication, snapshot, term, vote,
};
use crate::{
    Change, Configuration, ConfigurationDraft, Deviation, Deviations, Entry, FlatMap, FlatSet,
    HardState, Index, LocalTime, Log, LogId, MessageKind, Micros, NodeId, Payload, SessionCommand,
    SessionId, Sessions, Term, Transition, WriteId,
};

const RAFT: Deviations = Deviations::NONE;

fn log(terms: &[u64]) -> Log {
    let mut log = Log::new();
    for (at, term) in terms.iter().enumerate() {
        log.append(Entry { id: LogId::new(at as u64 + 1, *term), payload: Payload::Noop });
    }
    log
}

fn voter() -> Voter {
    Voter {
        current_term: Term(3),
        voted_for: Some(NodeId(2)),
        last_log: LogId::new(5, 3),
        heard: Heard::Nothing,
    }
}

/// Whether a decision comes out as Raft demands.
fn keeps(deviation: Deviation, with: Deviations) -> bool {
    let (n1, n3) = (NodeId(1), NodeId(3));
    let three = Configuration::new([n1, NodeId(2), n3]);
    let state = HardState { current_term: Term(3), voted_for: Some(n1) };
    let old = LogId::new(5, 2);
    match deviation {
        Deviation::VoteNotPersisted => persist::what_must_survive(state, with).voted_for.is_some(),
        Deviation::TermNotPersisted => persist::what_must_survive(state, with) == state,
        Deviation::VoteTwice => {
            vote::may_grant(voter(), n3, Term(3), LogId::new(5, 3), with).is_err()
        }
        Deviation::RepeatedVotesCount => {
            let mut answers = FlatMap::from_iter([(n1, true)]);
            vote::count_answer(&mut answers, &three, (n1, true), with).is_err()
        }
        Deviation::OldVotesCount => !term::counts_though_old(MessageKind::RequestVoteReply, with),
        Deviation::PreVotesElect => !pre_vote::counts_as_vote(Term(3), Term(3), with),
        Deviation::VoteForgottenByFollowing => {
            vote::vote_after_following(Some(n1), with) == Some(n1)
        }
        Deviation::HalfElects => {
            let four = Configuration::new((1..=4).map(NodeId));
            !vote::has_won(quorum::count(&four, |id| (id.0 <= 2).then_some(true)), with)
        }
        Deviation::LogNotCompared => {
            let free = Voter { voted_for: None, ..voter() };
            vote::may_grant(free, n3, Term(3), LogId::new(4, 3), with).is_err()
        }
        Deviation::TermReused => vote::term_to_open(state, n1, with) == Term(4),
        Deviation::RefusalRestartsTimer => !vote::restarts_timer(false, with),
        Deviation::TimeoutsNotRandom => {
            let timeout = |draw| vote::election_timeout((Micros(150), Micros(300)), draw, with);
            timeout(0) != timeout(u64::MAX)
        }
        Deviation::LeaderIgnoresNewerTerms => {
            term::compare(Term(4), Term(3), true, with) == term::TermOrder::Newer
        }
        Deviation::OldLeadersFollowed => {
            let led = [MessageKind::AppendEntries, MessageKind::InstallSnapshot];
            !led.into_iter().any(|kind| term::counts_though_old(kind, with))
        }
        Deviation::CandidateIgnoresLeader => vote::candidate_follows(with),
        Deviation::PreVoteRestartsTimer => !pre_vote::restarts_timer(true, with),
        Deviation::PreVoteBoundToSendersTerm => pre_vote::counts_from(Term(2), Term(3), with),
        Deviation::PreviousTermNotChecked => {
            append::check_previous(&log(&[1, 1]), LogId::new(2, 2), with).is_err()
        }
        Deviation::TruncateAlways => {
            let mine = log(&[1, 1, 1]);
            let sent: Vec<Entry> = mine.iter_from(Index(1)).take(2).cloned().collect();
            append::merge(&mine, Index(0), &sent, with).conflict.is_none()
        }
        Deviation::ConflictsKept => {
            let sent: Vec<Entry> = log(&[1, 2]).iter_from(Index(1)).cloned().collect();
            append::merge(&log(&[1, 1]), Index(0), &sent, with).conflict.is_some()
        }
        Deviation::LeaderDiscardsUncommitted => {
            commit::kept_in_office(Index(4), Index(2), with) == Index(4)
        }
        Deviation::CommitNotVerified => {
            append::follower_commit(Index(5), Index(2), Index(4), with) == Index(2)
        }
        Deviation::CommitGoesBack => !append::commit_moves(Index(3), Index(2), with),
        Deviation::UncommittedApplied => commit::may_apply(Index(2), Index(4), with) == Index(2),
        Deviation::AcknowledgeOwnLog => append::acknowledged(Index(2), Index(4), with) == Index(2),
        Deviation::OldAcknowledgementsCount => {
            !term::counts_though_old(MessageKind::AppendEntriesReply, with)
        }
        Deviation::MatchGoesBack => replication::matched(Index(4), Index(2), with) == Index(4),
        Deviation::AnswerBeforeDurable => persist::gate(Some(WriteId(1)), with).is_some(),
        Deviation::CountSelfBeforeDurable => {
            persist::own_index(Index(2), Index(4), with) == Index(2)
        }
        Deviation::OldTermsCommitByCounting => commit::may_commit(old, Term(3), with).is_err(),
        Deviation::ChangesOverlap => {
            change::may_begin(None, (Index(4), Index(3)), LogId::new(3, 3), Term(3), with).is_err()
        }
        Deviation::ChangeBeforeOwnCommit => {
            change::may_begin(None, (Index(3), Index(3)), LogId::new(3, 2), Term(3), with).is_err()
        }
        Deviation::SwapAtOnce => {
            let changes = [Change::AddVoter(NodeId(4)), Change::AddVoter(NodeId(5))];
            change::next(&three, &changes, Transition::Auto, with).unwrap().is_joint()
        }
        Deviation::JointLeftEarly => {
            let set = |ids: &[u32]| ids.iter().copied().map(NodeId).collect::<FlatSet<_>>();
            let joint = ConfigurationDraft {
                incoming: set(&[1, 2]),
                outgoing: set(&[1]),
                auto_leave: true,
                ..ConfigurationDraft::default()
            };
            !change::may_leave_joint(&joint.build().unwrap(), Index(4), Index(3), with)
        }
        Deviation::CommittedMembersElect => change::latest_members_elect(with),
        Deviation::TruncatedMembersKept => change::ends_with_its_entry(with),
        Deviation::ReadWithoutQuorum => read::needs_quorum(with),
        Deviation::ReadBeforeOwnCommit => read::index_to_read(old, Term(3), with).is_err(),
        Deviation::LeaseIgnoresDrift => read::lease_span(Micros(150), 500_000, with) == Micros(100),
        Deviation::LeaseSurvivesTransfer => {
            read::lease_is_valid(Some(LocalTime(9)), LocalTime(0), true, with).is_err()
        }
        Deviation::SnapshotDiscardsTail => {
            snapshot::keeps_tail(&log(&[1, 1]), LogId::new(1, 1), with)
        }
        Deviation::SnapshotKeepsConflict => {
            snapshot::kept_misfits(&log(&[1, 1, 1]), LogId::new(2, 2), with).is_empty()
        }
        Deviation::SnapshotSetsTerm => {
            snapshot::term_after_installing(Term(3), old, with) == Term(3)
        }
        Deviation::SnapshotAheadOfState => {
            let last = snapshot::last_included(old, LogId::new(7, 2), Term(3), with);
            last.index == old.index
        }
        Deviation::SnapshotWithoutTerm => {
            snapshot::last_included(old, LogId::new(7, 2), Term(3), with).term == old.term
        }
        Deviation::SnapshotWithoutMembers => {
            snapshot::members_as_of(Index(4), Index(2), with) == Index(4)
        }
        Deviation::SnapshotForgetsAnswers => {
            let mut sessions = Sessions::default();
            sessions.take(&Entry { id: LogId::new(1, 1), payload: Payload::OpenSession });
            let done = SessionCommand { session: SessionId(1), sequence: 1, first_open: 1 };
            sessions.answered(done, [7].into());
            snapshot::kept_of_sessions(sessions.clone(), with) == sessions
        }
        Deviation::OldSnapshotsInstalled => {
            snapshot::may_install(LogId::new(3, 1), Index(4), with).is_err()
        }
    }
}

#[test]
fn each_deviation_breaks_its_own_rule_and_no_other() {
    for &deviation in Deviation::ALL {
        assert!(keeps(deviation, RAFT), "{} without any deviation", deviation.name());
        for &broken in Deviation::ALL {
            let touches = deviation == broken
                // Who forgets its term forgets the vote of that term.
                || (deviation, broken)
                    == (Deviation::VoteNotPersisted, Deviation::TermNotPersisted)
                || (deviation, broken)
                    == (Deviation::TermNotPersisted, Deviation::VoteNotPersisted);
            let kept = keeps(deviation, RAFT.with(broken));
            assert_eq!(kept, !touches, "{} with {}", deviation.name(), broken.name());
        }
    }
}

/// A broken rule is broken in one way: the rest of its decision stays.
#[test]
fn what_a_broken_rule_leaves_as_it_is() {
    let with = |deviation| RAFT.with(deviation);
    let sent = |terms: &[u64]| -> Vec<Entry> { log(terms).iter_from(Index(1)).cloned().collect() };

    let kept =
        append::merge(&log(&[1, 1]), Index(0), &sent(&[1, 2, 2]), with(Deviation::ConflictsKept));
    assert_eq!(kept, append::Merge { known: 2, conflict: None }, "the new entry behind is taken");

    let mine = log(&[1, 1, 1]);
    let cut = append::merge(&mine, Index(0), &sent(&[1, 1]), with(Deviation::TruncateAlways));
    let behind = Some(LogId::new(3, 1));
    assert_eq!(cut, append::Merge { known: 2, conflict: behind }, "cut behind the message");

    let back = with(Deviation::CommitGoesBack);
    assert!(!append::commit_moves(Index(3), Index(3), back), "the same index is no move");
}

#[test]
fn names_are_found_again() {
    let all = Deviation::ALL.iter().fold(RAFT, |all, deviation| all.with(*deviation));
    assert!(all.iter().eq(Deviation::ALL.iter().copied()));
    for deviation in Deviation::ALL {
        assert_eq!(Deviation::named(deviation.name()), Some(*deviation));
    }
}
