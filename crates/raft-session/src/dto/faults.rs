//! What is wrong with servers and links, spelled as actions spell it: an action says everything that
//! shall be wrong from then on, so whoever wants to change one thing must know the others.

use raft_scenario::{CrashPointModel, DiskFaultsModel, LinkFaultsModel, ServerFaultsModel};
use serde::Serialize;

#[cfg(feature = "typescript")]
use ts_rs::TS;

/// What is wrong with a server, its disk and its clock.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct ServerFaultsFrame {
    /// Whether it stands still.
    pub paused: bool,
    /// Until when it is busy with what it has done, or stalls; may be over.
    pub busy_until: f64,
    /// Where it will crash.
    #[cfg_attr(feature = "typescript", ts(type = "CrashPoint | null"))]
    pub trap: Option<CrashPointModel>,
    /// How slowly it works.
    #[cfg_attr(feature = "typescript", ts(type = "ProcessFaults"))]
    pub process: ServerFaultsModel,
    /// What is wrong with its disk.
    #[cfg_attr(feature = "typescript", ts(type = "DiskFaults"))]
    pub disk: DiskFaultsModel,
    /// Until when its disk stalls by chance, if it does.
    pub disk_stalls_until: Option<f64>,
    /// Whether what its disk holds is damaged: it will not start from that.
    pub damaged: bool,
    /// How its clock differs from the world's.
    pub clock: Option<ClockFrame>,
}

/// A clock that differs. At `now` it is ahead by `ahead + (now − since) · ratePpm / 10⁶`.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct ClockFrame {
    /// Since when it runs like this.
    pub since: f64,
    /// By how much it was ahead then; below zero: behind.
    pub ahead: f64,
    /// By how many millionths it runs fast; below zero: slow.
    pub rate_ppm: f64,
}

/// A link with something wrong, in one direction. To or from a client as well.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct FaultyLinkFrame {
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// How long messages travel, if not as at the beginning.
    pub latency: Option<String>,
    /// What is wrong.
    #[cfg_attr(feature = "typescript", ts(type = "LinkFaults"))]
    pub faults: LinkFaultsModel,
    /// Where it is down now and then: how it is now.
    pub flap: Option<FlapFrame>,
}

/// A link that is down now and then.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(TS))]
pub struct FlapFrame {
    /// Whether it is down.
    pub down: bool,
    /// Until when it stays as it is.
    pub until: f64,
}

/// How faults are spelled for the page: whatever is left out is not wrong.
#[cfg(feature = "typescript")]
pub const SPELLED_FAULTS: &str = "/**
 * What is wrong with a link. Chances are percentages, \"5%\"; spans are \"5ms\" or \"5ms..15ms\".
 */
export type LinkFaults = {
  shape?: \"uniform\" | \"exponential\" | \"long_tail\",
  slow_down?: number,
  loss?: string,
  late?: string, late_by?: string,
  twice?: string, twice_after?: string,
  spacing?: string,
  capacity?: number,
  flap?: string, flap_every?: string,
  blocked?: Array<MessageKind>,
  jam?: boolean,
};

/**
 * How slowly a server works.
 */
export type ProcessFaults = { busy?: string, stall?: string, stall_for?: string };

/**
 * What is wrong with a disk.
 */
export type DiskFaults = {
  sync?: string,
  stall?: string, stall_for?: string,
  stalled?: boolean,
  survive?: string,
  torn?: string,
  reordered?: string,
  lying?: string,
  damage?: string,
};

/**
 * Where a server can be made to crash.
 */
export type CrashPoint = \"before_output\" | \"before_persist\" | \"after_persist\" | \"before_answer\";
";
