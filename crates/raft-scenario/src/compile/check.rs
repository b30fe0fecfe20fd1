//! What can be wrong with a scenario although every word of it can be read.

use raft_core::Micros;
use raft_sim::{Action, Address, Setup};

use super::{LONGEST_RUN, scenario_problem, within};
use crate::model::FORMAT;
use crate::names::check_slug;
use crate::{Duration, Expectation, Problem, ProblemKind, Scenario, Text, text};

const MOST_TAGS: usize = 16;
/// Each is looked at after each event.
const MOST_EXPECTATIONS: usize = 200;

impl Scenario {
    pub(super) fn check_head(&self) -> Result<(), Problem> {
        if self.format != FORMAT {
            return Err(scenario_problem(format!("format {} is not known here", self.format))
                .at("format")
                .expecting(FORMAT.to_string()));
        }
        self.check_numbers()?;
        check_until(self.until).map_err(within("until"))?;
        let texts = [
            ("title", Some(&self.title)),
            ("summary", self.summary.as_ref()),
            ("provenance", self.provenance.as_ref()),
            ("fork.name", self.fork.as_ref().map(|fork| &fork.name)),
        ];
        for (path, text) in texts {
            check_text(text, path)?;
        }
        if self.title.in_language("en").trim().is_empty() {
            return Err(scenario_problem("the title is empty").at("title").expecting("a title"));
        }
        self.check_shelf()
    }

    /// A number that a page cannot hold would come back from it as another one.
    fn check_numbers(&self) -> Result<(), Problem> {
        let cluster = &self.cluster;
        let numbers = [
            ("seed", Some(self.seed)),
            ("cluster.bytes_per_append", cluster.bytes_per_append),
            ("cluster.uncommitted_bytes", cluster.uncommitted_bytes),
            ("cluster.snapshot_after", Some(cluster.snapshot_after)),
            ("cluster.snapshot_keep", Some(cluster.snapshot_keep)),
        ];
        for (path, number) in numbers {
            check_number(number.unwrap_or_default()).map_err(within(path))?;
        }
        for (at, choice) in self.choices.iter().enumerate() {
            check_number(choice.term).map_err(within(format!("choices[{at}].term")))?;
        }
        Ok(())
    }

    /// What the gallery is told.
    fn check_shelf(&self) -> Result<(), Problem> {
        if self.tags.len() > MOST_TAGS {
            return Err(Problem::new(ProblemKind::Limit, "too many tags")
                .at("tags")
                .expecting(format!("at most {MOST_TAGS}")));
        }
        for (at, tag) in self.tags.iter().enumerate() {
            check_slug(tag, ProblemKind::Scenario).map_err(within(format!("tags[{at}]")))?;
        }
        let Some(picture) = &self.picture else { return Ok(()) };
        if self.steps.iter().any(|step| step.id == *picture) {
            return Ok(());
        }
        Err(Problem::new(ProblemKind::Name, format!("there is no step \"{picture}\""))
            .at("picture")
            .expecting("the id of a step"))
    }

    /// The same story with other rules must be able to run as well.
    pub(super) fn check_fork(&self) -> Result<(), Problem> {
        let Some(forked) = self.forked() else { return Ok(()) };
        let checked = forked.compile().map(|_| ());
        checked.map_err(|mut problem| {
            // The fork says its rules without saying where they stand in a scenario.
            let path = problem.path.take().unwrap_or_default();
            let inner = path.strip_prefix("cluster.").or_else(|| path.strip_prefix("clients."));
            problem.at(format!("fork.{}", inner.unwrap_or(&path)))
        })
    }
}

/// Claims that can be judged. `at_end`: at the end of the story, where an order can be claimed.
pub(super) fn check_expectations(
    expect: &[Expectation],
    at_end: bool,
    setup: &Setup,
) -> Result<(), Problem> {
    if expect.len() > MOST_EXPECTATIONS {
        return Err(Problem::new(ProblemKind::Limit, "too many claims")
            .at("expect")
            .expecting(format!("at most {MOST_EXPECTATIONS}")));
    }
    for (at, expectation) in expect.iter().enumerate() {
        let path = || within(format!("expect[{at}]"));
        expectation.check(setup).map_err(path())?;
        if expectation.is_order() && !at_end {
            return Err(path()(
                scenario_problem("an order is about all of the run")
                    .at("order")
                    .expecting("to stand at the end, not at a step"),
            ));
        }
    }
    Ok(())
}

