//! A way, written down in the golden notation.

use raft_sim::{EventKind, EventLine, Fact, FaultKind, Happening, Sink, World};

use crate::{Choice, Moment, Question};

/// The golden lines of what each choice has led to.
#[must_use]
pub fn golden_lines(question: Question, choices: &[Choice]) -> Vec<Vec<String>> {
    let mut moment = Moment::first(question);
    let lines = choices.iter().map(|choice| {
        let mut lines = Lines(Vec::new());
        moment.take_watched(*choice, &mut lines);
        lines.0
    });
    lines.collect()
}

struct Lines(Vec<String>);

impl Sink for Lines {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        // A hand that only lets something happen: what happens has a line of its own.
        let opens_a_door = |fact: &Fact| {
            matches!(
                fact,
                Fact::DueNow(_) | Fact::Fault { what: FaultKind::Clock | FaultKind::Disk, .. }
            )
        };
        if happening.event.kind != EventKind::Acted || !happening.facts.iter().all(opens_a_door) {
            let line = EventLine { world, happening }.to_string();
            // Time stands still.
            self.0.push(line.strip_prefix("0ms ").unwrap_or(&line).to_owned());
        }
    }
}
