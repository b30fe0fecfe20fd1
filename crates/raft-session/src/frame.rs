//! From the run to the picture's data.

use std::collections::BTreeMap;

use raft_check::{Promise, Violation};
use raft_core::rules::quorum;
use raft_core::{Configuration, HardState, Index, Node, NodeId, Payload, Role, Rule};
use raft_explain::{Sentence, SentenceKind, Subject, violation};
use raft_sim::{Client, EventNo, Flight, Outcome, Server, SimTime, World};

use crate::Session;
use crate::dto;
use crate::faults::{faulty_links, server_faults};
use crate::members::{
    configuration_frame, entry_frame, membership_frame, progress_frame, quorum_frame, snapshot_of,
    transfer_frame, votes_frame,
};
use crate::message::{in_order_of_sending, message_frame};
use crate::time::{millis, place};
use crate::why_not::subject_frame;

impl Session {
    /// What is on the screen now; with the version of an earlier frame, only what has changed.
    pub fn frame(&mut self, since: Option<u32>) -> dto::Frame {
        // Changes are known from the last frame on; before that, everything has changed.
        let since = since.filter(|since| *since == self.drawn.version);
        self.drawn.version = self.drawn.version.wrapping_add(1);
        let world = self.cursor.run.world();
        let servers = world
            .servers()
            .iter()
            .zip(self.drawn.servers.iter().zip(&self.drawn.logs))
            .filter(|(_, (changed, _))| since.is_none_or(|since| **changed > since))
            .map(|(server, (_, (_, entries)))| self.server_frame(server, *entries))
            .collect();
        let messages = self.messages(since.is_none());
        let (agreements, setting) = (self.agreements(), self.setting());
        let exercise = self.exercise_frame();
        dto::Frame {
            version: self.drawn.version,
            branch: u32::try_from(self.current).unwrap_or(u32::MAX),
            position: place(self.cursor.position()),
            events: self.cursor.events().0,
            marks: u32::try_from(self.chronicle.marks().len()).unwrap_or(u32::MAX),
            next_event_at: self.cursor.peek(&self.actions).map(millis),
            end: millis(self.branches[self.current].end.time),
            servers,
            clients: self.clients(since.is_none()),
            messages,
            sentence: self.sentence(),
            step: self.step_in_force().map_or(-1, |at| i32::try_from(at).unwrap_or(i32::MAX)),
            free_play: self.current != 0,
            waiting_for_answer: self.waits_for_answer(),
            agreements: news(agreements, &mut self.drawn.agreements, since.is_none()),
            exercise: exercise
                .and_then(|exercise| news(exercise, &mut self.drawn.exercise, since.is_none())),
            setting: news(setting, &mut self.drawn.setting, since.is_none()),
        }
    }

    fn setting(&self) -> dto::Setting {
        let world = self.cursor.run.world();
        let ids: Vec<NodeId> = world.setup().server_ids().collect();
        let links = ids.iter().flat_map(|from| ids.iter().map(move |to| (*from, *to)));
        dto::Setting {
            server_ids: ids.iter().map(NodeId::to_string).collect(),
            cuts: links
                .filter(|(from, to)| from != to && world.network().is_link_cut(*from, *to))
                .map(|(from, to)| dto::LinkFrame { from: from.to_string(), to: to.to_string() })
                .collect(),
            sides: self.sides(),
            loss: f64::from(world.network().loss_ppm()) / 10_000.0,
            faulty: faulty_links(world),
            longest_timeout: millis(SimTime(self.script.setup.options.election_timeout.1.0)),
            script_armed: self.cursor.run.is_directed(),
            violations: self.violations(),
            deviations: self.deviations(),
            troubles: self.troubles(),
            configuration: self.configuration().map(configuration_frame),
        }
    }

    /// The clients that have changed since the last frame, or all.
    fn clients(&mut self, all: bool) -> Vec<dto::ClientFrame> {
        let now: Vec<_> = self.cursor.run.world().clients().iter().map(client_frame).collect();
        let before = core::mem::replace(&mut self.drawn.clients, now.clone());
        let is_new = |at: usize, client: &dto::ClientFrame| all || before.get(at) != Some(client);
        now.into_iter()
            .enumerate()
            .filter(|(at, one)| is_new(*at, one))
            .map(|(_, one)| one)
            .collect()
    }

