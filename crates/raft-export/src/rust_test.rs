//! A take as a Rust test: the scenario of what was done, and what is true at the end.

use core::fmt::Write as _;

use raft_scenario::{Problem, Run};

use crate::steps;
use crate::take::{End, Take};

/// Writes a complete test function with the scenario beside it.
///
/// # Errors
/// If the take cannot be played, or is more than a scenario can hold.
pub(crate) fn write(take: &Take) -> Result<String, Problem> {
    let run = take.play(&mut ())?;
    let scenario = steps::scenario(take)?;
    let title = printable(scenario.title.in_language("en"));
    let (features, mark) = match take.not_raft() {
        None => ("`toml`", String::new()),
        Some(broken) => ("`toml` and `deviations`", format!("// {broken}.\n")),
    };
    let mut text = format!(
        "// Recorded with version {} of the Raft playground. Needs raft-scenario with {features}, and \
         raft-sim.\n{mark}\n/// {title}\n#[test]\nfn the_recorded_run_replays() {{\n",
        env!("CARGO_PKG_VERSION")
    );
    text.push_str(
        "    let scenario = raft_scenario::Scenario::from_toml(SCENARIO).expect(\"a scenario\");\n    \
         let script = scenario.compile().expect(\"a scenario that works\");\n    \
         let mut run = raft_scenario::Run::new(&script).expect(\"a run\");\n",
    );
    text.push_str(&moved_to(take.end));
    text.push_str(&claims(&run));
    let _ = write!(text, "}}\n\nconst SCENARIO: &str = {};\n", literal(&scenario.to_toml()));
    Ok(text)
}

/// How the test gets to the end of the take.
fn moved_to(end: End) -> String {
    match end {
        End::Time(time) => {
            format!("    run.advance_to(raft_sim::SimTime({}), &mut ());\n", time.0)
        }
        End::Place(place) => format!(
            "    let time = raft_sim::SimTime({});\n    \
             let end = raft_sim::Position {{ time, processed: {} }};\n    \
             run.advance_to_position(end, &mut ()).expect(\"the place where it was recorded\");\n",
            place.time.0, place.processed
        ),
    }
}

/// What is true at the end: digest, leader, commit indices, violations.
fn claims(run: &Run) -> String {
    let mut text = format!("\n    assert_eq!(run.digest().to_string(), \"{}\");\n", run.digest());
    let world = run.world();
    let leader = world.leader().map(|id| id.to_string());
    text.push_str("    let leader = run.world().leader().map(|id| id.to_string());\n");
    let _ = writeln!(text, "    assert_eq!(leader.as_deref(), {leader:?});");
    text.push_str(
        "    // By server; none for one that is down.\n    \
         let commit = |server: usize| {\n        \
         let node = run.world().servers()[server - 1].node();\n        \
         node.map(|node| node.commit_index().0)\n    \
         };\n",
    );
    for (at, server) in world.servers().iter().enumerate() {
        let commit = server.node().map(|node| node.commit_index().0);
        let _ = writeln!(text, "    assert_eq!(commit({}), {commit:?});", at + 1);
    }
    let violated = run.judges().violations();
    if violated.is_empty() {
        text.push_str("    assert_eq!(run.judges().violations(), []);\n");
        return text;
    }
    text.push_str("    let mut violated = run.judges().violations().iter();\n");
    text.push_str(
        "    let mut next = || violated.next().map(|violation| violation.property.name());\n",
    );
    for violation in violated {
        let _ = writeln!(text, "    assert_eq!(next(), Some(\"{}\"));", violation.property.name());
    }
    text.push_str("    assert_eq!(next(), None);\n");
    text
}

/// A title on one line, without anything that would change how the lines after it are read.
fn printable(title: &str) -> String {
    let line: String = title.chars().filter(|one| !needs_escape(*one)).take(90).collect();
    line.trim().to_owned()
}

/// Characters that a compiler refuses in the open: control characters, and those that turn the
/// direction of writing.
fn needs_escape(one: char) -> bool {
    one.is_control() || matches!(one, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text as a literal that ends where the text does.
fn literal(text: &str) -> String {
    if text.chars().any(|one| one != '\n' && needs_escape(one)) {
        return format!("{text:?}");
    }
    let longest =
        text.split('"').skip(1).map(|rest| rest.len() - rest.trim_start_matches('#').len());
    let fence = "#".repeat(longest.max().map_or(0, |longest| longest + 1));
    format!("r{fence}\"{text}\"{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_literal() {
        assert_eq!(literal("plain"), "r\"plain\"");
        assert_eq!(literal("a \"b\" c"), "r#\"a \"b\" c\"#");
        assert_eq!(literal("a\"# c"), "r##\"a\"# c\"##");
        assert_eq!(literal("a\r\u{202e}"), "\"a\\r\\u{202e}\"");
    }

    #[test]
    fn no_title_ends_its_comment() {
        assert_eq!(printable("one\ntwo\u{2066}"), "onetwo");
    }
}
