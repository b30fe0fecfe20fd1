//! Dissertation §6.4: when a read may be answered without going through the log.

use crate::{Deviation, Deviations, Index, LocalTime, LogId, Micros, ReadHold, Term};

/// What must be applied before a read that arrives now may be answered: everything that is
/// committed. A leader knows that only once something of its own term is committed; before, an
/// earlier leader may have committed more than this one has heard of.
///
/// # Errors
/// What is committed instead.
pub fn index_to_read(
    committed: LogId,
    current_term: Term,
    deviations: Deviations,
) -> Result<Index, ReadHold> {
    if committed.term != current_term && !deviations.has(Deviation::ReadBeforeOwnCommit) {
        return Err(ReadHold::NoCurrentTermCommit { committed, current_term });
    }
    Ok(committed.index)
}

/// Is the leader's lease valid? If so, nobody else can have been elected.
///
/// # Errors
/// Why not.
pub fn lease_is_valid(
    until: Option<LocalTime>,
    now: LocalTime,
    given_up: bool,
    deviations: Deviations,
) -> Result<LocalTime, ReadHold> {
    if given_up && !deviations.has(Deviation::LeaseSurvivesTransfer) {
        return Err(ReadHold::LeaseGivenUp);
    }
    match until {
        Some(until) if now < until => Ok(until),
        _ => Err(ReadHold::LeaseExpired { until, now }),
    }
}

/// How long a lease lasts on the leader's clock, from the beginning of the round of heartbeats that
/// a majority has answered. Each of them waits for the shortest election timeout, but by its own
/// clock, which may run faster than the leader's (dissertation §6.4.1).
#[must_use]
pub fn lease_span(minimum: Micros, drift_ppm: u32, deviations: Deviations) -> Micros {
    if deviations.has(Deviation::LeaseIgnoresDrift) {
        return minimum;
    }
    let span = u128::from(minimum.0) * 1_000_000 / (1_000_000 + u128::from(drift_ppm));
    Micros(u64::try_from(span).unwrap_or(u64::MAX))
}

/// Must a leader hear from a majority before it answers a read? Somebody else may lead by now.
#[must_use]
pub fn needs_quorum(deviations: Deviations) -> bool {
    !deviations.has(Deviation::ReadWithoutQuorum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leader_reads_only_after_a_commit_of_its_own_term() {
        assert_eq!(index_to_read(LogId::new(5, 3), Term(3), Deviations::NONE), Ok(Index(5)));
        assert!(index_to_read(LogId::new(5, 2), Term(3), Deviations::NONE).is_err());
        assert!(index_to_read(LogId::ZERO, Term(3), Deviations::NONE).is_err());
    }

    #[test]
    fn a_lease_ends_at_its_end_and_with_a_transfer() {
        let until = Some(LocalTime(150));
        assert_eq!(
            lease_is_valid(until, LocalTime(149), false, Deviations::NONE),
            Ok(LocalTime(150))
        );
        assert!(lease_is_valid(until, LocalTime(150), false, Deviations::NONE).is_err());
        assert_eq!(
            lease_is_valid(until, LocalTime(0), true, Deviations::NONE),
            Err(ReadHold::LeaseGivenUp)
        );
        assert!(lease_is_valid(None, LocalTime(0), false, Deviations::NONE).is_err());
    }

    #[test]
    fn a_lease_is_shorter_where_clocks_drift() {
        assert_eq!(lease_span(Micros(150_000), 0, Deviations::NONE), Micros(150_000));
        assert_eq!(lease_span(Micros(150_000), 500_000, Deviations::NONE), Micros(100_000));
    }
}
