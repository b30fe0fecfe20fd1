//! What breaks without a rule: the table that tests compare with the scenarios' runs, and of which
//! `docs/deviations.md` is made.

use raft_check::Property;

use Harm::{Invariant, Liveness, Nothing, Slower, Violates};
use Property::{
    ElectionSafety, ExactlyOnce, IndicesInOrder, LeaderAppendOnly, LeaderCompleteness,
    Linearizability, LogMatching, StateMachineSafety,
};

/// What a broken rule does in its scenario.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Harm {
    /// Of what is promised it first violates this, by these servers (the guilty one first) and this event.
    Violates(Property, &'static str, &'static str),
    /// It violates no promise. Of the invariants it first violates this, by this server and this event.
    Invariant(Property, &'static str, &'static str),
    /// Something does not go on that should.
    Liveness,
    /// Something takes longer.
    Slower,
    /// Nothing at all: Raft bears it.
    Nothing,
}

/// The properties of the paper's Figure 3.
pub(crate) const FIGURE_3: [Property; 5] =
    [ElectionSafety, LeaderAppendOnly, LogMatching, LeaderCompleteness, StateMachineSafety];

/// What each scenario shows.
pub(crate) const HARMS: &[(&str, Harm)] = &[
    (
        "acknowledge-own-log",
        Violates(LeaderCompleteness, "n1", "235ms n3 → n1 RequestVoteReply t3 yes · n1 leader"),
    ),
    (
        "answer-before-durable",
        Violates(LeaderCompleteness, "n2", "165ms n3 → n2 RequestVoteReply t2 yes · n2 leader"),
    ),
    ("candidate-ignores-leader", Liveness),
    (
        "change-before-own-commit",
        Violates(LeaderCompleteness, "n1", "560ms n5 → n1 RequestVoteReply t3 yes · n1 leader"),
    ),
    (
        "changes-overlap",
        Violates(
            ElectionSafety,
            "n2 n1",
            "360ms n3 → n2 RequestVoteReply t2 yes · n2 leader · n2 log=2@2",
        ),
    ),
    ("check-quorum-off", Liveness),
    (
        "commit-goes-back",
        Invariant(
            IndicesInOrder,
            "n2",
            "185ms n1 → n2 AppendEntries t1 prev=0@0 [] commit=0 · n2 commit=0",
        ),
    ),
    (
        "commit-not-verified",
        Violates(
            StateMachineSafety,
            "n1 n2",
            "325ms n2 → n1 AppendEntries t2 prev=1@1 [] commit=2 round=2 · n1 commit=2",
        ),
    ),
    (
        "committed-members-elect",
        Violates(
            ElectionSafety,
            "n2 n4",
            "485ms n3 → n2 RequestVoteReply t2 yes · n2 leader · n2 log=3@2",
        ),
    ),
    (
        "conflicts-kept",
        Violates(
            StateMachineSafety,
            "n1 n2",
            "205ms n2 → n1 AppendEntries t2 prev=0@0 [1@2] commit=1 · n1 commit=1",
        ),
    ),
    (
        "count-self-before-durable",
        Violates(LeaderCompleteness, "n1", "180ms n3 → n1 RequestVoteReply t2 yes · n1 leader"),
    ),
    (
        "half-elects",
        Violates(ElectionSafety, "n3 n1", "60ms n4 → n3 RequestVoteReply t1 yes · n3 leader"),
    ),
    (
        "joint-left-early",
        Violates(LeaderCompleteness, "n1", "540ms n2 → n1 RequestVoteReply t3 yes · n1 leader"),
    ),
    (
        "leader-discards-uncommitted",
        Violates(
            LeaderCompleteness,
            "n2",
            "180ms n3 → n2 RequestVoteReply t2 yes · n2 leader · n2 cuts its log from 1",
        ),
    ),
    ("leader-ignores-newer-terms", Liveness),
    (
        "lease-ignores-drift",
        Violates(Linearizability, "n1", "519ms n1 → c1 ClientReply c1#2 ok 1 · c1#2 ok"),
    ),
    (
        "lease-survives-transfer",
        Violates(Linearizability, "n1", "388ms n1 → c1 ClientReply c1#2 ok 1 · c1#2 ok"),
    ),
    (
        "log-not-compared",
        Violates(LeaderCompleteness, "n3", "170ms n2 → n3 RequestVoteReply t2 yes · n3 leader"),
    ),
    (
        "lying-sync",
        Violates(LeaderCompleteness, "n3", "400ms n2 → n3 RequestVoteReply t2 yes · n3 leader"),
    ),
    ("match-goes-back", Slower),
    (
        "old-acknowledgements-count",
        Violates(LeaderCompleteness, "n2", "230ms n3 → n2 RequestVoteReply t3 yes · n2 leader"),
    ),
    (
        "old-leaders-followed",
        Violates(LeaderCompleteness, "n1", "260ms n3 → n1 RequestVoteReply t3 yes · n1 leader"),
    ),
    (
        "old-snapshots-installed",
        Violates(LeaderCompleteness, "n2", "640ms n3 → n2 RequestVoteReply t2 yes · n2 leader"),
    ),
    (
        "old-terms-commit-by-counting",
        Violates(LeaderCompleteness, "n3", "415ms n2 → n3 RequestVoteReply t4 yes · n3 leader"),
    ),
    (
        "old-votes-count",
        Violates(ElectionSafety, "n1 n3", "102ms n2 → n1 RequestVoteReply t1 yes · n1 leader"),
    ),
    ("pre-vote-bound-to-senders-term", Liveness),
    ("pre-vote-off", Liveness),
    ("pre-vote-restarts-timer", Liveness),
    (
        "pre-votes-elect",
        Violates(
            ElectionSafety,
            "n1 n2",
            "92ms n2 → n1 RequestPreVoteReply t0 yes for t1 · n1 leader",
        ),
    ),
    (
        "previous-term-not-checked",
        Violates(
            LogMatching,
            "n1 n3",
            "245ms n3 → n1 AppendEntries t3 prev=1@2 [2@3] commit=0 · n1 log=2@3",
        ),
    ),
    (
        "read-before-own-commit",
        Violates(Linearizability, "n2", "390ms n2 → c2 ClientReply c2#1 ok 1 · c2#1 ok"),
    ),
    (
        "read-without-quorum",
        Violates(Linearizability, "n1", "420ms n1 → c1 ClientReply c1#2 ok 1 · c1#2 ok"),
    ),
    ("refusal-restarts-timer", Liveness),
    (
        "repeated-votes-count",
        Violates(ElectionSafety, "n1 n3", "120ms n2 → n1 RequestVoteReply t1 yes · n1 leader"),
    ),
    (
        "sessions-off",
        Violates(ExactlyOnce, "n2", "555ms n3 → n2 AppendEntriesReply t2 match=5 · n2 commit=5"),
    ),
    (
        "snapshot-ahead-of-state",
        Violates(
            LogMatching,
            "n3 n2",
            "520ms n2 → n3 AppendEntries t2 prev=1@1 [2@2 3@2] commit=3 · n3 t2 · n3 commit=3 · n3 log=3@2",
        ),
    ),
    (
        "snapshot-discards-tail",
        Violates(LeaderCompleteness, "n2", "570ms n3 → n2 RequestVoteReply t2 yes · n2 leader"),
    ),
    (
        "snapshot-forgets-answers",
        Violates(
            ExactlyOnce,
            "n3",
            "475ms n1 → n3 AppendEntries t1 prev=4@1 [] commit=4 · n3 commit=4",
        ),
    ),
    ("snapshot-keeps-conflict", Violates(LogMatching, "n1 n2", "520ms action · n1 crashes")),
    (
        "snapshot-sets-term",
        Violates(ElectionSafety, "n1 n2", "356ms n3 → n1 RequestVoteReply t2 yes · n1 leader"),
    ),
    (
        "snapshot-without-members",
        Violates(
            ElectionSafety,
            "n4 n3",
            "600ms n5 → n4 RequestVoteReply t2 yes · n4 leader · n4 log=4@2",
        ),
    ),
    (
        "snapshot-without-term",
        Violates(LeaderCompleteness, "n3", "440ms n1 → n3 RequestVoteReply t3 yes · n3 leader"),
    ),
    (
        "stale-reads",
        Violates(Linearizability, "n3", "295ms n3 → c2 ClientReply c2#1 ok 1 · c2#1 ok"),
    ),
    ("stickiness-off", Liveness),
    (
        "swap-at-once",
        Violates(
            ElectionSafety,
            "n1 n3",
            "370ms n2 → n1 RequestVoteReply t2 yes · n1 leader · n1 log=2@2",
        ),
    ),
    (
        "term-not-persisted",
        Violates(
            LeaderCompleteness,
            "n1 n2",
            "210ms n3 → n1 AppendEntriesReply t1 match=1 · n1 commit=1",
        ),
    ),
    (
        "term-reused",
        Violates(LogMatching, "n1 n2", "160ms c2 → n1 ClientRequest c2#1 x=2 · n1 log=1@1"),
    ),
    ("timeouts-not-random", Liveness),
    (
        "truncate-always",
        Violates(LeaderCompleteness, "n2", "265ms n3 → n2 RequestVoteReply t2 yes · n2 leader"),
    ),
    (
        "truncated-members-kept",
        Violates(LeaderCompleteness, "n1", "700ms n5 → n1 RequestVoteReply t3 yes · n1 leader"),
    ),
    (
        "uncommitted-applied",
        Violates(
            StateMachineSafety,
            "n2 n4",
            "185ms n1 → n2 AppendEntries t1 prev=0@0 [1@1] commit=0 · n2 log=1@1",
        ),
    ),
    (
        "vote-forgotten-by-following",
        Violates(ElectionSafety, "n2 n1", "120ms n3 → n2 RequestVoteReply t1 yes · n2 leader"),
    ),
    (
        "vote-not-persisted",
        Violates(ElectionSafety, "n2 n1", "90ms n3 → n2 RequestVoteReply t1 yes · n2 leader"),
    ),
    (
        "vote-twice",
        Violates(ElectionSafety, "n2 n1", "57ms n3 → n2 RequestVoteReply t1 yes · n2 leader"),
    ),
    ("write-order", Nothing),
];

/// What no server of Raft decides: what clients do, what disks do, and which of its options a cluster goes
/// without. Which line does it, and what mends it in its place.
pub(crate) const NO_RULES: &[(&str, &str, &str)] = &[
    ("check-quorum-off", "check_quorum = false", "check_quorum = true"),
    ("lying-sync", r#"do = [{ disk = { servers = "n2", faults = { lying = "100%" } } }]"#, ""),
    ("pre-vote-off", "pre_vote = false", "pre_vote = true"),
    ("sessions-off", "sessions = false", "sessions = true"),
    ("stale-reads", r#"reads = "stale""#, ""),
    ("stickiness-off", "leader_stickiness = false", "leader_stickiness = true"),
    ("write-order", r#"faults = { reordered = "100%" }"#, ""),
];

/// What this scenario shows.
pub(crate) fn harm(name: &str) -> Harm {
    let row = HARMS.iter().find(|(known, _)| *known == name);
    row.unwrap_or_else(|| panic!("what does {name} do? It is not in the table")).1
}
