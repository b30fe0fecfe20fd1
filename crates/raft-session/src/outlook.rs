//! Whether the cluster can go on, and whether it does.

use raft_check::Outlook;
use raft_explain::outlook;

use crate::Session;
use crate::dto;

impl Session {
    /// Whether the cluster can go on from here, and whether it does.
    #[must_use]
    pub fn outlook(&self) -> dto::OutlookFrame {
        let run = &self.cursor.run;
        let now = run.judges().liveness().outlook(run.world());
        let kind = match now {
            Outlook::Quiet(_) => dto::OutlookKind::Quiet,
            Outlook::Possible(_) => dto::OutlookKind::Possible,
            Outlook::Impossible(_) => dto::OutlookKind::Impossible,
            Outlook::Stalled(_) => dto::OutlookKind::Stalled,
        };
        let sentences = outlook(&now);
        let said = sentences.iter().map(|sentence| self.catalogue.words(sentence));
        dto::OutlookFrame { kind, said: said.collect() }
    }
}
