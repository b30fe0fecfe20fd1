//! A scenario of chaos with one seed after the other, and what the judges say.

use std::ops::Range;

use raft_check::{Property, Violation};
use raft_core::Deviation;
use raft_scenario::{Expectation, Problem, Run, Scenario};

use crate::soak::RUNNING;

/// What some seeds of a scenario have shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catch {
    /// What was reported first, by any judge.
    pub(crate) reported: Option<Report>,
    /// Which promise was broken first: one of the paper's Figure 3, or to clients.
    pub(crate) broken: Option<Report>,
    /// How many events there were.
    pub(crate) events: u64,
}

/// What a judge has reported, and in which seed.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) seed: u64,
    pub(crate) violation: Violation,
}

/// Runs the scenario with each of the seeds until a promise is broken. What else the judges report, who often see
/// the broken rule itself, does not end it: the question is what comes of it.
///
/// # Errors
/// If the scenario cannot run.
pub(crate) fn pursue(
    scenario: &Scenario,
    rule: Option<Deviation>,
    seeds: Range<u64>,
) -> Result<Catch, Problem> {
    let mut catch = Catch::default();
    for seed in seeds {
        RUNNING.set(Some(seed));
        let run = played(scenario, rule, seed)?;
        RUNNING.set(None);
        catch.events += u64::from(run.world().events().0);
        let report = |violation: &Violation| Report { seed, violation: violation.clone() };
        if catch.reported.is_none() {
            let first = reports(scenario, &run).min_by_key(|violation| violation.event);
            catch.reported = first.map(report);
        }
        catch.broken = first_broken_promise(scenario, &run).map(report);
        if catch.broken.is_some() {
            break;
        }
    }
    Ok(catch)
}

/// The run of a seed, to its end or until a promise is broken.
fn played(scenario: &Scenario, rule: Option<Deviation>, seed: u64) -> Result<Run, Problem> {
    let mut scenario = scenario.clone();
    scenario.seed = seed;
    scenario.cluster.deviations = rule.iter().map(|rule| rule.name().to_owned()).collect();
    let script = scenario.compile()?;
    let mut run = Run::new(&script)?;
    let mut known = 0;
    while run.peek().is_some_and(|at| at < script.until) && run.advance(&mut ()) {
        let count = run.judges().all_violations().len();
        if count > known && first_broken_promise(&script.scenario, &run).is_some() {
            break;
        }
        known = count;
    }
    Ok(run)
}

/// What the judges report, but for what clients were not promised: the scenario says what they were.
fn reports<'a>(scenario: &'a Scenario, run: &'a Run) -> impl Iterator<Item = &'a Violation> {
    run.judges().all_violations().into_iter().filter(|violation| {
        let property = violation.property;
        !property.is_of_clients()
            || scenario.expect.contains(&Expectation::Holds(property.name().to_owned()))
    })
}

/// The promise that was broken first.
fn first_broken_promise<'a>(scenario: &'a Scenario, run: &'a Run) -> Option<&'a Violation> {
    let promises = reports(scenario, run).filter(|violation| is_promise(violation.property));
    promises.min_by_key(|violation| violation.event)
}

/// Whether this is promised by the paper, in its Figure 3, or to clients. The others are invariants that follow
/// from the rules.
fn is_promise(property: Property) -> bool {
    let of_figure_3 = matches!(
        property,
        Property::ElectionSafety
            | Property::LeaderAppendOnly
            | Property::LogMatching
            | Property::LeaderCompleteness
            | Property::StateMachineSafety
    );
    of_figure_3 || Property::is_of_clients(property)
}
