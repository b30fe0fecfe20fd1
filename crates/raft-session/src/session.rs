//! A session: one scenario, a tree of branches, and a place on the screen.

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_core::{LogId, NodeId};
use raft_explain::Catalogue;
use raft_scenario::{Link, LinkScenario, Problem, ProblemKind, Run, Scenario, Script};
use raft_sim::{LossReason, MessageId, Position, SimTime};

use crate::branch::{Branch, Placed};
use crate::chronicle::Chronicle;
use crate::cursor::Cursor;
use crate::dto;
use crate::keyframes::Keyframes;

/// One scenario, a tree of branches, and a place in one of them.
#[derive(Clone, Debug)]
pub struct Session {
    pub(crate) script: Arc<Script>,
    pub(crate) name: Option<String>,
    /// What was changed of the scenario: what a link must say besides its name.
    pub(crate) changed: Changed,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) language: String,
    pub(crate) branches: Vec<Branch>,
    pub(crate) current: usize,
    /// The current branch's actions, its ancestors' included.
    pub(crate) actions: Vec<Placed>,
    pub(crate) cursor: Cursor,
    pub(crate) chronicle: Chronicle,
    pub(crate) keyframes: Keyframes,
    /// Where each step comes in the unchanged run.
    pub(crate) moments: Vec<Option<Position>>,
    /// A place between two events from which the reader stepped back: stepping forward returns to
    /// it, not just to the event before it.
    pub(crate) resting_place: Option<Position>,
    /// Where it was opened: after everything that happens at once.
    pub(crate) opening: Position,
    /// What became of the actions that were taken along from another run.
    pub(crate) kept: Option<dto::Kept>,
    pub(crate) drawn: Drawn,
}

/// What was changed of a scenario when it was opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Changed {
    pub(crate) seed: Option<u64>,
    pub(crate) servers: Option<u8>,
}

/// What the screen has been told already.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawn {
    pub(crate) version: u32,
    /// The version in which each server changed last, in the order of the servers.
    pub(crate) servers: Vec<u32>,
    /// The last entry of each server's log, and the version in which its entries changed last.
    pub(crate) logs: Vec<(LogId, u32)>,
    /// The messages on the screen, and whether they were doomed.
    pub(crate) messages: BTreeMap<MessageId, (Option<LossReason>, bool, SimTime)>,
    pub(crate) clients: Vec<dto::ClientFrame>,
    pub(crate) agreements: Option<Vec<dto::AgreementFrame>>,
    pub(crate) exercise: Option<dto::ExerciseFrame>,
    pub(crate) setting: Option<dto::Setting>,
}

impl Session {
    /// Opens a scenario at its beginning. `name` is its name in the gallery, if it has one; `seed`
    /// and `servers` change it.
    ///
    /// # Errors
    /// What is wrong with the scenario.
    pub fn open(
        scenario: Scenario,
        name: Option<String>,
        seed: Option<u64>,
        servers: Option<u8>,
        catalogue: Arc<Catalogue>,
        language: &str,
    ) -> Result<Self, Problem> {
        let mut scenario = scenario;
        if let Some(seed) = seed {
            scenario.seed = seed;
        }
        let servers = servers.filter(|servers| *servers != scenario.cluster.servers);
        if let Some(servers) = servers {
            scenario = scenario.with_servers(servers);
        }
        let script = Arc::new(scenario.compile()?);
        let cursor = Cursor::new(Run::new(&script)?);
        let chronicle = Chronicle::new(&cursor.run);
        let moments = script.moments()?;
        let mut session = Self {
            keyframes: Keyframes::new(cursor.clone()),
            drawn: Drawn {
                version: 1,
                servers: vec![1; usize::from(script.setup.servers)],
                logs: vec![(LogId::ZERO, 1); usize::from(script.setup.servers)],
                ..Drawn::default()
            },
            script,
            name,
            changed: Changed { seed, servers },
            catalogue,
            language: language.to_owned(),
            branches: vec![Branch::root()],
            current: 0,
            actions: Vec::new(),
            cursor,
            chronicle,
            moments,
            opening: Position::START,
            resting_place: None,
            kept: None,
        };
        // What happens at the very beginning belongs to the first picture.
        session.advance_to(SimTime(0))?;
        session.opening = session.cursor.position();
        Ok(session)
    }

