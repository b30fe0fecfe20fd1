//! What a soak has seen. A run in which nothing goes wrong proves something only if the dangerous
//! things happened in it.

use std::collections::BTreeMap;

use raft_core::{NodeId, ReadBasis, Term, Verdict};
use raft_scenario::Family;
use raft_sim::{
    Address, EventKind, Fact, FaultKind, Happening, Kinds, LinkFaults, LossReason, RoleKind, Sink,
    World,
};

use super::chaos::Mixture;

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
    LeaseReads,
    Lost,
    Crashes,
    JointPhases,
    Removals,
    Snapshots,
    InstalledSnapshots,
    Transfers,
    PowerFailures,
    TrapsSprung,
    Pauses,
    SlowServers,
    ClockJumps,
    ClockRates,
    DiskStalls,
    SlowDisks,
    TornDisks,
    DamagedDisks,
    ReplacedDisks,
    Partitions,
    Cuts,
    LossStorms,
    SlowLinks,
    Overtaking,
    Copies,
    Overflows,
    Jams,
    Flapping,
    BlockedKinds,
    ClientLinks,
    ForcedTimeouts,
}

/// What must have happened for a count: any of these families strikes somewhere.
const CRASHES: &[Family] = &[Family::Crashes, Family::CrashPoints, Family::PowerFailures];

/// How to put a count, and which families of faults owe it; `None`: every cluster does.
type Owed = (&'static str, Option<&'static [Family]>);

impl Count {
    /// All counts, in the order of the report.
    pub(crate) const ALL: [Self; 39] = [
        Self::TruncatedSeeds,
        Self::LostWriteSeeds,
        Self::TwoLeaderSeeds,
        Self::UnknownOutcomeSeeds,
        Self::Elections,
        Self::Commits,
        Self::SplitVotes,
        Self::Forwarded,
        Self::LeaseReads,
        Self::Lost,
        Self::Crashes,
        Self::JointPhases,
        Self::Removals,
        Self::Snapshots,
        Self::InstalledSnapshots,
        Self::Transfers,
        Self::PowerFailures,
        Self::TrapsSprung,
        Self::Pauses,
        Self::SlowServers,
        Self::ClockJumps,
        Self::ClockRates,
        Self::DiskStalls,
        Self::SlowDisks,
        Self::TornDisks,
        Self::DamagedDisks,
        Self::ReplacedDisks,
        Self::Partitions,
        Self::Cuts,
        Self::LossStorms,
        Self::SlowLinks,
        Self::Overtaking,
        Self::Copies,
        Self::Overflows,
        Self::Jams,
        Self::Flapping,
        Self::BlockedKinds,
        Self::ClientLinks,
        Self::ForcedTimeouts,
    ];

    /// Whether it counts seeds in which something happened, rather than how often it happened.
    pub(crate) fn is_of_seeds(self) -> bool {
        self <= Self::UnknownOutcomeSeeds
    }

    /// What it counts, in words.
    pub(crate) fn words(self) -> &'static str {
        self.owed().0
    }

    /// Whether seeds of this mixture must have seen it, if there are enough of them.
    pub(crate) fn is_owed_by(self, mixture: Mixture) -> bool {
        self.owed().1.is_none_or(|families| families.iter().any(|one| mixture.has(*one)))
    }

    fn owed(self) -> Owed {
        // What keeps a leader from its followers, in one way or another.
        const APART: &[Family] = &[Family::Crashes, Family::Isolations, Family::Partitions];
        // What a leader does not notice.
        const WALLS: &[Family] = &[Family::Isolations, Family::Partitions];
        let (words, families): (_, &[Family]) = match self {
            Self::Elections => return ("elections won", None),
            Self::Commits => return ("entries committed", None),
            Self::SplitVotes => return ("split votes", None),
            Self::Forwarded => return ("proposals forwarded", None),
            Self::LeaseReads => return ("reads by lease", None),
            Self::Snapshots => return ("snapshots taken", None),
            Self::TruncatedSeeds => ("seeds with entries cut that another leader created", APART),
            Self::LostWriteSeeds => ("seeds with a crash between write and sync", CRASHES),
            Self::TwoLeaderSeeds => ("seeds with two leaders at once, in different terms", WALLS),
            Self::UnknownOutcomeSeeds => ("seeds with an operation of unknown outcome", APART),
            Self::Lost => ("messages lost", APART),
            Self::Crashes => ("crashes", CRASHES),
            Self::JointPhases => ("joint configurations", &[Family::Membership]),
            Self::Removals => ("leaders that removed themselves", &[Family::Membership]),
            Self::InstalledSnapshots => ("snapshots installed", APART),
            Self::Transfers => ("leadership transfers", &[Family::Transfers]),
            Self::PowerFailures => ("power failures", &[Family::PowerFailures]),
            Self::TrapsSprung => ("crashes between two steps", &[Family::CrashPoints]),
            Self::Pauses => ("pauses", &[Family::Pauses]),
            Self::SlowServers => ("servers slowed down", &[Family::SlowServers]),
            Self::ClockJumps => ("clock jumps", &[Family::ClockJumps]),
            Self::ClockRates => ("clocks at a wrong rate", &[Family::ClockRates]),
            Self::DiskStalls => ("disk stalls", &[Family::DiskStalls]),
            Self::SlowDisks => ("disks slowed down", &[Family::SlowDisks]),
            Self::TornDisks => {
                ("crashes with a disk that tears and reorders", &[Family::TornWrites])
            }
            Self::DamagedDisks => ("disks damaged", &[Family::DiskLosses]),
            Self::ReplacedDisks => ("disks replaced", &[Family::DiskLosses]),
            Self::Partitions => ("partitions", &[Family::Partitions, Family::Isolations]),
            Self::Cuts => ("links cut", &[Family::Bridges, Family::Rings, Family::OneWayCuts]),
            Self::LossStorms => ("storms of loss", &[Family::Loss]),
            Self::SlowLinks => ("links slowed down", &[Family::Delays]),
            Self::Overtaking => ("links on which messages overtake", &[Family::Reordering]),
            Self::Copies => ("messages that came twice", &[Family::Duplicates]),
            Self::Overflows => ("messages lost in full queues", &[Family::Queues]),
            Self::Jams => ("links jammed", &[Family::Jams]),
            Self::Flapping => ("links that flap", &[Family::Flapping]),
            Self::BlockedKinds => ("links that block a kind of messages", &[Family::BlockedKinds]),
            Self::ClientLinks => ("links to clients disturbed", &[Family::ClientLinks]),
            Self::ForcedTimeouts => ("election timers set", &[Family::Timeouts]),
        };
        (words, Some(families))
    }
}