/// Whether there will ever be this server or client.
///
/// # Errors
/// If not: which there are.
pub(crate) fn check_end(address: Address, setup: &Setup) -> Result<(), Problem> {
    if setup.knows(address) {
        return Ok(());
    }
    let (servers, clients) = (setup.servers, setup.clients);
    Err(Problem::new(ProblemKind::Name, format!("there is no {address}"))
        .expecting(format!("servers n1 to n{servers}, clients c1 to c{clients}")))
}

/// Finds servers and clients that will never exist, before the run has begun.
pub(crate) fn check_ends(action: &Action, setup: &Setup) -> Result<(), Problem> {
    let known = |address: Address| check_end(address, setup);
    let mut ends: Vec<&raft_sim::Selector> = Vec::new();
    match action {
        Action::Crash(target)
        | Action::Restart(target)
        | Action::TimeOut(target)
        | Action::ForgetLeader(target)
        | Action::Wipe(target)
        | Action::TakeSnapshot(target)
        | Action::Pause(target)
        | Action::Resume(target)
        | Action::Damage(target)
        | Action::Bridge(target) => ends.extend(&target.0),
        Action::ExpireSessions(leader) | Action::LeaveJoint(leader) => ends.push(leader),
        Action::Change { from, changes, .. } => {
            ends.push(from);
            ends.extend(changes.iter().flat_map(|(_, target)| &target.0));
        }
        Action::Transfer { from, to } => ends.extend([from, to]),
        Action::SetTimer { servers, .. }
        | Action::Trap { servers, .. }
        | Action::Disk { servers, .. }
        | Action::Server { servers, .. }
        | Action::Clock { servers, .. } => ends.extend(&servers.0),
        Action::ClientLinks { client, servers, .. } => {
            client.map_or(Ok(()), |client| known(Address::Client(client)))?;
            ends.extend(&servers.0);
        }
        Action::Network { from, to, .. }
        | Action::Cut { from, to, .. }
        | Action::Heal { from, to, .. } => {
            ends.extend(from.0.iter().chain(&to.0));
        }
        Action::Partition(sides) => ends.extend(sides.iter().flat_map(|side| &side.0)),
        Action::Client { client, via, .. } => {
            known(Address::Client(*client))?;
            ends.extend(via);
        }
        Action::Bind { to, .. } => ends.push(to),
        Action::Drop(id)
        | Action::Deliver(id)
        | Action::Hold(id)
        | Action::Duplicate(id)
        | Action::Delay { message: id, .. } => {
            known(id.from)?;
            known(id.to)?;
        }
        Action::HealAll | Action::Ring | Action::SetLoss(_) | Action::Release => {}
    }
    for end in ends {
        if let raft_sim::Selector::Server(id) = end {
            known(Address::Server(*id))?;
        }
    }
    Ok(())
}

/// Looks whether a run can last so long.
///
/// # Errors
/// If it cannot.
pub(crate) fn check_until(until: Duration) -> Result<(), Problem> {
    if until.0 > LONGEST_RUN || until.0 == Micros(0) {
        return Err(scenario_problem(format!("a run cannot last {until}"))
            .expecting("more than 0, at most 3600s"));
    }
    Ok(())
}

pub(crate) fn check_number(number: u64) -> Result<(), Problem> {
    if number < 1 << 53 {
        return Ok(());
    }
    Err(scenario_problem(format!("{number} is too large")).expecting("below 2^53"))
}

pub(crate) fn check_text(text: Option<&Text>, path: &str) -> Result<(), Problem> {
    let length = text.map_or(0, Text::longest);
    if length > text::LONGEST {
        return Err(Problem::new(ProblemKind::Limit, format!("the text has {length} bytes"))
            .at(path)
            .expecting(format!("at most {} bytes", text::LONGEST)));
    }
    Ok(())
}
