//! One situation after another, each with exactly what stands in the way.

mod answer;
mod commit;
mod current;
mod leader;

use raft_session::dto::{WhyNot, WhyNotQuestion};

use crate::asking::{cluster, open, told};
use crate::world::act;

/// Something to do, or a moment to go to.
enum Do {
    Go(f64),
    Act(&'static str),
    /// To the last message of this kind that is on its way.
    To(&'static str, &'static str),
}
use Do::{Act, Go, To};

struct Situation {
    name: &'static str,
    scenario: String,
    first: Vec<Do>,
    question: WhyNotQuestion,
    told: &'static [&'static str],
}

fn three() -> String {
    cluster(3, "")
}

fn ask(situation: &Situation) -> WhyNot {
    let mut session = open(&situation.scenario);
    for step in &situation.first {
        match step {
            Go(ms) => session.advance(*ms).expect("a moment"),
            Act(json) => act(&mut session, json),
            To(what, kind) => {
                let mut flying = session.state().messages.into_iter().map(|message| message.id);
                let id = flying.rfind(|id| id.starts_with(kind)).expect("one is on its way");
                act(&mut session, &format!(r#"{{"{what}":"{id}"}}"#));
            }
        }
    }
    session
        .why_not(&situation.question)
        .unwrap_or_else(|problem| panic!("{}: {problem}", situation.name))
}

#[test]
fn every_situation_has_its_obstacles_and_no_others() {
    let mut wrong = Vec::new();
    let parts =
        [commit::situations(), leader::situations(), answer::situations(), current::situations()];
    for situation in parts.into_iter().flatten() {
        let found = told(&ask(&situation));
        if found != situation.told {
            let lines: Vec<String> =
                found.iter().map(|line| format!("                {line:?},")).collect();
            wrong.push(format!("## {}\n{}", situation.name, lines.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
