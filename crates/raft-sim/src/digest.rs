//! One number that says whether two runs are the same.

use core::fmt;

use crate::{Canonical, CanonicalWriter, Happening, Sink, World};

/// A rolling 128-bit digest of everything that happened: times, events, names, messages, durable
/// writes, changes of role, term and commit index, clients' answers. Not of verdicts, causes, queue
/// order or text. Not cryptographic: it finds accidents, not forgers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Digest {
    lanes: [u64; 2],
    writer: CanonicalWriter,
}

// Odd constants with well-spread bits (the fractional parts of √2 and √3).
const FACTORS: [u64; 2] = [0x6a09_e667_f3bc_c909, 0xbb67_ae85_84ca_a73b];

impl Default for Digest {
    fn default() -> Self {
        Self { lanes: FACTORS, writer: CanonicalWriter::default() }
    }
}

impl Digest {
    /// The digest so far.
    #[must_use]
    pub fn value(&self) -> u128 {
        u128::from(finish(self.lanes[0])) << 64 | u128::from(finish(self.lanes[1]))
    }

    /// Adds a thing.
    pub fn absorb(&mut self, thing: &impl Canonical) {
        self.writer.clear();
        thing.canonical(&mut self.writer);
        let bytes = self.writer.bytes();
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.lanes = fold(self.lanes, u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        // The length, so that trailing zeros are not the same as nothing.
        self.lanes = fold(fold(self.lanes, u64::from_le_bytes(last)), bytes.len() as u64);
    }
}

fn fold([a, b]: [u64; 2], word: u64) -> [u64; 2] {
    [
        (a ^ word).wrapping_mul(FACTORS[0]).rotate_left(29),
        (b.rotate_left(31) ^ word).wrapping_mul(FACTORS[1]).rotate_left(37),
    ]
}

fn finish(lane: u64) -> u64 {
    let lane = (lane ^ (lane >> 32)).wrapping_mul(FACTORS[1]);
    lane ^ (lane >> 29)
}

impl Sink for Digest {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        self.absorb(&happening.event.position);
        self.absorb(&happening.event.kind);
        for fact in happening.facts {
            self.absorb(fact);
        }
        for flight in happening.sent(world) {
            self.absorb(flight);
        }
        if let Some(write) = happening.written {
            self.absorb(write);
        }
    }
}

/// 32 hexadecimal digits.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.value())
    }
}
