//! What a process has cost so far, as Linux counts it.

use std::fs;

/// Processor time and memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// Seconds of processor time. Not of the clock on the wall: other programs run on this machine, too.
    pub(crate) seconds: f64,
    /// The most memory that was ever in use, in bytes.
    pub(crate) peak: u64,
}

/// The kernel counts processor time in hundredths of a second, whatever its own clock does.
const TICKS: f64 = 100.0;

impl Cost {
    /// Of this process, until now; none where there is no `/proc`.
    pub(crate) fn until_now() -> Option<Self> {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        // The second field is the program's name in parentheses, and may have spaces in it.
        let (_, fields) = stat.rsplit_once(") ")?;
        // `utime` and `stime`, the 14th and 15th field.
        let ticks = |nth: usize| fields.split(' ').nth(nth - 3)?.parse::<f64>().ok();
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let peak: u64 = peak.split_whitespace().next()?.parse().ok()?;
        Some(Self { seconds: (ticks(14)? + ticks(15)?) / TICKS, peak: peak * 1024 })
    }
}
