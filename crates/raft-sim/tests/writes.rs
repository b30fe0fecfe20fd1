//! The disk is given writes in the order in which the server has named them.

use raft_core::{NodeId, Options, Transition, Verdict, WriteId};
use raft_sim::{
    Action, EventNo, Happening, MemberChange, Seeded, Selector, Setup, SimTime, Sink, Target, World,
};

/// Looks at what waits for the disks, and at what the servers say of it.
#[derive(Default)]
struct Watch {
    waiting: usize,
    disorder: Vec<(NodeId, Vec<WriteId>)>,
    unknown: Vec<Verdict>,
}

impl Sink for Watch {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        for server in world.servers() {
            let ids: Vec<WriteId> = server.disk().pending().map(|one| one.write.id).collect();
            self.waiting = self.waiting.max(ids.len());
            if !ids.is_sorted() {
                self.disorder.push((server.id(), ids));
            }
        }
        let verdicts = happening.verdicts.iter().map(|(_, verdict)| *verdict);
        self.unknown.extend(verdicts.filter(|one| matches!(one, Verdict::UnknownWrite(_))));
    }
}

/// The step that commits a joint configuration writes the one after it; and because something was
/// applied, there is a snapshot to be written as well.
#[test]
fn a_snapshot_waits_for_the_entries_that_were_written_before_it() {
    let setup = Setup {
        outside: vec![NodeId(4), NodeId(5)],
        options: Options { snapshot_after: 1, ..Options::default() },
        ..Setup::default()
    };
    let mut world = World::new(setup, Seeded::new(1)).expect("a setup that works");
    let mut watch = Watch::default();
    let until = |world: &mut World, ms: u64, watch: &mut Watch| {
        while world.peek().is_some_and(|at| at <= SimTime::from_millis(ms)) {
            world.advance(watch);
        }
    };
    until(&mut world, 1_000, &mut watch);
    let both = Target(vec![Selector::Server(NodeId(4)), Selector::Server(NodeId(5))]);
    let change = Action::Change {
        from: Selector::Leader,
        changes: vec![(MemberChange::AddVoter, both)],
        transition: Transition::Implicit,
    };
    world.act(&change, EventNo::START, &mut watch).expect("somebody leads");
    until(&mut world, 2_000, &mut watch);
    let leader = world.leader().and_then(|leader| world.server(leader)?.node()).expect("it leads");
    assert_eq!(leader.configuration().voters().len(), 5, "the change is through");
    assert!(watch.waiting > 1, "two writes wait at once");
    assert_eq!((watch.disorder, watch.unknown), (vec![], vec![]));
}
