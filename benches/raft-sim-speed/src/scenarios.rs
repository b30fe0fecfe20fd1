//! What is simulated.

use std::fmt::Write as _;

/// The load of RaftScope: five servers, and a client that writes every 100 milliseconds. Elsewhere the
/// cluster is as it is if nobody says anything.
pub(crate) const LOAD: &str = r#"{ "format": 1, "title": "load", "seed": 1, "until": "3600s",
    "cluster": { "servers": 5 }, "network": { "latency": "5ms..15ms" },
    "clients": { "count": 1, "latency": "5ms..15ms", "workload": { "pause": "80ms", "keys": 1 } } }"#;

/// Five servers of which none leads yet.
pub(crate) const ELECTION: &str = r#"{ "format": 1, "title": "election", "until": "3600s",
    "cluster": { "servers": 5 }, "network": { "latency": "5ms..15ms" }, "clients": { "count": 0 } }"#;

/// A busy cluster to which everything happens: every link loses, delays and doubles, servers and disks stall,
/// clocks drift, and every few seconds the leader crashes, two servers are cut off, or all is well again.
pub(crate) fn chaos() -> String {
    let mut steps = String::new();
    for nth in 0..480 {
        let action = match nth % 4 {
            0 => r#"{ "bind": { "name": "victim", "to": "leader" } }, { "crash": "victim" }"#,
            1 => r#"{ "restart": "victim" }"#,
            2 => r#"{ "partition": [["n1", "n2"], "rest"] }"#,
            _ => r#""heal_all""#,
        };
        let comma = if nth == 0 { "" } else { "," };
        let seconds = 5 + nth * 7;
        // Writing into a string cannot fail.
        let _ =
            write!(steps, r#"{comma}{{ "id": "s{nth}", "at": "{seconds}s", "do": [{action}] }}"#);
    }
    format!(
        r#"{{ "format": 1, "title": "chaos", "seed": 7, "until": "3600s",
        "cluster": {{ "servers": 5, "snapshot_after": 200, "faults": {{ "stall": "0.2%", "stall_for": "20ms..400ms" }} }},
        "network": {{ "latency": "5ms..15ms", "loss": "1%",
            "faults": {{ "late": "2%", "late_by": "20ms..80ms", "twice": "1%", "twice_after": "1ms..50ms" }} }},
        "disk": {{ "faults": {{ "stall": "1%", "stall_for": "10ms..60ms" }} }},
        "clock": {{ "drift_ppm": 200 }},
        "clients": {{ "count": 5, "latency": "5ms..15ms", "sessions": true,
            "workload": {{ "pause": "10ms..30ms", "keys": 5, "reads": "30%" }} }},
        "steps": [{steps}] }}"#
    )
}
