//! Words for sentences, in one language.

use core::fmt;
use std::collections::BTreeMap;

use crate::{KEYS, Sentence};

/// The sentences of one language: a template for each key, with operands in braces:
/// `{server} votes for {candidate}.`
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Catalogue {
    templates: BTreeMap<String, String>,
}

/// A catalogue that could leave a reader without words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InvalidCatalogue {
    /// A sentence is missing.
    Missing(&'static str),
    /// There is no such sentence.
    Unknown(String),
    /// A template names an operand that its sentence does not have, or has a stray brace.
    Operand {
        /// The sentence.
        key: String,
        /// What stands in the braces.
        operand: String,
    },
}

impl Catalogue {
    /// A catalogue of these templates, by key.
    ///
    /// # Errors
    /// If a sentence is missing or unknown, or a template asks for something it cannot get.
    pub fn new(templates: BTreeMap<String, String>) -> Result<Self, InvalidCatalogue> {
        for (key, _) in KEYS {
            if !templates.contains_key(*key) {
                return Err(InvalidCatalogue::Missing(key));
            }
        }
        for (key, template) in &templates {
            let Some((_, operands)) = KEYS.iter().find(|(known, _)| known == key) else {
                return Err(InvalidCatalogue::Unknown(key.clone()));
            };
            for piece in pieces(template) {
                if let Piece::Operand(name) = piece
                    && !operands.contains(&name)
                {
                    let operand = name.to_owned();
                    return Err(InvalidCatalogue::Operand { key: key.clone(), operand });
                }
            }
        }
        Ok(Self { templates })
    }

    /// The sentence in words.
    #[must_use]
    pub fn words(&self, sentence: &Sentence) -> String {
        let Some(template) = self.templates.get(sentence.key) else {
            return sentence.key.to_owned();
        };
        let mut words = String::new();
        for piece in pieces(template) {
            match piece {
                Piece::Words(text) => words.push_str(text),
                Piece::Operand(name) => {
                    let operand = sentence.operands.iter().find(|(known, _)| *known == name);
                    words.push_str(
                        &operand.map_or(String::new(), |(_, operand)| operand.to_string()),
                    );
                }
            }
        }
        words
    }
}

enum Piece<'a> {
    Words(&'a str),
    Operand(&'a str),
}

fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    let mut operand_next = false;
    core::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = if operand_next { '}' } else { '{' };
        let (piece, after) = rest.split_once(end).unwrap_or((rest, ""));
        rest = after;
        let piece = if operand_next { Piece::Operand(piece) } else { Piece::Words(piece) };
        operand_next = !operand_next;
        Some(piece)
    })
}

impl fmt::Display for InvalidCatalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(key) => write!(f, "the sentence \"{key}\" is missing"),
            Self::Unknown(key) => write!(f, "there is no sentence \"{key}\""),
            Self::Operand { key, operand } => {
                write!(f, "the sentence \"{key}\" has nothing called \"{operand}\"")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SentenceKind;
    use raft_core::{NodeId, Term};

    fn complete() -> BTreeMap<String, String> {
        KEYS.iter().map(|(key, _)| ((*key).to_owned(), (*key).to_owned())).collect()
    }

    #[test]
    fn operands_take_their_places() {
        let mut templates = complete();
        templates
            .insert("vote-granted".into(), "{server} votes for {candidate}, term {term}.".into());
        let catalogue = Catalogue::new(templates).expect("a complete catalogue");
        let sentence = Sentence {
            kind: SentenceKind::Vote,
            key: "vote-granted",
            operands: vec![
                ("server", NodeId(2).into()),
                ("candidate", NodeId(1).into()),
                ("term", Term(3).into()),
            ],
            rule: None,
        };
        assert_eq!(catalogue.words(&sentence), "n2 votes for n1, term 3.");
    }

    #[test]
    fn a_catalogue_that_would_fail_later_fails_now() {
        let mut missing = complete();
        missing.remove("crashed");
        assert_eq!(Catalogue::new(missing), Err(InvalidCatalogue::Missing("crashed")));
        let mut unknown = complete();
        unknown.insert("crashd".into(), String::new());
        assert_eq!(Catalogue::new(unknown), Err(InvalidCatalogue::Unknown("crashd".into())));
        let mut operand = complete();
        operand.insert("crashed".into(), "{sever} crashes".into());
        let wrong = InvalidCatalogue::Operand { key: "crashed".into(), operand: "sever".into() };
        assert_eq!(Catalogue::new(operand), Err(wrong));
    }
}
