//! The public state: plain data in the words of the paper. Fields are only ever added.

use std::collections::BTreeMap;

use raft_core::{HardState, Index, Node, Role};
use raft_explain::violation;
use raft_sim::Server;

use crate::Session;
use crate::dto;
use crate::frame::{durable_index, hard_state, key_values, ledger_entry};
use crate::message::{in_order_of_sending, public_message};
use crate::time::millis;

impl Session {
    /// The public state at this moment.
    #[must_use]
    pub fn state(&self) -> dto::PublicState {
        let run = &self.cursor.run;
        let mut servers = BTreeMap::new();
        for server in run.world().servers() {
            servers.insert(server.id().to_string(), public_server(server));
        }
        let flights = in_order_of_sending(run.world().flights());
        dto::PublicState {
            time: millis(run.position().time),
            digest: self.digest(),
            servers,
            messages: flights.into_iter().map(public_message).collect(),
            violations: run
                .judges()
                .broken_promises()
                .into_iter()
                .map(|found| dto::PublicViolation {
                    property: found.property.name().to_owned(),
                    text: self.catalogue.words(&violation(found)),
                    time: millis(found.position.time),
                })
                .collect(),
        }
    }
}

fn public_server(server: &Server) -> dto::PublicServer {
    let node = server.node();
    let state = match node.map(Node::role) {
        None => dto::PublicRole::Down,
        Some(Role::Follower(_)) => dto::PublicRole::Follower,
        Some(Role::PreCandidate(_)) => dto::PublicRole::Precandidate,
        Some(Role::Candidate(_)) => dto::PublicRole::Candidate,
        Some(Role::Leader(_)) => dto::PublicRole::Leader,
    };
    let HardState { current_term, voted_for } = hard_state(server);
    dto::PublicServer {
        state,
        term: current_term.0,
        voted_for: voted_for.map(|id| id.to_string()),
        log: server.log().iter_from(Index(1)).map(ledger_entry).collect(),
        commit_index: node.map(|node| node.commit_index().0),
        last_applied: node.map(|node| node.last_applied().0),
        durable_index: durable_index(server).0,
        state_machine: server.process().map(|process| key_values(&process.machine)),
        paused: server.is_paused(),
    }
}
