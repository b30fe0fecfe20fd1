//! What came out of a run, by names that mean the same in every run.

use core::fmt;
use std::collections::BTreeMap;

use raft_core::{Index, LogId, NodeId, Term};
use raft_scenario::Run;
use raft_sim::{Client, Fact, Happening, OperationId, Position, RoleKind, Server, World};

use crate::dto::{DifferenceKind, Fate, Outcome};
use crate::time::place;

/// What came out, by name.
pub(super) type Outcomes = BTreeMap<What, Outcome>;

/// Something that can come out one way or another. In the order of importance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum What {
    /// The violation of a property that comes so manieth.
    Violation(&'static str, u32),
    /// The leader of a term that comes so manieth: with all rules on, there is only the first.
    Leader(Term, u32),
    /// An entry.
    Entry(Index, Term),
    /// A client's operation.
    Answer(OperationId),
    /// How a server is in the end.
    End(NodeId),
}

/// Takes down what comes out of a run while it happens.
#[derive(Debug)]
pub(super) struct Deeds {
    outcomes: Outcomes,
    /// Up to here everything is known to be committed.
    committed: Index,
}

impl What {
    pub(super) fn kind(&self) -> DifferenceKind {
        match self {
            Self::Violation(..) => DifferenceKind::Violation,
            Self::Leader(..) => DifferenceKind::Leader,
            Self::Entry(..) => DifferenceKind::Entry,
            Self::Answer(_) => DifferenceKind::Answer,
            Self::End(_) => DifferenceKind::End,
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Violation(property, _) => f.write_str(property),
            Self::Leader(term, _) => write!(f, "t{term}"),
            Self::Entry(index, term) => LogId { term: *term, index: *index }.fmt(f),
            Self::Answer(id) => id.fmt(f),
            Self::End(server) => server.fmt(f),
        }
    }
}

impl Deeds {
    /// What two runs that have this world in common can still make different of it: entries that are
    /// not committed yet, and operations without an answer.
    pub(super) fn known_at(world: &World) -> Self {
        let nodes = world.servers().iter().filter_map(Server::node);
        let committed = nodes.map(|node| node.commit_index()).max().unwrap_or_default();
        let mut deeds = Self { outcomes: Outcomes::new(), committed };
        for server in world.servers() {
            deeds.append(server, None);
        }
        for operation in world.clients().iter().filter_map(Client::current) {
            let text = operation.command.to_string();
            deeds.tell(What::Answer(operation.id), None, Fate::Waiting, text);
        }
        deeds
    }

    /// Takes an event down.
    pub(super) fn note(&mut self, world: &World, happening: &Happening<'_>) {
        let at = Some(happening.event.position);
        for fact in happening.facts {
            match *fact {
                Fact::Role { server, role: RoleKind::Leader } => {
                    let node = world.server(server).and_then(Server::node);
                    if let Some(term) = node.map(|node| node.current_term()) {
                        let of_term =
                            |what: &What| matches!(what, What::Leader(of, _) if *of == term);
                        let nth = self.count(of_term);
                        self.tell(What::Leader(term, nth), at, Fate::So, server.to_string());
                    }
                }
                Fact::Appended { server, .. } => {
                    if let Some(server) = world.server(server) {
                        self.append(server, at);
                    }
                }
                Fact::Commit { server, index } => {
                    if let Some(server) = world.server(server) {
                        self.commit(server, index, at);
                    }
                }
                Fact::Invoked(id) => {
                    let client = client(world, id);
                    let begun = client.and_then(Client::current).filter(|begun| begun.id == id);
                    let text = begun.map(|operation| operation.command.to_string());
                    self.tell(What::Answer(id), at, Fate::Waiting, text.unwrap_or_default());
                }
                Fact::Succeeded(id) => self.answer(world, id, at, Fate::Done),
                Fact::Failed(id) => self.answer(world, id, at, Fate::Failed),
                Fact::GivenUp(id) => self.answer(world, id, at, Fate::Unknown),
                _ => {}
            }
        }
    }

    /// Everything that came out, at the end of the run.
    pub(super) fn outcomes(mut self, run: &Run) -> Outcomes {
        let world = run.world();
        self.find_lost(world);
        for violation in run.judges().broken_promises() {
            let property = violation.property.name();
            let nth = self.count(|what| matches!(what, What::Violation(of, _) if *of == property));
            let at = Some(violation.position);
            self.tell(What::Violation(property, nth), at, Fate::So, String::new());
        }
        for server in world.servers() {
            self.tell(What::End(server.id()), None, Fate::So, state_of(server));
        }
        self.outcomes
    }

    /// How many things there are of which this is true.
    fn count(&self, is_it: impl Fn(&What) -> bool) -> u32 {
        u32::try_from(self.outcomes.keys().filter(|what| is_it(what)).count()).unwrap_or(u32::MAX)
    }

    fn tell(&mut self, what: What, at: Option<Position>, fate: Fate, text: String) {
        self.outcomes.insert(what, Outcome { at: at.map(place), fate, text });
    }

    /// Takes down the entries of a log that are new, from its end on.
    fn append(&mut self, server: &Server, at: Option<Position>) {
        let log = server.log();
        let mut id = log.last();
        while id.index > self.committed {
            let what = What::Entry(id.index, id.term);
            let Some(entry) = log.get(id.index) else { return };
            if self.outcomes.contains_key(&what) {
                return;
            }
            self.tell(what, at, Fate::Open, entry.payload.to_string());
            let before = Index(id.index.0 - 1);
            let Some(term) = log.term_at(before) else { return };
            id = LogId { term, index: before };
        }
    }

    fn commit(&mut self, server: &Server, index: Index, at: Option<Position>) {
        for index in self.committed.0 + 1..=index.0 {
            let index = Index(index);
            let Some(term) = server.log().term_at(index) else { continue };
            if let Some(entry) = self.outcomes.get_mut(&What::Entry(index, term)) {
                (entry.at, entry.fate) = (at.map(place), Fate::Committed);
            }
        }
        self.committed = self.committed.max(index);
    }

    fn answer(&mut self, world: &World, id: OperationId, at: Option<Position>, fate: Fate) {
        let client = client(world, id);
        let answered = client.and_then(|client| client.answered().find(|one| one.id == id));
        let text = answered.map(|answered| {
            let command = answered.command.to_string();
            match &answered.outcome {
                raft_sim::Outcome::Ok(Some(value)) => format!("{command} = {value}"),
                _ => command,
            }
        });
        self.tell(What::Answer(id), at, fate, text.unwrap_or_default());
    }

    /// An entry is lost when no log has it any more, or another one is committed in its place.
    fn find_lost(&mut self, world: &World) {
        for (what, outcome) in &mut self.outcomes {
            let What::Entry(index, term) = *what else { continue };
            let id = LogId { term, index };
            let is_kept = world.servers().iter().any(|server| server.log().contains(id));
            if outcome.fate == Fate::Open && (index <= self.committed || !is_kept) {
                outcome.fate = Fate::Lost;
            }
        }
    }
}

fn client(world: &World, id: OperationId) -> Option<&Client> {
    world.clients().iter().find(|client| client.id() == id.client)
}

/// How a server is, in golden words.
fn state_of(server: &Server) -> String {
    let last = server.log().last();
    match server.node() {
        Some(node) => {
            let (role, term) = (RoleKind::of(node.role()).name(), node.current_term());
            format!("{role} t{term} last={last} commit={}", node.commit_index())
        }
        None => format!("down last={last}"),
    }
}
