//! Which room may use which: ARCHITECTURE.md, "The rooms". Checked against the manifests, because a
//! dependency that nobody notices is how a room begins to know what it must never know.

use std::collections::BTreeSet;
use std::env;
use std::process::Command;

use serde_json::Value;

/// A room and what it may use: other rooms, and crates from outside.
struct Door {
    room: &'static str,
    rooms: &'static [&'static str],
    outside: &'static [&'static str],
    /// Why: what the room must never know.
    because: &'static str,
}

const DOORS: &[Door] = &[
    Door {
        room: "raft-core",
        rooms: &[],
        // Only ever as an optional feature; see the test below.
        outside: &["serde"],
        because: "one server knows no network, no disk, no clock, no chance and no prose",
    },
    Door {
        room: "raft-sim",
        rooms: &["raft-core"],
        outside: &[],
        because: "the world knows no scenario syntax, no JSON, no wall-clock time, no threads",
    },
    Door {
        room: "raft-check",
        rooms: &["raft-core", "raft-sim"],
        outside: &[],
        because: "judges read the world and nothing else",
    },
    Door {
        room: "raft-explain",
        rooms: &["raft-core", "raft-sim", "raft-check"],
        outside: &[],
        because: "catalogues are passed in; there are no languages and no pixels in here",
    },
    Door {
        room: "raft-scenario",
        rooms: &["raft-core", "raft-sim", "raft-check"],
        outside: &["serde", "serde_json", "toml", "schemars", "miniz_oxide", "base64"],
        because: "stories know no files and no browser",
    },
    Door {
        room: "raft-search",
        rooms: &["raft-core", "raft-sim", "raft-check", "raft-scenario", "raft-explain"],
        outside: &[],
        because: "the search knows no browser and no sessions",
    },
    Door {
        room: "raft-session",
        rooms: &["raft-core", "raft-sim", "raft-check", "raft-scenario", "raft-explain"],
        outside: &["serde", "ts-rs"],
        because: "sessions know no JavaScript, no pixels and no search",
    },
    Door {
        room: "raft-export",
        rooms: &["raft-core", "raft-sim", "raft-check", "raft-scenario"],
        outside: &["serde_json"],
        because: "what is written down is text: no files, no JavaScript, no pixels",
    },
    Door {
        room: "raft-workbench",
        rooms: &["raft-export", "raft-search", "raft-scenario"],
        outside: &["wasm-bindgen", "js-sys"],
        because: "the door to JavaScript knows no rule of Raft",
    },
    Door {
        room: "raft-editor",
        rooms: &["raft-scenario"],
        outside: &["wasm-bindgen", "serde"],
        because: "whoever writes a scenario needs its format, and nothing that runs it",
    },
    Door {
        room: "raft-wasm",
        rooms: &["raft-session", "raft-search", "raft-scenario", "raft-explain"],
        outside: &["wasm-bindgen", "js-sys", "web-sys", "serde", "serde-wasm-bindgen", "getrandom"],
        because: "the door to JavaScript knows no rule of Raft",
    },
    Door {
        room: "raft-cli",
        rooms: &[
            "raft-core",
            "raft-sim",
            "raft-check",
            "raft-explain",
            "raft-scenario",
            "raft-search",
            "raft-session",
            "raft-export",
        ],
        outside: &["clap", "indicatif", "serde", "serde_json", "toml"],
        because: "the terminal is no browser",
    },
    Door {
        room: "raft-trials",
        rooms: &["raft-core", "raft-sim", "raft-scenario"],
        outside: &[],
        because: "trials run what the gallery runs, without a screen",
    },
];

/// Rooms that only tests may use: as development dependencies.
const ONLY_FOR_TESTS: &[&str] = &["raft-trials"];

/// A dependency as it stands in a manifest.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Edge {
    room: String,
    uses: String,
    optional: bool,
}

/// What is wrong with a dependency, if anything.
fn breach(Edge { room, uses, .. }: &Edge) -> Option<String> {
    let Some(door) = DOORS.iter().find(|door| door.room == room) else {
        return Some(format!("{room} → {uses}: the table of doors does not know {room}"));
    };
    if ONLY_FOR_TESTS.contains(&uses.as_str()) {
        return Some(format!(
            "{room} → {uses} breaks the door of {uses}: it is for tests, so a development dependency"
        ));
    }
    let allowed = door.rooms.iter().chain(door.outside);
    if allowed.clone().any(|name| name == uses) {
        return None;
    }
    let allowed: Vec<&str> = allowed.copied().collect();
    Some(format!(
        "{room} → {uses} breaks the door of {room}: {}. It may use: {}",
        door.because,
        if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") }
    ))
}

