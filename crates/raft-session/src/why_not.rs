//! Why something is not so: what stands in the way, and which event put it there.
//!
//! What stands in the way is read from the world as it is (`raft-explain`); this session remembers
//! which event made it so, so that one can go on and ask why.

use raft_core::{Index, NodeId, Rule};
use raft_explain::{
    Obstacle, Origin, Sentence, Subject, all_pass, narrate, no_leader, not_answered, not_committed,
    not_up_to_date, refusal,
};
use raft_scenario::{Problem, ProblemKind};
use raft_sim::{EventLine, EventNo, OperationId, Server, World};

use crate::dto::{FactKind, ObstacleFrame, SubjectFrame, WhyAlso, WhyNot, WhyNotQuestion};
use crate::mishaps::What;
use crate::provenance::What as Noted;
use crate::question::About;
use crate::replay::{Replay, Wants};

use crate::{Session, time};

/// The most steps from a counted refusal back to the decision: a message, and the disk before it.
const STEPS_TO_REFUSAL: usize = 2;

impl Session {
    /// Why something is not so at this moment. Nothing stands in the way of what is.
    ///
    /// # Errors
    /// If the question is none, or asks about something that does not exist here.
    pub fn why_not(&self, question: &WhyNotQuestion) -> Result<WhyNot, Problem> {
        let world = self.cursor.run.world();
        let WhyNotQuestion { not, entry, server, operation } = question;
        let obstacles = match (not.as_str(), entry, server, operation) {
            ("leader", None, None, None) => no_leader(world),
            ("commit", Some(entry), server, None) => {
                let index = time::ordinal(*entry).map_err(|problem| problem.at("entry"))?;
                let index = Index(u64::from(index));
                let server = server.as_ref().map(|server| self.known_server(server)).transpose()?;
                not_committed(world, self.holder(server, index)?, index)
            }
            ("answer", None, None, Some(operation)) => {
                not_answered(world, self.known_operation(operation)?)
            }
            ("current", None, Some(server), None) => {
                not_up_to_date(world, self.known_server(server)?)
            }
            ("leader" | "commit" | "answer" | "current", ..) => {
                return Err(Problem::new(ProblemKind::Action, "this is no question").expecting(
                    "leader alone, commit with entry (and server), answer with operation, or \
                     current with server",
                ));
            }
            (other, ..) => {
                return Err(Problem::new(
                    ProblemKind::Name,
                    format!("nobody asks why not \"{other}\""),
                )
                .at("not")
                .expecting("leader, commit, answer or current"));
            }
        };
        let passes = all_pass(&obstacles);
        let frames: Result<_, Problem> =
            obstacles.into_iter().map(|obstacle| self.obstacle_frame(obstacle)).collect();
        Ok(WhyNot { obstacles: frames?, passes })
    }

    /// The server whose entry is meant: the one that was named, else the leader, else whoever has it.
    fn holder(&self, server: Option<NodeId>, index: Index) -> Result<NodeId, Problem> {
        let world = self.cursor.run.world();
        let has = |id: &NodeId| {
            world.server(*id).is_some_and(|server| {
                server.log().get(index).is_some() || {
                    // What a snapshot has replaced was there, and is committed.
                    index > Index::ZERO && index <= server.log().base().index
                }
            })
        };
        let anybody = || {
            let running = |server: &&Server| server.node().is_some();
            let (up, down): (Vec<&Server>, Vec<&Server>) =
                world.servers().iter().partition(running);
            up.into_iter().chain(down).map(Server::id).find(has)
        };
        let holder = match server {
            Some(server) => Some(server).filter(has),
            None => world.leader().filter(has).or_else(anybody),
        };
        holder.ok_or_else(|| {
            let whose = server.map_or("no server".to_owned(), |server| format!("{server} not"));
            Problem::new(ProblemKind::Name, format!("{whose} has an entry {index} at this moment"))
                .at("entry")
                .expecting("the index of an entry that a server has")
        })
    }

    fn known_operation(&self, name: &str) -> Result<OperationId, Problem> {
        let now = self.cursor.events();
        let unknown = || {
            Problem::new(ProblemKind::Name, format!("there is no operation \"{name}\" here"))
                .at("operation")
                .expecting("an operation that began before this moment, such as \"c1#3\"")
        };
        let id: OperationId = name.parse().map_err(|_| unknown())?;
        let begun = self.chronicle.intervals().operation(id);
        begun.filter(|operation| operation.began <= now).map(|_| id).ok_or_else(unknown)
    }

