//! Why something is as it is: the event that made it so, what caused that event, and so on.

use raft_core::rules::quorum;
use raft_core::{Body, Node, NodeId, ReadBasis, RequestId, Round, Rule, Verdict};
use raft_explain::{Subject, narrate};
use raft_scenario::{Problem, ProblemKind};
use raft_sim::{
    EventKind, EventLine, EventNo, Fact, Happening, MessageId, OperationId, Packet, RoleKind,
};

use crate::chronicle::Arrival;
use crate::dto::{FactKind, SubjectFrame, Why, WhyAlso, WhyLink, WhyQuestion};
use crate::provenance::{Note, What, insert_in_order};
use crate::question::About;
use crate::replay::{Replay, Wants};
use crate::why_not::subject_frame;
use crate::{Session, time};

/// The most links of one chain.
const MOST_LINKS: usize = 60;

/// What an event looked like.
struct Seen {
    event: EventNo,
    line: String,
    sentence: Option<String>,
    rule: Option<Rule>,
    /// A timer ran out: what caused it had started the timer, and time did the rest.
    by_timer: bool,
    /// The message and the entries that it concerns.
    about: Vec<SubjectFrame>,
    /// A leader heard from a majority for a read, in this round.
    confirmed: Option<(NodeId, RequestId, Round)>,
}

fn find(seen: &[Seen], event: EventNo) -> Option<&Seen> {
    seen.binary_search_by_key(&event, |seen| seen.event).ok().map(|at| &seen[at])
}

impl Session {
    /// Why something is as it is at this moment.
    ///
    /// # Errors
    /// If the question is none, or asks about something that does not exist here.
    pub fn why(&self, question: &WhyQuestion) -> Result<Why, Problem> {
        let about = self.about(question)?;
        let Some(first) = self.event_behind(about)? else {
            return Ok(Why { chain: Vec::new(), more: false });
        };
        let (chain, more) = self.chain(first);
        let mut forward = chain.clone();
        forward.reverse();
        let mut seen = self.see(&forward)?;
        let mut also: Vec<Vec<EventNo>> = Vec::new();
        for (at, event) in chain.iter().enumerate() {
            let mut needed = match at.checked_sub(1) {
                None => self.needed_for(about, *event),
                // Only what a message said can depend on what else was counted, not that a timer
                // ran or that a write was asked for.
                Some(effect) => self.needed(*event, self.arrival(chain[effect]).is_some()),
            };
            if find(&seen, *event).is_some_and(|seen| seen.by_timer) {
                let silences = self.silences(*event).into_iter();
                silences.for_each(|other| insert_in_order(&mut needed, other));
            }
            if let Some(confirmed) = find(&seen, *event).and_then(|seen| seen.confirmed) {
                let others = self.confirmations(confirmed, *event)?.into_iter();
                others.for_each(|other| insert_in_order(&mut needed, other));
            }
            let message = self.arrival(*event).map(|arrival| arrival.id());
            let delays = self.delays(*event, message).into_iter();
            delays.for_each(|other| insert_in_order(&mut needed, other));
            also.push(needed.into_iter().filter(|other| other != event).collect());
        }
        let mut others = Vec::new();
        for event in also.iter().flatten().filter(|event| find(&seen, **event).is_none()) {
            insert_in_order(&mut others, *event);
        }
        for other in self.see(&others)? {
            let at = seen.partition_point(|seen| seen.event < other.event);
            seen.insert(at, other);
        }
        let links = chain.iter().zip(&also).enumerate().filter_map(|(at, (event, also))| {
            let effect = at.checked_sub(1).and_then(|at| find(&seen, chain[at]));
            self.link(*event, effect, also, &seen)
        });
        Ok(Why { chain: links.collect(), more })
    }

    /// What else made so what is asked about, besides the event that did.
    fn needed_for(&self, about: About, event: EventNo) -> Vec<EventNo> {
        match about {
            About::Fact(server, kind) => self.needed_for_fact(server, kind, event),
            About::Entry(..) => self.needed(event, false),
            About::Violation(_, earlier) => {
                let mut needed = self.needed(event, true);
                earlier.into_iter().for_each(|earlier| insert_in_order(&mut needed, earlier));
                needed
            }
            _ => self.needed(event, true),
        }
    }

