//! What a user interface needs of a playground.
//!
//! A [`Session`] is a scenario with its seed and a tree of branches (`branch.rs`); each branch is a
//! list of placed actions. Everything else is recomputed from that: any moment of any branch,
//! forwards and backwards (`travel.rs`, `cursor.rs`, `keyframes.rs`), what is painted on the time
//! line (`chronicle.rs`), and what crosses to the screen (`frame.rs` fills the types of `dto/`).
//!
//! What crosses is plain data in the vocabulary of the screen, never a type of the core: times in
//! milliseconds, names as text. The session knows no pixels, no JavaScript and no wall clock.
//!
//! # Example
//!
//! ```
//! use std::sync::Arc;
//!
//! use raft_explain::KEYS;
//! use raft_session::{ActionModel, Catalogue, Goal, Scenario, Session};
//!
//! // A catalogue in which every sentence is its own name; `locales/` has one in English.
//! let words = KEYS.iter().map(|(key, _)| (key.to_string(), key.to_string()));
//! let catalogue = Arc::new(Catalogue::new(words.collect()).expect("every sentence is there"));
//!
//! let story = r#"{ "format": 1, "title": "A crash", "until": "2s", "cluster": { "servers": 3 } }"#;
//! let mut session =
//!     Session::open(Scenario::from_json(story)?, None, Some(7), None, catalogue, "en")?;
//! assert!(session.run_until(&"leader".parse::<Goal>()?)?);
//! session.act(ActionModel::from_json(r#"{ "crash": "leader" }"#)?)?;
//! assert!(session.run_until(&"leader".parse::<Goal>()?)?, "the other two can go on");
//! session.seek(0.0)?; // and back again: every moment can be reached
//! assert!(session.share_link().starts_with('#'));
//! # Ok::<(), raft_session::Problem>(())
//! ```

mod branch;
mod chronicle;
mod compare;
mod cursor;
pub mod dto;
mod events;
mod exercise;
mod faults;
mod find;
mod frame;
mod hindrances;
mod intervals;
mod keep;
mod keyframes;
mod linearization;
mod members;
mod message;
mod mishaps;
mod outlook;
mod provenance;
mod public_state;
mod question;
mod replay;
mod session;
mod share;
mod spacetime;
mod time;
mod timeline;
mod travel;
mod tree;
mod until;
mod why;
mod why_not;

pub use raft_explain::{Catalogue, InvalidCatalogue};
pub use raft_scenario::{
    ActionModel, Link, LinkScenario, PlacedAction, Problem, ProblemKind, Scenario, json,
};
pub use session::Session;
pub use travel::{Direction, Stride};
pub use until::Goal;
