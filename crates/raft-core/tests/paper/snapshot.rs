//! §7, log compaction; Figure 13, InstallSnapshot RPC.

use raft_core::{
    Body, Configuration, Effect, Entry, Index, Input, LocalTime, LogId, Message, Node, NodeId,
    Options, Output, Sessions, SnapshotFault, Term, Verdict,
};

use crate::server::{Server, append, follower, leader};

/// InstallSnapshot with a chunk of the state.
fn chunk(last: (u64, u64), offset: u64, data: &[u8], done: bool) -> Body {
    Body::InstallSnapshot {
        last: LogId::new(last.0, last.1),
        configuration: Configuration::new((1..=3).map(NodeId)),
        sessions: Sessions::default(),
        offset,
        data: data.into(),
        done,
    }
}

fn base(server: &Server) -> String {
    let log = server.node.log();
    format!("…{} {:?}", log.base(), server.log())
}

/// Figure 13, 1: reply immediately if term < currentTerm.
#[test]
fn a_snapshot_of_an_old_term_is_refused_with_the_newer_term() {
    let mut server = follower(4, None, &[1]);
    let before = server.is();
    server.hears(2, 3, chunk((9, 3), 0, b"state", true));
    assert_eq!(server.says(), ["n1 → n2 InstallSnapshotReply t4 last=9@3 received=0"]);
    assert_eq!(server.is(), before);
}

/// Figure 13, 2 to 4: create a new file on the first chunk, write at the offset, wait for more until
/// done is true.
#[test]
fn chunks_are_gathered_until_the_last_one() {
    let mut server = follower(3, None, &[1]);
    server.hears(2, 3, chunk((9, 3), 0, b"ab", false));
    server.hears(2, 3, chunk((9, 3), 2, b"cd", false));
    assert_eq!(server.log(), [1], "nothing is installed yet");
    server.hears(2, 3, chunk((9, 3), 4, b"e", true));
    assert_eq!(
        server.says(),
        [
            "n1 → n2 InstallSnapshotReply t3 last=9@3 received=2",
            "n1 → n2 InstallSnapshotReply t3 last=9@3 received=4",
            "n1 → n2 InstallSnapshotReply t3 last=9@3 installed",
        ]
    );
    let snapshot = server.node.snapshot().expect("it is installed");
    assert_eq!(&*snapshot.state, b"abcde");
}

/// The same: what is missing before a chunk is asked for, and a first chunk begins again.
#[test]
fn a_chunk_out_of_place_is_not_written() {
    let mut server = follower(3, None, &[]);
    server.hears(2, 3, chunk((9, 3), 4, b"e", true));
    assert_eq!(server.says(), ["n1 → n2 InstallSnapshotReply t3 last=9@3 received=0"]);
    server.hears(2, 3, chunk((9, 3), 0, b"ab", false));
    server.hears(2, 3, chunk((9, 3), 4, b"e", true));
    server.hears(2, 3, chunk((9, 3), 0, b"xyz", false));
    assert_eq!(
        server.says(),
        [
            "n1 → n2 InstallSnapshotReply t3 last=9@3 received=2",
            "n1 → n2 InstallSnapshotReply t3 last=9@3 received=2",
            "n1 → n2 InstallSnapshotReply t3 last=9@3 received=3",
        ]
    );
}

/// Figure 13, 5: discard any partial snapshot with a smaller index; another sender's or another
/// snapshot's chunks do not go together.
#[test]
fn another_snapshot_begins_anew() {
    let mut server = follower(3, None, &[]);
    server.hears(2, 3, chunk((5, 2), 0, b"ab", false));
    server.hears(2, 3, chunk((9, 3), 2, b"cd", true));
    assert_eq!(
        server.says(),
        [
            "n1 → n2 InstallSnapshotReply t3 last=5@2 received=2",
            "n1 → n2 InstallSnapshotReply t3 last=9@3 received=0",
        ]
    );
}

/// Figure 13, 6: if an existing entry has the same index and term as the snapshot's last entry,
/// retain the entries that follow it. 7: otherwise discard the entire log.
#[test]
fn the_tail_is_kept_exactly_if_it_follows_the_snapshot() {
    let table = [
        ("it has the last entry and more", &[1, 1, 2, 2][..], (3, 2), "…3@2 [2]", 1),
        ("it has the last entry", &[1, 1, 2], (3, 2), "…3@2 []", 0),
        ("another term at that index", &[1, 1, 1, 1], (3, 2), "…3@2 []", 0),
        ("its log ends before", &[1], (3, 2), "…3@2 []", 0),
    ];
    for (what, log, last, after, kept) in table {
        let mut server = follower(3, None, log);
        server.hears(2, 3, chunk(last, 0, b"state", true));
        assert_eq!(base(&server), after, "{what}");
        let is_this = |verdict: &Verdict| matches!(verdict, Verdict::SnapshotInstalled { kept: found, .. } if *found == kept);
        assert!(server.verdicts.iter().any(is_this), "{what}: {:?}", server.verdicts);
        assert_eq!(server.node.commit_index(), Index(3), "{what}");
        assert_eq!(server.node.last_applied(), Index(3), "{what}");
    }
}

