//! What a soak has seen. A run in which nothing goes wrong proves something only if the dangerous
//! things happened in it.

use std::collections::BTreeMap;

use raft_core::{NodeId, Term, Verdict};
use raft_sim::{EventKind, Fact, Happening, RoleKind, Sink, World};

/// What the soak counts. A seed's are added up to the soak's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Count {
    TruncatedSeeds,
    LostWriteSeeds,
    TwoLeaderSeeds,
    UnknownOutcomeSeeds,
    Elections,
    Commits,
    SplitVotes,
    Forwarded,
    Lost,
    Crashes,
}

impl Count {
    /// All counts, in the order of the report.
    pub(crate) const ALL: [Self; 10] = [
        Self::TruncatedSeeds,
        Self::LostWriteSeeds,
        Self::TwoLeaderSeeds,
        Self::UnknownOutcomeSeeds,
        Self::Elections,
        Self::Commits,
        Self::SplitVotes,
        Self::Forwarded,
        Self::Lost,
        Self::Crashes,
    ];

    /// Whether it counts seeds in which something happened, rather than how often it happened.
    pub(crate) fn is_of_seeds(self) -> bool {
        self <= Self::UnknownOutcomeSeeds
    }

    /// What it counts, in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::TruncatedSeeds => "seeds with entries cut that another leader created",
            Self::LostWriteSeeds => "seeds with a crash between write and sync",
            Self::TwoLeaderSeeds => "seeds with two leaders at once, in different terms",
            Self::UnknownOutcomeSeeds => "seeds with an operation of unknown outcome",
            Self::Elections => "elections won",
            Self::Commits => "entries committed",
            Self::SplitVotes => "split votes",
            Self::Forwarded => "proposals forwarded",
            Self::Lost => "messages lost",
            Self::Crashes => "crashes",
        }
    }
}

/// Counts, by what they count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Counts([u64; Count::ALL.len()]);

impl Counts {
    /// How many.
    pub(crate) fn get(&self, count: Count) -> u64 {
        self.0[count as usize]
    }

    /// Adds the counts of another seed, or of many.
    pub(crate) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }

    fn note(&mut self, count: Count) {
        self.note_many(count, 1);
    }

    fn note_many(&mut self, count: Count, times: u64) {
        let place = &mut self.0[count as usize];
        *place = if count.is_of_seeds() { 1 } else { *place + times };
    }
}

/// Watches one seed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Coverage {
    counts: Counts,
    /// Who led each term: the creator of that term's entries.
    leaders: BTreeMap<Term, NodeId>,
    /// Servers that opened a term and have seen no leader since, one bit each.
    candidates: u16,
}

impl Coverage {
    /// What was seen.
    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    fn see_fact(&mut self, world: &World, fact: &Fact) {
        match *fact {
            Fact::Role { server, role } => {
                self.candidates &= !bit(server);
                if role == RoleKind::Leader {
                    self.see_leader(world, server);
                }
            }
            Fact::Crashed { server, lost_writes } => {
                self.candidates &= !bit(server);
                self.counts.note(Count::Crashes);
                if lost_writes > 0 {
                    self.counts.note(Count::LostWriteSeeds);
                }
            }
            Fact::GivenUp(_) => self.counts.note(Count::UnknownOutcomeSeeds),
            _ => {}
        }
    }

    fn see_leader(&mut self, world: &World, leader: NodeId) {
        self.candidates = 0;
        self.counts.note(Count::Elections);
        let led = |server: NodeId| {
            let node = world.server(server)?.node().filter(|node| node.is_leader())?;
            Some(node.current_term())
        };
        let Some(term) = led(leader) else { return };
        self.leaders.insert(term, leader);
        if world.setup().server_ids().any(|other| led(other).is_some_and(|other| other != term)) {
            self.counts.note(Count::TwoLeaderSeeds);
        }
    }

    fn see_verdict(&mut self, server: NodeId, verdict: &Verdict) {
        match *verdict {
            Verdict::ElectionStarted { .. } => {
                if self.candidates & bit(server) != 0 {
                    self.counts.note(Count::SplitVotes);
                }
                self.candidates |= bit(server);
            }
            Verdict::Truncated { from, theirs, .. }
                if self.leaders.get(&from.term) != self.leaders.get(&theirs) =>
            {
                self.counts.note(Count::TruncatedSeeds);
            }
            Verdict::CommitAdvanced { from, to, have: Some(_) } => {
                self.counts.note_many(Count::Commits, to.0 - from.0);
            }
            Verdict::ProposalForwarded { .. } => self.counts.note(Count::Forwarded),
            _ => {}
        }
    }
}

impl Sink for Coverage {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        if let EventKind::Lost(..) = happening.event.kind {
            self.counts.note(Count::Lost);
        }
        // Facts first: whatever role a server had before ends with a fact, and a candidacy begins
        // with a verdict, a second one in a row with nothing else.
        for fact in happening.facts {
            self.see_fact(world, fact);
        }
        for (server, verdict) in happening.verdicts {
            self.see_verdict(*server, verdict);
        }
    }
}

fn bit(server: NodeId) -> u16 {
    1 << server.0
}
