//! A session: one scenario, a tree of branches, and a place on the screen.

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_core::{LogId, Micros, NodeId};
use raft_explain::Catalogue;
use raft_scenario::{ActionModel, Link, LinkScenario, Problem, ProblemKind, Run, Scenario, Script};
use raft_sim::{EventNo, MessageId, Position, SimTime};

use crate::branch::{self, Branch, Placed};
use crate::chronicle::Chronicle;
use crate::cursor::{Cursor, Look, Watch, say};
use crate::dto;
use crate::keyframes::Keyframes;
use crate::replay::{Replay, Wants};
use crate::time;

/// The most actions of one branch: what a link can carry.
const MOST_ACTIONS: usize = 5_000;
/// The most branches. More than anybody can find their way through.
const MOST_BRANCHES: usize = 1_000;

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
    pub(crate) messages: BTreeMap<MessageId, Option<dto::DoomFrame>>,
}

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the beginning.
    Back,
}

/// How far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stride {
    /// To the next event.
    Event,
    /// To the next event that tells something.
    Telling,
    /// To the next step of the story.
    Story,
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
        let moments = moments(&script)?;
        let mut session = Self {
            keyframes: Keyframes::new(cursor.clone()),
            drawn: Drawn {
                version: 1,
                servers: vec![1; usize::from(script.setup.servers)],
                logs: vec![(LogId::ZERO, 1); usize::from(script.setup.servers)],
                messages: BTreeMap::new(),
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
            resting_place: None,
        };
        // What happens at the very beginning belongs to the first picture.
        session.advance_to(SimTime(0))?;
        Ok(session)
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
            let action = placed.action.to_action().map_err(|problem| {
                let path = format!("actions[{at}]");
                problem.at(path)
            })?;
            actions.push(Placed { at: placed.position(), spelled: placed.action.clone(), action });
        }
        if let Some(first) = actions.first() {
            let branch = Branch {
                parent: Some(0),
                at: first.at,
                actions: actions.clone(),
                end: first.at,
                left_at: first.at,
            };
            session.branches.push(branch);
            session.go_to_branch(1, Position::START)?;
        }
        session.seek_position(link.position())?;
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

    /// Simulates up to this moment, forwards only.
    ///
    /// # Errors
    /// If it is no moment of a run.
    pub fn advance(&mut self, to_ms: f64) -> Result<(), Problem> {
        self.resting_place = None;
        self.advance_to(time::moment(to_ms)?)
    }

    /// Goes to this moment, after everything that happens up to it.
    ///
    /// # Errors
    /// If it is no moment of a run.
    pub fn seek(&mut self, ms: f64) -> Result<(), Problem> {
        let target = time::moment(ms)?;
        self.resting_place = None;
        if target != self.cursor.position().time {
            self.approach(Position { time: target, processed: 0 });
        }
        self.advance_to(target)
    }

    /// Goes to exactly this place.
    ///
    /// # Errors
    /// If the branch never comes by there.
    pub fn seek_to(&mut self, place: dto::Position) -> Result<(), Problem> {
        self.resting_place = None;
        self.seek_position(time::position(place)?)
    }

    /// Takes a step. False if there is nowhere to go.
    ///
    /// # Errors
    /// If the branch cannot be replayed.
    pub fn step(&mut self, direction: Direction, stride: Stride) -> Result<bool, Problem> {
        match (direction, stride) {
            (Direction::Forward, Stride::Event) => self.step_forward(),
            (Direction::Back, Stride::Event) => self.step_back(),
            (Direction::Forward, Stride::Telling) => self.next_telling(),
            (Direction::Back, Stride::Telling) => self.previous_telling(),
            (direction, Stride::Story) => self.step_in_story(direction),
        }
    }

    /// Lets the answer to a step's question happen, here and now, as if the reader had done it.
    ///
    /// # Errors
    /// If there is no such question, or what it does cannot be done here.
    pub fn show_answer(&mut self, step: &str) -> Result<(), Problem> {
        let asked = self.script.steps.iter().find(|one| one.id == step);
        let Some(question) = asked.and_then(|step| step.question.as_ref()) else {
            return Err(Problem::new(ProblemKind::Name, format!("no step {step} asks a question")));
        };
        for action in question.show.clone() {
            self.act(action)?;
        }
        Ok(())
    }

    /// The reader's hand reaches in, here and now. On the story itself, and wherever something has
    /// already happened after this place, a new branch grows.
    ///
    /// # Errors
    /// If the action is none, or cannot act now. Then nothing has happened.
    pub fn act(&mut self, spelled: ActionModel) -> Result<(), Problem> {
        let action = spelled.to_action()?;
        let at = self.cursor.position();
        let placed = Placed { at, spelled, action };
        self.check_room()?;
        // Tried on a copy: an action that cannot act must not leave a branch behind.
        let mut cursor = self.cursor.clone();
        let mut watch = Watch::default();
        cursor.act_now(&placed, &mut watch)?;
        self.resting_place = None;
        self.branches[self.current].left_at = at;
        let has_future = self.cursor.events().0 < self.chronicle.events()
            || self.actions.len() > self.cursor.done();
        if self.current == 0 || has_future {
            self.branches.push(Branch {
                parent: Some(self.current),
                at,
                actions: vec![placed.clone()],
                end: at,
                left_at: at,
            });
            self.current = self.branches.len() - 1;
            self.chronicle.forget_after(self.cursor.events(), &self.cursor.run);
            self.keyframes.forget_from(at);
        } else {
            self.branches[self.current].actions.push(placed.clone());
        }
        self.actions.truncate(self.cursor.done());
        self.actions.push(placed);
        let mut watch = Watch { chronicle: Some(&mut self.chronicle), ..Watch::default() };
        self.cursor.advance(&self.actions, &mut watch)?;
        // An action can touch what no event names, such as both ends of a link.
        self.touch(u16::MAX);
        self.note_end();
        Ok(())
    }

    /// Goes to another branch, to the moment that is on the screen now as far as it goes.
    ///
    /// # Errors
    /// If there is no such branch.
    pub fn switch_branch(&mut self, id: u32) -> Result<(), Problem> {
        let id = id as usize;
        let Some(branch) = self.branches.get(id) else {
            return Err(Problem::new(ProblemKind::Name, format!("there is no branch {id}")));
        };
        let now = self.cursor.position();
        let end = branch.end.max(branch.at);
        self.branches[self.current].left_at = now;
        self.go_to_branch(id, end)?;
        // By time, not by place: the other branch need not have as many events at this moment.
        if now.time < end.time { self.seek(time::millis(now.time)) } else { Ok(()) }
    }

    /// Goes back to the story, where the reader left it.
    ///
    /// # Errors
    /// If the story cannot be replayed.
    pub fn back_to_story(&mut self) -> Result<(), Problem> {
        if self.current == 0 {
            return Ok(());
        }
        self.branches[self.current].left_at = self.cursor.position();
        self.go_to_branch(0, self.branches[0].left_at)
    }

    /// Goes to the beginning of the story. Other branches are kept.
    ///
    /// # Errors
    /// If the story cannot be replayed.
    pub fn reset(&mut self) -> Result<(), Problem> {
        self.branches[self.current].left_at = self.cursor.position();
        self.go_to_branch(0, Position::START)?;
        self.branches[0].left_at = Position::START;
        self.advance_to(SimTime(0))
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
}

