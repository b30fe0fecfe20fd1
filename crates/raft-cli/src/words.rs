//! The sentences of the page, in the languages of the page.

use std::collections::BTreeMap;
use std::sync::Arc;

use clap::ValueEnum;
use raft_explain::Catalogue;
use raft_scenario::{Problem, ProblemKind};
use serde_json::Value;

/// A language in which sentences can be printed. Golden lines are the same in all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(crate) enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

/// What a run is told with.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    /// As in the attribute `lang`.
    pub(crate) language: &'static str,
    /// What the engine says.
    pub(crate) narration: Arc<Catalogue>,
    why: Value,
}

impl Words {
    /// # Errors
    /// If the catalogue is broken, which its tests prevent.
    pub(crate) fn of(language: Language) -> Result<Self, Problem> {
        let (language, path, text) = match language {
            Language::En => {
                ("en", "locales/en.json", include_str!(concat!(env!("OUT_DIR"), "/en.json")))
            }
            Language::De => {
                ("de", "locales/de.json", include_str!(concat!(env!("OUT_DIR"), "/de.json")))
            }
        };
        let broken = |why: String| Problem::new(ProblemKind::Scenario, why).at(path);
        let mut all: Value = serde_json::from_str(text).map_err(|why| broken(why.to_string()))?;
        let narration: BTreeMap<String, String> = serde_json::from_value(all["narration"].take())
            .map_err(|why| broken(why.to_string()))?;
        let narration =
            Catalogue::new(narration).map(Arc::new).map_err(|why| broken(why.to_string()))?;
        Ok(Self { language, narration, why: all["interface"]["why"].take() })
    }

    /// What the page's panel of causes says.
    pub(crate) fn why(&self, key: &'static str) -> &str {
        self.why[key].as_str().unwrap_or(key)
    }
}
