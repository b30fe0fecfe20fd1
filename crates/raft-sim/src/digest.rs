//! One number that says whether two runs are the same.

use core::fmt;

use crate::{Canonical, CanonicalWriter, Happening, Sink, World};

/// A rolling 128-bit digest of everything that happened: times, events, names, messages, durable
/// writes, changes of role, term and commit index, clients' answers. Not of verdicts, causes, queue
/// order or text. Not cryptographic: it finds accidents, not forgers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Digest {
    writer: CanonicalWriter,
}

impl Digest {
    /// The digest so far.
    #[must_use]
    pub fn value(&self) -> u128 {
        self.writer.value()
    }

    /// Adds a thing.
    pub fn absorb(&mut self, thing: &impl Canonical) {
        thing.canonical(&mut self.writer);
        self.writer.end();
    }
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
