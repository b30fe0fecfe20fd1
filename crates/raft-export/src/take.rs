//! What is exported: a scenario, what the reader did in it, and where it ends. And how it is played.

use raft_scenario::{
    Link, LinkScenario, PlacedAction, Problem, ProblemKind, Run, Scenario, Script,
};
use raft_sim::{Action, Position, SimTime, Sink};

/// A run that can be played again.
#[derive(Clone, Debug)]
pub struct Take {
    pub(crate) script: Script,
    pub(crate) actions: Vec<Placed>,
    pub(crate) end: End,
    /// What the link says that everything up to its end comes to.
    promised: Option<String>,
    /// The version of the engine that made the link.
    engine: String,
}

/// An action of the reader at its place.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) asked: PlacedAction,
    pub(crate) action: Action,
}

/// Where a take ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// After everything that happens up to this time.
    Time(SimTime),
    /// At this very place.
    Place(Position),
}

impl Take {
    /// The mark that whatever is written of a take wears in which rules are broken on purpose.
    pub(crate) fn not_raft(&self) -> Option<String> {
        let broken = self.script.setup.options.deviations;
        let names: Vec<&str> = broken.iter().map(raft_core::Deviation::name).collect();
        (!names.is_empty()).then(|| format!("This is not Raft: {}", names.join(", ")))
    }

    /// A scenario from its beginning to its end.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of_scenario(scenario: Scenario) -> Result<Self, Problem> {
        let script = scenario.compile()?;
        Ok(Self {
            end: End::Time(script.until),
            script,
            actions: Vec::new(),
            promised: None,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }

    /// What a link leads to, up to its moment. `named` is the scenario of the gallery that the link
    /// names; it is not needed for a link that carries its own.
    ///
    /// # Errors
    /// If the link names a scenario that is not there, or holds what cannot be.
    pub fn of_link(link: &Link, named: Option<Scenario>) -> Result<Self, Problem> {
        let mut scenario = match (&link.scenario, named) {
            (LinkScenario::Inline(scenario), _) => (**scenario).clone(),
            (LinkScenario::Name(_), Some(scenario)) => scenario,
            (LinkScenario::Name(name), None) => {
                let message = format!("there is no scenario \"{name}\"");
                return Err(Problem::new(ProblemKind::Name, message));
            }
        };
        scenario.seed = link.seed.unwrap_or(scenario.seed);
        let servers = link.servers.filter(|servers| *servers != scenario.cluster.servers);
        if let Some(servers) = servers {
            scenario = scenario.with_servers(servers);
        }
        let mut take = Self::of_scenario(scenario)?;
        for (at, asked) in link.actions.iter().enumerate() {
            let place = |problem: Problem| problem.at(format!("actions[{at}]"));
            let action = asked.action.to_action().map_err(place)?;
            take.actions.push(Placed { asked: asked.clone(), action });
        }
        // A bare name leads to the beginning, and means the whole story.
        let is_bare_name = link.position() == Position::START && link.digest.is_none();
        if let Some(step) = &link.step {
            take.end = End::Place(take.script.moment_of(step, &take.script.moments()?)?);
        } else if !is_bare_name {
            take.end = End::Place(link.position());
        }
        take.promised.clone_from(&link.digest);
        take.engine.clone_from(&link.engine);
        Ok(take)
    }

    /// The same take with another end: after everything that happens up to `time`.
    #[must_use]
    pub fn until(mut self, time: SimTime) -> Self {
        self.end = End::Time(time);
        self.promised = None;
        self
    }

    /// The scenario in which all of it happens.
    #[must_use]
    pub fn script(&self) -> &Script {
        &self.script
    }

    /// Whether the reader has done anything in it.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        !self.acted().is_empty()
    }

