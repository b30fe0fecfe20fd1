//! The test that is written for a run is one: `recorded/mod.rs` was written by the exporter, is
//! compiled and run with the others, and is still what is written today.

mod common;
mod recorded;

use std::path::Path;

use common::busy;
use raft_export::{Format, Take, export};
use raft_scenario::{ActionModel, Link, LinkScenario, PlacedAction, Run, Scenario};

/// A run of a busy cluster in which a hand has crashed the leader and brought it back.
fn recorded() -> Take {
    let (_, scenario) = busy().swap_remove(0);
    let scenario =
        Scenario { title: raft_scenario::Text::Plain("A \"hand\" in it".into()), ..scenario };
    let mut run = Run::new(&scenario.clone().compile().expect("it works")).expect("a run");
    let mut actions = Vec::new();
    for (events, json) in [
        (60, r#"{"crash":"n2"}"#),
        (0, r##"{"put":{"key":"x","value":"\"#1"}}"##),
        (25, r#"{"restart":"n2"}"#),
    ] {
        for _ in 0..events {
            run.advance(&mut ());
        }
        let action = ActionModel::from_json(json).expect(json);
        let at = (run.position().time.0, run.position().processed);
        run.act(&action.to_action().expect(json), &mut ()).expect(json);
        actions.push(PlacedAction { at, action });
    }
    for _ in 0..120 {
        run.advance(&mut ());
    }
    let at = (run.position().time.0, run.position().processed);
    let link = Link {
        scenario: LinkScenario::Inline(Box::new(scenario)),
        seed: None,
        servers: None,
        actions,
        at,
        step: None,
        digest: Some(run.digest().to_string()),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
    };
    Take::of_link(&link, None).expect("a good link")
}

#[test]
fn the_recorded_test_is_what_is_written_today() {
    let written = export(&recorded(), Format::Test, None).expect("a test");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/mod.rs");
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(&path, &written).expect("a place for the file");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, written, "RENEW=1 cargo test -p raft-export --test rust_test writes it anew");
}
