//! What is asked about causes: every name of a question understood, or refused with what was expected.

use raft_core::NodeId;
use raft_scenario::{Problem, ProblemKind, message_id};
use raft_sim::{Address, EventNo, MessageId, OperationId};

use crate::dto::{FactKind, WhyQuestion};
use crate::{Session, time};

/// What is asked, with every name understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum About {
    Fact(NodeId, FactKind),
    Entry(NodeId, u64),
    Message(MessageId),
    Operation(OperationId),
    Event(EventNo),
    /// By this event, which contradicts an earlier one.
    Violation(EventNo, Option<EventNo>),
}

impl Session {
    pub(crate) fn about(&self, question: &WhyQuestion) -> Result<About, Problem> {
        let WhyQuestion { server, fact, entry, message, operation, event, violated } = question;
        if let Some(property) = violated {
            let others = WhyQuestion { violated: None, ..question.clone() };
            return match others == WhyQuestion::default() {
                true => self.violation(property),
                false => Err(no_question()),
            };
        }
        match (server, fact, entry, message, operation, event) {
            (Some(server), Some(fact), None, None, None, None) => {
                Ok(About::Fact(self.known_server(server)?, fact_kind(fact)?))
            }
            (Some(server), None, Some(entry), None, None, None) => {
                let server = self.known_server(server)?;
                Ok(About::Entry(server, self.known_entry(server, *entry)?))
            }
            (None, None, None, Some(message), None, None) => {
                Ok(About::Message(message_id(message).map_err(|problem| problem.at("message"))?))
            }
            (None, None, None, None, Some(operation), None) => {
                let id = operation.parse().map_err(|_| {
                    let problem = format!("\"{operation}\" is not the name of an operation");
                    Problem::new(ProblemKind::Name, problem)
                        .at("operation")
                        .expecting("a name such as \"c1#3\"")
                })?;
                Ok(About::Operation(id))
            }
            (None, None, None, None, None, Some(event)) => {
                let known = self.chronicle.events();
                let ordinal = time::ordinal(*event).map_err(|problem| problem.at("event"))?;
                if !(1..=known).contains(&ordinal) {
                    return Err(Problem::new(
                        ProblemKind::Name,
                        format!("there is no event {ordinal} in what is known of this branch"),
                    )
                    .at("event")
                    .expecting(format!("a number from 1 to {known}")));
                }
                Ok(About::Event(EventNo(ordinal)))
            }
            _ => Err(no_question()),
        }
    }

    fn violation(&self, property: &str) -> Result<About, Problem> {
        let violations = self.cursor.run.judges().all_violations();
        let found = violations.into_iter().find(|found| found.property.name() == property);
        found.map(|found| About::Violation(found.event, found.contradicts)).ok_or_else(|| {
            Problem::new(ProblemKind::Name, format!("\"{property}\" has not been violated here"))
                .at("violated")
                .expecting("a property that has been violated up to this moment")
        })
    }

    pub(crate) fn known_server(&self, name: &str) -> Result<NodeId, Problem> {
        let servers = self.script.setup.servers;
        match name.parse() {
            Ok(Address::Server(id)) if (1..=u32::from(servers)).contains(&id.0) => Ok(id),
            _ => Err(Problem::new(ProblemKind::Name, format!("there is no server \"{name}\""))
                .at("server")
                .expecting(format!("a server from n1 to n{servers}"))),
        }
    }

    fn known_entry(&self, server: NodeId, index: f64) -> Result<u64, Problem> {
        let index = u64::from(time::ordinal(index).map_err(|problem| problem.at("entry"))?);
        let log = self.cursor.run.world().server(server).map(raft_sim::Server::log);
        if log.is_some_and(|log| log.get(raft_core::Index(index)).is_some()) {
            return Ok(index);
        }
        let held = match log.filter(|log| !log.is_empty()) {
            Some(log) => format!("an index from {} to {}", log.first_index(), log.last().index),
            None => format!("a moment at which {server} has entries"),
        };
        let problem = format!("{server} has no entry {index} at this moment");
        Err(Problem::new(ProblemKind::Name, problem).at("entry").expecting(held))
    }
}

fn no_question() -> Problem {
    Problem::new(ProblemKind::Action, "this is no question")
        .expecting("server and fact, server and entry, message, operation, event, or violated")
}

fn fact_kind(name: &str) -> Result<FactKind, Problem> {
    Ok(match name {
        "role" => FactKind::Role,
        "term" => FactKind::Term,
        "vote" => FactKind::Vote,
        "commit" => FactKind::Commit,
        "applied" => FactKind::Applied,
        "durable" => FactKind::Durable,
        "log" => FactKind::Log,
        "leader" => FactKind::Leader,
        "timer" => FactKind::Timer,
        _ => {
            return Err(Problem::new(ProblemKind::Name, format!("\"{name}\" is no fact"))
                .at("fact")
                .expecting("role, term, vote, commit, applied, durable, log, leader or timer"));
        }
    })
}
