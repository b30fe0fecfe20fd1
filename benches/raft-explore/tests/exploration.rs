//! What there is to find within the bounds, as far as that takes seconds.

use raft_explore::searches::{self, Survey};
use raft_explore::{COMMITTED, Exploration, LEADER, Reductions};

#[test]
fn with_all_rules_on_no_run_within_the_bounds_breaks_anything() {
    for Survey { name, question, .. } in
        searches::of_rules_as_they_are().into_iter().filter(|survey| survey.is_quick)
    {
        let found = Exploration::of(question, Reductions::ALL).run();
        let bounds = question.bounds;
        assert_eq!(found.broken, None, "{name}{bounds}");
        for sight in [LEADER, COMMITTED] {
            assert!(found.sights.contains(&sight), "{name}{bounds}: {sight}");
        }
    }
}

/// What is found first, and after how many choices.
const FOUND: &[(&str, &str)] = &[
    ("vote-not-persisted", "Promises Are Durable after 2"),
    ("vote-not-persisted", "Election Safety after 8"),
    ("term-not-persisted", "Promises Are Durable after 2"),
    ("term-not-persisted", "Election Safety after 8"),
    ("answer-before-durable", "Promises Are Durable after 3"),
    ("answer-before-durable", "Election Safety after 10"),
    ("vote-twice", "Promises Are Durable after 3"),
    ("vote-twice", "Election Safety after 6"),
    ("vote-forgotten-by-following", "Once in a Term after 4"),
    ("vote-forgotten-by-following", "Election Safety after 7"),
    ("old-votes-count", "Election Safety after 7"),
    ("repeated-votes-count", "Election Safety after 8"),
    ("half-elects", "Election Safety after 6"),
    ("pre-votes-elect", "Election Safety after 10"),
    ("log-not-compared", "Leader Completeness after 8"),
    ("old-leaders-followed", "Once in a Term after 9"),
    ("term-reused", "Once in a Term after 11"),
    ("leader-ignores-newer-terms", "nothing"),
    ("candidate-ignores-leader", "nothing"),
    ("refusal-restarts-timer", "nothing"),
    ("timeouts-not-random", "nothing"),
    ("pre-vote-restarts-timer", "nothing"),
    ("pre-vote-bound-to-senders-term", "nothing"),
];

#[test]
fn each_broken_rule_is_found_at_its_depth() {
    let quick = searches::of_broken_rules().into_iter().filter(|search| search.is_quick);
    let told: Vec<(&str, String)> = quick
        .map(|search| {
            let found = Exploration::of(search.question, Reductions::ALL).run();
            let found = found.broken.map_or("nothing".to_owned(), |(property, way)| {
                format!("{} after {}", property.name(), way.len())
            });
            (search.broken.name(), found)
        })
        .collect();
    let told: Vec<_> = told.iter().map(|(rule, found)| (*rule, found.as_str())).collect();
    assert_eq!(told, FOUND);
}
