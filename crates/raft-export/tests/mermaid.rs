//! Every line of every diagram is a line of Mermaid's sequence diagrams, by their documentation.

mod common;

use std::collections::BTreeSet;

use common::{Steps, scenarios, take, walk};
use raft_export::{Format, Take, export};
use raft_scenario::Scenario;

/// What a line is, or what is wrong with it.
fn check(line: &str, known: &mut BTreeSet<String>, open: &mut usize) -> Result<(), String> {
    let statement = line.strip_prefix("    ").ok_or("not indented")?;
    let ends = |names: &str| names.split(',').all(|name| known.contains(name));
    if let Some(name) = statement.strip_prefix("participant ").or(statement.strip_prefix("actor "))
    {
        let fine = name.chars().all(char::is_alphanumeric);
        return if fine && known.insert(name.to_owned()) {
            Ok(())
        } else {
            Err("a name".to_owned())
        };
    }
    if let Some(title) = statement.strip_prefix("title ") {
        return text(title);
    }
    if let Some(note) = statement.strip_prefix("Note over ") {
        let (names, said) = note.split_once(": ").ok_or("a note says something")?;
        if names.split(',').count() > 2 || !ends(names) {
            return Err(format!("over whom? {names}"));
        }
        return text(said);
    }
    if let Some(colour) = statement.strip_prefix("rect ") {
        *open += 1;
        return if colour.starts_with("rgba(") { Ok(()) } else { Err("a colour".to_owned()) };
    }
    if statement == "end" {
        *open = open.checked_sub(1).ok_or("nothing is open")?;
        return Ok(());
    }
    let (way, said) = statement.split_once(": ").ok_or("no statement")?;
    let arrow = ["-->>", "->>", "-x"].into_iter().find_map(|arrow| way.split_once(arrow));
    let (from, to) = arrow.ok_or("no arrow")?;
    if !ends(from) || !ends(to) || from.contains(',') || to.contains(',') {
        return Err(format!("who? {from} {to}"));
    }
    text(said)
}

/// Text that the lexer takes as text: no line break, and `#` and `;` only as parts of codes.
fn text(said: &str) -> Result<(), String> {
    let mut rest = said;
    while let Some((before, after)) = rest.split_once('#') {
        let (code, after) = after.split_once(';').ok_or("a code ends")?;
        if before.contains(';') || code.is_empty() || !code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(format!("no code: {code}"));
        }
        rest = after;
    }
    let bad = |one: char| one.is_control() || ";<>%{}\"\\".contains(one);
    if rest.contains(';') || said.chars().any(|one| bad(one) && one != ';') || said.is_empty() {
        return Err(format!("text: {said}"));
    }
    Ok(())
}

fn check_all(name: &str, diagram: &str) -> usize {
    let mut lines = diagram.lines();
    assert_eq!(lines.next(), Some("sequenceDiagram"), "{name}");
    let (mut known, mut open, mut count) = (BTreeSet::new(), 0, 0);
    for line in lines {
        let checked = check(line, &mut known, &mut open);
        assert_eq!(checked, Ok(()), "{name}: {line}");
        count += 1;
    }
    assert_eq!(open, 0, "{name}: what is opened is closed");
    assert!(diagram.chars().count() < 50_000, "{name}: Mermaid draws no longer ones");
    count
}

#[test]
fn every_line_is_a_statement() {
    let mut steps = Steps(5);
    let mut lines = 0;
    for (name, scenario) in scenarios() {
        let mut takes = vec![take(&scenario)];
        for _ in 0..5 {
            takes.push(Take::of_link(&walk(&scenario, &mut steps).0, None).expect("a good link"));
        }
        for take in takes {
            lines += check_all(&name, &export(&take, Format::Mermaid, None).expect("a diagram"));
        }
    }
    assert!(lines > 1_000, "{lines} lines");
}

#[test]
fn what_is_lost_cut_or_crashes_can_be_seen() {
    let (_, scenario) = common::busy().swap_remove(0);
    let text =
        export(&take(&scenario).until(raft_sim::SimTime::from_millis(420)), Format::Mermaid, None);
    let text = text.expect("a diagram");
    for expected in ["-x", "->>", "-->>", "crashes", "restarts", "leader", "commit index", "rect "]
    {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn a_long_run_says_how_much_is_left_out() {
    let (_, scenario) = common::busy().swap_remove(0);
    let take = take(&scenario).until(raft_sim::SimTime::from_millis(5_000));
    let text = export(&take, Format::Mermaid, None).expect("a diagram");
    check_all("long", &text);
    let left_out = text.lines().find(|line| line.contains("more lines are left out"));
    assert!(left_out.is_some_and(|line| !line.contains(": 0 ")), "{text}");
}

#[test]
fn hostile_words_stay_words() {
    let json = r##"{ "format": 1, "until": "400ms", "title": "x\nend; %%{init: {}}%% <script> #1",
      "clients": { "count": 1 },
      "steps": [{ "id": "a", "when": { "elected": "any" },
        "do": [{ "put": { "key": "k", "value": "1;end #quot; <b> %% n1->>n2: x" } }] }] }"##;
    let scenario = Scenario::from_json(json).expect("a scenario");
    let text = export(&take(&scenario), Format::Mermaid, None).expect("a diagram");
    check_all("hostile", &text);
    assert!(text.contains("k=1#59;end"), "{text}");
}
