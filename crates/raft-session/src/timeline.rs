//! What is painted on the time line.

use raft_core::Term;

use crate::Session;
use crate::chronicle::{About, Mark};
use crate::dto::{self, MarkKind};
use crate::time::{millis, place};

/// The most marks that cross to the screen; beyond that the most frequent kinds are thinned out.
const MOST_MARKS: usize = 2_000;

impl Session {
    /// What is painted on the time line of the current branch. With `known`, only the marks after
    /// the first so many: a line that has them needs no more.
    #[must_use]
    pub fn timeline(&self, known: Option<u32>) -> dto::Timeline {
        let end = millis(self.branches[self.current].end.time);
        let marks = self.chronicle.marks();
        let skipped = known.map_or(0, |known| marks.len().min(known as usize));
        dto::Timeline {
            end,
            terms: bands(marks, end),
            marks: thinned(&marks[skipped..])
                .map(|mark| dto::TimelineMark {
                    at: place(mark.at),
                    kind: mark.kind,
                    text: self.mark_text(mark.about),
                })
                .collect(),
        }
    }

    /// Signs, names and numbers only: the kind says the rest, in the reader's language.
    fn mark_text(&self, about: About) -> String {
        match about {
            About::Server(id) => id.to_string(),
            About::Reign(id, Term(term)) => format!("{id} t{term}"),
            About::Operation(id) => id.to_string(),
            About::Number(number) => number.to_string(),
            About::Property(property) => property.name().to_owned(),
            About::Nothing => String::new(),
        }
    }
}

/// As many marks as a screen can use: of the most frequent kinds, where there are too many, every
/// so manieth.
fn thinned(marks: &[Mark]) -> impl Iterator<Item = &Mark> {
    let frequent = |mark: &Mark| matches!(mark.kind, MarkKind::Commit | MarkKind::Answer);
    let every = marks.iter().filter(|mark| frequent(mark)).count() / MOST_MARKS + 1;
    let mut count = 0;
    let kept = marks.iter().filter(move |mark| {
        count += usize::from(frequent(mark));
        !frequent(mark) || count % every == 0
    });
    kept.take(2 * MOST_MARKS)
}

/// Each term from its first election to the next one's.
fn bands(marks: &[Mark], end: f64) -> Vec<dto::TermBand> {
    let mut bands: Vec<dto::TermBand> = Vec::new();
    for mark in marks {
        let About::Reign(server, Term(term)) = mark.about else { continue };
        let at = millis(mark.at.time);
        match bands.iter_mut().rev().find(|band| band.term == term) {
            Some(band) => {
                if mark.kind == MarkKind::Leader {
                    band.leader = Some(server.to_string());
                }
            }
            None => {
                let leader = (mark.kind == MarkKind::Leader).then(|| server.to_string());
                if let Some(last) = bands.last_mut() {
                    last.to = at;
                }
                bands.push(dto::TermBand { term, from: at, to: end, leader });
            }
        }
    }
    bands
}