/// Counts, by what they count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Counts([u64; Count::ALL.len()]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; Count::ALL.len()])
    }
}

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
                self.see_crash(world, server);
            }
            Fact::Fault { what, server, value } => self.see_fault(world, what, server, value),
            Fact::Wiped(_) => self.counts.note(Count::ReplacedDisks),
            // All servers get their sides in one event: one of them tells of all.
            Fact::Side { server: NodeId(1), .. } if world.network().sides().is_some() => {
                self.counts.note(Count::Partitions);
            }
            Fact::Cut { .. } => self.counts.note(Count::Cuts),
            Fact::Loss { ppm } if ppm > 0 => self.counts.note(Count::LossStorms),
            Fact::TimerSet { .. } => self.counts.note(Count::ForcedTimeouts),
            Fact::GivenUp(_) => self.counts.note(Count::UnknownOutcomeSeeds),
            _ => {}
        }
    }

    fn see_crash(&mut self, world: &World, server: NodeId) {
        let torn = world.server(server).is_some_and(|server| server.disk().faults().torn_ppm > 0);
        if torn {
            self.counts.note(Count::TornDisks);
        }
        if world.servers().iter().all(|server| server.node().is_none()) {
            self.counts.note(Count::PowerFailures);
        }
    }

    fn see_fault(&mut self, world: &World, what: FaultKind, id: NodeId, value: u64) {
        let Some(server) = world.server(id) else { return };
        let disk = server.disk().faults();
        match what {
            FaultKind::Link => {
                let to = Address::Server(NodeId(value as u32));
                self.see_link(world.network().faults(Address::Server(id), to));
            }
            FaultKind::ClientLink => self.counts.note(Count::ClientLinks),
            FaultKind::Paused => self.counts.note(Count::Pauses),
            FaultKind::Server if server.faults().busy.high.0 > 0 => {
                self.counts.note(Count::SlowServers);
            }
            FaultKind::Clock if server.clock().rate_ppm != 0 => self.counts.note(Count::ClockRates),
            FaultKind::Clock => self.counts.note(Count::ClockJumps),
            FaultKind::Disk => {
                if disk.stalled {
                    self.counts.note(Count::DiskStalls);
                }
                if disk.sync.high.0 > 0 {
                    self.counts.note(Count::SlowDisks);
                }
            }
            FaultKind::Damaged => self.counts.note(Count::DamagedDisks),
            FaultKind::Resumed | FaultKind::Trapped | FaultKind::Server | FaultKind::Lied => {}
        }
    }

    fn see_link(&mut self, faults: &LinkFaults) {
        let wrong = [
            (Count::SlowLinks, faults.slow_down > 1),
            (Count::Overtaking, faults.late_ppm > 0),
            (Count::Jams, faults.jam),
            (Count::Flapping, faults.flap_ppm > 0),
            (Count::BlockedKinds, faults.blocked != Kinds::NONE),
        ];
        wrong.into_iter().filter(|(_, is)| *is).for_each(|(count, _)| self.counts.note(count));
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
            Verdict::ReadConfirmed { basis: ReadBasis::Lease { .. }, .. } => {
                self.counts.note(Count::LeaseReads);
            }
            Verdict::ConfigurationUsed { outgoing: 1.., .. } => {
                self.counts.note(Count::JointPhases);
            }
            Verdict::LeaderRemoved { .. } => self.counts.note(Count::Removals),
            Verdict::SnapshotTaken { .. } => self.counts.note(Count::Snapshots),
            Verdict::SnapshotInstalled { .. } => self.counts.note(Count::InstalledSnapshots),
            Verdict::TransferReady { .. } => self.counts.note(Count::Transfers),
            _ => {}
        }
    }
}

impl Sink for Coverage {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        match happening.event.kind {
            EventKind::Lost(_, why) => {
                self.counts.note(Count::Lost);
                if why == LossReason::Overflow {
                    self.counts.note(Count::Overflows);
                }
            }
            EventKind::Delivered(id) if id.copy() > 0 => self.counts.note(Count::Copies),
            EventKind::Acted | EventKind::ClientTimer(_) => {}
            // Nobody's hand, and yet a crash: somebody had set a trap.
            _ if happening.facts.iter().any(|fact| matches!(fact, Fact::Crashed { .. })) => {
                self.counts.note(Count::TrapsSprung);
            }
            _ => {}
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