    /// The members as the leader has them; with no leader, as the newest configuration that a
    /// running server uses has them.
    fn configuration(&self) -> Option<&Configuration> {
        let world = self.cursor.run.world();
        let leader = world.leader().and_then(|leader| world.server(leader)?.node());
        let newest = || {
            let nodes = world.servers().iter().filter_map(Server::node);
            nodes.max_by_key(|node| (node.configuration_index(), node.current_term()))
        };
        leader.or_else(newest).map(Node::configuration)
    }

    /// How far each log agrees with the leader's.
    fn agreements(&self) -> Vec<dto::AgreementFrame> {
        let world = self.cursor.run.world();
        let leader = world.leader().and_then(|leader| world.server(leader));
        let Some(leader) = leader.map(Server::log) else { return Vec::new() };
        let servers = world.servers().iter();
        servers
            .map(|server| {
                let agrees = server.log().agrees_until(leader);
                dto::AgreementFrame {
                    server: server.id().to_string(),
                    agrees: agrees.0,
                    behind: leader.last().index.0.saturating_sub(agrees.0),
                }
            })
            .collect()
    }

    /// The entries of a server's log from index `from` to index `to`, as far as it has them.
    #[must_use]
    pub fn ledger(&self, server: &str, from: u64, to: u64) -> Vec<dto::LedgerEntry> {
        let server =
            self.cursor.run.world().servers().iter().find(|s| s.id().to_string() == server);
        let entries = server.map(|server| server.log().iter_from(Index(from)));
        let entries = entries.into_iter().flatten().take_while(|entry| entry.id.index.0 <= to);
        entries.map(ledger_entry).collect()
    }

    fn server_frame(&self, server: &Server, version: u32) -> dto::ServerFrame {
        let node = server.node();
        let HardState { current_term, voted_for } = hard_state(server);
        let log = server.log();
        dto::ServerFrame {
            id: server.id().to_string(),
            up: node.is_some(),
            role: node.map(role_frame),
            term: current_term.0,
            voted_for: voted_for.map(|id| id.to_string()),
            leader: node.and_then(Node::leader).map(|id| id.to_string()),
            timer: node.and_then(|node| timer_frame(server, node)),
            log: dto::LogFrame {
                first: log.first_index().0,
                last: log.last().index.0,
                commit: node.map(|node| node.commit_index().0),
                applied: node.map(|node| node.last_applied().0),
                durable: durable_index(server).0,
                version,
            },
            heartbeat_at: node.and_then(|node| heartbeat_at(server, node)),
            quorum: node.and_then(|node| self.votes_kept(node).or_else(|| quorum_frame(node))),
            progress: node.and_then(progress_frame),
            state_machine: server.process().map(|process| key_values(&process.machine)),
            incarnation: server.incarnation(),
            membership: node.and_then(membership_frame),
            snapshot: snapshot_of(server).map(entry_frame),
            transfer: node.and_then(transfer_frame),
            writing: u32::try_from(server.disk().pending().count()).unwrap_or(u32::MAX),
            faults: server_faults(server, self.cursor.position().time),
        }
    }

    /// The votes that a leader was elected by, until something has come of its election: it would
    /// be a pity if they vanished in the very moment in which they are counted.
    fn votes_kept(&self, node: &Node) -> Option<dto::QuorumFrame> {
        let (provenance, now) = (self.chronicle.provenance(), self.cursor.events());
        if !node.is_leader() || !provenance.tenure(node.id(), now)?.now.fresh {
            return None;
        }
        let votes = provenance.votes(node.id(), now);
        Some(votes_frame(node, &|id| {
            votes.iter().find(|(_, voter, _)| *voter == id).map(|(_, _, granted)| *granted)
        }))
    }

    fn messages(&mut self, all: bool) -> dto::MessagesFrame {
        let shown = if all { BTreeMap::new() } else { core::mem::take(&mut self.drawn.messages) };
        let world = self.cursor.run.world();
        let look = |flight: &Flight| (flight.doomed, flight.held, flight.due_at);
        let mut now = BTreeMap::new();
        for flight in drawn(world) {
            now.insert(flight.id, look(flight));
        }
        let changed = |flight: &&Flight| shown.get(&flight.id) != Some(&look(flight));
        let added = in_order_of_sending(drawn(world).filter(changed));
        let messages = dto::MessagesFrame {
            added: added.into_iter().map(message_frame).collect(),
            removed: shown
                .keys()
                .filter(|id| !now.contains_key(id))
                .map(|id| id.to_string())
                .collect(),
            all,
            beyond: u32::try_from(world.in_flight() - now.len()).unwrap_or(u32::MAX),
        };
        self.drawn.messages = now;
        messages
    }

