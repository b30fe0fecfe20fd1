//! How to ask, and how to read the answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_explain::{Catalogue, KEYS};
use raft_session::dto::{ObstacleFrame, WhyNot, WhyNotQuestion};
use raft_session::{Scenario, Session};

pub(crate) const PUT: &str = r#"{"put":{"key":"x","value":"1","via":"n1"}}"#;
pub(crate) const READ: &str = r#"{"get":{"key":"x","via":"n1","reads":"read_index"}}"#;

/// Words that show every operand, so that a test sees what was compared.
pub(crate) fn open(json: &str) -> Session {
    let words = |operands: &[&str]| {
        let operands = operands.iter().map(|name| format!(" {name}={{{name}}}"));
        operands.collect::<String>()
    };
    let templates: BTreeMap<String, String> =
        KEYS.iter().map(|(key, operands)| ((*key).to_owned(), words(operands))).collect();
    let catalogue = Arc::new(Catalogue::new(templates).expect("every key has words"));
    let scenario = Scenario::from_json(json).unwrap_or_else(|problem| panic!("{problem}"));
    Session::open(scenario, Some("known".into()), None, None, catalogue, "en").expect("it opens")
}

/// So many servers; n1 leads at 65 ms, and nobody else's timer runs out in the first seconds.
pub(crate) fn cluster(servers: u8, more: &str) -> String {
    format!(
        r#"{{ "format": 1, "title": "Calm", "seed": 1, "until": "20s",
          "cluster": {{ "servers": {servers}, "heartbeat": "50ms", "election_timeout": "900ms..1s" {more} }},
          "network": {{ "latency": "10ms" }}, "disk": {{ "write": "5ms" }},
          "clients": {{ "count": 1, "latency": "5ms", "timeout": "5s" }},
          "steps": [ {{ "id": "a", "at": "0ms", "do": [ {{ "set_timer": {{ "servers": "n1", "remaining": "30ms" }} }} ] }} ] }}"#
    )
}

pub(crate) fn leader() -> WhyNotQuestion {
    WhyNotQuestion { not: "leader".into(), ..WhyNotQuestion::default() }
}

pub(crate) fn commit(index: f64) -> WhyNotQuestion {
    WhyNotQuestion { not: "commit".into(), entry: Some(index), ..WhyNotQuestion::default() }
}

pub(crate) fn commit_at(server: &str, index: f64) -> WhyNotQuestion {
    WhyNotQuestion { server: Some(server.into()), ..commit(index) }
}

pub(crate) fn answer(operation: &str) -> WhyNotQuestion {
    WhyNotQuestion {
        not: "answer".into(),
        operation: Some(operation.into()),
        ..WhyNotQuestion::default()
    }
}

pub(crate) fn current(server: &str) -> WhyNotQuestion {
    WhyNotQuestion {
        not: "current".into(),
        server: Some(server.into()),
        ..WhyNotQuestion::default()
    }
}

/// One line for each obstacle: `…` where it passes by itself, indented where it is a part, and behind
/// the arrow the event that set it up.
pub(crate) fn told(why_not: &WhyNot) -> Vec<String> {
    let line = |obstacle: &ObstacleFrame| {
        let indent = if obstacle.part { "  " } else { "" };
        let passes = if obstacle.passes { " …" } else { "" };
        let origin = obstacle.origin.as_ref().map(|origin| format!(" ← {}", origin.line));
        let section = obstacle.section.as_ref().map(|section| format!(" [{section}]"));
        format!(
            "{indent}{}{}{passes}{}{}",
            obstacle.key,
            obstacle.text,
            section.unwrap_or_default(),
            origin.unwrap_or_default()
        )
    };
    why_not.obstacles.iter().map(line).collect()
}