/// Moving about.
impl Session {
    fn advance_to(&mut self, target: SimTime) -> Result<(), Problem> {
        let (chronicle, hurry) = (Some(&mut self.chronicle), is_far(&self.cursor, target));
        let mut watch = Watch { chronicle, hurry, ..Watch::default() };
        let keyframes = &mut self.keyframes;
        let result = self.cursor.advance_to(
            target,
            &self.actions,
            |cursor| keyframes.offer(cursor),
            &mut watch,
        );
        let touched = watch.touched;
        self.touch(touched);
        self.note_end();
        self.tell()?;
        result
    }

    pub(crate) fn seek_position(&mut self, target: Position) -> Result<(), Problem> {
        self.approach(target);
        let (chronicle, hurry) = (Some(&mut self.chronicle), is_far(&self.cursor, target.time));
        let mut watch = Watch { chronicle, hurry, ..Watch::default() };
        let keyframes = &mut self.keyframes;
        let result = self.cursor.advance_to_position(
            target,
            &self.actions,
            |cursor| keyframes.offer(cursor),
            &mut watch,
        );
        let touched = watch.touched;
        self.touch(touched);
        self.note_end();
        self.tell()?;
        // Several events can happen at once: who asks for one in their midst stands after the last.
        let here = self.cursor.position();
        let is_amidst =
            here > target && here.time == target.time && self.chronicle.has_place(target);
        if is_amidst { Ok(()) } else { result }
    }