    /// From now on everything is told with other words, in the texts of another language. The run stays as it is.
    pub fn speak(&mut self, catalogue: Arc<Catalogue>, language: &str) {
        self.catalogue = catalogue;
        language.clone_into(&mut self.language);
    }

    /// Opens a link. `scenario` is the gallery scenario that the link names; it is not needed for a
    /// link that carries its own.
    ///
    /// # Errors
    /// If the link does not lead anywhere, or not to what it promises.
    pub fn open_link(
        link: &Link,
        scenario: Option<Scenario>,
        catalogue: Arc<Catalogue>,
        language: &str,
    ) -> Result<Self, Problem> {
        let (scenario, name) = match (&link.scenario, scenario) {
            (LinkScenario::Inline(scenario), _) => ((**scenario).clone(), None),
            (LinkScenario::Name(name), Some(scenario)) => (scenario, Some(name.clone())),
            (LinkScenario::Name(name), None) => {
                return Err(Problem::new(
                    ProblemKind::Name,
                    format!("there is no scenario \"{name}\""),
                ));
            }
        };
        let mut session = Self::open(scenario, name, link.seed, link.servers, catalogue, language)?;
        let mut actions = Vec::new();
        for (at, placed) in link.actions.iter().enumerate() {
            let placed = Placed::new(placed.position(), placed.action.clone());
            actions.push(placed.map_err(|problem| problem.at(format!("actions[{at}]")))?);
        }
        if let Some(first) = actions.first() {
            let branch = Branch::leaving(0, first.at, actions.clone());
            session.branches.push(branch);
            session.go_to_branch(1, Position::START)?;
        }
        let position = match &link.step {
            Some(step) => session.script.moment_of(step, &session.moments)?,
            // A scenario alone, with nothing that was done and nothing promised: where it opens.
            None if link.actions.is_empty() && link.digest.is_none() && link.at == (0, 0) => {
                session.opening
            }
            None => link.position(),
        };
        session.seek_position(position)?;
        let digest = session.digest();
        match &link.digest {
            Some(promised) if *promised != digest => Err(Problem::new(
                ProblemKind::Link,
                format!(
                    "this link was made by version {} and does not replay the same in this one, {}",
                    link.engine,
                    env!("CARGO_PKG_VERSION")
                ),
            )),
            _ => Ok(session),
        }
    }

    /// How many events of the current branch are known.
    #[must_use]
    pub fn event_count(&self) -> u32 {
        self.chronicle.events()
    }

    /// The seed, in hexadecimal.
    #[must_use]
    pub fn seed(&self) -> String {
        format!("{:x}", self.script.chooser.seed)
    }

    /// The digest of everything up to here.
    #[must_use]
    pub fn digest(&self) -> String {
        self.cursor.run.digest().to_string()
    }

    pub(crate) fn note_end(&mut self) {
        let now = self.cursor.position();
        let branch = &mut self.branches[self.current];
        branch.end = branch.end.max(now);
    }

    /// Notes that these servers have changed since the last frame.
    pub(crate) fn touch(&mut self, servers: u16) {
        if servers == 0 {
            return;
        }
        let next = self.drawn.version.wrapping_add(1);
        // After a jump two logs that end alike are taken for different: under broken rules they may
        // well be.
        let jumped = servers == u16::MAX;
        let world = self.cursor.run.world().servers().iter();
        let drawn = self.drawn.servers.iter_mut().zip(&mut self.drawn.logs);
        for (at, (server, (version, log))) in world.zip(drawn).enumerate() {
            if servers & 1 << (at + 1) == 0 {
                continue;
            }
            *version = next;
            let last = server.log().last();
            if jumped || last != log.0 {
                *log = (last, next);
            }
        }
    }

    pub(crate) fn servers_of(&self, bits: u16) -> Vec<String> {
        let ids = self.script.setup.server_ids();
        ids.filter(|NodeId(id)| bits & 1 << id != 0).map(|id| id.to_string()).collect()
    }
}