    /// From an event to its cause, to the cause of that, and so on.
    fn chain(&self, first: EventNo) -> (Vec<EventNo>, bool) {
        let mut chain = Vec::new();
        let mut next = first;
        while next > EventNo::START {
            if chain.len() == MOST_LINKS {
                return (chain, true);
            }
            chain.push(next);
            // A cause is always an earlier event; whatever else stood there would be no cause.
            let cause = self.chronicle.row(next).map_or(EventNo::START, |row| row.cause);
            next = if cause < next { cause } else { EventNo::START };
        }
        (chain, false)
    }

    /// Looks at these events once more, in their order.
    fn see(&self, events: &[EventNo]) -> Result<Vec<Seen>, Problem> {
        let mut seen = Vec::with_capacity(events.len());
        let mut replay = Replay::new(self);
        for event in events {
            replay.show(*event, *event, &mut |world, happening| {
                let sentence = narrate(world, happening);
                let decided = happening.verdicts.first().map(|(_, verdict)| verdict.rule());
                let rule = sentence.as_ref().map_or(decided, |sentence| sentence.rule);
                let line = EventLine { world, happening: *happening }.to_string();
                let sentence = sentence.map(|sentence| self.catalogue.words(&sentence));
                let by_timer = matches!(
                    happening.event.kind,
                    EventKind::ElectionTimeout(_)
                        | EventKind::HeartbeatDue(_)
                        | EventKind::ClientTimer(_)
                );
                let about = about(happening);
                let confirmed = happening.verdicts.iter().find_map(|(server, verdict)| {
                    let Verdict::ReadConfirmed { request, basis, .. } = *verdict else {
                        return None;
                    };
                    let ReadBasis::Quorum { round } = basis else { return None };
                    Some((*server, request, round))
                });
                let event = *event;
                seen.push(Seen { event, line, sentence, rule, by_timer, about, confirmed });
                Wants::More
            })?;
        }
        Ok(seen)
    }

    /// `effect` is what the event caused, of what is told.
    fn link(
        &self,
        event: EventNo,
        effect: Option<&Seen>,
        also: &[EventNo],
        seen: &[Seen],
    ) -> Option<WhyLink> {
        let (row, this) = (self.chronicle.row(event)?, find(seen, event)?);
        let also = also.iter().filter_map(|other| {
            let Seen { line, sentence, .. } = find(seen, *other)?;
            Some(WhyAlso {
                ordinal: other.0,
                position: time::place(self.chronicle.row(*other)?.position),
                line: line.clone(),
                sentence: sentence.clone(),
            })
        });
        Some(WhyLink {
            ordinal: event.0,
            waited: effect.is_some_and(|effect| effect.by_timer),
            position: time::place(row.position),
            line: this.line.clone(),
            telling: row.telling,
            servers: self.servers_of(row.servers),
            about: this.about.clone(),
            sentence: this.sentence.clone(),
            rule: this.rule.map(|rule| rule.id().to_owned()),
            section: this.rule.and_then(Rule::section).map(ToOwned::to_owned),
            also: also.collect(),
        })
    }
}

/// The event that made it so.
impl Session {
    pub(crate) fn event_behind(&self, about: About) -> Result<Option<EventNo>, Problem> {
        let now = self.cursor.events();
        let provenance = self.chronicle.provenance();
        Ok(match about {
            About::Fact(server, kind) => self.fact_behind(server, kind),
            About::Entry(server, index) => {
                let cause_of =
                    |event| self.chronicle.row(event).map_or(EventNo::START, |row| row.cause);
                provenance.entry(server, index, now, cause_of)
            }
            About::Message(id) => Some(self.sending(id)?),
            About::Operation(id) => {
                let operation = self.chronicle.intervals().operation(id);
                let begun = operation.filter(|operation| operation.began <= now);
                let Some(operation) = begun else {
                    return Err(Problem::new(
                        ProblemKind::Name,
                        format!("{id} has not begun here"),
                    )
                    .at("operation")
                    .expecting("an operation that began before this moment"));
                };
                let ended = operation.ended.as_ref().map(|ended| ended.event);
                Some(ended.filter(|ended| *ended <= now).unwrap_or(operation.began))
            }
            About::Event(event) | About::Violation(event, _) => Some(event),
        })
    }

