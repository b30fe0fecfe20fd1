//! Moments that count as the same have the same future, and what is left out hides nothing.

use std::collections::BTreeMap;

use raft_check::Property;
use raft_core::{Deviation, Deviations, NodeId, Options};
use raft_explore::{
    Bounds, Choice, Disks, Exploration, Moment, Question, Reductions, Until, fingerprint,
    plain_fingerprint,
};
use raft_sim::{MessageId, Server};

fn question(deviation: Option<Deviation>, bounds: Bounds) -> Question {
    let deviations = deviation.map_or(Deviations::NONE, |one| Deviations::NONE.with(one));
    let options = Options { deviations, ..Options::default() };
    Question { options, bounds, until: Until::AnyJudge }
}

fn after(bounds: Bounds, choices: &[Choice]) -> Moment {
    let mut moment = Moment::first(question(None, bounds));
    for choice in choices {
        assert!(moment.choices().contains(choice), "{choice} can be chosen");
        moment.take(*choice);
    }
    moment
}

fn arrives(name: &str) -> Choice {
    Choice::Arrives(name.parse::<MessageId>().expect("a message's name"))
}

const N1: NodeId = NodeId(1);
const N2: NodeId = NodeId(2);

#[test]
fn the_order_of_what_has_nothing_to_do_with_each_other_does_not_matter() {
    let bounds = Bounds { crashes: 1, ..Bounds::of_elections(2, 2) };
    let (one, other) = (Choice::TimesOut(N1), Choice::TimesOut(N2));
    let to_n2 = arrives("n1>n2:RequestVote:1");
    let to_n3 = arrives("n1>n3:RequestVote:1");
    let pairs = [
        (vec![one, other], vec![other, one]),
        (vec![one, to_n2, to_n3], vec![one, to_n3, to_n2]),
        (
            vec![one, Choice::Crashes(N2), to_n3, Choice::Restarts(N2)],
            vec![one, Choice::Crashes(N2), Choice::Restarts(N2), to_n3],
        ),
    ];
    for (way, detour) in pairs {
        let (here, there) = (after(bounds, &way), after(bounds, &detour));
        assert_eq!(plain_fingerprint(&here), plain_fingerprint(&there), "{way:?}");
    }
}

#[test]
fn what_decides_something_makes_a_difference() {
    let bounds = Bounds { copies: 1, crashes: 1, ..Bounds::of_elections(2, 2) };
    let asked = |more: &[Choice]| {
        let way: Vec<Choice> = [Choice::TimesOut(N1)].iter().chain(more).copied().collect();
        fingerprint(&after(bounds, &way))
    };
    let to_n2 = "n1>n2:RequestVote:1".parse().expect("a message's name");
    let all = [
        asked(&[]),
        asked(&[Choice::Arrives(to_n2)]),
        asked(&[Choice::ArrivesAndStays(to_n2)]),
        asked(&[Choice::Crashes(N1)]),
        asked(&[Choice::Crashes(N2)]),
        asked(&[Choice::TimesOut(N1)]),
        asked(&[Choice::TimesOut(N2)]),
    ];
    let distinct: std::collections::BTreeSet<u64> = all.into_iter().collect();
    assert_eq!(distinct.len(), all.len());
}

#[test]
fn which_server_is_which_does_not_matter() {
    let bounds = Bounds::of_elections(1, 1);
    let one = after(bounds, &[Choice::TimesOut(N1), arrives("n1>n3:RequestVote:1")]);
    let other = after(bounds, &[Choice::TimesOut(N2), arrives("n2>n1:RequestVote:1")]);
    assert_eq!(fingerprint(&one), fingerprint(&other));
    assert_ne!(plain_fingerprint(&one), plain_fingerprint(&other));
}

/// Every moment up to so many choices, one for each fingerprint; `again` is shown each that was reached a second
/// time, beside the first.
fn every_moment(
    question: Question,
    choices: usize,
    of: fn(&Moment) -> u64,
    mut again: impl FnMut(&Moment, &Moment),
) -> BTreeMap<u64, Moment> {
    let first = Moment::first(question);
    let mut known = BTreeMap::from([(of(&first), first.clone())]);
    let mut row = vec![first];
    for _ in 0..choices {
        let mut next_row = Vec::new();
        for moment in &row {
            if !moment.violations().is_empty() {
                continue;
            }
            for choice in moment.choices() {
                let mut next = moment.clone();
                next.take(choice);
                match known.get(&of(&next)) {
                    Some(first) => again(first, &next),
                    None => {
                        known.insert(of(&next), next.clone());
                        next_row.push(next);
                    }
                }
            }
        }
        row = next_row;
    }
    known
}

/// What can become of a moment with one more choice: the next moments, and what the judges say there.
fn futures(moment: &Moment, of: fn(&Moment) -> u64) -> Vec<(u64, Vec<Property>)> {
    let futures = moment.choices().into_iter().map(|choice| {
        let mut next = moment.clone();
        next.take(choice);
        let reported = next.violations().iter().map(|violation| violation.property);
        (of(&next), reported.collect())
    });
    let mut futures: Vec<_> = futures.collect();
    futures.sort();
    futures
}

