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
