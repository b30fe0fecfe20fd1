//! Keyed randomness: a draw is a function of the seed and of *what is drawn*.
//!
//! There is no stream and no counter that all draws share. Whether one message is lost, how long
//! another takes, when a server runs for office: each has a key of its own, so switching one fault
//! on or dropping one message leaves every draw that it did not cause as it was. What-if,
//! shrinking and links that replay stand on that.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use raft_core::{DrawKey, NodeId};

use crate::{Address, ClientId, MessageId, SimTime, WriteKey};

/// What is drawn. Two words, each field in a place of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    what: u64,
    which: u64,
}

/// The purposes of draws. The numbers are part of every run: they never change.
#[derive(Clone, Copy)]
enum Purpose {
    Latency = 1,
    Loss = 2,
    DiskWrite = 3,
    ElectionTimeout = 4,
    WorkloadPause = 5,
    WorkloadKey = 6,
    WorkloadIsRead = 7,
    WorkloadServer = 8,
    Chaos = 9,
    Late = 10,
    LateBy = 11,
    Twice = 12,
    TwiceAfter = 13,
    Flap = 14,
    ClockOffset = 15,
    ClockRate = 16,
    ClockJump = 17,
    ClockJumpBy = 18,
    Busy = 19,
    Stall = 20,
    StallFor = 21,
    DiskSync = 22,
    DiskStall = 23,
    DiskStallFor = 24,
    Survive = 25,
    Torn = 26,
    TornAt = 27,
    Reordered = 28,
    Lie = 29,
    Damage = 30,
}

impl Key {
    /// How long this message travels.
    #[must_use]
    pub fn latency(message: MessageId) -> Self {
        Self::of_message(Purpose::Latency, message)
    }

    /// Whether this message is lost.
    #[must_use]
    pub fn loss(message: MessageId) -> Self {
        Self::of_message(Purpose::Loss, message)
    }

    /// Whether this message is late.
    #[must_use]
    pub fn late(message: MessageId) -> Self {
        Self::of_message(Purpose::Late, message)
    }

    /// How late this message is, if it is.
    #[must_use]
    pub fn late_by(message: MessageId) -> Self {
        Self::of_message(Purpose::LateBy, message)
    }

    /// Whether this message comes twice.
    #[must_use]
    pub fn twice(message: MessageId) -> Self {
        Self::of_message(Purpose::Twice, message)
    }

    /// How much later the copy of this message leaves, if there is one.
    #[must_use]
    pub fn twice_after(message: MessageId) -> Self {
        Self::of_message(Purpose::TwiceAfter, message)
    }

    /// Whether a link is down for its `nth` while.
    #[must_use]
    pub fn flap(from: Address, to: Address, nth: u64) -> Self {
        let link = u32::from(from.number()) << 8 | u32::from(to.number());
        Self { what: Purpose::Flap.word(link, 0), which: nth }
    }

    /// What a server's clock shows at the beginning.
    #[must_use]
    pub fn clock_offset(server: NodeId) -> Self {
        Self::of_server(Purpose::ClockOffset, server, SimTime(0))
    }

    /// How fast a server's clock runs.
    #[must_use]
    pub fn clock_rate(server: NodeId) -> Self {
        Self::of_server(Purpose::ClockRate, server, SimTime(0))
    }

    /// Whether a server's clock jumps at this moment, at which a timer runs out.
    #[must_use]
    pub fn clock_jump(server: NodeId, now: SimTime) -> Self {
        Self::of_server(Purpose::ClockJump, server, now)
    }

    /// How far, and whether forwards.
    #[must_use]
    pub fn clock_jump_by(server: NodeId, now: SimTime) -> Self {
        Self::of_server(Purpose::ClockJumpBy, server, now)
    }

    /// How long a server is busy with what it does at this moment.
    #[must_use]
    pub fn busy(server: NodeId, now: SimTime) -> Self {
        Self::of_server(Purpose::Busy, server, now)
    }

    /// Whether a server stalls after what it does at this moment.
    #[must_use]
    pub fn stall(server: NodeId, now: SimTime) -> Self {
        Self::of_server(Purpose::Stall, server, now)
    }

    /// For how long, if it does.
    #[must_use]
    pub fn stall_for(server: NodeId, now: SimTime) -> Self {
        Self::of_server(Purpose::StallFor, server, now)
    }

    /// How long this write takes.
    #[must_use]
    pub fn disk_write(write: WriteKey) -> Self {
        Self::of_write(Purpose::DiskWrite, write)
    }