/// Bounds and broken rules under which judges have something to remember.
fn worlds() -> Vec<(Question, usize)> {
    let two_terms = Bounds::of_elections(2, 2);
    let crash = Bounds { crashes: 1, ..two_terms };
    let chosen = Bounds { disks: Disks::Chosen, crashes: 1, ..Bounds::of_elections(1, 2) };
    let busy = Bounds { heartbeats: 1, commands: 1, copies: 1, ..two_terms };
    vec![
        (question(None, crash), 7),
        (question(None, busy), 7),
        (question(None, chosen), 10),
        (question(Some(Deviation::TermNotPersisted), crash), 7),
        (question(Some(Deviation::VoteForgottenByFollowing), crash), 7),
        (question(Some(Deviation::LogNotCompared), two_terms), 8),
        (question(Some(Deviation::TermReused), chosen), 10),
    ]
}

#[test]
fn moments_that_are_the_same_have_the_same_servers() {
    for (question, choices) in worlds() {
        let mut again = 0;
        every_moment(question, choices, plain_fingerprint, |first, next| {
            again += 1;
            let servers = first.world().servers().iter().zip(next.world().servers());
            for (one, other) in servers {
                let canonical = |server: &Server| server.node().map(raft_core::Node::canonical);
                assert_eq!(canonical(one), canonical(other));
                assert_eq!(one.disk().durable(), other.disk().durable());
            }
        });
        assert!(again > 50, "only {again} moments were reached twice");
    }
}

#[test]
fn moments_that_are_the_same_have_the_same_future() {
    let mut reports = 0;
    for (question, choices) in worlds() {
        let mut again = 0;
        every_moment(question, choices, fingerprint, |first, next| {
            again += 1;
            let future = futures(first, fingerprint);
            assert_eq!(future, futures(next, fingerprint), "{}", question.bounds);
            reports += future.iter().filter(|(_, reported)| !reported.is_empty()).count();
        });
        assert!(again > 50, "only {again} moments were reached twice");
    }
    assert!(reports > 100, "the judges had something to remember only {reports} times");
}

#[test]
fn of_moments_that_differ_in_names_exactly_one_is_looked_at() {
    let small = Bounds { crashes: 1, ..Bounds::of_elections(1, 1) };
    let bounds = Bounds { choices: Some(9), ..small };
    let question = question(None, bounds);
    let all = every_moment(question, 9, plain_fingerprint, |_, _| {});
    let distinct: std::collections::BTreeSet<u64> = all.values().map(fingerprint).collect();
    let by_name = Reductions { names: true, idle_arrivals: false };
    let explored = |reductions| Exploration::of(question, reductions).run().unique;
    assert_eq!(explored(by_name), distinct.len());
    assert_eq!(explored(Reductions::NONE), all.len());
    assert!(all.len() > 2 * distinct.len());
}

#[test]
fn what_is_left_out_hides_nothing() {
    let crash = Bounds { crashes: 1, ..Bounds::of_elections(1, 2) };
    let four = Bounds { servers: 4, ..Bounds::of_elections(1, 2) };
    let broken = [
        (Deviation::VoteNotPersisted, crash, Until::AnyJudge),
        (Deviation::VoteTwice, crash, Until::Figure3),
        (Deviation::VoteForgottenByFollowing, crash, Until::AnyJudge),
        (Deviation::HalfElects, four, Until::Figure3),
    ];
    for (deviation, bounds, until) in broken {
        let question = Question { until, ..question(Some(deviation), bounds) };
        let shortest = |reductions| {
            let found = Exploration::of(question, reductions).run();
            found.broken.map(|(property, way)| (property, way.len()))
        };
        let found = shortest(Reductions::ALL);
        assert!(found.is_some(), "{} is found", deviation.name());
        assert_eq!(found, shortest(Reductions::NONE), "{}", deviation.name());
    }
    let whole = question(None, Bounds::of_elections(1, 2));
    let explored = |reductions| Exploration::of(whole, reductions).run();
    let (all, few) = (explored(Reductions::NONE), explored(Reductions::ALL));
    assert_eq!((all.broken, few.broken), (None, None));
    assert!(few.unique * 4 < all.unique, "{} of {} states", few.unique, all.unique);
    assert_eq!(few.sights, all.sights);
}

#[test]
fn breadth_first_and_depth_first_find_the_same_states() {
    for (bounds, pre_vote) in [
        (Bounds { crashes: 1, ..Bounds::of_elections(1, 1) }, false),
        (Bounds { copies: 1, ..Bounds::of_elections(1, 2) }, false),
        (Bounds { heartbeats: 1, commands: 1, ..Bounds::of_elections(1, 1) }, false),
        (Bounds::of_elections(1, 1), true),
    ] {
        let mut question = question(None, bounds);
        question.options.pre_vote = pre_vote;
        let broad = Exploration::of(question, Reductions::ALL).run();
        let deep = Exploration::of(question, Reductions::ALL).run_depth_first();
        assert_eq!((&broad.broken, &deep.broken), (&None, &None));
        assert_eq!(broad.unique, deep.unique, "{bounds}");
        assert_eq!(broad.states, deep.states, "{bounds}");
        assert_eq!(broad.sights, deep.sights, "{bounds}");
    }
}