    /// Puts the last telling event into words, if that was put off.
    fn tell(&mut self) -> Result<(), Problem> {
        let untold = self.cursor.told().filter(|told| told.said.is_none());
        let Some(event) = untold.map(|told| told.event) else { return Ok(()) };
        let mut said = None;
        Replay::new(self).show(event, event, &mut |world, happening| {
            said = say(world, happening);
            Wants::Enough
        })?;
        if let Some(said) = said {
            self.cursor.tell(said);
        }
        Ok(())
    }

    /// Goes to the latest keyframe at or before `position`, unless the present place is nearer.
    fn approach(&mut self, position: Position) {
        let now = self.cursor.position();
        let nearer = self.keyframes.before(position).is_some_and(|frame| frame.position() > now);
        if position < now || nearer {
            self.restore(position);
        }
    }

    /// Goes to the latest keyframe at or before `position`.
    fn restore(&mut self, position: Position) {
        if let Some(cursor) = self.keyframes.before(position) {
            self.cursor = cursor.clone();
        }
        self.touch(u16::MAX);
    }

    fn step_forward(&mut self) -> Result<bool, Problem> {
        let rest = self.resting_place.take();
        let happened = self.step_on(&mut |_, _| {})?;
        if let Some(rest) = rest.filter(|rest| rest.time > self.cursor.position().time) {
            if self.cursor.peek(&self.actions).is_none_or(|next| next > rest.time) {
                self.cursor.run.idle_until(rest.time);
            } else {
                self.resting_place = Some(rest);
            }
        }
        self.note_end();
        Ok(happened)
    }

