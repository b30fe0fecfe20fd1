//! One long run with everything that goes beyond the paper's Figure 2.

use raft_core::{Backtracking, Micros, NodeId, Options, Proposals, ReadMode, Transition};
use raft_sim::{
    Action, ClientId, ClientOptions, Command, MemberChange, NetworkOptions, Reading, Selector,
    Setup, Sink, Span, Target, Workload, World,
};

use crate::storm::{Blow, Weather, storm};

/// How many events the run has, half of them with leases and half of them without.
pub const EXTENSIONS_EVENTS: u32 = 120_000;

const WEATHER: Weather = Weather { seed: 20_140_905, events: EXTENSIONS_EVENTS / 2, strike };

/// Seven servers, five of which vote at the start, with PreVote, CheckQuorum, pipelines, small
/// snapshots and sessions. Members come and go, the office is handed over, disks are lost, and
/// clients read in every way. First with leases, for which servers must not forget their leader by
/// hand; then from the beginning without. One line for every [`crate::EVERY`] events, as in the
/// chaos.
#[must_use]
pub fn extensions_run() -> Vec<String> {
    storms(&mut ())
}

fn storms(watcher: &mut dyn Sink) -> Vec<String> {
    let with = Options {
        pre_vote: true,
        check_quorum: true,
        leader_stickiness: true,
        lease_reads: true,
        clock_drift_ppm: 1_000,
        proposals: Proposals::Forward,
        entries_per_append: 4,
        bytes_per_append: 24,
        append_window: 3,
        uncommitted_bytes: 48,
        snapshot_after: 40,
        snapshot_keep: 8,
        // So small that every snapshot takes several messages.
        snapshot_chunk: 48,
        ..Options::default()
    };
    let without = Options {
        lease_reads: false,
        backtracking: Backtracking::OneByOne,
        step_down_on_removal: false,
        ..with
    };
    [with, without]
        .into_iter()
        .flat_map(|options| storm(setup(options), &WEATHER, &mut *watcher))
        .collect()
}

fn setup(options: Options) -> Setup {
    Setup {
        servers: 7,
        outside: vec![NodeId(6), NodeId(7)],
        options,
        network: NetworkOptions {
            latency: Span::millis(2, 20),
            client_latency: Span::millis(3, 15),
            links: Vec::new(),
            loss_ppm: 5_000,
            ..NetworkOptions::default()
        },
        disk_write: Span::millis(1, 6),
        clients: 3,
        client: ClientOptions {
            sessions: true,
            reads: Some(ReadMode::ReadIndex),
            workload: Some(Workload { pause: Span::millis(1, 50), keys: 5, reads_ppm: 300_000 }),
            ..ClientOptions::default()
        },
        ..Setup::default()
    }
}

fn strike(blow: &Blow, world: &World) -> Action {
    let (one, other) = (blow.server(1, world), blow.server(2, world));
    match blow.throw(3, 40) {
        0..=2 => Action::Crash(Target::server(one)),
        3..=6 => Action::Restart(Target::server(down(world).unwrap_or(one))),
        7..=12 => change(blow, world),
        13..=15 => Action::LeaveJoint(Selector::Leader),
        16..=20 => Action::Transfer { from: Selector::Leader, to: Selector::Server(other) },
        21 => Action::ForgetLeader(Target(vec![Selector::Followers])),
        22 => Action::TakeSnapshot(Target::server(one)),
        23 => Action::ExpireSessions(Selector::Leader),
        24 => blow.apart(4, one, world),
        25..=27 => Action::HealAll,
        28 => Action::Cut { from: Target::server(one), to: Target::server(other), one_way: true },
        29 => Action::SetLoss(blow.throw(5, 200_000) as u32),
        30 | 31 => Action::SetLoss(5_000),
        32 | 33 => read(blow),
        34 | 35 => add(blow),
        36 if is_outside(one, world) => Action::Wipe(Target::server(one)),
        37 => Action::SetTimer {
            servers: Target(vec![Selector::Followers]),
            remaining: Micros(1_000 + blow.throw(6, 400_000)),
        },
        _ => match blow.message(7, world) {
            Some(id) => Action::Deliver(id),
            None => Action::HealAll,
        },
    }
}

/// The first server that is down, if one is.
fn down(world: &World) -> Option<NodeId> {
    world.servers().iter().find(|server| server.node().is_none()).map(|server| server.id())
}

