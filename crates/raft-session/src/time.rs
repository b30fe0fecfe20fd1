//! Times as they cross to the screen: milliseconds with three decimals.

use raft_scenario::{Problem, ProblemKind, json};
use raft_sim::{Position, SimTime};

use crate::dto;

/// The latest moment of any run: one hour.
const LATEST_MS: f64 = 3_600_000.0;

/// Milliseconds of a moment. Exact to the microsecond.
#[allow(clippy::cast_precision_loss)] // microseconds of an hour are far below 2^53
pub(crate) fn millis(time: SimTime) -> f64 {
    time.0 as f64 / 1000.0
}

/// The moment of these milliseconds, rounded to the microsecond.
///
/// # Errors
/// If it is no moment of a run.
pub(crate) fn moment(millis: f64) -> Result<SimTime, Problem> {
    if !(0.0..=LATEST_MS).contains(&millis) {
        return Err(Problem::new(
            ProblemKind::Limit,
            format!("{} is no moment of a run", json::spell(millis)),
        )
        .expecting(format!("milliseconds from 0 to {}", json::spell(LATEST_MS))));
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked just above
    Ok(SimTime((millis * 1000.0).round() as u64))
}

/// A stretch of time, both ends included.
///
/// # Errors
/// If these are no moments of a run, or not in this order.
pub(crate) fn stretch(from: f64, to: f64) -> Result<(SimTime, SimTime), Problem> {
    let start = moment(from).map_err(|problem| problem.at("from"))?;
    let stop = moment(to).map_err(|problem| problem.at("to"))?;
    if stop < start {
        let problem = format!("the stretch from {start} to {stop} ends before it begins");
        return Err(Problem::new(ProblemKind::Limit, problem)
            .at("to")
            .expecting("a moment that is not before `from`"));
    }
    Ok((start, stop))
}

/// A number that counts something, as it comes from a screen.
///
/// # Errors
/// If it counts nothing.
pub(crate) fn ordinal(number: f64) -> Result<u32, Problem> {
    if number.fract() != 0.0 || !(0.0..=f64::from(u32::MAX)).contains(&number) {
        return Err(Problem::new(
            ProblemKind::Limit,
            format!("{} counts nothing", json::spell(number)),
        )
        .expecting(format!("a whole number from 0 to {}", u32::MAX)));
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked just above
    Ok(number as u32)
}

/// The latest moment of any run.
pub(crate) fn latest() -> SimTime {
    SimTime::from_millis(3_600_000)
}

pub(crate) fn place(position: Position) -> dto::Position {
    dto::Position { time: millis(position.time), processed: position.processed }
}

pub(crate) fn position(place: dto::Position) -> Result<Position, Problem> {
    Ok(Position { time: moment(place.time)?, processed: place.processed })
}
