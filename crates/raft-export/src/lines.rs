//! Lines of JSON, as many as a page can hold.

use raft_scenario::{Problem, ProblemKind};
use serde_json::Value;

/// More than this is neither read nor copied, and a page that was led into a very long run by a link
/// must not run out of memory over it.
const MOST_BYTES: usize = 100_000_000;

/// Gathers lines until there are too many.
#[derive(Debug)]
pub(crate) struct Lines {
    text: String,
    most: usize,
    is_full: bool,
}

impl Default for Lines {
    fn default() -> Self {
        Self { text: String::new(), most: MOST_BYTES, is_full: false }
    }
}

impl Lines {
    /// Adds a line.
    pub(crate) fn push(&mut self, object: &Value) {
        if self.is_full {
            return;
        }
        let line = object.to_string();
        self.is_full = self.text.len() + line.len() >= self.most;
        self.text.push_str(&line);
        self.text.push('\n');
    }

    /// All lines.
    ///
    /// # Errors
    /// If there were too many.
    pub(crate) fn finish(self) -> Result<String, Problem> {
        if self.is_full {
            return Err(Problem::new(
                ProblemKind::Limit,
                "this run is too long to be written down",
            )
            .expecting(format!(
                "at most {} MB: a later beginning or an earlier end",
                self.most / 1_000_000
            )));
        }
        Ok(self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_lines_are_refused_and_not_gathered() {
        let mut lines = Lines { most: 20, ..Lines::default() };
        lines.push(&Value::from("short"));
        assert!(!lines.is_full);
        for _ in 0..100 {
            lines.push(&Value::from("a longer line"));
        }
        assert!(lines.text.len() < 40, "{}", lines.text);
        let said = lines.finish().expect_err("too many").to_string();
        assert!(said.contains("too long to be written down"), "{said}");
    }
}