    /// Each side counts by the members that are known there: by its leader's, else by the newest. What the
    /// others have agreed upon meanwhile does not keep it from deciding.
    fn sides(&self) -> Option<Vec<dto::SideFrame>> {
        let world = self.cursor.run.world();
        let sides = world.network().sides()?;
        let last = sides.iter().max().copied().unwrap_or(0);
        let known = |ids: &[NodeId]| {
            let here = |id: &NodeId| world.server(*id).and_then(Server::node);
            let leads = |node: &Node| node.is_leader().then(|| node.current_term());
            let newest = |node: &&Node| (leads(node), node.configuration_index());
            ids.iter().filter_map(here).max_by_key(newest).map(Node::configuration)
        };
        let configuration = self.configuration();
        let side = |number: u8| {
            let ids = world.setup().server_ids().zip(sides).filter(|(_, side)| **side == number);
            let ids: Vec<NodeId> = ids.map(|(id, _)| id).collect();
            let count = known(&ids)
                .or(configuration)
                .map(|members| quorum::count(members, |id| Some(ids.contains(&id))));
            dto::SideFrame {
                servers: ids.iter().map(NodeId::to_string).collect(),
                voters: count.map(side_voters).unwrap_or_default(),
                majority: count.is_some_and(|count| count.outcome() == quorum::Outcome::Won),
            }
        };
        Some((0..=last).map(side).filter(|side| !side.servers.is_empty()).collect())
    }

    fn sentence(&self) -> dto::Sentence {
        let told = self.cursor.told().and_then(|told| told.said.as_ref());
        let detail = told.map(|told| told.line.to_string());
        let rule = told.and_then(|told| told.sentence.rule);
        let (kind, text) = match (self.beat(), self.violation_now(), told) {
            (Some(beat), _, _) => (dto::SentenceKind::Story, beat),
            (None, Some(last), _) => {
                (dto::SentenceKind::Violation, self.catalogue.words(&violation(last)))
            }
            (None, None, Some(told)) => {
                (sentence_kind(told.sentence.kind), self.catalogue.words(&told.sentence))
            }
            (None, None, None) => (dto::SentenceKind::Rest, self.catalogue.words(&START)),
        };
        dto::Sentence {
            kind,
            text,
            detail,
            rule: rule.map(|rule| rule.id().to_owned()),
            section: rule.and_then(Rule::section).map(ToOwned::to_owned),
        }
    }

    /// The last promise that was broken, until something else is worth a sentence.
    fn violation_now(&self) -> Option<&Violation> {
        let told = self.cursor.told().map_or(EventNo::START, |told| told.event);
        let last = self.cursor.run.judges().broken_promises().pop();
        last.filter(|found| found.event >= told)
    }

    /// What the story says here. It says nothing once the reader has changed the run, and nothing
    /// more after its end.
    fn beat(&self) -> Option<String> {
        let run = &self.cursor.run;
        if self.current != 0 || run.position().time > self.script.until {
            return None;
        }
        let steps = run.fired().iter().rev().map(|fired| &self.script.steps[fired.step]);
        let say = steps.into_iter().find_map(|step| step.say.as_ref())?;
        Some(say.in_language(&self.language).to_owned())
    }

    /// The last step that said something, counted among those that do.
    fn step_in_force(&self) -> Option<usize> {
        let said = |which: usize| self.script.steps[which].say.is_some();
        let fired = self.cursor.run.fired().iter().rev().map(|fired| fired.step);
        let last = fired.into_iter().find(|step| said(*step))?;
        Some((0..last).filter(|step| said(*step)).count())
    }

    fn waits_for_answer(&self) -> bool {
        let run = &self.cursor.run;
        let last = run.fired().last().map(|fired| &self.script.steps[fired.step]);
        self.current == 0
            && run.position().time <= self.script.until
            && last.is_some_and(|step| step.question.is_some())
    }

