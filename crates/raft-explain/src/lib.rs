//! From verdicts and facts to words.
//!
//! [`narrate`] looks at what happened and says which sentence tells it best: a key of the catalogue
//! and the values that belong into it ([`Sentence`]). A [`Catalogue`] turns that into words. The
//! catalogue is passed in: this crate knows no language.

mod catalogue;
mod decision;
mod narrate;
mod sentence;

pub use catalogue::{Catalogue, InvalidCatalogue};
pub use narrate::{is_telling, narrate, violation};
pub use sentence::{KEYS, Operand, Sentence, SentenceKind};
