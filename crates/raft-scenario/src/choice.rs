//! Choices that are not left to the seed: what they choose, and whether chance could.

use raft_core::{DrawKey, Micros, NodeId, Term};
use raft_sim::{Address, Key, Setup, Shape};

use crate::Problem;
use crate::compile::{scenario_problem, within};
use crate::model::Choice;
use crate::names::{message_id, server_id};

impl Choice {
    pub(crate) fn resolve(&self, setup: &Setup) -> Result<(Key, u64), Problem> {
        match (self.election_timeout, self.latency, self.lost) {
            (Some(timeout), None, None) => self.resolve_timeout(timeout.0, setup),
            (None, Some(latency), None) => {
                let id = self.message()?;
                let (span, faults) = match (id.from, id.to) {
                    (Address::Server(from), Address::Server(to)) => {
                        let link = setup.link(from, to);
                        (link.latency, link.faults)
                    }
                    _ => (setup.network.client_latency, setup.network.client_faults),
                };
                if faults.shape != Shape::Uniform {
                    return Err(scenario_problem("this link's latency cannot be chosen")
                        .at("latency")
                        .expecting("a link whose shape is uniform"));
                }
                let offset = in_range(latency.0, span.low, span.high).map_err(within("latency"))?;
                Ok((Key::latency(id), offset))
            }
            // The lowest choice is below any chance, the highest one is below none but certainty.
            (None, None, Some(lost)) => {
                Ok((Key::loss(self.message()?), if lost { 0 } else { 999_999 }))
            }
            _ => Err(scenario_problem("a choice is about one thing")
                .expecting("exactly one of election_timeout, latency and lost")),
        }
    }

    fn resolve_timeout(&self, timeout: Micros, setup: &Setup) -> Result<(Key, u64), Problem> {
        let name = self.server.as_deref().ok_or_else(|| {
            scenario_problem("whose election timeout?")
                .at("server")
                .expecting("a server such as \"n1\"")
        })?;
        let server: NodeId = server_id(name).map_err(within("server"))?;
        let (low, high) = setup.options.election_timeout;
        let offset = in_range(timeout, low, high).map_err(within("election_timeout"))?;
        let draw = DrawKey { term: Term(self.term), attempt: 0 };
        Ok((Key::election_timeout(server, self.incarnation, draw), offset))
    }

    fn message(&self) -> Result<raft_sim::MessageId, Problem> {
        let name = self.message.as_deref().ok_or_else(|| {
            scenario_problem("which message?")
                .at("message")
                .expecting("a name such as \"n1>n3:AppendEntries:2\"")
        })?;
        message_id(name).map_err(within("message"))
    }
}

fn in_range(value: Micros, low: Micros, high: Micros) -> Result<u64, Problem> {
    if (low..=high).contains(&value) {
        return Ok(value.0 - low.0);
    }
    Err(scenario_problem(format!("{value} cannot be drawn here"))
        .expecting(format!("a value from {low} to {high}")))
}