/// The workspace as Cargo sees it: nothing is fetched, nothing is resolved.
fn metadata() -> Value {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo writes JSON")
}

fn packages(metadata: &Value) -> &[Value] {
    metadata["packages"].as_array().expect("packages")
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().expect(field)
}

/// Normal and build dependencies, for whatever platform; what only tests use is nobody's business.
fn edges(metadata: &Value) -> Vec<Edge> {
    let mut edges = Vec::new();
    for package in packages(metadata) {
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            if dependency["kind"].as_str() != Some("dev") {
                edges.push(Edge {
                    room: text(package, "name").to_owned(),
                    uses: text(dependency, "name").to_owned(),
                    optional: dependency["optional"].as_bool().expect("optional"),
                });
            }
        }
    }
    edges
}

#[test]
fn no_room_uses_what_it_must_not_know() {
    let metadata = metadata();
    let breaches: Vec<String> = edges(&metadata).iter().filter_map(breach).collect();
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

#[test]
fn every_room_has_a_door() {
    let metadata = metadata();
    let known: BTreeSet<&str> = DOORS.iter().map(|door| door.room).collect();
    for package in packages(&metadata) {
        let room = text(package, "name");
        assert!(known.contains(room), "{room} is not in the table of doors");
    }
    assert_eq!(known.len(), DOORS.len(), "a room has two doors");
}

#[test]
fn the_core_depends_on_nothing() {
    let metadata = metadata();
    let core = packages(&metadata).iter().find(|package| text(package, "name") == "raft-core");
    let core = core.expect("raft-core");
    for Edge { uses, optional, .. } in
        edges(&metadata).iter().filter(|edge| edge.room == "raft-core")
    {
        assert!(*optional, "raft-core → {uses} breaks the door of raft-core: it must be optional");
    }
    // A default feature could switch an optional dependency on for everybody.
    assert_eq!(core["features"].get("default"), None, "raft-core has no default features");
}

#[test]
fn what_only_tests_use_is_not_published() {
    let metadata = metadata();
    for package in packages(&metadata) {
        if ONLY_FOR_TESTS.contains(&text(package, "name")) {
            assert_eq!(package["publish"], Value::Array(Vec::new()), "publish = false");
        }
    }
}

/// Whoever only measures or explores is a workspace of its own, with its own lock file.
#[test]
fn the_project_knows_nobody_who_is_only_measured_against() {
    let root = env!("CARGO_MANIFEST_DIR").to_owned() + "/../..";
    let locked = |file: &str| {
        let path = format!("{root}/{file}");
        std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{path}: {why}"))
    };
    for (room, peer) in [
        ("raft-core-speed", "raft"),
        ("raft-check-speed", "stateright"),
        ("raft-check-speed", "todc-utils"),
        ("raft-explore", "stateright"),
    ] {
        let entry = format!("name = \"{peer}\"\n");
        let own = locked(&format!("benches/{room}/Cargo.lock"));
        assert!(own.contains(&entry), "benches/{room} measures against {peer}");
        assert!(!locked("Cargo.lock").contains(&entry), "Cargo.lock knows {peer}");
    }
}

#[test]
fn wrong_dependencies_are_named() {
    let breach = |room: &str, uses: &str| {
        breach(&Edge { room: room.to_owned(), uses: uses.to_owned(), optional: false })
    };
    let wrong = [
        ("raft-core", "rand"),
        ("raft-core", "raft-sim"),
        ("raft-sim", "serde_json"),
        ("raft-check", "raft-explain"),
        ("raft-explain", "serde_json"),
        ("raft-scenario", "raft-session"),
        ("raft-search", "raft-session"),
        ("raft-session", "raft-search"),
        ("raft-session", "wasm-bindgen"),
        ("raft-export", "raft-session"),
        ("raft-export", "wasm-bindgen"),
        ("raft-workbench", "raft-core"),
        ("raft-editor", "raft-export"),
        ("raft-wasm", "raft-export"),
        ("raft-wasm", "raft-core"),
        ("raft-wasm", "raft-sim"),
        ("raft-wasm", "raft-cli"),
        ("raft-cli", "raft-wasm"),
        ("raft-cli", "raft-trials"),
        ("raft-attic", "raft-core"),
    ];
    for (room, uses) in wrong {
        let message = breach(room, uses).unwrap_or_else(|| panic!("{room} may use {uses}"));
        assert!(message.starts_with(&format!("{room} → {uses}")), "{message}");
    }
    for (room, uses) in [("raft-sim", "raft-core"), ("raft-wasm", "getrandom")] {
        assert_eq!(breach(room, uses), None, "{room} → {uses}");
    }
}
