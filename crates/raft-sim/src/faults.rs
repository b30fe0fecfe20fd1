//! What can be wrong with a server and its clock. (Links: `link.rs`, disks: `disk.rs`.)

use raft_core::Micros;

use crate::setup::MILLION;
use crate::{InvalidSetup, Span};

/// What is wrong with a server. By default nothing is. Raft stays safe whatever is set here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ServerFaults {
    /// How long it is busy after each step: messages, timers and its disk's notices wait meanwhile.
    pub busy: Span,
    /// How likely a step is followed by a stall, in millionths, as by a collection of garbage.
    pub stall_ppm: u32,
    /// How long a stall lasts.
    pub stall: Span,
}

/// How the servers' clocks differ. By default they do not. Raft stays safe whatever is set here, but
/// lease reads do not: they need the bound on drift that the cluster's options state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ClockFaults {
    /// What a clock shows at the beginning, drawn for each server.
    pub offset: Span,
    /// How much faster or slower than the world's a clock runs at most, in millionths; drawn for each
    /// server.
    pub drift_ppm: u32,
    /// How likely a clock jumps when a timer of its server runs out, in millionths.
    pub jump_ppm: u32,
    /// How far it jumps, forwards or back.
    pub jump: Span,
}

/// A moment at which a server can be made to crash that is too short to be hit otherwise.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CrashPoint {
    /// It has decided something, and has neither written nor sent anything of it.
    BeforeOutput = 1,
    /// It has sent what needs no write, and what it writes is lost.
    BeforePersist = 2,
    /// A write is on disk, and nothing that waited for it has left.
    AfterPersist = 3,
    /// A command is committed and applied, and its client has not been told.
    BeforeAnswer = 4,
}

/// The farthest from the world's rate that a clock can be set to, in millionths: one that hardly ran
/// would let its server do nothing for hours.
pub(crate) const MOST_DRIFT: u32 = 900_000;

fn wrong(field: &'static str, expected: impl Into<String>) -> Result<(), InvalidSetup> {
    Err(InvalidSetup { field, expected: expected.into() })
}

impl ServerFaults {
    /// Looks for what cannot be.
    ///
    /// # Errors
    /// What was expected, at `field`.
    pub fn validate(&self, field: &'static str) -> Result<(), InvalidSetup> {
        self.busy.validate(field, 0)?;
        self.stall.validate(field, 0)?;
        if self.stall_ppm > MILLION {
            return wrong(field, "chances of at most 100%");
        }
        Ok(())
    }

    pub(crate) fn is_any(&self) -> bool {
        *self != Self::default()
    }
}

impl ClockFaults {
    /// Looks for what cannot be.
    ///
    /// # Errors
    /// What was expected, at `field`.
    pub fn validate(&self, field: &'static str) -> Result<(), InvalidSetup> {
        self.offset.validate(field, 0)?;
        self.jump.validate(field, 0)?;
        if self.jump_ppm > MILLION {
            return wrong(field, "chances of at most 100%");
        }
        if self.drift_ppm > MOST_DRIFT {
            return wrong(field, format!("drift_ppm of at most {MOST_DRIFT}"));
        }
        Ok(())
    }
}

/// What is done to a clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ClockChange {
    /// It jumps forwards by this.
    pub forward: Micros,
    /// It jumps back by this.
    pub back: Micros,
    /// From now on it runs at this rate: millionths too fast, or too slow below zero.
    pub rate_ppm: Option<i32>,
}

impl ClockChange {
    /// Looks for what no clock can do.
    ///
    /// # Errors
    /// What was expected.
    pub fn validate(&self) -> Result<(), InvalidSetup> {
        Span::fixed(self.forward).validate("clock.forward", 0)?;
        Span::fixed(self.back).validate("clock.back", 0)?;
        if self.rate_ppm.is_some_and(|rate| rate.unsigned_abs() > MOST_DRIFT) {
            return wrong("clock.rate_ppm", format!("from -{MOST_DRIFT} to {MOST_DRIFT}"));
        }
        Ok(())
    }
}
