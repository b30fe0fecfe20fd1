//! A server whose disk is damaged gets a new one, and nobody is deceived by it.
//!
//! A voter with an empty disk has forgotten whom it voted for and what it acknowledged: put back as
//! it is, it helps to elect a leader without a committed entry. So it is replaced like hardware in a
//! real cluster: removed by a change of members, wiped, started, added again.
//!
//! It may be wiped when nobody can count on what it has promised any more:
//!
//! * Every other server runs and uses a configuration without it that it knows to be committed, so
//!   that it cannot fall back to one with it; or has, by its own log, no vote, so that it cannot open
//!   a term. Nobody asks the wiped server for a vote, or counts an entry as stored there.
//! * None of its messages is on its way: an old answer would count for the new disk.
//! * It is one at a time, and one alone is no majority of the servers it was set up with, nor of any
//!   configuration that somebody still has in a log: as these are copied to it, one after the other, it
//!   would take itself for the cluster.

use raft_core::{Configuration, Membership, NodeId, Payload};
use raft_sim::{Action, Address, EventNo, MemberChange, Selector, Server, Target, World};

use super::budget::{configuration_in_force, leaves_majority};
use super::going::{Going, REPLACEMENT_PAUSE, What};
use super::{Chaos, bit};

impl Chaos {
    /// The next thing that brings the replacement on, and the replacement if it is not done.
    pub(super) fn replace(
        &self,
        server: NodeId,
        was_voter: bool,
        cause: EventNo,
        world: &World,
    ) -> (Vec<Action>, Option<Going>) {
        let again = || {
            let ends = Some(world.position().time.after(REPLACEMENT_PAUSE));
            Some(Going { what: What::Lost { server, was_voter }, ends, cause })
        };
        let whom = || Target::server(server);
        let change = |change| Action::Change {
            from: Selector::Leader,
            changes: vec![(change, whom())],
            transition: raft_core::Transition::Auto,
        };
        let is_member = configuration_in_force(world).is_member(server);
        let Some(one) = world.server(server) else { return (Vec::new(), None) };
        if one.disk().is_damaged() {
            let actions = if is_member {
                vec![change(MemberChange::Remove)]
            } else if may_be_wiped(server, world) {
                vec![Action::Wipe(whom()), Action::Restart(whom())]
            } else {
                Vec::new()
            };
            return (actions, again());
        }
        // Somebody else may have wiped it; a server that was outside stays outside.
        if is_member || !was_voter {
            return (Vec::new(), None);
        }
        (vec![change(MemberChange::AddVoter)], again())
    }
}

/// Whether a server can ever be replaced: alone it must not take itself for the cluster.
pub(super) fn is_replaceable(server: NodeId, world: &World) -> bool {
    let at_first = world.setup().configuration();
    !at_first.is_voter(server) || at_first.voters().len() > 1
}

/// Whether nobody counts on what this server has promised.
fn may_be_wiped(lost: NodeId, world: &World) -> bool {
    let mut others = world.servers().iter().filter(|server| server.id() != lost);
    let none_counts_on_it = others.all(|server| does_not_count_on(lost, server));
    let from = Address::Server(lost);
    none_counts_on_it
        && world.flights().all(|flight| flight.id.from != from)
        && !world.servers().iter().any(|server| knows_as_cluster(lost, server))
}

/// Whether this server has a configuration, however old, of which that one alone is a majority.
fn knows_as_cluster(lost: NodeId, server: &Server) -> bool {
    let alone = |configuration: &Configuration| leaves_majority(configuration, !bit(lost));
    let durable = server.disk().durable();
    let of_snapshot = durable.snapshot.as_ref().map(|snapshot| &snapshot.configuration);
    let log = server.log();
    let mut entries = log.iter_from(log.first_index());
    let of_entry = |payload: &Payload| matches!(payload, Payload::Configuration(one) if alone(one));
    of_snapshot.is_some_and(alone) || entries.any(|entry| of_entry(&entry.payload))
}

fn does_not_count_on(lost: NodeId, server: &Server) -> bool {
    let Some(node) = server.node() else { return false };
    let configuration = node.configuration();
    let votes = configuration.role_of(node.id()).is_some_and(Membership::votes);
    let is_settled = node.commit_index() >= node.configuration_index();
    !votes || (!configuration.is_member(lost) && is_settled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Run, Scenario};
    use raft_sim::SimTime;

    /// n1 leads alone for a while, and then takes n2 in again; or it never is alone.
    fn world(is_alone: bool) -> World {
        let leaves = if is_alone { r#"{"change":{"from":"n1","remove":"n2"}},"# } else { "" };
        // Who is removed and goes on running would depose it.
        let text = format!(
            r#"{{"format":1,"title":"t","until":"2s",
              "cluster":{{"servers":3,"heartbeat":"50ms","election_timeout":"150ms..300ms"}},
              "network":{{"latency":"5ms"}},
              "steps":[
                {{"id":"a","at":"0ms","do":[{{"set_timer":{{"servers":"n1","remaining":"10ms"}}}}]}},
                {{"id":"b","at":"200ms","do":[{{"change":{{"from":"n1","remove":"n3"}}}},{{"crash":"n3"}}]}},
                {{"id":"c","at":"400ms","do":[{leaves}{{"crash":"n2"}}]}},
                {{"id":"d","at":"500ms","do":[{{"restart":"n2"}},{{"change":{{"from":"n1","add":"n2"}}}}]}}]}}"#
        );
        let script = Scenario::from_json(&text).and_then(Scenario::compile).expect("it can run");
        let mut run = Run::new(&script).expect("it can begin");
        run.advance_to(SimTime(1_000_000), &mut ());
        run.world().clone()
    }

    #[test]
    fn who_was_the_whole_cluster_once_is_known_as_that_for_as_long_as_it_stands_in_a_log() {
        let (n1, n2) = (NodeId(1), NodeId(2));
        let known = |lost, in_log_of, world: &World| {
            knows_as_cluster(lost, world.server(in_log_of).expect("it is there"))
        };
        let was_alone = world(true);
        assert!(known(n1, n2, &was_alone), "n2 was taken in later, and has the whole log");
        assert!(!known(n2, n1, &was_alone), "n2 never was");
        let never = world(false);
        assert!(!known(n1, n2, &never), "two at least");
    }
}