/// Figure 13, 8: reset the state machine using the snapshot's contents, and load its configuration.
#[test]
fn the_state_machine_and_the_configuration_are_replaced() {
    let mut node = follower(3, None, &[1]).node;
    let mut out = Output::default();
    let body = Body::InstallSnapshot {
        last: LogId::new(3, 2),
        configuration: Configuration::new((1..=5).map(NodeId)),
        sessions: Sessions::default(),
        offset: 0,
        data: (*b"state").into(),
        done: true,
    };
    let message = Message { from: NodeId(2), to: NodeId(1), term: Term(3), body };
    node.step(LocalTime(0), 0, Input::Receive(message), &mut out);
    let restored = out.effects.iter().find_map(|effect| match effect {
        Effect::Restore { snapshot } => Some(snapshot.state.clone()),
        _ => None,
    });
    assert_eq!(restored.as_deref(), Some(&b"state"[..]));
    assert_eq!(node.configuration().voters().len(), 5);
}

/// §7: a snapshot that holds less than is committed takes nothing back.
#[test]
fn an_older_snapshot_changes_nothing() {
    let mut server = follower(3, None, &[1, 1, 1]);
    server.hears(2, 3, append((3, 1), &[], 3));
    server.says();
    server.hears(2, 3, chunk((2, 1), 0, b"old", true));
    assert_eq!(server.says(), ["n1 → n2 InstallSnapshotReply t3 last=2@1 installed"]);
    let why = SnapshotFault::Older { last: Index(2), have: Index(3) };
    server.assert_decided(Verdict::SnapshotRefused { leader: Some(NodeId(2)), why });
    assert_eq!(base(&server), "…0@0 [1, 1, 1]");
}

/// §5.2 and Figure 13: whoever sends a snapshot in this term leads it.
#[test]
fn a_snapshot_restarts_the_election_timer() {
    let mut server = follower(3, None, &[]);
    server.at_millis(100).hears(2, 3, chunk((9, 3), 0, b"ab", false));
    assert_eq!(server.node.next_deadline(), Some(LocalTime(250_000)));
    assert_eq!(server.node.leader(), Some(NodeId(2)));
}

/// §7: a leader sends its snapshot when it has discarded the next entry that a follower needs.
#[test]
fn a_leader_that_has_discarded_an_entry_sends_its_snapshot() {
    let mut server = leader(2, &[1, 1]);
    server.is_asked(1);
    server.hears(2, 2, crate::server::accepted(3));
    let (through, state) = (Index(3), (*b"state").into());
    server.takes(Input::SnapshotTaken { through, state, sessions: Sessions::default() });
    server.says();
    server.hears(3, 2, crate::server::rejected(2, (0, 0)));
    assert_eq!(server.says(), ["n1 → n3 InstallSnapshot t2 last=3@2 bytes=0..5 done"]);
}

/// §5.5 and §7: a server that starts again begins with its snapshot.
#[test]
fn a_restart_begins_with_the_snapshot() {
    let mut server = leader(2, &[]);
    server.is_asked(1);
    server.hears(2, 2, crate::server::accepted(1));
    let mut durable = raft_core::Durable::fresh(Configuration::new((1..=3).map(NodeId)));
    let payload = raft_core::Payload::Noop;
    durable.log.append(Entry { id: LogId::new(1, 2), payload });
    let mut out = Output::default();
    let (through, state) = (Index(1), (*b"state").into());
    let taken = Input::SnapshotTaken { through, state, sessions: Sessions::default() };
    server.node.step(LocalTime(0), 0, taken, &mut out);
    for effect in &out.effects {
        if let Effect::Write(write) = effect {
            durable.apply(write);
        }
    }
    let node = Node::restart(NodeId(1), Options::default(), &durable, LocalTime(0), 0);
    assert_eq!((node.commit_index(), node.last_applied()), (Index(1), Index(1)));
    assert_eq!(node.snapshot_last(), LogId::new(1, 2));
    assert!(node.log().is_empty());
}