    /// Lets the next event happen, and the steps that it sets off. False if there is none.
    pub(crate) fn step_on(&mut self, look: Look<'_>) -> Result<bool, Problem> {
        let (chronicle, look) = (Some(&mut self.chronicle), Some(look as Look<'_>));
        let mut watch = Watch { chronicle, look, ..Watch::default() };
        let before = self.cursor.events();
        // A step of the story that does nothing is no event: go on to one that is.
        let mut happened = true;
        while happened && self.cursor.events() == before {
            happened = self.cursor.advance(&self.actions, &mut watch)?;
        }
        let touched = watch.touched;
        self.keyframes.offer(&self.cursor);
        self.touch(touched);
        self.note_end();
        Ok(happened)
    }

    fn step_back(&mut self) -> Result<bool, Problem> {
        let now = self.cursor.position();
        let last = self.cursor.events();
        if last == EventNo::START {
            // Before the first event there is only the beginning.
            let moved = now > Position::START;
            self.restore(Position::START);
            return Ok(moved);
        }
        let rests = self.chronicle.row(last).is_none_or(|row| row.position != now);
        let rest = self.resting_place.or(rests.then_some(now));
        self.seek_position(self.chronicle.place_before(last))?;
        self.resting_place = rest;
        Ok(true)
    }

    fn next_telling(&mut self) -> Result<bool, Problem> {
        /// A quiet cluster has nothing to tell: after so many routine events, a few simulated
        /// seconds, the step ends where it is instead of leaping minutes ahead.
        const PATIENCE: usize = 200;
        self.resting_place = None;
        for _ in 0..PATIENCE {
            let before = self.cursor.run.fired().len();
            if !self.step_forward()? {
                return Ok(false);
            }
            let telling = self.chronicle.row(self.cursor.events()).is_some_and(|row| row.telling);
            let said = !self.cursor.run.is_touched()
                && self.cursor.run.fired()[before..]
                    .iter()
                    .any(|fired| self.script.steps[fired.step].say.is_some());
            if telling || said {
                return Ok(true);
            }
        }
        Ok(true)
    }

    fn previous_telling(&mut self) -> Result<bool, Problem> {
        self.resting_place = None;
        let now = self.cursor.position();
        let mut events = self.cursor.events();
        while let Some(telling) = self.chronicle.telling_before(events) {
            let place = self.chronicle.row(telling).map_or(Position::START, |row| row.position);
            if place < now {
                self.seek_position(place)?;
                return Ok(true);
            }
            events = EventNo(telling.0 - 1);
        }
        let moved = now > Position::START;
        self.restore(Position::START);
        self.advance_to(SimTime(0))?;
        Ok(moved && self.cursor.position() < now)
    }

    fn step_in_story(&mut self, direction: Direction) -> Result<bool, Problem> {
        self.resting_place = None;
        let now = self.cursor.position();
        let told =
            self.script.steps.iter().zip(&self.moments).filter(|(step, _)| step.say.is_some());
        let mut places = told.filter_map(|(_, moment)| *moment);
        let target = match direction {
            Direction::Forward => places.find(|place| *place > now),
            Direction::Back => places.take_while(|place| *place < now).last(),
        };
        let Some(target) = target else { return Ok(false) };
        if self.current == 0 {
            self.seek_position(target)?;
        } else {
            // In another branch the step need not come, but its moment does.
            self.seek(time::millis(target.time))?;
        }
        Ok(true)
    }

    fn go_to_branch(&mut self, id: usize, target: Position) -> Result<(), Problem> {
        let actions = branch::flattened(&self.branches, id);
        if let Some(shared) = branch::common_until(&self.actions, &actions) {
            self.keyframes.forget_from(shared);
            let start = self.keyframes.before(shared).cloned();
            if let Some(start) = start {
                self.cursor = start;
            }
            self.chronicle.forget_after(self.cursor.events(), &self.cursor.run);
        }
        self.actions = actions;
        self.current = id;
        self.resting_place = None;
        self.touch(u16::MAX);
        // First to the end that the branch had, so that its future is known; then to the target.
        let end = self.branches[id].end;
        if end > self.cursor.position() {
            self.seek_position(end)?;
        }
        self.seek_position(target)
    }

    fn check_room(&self) -> Result<(), Problem> {
        if self.actions.len() >= MOST_ACTIONS || self.branches.len() >= MOST_BRANCHES {
            return Err(Problem::new(
                ProblemKind::Limit,
                "this run has as many actions as one can have",
            )
            .expecting(format!("at most {MOST_ACTIONS} actions and {MOST_BRANCHES} branches")));
        }
        Ok(())
    }

    fn note_end(&mut self) {
        let now = self.cursor.position();
        let branch = &mut self.branches[self.current];
        branch.end = branch.end.max(now);
    }

    /// Notes that these servers have changed since the last frame.
    fn touch(&mut self, servers: u16) {
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

/// Whether it is further to `target` than playing goes from one frame to the next.
fn is_far(cursor: &Cursor, target: SimTime) -> bool {
    const NEAR: Micros = Micros::from_millis(250);
    target > cursor.position().time.after(NEAR)
}

/// Where each step comes when nobody interferes.
fn moments(script: &Script) -> Result<Vec<Option<Position>>, Problem> {
    let mut moments = vec![None; script.steps.len()];
    if script.steps.is_empty() {
        return Ok(moments);
    }
    let mut run = Run::new(script)?;
    run.advance_to(script.until, &mut ());
    for fired in run.fired() {
        moments[fired.step] = Some(fired.position);
    }
    Ok(moments)
}
