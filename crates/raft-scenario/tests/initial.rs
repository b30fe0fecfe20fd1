//! Runs that begin with something on the disks.

use raft_core::{Index, NodeId, Term};
use raft_scenario::{Run, Scenario};
use raft_sim::{Server, SimTime};

fn scenario(initial: &str) -> Result<raft_scenario::Script, String> {
    let text =
        format!("format = 1\ntitle = \"t\"\nuntil = \"2s\"\n[cluster]\nservers = 3\n{initial}");
    Scenario::from_toml(&text).and_then(Scenario::compile).map_err(|problem| problem.to_string())
}

fn log(server: &Server) -> String {
    let entries = server.log().iter_from(Index(1));
    entries.map(|entry| entry.id.to_string()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_server_begins_with_the_log_term_and_vote_that_are_written_down() {
    let script = scenario(
        "[[initial]]\nserver = \"n2\"\nterm = 5\nvote = \"n3\"\nlog = \"1 1:x=3 2:x+=4\"\n\
         [[initial]]\nserver = \"n1\"\nlog = \"1 1:x=3\"",
    );
    let mut run = Run::new(&script.expect("it can run")).expect("it can begin");
    let [n1, n2, n3] = run.world().servers() else { panic!("three servers") };
    assert_eq!((log(n1), log(n2), log(n3)), ("1@1 2@1".into(), "1@1 2@1 3@2".into(), "".into()));
    let states = [n1, n2, n3].map(|server| server.disk().durable().hard_state);
    assert_eq!(states.map(|state| state.current_term), [Term(1), Term(5), Term(0)]);
    assert_eq!(states.map(|state| state.voted_for), [None, Some(NodeId(3)), None]);
    assert!(run.world().servers().iter().all(|server| server.node().is_some_and(|node| {
        node.commit_index() == Index::ZERO && node.log() == &server.disk().durable().log
    })));

    run.advance_to(SimTime(2_000_000), &mut ());
    assert_eq!(run.judges().violations(), []);
    let leader = run.world().leader();
    assert_eq!(leader, Some(NodeId(2)), "nobody else has the last entry");
    for server in run.world().servers() {
        let machine = &server.process().expect("it runs").machine;
        assert_eq!(machine.get("x").map(|value| value.to_string()).as_deref(), Some("7"));
    }
}

/// Logs that no run of Raft leads to are allowed: the judges say what is wrong with them.
#[test]
fn logs_that_contradict_each_other_are_judged() {
    let script = scenario(
        "[[initial]]\nserver = \"n1\"\nlog = \"1 1:x=3\"\n\
         [[initial]]\nserver = \"n2\"\nlog = \"1 1:x=4\"",
    );
    let mut run = Run::new(&script.expect("it can run")).expect("it can begin");
    run.advance_to(SimTime(2_000_000), &mut ());
    let violated = run.judges().violations().iter().map(|violation| violation.property);
    assert!(violated.into_iter().any(|property| property == raft_check::Property::LogMatching));
}

#[test]
fn what_no_disk_can_hold_is_named_with_its_place() {
    let cases = [
        ("server = \"n4\"", "initial[0].server: there is no server n4 (expected n1 to n3)"),
        ("server = \"x\"", "initial[0].server: \"x\" is not a server"),
        ("server = \"n1\"\nlog = \"2 1\"", "initial[0].log: an entry of term 1 cannot follow"),
        ("server = \"n1\"\nlog = \"0\"", "initial[0].log: \"0\" is no entry"),
        ("server = \"n1\"\nlog = \"one\"", "initial[0].log: \"one\" is no entry"),
        ("server = \"n1\"\nlog = \"1:get\"", "initial[0].log: \"1:get\" is no entry"),
        ("server = \"n1\"\nlog = \"1:x=\\u0007\"", "initial[0].log: \"1:x=\u{7}\" is no entry"),
        ("server = \"n1\"\nterm = 1\nlog = \"1 2\"", "initial[0].term: a server of term 1 has no"),
        ("server = \"n1\"\nterm = 9007199254740992", "initial[0].term: 9007199254740992 is too"),
        ("server = \"n1\"\nlog = \"9007199254740992\"", "initial[0].log: 9007199254740992 is too"),
        ("server = \"n1\"\nvote = \"n9\"", "initial[0].vote: there is no server n9"),
        (
            "server = \"n1\"\n[[initial]]\nserver = \"n1\"",
            "initial[1].server: n1 has one disk (expected each server once)",
        ),
    ];
    for (initial, expected) in cases {
        let problem = scenario(&format!("[[initial]]\n{initial}")).expect_err(initial);
        assert!(problem.contains(expected), "{initial}\n  expected {expected}\n  found {problem}");
    }
    let long = format!("[[initial]]\nserver = \"n1\"\nlog = \"{}\"", "1 ".repeat(1_001));
    assert!(scenario(&long).expect_err("too long").contains("at most 1000 entries"));
}
