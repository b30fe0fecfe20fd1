//! What the reader has done, taken along into another run.
//!
//! Another seed, another number of servers, other options: another run. What the reader did in the
//! one is done in the other at the same times and to the same names, where that can be done there;
//! what cannot is said, with its moment and the reason.

use raft_scenario::PlacedAction;

use crate::share::placed_action;
use crate::{Session, dto, time};

impl Session {
    /// Everything that the reader has done in the current branch, before and after this moment, as
    /// [`PlacedAction::list_from_json`] reads it.
    #[must_use]
    pub fn actions_json(&self) -> String {
        PlacedAction::list_to_json(&self.actions.iter().map(placed_action).collect::<Vec<_>>())
    }

    /// Lets actions that were recorded in another run act in this one, which has just been opened.
    /// [`Session::kept`] says what became of them.
    pub fn keep(&mut self, actions: &[PlacedAction]) {
        let mut lost = Vec::new();
        for placed in actions {
            let position = placed.position();
            // By time: here there need not have been as many events at that moment. To come as near
            // as possible is all that can be asked.
            let _ = self.seek_position(position);
            if let Err(problem) = self.act(placed.action.clone()) {
                lost.push((placed.clone(), problem.message));
            }
        }
        let kept = actions.len() - lost.len();
        let (unkept, reasons): (Vec<_>, Vec<_>) = lost.into_iter().unzip();
        self.kept = Some(dto::Kept {
            kept: u32::try_from(kept).unwrap_or(u32::MAX),
            json: PlacedAction::list_to_json(&unkept),
            lost: unkept
                .iter()
                .zip(reasons)
                .map(|(placed, reason)| dto::LostAction {
                    time: time::millis(placed.position().time),
                    action: placed.action.to_string(),
                    reason,
                })
                .collect(),
        });
    }

    /// What became of the actions that were taken along from another run, if any were.
    #[must_use]
    pub fn kept(&self) -> Option<&dto::Kept> {
        self.kept.as_ref()
    }
}