    fn fact_behind(&self, server: NodeId, kind: FactKind) -> Option<EventNo> {
        let now = self.cursor.events();
        let provenance = self.chronicle.provenance();
        let last = |sought: &dyn Fn(&Note) -> bool| {
            provenance.last(server, now, sought).map(|note| note.event)
        };
        match kind {
            FactKind::Role => provenance.change_of(server, now, &|a, b| a.role == b.role),
            FactKind::Term => provenance.change_of(server, now, &|a, b| a.term == b.term),
            FactKind::Vote => last(&|note| note.what == What::Vote),
            FactKind::Leader => last(&|note| note.what == What::Leader),
            FactKind::Timer => self.timer_cause(server),
            FactKind::Commit => last(&|note| note.what == What::Commit),
            FactKind::Applied => last(&|note| note.what == What::Applied),
            FactKind::Durable => last(&|note| note.what == What::Durable),
            FactKind::Log => last(&|note| match note.what {
                What::Appended | What::Truncated => true,
                What::Crashed => note.numbers[0] == 1,
                _ => false,
            }),
        }
    }

    /// The event that sent a message.
    fn sending(&self, id: MessageId) -> Result<EventNo, Problem> {
        if let Some(flight) = self.cursor.run.world().flight_named(id) {
            return Ok(flight.cause);
        }
        let rows = self.chronicle.rows_from(EventNo(1));
        let mut known = rows.take_while(|(event, _)| *event <= self.cursor.events());
        let name = Arrival::name(id);
        let arrived =
            known.find(|(_, row)| row.arrival.is_some_and(|arrival| arrival.whose() == name));
        arrived.map(|(_, row)| row.cause).ok_or_else(|| {
            Problem::new(ProblemKind::Name, format!("no message {id} has been sent up to here"))
                .at("message")
                .expecting("a message that was sent before this moment")
        })
    }
}

/// What else was needed.
impl Session {
    /// Other events without which a server's fact would not be.
    fn needed_for_fact(&self, server: NodeId, kind: FactKind, event: EventNo) -> Vec<EventNo> {
        match kind {
            // A leader can begin its term with an entry of its own.
            FactKind::Role | FactKind::Log => self.votes_for(server, event),
            FactKind::Commit | FactKind::Applied => self.quorum_of(server, event),
            FactKind::Term
            | FactKind::Vote
            | FactKind::Durable
            | FactKind::Leader
            | FactKind::Timer => Vec::new(),
        }
    }

    /// Other events without which this one would not have been what it was; those that were counted
    /// for a commit only if `commits` is set.
    fn needed(&self, event: EventNo, commits: bool) -> Vec<EventNo> {
        let mut needed = Vec::new();
        for server in self.script.setup.server_ids() {
            let mut others = self.votes_for(server, event);
            if commits {
                others.extend(self.quorum_of(server, event));
            }
            others.into_iter().for_each(|other| insert_in_order(&mut needed, other));
        }
        needed
    }

    /// The votes that made a server leader in this event, if it became one.
    #[inline(never)]
    fn votes_for(&self, server: NodeId, event: EventNo) -> Vec<EventNo> {
        let provenance = self.chronicle.provenance();
        let won = provenance.tenure(server, event).is_some_and(|change| {
            change.event == event && change.now.role == Some(RoleKind::Leader)
        }) && provenance.change_of(server, event, &|a, b| a.role == b.role)
            == Some(event);
        if !won {
            return Vec::new();
        }
        let votes = provenance.votes(server, event).into_iter();
        let yes = votes.filter(|(_, _, yes)| *yes).map(|(event, voter, _)| (event, voter));
        self.just_enough(server, yes.collect(), event)
    }

    /// Of those that a server had counted when something was decided in this event, as few as would
    /// have been enough, the first ones where there is a choice. Learners never count, and where two
    /// sets of voters decide, the one that was waited for can have left the other more than it needs.
    #[inline(never)]
    fn just_enough(
        &self,
        server: NodeId,
        counted: Vec<(EventNo, NodeId)>,
        event: EventNo,
    ) -> Vec<EventNo> {
        let mut counted = in_order(counted);
        let before = EventNo(event.0.saturating_sub(1));
        let looked = Replay::new(self).world_after(before, &mut |world| {
            let node = world.server(server).and_then(|server| server.node());
            let Some(configuration) = node.map(Node::configuration) else { return };
            for at in (0..counted.len()).rev() {
                let (last, voter) = counted[at];
                let without = |one: NodeId| one != voter && counted.iter().any(|(_, v)| *v == one);
                if last != event && quorum::is_quorum(configuration, without) {
                    counted.remove(at);
                }
            }
        });
        // What cannot be run again was shown already; then everybody who was counted is named.
        drop(looked);
        let mut events = Vec::new();
        counted.into_iter().for_each(|(event, _)| insert_in_order(&mut events, event));
        events
    }

