//! The public state: plain data in the words of the paper. Fields are only ever added.

use std::collections::BTreeMap;

use raft_core::{Index, Node, Role};
use raft_explain::violation;
use raft_sim::Server;

use crate::Session;
use crate::dto;
use crate::frame::{key_values, ledger_entry};
use crate::message::{doom_frame, in_order_of_sending, kind_frame, term_of};
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
            messages: flights
                .into_iter()
                .map(|flight| dto::PublicMessage {
                    id: flight.id.to_string(),
                    from: flight.id.from.to_string(),
                    to: flight.id.to.to_string(),
                    kind: kind_frame(flight.id.kind),
                    term: term_of(flight),
                    sent_at: millis(flight.sent_at),
                    due_at: millis(flight.due_at),
                    doomed: flight.doomed.map(doom_frame),
                })
                .collect(),
            violations: run
                .judges()
                .violations()
                .iter()
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
    let durable = server.disk().durable();
    let node = server.node();
    let state = match node.map(Node::role) {
        None => dto::PublicRole::Down,
        Some(Role::Follower(_)) => dto::PublicRole::Follower,
        Some(Role::PreCandidate(_)) => dto::PublicRole::Precandidate,
        Some(Role::Candidate(_)) => dto::PublicRole::Candidate,
        Some(Role::Leader(_)) => dto::PublicRole::Leader,
    };
    let (term, voted_for) = node
        .map_or((durable.hard_state.current_term, durable.hard_state.voted_for), |node| {
            (node.current_term(), node.voted_for())
        });
    dto::PublicServer {
        state,
        term: term.0,
        voted_for: voted_for.map(|id| id.to_string()),
        log: server.log().iter_from(Index(1)).map(ledger_entry).collect(),
        commit_index: node.map(|node| node.commit_index().0),
        last_applied: node.map(|node| node.last_applied().0),
        durable_index: node.map_or(durable.log.last().index, Node::durable_index).0,
        state_machine: server.process().map(|process| key_values(&process.machine)),
    }
}
