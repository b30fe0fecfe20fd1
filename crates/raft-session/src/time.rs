//! Times as they cross to the screen: milliseconds with three decimals.

use raft_scenario::{Problem, ProblemKind};
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
        return Err(Problem::new(ProblemKind::Limit, format!("{millis} is no moment of a run"))
            .expecting(format!("milliseconds from 0 to {LATEST_MS}")));
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked just above
    Ok(SimTime((millis * 1000.0).round() as u64))
}

pub(crate) fn place(position: Position) -> dto::Position {
    dto::Position { time: millis(position.time), processed: position.processed }
}

pub(crate) fn position(place: dto::Position) -> Result<Position, Problem> {
    Ok(Position { time: moment(place.time)?, processed: place.processed })
}