    fn violations(&self) -> Vec<dto::ViolationFrame> {
        let found = self.cursor.run.judges().all_violations();
        found.into_iter().map(|found| self.violation_frame(found)).collect()
    }

    fn violation_frame(&self, found: &Violation) -> dto::ViolationFrame {
        let servers = found.servers.iter().map(|id| Subject::Server(*id));
        let entries = found.entries.iter().map(|id| Subject::Entry(*id));
        let clients = found.operations.iter().map(|id| Subject::Client(id.client));
        dto::ViolationFrame {
            property: found.property.name().to_owned(),
            text: self.catalogue.words(&violation(found)),
            at: place(found.position),
            event: found.event.0,
            contradicts: found.contradicts.map(|event| event.0),
            about: servers.chain(entries).chain(clients).map(subject_frame).collect(),
            operations: found.operations.iter().map(ToString::to_string).collect(),
            promised: found.promise != Promise::NotMade,
        }
    }

    fn deviations(&self) -> Vec<String> {
        self.script
            .setup
            .options
            .deviations
            .iter()
            .map(|deviation| deviation.name().to_owned())
            .collect()
    }

    fn troubles(&self) -> Vec<String> {
        let run = &self.cursor.run;
        let troubles = run.troubles().iter();
        let limit = || {
            "it goes on no more: it has 2,000,000 events, 10,000 messages on their way, or as much work behind \
             it as 40,000,000 applied entries are"
                .to_owned()
        };
        troubles
            .map(|trouble| format!("{}: {}", trouble.id, trouble.message))
            .chain(run.at_limit().then(limit))
            .collect()
    }
}

// A run that has come to its limit says so in words.
const _: () = assert!(
    raft_scenario::EVENT_LIMIT == 2_000_000
        && raft_scenario::FLIGHT_LIMIT == 10_000
        && raft_scenario::WORK_LIMIT == 40_000_000
);

/// So many messages are drawn: more than that nobody tells apart. Measured in Chromium without a graphics card, a
/// frame takes 20 to 30 ms with them; with ten thousand it took 200.
const MOST_DRAWN: usize = 1_000;

/// The messages that are drawn: all, or those that arrive first.
fn drawn(world: &World) -> impl Iterator<Item = &Flight> {
    let (last, mut room) = last_drawn(world);
    world.flights().filter(move |flight| {
        let fits = flight.due_at < last || flight.due_at == last && room > 0;
        room -= usize::from(fits && flight.due_at == last);
        fits
    })
}

/// When the last of them arrives, and how many of those that arrive at that very moment are drawn.
fn last_drawn(world: &World) -> (SimTime, usize) {
    if world.in_flight() <= MOST_DRAWN {
        return (SimTime(u64::MAX), MOST_DRAWN);
    }
    // Bisected: a sorted set of them was 7 kB of the engine, compressed.
    let dues: Vec<u64> = world.flights().map(|flight| flight.due_at.0).collect();
    let before = |moment: u64| dues.iter().filter(|due| **due < moment).count();
    let (mut low, mut high) = (0, u64::MAX);
    while high - low > 1 {
        let middle = low.midpoint(high);
        if before(middle) > MOST_DRAWN {
            high = middle;
        } else {
            low = middle;
        }
    }
    (SimTime(low), MOST_DRAWN - before(low))
}

/// Something to be told: nothing if it is what was told before.
fn news<T: Clone + PartialEq>(now: T, told: &mut Option<T>, all: bool) -> Option<T> {
    if !all && told.as_ref() == Some(&now) {
        return None;
    }
    *told = Some(now.clone());
    Some(now)
}

const START: Sentence =
    Sentence { kind: SentenceKind::Rest, key: "start", operands: Vec::new(), rule: None };

fn sentence_kind(kind: SentenceKind) -> dto::SentenceKind {
    match kind {
        SentenceKind::Violation => dto::SentenceKind::Violation,
        SentenceKind::Leader => dto::SentenceKind::Leader,
        SentenceKind::Commit => dto::SentenceKind::Commit,
        SentenceKind::Answer => dto::SentenceKind::Answer,
        SentenceKind::Fault => dto::SentenceKind::Fault,
        SentenceKind::Refusal => dto::SentenceKind::Refusal,
        SentenceKind::Vote => dto::SentenceKind::Vote,
        SentenceKind::Rest => dto::SentenceKind::Rest,
    }
}

