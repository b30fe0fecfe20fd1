//! What is explored, and what there is to find.

use raft_core::{Deviation, Deviations, Options};

use crate::{Bounds, Disks, Question, Until};

/// Rules as they are, and how far every run is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Survey {
    /// What is not as it is by default, with a comma behind.
    pub name: &'static str,
    /// How far, until any judge reports something.
    pub question: Question,
    /// Whether it takes seconds.
    pub is_quick: bool,
}

/// A broken rule, and where what it breaks is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// The rule.
    pub broken: Deviation,
    /// How the servers are set up, how far, and until what is found.
    pub question: Question,
    /// Whether it takes seconds.
    pub is_quick: bool,
}

/// The paper's Raft, with an empty entry at the beginning of each office.
fn raft() -> Options {
    Options { deviations: Deviations::NONE, ..Options::default() }
}

/// All rules on.
#[must_use]
pub fn of_rules_as_they_are() -> Vec<Survey> {
    let survey = |is_quick, name, options, bounds| Survey {
        name,
        question: Question { options, bounds, until: Until::AnyJudge },
        is_quick,
    };
    let two_terms = Bounds::of_elections(2, 2);
    let one_term = Bounds::of_elections(1, 2);
    let asks_first = Options { pre_vote: true, ..raft() };
    let one_by_one = Options { entries_per_append: 1, ..raft() };
    vec![
        survey(true, "", raft(), two_terms),
        survey(true, "one entry for each message, ", one_by_one, two_terms),
        survey(true, "", raft(), Bounds { crashes: 1, disks: Disks::Chosen, ..one_term }),
        survey(true, "PreVote, ", asks_first, one_term),
        survey(true, "", raft(), Bounds { servers: 4, ..one_term }),
        survey(false, "", raft(), Bounds { crashes: 1, ..two_terms }),
        survey(false, "", raft(), Bounds { commands: 1, ..two_terms }),
        survey(false, "", raft(), Bounds { heartbeats: 1, ..two_terms }),
        survey(false, "", raft(), Bounds { copies: 1, ..two_terms }),
        survey(false, "", raft(), Bounds { disks: Disks::Chosen, ..two_terms }),
        survey(false, "", raft(), Bounds::of_elections(2, 3)),
    ]
}

/// As far as stateright's own Raft example goes: time-outs and heartbeats without a bound, three commands (there
/// every server is asked for one at the beginning), one crash, and nothing on disks.
#[must_use]
pub fn beside_the_example(choices: usize) -> Question {
    let bounds = Bounds {
        servers: 3,
        terms: u64::MAX,
        elections: Bounds::ANY,
        heartbeats: Bounds::ANY,
        commands: 3,
        crashes: 1,
        copies: 0,
        disks: Disks::AtOnce,
        choices: Some(choices),
    };
    Question { options: raft(), bounds, until: Until::AnyJudge }
}

/// Every broken rule of elections and votes, and the commit of entries of older terms: what any judge reports first,
/// and what of Figure 3 is violated first. Those of which the table of deviations says that safety holds are looked
/// at as far as the others, once.
#[must_use]
pub fn of_broken_rules() -> Vec<Search> {
    use Deviation as Of;
    let search = |until, is_quick| {
        move |broken, options: Options, bounds| {
            let options = Options { deviations: options.deviations.with(broken), ..options };
            Search { broken, question: Question { options, bounds, until }, is_quick }
        }
    };
    let (first, harm) = (search(Until::AnyJudge, true), search(Until::Figure3, true));
    let (long_first, long_harm) = (search(Until::AnyJudge, false), search(Until::Figure3, false));

    let asks_first = Options { pre_vote: true, ..raft() };
    // A leader without an entry of its own is one whose term can elect another, and two entries of one name are the
    // same if both are empty.
    let without_noop = Options { noop_on_election: false, ..raft() };
    // The entry of the older term arrives alone.
    let one_by_one = Options { entries_per_append: 1, ..raft() };
    let one_term = Bounds::of_elections(1, 2);
    let crash = Bounds { crashes: 1, ..Bounds::of_elections(2, 2) };
    let lost_writes = Bounds { crashes: 1, disks: Disks::Chosen, ..one_term };
    // Half of three is no whole number, and of three a candidate needs one vote besides its own.
    let four = Bounds { servers: 4, ..one_term };
    let three_terms = Bounds::of_elections(3, 3);
    let lost_entries =
        Bounds { commands: 2, crashes: 1, disks: Disks::Chosen, ..Bounds::of_elections(2, 2) };
    vec![
        first(Of::VoteNotPersisted, raft(), crash),
        harm(Of::VoteNotPersisted, raft(), crash),
        first(Of::TermNotPersisted, raft(), crash),
        harm(Of::TermNotPersisted, raft(), crash),
        first(Of::AnswerBeforeDurable, raft(), lost_writes),
        harm(Of::AnswerBeforeDurable, raft(), lost_writes),
        first(Of::VoteTwice, raft(), one_term),
        harm(Of::VoteTwice, raft(), one_term),
        first(Of::VoteForgottenByFollowing, without_noop, one_term),
        harm(Of::VoteForgottenByFollowing, without_noop, one_term),
        harm(Of::OldVotesCount, raft(), Bounds::of_elections(2, 3)),
        harm(Of::RepeatedVotesCount, raft(), Bounds { copies: 2, ..four }),
        harm(Of::HalfElects, raft(), four),
        harm(Of::PreVotesElect, asks_first, one_term),
        harm(Of::LogNotCompared, raft(), Bounds::of_elections(2, 2)),
        first(Of::OldLeadersFollowed, raft(), crash),
        first(Of::TermReused, without_noop, Bounds { commands: 1, ..lost_entries }),
        long_harm(Of::TermReused, without_noop, lost_entries),
        long_first(Of::OldTermsCommitByCounting, one_by_one, three_terms),
        first(Of::LeaderIgnoresNewerTerms, raft(), Bounds::of_elections(2, 2)),
        first(Of::CandidateIgnoresLeader, raft(), Bounds::of_elections(2, 2)),
        first(Of::RefusalRestartsTimer, raft(), Bounds::of_elections(2, 2)),
        first(Of::TimeoutsNotRandom, raft(), Bounds::of_elections(2, 2)),
        first(Of::PreVoteRestartsTimer, asks_first, one_term),
        first(Of::PreVoteBoundToSendersTerm, asks_first, one_term),
    ]
}
