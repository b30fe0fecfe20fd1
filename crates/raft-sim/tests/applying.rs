//! What changes in a server because its state machine has gone on is told like everything else.

mod harness;

use harness::{Record, act, on, run};
use raft_core::{Activation, Index, NodeId, Options, Transition};
use raft_sim::{
    Action, ClientId, Command, Fact, MemberChange, RoleKind, Seeded, Selector, Setup, World,
};

/// Configurations count when they are applied; n1 leads.
fn led(servers: u8) -> (World, Record) {
    let options = Options { activation: Activation::OnApply, ..Options::default() };
    let setup = Setup { servers, options, ..Setup::default() };
    let mut world = World::new(setup, Seeded::new(5)).expect("a setup that works");
    let mut record = Record::default();
    act(&mut world, &Action::TimeOut(on(1)), &mut record);
    run(&mut world, &mut record, 100);
    assert_eq!(world.leader(), Some(NodeId(1)));
    (world, record)
}

fn remove(id: u32) -> Action {
    let changes = vec![(MemberChange::Remove, on(id))];
    Action::Change { from: Selector::Leader, changes, transition: Transition::Auto }
}

fn put() -> Action {
    let command = Command::put("x", "1").expect("a command");
    Action::Client { client: ClientId(1), command, reading: None, via: None }
}

#[test]
fn a_leader_that_leaves_office_by_applying_its_removal_is_told() {
    let (mut world, mut record) = led(3);
    record.facts.clear();
    act(&mut world, &remove(1), &mut record);
    run(&mut world, &mut record, 200);
    assert_ne!(world.leader(), Some(NodeId(1)), "it has left");
    let left = Fact::Role { server: NodeId(1), role: RoleKind::Follower };
    assert!(record.facts.contains(&left), "{:?}", record.facts);
}

/// What n1 has on its own disk waits for n2's answer only until n1 has applied that n2 is out.
#[test]
fn what_a_smaller_majority_commits_is_told() {
    let (mut world, mut record) = led(2);
    record.facts.clear();
    act(&mut world, &remove(2), &mut record);
    act(&mut world, &put(), &mut record);
    run(&mut world, &mut record, 400);
    let commit = world.server(NodeId(1)).and_then(|n1| n1.node()).map(|n1| n1.commit_index());
    assert_eq!(commit, Some(Index(3)));
    let told = Fact::Commit { server: NodeId(1), index: Index(3) };
    assert!(record.facts.contains(&told), "{:?}", record.facts);
}
