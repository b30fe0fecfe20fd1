//! Why changing the servers of a cluster is safe, shown by trying every case.
//!
//! A cluster never decides two different things because any two majorities have a server in common,
//! who would have to say both. While a configuration changes, some servers decide by the old one
//! and some by the new one, so the same must be true across the change (§6; dissertation §4.1, §4.3).
//! Sets of servers are bit masks here: bit 0 is n1.

use raft_core::rules::membership::{change, enter_joint, leave_joint, simple};
use raft_core::rules::quorum::{Outcome, committed_index, count, is_quorum};
use raft_core::{
    Change, ChangeRefusal, Configuration, ConfigurationDraft, Index, NodeId, Transition,
};

/// All servers there are in the exhaustive tests of overlap.
const SERVERS: u32 = 7;
const ALL: u32 = 1 << SERVERS;

fn members(mask: u32) -> impl Iterator<Item = NodeId> + Clone {
    (0..u32::BITS).filter(move |bit| mask >> bit & 1 == 1).map(|bit| NodeId(bit + 1))
}

fn has(mask: u32, node: NodeId) -> bool {
    mask >> (node.0 - 1) & 1 == 1
}

fn voters(mask: u32) -> Configuration {
    Configuration::new(members(mask))
}

fn joint(outgoing: u32, incoming: u32) -> Configuration {
    let (outgoing, incoming) = (members(outgoing).collect(), members(incoming).collect());
    ConfigurationDraft { outgoing, incoming, ..ConfigurationDraft::default() }.build().unwrap()
}

/// Every set of servers that decides under this configuration and would not without any of them:
/// whoever overlaps with these overlaps with all.
fn smallest_quorums(configuration: &Configuration) -> Vec<u32> {
    let decides = |mask: u32| is_quorum(configuration, |node| has(mask, node));
    let minimal = |mask: &u32| {
        decides(*mask) && members(*mask).all(|node| !decides(mask & !(1 << (node.0 - 1))))
    };
    (0..ALL).filter(minimal).collect()
}

/// A quorum of each that have nobody in common.
fn disjoint(one: &[u32], other: &[u32]) -> Option<(u32, u32)> {
    one.iter().find_map(|a| other.iter().find(|b| *a & **b == 0).map(|b| (*a, *b)))
}

fn change_into(from: u32, to: u32) -> Vec<Change> {
    let come = members(to & !from).map(Change::AddVoter);
    come.chain(members(from & !to).map(Change::Remove)).collect()
}

fn quorums_of_plain_configurations() -> Vec<Vec<u32>> {
    (0..ALL).map(|mask| smallest_quorums(&voters(mask))).collect()
}

#[test]
fn any_two_majorities_have_a_server_in_common() {
    for (mask, quorums) in quorums_of_plain_configurations().iter().enumerate().skip(1) {
        assert!(!quorums.is_empty());
        assert_eq!(disjoint(quorums, quorums), None, "{mask:b}");
    }
}

#[test]
fn majorities_before_and_after_one_simple_change_have_a_server_in_common() {
    let quorums = quorums_of_plain_configurations();
    let mut steps = 0;
    for from in 1..ALL {
        for to in 1..ALL {
            let after = simple(&voters(from), &change_into(from, to));
            if (from ^ to).count_ones() > 1 {
                let changed = (from ^ to).count_ones();
                assert_eq!(after, Err(ChangeRefusal::TooManyVotersChange { changed }));
                continue;
            }
            assert_eq!(after, Ok(voters(to)));
            assert_eq!(disjoint(&quorums[from as usize], &quorums[to as usize]), None);
            steps += 1;
        }
    }
    // Each configuration stays as it is (127), and each pair that differs in one server, two ways.
    assert_eq!(steps, 127 + 2 * (7 * 64 - 7));
}

#[test]
fn an_arbitrary_swap_can_split_the_cluster() {
    // Figure 10 of the paper: from three servers to five, each at its own moment. n1 and n2 still
    // decide by the old configuration, n3, n4 and n5 already by the new one.
    let (old, new) = (voters(0b00111), voters(0b11111));
    assert!(is_quorum(&old, |node| has(0b00011, node)));
    assert!(is_quorum(&new, |node| has(0b11100, node)));
    assert!(simple(&old, &change_into(0b00111, 0b11111)).is_err());

    // That is the rule, not the exception. Of all pairs that differ in two voters or more:
    let quorums = quorums_of_plain_configurations();
    let pairs = (1..ALL).flat_map(|old| (1..ALL).map(move |new| (old, new)));
    let far: Vec<(u32, u32)> = pairs.filter(|(old, new)| (old ^ new).count_ones() > 1).collect();
    let splits = |(old, new): &&(u32, u32)| {
        disjoint(&quorums[*old as usize], &quorums[*new as usize]).is_some()
    };
    assert_eq!((far.iter().filter(splits).count(), far.len()), (13_818, 15_120));
}

#[test]
fn a_joint_majority_has_a_server_in_common_with_every_majority_of_either_half() {
    let quorums = quorums_of_plain_configurations();
    for old in 1..ALL {
        for new in 1..ALL {
            let both = enter_joint(&voters(old), &change_into(old, new), false).unwrap();
            assert_eq!(both, joint(old, new));
            let deciding = smallest_quorums(&both);
            assert_eq!(disjoint(&deciding, &quorums[old as usize]), None, "{both}");
            assert_eq!(disjoint(&deciding, &quorums[new as usize]), None, "{both}");
            assert_eq!(leave_joint(&both), Ok(voters(new)));
        }
    }
}