/// Term and vote; of a server that is down, those on its disk.
pub(crate) fn hard_state(server: &Server) -> HardState {
    server.node().map_or(server.disk().durable().hard_state, |node| HardState {
        current_term: node.current_term(),
        voted_for: node.voted_for(),
    })
}

/// The last entry on a server's disk, as it knows itself.
pub(crate) fn durable_index(server: &Server) -> Index {
    let on_disk = || server.disk().durable().log.last().index;
    server.node().map_or_else(on_disk, Node::durable_index)
}

fn side_voters(count: quorum::Count) -> Vec<dto::SideVotersFrame> {
    let halves = [Some(count.incoming), count.outgoing].into_iter().flatten();
    halves.map(|half| dto::SideVotersFrame { here: half.yes, all: half.voters }).collect()
}

fn role_frame(node: &Node) -> dto::RoleFrame {
    match node.role() {
        Role::Follower(_) => dto::RoleFrame::Follower,
        Role::PreCandidate(_) => dto::RoleFrame::Precandidate,
        Role::Candidate(_) => dto::RoleFrame::Candidate,
        Role::Leader(_) => dto::RoleFrame::Leader,
    }
}

fn timer_frame(server: &Server, node: &Node) -> Option<dto::TimerFrame> {
    let timing = node.timing();
    let fires_at = millis(server.clock().world(timing.election_deadline?));
    let timeout = millis(SimTime(timing.election_timeout.0));
    // A timer that was set by hand to more than its timeout is full, not overfull.
    let left = fires_at - millis(SimTime(timing.now.0));
    Some(dto::TimerFrame { started_at: fires_at - timeout.max(left), fires_at })
}

fn heartbeat_at(server: &Server, node: &Node) -> Option<f64> {
    // Only a leader has heartbeats to send.
    let next = node.timing().heartbeats.iter().min()?;
    Some(millis(server.clock().world(*next)))
}

pub(crate) fn key_values(machine: &raft_sim::KeyValue) -> BTreeMap<String, String> {
    let mut pairs = BTreeMap::new();
    for (key, value) in machine.iter() {
        pairs.insert(key.to_string(), value.to_string());
    }
    pairs
}

pub(crate) fn ledger_entry(entry: &raft_core::Entry) -> dto::LedgerEntry {
    let (kind, command) = match &entry.payload {
        Payload::Noop => (dto::EntryKind::Noop, None),
        payload @ (Payload::Command(_) | Payload::CommandInSession(_)) => {
            (dto::EntryKind::Command, Some(payload.to_string()))
        }
        payload @ Payload::Configuration(_) => {
            (dto::EntryKind::Configuration, Some(payload.to_string()))
        }
        payload @ Payload::OpenSession => (dto::EntryKind::OpenSession, Some(payload.to_string())),
        payload @ Payload::ExpireSessions { .. } => {
            (dto::EntryKind::ExpireSessions, Some(payload.to_string()))
        }
    };
    dto::LedgerEntry { index: entry.id.index.0, term: entry.id.term.0, kind, command }
}

fn client_frame(client: &Client) -> dto::ClientFrame {
    dto::ClientFrame {
        id: client.id().to_string(),
        operation: client.current().map(|operation| dto::OperationFrame {
            id: operation.id.to_string(),
            text: operation.command.to_string(),
            server: operation.server.to_string(),
            invoked_at: millis(operation.invoked_at),
            times_out_at: millis(operation.deadline),
            attempt: operation.attempt,
        }),
        waiting: u32::try_from(client.waiting()).unwrap_or(u32::MAX),
        answers: client
            .answered()
            .map(|answered| {
                let (outcome, value) = match &answered.outcome {
                    Outcome::Ok(value) => {
                        (dto::OutcomeFrame::Ok, value.as_ref().map(|v| v.to_string()))
                    }
                    Outcome::Failed => (dto::OutcomeFrame::Failed, None),
                    Outcome::Unknown => (dto::OutcomeFrame::Unknown, None),
                };
                dto::AnsweredFrame {
                    id: answered.id.to_string(),
                    text: answered.command.to_string(),
                    outcome,
                    value,
                    at: millis(answered.at),
                    server: answered.server.map(|id| id.to_string()),
                }
            })
            .collect(),
    }
}