    /// Whether it is a scenario as it is written, up to its end: then what the scenario claims about
    /// its end must be true.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.end == End::Time(self.script.until) && !self.is_touched()
    }

    /// The actions that belong to it.
    fn acted(&self) -> &[Placed] {
        let belongs = |placed: &Placed| {
            let at = placed.asked.position();
            match self.end {
                End::Time(time) => at.time <= time,
                End::Place(end) => at < end,
            }
        };
        &self.actions[..self.actions.partition_point(belongs)]
    }

    /// Plays it in front of `sink`, from the beginning to the end.
    ///
    /// # Errors
    /// If an action cannot act at its place, or the end is not that which the link promises.
    pub fn play(&self, sink: &mut dyn Sink) -> Result<Run, Problem> {
        let mut player = Player::new(self)?;
        while player.advance(sink)? {}
        self.check(&player.run)?;
        Ok(player.run)
    }

    fn check(&self, run: &Run) -> Result<(), Problem> {
        let digest = run.digest().to_string();
        match &self.promised {
            Some(promised) if *promised != digest => Err(Problem::new(
                ProblemKind::Link,
                format!(
                    "this link was made by version {} and does not replay the same in this one, {}",
                    self.engine,
                    env!("CARGO_PKG_VERSION")
                ),
            )),
            _ => Ok(()),
        }
    }
}

/// A take while it is played.
#[derive(Debug)]
pub struct Player<'a> {
    actions: &'a [Placed],
    done: usize,
    end: End,
    pub(crate) run: Run,
}

impl<'a> Player<'a> {
    /// The beginning of a take.
    ///
    /// # Errors
    /// If it cannot run; a compiled script always can.
    pub fn new(take: &'a Take) -> Result<Self, Problem> {
        Ok(Self { actions: take.acted(), done: 0, end: take.end, run: Run::new(&take.script)? })
    }

    /// The run as it is now.
    #[must_use]
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// The actions that have been done.
    pub(crate) fn done(&self) -> &'a [Placed] {
        &self.actions[..self.done]
    }

    /// Lets the next thing happen: an event with the steps it sets off, a step, or an action of the
    /// reader. False at the end.
    ///
    /// # Errors
    /// If an action cannot act at its place, or the run never comes by its end.
    pub fn advance(&mut self, sink: &mut dyn Sink) -> Result<bool, Problem> {
        if let Some(placed) = self.actions.get(self.done) {
            let at = placed.asked.position();
            if self.run.peek().is_none_or(|next| next > at.time) {
                self.run.idle_until(at.time);
            }
            if self.run.position() > at {
                return Err(self.misplaced(format!("it does not fit into this run at {}", at.time)));
            }
            if self.run.position() == at {
                let acted = self.run.act(&placed.action, sink);
                acted.map_err(|error| self.misplaced(error.to_string()))?;
                self.done += 1;
                return Ok(true);
            }
            return self.step(sink);
        }
        let (time, is_there) = match self.end {
            End::Time(time) => (time, self.run.peek().is_none_or(|next| next > time)),
            End::Place(end) => {
                let comes_later = self.run.peek().is_none_or(|next| next > end.time);
                (end.time, self.run.position() >= end || comes_later)
            }
        };
        if !is_there {
            return self.step(sink);
        }
        self.run.idle_until(time);
        match self.end {
            End::Place(end) if self.run.position() != end => {
                let (time, events) = (end.time, end.processed);
                let message = format!("this run has no place {time} after {events} events");
                Err(Problem::new(ProblemKind::Link, message).expecting("a place of this very run"))
            }
            _ => Ok(false),
        }
    }

    fn step(&mut self, sink: &mut dyn Sink) -> Result<bool, Problem> {
        if self.run.advance(sink) {
            return Ok(true);
        }
        Err(Problem::new(ProblemKind::Limit, "the run ends before the moment that is asked for"))
    }

    fn misplaced(&self, message: String) -> Problem {
        Problem::new(ProblemKind::Link, message).at(format!("actions[{}]", self.done))
    }
}