    /// How long the sync of this write takes.
    #[must_use]
    pub fn disk_sync(write: WriteKey) -> Self {
        Self::of_write(Purpose::DiskSync, write)
    }

    /// Whether this write stalls.
    #[must_use]
    pub fn disk_stall(write: WriteKey) -> Self {
        Self::of_write(Purpose::DiskStall, write)
    }

    /// For how long, if it does.
    #[must_use]
    pub fn disk_stall_for(write: WriteKey) -> Self {
        Self::of_write(Purpose::DiskStallFor, write)
    }

    /// Whether this write survives a crash before its sync.
    #[must_use]
    pub fn survive(write: WriteKey) -> Self {
        Self::of_write(Purpose::Survive, write)
    }

    /// Whether a crash tears this write.
    #[must_use]
    pub fn torn(write: WriteKey) -> Self {
        Self::of_write(Purpose::Torn, write)
    }

    /// Where a crash tears this write.
    #[must_use]
    pub fn torn_at(write: WriteKey) -> Self {
        Self::of_write(Purpose::TornAt, write)
    }

    /// Whether a crash leaves the later part of this write only.
    #[must_use]
    pub fn reordered(write: WriteKey) -> Self {
        Self::of_write(Purpose::Reordered, write)
    }

    /// Whether the disk lies about this write.
    #[must_use]
    pub fn lie(write: WriteKey) -> Self {
        Self::of_write(Purpose::Lie, write)
    }

    /// Whether the crash that ends this life of a server damages its disk.
    #[must_use]
    pub fn damage(server: NodeId, incarnation: u32) -> Self {
        Self { what: Purpose::Damage.word(server.0, incarnation), which: 0 }
    }

    /// The election timeout of a server, in one life, term and attempt.
    #[must_use]
    pub fn election_timeout(server: NodeId, incarnation: u32, draw: DrawKey) -> Self {
        let what = Purpose::ElectionTimeout.word(server.0, incarnation);
        // Terms stay below 2^53, so that 11 bits are left for the attempt.
        Self { what, which: draw.term.0 << 11 | u64::from(draw.attempt & 0x7ff) }
    }

    /// How long a client waits before its operation `ordinal`.
    #[must_use]
    pub fn workload_pause(client: ClientId, ordinal: u32) -> Self {
        Self::of_operation(Purpose::WorkloadPause, client, ordinal)
    }

    /// Which key a client's operation `ordinal` is about.
    #[must_use]
    pub fn workload_key(client: ClientId, ordinal: u32) -> Self {
        Self::of_operation(Purpose::WorkloadKey, client, ordinal)
    }

    /// Whether a client's operation `ordinal` reads.
    #[must_use]
    pub fn workload_is_read(client: ClientId, ordinal: u32) -> Self {
        Self::of_operation(Purpose::WorkloadIsRead, client, ordinal)
    }

    /// Which server a client's operation `ordinal` is sent to.
    #[must_use]
    pub fn workload_server(client: ClientId, ordinal: u32) -> Self {
        Self::of_operation(Purpose::WorkloadServer, client, ordinal)
    }

    /// The `nth` decision of kind `family` of whoever makes up faults from the seed.
    #[must_use]
    pub fn chaos(family: u32, nth: u64) -> Self {
        Self { what: Purpose::Chaos.word(0, family), which: nth }
    }

    fn of_write(purpose: Purpose, write: WriteKey) -> Self {
        Self { what: purpose.word(write.server.0, write.incarnation), which: write.write.0 }
    }

    /// What a server does is named by the moment: there is no other name that no counter gives.
    fn of_server(purpose: Purpose, server: NodeId, now: SimTime) -> Self {
        Self { what: purpose.word(server.0, 0), which: now.0 }
    }

    fn of_message(purpose: Purpose, id: MessageId) -> Self {
        let link = u64::from(id.from.number()) << 16
            | u64::from(id.to.number()) << 8
            | u64::from(id.kind.number());
        Self { what: purpose.word(0, 0), which: link << 32 | u64::from(id.ordinal) }
    }

    fn of_operation(purpose: Purpose, client: ClientId, ordinal: u32) -> Self {
        Self { what: purpose.word(u32::from(client.0), 0), which: u64::from(ordinal) }
    }
}

impl Purpose {
    fn word(self, entity: u32, life: u32) -> u64 {
        (self as u64) << 56 | u64::from(entity & 0x00ff_ffff) << 32 | u64::from(life)
    }
}

/// Where all nondeterminism of a world comes from.
pub trait Chooser: fmt::Debug + Send + Sync {
    /// A number from 0 up to, but not including, `bound`, for this key. `bound` is at least 1.
    fn choose(&mut self, key: Key, bound: u64) -> u64;

