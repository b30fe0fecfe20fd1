//! One seed: its faults, judged, and what comes after them.

use std::collections::VecDeque;

use raft_check::{Stall, Violation};
use raft_core::Deviations;
use raft_scenario::{Problem, Run, Script};
use raft_sim::{EventLine, Happening, SimTime, Sink, World};

use super::chaos::{Mixture, chaos};
use super::cluster;
use super::coverage::{Counts, Coverage};
use super::liveness::{Recovery, owes_recovery, recover};
use crate::promises::broken_promises;

/// What became of one seed.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// What it suffered.
    pub(crate) mixture: Mixture,
    /// How many events there were.
    pub(crate) events: u64,
    /// How far it came: to its end, or to the first violation.
    pub(crate) until: SimTime,
    /// Whether it had as many events or messages as a run can have: something goes round in circles, or
    /// nothing arrives.
    pub(crate) endless: bool,
    /// What was seen.
    pub(crate) counts: Counts,
    /// What was violated, by the first event that violated anything.
    pub(crate) violations: Vec<Violation>,
    /// The first time at which it could have gone on and did not, if its options promise that it does.
    pub(crate) stall: Option<Stall>,
    /// Whether it stood still for longer than that and then went on: see [`luck_decides`].
    pub(crate) was_unlucky: bool,
    /// What became of the cluster after its faults, if it came so far.
    pub(crate) recovery: Option<Recovery>,
    /// The last golden lines, as many as were asked for.
    pub(crate) tail: VecDeque<String>,
}

/// Runs a seed until `end`, or until something is violated: what follows proves nothing more. Then the
/// faults stop, and the cluster must recover.
///
/// # Errors
/// If the seed's setup cannot work, which is a fault of whoever draws it.
pub(crate) fn run(
    seed: u64,
    mixture: Mixture,
    end: SimTime,
    deviations: Deviations,
    tail: usize,
) -> Result<Outcome, Problem> {
    let setup = cluster::setup(seed, deviations);
    let script = Script::made_up(seed, setup, &chaos(seed, mixture), end).map_err(|mut why| {
        why.message = format!("seed {seed} has no world: {}", why.message);
        why
    })?;
    let mut run = Run::new(&script)?;
    let mut watch =
        (Coverage::default(), (tail > 0).then(|| Tail { most: tail, lines: VecDeque::new() }));
    while is_well(&run) && run.peek().is_some_and(|at| at < end) && run.advance(&mut watch) {}
    let recovery = is_well(&run).then(|| {
        run.idle_until(end);
        recover(seed, &mut run, &mut watch.1)
    });
    let (coverage, tail) = watch;
    let stall = run.judges().liveness().first_stall().filter(|_| owes_recovery(run.world()));
    let has_gone_on = matches!(recovery, Some(Recovery::Recovered(_)));
    let was_unlucky = stall.is_some() && has_gone_on && luck_decides(run.world());
    Ok(Outcome {
        mixture,
        events: u64::from(run.world().events().0),
        until: run.position().time,
        endless: run.at_limit(),
        counts: *coverage.counts(),
        violations: broken_promises(&run).cloned().collect(),
        stall: stall.filter(|_| !was_unlucky).cloned(),
        was_unlucky,
        recovery,
        tail: tail.unwrap_or_default().lines,
    })
}

/// Whether elections may fail for a long time by bad luck alone. Without PreVote a candidate that cannot
/// win, because its log is too short or its members are not the others', takes a term away from one that
/// can whenever its timer runs out first.
fn luck_decides(world: &World) -> bool {
    !world.setup().options.pre_vote
}

fn is_well(run: &Run) -> bool {
    broken_promises(run).next().is_none() && !run.at_limit()
}

/// Remembers the last golden lines.
#[derive(Clone, Debug, Default)]
struct Tail {
    most: usize,
    lines: VecDeque<String>,
}

impl Sink for Tail {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        if self.lines.len() == self.most {
            self.lines.pop_front();
        }
        self.lines.push_back(EventLine { world, happening }.to_string());
    }
}