    fn obstacle_frame(&self, obstacle: Obstacle) -> Result<ObstacleFrame, Problem> {
        let Obstacle { mut sentence, about, origin, passes, part, beside: _ } = obstacle;
        let mut event = self.event_of(origin)?;
        let mut seen: Option<(String, Option<String>)> = None;
        if let Origin::Refusal { candidate, .. } = origin
            && let Some((decision, refused)) = self.refused(candidate, event)?
        {
            (event, sentence) = (Some(decision), refused);
        }
        if let Some(event) = event {
            Replay::new(self).show(event, event, &mut |world, happening| {
                let line = EventLine { world, happening: *happening }.to_string();
                let told = narrate(world, happening).map(|told| self.catalogue.words(&told));
                seen = Some((line, told));
                Wants::More
            })?;
        }
        let origin = event.zip(seen).and_then(|(event, (line, sentence))| {
            let position = time::place(self.chronicle.row(event)?.position);
            Some(WhyAlso { ordinal: event.0, position, line, sentence })
        });
        Ok(ObstacleFrame {
            key: sentence.key.to_owned(),
            text: self.catalogue.words(&sentence),
            rule: sentence.rule.map(|rule| rule.id().to_owned()),
            section: sentence.rule.and_then(Rule::section).map(ToOwned::to_owned),
            about: about.into_iter().map(subject_frame).collect(),
            part,
            passes,
            origin,
        })
    }

    /// The event that put an obstacle there.
    fn event_of(&self, origin: Origin) -> Result<Option<EventNo>, Problem> {
        let now = self.cursor.events();
        let mishaps = self.chronicle.mishaps();
        let fact = |server, kind| self.event_behind(About::Fact(server, kind));
        let event = match origin {
            Origin::Unknown => None,
            Origin::Event(event) => Some(event),
            Origin::Role(server) => fact(server, FactKind::Role)?,
            Origin::Term(server) => fact(server, FactKind::Term)?,
            Origin::Entry(server, Index(index)) => {
                self.event_behind(About::Entry(server, index))?
            }
            Origin::Operation(id) => self.event_behind(About::Operation(id))?,
            Origin::Paused(server) => mishaps.holds(What::Pause(server), now),
            Origin::Disk(server) => {
                let damaged = mishaps.holds(What::Damage(server), now);
                mishaps.holds(What::Stall(server), now).or(damaged)
            }
            Origin::Partition => self.chronicle.intervals().walls_between(EventNo(1), now).pop(),
            Origin::Link(from, to) => self.closed_by(from, to, now),
            Origin::Message(id) => match mishaps.last(What::Message(id), now) {
                Some(hand) => Some(hand.event),
                None => self.event_behind(About::Message(id))?,
            },
            Origin::Refusal { candidate, voter } => {
                let no = self.chronicle.provenance().last(candidate, now, &|note| {
                    matches!(note.what, Noted::Counted | Noted::Sounded)
                        && note.numbers == [voter.0, 0]
                });
                no.map(|note| note.event)
            }
        };
        Ok(event.filter(|event| *event > EventNo::START))
    }

    /// The decision behind a refusal that a candidate has counted: some steps back from there.
    fn refused(
        &self,
        candidate: NodeId,
        counted: Option<EventNo>,
    ) -> Result<Option<(EventNo, Sentence)>, Problem> {
        let mut next = counted;
        for _ in 0..STEPS_TO_REFUSAL {
            let cause = next.and_then(|event| self.chronicle.row(event)).map(|row| row.cause);
            let Some(event) = cause.filter(|cause| *cause > EventNo::START) else { break };
            let mut found = None;
            Replay::new(self).show(event, event, &mut |world: &World, happening| {
                found = refusal(world, candidate, happening.verdicts);
                Wants::More
            })?;
            if let Some(sentence) = found {
                return Ok(Some((event, sentence)));
            }
            next = Some(event);
        }
        Ok(None)
    }
}

/// What crosses to the screen of something that can be pointed at.
pub(crate) fn subject_frame(subject: Subject) -> SubjectFrame {
    match subject {
        Subject::Server(id) => SubjectFrame::Server { id: id.to_string() },
        Subject::Client(id) => SubjectFrame::Client { id: id.to_string() },
        Subject::Message(id) => SubjectFrame::Message { id: id.to_string() },
        Subject::Entry(id) => SubjectFrame::Entry { index: id.index.0, term: id.term.0 },
        Subject::Link(from, to) => {
            SubjectFrame::Link { a: from.min(to).to_string(), b: from.max(to).to_string() }
        }
    }
}