    /// A copy, for the clone of a world.
    fn copied(&self) -> Box<dyn Chooser>;
}

impl Clone for Box<dyn Chooser> {
    fn clone(&self) -> Self {
        (**self).copied()
    }
}

/// Choices made beforehand: part of a scenario or of a shrunk run.
pub type Overrides = Arc<BTreeMap<Key, u64>>;

/// The chooser of every ordinary run: a seed, and overrides for single choices.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seeded {
    /// The seed.
    pub seed: u64,
    /// What is chosen whatever the seed says. A value beyond the bound is taken modulo the bound.
    pub overrides: Overrides,
}

impl Seeded {
    /// Choices from this seed alone.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, overrides: Overrides::default() }
    }
}

impl Chooser for Seeded {
    fn choose(&mut self, key: Key, bound: u64) -> u64 {
        if !self.overrides.is_empty()
            && let Some(value) = self.overrides.get(&key)
        {
            return value % bound.max(1);
        }
        scaled(draw(self.seed, key), bound)
    }

    fn copied(&self) -> Box<dyn Chooser> {
        Box::new(self.clone())
    }
}

/// The upper half of the product: the draw as a part of all 2⁶⁴, of the bound.
fn scaled(draw: u64, bound: u64) -> u64 {
    // The same in narrow numbers where it fits, which is nearly always: a product of 128 bits is a call in
    // WebAssembly. Nothing is lost, for what is cut off below is a fraction.
    match u32::try_from(bound) {
        Ok(bound) => {
            let (upper, lower) = (draw >> 32, draw & u64::from(u32::MAX));
            (upper * u64::from(bound) + ((lower * u64::from(bound)) >> 32)) >> 32
        }
        Err(_) => ((u128::from(draw) * u128::from(bound)) >> 64) as u64,
    }
}

/// A uniform 64-bit number for this seed and key. Frozen: the golden vectors below are a promise.
#[must_use]
pub fn draw(seed: u64, key: Key) -> u64 {
    mix(mix(mix(seed) ^ key.what) ^ key.which)
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number
/// generators, OOPSLA 2014), after one step of its Weyl sequence.
fn mix(word: u64) -> u64 {
    let mut z = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use raft_core::{MessageKind, Term, WriteId};

    fn message(ordinal: u32) -> MessageId {
        MessageId {
            from: Address::Server(NodeId(1)),
            to: Address::Server(NodeId(2)),
            kind: Kind::Raft(MessageKind::AppendEntries),
            ordinal,
        }
    }

    #[test]
    fn golden_vectors() {
        // The first output of SplitMix64 from state 0, as published with it.
        assert_eq!(mix(0), 0xe220_a839_7b1d_cdaf);
        let timeout = Key::election_timeout(NodeId(3), 2, DrawKey { term: Term(5), attempt: 1 });
        let write = WriteKey { server: NodeId(1), incarnation: 1, write: WriteId(9) };
        let drawn = [
            draw(0, Key::latency(message(1))),
            draw(42, Key::loss(message(7))),
            draw(42, timeout),
            draw(u64::MAX, Key::disk_write(write)),
            draw(7, Key::workload_pause(ClientId(1), 3)),
        ];
        assert_eq!(drawn.map(|d| format!("{d:016x}")), GOLDEN);
    }

    const GOLDEN: [&str; 5] = [
        "1fd42d6ffb5438b7",
        "ca787fe5d08895fe",
        "0f22b1550e9d9709",
        "39696e03334992f1",
        "0366b606b18c0e19",
    ];

    #[test]
    fn a_choice_is_spread_evenly_and_stays_in_bounds() {
        let mut chooser = Seeded::new(1);
        let mut counts = [0u32; 10];
        for ordinal in 0..10_000 {
            counts[chooser.choose(Key::latency(message(ordinal)), 10) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (900..1100).contains(count)), "{counts:?}");
    }

    #[test]
    fn an_override_replaces_one_choice_only() {
        let overrides = Arc::new(BTreeMap::from([(Key::loss(message(2)), 5)]));
        let (mut plain, mut edited) = (Seeded::new(3), Seeded { seed: 3, overrides });
        let mut pair = |n| {
            let key = Key::loss(message(n));
            (plain.choose(key, 1_000_000), edited.choose(key, 1_000_000))
        };
        assert_eq!(pair(2).1, 5);
        for (plain, edited) in [pair(1), pair(3)] {
            assert_eq!(plain, edited);
        }
    }
}