/// Some change of the members. Whether it can follow is for the leader to say.
fn change(blow: &Blow, world: &World) -> Action {
    const KINDS: [MemberChange; 6] = [
        MemberChange::AddVoter,
        MemberChange::AddVoter,
        MemberChange::AddLearner,
        MemberChange::Promote,
        MemberChange::Demote,
        MemberChange::Remove,
    ];
    const WAYS: [Transition; 3] = [Transition::Auto, Transition::Implicit, Transition::Explicit];
    let changes = (0..1 + blow.throw(8, 3) as u32)
        .map(|nth| {
            let kind = KINDS[blow.throw(9 + 2 * nth, 6) as usize];
            (kind, Target::server(blow.server(10 + 2 * nth, world)))
        })
        .collect();
    let transition = WAYS[blow.throw(15, 3) as usize];
    Action::Change { from: Selector::Leader, changes, transition }
}

/// A client reads, in any of the ways there are, from any server.
fn read(blow: &Blow) -> Action {
    let reading = match blow.throw(16, 4) {
        0 => Reading::Log,
        1 => Reading::Directly(ReadMode::ReadIndex),
        2 => Reading::Directly(ReadMode::Lease),
        _ => Reading::Directly(ReadMode::Stale),
    };
    let command = Command::Get { key: "k1".into() };
    let via = Selector::Server(NodeId(1 + blow.throw(17, 7) as u32));
    Action::Client { client: client(blow), command, reading: Some(reading), via: Some(via) }
}

/// A client adds to a number: done twice, it would show.
fn add(blow: &Blow) -> Action {
    let command = Command::Add { key: "n".into(), amount: 1 + blow.throw(18, 9) as u32 };
    Action::Client { client: client(blow), command, reading: None, via: None }
}

fn client(blow: &Blow) -> ClientId {
    ClientId(1 + blow.throw(19, 3) as u8)
}

/// Whether nobody counts on what this server has on its disk: only then may the disk be lost.
fn is_outside(id: NodeId, world: &World) -> bool {
    let nodes = world.servers().iter().filter_map(|server| server.node());
    let mut members = nodes.map(|node| node.configuration().members());
    members.all(|members| !members.contains(&id))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use raft_core::MessageKind;
    use raft_sim::{Fact, Happening, Kind};

    /// Counts what makes the run worth its name: verdicts, facts and messages, by their names.
    #[derive(Default)]
    struct Count(BTreeMap<String, u32>);

    impl Count {
        fn note(&mut self, what: &impl core::fmt::Debug) {
            let written = format!("{what:?}");
            let name = written.split([' ', '(']).next().unwrap_or_default();
            *self.0.entry(name.to_owned()).or_default() += 1;
        }

        fn of(&self, name: &str) -> u32 {
            self.0.get(name).copied().unwrap_or_default()
        }
    }

    impl Sink for Count {
        fn see(&mut self, _: &World, happening: Happening<'_>) {
            happening.verdicts.iter().for_each(|(_, verdict)| self.note(verdict));
            for fact in happening.facts {
                match fact {
                    Fact::Role { role, .. } => self.note(role),
                    fact => self.note(fact),
                }
            }
            if let Some(Kind::Raft(kind)) = happening.arrived.map(|flight| flight.id.kind) {
                self.note(&kind);
            }
        }
    }

    #[test]
    fn every_extension_has_its_say_and_the_cluster_works_all_the_same() {
        let mut count = Count::default();
        storms(&mut count);
        println!("{:?}", count.0);
        for kind in MessageKind::ALL {
            assert!(count.of(&format!("{kind:?}")) > 10, "{kind:?}");
        }
        for name in [
            "PreVoteDenied",
            "QuorumLost",
            "LeaderForgotten",
            "TransferStarted",
            "TransferReady",
            "TransferAborted",
            "ChangeAccepted",
            "ChangeRefused",
            "ConfigurationUsed",
            "JointLeft",
            "LeaderRemoved",
            "CaughtUp",
            "SendingPaused",
            "SnapshotTaken",
            "SnapshotReceived",
            "SnapshotInstalled",
            "ReadConfirmed",
            "ReadForwarded",
            "ReadServed",
            "ProposalForwarded",
            "ProposalTurnedAway",
            "SessionOpened",
            "SessionExpired",
            "SessionsClosed",
            "Repeated",
            "Wiped",
        ] {
            assert!(count.of(name) > 0, "{name} never happens");
        }
        assert!(
            count.of("Leader") > 50 && count.of("Succeeded") > 1_000,
            "it works, and not always"
        );
    }
}