    /// The other answers by which a leader knew, for a read, that it still led.
    #[inline(never)]
    fn confirmations(
        &self,
        (leader, request, round): (NodeId, RequestId, Round),
        event: EventNo,
    ) -> Result<Vec<EventNo>, Problem> {
        let asked = self.chronicle.intervals().operation(OperationId::of(request));
        let Some(began) = asked.map(|operation| operation.began) else { return Ok(Vec::new()) };
        let mut counted: Vec<(EventNo, NodeId)> = vec![(EventNo::START, leader)];
        Replay::new(self).show(began, event, &mut |_, happening| {
            let arrived = happening.arrived.map(|flight| &flight.packet);
            if let (EventKind::Delivered(_), Some(Packet::Raft(message))) =
                (happening.event.kind, arrived)
                && let Body::AppendEntriesReply { round: theirs, .. } = message.body
                && message.to == leader
                && theirs >= round
                && counted.iter().all(|(_, voter)| *voter != message.from)
            {
                counted.push((happening.event.no, message.from));
            }
            Wants::More
        })?;
        let mut enough = self.just_enough(leader, counted, event);
        enough.retain(|event| *event > EventNo::START);
        Ok(enough)
    }

    /// What set a server's present timer.
    fn timer_cause(&self, server: NodeId) -> Option<EventNo> {
        let cause = self.cursor.run.world().server(server)?.timer_cause();
        (cause > EventNo::START).then_some(cause)
    }

    /// If this event committed something: on a leader the events in which the servers that have it
    /// were counted, on a follower the one in which the leader committed it.
    #[inline(never)]
    fn quorum_of(&self, server: NodeId, event: EventNo) -> Vec<EventNo> {
        let provenance = self.chronicle.provenance();
        let committed = provenance.notes_between(event, event).iter().find(|note| {
            note.server() == server && note.what == What::Commit && note.numbers[1] > 0
        });
        let Some(index) = committed.map(|note| note.numbers[1]) else { return Vec::new() };
        let leads = provenance
            .tenure(server, event)
            .is_some_and(|change| change.now.role == Some(RoleKind::Leader));
        if leads {
            let counted = provenance.acknowledgements(server, index, event);
            return self.just_enough(server, counted, event);
        }
        let sender = self.arrival(event).and_then(|arrival| arrival.sender().server());
        let sent = self.chronicle.row(event).map_or(EventNo::START, |row| row.cause);
        let told = sender.and_then(|leader| provenance.commit_of(leader, index, sent));
        told.into_iter().collect()
    }

    #[inline(never)]
    fn arrival(&self, event: EventNo) -> Option<Arrival> {
        self.chronicle.row(event)?.arrival
    }
}

/// By hand: they come nearly in order, and are few.
fn in_order(events: Vec<(EventNo, NodeId)>) -> Vec<(EventNo, NodeId)> {
    let mut sorted = Vec::with_capacity(events.len());
    for event in events {
        let later = sorted.iter().filter(|other| **other > event).count();
        sorted.insert(sorted.len() - later, event);
    }
    sorted
}

/// The message and the entries that an event concerns.
fn about(happening: &Happening<'_>) -> Vec<SubjectFrame> {
    let message = match happening.event.kind {
        EventKind::Delivered(id) | EventKind::Lost(id, _) => Some(Subject::Message(id)),
        _ => None,
    };
    let concerned = happening.facts.iter().filter_map(|fact| match *fact {
        Fact::Appended { last, .. } => Some(Subject::Entry(last)),
        Fact::Held(id) | Fact::Delayed(id) | Fact::DueNow(id) | Fact::Dropped(id) => {
            Some(Subject::Message(id))
        }
        Fact::Cut { from, to } | Fact::Healed { from, to } => Some(Subject::Link(from, to)),
        _ => None,
    });
    message.into_iter().chain(concerned).map(subject_frame).collect()
}