#[test]
fn a_vote_is_decided_exactly_when_no_missing_answer_can_change_it() {
    const FEW: u32 = 5;
    let configurations = (1..1 << FEW).map(voters).chain([
        joint(0b00111, 0b11100),
        joint(0b00111, 0b11111),
        joint(0b00011, 0b00100),
        joint(0b01111, 0b10000),
        joint(0b11111, 0b11110),
    ]);
    for configuration in configurations {
        let wins = |yes: u32| is_quorum(&configuration, |node| has(yes, node));
        for answered in 0..1u32 << FEW {
            for yes in subsets(answered) {
                let answer = |node| has(answered, node).then(|| has(yes, node));
                let silent = !answered & ((1 << FEW) - 1);
                let mut endings = subsets(silent).map(|late| wins(yes | late));
                let expected = match (endings.clone().all(|won| won), endings.any(|won| won)) {
                    (true, _) => Outcome::Won,
                    (false, true) => Outcome::Pending,
                    (false, false) => Outcome::Lost,
                };
                assert_eq!(count(&configuration, answer).outcome(), expected, "{configuration}");
            }
        }
    }
}

fn subsets(mask: u32) -> impl Iterator<Item = u32> + Clone {
    (0..=mask).filter(move |subset| subset & !mask == 0)
}

/// The definition, word by word: the highest index such that those who have it make a quorum.
fn committed_by_definition(configuration: &Configuration, index_of: impl Fn(NodeId) -> u64) -> u64 {
    let highest = configuration.voters().iter().map(|node| index_of(*node)).max().unwrap_or(0);
    (0..=highest)
        .rev()
        .find(|index| is_quorum(configuration, |node| index_of(node) >= *index))
        .unwrap_or(0)
}

#[test]
fn the_committed_index_is_the_highest_that_a_quorum_has() {
    const FEW: u32 = 4;
    for (old, new) in (0..1 << FEW).flat_map(|old| (1..1 << FEW).map(move |new| (old, new))) {
        let configuration = if old == 0 { voters(new) } else { joint(old, new) };
        for vector in 0..4u64.pow(FEW) {
            let index_of = |node: NodeId| vector >> (2 * (node.0 - 1)) & 3;
            let fast = committed_index(&configuration, |node| Index(index_of(node)));
            let slow = committed_by_definition(&configuration, index_of);
            assert_eq!(fast, Some(Index(slow)), "{configuration} {vector:b}");
        }
    }
}

#[test]
fn the_committed_index_of_many_servers_is_right_too() {
    for size in 5..40u64 {
        let configuration = Configuration::new((1..=size).map(|id| NodeId(id as u32)));
        for round in 0..20 {
            let index_of = |node: NodeId| (u64::from(node.0) * 2_654_435_761 + round * 97) % 50;
            let fast = committed_index(&configuration, |node| Index(index_of(node)));
            assert_eq!(fast, Some(Index(committed_by_definition(&configuration, index_of))));
        }
    }
}

/// Every configuration of at most three servers that can be reached from one voter, by every list of
/// up to two changes and every way.
fn reachable() -> Vec<Configuration> {
    let kinds =
        [Change::AddVoter, Change::AddLearner, Change::Promote, Change::Demote, Change::Remove];
    let single: Vec<Change> =
        (0..=3).map(NodeId).flat_map(|node| kinds.map(|kind| kind(node))).collect();
    let pairs = single.iter().flat_map(|one| single.iter().map(move |two| vec![*one, *two]));
    let lists: Vec<Vec<Change>> =
        [vec![]].into_iter().chain(single.iter().map(|one| vec![*one])).chain(pairs).collect();
    let ways = [Transition::Auto, Transition::Implicit, Transition::Explicit];

    let mut found = vec![voters(0b1)];
    let mut at = 0;
    while let Some(before) = found.get(at).cloned() {
        let changed = lists
            .iter()
            .flat_map(|list| ways.map(|way| change(&before, list, way)))
            .chain([leave_joint(&before)]);
        for after in changed.flatten() {
            if !found.contains(&after) {
                found.push(after);
            }
        }
        at += 1;
    }
    found
}

#[test]
fn the_algebra_of_changes_keeps_the_laws_of_configurations() {
    let found = reachable();
    for configuration in &found {
        assert_eq!(configuration.draft().build().as_ref(), Ok(configuration));
        assert!(!configuration.incoming().is_empty());
        assert!(!configuration.is_member(NodeId(0)));
        for node in configuration.members() {
            let place = configuration.role_of(*node).expect("a member has a place");
            assert_eq!(place.votes(), configuration.is_voter(*node));
        }
    }
    // 19 without a joint half: of 3 servers each votes, learns or is absent, and one votes at least.
    assert_eq!(found.iter().filter(|one| !one.is_joint()).count(), 3usize.pow(3) - 2usize.pow(3));
}

#[test]
fn no_two_configurations_look_alike_in_print() {
    let mut printed: Vec<String> = reachable().iter().map(ToString::to_string).collect();
    let all = printed.len();
    printed.sort();
    printed.dedup();
    assert_eq!(printed.len(), all);
}

#[test]
fn a_change_made_twice_is_made_once() {
    for before in reachable().iter().filter(|one| !one.is_joint()) {
        for node in (1..=3).map(NodeId) {
            for change in [Change::AddVoter(node), Change::AddLearner(node), Change::Remove(node)] {
                let Ok(once) = simple(before, &[change]) else { continue };
                assert_eq!(simple(&once, &[change]).as_ref(), Ok(&once));
                assert_eq!(simple(before, &[change, change]).as_ref(), Ok(&once));
            }
        }
    }
}
