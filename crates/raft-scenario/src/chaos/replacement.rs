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
//! * It is one at a time, and one alone is no majority of the servers it was set up with: it cannot
//!   take itself for the cluster.

use raft_core::{Membership, NodeId};
use raft_sim::{Action, Address, EventNo, MemberChange, Selector, Server, Target, World};

use super::Chaos;
use super::budget::configuration_in_force;
use super::going::{Going, REPLACEMENT_PAUSE, What};

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
    none_counts_on_it && world.flights().all(|flight| flight.id.from != from)
}

fn does_not_count_on(lost: NodeId, server: &Server) -> bool {
    let Some(node) = server.node() else { return false };
    let configuration = node.configuration();
    let votes = configuration.role_of(node.id()).is_some_and(Membership::votes);
    let is_settled = node.commit_index() >= node.configuration_index();
    !votes || (!configuration.is_member(lost) && is_settled)
}
