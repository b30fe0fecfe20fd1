//! From verdicts and facts to words.
//!
//! [`narrate`] looks at what happened and says which sentence tells it best: a key of the catalogue
//! and the values that belong into it ([`Sentence`]). A [`Catalogue`] turns that into words. The
//! catalogue is passed in: this crate knows no language. [`not_committed`] and its neighbours look at
//! what has not happened, and say what stands in the way ([`Obstacle`]); [`outlook`] says whether the
//! cluster can go on at all.
//!
//! # Example
//!
//! ```
//! use raft_explain::{Sentence, narrate};
//! use raft_sim::{Happening, Seeded, Setup, Sink, World};
//!
//! #[derive(Default)]
//! struct Teller(Vec<Sentence>);
//!
//! impl Sink for Teller {
//!     fn see(&mut self, world: &World, happening: Happening<'_>) {
//!         self.0.extend(narrate(world, &happening));
//!     }
//! }
//!
//! let mut world = World::new(Setup::default(), Seeded::new(7))?;
//! let mut teller = Teller::default();
//! while world.leader().is_none() {
//!     world.advance(&mut teller);
//! }
//! assert_eq!(teller.0[0].key, "election-timed-out");
//! # Ok::<(), raft_sim::InvalidSetup>(())
//! ```

mod catalogue;
mod decision;
mod narrate;
mod obstacle;
mod outlook;
mod sentence;

pub use catalogue::{Catalogue, InvalidCatalogue};
pub use narrate::{is_telling, narrate, violation};
pub use obstacle::{
    Obstacle, Origin, Subject, all_pass, no_leader, not_answered, not_committed, not_up_to_date,
    refusal,
};
pub use outlook::outlook;
pub use sentence::{KEYS, Operand, Sentence, SentenceKind};
